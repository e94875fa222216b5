// The syntax tree of Terraform's expression language. Parsing and evaluation are pure; `evaluate` asks a
// Scope for everything that is not in the text.

import type { Source } from "../model/diagnostic.js";
import type { Value } from "../model/value.js";

/** One JSON value of a configuration: literals, templates and references, containers kept as they are. */
export type Expression =
  | { readonly kind: "literal"; readonly value: Value }
  /** Text with interpolations, always a string: `a-${x}`. A whole-string `${x}` is its inner expression. */
  | { readonly kind: "template"; readonly parts: readonly Expression[]; readonly source?: Source }
  | { readonly kind: "traversal"; readonly reference: Reference; readonly source?: Source }
  | { readonly kind: "index"; readonly of: Expression; readonly index: Expression }
  | { readonly kind: "attribute"; readonly of: Expression; readonly name: string }
  /** `of[*].a[0]` and `of.*.a`: `each` is evaluated for every element, which `item` stands for. */
  | { readonly kind: "splat"; readonly of: Expression; readonly each: Expression }
  /** The element that the innermost enclosing splat is at. */
  | { readonly kind: "item" }
  /** What a `for` around it gave a name to. */
  | { readonly kind: "name"; readonly name: string; readonly source?: Source }
  | {
      readonly kind: "unary";
      readonly operator: UnaryOperator;
      readonly of: Expression;
      readonly source?: Source;
    }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly source?: Source;
    }
  | {
      readonly kind: "conditional";
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
      readonly source?: Source;
    }
  | ForExpression
  /** `%{ for … }`: the texts of all rounds of a `for`, one after the other. */
  | { readonly kind: "join"; readonly of: ForExpression; readonly source?: Source }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly args: readonly Expression[];
      /** The last argument is a list of arguments: `max(list...)`. */
      readonly isExpanded?: true;
      /** The first argument is a name and steps from it, without parentheses or quotes around. */
      readonly isOfReference?: true;
      readonly source?: Source;
    }
  | { readonly kind: "list"; readonly items: readonly Expression[]; readonly source?: Source }
  | {
      readonly kind: "object";
      readonly entries: readonly ObjectEntry[];
      /** A JSON object refuses two equal keys; in an HCL object the last one counts. */
      readonly hasUniqueKeys?: true;
      readonly source?: Source;
    };

export type UnaryOperator = "!" | "-";

export type BinaryOperator =
  | ("||" | "&&")
  | ("==" | "!=")
  | ("<" | "<=" | ">" | ">=")
  | ("+" | "-")
  | ("*" | "/" | "%");

export interface ForExpression {
  readonly kind: "for";
  readonly of: Expression;
  readonly keyName?: string;
  readonly valueName: string;
  /** Present in a `for` that makes an object. */
  readonly key?: Expression;
  readonly value: Expression;
  readonly condition?: Expression;
  /** Values of one key become a tuple: `key => value...`. */
  readonly isGrouped?: true;
  readonly source?: Source;
}

export interface ObjectEntry {
  readonly key: Expression;
  readonly value: Expression;
}

/** What a name stands for; the steps behind it are `index` and `attribute` expressions. */
export type Reference =
  | {
      readonly kind: "resource";
      readonly mode: "managed" | "data";
      readonly type: string;
      readonly name: string;
    }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "local"; readonly name: string }
  /** What the outputs of a module give: one object, or several by the keys of its call. */
  | { readonly kind: "module"; readonly name: string }
  | { readonly kind: "count"; readonly attribute: "index" }
  | { readonly kind: "each"; readonly attribute: "key" | "value" }
  | { readonly kind: "self" }
  | { readonly kind: "path"; readonly attribute: string }
  | { readonly kind: "terraform"; readonly attribute: string };
