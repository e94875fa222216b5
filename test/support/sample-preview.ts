// A preview of an edge site whose pull request switches key persistence off on two hosts, as judging one gives it; tests
// tell other stories by changing parts of it.

import type { Preview, PreviewPlace, Risk } from "../../src/model/preview.js";
import type { CommentTexts } from "../../src/report/comment/comment-texts.js";

const HEAD = "8f14e45fceea167a5a36dedd4bea2543f1b7c0de";
const HOSTS = ["esx01", "esx02"];

export const SAMPLE_RISK: Risk = {
  kind: "survival",
  severity: "high",
  title:
    "3 workloads in vc01/edge-01 would no longer survive a 72-hour outage of the key providers",
  why:
    "vm:vc01/edge-01/till-1, for one: locked, as the key is not stored on esx01 and the key providers cannot be reached. " +
    "Key persistence is off on vc01/edge-01/esx01, so what it holds in memory is gone once it restarts.",
  workloads: ["vm:vc01/edge-01/store-db", "vm:vc01/edge-01/till-1", "vtpm:vc01/edge-01/till-2"],
  keyPaths: {
    base: "memory of vc01/edge-01/esx01 → stored on vc01/edge-01/esx01",
    head: "memory of vc01/edge-01/esx01 (CACHE_LOST_ON_REBOOT) → stored on vc01/edge-01/esx01 (PERSISTENCE_OFF)",
  },
  counterexample: [
    "provider-down vc01/kms-edge",
    "reboot vc01/edge-01/esx01",
    "reboot vc01/edge-01/esx02",
  ],
  causes: HOSTS.map((host, i) => ({
    address: `holdfast_esxi_host.${host}`,
    construct: `edge-site/${host}`,
    source: { file: "edge-site/main.ts", line: 41 + i },
    action: "update",
    differences: [{ path: "key_persistence.enabled", values: [true, false] }],
  })),
  fix: "Leave keyPersistence of EsxiHost on for esx01 or esx02: one host that keeps the keys saves all three.",
};

export const SAMPLE_PLACE: PreviewPlace = {
  site: "edge-01",
  cluster: "vc01/edge-01",
  add: 0,
  change: 2,
  replace: 0,
  destroy: 0,
  workloads: { live: 3, base: 3, head: 3 },
  surviving: { live: 3, base: 3, head: 0 },
  exposedHosts: { live: 2, base: 2, head: 0 },
  smallestCut: { base: { faults: null, isExact: true }, head: { faults: 3, isExact: true } },
};

export const SAMPLE_PREVIEW: Preview = {
  format: "holdfast.preview/1",
  project: "edge-site",
  scenario: "provider-outage",
  threat: "a 72-hour outage of the key providers",
  verdict: "drops",
  conclusion: "failure",
  sentence:
    "Survivability drops: 3 of 3 encrypted workloads would no longer survive a 72-hour outage of the key providers",
  counts: {
    live: { survived: 3, unknown: 0, locked: 0, lost: 0 },
    base: { survived: 3, unknown: 0, locked: 0, lost: 0 },
    head: { survived: 0, unknown: 0, locked: 3, lost: 0 },
  },
  workloads: SAMPLE_RISK.workloads.map((workload) => ({
    workload,
    site: "edge-01",
    cluster: "vc01/edge-01",
    verdicts: { live: "survived", base: "survived", head: "locked" },
    sentence: "locked: no host that can be started has its key.",
    reasons: ["PERSISTENCE_OFF", "PROVIDER_UNREACHABLE"],
  })),
  places: [SAMPLE_PLACE],
  risks: [SAMPLE_RISK],
  decisions: [
    {
      status: "reason-gone",
      code: "FC-04",
      subjects: HOSTS.map((host) => `vc01/edge-01/${host}`),
      sentence:
        "The waiver edge-cages of FC-04 says why keys may be kept on these hosts, and with this change none are kept.",
      waiver: {
        name: "edge-cages",
        owner: "platform-security",
        reason: "The racks are caged.",
        until: "2027-06-30T00:00:00Z",
      },
      advice: "Remove the waiver.",
    },
  ],
  irreversible: HOSTS.map((host) => ({
    address: `holdfast_esxi_host.${host}`,
    sentence: "Disabling key persistence removes all stored keys from the host.",
  })),
  undeclared: [],
  hazards: [],
  drift: { changes: [], lost: [], breaksFloor: false },
  changes: SAMPLE_RISK.causes.map(({ address, construct = "", action, differences }) => ({
    ...{ stack: "edge-site", type: "holdfast_esxi_host", address, construct, action, differences },
  })),
  brokenFloors: [],
  problems: { base: [], head: [] },
  origin: {
    base: { ref: "main", commit: "c9f0f895fb98ab9159f51fd0297e236d0123abcd" },
    head: { ref: "less-keys-on-disk", commit: HEAD },
    estateDigest: "5f2b7c1d9a3e4f60718293a4b5c6d7e8f90112233445566778899aabbccddeef",
    planDigest: "1a79a4d60de6718e8e5b326e338ae533f1d2c3b4a5968778695a4b3c2d1e0f00",
    serials: { "edge-site": 7 },
    version: "0.1.0",
  },
};

export const SAMPLE_TEXTS: CommentTexts = {
  plans: [
    {
      stack: "edge-site",
      text: [
        "  # holdfast_esxi_host.esx01 will be updated in-place",
        '  ~ resource "holdfast_esxi_host" "esx01" {',
        "      ~ key_persistence = {",
        "          ~ enabled = true -> false",
        "        }",
        "    }",
        "",
        "Plan: 0 to add, 2 to change, 0 to destroy.",
      ].join("\n"),
    },
  ],
  drill:
    "provider-outage: 0 of 3 workloads survived.\n  T+0      vc01/kms-edge is down\n  T+600 s  esx01 lost power",
  reproduce: [
    "git switch --detach 8f14e45fceea167a5a36dedd4bea2543f1b7c0de",
    "holdfast drill provider-outage --project edge-site",
  ],
  reportAddress: "https://ci.example/runs/1207",
  filesAddress: `https://forge.example/shop/estate/blob/${HEAD}/`,
};
