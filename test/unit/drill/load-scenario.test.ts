import { describe, expect, it } from "vitest";
import { BUILT_IN_SCENARIOS } from "../../../src/drill/built-in-scenarios.js";
import { findMissingTargets } from "../../../src/drill/find-missing-targets.js";
import { loadScenario, resolveDocument } from "../../../src/drill/load-scenario.js";
import { builtInScenario } from "../../../src/drill/resolve-scenario.js";
import { edgeSite } from "../../support/estate-builder.js";

const YAML = `
name: kms-maintenance
description: One key server is away for a night.
outage: 12h
events:
  - kind: key-servers-unreachable
    at: 0
    until: 6h
    target: { keyServers: ["vc01/kms/kms1"] }
  - kind: hosts-reboot
    at: 1h
    every: 20m
`;

function details(text: string): readonly string[] {
  return loadScenario(text, "s.yaml").diagnostics.map(
    ({ detail, source }) => `${source?.line}:${source?.column} ${detail}`,
  );
}

describe("loadScenario", () => {
  it("reads YAML and fills in what is not said", () => {
    expect(loadScenario(YAML, "s.yaml")).toEqual({
      scenario: {
        name: "kms-maintenance",
        description: "One key server is away for a night.",
        settleSeconds: 7200,
        outageSeconds: 43_200,
        healSeconds: 1800,
        longestInterruptionSeconds: 3600,
        workloads: null,
        events: [
          {
            kind: "key-servers-unreachable",
            atSeconds: 0,
            untilSeconds: 21_600,
            keyServers: ["vc01/kms/kms1"],
          },
          {
            kind: "hosts-reboot",
            atSeconds: 3600,
            everySeconds: 1200,
            backAfterSeconds: 600,
            hostsPerCluster: null,
            recoveryKeyEntered: false,
            hosts: null,
            clusters: null,
            sites: null,
          },
        ],
      },
      diagnostics: [],
    });
  });

  it("reads JSON alike", () => {
    const json = JSON.stringify({
      name: "a",
      description: "b",
      outage: "1d",
      events: [{ kind: "links-cut", at: 0 }],
    });
    expect(loadScenario(json, "s.json").scenario?.outageSeconds).toBe(86_400);
  });

  it("says everything that is wrong at once, with its place and what is allowed", () => {
    const text = `
name: a
description: b
outage: 3 days
settel: 1h
events:
  - kind: key-server-unreachable
    at: 0
  - kind: links-cut
    at: -1
    tagret: {}
`;
    expect(details(text)).toMatchInlineSnapshot(`
      [
        "5:9 The scenario has "settel", which is unknown. Allowed are name, description, settle, outage, heal, longestInterruption, workloads, events. Did you mean "settle"?",
        "4:9 "outage" is "3 days". It has to be a whole number of seconds, or a whole number with a unit: 90s, 30m, 72h, 3d.",
        "7:11 "events[0]" is of kind "key-server-unreachable", which is unknown. Allowed are key-servers-unreachable, certificates-expired, keys-refused, keys-deactivated, key-providers-deleted, trust-authority-hosts-unreachable, vcenters-down, links-cut, sites-lose-power, hosts-lose-power, hosts-reboot, tpms-cleared, firmware-updated, hosts-reinstalled. Did you mean "key-servers-unreachable"?",
        "11:13 "events[1]" has "tagret", which is unknown. Allowed are kind, at, until, target. Did you mean "target"?",
        "10:9 "events[1].at" is -1. It has to be a whole number of seconds, or a whole number with a unit: 90s, 30m, 72h, 3d.",
      ]
    `);
  });

  it("refuses times that cannot be", () => {
    const text = `
name: a
description: b
outage: 2h
events:
  - { kind: hosts-reboot, at: 2h }
  - { kind: vcenters-down, at: 1h, until: 30m }
`;
    expect(details(text)).toEqual([
      expect.stringContaining("6:5 Event 1 (hosts-reboot) begins 7200 seconds"),
      expect.stringContaining("7:5 Event 2 (vcenters-down) begins at 3600 and ends at 1800"),
    ]);
  });

  it("names line and column of text that is no YAML", () => {
    const [first] = loadScenario("name: [a", "s.yaml").diagnostics;
    expect(first).toMatchObject({
      detail: expect.stringMatching(/^The text is not well-formed: .*\.$/),
      source: { file: "s.yaml", line: 1, column: 9 },
    });
  });

  it("says one mistake once, and each name that is given twice", () => {
    const head = "name: a\ndescription: b\noutage: 1h\n";
    const mistakes = [
      "events:\n  - kind: vcenters-down\n   at: 0\n",
      "events: [\n  { kind: vcenters-down, at: 0\n]\n",
      "settle:\n  a: b: c\n",
    ];
    for (const mistake of mistakes) expect(details(head + mistake)).toHaveLength(1);
    expect(details(`name: a\nname: a\n${head}events: []\n`)).toHaveLength(2);
  });

  it("says what is missing", () => {
    const missing = resolveDocument({ name: "a" }).diagnostics.map(({ detail }) => detail);
    expect(missing).toEqual([
      'The scenario needs "description".',
      'The scenario needs "outage".',
      'The scenario needs "events".',
    ]);
  });
});

