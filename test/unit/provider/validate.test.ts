// Rules between the attributes of one resource. Where a part is not known yet, nothing is claimed.

import { describe, expect, it } from "vitest";
import { type ObjectValue, sensitive, UNKNOWN } from "../../../src/model/value.js";
import { convertConfig } from "../../../src/schema/convert-value.js";
import { complaints, offline } from "./provider.js";

const host: ObjectValue = { hostname: "esx01", cluster: "vc/edge", version: "8.0 U2" };
const vm: ObjectValue = { name: "app", cluster: "vc/edge" };
const tpm: ObjectValue = { present: true };
const server: ObjectValue = { vcenter: "vc", name: "kms", address: "kms.example" };
const standard: ObjectValue = { vcenter: "vc", name: "kp", key_servers: ["vc/kms/a"] };
const native: ObjectValue = { vcenter: "vc", name: "kp" };
const waiver: ObjectValue = {
  name: "w",
  code: "FC-05",
  owner: "o",
  reason: "r",
  expires_at: "2030-01-01T00:00:00Z",
};
const persistent = { key_persistence: { enabled: true } };

const accepted: readonly (readonly [string, ObjectValue])[] = [
  ["holdfast_vcenter", { name: "vc", version: "8.0" }],
  ["holdfast_cluster", { vcenter: "vc", name: "edge" }],
  ["holdfast_cluster", { vcenter: UNKNOWN, name: UNKNOWN }],
  ["holdfast_host", { ...host, tpm, ...persistent, configuration_encryption: { mode: "TPM" } }],
  ["holdfast_host", { ...host, version: "7.0 U2", ...persistent }],
  ["holdfast_host", { ...host, version: UNKNOWN, tpm: UNKNOWN, ...persistent }],
  ["holdfast_host", { ...host, version: "6.7", key_persistence: { enabled: false } }],
  ["holdfast_host", { ...host, version: "6.7", key_persistence: { enabled: UNKNOWN } }],
  ["holdfast_host", { ...host, tpm: { present: false, hash_bank: "sha1" } }],
  ["holdfast_key_server", { ...server, proxy_address: "proxy", proxy_port: 3128 }],
  ["holdfast_standard_key_provider", { ...standard, password: "p", password_version: 1 }],
  ["holdfast_standard_key_provider", { ...standard, password: UNKNOWN, password_version: 1 }],
  ["holdfast_standard_key_provider", { ...standard, key_servers: [UNKNOWN, "vc/kms/a"] }],
  ["holdfast_native_key_provider", { ...native, backup: { path: "kp.p12", password: "p" } }],
  ["holdfast_native_key_provider", { ...native, backup: UNKNOWN }],
  ["holdfast_default_key_provider", { entity: "vc", key_provider: "kp" }],
  ["holdfast_default_key_provider", { entity: "vc/edge", key_provider: "kp" }],
  ["holdfast_virtual_machine", { ...vm, vtpm: true }],
  ["holdfast_virtual_machine", { ...vm, vtpm: true, hardware_version: 14, firmware: "efi" }],
  ["holdfast_virtual_machine", { ...vm, vtpm: UNKNOWN, firmware: "bios" }],
  ["holdfast_virtual_machine", { ...vm, disks: [] }],
  ["holdfast_virtual_machine", { ...vm, backup: { include_nvram: UNKNOWN, proxy: UNKNOWN } }],
  ["holdfast_virtual_machine", { ...vm, migrate_encryption: "disabled" }],
  ["holdfast_virtual_machine", { ...vm, encrypted: UNKNOWN, migrate_encryption: "disabled" }],
  ["holdfast_virtual_machine", { ...vm, vtpm: true, migrate_encryption: "required" }],
  ["holdfast_key_server", { ...server, protocol: "KMIP1", reconnect: 0, nbio: 1 }],
  [
    "holdfast_virtual_machine",
    { ...vm, vtpm: true, disks: [{ name: "a", size_gib: 1, encrypted: true }] },
  ],
  [
    "holdfast_virtual_machine",
    { ...vm, encrypted: true, disks: [{ name: "a", size_gib: 1, key_provider: "kp" }] },
  ],
  [
    "holdfast_survival_floor",
    {
      name: "f",
      scenario: "provider-outage",
      reason: "r",
      workloads: ["vm:vc/vm/*", "vtpm:*", "*", UNKNOWN],
    },
  ],
  ["holdfast_waiver", { ...waiver, subjects: ["vc/kp/*", UNKNOWN] }],
  ["holdfast_waiver", { ...waiver, code: UNKNOWN, expires_at: UNKNOWN }],
];

