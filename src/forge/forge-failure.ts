// Why a forge did not do what it was asked, in words that say what to do. What the forge itself says is quoted in one line;
// the token never is, not even when the forge repeats it.

import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";

/** Thrown by the adapters; what the user is told is in it. */
export class ForgeFailure extends Error {
  override readonly name = "ForgeFailure";
  constructor(
    readonly diagnostic: Diagnostic,
    /** Of HTTP; 0 when there was no answer. */
    readonly status: number,
  ) {
    super(diagnostic.summary);
  }
}

export interface Refusal {
  /** `listing the comments of acme/site#12`. */
  readonly doing: string;
  readonly status: number;
  /** What the forge says, if anything. */
  readonly message: string;
  readonly token: string;
  /** What the token must be allowed, in the forge's words. */
  readonly permission: string;
}

export function refused(refusal: Refusal): ForgeFailure {
  const { summary, advice } = explain(refusal);
  const said = quotable(refusal.message, refusal.token);
  const answer = `The forge answered ${refusal.status}${said === "" ? "" : ` ("${said}")`} when ${refusal.doing}.`;
  return new ForgeFailure(errorDiagnostic(summary, `${answer} ${advice}`), refusal.status);
}

export interface NoAnswer {
  readonly doing: string;
  readonly reason: string;
  readonly token: string;
}

/** The forge could not be reached, or not in time. */
export function unanswered({ doing, reason, token }: NoAnswer): ForgeFailure {
  const detail = `There was no answer when ${doing}: ${quotable(reason, token)}. Check the address of the forge, the network and its proxy, and run it again.`;
  return new ForgeFailure(errorDiagnostic("The forge does not answer", detail), 0);
}

export interface Throttled {
  readonly doing: string;
  readonly seconds: number;
}

/** The forge asks for a longer wait than anybody should make. */
export function throttled({ doing, seconds }: Throttled): ForgeFailure {
  const detail = `The forge asks to wait ${Math.ceil(seconds)} seconds more when ${doing}, after others have used up what it allows. Run it again then, or use a token of its own for previews.`;
  return new ForgeFailure(errorDiagnostic("The forge's rate limit is used up", detail), 429);
}

/** An answer that is not what the forge's interface promises. */
export function unreadable(doing: string, expected: string): ForgeFailure {
  const detail = `The answer when ${doing} has no ${expected}. Check that the address is that of the forge's REST interface, and not of its pages or of a proxy that asks for a login.`;
  return new ForgeFailure(errorDiagnostic("The forge's answer cannot be read", detail), 0);
}

interface Explanation {
  readonly summary: string;
  readonly advice: string;
}

function explain({ status, message, permission }: Refusal): Explanation {
  if (status === 401) {
    return {
      summary: "The forge does not accept the token",
      advice: "It has expired, was revoked or is one of another forge: give a new one.",
    };
  }
  if (status === 403) return explainForbidden(message, permission);
  if (status === 404) {
    return {
      summary: "The forge does not find it",
      advice: `Check repository and number. Forges answer the same when the token may not see a repository: it needs ${permission}.`,
    };
  }
  if (status === 422 || status === 400) {
    return {
      summary: "The forge does not take what it was given",
      advice:
        "Check that the commit is in this repository, that the pull request is open for comments, and that holdfast is not older than the forge's interface.",
    };
  }
  return {
    summary: "The forge refused",
    advice:
      status >= 500
        ? "It failed several times in a row: run it again later."
        : "Check the address of the forge, the repository and the number of the pull request.",
  };
}

function explainForbidden(message: string, permission: string): Explanation {
  const summary = "The forge does not allow it";
  if (/not accessible by integration/i.test(message)) {
    return {
      summary,
      advice: `The token of a workflow that a fork's pull request started may only read. Post in a second workflow, on workflow_run, whose job has ${permission} (docs/forges.md).`,
    };
  }
  if (/authenticate via a GitHub App/i.test(message)) {
    return {
      summary,
      advice:
        "Check runs are for the tokens of apps and workflows. With a personal token, set a commit status.",
    };
  }
  if (/locked/i.test(message)) {
    return { summary, advice: "The conversation is locked: unlock it, or post no comment there." };
  }
  return { summary, advice: `The token needs ${permission}.` };
}

const LONGEST_QUOTE = 300;

/** One line without control characters and without the token. */
export function quotable(text: string, token: string): string {
  const hidden = token === "" ? text : text.replaceAll(token, "(token)");
  const line = hidden.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
  return line.length <= LONGEST_QUOTE ? line : `${line.slice(0, LONGEST_QUOTE)}…`;
}
