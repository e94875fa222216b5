import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { assessReadiness } from "../../../src/drill/readiness.js";
import type { HostReadiness, Readiness } from "../../../src/model/readiness.js";
import type { Estate } from "../../../src/vsphere/estate.js";
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
  vcenter,
} from "../../support/estate-builder.js";

function hostsOf({ clusters }: Readiness): readonly HostReadiness[] {
  return clusters.flatMap(({ hosts }) => hosts);
}

/** A line for each host: answer, places of the host key, places of the key groups, reasons. */
function text(estate: Estate): string {
  return hostsOf(assessReadiness(estate))
    .map((each) => {
      const places = [each.hostKey, ...each.keys].map((all) => all.join("+") || "missing");
      const when = each.answer === "later" ? ` in ${each.safeInSeconds}` : "";
      return `${each.host} ${each.answer}${when}: ${places.join(", ")} ${each.reasons.join(" ")}`;
    })
    .join("\n");
}

/** One host that was given `key-a`, and stores what it is given unless `change` says otherwise. */
function oneHost(change: Parameters<typeof host>[1], parts: Parameters<typeof estateOf>[0] = {}) {
  const hosts = [host("esx01", { keys: ["key-a"], ...change })];
  return estateOf({ hosts, virtualMachines: [machine("a", "esx01")], ...parts });
}

const KEYS = new Set(["host-key-of-vc01/edge/esx01", "key-a"]);
const pending = { storedKeyIds: new Set<string>(), unarchivedKeyIds: KEYS };
const DOWN = [keyServer({ isUnreachable: true })];

