// The workspaces of a project: which there are, and which one is worked in. As in Terraform a workspace is a folder for
// states, TF_WORKSPACE wins over what was selected, and a name that has no folder yet is a workspace without a state.

import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { describeFault } from "../files/file-fault.js";
import { faultCode, NODE_FILES } from "../files/file-system.js";
import { writeFileAtomically } from "../files/write-file.js";
import type { Configuration } from "../load/configuration.js";
import { compareText } from "../model/address.js";
import { suggestion } from "../model/closest-name.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { DEFAULT_WORKSPACE, isWorkspaceName, workspaceFolder } from "../model/workspace.js";
import { CommandFailed } from "./describe-failure.js";
import type { Session } from "./session.js";

const VARIABLE = "TF_WORKSPACE";
const SELECTION = join(".holdfast", "environment");

/** What is selected; `root` is the absolute folder of the project. @throws CommandFailed where that is no name. */
export function currentWorkspace(session: Session, root: string): string {
  const given = session.terminal.env[VARIABLE];
  if (given !== undefined && given !== "") return checked(given, VARIABLE);
  const file = join(root, SELECTION);
  const selected = readSelection(file).trim();
  return selected === "" ? DEFAULT_WORKSPACE : checked(selected, file);
}

/** @throws CommandFailed while TF_WORKSPACE says which one it is. */
function requireSelectable({ terminal: { env } }: Session): void {
  if (!isOverridden(env)) return;
  const detail = `${VARIABLE} says which workspace it is, "${env[VARIABLE]}". Unset it first, or give it another name.`;
  throw new CommandFailed([errorDiagnostic("Workspace given by the environment", detail)]);
}

/** The name that a command is given to select, once it can be. @throws CommandFailed */
export function selectableName(session: Session, [name = ""]: readonly string[]): string {
  if (!isWorkspaceName(name)) throw new CommandFailed([invalidName(name)]);
  requireSelectable(session);
  return name;
}

export function isOverridden(env: Session["terminal"]["env"]): boolean {
  return (env[VARIABLE] ?? "") !== "";
}

function readSelection(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (faultCode(error) === "ENOENT") return "";
    throw failed(error, "read", file);
  }
}

function checked(name: string, origin: string): string {
  if (isWorkspaceName(name)) return name;
  const { detail, ...rest } = invalidName(name);
  throw new CommandFailed([{ ...rest, detail: `${detail} It comes from ${origin}.` }]);
}

function invalidName(name: string): Diagnostic {
  const detail = `"${name}" cannot be the name of a workspace: it may have letters, digits and any of - _ . ~ $ & + = : @`;
  return errorDiagnostic("Invalid workspace name", `${detail}, and no blanks or slashes.`);
}

/** From now on the one to work in. @throws CommandFailed */
export async function selectWorkspace(root: string, name: string): Promise<void> {
  const file = join(root, SELECTION);
  try {
    mkdirSync(join(root, ".holdfast"), { recursive: true });
    await writeFileAtomically(NODE_FILES, file, name);
  } catch (error) {
    throw failed(error, "written", file);
  }
}

type Placed = Pick<Configuration, "root" | "backend">;

/** Their names, the default one first. @throws CommandFailed where a folder cannot be read. */
export function listWorkspaces(stacks: readonly Placed[]): readonly string[] {
  const found = new Set(stacks.flatMap((stack) => foldersIn(placeOf(stack))));
  return [
    DEFAULT_WORKSPACE,
    ...[...found].filter((name) => name !== DEFAULT_WORKSPACE).sort(compareText),
  ];
}

function placeOf({ root, backend }: Placed): string {
  return resolve(root, backend.workspaces.folder);
}

function foldersIn(place: string): readonly string[] {
  try {
    const found = readdirSync(place, { withFileTypes: true });
    return found.filter((each) => each.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (faultCode(error) === "ENOENT") return [];
    throw failed(error, "read", place);
  }
}

/** @throws CommandFailed */
export function makeWorkspace(stacks: readonly Placed[], name: string): void {
  for (const folder of foldersOf(stacks, name)) {
    try {
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      throw failed(error, "made", folder);
    }
  }
}

/** With all states in it. @throws CommandFailed */
export function removeWorkspace(stacks: readonly Placed[], name: string): void {
  for (const folder of foldersOf(stacks, name)) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      throw failed(error, "removed", folder);
    }
  }
}

function foldersOf(stacks: readonly Placed[], name: string): ReadonlySet<string> {
  return new Set(
    stacks.map(({ root, backend }) => resolve(root, workspaceFolder(name, backend.workspaces))),
  );
}

export function noWorkspace(name: string, known: readonly string[]): Diagnostic {
  const near = suggestion(name, known) || ` There are: ${known.join(", ")}.`;
  const advice = `"holdfast workspace new ${name}" makes it.`;
  return errorDiagnostic("Unknown workspace", `There is no workspace "${name}".${near} ${advice}`);
}

function failed(error: unknown, doing: string, path: string): CommandFailed {
  const summary = "Workspaces could not be looked after";
  return new CommandFailed([describeFault(error, { summary, doing, path })]);
}
