// Which host of a cluster a virtual machine is put on: the one with the fewest, ties by path.

import type { HostRecord } from "./records.js";
import { inOrder, type World } from "./world.js";

/** A host that is up, or undefined if there is none besides `except`. */
export function emptiestHost(
  world: World,
  cluster: string,
  except: readonly string[] = [],
): HostRecord | undefined {
  let best: HostRecord | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const host of inOrder(world.hosts.group("cluster", cluster))) {
    if (!host.up || except.includes(host.path)) continue;
    const count = world.virtualMachines.group("host", host.path).size;
    if (count < fewest) [best, fewest] = [host, count];
  }
  return best;
}
