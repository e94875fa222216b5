// Objects of others that a program looks up, and drills that it runs.

import { describe, expect, it } from "vitest";
import { TerraformOutput } from "../../../constructs/cdk.js";
import {
  Cluster,
  Drill,
  EsxiHost,
  KeyServer,
  NativeKeyProvider,
  StandardKeyProvider,
  TrustedKeyProvider,
  VCenter,
  VirtualMachine,
  VirtualTpm,
} from "../../../constructs/index.js";
import { documentOf, errorsOf, newProgram } from "./program.js";

describe("look-ups", () => {
  it("read the virtual TPM of a machine that is declared or not, and refuse one that has none", () => {
    const program = newProgram();
    const { stack } = program;
    const cluster = Cluster.fromClusterPath(stack, "cluster", "vc01/edge");
    const keyProvider = NativeKeyProvider.fromName(stack, "nkp", {
      vcenter: VCenter.fromVcenterName(stack, "vc", "vc01"),
      name: "native",
    });
    const till = new VirtualMachine(stack, "till", { cluster, vtpm: true, keyProvider });
    const tpm = new VirtualTpm(stack, "till-tpm", { machine: till });
    const other = VirtualMachine.fromMachinePath(stack, "other", "vc01/vm/other");
    new VirtualTpm(stack, "other-tpm", { machine: other });
    new TerraformOutput(stack, "fingerprints", { value: tpm.fingerprints });
    expect(errorsOf(program)).toEqual([]);
    expect(documentOf(program)).toMatchObject({
      data: {
        holdfast_virtual_tpm: {
          "till-tpm": { virtual_machine: "${holdfast_virtual_machine.till.id}" },
          "other-tpm": { virtual_machine: "vc01/vm/other" },
        },
      },
      output: { fingerprints: { value: "${data.holdfast_virtual_tpm.till-tpm.fingerprints}" } },
    });
    const open = new VirtualMachine(stack, "open", { cluster });
    expect(() => new VirtualTpm(stack, "none", { machine: open })).toThrow("has no virtual TPM");
  });

  it("become data sources, and stand in for the objects by references to them", () => {
    const program = newProgram();
    const { stack } = program;
    const vcenter = VCenter.fromLookup(stack, "vc", "vc01");
    const cluster = Cluster.fromLookup(stack, "cluster", "vc01/edge");
    const native = NativeKeyProvider.fromLookup(stack, "nkp", { vcenter, name: "native" });
    KeyServer.fromLookup(stack, "kms", { vcenter, name: "kms-a" });
    StandardKeyProvider.fromLookup(stack, "kp", { vcenter, name: "kmip" });
    TrustedKeyProvider.fromLookup(stack, "trusted", { vcenter, name: "ta" });
    VirtualMachine.fromLookup(stack, "vcsa", "vc01/vm/vcsa");
    const host = EsxiHost.fromLookup(stack, "esx01", "vc01/edge/esx01");
    new TerraformOutput(stack, "state", { value: host.attributes.cryptoState });
    new VirtualMachine(stack, "till", { cluster, encrypted: true, keyProvider: native });
    expect(errorsOf(program)).toEqual([]);
    expect(documentOf(program)).toMatchObject({
      data: {
        holdfast_vcenter: { vc: { id: "vc01" } },
        holdfast_cluster: { cluster: { id: "vc01/edge" } },
        holdfast_host: { esx01: { id: "vc01/edge/esx01" } },
        holdfast_key_server: { kms: { id: "vc01/kms/kms-a" } },
        holdfast_standard_key_provider: { kp: { id: "vc01/kp/kmip" } },
        holdfast_native_key_provider: { nkp: { id: "vc01/kp/native" } },
        holdfast_trusted_key_provider: { trusted: { id: "vc01/kp/ta" } },
        holdfast_virtual_machine: { vcsa: { id: "vc01/vm/vcsa" } },
      },
      resource: {
        holdfast_virtual_machine: {
          till: {
            cluster: "${data.holdfast_cluster.cluster.id}",
            key_provider: "${data.holdfast_native_key_provider.nkp.name}",
          },
        },
      },
      output: { state: { value: "${data.holdfast_host.esx01.crypto_state}" } },
    });
  });

  it("take the written path, as references do", () => {
    const { stack } = newProgram();
    expect(() => EsxiHost.fromLookup(stack, "h", "esx01")).toThrow("VCENTER/CLUSTER/HOSTNAME");
  });
});

describe("a drill", () => {
  it("waits for everything in what it comes after, declared later too", () => {
    const program = newProgram();
    const { stack } = program;
    const vcenter = VCenter.fromVcenterName(stack, "vc", "vc01");
    const drill = new Drill(stack, "outage", { after: [stack], settle: false });
    const cluster = new Cluster(stack, "edge", { vcenter });
    const keyProvider = NativeKeyProvider.fromName(stack, "nkp", { vcenter, name: "native" });
    const till = new VirtualMachine(stack, "till", { cluster, encrypted: true, keyProvider });
    new Drill(stack, "own", { scenario: { name: "${x}", events: [] }, mustSurvive: [till] });
    new TerraformOutput(stack, "lost", { value: drill.lost });
    expect(errorsOf(program)).toEqual([]);
    expect(documentOf(program)).toMatchObject({
      data: {
        holdfast_drill: {
          outage: {
            settle: false,
            depends_on: ["holdfast_cluster.edge", "holdfast_virtual_machine.till"],
          },
          own: {
            scenario: '{"name":"$${x}","events":[]}',
            lifecycle: {
              postcondition: [
                {
                  condition: '${contains(self.survived, "vm:vc01/vm/till")}',
                  error_message: "vm:vc01/vm/till does not survive the drill edge/own.",
                },
              ],
            },
          },
        },
      },
      output: { lost: { value: "${data.holdfast_drill.outage.lost}" } },
    });
  });

  it("says what it cannot demand to survive", () => {
    const { stack } = newProgram();
    const vcenter = VCenter.fromVcenterName(stack, "vc", "vc01");
    const cluster = new Cluster(stack, "edge", { vcenter });
    const open = new VirtualMachine(stack, "open", { cluster });
    const theirs = VirtualMachine.fromMachinePath(stack, "theirs", "vc01/vm/x");
    const demanding = (id: string, workload: VirtualMachine | typeof theirs | string) => () =>
      new Drill(stack, id, { mustSurvive: [workload] });
    expect(demanding("a", open)).toThrow("neither encrypted nor has a virtual TPM");
    expect(demanding("b", theirs)).toThrow("not known here");
    expect(demanding("c", "vm:vc01/vm/*")).toThrow("without any *");
  });
});
