// vCenter as the courier of keys: it asks key servers for keys by id and pushes them to hosts, and keeps
// none. The only key material of its own are the derivation keys of native key providers. For virtual
// machines a host never talks to a key server (vSphere Security, Virtual Machine Encryption Process Flow); for vSAN it
// does (vsan-keys.ts).

import type { ReasonCode } from "../model/survival.js";
import { isAtLeast, NATIVE_KEY_PROVIDER_MINIMUM } from "../vsphere/versions.js";
import {
  type DeliveredKey,
  findDerivationKey,
  findKeyOnHost,
  type KeyName,
  providerPath,
  receiveDerivationKey,
  receiveKeys,
} from "./host-keys.js";
import { findServerKey, type Key, type KeyOwner, makeServerKey } from "./key-server.js";
import { deliverToHost, deliverToKeyServer, isServerStruckBy } from "./network.js";
import type {
  Bytes,
  HostRecord,
  KeyServerRecord,
  NativeKeyProviderRecord,
  StandardKeyProviderRecord,
} from "./records.js";
import { fetchTrustedKey, trustedProviderOf } from "./trusted-keys.js";
import { tell, type World } from "./world.js";
import { makeWrappedKey, rotateWrappingKey, unwrapAtServer } from "./wrapping.js";

/** Why a key could not be had. */
export interface NoKey {
  readonly reason: ReasonCode;
}

/**
 * One errand of vCenter, such as a round of remediation or the start of a machine. It asks for the same key
 * once, and asks nothing more of a key provider none of whose servers answered.
 */
export class Courier {
  readonly #fetched = new Map<string, Bytes | NoKey>();
  /** Key providers by path that did not answer, with the reason. */
  readonly #silent: Map<string, ReasonCode>;

  constructor(
    private readonly world: World,
    unhealthy: ReadonlyMap<string, ReasonCode> = new Map(),
  ) {
    this.#silent = new Map(unhealthy);
  }

  /** The key from the key servers of a standard key provider, tried in turn. */
  fetch(vcenter: string, key: Omit<KeyName, "derivedFrom">): Bytes | NoKey {
    const path = providerPath(vcenter, key.provider);
    const id = `${path}\n${key.keyId}`;
    const before = this.#fetched.get(id);
    if (before !== undefined) return before;
    const provider = this.world.standardKeyProviders.get(path);
    if (provider === undefined) return { reason: "PROVIDER_NOT_FOUND" };
    const { wrapping } = key;
    const answer = this.#ask(provider, "fetch-key", (server) => {
      if (wrapping !== undefined) return unwrapAtServer(this.world, { server, wrapping });
      const found = findServerKey(this.world, { server, keyId: key.keyId });
      if (found === undefined) return { reason: "KEY_MISSING_ON_SERVER" };
      return found.active ? found.bytes : { reason: "KEY_INACTIVE" };
    });
    this.#fetched.set(id, answer);
    return answer;
  }

  /** The answer to a question that one errand asks once. */
  once(id: string, ask: () => Bytes | NoKey): Bytes | NoKey {
    const answer = this.#fetched.get(id) ?? ask();
    this.#fetched.set(id, answer);
    return answer;
  }

  /** What was refused may be had from now on: a machine that a vCenter or key server runs on has started. */
  forgetRefusals(): void {
    for (const [id, answer] of this.#fetched) if (isNoKey(answer)) this.#fetched.delete(id);
    this.#silent.clear();
  }

  /** A new key for `owner`. */
  create(request: { provider: StandardKeyProviderRecord; owner: KeyOwner }): Key | NoKey {
    const { provider, owner } = request;
    return this.#ask(provider, "create-key", (server) =>
      provider.wrapping == null
        ? makeServerKey(this.world, { server, owner })
        : makeWrappedKey(this.world, { server, provider, owner }),
    );
  }

  /** Has the next wrapping key of a key provider made. */
  rotate(provider: StandardKeyProviderRecord): Key | NoKey {
    return this.#ask(provider, "create-key", (server) =>
      rotateWrappingKey(this.world, { server, provider }),
    );
  }

  /** The first answer of a server of the key provider that is not a reason. */
  #ask<T extends object | string>(
    provider: StandardKeyProviderRecord,
    kind: "create-key" | "fetch-key",
    answer: (server: KeyServerRecord) => T | NoKey,
  ): T | NoKey {
    const silence = this.#silent.get(provider.path);
    if (silence !== undefined) return { reason: silence };
    let failure: NoKey = { reason: "PROVIDER_UNREACHABLE" };
    let isAnswered = false;
    for (const server of serversOf(this.world, provider)) {
      const undelivered = deliverToKeyServer(this.world, { kind, provider, server });
      isAnswered ||= undelivered === null;
      const result =
        undelivered !== null
          ? { reason: undelivered }
          : isServerStruckBy(this.world, "keys-refused", server)
            ? ({ reason: "KEY_REFUSED" } as const)
            : answer(server);
      if (!isNoKey(result)) return result;
      failure = result;
    }
    if (!isAnswered) this.#silent.set(provider.path, failure.reason);
    return failure;
  }
}

