// What a configuration must say otherwise in the folder that it is taken to, in files of its own beside it, so that its
// own files stay as they are: Terraform's override files. Holdfast finds states and the simulated vSphere from the
// folder of the project, Terraform from the folder that it works in, where it also needs to be told which provider is meant.

import { basename, isAbsolute, resolve } from "node:path";
import type { Configuration } from "../../load/configuration.js";
import type { SourceFile } from "../../load/source-file.js";
import { type Diagnostic, warningDiagnostic } from "../../model/diagnostic.js";
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { LONE_LAYOUT } from "../../model/workspace.js";
import { VERSION } from "../../schema/generated/version.js";
import { filesByFolder } from "./configuration-files.js";

export interface Relocation {
  /** From the new folder to the one that paths were relative to. */
  readonly back: string;
  /** What `simulator` of the provider block becomes; undefined where it stays as it is written. */
  readonly simulator: (written: string | undefined) => string | undefined;
  /** From the new folder to that of another ejected stack, by the absolute path of the state that it had. */
  readonly folderOfState: (path: string) => string | undefined;
}

export interface SettingsFile {
  /** Absolute folder of the module that it belongs to. */
  readonly folder: string;
  readonly name: string;
  readonly json: JsonObject;
}

export interface EjectedSettings {
  readonly files: readonly SettingsFile[];
  readonly warnings: readonly Diagnostic[];
}

export type Relocated = Pick<Configuration, "stack" | "root" | "folder" | "files" | "backend">;

export function ejectedSettings(
  { root, folder: rootFolder, files = [], backend, stack }: Relocated,
  to: Relocation,
): EjectedSettings {
  const made: SettingsFile[] = [];
  const warnings: Diagnostic[] = [];
  for (const [folder, sources] of filesByFolder(root, files)) {
    const isRoot = folder === rootFolder;
    // What modules use is configured in the root module.
    const isUsed = (isRoot ? files : sources).some(({ text }) => /"holdfast[_"]/.test(text));
    const wanted = isRoot && isUsed ? providersIn(sources, to) : { override: {}, added: {} };
    const remote = remoteStatesIn(sources, { root, stack, to, states: backend.workspaces.folder });
    warnings.push(...remote.warnings);
    const override = {
      ...terraformFor(sources, { isRoot, isUsed }),
      ...wanted.override,
      ...remote.override,
    };
    made.push({ folder, name: nameFor(sources, "override"), json: override });
    made.push({ folder, name: nameFor(sources, "addition"), json: wanted.added });
  }
  return { files: made.filter(({ json }) => Object.keys(json).length > 0), warnings };
}

/** Which provider is meant, where that is not said; and the state where Terraform has it unless told otherwise. */
function terraformFor(
  sources: readonly SourceFile[],
  { isRoot, isUsed }: { readonly isRoot: boolean; readonly isUsed: boolean },
): JsonObject {
  const blocks = sources.flatMap(({ json }) => blocksAt(json, "terraform"));
  const isRequired = blocks
    .flatMap((block) => blocksAt(block, "required_providers"))
    .some((required) => Object.hasOwn(required, "holdfast"));
  const hasBackend = blocks.some((block) => Object.hasOwn(block, "backend"));
  const holdfast = { source: "holdfast/holdfast", version: VERSION };
  const terraform = {
    ...(isUsed && !isRequired ? { required_providers: { holdfast } } : {}),
    ...(isRoot && hasBackend ? { backend: { local: {} } } : {}),
  };
  return Object.keys(terraform).length === 0 ? {} : { terraform };
}

interface ProviderSettings {
  readonly override: JsonObject;
  /** Terraform overrides no block that is not there. */
  readonly added: JsonObject;
}

/** All configurations of the provider are on one simulated vSphere, as they are under Holdfast. */
function providersIn(sources: readonly SourceFile[], to: Relocation): ProviderSettings {
  const blocks = sources.flatMap(({ json }) => blocksAt(json, "provider", "holdfast"));
  const written = blocks.map((block) => block.simulator).filter((each) => typeof each === "string");
  const simulator = to.simulator(written.at(-1));
  if (simulator === undefined) return { override: {}, added: {} };
  const aliases = new Set(blocks.map(({ alias }) => alias));
  const declared = [...aliases].map((alias) => ({
    ...(alias === undefined ? {} : { alias }),
    simulator,
  }));
  return {
    override: declared.length === 0 ? {} : { provider: { holdfast: declared } },
    added: aliases.has(undefined) ? {} : { provider: { holdfast: { simulator } } },
  };
}

