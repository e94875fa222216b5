import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BUILT_IN_SCENARIOS } from "../../../src/drill/built-in-scenarios.js";
import type { Finding } from "../../../src/model/survival.js";
import type { Estate, EstateKeyProvider } from "../../../src/vsphere/estate.js";
import { OTHER_FAILURES } from "../../../src/vsphere/findings/catalogue.js";
import { FINDING_RULES, findFindings } from "../../../src/vsphere/findings/find-findings.js";
import { findingsDocument } from "../../../src/vsphere/findings/findings-document.js";
import { VSAN_FINDINGS } from "../../../src/vsphere/findings/vsan-findings.js";
import { NOT_KNOWN } from "../../../src/vsphere/maybe.js";
import { VSPHERE_RULES } from "../../../src/vsphere/rules/vsphere-rules.js";
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

const TWO_SERVERS = [
  keyServer(),
  keyServer({ path: "vc01/kms/kms2", address: "kms2.core.example" }),
] as const;
const TWO = { keyServers: ["vc01/kms/kms1", "vc01/kms/kms2"] };
const DAY = 86_400;

/** An estate without a fault: two replicating key servers, hosts that persist, a native provider too. */
function sound(change: Parameters<typeof estateOf>[0] = {}): Estate {
  return estateOf({
    keyServers: TWO_SERVERS,
    keyProviders: [standardProvider(TWO), nativeProvider()],
    hosts: [
      host("esx01", { keys: ["key-a"], derivationKeys: ["vc01/kp/nkp"] }),
      host("esx02", { keys: ["key-a"], derivationKeys: ["vc01/kp/nkp"] }),
    ],
    virtualMachines: [machine("a", "esx01")],
    ...change,
  });
}

const nkpKey = { homeKey: { id: "key-n", provider: "nkp" } };
const plainMachine = { encrypted: false, homeKey: null };
const bare = { tpm: { present: false, hashBank: "sha256" }, mode: "NONE" } as const;

const apart = (version: string) =>
  vcenter({ path: "vc00", version, site: "core", defaultKeyProvider: null });

/** With a Trust Authority on releases that do not deprecate it. */
function trust(change: Parameters<typeof estateOf>[0] = {}): Parameters<typeof estateOf>[0] {
  const authority = "vc00/trust-authority/ta";
  const tkp = {
    kind: "trusted",
    path: "vc01/kp/tkp",
    vcenter: "vc01",
    name: "tkp",
    trustAuthority: authority,
    masterKeyId: "primary",
    ...TWO,
  } as const;
  return {
    vcenters: [vcenter({ version: "8.0 U2" }), apart("8.0 U2")],
    keyProviders: [standardProvider(TWO), nativeProvider(), tkp],
    trustAuthorities: [
      {
        path: authority,
        vcenter: "vc00",
        cluster: "vc00/ta",
        trustedClusters: ["vc01/edge"],
        baseImages: ["8.0 U3"],
        trustedTpms: null,
      },
    ],
    ...change,
  };
}

/** Codes, severities and subjects of what is found. */
const codesOf = (estate: Estate) =>
  findFindings(estate).map(({ code, severity, subject }) => `${code} ${severity} ${subject}`);

