// One comment per project that stays the only one: found, written, and freed of duplicates that other runs made at the
// same time. Comments that are not ours are never touched (marker.ts).

import { invariant } from "../model/invariant.js";
import type { Comment, Forge } from "./forge.js";
import { ForgeFailure } from "./forge-failure.js";
import { isMarked, withMarker } from "./marker.js";

export interface Posting {
  /** Of {@link markerOf}. */
  readonly marker: string;
  /** Markdown without the marker; `former` is the body of our latest comment, which remembers earlier pushes. */
  readonly render: (former: string | undefined) => string;
  /**
   * `update`: the comment keeps its place. `recreate`: it moves to the end of the conversation. `new`: the earlier ones
   * stay as they are, as a history.
   */
  readonly mode: CommentMode;
  /** That there is nothing to say. Then it only takes the place of what was said before. */
  readonly isQuiet: boolean;
}

export type CommentMode = "update" | "new" | "recreate";

export interface Posted {
  readonly done: "created" | "updated" | "unchanged" | "removed" | "nothing";
  /** Where a person reads it; absent where there is none. */
  readonly url?: string;
}

/** @throws ForgeFailure */
export async function postComment(forge: Forge, posting: Posting): Promise<Posted> {
  const { marker, mode, isQuiet } = posting;
  const ours = await listOurs(forge, marker);
  if (isQuiet && ours.length === 0) return { done: "nothing" };
  const body = withMarker(marker, posting.render(ours.at(-1)?.body));
  invariant(body.length <= forge.longestComment, "a comment is rendered for the forge's limit");
  const ready: Ready = { forge, marker, body, ours };
  switch (mode) {
    case "update":
      return await updateOldest(ready);
    case "recreate":
      return isQuiet ? await removeAll(ready) : await recreate(ready);
    case "new":
      return await addUnlessSaid(ready);
  }
}

interface Ready {
  readonly forge: Forge;
  readonly marker: string;
  /** With the marker. */
  readonly body: string;
  /** Oldest first. */
  readonly ours: readonly Comment[];
}

/** Oldest first. */
async function listOurs(forge: Forge, marker: string): Promise<readonly Comment[]> {
  const own = await forge.listOwnComments();
  const ours = own.filter((comment) => isMarked(marker, comment));
  return ours.sort((a, b) => Number(a.id) - Number(b.id));
}

/**
 * Two runs that each find no comment both write one. Each looks again after that, so the later one sees both; and as both
 * keep the oldest, one is left whatever the order.
 */
async function updateOldest({ forge, marker, body, ours }: Ready): Promise<Posted> {
  const [oldest, ...others] = ours;
  if (oldest === undefined) {
    await forge.createComment(body);
    const [kept, ...duplicates] = await listOurs(forge, marker);
    if (kept === undefined) return { done: "removed" };
    await remove(forge, duplicates);
    return { ...(await write(forge, kept, body)), done: "created" };
  }
  await remove(forge, others);
  return await write(forge, oldest, body);
}

/** Written before the old ones go, so that there is never none; of several runs the last one's stays. */
async function recreate({ forge, marker, body, ours }: Ready): Promise<Posted> {
  const [only] = ours;
  if (only !== undefined && ours.length === 1 && isSameText(only.body, body)) {
    return { done: "unchanged", url: only.url };
  }
  await forge.createComment(body);
  const all = await listOurs(forge, marker);
  const kept = all.at(-1);
  if (kept === undefined) return { done: "removed" };
  await remove(forge, all.slice(0, -1));
  return { ...(await write(forge, kept, body)), done: "created" };
}

async function addUnlessSaid({ forge, body, ours }: Ready): Promise<Posted> {
  const last = ours.at(-1);
  if (last !== undefined && isSameText(last.body, body))
    return { done: "unchanged", url: last.url };
  return { done: "created", url: (await forge.createComment(body)).url };
}

async function removeAll({ forge, ours }: Ready): Promise<Posted> {
  await remove(forge, ours);
  return { done: "removed" };
}

async function remove(forge: Forge, comments: readonly Comment[]): Promise<void> {
  for (const { id } of comments) await forge.deleteComment(id);
}

/** Nobody is notified of a comment that stays what it is. One that somebody removed meanwhile is written anew. */
async function write(forge: Forge, comment: Comment, body: string): Promise<Posted> {
  if (isSameText(comment.body, body)) return { done: "unchanged", url: comment.url };
  try {
    return { done: "updated", url: (await forge.updateComment(comment.id, body)).url };
  } catch (error) {
    if (!(error instanceof ForgeFailure && error.status === 404)) throw error;
    return { done: "created", url: (await forge.createComment(body)).url };
  }
}

/** Forges may keep line ends otherwise, and drop white space at the end. */
function isSameText(a: string, b: string): boolean {
  const plain = (text: string) => text.replaceAll("\r\n", "\n").trimEnd();
  return plain(a) === plain(b);
}
