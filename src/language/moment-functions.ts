// bcrypt, plantimestamp, timestamp and uuid: what is another value each time. Only the time of the plan is known
// when it is made; the others are unknown until it is carried out.

import { createRequire } from "node:module";
import { UNKNOWN } from "../model/value.js";
import type { FunctionSpec } from "./function-call.js";
import { formatUuid } from "./hash-functions.js";
import { type Moment, type Outside, openOutside } from "./outside.js";
import { type Outcome, type Refusal, refuse } from "./refusal.js";
import { formatTimestamp } from "./timestamp.js";
import type { TypedValue } from "./typed-value.js";
import { wholeNumber } from "./whole-number.js";

const NO_ARGUMENTS: Pick<FunctionSpec, "parameters" | "resultType"> = {
  parameters: [],
  resultType: () => "string",
};

export const plantimestamp: FunctionSpec = {
  ...NO_ARGUMENTS,
  apply: (_, outside) => {
    const open = openOutside(outside);
    if (open === undefined) return refuseTime();
    return { value: open.planTime ?? UNKNOWN, type: "string" };
  },
};

export const timestamp: FunctionSpec = {
  ...NO_ARGUMENTS,
  apply: (_, outside) => atMoment(outside, ({ now }) => formatDate(now())),
};

export const uuid: FunctionSpec = {
  ...NO_ARGUMENTS,
  apply: (_, outside) => atMoment(outside, ({ randomBytes }) => formatUuid(randomBytes(16), 4)),
};

export const bcrypt: FunctionSpec = {
  parameters: [{ name: "str", type: "string" }],
  rest: { name: "cost", type: "number" },
  resultType: () => "string",
  apply: ([text, cost, ...more], outside) => {
    const open = openOutside(outside);
    if (open !== undefined && open.moment === undefined) {
      return { value: UNKNOWN, type: "string" };
    }
    if (more.length > 0) return refuse(ERROR, "bcrypt() takes one or two arguments.");
    const rounds = roundsOf(cost);
    if (rounds === undefined)
      return refuse(ERROR, "The cost of bcrypt() is a whole number up to 31.");
    const password = String(text?.value);
    if (Buffer.byteLength(password) > 72) {
      return refuse(ERROR, "bcrypt() takes texts of at most 72 bytes, and this one is longer.");
    }
    return atMoment(outside, ({ randomBytes }) => hash(password, rounds, randomBytes(16)));
  },
};

const DEFAULT_COST = 10;

/** One below 4, the least there is, stands for the default. */
function roundsOf(cost: TypedValue | undefined): number | undefined {
  if (cost === undefined) return DEFAULT_COST;
  const given = wholeNumber(cost.value);
  if (given === undefined || given > 31) return undefined;
  return given < 4 ? DEFAULT_COST : given;
}

/** The library is loaded here: most configurations hash no password. */
function hash(password: string, rounds: number, random: Uint8Array): string {
  const library = createRequire(import.meta.url)("bcryptjs") as typeof import("bcryptjs");
  const salt = library.encodeBase64([...random], random.length);
  return library.hashSync(password, `$2a$${String(rounds).padStart(2, "0")}$${salt}`);
}

function atMoment(outside: Outside | undefined, make: (moment: Moment) => string): Outcome {
  const open = openOutside(outside);
  if (open === undefined) return refuseTime();
  const { moment } = open;
  return { value: moment === undefined ? UNKNOWN : make(moment), type: "string" };
}

function refuseTime(): Refusal {
  return refuse(ERROR, "There is neither a clock nor chance here.");
}

/** RFC 3339 in UTC, to the second. */
export function formatDate(date: Date): string {
  return formatTimestamp({ nanoseconds: BigInt(date.getTime()) * 1_000_000n, offsetMinutes: 0 });
}

const ERROR = "Error in function call";