/** For each code an estate that has exactly this finding more than the sound one. */
const CASES: readonly (readonly [code: string, estate: Estate, subject: string])[] = [
  [
    "FC-01",
    sound({ keyServers: [keyServer({ runsOn: "vc01/vm/a" }), TWO_SERVERS[1]] }),
    "vc01/kms/kms1",
  ],
  ["FC-02", sound({ vcenters: [vcenter({ runsOn: "vc01/vm/a" })] }), "vc01"],
  ["FC-05", sound({ keyProviders: [standardProvider(), nativeProvider()] }), "vc01/kp/kp"],
  [
    "FC-06",
    sound({
      keyServers: [
        keyServer({ certificateNotAfterSeconds: START_SECONDS + 20 * DAY }),
        TWO_SERVERS[1],
      ],
    }),
    "vc01/kms/kms1",
  ],
  [
    "FC-07",
    sound({ keyProviders: [standardProvider({ ...TWO, serverTrustsClient: false })] }),
    "vc01/kp/kp",
  ],
  [
    "FC-08",
    sound({
      keyProviders: [standardProvider({ ...TWO, refusedBy: new Set(TWO.keyServers) })],
    }),
    "vc01/kp/kp",
  ],
  [
    "FC-10",
    sound({
      networkPaths: [
        { fromSite: "edge", fromRole: "vcenter", toSite: "core", port: 5696, allowed: false },
      ],
    }),
    "vc01/kp/kp",
  ],
  [
    "FC-11",
    sound({
      keyServers: TWO_SERVERS.map((each) => ({ ...each, heldKeyIds: new Set(["host-key"]) })),
    }),
    "vc01/vm/a",
  ],
  [
    "FC-13",
    sound({
      virtualMachines: [machine("a", "esx01", { homeKey: { id: "key-a", provider: "gone" } })],
    }),
    "vc01/vm/a",
  ],
  ["FC-14", sound({ clusters: [cluster({ defaultKeyProvider: "gone" })] }), "vc01/edge"],
  [
    "FC-15",
    sound({
      vcenters: [vcenter(), vcenter({ path: "vc02", defaultKeyProvider: null })],
      keyProviders: [
        standardProvider(TWO),
        nativeProvider(),
        nativeProvider({ path: "vc02/kp/nkp", vcenter: "vc02", keyId: "another" }),
      ],
    }),
    "nkp",
  ],
  [
    "FC-16",
    sound({ keyProviders: [standardProvider(TWO), nativeProvider({ backedUp: false })] }),
    "vc01/kp/nkp",
  ],
  [
    "FC-18",
    sound({ keyProviders: [standardProvider(TWO), nativeProvider({ backupHasPassword: false })] }),
    "vc01/kp/nkp",
  ],
  [
    "FC-19",
    sound({
      vcenters: [vcenter({ defaultKeyProvider: "nkp" })],
      hosts: [host("esx01", { ...bare, keyPersistence: false })],
      virtualMachines: [machine("a", "esx01", nkpKey)],
    }),
    "vc01/kp/nkp",
  ],
  [
    "FC-20",
    sound({
      hosts: [
        host("esx01", { keys: ["key-a"] }),
        host("esx02", { ...bare, keyPersistence: false }),
      ],
    }),
    "vc01/edge",
  ],
  [
    "FC-22",
    sound({
      vcenters: [vcenter({ defaultKeyProvider: "nkp" })],
      hosts: [host("esx01", { version: "7.0 U1", mode: "NONE", keyPersistence: false })],
      virtualMachines: [machine("a", "esx01", nkpKey)],
    }),
    "vc01/kp/nkp",
  ],
  [
    "FC-25",
    sound({
      virtualMachines: [machine("a", "esx01", { diskKeys: [{ id: "key-d", provider: "nkp" }] })],
    }),
    "vc01/vm/a",
  ],
  ["FC-27", sound({ hosts: [host("esx01", { recoveryKeyLocation: null })] }), "vc01/edge/esx01"],
  [
    "FC-29",
    sound({ hosts: [host("esx01", { requireSecureBoot: true, secureBoot: false })] }),
    "vc01/edge/esx01",
  ],
  [
    "FC-31",
    sound({
      hosts: [
        host("esx01", {
          tpm: { present: true, hashBank: "sha1" },
          mode: "NONE",
          keyPersistence: false,
        }),
      ],
    }),
    "vc01/edge/esx01",
  ],
  ["FC-32", sound({ hosts: [host("esx01", { mode: "NONE" })] }), "vc01/edge/esx01"],
  ["FC-33", sound({ hosts: [host("esx01", { version: "7.0 U1" })] }), "vc01/edge/esx01"],
  [
    "FC-34",
    sound({
      hosts: [host("esx01", { keys: ["key-a"] }), host("esx02", { keyPersistence: false })],
    }),
    "vc01/edge",
  ],
  [
    "FC-35",
    sound({ hosts: [host("esx01", { keys: ["key-a"], present: { storedKeyIds: new Set() } })] }),
    "vc01/edge/esx01",
  ],
  [
    "FC-36",
    sound({
      hosts: [
        host("esx01", { keys: ["key-a"], present: { unarchivedKeyIds: new Set(["key-b"]) } }),
      ],
    }),
    "vc01/edge/esx01",
  ],
  [
    "FC-37",
    sound({ hosts: [host("esx01", { physicalSecurity: "uncontrolled" })] }),
    "vc01/edge/esx01",
  ],
  [
    "FC-38",
    sound({
      hosts: [
        host("esx01", { keyPersistence: false, present: { storedKeyIds: new Set(["key-a"]) } }),
      ],
    }),
    "vc01/edge/esx01",
  ],
  [
    "FC-39",
    sound({
      vcenters: [vcenter({ defaultKeyProvider: "nkp" })],
      virtualMachines: [machine("a", "esx01", nkpKey)],
    }),
    "vc01/edge",
  ],
  [
    "FC-42",
    sound({ hosts: [host("esx01", { present: { cryptoState: "pendingIncapable" } })] }),
    "vc01/edge/esx01",
  ],
  [
    "FC-44",
    sound({
      virtualMachines: [
        machine("a", "esx01", {
          vtpm: true,
          backup: { includesNvram: false, proxy: null, hasEncryptedDisk: true },
        }),
      ],
    }),
    "vc01/vm/a",
  ],
  [
    "FC-45",
    sound({ virtualMachines: [machine("a", "esx01", { vtpm: true, firmware: "bios" })] }),
    "vc01/vm/a",
  ],
  [
    "FC-48",
    sound({
      virtualMachines: [machine("a", "esx01", { snapshots: ["before"], recrypt: "deep rekey" })],
    }),
    "vc01/vm/a",
  ],
  [
    "FC-49",
    sound({
      virtualMachines: [
        machine("a", "esx01", { isLinkedClone: true, recrypt: "shallow rekey", snapshots: ["x"] }),
      ],
    }),
    "vc01/vm/a",
  ],
  [
    "FC-49",
    sound({
      virtualMachines: [
        machine("a", "esx01", { hasIdeDisk: true, recrypt: "shallow rekey", running: true }),
      ],
    }),
    "vc01/vm/a",
  ],
  [
    "FC-51",
    sound(trust({ hosts: [host("esx01", { version: "8.0 U2", keys: ["key-a"] })] })),
    "vc01/edge/esx01",
  ],
  [
    "FC-52",
    sound({
      clusters: [cluster({ quickBoot: true })],
      hosts: [host("esx01", { version: "8.0", keys: ["key-a"] })],
    }),
    "vc01/edge/esx01",
  ],
  ["FC-53", sound(trust({ vcenters: [vcenter(), apart("9.0")] })), "vc01/kp/tkp"],
  [
    "FC-54",
    sound({
      keyProviders: Array.from({ length: 33 }, (_, i) =>
        standardProvider({ ...TWO, name: i === 0 ? "kp" : `kp${i}`, path: `vc01/kp/kp${i || ""}` }),
      ),
    }),
    "vc01",
  ],
  [
    "FC-62",
    sound(trust({ hosts: [host("esx01", { secureBoot: false, keys: ["key-a"] })] })),
    "vc01/edge/esx01",
  ],
  [
    "FC-64",
    sound({
      vcenters: [vcenter({ version: "8.0 U2" })],
      clusters: [cluster({ hostKeyProvider: "kp" })],
    }),
    "vc01/edge",
  ],
];

