// The encryption of a cluster's vSAN: what it waits for, what waits for it, and what is refused in users' words.

import { describe, expect, it } from "vitest";
import {
  Cluster,
  EsxiHost,
  KeyServer,
  NativeKeyProvider,
  StandardKeyProvider,
  SurvivalFloor,
  VCenter,
  VirtualMachine,
  VsanEncryption,
} from "../../../constructs/index.js";
import { documentOf, errorsOf, newProgram } from "./program.js";

function newEstate(storage?: "shared" | "local" | "vsan", version = "8.0 U3") {
  const program = newProgram();
  const { stack } = program;
  const vcenter = new VCenter(stack, "vc01", { version });
  const server = new KeyServer(stack, "kms", { vcenter, address: "kms.example" });
  const standard = new StandardKeyProvider(stack, "skp", { vcenter, keyServers: [server] });
  const cluster = new Cluster(stack, "lab", {
    vcenter,
    ...(storage === undefined ? {} : { storage }),
  });
  return { program, stack, vcenter, server, standard, cluster };
}

describe("VsanEncryption", () => {
  it("waits for the hosts of its cluster, and machines on it wait for it", () => {
    const { program, stack, standard, cluster } = newEstate("vsan");
    const encryption = new VsanEncryption(stack, "vsan", { cluster, keyProvider: standard });
    new VirtualMachine(stack, "till", { cluster });
    new EsxiHost(stack, "esx01", { cluster, version: "8.0 U3" });
    new SurvivalFloor(stack, "floor", {
      scenario: "provider-outage",
      reason: "sales",
      workloads: [encryption, "vsan:vc01/*"],
    });
    expect(errorsOf(program)).toEqual([]);
    const { resource } = documentOf(program);
    expect(resource?.holdfast_vsan_encryption?.vsan?.depends_on).toEqual(["holdfast_host.esx01"]);
    expect(resource?.holdfast_virtual_machine?.till?.depends_on).toEqual([
      "holdfast_host.esx01",
      "holdfast_vsan_encryption.vsan",
    ]);
    const workloads = resource?.holdfast_survival_floor?.floor?.workloads;
    expect(workloads).toEqual(["vsan:vc01/lab", "vsan:vc01/*"]);
  });

  it.each(["shared", "local", undefined] as const)("needs vSAN, not storage %s", (storage) => {
    const { stack, standard, cluster } = newEstate(storage);
    expect(() => new VsanEncryption(stack, "vsan", { cluster, keyProvider: standard })).toThrow(
      /The storage of the cluster lab is "(shared|local)", so there is no vSAN to encrypt/,
    );
  });

  it("FC-61: takes standard and native key providers only", () => {
    const { stack, standard, cluster } = newEstate("vsan");
    Object.defineProperty(standard, "kind", { value: "trusted" });
    expect(() => new VsanEncryption(stack, "vsan", { cluster, keyProvider: standard })).toThrow(
      /under a standard or a native key provider, and skp is trusted \(FC-61\)/,
    );
  });

  it("FC-01: has no key server on it that it needs", () => {
    const { program, stack, standard, cluster, server } = newEstate("vsan");
    new VsanEncryption(stack, "vsan", { cluster, keyProvider: standard });
    server.runsOn(new VirtualMachine(stack, "kms-vm", { cluster }));
    expect(errorsOf(program)).toEqual([
      expect.stringContaining("on a vSAN that is encrypted by the key provider skp"),
    ]);
  });

  it("FC-19, FC-22: its hosts have what its native key provider needs", () => {
    const { program, stack, vcenter, cluster } = newEstate("vsan");
    const keyProvider = new NativeKeyProvider(stack, "nkp", { vcenter, backup: { path: "b" } });
    new VsanEncryption(stack, "vsan", { cluster, keyProvider });
    new EsxiHost(stack, "esx01", { cluster, version: "7.0 U1" });
    expect(errorsOf(program)).toEqual([
      expect.stringContaining("which needs 7.0 U2 or later"),
      expect.stringContaining("admits only hosts with a TPM"),
    ]);
  });

  it("is one for a cluster", () => {
    const { program, stack, standard, cluster } = newEstate("vsan");
    for (const id of ["one", "other"]) {
      new VsanEncryption(stack, id, { cluster, keyProvider: standard });
    }
    expect(errorsOf(program)).toEqual([
      expect.stringContaining("vc01/lab/vsan-encryption is declared a second time"),
    ]);
  });
});
