// readiness, can-reboot and compare as a process: codes that automation relies on, data that fits its schema, and what
// is said to a mistyped name.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { holdfast, projectFolder, ROOT, type Run } from "../../support/run-holdfast.js";
import { smallStack } from "../../support/small-stack.js";
import { TWO_ENVIRONMENTS } from "../../support/two-environments.js";

const C = "--config main.tf.json";

function typing(cwd: string) {
  return async (args: string, code = 0): Promise<Run> => {
    const run = await holdfast(args, { cwd });
    expect(run, run.stderr + run.stdout).toMatchObject({ code });
    return run;
  };
}

/** The data, which is as the schema in the package says. */
function dataOf({ stdout }: Run, schema: string) {
  const text = readFileSync(join(ROOT, "dist/src", schema), "utf8");
  const isValid = new Ajv({ strictTypes: false, strictTuples: false }).compile(JSON.parse(text));
  const data = JSON.parse(stdout);
  expect(isValid(data), JSON.stringify(isValid.errors)).toBe(true);
  return data;
}

const words = ({ stderr }: Run) => stderr.replace(/\s+/g, " ");

describe("readiness", () => {
  it("of the estate, of a snapshot and of what a plan would make", async () => {
    const type = typing(projectFolder({ "main.tf.json": smallStack() }));
    expect(words(await type(`readiness ${C}`, 1))).toContain("No simulated vSphere yet");
    await type(`plan --out a.plan ${C}`);
    const planned = dataOf(
      await type("readiness --plan a.plan --json"),
      "drill/readiness.schema.json",
    );
    expect(planned.counts).toEqual({ now: 0, later: 2, never: 0 });
    expect(planned.clusters[0].hosts[0].safeFrom).toBe("2026-01-01T01:00:01Z");
    await type("apply a.plan");
    await type("simulator snapshot estate.json");
    await type("simulator advance 1h");
    expect((await type("readiness")).stdout).toContain("0 of 2 hosts");
    await type("simulator advance 1s");
    expect((await type("readiness")).stdout).toContain("All 2 hosts would come through");
    expect((await type("readiness --snapshot estate.json")).stdout).toContain("0 of 2 hosts");
    await type("readiness --snapshot estate.json --plan a.plan", 64);
  });
});

describe("can-reboot", () => {
  const host = { key_persistence: { enabled: false } };

  it("exits with 0 for yes, 3 for no and 1 where it cannot be told", async () => {
    const type = typing(projectFolder({ "main.tf.json": smallStack({ host }) }));
    await type(`apply --auto-approve ${C}`);
    const yes = dataOf(
      await type("can-reboot esx02 --json --while provider-down"),
      "drill/reboot-forecast.schema.json",
    );
    expect(yes).toMatchObject({ verdict: "yes", host: "vc01/edge/esx02", while: "provider-down" });
    await type("simulator power off vc01/edge/esx02");
    const no = dataOf(
      await type("can-reboot vc01/edge/esx01 --json --while provider-down", 3),
      "drill/reboot-forecast.schema.json",
    );
    expect(no.effects).toMatchObject([{ workload: "vm:vc01/vm/till", effect: "locks" }]);
    expect(no.first[0]).toEqual({ step: "Switch vc01/edge/esx02 on.", isTried: true });
    expect(words(await type("can-reboot esx02", 1))).toContain("The host is down already");
  });

  it("leaves the estate as it is, and gives the same bytes again", async () => {
    const type = typing(projectFolder({ "main.tf.json": smallStack({ host }) }));
    await type(`apply --auto-approve ${C}`);
    const before = await type("simulator show --json");
    const [one, two] = [
      await type("can-reboot esx01 --json"),
      await type("can-reboot esx01 --json"),
    ];
    expect(one.stdout).toBe(two.stdout);
    expect((await type("simulator show --json")).stdout).toBe(before.stdout);
  });

  it("takes a hostname that one host has, and says what is near or ambiguous", async () => {
    const vcenter = "${holdfast_vcenter.vc.id}";
    const clusters = { edge: { vcenter, name: "edge" }, west: { vcenter, name: "west" } };
    const hostIn = (cluster: string) => ({
      ...{ cluster: `\${holdfast_cluster.${cluster}.id}`, hostname: "esx01" },
      ...{ version: "8.0 U3", site: cluster, tpm: { present: true } },
    });
    const resource = {
      holdfast_cluster: clusters,
      holdfast_host: { esx01: hostIn("edge"), other: hostIn("west") },
      holdfast_virtual_machine: {},
    };
    const type = typing(projectFolder({ "main.tf.json": smallStack({ resource }) }));
    await type(`apply --auto-approve ${C}`);
    expect(words(await type("can-reboot esx01", 1))).toContain(
      '"esx01" stands for 2 hosts: vc01/edge/esx01, vc01/west/esx01. Give the path of one.',
    );
    expect(words(await type("can-reboot vc01/west/esx1", 1))).toContain(
      'Did you mean "vc01/west/esx01"?',
    );
    expect(words(await type("can-reboot nothing-like-it", 1))).toContain(
      "There are, for example, vc01/edge/esx01, vc01/west/esx01.",
    );
    await type("can-reboot vc01/west/esx01");
    await type("can-reboot esx01 --while lunch", 64);
    await type("can-reboot", 64);
  });
});

