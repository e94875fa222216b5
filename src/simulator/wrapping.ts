// Wrapping keys of standard key providers, from vCenter 9.0 on: a key for a machine or host is wrapped by a key of
// the key servers and stored with what it is for, not at the key servers. They hold wrapping keys alone, and
// unwrapping is their work (VCF security guidelines, Standard Key Provider FAQ; vSphere API, KmipServerSpec.keySpec).

import type { ReasonCode } from "../model/survival.js";
import type { StandardKeyProviderSpec } from "../provider/backend.js";
import { WRAPPING_ROTATION_DAYS } from "../vsphere/defaults.js";
import { isAtLeast, WRAPPING_KEY_MINIMUM } from "../vsphere/versions.js";
import { deriveBytes, deriveUuid, nextGeneration } from "./derive.js";
import { unwrapKey, wrapKey } from "./key-crypto.js";
import { findServerKey, type Key, type KeyOwner, makeServerKey } from "./key-server.js";
import type {
  Bytes,
  KeyServerRecord,
  ServerKeyRecord,
  StandardKeyProviderRecord,
} from "./records.js";
import { demand, requireRecord } from "./require.js";
import { nowSeconds, tell, type World } from "./world.js";

const SECONDS_A_DAY = 86_400;

/** A key that is stored with its object, wrapped by a key of the key servers. */
export interface KeyWrapping {
  /** Of the wrapping key. */
  readonly keyId: string;
  readonly wrappedBytes: Bytes;
}

interface Refusal {
  readonly reason: ReasonCode;
}

/** A new key, wrapped at a server by the wrapping key of the key provider. */
export function makeWrappedKey(
  world: World,
  request: { server: KeyServerRecord; provider: StandardKeyProviderRecord; owner: KeyOwner },
): Key | Refusal {
  const { server, provider, owner } = request;
  const wrapping = findWrappingKey(world, { server, provider });
  if ("reason" in wrapping) return wrapping;
  const purpose = { name: owner.name, generation: owner.nextGeneration() };
  const bytes = deriveBytes(world.seed, { kind: "wrapped-key", ...purpose }, 32);
  const wrappedBytes = wrapKey(Buffer.from(wrapping.bytes, "base64"), bytes).toString("base64");
  return {
    keyId: deriveUuid(world.seed, { kind: "wrapped-key-id", ...purpose }),
    bytes: bytes.toString("base64"),
    wrapping: { keyId: wrapping.keyId, wrappedBytes },
  };
}

/** A key that is stored with its object, unwrapped by a server. */
export function unwrapAtServer(
  world: World,
  request: { server: KeyServerRecord; wrapping: KeyWrapping },
): Bytes | Refusal {
  const { server, wrapping } = request;
  const key = usableKey(findServerKey(world, { server, keyId: wrapping.keyId }));
  if ("reason" in key) return key;
  const wrapped = Buffer.from(wrapping.wrappedBytes, "base64");
  const bytes = unwrapKey(Buffer.from(key.bytes, "base64"), wrapped);
  return bytes === undefined ? { reason: "UNWRAP_FAILED" } : bytes.toString("base64");
}

/** Whether the wrapping key of a key provider is to be followed by another one. */
export function isRotationDue(world: World, provider: StandardKeyProviderRecord): boolean {
  const { wrapping, rotated } = provider;
  if (wrapping?.rotationDays == null || rotated == null) return false;
  return nowSeconds(world) - rotated.atSeconds >= wrapping.rotationDays * SECONDS_A_DAY;
}

/** The next wrapping key. Those before stay at the key servers, for the keys that they wrap. */
export function rotateWrappingKey(
  world: World,
  { server, provider }: { server: KeyServerRecord; provider: StandardKeyProviderRecord },
): Key {
  const name = `${provider.path} wrapping`;
  const owner = {
    name,
    nextGeneration: () => nextGeneration(world, { kind: "wrapping-key", name }),
  };
  const key = makeServerKey(world, { server, owner });
  const now = world.standardKeyProviders.get(provider.path) ?? provider;
  const rotated = { keyId: key.keyId, atSeconds: nowSeconds(world) };
  world.standardKeyProviders.set(provider.path, { ...now, rotated });
  const text = `New keys are wrapped by ${key.keyId} from now on.`;
  tell(world, { kind: "wrapping-key-rotated", subject: provider.path, text });
  return key;
}

/** VsphereFault `NotSupported` or `InvalidArgument` for wrapping that a new key provider cannot have. */
export function requireWrapping(
  world: World,
  { vcenter, wrapping }: StandardKeyProviderSpec,
): void {
  if (wrapping == null) return;
  const { version } = requireRecord(world.vcenters, vcenter, "vCenter");
  const sentence = `Wrapping keys need vCenter ${WRAPPING_KEY_MINIMUM} or later.`;
  demand(isAtLeast(version, WRAPPING_KEY_MINIMUM), "NotSupported", sentence);
  const { keyId, rotationDays } = wrapping;
  const isOne = (keyId === null) !== (rotationDays === null);
  demand(isOne, "InvalidArgument", "A wrapping key is either named or rotated.");
  const { minimum, maximum } = WRAPPING_ROTATION_DAYS;
  const isInRange = rotationDays === null || (rotationDays >= minimum && rotationDays <= maximum);
  demand(
    isInRange,
    "InvalidArgument",
    `A wrapping key is rotated every ${minimum} to ${maximum} days.`,
  );
}

/** VsphereFault `NotSupported` for wrapping that is not as it was when the key provider was added. */
export function requireSameWrapping(
  before: StandardKeyProviderRecord,
  { wrapping }: StandardKeyProviderSpec,
): void {
  const isSame =
    (wrapping?.keyId ?? null) === (before.wrapping?.keyId ?? null) &&
    (wrapping?.rotationDays ?? null) === (before.wrapping?.rotationDays ?? null);
  demand(isSame, "NotSupported", "How keys are wrapped is fixed when a key provider is added.");
}

/** The wrapping key that was named; else the latest, or a new one where a server has none that it can use. */
function findWrappingKey(
  world: World,
  { server, provider }: { server: KeyServerRecord; provider: StandardKeyProviderRecord },
): Key | Refusal {
  const named = provider.wrapping?.keyId ?? null;
  if (named !== null) return usableKey(findServerKey(world, { server, keyId: named }));
  const { rotated } = world.standardKeyProviders.get(provider.path) ?? provider;
  const latest = rotated == null ? undefined : findServerKey(world, { server, ...rotated });
  return latest?.active === true ? latest : rotateWrappingKey(world, { server, provider });
}

function usableKey(key: ServerKeyRecord | undefined): ServerKeyRecord | Refusal {
  if (key === undefined) return { reason: "WRAPPING_KEY_MISSING" };
  return key.active ? key : { reason: "WRAPPING_KEY_INACTIVE" };
}
