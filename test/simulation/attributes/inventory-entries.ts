// What the attributes of vCenters, clusters, network paths, survival floors and waivers do.

import {
  type AttributeEntry,
  brokenFloors,
  faults,
  findingsAbout,
  hostFacts,
  verdictOf,
  waived,
} from "./attribute-entry.js";
import {
  APP,
  declareCluster,
  declareFloor,
  declareForgetfulHost,
  declareHost,
  declareMachine,
  declareNative,
  declareNetworkPath,
  declareVcenter,
  declareWaiver,
  ESX1,
  MANAGEMENT,
  madeKeyId,
  makeKey,
  VCENTER,
} from "./declarations.js";
import type { Program } from "./run-program.js";

/** The host has no host key yet, and vCenter gets none for it. */
const NO_KEY = ["The host is not crypto safe"];

/** One host, one machine: what vCenter cannot fetch is missed at once. */
const SITE: Program = [declareCluster("c1"), declareHost("esx1"), declareMachine("app")];

/** The first host comes back empty after its power cut, the second with its keys. */
const HALF_PERSISTENT: Program = [
  ...MANAGEMENT,
  declareCluster("c1"),
  declareForgetfulHost("esx1"),
  declareHost("esx2"),
  declareMachine("app"),
];

const FORGETFUL_SITE: Program = [
  ...MANAGEMENT,
  declareCluster("c1"),
  declareForgetfulHost("esx1"),
  declareMachine("app"),
];

export const VCENTER_ENTRIES: readonly AttributeEntry[] = [
  {
    attribute: "holdfast_vcenter.name",
    of: VCENTER,
    program: [declareVcenter()],
    values: ["vc", "vc2"],
    identity: ["vc", "vc2"],
  },
  {
    attribute: "holdfast_vcenter.version",
    of: VCENTER,
    program: [declareVcenter(), declareNative("nkp")],
    values: ["8.0 U3", "7.0 U1"],
    shows: faults,
    outcomes: [[], ["vSphere does not support this here"]],
  },
  {
    attribute: "holdfast_vcenter.site",
    of: VCENTER,
    program: [...MANAGEMENT, declareNetworkPath(), ...SITE],
    values: ["hq", "dc"],
    shows: faults,
    outcomes: [[], NO_KEY],
  },
  {
    attribute: "holdfast_vcenter.runs_on",
    of: VCENTER,
    program: [...MANAGEMENT, ...SITE],
    values: [undefined, APP],
    shows: findingsAbout(VCENTER),
    outcomes: [[], ["FC-02"]],
  },
];

export const CLUSTER_ENTRIES: readonly AttributeEntry[] = [
  {
    attribute: "holdfast_cluster.name",
    of: "c1",
    program: [declareVcenter(), declareCluster("c1")],
    values: ["c1", "c2"],
    identity: ["vc/c1", "vc/c2"],
  },
  {
    attribute: "holdfast_cluster.vcenter",
    of: "c1",
    program: [
      ...MANAGEMENT,
      declareVcenter({ name: "vc2" }),
      declareCluster("c1"),
      declareHost("h"),
    ],
    values: [VCENTER, "vc2"],
    shows: faults,
    outcomes: [[], ["vSphere does not know the object"]],
  },
  {
    attribute: "holdfast_cluster.ha",
    of: "c1",
    program: HALF_PERSISTENT,
    values: [true, false],
    shows: verdictOf(`vm:${APP}`),
    outcomes: ["survived", "locked"],
  },
  {
    attribute: "holdfast_cluster.crypto_mode",
    of: "c1",
    program: [...MANAGEMENT, declareCluster("c1"), declareForgetfulHost("esx1")],
    values: ["onDemand", "forceEnable"],
    shows: hostFacts(ESX1),
    outcomes: ["up, incapable, 0 stored, 0 cached", "up, safe, 0 stored, 1 cached"],
  },
  {
    attribute: "holdfast_cluster.host_key_provider",
    of: "c1",
    program: [
      ...MANAGEMENT,
      declareNative("nkp"),
      declareCluster("c1", { crypto_mode: "forceEnable" }),
      ({ operators }) => operators.keyServerDown("vc/kms/kms1"),
      declareForgetfulHost("esx1"),
    ],
    values: [undefined, "nkp"],
    shows: hostFacts(ESX1),
    outcomes: ["up, incapable, 0 stored, 0 cached", "up, safe, 0 stored, 0 cached"],
  },
  {
    attribute: "holdfast_cluster.host_key_id",
    of: "c1",
    program: [
      ...MANAGEMENT,
      makeKey("host"),
      declareCluster("c1", { crypto_mode: "forceEnable", host_key_provider: "skp" }),
      declareForgetfulHost("esx1"),
    ],
    values: [madeKeyId("host"), "no-such-key"],
    shows: hostFacts(ESX1),
    outcomes: ["up, safe, 0 stored, 1 cached", "up, incapable, 0 stored, 0 cached"],
  },
  {
    attribute: "holdfast_cluster.quick_boot",
    of: "c1",
    program: [
      ...MANAGEMENT,
      declareCluster("c1"),
      declareForgetfulHost("esx1", { version: "8.0" }),
      declareForgetfulHost("esx1", { version: "8.0 U2" }),
    ],
    values: [undefined, true],
    shows: faults,
    outcomes: [[], ["vSphere does not support this here"]],
  },
  {
    attribute: "holdfast_cluster.storage",
    of: "c1",
    program: HALF_PERSISTENT,
    values: ["shared", "local"],
    shows: verdictOf(`vm:${APP}`),
    outcomes: ["survived", "locked"],
  },
];

