// Estates and scenarios about which prediction and observation once differed, as the search shrank them, each
// with what it taught.

import type { EventDocument } from "../../../src/drill/scenario.js";
import type { RandomEstate } from "../../support/arbitrary-site.js";
import type { SiteDescription } from "../../support/simulated-estate.js";

export interface Difference {
  readonly estate: RandomEstate;
  readonly events: readonly EventDocument[];
  readonly settle: boolean;
  /** What both say now: `WORKLOAD VERDICT on HOSTS`. */
  readonly outcome: readonly string[];
}

type Cluster = SiteDescription["clusters"][number];

const host = { persistence: false, tpm: true, version: "8.0 U3", site: "edge" };
const old = { ...host, version: "7.0 U1" };
const kms = { name: "kms0", site: "edge", group: "core" };

function site(cluster: Omit<Cluster, "name">, more: Partial<SiteDescription> = {}) {
  return {
    vcenter: { site: "edge" },
    keyServers: [kms],
    native: null,
    defaultKeyProvider: "kp" as const,
    clusters: [{ ...cluster, name: "c0" }],
    ...more,
  };
}

const native = { tpmRequired: false, isBackedUp: true };

export const DIFFERENCES: Readonly<Record<string, Difference>> = {
  "a host whose TPM has died derives nothing where a TPM is required": {
    estate: {
      description: site(
        {
          hosts: [{ ...host, name: "esx0" }],
          machines: [{ name: "c0-vm0", encrypted: true }],
        },
        { native: { ...native, tpmRequired: true }, defaultKeyProvider: "nkp" },
      ),
      afterwards: [{ do: "fail-tpm", on: 0 }],
    },
    events: [{ kind: "links-cut", at: 0, until: "1h" }],
    settle: false,
    outcome: ["vm:vc01/vm/c0-vm0 survived on "],
  },
  "a machine that is moved brings its keys along, and starts with them when its vSAN is back": {
    estate: {
      description: site(
        {
          storage: "vsan",
          hosts: [0, 1, 2].map((number) => ({ ...old, name: `esx${number}` })),
          machines: [{ name: "c0-vm0", encrypted: true }],
        },
        { vcenter: { site: "edge", runsOn: "vc01/vm/c0-vm0" } },
      ),
      afterwards: [],
    },
    events: [
      { kind: "hosts-reboot", at: 0, every: "3m", backAfter: "3m" },
      { kind: "hosts-lose-power", at: 0, every: 0, backAfter: "3m", hostsPerCluster: 1 },
    ],
    settle: false,
    outcome: ["vm:vc01/vm/c0-vm0 survived on vc01/c0/esx0,vc01/c0/esx1,vc01/c0/esx2"],
  },
  "HA goes on for a machine whose lost host was removed from the inventory": {
    estate: {
      description: site({
        hosts: [
          { ...host, name: "esx0" },
          { ...host, name: "esx1" },
        ],
        machines: [{ name: "c0-vm0", encrypted: true }],
      }),
      afterwards: [
        { do: "power-loss", on: 0 },
        { do: "remove-host", on: 0 },
      ],
    },
    events: [{ kind: "key-servers-unreachable", at: 0 }],
    settle: false,
    outcome: ["vm:vc01/vm/c0-vm0 survived on vc01/c0/esx1"],
  },
  "a key deleted after its key provider was is not its neighbour": {
    estate: {
      description: site({
        hosts: [{ ...old, name: "esx0" }],
        machines: [
          { name: "c0-vm0", encrypted: true },
          { name: "c0-vm1", encrypted: true },
        ],
      }),
      afterwards: [{ do: "delete-standard" }, { do: "delete-key", on: 0 }],
    },
    events: [{ kind: "hosts-lose-power", at: 0, backAfter: 60 }],
    settle: false,
    outcome: ["vm:vc01/vm/c0-vm0 lost on ", "vm:vc01/vm/c0-vm1 locked on "],
  },
  "a damaged archive is written anew when something else has made it due": {
    estate: {
      description: site(
        {
          hosts: [{ ...host, name: "esx0" }],
          machines: [{ name: "c0-vm0", encrypted: true, keyProvider: "nkp" }],
        },
        { native, defaultKeyProvider: "nkp" },
      ),
      afterwards: [{ do: "delete-standard" }, { do: "corrupt-archive", on: 0 }],
    },
    events: [{ kind: "hosts-lose-power", at: 0, backAfter: 60 }],
    settle: true,
    outcome: ["vm:vc01/vm/c0-vm0 survived on vc01/c0/esx0"],
  },
  "a host key that is derived makes no archive due": {
    estate: {
      description: site(
        {
          hosts: [{ ...host, name: "esx0", persistence: true }],
          machines: [{ name: "c0-vm0", encrypted: true, keyProvider: "nkp" }],
        },
        { native, defaultKeyProvider: "nkp" },
      ),
      afterwards: [{ do: "corrupt-archive", on: 0 }],
    },
    events: [{ kind: "hosts-lose-power", at: 5400, backAfter: 600 }],
    settle: false,
    outcome: ["vm:vc01/vm/c0-vm0 locked on "],
  },
  "a derivation key comes when a start asks for it": {
    estate: {
      description: site(
        {
          hosts: [
            { ...host, name: "esx0" },
            { ...host, name: "esx1", version: "7.0 U2" },
          ],
          machines: [
            { name: "c0-vm0", encrypted: false },
            { name: "c0-vm1", encrypted: true, diskKeyProvider: "nkp" },
            { name: "c0-vm2", encrypted: true },
          ],
        },
        { native, vcenter: { site: "edge", runsOn: "vc01/vm/c0-vm0" } },
      ),
      afterwards: [],
    },
    events: [{ kind: "hosts-lose-power", at: 0, every: 60, backAfter: 3660 }],
    settle: false,
    outcome: [
      "vm:vc01/vm/c0-vm1 survived on vc01/c0/esx0,vc01/c0/esx1",
      "vm:vc01/vm/c0-vm2 survived on vc01/c0/esx0,vc01/c0/esx1",
    ],
  },
  "a host that is moved away takes its disks out of the vSAN": {
    estate: {
      description: site({
        storage: "vsan",
        vsan: { keyProvider: "kp", failuresToTolerate: 1 },
        hosts: [0, 1].map((number) => ({ ...old, name: `esx${number}` })),
        machines: [],
      }),
      afterwards: [{ do: "move-to-vc02", on: 0 }],
    },
    events: [
      { kind: "key-servers-unreachable", at: 0, until: 6060 },
      { kind: "hosts-lose-power", at: 0, every: 0, backAfter: 60 },
    ],
    settle: false,
    outcome: ["vsan:vc01/c0 locked on vc01/c0/esx1"],
  },
  "stored keys of a provider that was deleted are left out of the next archive, whoever has its name":
    {
      estate: {
        description: site({
          hosts: [{ ...host, name: "esx0", persistence: true }],
          machines: [{ name: "c0-vm0", encrypted: true }],
        }),
        afterwards: [{ do: "archive", on: 0 }, { do: "native-under-the-standard-name" }],
      },
      events: [{ kind: "hosts-lose-power", at: 0, backAfter: 60 }],
      settle: true,
      outcome: ["vm:vc01/vm/c0-vm0 locked on "],
    },
  "a primary key is deactivated also where host keys alone are wrapped under it": {
    estate: {
      description: site(
        {
          trusted: true,
          hostKeyProvider: "tkp",
          hosts: [{ ...host, name: "esx0" }],
          machines: [{ name: "c0-vm0", encrypted: true, keyProvider: "nkp" }],
        },
        { native, trusted: { hostSites: ["edge"], keyServerSite: "edge" } },
      ),
      afterwards: [],
    },
    events: [
      { kind: "keys-deactivated", at: 0 },
      { kind: "hosts-lose-power", at: 3600, backAfter: 600 },
    ],
    settle: false,
    outcome: ["vm:vc01/vm/c0-vm0 locked on "],
  },
  "a recovery key has the configuration archived anew, from which the next archive is counted": {
    estate: {
      description: site({
        hosts: [{ ...host, name: "esx0", persistence: true, recoveryKeyLocation: "safe" }],
        machines: [{ name: "c0-vm0", encrypted: true }],
      }),
      afterwards: [],
    },
    events: [
      { kind: "tpms-cleared", at: "10m", backAfter: "20m", recoveryKeyEntered: true },
      { kind: "key-servers-unreachable", at: "50m" },
      { kind: "hosts-lose-power", at: "75m", backAfter: "5m" },
    ],
    settle: false,
    outcome: ["vm:vc01/vm/c0-vm0 locked on "],
  },
  "a key provider that is deleted and a vCenter that goes down together do so in the order of the scenario":
    {
      estate: {
        description: site({
          hosts: [{ ...host, name: "esx0" }],
          machines: [{ name: "c0-vm0", encrypted: true }],
        }),
        afterwards: [],
      },
      events: [
        { kind: "key-providers-deleted", at: 0 },
        { kind: "vcenters-down", at: 0 },
      ],
      settle: false,
      outcome: ["vm:vc01/vm/c0-vm0 survived on "],
    },
};
