// The law of likeness: what is found out about one loss holds, with other names, of each that is alike.

import fc from "fast-check";
import { expect, it } from "vitest";
import { authorChanges } from "../../../src/preview/author-changes.js";
import { sortHeadChanges } from "../../../src/preview/cluster-trial.js";
import { judgeSide } from "../../../src/preview/judge-side.js";
import {
  authorsByCluster,
  type EvidenceGround,
  evidenceOf,
} from "../../../src/preview/loss-evidence.js";
import { findLosses, type Loss } from "../../../src/preview/losses.js";
import { likenessFinder } from "../../../src/preview/losses-alike.js";
import { shareEvidence } from "../../../src/preview/shared-evidence.js";
import type { SmallStackParts } from "../../support/small-stack.js";
import { requestOf } from "../../unit/preview/preview-story.js";

const RUNS = Number(process.env.HOLDFAST_RUNS ?? 30);

const rest = {
  machines: fc.constantFrom(1, 8, 8),
  hasVtpm: fc.boolean(),
  isOff: fc.boolean(),
  sharesSite: fc.boolean(),
  isCutOff: fc.boolean(),
};
const persisting = fc.record({ persists: fc.constant([true, true]), ...rest });
const otherwise = fc.record({ persists: fc.constantFrom([true, false], [false, false]), ...rest });

type ValueOf<A> = A extends fc.Arbitrary<infer T> ? T : never;
type Shop = ValueOf<typeof persisting | typeof otherwise>;

/** A chain whose pull request makes all shops of one kind another kind, but for what one of them is besides. */
const storyArb = fc.record({
  before: persisting,
  after: otherwise,
  exception: fc.record({ before: fc.oneof(persisting, otherwise), after: otherwise }),
  where: fc.constantFrom("a", "b", "none", "none"),
  scenario: fc.constantFrom("provider-outage", "rolling-reboot", "wan-partition", "vcenter-outage"),
});

const NAMES = ["a", "b", "c"];

function chain(shopNamed: (name: string) => Shop): SmallStackParts {
  const all = NAMES.map((name) => [name, shopNamed(name)] as const);
  const entries = (of: (name: string, shop: Shop) => readonly (readonly [string, unknown])[]) =>
    Object.fromEntries(all.flatMap(([name, shop]) => of(name, shop)));
  const vcenter = "${holdfast_vcenter.vc.id}";
  return {
    resource: {
      holdfast_cluster: entries((name) => [[name, { vcenter, name }]]),
      holdfast_host: entries((name, { persists, sharesSite }) =>
        persists.map((enabled, i) => [
          `${name}${i}`,
          {
            ...{ cluster: `\${holdfast_cluster.${name}.id}`, hostname: `${name}-esx0${i}` },
            ...{ version: "8.0 U3", site: sharesSite ? "street" : name, tpm: { present: true } },
            key_persistence: { enabled },
          },
        ]),
      ),
      holdfast_network_path: entries((name, { isCutOff, sharesSite }) =>
        isCutOff && !sharesSite
          ? [
              [
                name,
                { from_site: name, from_role: "host", to_site: "core", port: 5696, allowed: false },
              ],
            ]
          : [],
      ),
      holdfast_virtual_machine: entries((name, { machines, hasVtpm, isOff }) =>
        Array.from({ length: machines }, (_, i) => [
          `${name}-vm${i}`,
          {
            ...{ cluster: `\${holdfast_cluster.${name}.id}`, name: `${name}-vm${i}` },
            ...(hasVtpm && i === 0 ? { vtpm: true } : { encrypted: true }),
            ...(isOff && i === 1 ? { power_state: "poweredOff" } : {}),
            depends_on: [
              `holdfast_host.${name}0`,
              `holdfast_host.${name}1`,
              "holdfast_default_key_provider.default",
            ],
          },
        ]),
      ),
    },
  };
}

type StoryFacts = ValueOf<typeof storyArb>;

async function lossesOf({ before, after, exception, where, scenario }: StoryFacts) {
  const side = (of: "before" | "after", all: Shop) =>
    chain((name) => (name === where ? exception[of] : all));
  const applied = side("before", before);
  const request = await requestOf({ applied, head: side("after", after), scenario });
  const { estate: live, attributesOf } = request;
  const judge = (plans: typeof request.head.plans) =>
    judgeSide({ live, scenario: request.scenario, cache: new Map() }, plans);
  const [base, head] = [judge(request.base?.plans ?? []), judge(request.head.plans)];
  const plans = { base: request.base?.plans, head: request.head.plans };
  const authors = authorChanges(plans, attributesOf);
  const ground: EvidenceGround = {
    ...{ live, planned: head.estate, base: base.estate, authors, attributesOf },
    ...{ scenario: request.scenario, changes: sortHeadChanges(request.head.plans) },
    authorsOf: authorsByCluster([base.estate, head.estate], authors),
    budget: { left: Number.POSITIVE_INFINITY },
  };
  const sides = { base: base.predictions, head: head.predictions };
  return { ground, losses: findLosses(head.estate, sides) };
}

it("finds of a loss that is alike what it finds of the loss itself", async () => {
  const counts = { losses: 0, alike: 0 };
  await fc.assert(
    fc.asyncProperty(storyArb, async (story) => {
      const { ground, losses } = await lossesOf(story);
      const shared = shareEvidence();
      const likenessOf = likenessFinder(ground);
      for (const loss of losses) {
        const { causes, reasons, counterexample } = evidenceOf(ground, loss);
        const { withoutNames } = likenessOf(loss);
        expect(shared.outlineOf(ground, loss)).toEqual({
          ...{ causes, reasons },
          counterexample: counterexample?.map(withoutNames),
        });
      }
      counts.losses += losses.length;
      counts.alike += losses.length - namesOf(losses, likenessOf).size;
    }),
    { numRuns: RUNS },
  );
  expect(counts.alike).toBeGreaterThan(RUNS / 4);
  expect(counts.losses - counts.alike).toBeGreaterThan(RUNS / 4);
});

function namesOf(losses: readonly Loss[], likenessOf: ReturnType<typeof likenessFinder>) {
  return new Set(losses.map((loss) => likenessOf(loss).name));
}
