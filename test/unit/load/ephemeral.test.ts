// Ephemeral variables: read, marked, and refused wherever something is kept, without a plan.

import { describe, expect, it } from "vitest";
import { estate, load, loadGood } from "./load.js";

const VARIABLES = { variable: { e: { type: "string", ephemeral: true } } };
const summaries = async (json: object) =>
  (await load(json)).diagnostics.map(({ summary, address }) => `${summary} (${address})`);

describe("an ephemeral variable", () => {
  it("is read as one", async () => {
    const { variables } = await loadGood({
      variable: { a: { ephemeral: true, sensitive: "true" }, b: { ephemeral: false } },
    });
    expect(variables.get("a")).toMatchObject({ ephemeral: true, sensitive: true });
    expect(variables.get("b")).toMatchObject({ ephemeral: false, sensitive: false });
  });

  it("may be a password, and part of locals and conditions", async () => {
    const provider = {
      name: "kp",
      vcenter: "${holdfast_vcenter.vc.id}",
      backup: { path: "kp.backup", password: "${local.made}", password_version: 1 },
      lifecycle: { precondition: [{ condition: '${var.e != ""}', error_message: "empty" }] },
    };
    const resource = { holdfast_native_key_provider: { kp: provider } };
    await loadGood(estate({ ...VARIABLES, locals: { made: "${var.e}!" }, resource }));
  });

  it.each<[string, object, readonly string[]]>([
    [
      "an argument that is kept",
      {
        resource: { terraform_data: { x: { input: ["${var.e}"], triggers_replace: "${var.e}" } } },
      },
      [
        "Invalid use of ephemeral value (terraform_data.x)",
        "Invalid use of ephemeral value (terraform_data.x)",
      ],
    ],
    [
      "count",
      { resource: { terraform_data: { x: { count: "${tonumber(var.e)}" } } } },
      ["Invalid count argument (terraform_data.x)"],
    ],
    [
      "for_each",
      { resource: { terraform_data: { x: { for_each: "${toset([var.e])}" } } } },
      ["Invalid for_each argument (terraform_data.x)"],
    ],
    [
      "an output",
      { output: { o: { value: { x: "${var.e}" } } } },
      ["Ephemeral value not allowed (output.o)"],
    ],
    [
      "an output that says so",
      { output: { o: { value: "${var.e}", ephemeral: true } } },
      ["Ephemeral output not allowed (output.o)"],
    ],
  ])("is refused in %s", async (_, json, expected) => {
    expect(await summaries({ ...VARIABLES, ...json })).toEqual(expected);
  });
});

it("ephemeral resources are refused by their type, and so are references to them", async () => {
  const { diagnostics } = await load({
    ephemeral: { random_password: { p: { length: 8 } } },
    output: { o: { value: "${ephemeral.random_password.p.result}" } },
  });
  expect(diagnostics.map(({ summary }) => summary)).toEqual([
    "Invalid ephemeral resource",
    "Reference to something undeclared",
  ]);
  expect(diagnostics[0]?.detail).toContain('"random_password"');
});
