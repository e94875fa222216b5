// The scenarios that come with Holdfast, written as anyone would write one of their own.

import {
  FIRST_POWER_LOSS_SECONDS,
  OUTAGE_SECONDS,
  POWER_LOSS_STEP_SECONDS,
  POWER_RETURN_SECONDS,
} from "../vsphere/defaults.js";
import type { EventDocument, ScenarioDocument } from "./scenario.js";

const POWER_CUTS: EventDocument = {
  kind: "hosts-lose-power",
  at: FIRST_POWER_LOSS_SECONDS,
  every: POWER_LOSS_STEP_SECONDS,
  backAfter: POWER_RETURN_SECONDS,
};

/** Every key server and Trust Authority host is out of reach for three days, and each host loses power once. */
export const PROVIDER_OUTAGE: ScenarioDocument = {
  name: "provider-outage",
  description:
    "Every key server and Trust Authority host is unreachable for 72 hours, and each host loses power once.",
  outage: OUTAGE_SECONDS,
  events: [
    { kind: "key-servers-unreachable", at: 0 },
    { kind: "trust-authority-hosts-unreachable", at: 0 },
    POWER_CUTS,
  ],
};

/** Every site is on its own for three days, and each host loses power once. */
export const WAN_PARTITION: ScenarioDocument = {
  name: "wan-partition",
  description: "The links between sites are cut for 72 hours, and each host loses power once.",
  outage: OUTAGE_SECONDS,
  events: [{ kind: "links-cut", at: 0 }, POWER_CUTS],
};

/** What a patch day does: with everything up, each host in turn is emptied, rebooted and taken back. */
export const ROLLING_REBOOT: ScenarioDocument = {
  name: "rolling-reboot",
  description: "With everything reachable, the hosts of each cluster are rebooted one by one.",
  outage: OUTAGE_SECONDS,
  events: [{ ...POWER_CUTS, kind: "hosts-reboot" }],
};

/** Nobody brings keys, whatever the key servers do. */
const VCENTER_OUTAGE: ScenarioDocument = {
  name: "vcenter-outage",
  description: "Every vCenter is down for 72 hours, and each host loses power once.",
  outage: OUTAGE_SECONDS,
  events: [{ kind: "vcenters-down", at: 0 }, POWER_CUTS],
};

/** Nobody attests hosts, and nobody gives trusted ones their keys; key servers and vCenters are all up. */
const TRUST_AUTHORITY_OUTAGE: ScenarioDocument = {
  name: "trust-authority-outage",
  description:
    "Every Trust Authority host is unreachable for 72 hours, and each host loses power once.",
  outage: OUTAGE_SECONDS,
  events: [{ kind: "trust-authority-hosts-unreachable", at: 0 }, POWER_CUTS],
};

/** What comes back last is what everything waits for. */
const SITE_POWER_LOSS: ScenarioDocument = {
  name: "site-power-loss",
  description:
    "Everything loses power at once; hosts are back after 10 minutes, vCenters after 1 hour, key servers after 4.",
  outage: "24h",
  events: [
    { kind: "hosts-lose-power", at: 0, every: 0, backAfter: POWER_RETURN_SECONDS },
    { kind: "vcenters-down", at: 0, until: "1h" },
    { kind: "key-servers-unreachable", at: 0, until: "4h" },
  ],
};

/** What fails over finds only the keys that are at the other site, or on its hosts. */
const DISASTER_RECOVERY_SITE: ScenarioDocument = {
  name: "disaster-recovery-site",
  description:
    "The sites of all vCenters are without power for 72 hours, and each host elsewhere, where machines fail over to, loses power once.",
  outage: OUTAGE_SECONDS,
  events: [{ kind: "sites-lose-power", at: 0, target: { sitesOf: "vcenters" } }, POWER_CUTS],
};

const CLEARED_TPMS: EventDocument = { ...POWER_CUTS, kind: "tpms-cleared" };

