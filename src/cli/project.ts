// The user's project: the folder of the nearest cdktf.json, and what it says. It is the root that states, plans
// and the simulated vSphere are found from.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseJson } from "../files/parse-json.js";
import { closestName } from "../model/closest-name.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { settingErrors } from "../model/project-settings.js";
import { CommandFailed } from "./describe-failure.js";

export interface Project {
  /** Absolute. */
  readonly root: string;
  /** The command that runs the program. */
  readonly app: string;
  /** Absolute folder the program writes to. */
  readonly output: string;
  readonly context: Readonly<Record<string, unknown>>;
}

export const PROJECT_FILE = "cdktf.json";
const DEFAULT_OUTPUT = "cdktf.out";

/** @throws CommandFailed when there is none upward of `cwd`, or it cannot be used. */
export function findProject(cwd: string): Project {
  const root = findProjectFolder(cwd);
  if (root === undefined) throw new CommandFailed([noProject(cwd)]);
  const file = join(root, PROJECT_FILE);
  return readProject(root, file, readFileSync(file, "utf8"));
}

/** Absolute; undefined when there is none upward of `cwd`. */
export function findProjectFolder(cwd: string): string | undefined {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, PROJECT_FILE))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function noProject(cwd: string): Diagnostic {
  const detail = `Neither ${cwd} nor a folder above it has a ${PROJECT_FILE}.`;
  // Where Terraform would take the folder as it is.
  const isTerraform = readdirSync(cwd).some((name) => name.endsWith(".tf.json"));
  const advice = isTerraform
    ? "The Terraform JSON in this folder is taken with --config ."
    : "Go to a project, name one with --chdir, or give Terraform JSON with --config.";
  return errorDiagnostic("No project here", `${detail} ${advice}`);
}

function readProject(root: string, file: string, text: string): Project {
  const parsed = parseJson(text, file);
  if (parsed.error !== undefined) throw new CommandFailed([parsed.error]);
  const json = asRecord(parsed.value) ?? {};
  const { app, output = DEFAULT_OUTPUT, context = {} } = json;
  const command = typeof app === "string" && app.trim() !== "" ? app : undefined;
  const folder = typeof output === "string" ? output : undefined;
  const settings = asRecord(context);
  const wrongSettings = settingErrors(settings?.holdfast);
  const isRight = wrongSettings.length === 0;
  if (command !== undefined && folder !== undefined && settings !== undefined && isRight) {
    const modules = localModules(json.terraformModules);
    const known = modules.length === 0 ? {} : { cdktfRelativeModules: modules };
    return {
      root,
      app: command,
      output: resolve(root, folder),
      context: { ...known, ...settings },
    };
  }
  const details = [
    ...(command === undefined ? [wrongApp(json)] : []),
    ...(folder === undefined
      ? [`"output" must be the name of a folder, not ${JSON.stringify(output)}.`]
      : []),
    ...(settings === undefined
      ? [`"context" must be an object, not ${JSON.stringify(context)}.`]
      : []),
    ...wrongSettings,
  ];
  const source = { file };
  throw new CommandFailed(
    details.map((detail) => errorDiagnostic("Invalid project file", detail, { source })),
  );
}

/** Folders that the program calls as modules: without them the CDK library puts no module where the stack finds it. */
function localModules(declared: unknown): readonly string[] {
  const entries: readonly unknown[] = Array.isArray(declared) ? declared : [];
  return entries.flatMap((entry) => {
    const source = typeof entry === "string" ? entry : asRecord(entry)?.source;
    return typeof source === "string" && /^\.\.?\//.test(source) ? [source] : [];
  });
}

function wrongApp(json: Readonly<Record<string, unknown>>): string {
  const rule =
    'It must say in "app" which command runs the program, such as { "app": "tsx main.ts" }.';
  if (json.app !== undefined) return `${rule} It says ${JSON.stringify(json.app)}.`;
  const near = closestName("app", Object.keys(json));
  return near === undefined ? rule : `${rule} It says "${near}": is "app" meant?`;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value));
}
