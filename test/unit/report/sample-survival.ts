// Drill results and assessments for the tests of reports.

import type {
  DrillResult,
  Hop,
  KeyPath,
  SurvivalAssessment,
  Verdict,
  VerdictChange,
  WorkloadResult,
} from "../../../src/model/survival.js";

export function assessmentOf(parts: Partial<SurvivalAssessment>): SurvivalAssessment {
  return {
    scenario: "provider-outage",
    before: [],
    after: [],
    worsened: [],
    improved: [],
    findings: [],
    brokenFloors: [],
    safeAfterSeconds: null,
    prefixes: "none",
    ...parts,
  };
}

export function verdictChangeOf(name: string, parts: Partial<VerdictChange> = {}): VerdictChange {
  return {
    workload: `vm:vc01/vm/${name}`,
    from: "survived",
    to: "locked",
    sentence:
      "Both hosts lose their keys when they lose power, and neither has stored them, so that no host can start it.",
    reasons: ["PERSISTENCE_OFF", "CACHE_LOST_ON_REBOOT"],
    ...parts,
  };
}

export function hopOf(at: string, parts: Partial<Hop> = {}): Hop {
  return { at, open: true, reason: "OK", sentence: "The hop is open.", ...parts };
}

export function closedPath(host: string, parts: Partial<KeyPath> = {}): KeyPath {
  const hops = [
    hopOf(`memory of ${host}`, {
      open: false,
      reason: "CACHE_LOST_ON_REBOOT",
      sentence: "The host was rebooted and its memory is empty.",
    }),
  ];
  return { kind: "host-memory", host, key: "key-1", use: "home", open: false, hops, ...parts };
}

export function workloadOf(name: string, verdict: Verdict): WorkloadResult {
  const survived = verdict === "survived";
  const hosts = ["vc01/edge/esx01", "vc01/edge/esx02"];
  return {
    workload: `vm:vc01/vm/${name}`,
    verdict,
    sentence: survived ? "It was down for 12 minutes." : "No host has its home key.",
    reasons: survived ? ["KEY_STORED"] : ["CACHE_LOST_ON_REBOOT"],
    startableOn: survived ? hosts : [],
    hostsInCluster: 2,
    keyPaths: survived ? [] : hosts.map((host) => closedPath(host)),
    ranAtStart: true,
    longestDownSeconds: survived ? 720 : null,
    brokenBefore: false,
    recoversByItself: false,
    manualSteps: survived ? [] : [`Unlock vc01/vm/${name} once a key server answers.`],
    inferredRules: [],
  };
}

export function drillOf(workloads: readonly WorkloadResult[]): DrillResult {
  const counts = { survived: 0, unknown: 0, locked: 0, lost: 0 };
  for (const { verdict } of workloads) counts[verdict] += 1;
  const bad = counts.locked + counts.lost > 0;
  return {
    format: "holdfast.drill/1",
    scenario: "provider-outage",
    seed: "holdfast",
    estateDigest: "5e1f00c0ffee5e1f00c0ffee",
    verdict: counts.lost > 0 ? "lost" : bad ? "locked" : "survived",
    counts,
    outageSeconds: 259_200,
    firstLossSeconds: bad ? 5_400 : null,
    recoverySeconds: null,
    workloads,
    timeline: [
      {
        atSeconds: 7_200,
        subject: "vc01/kms/kms1",
        kind: "fault-injected",
        text: "vc01/kms/kms1 answers nobody.",
      },
      {
        atSeconds: 7_500,
        subject: "vc01 -> vc01/kms/kms1",
        kind: "message-undelivered",
        text: "vCenter vc01 could not ask for a key.",
      },
      {
        atSeconds: 10_805,
        subject: "vc01/edge/esx01",
        kind: "host-power-lost",
        text: "vc01/edge/esx01 lost power.",
      },
    ],
    manualSteps: workloads.flatMap((result) => result.manualSteps),
    brokenFloors: [],
  };
}
