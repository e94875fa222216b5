// Addresses of modules, resources and their instances, in Terraform's spelling. An address is a value with
// parts; its text form is made and read only here.

/** The names of the calls that lead from the root module to a module. */
export type ModulePath = readonly string[];

/** A resource as it is declared: one for all instances of the module that it stands in. */
export interface ResourceAddress {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** Absent in the root module. */
  readonly module?: ModulePath;
}

/** A number for `count`, a string for `for_each`, absent without either. */
export type InstanceKey = number | string | undefined;

export interface InstanceAddress {
  readonly resource: ResourceAddress;
  readonly key: InstanceKey;
  /** The key of each call of the resource's `module`; absent where none has a key. */
  readonly moduleKeys?: readonly InstanceKey[];
}

/** Something that a statement or an option names: a module or one instance of it, and a resource or an instance in it. */
export interface TargetAddress {
  readonly module: readonly ModuleStep[];
  readonly resource?: ResourceAddress;
  /** Of the resource. */
  readonly key?: InstanceKey;
}

/** One call on the way to a module, with the key of an instance of it. */
export interface ModuleStep {
  readonly name: string;
  readonly key: InstanceKey;
}

/** `holdfast_host.esx01`, `data.terraform_remote_state.x`, `module.edge.holdfast_host.esx01`. */
export function formatResource(address: ResourceAddress): string {
  const { module, type, name } = address;
  const local = `${address.mode === "data" ? "data." : ""}${type}.${name}`;
  return module === undefined ? local : `${modulePrefix(module)}${local}`;
}

/** The address of a resource as it is called in its module. */
export function localAddress({ module: _, ...local }: ResourceAddress): string {
  return formatResource(local);
}

/** Reads what {@link formatResource} writes. */
export function parseResource(text: string): ResourceAddress {
  const module: string[] = [];
  let rest = text;
  while (rest.startsWith(MODULE)) {
    const end = rest.indexOf(".", MODULE.length);
    module.push(rest.slice(MODULE.length, end));
    rest = rest.slice(end + 1);
  }
  const mode = rest.startsWith("data.") ? "data" : "managed";
  const [type = "", name = ""] = (mode === "data" ? rest.slice("data.".length) : rest).split(".");
  return { mode, type, name, ...inModule(module) };
}

const MODULE = "module.";

/** What stands before the address of something in a module, keys of the calls included: `module.edge[0].`. */
export function modulePrefix(module: ModulePath = [], keys: readonly InstanceKey[] = []): string {
  return module.map((name, i) => `${MODULE}${name}${formatKey(keys[i])}.`).join("");
}

/** `module.edge`, `module.fleet.module.edge["a"]`; empty for the root module. */
export function formatModule(module: ModulePath = [], keys: readonly InstanceKey[] = []): string {
  return modulePrefix(module, keys).slice(0, -1);
}

/** The part of a {@link ResourceAddress} that says which module it is in. */
export function inModule(module: ModulePath): Pick<ResourceAddress, "module"> {
  return module.length === 0 ? {} : { module };
}

/** The part of an {@link InstanceAddress} that says which instance of its module it is in. */
export function withModuleKeys(keys: readonly InstanceKey[]): Pick<InstanceAddress, "moduleKeys"> {
  return keys.every((key) => key === undefined) ? {} : { moduleKeys: keys };
}

/** An address as it was before it went through JSON, in which no key in a list is null. */
export function fromJson(address: InstanceAddress): InstanceAddress {
  const { moduleKeys } = address;
  if (moduleKeys === undefined) return address;
  return { ...address, moduleKeys: moduleKeys.map((key) => key ?? undefined) };
}

/** `holdfast_host.esx["a"]`, `module.edge[1].holdfast_host.esx[0]`. */
export function formatInstance({ resource, key, moduleKeys }: InstanceAddress): string {
  if (moduleKeys === undefined) return `${formatResource(resource)}${formatKey(key)}`;
  const { module, ...local } = resource;
  return `${modulePrefix(module, moduleKeys)}${formatResource(local)}${formatKey(key)}`;
}

function formatKey(key: InstanceKey): string {
  return key === undefined ? "" : `[${typeof key === "number" ? key : quoteKey(key)}]`;
}

/** Letters of every script count, as Terraform has it. */
const NAME = "[\\p{ID_Start}_][\\p{ID_Continue}-]*";
const IDENTIFIER = new RegExp(`^${NAME}$`, "u");
const KEY = `(?:\\[(?:(\\d+)|("(?:[^"\\\\]|\\\\.)*"))\\])?`;
const CALL = new RegExp(`module\\.(${NAME})${KEY}(?:\\.|$)`, "uy");
const RESOURCE = new RegExp(`(data\\.)?(${NAME})\\.(${NAME})${KEY}$`, "uy");

