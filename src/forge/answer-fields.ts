// Fields of answers, which are somebody else's data until they have been looked at.

import { unreadable } from "./forge-failure.js";

export interface AnswerFields {
  text(name: string): string;
  number(name: string): number;
  /** An object within. */
  inner(name: string): AnswerFields;
  optionalText(name: string): string | undefined;
  /** False where it is missing. */
  flag(name: string): boolean;
  has(name: string): boolean;
}

/** @throws ForgeFailure where a field that is read is missing or of another type. */
export function fieldsOf(value: unknown, doing: string): AnswerFields {
  const fields = (typeof value === "object" && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >;
  const need = <T>(name: string, type: string): T => {
    if (typeof fields[name] !== type) throw unreadable(doing, `"${name}"`);
    return fields[name] as T;
  };
  return {
    text: (name) => need<string>(name, "string"),
    number: (name) => need<number>(name, "number"),
    inner: (name) => fieldsOf(need<object>(name, "object"), doing),
    optionalText: (name) => (typeof fields[name] === "string" ? fields[name] : undefined),
    flag: (name) => fields[name] === true,
    has: (name) => fields[name] !== undefined && fields[name] !== null,
  };
}
