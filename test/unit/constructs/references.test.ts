// Objects that a program refers to and does not declare.

import { describe, expect, it } from "vitest";
import { TerraformVariable } from "../../../constructs/cdk.js";
import {
  Cluster,
  DefaultKeyProvider,
  EdgeSite,
  EsxiHost,
  KeyServer,
  NativeKeyProvider,
  Site,
  StandardKeyProvider,
  SurvivalFloor,
  TrustAuthority,
  TrustedKeyProvider,
  VCenter,
  VirtualMachine,
  Waiver,
} from "../../../constructs/index.js";
import { documentOf, errorsOf, newProgram } from "./program.js";

const version = "8.0 U3";

/** Whatever a value of the wrong type is. */
function untyped(value: unknown): never {
  return value as never;
}

function references() {
  const program = newProgram();
  const { stack } = program;
  const vcenter = VCenter.fromVcenterName(stack, "vc", "vc01");
  return {
    program,
    stack,
    vcenter,
    cluster: Cluster.fromClusterPath(stack, "cluster", "vc01/edge"),
    host: EsxiHost.fromHostPath(stack, "host", "vc01/edge/esx01"),
    machine: VirtualMachine.fromMachinePath(stack, "machine", "vc01/vm/vcsa"),
    keyServer: KeyServer.fromName(stack, "kms", { vcenter, name: "kms-a" }),
    standard: StandardKeyProvider.fromName(stack, "kp", { vcenter, name: "kmip" }),
    native: NativeKeyProvider.fromName(stack, "nkp", { vcenter, name: "native" }),
  };
}

describe("a reference to a Trust Authority", () => {
  it.each(["fromAuthorityPath", "fromLookup"] as const)("%s serves key providers", (from) => {
    const program = newProgram();
    const { stack } = program;
    const vcenter = new VCenter(stack, "vc01", { version: "8.0 U2", site: new Site(stack, "s") });
    const cluster = new Cluster(stack, "edge", { vcenter });
    const trustAuthority = TrustAuthority[from](stack, "ta", "vc00/trust-authority/ta");
    const core = VCenter.fromVcenterName(stack, "vc00", "vc00");
    const keyServers = [KeyServer.fromName(stack, "kms", { vcenter: core, name: "kms-a" })];
    const props = { vcenter, trustAuthority, keyServers, masterKeyId: "k" };
    const keyProvider = new TrustedKeyProvider(stack, "tkp", props);
    new VirtualMachine(stack, "vm", { cluster, encrypted: true, keyProvider });
    expect(errorsOf(program)).toEqual([]);
    const id = "data.holdfast_trust_authority.ta.id";
    expect(documentOf(program).resource).toMatchObject({
      holdfast_trusted_key_provider: {
        tkp: {
          trust_authority: from === "fromLookup" ? `\${${id}}` : "vc00/trust-authority/ta",
          key_servers: ["vc00/kms/kms-a"],
        },
      },
    });
  });

  it("takes key servers of its own vCenter, and a path of its form", () => {
    const { stack } = newProgram();
    const vcenter = VCenter.fromVcenterName(stack, "vc", "vc01");
    const trustAuthority = TrustAuthority.fromAuthorityPath(stack, "ta", "vc00/trust-authority/t");
    const keyServers = [KeyServer.fromName(stack, "kms", { vcenter, name: "kms-a" })];
    const props = { vcenter, trustAuthority, keyServers, masterKeyId: "k" };
    expect(() => new TrustedKeyProvider(stack, "tkp", props)).toThrow(/entry of another vCenter/);
    expect(() => TrustAuthority.fromAuthorityPath(stack, "x", "vc00/ta")).toThrow(
      "[edge/x] A reference takes a path of the form VCENTER/trust-authority/CLUSTER",
    );
  });
});

