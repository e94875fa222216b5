// The one comment of a project, on every forge: whatever comments there are before, afterwards exactly one is ours, with
// the new text, and all others are what they were.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isMarked, markerOf, withMarker } from "../../../src/forge/marker.js";
import { FORGE_NAMES } from "../../../src/forge/open-forge.js";
import { type Posting, postComment } from "../../../src/forge/post-comment.js";
import { openOn } from "../../support/forge-clients.js";
import { type ForgeServer, REPOSITORY, startForgeServer } from "../../support/forge-server.js";

const SUBJECT = { repository: REPOSITORY, pullRequest: 7, project: "." };
const KEY = "kept with the forge's secrets";
const MARKER = markerOf(SUBJECT, KEY);
const OTHERS = [
  markerOf({ ...SUBJECT, project: "edge" }, KEY),
  markerOf({ ...SUBJECT, pullRequest: 8 }, KEY),
  markerOf({ ...SUBJECT, repository: "acme/other" }, KEY),
  markerOf(SUBJECT, "guessed"),
  markerOf(SUBJECT),
  MARKER.replace("<!--", "<!-- "),
];
const BODY = "### What it does\n";

const posting = ({
  body = BODY,
  ...options
}: Partial<Posting> & { readonly body?: string } = {}): Posting => ({
  marker: MARKER,
  render: () => body,
  mode: "update",
  isQuiet: false,
  ...options,
});

/** Comments as they may stand there, many of them with our marker where it is not ours. */
const anyComments = fc.array(
  fc.record({
    author: fc.constantFrom("us", "mallory", "us", "us[bot]", ""),
    first: fc.constantFrom(MARKER, `${MARKER}\r`, ...OTHERS, `> ${MARKER}`, "", `x ${MARKER}`),
    rest: fc.constantFrom(BODY, "old text", `quotes\n${MARKER}\n`, ""),
  }),
  { maxLength: 12 },
);

interface AnyComment {
  readonly author: string;
  readonly first: string;
  readonly rest: string;
}

function fill(server: ForgeServer, comments: readonly AnyComment[]): void {
  server.comments.length = 0;
  server.checks.length = 0;
  for (const { author, first, rest } of comments) {
    server.add(author.replace(/^us$/, server.account), `${first}\n${rest}`);
  }
}

function oursOn({ account, comments }: ForgeServer) {
  return comments.filter(
    ({ id, author, body }) =>
      author === account && isMarked(MARKER, { id: String(id), body, url: "" }),
  );
}

function othersOn(server: ForgeServer) {
  const ours = oursOn(server);
  return server.comments.filter((c) => !ours.includes(c)).map((c) => ({ ...c }));
}

describe.each(FORGE_NAMES)("a comment on %s", (name) => {
  it.each(["update", "recreate"] as const)("is one after %s, and the others stay", async (mode) => {
    const server = await startForgeServer(name, { pageSize: 4 });
    await fc.assert(
      fc.asyncProperty(anyComments, async (comments) => {
        fill(server, comments);
        const before = othersOn(server);
        const had = oursOn(server).map(({ id }) => id);
        await postComment(openOn(name, server), posting({ mode }));
        const ours = oursOn(server);
        expect(ours.map(({ body }) => body.trimEnd().replaceAll("\r", ""))).toEqual([
          withMarker(MARKER, BODY).trimEnd(),
        ]);
        if (mode === "update" && had.length > 0) expect(ours[0]?.id).toBe(had[0]);
        expect(othersOn(server)).toEqual(before);
      }),
      { numRuns: 40 },
    );
  });

  it("is one after two runs at once, whichever is when ahead", async () => {
    const server = await startForgeServer(name, { pageSize: 4 });
    const modes = fc.constantFrom("update" as const, "recreate" as const);
    await fc.assert(
      fc.asyncProperty(
        anyComments,
        modes,
        fc.integer({ max: 8, min: 1 }),
        async (comments, mode, n) => {
          fill(server, comments);
          const before = othersOn(server);
          let left = n;
          let second: Promise<unknown> = Promise.resolve();
          server.after = () => {
            left -= 1;
            if (left !== 0) return;
            second = postComment(openOn(name, server), posting({ mode, body: "second" }));
          };
          await postComment(openOn(name, server), posting({ mode, body: "first" }));
          await second;
          server.after = () => undefined;
          expect(oursOn(server)).toHaveLength(1);
          expect(oursOn(server)[0]?.body).toMatch(/\n(first|second)$/);
          expect(othersOn(server)).toEqual(before);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is not written again when nothing is new", async () => {
    const server = await startForgeServer(name);
    for (const mode of ["update", "recreate", "new"] as const) {
      fill(server, []);
      await postComment(openOn(name, server), posting({ mode }));
      server.requests.length = 0;
      const posted = await postComment(openOn(name, server), posting({ mode }));
      expect(posted.done).toBe("unchanged");
      expect(
        server.requests.filter((line) => !line.startsWith("GET") && !line.includes("graphql")),
      ).toEqual([]);
    }
  });

  it.each(["update", "recreate", "new"] as const)(
    "is told what it said before, with %s",
    async (mode) => {
      const server = await startForgeServer(name);
      const formers: (string | undefined)[] = [];
      const count = (former: string | undefined) => String(formers.push(former));
      for (let i = 0; i < 3; i += 1) {
        await postComment(openOn(name, server), { ...posting({ mode }), render: count });
      }
      expect(formers).toEqual([undefined, withMarker(MARKER, "1"), withMarker(MARKER, "2")]);
    },
  );

  it("is added to the earlier ones with new", async () => {
    const server = await startForgeServer(name);
    await postComment(openOn(name, server), posting({ mode: "new", body: "one" }));
    await postComment(openOn(name, server), posting({ mode: "new", body: "two" }));
    expect(server.comments.map(({ body }) => body)).toEqual([`${MARKER}\none`, `${MARKER}\ntwo`]);
  });

  it.each([
    ["update", `${MARKER}\nnothing`],
    ["recreate", undefined],
  ] as const)(
    "that has nothing to say appears nowhere, and %s-s an old one",
    async (mode, left) => {
      const server = await startForgeServer(name);
      const quiet = posting({ mode, body: "nothing", isQuiet: true });
      expect(await postComment(openOn(name, server), quiet)).toEqual({ done: "nothing" });
      server.add(server.account, `${MARKER}\nold`);
      server.add("mallory", `${MARKER}\nold`);
      await postComment(openOn(name, server), quiet);
      expect(server.comments.map(({ body }) => body)).toEqual([
        ...(left === undefined ? [] : [left]),
        `${MARKER}\nold`,
      ]);
    },
  );

  it("is one even if the answer to its creation is lost", async () => {
    const server = await startForgeServer(name);
    let isFirst = true;
    server.fault = (request) => {
      if (!request.startsWith("POST") || request.includes("graphql") || !isFirst) return undefined;
      isFirst = false;
      return { status: 502, isCarriedOut: true };
    };
    await postComment(openOn(name, server), posting());
    expect(server.comments).toHaveLength(1);
  });

  it("is written anew when somebody removes it meanwhile", async () => {
    const server = await startForgeServer(name);
    server.add(server.account, `${MARKER}\nold`);
    server.fault = (request) => {
      if (/^(PATCH|PUT)/.test(request)) server.comments.length = 0;
      return undefined;
    };
    await postComment(openOn(name, server), posting());
    expect(server.comments.map(({ body }) => body)).toEqual([withMarker(MARKER, BODY)]);
  });
});
