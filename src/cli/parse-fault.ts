// Faults as people type them (and as fault-id.ts writes them): a thing that cannot be reached, or a link between two ends.

import { suggestion } from "../model/closest-name.js";
import type { FaultRecord, LinkEnd } from "../simulator/records.js";
import { LINK_ROLES } from "../vsphere/defaults.js";
import { UsageError } from "./usage-error.js";

const TARGET_FAULTS = ["unreachable", "certificate-expired", "keys-refused"] as const;

/** @throws UsageError */
export function parseFault(kind: string, targets: readonly string[]): FaultRecord {
  const ofTarget = TARGET_FAULTS.find((name) => name === kind);
  if (ofTarget !== undefined) {
    const [target, ...rest] = targets;
    if (target === undefined || rest.length > 0) throw new UsageError("Name one path.");
    return { kind: ofTarget, target };
  }
  const [from, to, ...rest] = targets;
  if (from === undefined || to === undefined || rest.length > 0) {
    throw new UsageError("A link has two ends, such as vcenter@core host@edge.");
  }
  return { kind: "link-cut", from: parseLinkEnd(from), to: parseLinkEnd(to) };
}

/** `host`, `host@edge`, `@edge`, `@!edge` or a path. */
function parseLinkEnd(text: string): LinkEnd {
  const [role = "", site] = text.split("@", 2);
  const known = LINK_ROLES.find((name) => name === role);
  if (site === undefined && known === undefined) return { path: text };
  if (role !== "" && known === undefined) {
    const near = suggestion(role, LINK_ROLES);
    throw new UsageError(`"${role}" is no role; there are ${LINK_ROLES.join(", ")}.${near}`);
  }
  if (site === "" || site === "!") {
    throw new UsageError(`"${text}" names no site; write ${role}@SITE, or ${role}@!SITE.`);
  }
  const place =
    site === undefined ? {} : site.startsWith("!") ? { exceptSite: site.slice(1) } : { site };
  return { ...(known === undefined ? {} : { role: known }), ...place };
}
