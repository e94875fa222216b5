// The names that belong to one cluster, each with what stands for it in texts that are the same for clusters which differ
// by their names alone: the cluster, its hosts in order, the sites that nothing else stands at, its keys by where they are, and
// its machines by what they are. Machines that are the same in all of that fare alike (src/drill/machines-alike.ts), and so
// do keys (src/drill/predict-key-classes.ts): how many of them there are says nothing.

import type { Estate, EstateVirtualMachine } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { PLANNED_KEY } from "../vsphere/reach.js";

export interface OwnNames {
  /** By path or site: what stands for it. Machines that are the same have one name. */
  readonly names: ReadonlyMap<string, string>;
  readonly sites: readonly string[];
  /** Paths. */
  readonly machines: readonly string[];
  /** What the cluster consists of on each estate, without names: its own facts, its hosts and the kinds of its machines. */
  readonly facts: unknown;
  /** The same text for what is the same but for names. */
  readonly textOf: (value: unknown) => string;
}

export interface NamesRequest {
  readonly estates: readonly Estate[];
  readonly cluster: string;
  /** Whether hosts of the cluster alone stand at it, and nothing else. */
  readonly isOwnSite: (site: string) => boolean;
  /** On each estate what others share with it. */
  readonly shared: readonly (readonly SharedRow[])[];
}

export interface SharedRow {
  readonly path: string;
  /** The machine that it runs in. */
  readonly runsOn?: string | null;
  readonly site?: string;
}

export function ownNames({ estates, cluster, isOwnSite, shared }: NamesRequest): OwnNames {
  const indexes = estates.map(indexEstate);
  const itself = onEstates(estates.map(({ clusters }) => [clusters.get(cluster)].filter(isThere)));
  const hosts = onEstates(indexes.map(({ hostsOf }) => hostsOf.get(cluster) ?? []));
  const machines = onEstates(indexes.map(({ machinesOf }) => machinesOf.get(cluster) ?? []));
  const sites = sorted([...hosts.keys()].map(({ site }) => site)).filter(isOwnSite);
  const places = new Map([[cluster, "cluster"], ...numbered(pathsOf(hosts), "host")]);
  const siteNames = new Map(numbered(sites, "site"));
  const naming: Naming = { places, sites: siteNames, ids: new Map() };
  const ids = idsIn([...itself.keys(), ...hosts.keys(), ...machines.keys()]);
  const sought = new Set([...ids.keys(), ...places.keys(), ...pathsOf(machines)]);
  const marks = marksOf(sought, [...itself, ...hosts, ...onEstates(shared)], naming);
  for (const [id, users] of ids) {
    const own = users.size > 1 ? ` of several ${naming.ids.size}` : "";
    const planned = id.startsWith(PLANNED_KEY) ? "planned " : "";
    naming.ids.set(id, `${planned}id ${marks.get(id)?.join(", ") ?? "nowhere"}${own}`);
  }
  const kinds = kindsOf(machines, { marks, shared, naming });
  const all = new Map([...places, ...numberedByText(kinds)]);
  const rows = [...itself, ...hosts];
  const withMachines = { ...naming, places: all };
  return {
    names: new Map([...all, ...siteNames]),
    sites,
    machines: pathsOf(machines),
    facts: [
      rows.map(([row, on]) => [on, textOf(row, naming)]),
      [...places].map(([path, name]) => [name, marks.get(path)]),
      sorted([...kinds.values()]),
    ],
    textOf: (value) => textOf(value, withMachines),
  };
}

interface Row {
  readonly path: string;
}

function isThere<T>(row: T | undefined): row is T {
  return row !== undefined;
}

/** Each row with the numbers of the estates that it is on: most are on all, and are looked at once. */
function onEstates<T extends Row>(estates: readonly (readonly T[])[]): ReadonlyMap<T, string> {
  const found = new Map<T, string>();
  estates.forEach((rows, i) => {
    for (const row of rows) found.set(row, `${found.get(row) ?? ""}${i}`);
  });
  return found;
}

