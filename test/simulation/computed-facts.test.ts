// What vCenter and hosts report of themselves, beside what was declared: it follows from what is there, not from what
// the declaration says.

import { describe, expect, it } from "vitest";
import type { StandardKeyProviderSpec } from "../../src/provider/backend.js";
import { makeProvider } from "../../src/provider/make-provider.js";
import { resourceSchemaOf } from "../../src/schema/resource-schemas.js";
import { Simulator } from "../../src/simulator/simulator.js";
import { rule } from "../support/rule.js";
import {
  CLUSTER,
  hostSpec,
  KEY_SERVER,
  keyServerSpec,
  machineSpec,
  NATIVE,
  STANDARD,
  smallEstate,
  standardSpec,
  VCENTER,
} from "./declare.js";

const HOST = `${CLUSTER}/esx1`;
const PROVIDER = `${VCENTER}/kp/${STANDARD}`;

describe("the status of a standard key provider", () => {
  it("is what its key servers answer", async () => {
    const { backend, operators } = await smallEstate();
    const status = async () => (await backend.standardKeyProviders.read(PROVIDER))?.status;
    const second = { name: "kms2", address: "kms2.example" };
    await backend.keyServers.create(keyServerSpec(second));
    const both: Partial<StandardKeyProviderSpec> = { keyServers: [KEY_SERVER, "vc/kms/kms2"] };
    await backend.standardKeyProviders.reconfigure(PROVIDER, standardSpec(both));
    expect(await status()).toBe("green");
    operators.keyServerDown("vc/kms/kms2");
    expect(await status()).toBe("yellow");
    operators.demandCredentials(KEY_SERVER, { userName: "vcenter", password: "secret" });
    expect(await status()).toBe("red");
    operators.vcenterDown(VCENTER);
    expect(await status()).toBe("gray");
  });

  rule("certificate-warned-of-30-days-before", async () => {
    for (const side of ["client", "server"] as const) {
      const simulator = await smallEstate();
      const { keyServers, standardKeyProviders } = simulator.backend;
      const seconds = simulator.nowSeconds + 30 * 86_400 + 60;
      const end = new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
      const client = standardSpec({ clientCertificateNotAfter: end });
      if (side === "client") await standardKeyProviders.reconfigure(PROVIDER, client);
      else await keyServers.reconfigure(KEY_SERVER, keyServerSpec({ certificateNotAfter: end }));
      const status = async () => (await standardKeyProviders.read(PROVIDER))?.status;
      expect(await status()).toBe("green");
      simulator.advance(60);
      expect(await status()).toBe("yellow");
    }
  });

  it("comes with the key that wraps new keys", async () => {
    const simulator = await smallEstate({ provider: "none", vcenterVersion: "9.0" });
    const { backend } = simulator;
    await backend.keyServers.create(keyServerSpec());
    const wrapping = { keyId: null, rotationDays: 30 };
    const made = await backend.standardKeyProviders.create(standardSpec({ wrapping }));
    expect(made.wrappingKeyId).toBeNull();
    const keyProvider = STANDARD;
    await backend.defaultKeyProviders.set(VCENTER, keyProvider);
    await backend.virtualMachines.create(machineSpec("app"));
    const wrappedBy = simulator.estate().virtualMachines.get("vc/vm/app")?.homeKey?.wrappedBy;
    expect((await backend.standardKeyProviders.read(PROVIDER))?.wrappingKeyId).toBe(wrappedBy);
  });
});

describe("certificates", () => {
  it("of a key server are another one when they are renewed or the server has another address", async () => {
    const { backend } = await smallEstate();
    const { keyServers } = backend;
    const first = (await keyServers.read(KEY_SERVER))?.certificate;
    const { address } = keyServerSpec();
    expect(first).toMatchObject({ subject: `CN=${address}`, issuer: `CN=${address}` });
    expect((await keyServers.reconfigure(KEY_SERVER, keyServerSpec())).certificate).toEqual(first);
    const renewed = keyServerSpec({ certificateNotAfter: "2030-01-01T00:00:00Z" });
    const second = (await keyServers.reconfigure(KEY_SERVER, renewed)).certificate;
    expect(second.subject).toBe(first?.subject);
    expect(second.serialNumber).not.toBe(first?.serialNumber);
    expect(second.fingerprint).not.toBe(first?.fingerprint);
    const moved = await keyServers.reconfigure(KEY_SERVER, keyServerSpec({ address: "other" }));
    expect(moved.certificate.subject).toBe("CN=other");
  });

  it("of a client are signed by whom its mode says", async () => {
    const { backend } = await smallEstate();
    const { address } = keyServerSpec();
    const issuers: Record<string, string> = {};
    for (const mode of ["selfSigned", "rootCa", "csr", "uploaded"] as const) {
      const spec = standardSpec({ clientCertificateMode: mode });
      const { clientCertificate } = await backend.standardKeyProviders.reconfigure(PROVIDER, spec);
      issuers[mode] = clientCertificate.issuer;
      expect(clientCertificate.subject).toBe(`CN=${VCENTER} ${STANDARD}`);
    }
    expect(issuers).toEqual({
      selfSigned: `CN=${VCENTER} ${STANDARD}`,
      rootCa: `CN=${VCENTER} CA`,
      csr: `CN=${address} CA`,
      uploaded: `CN=${address} CA`,
    });
  });
});