const refused: readonly (readonly [string, ObjectValue, readonly string[]])[] = [
  ["holdfast_cluster", { vcenter: "vc", name: "vm" }, ["name: Reserved cluster name"]],
  [
    "holdfast_cluster",
    { vcenter: "vc/edge", name: "edge" },
    ["vcenter: Not an id of the right kind"],
  ],
  ["holdfast_host", { ...host, cluster: "edge" }, ["cluster: Not an id of the right kind"]],
  [
    "holdfast_host",
    { ...host, version: "7.0 U1c", ...persistent },
    ["key_persistence.enabled: Key persistence before its time"],
  ],
  [
    "holdfast_host",
    { ...host, tpm, ...persistent, configuration_encryption: { mode: "NONE" } },
    ["key_persistence.enabled: Key persistence in mode NONE"],
  ],
  [
    "holdfast_host",
    { ...host, version: "7.0", configuration_encryption: { mode: "TPM" } },
    [
      "configuration_encryption.mode: Configuration encryption before its time",
      "configuration_encryption.mode: Mode TPM without a TPM",
    ],
  ],
  [
    "holdfast_host",
    {
      ...host,
      tpm: { present: true, hash_bank: "sha1" },
      configuration_encryption: { mode: "TPM" },
    },
    ["configuration_encryption.mode: Mode TPM with a TPM that ESXi cannot use"],
  ],
  [
    "holdfast_host",
    {
      ...host,
      version: "7.0 U3",
      tpm: { present: true, interface: "crb", hierarchy_enabled: false, manufacturer: "NTZ" },
      configuration_encryption: { mode: "TPM" },
    },
    [
      "configuration_encryption.mode: Mode TPM with a TPM that ESXi cannot use",
      "configuration_encryption.mode: Mode TPM with a TPM that ESXi cannot use",
      "configuration_encryption.mode: Mode TPM with a TPM that ESXi cannot use",
    ],
  ],
  [
    "holdfast_host",
    { ...host, tpm, secure_boot: false, configuration_encryption: { require_secure_boot: true } },
    ["configuration_encryption.require_secure_boot: Secure boot required but off"],
  ],
  [
    "holdfast_host",
    {
      ...host,
      configuration_encryption: { mode: "NONE", require_exec_installed_only: true },
    },
    ["configuration_encryption.require_exec_installed_only: Sealing policy in mode NONE"],
  ],
  [
    "holdfast_key_server",
    { ...server, proxy_port: 3128 },
    ["proxy_port: Proxy port without proxy address"],
  ],
  [
    "holdfast_key_server",
    {
      ...server,
      certificate_not_before: "2027-01-02T00:00:00Z",
      certificate_not_after: "2027-01-01T23:00:00-05:00",
    },
    [],
  ],
  [
    "holdfast_key_server",
    {
      ...server,
      certificate_not_before: "2027-01-02T00:00:00Z",
      certificate_not_after: "2027-01-02T00:00:00Z",
    },
    ["certificate_not_after: Certificate never valid"],
  ],
  [
    "holdfast_standard_key_provider",
    { ...standard, key_servers: ["vc/kms/a", "other/kms/a", "vc/a", "vc/kms/a"] },
    [
      "key_servers.1: Not a key server of this vCenter",
      "key_servers.2: Not a key server of this vCenter",
      "key_servers.3: Key server listed twice",
    ],
  ],
  [
    "holdfast_standard_key_provider",
    { ...standard, password_version: 2 },
    ["password_version: Password version without password"],
  ],
  [
    "holdfast_native_key_provider",
    { ...native, backup: { path: "kp.p12", password_version: 2 } },
    ["backup.password_version: Password version without password"],
  ],
  [
    "holdfast_default_key_provider",
    { entity: "vc/edge/esx01", key_provider: "kp" },
    ["entity: Not an id of the right kind"],
  ],
  [
    "holdfast_virtual_machine",
    { ...vm, vtpm: true, firmware: "bios", hardware_version: 13 },
    ["vtpm: vTPM without EFI firmware", "vtpm: vTPM on old virtual hardware"],
  ],
  [
    "holdfast_virtual_machine",
    {
      ...vm,
      disks: [
        { name: "a", size_gib: 1, encrypted: true },
        { name: "a", size_gib: 1, key_provider: "kp" },
      ],
    },
    [
      "disks.0.encrypted: Encrypted disk on a plain machine",
      "disks.1.name: Duplicate disk name",
      "disks.1.key_provider: Key provider of a plain disk",
    ],
  ],
  [
    "holdfast_virtual_machine",
    {
      ...vm,
      vtpm: true,
      migrate_encryption: "opportunistic",
      ft_encryption_mode: "ftEncryptionDisabled",
    },
    [
      "migrate_encryption: Encrypted machine without encrypted vMotion",
      "ft_encryption_mode: Encrypted machine without encrypted Fault Tolerance",
    ],
  ],
  [
    "holdfast_key_server",
    { ...server, protocol: "", reconnect: -1, nbio: -1 },
    [
      "protocol: Invalid attribute value",
      "reconnect: Invalid attribute value",
      "nbio: Invalid attribute value",
    ],
  ],
  [
    "holdfast_virtual_machine",
    { ...vm, key_provider: "kp" },
    ["key_provider: Key provider without encryption"],
  ],
  ...[{}, { key_id: "k", rotation_days: 30 }].map(
    (wrapping) =>
      [
        "holdfast_standard_key_provider",
        { vcenter: "vc", name: "kp", key_servers: ["vc/kms/a"], wrapping },
        ["wrapping: Wrapping key neither named nor rotated, or both"],
      ] as const,
  ),
  ...(
    [
      ["backup-proxy", "Not an id of the right kind"],
      ["vc2/vm/proxy", "Backup proxy of another vCenter"],
    ] as const
  ).map(
    ([proxy, summary]) =>
      [
        "holdfast_virtual_machine",
        { ...vm, backup: { include_nvram: true, proxy } },
        [`backup.proxy: ${summary}`],
      ] as const,
  ),
  [
    "holdfast_virtual_machine",
    { ...vm, shallow_rekey_version: 1, deep_rekey_version: 1 },
    [
      "shallow_rekey_version: Rekey without encryption",
      "deep_rekey_version: Rekey without encryption",
    ],
  ],
  [
    "holdfast_survival_floor",
    {
      name: "f",
      scenario: "provider-outage",
      reason: "r",
      workloads: ["vc/vm/app", "disk:vc/edge"],
    },
    ["workloads.0: Not a workload id", "workloads.1: Not a workload id"],
  ],
  [
    "holdfast_waiver",
    { ...waiver, code: "FC-63", expires_at: "next year", subjects: [] },
    [
      "subjects: Invalid attribute value",
      "expires_at: Invalid attribute value",
      "code: Not a finding that can be waived",
    ],
  ],
];