function pathsOf(rows: ReadonlyMap<Row, string>): readonly string[] {
  return sorted([...rows.keys()].map(({ path }) => path));
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

function numbered(texts: readonly string[], kind: string): readonly (readonly [string, string])[] {
  return texts.map((text, i) => [text, `${kind} ${i}`] as const);
}

function numberedByText(
  kinds: ReadonlyMap<string, string>,
): readonly (readonly [string, string])[] {
  const numbers = new Map(numbered(sorted([...kinds.values()]), "machine"));
  return [...kinds].map(([path, kind]) => [path, numbers.get(kind) ?? kind] as const);
}

interface Naming {
  readonly places: ReadonlyMap<string, string>;
  readonly sites: ReadonlyMap<string, string>;
  readonly ids: Map<string, string>;
}

function nameOf(
  text: string,
  attribute: string,
  { places, sites, ids }: Naming,
): string | undefined {
  return /site$/i.test(attribute) ? sites.get(text) : (places.get(text) ?? ids.get(text));
}

/** Attributes that hold the id of a key or a TPM, which is compared for equality and never ordered. */
const OF_IDS = /^id$|KeyId$|Identity$/;

/** By id of a key or a TPM: the paths of the rows that name it. */
function idsIn(rows: readonly Row[]): ReadonlyMap<string, ReadonlySet<string>> {
  const users = new Map<string, Set<string>>();
  for (const row of rows) {
    for (const [attribute, text] of textsIn(row)) {
      if (!OF_IDS.test(attribute)) continue;
      const known = users.get(text);
      if (known === undefined) users.set(text, new Set([row.path]));
      else known.add(row.path);
    }
  }
  return users;
}

type Texts = readonly (readonly [attribute: string, text: string])[];

/** All texts but those in sets: a key server has the keys of a whole fleet in one. */
function textsIn(value: unknown, attribute = ""): Texts {
  if (typeof value === "string") return [[attribute, value]];
  if (typeof value !== "object" || value === null || value instanceof Set) return [];
  if (value instanceof Map) return [...value.values()].flatMap((each) => textsIn(each, attribute));
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([name, each]) => textsIn(each, isList ? attribute : name));
}

/** Where each of some texts stands: on which estates, in what, as which attribute. */
function marksOf(
  sought: ReadonlySet<string>,
  rows: readonly (readonly [Row, on: string])[],
  naming: Naming,
): ReadonlyMap<string, readonly string[]> {
  const marks = new Map<string, string[]>();
  for (const [row, on] of rows) {
    const holder = `${on} ${nameOf(row.path, "", naming) ?? row.path}`;
    for (const [attribute, text] of standingIn(row, sought)) {
      const known = marks.get(text);
      const mark = `${holder} ${attribute}`;
      if (known === undefined) marks.set(text, [mark]);
      else known.push(mark);
    }
  }
  return marks;
}

function standingIn(value: unknown, sought: ReadonlySet<string>, attribute = ""): Texts {
  if (value instanceof Set) {
    const [few, many] = value.size < sought.size ? [value, sought] : [sought, value];
    return [...few].flatMap((text) => (many.has(text) ? [[attribute, text] as const] : []));
  }
  if (typeof value === "string") return sought.has(value) ? [[attribute, value]] : [];
  if (typeof value !== "object" || value === null) return [];
  if (value instanceof Map) {
    return [...value].flatMap(([key, each]) => standingIn(each, sought, `${attribute} ${key}`));
  }
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([name, each]) =>
    standingIn(each, sought, isList ? attribute : `${attribute}.${name}`),
  );
}

/** By path: all that is to be said about a machine. */
function kindsOf(
  machines: ReadonlyMap<EstateVirtualMachine, string>,
  {
    marks,
    shared,
    naming,
  }: {
    readonly marks: ReadonlyMap<string, readonly string[]>;
    readonly shared: NamesRequest["shared"];
    readonly naming: Naming;
  },
): ReadonlyMap<string, string> {
  const roles = shared.map((rows) => rows.flatMap(({ runsOn }) => runsOn ?? []));
  const found = new Map<string, unknown[]>();
  for (const [{ path, ...facts }, on] of machines) {
    // Machines are tried in the order of their paths: before or after those that others rely on.
    const turns = roles.map((each) => each.filter((role) => role < path).length);
    const known = found.get(path) ?? [marks.get(path), turns];
    found.set(path, [...known, [on, textOf(facts, naming)]]);
  }
  return new Map([...found].map(([path, kind]) => [path, JSON.stringify(kind)]));
}

/** The same text for what is the same but for names. */
function textOf(value: unknown, naming: Naming): string {
  return JSON.stringify(value, (attribute, each: unknown) => {
    if (typeof each === "string") {
      const name = nameOf(each, attribute, naming);
      return name === undefined ? each : { name };
    }
    if (typeof each === "symbol" || typeof each === "bigint")
      return { [typeof each]: String(each) };
    if (each instanceof Map) return [...each];
    if (!(each instanceof Set)) return each;
    // Keys that nothing of the cluster names are of no account, and where the others are is in their names.
    return attribute.endsWith("KeyIds") ? "keys" : [...each].sort();
  });
}
