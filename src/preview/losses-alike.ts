// Losses that are alike: of clusters that differ by the names of what they consist of alone, in the estate and in what is
// planned for them. Exchanging those names maps what decides the one loss to what decides the other, so that what is found
// out about one holds of both. Whatever else may tell two clusters apart is counted as a difference; too many of them cost
// time and nothing else.

import type { Scenario } from "../drill/scenario.js";
import { pathOfWorkload } from "../drill/workloads.js";
import { BigFloat } from "../model/big-float.js";
import type { Change } from "../model/plan.js";
import type { AttributeSchemas } from "../model/type.js";
import { Marked, type ObjectValue } from "../model/value.js";
import type { Estate } from "../vsphere/estate.js";
import type { AttributesOf, AuthorChange } from "./author-changes.js";
import { boundsOf, type PartBounds, partWithin } from "./cluster-part.js";
import type { EvidenceGround } from "./loss-evidence.js";
import type { Loss } from "./losses.js";
import { type OwnNames, ownNames, type SharedRow } from "./own-names.js";

export interface Likeness {
  /** The same for losses that are alike, and for no others. */
  readonly name: string;
  /** What a change is to the cluster: the same for changes that are the same to clusters that are alike. */
  readonly roleOf: (author: AuthorChange) => string;
  /** A sentence with what stands for the names of the cluster in all that are alike. */
  readonly withoutNames: (sentence: string) => string;
}

export type LikenessOf = (loss: Loss) => Likeness;

/** Linear in the hosts and machines of the clusters that are asked for, and in the plans. */
export function likenessFinder(ground: EvidenceGround): LikenessOf {
  const descriptionOf = clusterDescriber(ground);
  const numbers = new Map<string, number>();
  const find = ({ cluster, workloads, ...how }: Loss): Likeness => {
    const { text, machines, nameOf, ...rest } = descriptionOf(cluster);
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    const lost = workloads.map((id) => `${id.split(":")[0]} ${nameOf(pathOfWorkload(id))}`);
    const others = othersThan(workloads, machines).map(nameOf);
    return { name: JSON.stringify([number, how, sortedOnce(lost), sortedOnce(others)]), ...rest };
  };
  const known = new Map<Loss, Likeness>();
  return (loss) => {
    const likeness = known.get(loss) ?? find(loss);
    known.set(loss, likeness);
    return likeness;
  };
}

type DescriptionOf = (cluster: string) => Description;

const describers = new WeakMap<EvidenceGround, DescriptionOf>();

/** Describes a cluster once, whatever about it is asked. */
function clusterDescriber(ground: EvidenceGround): DescriptionOf {
  const known = describers.get(ground);
  if (known !== undefined) return known;
  const describe = isByName(ground.scenario) ? describeByName : describerOf(ground);
  const descriptions = new Map<string, Description>();
  const descriptionOf: DescriptionOf = (cluster) => {
    const description = descriptions.get(cluster) ?? describe(cluster);
    descriptions.set(cluster, description);
    return description;
  };
  describers.set(ground, descriptionOf);
  return descriptionOf;
}

/** The same text for clusters that differ by names alone, on every side of the pull request. */
export function likenessOfCluster(ground: EvidenceGround, cluster: string): string {
  return clusterDescriber(ground)(cluster).text;
}

