// What of a configuration's text may be shown: a text in quotes may be a secret, an expression is none.

/** Whether a text as JSON has it is one `${…}`, with nothing before it and nothing behind it. */
export function isOneExpression(content: string): boolean {
  if (!content.startsWith("${")) return false;
  let depth = 0;
  let isText = false;
  for (let i = 1; i < content.length; i++) {
    const character = content[i];
    if (character === "\\") {
      if (content[i + 1] === '"') isText = !isText;
      // What is escaped within a text is escaped twice in JSON.
      i += isText && content.startsWith('\\\\\\"', i) ? 3 : 1;
    } else if (isText) continue;
    else if (character === "{") depth++;
    else if (character === "}") {
      depth--;
      if (depth === 0) return i === content.length - 1;
    }
  }
  return false;
}
