// An estate overlaid with planned objects: what it will be once they are applied, as far as a plan knows.
// Pure. What only apply can tell stays unknown, and a verdict that rests on it says so.

import type { ObjectValue } from "../model/value.js";
import type { Estate, EstateFloor, EstateNetworkPath, EstateWaiver } from "./estate.js";
import { indexEstate, pathKey } from "./estate-index.js";
import { NOT_KNOWN, PATH_NOT_KNOWN } from "./maybe.js";
import { overlayHost, removeHost } from "./overlay-host.js";
import {
  overlayCluster,
  overlayDefault,
  overlayFloor,
  overlayKeyServer,
  overlayNativeProvider,
  overlayNetworkPath,
  overlayStandardProvider,
  overlayVcenter,
  overlayWaiver,
  removeDefault,
  removeProvider,
} from "./overlay-infrastructure.js";
import { overlayMachine } from "./overlay-machine.js";
import {
  overlayTrustAuthority,
  overlayTrustedProvider,
  removeTrustAuthority,
} from "./overlay-trust.js";
import { overlayVsanEncryption, removeVsanEncryption } from "./overlay-vsan.js";

/** A planned object in the attributes of its resource type (src/schema/resources). */
export interface PlannedObject {
  /** Resource type, such as `holdfast_host`. */
  readonly type: string;
  /** Null for one that is created. */
  readonly before: ObjectValue | null;
  /** Null for one that is deleted. */
  readonly after: ObjectValue | null;
  /** Deleted and created again. */
  readonly isReplaced?: boolean;
}

/** An object that is there once the plan is carried out. */
export interface Planned extends PlannedObject {
  readonly after: ObjectValue;
}

/** An estate while it is overlaid. */
export interface Draft {
  readonly before: Estate;
  readonly vcenters: Writable<Estate["vcenters"]>;
  readonly clusters: Writable<Estate["clusters"]>;
  readonly hosts: Writable<Estate["hosts"]>;
  readonly keyServers: Writable<Estate["keyServers"]>;
  readonly keyProviders: Writable<Estate["keyProviders"]>;
  readonly trustAuthorities: Writable<Estate["trustAuthorities"]>;
  readonly virtualMachines: Writable<Estate["virtualMachines"]>;
  readonly networkPaths: Map<string, EstateNetworkPath>;
  readonly floors: Map<string, EstateFloor>;
  readonly waivers: Map<string, EstateWaiver>;
  /** Paths of key providers that are made. */
  readonly newProviders: Set<string>;
}

type Writable<T> = T extends ReadonlyMap<infer K, infer V> ? Map<K, V> : never;

interface Overlay {
  readonly remove: (draft: Draft, id: string, object: PlannedObject) => void;
  /** `id` is the inventory path; `prior` the object that is updated, null if it is made. */
  readonly put: (draft: Draft, id: string, object: Planned) => void;
}

/** In the order in which things rest on each other. */
const OVERLAYS: ReadonlyMap<string, Overlay> = new Map<string, Overlay>([
  ["holdfast_vcenter", { put: overlayVcenter, remove: from("vcenters") }],
  ["holdfast_network_path", { put: overlayNetworkPath, remove: removeNetworkPath }],
  ["holdfast_key_server", { put: overlayKeyServer, remove: from("keyServers") }],
  [
    "holdfast_standard_key_provider",
    { put: firstIsDefault(overlayStandardProvider), remove: removeProvider },
  ],
  [
    "holdfast_native_key_provider",
    { put: firstIsDefault(overlayNativeProvider), remove: removeProvider },
  ],
  [
    "holdfast_trusted_key_provider",
    { put: firstIsDefault(overlayTrustedProvider), remove: removeProvider },
  ],
  ["holdfast_cluster", { put: overlayCluster, remove: from("clusters") }],
  ["holdfast_default_key_provider", { put: overlayDefault, remove: removeDefault }],
  ["holdfast_vsan_encryption", { put: overlayVsanEncryption, remove: removeVsanEncryption }],
  ["holdfast_host", { put: overlayHost, remove: removeHost }],
  ["holdfast_trust_authority", { put: overlayTrustAuthority, remove: removeTrustAuthority }],
  ["holdfast_virtual_machine", { put: overlayMachine, remove: from("virtualMachines") }],
  ["holdfast_survival_floor", { put: overlayFloor, remove: removeFloor }],
  ["holdfast_waiver", { put: overlayWaiver, remove: removeWaiver }],
]);

