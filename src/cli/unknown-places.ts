// A fault at a site or a machine that is not there breaks nothing: whoever mistypes one must not believe that a line
// is down.

import { suggestion } from "../model/closest-name.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { someOf } from "../report/text.js";
import type { FaultRecord } from "../simulator/records.js";
import type { Estate } from "../vsphere/estate.js";
import { CommandFailed } from "./describe-failure.js";

/** One error for each place that the fault names and the estate does not have. */
export function findUnknownPlaces(fault: FaultRecord, estate: Estate): readonly Diagnostic[] {
  const machines = [estate.vcenters, estate.hosts, estate.keyServers].flatMap((each) => [
    ...each.values(),
  ]);
  const sites = new Set(machines.map(({ site }) => site));
  const paths = machines.map(({ path }) => path);
  const ends = fault.kind === "link-cut" ? [fault.from, fault.to] : [{ path: fault.target }];
  return ends.flatMap(({ path, site, exceptSite }: Place) => [
    ...unlessKnown(path, { summary: "Nothing of that path", noun: NOUN, known: paths }),
    ...unlessKnown(site ?? exceptSite, { summary: "Unknown site", noun: "site", known: sites }),
  ]);
}

/** @throws CommandFailed for the path of something that is not there. */
export function requireKnown(
  path: string,
  noun: string,
  known: ReadonlyMap<string, unknown>,
): void {
  const unknown = unlessKnown(path, { summary: `Unknown ${noun}`, noun, known: known.keys() });
  if (unknown.length > 0) throw new CommandFailed(unknown);
}

const NOUN = "vCenter, host or key server";

const MOST_NAMED = 10;

interface Place {
  readonly path?: string;
  readonly site?: string;
  readonly exceptSite?: string;
}

interface Names {
  readonly summary: string;
  readonly noun: string;
  readonly known: Iterable<string>;
}

function unlessKnown(
  name: string | undefined,
  { summary, noun, known }: Names,
): readonly Diagnostic[] {
  const names = [...known].sort();
  if (name === undefined || names.includes(name)) return [];
  const list = names.length === 0 ? "It has none yet." : `There are: ${someOf(names, MOST_NAMED)}.`;
  const detail = `The simulated vSphere has no ${noun} "${name}".${suggestion(name, names)} ${list}`;
  return [errorDiagnostic(summary, detail)];
}
