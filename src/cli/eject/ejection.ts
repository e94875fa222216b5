// What an ejection writes, as plain data: which file comes from where or from which text. Nothing is written here.

import { basename, isAbsolute, join, relative, resolve } from "node:path";
import type { Configuration } from "../../load/configuration.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import { jsonText } from "../../model/json-text.js";
import type { State } from "../../model/state.js";
import { LONE_LAYOUT, statePathIn } from "../../model/workspace.js";
import { encodeState } from "../../state/encode-state.js";
import { configurationFiles } from "./configuration-files.js";
import { ejectedSettings, movedPath, templateText } from "./ejected-settings.js";

export interface StackToEject {
  /** In the default workspace. */
  readonly configuration: Configuration;
  /** Of the workspaces that have one, the default one first. */
  readonly states: readonly WorkspaceState[];
  readonly estate: EstateToKeep;
  /** Absolute files of values of variables: those that are taken by themselves, and those that were given. */
  readonly automaticFiles: readonly string[];
  readonly givenFiles: readonly string[];
  /** Variables whose values are in none of these files. */
  readonly variablesToGive: readonly string[];
}

export interface EstateToKeep {
  /** Absolute file of the simulated vSphere, in the workspace that is worked in. */
  readonly file: string;
  /** `simulator` of the provider block there, as far as it can be told. */
  readonly declared: string | undefined;
  /** `--simulator` has chosen it, whatever the provider block says. */
  readonly isChosen: boolean;
}

export interface WorkspaceState {
  readonly workspace: string;
  readonly state: State;
}

export interface EjectedStack {
  readonly stack: string;
  /** Where Terraform works, relative to the ejection. */
  readonly folder: string;
  readonly workspaces: readonly string[];
  /** Names in the folder. */
  readonly variableFiles: readonly string[];
  readonly variablesToGive: readonly string[];
}

/** `to` is relative to the ejection. */
export type EjectedFile =
  | { readonly to: string; readonly from: string }
  | { readonly to: string; readonly text: string; readonly permissions?: number };

export interface Ejection {
  readonly stacks: readonly EjectedStack[];
  readonly files: readonly EjectedFile[];
  readonly warnings: readonly Diagnostic[];
}

/** `out` is the absolute folder that it will be in, without symbolic links: paths lead out of it through `..`. */
export function planEjection(stacks: readonly StackToEject[], out: string): Ejection {
  const placed = stacks.map(place);
  const folders = new Map(
    placed.map(({ configuration: { root, backend }, folder }) => [
      resolve(root, backend.path),
      folder,
    ]),
  );
  const ejected = placed.map((each) => eject(each, { out, folders }));
  return {
    stacks: placed.map(describeStack),
    files: ejected.flatMap(({ files }) => files),
    warnings: ejected.flatMap(({ warnings }) => warnings),
  };
}

interface Placed extends StackToEject {
  readonly paths: readonly string[];
  /** Absolute; it becomes {@link Placed.top}. */
  readonly base: string;
  /** Relative to the ejection, as is the folder that Terraform works in, which is it or below it. */
  readonly top: string;
  readonly folder: string;
}

function place(stack: StackToEject): Placed {
  const { folder } = stack.configuration;
  const { paths, base } = configurationFiles(stack.configuration);
  const top = join("stacks", basename(folder) || "stack");
  return { ...stack, paths, base, top, folder: join(top, relative(base, folder)) };
}

interface Surroundings {
  readonly out: string;
  /** Of the ejected stacks, relative to the ejection, by the absolute path of the state that each had. */
  readonly folders: ReadonlyMap<string, string>;
}

function eject(stack: Placed, { out, folders }: Surroundings): Omit<Ejection, "stacks"> {
  const { configuration, paths, base, top, folder, states, automaticFiles, givenFiles } = stack;
  const at = join(out, folder);
  const folderOfState = (path: string) => {
    const other = folders.get(path);
    return other === undefined ? undefined : templateText(relative(folder, other) || ".");
  };
  const back = relative(at, configuration.root);
  const simulator = (written: string | undefined) =>
    simulatorFor(written, { estate: stack.estate, at, back });
  const settings = ejectedSettings(configuration, { back, folderOfState, simulator });
  const moved = (path: string) => join(top, relative(base, path));
  return {
    files: [
      ...paths.map((from) => ({ from, to: moved(from) })),
      ...[...automaticFiles, ...givenFiles].map((from) => ({
        from,
        to: join(folder, basename(from)),
      })),
      ...settings.files.map(({ folder: module, name, json }) => ({
        to: moved(join(module, name)),
        text: `${jsonText(json, 2)}\n`,
      })),
      ...states.map(({ workspace, state }) => ({
        to: join(folder, statePathIn(workspace, LONE_LAYOUT.file, LONE_LAYOUT)),
        text: encodeState(state),
        permissions: 0o600,
      })),
    ],
    warnings: settings.warnings,
  };
}

interface EstateFrom {
  readonly estate: EstateToKeep;
  /** Absolute folder that Terraform works in. */
  readonly at: string;
  readonly back: string;
}

/** What is written may be another file in each workspace. */
function simulatorFor(
  written: string | undefined,
  { estate: { file, declared = written ?? "", isChosen }, at, back }: EstateFrom,
): string | undefined {
  if (isChosen || written === undefined) return templateText(relative(at, file));
  return isAbsolute(declared) ? undefined : movedPath(written, { back });
}

function describeStack({ configuration, ...stack }: Placed): EjectedStack {
  return {
    stack: configuration.stack,
    folder: stack.folder,
    workspaces: stack.states.map(({ workspace }) => workspace),
    variableFiles: stack.givenFiles.map((path) => basename(path)),
    variablesToGive: stack.variablesToGive,
  };
}
