// How vCenter finds its key providers when it is asked: by what their key servers would answer now, and by what hosts
// have of a derivation key. Asking changes nothing.

import type { NativeKeyProviderInfo, StandardKeyProviderInfo } from "../provider/backend.js";
import { CERTIFICATE_WARNING_SECONDS } from "../vsphere/defaults.js";
import { derivationObstacle, serversOf } from "./courier.js";
import { findDerivationKey } from "./host-keys.js";
import { isVcenterUp, keyServerLinkFailure, secondsOf } from "./network.js";
import type { NativeKeyProviderRecord, StandardKeyProviderRecord } from "./records.js";
import { nowSeconds, type World } from "./world.js";

/** vSphere API, RetrieveKmipServersStatus_Task; advanced setting vpxd.kmscert.threshold. */
export function statusOf(
  world: World,
  provider: StandardKeyProviderRecord,
): StandardKeyProviderInfo["status"] {
  if (!isVcenterUp(world, provider.vcenter)) return "gray";
  const servers = serversOf(world, provider);
  const answering = servers.filter(
    (server) =>
      keyServerLinkFailure(world, { kind: "key-server-status", provider, server }) === null,
  );
  if (answering.length === 0) return "red";
  const ends = servers.map(({ certificateNotAfter }) => certificateNotAfter);
  const endsSoon = [provider.clientCertificateNotAfter, ...ends].some(
    (end) => end !== null && secondsOf(end) - nowSeconds(world) <= CERTIFICATE_WARNING_SECONDS,
  );
  return answering.length < provider.keyServers.length || endsSoon ? "yellow" : "green";
}

/** vSphere REST API, crypto-manager/kms/providers: usable once it is backed up and hosts have been brought up to date. */
export function healthOf(
  world: World,
  provider: NativeKeyProviderRecord,
): NativeKeyProviderInfo["health"] {
  if (provider.backupDigest === null) return "ERROR";
  const hosts = [...world.hosts.group("vcenter", provider.vcenter).values()];
  const isBehind = hosts.some(
    (host) =>
      derivationObstacle(world, host, provider) === null &&
      findDerivationKey(host, provider.path)?.keyId !== provider.keyId,
  );
  return isBehind ? "WARNING" : "OK";
}
