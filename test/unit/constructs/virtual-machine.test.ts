import { describe, expect, it } from "vitest";
import { type TerraformResource, Testing } from "../../../constructs/cdk.js";
import {
  App,
  Cluster,
  DefaultKeyProvider,
  EsxiHost,
  KeyServer,
  Stack,
  StandardKeyProvider,
  VCenter,
  VirtualMachine,
} from "../../../constructs/index.js";
import { documentOf, errorsOf, type Json, newProgram } from "./program.js";

describe("the graph of a virtual machine", () => {
  it("waits for the cluster's hosts and the default, wherever they are declared", () => {
    const program = newProgram();
    const { cluster, keyProvider, vcenter } = declare(program.stack);
    new VirtualMachine(program.stack, "till", { cluster, encrypted: true });
    new EsxiHost(program.stack, "esx01", { cluster, version: "8.0 U3" });
    new EsxiHost(program.stack, "esx02", { cluster, version: "8.0 U3" });
    new DefaultKeyProvider(program.stack, "default", { entity: vcenter, keyProvider });
    expect(machineIn(program, "till")).toEqual({
      name: "till",
      cluster: "${holdfast_cluster.edge.id}",
      encrypted: true,
      depends_on: [
        "holdfast_host.esx01",
        "holdfast_host.esx02",
        "holdfast_default_key_provider.default",
      ],
    });
    expect(errorsOf(program)).toEqual([]);
  });

  it("waits for its own key provider through its name, and for the cluster's default before the vCenter's", () => {
    const program = newProgram();
    const { cluster, keyProvider, vcenter } = declare(program.stack);
    new DefaultKeyProvider(program.stack, "default", { entity: vcenter, keyProvider });
    new DefaultKeyProvider(program.stack, "own", { entity: cluster, keyProvider });
    new VirtualMachine(program.stack, "till", { cluster, vtpm: true, keyProvider });
    const machine = machineIn(program, "till");
    expect(machine?.key_provider).toBe("${holdfast_standard_key_provider.kms.name}");
    expect(machine?.depends_on).toEqual(["holdfast_default_key_provider.own"]);
  });

  it("waits for hosts alone when nothing of it is encrypted, and for nothing of other clusters", () => {
    const program = newProgram();
    const { cluster, keyProvider, vcenter } = declare(program.stack);
    const other = new Cluster(program.stack, "other", { vcenter });
    new EsxiHost(program.stack, "esx01", { cluster, version: "8.0 U3" });
    new EsxiHost(program.stack, "esx02", { cluster: other, version: "8.0 U3" });
    new DefaultKeyProvider(program.stack, "default", { entity: vcenter, keyProvider });
    new VirtualMachine(program.stack, "kiosk", { cluster });
    expect(machineIn(program, "kiosk")?.depends_on).toEqual(["holdfast_host.esx01"]);
  });

  it("keeps what the program itself made it wait for, however often it is synthesised", () => {
    const program = newProgram();
    const { cluster } = declare(program.stack);
    const machine = new VirtualMachine(program.stack, "kiosk", { cluster });
    new VirtualMachine(program.stack, "first", { cluster });
    const binding = machine.node.defaultChild as TerraformResource;
    binding.dependsOn = ["holdfast_virtual_machine.first"];
    const dependencies = () => machineIn(program, "kiosk")?.depends_on;
    expect(dependencies()).toEqual(["holdfast_virtual_machine.first"]);
    new EsxiHost(program.stack, "esx01", { cluster, version: "8.0 U3" });
    const both = ["holdfast_virtual_machine.first", "holdfast_host.esx01"];
    expect(dependencies()).toEqual(both);
    expect(dependencies()).toEqual(both);
  });

  it("is there under the library's own test harness too", () => {
    const { stack } = newProgram();
    const { cluster } = declare(stack);
    new VirtualMachine(stack, "kiosk", { cluster });
    new EsxiHost(stack, "esx01", { cluster, version: "8.0 U3" });
    expect(Testing.synth(stack)).toContain('"holdfast_host.esx01"');
  });

  it("says which stacks need each other, when its hosts are declared in one that needs its own", () => {
    const program = newProgram("core");
    const { cluster } = declare(program.stack);
    const shop = new Stack(program.app, "shop");
    new EsxiHost(shop, "esx01", { cluster, version: "8.0 U3" });
    new VirtualMachine(program.stack, "kiosk", { cluster });
    expect(errorsOf(program)).toEqual([
      expect.stringMatching(/^\[shop\] The stacks core and shop need each other, .* in a third\.$/),
    ]);
  });

  it("makes its stack wait for the stacks its hosts are declared in", () => {
    const program = newProgram("core");
    const { cluster } = declare(program.stack);
    new EsxiHost(program.stack, "esx01", { cluster, version: "8.0 U3" });
    const machines = new Stack(program.app, "machines");
    new VirtualMachine(machines, "kiosk", { cluster });
    expect(errorsOf(program)).toEqual([]);
    expect(machines.dependencies.map((stack) => stack.node.id)).toEqual(["core"]);
    expect(machineIn({ stack: machines }, "kiosk")?.depends_on ?? []).toEqual([]);
  });

  it("says which workloads it is", () => {
    const { stack } = newProgram();
    const { cluster } = declare(stack);
    const workloads = (id: string, props: { encrypted?: boolean; vtpm?: boolean }) =>
      new VirtualMachine(stack, id, { cluster, ...props }).workloads;
    expect(workloads("a", {})).toEqual([]);
    expect(workloads("b", { encrypted: true })).toEqual(["vm:vc01/vm/b"]);
    expect(workloads("c", { vtpm: true })).toEqual(["vtpm:vc01/vm/c"]);
    expect(workloads("d", { encrypted: true, vtpm: true })).toEqual(["vm:vc01/vm/d"]);
  });
});

