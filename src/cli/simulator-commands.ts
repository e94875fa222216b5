// Commands with hands on the simulated vSphere, behind Holdfast's back: this is how drift and outages come about.

import { ESXCLI_COMMANDS } from "../simulator/esxcli-commands.js";
import type { ArgumentDefinition, CommandDefinition } from "./command-definition.js";
import { CONFIGURATION_OF_ESTATE, JSON_OUTPUT } from "./option-definitions.js";
import { PASSWORD_VARIABLE } from "./password-variable.js";

const FAULTS = ["unreachable", "link-cut", "certificate-expired", "keys-refused"];

const FAULT: readonly ArgumentDefinition[] = [
  {
    syntax: "<fault>",
    description: "what breaks",
    choices: FAULTS,
  },
  {
    syntax: "<target...>",
    description: "a path of a vCenter, host or key server; or two link ends",
  },
];

const load = () => import("./commands/simulator.js");
const loadByHand = () => import("./commands/simulator-by-hand.js");
const loadRecovery = () => import("./commands/simulator-recovery.js");

const HOST: ArgumentDefinition = {
  syntax: "<host>",
  description: "inventory path, or hostname if only one host has it",
};

export const SIMULATOR_COMMANDS: readonly CommandDefinition[] = [
  {
    name: "simulator show",
    summary: "show the simulated estate, its clock and its faults",
    examples: ["holdfast simulator show", "holdfast simulator show --json"],
    options: [JSON_OUTPUT, ...CONFIGURATION_OF_ESTATE],
    load: async () => ({ run: (await load()).runShow }),
  },
  {
    name: "simulator advance",
    summary: "let time pass: remediation, archives and restarts happen",
    examples: ["holdfast simulator advance 2h"],
    arguments: [{ syntax: "<duration>", description: "seconds, or such as 90s, 30m, 72h, 3d" }],
    options: CONFIGURATION_OF_ESTATE,
    load: async () => ({ run: (await load()).runAdvance }),
  },
  {
    name: "simulator inject",
    summary: "break something: make it unreachable, cut a link, have a key server refuse",
    details:
      "A key server whose certificate has expired is not asked; one that refuses keys looks healthy and delivers none. An end of a link is ROLE, ROLE@SITE, @SITE, @!SITE (any other site) or a path, where ROLE is vcenter, host, keyServer or trustAuthorityHost.",
    examples: [
      "holdfast simulator inject unreachable vc01/kms/kms1",
      "holdfast simulator inject link-cut @edge @!edge",
      "holdfast simulator inject keys-refused vc01/kms/kms1",
    ],
    arguments: FAULT,
    options: CONFIGURATION_OF_ESTATE,
    load: async () => ({ run: (await load()).runInject }),
  },
  {
    name: "simulator heal",
    summary: "take a fault away, or all of them",
    examples: ["holdfast simulator heal all", "holdfast simulator heal unreachable vc01/kms/kms1"],
    arguments: [
      {
        syntax: "<fault>",
        description: "what is mended, or all",
        choices: ["all", ...FAULTS],
      },
      { syntax: "[target...]", description: "as for inject" },
    ],
    options: CONFIGURATION_OF_ESTATE,
    load: async () => ({ run: (await load()).runHeal }),
  },
  {
    name: "simulator reboot",
    summary: "reboot a host; it is back after ten minutes",
    examples: ["holdfast simulator reboot esx01", "holdfast simulator reboot vc01/edge/esx01"],
    arguments: [HOST],
    options: [
      { name: "abruptly", description: "without moving machines away or archiving" },
      ...CONFIGURATION_OF_ESTATE,
    ],
    load: async () => ({ run: (await load()).runReboot }),
  },
  {
    name: "simulator power",
    summary: "switch a host, vCenter, key server or virtual machine on or off",
    details: "A host that is switched off loses power without warning.",
    examples: ["holdfast simulator power off vc01/edge/esx01"],
    arguments: [
      { syntax: "<state>", description: "on or off", choices: ["on", "off"] },
      { syntax: "<path>", description: "what to switch" },
    ],
    options: CONFIGURATION_OF_ESTATE,
    load: async () => ({ run: (await load()).runPower }),
  },
  {
    name: "simulator snapshot",
    summary: "keep the whole estate in a file, for drill --snapshot",
    details:
      "The file is JSON, a row a line. It holds key bytes and is readable for its owner alone.",
    examples: ["holdfast simulator snapshot estate.jsonl"],
    arguments: [{ syntax: "<file>", description: "to write" }],
    options: CONFIGURATION_OF_ESTATE,
    load: async () => ({ run: (await load()).runSnapshot }),
  },
  {
    name: "simulator esxcli",
    summary: "run esxcli in the shell of a host",
    details: `The simulated hosts have these commands, with their options:\n${ESXCLI_COMMANDS.map((command) => `\n  ${command}`).join("")}`,
    examples: [
      "holdfast simulator esxcli vc01/edge/esx01 system security keypersistence get",
      "holdfast simulator esxcli vc01/edge/esx01 system settings encryption get",
    ],
    arguments: [HOST, { syntax: "<command...>", description: "namespace, command and options" }],
    options: CONFIGURATION_OF_ESTATE,
    load: async () => ({ run: (await load()).runEsxcliCommand }),
  },
  {
    name: "simulator make-key",
    summary: "make a key at a key server, and print its id",
    details:
      "The id is for existing_key_id of a virtual machine or host_key_id of a cluster. The same name gives the same key.",
    examples: ["holdfast simulator make-key vc01/kms/kms1 tills"],
    arguments: [
      { syntax: "<key-server>", description: "path of the key server" },
      { syntax: "<name>", description: "of the key, for you to find it again" },
    ],
    options: CONFIGURATION_OF_ESTATE,
    load: async () => ({ run: (await loadByHand()).runMakeKey }),
  },
  {
    name: "simulator switch-key",
    summary:
      "deactivate a key at a key server, which then delivers it to nobody, or activate it again",
    examples: ["holdfast simulator switch-key inactive vc01/kms/kms1 0f2c…"],
    arguments: [
      { syntax: "<state>", description: "of the key", choices: ["active", "inactive"] },
      { syntax: "<server>", description: "path of the key server" },
      { syntax: "<key-id>", description: "such as simulator show --json lists" },
    ],
    options: CONFIGURATION_OF_ESTATE,
    load: async () => ({ run: (await loadByHand()).runSwitchKey }),
  },
  {
    name: "simulator demand-credentials",
    summary: "have a key server demand a user name and password, or none",
    details: `The password is read from the environment variable ${PASSWORD_VARIABLE}. Without a user name the key server takes whoever it trusts.`,
    examples: [
      "holdfast simulator demand-credentials vc01/kms/kms1 vcenter",
      "holdfast simulator demand-credentials vc01/kms/kms1",
    ],
    arguments: [
      { syntax: "<server>", description: "path of the key server" },
      { syntax: "[user]", description: "name that it demands" },
    ],
    options: CONFIGURATION_OF_ESTATE,
    load: async () => ({ run: (await loadByHand()).runDemandCredentials }),
  },
  {
    name: "simulator remove-keys",
    summary: "remove keys from a vCenter and its hosts, or from one host",
    details:
      "vCenter keeps a key that is in use unless it is forced, and then its machines lock. A host knows of nothing that is in use but its host key.",
    examples: ["holdfast simulator remove-keys vc01 0f2c… --force"],
    arguments: [
      { syntax: "<path>", description: "of the vCenter or host" },
      { syntax: "<key-id...>", description: "such as simulator show --json lists" },
    ],
    options: [
      { name: "force", description: "also where it is in use" },
      ...CONFIGURATION_OF_ESTATE,
    ],
    load: async () => ({ run: (await loadByHand()).runRemoveKeys }),
  },
  {
    name: "simulator vm-snapshot",
    summary: "create a snapshot of a virtual machine, revert to it, or delete it",
    details: "A machine that is reverted is off afterwards, and encrypted as it was then.",
    examples: ["holdfast simulator vm-snapshot create vc01/vm/till before-rekey"],
    arguments: [
      { syntax: "<action>", description: "what to do", choices: ["create", "revert", "delete"] },
      { syntax: "<vm>", description: "path of the virtual machine" },
      { syntax: "<name>", description: "of the snapshot" },
    ],
    options: CONFIGURATION_OF_ESTATE,
    load: async () => ({ run: (await loadByHand()).runVmSnapshot }),
  },
  {
    name: "simulator move",
    summary: "move a virtual machine to a host, or a host to another cluster",
    details:
      "A running machine is moved by vMotion, within its vCenter or to another. A host takes the machines on it along: to another vCenter while they run, within its own once those that run are on other hosts.",
    examples: [
      "holdfast simulator move vc01/vm/till vc01/edge/esx02",
      "holdfast simulator move vc01/edge/esx01 vc02/edge",
    ],
    arguments: [
      { syntax: "<path>", description: "of the virtual machine or host" },
      { syntax: "<to>", description: "path of a host, or of a cluster" },
    ],
    options: CONFIGURATION_OF_ESTATE,
    load: async () => ({ run: (await loadByHand()).runMove }),
  },
  {
    name: "simulator unlock",
    summary: "unlock a virtual machine whose keys are to be had again",
    examples: ["holdfast simulator unlock vc01/vm/till"],
    arguments: [{ syntax: "<vm>", description: "path of the virtual machine" }],
    options: CONFIGURATION_OF_ESTATE,
    load: async () => ({ run: (await loadRecovery()).runUnlock }),
  },
  {
    name: "simulator enable-encryption",
    summary: "enable the encryption mode of a host again, so that it is sent every key",
    details: "The virtual machines on the host whose keys are to be had are unlocked by it.",
    examples: ["holdfast simulator enable-encryption esx01"],
    arguments: [HOST],
    options: CONFIGURATION_OF_ESTATE,
    load: async () => ({ run: (await loadRecovery()).runEnableEncryption }),
  },
  {
    name: "simulator auto-backup",
    summary: "archive the configuration of a host now, as /sbin/auto-backup.sh on it does",
    examples: ["holdfast simulator auto-backup esx01"],
    arguments: [HOST],
    options: CONFIGURATION_OF_ESTATE,
    load: async () => ({ run: (await loadRecovery()).runAutoBackup }),
  },
  {
    name: "simulator clear-tpm",
    summary: "clear the TPM of a host in its firmware, so that its next boot stops",
    examples: ["holdfast simulator clear-tpm esx01"],
    arguments: [HOST],
    options: CONFIGURATION_OF_ESTATE,
    load: async () => ({ run: (await loadRecovery()).runClearTpm }),
  },
  {
    name: "simulator enter-recovery-key",
    summary: "type the recovery key of a host whose boot stopped at its console",
    details:
      "While the host runs, esxcli system settings encryption recovery list shows its recovery key: write it down then.",
    examples: ["holdfast simulator enter-recovery-key esx01 123456-…"],
    arguments: [HOST, { syntax: "<key>", description: "of 16 groups of six digits" }],
    options: CONFIGURATION_OF_ESTATE,
    load: async () => ({ run: (await loadRecovery()).runEnterRecoveryKey }),
  },
  {
    name: "simulator reinstall",
    summary: "install ESXi on a host anew, with its TPM cleared: its keys and configuration go",
    examples: ["holdfast simulator reinstall esx01"],
    arguments: [HOST],
    options: CONFIGURATION_OF_ESTATE,
    load: async () => ({ run: (await loadRecovery()).runReinstall }),
  },
];
