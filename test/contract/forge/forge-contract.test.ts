// What every forge must do, over HTTP against a server that speaks its interface: comments over many pages, error answers,
// rate limits, and nothing of the token in any message.

import { describe, expect, it } from "vitest";
import type { Check } from "../../../src/forge/forge.js";
import { ForgeFailure } from "../../../src/forge/forge-failure.js";
import { FORGE_NAMES } from "../../../src/forge/open-forge.js";
import { NOW, openOn } from "../../support/forge-clients.js";
import { type Fault, HEAD, startForgeServer, TOKEN } from "../../support/forge-server.js";

const CHECK: Check = {
  name: "holdfast/preview",
  commit: HEAD,
  conclusion: "failure",
  description: `12 of 340 workloads would be locked ${"x".repeat(300)}`,
  details: "**12** workloads",
  url: "https://ci.example/runs/1",
};

describe.each(FORGE_NAMES)("%s", (name) => {
  it("lists the comments of its own account alone, over several pages", async () => {
    const server = await startForgeServer(name, { pageSize: 3 });
    for (let i = 0; i < 10; i += 1)
      server.add(i % 2 === 0 ? server.account : "mallory", `no. ${i}`);
    const own = await openOn(name, server).listOwnComments();
    expect(own.map(({ body }) => body)).toEqual(["no. 0", "no. 2", "no. 4", "no. 6", "no. 8"]);
    expect(server.requests.filter((line) => /[?&]page=\d/.test(line))).toHaveLength(4);
  });

  it("writes, changes and removes a comment", async () => {
    const server = await startForgeServer(name);
    const forge = openOn(name, server);
    const { id, url } = await forge.createComment("first");
    expect(url).toMatch(/^http:.*7.*1$/);
    expect(await forge.updateComment(id, "second")).toEqual({ id, url, body: "second" });
    await forge.deleteComment(id);
    await forge.deleteComment(id);
    expect(server.comments).toEqual([]);
  });

  it("sets a check with a description that fits", async () => {
    const server = await startForgeServer(name);
    await openOn(name, server).setCheck(CHECK);
    expect(server.checks).toHaveLength(1);
    const [{ path = "", body = {} } = {}] = server.checks;
    expect(path + JSON.stringify(body)).toContain(HEAD);
    expect(body.conclusion ?? body.state).toMatch(/^fail(ed|ure)$/);
    const output = body.output as { readonly title: string } | undefined;
    const description = String(output?.title ?? body.description);
    expect(description).toMatch(/^12 of 340 workloads would be locked x+…$/);
    expect(description.length).toBeLessThanOrEqual(name === "github" ? 140 : 255);
  });

  it("changes the labels that are named, and leaves others alone", async () => {
    const server = await startForgeServer(name);
    server.knownLabels.push("urgent", "Survival: unchanged");
    server.labels.push("urgent", "Survival: unchanged");
    const forge = openOn(name, server);
    const change = { add: ["survival: drops"], remove: ["Survival: unchanged", "never set"] };
    await forge.changeLabels(change);
    expect(server.labels).toEqual(["urgent", "survival: drops"]);
    await forge.changeLabels(change);
    expect(server.labels).toEqual(["urgent", "survival: drops"]);
    await forge.changeLabels({ add: ["Urgent"], remove: ["survival: drops"] });
    if (name !== "gitlab") expect(server.labels).toEqual(["urgent"]);
  });

  it("knows the head of the pull request", async () => {
    const server = await startForgeServer(name);
    server.head = "c".repeat(40);
    expect(await openOn(name, server).readHead()).toBe(server.head);
  });

  it("tries again after failures of the server, with growing waits", async () => {
    const server = await startForgeServer(name);
    failFirst(server, 3, { status: 502, body: "<html>" });
    const waits: number[] = [];
    await openOn(name, server, {}, waits).readHead();
    expect(waits).toEqual([1, 2, 4]);
  });

  it("gives up on a server that goes on failing", async () => {
    const server = await startForgeServer(name);
    server.fault = () => ({ status: 500, body: { message: "boom" } });
    const failure = await failureOf(openOn(name, server).readHead());
    expect(failure.diagnostic.detail).toContain('answered 500 ("boom")');
    expect(server.requests).toHaveLength(5);
  });

  it("waits as long as it is asked to", async () => {
    const server = await startForgeServer(name);
    failFirst(server, 1, { status: 429, headers: { "retry-after": "17" } });
    const waits: number[] = [];
    await openOn(name, server, {}, waits).readHead();
    expect(waits).toEqual([17]);
  });

  it("does not wait for an hour", async () => {
    const server = await startForgeServer(name);
    server.fault = () => ({ status: 429, headers: { "retry-after": "3600" } });
    const failure = await failureOf(openOn(name, server).readHead());
    expect(failure.diagnostic.summary).toBe("The forge's rate limit is used up");
    expect(failure.diagnostic.detail).toContain("3600 seconds");
  });

  it.each([
    [401, "The forge does not accept the token", "give a new one"],
    [403, "The forge does not allow it", "The token needs"],
    [404, "The forge does not find it", "Check repository and number"],
    [422, "The forge does not take what it was given", "Check that the commit"],
    [301, "The forge refused", "Check the address"],
  ])("says of %i what to do, once", async (status, summary, advice) => {
    const server = await startForgeServer(name);
    const message = `no\r\n::error::you\u202E, ${TOKEN}`;
    server.fault = () => ({ status, body: { message } });
    const failure = await failureOf(openOn(name, server).createComment("text"));
    expect(server.requests).toHaveLength(1);
    expect(failure.diagnostic.summary).toBe(summary);
    expect(failure.diagnostic.detail).toContain(advice);
    expect(failure.diagnostic.detail).toContain('("no ::error::you , (token)")');
    expect(JSON.stringify(failure) + failure.message).not.toContain(TOKEN);
  });

  it("takes the token to no other host", async () => {
    const [server, other] = [await startForgeServer(name), await startForgeServer(name)];
    const location = `${other.api}${name === "gitlab" ? "/user" : "/repos/acme/vsphere/pulls/7"}`;
    server.fault = () => ({ status: 302, headers: { location } });
    const failure = await failureOf(openOn(name, server).readHead());
    expect(failure.status).toBe(401);
    expect(other.requests).toHaveLength(1);
    await failureOf(openOn(name, server).createComment("text"));
    expect(other.requests).toHaveLength(1);
  });

  it("refuses a wrong token in the forge's name", async () => {
    const server = await startForgeServer(name);
    const failure = await failureOf(openOn(name, server, { token: "wrong" }).listOwnComments());
    expect(failure.status).toBe(401);
  });

  it("says that nothing answers", async () => {
    const server = await startForgeServer(name);
    const forge = openOn(name, server, { api: "http://127.0.0.1:9" });
    const failure = await failureOf(forge.readHead());
    expect(failure.diagnostic.summary).toBe("The forge does not answer");
    expect(failure.diagnostic.detail).not.toContain("fetch failed");
  });

  it("says that the address is that of pages", async () => {
    const server = await startForgeServer(name);
    server.fault = () => ({ status: 200, body: ["a login page"] });
    const failure = await failureOf(openOn(name, server).readHead());
    expect(failure.diagnostic.detail).toContain("REST interface, and not of its pages");
  });
});

