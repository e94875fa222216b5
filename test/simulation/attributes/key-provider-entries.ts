// What the attributes of key servers, key providers and defaults do.

import type { ObjectValue } from "../../../src/model/value.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import {
  type AttributeEntry,
  backupsWritten,
  diagnostics,
  faults,
  findingsAbout,
  startOf,
} from "./attribute-entry.js";
import {
  APP,
  declareCluster,
  declareDefault,
  declareForgetfulHost,
  declareKeyServer,
  declareMachine,
  declareNative,
  declareNetworkPath,
  declareStandard,
  declareVcenter,
  ESX1,
  MANAGEMENT,
  madeKeyId,
  makeKey,
  VCENTER,
} from "./declarations.js";
import type { Program } from "./run-program.js";

const NO_KEY = ["The key provider is not available"];
/** The host has no host key yet, and vCenter gets none for it. */
const NOT_SAFE = ["The host is not crypto safe"];
const UNKNOWN_OBJECT = ["vSphere does not know the object"];
const UNKNOWN_PROVIDER = [...UNKNOWN_OBJECT, ...NO_KEY];
const OVER = "2025-06-01T00:00:00Z";
const TO_COME = "2027-06-01T00:00:00Z";

const SITE: Program = [declareCluster("c1"), declareForgetfulHost("esx1"), declareMachine("app")];

const downOf =
  (keyServer: string) =>
  ({ operators }: Simulator): void =>
    operators.keyServerDown(keyServer);

/** Two key servers; the second is to step in for the first. */
const TWO_SERVERS: Program = [
  declareVcenter(),
  declareKeyServer("kms1", { replication_group: "kms" }),
  declareKeyServer("kms2", { replication_group: "kms" }),
  declareStandard("skp", { key_servers: ["vc/kms/kms1", "vc/kms/kms2"] }),
  declareDefault("skp"),
];

/** The management with some attributes of the key server and of the key provider. */
const management = (ofServer: ObjectValue, ofProvider: ObjectValue): Program => [
  declareVcenter(),
  declareKeyServer("kms1", ofServer),
  declareStandard("skp", ofProvider),
  declareDefault("skp"),
];

const RIGHT = { user_name: "vcenter", password: "right" } as const;
const WITH_PASSWORD = management(RIGHT, {});

/** The key server demands these of whoever asks it. */
const demanded = ({ operators }: Simulator): void =>
  operators.demandCredentials("vc/kms/kms1", { userName: "vcenter", password: "right" });

