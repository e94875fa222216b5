// holdfast post-preview as a process, in the environment of a job of each forge.

import { describe, expect, it } from "vitest";
import type { ForgeName } from "../../../src/forge/open-forge.js";
import { type ForgeServer, HEAD, startForgeServer, TOKEN } from "../../support/forge-server.js";
import { previewToPost } from "../../support/preview-to-post.js";
import { openWorkshop } from "../canaries/run-holdfast.js";

const JOBS: Readonly<Record<ForgeName, (server: ForgeServer) => Readonly<Record<string, string>>>> =
  {
    github: ({ api }) => ({ ...ofActions(api), GITHUB_TOKEN: TOKEN }),
    gitea: ({ api }) => ({ ...ofActions(api), GITEA_ACTIONS: "true", GITEA_TOKEN: TOKEN }),
    gitlab: ({ api }) => ({
      GITLAB_CI: "true",
      CI_API_V4_URL: api,
      CI_PROJECT_PATH: "acme/vsphere",
      CI_MERGE_REQUEST_IID: "7",
      CI_COMMIT_SHA: HEAD,
      CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: "",
      GITLAB_TOKEN: TOKEN,
    }),
  };

function ofActions(api: string): Readonly<Record<string, string>> {
  return {
    GITHUB_ACTIONS: "true",
    GITHUB_API_URL: `${api}/`,
    GITHUB_REPOSITORY: "acme/vsphere",
    GITHUB_REF: "refs/pull/7/merge",
  };
}

async function openFolder() {
  const workshop = await openWorkshop();
  await workshop.give("preview.json", JSON.stringify(previewToPost()));
  return workshop;
}

describe("post-preview", () => {
  it.each(["github", "gitlab", "gitea"] as const)("knows a job of %s", async (name) => {
    const server = await startForgeServer(name);
    const workshop = await openFolder();
    const env = JOBS[name](server);
    const first = await workshop.run(["post-preview", "--from", "."], env);
    expect(first.stderr).toBe("");
    expect(first.code).toBe(0);
    expect(first.stdout).toContain("The preview is a new comment: http");
    expect(first.stdout).toContain(`The check of ${HEAD} is set.`);
    const again = await workshop.run(["post-preview", "--from", ".", "--json"], env);
    expect(JSON.parse(again.stdout)).toMatchObject({ comment: { done: "unchanged" } });
    expect(server.comments).toHaveLength(1);
    expect(JSON.stringify([...(await workshop.evidence())])).not.toContain(TOKEN);
  });

  it("makes another marker with a key, and leaves what others made", async () => {
    const server = await startForgeServer("gitea");
    const workshop = await openFolder();
    const env = JOBS.gitea(server);
    await workshop.run(["post-preview", "--from", "."], env);
    await workshop.run(["post-preview", "--from", "."], { ...env, HOLDFAST_COMMENT_KEY: "k" });
    const [first, second] = server.comments.map(({ body }) => body.split("\n", 1)[0]);
    expect(first).not.toBe(second);
  });

  it("says nothing when there is nothing to say, and takes back what it said", async () => {
    const server = await startForgeServer("gitlab");
    const workshop = await openFolder();
    const run = (...args: readonly string[]) =>
      workshop.run(["post-preview", "--from", ".", "--check", "off", ...args], JOBS.gitlab(server));
    await run("--comment", "risk");
    const harmless = { verdict: "unchanged", conclusion: "success", risks: [] } as const;
    await workshop.give("preview.json", JSON.stringify(previewToPost(harmless)));
    expect((await run("--comment", "risk")).stdout).toContain(
      "The comment of the preview is updated",
    );
    expect(server.comments[0]?.body).toContain("puts nothing at risk any more");
    const removed = await run("--comment", "risk", "--comment-mode", "recreate");
    expect(removed.stdout).toContain("The earlier comment is removed");
    expect((await run("--comment", "risk")).stdout).toContain("There is nothing to say");
    expect(server.comments).toEqual([]);
    expect(server.checks).toEqual([]);
  });

  it("keeps the label of the verdict", async () => {
    const server = await startForgeServer("gitea");
    server.labels.push("urgent");
    const workshop = await openFolder();
    const labels = ["--label", "drops=survival: drops", "--label", "unchanged=survival: same"];
    labels.push("--commit", HEAD);
    const run = () => workshop.run(["post-preview", "--from", ".", ...labels], JOBS.gitea(server));
    expect(await run()).toMatchObject({ code: 0 });
    expect(server.labels).toEqual(["urgent", "survival: drops"]);
    const same = { verdict: "unchanged", conclusion: "success", risks: [] } as const;
    await workshop.give("preview.json", JSON.stringify(previewToPost(same)));
    expect(await run()).toMatchObject({ code: 0 });
    expect(server.labels).toEqual(["urgent", "survival: same"]);
    server.head = "c".repeat(40);
    await workshop.give("preview.json", JSON.stringify(previewToPost()));
    await run();
    expect(server.labels).toEqual(["urgent", "survival: same"]);
  });

  it("says as much as it is asked to", async () => {
    const server = await startForgeServer("github");
    const workshop = await openFolder();
    const run = (...args: readonly string[]) =>
      workshop.run(["post-preview", "--from", ".", ...args], JOBS.github(server));
    await run();
    expect(server.comments[0]?.body).toContain("<details>");
    await run("--detail", "summary", "--max-chars", "10000");
    expect(server.comments).toHaveLength(1);
    expect(server.comments[0]?.body).not.toContain("<details>");
    expect(server.comments[0]?.body.length).toBeLessThanOrEqual(10_000);
  });

  it("says all that is missing at once", async () => {
    const workshop = await openFolder();
    const outside = await workshop.run(["post-preview", "--from", "."]);
    expect(outside.code).toBe(64);
    expect(outside.stderr).toContain("--forge is missing");
    const args = ["--forge", "gitlab", "--api", "git.example", "--repository", "acme"];
    const { code, stderr } = await workshop.run([
      "post-preview",
      ...args,
      "--commit",
      "main",
      "--max-chars",
      "12",
      "--label",
      "worse=x",
    ]);
    expect(code).toBe(64);
    for (const what of [
      "--api must",
      "--repository must",
      "--pull-request is",
      "--commit must",
      "--max-chars must",
      "--label must",
    ]) {
      expect(stderr).toContain(what);
    }
    expect(stderr).toContain("set HOLDFAST_FORGE_TOKEN or GITLAB_TOKEN");
  });

  it("says where a preview comes from when there is none", async () => {
    const server = await startForgeServer("github");
    const workshop = await openFolder();
    const { code, stderr } = await workshop.run(["post-preview"], JOBS.github(server));
    expect(code).toBe(1);
    expect(stderr.replace(/\s+/g, " ")).toContain('"holdfast preview", writes it');
    expect(server.requests).toEqual([]);
  });

  it("fails with what the forge says and what to do", async () => {
    const server = await startForgeServer("gitea");
    server.fault = () => ({ status: 403, body: { message: "token does not have scope" } });
    const { code, stderr } = await (await openFolder()).run(
      ["post-preview", "--from", "."],
      JOBS.gitea(server),
    );
    expect(code).toBe(1);
    expect(stderr.replace(/\s+/g, " ")).toContain(
      "`write:issue`, `write:repository` and `read:user`",
    );
  });
});