describe("a client certificate", () => {
  it("stays signed by whom it was, whatever address the key server has now", async () => {
    const simulator = await smallEstate();
    const { keyServers, standardKeyProviders } = simulator.backend;
    const spec = standardSpec({ clientCertificateMode: "csr" });
    const { clientCertificate } = await standardKeyProviders.reconfigure(PROVIDER, spec);
    await keyServers.reconfigure(KEY_SERVER, keyServerSpec({ address: "other" }));
    const reloaded = Simulator.fromSnapshot(simulator.snapshot());
    for (const { backend } of [simulator, reloaded]) {
      const now = await backend.standardKeyProviders.read(PROVIDER);
      expect(now?.clientCertificate).toEqual(clientCertificate);
    }
    const notAfter = { clientCertificateNotAfter: "2031-01-01T00:00:00Z" };
    const renewed = await standardKeyProviders.reconfigure(PROVIDER, { ...spec, ...notAfter });
    expect(renewed.clientCertificate.issuer).toBe("CN=other CA");
  });
});

describe("the health of a native key provider", () => {
  rule("native-active-once-hosts-have-it", async () => {
    const simulator = await smallEstate({ provider: "none" });
    const { backend, operators } = simulator;
    const path = `${VCENTER}/kp/${NATIVE}`;
    const spec = { vcenter: VCENTER, name: NATIVE, tpmRequired: false };
    expect((await backend.nativeKeyProviders.create(spec)).health).toBe("ERROR");
    operators.inject({ kind: "unreachable", target: HOST });
    await backend.nativeKeyProviders.exportBackup(path, null);
    expect((await backend.nativeKeyProviders.read(path))?.health).toBe("WARNING");
    operators.healAll();
    simulator.advance(600);
    expect((await backend.nativeKeyProviders.read(path))?.health).toBe("OK");
  });
});

describe("a host", () => {
  const factsOf = async (changes: Parameters<typeof hostSpec>[1]) => {
    const { backend } = await smallEstate({ hosts: [hostSpec("esx1", changes)] });
    const info = await backend.hosts.read(HOST);
    return [info?.tpmVersion, info?.tpmAttestation];
  };
  const sha1 = { tpm: { present: true, hashBank: "sha1" }, secureBoot: true } as const;
  const insecure = { tpm: { present: true, hashBank: "sha256" }, secureBoot: false } as const;

  it.each([
    ["with a TPM", {}, ["2.0", "accepted"]],
    ["without a TPM", { tpm: false }, [null, null]],
    ["with a SHA-1 bank", { hardware: sha1 }, ["2.0", "notAccepted"]],
    ["without secure boot", { hardware: insecure }, ["2.0", "notAccepted"]],
  ])("%s", async (_, changes, facts) => {
    expect(await factsOf(changes)).toEqual(facts);
  });

  it.each([
    ["6.7", {}, ["memory save"]],
    ["7.0 U1", {}, ["memory save", "tpm"]],
    ["7.0 U2", {}, ["configuration", "ft", "ft of encrypted", "memory save", "tpm"]],
    ["8.0 U2", { tpm: false }, ["configuration", "ft", "ft of encrypted", "memory save"]],
    ["8.0 U3", {}, ["configuration", "ft", "ft of encrypted", "memory save", "secure boot", "tpm"]],
  ] as const)("on %s with %j can do with encryption: %j", async (version, changes, can) => {
    const hosts = [
      hostSpec("esx1", { version, ...(version === "6.7" ? { tpm: false } : {}), ...changes }),
    ];
    const { backend } = await smallEstate({ hosts });
    const capability = await backend.hosts.readCapability(HOST);
    const told = {
      configuration: capability?.hostConfigEncryptionSupported,
      ft: capability?.encryptedFtSupported,
      "ft of encrypted": capability?.encryptionFaultToleranceSupported,
      "memory save": capability?.encryptionMemorySaveSupported,
      "secure boot": capability?.uefiSecureBoot,
      tpm: capability?.tpmSupported,
      "raw device mapping": capability?.encryptionRDMSupported,
    };
    expect(Object.keys(told).filter((name) => told[name as keyof typeof told])).toEqual(can);
  });

  it("tells in a look-up alone what it can do, and whether secure boot is off as of 8.0 U3", async () => {
    const { backend } = await smallEstate({ hosts: [hostSpec("esx1", { hardware: insecure })] });
    expect((await backend.hosts.readCapability(HOST))?.uefiSecureBoot).toBe(false);
    expect(await backend.hosts.readCapability(`${CLUSTER}/esx9`)).toBeUndefined();
    expect(Object.keys(resourceSchemaOf("holdfast_host")?.block.attributes ?? {})).not.toContain(
      "capability",
    );
    const provider = makeProvider(async () => backend, { writeBackup: async () => {} });
    const { state } = await provider.readData({ type: "holdfast_host", config: { id: HOST } });
    expect(state?.capability).toMatchObject({
      crypto_supported: true,
      uefi_secure_boot: false,
      encryption_hot_operation_supported: false,
      encryption_hbr_supported: true,
    });
  });

  it("that is attested says until when, and loses that with its power", async () => {
    const simulator = await smallEstate({ provider: "trusted", hosts: [hostSpec("esx1")] });
    const until = async () => (await simulator.backend.hosts.read(HOST))?.attestedUntil;
    const seconds = simulator.estate().hosts.get(HOST)?.present?.attestedUntilSeconds;
    expect(Date.parse((await until()) ?? "")).toBe((seconds ?? 0) * 1000);
    simulator.operators.powerLoss(HOST);
    expect(await until()).toBeNull();
  });
});
