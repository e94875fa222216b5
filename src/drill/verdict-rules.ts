// Which inferred rules a verdict rests on: for each, the question whether it was at work in what was seen. A rule is
// named where things went as it says, and not where it merely could have been.

import type { WorkloadResult } from "../model/survival.js";
import { KEY_SERVER_FAULT_KINDS } from "../vsphere/conditions.js";
import type { EstateHost, EstateKey, EstateVirtualMachine } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { newHostKeyOf } from "../vsphere/key-paths.js";
import { NOT_KNOWN } from "../vsphere/maybe.js";
import type { InferredRule } from "../vsphere/rules/vsphere-rules.js";
import type { History } from "./history.js";
import {
  eventsOf,
  type HostStory,
  happened,
  is,
  isIn,
  isOwnArchive,
  lostPower,
  persists,
  storyOf,
} from "./host-story.js";
import { keysOf } from "./predict-key-classes.js";

type Judged = Pick<WorkloadResult, "verdict" | "reasons" | "startableOn" | "keyPaths">;

/** A workload with its verdict, and what became of the hosts that decided it. */
interface Seen {
  readonly history: History;
  readonly judged: Judged;
  readonly machine: EstateVirtualMachine;
  readonly keys: readonly EstateKey[];
  /** Where it runs or would start; absent unless it survived. */
  readonly support: HostStory | undefined;
  /** The hosts that cannot start it; none if it survived. */
  readonly failing: readonly HostStory[];
}

const RULES_AT_WORK = {
  "archive-every-hour": (seen) =>
    isReadFromDisk(seen) && seen.support?.untilBoot?.some(isOwnArchive) === true,
  "attested-for-a-day": (seen) =>
    seen.judged.reasons.includes("HOST_NOT_ATTESTED") ||
    trustedHostsOf(seen).some(isAttestedIn(seen)),
  "cached-keys-not-stored-at-enable": (seen) =>
    seen.failing.some((host) => {
      const { cachedKeyIds, unarchivedKeyIds } = host.before?.present ?? {};
      const isCached = (id: string) => cachedKeyIds?.has(id) === true && !unarchivedKeyIds?.has(id);
      return persists(host) && lostPower(host) && lacksStored(seen, host, isCached);
    }),
  "cleared-tpm-counts-as-another": (seen) =>
    seen.judged.reasons.includes("TPM_NOT_TRUSTED") &&
    seen.failing.some(
      (host) => happened(host, "tpm-cleared") || happened(host, "host-reinstalled"),
    ),
  "cluster-enters-encryption-mode": (seen) => {
    const { support, machine, history } = seen;
    if (support === undefined || support.path === machine.host) return false;
    const { cryptoMode } = history.before.clusters.get(machine.cluster) ?? {};
    return cryptoMode === "onDemand" && support.untilBoot === undefined && !hasOwn(seen, support);
  },
  "disabled-persistence-uses-nothing": (seen) =>
    seen.failing.some(
      (host) => host.before?.keyPersistence === false && lostPower(host) && hadStored(seen, host),
    ),
  "expired-certificate-is-an-outage": ({ judged }) =>
    judged.reasons.includes("CERTIFICATE_EXPIRED"),
  "forgotten-once": (seen) =>
    seen.judged.reasons.includes("PROVIDER_NOT_FOUND") ||
    (seen.judged.verdict === "survived" && isProviderDeleted(seen) && wasStarted(seen)),
  "host-key-persisted": (seen) => {
    const {
      hostKeyId = null,
      hostKeyDerivedFrom,
      storedKeyIds,
    } = seen.support?.after?.present ?? {};
    const isStored = hostKeyId !== null && storedKeyIds?.has(hostKeyId) === true;
    return isStoredUsed(seen) && isStored && hostKeyDerivedFrom === undefined;
  },
  "host-needs-no-courier": (seen) => isStoredUsed(seen) && isVcenterAway(seen, seen.support),
  "incapable-after-boot": ({ judged }) => judged.reasons.includes("HOST_NOT_CRYPTO_SAFE"),
  "kept-through-recovery": (seen) =>
    isReadFromDisk(seen) && happened(seen.support, "recovery-key-entered"),
  "locked-until-asked": ({ history, machine, judged }) =>
    judged.verdict === "locked" &&
    history.healed.virtualMachines.get(machine.path)?.locked === true,
  "mode-none-boots-without-tpm": ({ support }) =>
    support?.before?.mode === "NONE" &&
    support.untilBoot !== undefined &&
    happened(support, "tpm-cleared"),
  "native-key-gone-with-reinstall": (seen) =>
    seen.failing.some(
      (host) => happened(host, "host-reinstalled") && hadDerivation(seen, host, "archived"),
    ),
  "nothing-stored-in-mode-none": ({ failing }) =>
    failing.some((host) => persists(host) && host.before?.mode === "NONE" && lostPower(host)),
  "peers-keys-stored-too": (seen) => isStoredUsed(seen) && seen.support?.path !== seen.machine.host,
  "pushed-again-after-enable": (seen) =>
    isStoredUsed(seen) && seen.support?.untilBoot?.some(is("keys-pushed")) === true,
  "refused-host-starts-nothing-stored": (seen) =>
    seen.failing.some(
      (host) =>
        persists(host) &&
        host.after?.present?.isAttestationRefused === true &&
        !isAttestedIn(seen)(host.after) &&
        !lacksStored(seen, host, () => true),
    ),
  "reinstall-forgets-stored-keys": (seen) =>
    seen.failing.some(
      (host) => persists(host) && happened(host, "host-reinstalled") && hadStored(seen, host),
    ),
  "safe-until-reboot-without-host-key": ({ support }) => {
    const { hostKeyId = null, removedKeyIds } = support?.after?.present ?? {};
    const isRemoved = hostKeyId !== null && removedKeyIds?.has(hostKeyId) === true;
    return isRemoved && support?.untilBoot === undefined;
  },
  "silent-server-misses-no-key": (seen) =>
    seen.judged.reasons.includes("HOST_NOT_CRYPTO_SAFE") &&
    seen.failing.some((host) => couldHaveAnotherHostKey(seen, host)),
  "stored-at-archive": (seen) => isStoredUsed(seen),
  "stored-key-needs-no-attestation": (seen) =>
    seen.judged.verdict === "survived" && !trustedHostsOf(seen).every(isAttestedIn(seen)),
  "torn-archive-keeps-the-one-before": (seen) =>
    (isReadFromDisk(seen) && happened(seen.support, "configuration-torn")) ||
    seen.failing.some((host) => persists(host) && happened(host, "configuration-torn")),
  "unarchived-key-lost-with-power": (seen) =>
    seen.failing.some((host) => {
      const unarchived = host.before?.present?.unarchivedKeyIds;
      const isUnarchived = (id: string) => unarchived?.has(id) === true;
      const isLost = persists(host) && lacksStored(seen, host, isUnarchived);
      return lostPower(host) && (isLost || hadDerivation(seen, host, "unarchived"));
    }),
  "vmotion-needs-no-key-server": (seen) =>
    seen.judged.verdict === "survived" &&
    areKeyServersAway(seen.history) &&
    seen.keys.some(({ derivedFrom }) => derivedFrom === undefined) &&
    eventsOf(seen.history, seen.machine.path).some((event) =>
      isIn(seen.history, event, "vm-moved"),
    ),
  "vmotion-needs-vcenter": (seen) => {
    const { history, machine } = seen;
    const shutDowns = eventsOf(history, machine.host ?? "").filter(is("host-shut-down"));
    return (
      isVcenterAway(seen, undefined) &&
      eventsOf(history, machine.path)
        .filter(is("vm-lost-host"))
        .some(({ atSeconds }) => shutDowns.some((each) => each.atSeconds === atSeconds))
    );
  },
} as const satisfies { readonly [id in InferredRule]?: (seen: Seen) => boolean };

