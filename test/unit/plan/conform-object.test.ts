import { describe, expect, it } from "vitest";
import { conformObject } from "../../../src/plan/conform-object.js";
import { resourceSchemaOf } from "../../../src/schema/resource-schemas.js";

const attributes = resourceSchemaOf("holdfast_virtual_machine")?.block.attributes ?? {};
const disk = resourceSchemaOf("holdfast_virtual_machine")?.block.attributes.disks?.nested_type;

describe("conformObject", () => {
  it("gives an object of an older state what its schema has now, in nested objects too", () => {
    const conform = conformObject(attributes, { name: "app", disks: [{ name: "a" }], gone: 1 });
    expect(Object.keys(conform).sort()).toEqual(Object.keys(attributes).sort());
    expect(conform).toMatchObject({ name: "app", cluster: null });
    const none = Object.fromEntries(Object.keys(disk?.attributes ?? {}).map((n) => [n, null]));
    expect(conform.disks).toEqual([{ ...none, name: "a" }]);
  });

  it("leaves what conforms as the same object", () => {
    const conform = conformObject(attributes, { name: "app", disks: [{ name: "a" }] });
    expect(conformObject(attributes, conform)).toBe(conform);
  });
});
