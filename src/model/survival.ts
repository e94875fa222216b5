// Results of a drill and of a prediction, as plain data: what the simulator's observer and the predictor
// both answer in, what reports render, and what `--json` prints. Seconds count from the start of the
// outage and are negative while the estate settles.

/** Best to worst; results are merged by the worst. */
export const VERDICTS = ["survived", "unknown", "locked", "lost"] as const;

/**
 * `locked`: a key exists, someone must act. `lost`: no key path is left anywhere. `unknown`: the drill
 * could not tell, which never counts as survived.
 */
export type Verdict = (typeof VERDICTS)[number];

export type WorkloadKind = "vm" | "vtpm" | "vsan";

/** Closed list: the state of a hop on a key path, or of a condition for a start. */
export const REASON_CODES = [
  "OK",
  "CACHED_IN_MEMORY",
  "CACHE_LOST_ON_REBOOT",
  "KEY_NEVER_RECEIVED",
  "KEY_REMOVED",
  "KEY_STORED",
  "KEY_NOT_STORED",
  "KEY_NOT_YET_ARCHIVED",
  "PERSISTENCE_OFF",
  "PERSISTENCE_UNSUPPORTED_VERSION",
  "PERSISTENCE_WITHOUT_VSAN",
  "NO_TPM",
  "CONFIGURATION_ENCRYPTION_MODE_NONE",
  "CONFIGURATION_UNREADABLE",
  "HOST_DOWN",
  "HOST_NOT_CRYPTO_SAFE",
  "KDK_ON_HOST",
  "KDK_NOT_ON_HOST",
  "PROVIDER_REPLACED",
  "PROVIDER_NOT_BACKED_UP",
  "PROVIDER_REQUIRES_TPM",
  "PROVIDER_UNSUPPORTED_VERSION",
  "PROVIDER_NOT_FOUND",
  "NO_DEFAULT_PROVIDER",
  "KEY_SERVERS_NOT_TOLD",
  "PROVIDER_UNREACHABLE",
  "NETWORK_PATH_CLOSED",
  "TRUST_INCOMPLETE",
  "CERTIFICATE_EXPIRED",
  "CREDENTIALS_REFUSED",
  "KEY_MISSING_ON_SERVER",
  "KEY_INACTIVE",
  "KEY_REFUSED",
  "TRUST_AUTHORITY_UNREACHABLE",
  "HOST_NOT_TRUSTED",
  "HOST_NOT_ATTESTED",
  "TPM_NOT_TRUSTED",
  "SECURE_BOOT_OFF",
  "BASE_IMAGE_NOT_TRUSTED",
  "WRAPPING_KEY_MISSING",
  "WRAPPING_KEY_INACTIVE",
  "VCENTER_UNREACHABLE",
  "VCENTER_DOWN",
  "STORAGE_UNREADABLE",
  "DISK_GROUP_MOUNTED",
  "DISK_GROUPS_UNMOUNTED",
  "UNWRAP_FAILED",
  "CLUSTER_NOT_FOUND",
  "NOBODY_STARTS_IT",
  "DOWN_TOO_LONG",
  "NOT_KNOWN_UNTIL_APPLY",
] as const;

export type ReasonCode = (typeof REASON_CODES)[number];

/** One place a key can come from, in the order a host tries them. */
export type KeyPathKind =
  | "host-memory"
  | "host-stored"
  | "vcenter-courier"
  | "trust-authority"
  | "host-fetch"
  | "native-derivation";

export interface Hop {
  /** Inventory path or a phrase such as `memory of vc01/edge/esx01`. */
  readonly at: string;
  readonly open: boolean;
  readonly reason: ReasonCode;
  /** A full sentence. */
  readonly sentence: string;
}

export interface KeyPath {
  readonly kind: KeyPathKind;
  readonly host: string;
  /** Key id, or the native provider's path for keys that are derived. */
  readonly key: string;
  readonly use: "host" | "home" | "disk" | "vsan";
  /** All hops open. */
  readonly open: boolean;
  readonly hops: readonly Hop[];
}

