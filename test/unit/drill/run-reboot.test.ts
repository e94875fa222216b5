// Whether a host can be rebooted, in small estates made by operations.

import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { forecastReboot } from "../../../src/drill/run-reboot.js";
import type { RebootForecast } from "../../../src/model/reboot.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import {
  type ClusterDescription,
  type SiteDescription,
  simulate,
} from "../../support/simulated-estate.js";

function edge(
  persistence: readonly boolean[],
  change: Partial<ClusterDescription> = {},
): SiteDescription {
  const hosts = persistence.map((on, i) => ({ name: `esx0${i + 1}`, persistence: on }));
  const machines = [{ name: "tills" }, { name: "kiosk", encrypted: false }];
  return { clusters: [{ name: "edge", hosts, machines, ...change }] };
}

function ask(
  simulator: Simulator,
  change: { readonly isProviderDown?: boolean; readonly isDowntimeAllowed?: boolean } = {},
): Promise<RebootForecast> {
  const asked = { isProviderDown: false, isDowntimeAllowed: false, ...change };
  return forecastReboot({ simulator, host: "vc01/edge/esx01", ...asked });
}

/** Verdict, then a line for each effect and each step. */
function text({ verdict, effects, first }: RebootForecast): string {
  return [
    verdict,
    ...effects.map(({ machine, effect, reasons }) => `${machine} ${effect} ${reasons.join(" ")}`),
    ...first.map(({ step, isTried }) => `${isTried ? "tried" : "untried"}: ${step}`),
  ].join("\n");
}

const settled = async (site: SiteDescription) => {
  const simulator = await simulate(site);
  simulator.advance(7200);
  return simulator;
};