/** Whether a variable, a resource or the like can be called that. */
export function isName(text: string): boolean {
  return IDENTIFIER.test(text);
}

/** For whoever typed something else. */
export const FORM_OF_ADDRESSES =
  'An address is TYPE.NAME, TYPE.NAME[0] or TYPE.NAME["key"], such as holdfast_host.esx01, in a module with ' +
  "module.NAME before it.";

/** Reads what {@link formatInstance} writes; undefined if the text is no address of a resource. */
export function parseInstance(text: string): InstanceAddress | undefined {
  const target = parseTarget(text);
  if (target?.resource === undefined) return undefined;
  const { resource, key, module } = target;
  return { resource, key, ...withModuleKeys(module.map((step) => step.key)) };
}

/** Reads the address of a module or of a resource, or of an instance of either; undefined if the text is none. */
export function parseTarget(text: string): TargetAddress | undefined {
  const { module, end } = readModules(text);
  if (end === text.length) return module.length > 0 && !text.endsWith(".") ? { module } : undefined;
  RESOURCE.lastIndex = end;
  const match = RESOURCE.exec(text);
  if (match === null || (match[1] === undefined && match[2] === "module")) return undefined;
  const [, data, type = "", name = "", index, quoted] = match;
  const path = inModule(module.map((step) => step.name));
  const resource: ResourceAddress = { mode: data ? "data" : "managed", type, name, ...path };
  return { module, resource, key: readKey(index, quoted) };
}

function readModules(text: string): {
  readonly module: readonly ModuleStep[];
  readonly end: number;
} {
  const module: ModuleStep[] = [];
  let end = 0;
  while (text.startsWith(MODULE, end)) {
    CALL.lastIndex = end;
    const match = CALL.exec(text);
    if (match === null) break;
    const [, name = "", index, quoted] = match;
    module.push({ name, key: readKey(index, quoted) });
    end = CALL.lastIndex;
  }
  return { module, end };
}

function readKey(index: string | undefined, quoted: string | undefined): InstanceKey {
  if (index !== undefined) return Number(index);
  return quoted === undefined ? undefined : unquoteKey(quoted);
}

/** `module.a[0]` or an address in it, as it was read. */
export function formatTarget({ module, resource, key }: TargetAddress): string {
  const names = module.map((step) => step.name);
  const keys = module.map((step) => step.key);
  if (resource === undefined) return formatModule(names, keys);
  return formatInstance({ resource, key, ...withModuleKeys(keys) });
}

/**
 * Whether an instance is the one that a target names, or in what it names. What the target ends with means all instances if
 * it has no key; what leads there means, as by Terraform, the one without.
 */
export function covers(
  target: TargetAddress,
  { resource, key, moduleKeys = [] }: InstanceAddress,
): boolean {
  const { module = [] } = resource;
  const isEnd = (i: number) => target.resource === undefined && i === target.module.length - 1;
  const isInModule = target.module.every(
    (step, i) =>
      step.name === module[i] &&
      (step.key === moduleKeys[i] || (isEnd(i) && step.key === undefined)),
  );
  if (!isInModule || target.resource === undefined) return isInModule;
  const isSame = formatResource(target.resource) === formatResource(resource);
  return isSame && (target.key === undefined || target.key === key);
}

/** Terraform's order: by depth, module and its keys; data before managed; then type, name, no key, numbers, strings. */
export function compareInstances(a: InstanceAddress, b: InstanceAddress): number {
  return (
    compareModules(a, b) ||
    compareText(a.resource.mode, b.resource.mode) ||
    compareText(a.resource.type, b.resource.type) ||
    compareText(a.resource.name, b.resource.name) ||
    compareKeys(a.key, b.key)
  );
}

/** The steps that lead to the module of a resource. */
export function stepsOf({ resource, moduleKeys = [] }: InstanceAddress): readonly ModuleStep[] {
  const { module = [] } = resource;
  return module.map((name, i) => ({ name, key: moduleKeys[i] }));
}

/** The same resource or instance, in another instance of a module. */
export function inPlace(
  steps: readonly ModuleStep[],
  { resource, key }: Pick<InstanceAddress, "resource" | "key">,
): InstanceAddress {
  const { module: _, ...local } = resource;
  return {
    resource: { ...local, ...inModule(steps.map(({ name }) => name)) },
    key,
    ...withModuleKeys(steps.map((step) => step.key)),
  };
}

function compareModules(a: InstanceAddress, b: InstanceAddress): number {
  const { module: left = [] } = a.resource;
  const { module: right = [] } = b.resource;
  if (left.length !== right.length) return left.length - right.length;
  for (const [i, name] of left.entries()) {
    const order =
      compareText(name, right[i] ?? "") || compareKeys(a.moduleKeys?.[i], b.moduleKeys?.[i]);
    if (order !== 0) return order;
  }
  return 0;
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