/** Linear in the size of the estate and of what is planned. Unchanged facts stay the same objects. */
export function overlayEstate(estate: Estate, planned: readonly PlannedObject[]): Estate {
  const draft = draftOf(estate);
  for (const [type, { remove }] of [...OVERLAYS].reverse()) {
    for (const object of planned) {
      const { before, after, isReplaced } = object;
      if (object.type !== type || before === null) continue;
      if (after === null || isReplaced === true) remove(draft, idOf(before), object);
    }
  }
  for (const [type, { put }] of OVERLAYS) {
    for (const object of planned) {
      const { after } = object;
      if (object.type === type && after !== null) put(draft, idOf(after), { ...object, after });
    }
  }
  const { before: _, newProviders: _new, networkPaths, floors, waivers, ...maps } = draft;
  return {
    ...maps,
    networkPaths: [...networkPaths.values()],
    floors: [...floors.values()],
    waivers: [...waivers.values()],
    nowSeconds: estate.nowSeconds,
  };
}

function draftOf(estate: Estate): Draft {
  return {
    before: estate,
    vcenters: new Map(estate.vcenters),
    clusters: new Map(estate.clusters),
    hosts: new Map(estate.hosts),
    keyServers: new Map(estate.keyServers),
    keyProviders: new Map(estate.keyProviders),
    trustAuthorities: new Map(estate.trustAuthorities),
    virtualMachines: new Map(estate.virtualMachines),
    networkPaths: new Map(estate.networkPaths.map((path) => [pathKey(path), path])),
    floors: new Map(estate.floors.map((floor) => [floor.name, floor])),
    waivers: new Map(estate.waivers.map((waiver) => [waiver.name, waiver])),
    newProviders: new Set(),
  };
}

/**
 * A key provider that is put first becomes the default of its vCenter. Of several at once apply may make any one first,
 * so that which it is stays unknown.
 */
function firstIsDefault(put: Overlay["put"]): Overlay["put"] {
  return (draft, id, object) => {
    put(draft, id, object);
    if (object.before !== null && object.isReplaced !== true) return;
    draft.newProviders.add(id);
    const path = id.slice(0, id.indexOf("/"));
    const vcenter = draft.vcenters.get(path);
    const older = indexEstate(draft.before).providersOf.get(path)?.values() ?? [];
    const isLater = [...older].some(
      (other) => draft.keyProviders.has(other.path) && !draft.newProviders.has(other.path),
    );
    if (vcenter === undefined || isLater) return;
    const name = id.slice(id.lastIndexOf("/") + 1);
    const { defaultKeyProvider: known } = vcenter;
    if (known === null) draft.vcenters.set(path, { ...vcenter, defaultKeyProvider: name });
    else if (known !== name && draft.newProviders.has(`${path}/kp/${String(known)}`)) {
      draft.vcenters.set(path, { ...vcenter, defaultKeyProvider: NOT_KNOWN });
    }
  };
}

/** The inventory path; a text that leads nowhere where only apply knows it. */
function idOf(object: ObjectValue): string {
  return typeof object.id === "string" ? object.id : PATH_NOT_KNOWN;
}

type Collection = "vcenters" | "keyServers" | "clusters" | "virtualMachines";

function from(collection: Collection): Overlay["remove"] {
  return (draft, id) => {
    draft[collection].delete(id);
  };
}

/** `network/FROM_SITE/FROM_ROLE/TO_SITE/PORT` is the id of a network path. */
function removeNetworkPath(draft: Draft, id: string): void {
  draft.networkPaths.delete(id.split("/").slice(1).join(" "));
}

function removeFloor(draft: Draft, id: string): void {
  draft.floors.delete(id.replace(/^floor\//, ""));
}

function removeWaiver(draft: Draft, id: string): void {
  draft.waivers.delete(id.replace(/^waiver\//, ""));
}