function sortedOnce(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

function othersThan(workloads: readonly string[], machines: readonly string[]): readonly string[] {
  const lost = new Set(workloads.map(pathOfWorkload));
  return machines.filter((path) => !lost.has(path));
}

interface Description extends Omit<Likeness, "name"> {
  /** The same for clusters that are alike. */
  readonly text: string;
  /** Paths. */
  readonly machines: readonly string[];
  readonly nameOf: (path: string) => string;
}

/** Where a scenario picks hosts, clusters or sites by their names, these tell clusters apart. */
function isByName({ events }: Scenario): boolean {
  const picks = ["hosts", "clusters", "sites", "otherSites"];
  return events.some((event) =>
    Object.entries(event).some(([name, patterns]) => picks.includes(name) && patterns !== null),
  );
}

function describeByName(cluster: string): Description {
  const asItIs = (text: string) => text;
  return {
    text: cluster,
    machines: [],
    nameOf: asItIs,
    roleOf: ({ key }) => key,
    withoutNames: asItIs,
  };
}

/** Word by word: a site may be called by a letter. A name of several words stays, and is counted as a difference. */
function replacer(names: ReadonlyMap<string, string>): (sentence: string) => string {
  return (sentence) =>
    sentence.replaceAll(/[^\s,;:()]+/g, (word) => {
      const name = names.get(word);
      return name === undefined ? word : `<${name}>`;
    });
}

function describerOf(ground: EvidenceGround): (cluster: string) => Description {
  const { live, planned, base, scenario, changes, authors, attributesOf } = ground;
  const estates = [live, planned, base];
  const standsAlone = sitesOfOneCluster(estates);
  const places = [...changes.at.values()].flatMap((each) => [...each.values()]);
  const plannedFor = mentioning([...places, ...changes.anywhere.values()], (change) => [change]);
  const changedFor = mentioning(authors, ({ planned: { base: was, head } }) => [was, head]);
  return (cluster) => {
    const bounds = boundsOf(estates, cluster, scenario);
    const shared = estates.map((estate) => rowsAround(estate, bounds));
    const isOwnSite = (site: string) => standsAlone.get(site) === cluster;
    const own = ownNames({ estates, cluster, isOwnSite, shared });
    const around = estates.map((estate, i) =>
      surroundingsOf(estate, { bounds, own, rows: shared[i] ?? [] }),
    );
    const textOf = (change: Change | undefined) => textOfChange(change, own, attributesOf);
    const plans = plannedFor(own).map(textOf);
    const roles = new Map(
      changedFor(own).map(({ key, action, planned: { base: was, head } }) => {
        return [key, [action, textOf(was), textOf(head)].join("\n")] as const;
      }),
    );
    return {
      text: JSON.stringify([own.facts, around, sortedOnce(plans), sortedOnce([...roles.values()])]),
      machines: own.machines,
      nameOf: (path) => own.names.get(path) ?? path,
      roleOf: ({ key }) => roles.get(key) ?? key,
      withoutNames: replacer(own.names),
    };
  };
}

/** By site at which hosts of one cluster stand and nothing else: that cluster. */
function sitesOfOneCluster(estates: readonly Estate[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { hosts, vcenters, keyServers } of estates) {
    for (const { site, cluster } of hosts.values()) {
      found.set(site, (found.get(site) ?? cluster) === cluster ? cluster : NO_CLUSTER);
    }
    for (const { site } of [...vcenters.values(), ...keyServers.values()])
      found.set(site, NO_CLUSTER);
  }
  return found;
}

const NO_CLUSTER = "";

/** What a cluster shares with others, beyond the clusters that it relies on. */
function rowsAround(estate: Estate, bounds: PartBounds): readonly SharedRow[] {
  const { vcenters, keyServers, keyProviders } = partWithin(estate, bounds);
  const authorities = estate.trustAuthorities.values();
  return [...vcenters.values(), ...keyServers.values(), ...keyProviders.values(), ...authorities];
}

/** Which of it there is, and what may not be the same for all that share it. */
function surroundingsOf(estate: Estate, { bounds, own, rows }: Around): unknown {
  const sites = rows.flatMap(({ site }) => site ?? []);
  const near = new Set([...own.sites, ...sites]);
  const paths = estate.networkPaths.filter(({ fromSite, toSite }) => {
    const ends = [fromSite, toSite];
    return ends.some((site) => own.names.has(site)) && ends.every((site) => near.has(site));
  });
  return [
    [...bounds.clusters, ...near].sort().map((name) => own.names.get(name) ?? [name]),
    rows.map(({ path }) => path),
    sortedOnce(paths.map((path) => own.textOf(path))),
  ];
}

interface Around {
  readonly bounds: PartBounds;
  readonly own: OwnNames;
  readonly rows: readonly SharedRow[];
}

/** A function that finds those of some items in whose changes a name of a cluster stands. */
function mentioning<T>(
  items: readonly T[],
  changesOf: (item: T) => readonly (Change | undefined)[],
): (own: OwnNames) => readonly T[] {
  const byText = new Map<string, Set<T>>();
  for (const item of items) {
    for (const text of changesOf(item).flatMap((change) =>
      textsIn([change?.before, change?.after]),
    )) {
      const known = byText.get(text);
      if (known === undefined) byText.set(text, new Set([item]));
      else known.add(item);
    }
  }
  return ({ names }) => [
    ...new Set([...names.keys()].flatMap((name) => [...(byText.get(name) ?? [])])),
  ];
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function textOfChange(
  change: Change | undefined,
  own: OwnNames,
  attributesOf: AttributesOf,
): string {
  if (change === undefined) return "";
  const { action, before, after, instance } = change;
  const { type } = instance.resource;
  const attributes = attributesOf(type) ?? {};
  const objects = [before, after].map((object) => object && declared(object, attributes, own));
  return own.textOf([type, action, ...objects]);
}

/** What a plan is carried out by: what is declared, and which object it is, whose last name says nothing more. */
function declared(object: ObjectValue, attributes: AttributeSchemas, { names }: OwnNames): unknown {
  const isOwn = names.has(String(object.id));
  const isTold = (name: string) =>
    name === "id" || (attributes[name]?.computed !== true && !(isOwn && LAST_NAMES.has(name)));
  const told = Object.entries(object).filter(([name]) => isTold(name));
  return Object.fromEntries(told.map(([name, value]) => [name, plain(value)]));
}

/** As JSON may have it: marks hide what they are on, and large numbers refuse. */
function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Marked) return plain(value.value);
  if (value instanceof BigFloat) return { number: String(value) };
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}

const LAST_NAMES = new Set(["name", "hostname"]);
