import { describe, expect, it } from "vitest";
import { parseTemplate } from "../../../src/language/parse.js";
import { formatResource, type ResourceAddress } from "../../../src/model/address.js";
import { findMissingOutputs } from "../../../src/plan/find-missing-outputs.js";
import { buildConfiguration } from "../../support/build-configuration.js";

/** As the CDK library names what a stack reads of another, and the outputs there. */
const BASE: ResourceAddress = {
  mode: "data",
  type: "terraform_remote_state",
  name: "cross-stack-reference-input-base",
};
const NAME = "cross-stack-output-holdfast_clustercid_abd82598";

function missing(text: string, outputs: { readonly [name: string]: string }) {
  const value = parseTemplate(text).expression;
  return findMissingOutputs(buildConfiguration({ outputs: { o: value } }), BASE, outputs);
}

describe("an output of another stack", () => {
  const needed = `\${${formatResource(BASE)}.outputs.${NAME}}`;

  it("that is needed and not there names the stack that is to be planned too", () => {
    expect(missing(needed, {})).toMatchObject([
      { detail: expect.stringContaining("add --stack base") },
    ]);
    expect(missing(needed, { [NAME]: "vc01/edge" })).toEqual([]);
    expect(missing("${local.x}", {})).toEqual([]);
  });

  it("is found in a text of very many parts", () => {
    expect(missing(`${"${1}-".repeat(200_000)}${needed}`, {})).toHaveLength(1);
  });
});
