// Readiness as text: the answer first, then where each host has its keys, then what is in the way where a host would
// not come through a power cut. Hosts that stand alike are folded when there are many.

import type {
  ClusterReadiness,
  HostReadiness,
  KeyPlace,
  NeededKey,
  Readiness,
  ReadinessAnswer,
} from "../model/readiness.js";
import { foldAlike } from "./fold-alike.js";
import { formatRoughly } from "./format-duration.js";
import {
  count,
  type Line,
  padEnd,
  type ReportWidth,
  type Style,
  someOf,
  styled,
  widestOf,
  wrap,
  wrapLines,
} from "./text.js";

export interface ReadinessReportOptions extends ReportWidth {
  /** Whether every host stands on its own, and every key with its machines. */
  readonly verbose: boolean;
}

/** Without `verbose`: above so many hosts those alike are folded, above so many clusters the safe ones left out. */
const MOST = { hosts: 20, clusters: 8, names: 4 } as const;

const STYLES: Readonly<Record<ReadinessAnswer, Style>> = {
  now: "green",
  later: "yellow",
  never: "red",
};

export function readinessReport(
  readiness: Readiness,
  options: ReadinessReportOptions,
): readonly Line[] {
  const { at, counts, clusters } = readiness;
  const style = STYLES[counts.never > 0 ? "never" : counts.later > 0 ? "later" : "now"];
  const hosts = clusters.flatMap((cluster) => cluster.hosts);
  const isFolded = !options.verbose && hosts.length > MOST.hosts;
  const shown = options.verbose ? clusters : clustersToShow(clusters);
  return [
    ...wrap(answerSentence(readiness), options).map((text): Line => [styled(style, text)]),
    [],
    ...wrapLines(
      `At ${at} of the simulated clock, for a power cut with no key server and no vCenter to ask. Counts are keys, the host key included; pending ones were received and are not archived yet.`,
      { width: options.width, indent: "  " },
    ),
    ...shown.flatMap((cluster) => clusterLines(cluster, { ...options, at, isFolded })),
    ...leftOut(clusters, shown),
    ...obstacleLines(hosts, options),
    ...inferredLines(hosts, options.width),
  ];
}

/** `2 of 3 hosts would come through a power cut now, 1 will later by itself.` */
export function answerSentence({ counts }: Pick<Readiness, "counts">): string {
  const total = counts.now + counts.later + counts.never;
  if (total === 0) return "There is no host that could lose its power.";
  const now =
    counts.now === total
      ? total === 1
        ? "The one host would"
        : `All ${total} hosts would`
      : `${counts.now} of ${count(total, "host")} would`;
  const later =
    counts.later === 0
      ? ""
      : `, ${counts.later} will later by ${counts.later === 1 ? "itself" : "themselves"}`;
  const never = counts.never === 0 ? "" : `, ${counts.never} only if someone acts`;
  return `${now} come through a power cut now${later}${never}.`;
}

/** With many clusters, those that are all safe only count. */
function clustersToShow(clusters: readonly ClusterReadiness[]): readonly ClusterReadiness[] {
  if (clusters.length <= MOST.clusters) return clusters;
  const open = clusters.filter(({ hosts }) => hosts.some(({ answer }) => answer !== "now"));
  return open.slice(0, MOST.clusters);
}

function leftOut(
  clusters: readonly ClusterReadiness[],
  shown: readonly ClusterReadiness[],
): readonly Line[] {
  const rest = clusters.filter((cluster) => !shown.includes(cluster));
  if (rest.length === 0) return [];
  const hosts = rest.flatMap((cluster) => cluster.hosts);
  const open = hosts.filter(({ answer }) => answer !== "now").length;
  const safe = open === 0 ? "all come through now" : `${open} do not come through now`;
  return [
    [],
    [
      `… and ${count(rest.length, "cluster")} with ${count(hosts.length, "host")}: ${safe} (--verbose lists all)`,
    ],
  ];
}

interface ClusterOptions extends ReadinessReportOptions {
  readonly at: string;
  readonly isFolded: boolean;
}

