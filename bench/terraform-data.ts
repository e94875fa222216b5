// The same configurations by Holdfast and by Terraform: objects of `terraform_data`, which both have built in, that refer
// to each other in rows of ten, and many of one resource by `count`.

import { join } from "node:path";
import { type Commands, type Pair, planAlone, planAndApply } from "./beside-terraform.js";

const SIZES = [1_000, 2_000, 10_000];
/** Terraform takes minutes to apply more. */
const MOST_APPLIED = 2_000;
/** Planned by Holdfast alone. */
const LARGEST = 100_000;
const ROW = 10;

const FORMS = [
  ["in rows", inRows],
  ["by count", byCount],
] as const;

export async function builtIn(folder: string, commands: Commands): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (const size of SIZES) {
    for (const [form, write] of FORMS) {
      const name = `${size} ${form}`;
      const isAppliedByBoth = size <= MOST_APPLIED;
      const subject = { name, configuration: write(size), isAppliedByBoth };
      pairs.push(...(await planAndApply(join(folder, name), commands, subject)));
    }
  }
  for (const [form, write] of FORMS) {
    const name = `${LARGEST} ${form}`;
    const subject = { name, configuration: write(LARGEST) };
    pairs.push(await planAlone(join(folder, name), commands, subject));
  }
  return pairs;
}

/** Each object is made of the one before it, but for the first of a row. */
function inRows(count: number): string {
  const objects = Array.from({ length: count }, (_, i) => {
    const input = i % ROW === 0 ? `site-${i}` : `\${terraform_data.r${i - 1}.output}-${i}`;
    return [`r${i}`, { input, triggers_replace: [i, "x"] }] as const;
  });
  return JSON.stringify({ resource: { terraform_data: Object.fromEntries(objects) } });
}

function byCount(count: number): string {
  const input = "site-${count.index}";
  return JSON.stringify({ resource: { terraform_data: { r: { count, input } } } });
}
