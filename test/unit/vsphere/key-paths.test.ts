import { describe, expect, it } from "vitest";
import type { KeyPath } from "../../../src/model/survival.js";
import {
  type Conditions,
  type FaultKind,
  linkBetween,
  noFaults,
  presentConditions,
} from "../../../src/vsphere/conditions.js";
import type { Estate } from "../../../src/vsphere/estate.js";
import { indexEstate } from "../../../src/vsphere/estate-index.js";
import { standardProviderHop } from "../../../src/vsphere/hops.js";
import { hostKeyPaths, keyPaths, workloadKeyPaths } from "../../../src/vsphere/key-paths.js";
import { NOT_KNOWN } from "../../../src/vsphere/maybe.js";
import {
  edgeSite,
  estateOf,
  host,
  keyServer,
  machine,
  nativeKey,
  nativeProvider,
  standardProvider,
  vcenter,
} from "../../support/estate-builder.js";

const KEY = { id: "key-a", provider: "kp" } as const;

function text(paths: readonly KeyPath[]): string {
  return paths
    .map((path) => {
      const hops = path.hops.map(({ reason, open }) => (open ? reason : `!${reason}`));
      return `${path.open ? "open" : "shut"} ${path.kind}: ${hops.join(" > ")}`;
    })
    .join("\n");
}

function faults(kind: FaultKind, name: string): Partial<Conditions> {
  return { faults: { ...noFaults(), [kind]: new Set([name]) } };
}

function paths(estate: Estate, conditions?: Partial<Conditions>, before?: Estate): string {
  const [first] = estate.hosts.values();
  if (first === undefined) throw new Error("there is a host");
  const question = {
    estate,
    conditions: { ...presentConditions(estate), ...conditions },
    ...(before === undefined ? {} : { before }),
  };
  const [vm] = estate.virtualMachines.values();
  return text(keyPaths(question, first, { key: vm?.homeKey ?? KEY }));
}

const one = (change: Parameters<typeof host>[1] = {}, rest: Parameters<typeof estateOf>[0] = {}) =>
  estateOf({
    hosts: [host("esx01", { keys: ["key-a"], ...change })],
    virtualMachines: [machine("a", "esx01")],
    ...rest,
  });

