// Previews of any shape, with names and sentences that try to break out of Markdown.

import fc from "fast-check";
import type { Action } from "../../src/model/plan.js";
import type {
  Cause,
  Decision,
  Preview,
  PreviewChange,
  PreviewPlace,
  PreviewWorkload,
  Risk,
} from "../../src/model/preview.js";
import type { CommentTexts } from "../../src/report/comment/comment-texts.js";

/** Each does something in Markdown, in HTML or at a forge when it is not made safe. */
export const HOSTILE = [
  "@octocat",
  "@org/team",
  "#1",
  "owner/repo#7",
  "GH-12",
  "!34",
  "0123456789abcdef0123456789abcdef01234567",
  "deadbee",
  "a|b",
  "\\|",
  "|---|",
  "\n| a | b |\n| --- | --- |\n| c | d |",
  "`",
  "``",
  "\\`",
  "```",
  "\n```\n",
  "\n~~~\n",
  "<!-- holdfast-preview abc -->",
  "\n<!-- holdfast-history 0123456789=drops -->\n",
  "-->",
  "</details>",
  "</summary>",
  "<details>",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<b>",
  "&lt;b&gt;",
  "&#64;octocat",
  "[x](https://evil.example)",
  "![x](https://evil.example/x.png)",
  "[x]: https://evil.example",
  "\n[x]: https://evil.example\n",
  "https://evil.example/a",
  "www.evil.example",
  "someone@evil.example",
  "<https://evil.example>",
  "javascript:alert(1)",
  "**bold**",
  "__bold__",
  "~~struck~~",
  "*a*",
  "_a_",
  "\n# Heading\n",
  "\nHeading\n===\n",
  "\n---\n",
  "\n> quoted",
  "\n- item",
  "\n1. item",
  "1)",
  "- [x] task",
  "[^1]",
  ":tada:",
  "$x^2$",
  "\u202egnp.exe",
  "a\u200bb",
  "\u2066x\u2069",
  "\ufeff",
  "\u3164",
  "\u00a0",
  "\u001b[31m",
  "\u0000",
  "\r",
  "\u2028",
  "\ud800",
  "😀".repeat(30),
  "é".repeat(200),
  "a".repeat(700),
  "`".repeat(90),
  " ",
  "",
];

const hostile = fc.constantFrom(...HOSTILE);
const word = fc.oneof(
  { weight: 3, arbitrary: hostile },
  fc.constantFrom("vc01/edge/esx01", "key", "esx-07", "(see", "that.", "“quoted”", "50%"),
  fc.string({ unit: "binary", maxLength: 12 }),
);
const name = fc.array(word, { maxLength: 3 }).map((words) => words.join(""));
const sentence = fc.array(word, { maxLength: 12 }).map((words) => words.join(" "));
const small = fc.nat({ max: 2000 });
const action = fc.constantFrom<Action[]>(
  "create",
  "update",
  "delete",
  "delete-then-create",
  "forget",
);
const plain = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  name,
  fc.array(name, { maxLength: 2 }),
);
const difference = fc.record({ path: name, values: fc.tuple(plain, plain) });
const sides = fc.record({ live: small, base: small, head: small });
const verdict = fc.constantFrom("survived", "unknown", "locked", "lost");

const change: fc.Arbitrary<PreviewChange> = fc.record({
  stack: name,
  address: name,
  type: name,
  action,
  differences: fc.array(difference, { maxLength: 2 }),
});

const cause: fc.Arbitrary<Cause> = fc.record(
  {
    address: name,
    construct: name,
    source: fc.record({ file: name, line: fc.integer({ min: 1, max: 9999 }) }),
    action,
    differences: fc.array(difference, { maxLength: 5 }),
  },
  { requiredKeys: ["address", "action", "differences"] },
);

const risk: fc.Arbitrary<Risk> = fc.record(
  {
    kind: fc.constantFrom("survival", "floor", "finding"),
    severity: fc.constantFrom("critical", "high", "medium"),
    code: fc.constantFrom("FC-01", "FC-04"),
    title: sentence,
    why: sentence,
    workloads: fc.array(name, { maxLength: 8 }),
    clusters: fc.array(fc.record({ cluster: name, workloads: fc.array(name, { maxLength: 3 }) }), {
      maxLength: 8,
    }),
    keyPaths: fc.record({ base: fc.option(sentence), head: fc.option(sentence) }),
    counterexample: fc.option(fc.array(name, { maxLength: 10 })),
    causes: fc.array(cause, { maxLength: 5 }),
    fix: sentence,
  },
  {
    requiredKeys: [
      ...(["kind", "severity", "title", "why", "workloads"] as const),
      ...(["keyPaths", "counterexample", "causes", "fix"] as const),
    ],
  },
);

const vsphere = fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, fc.record({ vsphere: name }));

const cut = fc.record({ faults: fc.option(small), isExact: fc.boolean() });

const placeOfOne = fc.record(
  {
    site: fc.option(name),
    cluster: fc.option(name),
    add: small,
    change: small,
    replace: small,
    destroy: small,
    workloads: sides,
    surviving: sides,
    exposedHosts: sides,
    smallestCut: fc.record({ base: cut, head: cut }, { requiredKeys: [] }),
  },
  {
    requiredKeys: [
      ...(["site", "cluster", "add", "change", "replace", "destroy"] as const),
      ...(["workloads", "surviving", "exposedHosts"] as const),
    ],
  },
);

