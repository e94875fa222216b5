// References by id to what neither the plans nor the vSphere have. Told when planning, since apply would stop half way.
// It knows which attributes hold ids; what there is, it is handed.

import type { AttributePath } from "../model/attribute-path.js";
import { suggestion } from "../model/closest-name.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { type Change, isReplace, type Plan } from "../model/plan.js";
import { isList, isUnknown, type Value } from "../model/value.js";

const VCENTER = ["holdfast_vcenter"];
const CLUSTER = ["holdfast_cluster"];

/** The types of what the ids in an attribute name, by the type and the attribute that holds them. */
const REFERENCES: { readonly [type: string]: { readonly [attribute: string]: readonly string[] } } =
  {
    holdfast_cluster: { vcenter: VCENTER },
    holdfast_default_key_provider: { entity: [...VCENTER, ...CLUSTER] },
    holdfast_host: { cluster: CLUSTER },
    holdfast_key_server: { vcenter: VCENTER },
    holdfast_native_key_provider: { vcenter: VCENTER },
    holdfast_standard_key_provider: { vcenter: VCENTER, key_servers: ["holdfast_key_server"] },
    holdfast_trust_authority: { cluster: CLUSTER },
    holdfast_trusted_key_provider: {
      vcenter: VCENTER,
      trust_authority: ["holdfast_trust_authority"],
      key_servers: ["holdfast_key_server"],
    },
    holdfast_virtual_machine: { cluster: CLUSTER },
    holdfast_vsan_encryption: { cluster: CLUSTER },
  };

/** How many of the ids that there are a message lists. */
const SHOWN_IDS = 5;

export interface PlannedReferences {
  /** All that are made on one vSphere. */
  readonly plans: readonly Plan[];
  /** The ids of the objects of a type that the vSphere has. Asked only of types that plans do not answer for. */
  readonly idsInPlace: (type: string) => Promise<readonly string[]>;
}

/** By plan, in the order of the plans; the address and the attribute are set. */
export async function findMissingReferences({
  plans,
  idsInPlace,
}: PlannedReferences): Promise<readonly (readonly Diagnostic[])[]> {
  const planned = collectIds(plans);
  const known = new Map<string, Promise<KnownIds>>();
  const idsOf = (type: string): Promise<KnownIds> => {
    const found = known.get(type) ?? addInPlace(planned(type), idsInPlace(type));
    known.set(type, found);
    return found;
  };
  const found: Diagnostic[][] = [];
  for (const { changes } of plans) {
    const diagnostics: Diagnostic[] = [];
    for (const reference of changes.flatMap(referencesOf)) {
      const { types, id } = reference;
      if (types.some((type) => isPlanned(planned(type), id))) continue;
      const candidates = await Promise.all(types.map(idsOf));
      if (candidates.some(({ ids }) => ids.has(id))) continue;
      diagnostics.push(unknownReference(reference, candidates));
    }
    found.push(diagnostics);
  }
  return found;
}

interface KnownIds {
  readonly ids: Set<string>;
  readonly removed: Set<string>;
  /** Of at least one object the id is known only once it is made. */
  isOpen: boolean;
}

function isPlanned({ ids, isOpen }: KnownIds, id: string): boolean {
  return isOpen || ids.has(id);
}

/** What there will be of each type, as far as the plans know. */
function collectIds(plans: readonly Plan[]): (type: string) => KnownIds {
  const byType = new Map<string, KnownIds>();
  const idsOf = (type: string): KnownIds => {
    const found = byType.get(type) ?? { ids: new Set(), removed: new Set(), isOpen: false };
    byType.set(type, found);
    return found;
  };
  for (const { instance, action, before, after } of plans.flatMap(({ changes }) => changes)) {
    if (action === "read") continue;
    const known = idsOf(instance.resource.type);
    const id = after?.id ?? null;
    if (isUnknown(id)) known.isOpen = true;
    if (typeof id === "string") known.ids.add(id);
    const old = before?.id;
    if (action !== "forget" && typeof old === "string" && old !== id) known.removed.add(old);
  }
  return idsOf;
}

/** What a plan removes is not there for others, unless it is made anew. */
async function addInPlace(
  { ids, removed, isOpen }: KnownIds,
  inPlace: Promise<readonly string[]>,
): Promise<KnownIds> {
  const kept = (await inPlace).filter((id) => !removed.has(id));
  return { ids: new Set([...ids, ...kept]), removed, isOpen };
}

interface Reference {
  readonly change: Change;
  readonly attribute: AttributePath;
  readonly id: string;
  readonly types: readonly string[];
}

/** The known ids in an object that is made or changed. */
function referencesOf(change: Change): readonly Reference[] {
  const { action, after, instance } = change;
  const isMade = action === "create" || action === "update" || isReplace(change);
  const holders = REFERENCES[instance.resource.type];
  if (after === null || !isMade || holders === undefined) return [];
  const found: Reference[] = [];
  for (const name in holders) {
    const types = holders[name] ?? [];
    collectReferences({ change, types }, after[name] ?? null, [name], found);
  }
  return found;
}

function collectReferences(
  of: Pick<Reference, "change" | "types">,
  value: Value,
  attribute: AttributePath,
  found: Reference[],
): void {
  if (typeof value === "string") found.push({ ...of, attribute, id: value });
  if (!isList(value)) return;
  for (const [i, element] of value.entries()) {
    collectReferences(of, element, [...attribute, i], found);
  }
}

function unknownReference(
  { change, attribute, id, types }: Reference,
  candidates: readonly KnownIds[],
): Diagnostic {
  const kinds = types.join(" or ");
  const ids = candidates.flatMap((known) => [...known.ids]).sort();
  const detail =
    `"${attribute[0]}" names "${id}", and neither the plan nor the vSphere has a ${kinds} of this id. ` +
    `${thereIs(ids)}${suggestion(id, ids)} Refer to the id of what is declared, or declare it.`;
  return errorDiagnostic("Unknown reference", detail, { address: change.address, attribute });
}

function thereIs(ids: readonly string[]): string {
  if (ids.length === 0) return "There is none at all.";
  const rest = ids.length > SHOWN_IDS ? ` and ${ids.length - SHOWN_IDS} more` : "";
  return `There is ${ids.slice(0, SHOWN_IDS).join(", ")}${rest}.`;
}
