// The larger patterns: what they become, what they refuse, and that a drill of what they become ends as they promise.

import { describe, expect, it } from "vitest";
import type { KeyServer as KeyServerResource } from "../../../constructs/generated/key-server/index.js";
import {
  type App,
  Cluster,
  ColdStartSafeVCenter,
  type ColdStartSafeVCenterProps,
  DefaultKeyProvider,
  EsxiHost,
  KeyServer,
  NativeKeyProvider,
  ResilientCluster,
  type ResilientClusterProps,
  type Stack,
  StandardKeyProvider,
  TrustAuthority,
  TrustedKeyProvider,
  VCenter,
  VirtualMachine,
} from "../../../constructs/index.js";
import { applyProgram } from "../../support/applied-program.js";
import { documentOf, errorsOf, newProgram } from "./program.js";

const version = "8.0 U3";

function standardProvider(stack: Stack, vcenter: VCenter, names = ["a", "b"]) {
  const keyServers = names.map(
    (name) =>
      new KeyServer(stack, name, { vcenter, address: `${name}.example`, replicationGroup: "core" }),
  );
  return new StandardKeyProvider(stack, "kmip", { vcenter, keyServers });
}

function resilientCluster(
  stack: Stack,
  props: Pick<ResilientClusterProps, "vcenter" | "keyProvider"> & Partial<ResilientClusterProps>,
) {
  return new ResilientCluster(stack, "line", {
    hostnames: ["esx01", "esx02"],
    version,
    recoveryKeyLocation: "safe",
    reason: "The line runs.",
    ...props,
  });
}

function standardCluster(stack: Stack, props: Partial<ResilientClusterProps> = {}) {
  const vcenter = new VCenter(stack, "vc01", { version });
  const keyProvider = standardProvider(stack, vcenter);
  return resilientCluster(stack, { vcenter, keyProvider, ...props });
}

describe("a resilient cluster", () => {
  it("keeps keys on every host and holds its encrypted machines to a floor", () => {
    const { stack, ...program } = newProgram();
    const line = standardCluster(stack);
    line.addVirtualMachine("control", { encrypted: true, vtpm: true });
    line.addVirtualMachine("badges", { vtpm: true });
    line.addVirtualMachine("kiosk");
    expect(errorsOf(program)).toEqual([]);
    const { resource } = documentOf({ stack });
    const hosts = Object.values(resource?.holdfast_host ?? {});
    expect(hosts.map((host) => host.key_persistence)).toEqual(Array(2).fill({ enabled: true }));
    expect(Object.values(resource?.holdfast_survival_floor ?? {})).toMatchObject([
      {
        name: "line",
        scenario: "provider-outage",
        reason: "The line runs.",
        workloads: ["vm:vc01/vm/control", "vtpm:vc01/vm/badges"],
      },
    ]);
  });

  it("survives an outage of its key servers, by plan and by drill", async () => {
    const { app, stack } = newProgram();
    const line = standardCluster(stack);
    line.addVirtualMachine("control", { encrypted: true });
    const { survival, drill } = await applyProgram(app);
    expect(survival.brokenFloors).toEqual([]);
    expect(survival.after).toEqual([{ workload: "vm:vc01/vm/control", verdict: "survived" }]);
    expect(drill("provider-outage")).toEqual(["vm:vc01/vm/control survived"]);
    expect(drill("wan-partition")).toEqual(["vm:vc01/vm/control survived"]);
  });

  it("has no key persistence under a native key provider, and no floor without machines", () => {
    const { stack, ...program } = newProgram();
    const vcenter = new VCenter(stack, "vc01", { version });
    const keyProvider = new NativeKeyProvider(stack, "n", { vcenter, backup: { path: "b" } });
    resilientCluster(stack, { vcenter, keyProvider });
    expect(errorsOf(program)).toEqual([]);
    const { resource } = documentOf({ stack });
    const hosts = Object.values(resource?.holdfast_host ?? {});
    expect(hosts.map((host) => host.key_persistence)).toEqual([undefined, undefined]);
    expect(resource?.holdfast_survival_floor).toBeUndefined();
  });

  it("holds its floor under a trusted key provider too", async () => {
    const program = newProgram();
    const { app, stack } = program;
    const vcenter = new VCenter(stack, "vc01", { version });
    const apart = new VCenter(stack, "vc-trust", { version });
    const cluster = new Cluster(stack, "ta", { vcenter: apart, role: "trust-authority" });
    for (const id of ["ta01", "ta02"]) new EsxiHost(stack, id, { cluster, version });
    const line = Cluster.fromClusterPath(stack, "the-line", "vc01/line");
    const trust = { cluster, trustedClusters: [line], baseImages: [version] };
    const keyProvider = new TrustedKeyProvider(stack, "trusted", {
      vcenter,
      trustAuthority: new TrustAuthority(stack, "trust", trust),
      masterKeyId: "primary",
      keyServers: [new KeyServer(stack, "kms", { vcenter: apart, address: "kms.example" })],
    });
    const resilient = resilientCluster(stack, { vcenter, keyProvider });
    resilient.addVirtualMachine("control", { encrypted: true });
    expect(errorsOf(program)).toEqual([]);
    const { survival, worst } = await applyProgram(app);
    expect(survival.brokenFloors).toEqual([]);
    expect(worst("provider-outage")).toBe("survived");
    const [host] = resilient.hosts;
    if (host !== undefined) host.keyPersistence = false;
    expect(errorsOf(program)).toEqual([
      expect.stringContaining(
        "RequireKeyPersistence (FC-34): This host forgets the keys of trusted",
      ),
    ]);
  });

  it("refuses one host, one key server, and a host that was told to forget", () => {
    const { stack } = newProgram();
    expect(() => standardCluster(stack, { hostnames: ["esx01"] })).toThrow(
      "[edge/line] A resilient cluster needs 2 hosts or more, so that one may be down, and hostnames lists 1.",
    );
    const { stack: other, ...program } = newProgram();
    const vcenter = new VCenter(other, "vc02", { version });
    const keyProvider = standardProvider(other, vcenter, ["lone"]);
    const line = resilientCluster(other, { vcenter, keyProvider });
    const [host] = line.hosts;
    if (host !== undefined) host.keyPersistence = false;
    expect(errorsOf(program).map((e) => e.slice(0, 60))).toEqual([
      expect.stringContaining("[edge/kmip] RequireTwoKeyServers (FC-05)"),
      expect.stringContaining("[edge/line/esx01] RequireKeyPersistence (FC-34)"),
    ]);
  });
});

