// A start tried for the answer only: the whole attempt, messages and all, and then everything undone and
// nobody told.

import { Courier } from "./courier.js";
import type { StartFailure } from "./vm-start.js";
import { openOnHost } from "./vm-start.js";
import type { World } from "./world.js";

/** Null if the machine would start on that host now, running elsewhere or not; else what is in the way. */
export function probeStart(
  world: World,
  { vm, host }: { readonly vm: string; readonly host: string },
): StartFailure | null {
  const machine = world.virtualMachines.get(vm);
  if (machine === undefined) {
    return { reason: "STORAGE_UNREADABLE", sentence: `There is no "${vm}".`, locks: false };
  }
  const mark = world.journal.mark;
  try {
    return world.observer.muted(() => openOnHost(world, new Courier(world), { machine, host }));
  } finally {
    world.journal.rollback(mark);
  }
}
