// Where a pull request changes something: a row for each cluster, and for what belongs to a site or to no place.

import { clusterOfWorkload } from "../drill/workloads.js";
import { compareText } from "../model/address.js";
import type { PreviewPlace, Sides } from "../model/preview.js";
import { type ObjectValue, unmark } from "../model/value.js";
import type { Estate } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import type { AuthorChange } from "./author-changes.js";
import type { JudgedSide } from "./judge-side.js";

/** Of a host whose physical access is not controlled, and which keeps keys. */
export const EXPOSED_CODE = "FC-37";

const SIDES = ["live", "base", "head"] as const;

type Row = Omit<Writable<PreviewPlace>, "workloads" | "surviving" | "exposedHosts"> & {
  readonly workloads: Writable<Sides<number>>;
  readonly surviving: Writable<Sides<number>>;
  readonly exposedHosts: Writable<Sides<number>>;
};

type Writable<T> = { -readonly [name in keyof T]: T[name] };

/** By site, then cluster; what belongs nowhere comes last. Linear in the estates and the changes. */
export function rollUp(
  sides: Sides<JudgedSide>,
  authors: readonly AuthorChange[],
): readonly PreviewPlace[] {
  const rows = new Map<string, Row>();
  const sitesOf = siteFinder(sides);
  const rowAt = (site: string | null, cluster: string | null) => {
    const key = JSON.stringify([site, cluster]);
    const row = rows.get(key) ?? emptyRow(site, cluster);
    rows.set(key, row);
    return row;
  };
  for (const side of SIDES) {
    const { estate, predictions, findings } = sides[side];
    for (const { workload, verdict } of predictions.values()) {
      const cluster = clusterOfWorkload(estate, workload);
      const row = rowAt(sitesOf(cluster), cluster);
      row.workloads[side] += 1;
      if (verdict === "survived") row.surviving[side] += 1;
    }
    for (const { code, subject } of findings) {
      const cluster = code === EXPOSED_CODE ? estate.hosts.get(subject)?.cluster : undefined;
      if (cluster !== undefined) rowAt(sitesOf(cluster), cluster).exposedHosts[side] += 1;
    }
  }
  for (const author of authors) {
    const { site, cluster } = placeOf(author, sides);
    countChange(rowAt(cluster === null ? site : sitesOf(cluster), cluster), author);
  }
  return [...rows.values()].sort(inOrder);
}

/** The sites at which the hosts of a cluster stand; without hosts, that of its vCenter. */
export function siteFinder({ live, base, head }: Sides<JudgedSide>): (cluster: string) => string {
  const known = new Map<string, string>();
  const find = (cluster: string) => {
    for (const { estate } of [head, base, live]) {
      const sites = sitesIn(estate, cluster);
      if (sites !== undefined) return sites;
    }
    return "";
  };
  return (cluster) => {
    const sites = known.get(cluster) ?? find(cluster);
    known.set(cluster, sites);
    return sites;
  };
}

function sitesIn(estate: Estate, path: string): string | undefined {
  const hosts = indexEstate(estate).hostsOf.get(path) ?? [];
  if (hosts.length > 0) return [...new Set(hosts.map(({ site }) => site))].sort().join(", ");
  return estate.vcenters.get(estate.clusters.get(path)?.vcenter ?? "")?.site;
}

function emptyRow(site: string | null, cluster: string | null): Row {
  const none = () => ({ live: 0, base: 0, head: 0 });
  return {
    ...{ site, cluster, add: 0, change: 0, replace: 0, destroy: 0 },
    ...{ workloads: none(), surviving: none(), exposedHosts: none() },
  };
}

function countChange(row: Row, { action }: AuthorChange): void {
  if (action === "create") row.add += 1;
  else if (action === "update") row.change += 1;
  else if (action === "delete") row.destroy += 1;
  else if (action === "delete-then-create" || action === "create-then-delete") row.replace += 1;
}

interface Place {
  readonly site: string | null;
  readonly cluster: string | null;
}

function placeOf({ type, objects }: AuthorChange, sides: Sides<JudgedSide>): Place {
  const object = objects[1] ?? objects[0] ?? {};
  const atSite = (site: string | null): Place => ({ site, cluster: null });
  const inCluster = (cluster: string | null): Place => ({ site: null, cluster });
  const siteOfVcenter = (vcenter: string | null) => {
    for (const { estate } of [sides.head, sides.base, sides.live]) {
      const found = estate.vcenters.get(vcenter ?? "");
      if (found !== undefined) return found.site;
    }
    return null;
  };
  switch (type) {
    case "holdfast_cluster":
      return inCluster(textIn(object, "id"));
    case "holdfast_host":
    case "holdfast_virtual_machine":
    case "holdfast_vsan_encryption":
    case "holdfast_trust_authority":
      return inCluster(textIn(object, "cluster"));
    case "holdfast_default_key_provider": {
      const entity = textIn(object, "entity");
      return entity?.includes("/") ? inCluster(entity) : atSite(siteOfVcenter(entity));
    }
    case "holdfast_vcenter":
    case "holdfast_key_server":
      return atSite(textIn(object, "site"));
    case "holdfast_network_path":
      return atSite(textIn(object, "from_site"));
    default:
      return atSite(siteOfVcenter(textIn(object, "vcenter")));
  }
}

function textIn(object: ObjectValue, name: string): string | null {
  const value = unmark(object[name] ?? null);
  return typeof value === "string" ? value : null;
}

function inOrder(a: PreviewPlace, b: PreviewPlace): number {
  return compareNames(a.site, b.site) || compareNames(a.cluster, b.cluster);
}

/** Names first, in code-unit order. */
function compareNames(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareText(a, b);
}