describe("github", () => {
  it("asks for the account as an Enterprise Server has it", async () => {
    const server = await startForgeServer("github", { base: "/api/v3" });
    server.add(server.account, "ours");
    expect(await openOn("github", server).listOwnComments()).toHaveLength(1);
    expect(server.requests[0]).toBe("POST /api/graphql");
  });

  it("waits for the reset of the hourly limit", async () => {
    const server = await startForgeServer("github");
    const reset = String(NOW / 1000 + 42);
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
    failFirst(server, 1, { status: 403, headers, body: { message: "API rate limit exceeded" } });
    const waits: number[] = [];
    await openOn("github", server, {}, waits).readHead();
    expect(waits).toEqual([42]);
  });

  it("waits a minute for a secondary limit without a time", async () => {
    const server = await startForgeServer("github");
    const message = "You have exceeded a secondary rate limit";
    failFirst(server, 1, { status: 403, body: { message } });
    const waits: number[] = [];
    await openOn("github", server, {}, waits).readHead();
    expect(waits).toEqual([60]);
  });

  it.each([
    ["Resource not accessible by integration", "fork's pull request started may only read"],
    ["You must authenticate via a GitHub App.", "set a commit status"],
    ["Unable to create comment because issue is locked.", "unlock it"],
  ])("explains %s", async (message, advice) => {
    const server = await startForgeServer("github");
    server.fault = () => ({ status: 403, body: { message } });
    const failure = await failureOf(openOn("github", server).createComment("text"));
    expect(failure.diagnostic.detail).toContain(advice);
  });

  it("takes no person for an app of the same name, and survives deleted accounts", async () => {
    const server = await startForgeServer("github");
    for (const author of ["github-actions", "github-actions[bot]", ""]) server.add(author, author);
    const own = await openOn("github", server, { account: "github-actions" }).listOwnComments();
    expect(own.map(({ body }) => body)).toEqual(["github-actions", "github-actions[bot]"]);
    const exact = await openOn("github", server).listOwnComments();
    expect(exact.map(({ body }) => body)).toEqual(["github-actions[bot]"]);
  });

  it("sets a commit status for tokens that may not set check runs", async () => {
    const server = await startForgeServer("github");
    await openOn("github", server, { checks: "status" }).setCheck(CHECK);
    expect(server.checks[0]?.path).toBe(`/repos/acme/vsphere/statuses/${HEAD}`);
  });

  it("puts annotations beside lines, no more at once than are taken, and all of them", async () => {
    const server = await startForgeServer("github");
    const annotations = Array.from({ length: 120 }, (_, i) => ({
      file: "edge/main.ts",
      line: i + 1,
      level: "failure" as const,
      title: "t".repeat(300),
      message: `no. ${i}`,
    }));
    await openOn("github", server).setCheck({ ...CHECK, annotations });
    const checks = "/repos/acme/vsphere/check-runs";
    expect(server.checks.map(({ path }) => path)).toEqual([checks, `${checks}/1`, `${checks}/1`]);
    const sent = server.checks.map(
      ({ body }) =>
        body.output as {
          readonly title: string;
          readonly summary: string;
          readonly annotations: readonly Readonly<Record<string, unknown>>[];
        },
    );
    expect(sent.map((output) => output.annotations.length)).toEqual([50, 50, 20]);
    expect(sent.every(({ title, summary }) => title !== "" && summary === CHECK.details)).toBe(
      true,
    );
    const all = sent.flatMap((output) => output.annotations);
    expect(all.map(({ message }) => message)).toEqual(annotations.map(({ message }) => message));
    expect(all[41]).toMatchObject({ path: "edge/main.ts", start_line: 42, end_line: 42 });
    expect(all[0]).toMatchObject({ annotation_level: "failure", title: `${"t".repeat(254)}…` });
  });

  it.each([403, 422, 500])(
    "keeps a check whose later annotations are refused with %i, and warns",
    async (status) => {
      const server = await startForgeServer("github");
      server.fault = (request) => (request.startsWith("PATCH") ? { status } : undefined);
      const annotations = Array.from({ length: 70 }, (_, i) => ({
        ...{ file: "edge/main.ts", line: i + 1, level: "failure" as const },
        ...{ title: "t", message: `no. ${i}` },
      }));
      const warnings = await openOn("github", server).setCheck({ ...CHECK, annotations });
      expect(server.checks.map(({ body }) => body.conclusion)).toEqual([CHECK.conclusion]);
      expect(warnings.map(({ severity, summary }) => [severity, summary])).toEqual([
        ["warning", "Not all annotations are shown"],
      ]);
      expect(warnings[0]?.detail).toContain(`Of its 70 annotations 50 are shown`);
      expect(warnings[0]?.detail).toContain(String(status));
    },
  );

  it("sets a commit status where the token may set no check run, and tells of the first where it may set neither", async () => {
    const server = await startForgeServer("github");
    const message = "Resource not accessible by integration";
    const refuse = (what: RegExp) => (request: string) =>
      what.test(request) ? { status: 403, body: { message } } : undefined;
    server.fault = refuse(/check-runs/);
    await openOn("github", server).setCheck(CHECK);
    expect(server.checks).toMatchObject([{ path: `/repos/acme/vsphere/statuses/${HEAD}` }]);
    server.fault = refuse(/check-runs|statuses/);
    const failure = await failureOf(openOn("github", server).setCheck(CHECK));
    expect(failure.diagnostic.detail).toContain("`checks: write`");
    server.fault = (request) => (/check-runs/.test(request) ? { status: 422 } : undefined);
    expect((await failureOf(openOn("github", server).setCheck(CHECK))).status).toBe(422);
    expect(server.checks).toHaveLength(1);
  });
});

describe("gitlab", () => {
  it("takes a status that is set already for set", async () => {
    const server = await startForgeServer("gitlab");
    const message = "Cannot transition status via :drop from :failed (Reason(s): …)";
    server.fault = () => ({ status: 400, body: { message } });
    await openOn("gitlab", server).setCheck(CHECK);
    await failureOf(openOn("gitlab", server).setCheck({ ...CHECK, conclusion: "success" }));
  });
});

function failFirst(
  server: { fault: (request: string) => Fault | undefined },
  times: number,
  fault: Fault,
): void {
  let left = times;
  server.fault = () => {
    left -= 1;
    return left >= 0 ? fault : undefined;
  };
}

async function failureOf(action: Promise<unknown>): Promise<ForgeFailure> {
  const error = await action.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ForgeFailure) return error;
  throw new Error(`expected a failure of the forge, got ${String(error)}`);
}
