// What losses rest on, found out once for all that are alike: what it is of one, it is of another with other names.

import type { Scenario } from "../drill/scenario.js";
import { type Evidence, type EvidenceGround, evidenceOf } from "./loss-evidence.js";
import type { Loss } from "./losses.js";
import { type LikenessOf, likenessFinder } from "./losses-alike.js";

export interface SharedEvidence {
  /** In the words of the loss's own cluster. */
  readonly of: (ground: EvidenceGround, loss: Loss) => Evidence;
  /** What costs nothing where a loss that is alike has been looked into. */
  readonly outlineOf: (ground: EvidenceGround, loss: Loss) => EvidenceOutline;
}

/** What is known of all losses that are alike. */
export interface EvidenceOutline extends Pick<Evidence, "causes" | "reasons"> {
  /** Without the names of the cluster. */
  readonly counterexample: Evidence["counterexample"];
}

interface Common {
  readonly outline: Omit<EvidenceOutline, "causes">;
  /** What its causes are to a cluster. */
  readonly roles: ReadonlySet<string>;
}

export function shareEvidence(): SharedEvidence {
  const known = new Map<Loss, Evidence>();
  const commons = new Map<string, Common>();
  const finders = new Map<Scenario, LikenessOf>();
  const likenessOf = (ground: EvidenceGround, loss: Loss) => {
    const find = finders.get(ground.scenario) ?? likenessFinder(ground);
    finders.set(ground.scenario, find);
    const { name, ...likeness } = find(loss);
    return { name: `${ground.scenario.name} ${name}`, ...likeness };
  };
  const of: SharedEvidence["of"] = (ground, loss) => {
    const evidence = known.get(loss) ?? evidenceOf(ground, loss);
    known.set(loss, evidence);
    return evidence;
  };
  return {
    of,
    outlineOf: (ground, loss) => {
      const { name, roleOf, withoutNames } = likenessOf(ground, loss);
      const common = commons.get(name);
      if (common !== undefined && !known.has(loss)) {
        const own = ground.authorsOf.get(loss.cluster) ?? [];
        const causes = own.filter((author) => common.roles.has(roleOf(author)));
        return { ...common.outline, causes };
      }
      const { causes, reasons, counterexample } = of(ground, loss);
      const outline = { reasons, counterexample: counterexample?.map(withoutNames) ?? null };
      commons.set(name, { outline, roles: new Set(causes.map(roleOf)) });
      return { ...outline, causes };
    },
  };
}
