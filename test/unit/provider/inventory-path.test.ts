// Ids as paths.

import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../src/model/value.js";
import { hasForm, joinPath, vcenterOf } from "../../../src/provider/inventory-path.js";

describe("inventory paths", () => {
  it("are known when all their parts are", () => {
    expect(joinPath("vc", "kms", "a", 5)).toBe("vc/kms/a/5");
    expect(joinPath("vc", UNKNOWN)).toBe(UNKNOWN);
    expect(joinPath("vc", null)).toBe(UNKNOWN);
    expect(vcenterOf("vc/edge/esx01")).toBe("vc");
    expect(vcenterOf(UNKNOWN)).toBe(UNKNOWN);
  });

  it.each([
    ["vc/vm/app", "VCENTER/vm/NAME", true],
    ["vc/kms/app", "VCENTER/vm/NAME", false],
    ["vc/vm", "VCENTER/vm/NAME", false],
    ["vc/vm/", "VCENTER/vm/NAME", false],
    ["vc/vm/a b", "VCENTER/vm/NAME", false],
    ["vc/edge/default-kp", "VCENTER/CLUSTER/default-kp", true],
    ["network/a/host/b/5696", "network/FROM_SITE/FROM_ROLE/TO_SITE/PORT", true],
    ["", "NAME", false],
  ])("%s has the form %s: %s", (path, form, expected) => {
    expect(hasForm(path, form)).toBe(expected);
  });
});
