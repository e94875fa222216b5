import { describe, expect, it } from "vitest";
import { knownOptions } from "../../../src/cli/build-program.js";
import { rewriteArguments } from "../../../src/cli/rewrite-arguments.js";

const rewrite = (text: string) => rewriteArguments(text.split(" "), knownOptions()).join(" ");

describe("rewriteArguments", () => {
  it.each([
    ["plan -out=edge.plan", "plan --out=edge.plan"],
    ["plan -out edge.plan -json", "plan --out edge.plan --json"],
    ["-chdir=examples plan", "--chdir=examples plan"],
    ["apply -auto-approve -parallelism=3", "apply --auto-approve --parallelism=3"],
    ["plan -target=a.b -target c.d", "plan --target=a.b --target c.d"],
    ["plan -refresh=false -lock=false", "plan --refresh=false --lock=false"],
    ["plan -json=true", "plan --json"],
    ["plan -json=false", "plan"],
    ["plan -help", "plan --help"],
    ["-version", "--version"],
    ["plan -h", "plan -h"],
    ["plan --out edge.plan", "plan --out edge.plan"],
    ["plan -detailled-exitcode", "plan --detailled-exitcode"],
  ])("%s → %s", (given, rewritten) => {
    expect(rewrite(given)).toBe(rewritten);
  });

  it("leaves values alone, whatever they look like", () => {
    expect(rewrite("plan -var -x=-y -var a=-json")).toBe("plan --var -x=-y --var a=-json");
    expect(rewrite("plan --var -json -json")).toBe("plan --var -json --json");
  });

  it("leaves what follows -- alone", () => {
    expect(rewrite("state show -- -json")).toBe("state show -- -json");
  });

  it("hands everything after the host of esxcli over", () => {
    expect(rewrite("-simulator x.db simulator esxcli vc/c/h system -out=1")).toBe(
      "--simulator x.db simulator esxcli vc/c/h -- system -out=1",
    );
    expect(rewrite("simulator esxcli -help")).toBe("simulator esxcli --help");
    expect(rewrite("simulator esxcli -simulator=x.db vc/c/h system get")).toBe(
      "simulator esxcli --simulator=x.db vc/c/h -- system get",
    );
  });
});
