// The form of the table of effects: one entry an attribute. An entry shows by a program that the attribute
// alone makes a difference, or says why it cannot.

import { isList, isObject, type ObjectValue, type Value } from "../../../src/model/value.js";
import type { Declaration, Outcome, Program } from "./run-program.js";

/** Two values of the attribute, all else equal, have two outcomes. */
export interface EffectEntry {
  /** `holdfast_host.key_persistence.enabled`. */
  readonly attribute: string;
  /** Name of the object in `program` that is varied, where it is declared last. */
  readonly of: string;
  readonly program: Program;
  /** Undefined leaves the attribute out. */
  readonly values: readonly [Value | undefined, Value | undefined];
  /** The part of the outcome that is compared. */
  readonly shows: (outcome: Outcome) => Shown;
  /** What that part is with the one value and with the other. */
  readonly outcomes: readonly [Shown, Shown];
}

/** The attribute is part of the object's inventory path: two values are two objects. */
export interface IdentityEntry extends Omit<EffectEntry, "shows" | "outcomes"> {
  readonly identity: readonly [id: string, id: string];
}

/** Nothing follows from the attribute, whatever its value. */
export interface DescriptiveEntry extends Omit<EffectEntry, "shows" | "outcomes"> {
  /** A sentence. */
  readonly descriptive: string;
}

export type AttributeEntry = EffectEntry | IdentityEntry | DescriptiveEntry;

export type Shown = string | number | readonly string[];

export const verdictOf =
  (workload: string) =>
  ({ verdicts }: Outcome): Shown =>
    verdicts.find((v) => v.startsWith(`${workload} `))?.slice(workload.length + 1) ?? "none";

export const faults = ({ faults }: Outcome): Shown => faults;

export const diagnostics = ({ diagnostics }: Outcome): Shown => diagnostics;

/** The codes found about one object. */
export const findingsAbout =
  (subject: string) =>
  ({ findings }: Outcome): Shown =>
    findings.filter((f) => f.endsWith(` ${subject}`)).map((f) => f.split(" ")[0] ?? "");

export const waived = ({ waived }: Outcome): Shown => waived;

export const hostFacts =
  (host: string) =>
  ({ hosts }: Outcome): Shown =>
    hosts.find((h) => h.startsWith(`${host}: `))?.slice(host.length + 2) ?? "none";

export const startOf =
  (machine: string, host: string) =>
  ({ starts }: Outcome): Shown =>
    starts.find((s) => s.startsWith(`${machine} on ${host}: `))?.split(": ")[1] ?? "none";

export const brokenFloors = ({ brokenFloors }: Outcome): Shown => brokenFloors;

export const backupsWritten = ({ backupsWritten }: Outcome): Shown => backupsWritten;

/** The program with one value in the place of the attribute. Throws if there is no such object in it. */
export function programWith(entry: AttributeEntry, value: Value | undefined): Program {
  const [type = "", ...path] = entry.attribute.split(".");
  const isVaried = (step: Program[number]) =>
    typeof step !== "function" && step.type === type && nameOf(step) === entry.of;
  const at = entry.program.findLastIndex(isVaried);
  const step = entry.program[at];
  if (step === undefined || typeof step === "function") {
    throw new Error(`${entry.attribute}: its program declares no ${type} ${entry.of}`);
  }
  const config = replaceIn(step.config, path, value);
  return entry.program.with(at, { ...step, config });
}

function nameOf({ config }: Declaration): Value | undefined {
  return config.hostname ?? config.name ?? config.entity ?? config.from_site ?? config.cluster;
}

/** In the first item where the path leads through a list. */
function replaceIn(
  config: ObjectValue,
  [name = "", ...rest]: readonly string[],
  value: Value | undefined,
): ObjectValue {
  const { [name]: before, ...others } = config;
  if (rest.length > 0) return { ...config, [name]: replaceWithin(before, rest, value) };
  return value === undefined ? others : { ...others, [name]: value };
}

function replaceWithin(
  before: Value | undefined,
  path: readonly string[],
  value: Value | undefined,
): Value {
  if (!isList(before)) return replaceIn(isObject(before) ? before : {}, path, value);
  return before.map((item, i) => (i === 0 && isObject(item) ? replaceIn(item, path, value) : item));
}
