// The roll-up by site and cluster. With more rows than there is room for, those of a site become one, and if that is not
// enough, sites beyond the worst become one row of sums. Nothing is left out of the sums.

import type { PreviewPlace, Sides } from "../../model/preview.js";
import { foldAlike } from "../fold-alike.js";
import { code, type Markdown, md, table } from "./safe-markdown.js";
import { NO_CUT, sizeOfCut, weakestCuts } from "./weakest-cuts.js";

/** Tables of ever fewer rows, the first as the preview has it if that is short enough. */
export const ROW_LIMITS = [25, 10, 3, 1] as const;

/** What a reviewer must see comes first: a narrow page shows the left of a table. */
const HEAD = [
  md`Site`,
  md`Cluster`,
  md`Survive`,
  md`Smallest cut`,
  md`Exposed hosts`,
  md`Add`,
  md`Change`,
  md`Replace`,
  md`Destroy`,
];

interface Row {
  readonly vsphere?: string;
  readonly site: Label;
  readonly cluster: Label;
  readonly sum: Sum;
}

/** A name, or words of ours. */
type Label = string | null | Markdown;

type Sum = Omit<PreviewPlace, "vsphere" | "site" | "cluster">;

/** With the vSphere in front where there is more than one. */
export function rollUpTable(places: readonly PreviewPlace[], mostRows: number): Markdown {
  const rows = rowsOf(places, mostRows);
  if (places.every(({ vsphere }) => vsphere === undefined)) return table(HEAD, rows.map(cellsOf));
  return table(
    [md`vSphere`, ...HEAD],
    rows.map((row) => [shownLabel(row.vsphere ?? null), ...cellsOf(row)]),
  );
}

function rowsOf(places: readonly PreviewPlace[], mostRows: number): readonly Row[] {
  if (places.length <= mostRows) return places.map(rowOfPlace);
  const sites = foldAlike(places, ({ vsphere, site }) => JSON.stringify([vsphere, site])).map(
    rowOfSite,
  );
  if (sites.length <= mostRows) return sites;
  const worstFirst = sites
    .map((row, i) => ({ row, i, badness: badnessOf(row.sum) }))
    .sort((a, b) => compareBadness(a.badness, b.badness) || a.i - b.i)
    .map(({ row }) => row);
  const shown = worstFirst.slice(0, mostRows - 1);
  const others = worstFirst.slice(mostRows - 1);
  const site =
    shown.length === 0 ? md`all ${others.length} sites` : md`${others.length} other sites`;
  return [...shown, { site, cluster: NONE, sum: sumOf(others.map(({ sum }) => sum)) }];
}

const NONE = md`–`;

function shownLabel(label: Label): Markdown {
  if (label === null) return NONE;
  return typeof label === "string" ? code(label) : label;
}

function rowOfPlace(place: PreviewPlace): Row {
  return { ...vsphereOf(place), site: place.site, cluster: place.cluster, sum: place };
}

function rowOfSite(places: readonly [PreviewPlace, ...PreviewPlace[]]): Row {
  const [first] = places;
  if (places.length === 1) return rowOfPlace(first);
  const clusters = new Set(places.flatMap(({ cluster }) => cluster ?? []));
  const cluster = clusters.size === 1 ? ([...clusters][0] ?? null) : md`${clusters.size} clusters`;
  return { ...vsphereOf(first), site: first.site, cluster, sum: sumOf(places) };
}

function vsphereOf({ vsphere }: PreviewPlace): Pick<Row, "vsphere"> {
  return vsphere === undefined ? {} : { vsphere };
}

function sumOf(sums: readonly Sum[]): Sum {
  const sum = (of: (each: Sum) => number) => sums.reduce((total, each) => total + of(each), 0);
  const sides = (of: (each: Sum) => Sides<number>): Sides<number> => ({
    live: sum((each) => of(each).live),
    base: sum((each) => of(each).base),
    head: sum((each) => of(each).head),
  });
  return {
    add: sum(({ add }) => add),
    change: sum(({ change }) => change),
    replace: sum(({ replace }) => replace),
    destroy: sum(({ destroy }) => destroy),
    workloads: sides(({ workloads }) => workloads),
    surviving: sides(({ surviving }) => surviving),
    exposedHosts: sides(({ exposedHosts }) => exposedHosts),
    smallestCut: weakestCuts(sums),
  };
}

/** `≥ 2` where that is all that is known, and `?` where nothing is. */
function shownCut(cut = NO_CUT): Markdown {
  if (cut.faults === null) return NONE;
  if (cut.faults === 0 && !cut.isExact) return md`?`;
  return cut.isExact ? md`${cut.faults}` : md`≥ ${cut.faults}`;
}

function cutCell({ base, head }: NonNullable<Sum["smallestCut"]>): Markdown {
  const [before, after] = [shownCut(base), shownCut(head)];
  if (before.markdown === after.markdown) return after;
  const isLess = sizeOfCut(head ?? NO_CUT) < sizeOfCut(base ?? NO_CUT);
  // A bound below what was may still be no less.
  const isWorse = isLess && (head?.isExact === true || (base ?? NO_CUT).faults === null);
  return isWorse ? md`${before} → **${after}**` : md`${before} → ${after}`;
}

/** Workloads that fall, hosts that are exposed, and changes: more is worse. */
function badnessOf({ workloads, surviving, exposedHosts, ...sum }: Sum): readonly number[] {
  return [
    workloads.head - surviving.head - (workloads.base - surviving.base),
    exposedHosts.head - exposedHosts.base,
    sum.add + sum.change + sum.replace + sum.destroy,
  ];
}

function compareBadness(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((each, i) => each !== b[i]);
  return (b[differing] ?? 0) - (a[differing] ?? 0);
}

function cellsOf({ site, cluster, sum }: Row): readonly Markdown[] {
  const { workloads, surviving, exposedHosts } = sum;
  const before = md`${surviving.base} of ${workloads.base}`;
  const after = md`${surviving.head} of ${workloads.head}`;
  const isWorse = workloads.head - surviving.head > workloads.base - surviving.base;
  return [
    shownLabel(site),
    shownLabel(cluster),
    workloads.base + workloads.head === 0
      ? NONE
      : isWorse
        ? md`${before} → **${after}**`
        : md`${before} → ${after}`,
    cutCell(sum.smallestCut ?? {}),
    exposedHosts.base === exposedHosts.head
      ? md`${exposedHosts.head}`
      : md`${exposedHosts.base} → **${exposedHosts.head}**`,
    md`${sum.add}`,
    md`${sum.change}`,
    md`${sum.replace}`,
    md`${sum.destroy}`,
  ];
}
