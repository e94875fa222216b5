// A preview of one lost workload, to be changed by tests.

import type { Preview } from "../../src/model/preview.js";

const ALL_SURVIVE = { survived: 2, unknown: 0, locked: 0, lost: 0 };

export function previewToPost(changes: Partial<Preview> = {}): Preview {
  return {
    format: "holdfast.preview/1",
    project: ".",
    scenario: "provider-outage",
    threat: "a 72-hour outage of the key providers",
    verdict: "drops",
    conclusion: "failure",
    sentence:
      "1 of 2 encrypted workloads would no longer survive a 72-hour outage of the key providers",
    counts: {
      live: ALL_SURVIVE,
      base: ALL_SURVIVE,
      head: { survived: 1, unknown: 0, locked: 1, lost: 0 },
    },
    workloads: [
      {
        workload: "vm:vc01/edge/pos",
        site: "edge",
        cluster: "vc01/edge",
        verdicts: { live: "survived", base: "survived", head: "locked" },
        sentence: "It stays locked.",
        reasons: ["PERSISTENCE_OFF"],
      },
    ],
    places: [],
    risks: [
      {
        kind: "survival",
        severity: "high",
        title: "One workload would be locked",
        why: "Its host keeps no keys any more.",
        workloads: ["vm:vc01/edge/pos"],
        keyPaths: { base: "stored on the host", head: null },
        counterexample: ["power-cycle vc01/edge/esx01"],
        causes: [],
        fix: "Keep key_persistence on.",
      },
    ],
    decisions: [],
    irreversible: [],
    undeclared: [],
    hazards: [],
    drift: { changes: [], lost: [], breaksFloor: false },
    changes: [
      {
        stack: "edge",
        address: "holdfast_host.esx01",
        type: "holdfast_host",
        action: "update",
        differences: [{ path: "key_persistence", values: ["on", null] }],
      },
    ],
    brokenFloors: [],
    problems: { base: [], head: [] },
    origin: { estateDigest: "e", planDigest: "p", serials: { edge: 1 }, version: "0.1.0" },
    ...changes,
  };
}
