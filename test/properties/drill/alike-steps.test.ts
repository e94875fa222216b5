// Steps that are alike are looked at once: what is found is what a look at each of them finds, to the word.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstsOfAlike } from "../../../src/drill/alike-steps.js";
import { assessPlan, type PlannedStep } from "../../../src/drill/assess-plan.js";
import { predict } from "../../../src/drill/predict.js";
import { builtInScenario, defaultScenario } from "../../../src/drill/resolve-scenario.js";
import { partOfEstate, waitingSteps } from "../../../src/drill/steps-by-cluster.js";
import { VERDICTS } from "../../../src/model/survival.js";
import type { ObjectValue } from "../../../src/model/value.js";
import type { Estate } from "../../../src/vsphere/estate.js";
import { overlayEstate } from "../../../src/vsphere/overlay-estate.js";
import {
  estateOf,
  host,
  keyServer,
  machine,
  standardProvider,
  vcenter,
} from "../../support/estate-builder.js";

const CLUSTER = "vc01/edge";
const HOSTS = ["esx01", "esx02"];

/** What a machine has and what becomes of it: few of each, so that many are alike. */
const machineArb = fc.record({
  host: fc.constantFrom("esx01", "esx02", null),
  isOff: fc.boolean(),
  vtpm: fc.boolean(),
  key: fc.constantFrom("own", "own", "own", "shared"),
  isHeld: fc.constantFrom(true, true, false),
  change: fc.constantFrom<ObjectValue>(
    { key_provider: "other" },
    { key_provider: "other" },
    { shallow_rekey_version: 1 },
    { existing_key_id: "key-shared" },
    { vtpm: true },
    { power_state: "poweredOff" },
    { encrypted: false },
  ),
});

type RandomMachine = typeof machineArb extends fc.Arbitrary<infer T> ? T : never;

const machinesArb = fc
  .tuple(fc.array(machineArb, { minLength: 2, maxLength: 2 }), machineArb)
  .chain(([kinds, other]) =>
    fc.array(fc.constantFrom(...kinds, ...kinds, other), { minLength: 3, maxLength: 7 }),
  );

const planArb = fc.record({
  machines: machinesArb,
  persistence: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()),
  /** The machine that the vCenter runs in. */
  role: fc.option(fc.nat(6), { freq: 3 }),
  /** By number of a step: what it is sorted by, and steps before it that it waits for. */
  order: fc.array(fc.nat(), { minLength: 10, maxLength: 10 }),
  waits: fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.tuple(fc.nat(9))), {
    minLength: 10,
    maxLength: 10,
  }),
});

type RandomPlan = typeof planArb extends fc.Arbitrary<infer T> ? T : never;

const nameOf = (number: number) => `m${number}`;

function keyOf({ key }: RandomMachine, number: number): string {
  return key === "own" ? `key-${nameOf(number)}` : "key-shared";
}

function estateFor({ machines, persistence, role }: RandomPlan): Estate {
  const keys = machines.flatMap((each, i) => (each.isHeld ? [keyOf(each, i)] : []));
  const runsOn = role === null || role >= machines.length ? null : `vc01/vm/${nameOf(role)}`;
  return estateOf({
    vcenters: [vcenter({ runsOn })],
    keyServers: [keyServer()],
    keyProviders: [
      standardProvider(),
      standardProvider({ path: "vc01/kp/other", name: "other", serverTrustsClient: false }),
    ],
    hosts: HOSTS.map((name, i) => host(name, { keys, keyPersistence: persistence[i] === true })),
    virtualMachines: machines.map((each, i) =>
      machine(nameOf(i), each.host, {
        vtpm: each.vtpm,
        powerState: each.isOff ? "poweredOff" : "poweredOn",
        running: !each.isOff && each.host !== null,
        homeKey: { id: keyOf(each, i), provider: "kp" },
      }),
    ),
  });
}

function stepsFor({ machines, persistence, order, waits }: RandomPlan): readonly PlannedStep[] {
  const ofMachines = machines.map((each, i) => {
    const before: ObjectValue = {
      ...{ id: `vc01/vm/${nameOf(i)}`, name: nameOf(i), cluster: CLUSTER, encrypted: true },
      ...{ vtpm: each.vtpm, power_state: each.isOff ? "poweredOff" : "poweredOn" },
    };
    return update("holdfast_virtual_machine", before, each.change);
  });
  const ofHosts = HOSTS.map((hostname, i) => {
    const tpm = { present: true, hash_bank: null };
    const key_persistence = { enabled: persistence[i] === true };
    const site = { hostname, cluster: CLUSTER, site: "edge", version: "8.0 U3", tpm };
    const before: ObjectValue = {
      ...{ id: `${CLUSTER}/${hostname}`, ...site, key_persistence },
      ...{ configuration_encryption_mode: "TPM", recovery_key_location: "safe" },
    };
    const change = { key_persistence: { enabled: persistence[i + 2] === true } };
    return update("holdfast_host", before, change);
  });
  const provider = { id: "vc01/kp/other", vcenter: "vc01", name: "other" };
  const trust = { server_trusts_client: true, client_trusts_server: true };
  const ofProvider = update(
    "holdfast_standard_key_provider",
    { ...provider, key_servers: ["vc01/kms/kms1"] },
    trust,
  );
  return [...ofMachines, ...ofHosts, ofProvider]
    .map((step, i) => ({ step, turn: order[i] ?? 0 }))
    .sort((a, b) => a.turn - b.turn)
    .map(({ step }, position) => {
      const after = (waits[position] ?? []).filter((other) => other < position);
      return { ...step, after: [...new Set(after)] };
    });
}