export const KEY_SERVER_ENTRIES: readonly AttributeEntry[] = [
  {
    attribute: "holdfast_key_server.name",
    of: "kms1",
    program: [declareVcenter(), declareKeyServer("kms1")],
    values: ["kms1", "kms9"],
    identity: ["vc/kms/kms1", "vc/kms/kms9"],
  },
  {
    attribute: "holdfast_key_server.vcenter",
    of: "kms1",
    program: [
      declareVcenter(),
      declareVcenter({ name: "vc2" }),
      declareKeyServer("kms1"),
      declareStandard("skp"),
    ],
    values: [VCENTER, "vc2"],
    shows: faults,
    outcomes: [[], UNKNOWN_OBJECT],
  },
  {
    attribute: "holdfast_key_server.address",
    of: "kms2",
    program: [...TWO_SERVERS, downOf("vc/kms/kms1"), ...SITE],
    values: ["kms2.example", "kms1.example"],
    shows: faults,
    outcomes: [[], NO_KEY],
  },
  {
    attribute: "holdfast_key_server.port",
    of: "kms1",
    program: [...MANAGEMENT, declareNetworkPath(), ...SITE],
    values: [undefined, 5697],
    shows: faults,
    outcomes: [NOT_SAFE, []],
  },
  {
    attribute: "holdfast_key_server.site",
    of: "kms1",
    program: [...MANAGEMENT, declareNetworkPath(), ...SITE],
    values: ["dc", "hq"],
    shows: faults,
    outcomes: [NOT_SAFE, []],
  },
  {
    attribute: "holdfast_key_server.replication_group",
    of: "kms2",
    program: [
      ...TWO_SERVERS,
      ...SITE,
      declareStandard("skp", { key_servers: ["vc/kms/kms2"] }),
      ({ operators }) => operators.powerLoss(ESX1),
      ({ operators }) => operators.powerOn(ESX1),
    ],
    values: ["kms", undefined],
    shows: startOf(APP, ESX1),
    outcomes: ["starts", "KEY_MISSING_ON_SERVER"],
  },
  {
    attribute: "holdfast_key_server.certificate_not_before",
    of: "kms1",
    program: [...MANAGEMENT, ...SITE],
    values: [undefined, TO_COME],
    shows: faults,
    outcomes: [[], NOT_SAFE],
  },
  {
    attribute: "holdfast_key_server.certificate_not_after",
    of: "kms1",
    program: [...MANAGEMENT, ...SITE],
    values: [TO_COME, OVER],
    shows: faults,
    outcomes: [[], NOT_SAFE],
  },
  {
    attribute: "holdfast_key_server.user_name",
    of: "kms1",
    program: [...WITH_PASSWORD, demanded, ...SITE],
    values: ["vcenter", "somebody"],
    shows: faults,
    outcomes: [[], NOT_SAFE],
  },
  {
    attribute: "holdfast_key_server.password",
    of: "kms1",
    program: [...WITH_PASSWORD, demanded, ...SITE],
    values: ["right", "wrong"],
    shows: findingsAbout("vc/kp/skp"),
    outcomes: [["FC-05"], ["FC-05", "FC-08"]],
  },
  {
    attribute: "holdfast_key_server.password_version",
    of: "kms1",
    program: [
      ...management({ user_name: "vcenter", password: "wrong" }, {}),
      declareKeyServer("kms1", { user_name: "vcenter", password: "right" }),
      demanded,
      ...SITE,
    ],
    values: [undefined, 1],
    shows: faults,
    outcomes: [NOT_SAFE, []],
  },
  {
    attribute: "holdfast_key_server.runs_on",
    of: "kms1",
    program: [
      declareVcenter(),
      declareCluster("c1"),
      declareForgetfulHost("esx1"),
      declareMachine("kms", { encrypted: false, power_state: "poweredOff" }),
      declareKeyServer("kms1"),
      declareStandard("skp"),
      declareDefault("skp"),
      declareMachine("app"),
    ],
    values: [undefined, "vc/vm/kms"],
    shows: faults,
    outcomes: [[], NO_KEY],
  },
];

const WRAPPING_KEY = madeKeyId("wrapping");

const LATEST: Program = [
  declareVcenter({ version: "9.0" }),
  declareKeyServer("kms1"),
  makeKey("wrapping"),
];

export const STANDARD_ENTRIES: readonly AttributeEntry[] = [
  {
    attribute: "holdfast_standard_key_provider.user_name",
    of: "skp",
    program: [...management({}, RIGHT), demanded, ...SITE],
    values: ["vcenter", undefined],
    shows: faults,
    outcomes: [[], NOT_SAFE],
  },
  {
    attribute: "holdfast_standard_key_provider.password",
    of: "skp",
    program: [...management({}, RIGHT), demanded, ...SITE],
    values: ["right", undefined],
    shows: faults,
    outcomes: [[], NOT_SAFE],
  },
  {
    attribute: "holdfast_standard_key_provider.password_version",
    of: "skp",
    program: [
      ...management({}, { ...RIGHT, password: "wrong" }),
      declareStandard("skp", RIGHT),
      demanded,
      ...SITE,
    ],
    values: [undefined, 1],
    shows: faults,
    outcomes: [NOT_SAFE, []],
  },
  {
    attribute: "holdfast_standard_key_provider.wrapping",
    of: "skp",
    program: [...MANAGEMENT, ...SITE],
    values: [undefined, { rotation_days: 30 }],
    shows: faults,
    outcomes: [[], ["vSphere does not support this here", ...UNKNOWN_PROVIDER]],
  },
  {
    attribute: "holdfast_standard_key_provider.wrapping.key_id",
    of: "skp",
    program: [...LATEST, declareStandard("skp", { wrapping: {} }), declareDefault("skp"), ...SITE],
    values: [WRAPPING_KEY, "no-such-key"],
    shows: faults,
    outcomes: [[], NOT_SAFE],
  },
  {
    attribute: "holdfast_standard_key_provider.wrapping.rotation_days",
    of: "skp",
    program: [
      ...LATEST,
      declareStandard("skp", { wrapping: { key_id: WRAPPING_KEY } }),
      declareDefault("skp"),
    ],
    values: [undefined, 30],
    shows: diagnostics,
    outcomes: [[], ["Wrapping key neither named nor rotated, or both"]],
  },
  {
    attribute: "holdfast_standard_key_provider.vcenter",
    of: "skp",
    program: [
      declareVcenter({ name: "vc2" }),
      declareKeyServer("kms1", { vcenter: "vc2" }),
      ...MANAGEMENT,
      ...SITE,
    ],
    values: [VCENTER, "vc2"],
    shows: faults,
    outcomes: [[], UNKNOWN_PROVIDER],
  },
  {
    attribute: "holdfast_standard_key_provider.name",
    of: "skp",
    program: [...MANAGEMENT, ...SITE],
    values: ["skp", "kms"],
    shows: faults,
    outcomes: [[], UNKNOWN_OBJECT],
  },
  {
    attribute: "holdfast_standard_key_provider.key_servers",
    of: "skp",
    program: [...TWO_SERVERS, downOf("vc/kms/kms1"), ...SITE],
    values: [["vc/kms/kms1", "vc/kms/kms2"], ["vc/kms/kms1"]],
    shows: faults,
    outcomes: [[], NO_KEY],
  },
  {
    attribute: "holdfast_standard_key_provider.client_trusts_server",
    of: "skp",
    program: [...MANAGEMENT, ...SITE],
    values: [undefined, false],
    shows: faults,
    outcomes: [[], NOT_SAFE],
  },
  {
    attribute: "holdfast_standard_key_provider.server_trusts_client",
    of: "skp",
    program: [...MANAGEMENT, ...SITE],
    values: [undefined, false],
    shows: faults,
    outcomes: [[], NOT_SAFE],
  },
  {
    attribute: "holdfast_standard_key_provider.client_certificate_not_after",
    of: "skp",
    program: [...MANAGEMENT, ...SITE],
    values: [TO_COME, OVER],
    shows: faults,
    outcomes: [[], NOT_SAFE],
  },
];

