// The committed bindings are those that a user of the CDK libraries would have made of the installed plugin: the generator
// is given what real Terraform says of it in place of our own schema, and everything else is as in `npm run generate`.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generateBindings } from "../../../scripts/generate/generate-bindings.js";
import {
  HANDWRITTEN_FILES,
  readSchemas,
  readVersion,
} from "../../../scripts/generate/generate-files.js";
import type { ProviderSchema } from "../../../src/model/type.js";
import { ROOT } from "../../support/run-holdfast.js";
import {
  type Installation,
  installPlugin,
  isTerraformPresent,
  requireTerraform,
  Workspace,
} from "./real-terraform.js";

requireTerraform("bindings from the schema of the plugin");

const ADDRESS = "registry.terraform.io/holdfast/holdfast";
const FOLDER = "constructs/generated";

interface SchemaDocument {
  readonly provider_schemas: Readonly<Record<string, ProviderSchema>>;
}

/** As Terraform was told it. */
async function schemaOfPlugin(workspace: Workspace): Promise<ProviderSchema> {
  await workspace.init({});
  const text = await workspace.demand("providers", "schema", "-json");
  const told = (JSON.parse(text) as SchemaDocument).provider_schemas[ADDRESS];
  if (told === undefined) throw new Error(`Terraform says nothing of ${ADDRESS}`);
  // There are no bindings of anything else.
  const { provider, resource_schemas, data_source_schemas } = told;
  return { provider, resource_schemas, data_source_schemas };
}

function committed(): ReadonlyMap<string, string> {
  const names = readdirSync(join(ROOT, FOLDER), { recursive: true, encoding: "utf8" })
    .map((name) => `${FOLDER}/${name}`)
    .filter((name) => /\.\w+$/.test(name) && !HANDWRITTEN_FILES.includes(name));
  return new Map(names.map((name) => [name, readFileSync(join(ROOT, name), "utf8")]));
}

const sorted = (files: ReadonlyMap<string, string>) => Object.fromEntries([...files].sort());

describe.skipIf(!isTerraformPresent)("bindings from the schema of the plugin", () => {
  const installed: Installation = isTerraformPresent ? installPlugin() : (undefined as never);

  it("are the committed ones, byte for byte", async () => {
    const told = await schemaOfPlugin(Workspace.on(installed));
    const [schemas, version] = [await readSchemas(ROOT), await readVersion(ROOT)];
    const made = await generateBindings(schemas, told, version);
    expect(sorted(made)).toEqual(sorted(committed()));

    const { holdfast_vcenter: _, ...others } = told.resource_schemas;
    const fewer = await generateBindings(schemas, { ...told, resource_schemas: others }, version);
    expect([...made.keys()].filter((name) => !fewer.has(name))).toEqual([
      `${FOLDER}/vcenter/index.ts`,
    ]);
  });
});
