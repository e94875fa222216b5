// The keys of trusted key providers: an attested host asks the key provider service of a Trust Authority host,
// which has the primary key from a key server and unwraps or wraps with it. The workload vCenter is not in the
// way (vSphere Security, Trust Authority Process Flows).

import type { ReasonCode } from "../model/survival.js";
import { authorityOf, isTokenValid, servicesOf } from "./attestation.js";
import { type Courier, isNoKey, type NoKey } from "./courier.js";
import { deriveBytes, deriveUuid } from "./derive.js";
import { type KeyName, providerPath, receiveKeys } from "./host-keys.js";
import { unwrapKey, wrapKey } from "./key-crypto.js";
import { findServerKey, type KeyOwner } from "./key-server.js";
import { isServerStruckBy } from "./network.js";
import { deliverFromService, deliverToService } from "./network-trust.js";
import type { Bytes, HostRecord } from "./records.js";
import type { TrustedKeyProviderRecord } from "./records-trust.js";
import { tell, type World } from "./world.js";

/** What a host asks of a key provider service. */
interface Errand {
  readonly world: World;
  readonly courier: Courier;
  readonly host: HostRecord;
  readonly provider: TrustedKeyProviderRecord;
}

/** The trusted key provider that a key is bound to by name. */
export function trustedProviderOf(
  world: World,
  vcenter: string,
  name: string,
): TrustedKeyProviderRecord | undefined {
  return world.trustedKeyProviders.get(providerPath(vcenter, name));
}

/** Brings a key to a host that has it wrapped. */
export function fetchTrustedKey(errand: Errand, key: KeyName): Buffer | NoKey {
  const { world, host, provider } = errand;
  const kek = askServices(errand, (primaryKey) => {
    if (key.wrapping === undefined) return { reason: "PROVIDER_REPLACED" };
    const unwrapped = unwrapKey(primaryKey, Buffer.from(key.wrapping.wrappedBytes, "base64"));
    return unwrapped ?? { reason: "PROVIDER_REPLACED" };
  });
  if (isNoKey(kek)) return kek;
  const bytes = kek.toString("base64");
  receiveKeys(world, host.path, [{ provider: provider.name, keyId: key.keyId, bytes }]);
  const text = "The host fetched a key from the key provider service.";
  tell(world, { kind: "trusted-key-fetched", subject: host.path, text });
  return kek;
}

/** Has a key made, which comes with itself wrapped under the primary key; the host that asked has it then. */
export function createTrustedKey(errand: Errand, owner: KeyOwner): (KeyName & Key) | NoKey {
  const { world, host, provider } = errand;
  const primaryKey = askServices(errand, (primary) => primary);
  if (isNoKey(primaryKey)) return primaryKey;
  const purpose = { name: owner.name, generation: owner.nextGeneration() };
  const keyId = deriveUuid(world.seed, { kind: "trusted-key-id", ...purpose });
  const bytes = deriveBytes(world.seed, { kind: "trusted-key", ...purpose }, 32);
  const wrapped = wrapKey(primaryKey, bytes).toString("base64");
  const named = { provider: provider.name, keyId };
  receiveKeys(world, host.path, [{ ...named, bytes: bytes.toString("base64") }]);
  const wrapping = { keyId: provider.masterKeyId, wrappedBytes: wrapped };
  return { ...named, derivedFrom: null, wrapping, bytes };
}

interface Key {
  readonly bytes: Buffer;
}

/** Asks the services in turn, until one has done what is asked with the primary key. */
function askServices(
  { world, courier, host, provider }: Errand,
  use: (primaryKey: Buffer) => Buffer | NoKey,
): Buffer | NoKey {
  const authority = authorityOf(world, host.cluster);
  if (authority?.path !== provider.trustAuthority) return { reason: "HOST_NOT_TRUSTED" };
  let failure: NoKey = { reason: "TRUST_AUTHORITY_UNREACHABLE" };
  for (const service of servicesOf(world, authority)) {
    const undelivered = deliverToService(world, { kind: "trusted-key-request", host, service });
    const answer: Buffer | NoKey =
      undelivered !== null
        ? { reason: undelivered }
        : isTokenValid(world, authority, host.path)
          ? usePrimaryKey(fetchPrimaryKey(world, courier, { service, provider }), use)
          : { reason: "HOST_NOT_ATTESTED" };
    if (!isNoKey(answer)) return answer;
    failure = answer;
  }
  return failure;
}

function usePrimaryKey(
  primaryKey: Bytes | NoKey,
  use: (primaryKey: Buffer) => Buffer | NoKey,
): Buffer | NoKey {
  return isNoKey(primaryKey) ? primaryKey : use(Buffer.from(primaryKey, "base64"));
}

/** Asked for once an errand: a key server is not asked again for each machine. */
function fetchPrimaryKey(
  world: World,
  courier: Courier,
  { service, provider }: { service: HostRecord; provider: TrustedKeyProviderRecord },
): Bytes | NoKey {
  return courier.once(`${service.path}\n${provider.path}`, () => {
    let failure: ReasonCode = "PROVIDER_UNREACHABLE";
    for (const path of provider.keyServers) {
      const server = world.keyServers.get(path);
      if (server === undefined) continue;
      const undelivered = deliverFromService(world, { service, server });
      const isRefused = isServerStruckBy(world, "keys-refused", server);
      const key = findServerKey(world, { server, keyId: provider.masterKeyId });
      if (undelivered === null && !isRefused && key?.active === true) return key.bytes;
      failure =
        undelivered ??
        (isRefused ? "KEY_REFUSED" : key === undefined ? "KEY_MISSING_ON_SERVER" : "KEY_INACTIVE");
    }
    return { reason: failure };
  });
}
