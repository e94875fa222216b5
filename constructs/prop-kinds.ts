// What kind of value a property takes, where the constructs themselves work on it. Programs run without a type
// check, and an id passed for an object, or one object for a list, would crash without a place or vanish. Plain
// values go into the configuration as they are, and its own check judges them.

import type { IConstruct } from "constructs";
import { misuse } from "./props.js";

interface Kind {
  /** For messages. */
  readonly noun: string;
  /** Members that nothing else has: one of them is enough. */
  readonly marks: readonly string[];
}

const CLUSTER: Kind = { noun: "a Cluster", marks: ["clusterId"] };
const HOST: Kind = { noun: "an EsxiHost", marks: ["hostId"] };
const VCENTER: Kind = { noun: "a VCenter", marks: ["vcenterId"] };
const SITE: Kind = { noun: "a Site", marks: ["siteName"] };
const KEY_PROVIDER: Kind = { noun: "a key provider", marks: ["keyProviderName"] };
const KEY_SERVER: Kind = { noun: "a KeyServer", marks: ["keyServerId"] };
export const MACHINE: Kind = { noun: "a VirtualMachine", marks: ["machineId"] };
/** What a finding can be about. */
export const SUBJECT: Kind = {
  noun: "a VCenter, a Cluster, an EsxiHost, a KeyServer, a key provider, a VirtualMachine or a path",
  marks: ["vcenterId", "clusterId", "hostId", "keyServerId", "keyProviderId", "machineId"],
};
export const WORKLOAD_OWNER: Kind = {
  noun: "a VirtualMachine or a VsanEncryption",
  marks: ["machineId", "vsanEncryptionId"],
};

/** One name means one kind in every construct. */
const OBJECTS: ReadonlyMap<string, Kind> = new Map([
  ["cluster", CLUSTER],
  ["vcenter", VCENTER],
  ["site", SITE],
  ["from", SITE],
  ["to", SITE],
  ["trustAuthority", { noun: "a TrustAuthority", marks: ["trustAuthorityId"] }],
  ["keyProvider", KEY_PROVIDER],
  ["hostKeyProvider", KEY_PROVIDER],
  ["entity", { noun: "a VCenter or a Cluster", marks: ["vcenterId", "clusterId"] }],
]);

/** The kind of each member, or undefined where that is looked at elsewhere. */
const LISTS: ReadonlyMap<string, Kind | undefined> = new Map([
  ["keyServers", KEY_SERVER],
  ["trustedClusters", CLUSTER],
  ["trustedTpms", HOST],
  ["baseImages", undefined],
  ["managedKeyServers", undefined],
  ["hostnames", undefined],
  ["disks", undefined],
  ["workloads", undefined],
  ["mustSurvive", undefined],
  ["after", { noun: "a construct", marks: ["node"] }],
  ["subjects", undefined],
]);

/** What is wrong with the kinds of some properties, a sentence each. */
export function kindErrors(given: ReadonlyMap<string, unknown>): readonly string[] {
  return [...given].filter(([, value]) => value !== undefined).flatMap(kindErrorsOf);
}

/** @throws unless `value` is such an object. */
export function checkKind(construct: IConstruct, what: string, value: unknown, kind: Kind): void {
  const errors = objectErrors(what, value, kind);
  if (errors.length > 0) throw misuse(construct, errors.join(" "));
}

function kindErrorsOf([name, value]: readonly [string, unknown]): readonly string[] {
  const kind = OBJECTS.get(name);
  if (kind !== undefined) return objectErrors(name, value, kind);
  if (!LISTS.has(name)) return [];
  if (!Array.isArray(value))
    return [`${name} takes a list, not ${described(value)}. Put it in [ ].`];
  const ofMembers = LISTS.get(name);
  if (ofMembers === undefined) return [];
  return value.flatMap((member, i) => objectErrors(`${name}[${i}]`, member, ofMembers));
}

function objectErrors(what: string, value: unknown, { noun, marks }: Kind): readonly string[] {
  const isObject = typeof value === "object" && value !== null;
  if (isObject && marks.some((mark) => mark in value)) return [];
  return [
    `${what} takes ${noun}, not ${described(value)}. Pass the object itself, not its name or id.`,
  ];
}

/** Never the content of an object: it may hold what nobody should read. */
export function described(value: unknown): string {
  if (typeof value === "string") return `the text "${value}"`;
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object" || value === null) return String(value);
  const { name } = value.constructor ?? {};
  return name === undefined || name === "Object" ? "a plain object" : `an object of ${name}`;
}
