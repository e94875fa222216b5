// A preview that was read, onto its pull request: comment and check. What is posted is rendered here, of data; no text that
// the stage before rendered is, for that one ran the program of the pull request.

import type { Forge, ForgeAddress, Network } from "../forge/forge.js";
import { ForgeFailure, quotable } from "../forge/forge-failure.js";
import { MARKER_LENGTH, markerOf } from "../forge/marker.js";
import { type ForgeName, openForge } from "../forge/open-forge.js";
import { type CommentMode, type Posted, postComment } from "../forge/post-comment.js";
import { cutText } from "../forge/text-limits.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Preview } from "../model/preview.js";
import { annotationsOf } from "../report/comment/annotations.js";
import type { Detail } from "../report/comment/comment-texts.js";
import { CommandFailed } from "./describe-failure.js";
import { hasSomethingToSay, type Occasion } from "./preview-occasion.js";
import { renderPreview, renderQuiet } from "./render-preview.js";
import { labelsFor, type VerdictLabel } from "./verdict-labels.js";

export interface PostingOptions {
  readonly forge: ForgeName;
  readonly address: ForgeAddress;
  /** Commit that the preview is of; the head of the pull request where it is not known. */
  readonly commit?: string;
  /** When there is a comment at all. */
  readonly comment: Occasion;
  readonly mode: CommentMode;
  readonly hasCheck: boolean;
  /** Kept as the preview's verdict says, once the comment is. */
  readonly labels?: readonly VerdictLabel[];
  /** Default `full`. */
  readonly detail?: Detail;
  /** UTF-16 code units of the comment, where that is less than the forge takes. */
  readonly longest?: number;
  /** What the marker of the comment is made with, the same in every run. */
  readonly key?: string;
  /** Where a person reads more. */
  readonly url?: string;
  /** Page of the repository, to show files of the commit on. */
  readonly repositoryPage?: string;
  readonly network: Network;
}

export interface PostedPreview {
  /** `outdated`: the pull request has a later commit, whose own preview says what is true by now. */
  readonly comment: Posted | { readonly done: "outdated" | "off"; readonly url?: never };
  /** Commit whose check was set. */
  readonly checked?: string;
  /** Of what the check lacks. */
  readonly warnings: readonly Diagnostic[];
}

/** @throws CommandFailed with what the forge refused, of comment and check each. */
export async function postPreview(
  preview: Preview,
  options: PostingOptions,
): Promise<PostedPreview> {
  const forge = openForge(options.forge, options.address, options.network);
  const failures: Diagnostic[] = [];
  const attempt = async <T>(action: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof ForgeFailure)) throw error;
      failures.push(error.diagnostic);
      return undefined;
    }
  };
  const head = await attempt(() => forge.readHead());
  const commit = options.commit ?? head;
  if (head === undefined || commit === undefined) throw new CommandFailed(failures);
  const comment = await attempt(() => comments(forge, preview, { ...options, head, commit }));
  const isCurrent = comment !== undefined && comment.done !== "outdated";
  const { labels = [] } = options;
  if (isCurrent && labels.length > 0) {
    await attempt(() => forge.changeLabels(labelsFor(preview.verdict, labels)));
  }
  const warnings = options.hasCheck
    ? await attempt(() => checks(forge, preview, { ...options, commit }))
    : [];
  if (failures.length > 0 || comment === undefined) throw new CommandFailed(failures);
  return { comment, ...(options.hasCheck ? { checked: commit } : {}), warnings: warnings ?? [] };
}

interface OfCommit extends PostingOptions {
  readonly commit: string;
}

async function comments(
  forge: Forge,
  preview: Preview,
  options: OfCommit & { readonly head: string },
): Promise<PostedPreview["comment"]> {
  const { comment, mode, key, address, head, commit } = options;
  if (comment === "off") return { done: "off" };
  if (head !== commit) return { done: "outdated" };
  const isQuiet = !hasSomethingToSay(preview, comment);
  return await postComment(forge, {
    marker: markerOf({ ...address, project: preview.project }, key),
    render: (former) =>
      isQuiet ? renderQuiet(comment) : renderFor(forge, preview, { ...options, former }),
    mode,
    isQuiet,
  });
}

async function checks(
  forge: Forge,
  preview: Preview,
  options: OfCommit,
): Promise<readonly Diagnostic[]> {
  const { commit, url } = options;
  return await forge.setCheck({
    name: checkName(preview.project),
    commit,
    conclusion: preview.conclusion,
    description: quotable(preview.sentence, ""),
    details: renderFor(forge, preview, options),
    annotations: annotationsOf(preview),
    ...(url === undefined ? {} : { url }),
  });
}

function renderFor(
  { longestComment }: Forge,
  preview: Preview,
  options: OfCommit & { readonly former?: string | undefined },
): string {
  const { former, url, repositoryPage, forge, commit, longest = longestComment } = options;
  const texts = {
    ...(options.detail === undefined ? {} : { detail: options.detail }),
    reproduce: reproduce(preview.origin),
    ...(url === undefined ? {} : { reportAddress: url }),
    ...(repositoryPage === undefined
      ? {}
      : { filesAddress: `${repositoryPage}/${FILES_AT[forge]}/${commit}/` }),
    ...(former === undefined ? {} : { formerComment: former }),
  };
  return renderPreview(preview, texts, Math.min(longest, longestComment) - MARKER_LENGTH);
}

/** What comes between the page of a repository and a commit. */
const FILES_AT: Readonly<Record<ForgeName, string>> = {
  github: "blob",
  gitlab: "-/blob",
  gitea: "src/commit",
};

/** People copy it into a shell, so no other text than two hashes of the preview's is in it. */
function reproduce({ base, head }: Preview["origin"]): readonly string[] {
  const commits = [base?.commit, head?.commit];
  if (!commits.every((commit) => /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit ?? ""))) return [];
  return [`holdfast preview --no-merge-base --base ${commits[0]} --head ${commits[1]}`];
}

/** GitHub takes names of 255 characters. */
const LONGEST_PROJECT = 200;

/** `holdfast/preview` for the project at the root, which is the name that a branch's rules ask for. */
export function checkName(project: string): string {
  return project === "."
    ? "holdfast/preview"
    : `holdfast/preview (${cutText(quotable(project, ""), LONGEST_PROJECT)})`;
}