describe("assessReadiness", () => {
  it("tells hosts that keep their keys from those that forget them", () => {
    expect(text(edgeSite({ persistence: [true, false] }))).toMatchInlineSnapshot(`
      "vc01/edge/esx01 now: cached+stored, cached+stored 
      vc01/edge/esx02 never: cached, cached PERSISTENCE_OFF"
    `);
  });

  it("foretells the archive of what is pending, to the second after it is written", () => {
    const lastArchiveSeconds = START_SECONDS - 600;
    expect(text(oneHost({ present: { ...pending, lastArchiveSeconds } }))).toMatchInlineSnapshot(
      `"vc01/edge/esx01 later in 3001: cached+not-yet-archived, cached+not-yet-archived KEY_NOT_YET_ARCHIVED"`,
    );
  });

  it("does not count on an archive that is being written at this very second", () => {
    const archiveBefore = {
      writtenSeconds: START_SECONDS - 3600,
      storedKeyIds: new Set<string>(),
      derivationKeys: new Map<string, string>(),
    };
    expect(text(oneHost({ present: { archiveBefore } }))).toBe(
      "vc01/edge/esx01 later in 1: cached+stored, cached+stored KEY_NOT_YET_ARCHIVED",
    );
  });

  it("names the inferred rules that each answer rests on, and no others", () => {
    const rulesOf = (estate: Estate) => hostsOf(assessReadiness(estate))[0]?.inferredRules;
    const stored = ["host-key-persisted", "host-needs-no-courier", "stored-at-archive"];
    expect(rulesOf(edgeSite({ persistence: [true, true] }))).toEqual(stored);
    expect(rulesOf(edgeSite({ persistence: [false, false] }))).toEqual([]);
    expect(rulesOf(oneHost({ present: pending }))).toEqual(
      [...stored, "archive-every-hour", "unarchived-key-lost-with-power"].sort(),
    );
    const neverStored = { storedKeyIds: new Set<string>() };
    expect(rulesOf(oneHost({ present: neverStored }))).toEqual(
      [...stored, "cached-keys-not-stored-at-enable", "pushed-again-after-enable"].sort(),
    );
    expect(rulesOf(oneHost({ present: neverStored }, { keyServers: DOWN }))).toEqual([
      "cached-keys-not-stored-at-enable",
    ]);
  });

  it("foretells the remediation and the archive of what never came", () => {
    const storedKeyIds = new Set(["host-key-of-vc01/edge/esx01"]);
    const present = { cachedKeyIds: storedKeyIds, storedKeyIds };
    expect(text(oneHost({ present }))).toMatchInlineSnapshot(
      `"vc01/edge/esx01 later in 3601: cached+stored, missing KEY_NEVER_RECEIVED"`,
    );
    expect(text(oneHost({ present }, { keyServers: DOWN }))).toMatchInlineSnapshot(
      `"vc01/edge/esx01 never: cached+stored, missing KEY_NEVER_RECEIVED PROVIDER_UNREACHABLE"`,
    );
  });

  it("does not take a key of an archive for one that will be used", () => {
    expect(text(oneHost({ keyPersistence: false, present: { storedKeyIds: KEYS } }))).toBe(
      "vc01/edge/esx01 never: cached+stored, cached+stored PERSISTENCE_OFF",
    );
  });

  it.each([
    ["its boot would stop", { present: { isSealedShut: true } }, "CONFIGURATION_UNREADABLE"],
    ["it has no TPM", { tpm: { present: false, hashBank: "sha256" }, mode: "NONE" }, "NO_TPM"],
    ["its release is too old", { version: "7.0 U1" }, "PERSISTENCE_UNSUPPORTED_VERSION"],
    ["its configuration is not sealed", { mode: "NONE" }, "CONFIGURATION_ENCRYPTION_MODE_NONE"],
    ["it is down", { present: { up: false } }, "HOST_DOWN"],
  ] as const)("is never safe where %s", (_, change, reason) => {
    const [told] = hostsOf(assessReadiness(oneHost(change)));
    expect(told).toMatchObject({ answer: "never", safeFrom: null });
    expect(told?.reasons).toContain(reason);
    expect(told?.toDo.length).toBeGreaterThan(0);
  });

  it("says what to wait for right after key persistence was turned on", () => {
    const [told] = hostsOf(assessReadiness(oneHost({ present: { storedKeyIds: new Set() } })));
    expect(told).toMatchObject({ answer: "later", reasons: ["KEY_NOT_STORED"] });
    expect(told?.toDo).toEqual([
      "Wait for the next remediation with the key provider up, and for the archive after it.",
    ]);
  });

  it("waits for a host that boots by itself", () => {
    const present = { up: false, bootsAtSeconds: START_SECONDS + 400, cachedKeyIds: new Set("") };
    expect(text(oneHost({ present }))).toMatch(/^vc01\/edge\/esx01 later in 400: /);
  });

  it("says where the recovery key of a host that would stop is kept", () => {
    const change = { present: { isSealedShut: true } };
    const [kept] = hostsOf(assessReadiness(oneHost({ ...change, recoveryKeyLocation: "safe" })));
    expect(kept?.toDo).toEqual([
      "Its next boot stops: have its recovery key at hand (kept: safe).",
    ]);
  });

  describe("under a native key provider", () => {
    const native = (change: Parameters<typeof host>[1]) =>
      estateOf({
        vcenters: [vcenter({ defaultKeyProvider: "nkp" })],
        keyProviders: [nativeProvider()],
        hosts: [host("esx01", { derivationKeys: ["vc01/kp/nkp"], ...change })],
        virtualMachines: [machine("a", "esx01", { homeKey: nativeKey("key-a") })],
      });

    it("rests on the derivation key in the archive", () => {
      expect(text(native({ keyPersistence: false }))).toBe(
        "vc01/edge/esx01 now: derived, derived ",
      );
    });

    it("is not safe before the derivation key is archived, though vCenter has it", () => {
      const lastArchiveSeconds = START_SECONDS - 3000;
      const present = { archivedDerivationKeys: new Map(), lastArchiveSeconds };
      expect(text(native({ present, keyPersistence: false }))).toBe(
        "vc01/edge/esx01 later in 601: derived, derived KEY_NOT_YET_ARCHIVED",
      );
    });

    it("ends with the derivation key of a provider that was made anew", () => {
      const estate = native({});
      const anew = nativeProvider({ keyId: "kdk-new" });
      const keyProviders = new Map([[anew.path, anew]]);
      const [told] = hostsOf(assessReadiness({ ...estate, keyProviders }));
      expect(told).toMatchObject({ answer: "now", safeUntil: "2026-01-01T01:00:01Z" });
      expect(told?.reasons).toContain("PROVIDER_REPLACED");
      expect(told?.sentence).toContain("later no longer: its key provider was made anew");
    });
  });

  it("needs nothing of a host whose cluster encrypts nothing", () => {
    const plain = machine("a", "esx01", { encrypted: false, homeKey: null });
    const present = { cryptoState: "incapable", hostKeyId: null } as const;
    const estate = oneHost({ keyPersistence: false, present }, { virtualMachines: [plain] });
    expect(text(estate)).toMatch(/^vc01\/edge\/esx01 now: /);
    const clusters = [cluster({ cryptoMode: "forceEnable" })];
    const forced = { virtualMachines: [plain], clusters };
    expect(text(oneHost({ keyPersistence: false, present }, forced))).toMatch(/ never: /);
  });

  it("foretells when a host that is safe ceases to be", () => {
    const lastArchiveSeconds = START_SECONDS - 1800;
    const present = { forgottenKeyIds: new Set(["key-a"]), lastArchiveSeconds };
    const [told] = hostsOf(assessReadiness(oneHost({ present }, { keyServers: DOWN })));
    expect(told).toMatchObject({ answer: "now", safeUntil: "2026-01-01T00:30:01Z" });
  });

  it("puts keys that stand alike into one group, with the machines that need them", () => {
    const { clusters } = assessReadiness(edgeSite());
    expect(clusters[0]?.keyGroups).toEqual([
      {
        provider: "kp",
        keys: [
          { key: "key-badges", machines: ["vc01/vm/badges"] },
          { key: "key-tills", machines: ["vc01/vm/tills"] },
        ],
      },
    ]);
  });

  it("is as its schema says", () => {
    const file = new URL("../../../src/drill/readiness.schema.json", import.meta.url);
    const isReadiness = new Ajv({ allErrors: true }).compile(
      JSON.parse(readFileSync(file, "utf8")),
    );
    for (const estate of [
      edgeSite({ persistence: [true, false] }),
      oneHost({ present: pending }),
    ]) {
      const readiness = assessReadiness(estate);
      expect(isReadiness(JSON.parse(JSON.stringify(readiness))), `${isReadiness.errors}`).toBe(
        true,
      );
      expect(isReadiness({ ...readiness, more: 1 })).toBe(false);
    }
  });
});
