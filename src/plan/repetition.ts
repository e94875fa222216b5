// What `count` and `each` stand for in one instance of a resource or of a module.

import type { TypedValue } from "../language/typed-value.js";

export type Repetition =
  | { readonly kind: "none"; readonly key: undefined }
  | { readonly kind: "count"; readonly key: number }
  /** The key is a number for an import from a list only. */
  | { readonly kind: "each"; readonly key: string | number; readonly value: TypedValue };

export const NO_REPETITION: Repetition = { kind: "none", key: undefined };