describe("runsOn", () => {
  it("writes the path literally and adds no edge", () => {
    const program = newProgram();
    const { cluster, vcenter, keyServer } = declare(program.stack);
    const machine = new VirtualMachine(program.stack, "appliance", { cluster });
    vcenter.runsOn(machine);
    keyServer.runsOn(machine);
    const { resource } = documentOf(program);
    expect(resource?.holdfast_vcenter?.vc01).toEqual({
      name: "vc01",
      version: "8.0 U3",
      runs_on: "vc01/vm/appliance",
    });
    expect(resource?.holdfast_key_server?.["kms-a"]?.runs_on).toBe("vc01/vm/appliance");
  });
});

describe("many machines", () => {
  it("resolve each host's address once", () => {
    const app = new App();
    const stack = new Stack(app, "many");
    const { cluster } = declare(stack);
    for (let i = 0; i < 32; i++) new EsxiHost(stack, `esx${i}`, { cluster, version: "8.0 U3" });
    for (let i = 0; i < 200; i++) new VirtualMachine(stack, `vm${i}`, { cluster });
    const machines = Object.values(documentOf({ stack }).resource?.holdfast_virtual_machine ?? {});
    expect(machines).toHaveLength(200);
    const expected = Array.from({ length: 32 }, (_, i) => `holdfast_host.esx${i}`);
    for (const machine of machines) expect(machine.depends_on).toEqual(expected);
  });
});

function declare(stack: Stack) {
  const vcenter = new VCenter(stack, "vc01", { version: "8.0 U3" });
  const cluster = new Cluster(stack, "edge", { vcenter });
  const keyServer = new KeyServer(stack, "kms-a", { vcenter, address: "kms-a.example" });
  const keyProvider = new StandardKeyProvider(stack, "kms", { vcenter, keyServers: [keyServer] });
  return { vcenter, cluster, keyServer, keyProvider };
}

function machineIn(program: { readonly stack: Stack }, name: string): Json | undefined {
  return documentOf(program).resource?.holdfast_virtual_machine?.[name];
}
