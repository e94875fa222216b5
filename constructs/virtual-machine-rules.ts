// What a virtual machine may not be told of its encryption, and is refused as soon as it is said.

import {
  FT_ENCRYPTION_MODE_DEFAULTS,
  MIGRATE_ENCRYPTION_DEFAULTS,
} from "../src/vsphere/defaults.js";
import { VTPM_HARDWARE_VERSION_MINIMUM } from "../src/vsphere/versions.js";
import { checkExistingKey } from "./key-provider.js";
import { isLiteral, misuse, shown } from "./props.js";
import { isReference } from "./references.js";
import { isSameObject } from "./same-object.js";
import { TrustedKeyProvider } from "./trusted-key-provider.js";
import type { VirtualMachine, VirtualMachineProps } from "./virtual-machine.js";
import type { VirtualMachineDisk } from "./virtual-machine-disk.js";

/** FC-45 (vSphere Security, Virtual Trusted Platform Module Overview). */
export function checkVtpm(machine: VirtualMachine, props: VirtualMachineProps): void {
  if (!machine.vtpm) return;
  const { firmware, hardwareVersion } = props;
  if (firmware === "bios") {
    throw misuse(
      machine,
      'A virtual TPM needs EFI firmware, and this machine has firmware: "bios".',
    );
  }
  if (hardwareVersion === undefined || !isLiteral(hardwareVersion)) return;
  if (hardwareVersion < VTPM_HARDWARE_VERSION_MINIMUM) {
    throw misuse(
      machine,
      `A virtual TPM needs hardware version ${VTPM_HARDWARE_VERSION_MINIMUM} or later, and this machine has ` +
        `${hardwareVersion}.`,
    );
  }
}

/** vSphere Security, Encrypted vSphere vMotion: it cannot be turned off for encrypted virtual machines. */
export function checkTransferEncryption(machine: VirtualMachine, props: VirtualMachineProps): void {
  if (!machine.encrypted && !machine.vtpm) return;
  const allowed = [
    ["migrateEncryption", MIGRATE_ENCRYPTION_DEFAULTS.encrypted],
    ["ftEncryptionMode", FT_ENCRYPTION_MODE_DEFAULTS.encrypted],
  ] as const;
  const errors = allowed.flatMap(([name, required]) => {
    const given = props[name];
    if (given === undefined || !isLiteral(given) || given === required) return [];
    return [`${name} can only be "${required}", not "${given}": leave it out.`];
  });
  if (errors.length === 0) return;
  const why = machine.encrypted ? "is encrypted" : "has a virtual TPM";
  const rule = `This machine ${why}, so its vMotion and Fault Tolerance are always encrypted.`;
  throw misuse(machine, [rule, ...errors].join(" "));
}

/** VCF security guidelines, VM Encryption FAQ: an encrypted disk needs an encrypted home. */
export function checkDisks(machine: VirtualMachine, disks: readonly VirtualMachineDisk[]): void {
  for (const disk of disks) {
    const isEncrypted = disk.encrypted ?? machine.encrypted;
    if (isEncrypted && !machine.encrypted && !machine.vtpm) {
      throw misuse(
        machine,
        `The disk ${disk.name} is encrypted and the machine is not; vSphere attaches an encrypted disk only to an ` +
          "encrypted machine. Set encrypted: true.",
      );
    }
    if (!isEncrypted && disk.keyProvider !== undefined) {
      throw misuse(machine, `The disk ${disk.name} names a key provider and is not encrypted.`);
    }
    if (isEncrypted && disk.rawDeviceMapping !== undefined) {
      throw misuse(
        machine,
        `The disk ${disk.name} is a raw device mapping, which vSphere does not encrypt. Set encrypted: false for it.`,
      );
    }
  }
}

/** vSphere API, CryptoKeyId: a key is known by its id and its key provider. */
export function checkExistingKeys(machine: VirtualMachine, props: VirtualMachineProps): void {
  if (props.existingKeyId !== undefined) {
    const names = ["existingKeyId", "keyProvider"] as const;
    checkExistingKey(machine, { provider: props.keyProvider, names });
    if (!machine.encrypted && !machine.vtpm) {
      throw misuse(machine, "existingKeyId names a key, and nothing of the machine is encrypted.");
    }
  }
  props.disks?.forEach(({ existingKeyId, keyProvider }, i) => {
    if (existingKeyId === undefined) return;
    const names = [`disks[${i}].existingKeyId`, `disks[${i}].keyProvider`] as const;
    checkExistingKey(machine, { provider: keyProvider, names });
  });
}

/** vSphere Security, Virtual Machine Encryption Components: without a name the default key provider gives the key. */
export function lacksProvider({
  cluster,
  encrypted,
  vtpm,
  homeKeyProvider,
}: VirtualMachine): readonly string[] {
  if ((!encrypted && !vtpm) || homeKeyProvider !== undefined) return [];
  // The default of what another program declares is for the plan to find.
  if (isReference(cluster) || isReference(cluster.vcenter)) return [];
  return [
    `This machine ${encrypted ? "is encrypted" : "has a virtual TPM"}, and no key provider is named or is the default ` +
      "of its cluster or vCenter. Pass keyProvider, or declare a DefaultKeyProvider; only the first key provider of a " +
      "vCenter needs none.",
  ];
}

/** FC-62 (vSphere Security, Trust Authority Prerequisites): EFI firmware with secure boot, and hosts that can be attested. */
export function trustErrors(
  machine: VirtualMachine,
  { firmware, efiSecureBootEnabled }: VirtualMachineProps,
): readonly string[] {
  return machine.keyProviders.flatMap((provider) => {
    if (!(provider instanceof TrustedKeyProvider)) return [];
    const name = shown(provider.keyProviderName, provider);
    const trusted = provider.trustAuthority.trustedClusters;
    const isTrusted = trusted?.some((each) => isSameObject(each, machine.cluster)) ?? true;
    const cluster = shown(machine.cluster.clusterName, machine.cluster);
    return [
      ...(firmware === "bios"
        ? [
            `Keys of the trusted key provider ${name} need EFI firmware, and this machine has firmware: "bios".`,
          ]
        : efiSecureBootEnabled === false
          ? [
              `Keys of the trusted key provider ${name} need secure boot, which this machine has off.`,
            ]
          : []),
      ...(isTrusted
        ? []
        : [
            `No host of ${cluster} gets a key of the trusted key provider ${name}: its Trust Authority does not ` +
              "trust that cluster. Add it to the trustedClusters of " +
              `${provider.trustAuthority.node.path}.`,
          ]),
    ];
  });
}
