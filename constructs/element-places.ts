// Where in the program each element of Terraform was made, for `holdfast preview`, which points at the line that causes a
// loss. The CDK library has a place for it beside the path of the construct, `metadata.stackTrace`, and leaves it empty;
// here it is filled. A trace costs more than all else about an element, so nobody pays for it who does not ask.

import type { IConstruct, Node } from "constructs";

/** What the library calls the entry of metadata that every element makes of itself. */
const TRACE_ENTRY = "stacktrace";

const traced = new WeakSet<Node>();

/** From now on, in all trees of the program that `app` belongs to. */
export function recordPlaces(app: IConstruct): void {
  const nodes: Node = Object.getPrototypeOf(app.node);
  if (traced.has(nodes)) return;
  traced.add(nodes);
  const { addMetadata } = nodes;
  nodes.addMetadata = function (this: Node, type, data, options) {
    const trace = type === TRACE_ENTRY ? { stackTraceOverride: [...programFrames()] } : {};
    addMetadata.call(this, type, data, { ...options, ...trace });
  };
}

/** Deeper than any program makes its constructs. */
const MOST_FRAMES = 100;

/** The error's own line, and the two functions of this file. */
const OWN_LINES = 3;

/** `at FILE:LINE:COLUMN` of what is neither a package nor Node, the innermost first, as source maps have it. */
function programFrames(): readonly string[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = MOST_FRAMES;
  const { stack = "" } = new Error();
  Error.stackTraceLimit = limit;
  const frames = stack.split("\n").slice(OWN_LINES);
  return frames.map((line) => line.trim()).filter((frame) => !/node_modules|node:/.test(frame));
}