describe("references", () => {
  it("become nothing", () => {
    const { program } = references();
    expect(errorsOf(program)).toEqual([]);
    expect(documentOf(program).resource).toBeUndefined();
  });

  it("take the place of the objects, by literal paths and names, and order nothing", () => {
    const e = references();
    const server = new KeyServer(e.stack, "kms-b", { vcenter: e.vcenter, address: "b.example" });
    server.runsOn(e.machine);
    const keyServers = [e.keyServer, server];
    new StandardKeyProvider(e.stack, "own", { vcenter: e.vcenter, keyServers });
    new DefaultKeyProvider(e.stack, "default", { entity: e.cluster, keyProvider: e.standard });
    const vm = { cluster: e.cluster, encrypted: true };
    new VirtualMachine(e.stack, "vm", { ...vm, keyProvider: e.native });
    new EsxiHost(e.stack, "esx02", { cluster: e.cluster, version, tpm: true });
    new EdgeSite(e.stack, "shop", { vcenter: e.vcenter, hostnames: ["esx03"], version });
    const floor = { scenario: "provider-outage", reason: "r", workloads: [e.machine] };
    new SurvivalFloor(e.stack, "floor", floor);
    const waiver = { code: "FC-37", owner: "o", reason: "r", expiresAt: "2030-01-01T00:00:00Z" };
    const subjects = [e.host, e.cluster, e.vcenter, e.keyServer, e.standard, e.machine];
    new Waiver(e.stack, "waiver", { ...waiver, subjects });
    expect(errorsOf(e.program)).toEqual([]);
    const { resource } = documentOf(e.program);
    expect(resource).toMatchObject({
      holdfast_key_server: { "kms-b": { vcenter: "vc01", runs_on: "vc01/vm/vcsa" } },
      holdfast_standard_key_provider: {
        own: { key_servers: ["vc01/kms/kms-a", "${holdfast_key_server.kms-b.id}"] },
      },
      holdfast_default_key_provider: { default: { entity: "vc01/edge", key_provider: "kmip" } },
      holdfast_virtual_machine: { vm: { cluster: "vc01/edge", key_provider: "native" } },
      holdfast_host: { esx02: { cluster: "vc01/edge" } },
      holdfast_survival_floor: { floor: { workloads: ["*:vc01/vm/vcsa"] } },
      holdfast_waiver: {
        waiver: {
          subjects: [
            "vc01/edge/esx01",
            "vc01/edge",
            "vc01",
            "vc01/kms/kms-a",
            "vc01/kp/kmip",
            "vc01/vm/vcsa",
          ],
        },
      },
    });
    const { depends_on } = resource?.holdfast_virtual_machine?.vm ?? {};
    expect(depends_on).toEqual(["holdfast_host.esx02", "holdfast_default_key_provider.default"]);
  });

  it("are the object itself where the program declares it as well", () => {
    const { program, stack, cluster } = references();
    const vcenter = new VCenter(stack, "vc01", { version });
    const keyServers = [new KeyServer(stack, "k", { vcenter, address: "k.example" })];
    const keyProvider = new StandardKeyProvider(stack, "p", { vcenter, keyServers });
    new DefaultKeyProvider(stack, "default", { entity: vcenter, keyProvider });
    const machine = new VirtualMachine(stack, "vm", { cluster, encrypted: true });
    expect(machine.homeKeyProvider).toBe(keyProvider);
    vcenter.runsOn(machine);
    expect(errorsOf(program)).toEqual([
      expect.stringContaining("which is encrypted by its own standard key provider p"),
    ]);
  });

  it("leave to the plan what the program does not know: the default key provider there", () => {
    const { program, stack, cluster } = references();
    new VirtualMachine(stack, "vm", { cluster, encrypted: true });
    expect(errorsOf(program)).toEqual([]);
  });

  it.each([
    ["vc01", 'a path of the form VCENTER/CLUSTER, not "vc01"'],
    ["vc01/edge/esx01", 'a path of the form VCENTER/CLUSTER, not "vc01/edge/esx01"'],
    ["vc01/", 'a path of the form VCENTER/CLUSTER, not "vc01/"'],
    [untyped(7), "the path VCENTER/CLUSTER written out, since other paths are made of it, not 7"],
  ])("refuse %j as the path of a cluster", (path, says) => {
    const { stack } = newProgram();
    expect(() => Cluster.fromClusterPath(stack, "c", path)).toThrow(says);
  });

  it("refuse what is known later, and a place without a vCenter", () => {
    const { stack } = newProgram();
    const { stringValue } = new TerraformVariable(stack, "v", { type: "string" });
    expect(() => VCenter.fromVcenterName(stack, "a", stringValue)).toThrow(
      "[edge/a] A reference takes the path VCENTER written out, since other paths are made of it, " +
        "not a value that is known later.",
    );
    expect(() => KeyServer.fromName(stack, "b", untyped({ name: "kms" }))).toThrow(
      '[edge/b] fromName needs the property "vcenter".',
    );
    expect(() => VirtualMachine.fromMachinePath(stack, "c", "vc01/kms/a")).toThrow(
      "of the form VCENTER/vm/NAME",
    );
  });

  it("keep a key provider to its vCenter", () => {
    const { stack, standard } = references();
    const elsewhere = Cluster.fromClusterPath(stack, "other", "vc02/edge");
    expect(
      () => new DefaultKeyProvider(stack, "d", { entity: elsewhere, keyProvider: standard }),
    ).toThrow("The key provider kmip is declared in vc01, and cannot be used in vc02");
  });
});
