import { expect, it } from "vitest";
import { atHome, inRepository } from "../../../src/cli/repository-places.js";
import { errorDiagnostic } from "../../../src/model/diagnostic.js";
import { sensitive, type Value } from "../../../src/model/value.js";
import { createStack } from "../../support/applying.js";

const FOLDER = "/checkouts/head/repository";
const MOVED = { folder: FOLDER, repository: "/home/ada/shops" };
const CHECKED_OUT = { folder: FOLDER, project: "shops/edge" };

it.each([
  [
    { file: `${FOLDER}/lib/shop.ts`, line: 3 },
    { file: "lib/shop.ts", line: 3 },
  ],
  [{ file: "main.ts" }, { file: "shops/edge/main.ts" }],
  [{ file: "/home/ada/own.tfvars.json" }, { file: "/home/ada/own.tfvars.json" }],
  [{ construct: "edge/esx01" }, { construct: "edge/esx01" }],
])("tells %j as in the repository", (source, told) => {
  const diagnostic = errorDiagnostic("S", `in ${FOLDER}/a.json of ${FOLDER}`, { source });
  expect(inRepository(diagnostic, CHECKED_OUT)).toEqual({
    ...{ severity: "error", summary: "S", detail: "in a.json of the repository" },
    source: told,
  });
});

it("has paths of a checkout in a plan as those of the user's repository, and touches nothing else", async () => {
  const plan = await createStack().plan({
    resources: {
      "test_record.a": { attributes: { name: `${FOLDER}/main.ts`, links: ["x", `${FOLDER}/y`] } },
      "test_record.b": { attributes: { name: "b" } },
    },
    outputs: { o: { file: `${FOLDER}/z` } },
  });
  const home = atHome(plan, MOVED);
  const [a, b] = home.changes;
  expect(a?.after).toMatchObject({
    ...{
      name: "/home/ada/shops/main.ts",
      links: ["x", "/home/ada/shops/y"],
      id: "record//home/ada/shops/main.ts",
    },
  });
  expect(b?.after).toBe(plan.changes[1]?.after);
  expect(home.outputs[0]?.after).toEqual({ file: "/home/ada/shops/z" });
  const secret: Value = sensitive(FOLDER);
  const marked = { ...plan, outputs: plan.outputs.map((o) => ({ ...o, after: secret })) };
  expect(atHome(marked, MOVED).outputs[0]?.after).toBe(secret);
});
