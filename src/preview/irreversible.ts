// What of the author's changes nobody can take back: keys that go, machines that go with their keys, data that is
// written anew under another key. Only what is there can go; what was never applied cannot.

import { type Change, isReplace } from "../model/plan.js";
import type { IrreversibleStep } from "../model/preview.js";
import { areValuesEqual, isList, isObject, type ObjectValue, unmark } from "../model/value.js";
import { knownFlag, knownText, partOf } from "../vsphere/planned-attributes.js";
import type { AuthorChange } from "./author-changes.js";

/** In the order of the changes, which is that of their addresses. */
export function irreversibleSteps(authors: readonly AuthorChange[]): readonly IrreversibleStep[] {
  return authors.flatMap(({ address, type, planned, objects }) => {
    const change = planned.head;
    if (change === undefined || change.before === null) return [];
    const sentences = sentencesOf(type, change, change.before, objects[0]);
    return sentences.map((sentence) => ({ address, sentence }));
  });
}

function sentencesOf(
  type: string,
  change: Change,
  before: ObjectValue,
  base: ObjectValue | null,
): readonly string[] {
  const name = knownText(before, "id") ?? "It";
  const { after } = change;
  if (change.action === "delete" || isReplace(change)) {
    const sentence = goneSentence(type, name, before);
    return sentence === undefined ? [] : [sentence];
  }
  if (after === null || change.action !== "update") return [];
  if (type === "holdfast_host" && losesStoredKeys(before, after, base)) {
    return [
      `All keys stored on ${name} are removed; it has none again before key persistence is on and a key server answers.`,
    ];
  }
  return REKEYS.filter(
    (rekey) => rekey.type === type && isAsked({ before, after, base }, rekey.attribute),
  ).map(({ sentence }) => sentence(name));
}

function goneSentence(type: string, name: string, before: ObjectValue): string | undefined {
  switch (type) {
    case "holdfast_key_server":
      return `The key server ${name} is taken out of vCenter; keys that it alone holds can no longer be fetched.`;
    case "holdfast_standard_key_provider":
      return `The key provider ${name} is deleted, and hosts forget its keys; adding it again brings them back only from key servers that still hold them.`;
    case "holdfast_native_key_provider":
      return `The native key provider ${name} is deleted with its derivation key; only its backup brings back what is encrypted under it.`;
    case "holdfast_trusted_key_provider":
      return `The trusted key provider ${name} is deleted; only one with the same primary key opens what is encrypted under it.`;
    case "holdfast_virtual_machine":
      return isEncrypted(before)
        ? `The encrypted machine ${name} is destroyed with its data.`
        : undefined;
    default:
      return undefined;
  }
}

function isEncrypted(machine: ObjectValue): boolean {
  const disks = unmark(machine.disks ?? null);
  const isDisk = isList(disks) && disks.some((disk) => isObject(disk) && disk.encrypted === true);
  return knownFlag(machine, "encrypted", false) || knownFlag(machine, "vtpm", false) || isDisk;
}

/** Persistence that goes off takes the stored keys along unless it is told to leave them. */
function losesStoredKeys(
  before: ObjectValue,
  after: ObjectValue,
  base: ObjectValue | null,
): boolean {
  const persists = (object: ObjectValue) =>
    knownFlag(partOf(object, "key_persistence"), "enabled", false);
  const isRemoved = knownFlag(
    partOf(after, "key_persistence"),
    "remove_stored_keys_on_disable",
    true,
  );
  const isAuthors = base === null || persists(base);
  return persists(before) && isAuthors && !persists(after) && isRemoved;
}

interface Rekey {
  readonly type: string;
  readonly attribute: string;
  readonly sentence: (name: string) => string;
}

const REKEYS: readonly Rekey[] = [
  {
    type: "holdfast_virtual_machine",
    attribute: "shallow_rekey_version",
    sentence: (name) =>
      `${name} gets a new key; hosts that have the old one alone no longer start it.`,
  },
  {
    type: "holdfast_virtual_machine",
    attribute: "deep_rekey_version",
    sentence: (name) => `${name} is encrypted anew under new keys; what the old ones open is gone.`,
  },
  {
    type: "holdfast_vsan_encryption",
    attribute: "kek_version",
    sentence: (name) => `The vSAN ${name} gets a new key, which every host must be given.`,
  },
  {
    type: "holdfast_vsan_encryption",
    attribute: "dek_version",
    sentence: (name) =>
      `The vSAN ${name} is written anew under new keys, disk group by disk group.`,
  },
];

function isAsked(
  objects: {
    readonly before: ObjectValue;
    readonly after: ObjectValue;
    readonly base: ObjectValue | null;
  },
  attribute: string,
): boolean {
  const wanted = objects.after[attribute] ?? null;
  const differs = (object: ObjectValue | null) =>
    object === null || !areValuesEqual(object[attribute] ?? null, wanted);
  return wanted !== null && differs(objects.before) && differs(objects.base);
}
