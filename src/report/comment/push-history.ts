// The verdicts of former pushes, which the comment itself remembers: its last line is hidden and reads
// `<!-- holdfast-history 0123456789=drops,89abcdef01=unchanged -->`, oldest first. Only there is it looked for, for the last
// line is ours, whatever a plan has in it. The marker by which a poster knows the comment is put before it by the poster.

import type { Preview, PreviewVerdict } from "../../model/preview.js";
import { code, hidden, join, type Markdown, md, NOTHING } from "./safe-markdown.js";
import { VERDICT_SYMBOLS } from "./verdict-line.js";

interface Push {
  readonly commit: string;
  readonly verdict: PreviewVerdict;
}

const MOST_PUSHES = 8;
const COMMIT_LENGTH = 10;
const LAST_LINE = /^<!-- holdfast-history ([0-9a-f]{10}=[a-z-]+(?:,[0-9a-f]{10}=[a-z-]+)*) -->$/;

/** The former pushes and this one, oldest first; a push that is judged again counts once. */
export function pushesOf(
  { origin, verdict }: Preview,
  formerComment: string | undefined,
): readonly Push[] {
  const commit = origin.head?.commit.slice(0, COMMIT_LENGTH).toLowerCase();
  if (commit === undefined || !/^[0-9a-f]{10}$/.test(commit)) return [];
  const former = readPushes(formerComment ?? "").filter((push) => push.commit !== commit);
  return [...former, { commit, verdict }].slice(-MOST_PUSHES);
}

function readPushes(comment: string): readonly Push[] {
  const lastLine = comment.trimEnd().split(/\r?\n/).at(-1) ?? "";
  const [, pushes = ""] = LAST_LINE.exec(lastLine) ?? [];
  return pushes.split(",").flatMap((push) => {
    const [commit = "", verdict = ""] = push.split("=");
    return isVerdict(verdict) ? [{ commit, verdict }] : [];
  });
}

function isVerdict(text: string): text is PreviewVerdict {
  return Object.hasOwn(VERDICT_SYMBOLS, text);
}

/** Nothing for the first push. */
export function historyStrip(pushes: readonly Push[]): Markdown {
  if (pushes.length < 2) return NOTHING;
  const shown = pushes.map(
    ({ commit, verdict }) => md`${VERDICT_SYMBOLS[verdict]} ${code(commit)}`,
  );
  return md`Pushes, oldest first: ${join(shown, ", ")}`;
}

export function historyMemory(pushes: readonly Push[]): Markdown {
  if (pushes.length === 0) return NOTHING;
  const words = pushes.map(({ commit, verdict }) => `${commit}=${verdict}`);
  return hidden(["holdfast-history", words.join(",")]);
}