const NATIVE_SITE: Program = [
  declareVcenter(),
  declareNative("nkp"),
  declareDefault("nkp"),
  declareCluster("c1"),
  declareForgetfulHost("esx1", { tpm: null }),
  declareMachine("app"),
];

export const NATIVE_ENTRIES: readonly AttributeEntry[] = [
  {
    attribute: "holdfast_native_key_provider.vcenter",
    of: "nkp",
    program: [declareVcenter({ name: "vc2" }), ...NATIVE_SITE],
    values: [VCENTER, "vc2"],
    shows: faults,
    outcomes: [[], UNKNOWN_PROVIDER],
  },
  {
    attribute: "holdfast_native_key_provider.name",
    of: "nkp",
    program: NATIVE_SITE,
    values: ["nkp", "other"],
    shows: faults,
    outcomes: [[], UNKNOWN_OBJECT],
  },
  {
    attribute: "holdfast_native_key_provider.tpm_required",
    of: "nkp",
    program: NATIVE_SITE,
    values: [false, undefined],
    shows: faults,
    outcomes: [[], NO_KEY],
  },
  {
    attribute: "holdfast_native_key_provider.backup",
    of: "nkp",
    program: NATIVE_SITE,
    values: [{ path: "nkp.backup" }, undefined],
    shows: faults,
    outcomes: [[], NO_KEY],
  },
  {
    attribute: "holdfast_native_key_provider.backup.password",
    of: "nkp",
    program: NATIVE_SITE,
    values: ["long and secret", undefined],
    shows: findingsAbout("vc/kp/nkp"),
    outcomes: [[], ["FC-18"]],
  },
  {
    attribute: "holdfast_native_key_provider.backup.password_version",
    of: "nkp",
    program: [declareVcenter(), declareNative("nkp"), declareNative("nkp")],
    values: [undefined, 1],
    shows: backupsWritten,
    outcomes: [1, 2],
  },
];

export const DEFAULT_ENTRIES: readonly AttributeEntry[] = [
  {
    attribute: "holdfast_default_key_provider.entity",
    of: VCENTER,
    program: [declareVcenter({ name: "vc2" }), ...MANAGEMENT, ...SITE],
    values: [VCENTER, "vc2"],
    shows: faults,
    outcomes: [[], UNKNOWN_OBJECT],
  },
  {
    attribute: "holdfast_default_key_provider.key_provider",
    of: VCENTER,
    program: [
      ...MANAGEMENT,
      declareNative("nkp"),
      declareDefault("nkp"),
      downOf("vc/kms/kms1"),
      ...SITE,
    ],
    values: ["nkp", "skp"],
    shows: faults,
    outcomes: [[], NO_KEY],
  },
];
