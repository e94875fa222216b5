// HOST on the command line: the inventory path, or a hostname that only one host has.

import { suggestion } from "../model/closest-name.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import { someOf } from "../report/text.js";
import type { Estate, EstateHost } from "../vsphere/estate.js";
import { CommandFailed } from "./describe-failure.js";

/** @throws CommandFailed for a name that stands for no host, or for several. */
export function findHost(estate: Estate, name: string): EstateHost {
  const exact = estate.hosts.get(name);
  if (exact !== undefined) return exact;
  const hosts = [...estate.hosts.values()];
  const [first, ...others] = hosts.filter(({ path }) => hostnameOf(path) === name);
  if (first === undefined) throw new CommandFailed([unknownHost(hosts, name)]);
  if (others.length === 0) return first;
  const paths = [first, ...others].map(({ path }) => path).sort();
  const detail = `"${name}" stands for ${paths.length} hosts: ${someOf(paths, 5)}. Give the path of one.`;
  throw new CommandFailed([errorDiagnostic("Ambiguous host", detail)]);
}

function hostnameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function unknownHost(hosts: readonly EstateHost[], name: string) {
  const paths = hosts.map(({ path }) => path).sort();
  const known = name.includes("/") ? paths : [...new Set(paths.map(hostnameOf))];
  const some = paths.slice(0, 5).join(", ");
  const hint =
    suggestion(name, known) ||
    (some === "" ? " It has none." : ` There are, for example, ${some}.`);
  return errorDiagnostic("Unknown host", `The estate has no host "${name}".${hint}`);
}
