// A graph of resources and what they depend on, for three readers: Graphviz, Mermaid, and programs.

import { unreachable } from "../model/invariant.js";
import { visible } from "./text.js";

export interface Graph {
  readonly stack: string;
  /** Resource addresses, each once, in a stable order. */
  readonly nodes: readonly string[];
  readonly edges: readonly GraphEdge[];
}

/** `from` depends on `to`. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}

export const GRAPH_FORMATS = ["dot", "mermaid", "json"] as const;
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

export function graphReport(graphs: readonly Graph[], format: GraphFormat): string {
  switch (format) {
    case "dot":
      return dotOf(graphs);
    case "mermaid":
      return mermaidOf(graphs);
    case "json":
      return `${JSON.stringify({ format: "holdfast.graph/1", stacks: graphs }, null, 2)}\n`;
    default:
      return unreachable(format);
  }
}

/** Several stacks are clusters of one digraph. */
function dotOf(graphs: readonly Graph[]): string {
  const bodies = graphs.map(({ stack, nodes, edges }, i) => {
    const name = (address: string) =>
      quoteDot(graphs.length === 1 ? address : `${stack}/${address}`);
    const lines = [
      ...nodes.map((node) => `${name(node)} [label=${quoteDot(node)}];`),
      ...edges.map(({ from, to }) => `${name(from)} -> ${name(to)};`),
    ];
    if (graphs.length === 1) return lines.map((line) => `  ${line}\n`).join("");
    const inner = lines.map((line) => `    ${line}\n`).join("");
    return `  subgraph cluster_${i} {\n    label = ${quoteDot(stack)};\n${inner}  }\n`;
  });
  const head = `  rankdir = "RL";\n  node [shape = rect, fontname = "sans-serif"];\n`;
  return `digraph G {\n${head}${bodies.join("")}}\n`;
}

function quoteDot(text: string): string {
  return `"${visible(text).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

function mermaidOf(graphs: readonly Graph[]): string {
  const lines = graphs.flatMap(({ stack, nodes, edges }, g) => {
    const ids = new Map(nodes.map((node, i) => [node, `s${g}n${i}`]));
    return [
      ...(graphs.length === 1 ? [] : [`subgraph s${g}["${escapeMermaid(stack)}"]`]),
      ...nodes.map((node) => `${ids.get(node)}["${escapeMermaid(node)}"]`),
      ...edges.map(({ from, to }) => `${ids.get(from)} --> ${ids.get(to)}`),
      ...(graphs.length === 1 ? [] : ["end"]),
    ];
  });
  return `flowchart RL\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

/** Mermaid reads entities, not backslashes. */
function escapeMermaid(text: string): string {
  return visible(text).replace(/[#"<>&]/g, (c) => `#${c.charCodeAt(0)};`);
}
