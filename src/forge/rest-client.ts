// Requests to a forge's REST interface: repeated where that can help, held back where the forge asks for it, page after page,
// and within a time limit each. Plain HTTP: three forges together need a dozen addresses, and a client library for each
// would be more than the rest of the action.

import type { Network } from "./forge.js";
import { type ForgeFailure, refused, throttled, unanswered, unreadable } from "./forge-failure.js";
import { waitAsked } from "./rate-limit.js";

export interface RestOptions {
  /** Without a slash at its end. */
  readonly api: string;
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly network: Network;
}

export interface RestRequest {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** After the base, with a slash at its beginning; or a whole address. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** `listing the comments of acme/site#12`. */
  readonly doing: string;
  /** What the token must be allowed, in the forge's words. */
  readonly permission: string;
}

export interface RestAnswer {
  readonly headers: Headers;
  /** Null where the answer is empty. */
  readonly body: unknown;
}

export interface RestClient {
  /** @throws ForgeFailure */
  send(request: RestRequest): Promise<RestAnswer>;
  /** The entries of all pages. @throws ForgeFailure */
  list(request: Omit<RestRequest, "method">): Promise<readonly unknown[]>;
}

const MOST_TRIES = 5;
const REQUEST_SECONDS = 30;
/** After the first failure; it doubles. */
const FIRST_WAIT_SECONDS = 1;
/** Of one request, all tries together. A workflow that waits longer holds a machine for nothing. */
const LONGEST_WAIT_SECONDS = 300;
const PAGE_SIZE = 100;
/** Ten times the comments that GitHub takes on one pull request. */
const MOST_PAGES = 300;

export function openRestClient(options: RestOptions): RestClient {
  const send = (request: RestRequest) => sendPatiently(options, request);
  return { send, list: (request) => listPages(send, request) };
}

/** Tries again after failures of the server and of the network, and after the wait that a rate limit asks for. */
async function sendPatiently(options: RestOptions, request: RestRequest): Promise<RestAnswer> {
  const { network } = options;
  let waited = 0;
  for (let tries = 1; ; tries += 1) {
    const outcome = await sendOnce(options, request);
    if ("body" in outcome) return outcome;
    if (!outcome.mayPass || tries === MOST_TRIES) throw outcome.failure;
    const seconds = outcome.waitSeconds ?? FIRST_WAIT_SECONDS * 2 ** (tries - 1);
    waited += seconds;
    if (waited > LONGEST_WAIT_SECONDS) throw throttled({ doing: request.doing, seconds });
    await network.sleep(seconds * 1000);
    network.signal.throwIfAborted();
  }
}

interface Setback {
  readonly failure: ForgeFailure;
  /** Whether the same request may succeed later. */
  readonly mayPass: boolean;
  /** As the forge asks. */
  readonly waitSeconds?: number;
}

async function sendOnce(options: RestOptions, request: RestRequest): Promise<RestAnswer | Setback> {
  const { network, token } = options;
  const { doing } = request;
  let response: Response;
  let text: string;
  try {
    response = await network.fetch(addressOf(options, request), requestInit(options, request));
    text = await response.text();
  } catch (error) {
    network.signal.throwIfAborted();
    return { failure: unanswered({ doing, reason: reasonOf(error), token }), mayPass: true };
  }
  if (response.ok) return { headers: response.headers, body: parseAnswer(text, doing) };
  const { status, headers } = response;
  const message = messageOf(text);
  const { permission } = request;
  const failure = refused({ doing, status, message, token, permission });
  const wait = waitAsked({ status, headers, message, now: network.now() });
  if (typeof wait === "number") return { failure, mayPass: true, waitSeconds: wait };
  return { failure, mayPass: wait === null || status >= 500 };
}

function addressOf({ api }: RestOptions, { path, query }: RestRequest): URL {
  const url = new URL(path.startsWith("/") ? `${api}${path}` : path);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  return url;
}

function requestInit(options: RestOptions, { method, body }: RestRequest): RequestInit {
  const isSent = body !== undefined;
  const { network, token, headers } = options;
  return {
    method,
    headers: {
      Accept: "application/json",
      Authorization: `Bearer ${token}`,
      "User-Agent": "holdfast",
      ...(isSent ? { "Content-Type": "application/json" } : {}),
      ...headers,
    },
    // What is written must not turn into a read because the repository was renamed.
    redirect: method === "GET" ? "follow" : "manual",
    signal: AbortSignal.any([network.signal, AbortSignal.timeout(REQUEST_SECONDS * 1000)]),
    ...(isSent ? { body: JSON.stringify(body) } : {}),
  };
}

/** Fetch says "fetch failed" and keeps the reason to itself. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `nothing came within ${REQUEST_SECONDS} seconds`;
  return error.cause instanceof Error ? error.cause.message || String(error.cause) : error.message;
}

function parseAnswer(text: string, doing: string): unknown {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(doing, "JSON");
  }
}

/** What the forge says of a refusal: GitHub's and Gitea's `message` and `errors`, GitLab's `message` or `error` in any form. */
function messageOf(text: string): string {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return "";
  }
  if (typeof answer !== "object" || answer === null) return "";
  const parts = ["message", "error", "error_description", "errors"].flatMap((name) =>
    name in answer ? [(answer as Record<string, unknown>)[name]] : [],
  );
  return parts.map((p) => (typeof p === "string" ? p : JSON.stringify(p))).join(": ");
}

async function listPages(
  send: RestClient["send"],
  request: Omit<RestRequest, "method">,
): Promise<readonly unknown[]> {
  const entries: unknown[] = [];
  let page: string | undefined = "1";
  for (let count = 0; page !== undefined; count += 1) {
    if (count === MOST_PAGES) throw unreadable(request.doing, "last page");
    const query = { ...request.query, per_page: String(PAGE_SIZE), limit: String(PAGE_SIZE), page };
    const answer: RestAnswer = await send({ ...request, method: "GET", query });
    if (!Array.isArray(answer.body)) throw unreadable(request.doing, "list");
    entries.push(...answer.body);
    page = nextPage(answer.headers);
  }
  return entries;
}

/**
 * GitLab's `x-next-page`, or the number in the next address of `link` (RFC 8288). Only the number is taken: behind a proxy
 * the address may be another, and the token goes nowhere but to the forge that was named.
 */
function nextPage(headers: Headers): string | undefined {
  const number = headers.get("x-next-page");
  if (number !== null) return number === "" ? undefined : number;
  const next = /<([^>]*)>\s*;[^,]*\brel="?next"?/.exec(headers.get("link") ?? "")?.[1];
  return next === undefined ? undefined : (/[?&]page=(\d+)/.exec(next)?.[1] ?? undefined);
}