function update(type: string, before: ObjectValue, change: ObjectValue): PlannedStep {
  const object = { type, before, after: { ...before, ...change } };
  return { title: `${before.id} (update)`, object, after: [] };
}

/** What a finding begins with, by looks at both extremes of each step. */
function lookAtEach(estate: Estate, steps: readonly PlannedStep[]): string | undefined {
  const before = verdictsOf(estate);
  const after = verdictsOf(overlayEstate(estate, objectsOf(steps)));
  const above: ReadonlySet<number>[] = [];
  for (const step of steps) {
    above.push(new Set(step.after.flatMap((other) => [other, ...(above[other] ?? [])])));
  }
  const all = steps.map((_, position) => position);
  const sets = all
    .flatMap((position) => [
      all.filter((other) => other === position || above[position]?.has(other)),
      all.filter((other) => above[other]?.has(position) !== true),
    ])
    .filter((set) => set.length < steps.length)
    .sort((a, b) => a.length - b.length);
  for (const set of sets) {
    const done = steps.filter((_, position) => set.includes(position));
    const worse = [...verdictsOf(overlayEstate(partOfEstate(estate, CLUSTER), objectsOf(done)))]
      .filter(([id, rank]) => rank > (before.get(id) ?? rank) && rank > (after.get(id) ?? rank))
      .map(([id]) => id);
    const titles = done.map(({ title }) => title).join(", ");
    const others = worse.length > 1 ? ` and ${worse.length - 1} more` : "";
    if (worse.length > 0) return `Should the apply stop after ${titles}, ${worse[0]}${others} `;
  }
  return undefined;
}

function verdictsOf(estate: Estate): ReadonlyMap<string, number> {
  const all = predict(estate, defaultScenario());
  return new Map(all.map(({ workload, verdict }) => [workload, VERDICTS.indexOf(verdict)]));
}

function objectsOf(steps: readonly PlannedStep[]) {
  return steps.flatMap(({ object }) => object ?? []);
}

/** By workload; the ids of the two machines are exchanged. */
function exchanged(ranks: ReadonlyMap<string, number>, [one, other]: readonly [string, string]) {
  const swap = (path: string) => (path === one ? other : path === other ? one : path);
  const entries = [...ranks].map(([id, rank]) => {
    const colon = id.indexOf(":");
    return [`${id.slice(0, colon)}:${swap(id.slice(colon + 1))}`, rank] as const;
  });
  return Object.fromEntries(entries);
}

describe("steps that are alike", () => {
  it("lead to the same, each for its own machine", () => {
    let pairs = 0;
    fc.assert(
      fc.property(planArb, (plan) => {
        const steps = stepsFor(plan);
        const part = partOfEstate(estateFor(plan), CLUSTER);
        const all = waitingSteps(steps, [...steps.keys()], 1_000) ?? [];
        const idOf = (position: number) => String(all[position]?.object.after?.id);
        const ranksAfter = (position: number) => {
          const done = [...(all[position]?.waitsFor ?? []), position];
          const objects = all.filter((_, each) => done.includes(each)).map(({ object }) => object);
          return verdictsOf(overlayEstate(part, objects));
        };
        firstsOfAlike(part, all).forEach((first, position) => {
          if (first === position) return;
          pairs++;
          const ids = [idOf(first), idOf(position)] as const;
          expect(exchanged(ranksAfter(position), ids)).toEqual(
            Object.fromEntries(ranksAfter(first)),
          );
        });
      }),
      { numRuns: 700 },
    );
    expect(pairs).toBeGreaterThan(200);
  });

  it("are looked at once, and what is found is the same", () => {
    let found = 0;
    fc.assert(
      fc.property(planArb, (plan) => {
        const [estate, steps] = [estateFor(plan), stepsFor(plan)];
        const { findings } = assessPlan({
          ...{ estate, steps, scenario: defaultScenario(), scenarioNamed: builtInScenario },
          everyPrefixUpTo: 0,
        });
        const sentence = findings.find(({ code }) => code === "FC-63")?.sentence;
        const expected = lookAtEach(estate, steps);
        expect(sentence === undefined).toBe(expected === undefined);
        expect(sentence ?? "").toContain(expected ?? "");
        if (sentence !== undefined) found++;
      }),
      { numRuns: 150 },
    );
    expect(found).toBeGreaterThan(12);
  });
});
