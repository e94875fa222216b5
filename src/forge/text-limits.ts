// Texts that fit where a forge shows them.

/** At most `most` UTF-16 code units; no character is halved. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
