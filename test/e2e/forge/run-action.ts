// The bundled action, started as a runner starts it: inputs in the environment, the event in a file, files for what it gives,
// and with the Node that action.yml names, where it is here.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { Preview } from "../../../src/model/preview.js";
import { HEAD, REPOSITORY } from "../../support/forge-server.js";
import { findRunnerNode } from "../../support/runner-node.js";

const ACTION = fileURLToPath(new URL("../../../action/index.mjs", import.meta.url));

/** Undefined where the action is started with another Node than action.yml names. */
export const RUNNER_NODE = findRunnerNode();
const NODE = RUNNER_NODE ?? process.execPath;

export interface Workspace {
  readonly folder: string;
  give(name: string, content: string): void;
  givePreview(preview: Preview): void;
}

export interface Step {
  readonly inputs: Readonly<Record<string, string>>;
  readonly event: { readonly name: string; readonly payload: unknown };
  readonly env?: Readonly<Record<string, string>>;
}

export interface StepResult {
  readonly code: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

export function openWorkspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-action-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const give = (name: string, content: string) => {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  return {
    folder,
    give,
    givePreview: (preview) => give("holdfast-preview/preview.json", JSON.stringify(preview)),
  };
}

export async function runAction(workspace: Workspace, step: Step): Promise<StepResult> {
  const runner = mkdtempSync(join(tmpdir(), "holdfast-runner-"));
  onTestFinished(() => rmSync(runner, { recursive: true, force: true }));
  const file = (name: string, content = "") => {
    writeFileSync(join(runner, name), content);
    return join(runner, name);
  };
  const files = { output: file("output"), summary: file("summary") };
  const inputs = Object.entries(step.inputs).map(([k, v]) => [`INPUT_${k.toUpperCase()}`, v]);
  const env = {
    PATH: [dirname(NODE), process.env.PATH ?? ""].join(delimiter),
    GITHUB_ACTIONS: "true",
    GITHUB_EVENT_NAME: step.event.name,
    GITHUB_EVENT_PATH: file("event.json", JSON.stringify(step.event.payload)),
    GITHUB_OUTPUT: files.output,
    GITHUB_STEP_SUMMARY: files.summary,
    GITHUB_WORKSPACE: workspace.folder,
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_SERVER_URL: "https://forge.example",
    GITHUB_RUN_ID: "99",
    ...Object.fromEntries(inputs),
    ...step.env,
  };
  const { code, log } = await start(workspace.folder, env);
  const outputs = readOutputs(readFileSync(files.output, "utf8"));
  return { code, log, outputs, summary: readFileSync(files.summary, "utf8") };
}

function start(cwd: string, env: NodeJS.ProcessEnv): Promise<Pick<StepResult, "code" | "log">> {
  const child = spawn(NODE, [ACTION], { cwd, env });
  let log = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, log })));
}

/** As the runner reads them: `NAME<<END`, lines, `END`. */
function readOutputs(text: string): Readonly<Record<string, string>> {
  const found = text.matchAll(/^([a-z-]+)<<(.+)\n([\s\S]*?)\n\2\n/gm);
  return Object.fromEntries([...found].map(([, name = "", , value = ""]) => [name, value]));
}

const repository = (full_name: string) => ({
  full_name,
  owner: { login: full_name.split("/")[0] },
});

export function pullRequestEvent(from: string = REPOSITORY): Step["event"] {
  const pull_request = {
    number: 7,
    head: { sha: HEAD, ref: "persistence", repo: repository(from) },
    base: { sha: "d".repeat(40), ref: "main", repo: repository(REPOSITORY) },
  };
  return { name: "pull_request", payload: { pull_request } };
}

/** After a run for the fork's branch, with no word of its pull request, as GitHub has it. */
export function workflowRunEvent(commit = HEAD): Step["event"] {
  const workflow_run = {
    id: 4711,
    event: "pull_request",
    head_branch: "persistence",
    head_sha: commit,
    head_repository: repository("fork/vsphere"),
    pull_requests: [],
  };
  return { name: "workflow_run", payload: { workflow_run } };
}
