// A scenario against an estate: whatever it names has to exist there, or it would break nothing and prove
// nothing.

import { suggestion } from "../model/closest-name.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { matcherOf } from "../model/patterns.js";
import type { Estate } from "../vsphere/estate.js";
import { sitesOf, trustAuthorityHosts } from "./faults-of-event.js";
import { rolesOf } from "./links-of-event.js";
import { isHostEvent, type Patterns, type Scenario, type ScenarioEvent } from "./scenario.js";
import { workloadIds } from "./workloads.js";

/** One error for each pattern that matches nothing in the estate. */
export function findMissingTargets(scenario: Scenario, estate: Estate): readonly Diagnostic[] {
  return [
    ...missing("workload", scenario.workloads, workloadIds(estate)),
    ...scenario.events.flatMap((event) => missingOf(event, estate)),
  ];
}

function missingOf(event: ScenarioEvent, estate: Estate): readonly Diagnostic[] {
  const sites = sitesOf(estate);
  if (isHostEvent(event)) {
    return [
      ...missing("host", event.hosts, [...estate.hosts.keys()]),
      ...missing("cluster", event.clusters, [...estate.clusters.keys()]),
      ...missing("site", event.sites, sites),
    ];
  }
  switch (event.kind) {
    case "key-servers-unreachable":
    case "certificates-expired":
    case "keys-refused":
    case "keys-deactivated":
      return missing("key server", event.keyServers, [...estate.keyServers.keys()]);
    case "key-providers-deleted":
      return missing("key provider", event.keyProviders, [...estate.keyProviders.keys()]);
    case "vcenters-down":
      return missing("vCenter", event.vcenters, [...estate.vcenters.keys()]);
    case "trust-authority-hosts-unreachable":
      return missing("Trust Authority host", event.hosts, trustAuthorityHosts(estate));
    case "sites-lose-power":
      return missing("site", event.sites, sites);
    case "links-cut":
      return [
        ...missing("site", event.sites, sites),
        ...missing("site", event.otherSites, sites),
        ...missing("role", event.roles, rolesOf(estate)),
        ...missing("role", event.otherRoles, rolesOf(estate)),
      ];
  }
}

const SHOWN = 5;

function missing(
  kind: string,
  patterns: Patterns,
  names: readonly string[],
): readonly Diagnostic[] {
  return (patterns ?? [])
    .filter((pattern) => !names.some(matcherOf([pattern])))
    .map((pattern) => {
      const some = names.slice(0, SHOWN).join(", ");
      const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
      const known = names.length === 0 ? `There is no ${kind}.` : `There are ${some}${more}.`;
      const detail = `No ${kind} of the estate matches "${pattern}". ${known}${suggestion(pattern, names)}`;
      return errorDiagnostic("A scenario names something that does not exist", detail);
    });
}
