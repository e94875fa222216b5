// A forge that speaks as much of GitHub's, GitLab's or Gitea's interface as posting a preview needs, on a local port: with
// its accounts, pages, error answers and limits. What it should do wrong, and when, is said by the test.

import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { ForgeName } from "../../src/forge/open-forge.js";

export interface StoredComment {
  readonly id: number;
  readonly author: string;
  body: string;
}

export interface StoredCheck {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An answer instead of the one that the request would have had. */
export interface Fault {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Whether the request is carried out all the same. */
  readonly isCarriedOut?: boolean;
}

export interface ForgeServer {
  /** Base of the REST interface. */
  readonly api: string;
  /** Login of the token's account. */
  readonly account: string;
  readonly comments: StoredComment[];
  readonly checks: StoredCheck[];
  /** Of the pull request. */
  readonly labels: string[];
  /** Of the repository; the number of one is its place, from 1 on. */
  readonly knownLabels: string[];
  /** `GET /path?query` of all requests, in their order. */
  readonly requests: string[];
  /** Commit of the head of the only pull request, number 7. */
  head: string;
  /** Asked for each request, before it is answered. */
  fault: (request: string) => Fault | undefined;
  /** Called after a request has been carried out, such as to let another run happen meanwhile. */
  after: (request: string) => void;
  add(author: string, body: string): StoredComment;
}

export const TOKEN = "t0ken-of-the-bot";
export const REPOSITORY = "acme/vsphere";
export const HEAD = "a".repeat(40);

const ACCOUNTS: Readonly<Record<ForgeName, string>> = {
  github: "github-actions[bot]",
  gitlab: "project_12_bot",
  gitea: "gitea-actions",
};
const BASES: Readonly<Record<ForgeName, string>> = {
  github: "",
  gitlab: "/api/v4",
  gitea: "/api/v1",
};

export async function startForgeServer(
  forge: ForgeName,
  options: { readonly pageSize?: number; readonly base?: string } = {},
): Promise<ForgeServer> {
  const listening = createServer();
  const base = options.base ?? BASES[forge];
  let lastId = 0;
  const state: ForgeServer = {
    api: await listen(listening).then((origin) => `${origin}${base}`),
    account: ACCOUNTS[forge],
    comments: [],
    checks: [],
    labels: [],
    knownLabels: [],
    requests: [],
    head: HEAD,
    fault: () => undefined,
    after: () => undefined,
    add(author, body) {
      lastId += 1;
      const comment = { id: lastId, author, body };
      this.comments.push(comment);
      return comment;
    },
  };
  const dialect = DIALECTS[forge];
  listening.on("request", async (request, response) => {
    const body = await readBody(request);
    const line = `${request.method} ${request.url}`;
    state.requests.push(line);
    const fault = state.fault(line);
    const call = toCall(request, { body, base, pageSize: options.pageSize ?? 100 });
    const isAllowed = request.headers.authorization === `Bearer ${TOKEN}`;
    const answer = isAllowed ? runCall(state, call, dialect, fault) : UNAUTHORIZED;
    state.after(line);
    const chosen = fault ?? answer;
    response.writeHead(chosen.status, { "content-type": "application/json", ...chosen.headers });
    response.end(chosen.body === undefined ? "" : JSON.stringify(chosen.body));
  });
  onTestFinished(() => {
    listening.closeAllConnections();
    listening.close();
  });
  return state;
}

const UNAUTHORIZED: Fault = { status: 401, body: { message: "Bad credentials" } };
const NOT_FOUND: Fault = { status: 404, body: { message: "Not Found" } };

interface Call {
  readonly method: string;
  /** After the base of the interface. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly pageSize: number;
}

interface Dialect {
  readonly comments: RegExp;
  readonly comment: RegExp;
  readonly pull: RegExp;
  readonly checks: RegExp;
  show(state: ForgeServer, comment: StoredComment): unknown;
  showPull(state: ForgeServer): unknown;
  pageHeaders(page: number, isLast: boolean): Readonly<Record<string, string>>;
  /** Whose token it is. */
  account(state: ForgeServer, call: Call): Fault | undefined;
}

const showUser = (author: string) => ({
  login: author,
  type: author.endsWith("[bot]") ? "Bot" : "User",
});

const ISSUES = {
  comments: /^\/repos\/acme\/vsphere\/issues\/7\/comments$/,
  comment: /^\/repos\/acme\/vsphere\/issues\/comments\/(\d+)$/,
  pull: /^\/repos\/acme\/vsphere\/pulls\/7$/,
  show: (state: ForgeServer, { id, author, body }: StoredComment) => ({
    id,
    body,
    html_url: `${state.api}/pull/7#issuecomment-${id}`,
    user: author === "" ? null : showUser(author),
  }),
  showPull: (state: ForgeServer) => ({ number: 7, head: { sha: state.head } }),
  pageHeaders: (page: number, isLast: boolean): Readonly<Record<string, string>> =>
    isLast
      ? { link: '<https://elsewhere.example/x?page=1>; rel="first"' }
      : {
          link: `<https://elsewhere.example/x?page=1>; rel="first", <https://elsewhere.example/x?limit=9&page=${page + 1}>; rel="next"`,
        },
};

const DIALECTS: Readonly<Record<ForgeName, Dialect>> = {
  github: {
    ...ISSUES,
    checks: /^\/repos\/acme\/vsphere\/(check-runs(?:\/\d+)?|statuses\/[0-9a-f]{40})$/,
    account: (state, call) =>
      call.path.endsWith("/graphql")
        ? { status: 200, body: { data: { viewer: { login: state.account } } } }
        : undefined,
  },
  gitea: {
    ...ISSUES,
    checks: /^\/repos\/acme\/vsphere\/statuses\/[0-9a-f]{40}$/,
    account: (state, call) =>
      call.path === "/user" ? { status: 200, body: { login: state.account } } : undefined,
  },
  gitlab: {
    comments: /^\/projects\/acme%2Fvsphere\/merge_requests\/7\/notes$/,
    comment: /^\/projects\/acme%2Fvsphere\/merge_requests\/7\/notes\/(\d+)$/,
    pull: /^\/projects\/acme%2Fvsphere\/merge_requests\/7$/,
    checks: /^\/projects\/acme%2Fvsphere\/statuses\/[0-9a-f]{40}$/,
    show: (_, { id, author, body }) => ({ id, body, author: { username: author }, system: false }),
    showPull: (state) => ({ iid: 7, sha: state.head, web_url: `${state.api}/-/merge_requests/7` }),
    pageHeaders: (page, isLast) => ({ "x-next-page": isLast ? "" : String(page + 1) }),
    account: (state, call) =>
      call.path === "/user" ? { status: 200, body: { username: state.account } } : undefined,
  },
};

function runCall(state: ForgeServer, call: Call, dialect: Dialect, fault?: Fault): Fault {
  if (fault !== undefined && fault.isCarriedOut !== true) return fault;
  const account = dialect.account(state, call);
  if (account !== undefined) return account;
  const labelled = onLabels(state, call, dialect);
  if (labelled !== undefined) return labelled;
  if (dialect.pull.test(call.path)) return { status: 200, body: dialect.showPull(state) };
  if (dialect.checks.test(call.path)) {
    state.checks.push({ path: call.path, body: call.body });
    return { status: 201, body: { id: state.checks.length } };
  }
  if (/\/pulls$/.test(call.path)) return listPulls(state, call);
  if (dialect.comments.test(call.path)) return onComments(state, call, dialect);
  const id = Number(dialect.comment.exec(call.path)?.[1] ?? Number.NaN);
  const index = state.comments.findIndex((comment) => comment.id === id);
  const comment = state.comments[index];
  if (comment === undefined) return NOT_FOUND;
  if (comment.author !== state.account) return { status: 403, body: { message: "Forbidden" } };
  if (call.method === "DELETE") {
    state.comments.splice(index, 1);
    return { status: 204 };
  }
  comment.body = String(call.body.body);
  return { status: 200, body: dialect.show(state, comment) };
}

function onComments(state: ForgeServer, call: Call, dialect: Dialect): Fault {
  if (call.method === "POST") {
    const text = String(call.body.body);
    if (text.length > 65_536) return { status: 422, body: { message: "Body is too long" } };
    return { status: 201, body: dialect.show(state, state.add(state.account, text)) };
  }
  const page = Number(call.query.get("page") ?? 1);
  const end = page * call.pageSize;
  const shown = state.comments.slice(end - call.pageSize, end);
  return {
    status: 200,
    headers: dialect.pageHeaders(page, end >= state.comments.length),
    body: shown.map((comment) => dialect.show(state, comment)),
  };
}

/** Undefined for what has nothing to do with labels. */
function onLabels(state: ForgeServer, call: Call, dialect: Dialect): Fault | undefined {
  const { method, path, body } = call;
  const words = (value: unknown) =>
    String(value ?? "")
      .split(",")
      .filter((word) => word !== "");
  if (method === "PUT" && dialect.pull.test(path)) {
    for (const label of words(body.add_labels)) setLabel(state, label, true);
    for (const label of words(body.remove_labels)) setLabel(state, label, false);
    return { status: 200, body: dialect.showPull(state) };
  }
  const show = (label: string) => ({ id: state.knownLabels.indexOf(label) + 1, name: label });
  const [, owner, reference] = /\/(issues\/7|vsphere)\/labels(?:\/(.+))?$/.exec(path) ?? [];
  if (owner === undefined) return undefined;
  const isOfIssue = owner === "issues/7";
  if (method === "GET") {
    return { status: 200, body: (isOfIssue ? state.labels : state.knownLabels).map(show) };
  }
  const named = (label: unknown) =>
    dialect === DIALECTS.gitea ? state.knownLabels[Number(label) - 1] : String(label);
  if (!isOfIssue) {
    state.knownLabels.push(String(body.name));
    return { status: 201, body: show(String(body.name)) };
  }
  const given = method === "DELETE" ? [decodeURIComponent(reference ?? "")] : body.labels;
  const labels = (given as readonly unknown[]).map(named);
  if (labels.some((label) => label === undefined)) return { status: 422, body: {} };
  for (const label of labels) setLabel(state, label ?? "", method === "POST");
  return method === "DELETE" ? { status: 204 } : { status: 200, body: state.labels.map(show) };
}

function setLabel({ labels }: ForgeServer, label: string, isSet: boolean): void {
  const place = labels.indexOf(label);
  if (isSet && place < 0) labels.push(label);
  if (!isSet && place >= 0) labels.splice(place, 1);
}

/** Open pull requests of a branch; one of a branch of that name that has moved on is among them. */
function listPulls(state: ForgeServer, call: Call): Fault {
  const isAsked = call.query.get("head") === "fork:persistence";
  const other = { number: 6, head: { sha: "b".repeat(40) } };
  const body = isAsked ? [other, { number: 7, head: { sha: state.head } }] : [];
  return { status: 200, body };
}

function toCall(
  request: IncomingMessage,
  { body, base, pageSize }: { body: string; base: string; pageSize: number },
): Call {
  const url = new URL(request.url ?? "/", "http://localhost");
  const isBelow = url.pathname.startsWith(base);
  return {
    method: request.method ?? "GET",
    path: isBelow ? url.pathname.slice(base.length) : url.pathname,
    query: url.searchParams,
    body: body === "" ? {} : (JSON.parse(body) as Call["body"]),
    pageSize,
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
