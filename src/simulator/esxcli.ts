// The command line in a host's own shell, behind the back of whoever manages the host: the command families that
// concern key persistence, with the vendor's output, and those of vSAN encryption, whose fields have the names of the
// vSAN API (VsanHostEncryptionInfo, KmipServerInfo), for their output is documented nowhere. It needs only that the host
// is up.

import { VsphereFault } from "../provider/backend.js";
import { type EsxcliCommand, isEsxcliCommand, nearEsxcliCommands } from "./esxcli-commands.js";
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

const COMMANDS: Readonly<Record<EsxcliCommand, Command>> = {
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
  "vsan encryption info get": withoutOptions(describeVsanEncryption),
  "vsan encryption kms list": withoutOptions(listVsanKeyServers),
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
  if (!isEsxcliCommand(words)) return failure(unknownCommand(words));
  const mark = world.journal.mark;
  try {
    const options = end < 0 ? [] : argv.slice(end);
    return { stdout: COMMANDS[words](world, hostPath, options), exitCode: 0 };
  } catch (error) {
    world.journal.rollback(mark);
    if (error instanceof VsphereFault) return failure(error.message);
    throw error;
  }
}

function unknownCommand(words: string): string {
  const near = nearEsxcliCommands(words).map((command) => `\n   ${command}`);
  return `Unknown command or namespace ${words}\nThe simulated hosts have:${near.join("")}`;
}

const SETTINGS = ["mode", "require-secure-boot", "require-exec-installed-only"];

function setEncryption(world: World, host: string, options: readonly string[]): string {
  const values = takeOptions(options, SETTINGS);
  requireNamespace(world, host);
  if (values.size === 0) {
    throw new VsphereFault("CLIFault", `Nothing to set: give --${SETTINGS.join(", --")}.`);
  }
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
  return table(["Recovery ID", "Key"], [[id, key]]);
}

/** What the host's own disk group is encrypted under, whatever vCenter thinks. */
function describeVsanEncryption(world: World, hostPath: string): string {
  const { hostKey } = requireRecord(world.hosts, hostPath, "host");
  const volume = world.diskGroups.get(hostPath)?.volume ?? null;
  if (volume === null) return field("Enabled", false);
  return (
    field("Enabled", true) +
    field("Kek Id", volume.bundle.keyId) +
    field("Host Key Id", hostKey?.keyId ?? "")
  );
}

/** The key servers that vCenter told the host of, which asks them itself. */
function listVsanKeyServers(world: World, hostPath: string): string {
  const access = world.diskGroups.get(hostPath)?.access ?? null;
  const servers = (access?.keyServers ?? []).flatMap((path) => world.keyServers.get(path) ?? []);
  if (access === null || servers.length === 0) return "";
  const rows = servers.map(({ name, address, port }) => [
    access.provider,
    name,
    address,
    String(port),
  ]);
  return table(["Cluster Id", "Name", "Address", "Port"], rows);
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = titles.map((title, i) =>
    rows.reduce((most, row) => Math.max(most, (row[i] ?? "").length), title.length),
  );
  const rules = widths.map((width) => "-".repeat(width));
  const lines = [titles, rules, ...rows].map((row) =>
    row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  "),
  );
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
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
