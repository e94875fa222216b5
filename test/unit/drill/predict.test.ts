import { describe, expect, it } from "vitest";
import { type Prediction, predict } from "../../../src/drill/predict.js";
import { builtInScenario, defaultScenario } from "../../../src/drill/resolve-scenario.js";
import type { Estate } from "../../../src/vsphere/estate.js";
import { NOT_KNOWN, PATH_NOT_KNOWN } from "../../../src/vsphere/maybe.js";
import {
  cluster,
  edgeSite,
  estateOf,
  host,
  keyServer,
  machine,
  nativeKey,
  nativeProvider,
  START_SECONDS,
  standardProvider,
  vcenter,
} from "../../support/estate-builder.js";

const OUTAGE = defaultScenario();

/** `workload: verdict n/m REASONS` a line. */
function text(predictions: readonly Prediction[]): string {
  return predictions
    .map((each) => {
      const hosts = `${each.startableOn.length}/${each.hostsInCluster}`;
      const notes = [each.brokenBefore ? "broken before" : "", each.ranAtStart ? "" : "was off"];
      return [each.workload, each.verdict, hosts, ...each.reasons, ...notes]
        .filter(Boolean)
        .join(" ");
    })
    .join("\n");
}

function verdicts(estate: Estate, options: Parameters<typeof predict>[2] = {}): string {
  return text(predict(estate, OUTAGE, options));
}

