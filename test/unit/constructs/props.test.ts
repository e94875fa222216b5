// What users see of the constructs: every attribute of the schema can be declared, and every optional
// property says what happens without it.

import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import {
  Cluster,
  DefaultKeyProvider,
  EsxiHost,
  KeyServer,
  NativeKeyProvider,
  NetworkPath,
  Secret,
  Site,
  type Stack,
  StandardKeyProvider,
  SurvivalFloor,
  TrustAuthority,
  TrustedKeyProvider,
  VCenter,
  VirtualMachine,
  VsanEncryption,
  Waiver,
} from "../../../constructs/index.js";
import type { AttributeSchemas } from "../../../src/model/type.js";
import { providerSchema } from "../../../src/schema/resource-schemas.js";
import { documentOf, errorsOf, newProgram } from "./program.js";

describe("props", () => {
  it("reach every attribute that can be configured", () => {
    const program = newProgram();
    declareEverything(program.stack);
    expect(errorsOf(program)).toEqual([]);
    const { resource } = documentOf(program);
    for (const [type, schema] of Object.entries(providerSchema.resource_schemas)) {
      const objects = Object.values(resource?.[type] ?? {});
      expect([type, [...new Set(objects.flatMap((o) => pathsIn(o)))].sort()]).toEqual([
        type,
        configurable(schema.block.attributes).sort(),
      ]);
    }
  });

  it("say what holds without them", () => {
    const silent = readdirSync("constructs")
      .filter((name) => name.endsWith(".ts"))
      .flatMap((name) => optionalMembers(`constructs/${name}`))
      .filter((member) => !member.hasDefault)
      .map((member) => member.where);
    expect(silent).toEqual([]);
  });
});

function declareEverything(stack: Stack): void {
  const site = new Site(stack, "core");
  const vcenter = new VCenter(site, "vc01", { version: "8.0 U3", name: "vc" });
  const keyServer = new KeyServer(site, "kms", {
    vcenter,
    address: "kms.example",
    port: 5697,
    replicationGroup: "a",
    certificateNotBefore: "2024-01-01T00:00:00Z",
    certificateNotAfter: "2034-01-01T00:00:00Z",
    proxyAddress: "proxy.example",
    proxyPort: 3128,
    timeoutSeconds: 10,
    protocol: "KMIP1",
    reconnect: 1,
    nbio: 0,
    userName: "u",
    password: Secret.variable("server_password"),
    passwordVersion: 1,
  });
  const keyProvider = new StandardKeyProvider(site, "standard", {
    vcenter,
    keyServers: [keyServer],
    clientTrustsServer: true,
    serverTrustsClient: true,
    clientCertificateMode: "csr",
    clientCertificateNotAfter: "2034-01-01T00:00:00Z",
    userName: "vc",
    password: Secret.variable("kmip_password"),
    passwordVersion: 1,
  });
  const later = new VCenter(site, "vc02", { version: "9.0", name: "vc2" });
  const entry = new KeyServer(site, "kms2", { vcenter: later, address: "kms2.example" });
  for (const [id, wrapping] of [
    ["named", { keyId: "k" }],
    ["rotated", { rotationDays: 90 }],
  ] as const) {
    new StandardKeyProvider(site, id, { vcenter: later, keyServers: [entry], wrapping });
  }
  const native = new NativeKeyProvider(site, "native", {
    vcenter,
    tpmRequired: true,
    backup: { path: "b", password: Secret.variable("backup_password"), passwordVersion: 1 },
  });
  new DefaultKeyProvider(site, "default", { entity: vcenter, keyProvider: native });
  const cluster = new Cluster(site, "edge", {
    vcenter,
    ha: true,
    cryptoMode: "forceEnable",
    hostKeyProvider: keyProvider,
    hostKeyId: "k",
    storage: "vsan",
    quickBoot: true,
    keyPersistence: { enabled: true, removeStoredKeysOnDisable: false },
  });
  new EsxiHost(site, "esx01", {
    cluster,
    version: "8.0 U3",
    rack: "r1",
    tpm: {
      ...{ hashBank: "sha256", interface: "fifo", hierarchyEnabled: true },
      ...{ manufacturer: "NTC", model: "NPCT750" },
    },
    secureBoot: true,
    configurationEncryption: {
      mode: "TPM",
      requireSecureBoot: true,
      requireExecInstalledOnly: true,
    },
    physicalSecurity: "controlled",
    recoveryKeyLocation: "safe",
  });
  new VsanEncryption(site, "vsan", {
    cluster,
    keyProvider: native,
    failuresToTolerate: 2,
    kekVersion: 1,
    dekVersion: 1,
    eraseDisksBeforeUse: true,
    allowReducedRedundancy: true,
  });
  const disk = { sizeGib: 1, encrypted: true };
  const disks = [
    { ...disk, name: "d", keyProvider, existingKeyId: "k", controllerType: "nvme" },
    { ...disk, name: "lun", encrypted: false, rawDeviceMapping: "virtualMode" },
  ] as const;
  const proxy = new VirtualMachine(site, "proxy", { cluster, vtpm: true });
  const machine = new VirtualMachine(site, "vm", {
    cluster,
    backup: { includeNvram: true, proxy },
    encrypted: true,
    keyProvider: native,
    disks,
    vtpm: true,
    firmware: "efi",
    efiSecureBootEnabled: true,
    hardwareVersion: 20,
    shallowRekeyVersion: 1,
    deepRekeyVersion: 1,
    powerState: "poweredOff",
    autostart: false,
    migrateEncryption: "required",
    ftEncryptionMode: "ftEncryptionRequired",
  });
  const open = new VirtualMachine(site, "open", { cluster });
  const named = { encrypted: true, keyProvider, existingKeyId: "k" };
  new VirtualMachine(site, "under-key", { cluster, ...named });
  vcenter.runsOn(open);
  keyServer.runsOn(open);
  new NetworkPath(site, "path", {
    from: site,
    fromRole: "host",
    to: site,
    allowed: true,
    port: 443,
  });
  declareTrust(stack);
  new SurvivalFloor(site, "floor", {
    scenario: "provider-outage",
    reason: "r",
    workloads: [machine],
    maxLost: 1,
  });
  new Waiver(site, "waiver", {
    code: "FC-37",
    owner: "o",
    reason: "r",
    expiresAt: "2030-01-01T00:00:00Z",
    subjects: [vcenter, cluster, keyServer, keyProvider, native, machine, "vc01/*"],
  });
}

