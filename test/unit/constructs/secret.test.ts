import { describe, expect, it } from "vitest";
import { TerraformVariable } from "../../../constructs/cdk.js";
import {
  KeyServer,
  NativeKeyProvider,
  Secret,
  Site,
  type Stack,
  StandardKeyProvider,
  VCenter,
} from "../../../constructs/index.js";
import { documentOf, errorsOf, newProgram } from "./program.js";

describe("a secret", () => {
  it("is a reference to a sensitive variable, declared once for all who use it", () => {
    const program = newProgram();
    standard(program.stack, "a", Secret.variable("kmip_password"));
    standard(new Site(program.stack, "core"), "b", Secret.variable("kmip_password"));
    const { resource, variable } = documentOf(program);
    expect(variable).toEqual({ kmip_password: { type: "string", sensitive: true } });
    const passwords = Object.values(resource?.holdfast_standard_key_provider ?? {}).map(
      (p) => p.password,
    );
    expect(passwords).toEqual(["${var.kmip_password}", "${var.kmip_password}"]);
    expect(errorsOf(program)).toEqual([]);
  });

  it("keeps a name that ends like a hash, such as a date", () => {
    const program = newProgram();
    standard(program.stack, "a", Secret.variable("kmip_20261126"));
    const { resource, variable } = documentOf(program);
    expect(Object.keys(variable ?? {})).toEqual(["kmip_20261126"]);
    const [provider] = Object.values(resource?.holdfast_standard_key_provider ?? {});
    expect(provider?.password).toBe("${var.kmip_20261126}");
  });

  it("may be a variable of the program's own, if that is sensitive", () => {
    const program = newProgram();
    const variable = new TerraformVariable(program.stack, "pw", { sensitive: true });
    standard(program.stack, "a", Secret.from(variable));
    expect(errorsOf(program)).toEqual([]);
    const open = new TerraformVariable(program.stack, "open", {});
    expect(() => Secret.from(open)).toThrow(
      "[edge/open] holds a secret and must be declared with sensitive: true.",
    );
  });

  it.each(["hunter2", "${var.kmip_password}", 1, null])("is never the literal %j", (value) => {
    const { stack } = newProgram();
    expect(() => standard(stack, "a", value as never)).toThrow(
      '[edge/a] password must be Secret.variable("name"), never a text: a text would be kept in clear',
    );
    expect(() => native(stack, value as never)).toThrow(
      "[edge/nkp] backup.password must be Secret.variable",
    );
  });

  it("needs a name that an environment variable can have", () => {
    expect(() => Secret.variable("kmip-password")).toThrow('"kmip-password" cannot be a variable.');
  });

  it("does not take another construct for its variable", () => {
    const { stack } = newProgram();
    new Site(stack, "kmip_password");
    expect(() => standard(stack, "a", Secret.variable("kmip_password"))).toThrow(
      "the secret kmip_password needs a variable of that name, but edge/kmip_password is something else.",
    );
  });
});

function standard(scope: Stack | Site, id: string, password: Secret): StandardKeyProvider {
  const vcenter = new VCenter(scope, `${id}-vc`, { version: "8.0 U3" });
  const keyServer = new KeyServer(scope, `${id}-kms`, { vcenter, address: "kms.example" });
  return new StandardKeyProvider(scope, id, { vcenter, keyServers: [keyServer], password });
}

function native(stack: Stack, password: Secret): NativeKeyProvider {
  const vcenter = new VCenter(stack, "vc", { version: "8.0 U3" });
  return new NativeKeyProvider(stack, "nkp", { vcenter, backup: { path: "nkp.backup", password } });
}