function isKeyOfVsan({ machines }: NeededKey): boolean {
  return machines.some((name) => name.startsWith("vsan:"));
}

function clusterLines(cluster: ClusterReadiness, options: ClusterOptions): readonly Line[] {
  const keys = cluster.keyGroups.reduce((sum, group) => sum + group.keys.length, 0);
  const isVsan = cluster.keyGroups.some(({ keys }) => keys.some(isKeyOfVsan));
  const whose = isVsan ? "machines and vSAN" : "machines";
  const title = `${count(cluster.hosts.length, "host")}, ${count(keys, "key")} of ${whose}`;
  return [
    [],
    [styled("bold", cluster.cluster), ` (${title})`],
    ...tableLines(cluster, options),
    ...(options.verbose ? keyLines(cluster, options.width) : []),
  ];
}

const COLUMNS = ["Cached", "Stored", "Pending", "Derived", "Missing"] as const;

/** A column in which nothing stands is left away, for the sake of long names. */
function tableLines(cluster: ClusterReadiness, options: ClusterOptions): readonly Line[] {
  const rows = rowsOf(cluster, options);
  if (rows.length === 0) return [];
  const names = Math.max(4, widestOf(rows.map(({ name }) => name)));
  const times = Math.max(8, widestOf(rows.map(({ archived }) => archived)));
  const shown = COLUMNS.map((title, i) => ({ title, i })).filter(({ i }) =>
    rows.some(({ counts }) => (counts[i] ?? 0) > 0),
  );
  const line = (name: string, cells: readonly string[], archived: string) =>
    `  ${[padEnd(name, names), ...cells, padEnd(archived, times)].join("  ")}  `;
  const head = line(
    "Host",
    shown.map(({ title }) => title),
    "Archived",
  );
  return [
    [styled("bold", `${head}Power cut`)],
    ...rows.map(({ name, counts, archived, answer, text }): Line => {
      const cells = shown.map(({ title, i }) => cell(counts[i] ?? 0).padStart(title.length));
      return [line(name, cells, archived), styled(STYLES[answer], text)];
    }),
  ];
}

function cell(n: number): string {
  return n === 0 ? "-" : String(n);
}

interface Row {
  readonly name: string;
  readonly counts: readonly number[];
  readonly archived: string;
  readonly answer: ReadinessAnswer;
  readonly text: string;
}

/** Folded hosts differ in times only: the oldest archive and the latest time of being safe stand for all. */
function rowsOf(cluster: ClusterReadiness, options: ClusterOptions): readonly Row[] {
  const alike = (host: HostReadiness) =>
    JSON.stringify([countsOf(cluster, host), host.answer, host.reasons, host.lastArchive === null]);
  const groups = foldAlike(cluster.hosts, options.isFolded ? alike : ({ host }) => host);
  return groups.map(([first, ...others]) => {
    const all = [first, ...others];
    const more = others.length === 0 ? "" : ` +${others.length}`;
    const { answer } = first;
    return {
      name: `${nameWithin(cluster, first.host)}${more}`,
      counts: countsOf(cluster, first),
      archived: archivedText(all, options.at),
      answer,
      text: answerText(
        answer,
        all.reduce((most, each) => Math.max(most, each.safeInSeconds ?? 0), 0),
      ),
    };
  });
}

/** The cluster is said above. */
function nameWithin({ cluster }: ClusterReadiness, host: string): string {
  return host.startsWith(`${cluster}/`) ? host.slice(cluster.length + 1) : host;
}

function countsOf(cluster: ClusterReadiness, host: HostReadiness): readonly number[] {
  const own = cluster.needsHostKey ? [{ places: host.hostKey, keys: 1 }] : [];
  const groups = host.keys.map((places, i) => ({
    places,
    keys: cluster.keyGroups[i]?.keys.length ?? 0,
  }));
  const all = [...own, ...groups];
  const sum = (isCounted: (places: readonly KeyPlace[]) => boolean) =>
    all.filter(({ places }) => isCounted(places)).reduce((total, { keys }) => total + keys, 0);
  const at = (place: KeyPlace) => sum((places) => places.includes(place));
  const missing = sum((places) => places.length === 0);
  return [at("cached"), at("stored"), at("not-yet-archived"), at("derived"), missing];
}

