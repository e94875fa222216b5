// Which Terraform provider a resource type belongs to. There are two: holdfast, and Terraform's own, which is part of
// its language.

/** What configurations call them. */
export type ProviderName = "holdfast" | "terraform";

const ADDRESSES: Readonly<Record<ProviderName, string>> = {
  holdfast: "registry.terraform.io/holdfast/holdfast",
  terraform: "terraform.io/builtin/terraform",
};

/** Terraform's rule: the provider that a type begins with the name of. */
export function providerNameOf(type: string): ProviderName {
  return type.startsWith("terraform_") ? "terraform" : "holdfast";
}

/** The full address, as plan JSON has it. */
export function providerAddress(name: ProviderName): string {
  return ADDRESSES[name];
}

/** How a state file names the configuration of the provider of a type. */
export function providerReference(type: string, alias?: string): string {
  const reference = `provider["${ADDRESSES[providerNameOf(type)]}"]`;
  return alias === undefined ? reference : `${reference}.${alias}`;
}

/** Reads what {@link providerReference} writes; undefined for the provider of somebody else. */
export function readReference(
  text: unknown,
  type: string,
): { readonly alias?: string } | undefined {
  const ours = providerReference(type);
  if (text === undefined || text === ours) return {};
  if (typeof text !== "string" || !text.startsWith(`${ours}.`)) return undefined;
  return { alias: text.slice(ours.length + 1) };
}
