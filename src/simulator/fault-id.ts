// A fault as one line of text, which is what people type to inject it, what lists and events show, and its row id.

import type { FaultRecord, LinkEnd } from "./records.js";

/** The row id of a fault, as people type it: the same fault twice is one. */
export function faultId(fault: FaultRecord): string {
  if (fault.kind !== "link-cut") return `${fault.kind} ${fault.target}`;
  return `link-cut ${describeEnd(fault.from)} ${describeEnd(fault.to)}`;
}

/** A path says which role it has. */
function describeEnd({ role: known, site, exceptSite, path }: LinkEnd): string {
  const role = known ?? "";
  if (path !== undefined) return path;
  if (site !== undefined) return `${role}@${site}`;
  return exceptSite === undefined ? (known ?? "anything") : `${role}@!${exceptSite}`;
}