describe("built-in scenarios", () => {
  it.each([...BUILT_IN_SCENARIOS])("%s has the form of the schema", (name, document) => {
    expect(resolveDocument(document)).toEqual({ scenario: builtInScenario(name), diagnostics: [] });
  });
});

describe("findMissingTargets", () => {
  it("names what does not exist and what does", () => {
    const { scenario } = resolveDocument({
      name: "a",
      description: "b",
      outage: "1h",
      workloads: ["vm:vc01/vm/till", "vtpm:*"],
      events: [
        { kind: "hosts-reboot", at: 0, target: { hosts: ["vc01/edge/esx09"], sites: ["ed*"] } },
        { kind: "key-servers-unreachable", at: 0, target: { keyServers: ["*kms2"] } },
        { kind: "vcenters-down", at: 0, target: { vcenters: ["vc01"] } },
        { kind: "links-cut", at: 0, target: { sites: ["moon"] } },
      ],
    });
    if (scenario === undefined) throw new Error("the scenario is sound");
    const details = findMissingTargets(scenario, edgeSite()).map(({ detail }) => detail);
    expect(details).toMatchInlineSnapshot(`
      [
        "No workload of the estate matches "vm:vc01/vm/till". There are vm:vc01/vm/tills, vtpm:vc01/vm/badges. Did you mean "vm:vc01/vm/tills"?",
        "No host of the estate matches "vc01/edge/esx09". There are vc01/edge/esx01, vc01/edge/esx02. Did you mean "vc01/edge/esx01"?",
        "No key server of the estate matches "*kms2". There are vc01/kms/kms1.",
        "No site of the estate matches "moon". There are core, edge.",
      ]
    `);
  });
});

describe("loadScenario of what cannot be read or cannot be", () => {
  const head = "name: a\ndescription: b\noutage: 1h\nevents:\n";
  const details = (text: string) => loadScenario(text, "f.yaml").diagnostics.map((d) => d.detail);

  it("says where each alias stands that stands for nothing", () => {
    const found = loadScenario("name: *x\ndescription: *y\n", "f.yaml").diagnostics;
    expect(found.map(({ source }) => [source?.line, source?.column])).toEqual([
      [1, 7],
      [2, 14],
    ]);
    expect(found[0]?.detail).toMatch(/^\*x stands for what &x names before it/);
  });

  it("refuses aliases of aliases without end", () => {
    const nine = (item: string) => `[${Array(9).fill(item).join(", ")}]`;
    const bomb = `a: &a ${nine("x")}\nb: &b ${nine("*a")}\nc: &c ${nine("*b")}\nd: ${nine("*c")}\n`;
    expect(details(bomb)).toEqual([expect.stringContaining("aliases of aliases")]);
  });

  it("says once that an event has no kind", () => {
    expect(details(`${head}  - at: 0\n`)).toEqual(['"events[0]" needs "kind".']);
  });

  it("takes no duration that no clock has", () => {
    const long = head.replace("1h", "999999999999999d");
    expect(details(`${long}  - {kind: vcenters-down, at: 3651d}\n`)).toEqual([
      '"outage" is "999999999999999d". It can be 3650d at most.',
      '"events[0].at" is "3651d". It can be 3650d at most.',
    ]);
  });
});
