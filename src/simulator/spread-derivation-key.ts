// How the derivation key of a native key provider gets to the hosts of its vCenter when it becomes usable.

import { pushDerivationKey } from "./courier.js";
import type { NativeKeyProviderRecord } from "./records.js";
import { inOrder, type World } from "./world.js";

/** Gives a native key provider's derivation key to every host that may have it; the others get it later. */
export function spreadDerivationKey(world: World, provider: NativeKeyProviderRecord): void {
  for (const host of inOrder(world.hosts.group("vcenter", provider.vcenter))) {
    const reason = pushDerivationKey(world, host, provider);
    const isForLater = reason === "VCENTER_UNREACHABLE" || reason === "NETWORK_PATH_CLOSED";
    if (isForLater && host.up) world.hosts.set(host.path, { ...host, lacksKeys: true });
  }
}
