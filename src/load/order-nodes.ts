// The order in which the parts of a configuration can be evaluated, and the cycles that make it impossible:
// Tarjan's strongly connected components, without recursion, since a chain may be 100,000 long.

export interface NodeOrder {
  /** Every node after those it depends on; the nodes of a cycle in any order. */
  readonly order: readonly string[];
  /** One closed walk for each knot, beginning with its first node in code-unit order, without repeating it. */
  readonly cycles: readonly (readonly string[])[];
}

/** Names on which a node depends, by node. Names that are no node are left out. */
export type Dependencies = ReadonlyMap<string, readonly string[]>;

export function orderNodes(dependencies: Dependencies): NodeOrder {
  const search: Search = { dependencies, marks: new Map(), stack: [], order: [], cycles: [] };
  for (const node of dependencies.keys()) if (!search.marks.has(node)) explore(node, search);
  return { order: search.order, cycles: search.cycles };
}

interface Mark {
  readonly index: number;
  /** Lowest index that the node reaches within its component. */
  low: number;
  isOnStack: boolean;
}

interface Search {
  readonly dependencies: Dependencies;
  readonly marks: Map<string, Mark>;
  /** Nodes whose component is not complete. */
  readonly stack: string[];
  readonly order: string[];
  readonly cycles: (readonly string[])[];
}

/** A node being explored: its next dependency to look at. */
interface Frame {
  readonly node: string;
  readonly mark: Mark;
  next: number;
}

function explore(root: string, search: Search): void {
  const frames: Frame[] = [enter(root, search)];
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const child = nextChild(frame, search);
    if (child !== undefined) {
      frames.push(enter(child, search));
      continue;
    }
    frames.pop();
    const parent = frames.at(-1);
    if (parent !== undefined) parent.mark.low = Math.min(parent.mark.low, frame.mark.low);
    if (frame.mark.low === frame.mark.index) close(frame.node, search);
  }
}

function enter(node: string, search: Search): Frame {
  const index = search.marks.size;
  const mark = { index, low: index, isOnStack: true };
  search.marks.set(node, mark);
  search.stack.push(node);
  return { node, mark, next: 0 };
}

/** The next dependency that was not visited; those on the stack lower the node's mark. */
function nextChild(frame: Frame, { dependencies, marks }: Search): string | undefined {
  const names = dependencies.get(frame.node) ?? [];
  while (frame.next < names.length) {
    const name = names[frame.next++] ?? "";
    if (!dependencies.has(name)) continue;
    const mark = marks.get(name);
    if (mark === undefined) return name;
    if (mark.isOnStack) frame.mark.low = Math.min(frame.mark.low, mark.index);
  }
  return undefined;
}

/** Takes a complete component off the stack. */
function close(root: string, search: Search): void {
  const component: string[] = [];
  for (let node = search.stack.pop(); node !== undefined; node = search.stack.pop()) {
    const mark = search.marks.get(node);
    if (mark !== undefined) mark.isOnStack = false;
    component.push(node);
    search.order.push(node);
    if (node === root) break;
  }
  const isKnot = component.length > 1 || search.dependencies.get(root)?.includes(root) === true;
  if (isKnot) search.cycles.push(findCycle(component, search.dependencies));
}

/** The shortest way from the first node of a component back to itself. */
function findCycle(component: readonly string[], dependencies: Dependencies): readonly string[] {
  const inside = new Set(component);
  const start = component.reduce((a, b) => (a < b ? a : b));
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const node of queue) {
    for (const name of dependencies.get(node) ?? []) {
      if (name === start) return pathTo(node, start, cameFrom);
      if (!inside.has(name) || cameFrom.has(name)) continue;
      cameFrom.set(name, node);
      queue.push(name);
    }
  }
  return [start];
}

function pathTo(
  end: string,
  start: string,
  cameFrom: ReadonlyMap<string, string>,
): readonly string[] {
  const path: string[] = [];
  for (let node: string | undefined = end; node !== undefined && node !== start; ) {
    path.push(node);
    node = cameFrom.get(node);
  }
  return [start, ...path.reverse()];
}
