// How many typical expressions are parsed and evaluated in a second on one core, and what a plan of thousands of them
// takes beside Terraform.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
// As they are built: run from their sources they would pay for what the loader adds to each function.
import { evaluate } from "../dist/src/language/evaluate.js";
import { parseTemplate } from "../dist/src/language/parse.js";
import type { Scope } from "../dist/src/language/scope.js";
import { hasErrors } from "../dist/src/model/diagnostic.js";
import type { Value } from "../dist/src/model/value.js";
import { measure } from "./measure.js";

const LOCALS: { readonly [name: string]: Value } = {
  site: "edge-7",
  count: 12,
  persistent: true,
  tags: { owner: "ops", tier: "gold" },
  hosts: [
    { name: "esx01", version: "8.0 U3", enabled: true },
    { name: "esx02", version: "7.0 U2", enabled: false },
    { name: "esx03", version: "8.0 U2", enabled: true },
  ],
};

/** What programs say: references, texts with a value in them, conditions, look-ups, a call, a comprehension. */
const TYPICAL = [
  "${local.site}",
  "${local.tags.owner}",
  "${local.hosts[1].name}",
  "${local.site}-esx-${local.count + 1}",
  '${local.persistent ? "on" : "off"}',
  "${local.count > 10 && !local.persistent}",
  '${upper(local.site)}-${lookup(local.tags, "tier", "none")}',
  '${format("%s-%03d", local.site, local.count)}',
  "${local.hosts[*].name}",
  "${[for host in local.hosts : host.name if host.enabled]}",
];

const SCOPE: Scope = {
  resolve: (reference) => ({ value: LOCALS["name" in reference ? reference.name : ""] ?? null }),
};

const SECONDS = 2;
const ROUNDS_A_LOOK = 100;
const OUTPUTS = 5_000;

export interface Rate {
  readonly what: string;
  readonly perSecond: number;
}

export function expressionRates(): readonly Rate[] {
  const parsed = TYPICAL.map((text) => parseTemplate(text));
  const evaluated = parsed.map(({ expression }) => evaluate(expression, SCOPE));
  const wrong = [...parsed, ...evaluated].find(({ diagnostics }) => hasErrors(diagnostics));
  if (wrong !== undefined) throw new Error(wrong.diagnostics.map((d) => d.detail).join(" "));
  return [
    { what: "expressions parsed", perSecond: rate((i) => parseTemplate(TYPICAL[i] ?? "")) },
    {
      what: "expressions evaluated",
      perSecond: rate((i) => {
        const expression = parsed[i]?.expression;
        if (expression !== undefined) evaluate(expression, SCOPE);
      }),
    },
  ];
}

/** Calls `work` with each place in turn, after a second to become warm. */
function rate(work: (place: number) => void): number {
  runFor(1, work);
  return runFor(SECONDS, work);
}

/** Per second of processor time, as other work may share the core. */
function runFor(seconds: number, work: (place: number) => void): number {
  const start = processorSeconds();
  let rounds = 0;
  let passed = 0;
  for (; passed < seconds; passed = processorSeconds() - start) {
    for (let i = 0; i < ROUNDS_A_LOOK; i++) {
      for (let place = 0; place < TYPICAL.length; place++) work(place);
    }
    rounds += ROUNDS_A_LOOK;
  }
  return Math.round((rounds * TYPICAL.length) / passed);
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** A plan of thousands of outputs, each a typical expression, by Holdfast and by Terraform. */
export async function planOutputs(
  folder: string,
  { holdfast, terraform }: { readonly holdfast: readonly string[]; readonly terraform: boolean },
) {
  const cwd = join(folder, "expressions");
  mkdirSync(cwd);
  const outputs = Array.from({ length: OUTPUTS }, (_, i) => {
    return [`o${i}`, { value: TYPICAL[i % TYPICAL.length] }] as const;
  });
  const configuration = { locals: LOCALS, output: Object.fromEntries(outputs) };
  writeFileSync(join(cwd, "main.tf.json"), JSON.stringify(configuration));
  const ours = await measure([...holdfast, "plan", "--config", "."], { cwd });
  if (!terraform) return { ours, theirs: undefined };
  await measure(["terraform", "init"], { cwd });
  return { ours, theirs: await measure(["terraform", "plan"], { cwd }) };
}
