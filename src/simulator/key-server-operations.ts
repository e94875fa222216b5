// Key servers, as a vCenter knows them.

import type { KeyServerInfo, KeyServerSpec } from "../provider/backend.js";
import { serverCertificateOf } from "./certificates.js";
import { proofOf } from "./credentials.js";
import { realmOf, replicateKeys } from "./key-server.js";
import type { Bytes, KeyServerRecord } from "./records.js";
import { requireAbsent, requireRecord, requireVcenter } from "./require.js";
import type { World } from "./world.js";

export function createKeyServer(world: World, spec: KeyServerSpec): KeyServerInfo {
  requireVcenter(world, spec.vcenter);
  const path = `${spec.vcenter}/kms/${spec.name}`;
  requireAbsent(world.keyServers, path, "key server");
  const record = keyServerRecord(spec, path, proofOf(world, spec.password ?? null));
  world.keyServers.set(path, record);
  return describeKeyServer(world, record);
}

export function reconfigureKeyServer(
  world: World,
  path: string,
  spec: KeyServerSpec,
): KeyServerInfo {
  const before = requireRecord(world.keyServers, path, "key server");
  requireVcenter(world, before.vcenter);
  const from = realmOf(world, before);
  const identity = { vcenter: before.vcenter, name: before.name };
  const proof = proofOf(world, spec.password);
  const passwordProof = proof === undefined ? before.passwordProof : proof;
  const after = keyServerRecord({ ...spec, ...identity }, path, passwordProof);
  world.keyServers.set(path, after);
  if (before.address === after.address) replicateKeys(world, { from, to: realmOf(world, after) });
  return describeKeyServer(world, after);
}

/** Succeeds also for a server in use (vSphere API, RemoveKmipServer). */
export function removeKeyServer(world: World, path: string): void {
  requireVcenter(world, requireRecord(world.keyServers, path, "key server").vcenter);
  world.keyServers.delete(path);
}

export function describeKeyServer(world: World, record: KeyServerRecord): KeyServerInfo {
  const { path: _path, passwordProof: _proof, ...info } = record;
  return { ...info, certificate: serverCertificateOf(world, record) };
}

function keyServerRecord(
  spec: KeyServerSpec,
  path: string,
  passwordProof: Bytes | null,
): KeyServerRecord {
  return {
    vcenter: spec.vcenter,
    name: spec.name,
    address: spec.address,
    port: spec.port,
    site: spec.site,
    replicationGroup: spec.replicationGroup,
    certificateNotBefore: spec.certificateNotBefore,
    certificateNotAfter: spec.certificateNotAfter,
    proxyAddress: spec.proxyAddress,
    proxyPort: spec.proxyPort,
    timeoutSeconds: spec.timeoutSeconds,
    protocol: spec.protocol,
    reconnect: spec.reconnect,
    nbio: spec.nbio,
    runsOn: spec.runsOn,
    path,
    userName: spec.userName ?? null,
    passwordProof,
  };
}
