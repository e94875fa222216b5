// Many names in one line: the first of them, and how many are left out.

import { code, join, type Markdown, md } from "./safe-markdown.js";

export function nameList(names: readonly string[], most: number): Markdown {
  const shown = join(
    names.slice(0, most).map((name) => code(name)),
    ", ",
  );
  return names.length <= most ? shown : md`${shown} and ${names.length - most} more`;
}
