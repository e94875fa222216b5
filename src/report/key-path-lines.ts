// Key paths hop by hop: where each key of a workload can come from, and at which hop a way is closed. Paths that
// are the same for many keys are said once.

import { unreachable } from "../model/invariant.js";
import type { Hop, KeyPath, KeyPathKind } from "../model/survival.js";
import { type Line, type ReportWidth, styled, wrap } from "./text.js";

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
    ...(left === 0 ? [] : [[`    … and on ${left} more hosts (--verbose lists all)`]]),
  ];
}

function hostLines(
  host: string,
  paths: readonly KeyPath[],
  options: KeyPathOptions,
): readonly Line[] {
  const groups = new Map<string, { readonly path: KeyPath; readonly uses: Set<string> }>();
  for (const path of paths) {
    const alike = JSON.stringify([path.kind, path.hops]);
    const group = groups.get(alike);
    if (group === undefined) groups.set(alike, { path, uses: new Set([useOf(path)]) });
    else group.uses.add(useOf(path));
  }
  return [
    [`    on ${host}`],
    ...[...groups.values()].flatMap(({ path, uses }) => pathLines(path, [...uses], options)),
  ];
}

function useOf({ use }: KeyPath): string {
  return use === "host" ? "host key" : use === "home" ? "home key" : "disk key";
}

function pathLines(
  path: KeyPath,
  uses: readonly string[],
  { verbose, width }: KeyPathOptions,
): readonly Line[] {
  const mark = path.open ? styled("green", "open  ") : styled("red", "closed");
  const head: Line = ["      ", mark, ` ${nameOf(path.kind)} (${uses.join(", ")})`];
  const hops = verbose ? path.hops : decidingHops(path);
  return [head, ...hops.flatMap((hop) => hopLines(hop, width))];
}

/** The hops at which a way is closed; of an open one, its first. */
function decidingHops({ open, hops }: KeyPath): readonly Hop[] {
  return open ? hops.slice(0, 1) : hops.filter((hop) => !hop.open);
}

function hopLines(hop: Hop, width: number): readonly Line[] {
  const text = `${hop.open ? "+" : "x"} ${hop.sentence} [${hop.reason}]`;
  return wrap(text, { width, indent: " ".repeat(11), first: " ".repeat(9) }).map(
    (line): Line => [line],
  );
}

function nameOf(kind: KeyPathKind): string {
  switch (kind) {
    case "host-memory":
      return "memory of the host";
    case "host-stored":
      return "keys stored on the host";
    case "vcenter-courier":
      return "key server through vCenter";
    case "native-derivation":
      return "derived on the host";
    default:
      return unreachable(kind);
  }
}
