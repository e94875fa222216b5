import { expect, it } from "vitest";
import { App, Stack, VCenter } from "../../../constructs/index.js";
import { placeFinder } from "../../../src/cli/construct-places.js";
import { parseJson } from "../../../src/load/parse-json.js";
import { ROOT } from "../../support/run-holdfast.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

function placesOf() {
  const app = new App({ outdir: temporaryFolder() });
  const stack = new Stack(app, "edge");
  new VCenter(stack, "vc01", { version: "8.0 U3" });
  const text = JSON.stringify(stack.toTerraform());
  const json = parseJson(text, "cdk.tf.json").value ?? null;
  const files = [{ name: "cdk.tf.json", text, json }];
  return placeFinder([{ files }], `${ROOT}/test`);
}

it("tells where in a program elements are made, once that is asked for", () => {
  expect(placesOf()("edge/vc01")).toBeUndefined();
  process.env.HOLDFAST_PLACES = "1";
  const placeOf = placesOf();
  // A second App adds nothing.
  expect(placesOf()("edge/vc01")).toEqual(placeOf("edge/vc01"));
  // The line is that of the source where Node has source maps: test/e2e/cli/preview.test.ts.
  const place = { file: "unit/constructs/element-places.test.ts", line: expect.any(Number) };
  expect(placeOf("edge/vc01")).toEqual(place);
  expect(placeOf("edge/vc01/Resource")).toEqual(place);
  expect(placeOf("edge/vc02")).toBeUndefined();
});
