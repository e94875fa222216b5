// yamldecode, exactly as Terraform 1.11 has it: the yaml library reads the text, and what a scalar stands for, how
// maps are merged and what is refused is decided here as go-cty-yaml does, whose rules are neither those of YAML
// 1.1 nor of 1.2.

import { createRequire } from "node:module";
import type { Node, Scalar, YAMLMap } from "yaml";
import { isObject, type Value } from "../model/value.js";
import { MAX_DEPTH } from "./cursor.js";
import type { FunctionSpec } from "./function-call.js";
import { refuse } from "./refusal.js";
import { textOf } from "./text-call.js";
import { normalize } from "./text-order.js";
import { isRefusedScalar, resolveScalar } from "./yaml-scalar.js";

export const yamldecode: FunctionSpec = {
  parameters: [{ name: "src", type: "string" }],
  resultType: () => "dynamic",
  apply: ([text]) => {
    const outcome = decode(textOf(text));
    if (!(outcome instanceof Unreadable)) return { value: outcome };
    return refuse("Error in function call", `yamldecode() cannot read this text: ${outcome.why}.`);
  },
};

class Unreadable {
  constructor(readonly why: string) {}
}

let library: typeof import("yaml") | undefined;

/** With the first text that is read: most configurations have none. */
function loadLibrary(): typeof import("yaml") {
  library ??= createRequire(import.meta.url)("yaml") as typeof import("yaml");
  return library;
}

/** What a text of YAML may not have. */
const UNREADABLE =
  /[^\t\n\r -~\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}\ufeff]/u;

/** Of all versions only 1.1 is read. */
const OTHER_VERSION = /^%YAML[ \t]+(?!1\.1\s)/m;

function decode(given: string): Value | Unreadable {
  if (UNREADABLE.test(given)) return new Unreadable("it has control characters");
  const text = given.replace(/\r\n?|\u0085/g, "\n");
  if (isTooDeep(text)) return new Unreadable(`it is nested more than ${MAX_DEPTH} levels deep`);
  const { parseAllDocuments, LineCounter } = loadLibrary();
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, {
    ...{ schema: "failsafe", version: "1.1", uniqueKeys: false, merge: false },
    ...{ prettyErrors: false, resolveKnownTags: false, keepSourceTokens: true, lineCounter },
  });
  const [document, second] = Array.isArray(documents) ? documents : [];
  if (document === undefined || (document.contents === null && !/^---/m.test(text))) {
    return new Unreadable("it has no document");
  }
  const error = documents.flatMap(({ errors }) => errors)[0];
  if (error !== undefined) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    return new Unreadable(`${error.code} in line ${line}, column ${col}`);
  }
  if (OTHER_VERSION.test(text)) return new Unreadable("it is not of YAML 1.1");
  if (second !== undefined) return new Unreadable("it has more than one document");
  return valueOfNode(document.contents, { done: new Map(), open: new Set() });
}