const brief = ({ code, subject }: Finding) => `${code} ${subject}`;

describe("findFindings", () => {
  it("finds nothing in a sound estate", () => {
    expect(findFindings(sound())).toEqual([]);
  });

  it.each(CASES)("%s and nothing else", (code, estate, subject) => {
    const found = findFindings(estate).map(brief);
    expect(found).toContain(`${code} ${subject}`);
    expect(found.filter((each) => !each.startsWith(code))).toEqual(ALSO.get(code) ?? []);
  });

  it("has a case for every rule", () => {
    // Those about vSAN have theirs in vsan-findings.test.ts.
    const rules = FINDING_RULES.filter((rule) => !VSAN_FINDINGS.includes(rule));
    expect(CASES.map(([code]) => code)).toEqual(rules.map(({ code }) => code));
  });

  it("writes full sentences with a remedy", () => {
    for (const [, estate] of CASES) {
      for (const { sentence, remedy } of findFindings(estate)) {
        expect(sentence).toMatch(/^[A-Za-z0-9].*\.$/);
        expect(remedy).toMatch(/^[A-Z].*\.$/);
      }
    }
  });

  it("warns before a certificate expires and fails once it has", () => {
    const ending = (end: number) =>
      findFindings(
        sound({
          keyProviders: [standardProvider({ ...TWO, clientCertificateNotAfterSeconds: end })],
        }),
      ).map(({ code, severity, sentence }) => `${code} ${severity} ${sentence}`);
    expect(ending(START_SECONDS + 31 * DAY)).toEqual([]);
    expect(ending(START_SECONDS + DAY)).toEqual([
      "FC-06 warning The client certificate of vc01/kp/kp expires in 1 day.",
    ]);
    expect(ending(START_SECONDS)).toEqual([
      "FC-06 error The client certificate of vc01/kp/kp has expired: no key can be fetched through it.",
    ]);
  });

  it("takes a native provider imported from its backup for one and the same", () => {
    const codes = (estate: Estate) => findFindings(estate).map(({ code }) => code);
    const imported = (keyId: string) =>
      nativeProvider({ path: "vc02/kp/nkp", vcenter: "vc02", keyId });
    const named = (keyId: string) =>
      codes(
        sound({
          vcenters: [vcenter(), vcenter({ path: "vc02" })],
          keyProviders: [nativeProvider(), imported(keyId)],
        }),
      ).includes("FC-15");
    expect(named("kdk-nkp")).toBe(false);
    expect(named("another")).toBe(true);
  });

  it("lets persistence be idle without a TPM where only native key providers are", () => {
    const codes = (estate: Estate) => findFindings(estate).map(({ code }) => code);
    const withProviders = (...keyProviders: readonly EstateKeyProvider[]) =>
      codes(
        estateOf({
          vcenters: [vcenter({ defaultKeyProvider: "nkp" })],
          keyProviders,
          hosts: [host("esx01", bare)],
          virtualMachines: [machine("a", "esx01", { homeKey: nativeKey("k") })],
        }),
      );
    const native = nativeProvider({ tpmRequired: false });
    expect(withProviders(native)).not.toContain("FC-32");
    expect(withProviders(native)).toContain("FC-39");
    expect(withProviders(native, standardProvider())).toContain("FC-32");
  });

  it("says of a key provider whose servers are gone that it has none", () => {
    const found = findFindings(estateOf({ keyServers: [] })).filter(({ code }) => code === "FC-05");
    expect(found.map(({ sentence }) => sentence)).toEqual([
      "No key server of vc01/kp/kp exists: it delivers no key.",
    ]);
  });

  it("does not take an unknown fact for a fault", () => {
    const estate = sound({
      hosts: [host("esx01", { mode: NOT_KNOWN, keyPersistence: NOT_KNOWN })],
      keyProviders: [
        standardProvider(TWO),
        nativeProvider({ backedUp: NOT_KNOWN, backupHasPassword: NOT_KNOWN }),
      ],
      virtualMachines: [machine("a", "esx01", { homeKey: { id: "k", provider: NOT_KNOWN } })],
    });
    expect(findFindings(estate)).toEqual([]);
  });

  it("sees the loop of a machine that is not encrypted as none", () => {
    const estate = sound({
      vcenters: [vcenter({ runsOn: "vc01/vm/vcsa" })],
      virtualMachines: [machine("a", "esx01"), machine("vcsa", "esx01", plainMachine)],
    });
    expect(findFindings(estate)).toEqual([]);
  });
});

