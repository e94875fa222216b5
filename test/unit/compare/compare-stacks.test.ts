import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import {
  type ComparedStack,
  compareStacks,
  type DeclaredResource,
} from "../../../src/compare/compare-stacks.js";
import type { StackComparison } from "../../../src/model/comparison.js";
import type { Verdict } from "../../../src/model/survival.js";
import { type ObjectValue, sensitive, UNKNOWN } from "../../../src/model/value.js";
import { resourceSchemaOf } from "../../../src/schema/resource-schemas.js";

function resource(type: string, path: string, object: ObjectValue): DeclaredResource {
  const name = path.replaceAll("/", "_");
  return {
    ...{ type: `holdfast_${type}`, address: `holdfast_${type}.${name}` },
    ...{ construct: `${path}/Resource`, object },
  };
}

interface Environment {
  readonly stack: string;
  readonly vcenter?: string;
  readonly site?: string;
  readonly host?: ObjectValue;
  readonly verdict?: Verdict;
  readonly more?: readonly DeclaredResource[];
}

/** A vCenter, a host and a machine, named after their environment. */
function environment(parts: Environment): ComparedStack {
  const { stack, vcenter = `vc-${stack}`, site = "edge", host = {}, more = [] } = parts;
  const cluster = `${vcenter}/edge`;
  const machine = `${vcenter}/vm/till`;
  return {
    stack,
    resources: [
      resource("vcenter", `${stack}/vc`, { id: vcenter, name: vcenter, site, version: "8.0 U3" }),
      resource("host", `${stack}/${stack}-esx01`, {
        ...{ id: `${cluster}/${stack}-esx01`, cluster, hostname: `${stack}-esx01`, site },
        ...{ version: "8.0 U3", key_persistence: { enabled: true }, ...host },
      }),
      resource("virtual_machine", `${stack}/till`, { id: machine, cluster, name: "till" }),
      ...more,
    ],
    workloads: [
      {
        workload: `vm:${machine}`,
        verdict: parts.verdict ?? "survived",
        sentence: `It is ${parts.verdict ?? "survived"}.`,
      },
    ],
  };
}

function compare(first: Environment, second: Environment): StackComparison {
  return compareStacks({
    scenario: "provider-outage",
    stacks: [environment(first), environment(second)],
    attributesOf: (type) => resourceSchemaOf(type)?.block.attributes,
  });
}

const LAB = { stack: "lab" };
const PRODUCTION = { stack: "production" };

/** A line for each difference. */
function text({ different, onlyInOne }: StackComparison): readonly string[] {
  return [
    ...different.flatMap(({ role, matchedBy, attributes }) =>
      attributes.map(
        ({ path, values }) => `${role} (${matchedBy}) ${path}: ${JSON.stringify(values)}`,
      ),
    ),
    ...onlyInOne.map(({ stack, type, role }) => `${stack} ${type} ${role}`),
  ];
}

