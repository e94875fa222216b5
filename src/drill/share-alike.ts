// A large estate is judged in the same words over and over. What is alike is one object here: a hundred thousand
// verdicts are read from memory, and most say that the same host has what it needs in the same places.

import type { Hop, KeyPath } from "../model/survival.js";
import type { History } from "./history.js";

interface Shares {
  readonly hops: Map<string, readonly Hop[]>;
  readonly hosts: Map<string, readonly string[]>;
  readonly hostKeyPaths: Map<string, readonly KeyPath[]>;
}

const SHARES = new WeakMap<History, Shares>();

function sharesOf(history: History): Shares {
  const known = SHARES.get(history);
  if (known !== undefined) return known;
  const shares = { hops: new Map(), hosts: new Map(), hostKeyPaths: new Map() };
  SHARES.set(history, shares);
  return shares;
}

/** The same paths, with one list for hops that are alike. */
export function withSharedHops(history: History, paths: readonly KeyPath[]): readonly KeyPath[] {
  const { hops: known } = sharesOf(history);
  return paths.map((path) => ({ ...path, hops: shared(known, path.hops, hopText) }));
}

/** One list for the same hosts. */
export function sharedHosts(history: History, hosts: readonly string[]): readonly string[] {
  return shared(sharesOf(history).hosts, hosts, (host) => host);
}

/** The paths of a host's key, which every workload there needs. */
export function hostKeyPathsOnce(
  history: History,
  host: string,
  find: () => readonly KeyPath[],
): readonly KeyPath[] {
  const { hostKeyPaths } = sharesOf(history);
  const paths = hostKeyPaths.get(host) ?? withSharedHops(history, find());
  hostKeyPaths.set(host, paths);
  return paths;
}

function shared<T>(
  known: Map<string, readonly T[]>,
  items: readonly T[],
  textOf: (item: T) => string,
): readonly T[] {
  const text = items.map(textOf).join("\n");
  const list = known.get(text) ?? items;
  known.set(text, list);
  return list;
}

function hopText({ at, open, reason, sentence }: Hop): string {
  return `${at} ${open} ${reason} ${sentence}`;
}
