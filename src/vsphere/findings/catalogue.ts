// The rest of the failure catalogue: failures that no finding tells, with what shows them. A failure is a finding where
// the facts of an estate give it away, a scenario where something has to happen first, and else what vSphere refuses.

import type { VSPHERE_RULES } from "../rules/vsphere-rules.js";

export interface CatalogueEntry {
  readonly code: string;
  /** As a sentence. */
  readonly failure: string;
  /** Scenarios that come with Holdfast and bring it about. */
  readonly scenarios: readonly string[];
  /** Rules of vSphere that say what follows. */
  readonly rules: readonly (keyof typeof VSPHERE_RULES)[];
  /** Where neither is: what Holdfast does about it, or why it has none of it. */
  readonly instead?: string;
}

const none = { scenarios: [], rules: [] } as const;

export const OTHER_FAILURES: readonly CatalogueEntry[] = [
  {
    code: "FC-03",
    failure: "After a power loss of the site the key servers come up last, or not at all.",
    scenarios: ["site-power-loss"],
    rules: ["site-power-loss-locks-all"],
  },
  {
    code: "FC-04",
    failure: "A host reboots while vCenter is down and the key servers are up.",
    scenarios: ["vcenter-outage"],
    rules: ["reboot-without-vcenter-locks"],
  },
  {
    code: "FC-09",
    failure: "The HSM behind a key server fails, and its port answers.",
    scenarios: ["unusable-key-server"],
    rules: ["green-port-delivers-no-key"],
  },
  {
    code: "FC-12",
    failure: "A machine that was long unregistered comes back, and its key is not to be had.",
    scenarios: [],
    rules: ["registered-without-key-is-locked"],
  },
  {
    code: "FC-17",
    failure: "The backup of a native key provider is lost, and vCenter with it.",
    scenarios: ["provider-deleted"],
    rules: ["native-made-anew-opens-nothing"],
  },
  {
    ...none,
    code: "FC-21",
    failure: "A host outside of a cluster gets no key.",
    instead: "Cannot be declared: a host names its cluster.",
  },
  {
    ...none,
    code: "FC-23",
    failure: "The backup fails in a client that was opened by an IP address.",
    instead: "Does not arise: Holdfast exports through the API.",
  },
  {
    code: "FC-24",
    failure: "A host is moved to another vCenter.",
    scenarios: [],
    rules: ["moved-host-locks-what-is-off", "moved-host-heals-by-name"],
  },
  {
    code: "FC-26",
    failure: "A key is removed by force, or on a host.",
    scenarios: [],
    rules: ["forced-removal-locks", "removal-on-a-host-asks-nobody"],
  },
  {
    code: "FC-28",
    failure: "A firmware update changes what the TPM measures.",
    scenarios: ["firmware-update"],
    rules: ["firmware-change-stops-boot"],
  },
  {
    code: "FC-30",
    failure: "ESXi is installed anew over a TPM that was not cleared.",
    scenarios: [],
    rules: ["stale-tpm-stops-new-installation"],
  },
  {
    code: "FC-40",
    failure: "A host is installed anew, or joins, during an outage.",
    scenarios: ["host-reimaged"],
    rules: ["joins-without-a-key"],
  },
  {
    code: "FC-43",
    failure:
      "The site that machines fail over to lacks the key provider or a replica of the key server.",
    scenarios: ["disaster-recovery-site"],
    rules: ["provider-is-found-by-its-name"],
  },
  {
    ...none,
    code: "FC-46",
    failure: "A virtual TPM is added to a machine that runs.",
    instead: "Does not arise: apply powers the machine off for it and on again.",
  },
  {
    ...none,
    code: "FC-47",
    failure: "A machine with a virtual TPM is exported as OVF.",
    instead:
      "Not simulated: vSphere refuses the export, which leaves the machine and its keys as they are.",
  },
  {
    ...none,
    code: "FC-55",
    failure: "A wrapping key is wanted for a key provider that exists.",
    instead: "A plan replaces the key provider, which shows what that costs.",
  },
  {
    ...none,
    code: "FC-56",
    failure: "A machine that names no key provider is re-keyed at every pass.",
    instead: "Does not arise: no key provider named means the one in use.",
  },
  {
    ...none,
    code: "FC-57",
    failure: "A Kubernetes volume under a native key provider cannot be made.",
    instead:
      "Not simulated: one report tells the error and none its cause, so that there is no mechanism to build.",
  },
  {
    ...none,
    code: "FC-58",
    failure:
      "A tool watches the storage policy and not the encryption, and plans changes for ever.",
    instead: "Does not arise: a plan compares what hosts report, and is empty after apply.",
  },
  {
    ...none,
    code: "FC-59",
    failure: "A virtual TPM is silently not attached.",
    instead:
      "Apply checks what vSphere made against what was planned; later, a missing one is drift.",
  },
  {
    code: "FC-60",
    failure: "A host that was installed anew has no derivation key while vCenter is down.",
    scenarios: [],
    rules: ["native-key-gone-with-reinstall"],
  },
];
