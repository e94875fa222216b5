// The comment of a pull request as a reviewer reads it, story by story.

import { describe, expect, it } from "vitest";
import { errorDiagnostic } from "../../../src/model/diagnostic.js";
import type { Preview } from "../../../src/model/preview.js";
import { GITHUB_COMMENT } from "../../../src/report/comment/budget.js";
import type { CommentTexts } from "../../../src/report/comment/comment-texts.js";
import { renderComment } from "../../../src/report/comment/render-comment.js";
import {
  SAMPLE_PLACE,
  SAMPLE_PREVIEW,
  SAMPLE_RISK,
  SAMPLE_TEXTS,
} from "../../support/sample-preview.js";

const NO_CHANGE: Preview = {
  ...SAMPLE_PREVIEW,
  ...{ verdict: "unchanged", conclusion: "success" },
  ...{ workloads: [], places: [], risks: [], decisions: [], irreversible: [], changes: [] },
  counts: { ...SAMPLE_PREVIEW.counts, head: SAMPLE_PREVIEW.counts.base },
  sentence:
    "Nothing changes: 3 of 3 encrypted workloads survive a 72-hour outage of the key providers",
};

const NO_CUT = { faults: null, isExact: true };

const UNTOUCHED = {
  ...{ surviving: { live: 3, base: 3, head: 3 }, exposedHosts: { live: 2, base: 2, head: 2 } },
  smallestCut: { base: NO_CUT, head: NO_CUT },
};

const COPY_PLACE = { ...SAMPLE_PLACE, ...UNTOUCHED, add: 1, change: 0 };

const KEY_SERVER_FLOOR = {
  floor: "shops-stay-open",
  scenario: "provider-outage",
  maxLost: 0,
  lost: SAMPLE_RISK.workloads,
  reason: "A shop must sell without the head office.",
};

