// What both engines are asked: a configuration with all that belongs to it, written into the folder of either.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PlanOptions } from "../../../src/plan/make-plan.js";

export interface Question {
  /** One file of Terraform JSON, or a map of several by their names. */
  readonly configuration: object;
  /** The modules that it calls: Terraform JSON by folder. */
  readonly modules?: { readonly [folder: string]: object };
  /** What functions such as file() read: texts by their paths. */
  readonly files?: { readonly [path: string]: string };
  readonly options?: PlanOptions;
  /** Values behind `--var`. */
  readonly variables?: { readonly [name: string]: string };
}

/** Gives the path of the file of the root module, or of the folder where it has several. */
export function writeConfiguration(
  folder: string,
  { configuration, modules = {}, files: others = {} }: Question,
): string {
  for (const [path, text] of Object.entries(others)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const [name, module] of Object.entries(modules)) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, "main.tf.json"), JSON.stringify(module));
  }
  for (const name of readdirSync(folder).filter((each) => each.endsWith(".tf.json"))) {
    rmSync(join(folder, name));
  }
  const isOne = !(configuration instanceof Map);
  const files = isOne ? new Map([["main.tf.json", configuration]]) : configuration;
  for (const [name, json] of files) writeFileSync(join(folder, name), JSON.stringify(json));
  return isOne ? join(folder, "main.tf.json") : folder;
}
