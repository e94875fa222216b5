// The answer whether a host can be rebooted, as text: yes or no first, then where its machines would be, what would
// happen to whom, and what to do first.

import type {
  RebootEffect,
  RebootEffectKind,
  RebootedMachine,
  RebootForecast,
  RebootVerdict,
} from "../model/reboot.js";
import { foldAlike } from "./fold-alike.js";
import { formatDuration } from "./format-duration.js";
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

export interface RebootReportOptions extends ReportWidth {
  /** Whether every machine stands on its own. */
  readonly verbose: boolean;
}

/** Without `verbose`: above so many machines those alike are folded; names said together. */
const MOST = { machines: 20, names: 4 } as const;

const STYLES: Readonly<Record<RebootVerdict, Style>> = {
  yes: "green",
  unknown: "yellow",
  no: "red",
};

export function rebootReport(
  forecast: RebootForecast,
  options: RebootReportOptions,
): readonly Line[] {
  const { verdict, sentence } = forecast;
  const style = STYLES[verdict];
  return [
    ...wrap(sentence, options).map((text): Line => [styled(style, text)]),
    [],
    ...wrapLines(circumstances(forecast), { width: options.width, indent: "  " }),
    ...machineTable(forecast, options),
    ...effectLines(forecast.effects, options),
    ...hostLines(forecast, options.width),
    ...firstLines(forecast, options.width),
    ...stepLines("What someone would have to do afterwards", forecast.afterwards, options.width),
    ...inferredLines(forecast, options.width),
  ];
}

function circumstances({ at, while: broken, awaySeconds, isDowntimeAllowed }: RebootForecast) {
  const state =
    broken === null
      ? "everything as it is"
      : "every key server and Trust Authority host unreachable";
  const allowed = isDowntimeAllowed ? " Machines may be down meanwhile." : "";
  const away = formatDuration(awaySeconds);
  return `At ${at} of the simulated clock, with ${state}; a proper reboot, the host away for ${away}.${allowed}`;
}

function machineTable(forecast: RebootForecast, options: RebootReportOptions): readonly Line[] {
  const { machines } = forecast;
  if (machines.length === 0) return [];
  const isFolded = !options.verbose && machines.length > MOST.machines;
  const alike = ({ machine: _, workload: __, ...fate }: RebootedMachine) => JSON.stringify(fate);
  const rows = foldAlike(machines, isFolded ? alike : ({ machine }) => machine).map(
    ([first, ...others]) => {
      const more = others.length === 0 ? "" : ` and ${others.length} more`;
      return [`${nameOf(first)}${more}`, ...cellsOf(forecast.host, first)];
    },
  );
  const head = ["Machine", "Meanwhile", "After", "Down"];
  const widths = head.map((_, i) => widestOf([head, ...rows].map((row) => row[i] ?? "")));
  const text = (row: readonly string[]) =>
    `  ${row.map((part, i) => padEnd(part, widths[i] ?? 0)).join("  ")}`;
  return [[], [styled("bold", text(head))], ...rows.map((row): Line => [text(row)])];
}

function nameOf({ workload, machine }: Pick<RebootedMachine, "workload" | "machine">): string {
  return workload ?? machine;
}

function cellsOf(host: string, machine: RebootedMachine): readonly string[] {
  const { now, meanwhile, after } = machine;
  if (now === null && after === null) return ["off", "off", "-"];
  const place = (path: string | null) => (path === null ? "down" : nameBeside(host, path));
  return [place(meanwhile), place(after), downText(machine)];
}

function downText({ isInterrupted, downSeconds }: RebootedMachine): string {
  if (!isInterrupted) return "-";
  if (downSeconds === null) return "stays down";
  return downSeconds === 0 ? "restarted at once" : formatDuration(downSeconds);
}

/** Machines stay in the cluster of the host, so its path is left away. */
function nameBeside(host: string, path: string): string {
  const cluster = host.slice(0, host.lastIndexOf("/") + 1);
  return path.startsWith(cluster) ? path.slice(cluster.length) : path;
}

/** Of one machine, and of more. */
const EFFECTS: Readonly<Record<RebootEffectKind, readonly [one: string, more: string]>> = {
  "is-lost": ["lost", "lost"],
  locks: ["locked", "locked"],
  "cannot-start": ["could start nowhere", "could start nowhere"],
  "stays-down": ["stays down", "stay down"],
  "goes-down": ["goes down", "go down"],
  unknown: ["cannot be told", "cannot be told"],
};

function effectLines(
  effects: readonly RebootEffect[],
  { width, verbose }: RebootReportOptions,
): readonly Line[] {
  if (effects.length === 0) return [];
  const groups = foldAlike(effects, ({ effect, sentence }) => `${effect} ${sentence}`);
  return [
    [],
    [styled("bold", "What would happen")],
    ...groups.flatMap((group) => {
      const [{ effect, sentence }] = group;
      const names = someOf(group.map(nameOf), verbose ? group.length : MOST.names);
      const style = effect === "goes-down" || effect === "unknown" ? "yellow" : "red";
      const [one, more] = EFFECTS[effect];
      const text = `${names}: ${group.length === 1 ? one : more}`;
      const head = wrap(text, { width, indent: "  " });
      return [
        ...head.map((text): Line => [styled(style, text)]),
        ...wrapLines(sentence, { width, indent: "    " }),
      ];
    }),
  ];
}

/** What the next reboot, of another host, will find. */
function hostLines({ host, hostAfter }: RebootForecast, width: number): readonly Line[] {
  const { isUp, cannotStart } = hostAfter;
  if (!isUp) {
    const text = `${host} would not come back by itself: its boot cannot unseal its configuration.`;
    return [[], ...wrapLines(text, { width })];
  }
  if (cannotStart === 0) return [];
  const text = `${host} would come back without keys: ${count(cannotStart, "encrypted machine")} of its cluster could not start on it then. Ask again before the next host is rebooted.`;
  return [[], ...wrapLines(text, { width })];
}

function firstLines({ first }: RebootForecast, width: number): readonly Line[] {
  const isTried = first.some((remedy) => remedy.isTried);
  const title = isTried
    ? "What to do first (any one of these; tried on a copy, each makes it a yes)"
    : "What to do first";
  return stepLines(
    title,
    first.map(({ step }) => step),
    width,
  );
}

function stepLines(title: string, steps: readonly string[], width: number): readonly Line[] {
  if (steps.length === 0) return [];
  return [
    [],
    [styled("bold", title)],
    ...steps.flatMap((step) => wrapLines(step, { width, first: "  - ", indent: "    " })),
  ];
}

function inferredLines({ inferredRules }: RebootForecast, width: number): readonly Line[] {
  if (inferredRules.length === 0) return [];
  const text = `The answer rests on rules that the vendor's documents do not state: ${inferredRules.join(", ")}.`;
  return [[], ...wrapLines(text, { width })];
}
