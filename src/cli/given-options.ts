// The options of one call, read by name and form. Commander hands them over untyped; this is the one place that
// looks at what they are.

import { invariant } from "../model/invariant.js";

export interface GivenOptions {
  /** Whether a flag was given. */
  has(name: string): boolean;
  text(name: string): string | undefined;
  /** Values of an option that may be repeated, in their order. */
  list(name: string): readonly string[];
  /** Values of several such options, in the order of the command line. */
  inOrder(...names: readonly string[]): readonly RepeatedOption[];
}

export interface RepeatedOption {
  readonly name: string;
  readonly value: string;
}

/** `names` as declared, with dashes; `raw` as commander's `opts()`, with humps; `repeated` as they came. */
export function readGivenOptions(
  raw: Readonly<Record<string, unknown>>,
  repeated: readonly RepeatedOption[] = [],
): GivenOptions {
  const rawOf = (name: string) => raw[camelCase(name)];
  return {
    // Commander keeps `--no-settle` as a settle that is false.
    has: (name) => (name.startsWith("no-") ? rawOf(name.slice(3)) === false : rawOf(name) === true),
    text: (name) => {
      const value = rawOf(name);
      invariant(value === undefined || typeof value === "string", `--${name} takes one text`);
      return value;
    },
    list: (name) => {
      const value = rawOf(name) ?? [];
      invariant(Array.isArray(value), `--${name} may be repeated`);
      return value.map(String);
    },
    inOrder: (...names) => repeated.filter(({ name }) => names.includes(name)),
  };
}

/** The same without `--stack`, for commands that choose among all stacks themselves. */
export function ofEveryStack(options: GivenOptions): GivenOptions {
  return { ...options, list: (name) => (name === "stack" ? [] : options.list(name)) };
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