export interface WorkloadResult {
  /** `vm:PATH` or `vtpm:PATH`, or `vsan:PATH` of a cluster. */
  readonly workload: string;
  readonly verdict: Verdict;
  /** One sentence: what happened and the reason. */
  readonly sentence: string;
  readonly reasons: readonly ReasonCode[];
  /** Hosts on which it could start at the end of the outage; of a vSAN those whose disk groups are mounted. */
  readonly startableOn: readonly string[];
  readonly hostsInCluster: number;
  readonly keyPaths: readonly KeyPath[];
  /** Whether it ran when the first fault struck; a powered-off one is judged by startableOn only. */
  readonly ranAtStart: boolean;
  /** Longest single interruption; null if it never came back. */
  readonly longestDownSeconds: number | null;
  /** Down before the first fault, so the fault is not blamed. */
  readonly brokenBefore: boolean;
  readonly recoversByItself: boolean;
  readonly manualSteps: readonly string[];
  /** Ids of inferred (not vendor-documented) rules the verdict rests on. */
  readonly inferredRules: readonly string[];
}

export interface TimelineEvent {
  readonly atSeconds: number;
  /** Inventory path, or a link `A -> B`. */
  readonly subject: string;
  /** Closed list of the simulator, such as `host-power-lost`, `vm-started`, `message-undelivered`. */
  readonly kind: string;
  readonly text: string;
}

export interface DrillResult {
  readonly format: "holdfast.drill/1";
  readonly scenario: string;
  readonly seed: string;
  /** SHA-256 of the snapshot the drill started from. */
  readonly estateDigest: string;
  readonly verdict: Verdict;
  /** Counts by verdict. */
  readonly counts: { readonly [verdict in Verdict]: number };
  readonly outageSeconds: number;
  readonly firstLossSeconds: number | null;
  /** From the first loss to the last workload running again; null if one never did. */
  readonly recoverySeconds: number | null;
  readonly workloads: readonly WorkloadResult[];
  readonly timeline: readonly TimelineEvent[];
  readonly manualSteps: readonly string[];
  /** Floors that this result breaks. */
  readonly brokenFloors: readonly BrokenFloor[];
}

export interface BrokenFloor {
  readonly floor: string;
  readonly scenario: string;
  readonly maxLost: number;
  readonly lost: readonly string[];
  readonly reason: string;
}

/** A rule of the failure catalogue (`FC-01` …) that a declaration or an estate breaks. */
export interface Finding {
  readonly code: string;
  readonly severity: "error" | "warning" | "info";
  readonly subject: string;
  readonly sentence: string;
  readonly remedy: string;
  /** The waiver that holds for it: it is shown and does not count. */
  readonly waiver?: WaiverInForce;
}

export interface WaiverInForce {
  readonly name: string;
  readonly owner: string;
  readonly reason: string;
  /** RFC 3339. */
  readonly until: string;
}

/** What a plan does to survival, shown beside it. */
export interface SurvivalAssessment {
  readonly scenario: string;
  readonly before: readonly PredictedVerdict[];
  readonly after: readonly PredictedVerdict[];
  /** Workloads whose verdict gets worse, with why. */
  readonly worsened: readonly VerdictChange[];
  readonly improved: readonly VerdictChange[];
  readonly findings: readonly Finding[];
  readonly brokenFloors: readonly BrokenFloor[];
  /** Set when the estate is not yet safe at the end of the apply: simulated seconds until it is. */
  readonly safeAfterSeconds: number | null;
  /** How prefixes of the plan were judged. */
  readonly prefixes: "every" | "extremes" | "none";
}

export interface PredictedVerdict {
  readonly workload: string;
  readonly verdict: Verdict;
}

export interface VerdictChange {
  readonly workload: string;
  readonly from: Verdict | "absent";
  readonly to: Verdict;
  readonly sentence: string;
  readonly reasons: readonly ReasonCode[];
}

/** The worse of two verdicts. */
export function worseVerdict(a: Verdict, b: Verdict): Verdict {
  return VERDICTS.indexOf(a) >= VERDICTS.indexOf(b) ? a : b;
}
