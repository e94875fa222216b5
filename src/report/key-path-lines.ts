// Key paths hop by hop: where each key of a workload can come from, and at which hop a way is closed. Ways that
// are the same for several keys are said once.

import { keyPathName } from "../model/key-path-name.js";
import type { Hop, KeyPath } from "../model/survival.js";
import { count, type Line, type ReportWidth, styled, wrap } from "./text.js";

export interface KeyPathOptions extends ReportWidth {
  /** Whether every path is shown, to its last hop. */
  readonly verbose: boolean;
}

/** Hosts whose paths are shown without `verbose`; the others of a cluster mostly look alike. */
const MOST_HOSTS = 2;

export function keyPathLines(paths: readonly KeyPath[], options: KeyPathOptions): readonly Line[] {
  const byHost = new Map<string, KeyPath[]>();
  for (const path of paths) {
    const own = byHost.get(path.host);
    if (own === undefined) byHost.set(path.host, [path]);
    else own.push(path);
  }
  const hosts = [...byHost];
  const shown = options.verbose ? hosts : hosts.slice(0, MOST_HOSTS);
  const left = hosts.length - shown.length;
  return [
    ...shown.flatMap(([host, own]) => hostLines(host, own, options)),
    ...(left === 0 ? [] : [[`    … and on ${count(left, "more host")} (--verbose lists all)`]]),
  ];
}

function hostLines(
  host: string,
  paths: readonly KeyPath[],
  options: KeyPathOptions,
): readonly Line[] {
  const groups = groupAlike(paths, options);
  return [
    [`    on ${host}`],
    ...groups.flatMap(({ path, uses }) => pathLines(path, [...uses], options)),
  ];
}

interface AlikePaths {
  /** The one that is told of. */
  readonly path: KeyPath;
  readonly uses: ReadonlySet<string>;
}

/** Ways that are open or closed for the same reasons, whichever key they are for. */
function groupAlike(paths: readonly KeyPath[], { verbose }: KeyPathOptions): readonly AlikePaths[] {
  const groups = new Map<string, KeyPath[]>();
  for (const path of paths) {
    const told = verbose ? path.hops : path.hops.map(({ open, reason }) => [open, reason]);
    const key = JSON.stringify([path.kind, told]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [path]);
    else group.push(path);
  }
  return [...groups.values()].flatMap((group) => {
    // The keys of a machine say more than that of its host.
    const path = group.find(({ use }) => use !== "host") ?? group[0];
    return path === undefined ? [] : [{ path, uses: new Set(group.map(keyUse)) }];
  });
}

/** What a key is for. */
export function keyUse({ use }: KeyPath): string {
  const names = { host: "host key", home: "home key", disk: "disk key", vsan: "vSAN key" } as const;
  return names[use];
}

function pathLines(
  path: KeyPath,
  uses: readonly string[],
  { verbose, width }: KeyPathOptions,
): readonly Line[] {
  const mark = path.open ? styled("green", "open  ") : styled("red", "closed");
  const head: Line = ["      ", mark, ` ${keyPathName(path.kind)} (${uses.join(", ")})`];
  const hops = verbose ? path.hops : decidingHops(path);
  return [head, ...hops.flatMap((hop) => hopLines(hop, width))];
}

/** The hops at which a way is closed; of an open one, the last, where the key comes from. */
function decidingHops({ open, hops }: KeyPath): readonly Hop[] {
  return open ? hops.slice(-1) : hops.filter((hop) => !hop.open);
}

function hopLines(hop: Hop, width: number): readonly Line[] {
  const text = `${hop.open ? "+" : "x"} ${hop.sentence} [${hop.reason}]`;
  return wrap(text, { width, indent: " ".repeat(11), first: " ".repeat(9) }).map(
    (line): Line => [line],
  );
}
