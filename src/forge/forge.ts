// What posting a preview asks of a forge, and no more: comments of one's own on one pull request, and a check of its
// head. Each forge has an adapter; what a sticky comment is, is decided above them, once (post-comment.ts).

import type { Diagnostic } from "../model/diagnostic.js";
import type { LabelChange } from "./label-change.js";

/** One pull request (GitLab: merge request) on one forge, seen with one token. */
export interface Forge {
  /** In UTF-16 code units; no forge counts more for the same text. */
  readonly longestComment: number;
  /**
   * Comments that the token's own account wrote on the pull request, oldest first. Nobody can write as that account without
   * its token, so this is what tells our comment from one that quotes it.
   */
  listOwnComments(): Promise<readonly Comment[]>;
  createComment(body: string): Promise<Comment>;
  updateComment(id: string, body: string): Promise<Comment>;
  /** One that is gone already is no failure. */
  deleteComment(id: string): Promise<void>;
  /** Warnings of what is lacking in a check that is set. */
  setCheck(check: Check): Promise<readonly Diagnostic[]>;
  /** Labels of the pull request; others than those named are left alone. */
  changeLabels(change: LabelChange): Promise<void>;
  /** Full hash of the commit that is the pull request's head by now. */
  readHead(): Promise<string>;
}

export interface Comment {
  readonly id: string;
  readonly body: string;
  /** Where a person reads it. */
  readonly url: string;
}

export interface Check {
  /** What tells checks of one commit apart. */
  readonly name: string;
  /** Full hash. */
  readonly commit: string;
  /** Where a forge knows no `neutral`, it is a success whose description says more. */
  readonly conclusion: "success" | "neutral" | "failure";
  /** One line of text without markup. */
  readonly description: string;
  /** Markdown, for forges that show it with the check. */
  readonly details: string;
  /** For forges that show notes beside lines, which is GitHub in a check run. */
  readonly annotations?: readonly Annotation[];
  /** Where a person reads more. */
  readonly url?: string;
}

/** A note beside one line of the commit. */
export interface Annotation {
  /** Relative to the repository, with `/`. */
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  readonly level: "failure" | "warning";
  /** Plain text, as the message. */
  readonly title: string;
  readonly message: string;
}

/** Where a pull request is, and who asks. */
export interface ForgeAddress {
  /** Base of the REST interface, without a slash at its end: `https://api.github.com`, `https://git.example/api/v4`. */
  readonly api: string;
  /** `owner/name`; on GitLab `group/…/name` or the number of the project. */
  readonly repository: string;
  readonly pullRequest: number;
  readonly token: string;
  /** Login of the token's account, where the forge does not tell it to the token. */
  readonly account?: string;
  /** GitHub: a check run, which an app's token may set, or a commit status, which any may. */
  readonly checks?: "run" | "status";
}

/** How requests leave and how long they may take. Handed in, so that tests need neither time nor a network. */
export interface Network {
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Aborted when the user does not want to wait any more. */
  readonly signal: AbortSignal;
}