function archivedText(hosts: readonly HostReadiness[], at: string): string {
  const times = hosts.flatMap(({ lastArchive }) => lastArchive ?? []);
  if (times.length === 0) return "never";
  const oldest = Math.min(...times.map((time) => Date.parse(time)));
  const seconds = (Date.parse(at) - oldest) / 1000;
  return seconds === 0 ? "just now" : `${formatRoughly(seconds)} ago`;
}

function answerText(answer: ReadinessAnswer, safeInSeconds: number): string {
  switch (answer) {
    case "now":
      return "safe";
    case "later":
      return `in ${formatRoughly(safeInSeconds)}`;
    case "never":
      return "not safe";
  }
}

/** Every key with the machines that need it. */
function keyLines(cluster: ClusterReadiness, width: number): readonly Line[] {
  return cluster.keyGroups.flatMap(({ provider, keys }, i) => {
    const placesOf = ({ keys: held }: HostReadiness) => placesText(held[i] ?? []);
    const where = foldAlike(cluster.hosts, placesOf).map((group) => {
      const names = group.map(({ host }) => nameWithin(cluster, host));
      return `${placesOf(group[0])} on ${names.join(", ")}`;
    });
    const title = `${count(keys.length, "key")} of ${provider ?? "no key provider"}: ${where.join("; ")}`;
    return [
      [],
      ...wrapLines(title, { width, first: "  ", indent: "    " }),
      ...keys.flatMap(({ key, machines }) =>
        wrapLines(`${key}: ${machines.join(", ")}`, { width, first: "    ", indent: "      " }),
      ),
    ];
  });
}

function placesText(places: readonly KeyPlace[]): string {
  return places.length === 0 ? "missing" : places.join(" and ");
}

/** Hosts with the same in the way are said together. */
function obstacleLines(
  hosts: readonly HostReadiness[],
  options: ReadinessReportOptions,
): readonly Line[] {
  const open = hosts.filter(({ answer, safeUntil }) => answer !== "now" || safeUntil !== null);
  if (open.length === 0) return [];
  const alike = ({ answer, sentence, toDo, safeUntil }: HostReadiness) =>
    JSON.stringify([answer, sentence, toDo, safeUntil]);
  return [
    [],
    [styled("bold", "What is in the way")],
    ...foldAlike(open, alike).flatMap((group) => [[], ...obstacleGroup(group, options)]),
  ];
}

function obstacleGroup(
  group: readonly [HostReadiness, ...HostReadiness[]],
  { width, verbose }: ReadinessReportOptions,
): readonly Line[] {
  const [{ answer, sentence, toDo, safeUntil }] = group;
  const paths = group.map(({ host }) => host);
  const names = someOf(paths, verbose ? paths.length : MOST.names);
  const last = group
    .map(({ safeFrom }) => safeFrom ?? "")
    .sort()
    .at(-1);
  const when = answer === "later" ? ` It will by itself from ${last} on.` : "";
  const until = safeUntil === null ? "" : ` That ends at ${safeUntil}, unless someone acts.`;
  return [
    ...wrap(names, { width, indent: "  " }).map((text): Line => [styled(STYLES[answer], text)]),
    ...wrapLines(`${sentence}${when}${until}`, { width, indent: "    " }),
    ...toDo.flatMap((step) => wrapLines(step, { width, first: "    - ", indent: "      " })),
  ];
}

function inferredLines(hosts: readonly HostReadiness[], width: number): readonly Line[] {
  const rules = [...new Set(hosts.flatMap((host) => host.inferredRules))].sort();
  if (rules.length === 0) return [];
  const text = `Some answers rest on rules that the vendor's documents do not state: ${rules.join(", ")}.`;
  return [[], ...wrapLines(text, { width })];
}
