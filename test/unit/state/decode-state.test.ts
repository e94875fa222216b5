import { describe, expect, it } from "vitest";
import { emptyState } from "../../../src/model/state.js";
import { decodeState } from "../../../src/state/decode-state.js";
import { encodeState } from "../../../src/state/encode-state.js";

const RESOURCE = {
  mode: "managed",
  type: "test_record",
  name: "a",
  provider: 'provider["registry.terraform.io/holdfast/holdfast"]',
  instances: [{ schema_version: 0, attributes: { id: "a" }, sensitive_attributes: [] }],
};

const FILE = {
  version: 4,
  terraform_version: "1.11.4",
  serial: 3,
  lineage: "l-1",
  outputs: {},
  resources: [RESOURCE],
  check_results: null,
};

const decode = (file: unknown) => decodeState(JSON.stringify(file), "x.tfstate");
const withInstance = (instance: object) => ({
  ...FILE,
  resources: [{ ...RESOURCE, instances: [{ ...RESOURCE.instances[0], ...instance }] }],
});

describe("decodeState refuses", () => {
  const pathTo = (value: string) => [[{ type: "get_attr", value }]];
  it.each([
    ["an empty file", "", "Empty state file"],
    ["a list", "[]", "Not a state file"],
    ["a text", '"x"', "Not a state file"],
    ["any other JSON", "{}", "Not a state file"],
    ["a newer version", JSON.stringify({ ...FILE, version: 5 }), "State file of a newer version"],
    ["an older version", JSON.stringify({ ...FILE, version: 3 }), "State file of an older version"],
    ["no lineage", JSON.stringify({ ...FILE, lineage: "" }), "Damaged state file"],
    ["no serial", JSON.stringify({ ...FILE, serial: -1 }), "Damaged state file"],
    [
      "resources that are no list",
      JSON.stringify({ ...FILE, resources: {} }),
      "Damaged state file",
    ],
    [
      "an object twice",
      JSON.stringify({ ...FILE, resources: [RESOURCE, RESOURCE] }),
      "Damaged state file",
    ],
    [
      "an address of a module that is none",
      JSON.stringify({ ...FILE, resources: [{ ...RESOURCE, module: "modul.m" }] }),
      "Damaged state file",
    ],
    [
      "a sensitive output",
      JSON.stringify({ ...FILE, outputs: { o: { value: "s", type: "string", sensitive: true } } }),
      "Secret in the state",
    ],
    [
      "a sensitive attribute",
      JSON.stringify(withInstance({ sensitive_attributes: pathTo("id") })),
      "Secret in the state",
    ],
  ])("%s", (_, text, summary) => {
    const { state, diagnostics } = decodeState(text, "x.tfstate");
    expect(state).toBeUndefined();
    expect(diagnostics.map((d) => d.summary)).toEqual([summary]);
    expect(diagnostics[0]?.detail).toContain("x.tfstate");
  });

  it.each([
    ["no attributes", withInstance({ attributes: null }), "an instance without attributes"],
    ["a wrong key", withInstance({ index_key: 1.5 }), 'whose "index_key" is neither a text'],
    ["a wrong deposed key", withInstance({ deposed: 1 }), 'whose "deposed" is no text'],
  ])("%s, and says so", (_, file, sentence) => {
    const { diagnostics } = decode(file);
    expect(diagnostics.map((d) => d.detail)).toEqual([expect.stringContaining(sentence)]);
  });

  it("what is nested deeper than a stack allows", () => {
    const nested = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
    const text = JSON.stringify(withInstance({})).replace('"id":"a"', `"id":${nested}`);
    const { diagnostics } = decodeState(text, "x.tfstate");
    expect(diagnostics.map((d) => d.detail)).toEqual([expect.stringContaining("nested too deep")]);
  });

  it("everything that is wrong at once", () => {
    const bad = {
      ...FILE,
      outputs: { o: {} },
      resources: [1, { ...RESOURCE, module: "modul.m" }],
    };
    expect(decode(bad).diagnostics).toHaveLength(3);
  });
});

