import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/language/evaluate.js";
import { withFunctions } from "../../../src/language/outside.js";
import { parseTemplate } from "../../../src/language/parse.js";
import { typeOf } from "../../../src/language/typed-value.js";
import { evaluateStatically } from "../../../src/load/static-scope.js";
import type { Value } from "../../../src/model/value.js";
import { functionsDocument } from "../../../src/provider/functions/functions-document.js";
import { PATH_FORMS } from "../../../src/provider/functions/inventory-path-functions.js";
import { providerFunctions } from "../../../src/provider/functions/provider-functions.js";
import { resourceTypesByName } from "../../../src/provider/resource-types.js";
import { formOfEvaluated } from "../../e2e/language/compare.js";
import {
  calledInFull,
  PROVIDER_FUNCTION_CASES,
} from "../../e2e/language/provider-function-cases.js";
import { makeScope } from "../../e2e/language/scope.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const OUTSIDE = withFunctions({}, providerFunctions);

/** What a call without `provider::holdfast::` is worth, without any names. */
function evaluated(call: string) {
  const { expression, diagnostics } = parseTemplate(calledInFull(call));
  expect(diagnostics).toEqual([]);
  return evaluate(expression, { resolve: () => ({ value: null }), outside: OUTSIDE });
}

function faultOf(name: keyof typeof providerFunctions, ...args: readonly Value[]) {
  const result = providerFunctions[name].call(args);
  return "fault" in result ? [result.argument, `"${result.received}" ${result.fault}`] : [];
}

describe("functions of the provider", () => {
  it.each(Object.entries(PROVIDER_FUNCTION_CASES))("%s", (_, cases) => {
    const scope = makeScope(temporaryFolder());
    const found = cases.map(([call]) => {
      const { expression, diagnostics } = parseTemplate(calledInFull(call));
      expect(diagnostics, call).toEqual([]);
      return [call, formOfEvaluated(evaluateStatically(expression, scope), false)];
    });
    expect(found).toEqual(cases);
  });

  it("all have cases with null, unknown and sensitive arguments, and refuse some", () => {
    expect(Object.keys(PROVIDER_FUNCTION_CASES).sort()).toEqual(Object.keys(providerFunctions));
    const lacking = Object.entries(PROVIDER_FUNCTION_CASES).flatMap(([name, cases]) => {
      const text = JSON.stringify(cases);
      const kinds = [/null/, /local\.uid/, /"sensitive"/, /"refused"/, /\[\]|\{\}|\[\\"/];
      return cases.length >= 6 && kinds.every((kind) => kind.test(text)) ? [] : [name];
    });
    expect(lacking).toEqual([]);
  });

  it.each(Object.entries(providerFunctions))(
    "%s gives what its signature says",
    (name, { signature }) => {
      const [call = ""] = PROVIDER_FUNCTION_CASES[name]?.[0] ?? [];
      expect(typeOf(evaluated(call))).toEqual(signature.return_type);
      const texts = [signature, ...signature.parameters].map(({ description }) => description);
      expect(texts.filter((text) => !/^[A-Z].*\.$/s.test(text))).toEqual([]);
    },
  );

  it("say which argument is wrong, and what one may be", () => {
    expect(faultOf("version_at_least", "8.0", "8.0.3")).toEqual([
      1,
      '"8.0.3" is not a release of vSphere. One is written as "8.0", "8.0 U3" or "7.0 U3c"',
    ]);
    const [argument, fault] = faultOf("supports", "8.0", "key_persistance") as [number, string];
    expect(argument).toBe(1);
    expect(fault).toContain('"key_persistance" is no feature. Did you mean "key_persistence"?');
    expect(fault).toContain("cluster_default_key_provider, cluster_host_key_provider");
    expect(faultOf("inventory_path", "vc01", "edge", "a b")).toEqual([
      2,
      '"a b" cannot be a step of a path: a step is a name without slashes and blanks',
    ]);
    expect(faultOf("inventory_path", "waiver", "x")).toEqual([
      undefined,
      '"waiver/x" is the id of a waiver, which is in no inventory',
    ]);
    expect(faultOf("parse_inventory_path", "a/b/c/d")[1]).toMatch(
      /^"a\/b\/c\/d" is no inventory path\. One is VCENTER\/kms\/NAME, .*, VCENTER$/,
    );
    expect(faultOf("duration_seconds", "3651d")).toEqual([
      0,
      '"3651d" is too long. It can be 3650d at most',
    ]);
  });
});

describe("inventory paths", () => {
  const forms = [...resourceTypesByName.values()].flatMap(({ type, idForms }) =>
    idForms.map((form) => [type, form] as const),
  );

  it.each(forms)("of a %s, %s, are made, and taken apart into what made them", (type, form) => {
    const steps = form
      .toLowerCase()
      .split("/")
      .map((step, i) => {
        return form.split("/")[i] === step ? step : `${step}-1`;
      });
    const made = providerFunctions.inventory_path.call(steps);
    if (/^(waiver|floor|network)\//.test(form)) {
      expect(made).toHaveProperty("fault");
      return;
    }
    expect(made).toEqual({ value: steps.join("/") });
    const parsed = providerFunctions.parse_inventory_path.call([steps.join("/")]);
    const kind = type.replace(/^holdfast_/, "").replace(/^(standard|native|trusted)_(?=key)/, "");
    expect(parsed).toMatchObject({ value: { kind, vcenter: steps[0] } });
  });

  it("have no form that no resource type has", () => {
    const open = (form: string) => form.replaceAll(/[A-Z]+/g, "X");
    const known = forms.map(([, form]) => open(form));
    expect(Object.keys(PATH_FORMS).filter((form) => !known.includes(open(form)))).toEqual([]);
  });
});

describe("functionsDocument", () => {
  it("is the page docs/functions.md", async () => {
    const file = new URL("../../../docs/functions.md", import.meta.url);
    await expect(functionsDocument((call) => evaluated(call).value)).toMatchFileSnapshot(
      file.pathname,
    );
  });
});
