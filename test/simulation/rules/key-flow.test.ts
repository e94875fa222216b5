// How keys of a standard key provider come to hosts, and which default key provider there is.

import { describe, expect, it } from "vitest";
import type { MessageAttempt } from "../../../src/simulator/observer.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { rule } from "../../support/rule.js";
import {
  CLUSTER,
  hostSpec,
  KEY_SERVER,
  keyServerSpec,
  machineSpec,
  NATIVE,
  STANDARD,
  smallEstate,
  standardSpec,
  VCENTER,
} from "../declare.js";
import { delivered, ESX1, edgeSite, powerCut, running } from "../vendor-page/site.js";

const APP = `${VCENTER}/vm/app`;
const PROVIDER = `${VCENTER}/kp/${STANDARD}`;
const OTHER_SERVER = `${VCENTER}/kms/kms2`;
const presentOf = (simulator: Simulator, host = ESX1) =>
  simulator.estate().hosts.get(host)?.present;
const create = (simulator: Simulator, changes: Parameters<typeof machineSpec>[1] = {}) =>
  simulator.backend.virtualMachines.create(machineSpec("app", changes));

describe("a new key", () => {
  rule("new-key-of-the-named-or-default-provider", async () => {
    const simulator = await smallEstate();
    await simulator.backend.standardKeyProviders.create(standardSpec({ name: "skp2" }));
    const asked: string[] = [];
    simulator.onMessage(({ kind, from, to }) => {
      if (kind === "create-key") asked.push(`${from} ${to}`);
    });
    expect((await create(simulator)).homeKeyProvider).toBe(STANDARD);
    const named = { name: "named", keyProvider: "skp2" };
    expect((await create(simulator, named)).homeKeyProvider).toBe("skp2");
    expect([...new Set(asked)]).toEqual([`${VCENTER} ${KEY_SERVER}`]);
  });
});

describe("the keys of a cluster", () => {
  rule("hosts-hold-keys-of-their-cluster", async () => {
    const simulator = await smallEstate();
    const off = await create(simulator, { name: "off", powerState: "poweredOff" });
    const here = await create(simulator);
    const elsewhere = await create(simulator, { name: "another" });
    expect(here.host).not.toBe(elsewhere.host);
    for (const host of [ESX1, `${CLUSTER}/esx2`]) {
      const cached = [...(presentOf(simulator, host)?.cachedKeyIds ?? [])];
      const keys = [off, here, elsewhere].map(({ homeKeyId }) => homeKeyId);
      expect(cached).toEqual(expect.arrayContaining(keys));
    }
  });

  rule("remediation-every-five-minutes", async () => {
    const simulator = await smallEstate();
    const fault = { kind: "unreachable", target: `${CLUSTER}/esx2` } as const;
    simulator.operators.inject(fault);
    await create(simulator);
    simulator.advance(610);
    simulator.operators.heal(fault);
    const held = () => presentOf(simulator, `${CLUSTER}/esx2`)?.cachedKeyIds.size;
    simulator.advance(289);
    expect(held()).toBe(0);
    simulator.advance(1);
    expect(held()).toBe(2);
  });

  rule("status-every-five-minutes", async () => {
    const simulator = await smallEstate();
    const at: number[] = [];
    const start = simulator.nowSeconds;
    simulator.onMessage(({ kind }) => {
      if (kind === "key-server-status") at.push(simulator.nowSeconds - start);
    });
    simulator.advance(1000);
    expect(at).toEqual([300, 600, 900]);
  });

  rule("keys-stay-on-key-server", async () => {
    const simulator = await smallEstate();
    const { homeKeyId } = await create(simulator);
    await simulator.backend.virtualMachines.destroy(APP);
    const held = simulator.estate().keyServers.get(KEY_SERVER)?.heldKeyIds;
    expect(held).toContain(homeKeyId);
    simulator.operators.changeKey(KEY_SERVER, homeKeyId ?? "", "deleted");
    expect(simulator.estate().keyServers.get(KEY_SERVER)?.heldKeyIds).not.toContain(homeKeyId);
  });
});

