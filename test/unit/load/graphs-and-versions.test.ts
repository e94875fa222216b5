import { describe, expect, it } from "vitest";
import { orderNodes } from "../../../src/load/order-nodes.js";
import { formatConstraint, isVersionMet } from "../../../src/load/version-constraint.js";

const graph = (edges: { readonly [node: string]: readonly string[] }) =>
  orderNodes(new Map(Object.entries(edges)));

describe("orderNodes", () => {
  it("puts every node after those it depends on", () => {
    const { order, cycles } = graph({ a: ["b", "c"], b: ["c"], c: [], d: ["a", "nowhere"] });
    expect(order).toEqual(["c", "b", "a", "d"]);
    expect(cycles).toEqual([]);
  });

  it("finds one cycle in each knot, the shortest from its first node", () => {
    const { cycles } = graph({
      a: ["b"],
      b: ["c", "a"],
      c: ["a"],
      x: ["y"],
      y: ["x"],
      z: ["z"],
      free: ["a"],
    });
    expect(cycles).toEqual([["a", "b"], ["x", "y"], ["z"]]);
  });

  it("follows a chain of 100,000", () => {
    const count = 100_000;
    const chain = new Map(
      Array.from({ length: count }, (_, i) => [`n${i}`, [`n${i + 1}`]] as const),
    );
    expect(orderNodes(chain).order[0]).toBe(`n${count - 1}`);
    const ring = new Map([...chain, [`n${count - 1}`, ["n0"]] as const]);
    expect(orderNodes(ring).cycles[0]).toHaveLength(count);
  });
});

describe("isVersionMet", () => {
  it.each<[string, boolean | undefined]>([
    [">= 1.5", true],
    [">= 1.5, < 1.11", false],
    ["~> 1.11", true],
    ["~> 1.11.0", true],
    ["~> 1.10.0", false],
    ["~> 1.12", false],
    ["~> 1", true],
    ["1.11.4", true],
    ["= 1.11.4", true],
    ["!= 1.11.4", false],
    ["<= 1.11.4", true],
    ["> 1.11.4", false],
    [">= 1.11.4-beta1", true],
    ["< 1.12.0-alpha", true],
    ["v1.11.4", true],
    ["", undefined],
    ["latest", undefined],
    [">= 1.x", undefined],
    [">= 1.5,", undefined],
  ])("1.11.4 and %j: %s", (constraint, expected) => {
    expect(isVersionMet(constraint, "1.11.4")).toBe(expected);
  });
});

// What Terraform 1.11 shows as "version_constraint".
describe("formatConstraint", () => {
  it.each([
    ["0.1.0", "0.1.0"],
    ["= 0.1.0", "0.1.0"],
    [">=0.1, <2", ">= 0.1.0, < 2.0.0"],
    ["<3,>=0.1", ">= 0.1.0, < 3.0.0"],
    ["~> 0.1", "~> 0.1"],
    ["~>0.1.0", "~> 0.1.0"],
    ["!= 0.2.0, >= 0.0.1", ">= 0.0.1, != 0.2.0"],
    [">= 0.1, >= 0.1.0", ">= 0.1.0"],
    ["!= 0.0.9, > 0.0.9, >= 0.0.9", "> 0.0.9, >= 0.0.9, != 0.0.9"],
    ["<= 0.2.0, != 0.2.0, < 0.2.0", "<= 0.2.0, < 0.2.0, != 0.2.0"],
    ["= 0.1, <= 0.1.0, >= 0.1.0, ~> 0.1.0", ">= 0.1.0, 0.1.0, ~> 0.1.0, <= 0.1.0"],
    ["~> 0.1, ~> 0.1.0, >= 0.1.0", ">= 0.1.0, ~> 0.1.0, ~> 0.1"],
    ["< 0.2, > 0.0.9, >= 0.1.0-beta", "> 0.0.9, >= 0.1.0-beta, < 0.2.0"],
  ])("%j is shown as %j", (constraint, expected) => {
    expect(formatConstraint(constraint)).toBe(expected);
  });
});
