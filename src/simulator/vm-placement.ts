// Which host of a cluster a virtual machine is put on. Spread by the UUIDs of the machines and not by how many each host
// has: of machines that are made at the same time, in whatever order, each comes to the same host, provided that vCenter
// reaches the same hosts when each is made. So machines wait for the hosts of their cluster where that matters, as those of
// the constructs do. Hosts do not get equally many, but about.

import { isHostConnected } from "./network.js";
import type { HostRecord, VirtualMachineRecord } from "./records.js";
import { inOrder, type World } from "./world.js";

/** Of those that vCenter reaches; undefined if it reaches no host besides `except`. */
export function hostFor(
  world: World,
  { uuid }: Pick<VirtualMachineRecord, "uuid">,
  cluster: string,
  except?: string,
): HostRecord | undefined {
  const hosts = inOrder(world.hosts.group("cluster", cluster)).filter(
    (host) => host.path !== except && isHostConnected(world, host),
  );
  return hosts[Number.parseInt(uuid.slice(0, 8), 16) % hosts.length];
}
