// What differs between two objects, as a tree that mirrors them: one node for each attribute, key or element.
// Leaves hold text that may be shown already, so that whatever is sensitive is gone after this step.

import type { AttributePath } from "../model/attribute-path.js";
import type { AttributeSchema, AttributeSchemas } from "../model/type.js";
import {
  areValuesEqual,
  isList,
  isMarked,
  isObject,
  isUnknown,
  memberOf,
  type ObjectValue,
  type Value,
} from "../model/value.js";
import { formatName, formatValue, SENSITIVE_TEXT, WRITE_ONLY_TEXT } from "./format-value.js";
import { namesIn } from "./labelled-names.js";

export type DiffKind = "added" | "removed" | "changed" | "same";

interface NodeHead {
  /** Name or key; empty for an element of a list. */
  readonly label: string;
  readonly kind: DiffKind;
  /** A change of it forces a replacement. */
  readonly replaces: boolean;
  /** Only the backend decides it, and what it will be is not known: a consequence, no reason. */
  readonly isConsequence?: true;
}

export type DiffNode = DiffLeaf | DiffBranch;

export interface DiffLeaf extends NodeHead {
  readonly shape: "leaf";
  /** Null where there is nothing. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface DiffBranch extends NodeHead {
  readonly shape: "object" | "list";
  readonly children: readonly DiffNode[];
}

export interface DiffRequest {
  readonly before: ObjectValue | null;
  readonly after: ObjectValue | null;
  /** Absent for types nobody described. */
  readonly attributes?: AttributeSchemas;
  readonly replacePaths?: readonly AttributePath[];
}

/** One node for each attribute that is there before or after, in the order of their names. */
export function diffObjects(request: DiffRequest): readonly DiffNode[] {
  const { before, after, attributes, replacePaths = [] } = request;
  const replaces = replacePaths.length === 0 ? NOTHING : new Set(replacePaths.map(pathText));
  return diffAttributes({ before, after }, { attributes, replaces, path: [] });
}

const NOTHING: ReadonlySet<string> = new Set();

interface Context {
  readonly attributes?: AttributeSchemas | undefined;
  readonly replaces: ReadonlySet<string>;
  readonly path: AttributePath;
}

interface Pair {
  readonly before: ObjectValue | null;
  readonly after: ObjectValue | null;
}

function diffAttributes(pair: Pair, context: Context): readonly DiffNode[] {
  const nodes: DiffNode[] = [];
  for (const { name, label } of namesIn(pair, context.attributes)) {
    const schema = context.attributes?.[name];
    if (schema?.write_only === true) {
      nodes.push(...writeOnlyNode(name, pair, within(context, name)));
      continue;
    }
    const before = memberOf(pair.before, name);
    const after = memberOf(pair.after, name);
    if (before === null && after === null) continue;
    const inner = within(context, name);
    const isDecided = schema?.computed === true && schema.optional !== true;
    const isConsequence = isDecided && isUnknown(after);
    nodes.push(diffValues({ label, before, after, isConsequence }, inner, schema));
  }
  return nodes;
}

/** Where a path is of use only if something forces a replacement. */
function within(context: Context, step: string | number): Context {
  return context.replaces.size === 0 ? context : { ...context, path: [...context.path, step] };
}

/** Of a write-only attribute only its version is known: the attribute counts as sent when that changes. */
function writeOnlyNode(name: string, pair: Pair, context: Context): readonly DiffNode[] {
  const version = `${name}_version`;
  const before = memberOf(pair.before, version);
  const after = memberOf(pair.after, version);
  if (after === null || areValuesEqual(before, after)) return [];
  const replaces = isReplacing(context);
  const kind = before === null ? "added" : "changed";
  const shown = { before: before === null ? null : WRITE_ONLY_TEXT, after: WRITE_ONLY_TEXT };
  return [{ label: formatName(name), shape: "leaf", kind, replaces, ...shown }];
}

interface Values {
  readonly label: string;
  readonly before: Value;
  readonly after: Value;
  readonly isConsequence?: boolean;
}

function diffValues(values: Values, context: Context, schema?: AttributeSchema): DiffNode {
  const { label, before, after } = values;
  const replaces = isReplacing(context);
  const isHidden = schema?.sensitive === true || isMarked(before) || isMarked(after);
  if (isHidden) return leafOf(values, replaces, () => SENSITIVE_TEXT);
  const children = childrenOf(values, context, schema);
  if (children === undefined) return leafOf(values, replaces, formatValue);
  const kind = children.nodes.every((node) => node.kind === "same") ? "same" : "changed";
  return {
    label,
    shape: children.shape,
    kind: before === null ? "added" : after === null ? "removed" : kind,
    replaces: replaces && !children.nodes.some((node) => node.replaces),
    children: children.nodes,
  };
}

function leafOf(
  { label, before, after, isConsequence }: Values,
  replaces: boolean,
  show: (value: Value) => string,
): DiffLeaf {
  const kind = kindOf(before, after);
  const was = before === null ? null : show(before);
  const will = after === null ? null : show(after);
  const leaf: DiffLeaf = { label, shape: "leaf", kind, replaces, before: was, after: will };
  return isConsequence ? { ...leaf, isConsequence } : leaf;
}

