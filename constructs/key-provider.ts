// What key providers of all kinds have in common: a name in a vCenter, by which everything that is
// encrypted refers to them.

import type { IConstruct } from "constructs";
import { misuse, shown } from "./props.js";
import { isSameObject } from "./same-object.js";
import type { IVCenter } from "./vcenter.js";

export interface IKeyProvider extends IConstruct {
  readonly kind: "standard" | "native" | "trusted";
  readonly vcenter: IVCenter;
  /** Inventory path, as a reference. */
  readonly keyProviderId: string;
  /** Name as it was given. */
  readonly keyProviderName: string;
  /** The name as a reference: who holds it is created after the key provider. */
  readonly reference: string;
}

/**
 * The key provider, when it can be used there.
 *
 * @throws when it belongs to another vCenter, since names hold within one.
 */
export function checkedProvider(
  user: IConstruct,
  vcenter: IVCenter,
  provider: IKeyProvider,
): IKeyProvider {
  if (isSameObject(provider.vcenter, vcenter)) return provider;
  throw misuse(
    user,
    `The key provider ${shown(provider.keyProviderName, provider)} is declared in ` +
      `${shown(provider.vcenter.vcenterName, provider.vcenter)}, and cannot be used in ` +
      `${shown(vcenter.vcenterName, vcenter)}: a key provider is known by its name within one vCenter. ` +
      "Declare one there too.",
  );
}

/**
 * Whether a key that is named by its id can be found: at a standard key provider that is named with it.
 *
 * @throws without one, or with one of another kind, whose keys do not exist before they are used.
 */
export function checkExistingKey(
  user: IConstruct,
  key: {
    readonly provider: IKeyProvider | undefined;
    /** Of the properties for the id and for the key provider. */
    readonly names: readonly [string, string];
  },
): void {
  const { provider, names } = key;
  const [ofId, ofProvider] = names;
  if (provider === undefined) {
    throw misuse(user, `A key is found by its id at a key provider: ${ofId} needs ${ofProvider}.`);
  }
  if (provider.kind === "standard") return;
  throw misuse(
    user,
    `${ofId} names a key of ${shown(provider.keyProviderName, provider)}, a ${provider.kind} key provider, whose keys ` +
      `do not exist before something is encrypted. Leave ${ofId} out, or pass a StandardKeyProvider.`,
  );
}
