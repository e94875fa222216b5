// Loads one stack from JSON, as most tests do.

import {
  type LoadedConfiguration,
  loadConfiguration,
  type StackConfiguration,
} from "../../../src/load/load-configuration.js";
import { providerSchema } from "../../../src/schema/resource-schemas.js";
import { memoryReader } from "./memory-files.js";

export const FILE = "/project/x.tf.json";

export function load(json: object): Promise<LoadedConfiguration> {
  return loadFiles({ [FILE]: json }, FILE);
}

export function loadFiles(
  files: Parameters<typeof memoryReader>[0],
  path: string,
): Promise<LoadedConfiguration> {
  return loadConfiguration({ path, reader: memoryReader(files), schema: providerSchema });
}

/** The one stack; throws if anything is wrong with it. */
export async function loadGood(json: object): Promise<StackConfiguration> {
  const { stacks, diagnostics } = await load(json);
  const [stack] = stacks;
  if (diagnostics.length > 0 || stack === undefined)
    throw new Error(JSON.stringify(diagnostics, null, 2));
  return stack;
}

/** `summary: detail` of everything that is wrong. */
export async function problems(json: object): Promise<readonly string[]> {
  const { diagnostics } = await load(json);
  return diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`);
}

export const VCENTER = { name: "vc01", version: "8.0 U3" };
export const CLUSTER = { name: "edge", vcenter: "${holdfast_vcenter.vc.id}" };

/** A configuration with a vCenter and a cluster, and what is given merged into its blocks. */
export function estate(more: { readonly [block: string]: object } = {}): object {
  const { resource = {}, ...rest } = more;
  return {
    resource: { holdfast_vcenter: { vc: VCENTER }, holdfast_cluster: { c: CLUSTER }, ...resource },
    ...rest,
  };
}