function declareTrust(stack: Stack): void {
  const site = new Site(stack, "trust");
  const apart = new VCenter(site, "vc-ta", { version: "8.0 U2" });
  const vcenter = new VCenter(site, "vc02", { version: "8.0 U2" });
  const role = "trust-authority";
  const ta = new Cluster(site, "ta", { vcenter: apart, role });
  const trusted = new Cluster(site, "trusted", { vcenter });
  const host = new EsxiHost(site, "esx11", { cluster: trusted, version: "8.0 U2", tpm: true });
  const trustAuthority = new TrustAuthority(site, "authority", {
    cluster: ta,
    trustedClusters: [trusted],
    baseImages: ["8.0 U2"],
    trustedTpms: [host],
  });
  new TrustedKeyProvider(site, "tkp", {
    vcenter,
    trustAuthority,
    masterKeyId: "primary",
    keyServers: [new KeyServer(site, "kms-ta", { vcenter: apart, address: "kms-ta.example" })],
  });
}

function configurable(attributes: AttributeSchemas, before = ""): string[] {
  return Object.entries(attributes)
    .filter(([, schema]) => !schema.computed)
    .flatMap(([name, schema]) => [
      `${before}${name}`,
      ...configurable(schema.nested_type?.attributes ?? {}, `${before}${name}.`),
    ]);
}

/** Names of attributes, nested ones with a dot; indices of lists are left out. */
function pathsIn(value: unknown, before = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, before));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .filter(([name]) => name !== "depends_on")
    .flatMap(([name, inner]) => [`${before}${name}`, ...pathsIn(inner, `${before}${name}.`)]);
}

interface Member {
  readonly where: string;
  readonly hasDefault: boolean;
}

/** Optional members of exported interfaces that are passed in; those called I… are looked at, not passed. */
function optionalMembers(path: string): readonly Member[] {
  const tree = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2023, true);
  return tree.statements
    .filter(ts.isInterfaceDeclaration)
    .filter(({ name }) => PASSED.test(name.text))
    .flatMap((declaration) =>
      declaration.members.filter(ts.isPropertySignature).map((member) => ({ declaration, member })),
    )
    .filter(({ member }) => member.questionToken !== undefined)
    .map(({ declaration, member }) => ({
      where: `${path}: ${declaration.name.text}.${member.name.getText()}`,
      hasDefault: ts.getJSDocTags(member).some((tag) => tag.tagName.text === "default"),
    }));
}

const PASSED =
  /Props$|^(VirtualMachineDisk|VirtualMachineBackup|NativeKeyProviderBackup|ConfigurationEncryption|Tpm|KeyPersistenceOptions)$/;
