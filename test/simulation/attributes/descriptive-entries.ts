// The attributes from which nothing follows in the simulated vSphere, each with the reason, and the page that
// says so.

import type { DescriptiveEntry } from "./attribute-entry.js";
import {
  CLUSTER,
  declareCluster,
  declareFloor,
  declareForgetfulHost,
  declareKeyServer,
  declareMachine,
  declareNative,
  declareVsan,
  declareWaiver,
  MANAGEMENT,
} from "./declarations.js";
import type { Program } from "./run-program.js";

/** Everything a declaration can speak of; the machine is lost in the drill, and the floor broken. */
const ESTATE: Program = [
  ...MANAGEMENT,
  declareCluster("c1"),
  declareForgetfulHost("esx1"),
  declareMachine("app", { disks: [{ name: "disk-0", size_gib: 16, key_provider: "skp" }] }),
  declareFloor("edge"),
  declareWaiver("lone"),
];

const VSAN: Program = [
  ...MANAGEMENT,
  declareCluster("c1", { storage: "vsan" }),
  declareForgetfulHost("esx1"),
  declareVsan(),
];

const PROXIED: Program = ESTATE.map((step) =>
  typeof step === "function" || step.type !== "holdfast_key_server"
    ? step
    : declareKeyServer("kms1", { proxy_address: "proxy.example" }),
);

export const DESCRIPTIVE_ENTRIES: readonly DescriptiveEntry[] = [
  {
    attribute: "holdfast_host.rack",
    of: "esx1",
    program: ESTATE,
    values: ["r1", "r2"],
    descriptive: "A note for people; no fault strikes a rack as such.",
  },
  {
    attribute: "holdfast_key_server.proxy_address",
    of: "kms1",
    program: ESTATE,
    values: [undefined, "proxy.example"],
    descriptive: "The simulated network carries messages from site to site and knows no proxies.",
  },
  {
    attribute: "holdfast_key_server.proxy_port",
    of: "kms1",
    program: PROXIED,
    values: [3128, 8080],
    descriptive: "The simulated network carries messages from site to site and knows no proxies.",
  },
  {
    attribute: "holdfast_key_server.timeout_seconds",
    of: "kms1",
    program: ESTATE,
    values: [undefined, 10],
    descriptive: "A simulated message arrives at once or not at all, so nobody waits for it.",
  },
  {
    attribute: "holdfast_key_server.protocol",
    of: "kms1",
    program: ESTATE,
    values: [undefined, "KMIP1"],
    descriptive: "Simulated vCenters and key servers understand each other by any KMIP handler.",
  },
  {
    attribute: "holdfast_key_server.reconnect",
    of: "kms1",
    program: ESTATE,
    values: [0, 1],
    descriptive: "Each simulated message travels alone, so no connection is there to break.",
  },
  {
    attribute: "holdfast_key_server.nbio",
    of: "kms1",
    program: ESTATE,
    values: [0, 1],
    descriptive: "A simulated message arrives at once or not at all, so nobody waits for it.",
  },
  {
    attribute: "holdfast_standard_key_provider.client_certificate_mode",
    of: "skp",
    program: ESTATE,
    values: ["csr", "uploaded"],
    descriptive: "Four ways to the same trust, which is what `server_trusts_client` says.",
  },
  {
    attribute: "holdfast_native_key_provider.backup.path",
    of: "nkp",
    program: [...ESTATE, declareNative("nkp")],
    values: ["nkp.backup", "elsewhere.backup"],
    descriptive:
      "Where the file lies is the user's affair; a usable provider needs that it was made.",
  },
  {
    attribute: "holdfast_virtual_machine.disks.name",
    of: "app",
    program: ESTATE,
    values: ["disk-0", "system"],
    descriptive: "It tells the disks of one machine apart.",
  },
  {
    attribute: "holdfast_virtual_machine.disks.size_gib",
    of: "app",
    program: ESTATE,
    values: [16, 32],
    descriptive:
      "A key does not care how much it protects, and simulated datastores do not fill up.",
  },
  {
    attribute: "holdfast_vsan_encryption.erase_disks_before_use",
    of: CLUSTER,
    program: VSAN,
    values: [undefined, true],
    descriptive: "It decides what is left on disks for whoever steals them, not who can read them.",
  },
  {
    attribute: "holdfast_vsan_encryption.allow_reduced_redundancy",
    of: CLUSTER,
    program: VSAN,
    values: [undefined, true],
    descriptive:
      "Disk groups are encrypted anew in an instant here, so no copy is missing meanwhile.",
  },
  {
    attribute: "holdfast_survival_floor.reason",
    of: "edge",
    program: ESTATE,
    values: ["it has to run", "audit 7"],
    descriptive: "It is shown to whoever breaks the floor.",
  },
  {
    attribute: "holdfast_waiver.owner",
    of: "lone",
    program: ESTATE,
    values: ["storage team", "audit"],
    descriptive:
      "It is shown with the waived finding, and names whom to ask once the waiver has ended.",
  },
  {
    attribute: "holdfast_waiver.reason",
    of: "lone",
    program: ESTATE,
    values: ["the second one is on order", "audit 7"],
    descriptive: "It is shown with the waived finding.",
  },
];

/** docs/descriptive-attributes.md. */
export function descriptiveDocument(): string {
  const rows = [...DESCRIPTIVE_ENTRIES]
    .sort((a, b) => (a.attribute < b.attribute ? -1 : 1))
    .map(({ attribute, descriptive }) => `| \`${attribute}\` | ${descriptive} |`);
  return `${[...HEADING, ...rows].join("\n")}\n`;
}

const HEADING = [
  "# Descriptive attributes",
  "",
  "<!-- Made from test/simulation/attributes/descriptive-entries.ts; a test compares. -->",
  "",
  "Every attribute that a configuration can set changes something: what the simulated vSphere does, what is found in",
  "an estate, or what a drill says. A test shows it for each, by two programs that differ in nothing else. The",
  "attributes below are the exceptions. They are declared, applied, read back and compared like all others, and nothing",
  "else follows from them.",
  "",
  "| Attribute | Why nothing follows from it |",
  "| --- | --- |",
];
