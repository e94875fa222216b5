import { describe, expect, it } from "vitest";
import { brokenFloors } from "../../../src/drill/broken-floors.js";
import { defaultScenario, resolveScenario } from "../../../src/drill/resolve-scenario.js";
import type { EventDocument } from "../../../src/drill/scenario.js";
import { type Action, allActions, faultName, makeSchedule } from "../../../src/drill/schedule.js";
import { matcherOf } from "../../../src/model/patterns.js";
import type { Estate } from "../../../src/vsphere/estate.js";
import {
  cluster,
  edgeSite,
  estateOf,
  host,
  keyServer,
  vcenter,
} from "../../support/estate-builder.js";

function lines(actions: readonly Action[]): readonly string[] {
  return actions.map((action) => {
    const subject = "fault" in action ? faultName(action.fault) : action.host;
    return `${action.atSeconds} ${action.kind} ${subject}`;
  });
}

function schedule(estate: Estate, events: readonly EventDocument[]): readonly string[] {
  const { scenario } = resolveScenario({ name: "s", description: "d", outage: "2h", events });
  if (scenario === undefined) throw new Error("the scenario is sound");
  return lines(allActions(makeSchedule(scenario, estate)));
}

describe("makeSchedule", () => {
  it("cuts power host by host, in the order of their paths, just before the full minute", () => {
    expect(lines(allActions(makeSchedule(defaultScenario(), edgeSite())))).toEqual([
      "0 fault-begins vc01/kms/kms1",
      "3599.5 power-lost vc01/edge/esx01",
      "4199.5 powered-on vc01/edge/esx01",
      "5399.5 power-lost vc01/edge/esx02",
      "5999.5 powered-on vc01/edge/esx02",
      "259200 fault-ends vc01/kms/kms1",
    ]);
  });

  it("takes everything of a lost site that runs in no machine, and its hosts out of other events", () => {
    const estate = estateOf({
      vcenters: [vcenter({ site: "first" }), vcenter({ path: "vc02", site: "second" })],
      hosts: [host("esx01", { site: "first" }), host("esx02", { site: "second" })],
      keyServers: [
        keyServer({ site: "first" }),
        keyServer({ path: "vc02/kms/kms1", vcenter: "vc02", site: "second" }),
        keyServer({ path: "vc01/kms/vm", address: "vm", site: "first", runsOn: "vc01/vm/kms" }),
      ],
    });
    const cuts = { kind: "hosts-lose-power", at: "1h", every: "30m" } as const;
    const lost = { kind: "sites-lose-power", at: 0, target: { sites: ["first"] } } as const;
    expect(schedule(estate, [lost, cuts])).toEqual([
      "0 fault-begins vc01",
      "0 fault-begins vc01/kms/kms1",
      "0 fault-begins vc02/kms/kms1",
      "0 power-lost vc01/edge/esx01",
      "3599.5 power-lost vc01/edge/esx02",
      "4199.5 powered-on vc01/edge/esx02",
      "7200 fault-ends vc01",
      "7200 fault-ends vc01/kms/kms1",
      "7200 fault-ends vc02/kms/kms1",
      "7200 powered-on vc01/edge/esx01",
    ]);
  });

  it("finds the sites that vCenters stand at, and ends a loss before what comes then", () => {
    const estate = estateOf({
      vcenters: [vcenter({ site: "first", runsOn: "vc01/vm/vcsa" })],
      hosts: [host("esx01", { site: "first" }), host("esx02", { site: "second" })],
    });
    const until = { kind: "sites-lose-power", at: 0, until: "1h" } as const;
    expect(schedule(estate, [{ ...until, target: { sitesOf: "vcenters" } }])).toEqual([
      "0 power-lost vc01/edge/esx01",
      "3599.5 powered-on vc01/edge/esx01",
    ]);
  });

  it("counts the hosts of each cluster by themselves, and only those targeted", () => {
    const estate = estateOf({
      clusters: [cluster(), cluster({ path: "vc01/b" })],
      hosts: [
        host("esx01"),
        host("esx02"),
        host("esx10", { path: "vc01/b/esx10", cluster: "vc01/b" }),
      ],
    });
    const event = { kind: "hosts-reboot", at: "10m", backAfter: "1h" } as const;
    expect(schedule(estate, [{ ...event, target: { hosts: ["*/esx02", "vc01/b/*"] } }])).toEqual([
      "599.5 rebooted vc01/b/esx10",
      "599.5 rebooted vc01/edge/esx02",
      "4199.5 powered-on vc01/b/esx10",
      "4199.5 powered-on vc01/edge/esx02",
    ]);
  });

  it("leaves out what would come after the outage", () => {
    const hosts = Array.from({ length: 4 }, (_, i) => host(`esx0${i}`));
    const event = { kind: "hosts-lose-power", at: "1h", every: "30m", backAfter: 0 } as const;
    const lost = schedule(estateOf({ hosts }), [event]).filter((line) => line.includes("lost"));
    expect(lost).toEqual([
      "3599.5 power-lost vc01/edge/esx00",
      "5399.5 power-lost vc01/edge/esx01",
    ]);
  });

  it("joins spans of one fault, and lets entries of one address fail together", () => {
    const estate = estateOf({
      keyServers: [keyServer(), keyServer({ path: "vc01/kms/alias" })],
      hosts: [],
    });
    const away = { kind: "key-servers-unreachable" } as const;
    const target = { keyServers: ["vc01/kms/kms1"] };
    const spans = [
      { ...away, at: 0, until: "10m", target },
      { ...away, at: "5m", until: "20m", target },
    ];
    expect(schedule(estate, spans)).toEqual([
      "0 fault-begins vc01/kms/alias",
      "0 fault-begins vc01/kms/kms1",
      "1199.5 fault-ends vc01/kms/alias",
      "1199.5 fault-ends vc01/kms/kms1",
    ]);
  });

  it("cuts the links that keys may pass, of one site or of all", () => {
    const estate = estateOf({
      vcenters: [vcenter({ site: "hq" })],
      hosts: [host("esx01", { site: "edge-1" }), host("esx02", { site: "edge-2" })],
      keyServers: [keyServer({ site: "dc" })],
    });
    const cut = (target?: EventDocument["target"]) =>
      schedule(estate, [{ kind: "links-cut", at: 0, ...(target === undefined ? {} : { target }) }])
        .filter((line) => line.startsWith("0 "))
        .map((line) => line.slice("0 fault-begins ".length));
    expect(cut()).toEqual(["edge-1 <-> hq", "edge-2 <-> hq", "dc <-> hq"]);
    expect(cut({ sites: ["edge-1"] })).toEqual(["edge-1 <-> hq"]);
    expect(cut({ sites: ["hq"], otherSites: ["dc"] })).toEqual(["dc <-> hq"]);
  });

  it("cuts by what stands at the ends, also within a site", () => {
    const estate = estateOf({
      vcenters: [vcenter({ site: "hq" })],
      hosts: [host("esx01", { site: "edge" }), host("esx02", { site: "hq" })],
      keyServers: [keyServer({ site: "hq" })],
    });
    const cut = (target: EventDocument["target"] = {}) =>
      schedule(estate, [{ kind: "links-cut", at: 0, target }])
        .filter((line) => line.startsWith("0 "))
        .map((line) => line.slice("0 fault-begins ".length));
    const hosts = ["host@edge <-> vcenter@hq", "host@hq <-> vcenter@hq"];
    expect(cut({ roles: ["host"] })).toEqual(hosts);
    expect(cut({ otherRoles: ["host"] })).toEqual(hosts);
    expect(cut({ roles: ["host"], sites: ["edge"] })).toEqual(hosts.slice(0, 1));
    expect(cut({ roles: ["vcenter"], otherRoles: ["keyServer"] })).toEqual([
      "keyServer@hq <-> vcenter@hq",
    ]);
    expect(cut({ roles: ["keyServer"], otherSites: ["edge"] })).toEqual([]);
    expect(cut()).toEqual(["edge <-> hq"]);
  });

  it("takes one site alone for a partition of that site", () => {
    const target = { sites: ["edge-1"] };
    const events: readonly EventDocument[] = [
      { kind: "links-cut", at: 0, target },
      { kind: "hosts-lose-power", at: "1h", every: "30m", backAfter: "10m", target },
    ];
    const estate = estateOf({
      vcenters: [vcenter({ site: "hq" })],
      hosts: [host("esx01", { site: "edge-1" }), host("esx02", { site: "edge-2" })],
    });
    expect(schedule(estate, events)).toEqual([
      "0 fault-begins edge-1 <-> hq",
      "3599.5 power-lost vc01/edge/esx01",
      "4199.5 powered-on vc01/edge/esx01",
      "7200 fault-ends edge-1 <-> hq",
    ]);
  });
});

