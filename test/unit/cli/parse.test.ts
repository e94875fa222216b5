import { describe, expect, it } from "vitest";
import { readGivenOptions } from "../../../src/cli/given-options.js";
import { parseDuration } from "../../../src/cli/parse-duration.js";
import { parseFault } from "../../../src/cli/parse-fault.js";
import { faultId } from "../../../src/simulator/fault-id.js";

describe("parseDuration", () => {
  it.each([
    ["0", 0],
    ["90", 90],
    ["90s", 90],
    ["30m", 1_800],
    ["72h", 259_200],
    ["3d", 259_200],
    ["1h30m", 5_400],
  ])("%s is %d seconds", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(["", "x", "-5m", "1.5h", "5 m", "m"])("%j is none", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe("parseFault", () => {
  it.each([
    ["unreachable vc01/kms/a", { kind: "unreachable", target: "vc01/kms/a" }],
    [
      "link-cut host@edge vcenter",
      { kind: "link-cut", from: { role: "host", site: "edge" }, to: { role: "vcenter" } },
    ],
    [
      "link-cut host trustAuthorityHost@core",
      {
        kind: "link-cut",
        from: { role: "host" },
        to: { role: "trustAuthorityHost", site: "core" },
      },
    ],
    [
      "link-cut @edge @!edge",
      { kind: "link-cut", from: { site: "edge" }, to: { exceptSite: "edge" } },
    ],
    [
      "link-cut vc01 vc01/kms/a",
      { kind: "link-cut", from: { path: "vc01" }, to: { path: "vc01/kms/a" } },
    ],
  ])("reads %s, and writes it again", (text, fault) => {
    const [kind = "", ...targets] = text.split(" ");
    expect(parseFault(kind, targets)).toEqual(fault);
    expect(faultId(parseFault(kind, targets))).toBe(text);
  });

  it("refuses what is no link", () => {
    expect(() => parseFault("link-cut", ["host"])).toThrow("two ends");
    expect(() => parseFault("link-cut", ["hosts@edge", "vcenter"])).toThrow('Did you mean "host"?');
    expect(() => parseFault("link-cut", ["host@", "@core"])).toThrow("host@SITE");
    expect(() => parseFault("link-cut", ["@core", "@!"])).toThrow("@!SITE");
    expect(() => parseFault("unreachable", [])).toThrow("one path");
  });
});

describe("readGivenOptions", () => {
  const options = readGivenOptions({ autoApprove: true, settle: false, out: "x", target: ["a"] });

  it("reads by the names as they are typed", () => {
    expect(options.has("auto-approve")).toBe(true);
    expect(options.has("no-settle")).toBe(true);
    expect(options.has("json")).toBe(false);
    expect(options.text("out")).toBe("x");
    expect(options.text("config")).toBeUndefined();
    expect(options.list("target")).toEqual(["a"]);
    expect(options.list("var")).toEqual([]);
  });
});