/** Findings that come with another by nature. */
const ALSO = new Map<string, readonly string[]>([
  ["FC-20", ["FC-34 vc01/edge"]],
  ["FC-29", []],
]);

describe("trusted key providers", () => {
  const under = (change = {}) => ({
    virtualMachines: [
      machine("a", "esx01", { homeKey: { id: "key-a", provider: "tkp" }, ...change }),
    ],
  });

  it("are sound with attested hosts and machines with EFI firmware", () => {
    expect(codesOf(sound(trust(under())))).toEqual([]);
  });

  it("are deprecated from 8.0 U3 on", () => {
    const vcenters = [vcenter({ version: "8.0 U3" }), apart("8.0 U2")];
    expect(codesOf(sound(trust({ vcenters })))).toEqual(["FC-53 warning vc01/kp/tkp"]);
  });

  it("give no key to machines with BIOS firmware, or in a cluster that is not trusted", () => {
    for (const change of [{ firmware: "bios" as const }, { efiSecureBoot: false }]) {
      expect(codesOf(sound(trust(under(change))))).toEqual(["FC-62 error vc01/vm/a"]);
    }
    const [authority] = trust().trustAuthorities ?? [];
    if (authority === undefined) throw new Error("no Trust Authority");
    const trustAuthorities = [{ ...authority, trustedClusters: ["vc01/other"] }];
    expect(codesOf(sound(trust({ ...under(), trustAuthorities })))).toEqual([
      "FC-62 error vc01/vm/a",
    ]);
  });
});