/** What a level of nesting begins with. */
const OPENING = /[[{?:-]/g;

/** The library composes nodes by recursion, but not the tokens that they are composed of. */
function isTooDeep(text: string): boolean {
  if ((text.match(OPENING)?.length ?? 0) <= MAX_DEPTH) return false;
  const { Parser } = loadLibrary();
  let level: readonly unknown[] = [...new Parser().parse(text)];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap(tokensIn);
  }
  return false;
}

/** The tokens of the next level: a document has a value, a collection items, and those a key and a value. */
function tokensIn(token: unknown): readonly unknown[] {
  const { value, items = [] } = Object(token) as CollectionToken;
  const parts = [value, ...items.flatMap((item) => [item.key, item.value])];
  return parts.filter((part) => typeof part === "object" && part !== null);
}

interface CollectionToken {
  readonly value?: unknown;
  readonly items?: readonly { readonly key?: unknown; readonly value?: unknown }[];
}

/** Anchors whose node was read, and those whose node is being read. */
interface Anchors {
  readonly done: Map<string, Value>;
  readonly open: Set<string>;
}

function valueOfNode(node: Node | null, anchors: Anchors): Value | Unreadable {
  const { isAlias } = loadLibrary();
  if (node === null) return null;
  if (isAlias(node)) {
    if (anchors.open.has(node.source)) return new Unreadable("an anchor is used inside itself");
    const value = anchors.done.get(node.source);
    return value === undefined ? new Unreadable("an alias has no anchor before it") : value;
  }
  const anchor = "anchor" in node && typeof node.anchor === "string" ? node.anchor : undefined;
  if (anchor !== undefined) anchors.open.add(anchor);
  const value = contentOf(node, anchors);
  if (anchor === undefined || value instanceof Unreadable) return value;
  anchors.open.delete(anchor);
  anchors.done.set(anchor, value);
  return value;
}

function contentOf(node: Node, anchors: Anchors): Value | Unreadable {
  const { isMap, isSeq, isScalar } = loadLibrary();
  if (isMap(node)) {
    return hasTag(node, "map") ? mapOf(node, anchors) : new Unreadable("a mapping has a tag");
  }
  if (isSeq(node)) {
    if (!hasTag(node, "seq")) return new Unreadable("a sequence has a tag");
    const items: Value[] = [];
    for (const item of node.items) {
      const value = valueOfNode(item as Node | null, anchors);
      if (value instanceof Unreadable) return value;
      items.push(value);
    }
    return items;
  }
  return isScalar(node) ? scalarOf(node) : new Unreadable("it has a node of no known kind");
}

function hasTag(node: Node, kind: string): boolean {
  const { tag } = node as { readonly tag?: string };
  return tag === undefined || tag === `tag:yaml.org,2002:${kind}`;
}

/** Newer YAML has it, for the sake of JSON. */
const SLASH_ESCAPE = /^(?:[^\\]|\\[^/])*\\\//;

function rawText({ srcToken }: Scalar): string {
  return srcToken !== undefined && "source" in srcToken ? srcToken.source : "";
}

function scalarOf(node: Scalar): Value | Unreadable {
  const source = node.source ?? String(node.value ?? "");
  const isPlain = node.type === "PLAIN" || node.type === undefined;
  if (isPlain && /[\u2028\u2029]/.test(source)) return new Unreadable("it has odd line breaks");
  if (node.type === "QUOTE_DOUBLE" && SLASH_ESCAPE.test(rawText(node))) {
    return new Unreadable("it has an escape that there is not");
  }
  const value = resolveScalar(source, { tag: node.tag, isPlain });
  if (isRefusedScalar(value)) return new Unreadable(value.refused);
  return typeof value === "string" ? normalize(value) : value;
}

/** Of equal keys the last one counts, also of those that were merged in. */
function mapOf(node: YAMLMap, anchors: Anchors): Value | Unreadable {
  const members = new Map<string, Value>();
  for (const { key, value } of node.items) {
    const content = () => valueOfNode(value as Node | null, anchors);
    if (isMergeKey(key)) {
      const merged = content();
      if (merged instanceof Unreadable) return merged;
      if (!isObject(merged)) return new Unreadable("only a mapping can be merged into a mapping");
      for (const [name, item] of Object.entries(merged)) members.set(name, item);
      continue;
    }
    const name = keyOf(key as Node | null);
    if (name instanceof Unreadable) return name;
    const item = content();
    if (item instanceof Unreadable) return item;
    members.set(name, item);
  }
  return Object.fromEntries(members);
}

function isMergeKey(key: unknown): boolean {
  const { isScalar } = loadLibrary();
  if (!isScalar(key) || key.source !== "<<") return false;
  return key.tag === undefined || key.tag === "tag:yaml.org,2002:merge";
}

function keyOf(key: Node | null): string | Unreadable {
  const { isScalar } = loadLibrary();
  if (!isScalar(key)) return new Unreadable("only a scalar can be the key of a mapping");
  const value = scalarOf(key);
  if (value instanceof Unreadable) return value;
  return value === null ? new Unreadable("null cannot be the key of a mapping") : String(value);
}