const MANAGEMENT: ColdStartSafeVCenterProps = {
  vcenterVersion: version,
  hostnames: ["mgmt01", "mgmt02"],
  version,
  recoveryKeyLocation: "safe",
  managedKeyServers: [
    { name: "kms-a", address: "kms-a.example" },
    { name: "kms-b", address: "kms-b.example" },
  ],
};

const NATIVE = { name: "management-keys", backup: { path: "management.backup" } };

function productionIn(stack: Stack, management: ColdStartSafeVCenter) {
  const { vcenter, keyProvider } = management;
  if (keyProvider === undefined) throw new Error("it has key servers");
  const production = resilientCluster(stack, { vcenter, keyProvider });
  production.addVirtualMachine("till", { encrypted: true });
}

describe("a vCenter that starts from nothing", () => {
  it("runs beside its key servers, open and outside of what they unlock", () => {
    const { stack, ...program } = newProgram();
    productionIn(stack, new ColdStartSafeVCenter(stack, "vc01", MANAGEMENT));
    expect(errorsOf(program)).toEqual([]);
    const { resource } = documentOf({ stack });
    const runsOn = [
      ...Object.values(resource?.holdfast_vcenter ?? {}),
      ...Object.values(resource?.holdfast_key_server ?? {}),
    ].map(({ runs_on }) => runs_on);
    expect(runsOn).toEqual(["vc01/vm/vc01", "vc01/vm/kms-a", "vc01/vm/kms-b"]);
  });

  it.each([
    ["open", {}],
    ["encrypted by a native key provider", { nativeKeyProvider: NATIVE }],
  ])("comes back with everything after the site lost its power, %s", async (_, props) => {
    const { app, stack } = newProgram();
    const management = new ColdStartSafeVCenter(stack, "vc01", { ...MANAGEMENT, ...props });
    productionIn(stack, management);
    const { survival, worst, simulator } = await applyProgram(app);
    expect(survival.findings.map(({ code }) => code)).not.toContain("FC-01");
    expect(survival.findings.map(({ code }) => code)).not.toContain("FC-02");
    expect(worst("site-power-loss")).toBe("survived");
    const locked = [...simulator.estate().virtualMachines.values()].filter((vm) => vm.locked);
    expect(locked).toEqual([]);
  });

  it("is what keeps the loop out: the same under a standard key provider is locked", async () => {
    const loop = await applyProgram(loopedProgram());
    expect(loop.survival.findings.map(({ code }) => code)).toContain("FC-01");
    expect(loop.drill("site-power-loss")).toContain("vm:vc01/vm/kms locked");
  });

  it("refuses a machine of its cluster with a standard key, however it got it", () => {
    const { stack, ...program } = newProgram();
    const management = new ColdStartSafeVCenter(stack, "vc01", MANAGEMENT);
    const { vcenter, keyProvider, cluster } = management;
    if (keyProvider === undefined) throw new Error("it has key servers");
    new DefaultKeyProvider(stack, "default", { entity: vcenter, keyProvider });
    management.addVirtualMachine("backup-proxy", { encrypted: true });
    new VirtualMachine(stack, "stray", { cluster, vtpm: true });
    const disks = [{ name: "d", sizeGib: 1, keyProvider }];
    const native = new NativeKeyProvider(stack, "nkp", { vcenter, backup: { path: "b" } });
    management.addVirtualMachine("data", { encrypted: true, keyProvider: native, disks });
    expect(errorsOf(program)).toEqual([
      expect.stringMatching(/^\[edge\/vc01\] edge\/vc01\/backup-proxy is encrypted.*FC-01, FC-02/),
      expect.stringMatching(/^\[edge\/vc01\] edge\/vc01\/data is encrypted by the standard/),
      expect.stringMatching(/^\[edge\/vc01\] edge\/stray is encrypted/),
    ]);
  });

  it("refuses to run elsewhere, in a machine that its own key servers unlock", () => {
    const { stack, ...program } = newProgram();
    const management = new ColdStartSafeVCenter(stack, "vc01", MANAGEMENT);
    productionIn(stack, management);
    const till = stack.node.findChild("line").node.findChild("till");
    if (!(till instanceof VirtualMachine)) throw new Error("it is a machine");
    management.vcenter.runsOn(till);
    management.keyServers[0]?.runsOn(till);
    const loops = [
      expect.stringContaining("This vCenter runs in vc01/vm/till"),
      expect.stringContaining("This key server runs in vc01/vm/till"),
    ];
    expect(errorsOf(program)).toEqual(loops);
    // The same where only a disk has such a key.
    const native = new NativeKeyProvider(stack, "nkp", {
      vcenter: management.vcenter,
      backup: { path: "b" },
    });
    const { keyProvider: standard } = management;
    const data = new VirtualMachine(stack, "data", {
      cluster: till.cluster,
      encrypted: true,
      keyProvider: native,
      disks: [{ name: "d", sizeGib: 1, ...(standard && { keyProvider: standard }) }],
    });
    management.vcenter.runsOn(data);
    management.keyServers[0]?.runsOn(data);
    expect(errorsOf(program).map((text) => text.replace("vm/data", "vm/till"))).toEqual(loops);
  });

  it("says what its parts lack, each by its place", () => {
    const { stack } = newProgram();
    const managedKeyServers = [{ name: "kms" } as never];
    expect(
      () => new ColdStartSafeVCenter(stack, "vc01", { ...MANAGEMENT, managedKeyServers }),
    ).toThrow('[edge/vc01] managedKeyServers[0] needs the property "address".');
  });
});

/** A key server in a machine that it unlocks, which only the generated binding lets through. */
function loopedProgram(): App {
  const { app, stack } = newProgram();
  const vcenter = new VCenter(stack, "vc01", { version });
  const server = new KeyServer(stack, "kms", { vcenter, address: "kms.example" });
  const keyProvider = new StandardKeyProvider(stack, "kmip", { vcenter, keyServers: [server] });
  new DefaultKeyProvider(stack, "default", { entity: vcenter, keyProvider });
  const cluster = new Cluster(stack, "line", { vcenter });
  new EsxiHost(stack, "esx01", { cluster, version, tpm: true });
  const machine = new VirtualMachine(stack, "vm", { name: "kms", cluster, encrypted: true });
  (server.node.defaultChild as KeyServerResource).runsOn = machine.inventoryPath;
  return app;
}