export const NETWORK_PATH_ENTRIES: readonly AttributeEntry[] = [
  {
    attribute: "holdfast_network_path.from_site",
    of: "dc",
    program: [...MANAGEMENT, declareNetworkPath(), ...SITE],
    values: ["dc", "hq"],
    shows: faults,
    outcomes: [NO_KEY, []],
  },
  {
    attribute: "holdfast_network_path.from_role",
    of: "dc",
    program: [...MANAGEMENT, declareNetworkPath(), ...SITE],
    values: ["vcenter", "host"],
    shows: faults,
    outcomes: [NO_KEY, []],
  },
  {
    attribute: "holdfast_network_path.to_site",
    of: "dc",
    program: [...MANAGEMENT, declareNetworkPath(), ...SITE],
    values: ["dc", "hq"],
    shows: faults,
    outcomes: [NO_KEY, []],
  },
  {
    attribute: "holdfast_network_path.port",
    of: "dc",
    program: [...MANAGEMENT, declareNetworkPath(), ...SITE],
    values: [undefined, 443],
    shows: faults,
    outcomes: [NO_KEY, []],
  },
  {
    attribute: "holdfast_network_path.allowed",
    of: "dc",
    program: [...MANAGEMENT, declareNetworkPath(), ...SITE],
    values: [false, true],
    shows: faults,
    outcomes: [NO_KEY, []],
  },
];

const LOST = `edge: vm:${APP}`;

export const FLOOR_ENTRIES: readonly AttributeEntry[] = [
  {
    attribute: "holdfast_survival_floor.name",
    of: "edge",
    program: [declareFloor("edge")],
    values: ["edge", "dc"],
    identity: ["floor/edge", "floor/dc"],
  },
  {
    attribute: "holdfast_survival_floor.scenario",
    of: "edge",
    program: [...FORGETFUL_SITE, declareFloor("edge")],
    values: ["provider-outage", "rolling-reboot"],
    shows: brokenFloors,
    outcomes: [[LOST], []],
  },
  {
    attribute: "holdfast_survival_floor.workloads",
    of: "edge",
    program: [...FORGETFUL_SITE, declareFloor("edge")],
    values: [undefined, ["vtpm:*"]],
    shows: brokenFloors,
    outcomes: [[LOST], []],
  },
  {
    attribute: "holdfast_survival_floor.max_lost",
    of: "edge",
    program: [...FORGETFUL_SITE, declareFloor("edge")],
    values: [undefined, 1],
    shows: brokenFloors,
    outcomes: [[LOST], []],
  },
];

const ONE_SERVER = "FC-05 vc/kp/skp";

export const WAIVER_ENTRIES: readonly AttributeEntry[] = [
  {
    attribute: "holdfast_waiver.name",
    of: "lone",
    program: [declareWaiver("lone")],
    values: ["lone", "ordered"],
    identity: ["waiver/lone", "waiver/ordered"],
  },
  {
    attribute: "holdfast_waiver.code",
    of: "lone",
    program: [...MANAGEMENT, declareWaiver("lone")],
    values: ["FC-05", "FC-06"],
    shows: waived,
    outcomes: [[ONE_SERVER], []],
  },
  {
    attribute: "holdfast_waiver.subjects",
    of: "lone",
    program: [...MANAGEMENT, declareWaiver("lone")],
    values: [undefined, ["vc/kp/other"]],
    shows: waived,
    outcomes: [[ONE_SERVER], []],
  },
  {
    attribute: "holdfast_waiver.expires_at",
    of: "lone",
    program: [...MANAGEMENT, declareWaiver("lone")],
    values: ["2030-01-01T00:00:00Z", "2020-01-01T00:00:00Z"],
    shows: waived,
    outcomes: [[ONE_SERVER], []],
  },
];
