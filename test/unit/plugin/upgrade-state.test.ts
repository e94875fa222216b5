// What the state has of older days, brought into the form of today.

import { describe, expect, it } from "vitest";
import { parseExactJson } from "../../../src/files/parse-json.js";
import { jsonText } from "../../../src/model/json-text.js";
import type { ResourceSchema } from "../../../src/model/type.js";
import { moveState } from "../../../src/plugin/move-state.js";
import { Refused } from "../../../src/plugin/object-message.js";
import { type Upgraders, upgradeState } from "../../../src/plugin/upgrade-state.js";
import { providerSchema, resourceSchemaOf } from "../../../src/schema/resource-schemas.js";

const attribute = { description: "", description_kind: "plain", optional: true } as const;
const schemaOf = (version: number): ResourceSchema => ({
  version,
  block: {
    description: "",
    description_kind: "plain",
    attributes: {
      id: { ...attribute, type: "string" },
      size: { ...attribute, type: "number" },
      tags: { ...attribute, type: ["set", "string"] },
      anything: { ...attribute, type: "dynamic" },
    },
  },
});

const type = "holdfast_thing";

/** What it becomes, or the summaries of what is wrong. */
function upgraded(stored: { version: number; text: string }, upgraders?: Upgraders, version = 0) {
  const json = parseExactJson(stored.text, "test").value;
  try {
    return upgradeState(schemaOf(version), { type, version: stored.version, json }, upgraders);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`);
  }
}

describe("a stored object", () => {
  it("gets the attributes that it lacks, and loses those that there are no more", () => {
    expect(upgraded({ version: 0, text: '{"id":"a","gone":1}' })).toEqual({
      id: "a",
      size: null,
      tags: null,
      anything: null,
    });
  });

  it("keeps all digits, and values of any type", () => {
    const text =
      '{"size":123456789012345678901234567890,"anything":{"value":[1.1],"type":["list","number"]}}';
    expect(jsonText(upgraded({ version: 0, text }))).toBe(
      '{"id":null,"size":123456789012345678901234567890,"tags":null,"anything":[1.1]}',
    );
  });

  it("goes through the upgraders of all versions since", () => {
    const upgraders: Upgraders = {
      [type]: [
        ({ name, ...others }) => ({ ...others, id: name }),
        ({ size, ...others }) => ({ ...others, size: Number(size) * 1024 }),
      ],
    };
    expect(upgraded({ version: 0, text: '{"name":"a","size":2}' }, upgraders, 2)).toMatchObject({
      id: "a",
      size: 2048,
    });
    expect(upgraded({ version: 1, text: '{"id":"a","size":2}' }, upgraders, 2)).toMatchObject({
      id: "a",
      size: 2048,
    });
    expect(upgraded({ version: 2, text: '{"id":"a","size":2}' }, upgraders, 2)).toMatchObject({
      id: "a",
      size: 2,
    });
  });

  it("is refused with everything that is wrong with it", () => {
    expect(upgraded({ version: 0, text: '{"id":5,"tags":["a",true]}' })).toEqual([
      'Wrong type: "id" must be a string, and is a number.',
      'Wrong type: "tags[1]" must be a string, and is true or false.',
    ]);
    expect(upgraded({ version: 0, text: "[]" })).toEqual([
      expect.stringMatching(/^Damaged state: /),
    ]);
    expect(upgraded({ version: 3, text: "{}" })).toEqual([
      expect.stringMatching(/schema version 3.*knows 0/),
    ]);
    expect(upgraded({ version: 0, text: "{}" }, {}, 1)).toEqual([
      expect.stringMatching(/^State of an unknown version/),
    ]);
  });

  it("has an upgrader for every version before its schema's", () => {
    const text = '{"id":"a"}';
    for (const [name, schema] of Object.entries(providerSchema.resource_schemas)) {
      for (let version = 0; version <= schema.version; version++) {
        const json: unknown = JSON.parse(text);
        expect(upgradeState(schema, { type: name, version, json })).toMatchObject({ id: "a" });
      }
    }
  });
});

describe("a moved object", () => {
  const schema = resourceSchemaOf("holdfast_cluster");
  const move = (from: string, json: unknown) => {
    if (schema === undefined) throw new Error("no cluster");
    const source = { provider: "example.com/a/b", type: from, version: 0, json };
    const isId = (id: string) => id.split("/").length === 2;
    return moveState({ source, target: { type: "holdfast_cluster", schema, isId } });
  };

  it("is the same under another provider, and known by its id under another type", () => {
    const cluster = { id: "vc01/edge", name: "edge" };
    expect(move("holdfast_cluster", cluster)).toMatchObject({ ...cluster, ha: null });
    expect(move("example_cluster", cluster)).toMatchObject({ id: "vc01/edge", name: null });
  });

  it.each([
    ["holdfast_vcenter", { id: "vc01/edge" }],
    ["example_cluster", { id: "5b0c" }],
    ["example_cluster", { name: "edge" }],
    ["example_cluster", null],
  ])("is refused as a %s of %j", (from, json) => {
    expect(() => move(from, json)).toThrow("Cannot move between these types");
  });
});
