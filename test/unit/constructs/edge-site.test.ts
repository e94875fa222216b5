import { describe, expect, it } from "vitest";
import {
  DefaultKeyProvider,
  EdgeSite,
  KeyServer,
  StandardKeyProvider,
  SurvivalFloor,
  VCenter,
} from "../../../constructs/index.js";
import { documentOf, errorsOf, newProgram } from "./program.js";

describe("an edge site", () => {
  it("is a site, a cluster with its default, hosts and machines", () => {
    const program = newProgram();
    const vcenter = new VCenter(program.stack, "vc01", { version: "8.0 U3" });
    const keyServer = new KeyServer(program.stack, "kms", { vcenter, address: "kms.example" });
    const keyProvider = new StandardKeyProvider(program.stack, "kp", {
      vcenter,
      keyServers: [keyServer],
    });
    const shop = new EdgeSite(program.stack, "shop", {
      vcenter,
      hostnames: ["esx01", "esx02"],
      version: "8.0 U3",
      keyProvider,
      keyPersistence: true,
      ha: false,
      storage: "local",
      physicalSecurity: "uncontrolled",
    });
    const till = shop.addVirtualMachine("till", { vtpm: true });
    new SurvivalFloor(program.stack, "floor", {
      scenario: "provider-outage",
      reason: "r",
      workloads: [till],
    });
    expect(errorsOf(program)).toEqual([]);
    const { resource } = documentOf(program);
    const [cluster] = Object.values(resource?.holdfast_cluster ?? {});
    expect(cluster).toMatchObject({ name: "shop", ha: false, storage: "local" });
    const hosts = Object.values(resource?.holdfast_host ?? {});
    expect(hosts).toHaveLength(2);
    for (const host of hosts) {
      expect(host).toMatchObject({
        site: "shop",
        tpm: { present: true },
        key_persistence: { enabled: true },
        physical_security: "uncontrolled",
      });
    }
    expect(resource?.holdfast_survival_floor?.floor?.workloads).toEqual(["vtpm:vc01/vm/till"]);
    expect(shop.cluster.site?.siteName).toBe("shop");
    expect(shop.hosts.map((host) => host.hostname)).toEqual(["esx01", "esx02"]);
  });

  it("needs a host", () => {
    const { stack } = newProgram();
    const vcenter = new VCenter(stack, "vc01", { version: "8.0 U3" });
    const make = () => new EdgeSite(stack, "shop", { vcenter, hostnames: [], version: "8.0 U3" });
    expect(make).toThrow(
      /hostnames is empty.*Name at least one host, as in hostnames: \["esx01"\]/,
    );
  });

  it("needs a vCenter that knows defaults of clusters only if it has its own key provider", () => {
    const { stack } = newProgram();
    const vcenter = new VCenter(stack, "vc01", { version: "7.0 U3" });
    const keyServer = new KeyServer(stack, "kms", { vcenter, address: "kms.example" });
    const keyProvider = new StandardKeyProvider(stack, "kp", { vcenter, keyServers: [keyServer] });
    new DefaultKeyProvider(stack, "default", { entity: vcenter, keyProvider });
    const props = { vcenter, hostnames: ["esx01"], version: "7.0 U3" };
    new EdgeSite(stack, "a", props);
    expect(() => new EdgeSite(stack, "b", { ...props, keyProvider })).toThrow(
      "only from vCenter 8.0 U1 on",
    );
  });
});