describe("keyPaths under a standard key provider", () => {
  it("has three ways to a settled host that persists", () => {
    expect(paths(one())).toMatchInlineSnapshot(`
      "open host-memory: OK > CACHED_IN_MEMORY
      open host-stored: OK > OK > OK > KEY_STORED
      open vcenter-courier: OK > OK > OK > OK"
    `);
  });

  it("loses memory with a reboot, and the courier with the key servers", () => {
    const before = one({ keyPersistence: false });
    const after = one({
      keyPersistence: false,
      present: { cachedKeyIds: new Set(), cryptoState: "incapable" },
    });
    const unreachable = faults("key-server-unreachable", "vc01/kms/kms1");
    expect(paths(after, unreachable, before)).toMatchInlineSnapshot(`
      "shut host-memory: OK > !CACHE_LOST_ON_REBOOT
      shut host-stored: OK > !PERSISTENCE_OFF > OK > !KEY_NOT_STORED
      shut vcenter-courier: !PROVIDER_UNREACHABLE > OK > OK > OK"
    `);
    expect(paths(after, unreachable)).toContain("!KEY_NEVER_RECEIVED");
  });

  it.each([
    ["a host that is down", one({ present: { up: false } }), {}, "!HOST_DOWN"],
    ["a vCenter that is down", one(), faults("vcenter-down", "vc01"), "!VCENTER_DOWN"],
    [
      "a vCenter whose machine is down",
      one({}, { vcenters: [vcenter({ runsOn: "vc01/vm/vcsa" })] }),
      { isRunning: () => false },
      "!VCENTER_DOWN",
    ],
    [
      "a cut link to the key server",
      one(),
      faults("link-cut", linkBetween("edge", "core")),
      "!PROVIDER_UNREACHABLE",
    ],
    [
      "a cut link to vCenter",
      one({ site: "core" }),
      faults("link-cut", linkBetween("core", "edge")),
      "!VCENTER_UNREACHABLE",
    ],
    [
      "half a trust",
      one({}, { keyProviders: [standardProvider({ clientTrustsServer: false })] }),
      {},
      "!TRUST_INCOMPLETE",
    ],
    [
      "an expired certificate",
      one({}, { keyServers: [keyServer({ certificateNotAfterSeconds: 5 })] }),
      {},
      "!CERTIFICATE_EXPIRED",
    ],
    [
      "a server without the key",
      one({}, { keyServers: [keyServer({ heldKeyIds: new Set() })] }),
      {},
      "!KEY_MISSING_ON_SERVER",
    ],
    [
      "a deactivated key",
      one({}, { keyServers: [keyServer({ inactiveKeyIds: new Set(["key-a"]) })] }),
      {},
      "!KEY_INACTIVE",
    ],
    ["no such key provider", one({}, { keyProviders: [] }), {}, "!PROVIDER_NOT_FOUND"],
    [
      "ESXi without persistence",
      one({ version: "7.0 U1" }),
      {},
      "!PERSISTENCE_UNSUPPORTED_VERSION",
    ],
    ["no TPM", one({ tpm: { present: false, hashBank: "sha256" } }), {}, "!NO_TPM"],
    ["mode NONE", one({ mode: "NONE" }), {}, "!CONFIGURATION_ENCRYPTION_MODE_NONE"],
    [
      "a key that came after the archive",
      one({ present: { storedKeyIds: new Set(), unarchivedKeyIds: new Set(["key-a"]) } }),
      {},
      "!KEY_NOT_YET_ARCHIVED",
    ],
    [
      "enforced secure boot that is off",
      one({ requireSecureBoot: true, secureBoot: false }),
      {},
      "!CONFIGURATION_UNREADABLE",
    ],
  ] satisfies [string, Estate, Partial<Conditions>, string][])(
    "says so for %s",
    (_, estate, conditions, reason) => {
      expect(paths(estate, conditions)).toContain(reason);
    },
  );

  it("takes the second server when the first is down", () => {
    const estate = one(
      {},
      {
        keyServers: [keyServer(), keyServer({ path: "vc01/kms/kms2", address: "kms2" })],
        keyProviders: [standardProvider({ keyServers: ["vc01/kms/kms1", "vc01/kms/kms2"] })],
      },
    );
    const down = faults("key-server-unreachable", "vc01/kms/kms1");
    expect(paths(estate, down)).toContain("open vcenter-courier");
  });
});

describe("keyPaths under a native key provider", () => {
  const native = (change: Parameters<typeof host>[1] = {}, provider = nativeProvider()) =>
    estateOf({
      keyProviders: [provider],
      hosts: [host("esx01", { derivationKeys: ["vc01/kp/nkp"], ...change })],
      virtualMachines: [machine("a", "esx01", { homeKey: nativeKey("k") })],
    });

  it("needs nothing but the derivation key on the host", () => {
    const down = faults("vcenter-down", "vc01");
    expect(paths(native(), down)).toBe("open native-derivation: OK > OK > KDK_ON_HOST");
  });

  it.each([
    ["no backup", native({}, nativeProvider({ backedUp: false })), "!PROVIDER_NOT_BACKED_UP"],
    ["no derivation key", native({ derivationKeys: [] }), "!KDK_NOT_ON_HOST"],
    [
      "another derivation key",
      native({ derivationKeys: [] }, nativeProvider({ keyId: "new" })),
      "!PROVIDER_REPLACED",
    ],
    ["an old release", native({ version: "7.0 U1" }), "!PROVIDER_UNSUPPORTED_VERSION"],
    [
      "no TPM where it is required",
      native({ tpm: { present: false, hashBank: "sha256" } }),
      "!PROVIDER_REQUIRES_TPM",
    ],
    [
      "a backup that is not known yet",
      native({}, nativeProvider({ backedUp: NOT_KNOWN })),
      "!NOT_KNOWN_UNTIL_APPLY",
    ],
  ])("is shut with %s", (_, estate, reason) => {
    expect(paths(estate)).toMatch(/^shut/);
    expect(paths(estate)).toContain(reason);
  });

  it("goes on where the provider was deleted behind the back of the host", () => {
    const estate = { ...native(), keyProviders: new Map() };
    expect(paths(estate)).toBe("open native-derivation: OK > KDK_ON_HOST");
  });
});