describe("predict provider-outage", () => {
  it("lets the edge site survive on stored keys", () => {
    expect(verdicts(edgeSite())).toMatchInlineSnapshot(`
      "vm:vc01/vm/tills survived 2/2 KEY_STORED
      vtpm:vc01/vm/badges survived 2/2 KEY_STORED"
    `);
  });

  it("locks everything once persistence is off", () => {
    expect(verdicts(edgeSite({ persistence: [false, false] }))).toMatchInlineSnapshot(`
      "vm:vc01/vm/tills locked 0/2 CACHE_LOST_ON_REBOOT PERSISTENCE_OFF HOST_NOT_CRYPTO_SAFE PROVIDER_UNREACHABLE
      vtpm:vc01/vm/badges locked 0/2 CACHE_LOST_ON_REBOOT PERSISTENCE_OFF HOST_NOT_CRYPTO_SAFE PROVIDER_UNREACHABLE"
    `);
  });

  it("survives on one host that persists, whichever it is, since HA finds it", () => {
    expect(verdicts(edgeSite({ persistence: [true, false] }))).toMatchInlineSnapshot(`
      "vm:vc01/vm/tills survived 1/2 KEY_STORED
      vtpm:vc01/vm/badges survived 1/2 KEY_STORED"
    `);
    expect(verdicts(edgeSite({ persistence: [false, true] }))).toMatchInlineSnapshot(`
      "vm:vc01/vm/tills survived 1/2 KEY_STORED
      vtpm:vc01/vm/badges survived 1/2 KEY_STORED"
    `);
  });

  it("binds machines to their host where there is no HA", () => {
    const estate = edgeSite({ persistence: [true, false], cluster: { ha: false } });
    expect(verdicts(estate)).toMatchInlineSnapshot(`
      "vm:vc01/vm/tills survived 1/2 KEY_STORED
      vtpm:vc01/vm/badges locked 1/2 CACHE_LOST_ON_REBOOT PERSISTENCE_OFF HOST_NOT_CRYPTO_SAFE PROVIDER_UNREACHABLE NOBODY_STARTS_IT"
    `);
  });

  it("binds machines to their host where storage is local", () => {
    const estate = edgeSite({ persistence: [false, true], cluster: { storage: "local" } });
    expect(verdicts(estate)).toMatchInlineSnapshot(`
      "vm:vc01/vm/tills locked 0/2 CACHE_LOST_ON_REBOOT PERSISTENCE_OFF HOST_NOT_CRYPTO_SAFE PROVIDER_UNREACHABLE STORAGE_UNREADABLE
      vtpm:vc01/vm/badges survived 1/2 KEY_STORED"
    `);
  });

  it("leaves off what nobody starts", () => {
    const estate = estateOf({
      clusters: [cluster({ ha: false })],
      hosts: [host("esx01", { keys: ["key-a", "key-b"] })],
      virtualMachines: [machine("a", "esx01"), machine("b", "esx01", { autostart: false })],
    });
    expect(verdicts(estate)).toMatchInlineSnapshot(`
      "vm:vc01/vm/a survived 1/1 KEY_STORED
      vm:vc01/vm/b locked 1/1 NOBODY_STARTS_IT"
    `);
  });

  it("judges a powered-off machine by where it could start", () => {
    const off = { powerState: "poweredOff", running: false } as const;
    const estate = (keyPersistence: boolean) =>
      estateOf({
        hosts: [host("esx01", { keys: ["key-a"], keyPersistence })],
        virtualMachines: [machine("a", "esx01", off)],
      });
    expect(verdicts(estate(true))).toMatchInlineSnapshot(
      `"vm:vc01/vm/a survived 1/1 KEY_STORED was off"`,
    );
    expect(verdicts(estate(false))).toMatchInlineSnapshot(
      `"vm:vc01/vm/a locked 0/1 CACHE_LOST_ON_REBOOT PERSISTENCE_OFF HOST_NOT_CRYPTO_SAFE PROVIDER_UNREACHABLE was off"`,
    );
  });

  it("does not blame the outage for what was down before", () => {
    const estate = estateOf({
      hosts: [host("esx01", { keyPersistence: false, present: { cachedKeyIds: new Set() } })],
      keyServers: [keyServer({ certificateNotAfterSeconds: START_SECONDS - 1 })],
      virtualMachines: [machine("a", "esx01", { running: false, locked: true })],
    });
    expect(verdicts(estate)).toMatchInlineSnapshot(
      `"vm:vc01/vm/a locked 0/1 KEY_NEVER_RECEIVED PERSISTENCE_OFF HOST_NOT_CRYPTO_SAFE PROVIDER_UNREACHABLE broken before was off"`,
    );
  });

  it("needs no key server under a native key provider, the host key included", () => {
    const nkp = { homeKey: nativeKey("key-a") };
    const estate = estateOf({
      vcenters: [vcenter({ defaultKeyProvider: "nkp" })],
      keyProviders: [nativeProvider({ tpmRequired: false })],
      hosts: [
        host("esx01", {
          derivationKeys: ["vc01/kp/nkp"],
          keyPersistence: false,
          mode: "NONE",
          tpm: { present: false, hashBank: "sha256" },
        }),
      ],
      virtualMachines: [machine("a", "esx01", nkp)],
    });
    expect(verdicts(estate)).toMatchInlineSnapshot(`"vm:vc01/vm/a survived 1/1 KDK_ON_HOST"`);
  });

  it("asks of a machine under two providers what both ask", () => {
    const estate = estateOf({
      keyProviders: [standardProvider(), nativeProvider()],
      hosts: [
        host("esx01", {
          keys: ["key-disk"],
          derivationKeys: ["vc01/kp/nkp"],
          keyPersistence: false,
        }),
      ],
      virtualMachines: [
        machine("a", "esx01", {
          homeKey: nativeKey("key-a"),
          diskKeys: [{ id: "key-disk", provider: "kp" }],
        }),
      ],
    });
    expect(verdicts(estate)).toMatchInlineSnapshot(
      `"vm:vc01/vm/a locked 0/1 CACHE_LOST_ON_REBOOT PERSISTENCE_OFF HOST_NOT_CRYPTO_SAFE PROVIDER_UNREACHABLE"`,
    );
  });
});

describe("predict without settling", () => {
  it("finds keys that no remediation has sent since persistence came on (FC-35)", () => {
    const keys = ["key-a"];
    const estate = estateOf({
      hosts: [host("esx01", { keys, present: { storedKeyIds: new Set() } })],
      virtualMachines: [machine("a", "esx01")],
    });
    expect(verdicts(estate, { settle: false })).toMatchInlineSnapshot(
      `"vm:vc01/vm/a locked 0/1 CACHE_LOST_ON_REBOOT KEY_NOT_STORED HOST_NOT_CRYPTO_SAFE PROVIDER_UNREACHABLE"`,
    );
    expect(verdicts(estate)).toMatchInlineSnapshot(`"vm:vc01/vm/a survived 1/1 KEY_STORED"`);
  });

  it("finds keys that no archive has written (FC-36)", () => {
    const estate = estateOf({
      hosts: [
        host("esx01", {
          keys: ["key-a"],
          present: {
            storedKeyIds: new Set(["host-key-of-vc01/edge/esx01"]),
            unarchivedKeyIds: new Set(["key-a"]),
          },
        }),
      ],
      virtualMachines: [machine("a", "esx01")],
    });
    expect(verdicts(estate, { settle: false })).toMatchInlineSnapshot(
      `"vm:vc01/vm/a locked 0/1 CACHE_LOST_ON_REBOOT KEY_NOT_STORED PROVIDER_UNREACHABLE"`,
    );
    expect(verdicts(estate)).toMatchInlineSnapshot(`"vm:vc01/vm/a survived 1/1 KEY_STORED"`);
  });
});

