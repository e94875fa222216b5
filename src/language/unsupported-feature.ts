// What Terraform's language has and this release does not: each feature with what to do instead. Whatever
// is listed here is refused by name, never ignored.

import { type Cursor, fail } from "./cursor.js";

const FEATURES = {
  namespace:
    "Functions of providers and namespaces (a::b) are not supported in this release. Call the function " +
    "by its plain name, or compute the value in the program that declares the stack.",
} as const;

export type Feature = keyof typeof FEATURES;

export const UNSUPPORTED_SUMMARY = "Unsupported language feature";

/** Ends the reading at `position` because of `feature`, written as `text`. */
export function failUnsupported(
  cursor: Cursor,
  feature: Feature,
  { text, position = cursor.position }: { readonly text: string; readonly position?: number },
): void {
  const detail = `${FEATURES[feature]} Found "${text}".`;
  fail(cursor, { summary: UNSUPPORTED_SUMMARY, detail, position });
}
