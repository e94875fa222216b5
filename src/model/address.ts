// Addresses of resources and their instances, in Terraform's spelling. An address is a value with
// parts; its text form is made and read only here.

export interface ResourceAddress {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
}

/** A number for `count`, a string for `for_each`, absent without either. */
export type InstanceKey = number | string | undefined;

export interface InstanceAddress {
  readonly resource: ResourceAddress;
  readonly key: InstanceKey;
}

/** `holdfast_host.esx01`, `data.terraform_remote_state.x`. */
export function formatResource(address: ResourceAddress): string {
  const prefix = address.mode === "data" ? "data." : "";
  return `${prefix}${address.type}.${address.name}`;
}

/** Reads what {@link formatResource} writes. */
export function parseResource(text: string): ResourceAddress {
  const mode = text.startsWith("data.") ? "data" : "managed";
  const [type = "", name = ""] = (mode === "data" ? text.slice("data.".length) : text).split(".");
  return { mode, type, name };
}

/** `holdfast_host.esx["a"]`, `holdfast_host.esx[0]`. */
export function formatInstance(address: InstanceAddress): string {
  const base = formatResource(address.resource);
  if (address.key === undefined) return base;
  return `${base}[${typeof address.key === "number" ? address.key : quoteKey(address.key)}]`;
}

/** Letters of every script count, as Terraform has it. */
const NAME = "[\\p{ID_Start}_][\\p{ID_Continue}-]*";
const IDENTIFIER = new RegExp(`^${NAME}$`, "u");
const ADDRESS = new RegExp(
  `^(data\\.)?(${NAME})\\.(${NAME})(?:\\[(?:(\\d+)|("(?:[^"\\\\]|\\\\.)*"))\\])?$`,
  "u",
);

/** Whether a variable, a resource or the like can be called that. */
export function isName(text: string): boolean {
  return IDENTIFIER.test(text);
}

/** For whoever typed something else. */
export const FORM_OF_ADDRESSES =
  'An address is TYPE.NAME, TYPE.NAME[0] or TYPE.NAME["key"], such as holdfast_host.esx01.';

/** Reads what {@link formatInstance} writes; undefined if the text is no address. */
export function parseInstance(text: string): InstanceAddress | undefined {
  const match = ADDRESS.exec(text);
  if (match === null) return undefined;
  const [, data, type = "", name = "", index, quoted] = match;
  const resource: ResourceAddress = { mode: data ? "data" : "managed", type, name };
  if (index !== undefined) return { resource, key: Number(index) };
  return { resource, key: quoted === undefined ? undefined : unquoteKey(quoted) };
}

/** Terraform's order: data before managed; then type, name, no key, numbers, strings. */
export function compareInstances(a: InstanceAddress, b: InstanceAddress): number {
  return (
    compareText(a.resource.mode, b.resource.mode) ||
    compareText(a.resource.type, b.resource.type) ||
    compareText(a.resource.name, b.resource.name) ||
    compareKeys(a.key, b.key)
  );
}

/** Code-unit order, the same on every machine and in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareKeys(a: InstanceKey, b: InstanceKey): number {
  const rank = (key: InstanceKey) => (key === undefined ? 0 : typeof key === "number" ? 1 : 2);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === "number" && typeof b === "number") return a - b;
  return compareText(String(a), String(b));
}

function quoteKey(key: string): string {
  return JSON.stringify(key)
    .replaceAll("${", () => "$${")
    .replaceAll("%{", "%%{");
}

function unquoteKey(quoted: string): string | undefined {
  try {
    const text: unknown = JSON.parse(quoted.replaceAll("$${", "${").replaceAll("%%{", "%{"));
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined;
  }
}