describe("matcherOf", () => {
  it.each([
    ["vm:*", "vm:vc01/vm/a", true],
    ["vm:*", "vtpm:vc01/vm/a", false],
    ["*.a+b*", "x.a+by", true],
    ["*.a+b*", "xxaab", false],
    ["vc01", "vc01", true],
    ["vc01", "vc012", false],
  ])("%s on %s is %s", (pattern, text, expected) => {
    expect(matcherOf([pattern])(text)).toBe(expected);
  });

  it("lets null match everything and no pattern nothing", () => {
    expect(matcherOf(null)("x")).toBe(true);
    expect(matcherOf([])("x")).toBe(false);
  });
});

describe("brokenFloors", () => {
  const floor = { name: "f", scenario: "s", workloads: ["vm:*"], maxLost: 1, reason: "r" };
  const fallen = (...names: readonly string[]) => ({
    scenario: "s",
    workloads: names.map((workload) => ({ workload, verdict: "unknown" as const })),
  });

  it("breaks only beyond its limit, only by what it covers, only in its scenario", () => {
    expect(brokenFloors([floor], fallen("vm:a"))).toEqual([]);
    expect(brokenFloors([floor], fallen("vm:a", "vtpm:b"))).toEqual([]);
    expect(brokenFloors([floor], { ...fallen("vm:a", "vm:b"), scenario: "t" })).toEqual([]);
    expect(brokenFloors([floor], fallen("vm:a", "vm:b"))).toEqual([
      { floor: "f", scenario: "s", maxLost: 1, lost: ["vm:a", "vm:b"], reason: "r" },
    ]);
  });
});
