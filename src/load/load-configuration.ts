// LOAD: the output of a CDKTF program, or Terraform JSON as it is, becomes configurations that can be
// planned. Nothing is evaluated but for checks; nothing that is not supported is ignored.

import { createHash } from "node:crypto";
import { basename, dirname, join, relative } from "node:path";
import { faultCode } from "../files/file-system.js";
import { type Files, withFunctions } from "../language/outside.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import type { Provider } from "../model/provider.js";
import type { ProviderFunctions } from "../model/provider-function.js";
import type { ProviderSchema } from "../model/type.js";
import { DEFAULT_WORKSPACE, LONE_LAYOUT, STACKS_LAYOUT } from "../model/workspace.js";
import { checkConfiguration } from "./check-configuration.js";
import { findCycles } from "./check-cycles.js";
import { checkRules } from "./check-rules.js";
import type { Configuration } from "./configuration.js";
import { graphConfiguration } from "./configuration-graph.js";
import { type Draft, emptyDraft } from "./draft.js";
import { describeEmpty, listFolder, refuseLoneFile } from "./list-folder.js";
import { locateDiagnostics } from "./locate-diagnostics.js";
import { orderStacks, readManifest, type StackEntry } from "./manifest.js";
import { placeModules } from "./place-modules.js";
import { readDocuments } from "./read-document.js";
import { readCallees } from "./read-modules.js";
import {
  describeUnread,
  type FileReader,
  readSourceFile,
  type SourceFile,
  tryTo,
} from "./source-file.js";
import { stackNameIn } from "./stack-name.js";
import { UNSUPPORTED_SUMMARY } from "./unsupported-feature.js";

export interface LoadInput {
  /**
   * Absolute: a CDKTF output folder (with its manifest.json), a folder of `*.tf.json` files, or one such
   * file.
   */
  readonly path: string;
  /**
   * Absolute folder that relative paths of the configuration are resolved against. Without it the folder
   * of the files, or that which the CDKTF output folder is in.
   */
  readonly root?: string;
  readonly reader: FileReader;
  /**
   * The files that functions such as file() read, by the folder that they start from. Without it they are
   * left for the plan.
   */
  readonly files?: (folder: string) => Files;
  /** The resource types there are, with their attributes. */
  readonly schema: ProviderSchema;
  /** What the provider's functions are. Without it calls of them are left for the plan. */
  readonly functions?: ProviderFunctions;
  /**
   * The rules of resource types, which a plan holds as well. They are asked for where something is wrong
   * already, so that one mistake does not hide the others.
   */
  readonly rules?: () => Promise<Provider["validate"]>;
}

export interface StackConfiguration extends Configuration {
  /** Names of the stacks that must be applied before this one. */
  readonly dependencies: readonly string[];
}