describe("predict what only apply knows", () => {
  it("takes no name for what is not known", () => {
    const named = (name: string) =>
      verdicts(
        estateOf({
          vcenters: [vcenter({ defaultKeyProvider: name })],
          keyProviders: [standardProvider({ path: `vc01/kp/${name}`, name })],
          hosts: [host("esx01", { keys: ["key-a"], present: { hostKeyProvider: name } })],
          virtualMachines: [machine("a", "esx01", { homeKey: { id: "key-a", provider: name } })],
        }),
      );
    expect(named("unknown")).toEqual(named("kp"));
    expect(named("kp")).toContain("survived");
  });

  it("knows key providers by their names, not by their paths", () => {
    const estate = estateOf({
      hosts: [host("esx01", { keyPersistence: false })],
      virtualMachines: [
        machine("a", "esx01", { homeKey: { id: "planned:a", provider: "vc01/kp/kp" } }),
      ],
    });
    expect(verdicts(estate)).not.toContain("survived");
  });

  it("is unknown only where it matters", () => {
    const estate = estateOf({
      clusters: [cluster({ ha: false })],
      hosts: [
        host("esx01", { keys: ["key-a", "key-b"], keyPersistence: NOT_KNOWN }),
        host("esx02", { keys: ["key-a", "key-b"] }),
      ],
      virtualMachines: [machine("a", "esx01"), machine("b", "esx02")],
    });
    expect(verdicts(estate)).toMatchInlineSnapshot(`
      "vm:vc01/vm/a unknown 1/2 NOT_KNOWN_UNTIL_APPLY
      vm:vc01/vm/b survived 1/2 KEY_STORED"
    `);
  });

  it("judges planned machines wherever they may be placed", () => {
    const planned = (name: string) =>
      machine(name, null, { homeKey: { id: `planned:${name}`, provider: "kp" } });
    const estate = (ha: boolean) =>
      estateOf({
        clusters: [cluster({ ha })],
        hosts: [host("esx01", { present: null }), host("esx02", { keyPersistence: false })],
        virtualMachines: [planned("a")],
      });
    expect(verdicts(estate(true))).toMatchInlineSnapshot(`"vm:vc01/vm/a survived 1/2 KEY_STORED"`);
    expect(verdicts(estate(false))).toMatchInlineSnapshot(
      `"vm:vc01/vm/a unknown 1/2 NOT_KNOWN_UNTIL_APPLY"`,
    );
  });

  it("tells a machine whose cluster is not known yet from one whose cluster does not exist", () => {
    const inCluster = (path: string) =>
      verdicts(estateOf({ virtualMachines: [machine("a", null, { cluster: path })] }));
    expect(inCluster(PATH_NOT_KNOWN)).toBe(
      "vm:vc01/vm/a unknown 0/0 NOT_KNOWN_UNTIL_APPLY was off",
    );
    expect(inCluster("vc01/none")).toBe("vm:vc01/vm/a unknown 0/0 CLUSTER_NOT_FOUND was off");
  });
});

