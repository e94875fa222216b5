// Reading the attributes of a planned object. A fact that apply has yet to decide is noted, so that whoever
// overlays it on an estate can say which objects the estate cannot tell about.

import {
  isList,
  isObject,
  isUnknown,
  type ObjectValue,
  unmark,
  type Value,
} from "../../model/value.js";
import type { Maybe } from "../estate.js";

export class PlannedAttributes {
  constructor(
    private readonly object: ObjectValue,
    private readonly seen: { isUnknown: boolean } = { isUnknown: false },
  ) {}

  /** Whether a fact was asked for, here or in a nested object, that is not known until apply. */
  get hasUnknown(): boolean {
    return this.seen.isUnknown;
  }

  text(name: string): string | null {
    const value = this.#known(name);
    return typeof value === "string" ? value : null;
  }

  textOr(name: string, fallback: string): string {
    return this.text(name) ?? fallback;
  }

  number(name: string): number | null {
    const value = this.#known(name);
    return typeof value === "number" ? value : null;
  }

  flagOr(name: string, fallback: boolean): boolean {
    const value = this.#known(name);
    return typeof value === "boolean" ? value : fallback;
  }

  /** A member of a closed list; anything else gives the fallback. */
  wordOr<T extends string>(name: string, words: readonly T[], fallback: T): T {
    const value = this.#known(name);
    return words.find((word) => word === value) ?? fallback;
  }

  /** A text whose being unknown the estate can express. */
  maybeText(name: string): Maybe<string | null> {
    const value = unmark(this.object[name] ?? null);
    if (isUnknown(value)) return "unknown";
    return typeof value === "string" ? value : null;
  }

  /** Unix seconds of an RFC 3339 time. */
  seconds(name: string): number | null {
    const value = this.text(name);
    return value === null ? null : Math.floor(Date.parse(value) / 1000);
  }

  texts(name: string): readonly string[] | null {
    const value = this.#known(name);
    if (!isList(value)) return null;
    return value.map(unmark).filter((item) => typeof item === "string");
  }

  /** A nested object; one without attributes where there is none. */
  nested(name: string): PlannedAttributes {
    return this.nestedOrNull(name) ?? new PlannedAttributes({}, this.seen);
  }

  nestedOrNull(name: string): PlannedAttributes | null {
    const value = this.#known(name);
    return isObject(value) ? new PlannedAttributes(value, this.seen) : null;
  }

  items(name: string): readonly PlannedAttributes[] | null {
    const value = this.#known(name);
    if (!isList(value)) return null;
    return value
      .map(unmark)
      .filter(isObject)
      .map((item) => new PlannedAttributes(item, this.seen));
  }

  #known(name: string): Value {
    const value = unmark(this.object[name] ?? null);
    if (!isUnknown(value)) return value;
    this.seen.isUnknown = true;
    return null;
  }
}
