// House rules for the JSON Schemas: what the generator of bindings cannot bear, what Terraform forbids and
// what readers of the documents need.

import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { AttributeSchema, AttributeSchemas } from "../../../src/model/type.js";
import { JSON_SCHEMAS } from "../../../src/schema/generated/json-schemas.js";
import type {
  ItemJsonSchema,
  ObjectJsonSchema,
  PropertyJsonSchema,
} from "../../../src/schema/json-schema.js";
import { providerSchema, resourceTypes } from "../../../src/schema/resource-schemas.js";

/** Names that make the generator write TypeScript that does not compile, or that Terraform keeps for itself. */
const RESERVED = new Set(
  `count provider provisioners connection lifecycle for_each depends_on constructor to_string with
  to_terraform to_metadata raw_overrides cdktf_stack friendly_unique_id terraform_resource_type
  terraform_meta_arguments synthesize_attributes interpolation_for_attribute has_resource_move
  add_override override_logical_id move_from_id add_move_target node self move_to import_from
  get_string_attribute provisioner`.split(/\s+/),
);

interface Found {
  readonly path: string;
  readonly name: string;
  readonly property: PropertyJsonSchema;
  readonly inSet: boolean;
}

const found = Object.values(JSON_SCHEMAS).flatMap((schema) => [...walk(schema, schema.$id, false)]);

describe("resource schemas", () => {
  it("cover the resource types in scope, sorted", () => {
    expect(resourceTypes).toEqual([
      "holdfast_cluster",
      "holdfast_default_key_provider",
      "holdfast_host",
      "holdfast_key_server",
      "holdfast_native_key_provider",
      "holdfast_network_path",
      "holdfast_standard_key_provider",
      "holdfast_survival_floor",
      "holdfast_trust_authority",
      "holdfast_trusted_key_provider",
      "holdfast_vcenter",
      "holdfast_virtual_machine",
      "holdfast_vsan_encryption",
      "holdfast_waiver",
    ]);
  });

  // At run time nobody looks again: validators are generated from the keywords as they stand.
  it.each(Object.entries(JSON_SCHEMAS))("%s is valid JSON Schema", (_, schema) => {
    const ajv = new Ajv();
    expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true);
  });

  it.each(found.map((f) => [f.path, f] as const))("%s is legal", (_, { name, property, inSet }) => {
    const extra = property["x-holdfast"] ?? {};
    expect(RESERVED.has(name)).toBe(false);
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(property.description).toMatch(/\.$/);
    if (extra.sensitive) expect(property.writeOnly).toBe(true);
    if (property.writeOnly) expect({ inSet, computed: extra.computed }).toEqual({ inSet: false });
    if (property.writeOnly) expect(extra.sensitive).toBe(true);
    if ("pattern" in property) expect(extra.form).toBeTypeOf("string");
  });

  it("have an id that is computed, and list only attributes they have as required", () => {
    for (const schema of Object.values(JSON_SCHEMAS)) {
      expect(schema.properties.id?.["x-holdfast"]?.computed).toBe(true);
      for (const name of schema.required) {
        expect(schema.properties[name], `${schema.$id}.${name}`).toBeDefined();
        expect(schema.properties[name]?.["x-holdfast"]?.computed).toBeUndefined();
      }
    }
  });

  it("give every write-only attribute a version beside it, by which a change is seen", () => {
    const paths = new Set(found.map((f) => f.path));
    const writeOnly = found.filter((f) => f.property.writeOnly);
    expect(writeOnly.map((f) => f.path)).toEqual([
      "holdfast_key_server.password",
      "holdfast_native_key_provider.backup.password",
      "holdfast_standard_key_provider.password",
    ]);
    expect(writeOnly.filter((f) => !paths.has(`${f.path}_version`))).toEqual([]);
  });
});

describe("data source schemas", () => {
  const { data_source_schemas: sources } = providerSchema;

  it("look up every resource type, read virtual TPMs, and drill", () => {
    const others = ["holdfast_drill", "holdfast_virtual_tpm"];
    expect(Object.keys(sources)).toEqual([...resourceTypes, ...others].sort());
  });

  it("have legal names and descriptions, nothing secret, and nothing optional to look up by", () => {
    for (const [type, { block }] of Object.entries(sources)) {
      for (const [path, attribute] of attributesIn(block.attributes, type)) {
        expect(RESERVED.has(path.split(".").at(-1) ?? ""), path).toBe(false);
        expect(attribute.description, path).toMatch(/\.$/);
        expect(attribute.write_only ?? attribute.sensitive, path).toBeUndefined();
        const foundBy = type === "holdfast_virtual_tpm" ? "virtual_machine" : "id";
        const isFoundBy = path === `${type}.${foundBy}`;
        const isInput = type === "holdfast_drill" ? attribute.optional : isFoundBy;
        expect(attribute.computed, path).toBe(isInput ? undefined : true);
      }
    }
  });
});

function* attributesIn(
  attributes: AttributeSchemas,
  path: string,
): Generator<readonly [string, AttributeSchema]> {
  for (const [name, attribute] of Object.entries(attributes)) {
    yield [`${path}.${name}`, attribute];
    yield* attributesIn(attribute.nested_type?.attributes ?? {}, `${path}.${name}`);
  }
}

function* walk(
  object: Pick<ObjectJsonSchema, "properties">,
  path: string,
  inSet: boolean,
): Generator<Found> {
  for (const [name, property] of Object.entries(object.properties)) {
    yield { path: `${path}.${name}`, name, property, inSet };
    if (property.type === "object") yield* walk(property, `${path}.${name}`, inSet);
    if (property.type === "array" && isObjectItem(property.items)) {
      yield* walk(property.items, `${path}.${name}`, inSet || property.uniqueItems === true);
    }
  }
}

function isObjectItem(item: ItemJsonSchema): item is Extract<ItemJsonSchema, { type: "object" }> {
  return item.type === "object";
}