describe("compare", () => {
  const project = () =>
    projectFolder({
      "cdktf.json": JSON.stringify({ app: "tsx main.ts" }),
      "main.ts": TWO_ENVIRONMENTS,
    });

  it("exits with 2 for differences only where that is asked for", async () => {
    const type = typing(project());
    const pair = "--stack shop-lab --stack shop-production";
    await type(`compare ${pair}`);
    const run = await type(`compare ${pair} --json --detailed-exitcode`, 2);
    const data = dataOf(run, "compare/stack-comparison.schema.json");
    expect(data).toMatchObject({ isSameConfiguration: false, isSameSurvival: false, matched: 9 });
    await type("compare --stack shop-lab", 64);
    await type("compare --stack shop-lab --stack shop-lab", 64);
    expect(words(await type("compare --stack shop-lab --stack shop-prodution", 1))).toContain(
      'Did you mean "shop-production"?',
    );
  });

  it("sees that the encrypted vSAN of one of them does not survive", async () => {
    const main = `
      import {
        App, Cluster, EsxiHost, KeyServer, Site, Stack, StandardKeyProvider, VCenter, VsanEncryption,
      } from "holdfast";
      const app = new App();
      for (const [name, keyPersistence] of [["lab", false], ["live", true]] as const) {
        const stack = new Stack(app, name);
        const vcenter = new VCenter(stack, \`vc-\${name}\`, { version: "8.0 U3" });
        const server = new KeyServer(stack, "kms", { vcenter, address: "kms.example" });
        const keyProvider = new StandardKeyProvider(stack, "kp", { vcenter, keyServers: [server] });
        const cluster = new Cluster(stack, "edge", { vcenter, storage: "vsan", keyPersistence });
        for (const id of ["esx01", "esx02", "esx03"]) {
          new EsxiHost(stack, id, { cluster, version: "8.0 U3", tpm: true });
        }
        new VsanEncryption(stack, "vsan", { cluster, keyProvider });
      }
      app.synth();`;
    const files = { "cdktf.json": JSON.stringify({ app: "tsx main.ts" }), "main.ts": main };
    const run = await typing(projectFolder(files))("compare --stack lab --stack live --json");
    expect(dataOf(run, "compare/stack-comparison.schema.json").survival).toMatchObject({
      counts: [{ locked: 1 }, { survived: 1 }],
      different: [{ workloads: ["vsan:vc-lab/edge", "vsan:vc-live/edge"] }],
    });
  });

  it("finds what is declared alike alike, before and after one of them is applied", async () => {
    const alike = TWO_ENVIRONMENTS.replace(/isProduction \? "8.0 U3" : "8.0 U2"/, '"8.0 U3"')
      .replace("!isProduction", "true")
      .replace(/^.*"archive".*\n/m, "");
    const cwd = projectFolder({
      "cdktf.json": JSON.stringify({ app: "tsx main.ts" }),
      "main.ts": alike,
    });
    const type = typing(cwd);
    const compare = "compare --stack shop-lab --stack shop-production --detailed-exitcode";
    expect((await type(compare)).stdout).toContain("declared alike, 9 resources each");
    await type("apply --auto-approve --stack shop-lab");
    expect((await type(compare)).stdout).toContain("declared alike, 9 resources each");
  });
});