interface Reader {
  readonly root: string;
  readonly stack: string;
  readonly to: Relocation;
  /** Where the reading stack has the states of workspaces, which is where it looks for those of others. */
  readonly states: string;
}

function remoteStatesIn(
  sources: readonly SourceFile[],
  reader: Reader,
): { readonly override: JsonObject; readonly warnings: readonly Diagnostic[] } {
  const warnings: Diagnostic[] = [];
  const moved: Record<string, Json> = {};
  const blocks = sources.flatMap(({ json }) => blocksAt(json, "data", "terraform_remote_state"));
  for (const [name, value] of blocks.flatMap((block) => Object.entries(block))) {
    for (const { config } of blocksAt(value)) {
      if (config === undefined) continue;
      const at = `data.terraform_remote_state.${name}`;
      const path = isJsonObject(config) ? config.path : undefined;
      if (!isJsonObject(config) || typeof path !== "string") warnings.push(leftAlone(at, reader));
      else {
        const { settings, warning } = moveRemote(config, { ...reader, path, at });
        moved[name] = { config: settings };
        warnings.push(...warning);
      }
    }
  }
  const checks = sources
    .flatMap(({ json }) => blocksAt(json, "check"))
    .flatMap(Object.values<Json>);
  const inChecks = checks.flatMap((check) => blocksAt(check, "data", "terraform_remote_state"));
  for (const name of inChecks.flatMap(Object.keys)) {
    warnings.push(leftAlone(`data.terraform_remote_state.${name}`, reader));
  }
  const isEmpty = Object.keys(moved).length === 0;
  return { override: isEmpty ? {} : { data: { terraform_remote_state: moved } }, warnings };
}

function moveRemote(
  config: JsonObject,
  { root, to, states, path, at, stack }: Reader & { readonly path: string; readonly at: string },
): { readonly settings: JsonObject; readonly warning: readonly Diagnostic[] } {
  const ejected = to.folderOfState(resolve(root, path));
  if (ejected !== undefined) {
    const [file, folder] = [LONE_LAYOUT.file, LONE_LAYOUT.folder];
    const settings = { path: `${ejected}/${file}`, workspace_dir: `${ejected}/${folder}` };
    return { settings: { ...config, ...settings }, warning: [] };
  }
  const { workspace_dir: given = states } = config;
  const folder = typeof given === "string" ? movedPath(given, to) : given;
  const settings = { ...config, path: movedPath(path, to), workspace_dir: folder };
  if (isAbsolute(path)) return { settings, warning: [] };
  const detail =
    `${at} of ${stack} reads the state ${basename(path)}, which stays where it is: it belongs to no stack that ` +
    "is ejected. If it is one of this program, leave --stack out.";
  return { settings, warning: [warningDiagnostic("State of another stack", detail)] };
}

function leftAlone(at: string, { stack }: Reader): Diagnostic {
  const detail =
    `What ${at} of ${stack} says of the state that it reads is one expression, or stands in a check, and so is left ` +
    "as it is. A relative path in it leads elsewhere from the new folder: correct it there.";
  return warningDiagnostic("Path left as it is", detail);
}

/** Of a path that may be a template. */
export function movedPath(path: string, { back }: Pick<Relocation, "back">): string {
  return isAbsolute(path) ? path : `${templateText(back)}/${path.replace(/^\.\//, "")}`;
}

/** In a configuration, `${` would begin an expression. */
export function templateText(text: string): string {
  return text.replace(/[$%]\{/g, (opening) => `${opening[0]}${opening}`);
}

/** Later than all override files that are there, or a name that no file has. */
function nameFor(sources: readonly SourceFile[], kind: "override" | "addition"): string {
  const names = sources.map(({ name }) => basename(name));
  const overrides = names.filter((name) => /(^|_)override\.tf\.json$/.test(name));
  let name = kind === "override" ? "holdfast_override.tf.json" : "holdfast.tf.json";
  const isTaken = () =>
    kind === "override" ? overrides.some((other) => other >= name) : names.includes(name);
  while (isTaken()) name = `z${name}`;
  return name;
}

/** What stands under names of blocks; at every step it may be one or a list of them. */
export function blocksAt(
  json: Json | undefined,
  ...labels: readonly string[]
): readonly JsonObject[] {
  const here = (isJsonArray(json) ? json : [json]).filter(isJsonObject);
  const [label, ...rest] = labels;
  return label === undefined ? here : here.flatMap((block) => blocksAt(block[label], ...rest));
}