describe("predict lost keys", () => {
  it("counts a key as lost when no host and no key server has it", () => {
    const estate = (heldKeyIds: readonly string[]) =>
      estateOf({
        hosts: [host("esx01", { keyPersistence: false, keys: ["key-a"] })],
        keyServers: [keyServer({ heldKeyIds: new Set(heldKeyIds) })],
        virtualMachines: [machine("a", "esx01")],
      });
    expect(verdicts(estate([]))).toMatchInlineSnapshot(
      `"vm:vc01/vm/a lost 0/1 CACHE_LOST_ON_REBOOT PERSISTENCE_OFF HOST_NOT_CRYPTO_SAFE PROVIDER_UNREACHABLE"`,
    );
    expect(verdicts(estate(["key-a"]))).toMatchInlineSnapshot(
      `"vm:vc01/vm/a locked 0/1 CACHE_LOST_ON_REBOOT PERSISTENCE_OFF HOST_NOT_CRYPTO_SAFE PROVIDER_UNREACHABLE"`,
    );
  });
});

describe("predict other scenarios", () => {
  const patchDay = builtInScenario("rolling-reboot");
  const partition = builtInScenario("wan-partition");
  if (patchDay === undefined || partition === undefined) throw new Error("they are built in");

  it("survives a patch day without persistence while everything is up", () => {
    const estate = edgeSite({ persistence: [false, false] });
    expect(text(predict(estate, patchDay))).toMatchInlineSnapshot(`
      "vm:vc01/vm/tills survived 2/2 CACHED_IN_MEMORY
      vtpm:vc01/vm/badges survived 2/2 CACHED_IN_MEMORY"
    `);
  });

  it("does not survive a patch day when a firewall keeps vCenter from the key server", () => {
    const closed = {
      fromSite: "edge",
      fromRole: "vcenter",
      toSite: "core",
      port: 5696,
      allowed: false,
    } as const;
    const estate = { ...edgeSite({ persistence: [false, false] }), networkPaths: [closed] };
    expect(text(predict(estate, patchDay))).toMatchInlineSnapshot(`
      "vm:vc01/vm/tills locked 0/2 CACHE_LOST_ON_REBOOT PERSISTENCE_OFF HOST_NOT_CRYPTO_SAFE NETWORK_PATH_CLOSED
      vtpm:vc01/vm/badges locked 0/2 CACHE_LOST_ON_REBOOT PERSISTENCE_OFF HOST_NOT_CRYPTO_SAFE NETWORK_PATH_CLOSED"
    `);
  });

  it("survives a partition where the key server stands at the same site", () => {
    const estate = edgeSite({ persistence: [false, false] });
    const local = {
      ...estate,
      keyServers: estateOf({ keyServers: [keyServer({ site: "edge" })] }).keyServers,
    };
    expect(text(predict(local, partition))).toMatchInlineSnapshot(`
      "vm:vc01/vm/tills survived 2/2 CACHED_IN_MEMORY
      vtpm:vc01/vm/badges survived 2/2 CACHED_IN_MEMORY"
    `);
    expect(text(predict(estate, partition))).toMatchInlineSnapshot(`
      "vm:vc01/vm/tills locked 0/2 CACHE_LOST_ON_REBOOT PERSISTENCE_OFF HOST_NOT_CRYPTO_SAFE PROVIDER_UNREACHABLE
      vtpm:vc01/vm/badges locked 0/2 CACHE_LOST_ON_REBOOT PERSISTENCE_OFF HOST_NOT_CRYPTO_SAFE PROVIDER_UNREACHABLE"
    `);
  });

  it("follows a vCenter into the cluster it runs in", () => {
    const keys = ["key-a"];
    const far = { cluster: "vc01/mgmt", site: "edge" };
    const estate = estateOf({
      vcenters: [vcenter({ runsOn: "vc01/vm/vcsa" })],
      clusters: [cluster(), cluster({ path: "vc01/mgmt", ha: false })],
      keyServers: [keyServer({ site: "edge" })],
      hosts: [
        host("esx01", { keys, keyPersistence: false }),
        host("m1", { path: "vc01/mgmt/m1", ...far, keyPersistence: false }),
      ],
      virtualMachines: [
        machine("a", "esx01"),
        machine("vcsa", null, {
          cluster: "vc01/mgmt",
          host: "vc01/mgmt/m1",
          running: true,
          autostart: false,
          encrypted: false,
          homeKey: null,
        }),
      ],
    });
    expect(text(predict(estate, partition))).toMatchInlineSnapshot(
      `"vm:vc01/vm/a locked 0/1 CACHE_LOST_ON_REBOOT PERSISTENCE_OFF HOST_NOT_CRYPTO_SAFE VCENTER_DOWN"`,
    );
  });
});