const TPM_CLEARED: ScenarioDocument = {
  name: "tpm-cleared",
  description:
    "With everything reachable, the TPM of each host is cleared in turn; recovery keys that were kept are typed in.",
  outage: "24h",
  events: [{ ...CLEARED_TPMS, recoveryKeyEntered: true }],
};

const TPM_CLEARED_WITHOUT_RECOVERY_KEY: ScenarioDocument = {
  name: "tpm-cleared-without-recovery-key",
  description:
    "With everything reachable, the TPM of each host is cleared in turn, and nobody has a recovery key.",
  outage: "24h",
  events: [CLEARED_TPMS],
};

const FIRMWARE_UPDATE: ScenarioDocument = {
  name: "firmware-update",
  description:
    "With everything reachable, the firmware of each host is updated in turn; recovery keys that were kept are typed in.",
  outage: "24h",
  events: [{ ...POWER_CUTS, kind: "firmware-updated", recoveryKeyEntered: true }],
};

const CERTIFICATE_EXPIRED: ScenarioDocument = {
  name: "certificate-expired",
  description:
    "The certificates of all key servers expire, and each host loses power once before they are renewed.",
  outage: OUTAGE_SECONDS,
  events: [{ kind: "certificates-expired", at: 0 }, POWER_CUTS],
};

/** Monitoring shows nothing: a key server has to be asked for a key to be known to work. */
const UNUSABLE_KEY_SERVER: ScenarioDocument = {
  name: "unusable-key-server",
  description:
    "Every key server looks healthy and delivers no key for 72 hours, and each host loses power once.",
  outage: OUTAGE_SECONDS,
  events: [{ kind: "keys-refused", at: 0 }, POWER_CUTS],
};

const KEY_DEACTIVATED: ScenarioDocument = {
  name: "key-deactivated",
  description:
    "The keys of all virtual machines are deactivated on the key servers, and each host loses power once.",
  outage: OUTAGE_SECONDS,
  events: [{ kind: "keys-deactivated", at: 0 }, POWER_CUTS],
};

/** Nothing shows until a machine has to start. Power fails when the hosts have archived what they forgot. */
const PROVIDER_DELETED: ScenarioDocument = {
  name: "provider-deleted",
  description:
    "Every key provider is deleted in vCenter, and each host loses power once, from the third hour on.",
  outage: OUTAGE_SECONDS,
  events: [
    { kind: "key-providers-deleted", at: 0 },
    { ...POWER_CUTS, at: "3h" },
  ],
};

const HOST_REIMAGED: ScenarioDocument = {
  name: "host-reimaged",
  description:
    "During an outage of every key server the first host of each cluster is installed anew, and then each host loses power once.",
  outage: OUTAGE_SECONDS,
  events: [
    { kind: "key-servers-unreachable", at: 0 },
    {
      kind: "hosts-reinstalled",
      at: FIRST_POWER_LOSS_SECONDS,
      backAfter: "1h",
      hostsPerCluster: 1,
    },
    { ...POWER_CUTS, at: "4h" },
  ],
};

/** By name; the first is the default. */
export const BUILT_IN_SCENARIOS: ReadonlyMap<string, ScenarioDocument> = new Map(
  [
    PROVIDER_OUTAGE,
    WAN_PARTITION,
    ROLLING_REBOOT,
    VCENTER_OUTAGE,
    TRUST_AUTHORITY_OUTAGE,
    SITE_POWER_LOSS,
    DISASTER_RECOVERY_SITE,
    CERTIFICATE_EXPIRED,
    UNUSABLE_KEY_SERVER,
    KEY_DEACTIVATED,
    PROVIDER_DELETED,
    TPM_CLEARED,
    TPM_CLEARED_WITHOUT_RECOVERY_KEY,
    FIRMWARE_UPDATE,
    HOST_REIMAGED,
  ].map((scenario) => [scenario.name, scenario]),
);