/** The inferred rules that can decide a verdict. */
export type DecidingRule = keyof typeof RULES_AT_WORK;

/** In code-unit order. */
export const DECIDING_RULES = Object.keys(RULES_AT_WORK) as readonly DecidingRule[];

/** Ids of the inferred rules that were at work in a verdict, in code-unit order. */
export function inferredRulesOf(
  history: History,
  machine: EstateVirtualMachine,
  judged: Judged,
): readonly DecidingRule[] {
  const seen = seenOf(history, machine, judged);
  return DECIDING_RULES.filter((id) => RULES_AT_WORK[id](seen));
}

function seenOf(history: History, machine: EstateVirtualMachine, judged: Judged): Seen {
  const after = history.after.virtualMachines.get(machine.path) ?? machine;
  const isSurvivor = judged.verdict === "survived";
  const support = after.running ? after.host : (judged.startableOn[0] ?? after.host);
  const attempts = history.attempts.get(machine.path) ?? [];
  const failing = attempts.filter(({ failure }) => failure !== null);
  return {
    ...{ history, judged, machine, keys: keysOf(machine) },
    support: isSurvivor && support !== null ? storyOf(history, support) : undefined,
    failing: isSurvivor ? [] : failing.map(({ host }) => storyOf(history, host)),
  };
}

