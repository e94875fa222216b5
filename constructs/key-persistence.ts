// Which hosts keep their keys over a reboot. The setting may stand at the host, its cluster or its site; the
// nearest one counts, whole. It is looked up when the program has ended, so that the order in which a program
// sets them makes no difference.

import type { IConstruct } from "constructs";
import type { EsxiHost } from "./esxi-host.js";
import type { HostKeyPersistence } from "./generated/host/index.js";
import { described } from "./prop-kinds.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { defined, misuse } from "./props.js";

/** `true` and `{}` turn it on. */
export type KeyPersistence = boolean | KeyPersistenceOptions;

export interface KeyPersistenceOptions {
  /**
   * Whether the host keeps the keys it was given.
   *
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Whether turning it off also erases the keys stored so far.
   *
   * @default true
   */
  readonly removeStoredKeysOnDisable?: boolean;
}

const PROPS: PropNames<KeyPersistenceOptions> = {
  enabled: "optional",
  removeStoredKeysOnDisable: "optional",
};

/** Refuses what is no key persistence setting. */
export function checkKeyPersistence(
  construct: IConstruct,
  setting: KeyPersistence | undefined,
): void {
  if (typeof setting === "object") checkProps(construct, setting, PROPS, "keyPersistence");
  else if (setting !== undefined && typeof setting !== "boolean") {
    throw misuse(
      construct,
      `keyPersistence takes true, false or { enabled, removeStoredKeysOnDisable }, not ${described(setting)}.`,
    );
  }
}

/** What holds for a host: its own setting, else its cluster's, else its site's, else off. */
export function keyPersistenceOf(host: EsxiHost): Required<KeyPersistenceOptions> {
  const setting = host.keyPersistence ?? host.cluster.keyPersistence ?? host.site?.keyPersistence;
  const options = typeof setting === "object" ? setting : { enabled: setting ?? false };
  return { enabled: true, removeStoredKeysOnDisable: true, ...defined(options) };
}

/**
 * The attribute for that; undefined while it would say no more than the absence does, so that removing the
 * line from a program plans exactly what it says.
 */
export function toKeyPersistenceAttribute(
  options: Required<KeyPersistenceOptions>,
): HostKeyPersistence | undefined {
  const { enabled, removeStoredKeysOnDisable } = options;
  if (removeStoredKeysOnDisable) return enabled ? { enabled } : undefined;
  return { enabled, removeStoredKeysOnDisable };
}
