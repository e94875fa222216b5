// The command line in a host's own shell, behind the back of whoever manages the host: the four command
// families that concern key persistence, with the vendor's output. It needs only that the host is up.

import { VsphereFault } from "../provider/backend.js";
import {
  disableKeyPersistence,
  enableKeyPersistence,
  requireNamespace,
  rotateRecoveryKey,
  setConfigurationEncryption,
} from "./host-settings.js";
import type { HostRecord } from "./records.js";
import { recoveryKeyOf } from "./recovery-key.js";
import { requireRecord } from "./require.js";
import type { World } from "./world.js";

export interface EsxcliResult {
  readonly stdout: string;
  readonly exitCode: 0 | 1;
}

type Command = (world: World, host: string, options: readonly string[]) => string;

const REMOVE_KEYS = "remove-all-stored-keys";

const COMMANDS: { readonly [command: string]: Command } = {
  "system security keypersistence get": withoutOptions((world, host) =>
    field("Enabled", requireNamespace(world, host).configuration.keyPersistence),
  ),
  "system security keypersistence enable": withoutOptions((world, host) => {
    enableKeyPersistence(world, host);
    return "";
  }),
  "system security keypersistence disable": (world, host, options) => {
    const given = takeOptions(options, [REMOVE_KEYS]).get(REMOVE_KEYS);
    const removeAllStoredKeys = given !== undefined && flag(given);
    disableKeyPersistence(world, host, { removeAllStoredKeys });
    return "";
  },
  "system settings encryption get": withoutOptions((world, host) =>
    describeEncryption(requireNamespace(world, host)),
  ),
  "system settings encryption set": setEncryption,
  "system settings encryption recovery list": withoutOptions(listRecoveryKey),
  "system settings encryption recovery rotate": withoutOptions((world, host) => {
    rotateRecoveryKey(world, host);
    return "";
  }),
  "hardware trustedboot get": withoutOptions((world, host) => {
    const { present } = requireRecord(world.hosts, host, "host").hardware.tpm;
    return field("Drtm Enabled", false) + field("Tpm Present", present);
  }),
};

function withoutOptions(command: (world: World, host: string) => string): Command {
  return (world, host, options) => {
    takeOptions(options, []);
    return command(world, host);
  };
}

/**
 * Runs `esxcli ARGV` on a host. Failures are output with exit code 1, except that a host which does not
 * exist or is down is a VsphereFault.
 */
export function runEsxcli(world: World, hostPath: string, argv: readonly string[]): EsxcliResult {
  const host = requireRecord(world.hosts, hostPath, "host");
  if (!host.up) throw new VsphereFault("HostCommunication", `The host "${hostPath}" is down.`);
  const end = argv.findIndex((word) => word.startsWith("-"));
  const words = (end < 0 ? argv : argv.slice(0, end)).join(" ");
  const command = Object.hasOwn(COMMANDS, words) ? COMMANDS[words] : undefined;
  if (command === undefined) return failure(`Unknown command or namespace ${words}`);
  const mark = world.journal.mark;
  try {
    const options = end < 0 ? [] : argv.slice(end);
    return { stdout: command(world, hostPath, options), exitCode: 0 };
  } catch (error) {
    world.journal.rollback(mark);
    if (error instanceof VsphereFault) return failure(error.message);
    throw error;
  }
}

function setEncryption(world: World, host: string, options: readonly string[]): string {
  const values = takeOptions(options, [
    "mode",
    "require-secure-boot",
    "require-exec-installed-only",
  ]);
  requireNamespace(world, host);
  const mode = values.get("mode");
  if (mode !== undefined && mode !== "TPM" && mode !== "NONE") {
    throw new VsphereFault("CLIFault", `Invalid mode "${mode}": TPM or NONE.`);
  }
  const secureBoot = values.get("require-secure-boot");
  const execInstalledOnly = values.get("require-exec-installed-only");
  setConfigurationEncryption(world, host, {
    ...(mode === undefined ? {} : { mode }),
    ...(secureBoot === undefined ? {} : { requireSecureBoot: flag(secureBoot) }),
    ...(execInstalledOnly === undefined
      ? {}
      : { requireExecInstalledOnly: flag(execInstalledOnly) }),
  });
  return "";
}

function describeEncryption({ configuration }: HostRecord): string {
  return (
    field("Mode", configuration.mode) +
    field("Require Executables Only From Installed VIBs", configuration.requireExecInstalledOnly) +
    field("Require Secure Boot", configuration.requireSecureBoot)
  );
}

function listRecoveryKey(world: World, hostPath: string): string {
  const host = requireNamespace(world, hostPath);
  if (host.configuration.mode !== "TPM") return "";
  const { id, key } = recoveryKeyOf(world, host);
  const columns = [id.length, key.length].map((width) => "-".repeat(width));
  return `${"Recovery ID".padEnd(id.length)}  Key\n${columns.join("  ")}\n${id}  ${key}\n`;
}

/** `--name=value`, `--name value`, or `--name` alone for true. */
function takeOptions(
  options: readonly string[],
  known: readonly string[],
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let last = "";
  for (const option of options) {
    const [name = "", value] = option.startsWith("--")
      ? option.slice(2).split("=", 2)
      : [last, option];
    if (!known.includes(name)) throw new VsphereFault("CLIFault", `Invalid option ${option}`);
    values.set(name, value ?? "true");
    last = value === undefined ? name : "";
  }
  return values;
}

function flag(text: string): boolean {
  const value = text.toLowerCase();
  if (value === "t" || value === "true" || value === "1") return true;
  if (value === "f" || value === "false" || value === "0") return false;
  throw new VsphereFault("CLIFault", `Invalid flag "${text}": T or F.`);
}

function field(name: string, value: boolean | string): string {
  return `   ${name}: ${value}\n`;
}

function failure(sentence: string): EsxcliResult {
  return { stdout: `${sentence}\n`, exitCode: 1 };
}
