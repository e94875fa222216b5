// A configuration may have 100,000 resources: what grows faster than it does shows here as a timeout.

import { describe, expect, it } from "vitest";
import { CLUSTER, load, loadGood, VCENTER } from "./load.js";

describe("a large configuration", () => {
  it("of 10,000 resources is loaded", async () => {
    const hosts = Array.from({ length: 10_000 }, (_, i) => {
      const cluster = "${holdfast_cluster.c.id}";
      return [`h${i}`, { hostname: `esx${i}`, cluster, version: "8.0 U3", tpm: { present: true } }];
    });
    const stack = await loadGood({
      resource: {
        holdfast_vcenter: { vc: VCENTER },
        holdfast_cluster: { c: CLUSTER },
        holdfast_host: Object.fromEntries(hosts),
      },
    });
    expect(stack.resources.size).toBe(10_002);
  });

  it("with an error in each of 5,000 resources shows them all", async () => {
    const bodies = Array.from({ length: 5_000 }, (_, i) => [
      `v${i}`,
      { ...VCENTER, name: "${var.no}" },
    ]);
    const { diagnostics } = await load({
      resource: { holdfast_vcenter: Object.fromEntries(bodies) },
    });
    expect(diagnostics).toHaveLength(5_000);
    expect(diagnostics.at(-1)?.source?.line).toBeGreaterThan(20_000);
  });

  it("with 130,000 errors shows them all", async () => {
    const locals = Array.from({ length: 130_000 }, (_, i) => [`${i}`, i]);
    const { diagnostics } = await load({ locals: Object.fromEntries(locals) });
    expect(diagnostics).toHaveLength(130_000);
  });

  it("with a chain of 20,000 locals is loaded", async () => {
    const names = Array.from({ length: 20_000 }, (_, i) => [
      `l${i}`,
      i === 0 ? "x" : `\${local.l${i - 1}}`,
    ]);
    const stack = await loadGood({ locals: Object.fromEntries(names) });
    expect(stack.locals.size).toBe(20_000);
  });
});
