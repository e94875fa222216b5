// What must hold of a host once the whole program is known: which key providers serve it, and what it was
// told about key persistence by itself, its cluster or its site.

import {
  isAtLeast,
  KEY_PERSISTENCE_MINIMUM,
  NATIVE_KEY_PROVIDER_MINIMUM,
} from "../src/vsphere/versions.js";
import type { EsxiHost } from "./esxi-host.js";
import { keyPersistenceOf } from "./key-persistence.js";
import type { IKeyProvider } from "./key-provider.js";
import { NativeKeyProvider } from "./native-key-provider.js";
import { isLiteral, shown } from "./props.js";
import { keyProvidersOf, providersServing } from "./relation.js";
import { hasUsableTpm, lackOfTpm, remedyForTpm } from "./tpm.js";

export function hostErrors(host: EsxiHost): string[] {
  const serving = providersServing(host.cluster);
  const persistence = keyPersistenceOf(host).enabled ? persistenceErrors(host, serving) : [];
  return [...persistence, ...tooOldForNative(host), ...lacksRequiredTpm(host, serving)];
}

/**
 * Key persistence keeps the keys of standard and trusted key providers; beside native ones alone it has no effect and
 * needs nothing (vSphere Security, Key Persistence Overview).
 */
function persistenceErrors(host: EsxiHost, serving: readonly IKeyProvider[]): string[] {
  const errors: string[] = [];
  if (isLiteral(host.version) && !isAtLeast(host.version, KEY_PERSISTENCE_MINIMUM)) {
    errors.push(
      `Key persistence begins with ESXi ${KEY_PERSISTENCE_MINIMUM}, and this host runs ${host.version}. ` +
        "Upgrade it, or turn key persistence off for it.",
    );
  }
  const kept = serving.find((provider) => provider.kind !== "native");
  if (kept === undefined) return errors;
  const name = shown(kept.keyProviderName, kept);
  if (!hasUsableTpm(host)) errors.push(lacksTpm(host, `${kept.kind} key provider ${name}`));
  if (host.configurationEncryption?.mode === "NONE") {
    errors.push(
      `Key persistence keeps the keys of ${name} in the configuration that the TPM seals, and configuration ` +
        "encryption of this host is NONE. Set its mode to TPM, or turn key persistence off for it.",
    );
  }
  return errors;
}

function lacksTpm(host: EsxiHost, provider: string): string {
  return (
    `Key persistence needs a TPM 2.0 that ESXi can use to keep the keys of the ${provider}, and this host ` +
    `${lackOfTpm(host)}. ${remedyForTpm(host)}, turn key persistence off for it, or use a native key provider.`
  );
}

/** FC-22 (VCF security guidelines, Native Key Provider FAQ): vCenter and all its hosts. */
function tooOldForNative(host: EsxiHost): string[] {
  const { version } = host;
  if (!isLiteral(version) || isAtLeast(version, NATIVE_KEY_PROVIDER_MINIMUM)) return [];
  const native = keyProvidersOf.of(host.cluster.vcenter).find((p) => p.kind === "native");
  if (native === undefined) return [];
  return [
    `This host runs ESXi ${version}, and its vCenter has the native key provider ` +
      `${shown(native.keyProviderName, native)}, which needs ${NATIVE_KEY_PROVIDER_MINIMUM} or later on every ` +
      "host. Upgrade the host, or manage it by another vCenter.",
  ];
}

/** FC-19 (VCF security guidelines, Native Key Provider FAQ). */
function lacksRequiredTpm(host: EsxiHost, serving: readonly IKeyProvider[]): string[] {
  if (host.tpm !== undefined) return [];
  return serving
    .filter((provider) => provider instanceof NativeKeyProvider && provider.tpmRequired)
    .map(
      (provider) =>
        `The native key provider ${shown(provider.keyProviderName, provider)} admits only hosts with a TPM, ` +
        "and this host has none: every encryption task on it would fail. Fit one (tpm: true), or declare the " +
        "key provider with tpmRequired: false.",
    );
}
