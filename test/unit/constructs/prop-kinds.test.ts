import { describe, expect, it } from "vitest";
import {
  Cluster,
  EdgeSite,
  EsxiHost,
  KeyServer,
  NativeKeyProvider,
  Site,
  type Stack,
  StandardKeyProvider,
  SurvivalFloor,
  VCenter,
  VirtualMachine,
  Waiver,
} from "../../../constructs/index.js";
import { newProgram } from "./program.js";

interface Estate {
  readonly stack: Stack;
  readonly vcenter: VCenter;
  readonly cluster: Cluster;
  readonly server: KeyServer;
}

type Write = (estate: Estate) => unknown;

/** Programs run without a type check, so that a value of any kind arrives anywhere. */
const untyped = (value: unknown) => value as never;
const version = "8.0 U3";

const REFUSED: readonly (readonly [string, Write, string])[] = [
  [
    "a name for an object",
    ({ stack }) => new EsxiHost(stack, "h", { cluster: untyped("lab"), version }),
    '[edge/h] cluster takes a Cluster, not the text "lab". Pass the object itself, not its name or id.',
  ],
  [
    "a path for the backup that is made there",
    ({ stack, vcenter }) =>
      new NativeKeyProvider(stack, "n", { vcenter, backup: untyped("nkp.backup") }),
    '[edge/n] backup takes properties in { }, not the text "nkp.backup".',
  ],
  [
    "a list for properties",
    ({ stack }) => new VCenter(stack, "v", untyped([])),
    "[edge/v] VCenter takes properties in { }, not a list.",
  ],
  [
    "another cluster for a machine of a site, which would vanish",
    ({ stack, vcenter, cluster }) =>
      new EdgeSite(stack, "e", { vcenter, version, hostnames: ["esx01"] }).addVirtualMachine(
        "m",
        untyped({ cluster }),
      ),
    "[edge/e] The machine m runs in the cluster of this site, so it takes no cluster.",
  ],
  [
    "the id of a host for a machine of its site",
    ({ stack, vcenter }) =>
      new EdgeSite(stack, "e", { vcenter, version, hostnames: ["esx01"] }).addVirtualMachine(
        "esx01",
      ),
    '[edge/e] The id "esx01" is taken by edge/e/esx01. Give the machine another id;',
  ],
  [
    "an object of another kind",
    ({ stack, vcenter }) => new EsxiHost(stack, "h", { cluster: untyped(vcenter), version }),
    "[edge/h] cluster takes a Cluster, not an object of VCenter.",
  ],
  [
    "the name of a key provider",
    ({ stack, cluster }) =>
      new VirtualMachine(stack, "m", { cluster, keyProvider: untyped("kms") }),
    '[edge/m] keyProvider takes a key provider, not the text "kms".',
  ],
  [
    "the name of a site, which would vanish",
    ({ stack }) => new VCenter(stack, "v", { version, site: untyped("core") }),
    '[edge/v] site takes a Site, not the text "core".',
  ],
  [
    "an object for a list",
    ({ stack, vcenter, server }) =>
      new StandardKeyProvider(stack, "k", { vcenter, keyServers: untyped(server) }),
    "[edge/k] keyServers takes a list, not an object of KeyServer. Put it in [ ].",
  ],
  [
    "a member of another kind",
    ({ stack, vcenter, server }) =>
      new StandardKeyProvider(stack, "k", { vcenter, keyServers: [server, untyped("kms-b")] }),
    '[edge/k] keyServers[1] takes a KeyServer, not the text "kms-b".',
  ],
  [
    "a text for a list",
    ({ stack, vcenter }) =>
      new EdgeSite(stack, "e", { vcenter, version, hostnames: untyped("esx01") }),
    '[edge/e] hostnames takes a list, not the text "esx01". Put it in [ ].',
  ],
  [
    "one host name twice",
    ({ stack, vcenter }) =>
      new EdgeSite(stack, "e", { vcenter, version, hostnames: ["esx01", "esx01"] }),
    '[edge/e] hostnames lists "esx01" twice. Name each host once.',
  ],
  [
    "a text for key persistence",
    ({ stack }) => new Site(stack, "s", { keyPersistence: untyped("off") }),
    '[edge/s] keyPersistence takes true, false or { enabled, removeStoredKeysOnDisable }, not the text "off".',
  ],
  [
    "a text for a TPM, which would have fitted one",
    ({ stack, cluster }) => new EsxiHost(stack, "h", { cluster, version, tpm: untyped("no") }),
    '[edge/h] tpm takes true, false or { hashBank, interface, hierarchyEnabled, manufacturer, model }, not the text "no".',
  ],
  [
    "a path for the machine a key server runs in",
    ({ server }) => server.runsOn(untyped("vc01/vm/kms")),
    '[edge/kms] runsOn takes a VirtualMachine, not the text "vc01/vm/kms".',
  ],
  [
    "a cluster for the machine a vCenter runs in",
    ({ vcenter, cluster }) => vcenter.runsOn(untyped(cluster)),
    "[edge/vc01] runsOn takes a VirtualMachine, not an object of Cluster.",
  ],
  [
    "a floor over a host",
    ({ stack, cluster }) =>
      new SurvivalFloor(stack, "f", {
        scenario: "provider-outage",
        reason: "r",
        workloads: [untyped(cluster)],
      }),
    "[edge/f] workloads takes a VirtualMachine or a VsanEncryption, not an object of Cluster.",
  ],
  [
    "a waiver of a site",
    ({ stack }) =>
      new Waiver(stack, "w", {
        code: "FC-37",
        owner: "o",
        reason: "r",
        expiresAt: "2030-01-01T00:00:00Z",
        subjects: [untyped(new Site(stack, "shop"))],
      }),
    "a key provider, a VirtualMachine or a path, not an object of Site.",
  ],
];

describe("the kind of a property", () => {
  it.each(REFUSED)("refuses %s", (_, write, says) => {
    const { stack } = newProgram();
    const vcenter = new VCenter(stack, "vc01", { version });
    const cluster = new Cluster(stack, "lab", { vcenter });
    const server = new KeyServer(stack, "kms", { vcenter, address: "kms.example" });
    expect(() => write({ stack, vcenter, cluster, server })).toThrow(says);
  });

  it("tells no content of an object, which may be a secret", () => {
    const { stack } = newProgram();
    const wrong = untyped({ password: "hunter2" });
    expect(() => new EsxiHost(stack, "h", { cluster: wrong, version })).toThrow(
      /^\[edge\/h\] cluster takes a Cluster, not a plain object\. [^{}]*$/,
    );
  });
});