describe("validate", () => {
  it.each(accepted)("%s accepts %j", (type, config) => {
    expect(complaints(type, config)).toEqual([]);
  });

  it.each(refused)("%s %j", (type, config, expected) => {
    expect(complaints(type, config)).toEqual(expected);
  });

  it("says which code may be meant", () => {
    const { value } = convertConfig("holdfast_waiver", { ...waiver, code: "FC05" });
    const [diagnostic] = offline.validate({ type: "holdfast_waiver", config: value });
    expect(diagnostic?.detail).toContain(
      '"FC05" is no finding that can be waived. Did you mean "FC-05"?',
    );
  });

  it("shows nothing that was marked sensitive", () => {
    const config = { ...server, vcenter: sensitive("canary/1"), proxy_port: 1 };
    const { value } = convertConfig("holdfast_key_server", config);
    const diagnostics = offline.validate({ type: "holdfast_key_server", config: value });
    expect(diagnostics.map((d) => d.detail)).toEqual([
      '"vcenter" must be an id of the form VCENTER, not "(sensitive value)". Refer to the resource\'s attribute id.',
      'A "proxy_port" without "proxy_address" leads nowhere. Set both or neither.',
    ]);
  });

  it("reports the keywords of the schema beside its own rules", () => {
    const config = { ...vm, vtpm: true, firmware: "bios", power_state: "on" };
    expect(complaints("holdfast_virtual_machine", config)).toEqual([
      "power_state: Invalid attribute value",
      "vtpm: vTPM without EFI firmware",
    ]);
  });
});
