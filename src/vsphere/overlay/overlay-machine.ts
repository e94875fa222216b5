// A planned virtual machine over an estate. Keys that apply has yet to make are named after what they will
// encrypt; a machine that is encrypted already keeps its keys unless it is given another key provider.

import type { EstateKey, EstateVirtualMachine } from "../estate.js";
import { PLANNED_KEY } from "../reach.js";
import { DEFAULT_PROVIDER, type EstateDraft } from "./estate-draft.js";
import type { PlannedFacts } from "./overlays.js";
import type { PlannedAttributes } from "./planned-attributes.js";

const NEWEST_HARDWARE_WITHOUT_DECLARATION = 19;

export function overlayMachine(draft: EstateDraft, { id, attributes, isNew }: PlannedFacts): void {
  const known = isNew ? undefined : draft.virtualMachines.get(id);
  const encrypted = attributes.flagOr("encrypted", false);
  const vtpm = attributes.flagOr("vtpm", false);
  const powerState = attributes.wordOr("power_state", ["poweredOn", "poweredOff"], "poweredOn");
  const isMoved = known !== undefined && known.cluster !== attributes.text("cluster");
  const homeKey = encrypted || vtpm ? homeKeyOf(id, attributes, known) : null;
  draft.virtualMachines.set(id, {
    path: id,
    cluster: attributes.textOr("cluster", ""),
    host: isMoved ? null : (known?.host ?? null),
    powerState,
    running: powerState === "poweredOn",
    autostart: attributes.flagOr("autostart", true),
    encrypted,
    vtpm,
    firmware: attributes.wordOr("firmware", ["efi", "bios"], "efi"),
    hardwareVersion: attributes.number("hardware_version") ?? NEWEST_HARDWARE_WITHOUT_DECLARATION,
    homeKey,
    diskKeys: diskKeysOf(id, attributes, { known, encrypted }),
    locked: powerState === "poweredOn" ? false : (known?.locked ?? false),
  });
}

function homeKeyOf(
  id: string,
  attributes: PlannedAttributes,
  known: EstateVirtualMachine | undefined,
): EstateKey {
  const declared = attributes.maybeText("key_provider");
  const present = known?.homeKey ?? null;
  const isKept = present !== null && (declared === null || declared === present.provider);
  if (isKept) return present;
  return { id: `${PLANNED_KEY}${id}`, provider: declared ?? DEFAULT_PROVIDER };
}

/** Keys of their own have the encrypted disks that name a key provider. */
function diskKeysOf(
  id: string,
  attributes: PlannedAttributes,
  { known, encrypted }: { known: EstateVirtualMachine | undefined; encrypted: boolean },
): readonly EstateKey[] {
  const left = [...(known?.diskKeys ?? [])];
  return (attributes.items("disks") ?? []).flatMap((disk) => {
    const provider = disk.maybeText("key_provider");
    if (provider === null || !disk.flagOr("encrypted", encrypted)) return [];
    const same = left.findIndex((key) => key.provider === provider);
    const [present] = same < 0 ? [] : left.splice(same, 1);
    return [present ?? { id: `${PLANNED_KEY}${id}/${disk.textOr("name", "")}`, provider }];
  });
}
