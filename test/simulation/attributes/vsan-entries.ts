// What the attributes of vSAN encryption do.

import { type AttributeEntry, hostFacts, verdictOf } from "./attribute-entry.js";
import {
  CLUSTER,
  declareCluster,
  declareForgetfulHost,
  declareHost,
  declareNative,
  declareVsan,
  ESX1,
  MANAGEMENT,
} from "./declarations.js";
import type { Program } from "./run-program.js";

const VSAN = `vsan:${CLUSTER}`;

/** The first host does not keep its keys over the power cut, the second does. */
const HALF_PERSISTENT: Program = [
  ...MANAGEMENT,
  declareNative("nkp"),
  declareCluster("c1", { storage: "vsan" }),
  declareForgetfulHost("esx1"),
  declareHost("esx2"),
  declareVsan(),
];

/** Memory holds the KEK and the host key; every new KEK comes to them. */
const REKEYED: Program = [
  ...MANAGEMENT,
  declareCluster("c1", { storage: "vsan" }),
  declareForgetfulHost("esx1"),
  declareVsan(),
  declareVsan(),
];

const REKEYS = ["up, safe, 0 stored, 2 cached", "up, safe, 0 stored, 3 cached"] as const;

export const VSAN_ENTRIES: readonly AttributeEntry[] = [
  {
    attribute: "holdfast_vsan_encryption.cluster",
    of: CLUSTER,
    program: [
      ...MANAGEMENT,
      declareCluster("c1", { storage: "vsan" }),
      declareCluster("c2", { storage: "vsan" }),
      declareVsan(),
    ],
    values: [CLUSTER, "vc/c2"],
    identity: ["vc/c1/vsan-encryption", "vc/c2/vsan-encryption"],
  },
  {
    attribute: "holdfast_vsan_encryption.key_provider",
    of: CLUSTER,
    program: [...HALF_PERSISTENT.slice(0, -2), declareVsan()],
    values: ["skp", "nkp"],
    shows: verdictOf(VSAN),
    outcomes: ["locked", "survived"],
  },
  {
    attribute: "holdfast_vsan_encryption.failures_to_tolerate",
    of: CLUSTER,
    program: HALF_PERSISTENT,
    values: [undefined, 0],
    shows: verdictOf(VSAN),
    outcomes: ["survived", "locked"],
  },
  {
    attribute: "holdfast_vsan_encryption.kek_version",
    of: CLUSTER,
    program: REKEYED,
    values: [undefined, 1],
    shows: hostFacts(ESX1),
    outcomes: REKEYS,
  },
  {
    attribute: "holdfast_vsan_encryption.dek_version",
    of: CLUSTER,
    program: REKEYED,
    values: [undefined, 1],
    shows: hostFacts(ESX1),
    outcomes: REKEYS,
  },
];
