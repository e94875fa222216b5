// The vSAN of a world in the words of an estate: ids and facts, no bytes, no conclusions.

import type {
  EstateCluster,
  EstateDiskGroup,
  EstateHostPresence,
  EstateKey,
} from "../vsphere/estate.js";
import { refusedBy } from "./credentials.js";
import { isHostCutOffFrom } from "./host-key-server-link.js";
import type { KeyName } from "./host-keys.js";
import { secondsOf } from "./network.js";
import type { HostRecord } from "./records.js";
import { timerOf } from "./restart.js";
import type { KeyServerAccess } from "./vsan-records.js";
import type { World } from "./world.js";

/** Nothing for a cluster whose vSAN, if it has one, is not encrypted. */
export function describeVsan(
  world: World,
  cluster: string,
): Pick<EstateCluster, "vsanEncryption"> | undefined {
  const encryption = world.vsanEncryptions.get(cluster);
  if (encryption === undefined) return undefined;
  const { failuresToTolerate, kek, hostKey } = encryption;
  const keys = { key: asEstateKey(kek), hostKey: asEstateKey(hostKey) };
  return { vsanEncryption: { failuresToTolerate, ...keys } };
}

/** Nothing for a host without a disk group. */
export function describeDiskGroup(
  world: World,
  host: HostRecord,
): Pick<EstateHostPresence, "diskGroup"> | undefined {
  const group = world.diskGroups.get(host.path);
  if (group === undefined) return undefined;
  const { access } = group;
  const servers = [...world.keyServers.group("vcenter", host.vcenter).values()];
  const cutOffFrom = servers.filter((server) => isHostCutOffFrom(world, host, server));
  const diskGroup: EstateDiskGroup = {
    isMounted: group.state === "mounted",
    isJoined: group.joined,
    mountsAtSeconds: timerOf(world, "mount", host.path),
    access: access === null ? null : describeAccess(world, access),
    cutOffFrom: new Set(cutOffFrom.map(({ path }) => path)),
    isDamaged: group.failure === "UNWRAP_FAILED",
  };
  return { diskGroup };
}

export function asEstateKey({ keyId, provider, derivedFrom, wrapping }: KeyName): EstateKey {
  return {
    id: keyId,
    provider,
    ...(derivedFrom === null ? {} : { derivedFrom }),
    ...(wrapping === undefined ? {} : { wrappedBy: wrapping.keyId }),
  };
}

function describeAccess(world: World, told: KeyServerAccess): EstateDiskGroup["access"] {
  const {
    clientCertificateNotAfter: end,
    userName: _name,
    passwordProof: _proof,
    ...access
  } = told;
  const refusing = refusedBy(world, access.keyServers, told);
  return {
    ...access,
    clientCertificateNotAfterSeconds: end === null ? null : secondsOf(end),
    ...(refusing === undefined ? {} : { refusedBy: refusing }),
  };
}
