// Findings about encrypted vSAN, on estates that operations made.

import { describe, expect, it } from "vitest";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { findFindings } from "../../../src/vsphere/findings/find-findings.js";
import { overlayEstate, type PlannedObject } from "../../../src/vsphere/overlay-estate.js";
import {
  CLUSTER,
  hostSpec,
  keyServerSpec,
  machineSpec,
  smallEstate,
  standardSpec,
  VCENTER,
} from "../../simulation/declare.js";
import { STANDARD_VSAN, vsanEstate } from "../../support/vsan-estate.js";

const FIRST = `${CLUSTER}/esx1`;

function codesAbout(simulator: Simulator, subject: string): readonly string[] {
  return findFindings(simulator.estate())
    .filter((finding) => finding.subject === subject)
    .map(({ code, severity }) => `${code} ${severity}`);
}

describe("findings about encrypted vSAN", () => {
  it("are none about a sound one", async () => {
    const simulator = await vsanEstate();
    expect(codesAbout(simulator, CLUSTER)).toEqual([]);
    expect(codesAbout(simulator, FIRST)).toEqual([]);
  });

  it("FC-01: the key server runs on it", async () => {
    const simulator = await vsanEstate();
    const { backend } = simulator;
    await backend.virtualMachines.create(machineSpec("kms", { encrypted: false }));
    const onVsan = keyServerSpec({ runsOn: `${VCENTER}/vm/kms` });
    await backend.keyServers.reconfigure("vc/kms/kms1", onVsan);
    expect(codesAbout(simulator, "vc/kms/kms1")).toContain("FC-01 error");
  });

  it("FC-06: a host missed the new certificate", async () => {
    const simulator = await vsanEstate();
    const cut = { kind: "link-cut", from: { path: FIRST }, to: { role: "vcenter" } } as const;
    simulator.operators.inject(cut);
    const renewed = standardSpec({ clientCertificateNotAfter: "2030-01-01T00:00:00Z" });
    await simulator.backend.standardKeyProviders.reconfigure("vc/kp/skp", renewed);
    expect(codesAbout(simulator, FIRST)).toEqual(["FC-06 warning"]);
    simulator.operators.heal(cut);
    simulator.advance(300);
    expect(codesAbout(simulator, FIRST)).toEqual([]);
  });

  it("FC-10: a firewall in front of the hosts, not of vCenter", async () => {
    const simulator = await vsanEstate();
    const path = { fromSite: "dc", toSite: "dc", port: 5696, allowed: false } as const;
    await simulator.backend.networkPaths.create({ ...path, fromRole: "host" });
    expect(codesAbout(simulator, CLUSTER)).toEqual(["FC-10 error"]);
    expect(codesAbout(simulator, "vc/kp/skp")).not.toContain("FC-10 error");
  });

  it.each([
    ["a deep rekey", { dek_version: 2 }, "deep rekey"],
    ["a shallow rekey", { kek_version: 2, kek_id: "another" }, "shallow rekey"],
    ["another key provider", { key_provider: "other" }, "shallow rekey"],
    ["a decryption", null, "decryption"],
  ])(
    "FC-50: %s while the disk group of a host is not mounted, which vSphere refuses",
    async (_, change, word) => {
      const simulator = await vsanEstate();
      const before = { id: `${CLUSTER}/vsan-encryption`, cluster: CLUSTER, key_provider: "skp" };
      const after = change === null ? null : { ...before, ...change };
      const planned = [{ type: "holdfast_vsan_encryption", before, after }];
      const found = (plan: readonly PlannedObject[]) =>
        findFindings(overlayEstate(simulator.estate(), plan)).filter(
          ({ code }) => code === "FC-50",
        );
      expect(found(planned)).toEqual([]);
      simulator.operators.powerLoss(FIRST);
      expect(found([])).toEqual([]);
      expect(found([{ type: "holdfast_vsan_encryption", before, after: before }])).toEqual([]);
      const [finding, ...others] = found(planned);
      expect(finding).toMatchObject({ subject: CLUSTER, severity: "error" });
      expect(finding?.sentence).toContain(`cannot take its ${word}: the disk group of ${FIRST}`);
      expect(others).toEqual([]);
      const { vsanEncryptions } = simulator.backend;
      const attempts = {
        "deep rekey": () => vsanEncryptions.rekey(CLUSTER, { deepRekey: true }),
        "shallow rekey": () => vsanEncryptions.rekey(CLUSTER, { deepRekey: false }),
        decryption: () => vsanEncryptions.remove(CLUSTER),
      };
      const attempt = attempts[word as keyof typeof attempts];
      await expect(attempt()).rejects.toThrow(FIRST);
      simulator.operators.powerOn(FIRST);
      simulator.advance(600);
      expect(found(planned)).toEqual([]);
      await attempt();
    },
  );

  it("FC-50: a first encryption while a host is down", async () => {
    const simulator = await smallEstate({ cluster: { storage: "vsan" } });
    const after = { id: `${CLUSTER}/vsan-encryption`, cluster: CLUSTER, key_provider: "skp" };
    const plan = [{ type: "holdfast_vsan_encryption", before: null, after }];
    const codes = () =>
      findFindings(overlayEstate(simulator.estate(), plan)).map(({ code }) => code);
    expect(codes()).not.toContain("FC-50");
    simulator.operators.powerLoss(FIRST);
    expect(codes()).toContain("FC-50");
    await expect(simulator.backend.vsanEncryptions.create(STANDARD_VSAN)).rejects.toThrow(FIRST);
  });

  it("FC-13: its key provider is gone", async () => {
    const simulator = await vsanEstate();
    await simulator.backend.standardKeyProviders.remove("vc/kp/skp");
    expect(codesAbout(simulator, CLUSTER)).toContain("FC-13 error");
  });

  it("FC-33 and FC-34: persistence that does not cover it, or not everywhere", async () => {
    const hosts = [hostSpec("esx1", { version: "7.0 U2" }), hostSpec("esx2")];
    const simulator = await vsanEstate({ hosts });
    await simulator.backend.hosts.enableKeyPersistence(FIRST);
    expect(codesAbout(simulator, FIRST)).toContain("FC-33 error");
    expect(codesAbout(simulator, CLUSTER)).toEqual(["FC-34 warning"]);
  });

  it("FC-41 and FC-61: what no operation leads to", async () => {
    const simulator = await vsanEstate();
    const estate = simulator.estate();
    const host = estate.hosts.get(FIRST);
    if (host?.present === undefined) throw new Error("it is there");
    const present = { ...host.present, cryptoState: "pendingIncapable" as const };
    const disabled = new Map(estate.hosts).set(FIRST, { ...host, present });
    const codes = findFindings({ ...estate, hosts: disabled }).map(({ code }) => code);
    expect(codes).toContain("FC-41");
    const kp = estate.keyProviders.get("vc/kp/skp");
    const trusted = Object.assign({}, kp, { kind: "trusted" });
    const keyProviders = new Map(estate.keyProviders).set("vc/kp/skp", trusted);
    expect(findFindings({ ...estate, keyProviders }).map(({ code }) => code)).toContain("FC-61");
  });
});