export interface LoadedConfiguration {
  /** Each after those it depends on. Not to be used if there are errors. */
  readonly stacks: readonly StackConfiguration[];
  /** All errors at once, with file, line and construct path. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Expected failures, such as missing files, come back as diagnostics. */
export async function loadConfiguration(input: LoadInput): Promise<LoadedConfiguration> {
  const { path, reader } = input;
  const listed = await tryTo(() => reader.readDir(path));
  if ("fault" in listed && faultCode(listed.fault) !== "ENOTDIR") {
    return failed(describeUnread(path, listed.fault));
  }
  const names = "fault" in listed ? undefined : listed.value;
  if (names === undefined) {
    const refused = refuseLoneFile(basename(path));
    if (refused !== undefined) {
      return failed(errorDiagnostic(UNSUPPORTED_SUMMARY, refused, { source: { file: path } }));
    }
    const root = input.root ?? dirname(path);
    return loadAlone(input, { root, paths: [path], name: nameOfFile(path) });
  }
  if (names.includes("manifest.json"))
    return loadApp({ ...input, root: input.root ?? dirname(path) });
  const { diagnostics, ...found } = listFolder(names);
  if (diagnostics.length > 0) return { stacks: [], diagnostics };
  if (found.files.length + found.overrides.length === 0) return failed(describeEmpty(path));
  const paths = found.files.map((name) => join(path, name));
  const overrides = found.overrides.map((name) => join(path, name));
  return loadAlone(input, { root: input.root ?? path, paths, overrides, name: basename(path) });
}

function failed(...diagnostics: readonly Diagnostic[]): LoadedConfiguration {
  return { stacks: [], diagnostics };
}

/** A file `cdk.tf.json` is called after the folder it is in. */
function nameOfFile(path: string): string {
  const name = basename(path).replace(/\.tf\.json$|\.json$/, "");
  return name === "cdk" ? basename(dirname(path)) : name;
}

interface StackSource {
  readonly root: string;
  readonly paths: readonly string[];
  /** Its override files. */
  readonly overrides?: readonly string[];
  /** Its name, unless the files say another. */
  readonly name: string;
}

async function loadAlone(input: LoadInput, source: StackSource): Promise<LoadedConfiguration> {
  const { stack, diagnostics } = await loadStack(input, source);
  if (stack === undefined) return { stacks: [], diagnostics };
  return { stacks: [{ ...stack, dependencies: [] }], diagnostics };
}

/** The stacks of a manifest, and no other: folders of removed stacks stay behind in the output. */
async function loadApp(input: LoadInput & { readonly root: string }): Promise<LoadedConfiguration> {
  const path = join(input.path, "manifest.json");
  const read = await readSourceFile(input.reader, { path, name: relative(input.root, path) });
  if (read.file === undefined) return { stacks: [], diagnostics: read.diagnostics };
  const manifest = readManifest(read.file);
  const loaded = await Promise.all(manifest.stacks.map((entry) => loadEntry(input, entry)));
  const byName = new Map(loaded.flatMap(({ stack }) => (stack ? [[stack.stack, stack]] : [])));
  const order = orderStacks(manifest.stacks, read.file.name);
  const parts = [read, manifest, ...loaded, order];
  const diagnostics = parts.flatMap((part) => part.diagnostics);
  const stacks = order.names.flatMap((name) => byName.get(name) ?? []);
  return { stacks, diagnostics };
}

async function loadEntry(
  input: LoadInput & { readonly root: string },
  { name, file, dependencies }: StackEntry,
): Promise<{ readonly stack?: StackConfiguration; readonly diagnostics: readonly Diagnostic[] }> {
  const { root } = input;
  const source: StackSource = { root, paths: [join(input.path, file)], name };
  const state = { path: `terraform.${name}.tfstate`, workspaces: STACKS_LAYOUT };
  const { stack, diagnostics } = await loadStack(input, source, state);
  return stack === undefined
    ? { diagnostics }
    : { stack: { ...stack, stack: name, dependencies }, diagnostics };
}

async function loadStack(
  { reader, schema, functions, rules, files: filesOf }: LoadInput,
  { root, paths, overrides = [], name }: StackSource,
  state: StatePlace = { path: LONE_LAYOUT.file, workspaces: LONE_LAYOUT },
): Promise<{ readonly stack?: Configuration; readonly diagnostics: readonly Diagnostic[] }> {
  const all = [...paths, ...overrides];
  const read = await Promise.all(
    all.map((path) => readSourceFile(reader, { path, name: relative(root, path) })),
  );
  const files = read.flatMap(({ file }, i): readonly SourceFile[] => {
    if (file === undefined) return [];
    return [i < paths.length ? file : { ...file, isOverride: true }];
  });
  const unread = read.flatMap((one) => one.diagnostics);
  if (files.length < all.length) return { diagnostics: unread };
  const folder = dirname(all[0] ?? root);
  const reach = filesOf === undefined ? {} : { files: filesOf(folder) };
  const outside = functions === undefined ? reach : withFunctions(reach, functions);
  const draft = emptyDraft(schema, { outside });
  readDocuments(files, draft);
  const called = await readCallees(draft, folder, { reader, root, schema, outside });
  const drafts = [...[...called.drafts.values()].filter((each) => each !== undefined), draft];
  const checked = drafts.map((each) => ({ draft: each, scopes: checkConfiguration(each) }));
  const placed = placeModules(draft);
  const graph = graphConfiguration({ ...placed, imports: draft.imports });
  draft.diagnostics.push(...placed.diagnostics, ...findCycles(graph, draft));
  if (rules !== undefined && drafts.some((each) => hasErrors(each.diagnostics))) {
    const validate = await rules();
    for (const { draft: each, scopes } of checked) checkRules(each, scopes, validate);
  }
  const everyFile = [...files, ...called.files];
  const found = drafts.flatMap((each) => each.diagnostics);
  const diagnostics = [...unread, ...locateDiagnostics(found, everyFile)];
  const stack = files.map(stackNameIn).find((known) => known !== undefined) ?? name;
  const { variables, locals, outputs, imports, providers } = draft;
  const { resources, checks, modules, moved, removed } = placed;
  const configuration: Configuration = {
    ...{ stack, root, folder, resources, variables, locals, outputs, checks, modules },
    ...{ moved, removed, imports, graph },
    providers,
    backend: backendOf(draft, state),
    workspace: DEFAULT_WORKSPACE,
    digest: digestOf(everyFile, { root, folder }),
    files: everyFile,
  };
  return { stack: configuration, diagnostics };
}

/** Where the state is unless the configuration says otherwise. */
type StatePlace = Configuration["backend"];

function backendOf({ backend }: Draft, { path, workspaces }: StatePlace): StatePlace {
  const { workspaceFolder: folder = workspaces.folder } = backend ?? {};
  return { path: backend?.path ?? path, workspaces: { ...workspaces, folder } };
}

function digestOf(
  files: readonly SourceFile[],
  { root, folder }: { readonly root: string; readonly folder: string },
): string {
  const hash = createHash("sha256");
  for (const { name, text } of files) {
    if (files.length > 1) hash.update(`${relative(folder, join(root, name))}\0`);
    hash.update(text);
  }
  return hash.digest("hex");
}
