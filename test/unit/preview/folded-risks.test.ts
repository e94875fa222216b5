import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { Risk } from "../../../src/model/preview.js";
import { judgePreview, type PreviewRequest } from "../../../src/preview/judge-preview.js";
import { requestOf } from "./preview-story.js";

const SHOPS = ["a", "b", "c", "d"];
const POWER_CUTS = (shop: string) => [
  "vc01/kms/kms1 is unreachable",
  `vc01/${shop}/${shop}-esx01 loses power`,
  `vc01/${shop}/${shop}-esx02 loses power`,
];

interface Chain {
  /** Shops whose hosts keep keys. */
  readonly keeping: readonly string[];
  readonly floor?: string;
}

/** Shops of two hosts and two machines each, behind one vCenter and one key server. */
function chain({ keeping, floor }: Chain) {
  const each = (of: (shop: string, i: number) => object) =>
    Object.fromEntries(
      SHOPS.flatMap((shop) => [0, 1].map((i) => [`${shop}${i}`, of(shop, i)] as const)),
    );
  const clusterOf = (shop: string) => `\${holdfast_cluster.${shop}.id}`;
  const scenario = "provider-outage";
  return {
    resource: {
      holdfast_cluster: Object.fromEntries(
        SHOPS.map((name) => [name, { vcenter: "${holdfast_vcenter.vc.id}", name }]),
      ),
      holdfast_host: each((shop, i) => ({
        ...{ cluster: clusterOf(shop), hostname: `${shop}-esx0${i + 1}`, version: "8.0 U3" },
        ...{ site: shop, tpm: { present: true } },
        key_persistence: { enabled: keeping.includes(shop) },
      })),
      holdfast_virtual_machine: each((shop, i) => ({
        ...{ cluster: clusterOf(shop), name: `${shop}-till-${i}`, encrypted: true },
        depends_on: ["holdfast_host", "holdfast_default_key_provider.default"].flatMap((type) =>
          type === "holdfast_host" ? [`${type}.${shop}0`, `${type}.${shop}1`] : [type],
        ),
      })),
      ...(floor === undefined
        ? {}
        : {
            holdfast_survival_floor: {
              f: { name: "f", scenario, workloads: [floor], reason: "Shops must sell." },
            },
          }),
    },
  };
}

async function risksOf(
  head: Chain,
  sourceOf?: PreviewRequest["sourceOf"],
): Promise<readonly Risk[]> {
  const applied = chain({
    keeping: SHOPS,
    ...(head.floor === undefined ? {} : { floor: head.floor }),
  });
  const request = await requestOf({ applied, head: chain(head) });
  const { risks } = judgePreview({ ...request, sourceOf: sourceOf ?? (() => undefined) });
  return risks.filter(({ kind }) => kind !== "finding");
}

function tillsOf(shop: string): readonly string[] {
  return [0, 1].map((i) => `vm:vc01/vm/${shop}-till-${i}`);
}

describe("clusters that fall alike", () => {
  it("are one risk, which has all of them and all that causes it", async () => {
    const [risk, ...others] = await risksOf({ keeping: ["d"] });
    expect(others).toEqual([]);
    expect(risk).toMatchObject({
      title:
        "6 workloads in 3 clusters would no longer survive a 72-hour outage of the key providers",
      workloads: ["a", "b", "c"].flatMap(tillsOf),
      clusters: ["a", "b", "c"].map((shop) => ({
        cluster: `vc01/${shop}`,
        workloads: tillsOf(shop),
      })),
      counterexample: POWER_CUTS("a"),
    });
    expect(risk?.causes.map(({ address }) => address)).toEqual(
      ["a0", "a1", "b0", "b1", "c0", "c1"].map((name) => `holdfast_host.${name}`),
    );
  });

  it("are in the JSON as its schema says", async () => {
    const file = new URL("../../../src/preview/preview.schema.json", import.meta.url);
    const validate = new Ajv({ strict: true }).compile(JSON.parse(readFileSync(file, "utf8")));
    const story = { applied: chain({ keeping: SHOPS }), head: chain({ keeping: [] }) };
    const preview = JSON.parse(
      JSON.stringify(judgePreview({ ...(await requestOf(story)), sourceOf: () => undefined })),
    );
    expect(preview.risks[0].clusters).toHaveLength(4);
    expect(validate(preview) ? [] : validate.errors).toEqual([]);
  });

  it("are told by themselves where other lines of the program bring it about", async () => {
    const risks = await risksOf({ keeping: ["d"] }, ({ address }) => {
      return { file: "main.ts", line: /\.b/.test(address) ? 8 : 7 };
    });
    expect(risks.map(({ clusters, counterexample }) => [clusters?.length, counterexample])).toEqual(
      [
        [2, POWER_CUTS("a")],
        [undefined, POWER_CUTS("b")],
      ],
    );
  });

  it("are told by a floor alone that falls by nothing else", async () => {
    const risks = await risksOf({ keeping: ["d"], floor: "vm:*" });
    expect(risks.map(({ kind, causes }) => [kind, causes.length])).toEqual([["floor", 6]]);
  });

  it("are told beside a floor that is about some of them", async () => {
    const risks = await risksOf({ keeping: ["d"], floor: "vm:vc01/vm/c-*" });
    expect(risks.map(({ kind, counterexample }) => [kind, counterexample])).toEqual([
      ["floor", POWER_CUTS("c")],
      ["survival", POWER_CUTS("a")],
    ]);
  });
});