it("finds TPMs of makers that a release of ESXi cannot seal to, and not with a later one", () => {
  const tpm = { present: true, hashBank: "sha256", manufacturer: "IFX" } as const;
  const on = (version: string) => {
    const bare = { tpm, version, mode: "NONE", keyPersistence: false } as const;
    return codesOf(sound({ hosts: [host("esx01", bare)] }));
  };
  expect(on("7.0 U2")).toContain("FC-31 warning vc01/edge/esx01");
  expect(on("7.0 U3").filter((each) => each.startsWith("FC-31"))).toEqual([]);
});

it("asks no vCenter for the key provider of a machine whose cluster does not exist", () => {
  const lost = machine("a", null, { cluster: "vc01/none" });
  expect(codesOf(sound({ virtualMachines: [lost] })).filter((e) => e.startsWith("FC-13"))).toEqual(
    [],
  );
});

describe("a backup through a proxy", () => {
  const proxy = "vc01/vm/proxy";
  const backup = { includesNvram: true, proxy, hasEncryptedDisk: true };
  const vtpmAlone = { encrypted: false, vtpm: true, homeKey: { id: "key-a", provider: "kp" } };
  const foundWith = (...others: readonly ReturnType<typeof machine>[]) =>
    codesOf(sound({ virtualMachines: [machine("a", "esx01", { backup }), ...others] }));

  it("reads encrypted disks if the proxy is there and is encrypted, for a virtual TPM even", () => {
    expect(foundWith(machine("proxy", "esx01", vtpmAlone))).toEqual([]);
    expect(foundWith(machine("proxy", "esx01", plainMachine))).toEqual(["FC-44 warning vc01/vm/a"]);
    expect(foundWith()).toEqual(["FC-44 warning vc01/vm/a"]);
  });

  it("reads plain disks whatever the proxy is", () => {
    const of = machine("a", "esx01", { backup: { ...backup, hasEncryptedDisk: false } });
    expect(codesOf(sound({ virtualMachines: [of] }))).toEqual([]);
  });
});

describe("the failure catalogue", () => {
  const others = OTHER_FAILURES.map(({ code }) => code);

  it("is accounted for whole: each failure is a finding, or shown or answered otherwise", () => {
    const found = FINDING_RULES.map(({ code }) => code);
    const all = Array.from({ length: 60 }, (_, i) => `FC-${String(i + 1).padStart(2, "0")}`);
    expect(all.filter((code) => !found.includes(code) && !others.includes(code))).toEqual([]);
    expect(others.filter((code) => found.includes(code))).toEqual([]);
    expect(others).toEqual([...others].sort());
  });

  it("names scenarios and rules that there are, or says what is instead", () => {
    for (const { code, scenarios, rules, instead } of OTHER_FAILURES) {
      const unknown = [
        ...scenarios.filter((name) => !BUILT_IN_SCENARIOS.has(name)),
        ...rules.filter((id) => !(id in VSPHERE_RULES)),
      ];
      expect([code, unknown]).toEqual([code, []]);
      expect([code, instead === undefined]).toEqual([code, scenarios.length + rules.length > 0]);
    }
  });
});

describe("findingsDocument", () => {
  it("is docs/findings.md", () => {
    const file = new URL("../../../docs/findings.md", import.meta.url);
    expect(readFileSync(file, "utf8")).toBe(findingsDocument());
  });
});

it("finds in the edge site what its single key server costs", () => {
  expect(findFindings(edgeSite()).map(brief)).toEqual(["FC-05 vc01/kp/kp"]);
});