function kindOf(before: Value, after: Value): DiffKind {
  if (before === null) return after === null ? "same" : "added";
  if (after === null) return "removed";
  return areValuesEqual(before, after) ? "same" : "changed";
}

interface Children {
  readonly shape: "object" | "list";
  readonly nodes: readonly DiffNode[];
}

/** Undefined when the two are not both containers of one kind, or when there is nothing inside. */
function childrenOf(
  { before, after }: Values,
  context: Context,
  schema?: AttributeSchema,
): Children | undefined {
  if (typeof (after ?? before) !== "object") return undefined;
  if (isUnknown(before) || isUnknown(after)) return undefined;
  const inner = { ...context, attributes: schema?.nested_type?.attributes };
  if (isObject(before ?? {}) && isObject(after ?? {})) {
    const pair = { before: asObject(before), after: asObject(after) };
    const nodes =
      schema?.nested_type?.nesting_mode === "map"
        ? diffMap(pair, inner)
        : diffAttributes(pair, inner);
    return nodes.length === 0 ? undefined : { shape: "object", nodes };
  }
  if (isList(before ?? []) && isList(after ?? [])) {
    const pair = { before: asList(before), after: asList(after) };
    const nodes = isSet(schema) ? diffSet(pair, inner) : diffList(pair, inner);
    return nodes.length === 0 ? undefined : { shape: "list", nodes };
  }
  return undefined;
}

function asObject(value: Value): ObjectValue | null {
  return isObject(value) ? value : null;
}

function asList(value: Value): readonly Value[] {
  return isList(value) ? value : [];
}

function isSet(schema: AttributeSchema | undefined): boolean {
  if (schema?.nested_type?.nesting_mode === "set") return true;
  return Array.isArray(schema?.type) && schema.type[0] === "set";
}

function diffMap(pair: Pair, context: Context): readonly DiffNode[] {
  return namesIn(pair).map(({ name, label }) => {
    const before = memberOf(pair.before, name);
    const after = memberOf(pair.after, name);
    return diffElement(label, { before, after }, context);
  });
}

interface Lists {
  readonly before: readonly Value[];
  readonly after: readonly Value[];
}

/** Equal elements at both ends stay; those between are compared place by place. */
function diffList({ before, after }: Lists, context: Context): readonly DiffNode[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && isEqualAt(before, after, head, head)) head++;
  let tail = 0;
  const fits = () => isEqualAt(before, after, before.length - 1 - tail, after.length - 1 - tail);
  while (tail < shorter - head && fits()) tail++;
  const nodes: DiffNode[] = before.slice(0, head).map((item) => same(item, context));
  for (let i = head; i < Math.max(before.length, after.length) - tail; i++) {
    const pair = {
      before: i < before.length - tail ? (before[i] ?? null) : null,
      after: i < after.length - tail ? (after[i] ?? null) : null,
    };
    nodes.push(diffElement("", pair, context));
  }
  return [...nodes, ...before.slice(before.length - tail).map((item) => same(item, context))];
}

function isEqualAt(a: readonly Value[], b: readonly Value[], i: number, j: number): boolean {
  return areValuesEqual(a[i] ?? null, b[j] ?? null);
}

function same(item: Value, context: Context): DiffNode {
  return diffElement("", { before: item, after: item }, context);
}

/** Elements of a set have no place: one is in both, gone, or new. */
function diffSet({ before, after }: Lists, context: Context): readonly DiffNode[] {
  const texts = (items: readonly Value[]) => new Set(items.map(identityOf));
  const [had, has] = [texts(before), texts(after)];
  return [
    ...before.map((item) =>
      diffElement("", { before: item, after: has.has(identityOf(item)) ? item : null }, context),
    ),
    ...after
      .filter((item) => !had.has(identityOf(item)))
      .map((item) => diffElement("", { before: null, after: item }, context)),
  ];
}

/** Only for comparing; a sensitive element makes its whole set sensitive, so none gets here. */
function identityOf(value: Value): string {
  return isUnknown(value) ? "unknown" : JSON.stringify(value);
}

function diffElement(label: string, pair: { before: Value; after: Value }, context: Context) {
  const nested = context.attributes;
  const step = label === "" ? 0 : label;
  const path = [...context.path, step];
  if (nested === undefined || !isObject(pair.after ?? pair.before)) {
    return diffValues({ label, ...pair }, { replaces: context.replaces, path });
  }
  const nodes = diffAttributes(
    { before: asObject(pair.before), after: asObject(pair.after) },
    { attributes: nested, replaces: context.replaces, path },
  );
  const isSame = nodes.every((node) => node.kind === "same");
  const kind: DiffKind =
    pair.before === null ? "added" : pair.after === null ? "removed" : isSame ? "same" : "changed";
  return { label, shape: "object", kind, replaces: false, children: nodes } as const;
}

function isReplacing({ replaces, path }: Context): boolean {
  return replaces.size > 0 && replaces.has(pathText(path));
}

/** Indexes are left out: which element of a list forces a replacement is seen from its own change. */
function pathText(path: AttributePath): string {
  return path.map((step) => (typeof step === "number" ? "*" : step)).join("\u0000");
}
