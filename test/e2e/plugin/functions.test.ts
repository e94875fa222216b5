// The functions of the provider in Terraform's hands: whatever the engine makes of a call, Terraform with the plugin makes
// of it too, and neither shows a secret.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { compareWithTerraform, isEqual } from "../language/compare-with-terraform.js";
import { calledInFull, PROVIDER_FUNCTION_CASES } from "../language/provider-function-cases.js";
import { CONTEXT, makeScope } from "../language/scope.js";
import { type AttachedPlugin, startPlugin } from "./attached-plugin.js";
import { isTerraformPresent, requireTerraform, Workspace } from "./real-terraform.js";

requireTerraform("functions of the provider");

describe.skipIf(!isTerraformPresent)("functions of the provider", () => {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-plugin-"));
  let plugin: AttachedPlugin;
  beforeAll(async () => {
    plugin = await startPlugin(folder);
  });
  afterAll(async () => {
    await plugin?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it("are worth the same to Terraform and to the engine", () => {
    const cases = Object.values(PROVIDER_FUNCTION_CASES).flat();
    const { terraform } = CONTEXT;
    const required_providers = {
      ...terraform.required_providers,
      holdfast: { source: "holdfast/holdfast" },
    };
    const compared = compareWithTerraform(
      cases.map(([call]) => calledInFull(call)),
      {
        context: { ...CONTEXT, terraform: { required_providers } },
        variables: { TF_REATTACH_PROVIDERS: plugin.reattachment },
        scope: makeScope(temporaryFolder()),
      },
    );
    expect(compared.filter((one) => !isEqual(one.ours, one.theirs))).toEqual([]);
    const worth = compared.map(({ theirs }) =>
      theirs === "refused" ? theirs : { value: (theirs as { readonly value: unknown }).value },
    );
    expect(cases.filter(([, form], i) => !isEqual(form, worth[i]))).toEqual([]);
    expect(cases.length).toBeGreaterThan(120);
  });

  it("say in Terraform which argument is wrong, and quote none", async () => {
    const workspace = new Workspace({
      TF_REATTACH_PROVIDERS: plugin.reattachment,
      TF_VAR_secret: "hunter2",
    });
    const call = (text: string) => ({
      value: `\${provider::holdfast::${text}}`,
      sensitive: true,
    });
    workspace.write({
      variable: { secret: { type: "string", sensitive: true } },
      output: {
        second: call('version_at_least("8.0", var.secret)'),
        rest: call('inventory_path("vc01", "edge", "a b", var.secret)'),
        whole: call('inventory_path(var.secret, "edge", "esx01", "disk")'),
        feature: call("minimum_version(var.secret)"),
      },
    });
    const { code, stdout, stderr } = await workspace.run("plan", "-input=false", "-json");
    const said = `${stdout}${stderr}`.replaceAll('\\"', '"');
    expect(code).toBe(1);
    expect(said).toContain(
      'Invalid value for "minimum" parameter: the value is not a release of vSphere. One is written as "8.0"',
    );
    expect(said).toContain('Invalid value for "steps" parameter: the value cannot be a step');
    expect(said).toContain("the value is no inventory path. One is VCENTER/kms/NAME");
    expect(said).toContain('Invalid value for "feature" parameter: the value is no feature.');
    expect(said).not.toContain("hunter2");
  });

  it("are called again in an apply, and hold it to what they said", async () => {
    const workspace = new Workspace({ TF_REATTACH_PROVIDERS: plugin.reattachment });
    const versionOf = "provider::holdfast::supports(holdfast_vcenter.vc.version, ";
    workspace.write({
      resource: {
        holdfast_vcenter: {
          vc: {
            name: "vc01",
            version: "8.0 U3",
            lifecycle: {
              postcondition: {
                condition: '${provider::holdfast::version_at_least(self.version, "8.0")}',
                error_message: "too old",
              },
            },
          },
        },
      },
      output: {
        can: { value: `\${${versionOf}"tpm_provision_policy")}` },
        parts: { value: "${provider::holdfast::parse_inventory_path(holdfast_vcenter.vc.id)}" },
      },
    });
    await workspace.demand("plan", "-input=false", "-out=plan");
    await workspace.applyPlan();
    const { can, parts } = JSON.parse(await workspace.demand("output", "-json"));
    expect([can.value, parts.value]).toEqual([
      true,
      { kind: "vcenter", vcenter: "vc01", cluster: null, name: "vc01" },
    ]);
  });
});