describe("forecastReboot", () => {
  it("says yes where every machine is moved away", async () => {
    const forecast = await ask(await settled(edge([true, true])));
    expect(forecast).toMatchObject({
      verdict: "yes",
      sentence: "Yes: vc01/edge/esx01 can be rebooted now; its machines are moved away first.",
      effects: [],
      first: [],
      afterwards: [],
      hostAfter: { isUp: true, isCryptoSafe: true, cannotStart: 0 },
    });
    expect(forecast.machines.every(({ meanwhile }) => meanwhile === "vc01/edge/esx02")).toBe(true);
  });

  it("says what a host alone would cost, and that it returns by itself where it keeps its keys", async () => {
    const simulator = await settled(edge([true]));
    expect(text(await ask(simulator, { isProviderDown: true }))).toMatchInlineSnapshot(`
      "no
      vc01/vm/kiosk goes-down 
      vc01/vm/tills goes-down 
      tried: 2 machines go down with the host and will be started again without anyone's help: choose a time for that, and ask with --allow-downtime."
    `);
    const allowed = { isProviderDown: true, isDowntimeAllowed: true };
    const forecast = await ask(simulator, allowed);
    expect(forecast.verdict).toBe("yes");
    expect(forecast.inferredRules).toEqual(
      expect.arrayContaining(["boot-takes-ten-minutes", "stored-at-archive"]),
    );
    expect(forecast.machines).toMatchObject([
      { machine: "vc01/vm/kiosk", now: "vc01/edge/esx01", meanwhile: null, downSeconds: 600 },
      { machine: "vc01/vm/tills", workload: "vm:vc01/vm/tills", after: "vc01/edge/esx01" },
    ]);
  });

  it("says no where it would lock, and what helps was tried", async () => {
    const forecast = await ask(await settled(edge([false])), {
      isProviderDown: true,
      isDowntimeAllowed: true,
    });
    expect(text(forecast)).toMatchInlineSnapshot(`
      "no
      vc01/vm/kiosk goes-down 
      vc01/vm/tills locks CACHE_LOST_ON_REBOOT PERSISTENCE_OFF HOST_NOT_CRYPTO_SAFE PROVIDER_UNREACHABLE
      tried: Reboot it while a key server answers, as things are now.
      tried: Turn key persistence on at vc01/edge/esx01 (keyPersistence: true), apply, and wait until the keys are archived, two hours at most."
    `);
    expect(forecast.afterwards).toEqual(["Unlock vc01/vm/tills.", "Power vc01/vm/tills on."]);
    expect(forecast.inferredRules).toContain("locked-until-asked");
  });

  it("lets a host without keys receive them first", async () => {
    const simulator = await simulate(edge([false, false]));
    // A host that has just come back while the key server was away.
    simulator.advance(7200);
    simulator.operators.inject({ kind: "unreachable", target: "vc01/kms/kms1" });
    simulator.operators.reboot("vc01/edge/esx02", "gracefully");
    simulator.advance(900);
    expect(text(await ask(simulator, { isDowntimeAllowed: true }))).toMatchInlineSnapshot(`
      "no
      vc01/vm/tills locks CACHE_LOST_ON_REBOOT KEY_NEVER_RECEIVED PERSISTENCE_OFF HOST_NOT_CRYPTO_SAFE PROVIDER_UNREACHABLE
      tried: Mend first what is broken: vc01/kms/kms1 (unreachable)."
    `);
    simulator.operators.healAll();
    // The key server is back, the next round is yet to come; a key server that fails now would hurt.
    simulator.advance(1);
    expect(text(await ask(simulator, { isProviderDown: true }))).toMatchInlineSnapshot(`
      "no
      vc01/vm/tills locks CACHE_LOST_ON_REBOOT KEY_NEVER_RECEIVED PERSISTENCE_OFF HOST_NOT_CRYPTO_SAFE PROVIDER_UNREACHABLE
      tried: Wait until 2026-01-01T02:20:00Z: by then the hosts have received what they lack.
      tried: Reboot it while a key server answers, as things are now."
    `);
  });

  it("looks at machines elsewhere that could start only from this host's memory", async () => {
    const machines = [{ name: "spare", poweredOff: true }];
    const simulator = await settled(edge([false], { machines }));
    expect(text(await ask(simulator, { isProviderDown: true }))).toMatchInlineSnapshot(`
      "no
      vc01/vm/spare cannot-start CACHE_LOST_ON_REBOOT PERSISTENCE_OFF HOST_NOT_CRYPTO_SAFE PROVIDER_UNREACHABLE
      tried: Reboot it while a key server answers, as things are now.
      tried: Turn key persistence on at vc01/edge/esx01 (keyPersistence: true), apply, and wait until the keys are archived, two hours at most."
    `);
    expect((await ask(simulator)).verdict).toBe("yes");
  });

  it("says no to a host that would not come back, though its machines are moved away", async () => {
    const simulator = await settled(edge([true, true]));
    simulator.operators.clearTpm("vc01/edge/esx01");
    const forecast = await ask(simulator);
    expect(forecast).toMatchObject({ verdict: "no", hostAfter: { isUp: false }, effects: [] });
    expect(forecast.sentence).toBe(
      "No: if vc01/edge/esx01 were rebooted now, it would not come back by itself.",
    );
    expect(text(forecast)).toMatchInlineSnapshot(`
      "no
      untried: Its next boot stops, and its recovery key is kept nowhere: write the recovery key down while it runs, or reinstall it."
    `);
  });

  it("blames the reboot for nothing that is down without it", async () => {
    const simulator = await settled(edge([false, false]));
    simulator.operators.keyServerDown("vc01/kms/kms1");
    simulator.operators.powerLoss("vc01/edge/esx02");
    simulator.operators.powerLoss("vc01/edge/esx01");
    simulator.operators.powerOn("vc01/edge/esx01");
    simulator.advance(3600);
    const forecast = await ask(simulator, { isDowntimeAllowed: true });
    expect(text(forecast)).toMatchInlineSnapshot(`
      "yes
      vc01/vm/kiosk goes-down "
    `);
  });

  it("offers a downtime beside what would spare it", async () => {
    const simulator = await settled(edge([true, true]));
    simulator.operators.vcenterDown("vc01");
    expect(text(await ask(simulator))).toMatchInlineSnapshot(`
      "no
      vc01/vm/kiosk goes-down 
      vc01/vm/tills goes-down 
      tried: Mend first what is broken: vc01 (down).
      tried: 2 machines go down with the host and will be started again without anyone's help: choose a time for that, and ask with --allow-downtime."
    `);
  });

  it("leaves the estate as it was", async () => {
    const simulator = await settled(edge([false, true]));
    const before = simulator.digest();
    await ask(simulator, { isProviderDown: true });
    expect(simulator.digest()).toBe(before);
  });

  it("is as its schema says", async () => {
    const file = new URL("../../../src/drill/reboot-forecast.schema.json", import.meta.url);
    const isForecast = new Ajv({ allErrors: true, strictTypes: false }).compile(
      JSON.parse(readFileSync(file, "utf8")),
    );
    for (const persistence of [[true, true], [false], [true]]) {
      const forecast = await ask(await settled(edge(persistence)), { isProviderDown: true });
      const data = JSON.parse(JSON.stringify(forecast));
      expect(isForecast(data), JSON.stringify(isForecast.errors)).toBe(true);
      expect(isForecast({ ...data, more: 1 })).toBe(false);
    }
  });
});