describe("hostKeyPaths", () => {
  it("is the hop that makes a host crypto safe", () => {
    const estate = one({
      keyPersistence: false,
      present: { cryptoState: "incapable", cachedKeyIds: new Set() },
    });
    const [first] = estate.hosts.values();
    if (first === undefined) throw new Error("there is a host");
    expect(text(hostKeyPaths({ estate }, first))).toMatchInlineSnapshot(`
      "shut host-memory: OK > !HOST_NOT_CRYPTO_SAFE
      shut host-stored: OK > !PERSISTENCE_OFF > OK > !KEY_NOT_STORED
      open vcenter-courier: OK > OK > OK > OK"
    `);
  });
});

describe("workloadKeyPaths", () => {
  it("lists host key, home key and disk keys for every host, in full sentences", () => {
    const estate = edgeSite();
    const vm = machine("tills", "esx01", { diskKeys: [{ id: "d", provider: "nkp" }] });
    const all = workloadKeyPaths({ estate }, vm);
    expect(all.map(({ host: at, use, kind }) => `${at} ${use} ${kind}`)).toHaveLength(2 * 9);
    for (const { sentence } of all.flatMap(({ hops }) => hops)) {
      expect(sentence).toMatch(/^\S.*\.$/);
    }
  });
});

describe("why a standard key provider delivers no key, in words", () => {
  const servers = [
    keyServer({ heldKeyIds: new Set() }),
    keyServer({ path: "vc01/kms/kms2", address: "kms2", isUnreachable: true }),
  ];
  const sentence = (
    provider: Parameters<typeof standardProvider>[0],
    key: { readonly wrappedBy?: string } = {},
    keyServers = servers,
  ) => {
    const keyProvider = standardProvider(provider);
    const estate = estateOf({ keyServers, keyProviders: [keyProvider] });
    const reach = { estate, index: indexEstate(estate), conditions: presentConditions(estate) };
    if (keyProvider.kind !== "standard") throw new Error("it is a standard key provider");
    const request = { provider: keyProvider, key: { id: "k", use: "workload", ...key } } as const;
    return standardProviderHop(reach, vcenter(), request).sentence;
  };

  it("names a wrapping key that is missing or not active", () => {
    expect(sentence({}, { wrappedBy: "w" })).toBe(
      "No key server of vc01/kp/kp delivers the key: vc01/kms/kms1 does not have the key that wraps it.",
    );
    const ids = new Set(["w"]);
    const inactive = [keyServer({ heldKeyIds: ids, inactiveKeyIds: ids })];
    expect(sentence({}, { wrappedBy: "w" }, inactive)).toBe(
      "No key server of vc01/kp/kp delivers the key: the key that wraps it is not active on vc01/kms/kms1.",
    );
  });

  it("names an expired client certificate before the servers that nobody gets to", () => {
    const keyServers = ["vc01/kms/kms1", "vc01/kms/kms2"];
    expect(sentence({ keyServers, clientCertificateNotAfterSeconds: 5 })).toBe(
      "The client certificate of vc01/kp/kp has expired.",
    );
  });

  it("says so of a provider without key servers", () => {
    expect(sentence({ keyServers: [] })).toBe("vc01/kp/kp has no key server.");
  });
});