const STORIES: Readonly<Record<string, Preview>> = {
  "persistence-switched-off": SAMPLE_PREVIEW,
  "key-server-removed": {
    ...SAMPLE_PREVIEW,
    sentence:
      "Survivability drops: 3 of 3 encrypted workloads would be lost for good in a 72-hour outage of the key providers",
    risks: [
      {
        ...SAMPLE_RISK,
        ...{ kind: "floor", severity: "critical", counterexample: [] },
        title:
          "The floor shops-stay-open is broken: 3 workloads would not survive, and it lets 0 fall",
        why: "The floor stands because: A shop must sell without the head office.",
        causes: [
          {
            address: "holdfast_key_server.kms_a",
            source: { file: "edge-site/main.ts", line: 18 },
            action: "delete",
            differences: [],
          },
        ],
        fix: "Keep kms-a until the machines are under a key of another provider.",
      },
      {
        ...SAMPLE_RISK,
        ...{ kind: "finding", severity: "medium", code: "FC-21", counterexample: null },
        title: "The provider vc01/kms-edge has one key server (FC-21)",
        ...{ why: "Its failure alone is an outage.", causes: [], workloads: [] },
        keyPaths: { base: null, head: null },
        fix: "Declare a second key server.",
      },
    ],
    ...{ decisions: [], brokenFloors: [KEY_SERVER_FLOOR] },
    irreversible: [
      {
        address: "holdfast_key_server.kms_a",
        sentence: "Keys that only this server has cannot be fetched again.",
      },
    ],
    hazards: [
      {
        ...{ code: "FC-34", severity: "error", subject: "vc01/kms-edge" },
        sentence: "The key server goes before the hosts have the keys of the new provider.",
        remedy: "Apply in two steps.",
      },
    ],
  },
  "provider-renamed": {
    ...SAMPLE_PREVIEW,
    ...{ decisions: [], irreversible: [] },
    places: [{ ...SAMPLE_PLACE, change: 0, replace: 1 }],
    risks: [
      {
        ...SAMPLE_RISK,
        severity: "critical",
        title:
          "3 workloads in vc01/edge-01 would be lost for good in a 72-hour outage of the key providers",
        causes: [
          {
            address: "holdfast_native_key_provider.edge",
            source: { file: "edge-site/main.ts", line: 12 },
            action: "delete-then-create",
            differences: [{ path: "name", values: ["edge", "edge-2027"] }],
          },
        ],
        fix: "Add the new provider beside the old one and rekey first.",
      },
    ],
  },
  "host-downgraded": {
    ...SAMPLE_PREVIEW,
    ...{ conclusion: "neutral", decisions: [], irreversible: [] },
    sentence:
      "Survivability drops: 1 of 3 encrypted workloads would no longer survive a 72-hour outage of the key providers",
    places: [{ ...SAMPLE_PLACE, change: 1, surviving: { live: 3, base: 3, head: 2 } }],
    risks: [
      {
        ...SAMPLE_RISK,
        workloads: ["vm:vc01/edge-01/till-1"],
        why: "ESXi 7.0 U1 cannot keep keys; it takes 7.0 U2.",
        causes: [
          {
            address: 'holdfast_esxi_host.this["esx01"]',
            action: "update",
            differences: [{ path: "version", values: ["8.0 U3", "7.0 U1"] }],
          },
        ],
        fix: "Leave esx01 at 7.0 U2 or later.",
      },
    ],
  },
  "harmless-change": {
    ...NO_CHANGE,
    sentence:
      "Safe: 3 of 3 encrypted workloads survive a 72-hour outage of the key providers, as before",
    places: [COPY_PLACE],
    changes: [
      {
        ...{ stack: "edge-site", address: "holdfast_virtual_machine.kiosk", action: "create" },
        ...{ type: "holdfast_virtual_machine", differences: [] },
      },
    ],
  },
  "stacks-removed": {
    ...NO_CHANGE,
    conclusion: "neutral",
    sentence:
      "Safe: all 3 encrypted workloads would survive a 72-hour outage of the key providers. The stacks edge-site, lab are no longer declared: their 14 objects stay as they are",
    undeclared: [
      {
        ...{ stack: "edge-site", objects: 14, pending: 1 },
        ...{ inForce: ["open-for-business", "edge-cages"], neverInForce: ["open-after-fire"] },
      },
      { stack: "lab", objects: 0, pending: 6, inForce: [], neverInForce: [] },
    ],
    changes: [
      {
        ...{ stack: "edge-site", address: "holdfast_esxi_host.esx01", action: "forget" },
        ...{ type: "holdfast_esxi_host", differences: [] },
      },
    ],
  },
  "drift-only": {
    ...NO_CHANGE,
    drift: { changes: SAMPLE_PREVIEW.changes, lost: [], breaksFloor: false },
  },
  "base-already-broken": {
    ...NO_CHANGE,
    ...{ verdict: "broken-before", conclusion: "neutral", brokenFloors: [KEY_SERVER_FLOOR] },
    sentence:
      "Not of this pull request: 3 of 3 encrypted workloads do not survive a 72-hour outage of the key providers before it, nor after it",
    drift: { changes: SAMPLE_PREVIEW.changes, lost: SAMPLE_RISK.workloads, breaksFloor: true },
  },
  "error-in-head": {
    ...NO_CHANGE,
    ...{ verdict: "unknown", conclusion: "failure" },
    sentence: "No verdict: the program of this pull request cannot be evaluated",
    problems: {
      base: [],
      head: [
        errorDiagnostic(
          "Reference to undeclared resource",
          "holdfast_cluster.edge_02 is not declared.\nDeclare it, or refer to holdfast_cluster.edge_01.",
          { address: "holdfast_esxi_host.esx03", source: { file: "edge-site/main.ts", line: 57 } },
        ),
      ],
    },
  },
  "error-in-base": {
    ...NO_CHANGE,
    ...{ verdict: "first", conclusion: "neutral" },
    sentence:
      "3 of 3 encrypted workloads would survive a 72-hour outage of the key providers; the base cannot be evaluated, so the live estate is what this is compared with",
    problems: {
      head: [],
      base: [errorDiagnostic("Program failed", "main.ts threw: Cannot find module './shops.js'.")],
    },
  },
  "first-pull-request": {
    ...NO_CHANGE,
    verdict: "first",
    sentence: "3 of 3 encrypted workloads would survive a 72-hour outage of the key providers",
    places: [
      {
        ...COPY_PLACE,
        add: 9,
        workloads: { live: 0, base: 0, head: 3 },
        surviving: { live: 0, base: 0, head: 3 },
        smallestCut: { head: NO_CUT },
      },
    ],
  },
  "empty-change": NO_CHANGE,
};

const TEXTS: Readonly<Record<string, CommentTexts>> = {
  "persistence-switched-off": SAMPLE_TEXTS,
  "key-server-removed": {
    ...SAMPLE_TEXTS,
    formerComment: "text\n\n<!-- holdfast-history 0123456789=improves,00112233aa=drops -->\n",
  },
};

describe("the comment", () => {
  it.each(Object.entries(STORIES))("of %s", async (story, preview) => {
    const { text } = renderComment(preview, TEXTS[story] ?? {}, GITHUB_COMMENT);
    await expect(text).toMatchFileSnapshot(`./${story}.md`);
  });
});