describe("a key server", () => {
  async function twoServers(): Promise<Simulator> {
    const simulator = await smallEstate();
    const { keyServers, standardKeyProviders } = simulator.backend;
    await keyServers.reconfigure(KEY_SERVER, keyServerSpec({ replicationGroup: "g" }));
    const second = { name: "kms2", address: "kms2.example", replicationGroup: "g" };
    await keyServers.create(keyServerSpec(second));
    const both = standardSpec({ keyServers: [KEY_SERVER, OTHER_SERVER] });
    await standardKeyProviders.reconfigure(PROVIDER, both);
    return simulator;
  }

  rule("next-server-if-one-fails", async () => {
    const simulator = await twoServers();
    const asked: string[] = [];
    simulator.onMessage(({ kind, to, undelivered }: MessageAttempt) => {
      if (kind === "create-key") asked.push(`${to} ${undelivered ?? "answers"}`);
    });
    simulator.operators.keyServerDown(KEY_SERVER);
    await create(simulator);
    expect(asked).toContain(`${KEY_SERVER} PROVIDER_UNREACHABLE`);
    expect(asked).toContain(`${OTHER_SERVER} answers`);
    simulator.operators.keyServerDown(OTHER_SERVER);
    const inVain = create(simulator, { name: "more" });
    await expect(inVain).rejects.toMatchObject({ fault: "KeyProviderUnavailable" });
  });

  rule("trust-in-both-directions", async () => {
    for (const missing of ["clientTrustsServer", "serverTrustsClient"] as const) {
      const simulator = await smallEstate();
      const { standardKeyProviders } = simulator.backend;
      await standardKeyProviders.reconfigure(PROVIDER, standardSpec({ [missing]: false }));
      await expect(create(simulator)).rejects.toThrow(/trust/);
      await standardKeyProviders.reconfigure(PROVIDER, standardSpec());
      await create(simulator);
    }
  });

  rule("expired-certificate-is-an-outage", async () => {
    const past = "2025-01-01T00:00:00Z";
    const expire: readonly ((simulator: Simulator) => Promise<unknown>)[] = [
      ({ backend }) =>
        backend.keyServers.reconfigure(KEY_SERVER, keyServerSpec({ certificateNotAfter: past })),
      ({ backend }) => {
        const spec = standardSpec({ clientCertificateNotAfter: past });
        return backend.standardKeyProviders.reconfigure(PROVIDER, spec);
      },
    ];
    for (const each of expire) {
      const simulator = await edgeSite();
      const valid = simulator.fork();
      await each(simulator);
      for (const site of [simulator, valid]) powerCut(site);
      expect(running(simulator)).toEqual({ vm: false, vtpm: false });
      expect(running(valid)).toEqual({ vm: true, vtpm: true });
    }
  });

  rule("green-port-delivers-no-key", async () => {
    const simulator = await edgeSite();
    simulator.operators.inject({ kind: "keys-refused", target: KEY_SERVER });
    const events: string[] = [];
    simulator.onEvent(({ kind }) => events.push(kind));
    const messages = delivered(simulator, () => powerCut(simulator));
    expect(messages).toContain("key-server-status");
    expect(messages).toContain("fetch-key");
    expect(events).not.toContain("key-provider-unhealthy");
    expect(running(simulator)).toEqual({ vm: false, vtpm: false });
  });
});

describe("the default key provider", () => {
  rule("deleted-default-has-no-successor", async () => {
    const simulator = await smallEstate();
    const { defaultKeyProviders, standardKeyProviders } = simulator.backend;
    await standardKeyProviders.create(standardSpec({ name: "skp2" }));
    await standardKeyProviders.remove(PROVIDER);
    expect(await defaultKeyProviders.read(VCENTER)).toBeUndefined();
    await expect(create(simulator)).rejects.toMatchObject({ fault: "KeyProviderUnavailable" });
    await defaultKeyProviders.set(VCENTER, "skp2");
    expect((await create(simulator)).homeKeyProvider).toBe("skp2");
  });

  rule("first-provider-becomes-default", async () => {
    const simulator = await smallEstate({ provider: "none" });
    const { defaultKeyProviders, keyServers, standardKeyProviders } = simulator.backend;
    await keyServers.create(keyServerSpec());
    for (const name of ["skp", "skp2"]) await standardKeyProviders.create(standardSpec({ name }));
    expect(await defaultKeyProviders.read(VCENTER)).toBe("skp");
    expect((await create(simulator)).homeKeyProvider).toBe("skp");
    await defaultKeyProviders.set(VCENTER, null);
    await standardKeyProviders.create(standardSpec({ name: "skp3" }));
    expect(await defaultKeyProviders.read(VCENTER)).toBeUndefined();
  });

  it("makes a native key provider that is first the default too, created or imported", async () => {
    const { backend, operators } = await smallEstate({ provider: "none" });
    const { nativeKeyProviders, defaultKeyProviders } = backend;
    await nativeKeyProviders.create({ vcenter: VCENTER, name: "nkp", tpmRequired: false });
    expect(await defaultKeyProviders.read(VCENTER)).toBe("nkp");
    const path = `${VCENTER}/kp/nkp`;
    const file = await nativeKeyProviders.exportBackup(path, null);
    await nativeKeyProviders.remove(path);
    expect(await defaultKeyProviders.read(VCENTER)).toBeUndefined();
    operators.importNativeKeyProvider({
      vcenter: VCENTER,
      file,
      password: null,
      tpmRequired: true,
    });
    expect(await defaultKeyProviders.read(VCENTER)).toBe("nkp");
  });

  rule("default-per-cluster-from-8-0-u1", async () => {
    for (const vcenterVersion of ["8.0", "8.0 U1"]) {
      const simulator = await smallEstate({ vcenterVersion, hosts: [hostSpec("esx1")] });
      await simulator.backend.standardKeyProviders.create(standardSpec({ name: "skp2" }));
      const set = simulator.backend.defaultKeyProviders.set(CLUSTER, "skp2");
      if (vcenterVersion === "8.0") {
        await expect(set).rejects.toMatchObject({ fault: "NotSupported" });
      } else {
        await set;
        expect((await create(simulator)).homeKeyProvider).toBe("skp2");
      }
    }
  });

  rule("at-most-32-key-providers", async () => {
    const { backend } = await smallEstate();
    for (let i = 2; i <= 31; i += 1) {
      await backend.standardKeyProviders.create(standardSpec({ name: `skp${i}` }));
    }
    const native = { vcenter: VCENTER, name: NATIVE, tpmRequired: false };
    await backend.nativeKeyProviders.create(native);
    const more = backend.standardKeyProviders.create(standardSpec({ name: "skp33" }));
    await expect(more).rejects.toMatchObject({ fault: "NotSupported" });
    await backend.nativeKeyProviders.remove(`${VCENTER}/kp/${NATIVE}`);
    await backend.standardKeyProviders.create(standardSpec({ name: "skp33" }));
  });
});