describe("compareStacks", () => {
  it("takes stacks that differ in their own names alone for the same", () => {
    const comparison = compare(LAB, PRODUCTION);
    expect(comparison).toMatchObject({ isSameConfiguration: true, isSameSurvival: true });
    expect(comparison.matched).toBe(3);
    expect(comparison.ownNames).toEqual([{ placeholder: "{stack}", names: ["lab", "production"] }]);
  });

  it("pairs vCenters and sites that one of them alone has", () => {
    const comparison = compare(
      { ...LAB, vcenter: "vc90", site: "test-rack" },
      { ...PRODUCTION, vcenter: "vc01", site: "shop" },
    );
    expect(text(comparison)).toEqual([]);
    expect(comparison.ownNames.slice(1)).toEqual([
      { placeholder: "{vcenter}", names: ["vc90", "vc01"] },
      { placeholder: "{site}", names: ["test-rack", "shop"] },
    ]);
  });

  it("replaces whole words only, and no name that both have", () => {
    const labels = { version: "8.0 U2", rack: "labour in the lab" };
    const other = { version: "8.0 U2", rack: "labour in the production" };
    expect(text(compare({ ...LAB, host: labels }, { ...PRODUCTION, host: other }))).toEqual([]);
    const within = { ...other, rack: "productionour in the production" };
    expect(text(compare({ ...LAB, host: labels }, { ...PRODUCTION, host: within }))).toEqual([
      '{stack}-esx01 (construct) rack: ["labour in the lab","productionour in the production"]',
    ]);
    const both = compare(
      { stack: "edge-lab", vcenter: "vc01" },
      { stack: "edge-b", vcenter: "vc01" },
    );
    expect(both.ownNames).toEqual([{ placeholder: "{stack}", names: ["lab", "b"] }]);
  });

  it("shows attributes that differ, down into nested objects", () => {
    const off = { key_persistence: { enabled: false }, version: "8.0 U2" };
    expect(text(compare(LAB, { ...PRODUCTION, host: off }))).toEqual([
      "{stack}-esx01 (construct) key_persistence.enabled: [true,false]",
      '{stack}-esx01 (construct) version: ["8.0 U3","8.0 U2"]',
    ]);
    expect(text(compare({ ...LAB, host: { key_persistence: null } }, PRODUCTION))).toEqual([
      "{stack}-esx01 (construct) key_persistence.enabled: [null,true]",
    ]);
  });

  it("leaves out what the backend decides and what only apply will know", () => {
    const host = { crypto_state: "safe", recovery_key_location: UNKNOWN };
    const other = { crypto_state: "incapable", recovery_key_location: "safe" };
    expect(text(compare({ ...LAB, host }, { ...PRODUCTION, host: other }))).toEqual([]);
  });

  it("says that secrets differ and never how", () => {
    const secret = (value: string) => ({ rack: sensitive(value) });
    const comparison = compare(
      { ...LAB, host: secret("hunter2") },
      { ...PRODUCTION, host: secret("other3") },
    );
    expect(text(comparison)).toEqual([
      '{stack}-esx01 (construct) rack: ["(sensitive value)","(sensitive value)"]',
    ]);
    expect(JSON.stringify(comparison)).not.toMatch(/hunter2|other3/);
  });

  it("matches by role what is declared elsewhere in the program, and names what is alone", () => {
    const server = (stack: string, construct: string) =>
      resource("key_server", `${stack}/${construct}`, {
        ...{ id: `vc-${stack}/kms/kms1`, vcenter: `vc-${stack}`, name: "kms1" },
        ...{ address: `kms1.${stack}.example`, site: "core" },
      });
    const comparison = compare(
      { ...LAB, more: [server("lab", "core/kms")] },
      {
        ...PRODUCTION,
        more: [
          { ...server("production", "data-centre/kms"), address: "holdfast_key_server.x" },
          resource("survival_floor", "production/floor", { id: "floor/open", name: "open" }),
        ],
      },
    );
    expect(comparison.matched).toBe(4);
    expect(text(comparison)).toEqual(["production holdfast_survival_floor floor"]);
  });

  it("matches nothing by a key that several have", () => {
    const twice = (stack: string) =>
      ["a", "a"].map((name, i) => ({
        ...resource("cluster", `${stack}/${name}`, { id: "vc/same", name }),
        address: `holdfast_cluster.${name}${i}`,
      }));
    const comparison = compare(
      { ...LAB, more: twice("lab") },
      { ...PRODUCTION, more: twice("production") },
    );
    expect(comparison.onlyInOne).toHaveLength(4);
  });

  it("matches Terraform JSON, which has no constructs, by address", () => {
    const bare = (stack: string): ComparedStack => {
      const { resources, ...rest } = environment({ stack });
      const plain = resources.map(({ construct: _, ...each }, i) => ({
        ...each,
        address: `${each.type}.r${i}["a"]`,
      }));
      return { ...rest, resources: plain };
    };
    const stacks = [bare("lab"), bare("production")] as const;
    const comparison = compareStacks({ scenario: "s", stacks, attributesOf: () => undefined });
    expect(comparison).toMatchObject({ matched: 3, isSameConfiguration: true });
  });

  it("shows workloads that fare otherwise, with the reason of the worse", () => {
    const comparison = compare(LAB, { ...PRODUCTION, verdict: "locked" });
    expect(comparison).toMatchObject({ isSameConfiguration: true, isSameSurvival: false });
    expect(comparison.survival.different).toEqual([
      {
        workloads: ["vm:vc-lab/vm/till", "vm:vc-production/vm/till"],
        verdicts: ["survived", "locked"],
        sentence: "It is locked.",
      },
    ]);
    expect(comparison.survival.counts.map(({ locked }) => locked)).toEqual([0, 1]);
    const both = compare({ ...LAB, verdict: "lost" }, { ...PRODUCTION, verdict: "lost" });
    expect(both.isSameSurvival).toBe(true);
  });

  it("is as its schema says", () => {
    const file = new URL("../../../src/compare/stack-comparison.schema.json", import.meta.url);
    const isComparison = new Ajv({
      allErrors: true,
      strictTypes: false,
      strictTuples: false,
    }).compile(JSON.parse(readFileSync(file, "utf8")));
    const off = { key_persistence: null };
    const comparison = compare(LAB, { ...PRODUCTION, host: off, verdict: "locked" });
    const data = JSON.parse(JSON.stringify(comparison));
    expect(isComparison(data), JSON.stringify(isComparison.errors)).toBe(true);
    expect(isComparison({ ...data, more: 1 })).toBe(false);
  });
});
