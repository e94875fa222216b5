// Both stages of the action as a runner starts them: what evaluates has no secrets and posts nothing, what posts believes
// nothing that the other one left, and what is not safe is refused.

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { HEAD, startForgeServer, TOKEN } from "../../support/forge-server.js";
import { previewToPost } from "../../support/preview-to-post.js";
import { RUNNER_MAJOR } from "../../support/runner-node.js";
import { SAMPLE_PLACE } from "../../support/sample-preview.js";
import {
  openWorkspace,
  pullRequestEvent,
  RUNNER_NODE,
  runAction,
  type Step,
  workflowRunEvent,
} from "./run-action.js";

/** Stands for the project's Holdfast: says what it was started with, and leaves a preview. */
const PROGRAM = `
import { mkdirSync, writeFileSync } from "node:fs";
const args = process.argv.slice(2);
const folder = args[args.indexOf("--out-dir") + 1];
console.log("::set-output name=verdict::improves");
console.log("NODE " + process.version);
console.log("ARGS " + JSON.stringify(args));
console.log("ENV " + JSON.stringify(Object.keys(process.env)));
const [code, text] = [process.env.CODE ?? "0", process.env.PREVIEW];
mkdirSync(folder, { recursive: true });
if (text !== undefined) {
  writeFileSync(folder + "/preview.json", text);
  writeFileSync(folder + "/summary.md", "# What it does" + "x".repeat(long));
}
process.exitCode = Number(code);
`;

interface Evaluating extends Partial<Step> {
  readonly preview?: unknown;
  /** Begin of the program. */
  readonly program?: string;
}

async function evaluate(options: Evaluating = {}) {
  const workspace = openWorkspace();
  workspace.give("site/holdfast.mjs", (options.program ?? "const long = 0;") + PROGRAM);
  const preview = "preview" in options ? options.preview : previewToPost();
  const result = await runAction(workspace, {
    event: options.event ?? pullRequestEvent("fork/vsphere"),
    inputs: {
      stage: "evaluate",
      "working-directory": "site",
      command: "node holdfast.mjs",
      ...options.inputs,
    },
    env: {
      ...(preview === undefined ? {} : { PREVIEW: JSON.stringify(preview) }),
      ACTIONS_RUNTIME_TOKEN: "x",
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "x",
      GITHUB_TOKEN: "x",
      ...options.env,
    },
  });
  return { ...result, workspace };
}

if (RUNNER_NODE === undefined && process.env.CI === "true")
  throw new Error("HOLDFAST_RUNNER_NODE is not the Node that action.yml names");

describe("stage evaluate", () => {
  it.skipIf(RUNNER_NODE === undefined)(
    "runs with the Node that action.yml names (SKIPPED unless HOLDFAST_RUNNER_NODE is the path of one; all else here runs with this one)",
    async () => {
      const { log } = await evaluate();
      expect(log).toContain(`\nNODE v${RUNNER_MAJOR}.`);
    },
  );

  it("runs the project's Holdfast on base and head, without what is secret", async () => {
    const inputs = { snapshot: "estate.json", arguments: "--stack edge\n--var=site=north\n" };
    const { log, outputs, summary, code, workspace } = await evaluate({ inputs });
    const folder = join(workspace.folder, "holdfast-preview");
    expect(JSON.parse(/^ARGS (.*)$/m.exec(log)?.[1] ?? "")).toEqual([
      "preview",
      "--base",
      "d".repeat(40),
      "--head",
      HEAD,
      "--snapshot",
      "estate.json",
      "--fail-on",
      "error",
      "--out-dir",
      folder,
      "--stack edge",
      "--var=site=north",
    ]);
    const names = JSON.parse(/^ENV (.*)$/m.exec(log)?.[1] ?? "[]") as readonly string[];
    expect(names).toContain("GITHUB_WORKSPACE");
    expect(names.filter((name) => /TOKEN|INPUT_|OUTPUT|SUMMARY/.test(name))).toEqual([]);
    expect(outputs).toEqual({
      "exit-code": "0",
      path: "holdfast-preview",
      "report-path": "holdfast-preview/summary.md",
      verdict: "drops",
      conclusion: "failure",
      changes: "1",
      adds: "0",
      updates: "1",
      destroys: "0",
      "survivability-before": "2/2",
      "survivability-after": "1/2",
      "lost-workloads": "1",
      "min-cut-before": "",
      "min-cut-after": "",
    });
    expect(summary).toBe("# What it does\n");
    expect(code).toBe(0);
  });

  it("says what it takes to cost the weakest cluster a workload, or that it takes as much at least", async () => {
    const cuts = (base: number, head: number, isExact: boolean) => ({
      ...SAMPLE_PLACE,
      smallestCut: { base: { faults: base, isExact: true }, head: { faults: head, isExact } },
    });
    const preview = { ...previewToPost(), places: [cuts(4, 3, true), cuts(5, 2, false)] };
    const { outputs } = await evaluate({ preview });
    expect(outputs).toMatchObject({ "min-cut-before": "4", "min-cut-after": ">=2" });
  });

  it("hears no message to the runner from the program", async () => {
    const { log } = await evaluate();
    const [, token = "?"] = /::stop-commands::(\S+)/.exec(log) ?? [];
    const inside = log.slice(log.indexOf(token), log.indexOf(`::${token}::`));
    expect(inside).toContain("::set-output name=verdict::improves");
  });

  it("fails when Holdfast does, after it has said what there is", async () => {
    const { code, outputs } = await evaluate({ inputs: { "fail-on": "risk" }, env: { CODE: "3" } });
    expect(code).toBe(1);
    expect(outputs).toMatchObject({ "exit-code": "3", verdict: "drops" });
  });

  it("leaves out a summary for which the runner would drop all", async () => {
    const { summary } = await evaluate({ program: "const long = 2 ** 20;" });
    expect(summary).toBe("");
  });

  it("says that there is no preview, and takes none that lay there", async () => {
    const { code, log } = await evaluate({ preview: undefined, env: { CODE: "64" } });
    expect(code).toBe(1);
    expect(log).toContain(
      "::error title=There is no preview::holdfast preview ended with exit code 64",
    );
  });

  it("says how to start a Holdfast that is not there", async () => {
    const { log } = await evaluate({ inputs: { command: "no-such-holdfast" } });
    expect(log).toContain("::error title=Holdfast could not be started::");
  });

  it.each(["pull_request_target", "workflow_run", "issue_comment", "pull_request_review"])(
    "refuses %s, and starts nothing",
    async (name) => {
      const event = { ...pullRequestEvent("fork/vsphere"), name };
      const { code, log } = await evaluate({ event });
      expect(code).toBe(1);
      expect(log).toContain("::error title=This is not safe%2C and refused::");
      expect(log).not.toContain("ARGS");
    },
  );

  it("refuses a token and a key", async () => {
    const { code, log } = await evaluate({ inputs: { token: TOKEN, "comment-key": "k" } });
    expect(code).toBe(1);
    expect(log).toContain("was given token and comment-key");
    expect(log).not.toContain("ARGS");
  });
});

