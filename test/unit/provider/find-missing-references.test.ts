import { describe, expect, it } from "vitest";
import type { Change, Plan } from "../../../src/model/plan.js";
import { type ObjectValue, UNKNOWN } from "../../../src/model/value.js";
import { findMissingReferences } from "../../../src/provider/find-missing-references.js";

type Given = Partial<Change> & { readonly type: string; readonly name?: string };

function change({ type, name = "x", ...given }: Given): Change {
  return {
    address: `${type}.${name}`,
    instance: { resource: { mode: "managed", type, name }, key: undefined },
    action: "create",
    before: null,
    after: null,
    replacePaths: [],
    dependsOn: [],
    dependencies: [],
    ...given,
  };
}

const create = (type: string, after: ObjectValue, name?: string): Change =>
  change({ type, after, ...(name === undefined ? {} : { name }) });

function planOf(...changes: readonly Change[]): Plan {
  const prior = { lineage: "l", serial: 0 };
  const rest = { drift: [], outputs: [], complete: true, applyable: true };
  return { stack: "s", mode: "normal", prior, changes, ...rest };
}

/** Address and detail of what is missing. */
async function missing(plans: readonly Plan[], inPlace: Readonly<Record<string, string[]>> = {}) {
  const asked: string[] = [];
  const idsInPlace = async (type: string) => {
    asked.push(type);
    return inPlace[type] ?? [];
  };
  const found = await findMissingReferences({ plans, idsInPlace });
  return { found: found.map((of) => of.map((d) => `${d.address}: ${d.detail}`)), asked };
}

const vcenter = create("holdfast_vcenter", { id: "vc01", name: "vc01" });
const cluster = create("holdfast_cluster", { id: "vc01/edge", vcenter: "vc01" });

describe("findMissingReferences", () => {
  it("finds what the plan and the vSphere do not have, with what there is", async () => {
    const plan = planOf(vcenter, create("holdfast_cluster", { id: "vc99/a", vcenter: "vc09" }));
    expect((await missing([plan], { holdfast_vcenter: ["vc02"] })).found).toMatchInlineSnapshot(`
      [
        [
          "holdfast_cluster.x: "vcenter" names "vc09", and neither the plan nor the vSphere has a holdfast_vcenter of this id. There is vc01, vc02. Did you mean "vc01"? Refer to the id of what is declared, or declare it.",
        ],
      ]
    `);
  });

  it("looks into lists, with the place of the element", async () => {
    const provider = { id: "vc01/kp/a", vcenter: "vc01", key_servers: ["vc01/kms/none"] };
    const plans = [planOf(vcenter, create("holdfast_standard_key_provider", provider))];
    const [of = []] = await findMissingReferences({ plans, idsInPlace: async () => [] });
    expect(of).toMatchObject([{ attribute: ["key_servers", 0], severity: "error" }]);
    expect(of[0]?.detail).toContain("There is none at all.");
  });

  it("takes either a vCenter or a cluster for the entity of a default", async () => {
    const of = (entity: string) =>
      create("holdfast_default_key_provider", { id: `${entity}/default-kp`, entity }, entity);
    const plan = planOf(vcenter, cluster, of("vc01"), of("vc01/edge"), of("vc01/egde"));
    const { found } = await missing([plan]);
    expect(found[0]).toHaveLength(1);
    expect(found[0]?.[0]).toContain('Did you mean "vc01/edge"?');
  });

  it("looks into all plans together, and asks the vSphere only for what they lack", async () => {
    const plans = [planOf(cluster), planOf(vcenter)];
    expect(await missing(plans)).toEqual({ found: [[], []], asked: [] });
    const alone = await missing([planOf(cluster)], { holdfast_vcenter: ["vc01"] });
    expect(alone).toEqual({ found: [[]], asked: ["holdfast_vcenter"] });
  });

  it("does not count what the plan removes", async () => {
    const gone = change({ type: "holdfast_vcenter", action: "delete", before: { id: "vc01" } });
    const { found } = await missing([planOf(gone, cluster)], { holdfast_vcenter: ["vc01"] });
    expect(found[0]).toHaveLength(1);
  });

  it("leaves alone what is not known yet, may become what is meant, or does not change", async () => {
    const unnamed = create("holdfast_vcenter", { id: UNKNOWN, name: UNKNOWN });
    const open = create("holdfast_host", { id: UNKNOWN, cluster: UNKNOWN });
    const same = change({
      type: "holdfast_virtual_machine",
      action: "no-op",
      before: { id: "vc09/vm/a", cluster: "vc09/none" },
      after: { id: "vc09/vm/a", cluster: "vc09/none" },
    });
    expect((await missing([planOf(unnamed, cluster, open, same)])).found).toEqual([[]]);
  });
});
