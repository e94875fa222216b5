import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeLogicalId, PRIMARY_CHILD } from "../../../constructs/logical-id.js";

/** Ids as programs write them, and as spiteful ones do; none holds a slash, which the library replaces. */
const id = fc.oneof(
  fc.constantFrom(
    "esx01",
    "esx01.dc1",
    "esx01dc1",
    PRIMARY_CHILD,
    "Default",
    "1abc",
    "größe",
    "日本",
    "a_b",
    "a",
    "b",
  ),
  fc
    .string({ minLength: 1, maxLength: 12, unit: "grapheme" })
    .map((text) => text.replaceAll("/", "-")),
  fc.stringMatching(/^[a-z]{1,3}_[0-9a-f]{8}$/),
);
const path = fc.array(id, { minLength: 1, maxLength: 4 });

describe("logical ids", () => {
  it("keeps a single plain id", () => {
    expect(makeLogicalId({ ids: ["esx-01_a"], isPrimary: false })).toBe("esx-01_a");
    expect(makeLogicalId({ ids: ["esx01", PRIMARY_CHILD], isPrimary: true })).toBe("esx01");
  });

  it("ends every other id in eight digits of a SHA-256", () => {
    expect(makeLogicalId({ ids: ["shop", "esx01", PRIMARY_CHILD], isPrimary: true })).toBe(
      "shop_esx01_ec5b514e",
    );
    expect(makeLogicalId({ ids: ["1abc"], isPrimary: false })).toMatch(/^_1abc_[0-9a-f]{8}$/);
    expect(makeLogicalId({ ids: ["größe"], isPrimary: false })).toMatch(/^groe_[0-9a-f]{8}$/);
    expect(makeLogicalId({ ids: ["日本"], isPrimary: false })).toMatch(/^_[0-9a-f]{8}$/);
    expect(makeLogicalId({ ids: ["till_0a1b2c3d"], isPrimary: false })).toMatch(/^till_0a1b2c3d_/);
  });

  it("never gives two elements of one tree the same id", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(path, { maxLength: 40, selector: (p) => p.join("/") }),
        (paths) => {
          const elements = new Set(paths.map((ids) => ids.join("/")));
          const ids = paths.map((p) =>
            makeLogicalId({
              ids: p,
              isPrimary: p.at(-1) === PRIMARY_CHILD && !elements.has(p.slice(0, -1).join("/")),
            }),
          );
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
    );
  });

  it("always gives a Terraform name of bearable length", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(id, fc.string({ maxLength: 300 })), { minLength: 1 }),
        (ids) => {
          const made = makeLogicalId({ ids, isPrimary: false });
          expect(made).toMatch(/^[A-Za-z_][A-Za-z0-9_-]*$/);
          expect(made.length).toBeLessThanOrEqual(255);
        },
      ),
    );
  });
});