describe("stage post", () => {
  it("comments on a fork's pull request and sets its check, after the run that evaluated", async () => {
    const server = await startForgeServer("github");
    server.add("mallory", "looks fine");
    const { code, outputs, log } = await post(server.api, { event: workflowRunEvent() });
    expect(log.replaceAll(`::add-mask::${TOKEN}`, "")).not.toContain(TOKEN);
    expect(code).toBe(0);
    expect(server.comments.map(({ author }) => author)).toEqual(["mallory", server.account]);
    expect(server.comments[1]?.body).toMatch(/^<!-- holdfast-preview [0-9a-f]{64} -->\n/);
    expect(server.comments[1]?.body).toContain("1 of 2 encrypted workloads");
    expect(server.checks[0]?.body).toMatchObject({
      name: "holdfast/preview",
      head_sha: HEAD,
      conclusion: "failure",
      details_url: "https://forge.example/acme/vsphere/actions/runs/4711",
    });
    expect(outputs).toMatchObject({ comment: "created", verdict: "drops" });
    expect(outputs["comment-url"]).toContain("#issuecomment-2");
  });

  it("posts on pull_request where the branch is in the repository itself", async () => {
    const server = await startForgeServer("gitea");
    const env = { GITEA_ACTIONS: "true" };
    const { code } = await post(server.api, { event: pullRequestEvent(), env });
    expect(code).toBe(0);
    expect(server.comments).toHaveLength(1);
  });

  it("posts nothing once the pull request has moved on", async () => {
    const server = await startForgeServer("github");
    server.head = "c".repeat(40);
    const { code, log } = await post(server.api, { event: workflowRunEvent() });
    expect(code).toBe(0);
    expect(log).toContain("nothing is posted");
    const direct = await post(server.api, { event: pullRequestEvent() });
    expect(direct.outputs.comment).toBe("outdated");
    expect(server.comments).toEqual([]);
  });

  it("believes the forge, and not the preview, which pull request it is of", async () => {
    const server = await startForgeServer("github");
    const inputs = { "pr-number": "6" };
    const { log } = await post(server.api, { event: workflowRunEvent(), inputs });
    expect(log).toContain("nothing is posted");
    expect(server.comments).toEqual([]);
  });

  it("explains a token that may only read, of comment and check each", async () => {
    const server = await startForgeServer("github");
    server.fault = (request) =>
      request.startsWith("POST /repos")
        ? { status: 403, body: { message: "Resource not accessible by integration" } }
        : undefined;
    const { code, log } = await post(server.api, { event: workflowRunEvent() });
    expect(code).toBe(1);
    expect(log).toContain("`pull-requests: write`");
    expect(log).toContain("`checks: write`");
  });

  it("sets the check and warns where only later annotations are refused", async () => {
    const server = await startForgeServer("github");
    server.fault = (request) =>
      /^PATCH .*check-runs/.test(request) ? { status: 422, body: { message: "No." } } : undefined;
    const [risk] = previewToPost().risks;
    const source = { file: "edge/main.ts", line: 3 };
    const cause = {
      address: "holdfast_host.a",
      source,
      action: "update",
      differences: [],
    } as const;
    const risks = Array.from({ length: 60 }, () => ({ ...risk, causes: [cause] }));
    const text = JSON.stringify({ ...previewToPost(), risks });
    const { code, log } = await post(server.api, { event: workflowRunEvent(), text });
    expect(code, log).toBe(0);
    expect(server.checks).toMatchObject([{ body: { conclusion: "failure" } }]);
    expect(log).toContain("::warning title=Not all annotations are shown::");
  });

  it.each([
    ["what is no JSON", "{", "::error "],
    ["what is no preview", '{"format":"holdfast.preview/1"}', "must have required property"],
    ["another format", JSON.stringify({ ...previewToPost(), format: "x/1" }), "/format"],
  ])("refuses %s", async (_, text, message) => {
    const server = await startForgeServer("github");
    const { code, log } = await post(server.api, { event: workflowRunEvent(), text });
    expect(code).toBe(1);
    expect(log).toContain(message);
    expect(server.requests).toEqual([]);
  });

  it("follows no link out of the folder", async () => {
    const server = await startForgeServer("github");
    const workspace = openWorkspace();
    workspace.give("secret.json", JSON.stringify(previewToPost()));
    mkdirSync(join(workspace.folder, "holdfast-preview"));
    symlinkSync("../secret.json", join(workspace.folder, "holdfast-preview/preview.json"));
    const { code, log } = await runAction(workspace, step(server.api, workflowRunEvent()));
    expect(code).toBe(1);
    expect(log).toContain("It is a link.");
  });

  it("ends no field and gives no message with a text of the pull request", async () => {
    const server = await startForgeServer("github");
    const hostile =
      "x\n::error::y\n```\n<!-- holdfast-preview a -->\n@everyone\r\n::set-env name=A::b";
    const preview = previewToPost({ sentence: hostile, project: hostile });
    const { log, outputs } = await post(server.api, { event: workflowRunEvent(), preview });
    expect(log.match(/^::(?!add-mask)/gm)).toBeNull();
    expect(outputs.verdict).toBe("drops");
    const [check] = server.checks;
    expect(String(check?.body.name)).not.toMatch(/[\r\n]/);
    await post(server.api, { event: workflowRunEvent(), preview });
    expect(server.comments).toHaveLength(1);
  });

  it.each([
    ["pull_request_target", pullRequestEvent("fork/vsphere").payload],
    ["issue_comment", {}],
    ["pull_request", pullRequestEvent("fork/vsphere").payload],
  ])("refuses %s of a fork", async (name, payload) => {
    const server = await startForgeServer("github");
    const { code, log } = await post(server.api, { event: { name, payload } });
    expect(code).toBe(1);
    expect(log).toContain("::error title=This is not safe%2C and refused::");
    expect(server.requests).toEqual([]);
  });

  it("refuses a job that has the pull request's commit checked out", async () => {
    const server = await startForgeServer("github");
    const workspace = openWorkspace();
    workspace.givePreview(previewToPost());
    workspace.give(".git/HEAD", `${HEAD}\n`);
    const { code, log } = await runAction(workspace, step(server.api, workflowRunEvent()));
    expect(code).toBe(1);
    expect(log).toContain("Check nothing out");
    expect(server.requests).toEqual([]);
  });

  it("says all that is wrong with its inputs at once", async () => {
    const inputs = { stage: "both", "comment-mode": "x", "pr-number": "0", "max-chars": "9999" };
    const { log } = await runAction(openWorkspace(), { event: workflowRunEvent(), inputs });
    for (const name of [
      "stage must be",
      "comment-mode must be",
      "pr-number must be",
      "max-chars must be",
    ]) {
      expect(log).toContain(name);
    }
  });
});

interface Posting {
  readonly event: Step["event"];
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly preview?: ReturnType<typeof previewToPost>;
  readonly text?: string;
}

async function post(api: string, { event, inputs, env, preview, text }: Posting) {
  const workspace = openWorkspace();
  workspace.givePreview(preview ?? previewToPost());
  if (text !== undefined) {
    writeFileSync(join(workspace.folder, "holdfast-preview/preview.json"), text);
  }
  const plain = step(api, event);
  return await runAction(workspace, {
    ...plain,
    inputs: { ...plain.inputs, ...inputs },
    env: { ...plain.env, ...env },
  });
}

function step(api: string, event: Step["event"]): Step {
  return { event, inputs: { stage: "post", token: TOKEN }, env: { GITHUB_API_URL: api } };
}
