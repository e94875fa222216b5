// Which host of a cluster a virtual machine is put on: of those vCenter reaches, the one with the fewest
// machines, ties by path.

import { isHostConnected } from "./network.js";
import type { HostRecord } from "./records.js";
import { inOrder, type World } from "./world.js";

/** Undefined if vCenter reaches no host besides `except`. */
export function emptiestHost(
  world: World,
  cluster: string,
  except: readonly string[] = [],
): HostRecord | undefined {
  let best: HostRecord | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const host of inOrder(world.hosts.group("cluster", cluster))) {
    if (!isHostConnected(world, host) || except.includes(host.path)) continue;
    const count = world.virtualMachines.group("host", host.path).size;
    if (count < fewest) [best, fewest] = [host, count];
  }
  return best;
}
