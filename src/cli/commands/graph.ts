// holdfast graph

import type { Configuration } from "../../load/configuration.js";
import { invariant } from "../../model/invariant.js";
import { resourceDependencies } from "../../plan/resource-dependencies.js";
import { GRAPH_FORMATS, type Graph, graphReport } from "../../report/graph-report.js";
import type { CommandCall } from "../command-definition.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { loadStacks } from "../load-stacks.js";
import type { Session } from "../session.js";

export async function run(session: Session, { options }: CommandCall): Promise<ExitCode> {
  const format = GRAPH_FORMATS.find((name) => name === options.text("format"));
  invariant(format !== undefined, "the parser lets only known formats through");
  const { stacks } = await loadStacks(session, options, "fresh");
  session.terminal.out.write(graphReport(stacks.map(graphOf), format));
  return EXIT_CODES.done;
}

function graphOf(configuration: Configuration): Graph {
  const { graph } = configuration;
  const all = () => true;
  const dependencies = resourceDependencies(graph, { hasObjects: all, isReadLater: all });
  const found = graph.order.map(({ key, kind }) => ({ key, kind, after: dependencies.of(key) }));
  const nodes = found
    .filter(({ kind }) => kind === "resource")
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const edges = nodes.flatMap(({ key, after }) => after.map((to) => ({ from: key, to })));
  return { stack: configuration.stack, nodes: nodes.map(({ key }) => key), edges };
}
