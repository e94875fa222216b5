// The network and the clock that forges are asked with.

import { setTimeout } from "node:timers/promises";
import type { Network } from "../forge/forge.js";

export function networkOf(signal: AbortSignal, now: () => Date): Network {
  return {
    fetch,
    now: () => now().getTime(),
    // Whoever sleeps looks at the signal afterwards.
    sleep: (milliseconds) => setTimeout(milliseconds, undefined, { signal }).catch(() => undefined),
    signal,
  };
}