const place: fc.Arbitrary<PreviewPlace> = fc
  .tuple(placeOfOne, vsphere)
  .map(([one, on]) => ({ ...one, ...on }));

const workloadOfOne = fc.record({
  workload: name,
  site: name,
  cluster: name,
  verdicts: fc.record({ live: verdict, base: verdict, head: verdict }, { requiredKeys: [] }),
  sentence,
  reasons: fc.constant([]),
});

const workload: fc.Arbitrary<PreviewWorkload> = fc
  .tuple(workloadOfOne, vsphere)
  .map(([one, on]) => ({ ...one, ...on }));

const decision: fc.Arbitrary<Decision> = fc.record({
  status: fc.constantFrom("needed", "recorded", "expires-soon", "expired", "reason-gone"),
  code: name,
  subjects: fc.array(name, { maxLength: 5 }),
  sentence,
  advice: sentence,
});

const finding = fc.record({
  code: name,
  severity: fc.constantFrom("error", "warning", "info"),
  subject: name,
  sentence,
  remedy: sentence,
});

const diagnostic = fc.record({
  severity: fc.constantFrom("error", "warning"),
  summary: sentence,
  detail: sentence,
  address: name,
  source: fc.record({ file: name, line: fc.nat() }),
});

const floor = fc.record({
  floor: name,
  scenario: name,
  maxLost: small,
  lost: fc.array(name, { maxLength: 9 }),
  reason: sentence,
});

const undeclaredStack = fc.record({
  stack: name,
  objects: small,
  pending: small,
  inForce: fc.array(name, { maxLength: 7 }),
  neverInForce: fc.array(name, { maxLength: 7 }),
});

const hash = fc.string({
  unit: fc.constantFrom(..."0123456789abcdef"),
  minLength: 40,
  maxLength: 40,
});
const revision = fc.record({ ref: name, commit: hash });
const counts = fc.record({ survived: small, unknown: small, locked: small, lost: small });

/** @param longest how many of a kind there may be: few that are different, repeated. At least 8. */
export function arbitraryPreview(longest: number): fc.Arbitrary<Preview> {
  return fc.record({
    format: fc.constant("holdfast.preview/1"),
    project: name,
    scenario: name,
    threat: sentence,
    verdict: fc.constantFrom("unchanged", "improves", "drops", "broken-before", "first", "unknown"),
    conclusion: fc.constantFrom("success", "neutral", "failure"),
    sentence,
    counts: fc.record({ live: counts, base: counts, head: counts }),
    workloads: manyOf(workload, longest),
    places: manyOf(place, longest),
    risks: manyOf(risk, longest),
    decisions: fc.array(decision, { maxLength: 14 }),
    irreversible: fc.array(fc.record({ address: name, sentence }), { maxLength: 14 }),
    undeclared: fc.array(undeclaredStack, { maxLength: 12 }),
    hazards: fc.array(finding, { maxLength: 14 }),
    drift: fc.record({
      changes: fc.array(change, { maxLength: 5 }),
      lost: fc.array(name, { maxLength: 9 }),
      breaksFloor: fc.boolean(),
    }),
    changes: manyOf(change, longest),
    brokenFloors: fc.array(floor, { maxLength: 12 }),
    problems: fc.record({
      base: fc.array(diagnostic, { maxLength: 12 }),
      head: fc.array(diagnostic, { maxLength: 12 }),
    }),
    origin: fc.record(
      {
        base: revision,
        head: revision,
        estateDigest: hash,
        planDigest: hash,
        serials: fc.dictionary(name, small, { maxKeys: 8 }),
        version: name,
      },
      { requiredKeys: ["estateDigest", "planDigest", "serials", "version"] },
    ),
  });
}

/** Few that are different, repeated to as many as a fleet has. */
function manyOf<T>(item: fc.Arbitrary<T>, longest: number): fc.Arbitrary<readonly T[]> {
  const most = Math.floor(longest / MOST_DIFFERENT);
  const times = fc.oneof(
    { weight: 6, arbitrary: fc.constant(1) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: Math.min(60, most) }) },
    { weight: 1, arbitrary: fc.integer({ min: Math.ceil(most / 5), max: most }) },
  );
  return fc
    .tuple(fc.array(item, { maxLength: MOST_DIFFERENT }), times)
    .map(([items, repeat]) => Array.from({ length: repeat }, () => items).flat());
}

const MOST_DIFFERENT = 8;

export const arbitraryTexts: fc.Arbitrary<CommentTexts> = fc.record(
  {
    plans: fc.array(fc.record({ stack: name, text: longText() }), { maxLength: 4 }),
    drill: longText(),
    reproduce: fc.array(name, { maxLength: 3 }),
    reportAddress: fc.constantFrom(
      "https://ci.example/run/1",
      "javascript:alert(1)",
      "https://a b",
    ),
    filesAddress: fc.constantFrom("https://forge.example/owner/name/blob/0123/", "data:text/html,"),
    formerComment: name,
  },
  { requiredKeys: [] },
);

function longText(): fc.Arbitrary<string> {
  const times = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 3000 }));
  return fc
    .tuple(fc.array(sentence, { maxLength: 6 }), times)
    .map(([lines, repeat]) => Array.from({ length: repeat }, () => lines.join("\n")).join("\n"));
}
