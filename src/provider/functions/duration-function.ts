// The seconds of a duration as scenarios write it.

import {
  LONGEST_DURATION_DAYS,
  LONGEST_DURATION_SECONDS,
  parseDuration,
} from "../../model/duration.js";
import type { ProviderFunction } from "../../model/provider-function.js";

export const durationSeconds: ProviderFunction = {
  signature: {
    summary: "The seconds of a duration",
    description:
      "A duration as scenarios write it, in seconds, to compare it with what a drill measured: 72h is 259200. It can be " +
      `${LONGEST_DURATION_DAYS}d at most.`,
    parameters: [
      {
        name: "duration",
        description: "A whole number with a unit, 90s, 30m, 72h or 3d, or a number of seconds.",
        type: "string",
      },
    ],
    return_type: "number",
  },
  call: ([duration]) => {
    const text = String(duration);
    const seconds = parseDuration(/^[0-9]+$/.test(text) ? `${text}s` : text);
    if (seconds === undefined) {
      const fault = "is not a duration. One is written as 90s, 30m, 72h or 3d";
      return { received: text, fault, argument: 0 };
    }
    if (seconds <= LONGEST_DURATION_SECONDS) return { value: seconds };
    const fault = `is too long. It can be ${LONGEST_DURATION_DAYS}d at most`;
    return { received: text, fault, argument: 0 };
  },
};
