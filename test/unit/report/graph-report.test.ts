import { describe, expect, it } from "vitest";
import { graphReport } from "../../../src/report/graph-report.js";

const GRAPH = {
  stack: "edge",
  nodes: ["holdfast_cluster.edge", 'holdfast_host.a"b'],
  edges: [{ from: 'holdfast_host.a"b', to: "holdfast_cluster.edge" }],
};

describe("graphReport", () => {
  it("speaks Graphviz", () => {
    expect(graphReport([GRAPH], "dot")).toMatchInlineSnapshot(`
      "digraph G {
        rankdir = "RL";
        node [shape = rect, fontname = "sans-serif"];
        "holdfast_cluster.edge" [label="holdfast_cluster.edge"];
        "holdfast_host.a\\"b" [label="holdfast_host.a\\"b"];
        "holdfast_host.a\\"b" -> "holdfast_cluster.edge";
      }
      "
    `);
  });

  it("keeps the objects of several stacks apart", () => {
    const text = graphReport([GRAPH, { ...GRAPH, stack: "core" }], "dot");
    expect(text).toContain('"edge/holdfast_cluster.edge" [label="holdfast_cluster.edge"];');
    expect(text).toContain('"core/holdfast_cluster.edge" [label="holdfast_cluster.edge"];');
  });

  it("speaks Mermaid", () => {
    expect(graphReport([GRAPH], "mermaid")).toMatchInlineSnapshot(`
      "flowchart RL
        s0n0["holdfast_cluster.edge"]
        s0n1["holdfast_host.a#34;b"]
        s0n1 --> s0n0
      "
    `);
  });

  it("speaks JSON", () => {
    expect(JSON.parse(graphReport([GRAPH], "json"))).toEqual({
      format: "holdfast.graph/1",
      stacks: [GRAPH],
    });
  });
});