export function isNoKey(answer: object | string): answer is NoKey {
  return typeof answer === "object" && "reason" in answer;
}

/**
 * Gets a key onto a host that needs it: what is there is used, else the host asks its Trust Authority for a
 * trusted key, and its vCenter, which fetches and pushes, for any other.
 */
export function obtainKey(
  world: World,
  courier: Courier,
  need: { host: HostRecord; key: KeyName },
): Buffer | NoKey {
  const { host, key } = need;
  const there = findKeyOnHost(world, host, key);
  if (there !== undefined) return there;
  const trusted = trustedProviderOf(world, host.vcenter, key.provider);
  if (trusted !== undefined) {
    return fetchTrustedKey({ world, courier, host, provider: trusted }, key);
  }
  const failure =
    deliverToHost(world, { kind: "key-request", vcenter: host.vcenter, host: host.path }) ??
    sendKey(world, courier, need);
  if (failure !== null) return { reason: failure };
  const now = world.hosts.get(host.path) ?? host;
  // What came is the derivation key of a provider that was made anew: it gives other keys.
  return findKeyOnHost(world, now, key) ?? { reason: "PROVIDER_REPLACED" };
}

/** Pushes keys to a host. Null if they arrived. */
export function pushKeys(
  world: World,
  host: HostRecord,
  keys: readonly DeliveredKey[],
): ReasonCode | null {
  const message = { kind: "push-keys", vcenter: host.vcenter, host: host.path } as const;
  const undelivered = deliverToHost(world, message);
  if (undelivered !== null) return undelivered;
  receiveKeys(world, host.path, keys);
  const text = `vCenter pushed ${keys.length === 1 ? "a key" : `${keys.length} keys`} to the host.`;
  tell(world, { kind: "keys-pushed", subject: host.path, text });
  return null;
}

/** Sends a host the derivation key of a native key provider, if it may have it. Null if it has it now. */
export function pushDerivationKey(
  world: World,
  host: HostRecord,
  provider: NativeKeyProviderRecord,
): ReasonCode | null {
  const obstacle = derivationObstacle(world, host, provider);
  if (obstacle !== null) return obstacle;
  if (findDerivationKey(host, provider.path)?.keyId === provider.keyId) return null;
  const message = { kind: "push-derivation-key", vcenter: host.vcenter, host: host.path } as const;
  const undelivered = deliverToHost(world, message);
  if (undelivered !== null) return undelivered;
  const { path, keyId, derivationKey } = provider;
  receiveDerivationKey(world, host.path, { providerPath: path, keyId, bytes: derivationKey });
  const text = `vCenter gave the host the derivation key of "${provider.name}".`;
  tell(world, { kind: "derivation-key-pushed", subject: host.path, text });
  return null;
}

/** Why a host takes no part in a native key provider; null if it does. */
export function derivationObstacle(
  world: World,
  host: HostRecord,
  provider: NativeKeyProviderRecord,
): ReasonCode | null {
  const vcenter = world.vcenters.get(host.vcenter);
  if (provider.backupDigest === null) return "PROVIDER_NOT_BACKED_UP";
  const versions = [host.version, vcenter?.version ?? host.version];
  if (!versions.every((version) => isAtLeast(version, NATIVE_KEY_PROVIDER_MINIMUM))) {
    return "PROVIDER_UNSUPPORTED_VERSION";
  }
  return provider.tpmRequired && !host.hardware.tpm.present ? "PROVIDER_REQUIRES_TPM" : null;
}

/** The servers a standard key provider lists and that are registered, in its order. */
export function serversOf(
  world: World,
  provider: StandardKeyProviderRecord,
): readonly KeyServerRecord[] {
  return provider.keyServers.flatMap((path) => world.keyServers.get(path) ?? []);
}

/** vCenter fetches a key and pushes it to the host. Null if it arrived. */
function sendKey(
  world: World,
  courier: Courier,
  need: { host: HostRecord; key: KeyName },
): ReasonCode | null {
  const { host, key } = need;
  const { provider, keyId } = key;
  const native = world.nativeKeyProviders.get(providerPath(host.vcenter, key.provider));
  if (native !== undefined) return pushDerivationKey(world, host, native);
  const bytes = courier.fetch(host.vcenter, key);
  if (isNoKey(bytes)) return bytes.reason;
  return pushKeys(world, host, [{ provider, keyId, bytes }]);
}
