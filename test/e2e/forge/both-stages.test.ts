// A pull request through both stages of the action, with the project's own Holdfast in between: its program is run without
// a token, what it left is handed on as an artifact is, and posted from a workspace that has nothing else.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type ForgeServer, startForgeServer, TOKEN } from "../../support/forge-server.js";
import { holdfast, ROOT } from "../../support/run-holdfast.js";
import {
  openWorkspace,
  pullRequestEvent,
  runAction,
  type Step,
  type Workspace,
  workflowRunEvent,
} from "./run-action.js";

const FOLDER = "holdfast-preview";

interface Repository extends Workspace {
  git(...args: readonly string[]): string;
}

/** With the edge site in `shops/edge`, applied, and committed on `main`. */
async function openRepository(): Promise<Repository> {
  const workspace = openWorkspace();
  const { folder } = workspace;
  const git = (...args: readonly string[]) =>
    execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trim();
  mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
  symlinkSync(ROOT, join(folder, "node_modules/holdfast"));
  symlinkSync(join(ROOT, "dist/bin/holdfast.js"), join(folder, "node_modules/.bin/holdfast"));
  const shop = join(folder, "shops/edge");
  cpSync(join(ROOT, "examples/edge-site"), shop, { recursive: true });
  workspace.give(".gitignore", `node_modules\ncdktf.out\n.holdfast\n*.tfstate*\n${FOLDER}\n`);
  git("init", "-q", "-b", "main");
  git("config", "user.email", "ada@example.org");
  git("config", "user.name", "Ada");
  git("add", ".");
  git("commit", "-qm", "shop");
  const applied = await holdfast("apply --auto-approve", { cwd: shop });
  expect(applied, applied.stderr).toMatchObject({ code: 0 });
  return { ...workspace, git };
}

/** Commits the program as `edit` leaves it. */
function push(repository: Repository, edit: (text: string) => string): string {
  const program = join(repository.folder, "shops/edge/main.ts");
  writeFileSync(program, edit(readFileSync(program, "utf8")));
  repository.git("commit", "-qam", "persistence");
  return repository.git("rev-parse", "HEAD");
}

function pullRequest(base: string, head: string): Step["event"] {
  const { name, payload } = pullRequestEvent("fork/vsphere");
  const { pull_request } = payload as {
    readonly pull_request: { readonly head: object; readonly base: object };
  };
  const sides = {
    head: { ...pull_request.head, sha: head },
    base: { ...pull_request.base, sha: base },
  };
  return { name, payload: { pull_request: { ...pull_request, ...sides } } };
}

function evaluate(repository: Repository, base: string, head: string) {
  return runAction(repository, {
    event: pullRequest(base, head),
    inputs: { stage: "evaluate", "working-directory": "shops/edge" },
    env: { HOME: homedir() },
  });
}

/** In a workspace that has the artifact and nothing else. */
function post(repository: Repository, server: ForgeServer, head: string) {
  const workspace = openWorkspace();
  cpSync(join(repository.folder, FOLDER), join(workspace.folder, FOLDER), { recursive: true });
  server.head = head;
  return runAction(workspace, {
    event: workflowRunEvent(head),
    inputs: { stage: "post", token: TOKEN, labels: "drops=survivability drops\nunknown=x" },
    env: { GITHUB_API_URL: server.api },
  });
}

it("tells a fork's pull request what it loses, and then that it is mended", async () => {
  const repository = await openRepository();
  const server = await startForgeServer("github");
  const base = repository.git("rev-parse", "main");
  repository.git("switch", "-qc", "persistence");

  const off = push(repository, (text) => text.replace("  keyPersistence: true,\n", ""));
  const lost = await evaluate(repository, base, off);
  expect(lost.code, lost.log).toBe(1);
  expect(lost.outputs).toMatchObject({
    "exit-code": "3",
    verdict: "drops",
    conclusion: "failure",
    "survivability-before": "4/4",
    "survivability-after": "0/4",
    "lost-workloads": "4",
    "min-cut-before": "",
    "min-cut-after": "4",
    "plan-path": "holdfast-preview/plan.json",
    updates: "2",
  });
  expect(lost.summary).toContain("4 of 4 encrypted workloads would no longer survive");
  const told = await post(repository, server, off);
  expect(told.code, told.log).toBe(0);
  expect(told.outputs).toMatchObject({ comment: "created", verdict: "drops" });
  expect(server.comments).toHaveLength(1);
  expect(server.comments[0]?.body).toContain("Survivability drops");
  expect(server.comments[0]?.body).toMatch(/Cause: .*`shops\/edge\/main\.ts:\d+`/);
  expect(server.checks.at(-1)?.body).toMatchObject({ head_sha: off, conclusion: "failure" });
  expect(server.labels).toEqual(["survivability drops"]);
  const causes = server.checks.flatMap(
    ({ body }) => (body.output as { readonly annotations: readonly object[] }).annotations,
  );
  const program = repository.git("show", `${off}:shops/edge/main.ts`).split("\n");
  const line = program.findIndex((text) => text.includes("new EdgeSite(")) + 1;
  expect(causes[0]).toMatchObject({ path: "shops/edge/main.ts", start_line: line });

  const on = push(repository, (text) =>
    text
      .replace("new EdgeSite(", "/* as before */ new EdgeSite(")
      .replace(/(new EdgeSite\([^{]*\{\n)/, "$1  keyPersistence: true,\n"),
  );
  const mended = await evaluate(repository, base, on);
  expect(mended.code, mended.log).toBe(0);
  expect(mended.outputs).toMatchObject({ verdict: "unchanged", conclusion: "success" });
  const updated = await post(repository, server, on);
  expect(updated.code, updated.log).toBe(0);
  expect(updated.outputs).toMatchObject({ comment: "updated", verdict: "unchanged" });
  expect(server.comments).toHaveLength(1);
  expect(server.comments[0]?.body).not.toContain("Survivability drops");
  expect(server.labels).toEqual([]);
  expect(server.checks.at(-1)?.body).toMatchObject({ head_sha: on, conclusion: "success" });
  expect(repository.git("status", "--porcelain")).toBe("");
  expect(repository.git("worktree", "list").split("\n")).toHaveLength(1);
});
