// Workspaces: several states of one configuration, by name. Where each of them is kept is the rule of Terraform's backend
// "local", by which the state of the workspace that there always is stands where the backend says.

export const DEFAULT_WORKSPACE = "default";

export interface WorkspaceLayout {
  /** The folder with a folder for each other workspace, relative to the root of the configuration. */
  readonly folder: string;
  /** What the file of a state is called there; absent where each is called as in the default workspace. */
  readonly file?: string;
}

/** Terraform's names, where a configuration has one state in its folder. */
export const LONE_LAYOUT: Required<WorkspaceLayout> = {
  folder: "terraform.tfstate.d",
  file: "terraform.tfstate",
};

/** Of several stacks in one folder, whose states need a name each. */
export const STACKS_LAYOUT: WorkspaceLayout = { folder: LONE_LAYOUT.folder };

/** Where the state is in a workspace; `path` is where it is in the default one. */
export function statePathIn(workspace: string, path: string, layout: WorkspaceLayout): string {
  if (workspace === DEFAULT_WORKSPACE) return path;
  const file = layout.file ?? path.split(/[/\\]/).at(-1) ?? path;
  return `${workspaceFolder(workspace, layout)}/${file}`;
}

/** The folder that a workspace other than the default one has for itself. */
export function workspaceFolder(workspace: string, { folder }: WorkspaceLayout): string {
  return `${folder.replace(/\/$/, "")}/${workspace}`;
}

/** Terraform's names, which stand in URLs as they are; without those that would lead to another folder. */
export function isWorkspaceName(name: string): boolean {
  return /^[\w.~$&+=:@-]+$/.test(name) && name !== "." && name !== "..";
}

/** The configuration as it is in a workspace: with its name, and its state where that workspace has it. */
export function inWorkspace<C extends { readonly backend: BackendPlace }>(
  configuration: C,
  workspace: string,
): C & { readonly workspace: string } {
  const { backend } = configuration;
  const path = statePathIn(workspace, backend.path, backend.workspaces);
  return { ...configuration, workspace, backend: { ...backend, path } };
}

interface BackendPlace {
  readonly path: string;
  readonly workspaces: WorkspaceLayout;
}
