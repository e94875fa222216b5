// A diagnostic as `validate --json` and the messages of `--json` hold it: Terraform's members, and beside them what
// Terraform does not know: `attribute`, `pointer` and `construct`.

import type { Diagnostic, InvolvedValue, Snippet, Source } from "../model/diagnostic.js";

export function diagnosticJson(diagnostic: Diagnostic): Readonly<Record<string, unknown>> {
  const { severity, summary, detail, address, attribute, source, values = [] } = diagnostic;
  const { pointer, construct } = source ?? {};
  return {
    severity,
    summary,
    detail,
    ...(address === undefined ? {} : { address }),
    ...(source === undefined ? {} : placeJson(source, values)),
    ...(attribute === undefined ? {} : { attribute }),
    ...(pointer === undefined ? {} : { pointer }),
    ...(construct === undefined ? {} : { construct }),
  };
}

function placeJson(
  { file, line, column, range }: Source,
  values: readonly InvolvedValue[],
): { readonly range?: object; readonly snippet?: object } {
  if (file === undefined) return {};
  if (range === undefined) {
    if (line === undefined || column === undefined) return {};
    const place = { line, column };
    return { range: { filename: file, start: place, end: place } };
  }
  const { start, end, snippet } = range;
  const shown = { filename: file, start, end };
  return { range: shown, ...(snippet && { snippet: snippetJson(snippet, values) }) };
}

function snippetJson(
  { context, code, startLine, highlightStart, highlightEnd }: Snippet,
  values: readonly InvolvedValue[],
) {
  return {
    context,
    code,
    start_line: startLine,
    highlight_start_offset: highlightStart,
    highlight_end_offset: highlightEnd,
    values,
  };
}