/** Whether it starts, after a boot, with keys that its host had stored. */
function isStoredUsed({ support, keys }: Seen): boolean {
  if (support?.untilBoot === undefined || !persists(support)) return false;
  const isBrought = support.sinceBoot.some(is("keys-pushed"));
  return keys.some(
    ({ id }) =>
      support.before?.present?.storedKeyIds.has(id) === true ||
      (!isBrought && support.after?.present?.storedKeyIds.has(id) === true),
  );
}

/** The same, or with a derivation key that came back from the disk. */
function isReadFromDisk(seen: Seen): boolean {
  const { support, keys } = seen;
  if (isStoredUsed(seen)) return true;
  if (support?.untilBoot === undefined) return false;
  const isBrought = support.sinceBoot.some(is("derivation-key-pushed"));
  return !isBrought && keys.some(({ derivedFrom }) => derivedFrom !== undefined);
}

function hadStored({ keys }: Seen, { before }: HostStory): boolean {
  return keys.some(({ id }) => before?.present?.storedKeyIds.has(id) === true);
}

/** Whether a key that the host had as `had` says was never stored on it. */
function lacksStored(
  { keys }: Seen,
  { before, after }: HostStory,
  had: (keyId: string) => boolean,
): boolean {
  return keys.some(
    ({ id }) =>
      had(id) &&
      before?.present?.storedKeyIds.has(id) !== true &&
      after?.present?.storedKeyIds.has(id) !== true,
  );
}

/** Whether the host had the derivation key of one of the keys, and had it on its disk or not. */
function hadDerivation(
  { keys }: Seen,
  { before }: HostStory,
  where: "archived" | "unarchived",
): boolean {
  const { derivationKeys, archivedDerivationKeys } = before?.present ?? {};
  const held = new Set(derivationKeys?.values());
  const archived = new Set(archivedDerivationKeys?.values());
  return keys.some(
    ({ derivedFrom = "" }) =>
      held.has(derivedFrom) && archived.has(derivedFrom) === (where === "archived"),
  );
}

/** Whether a host has an encrypted machine of its own when the outage begins. */
function hasOwn({ history, machine }: Seen, { path }: HostStory): boolean {
  const machines = indexEstate(history.before).machinesOf.get(machine.cluster) ?? [];
  return machines.some(({ host, homeKey }) => host === path && homeKey !== null);
}

/** Of the hosts that start it, those of a trusted cluster. */
function trustedHostsOf({ history: { after }, judged }: Seen): readonly EstateHost[] {
  const { authorityOf } = indexEstate(after);
  if (authorityOf.size === 0) return [];
  const hosts = judged.startableOn.flatMap((path) => after.hosts.get(path) ?? []);
  return hosts.filter(({ cluster }) => authorityOf.has(cluster));
}

function isAttestedIn({ history: { after } }: Seen): (host: EstateHost) => boolean {
  return ({ present }) => (present?.attestedUntilSeconds ?? 0) > after.nowSeconds;
}

function couldHaveAnotherHostKey({ history }: Seen, { before }: HostStory): boolean {
  const issuedBy = before?.present?.hostKeyProvider ?? null;
  if (before === undefined || issuedBy === null) return false;
  const { provider } = newHostKeyOf(history.before, before);
  return provider !== null && provider !== NOT_KNOWN && provider !== issuedBy;
}

function vcenterOf({ history, machine }: Seen): string {
  return history.before.clusters.get(machine.cluster)?.vcenter ?? "";
}

function isProviderDeleted(seen: Seen): boolean {
  const deleted = seen.history.conditions.faults["key-provider-deleted"];
  return seen.keys.some(({ provider }) => deleted.has(`${vcenterOf(seen)}/kp/${String(provider)}`));
}

function wasStarted({ history, machine }: Seen): boolean {
  return eventsOf(history, machine.path).some((event) => isIn(history, event, "vm-started"));
}

function areKeyServersAway({ conditions: { faults } }: History): boolean {
  return [...KEY_SERVER_FAULT_KINDS, "link-cut" as const].some((kind) => faults[kind].size > 0);
}

/** Down or out of reach at the end of the outage, or down when the host booted. */
function isVcenterAway(seen: Seen, host: HostStory | undefined): boolean {
  const hops = seen.judged.keyPaths.flatMap((path) => path.hops);
  const isOut = hops.some(({ reason }) => /^VCENTER_(DOWN|UNREACHABLE)$/.test(reason));
  const vcenter = vcenterOf(seen);
  if (isOut || seen.history.conditions.faults["vcenter-down"].has(vcenter)) return true;
  const bootedAt = host?.events.findLast(is("host-booted"))?.atSeconds;
  if (bootedAt === undefined) return false;
  const switches = eventsOf(seen.history, vcenter).filter(({ kind }) => /^vcenter-/.test(kind));
  const last = switches.findLast(({ atSeconds }) => atSeconds <= bootedAt);
  return last?.kind === "vcenter-down";
}
