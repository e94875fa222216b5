// The five artefacts of one source, the schemas of resource types and data sources, as a map from path to text; nothing is written outside a temporary
// folder. What is generated is decided by the schemas alone: same schemas, same bytes.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ResourceJsonSchema } from "../../src/schema/json-schema.js";
import { toLookupSchema } from "../../src/schema/to-lookup-schema.js";
import { type JsonSchemas, toProviderSchema } from "../../src/schema/to-terraform-schema.js";
import { generateBindings } from "./generate-bindings.js";
import { generateDocuments } from "./generate-documents.js";
import { generateTypes } from "./generate-types.js";

/** Folders that hold generated files and nothing else, but for {@link HANDWRITTEN_FILES}. */
export const GENERATED_FOLDERS: readonly string[] = [
  "constructs/generated",
  "docs/data-sources",
  "docs/resources",
  "src/schema/generated",
];

export const HANDWRITTEN_FILES: readonly string[] = ["constructs/generated/tsconfig.json"];

/** Path relative to `root` (with `/`) → text. */
export async function generateFiles(root: string): Promise<ReadonlyMap<string, string>> {
  const schemas = await readSchemas(root);
  const version = await readVersion(root);
  const provider = toProviderSchema(schemas);
  return new Map([
    ...(await generateTypes(schemas, provider)),
    ...(await generateBindings(schemas, provider, version)),
    ...generateDocuments(schemas, provider),
  ]);
}

/** Every resource type can be looked up; data sources that are no look-ups have a schema of their own. */
async function readSchemas(root: string): Promise<JsonSchemas> {
  const resources = await readFolder(join(root, "src/schema/resources"));
  const others = await readFolder(join(root, "src/schema/data-sources"));
  return { resources, dataSources: [...resources.map(toLookupSchema), ...others].sort(byType) };
}

/** By type name. */
async function readFolder(folder: string): Promise<readonly ResourceJsonSchema[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".schema.json")).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return texts.map((text) => JSON.parse(text) as ResourceJsonSchema).sort(byType);
}

function byType(a: ResourceJsonSchema, b: ResourceJsonSchema): number {
  return a.$id < b.$id ? -1 : 1;
}

async function readVersion(root: string): Promise<string> {
  const text = await readFile(join(root, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