describe("decodeState keeps of Terraform's own files", () => {
  it("what Holdfast does not use", () => {
    const instance = {
      private: "e30=",
      identity_schema_version: 0,
      sensitive_attributes: [[{ type: "get_attr", value: "password" }]],
    };
    const provider = 'provider["registry.terraform.io/acme/x"]';
    const check_results = [
      { object_kind: "check", config_addr: "check.c", status: "pass", objects: null },
      {
        object_kind: "resource",
        config_addr: "holdfast_host.a",
        status: "fail",
        objects: [
          { object_addr: "holdfast_host.a[0]", status: "pass" },
          { object_addr: "holdfast_host.a[1]", status: "fail", failure_messages: ["no"] },
        ],
      },
    ];
    const foreign = {
      ...withInstance(instance),
      terraform_version: "1.14.0",
      extension: [1.5],
      check_results,
    };
    foreign.resources = [{ ...foreign.resources[0], provider } as typeof RESOURCE];
    const { state, diagnostics } = decode(foreign);
    expect(diagnostics).toEqual([]);
    const written: unknown = state && JSON.parse(encodeState(state));
    expect(written).toEqual(foreign);
  });

  it("the outputs between stacks, which are always declared as sensitive", () => {
    const output = { value: "vc01", type: "string" };
    const name = "cross-stack-output-holdfast_vcentervcid";
    const { state } = decode({ ...FILE, outputs: { [name]: { ...output, sensitive: true } } });
    expect(state?.outputs).toEqual({ [name]: output });
  });

  it("numbers of any size, with all digits", () => {
    const attributes = { id: "a", size: 1.5 };
    const text = JSON.stringify(withInstance({ attributes })).replace(
      "1.5",
      "0.1000000000000000055",
    );
    const { state } = decodeState(text, "x.tfstate");
    expect(encodeState(state ?? emptyState("x"))).toContain('"size": 0.1000000000000000055');
  });

  it("what data sources gave, without the secrets that it keeps of nobody", () => {
    const data = (name: string, instance: object) => ({
      ...RESOURCE,
      mode: "data",
      name,
      instances: [instance],
    });
    const secret = [{ type: "get_attr", value: "id" }];
    const { state, diagnostics } = decode({
      ...FILE,
      resources: [
        data("kept", { attributes: { id: "a" } }),
        data("secret", { attributes: { id: "a" }, sensitive_attributes: [secret] }),
      ],
    });
    expect(diagnostics).toEqual([]);
    expect([...(state?.instances.keys() ?? [])]).toEqual([`data.${RESOURCE.type}.kept`]);
  });

  it("what the schema calls sensitive, null or not, unless the object around it is null", () => {
    const key = (...steps: string[]) => steps.map((value) => ({ type: "get_attr", value }));
    const provider = (type: string, backup: object | null, paths: object[]) => ({
      ...RESOURCE,
      type,
      instances: [
        { schema_version: 0, attributes: { id: "a", backup }, sensitive_attributes: paths },
      ],
    });
    const file = (...paths: readonly [object[], object[]]) => ({
      ...FILE,
      resources: [
        provider("holdfast_key_server", null, paths[0]),
        { ...provider("holdfast_key_server", null, []), name: "c", provider: "of-others" },
        provider("holdfast_native_key_provider", { password: null }, paths[1]),
        { ...provider("holdfast_native_key_provider", null, []), name: "b" },
      ],
    });
    const whole = file([key("password"), key("id_before")], [key("backup", "password")]);
    for (const given of [whole, file([key("id_before")], [])]) {
      const { state } = decode(given);
      const [first, , second] = state?.instances.values() ?? [];
      expect(first?.extra).toEqual({ sensitive_attributes: [key("id_before")] });
      expect(second?.extra).toBeUndefined();
      expect(JSON.parse(encodeState(state ?? emptyState("x"))).resources).toEqual(whole.resources);
    }
  });

  it("values of any type, without the types that Terraform writes beside them", () => {
    const outputs = { value: { size: 7 }, type: ["object", { size: "number" }] };
    const instances = [{ schema_version: 0, attributes: { outputs, workspace: null } }];
    const resource = { mode: "data", type: "terraform_remote_state", name: "r", instances };
    const { state } = decode({ ...FILE, resources: [resource] });
    const [instance] = state?.instances.values() ?? [];
    expect(instance?.attributes).toEqual({ outputs: { size: 7 }, workspace: null });
    const written = JSON.parse(encodeState(state ?? emptyState("x")));
    expect(written.resources[0].instances[0].attributes.outputs).toEqual(outputs);
  });
});

describe("encodeState", () => {
  it("writes what Terraform writes", () => {
    const file = withInstance({
      index_key: "k",
      status: "tainted",
      dependencies: ["test_record.b"],
      create_before_destroy: true,
    });
    const { state } = decode({
      ...file,
      outputs: { o: { value: [1], type: ["tuple", ["number"]] } },
    });
    expect(state && encodeState(state)).toMatchInlineSnapshot(`
      "{
        "version": 4,
        "terraform_version": "1.11.4",
        "serial": 3,
        "lineage": "l-1",
        "outputs": {
          "o": {
            "value": [
              1
            ],
            "type": [
              "tuple",
              [
                "number"
              ]
            ]
          }
        },
        "resources": [
          {
            "mode": "managed",
            "type": "test_record",
            "name": "a",
            "provider": "provider[\\"registry.terraform.io/holdfast/holdfast\\"]",
            "instances": [
              {
                "index_key": "k",
                "status": "tainted",
                "schema_version": 0,
                "attributes": {
                  "id": "a"
                },
                "sensitive_attributes": [],
                "dependencies": [
                  "test_record.b"
                ],
                "create_before_destroy": true
              }
            ]
          }
        ],
        "check_results": null
      }
      "
    `);
  });
});
