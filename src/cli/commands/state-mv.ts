// holdfast state mv SOURCE DESTINATION: an object, or all of a resource, under another address.

import {
  FORM_OF_ADDRESSES,
  formatInstance,
  formatResource,
  formatTarget,
  type InstanceAddress,
  inPlace,
  localAddress,
  parseTarget,
  stepsOf,
  type TargetAddress,
} from "../../model/address.js";
import { errorDiagnostic } from "../../model/diagnostic.js";
import { formatStateInstance, type State, type StateInstance } from "../../model/state.js";
import type { CommandCall } from "../command-definition.js";
import { CommandFailed } from "../describe-failure.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { print, type Session } from "../session.js";
import { changeStates, findInstances, type StackState } from "../stack-states.js";

export async function run(session: Session, { args, options }: CommandCall): Promise<ExitCode> {
  const [source = "", destination = ""] = args;
  const isDryRun = options.has("dry-run");
  const change = (states: readonly StackState[]) => {
    const { found, keys } = findInstances(states, source);
    const to = parseDestination(destination);
    const moves = planMoves(found.state, { source, keys, to });
    const verb = isDryRun ? "Would move" : "Moving";
    print(
      session,
      moves.map((move) => [`${verb} ${move.from} to ${move.key}`]),
    );
    return isDryRun ? [] : [{ ...found, state: carryOut(found.state, moves) }];
  };
  await changeStates(session, { options, operation: "state mv", change });
  return EXIT_CODES.done;
}

interface Move {
  readonly from: string;
  readonly key: string;
  readonly instance: StateInstance;
}

interface MoveRequest {
  readonly source: string;
  readonly keys: readonly string[];
  readonly to: TargetAddress;
}

function refuse(summary: string, detail: string): CommandFailed {
  return new CommandFailed([errorDiagnostic(summary, detail)]);
}

function parseDestination(text: string): TargetAddress {
  const address = parseTarget(text);
  if (address !== undefined) return address;
  throw refuse("Invalid address", `"${text}" is no address. ${FORM_OF_ADDRESSES}`);
}

/** Of one instance to the very address, deposed objects with it; of all of a resource or module each with its key. */
function planMoves(state: State, { source, keys, to }: MoveRequest): readonly Move[] {
  const sources = keys.flatMap((from) => {
    const instance = state.instances.get(from);
    return instance === undefined ? [] : [{ from, instance }];
  });
  const isWhole = sources.some(
    ({ from, instance }) => from !== source && formatInstance(instance.address) !== source,
  );
  const named = parseTarget(source);
  const moves = sources.map(({ from, instance }) => {
    const address =
      named !== undefined && named.resource === undefined
        ? inOtherModule(instance.address, { from: named, to })
        : destinationOf(instance.address, { source, to, isWhole });
    const key = formatStateInstance(address, instance.deposed);
    return { from, key, instance: { ...instance, address } };
  });
  const taken = new Set<string>();
  for (const { from, key, instance } of moves) {
    const { type, mode } = state.instances.get(from)?.address.resource ?? {};
    if (mode === "data" || instance.address.resource.mode === "data") {
      const detail = `${from} cannot become ${key}: what a data source gave is read anew by the next plan.`;
      throw refuse("Not an object of yours", detail);
    }
    if (type !== instance.address.resource.type) {
      throw refuse("Other type", `${from} cannot become ${key}: the types differ.`);
    }
    if (state.instances.has(key))
      throw refuse("Address taken", `There is an object at ${key} already.`);
    if (taken.has(key)) {
      const detail = `${source} is several objects, and there can be one at ${key}. Move them one by one.`;
      throw refuse("Address taken", detail);
    }
    taken.add(key);
  }
  return moves;
}

function inOtherModule(
  address: InstanceAddress,
  { from, to }: { readonly from: TargetAddress; readonly to: TargetAddress },
): InstanceAddress {
  if (to.resource !== undefined) {
    const detail = `${formatTarget(from)} is a module, so the destination must be one too, such as module.edge.`;
    throw refuse("Destination that is no module", detail);
  }
  const steps = stepsOf(address);
  const own =
    from.module.at(-1)?.key === undefined ? steps[from.module.length - 1]?.key : undefined;
  const last = to.module.length - 1;
  const there = to.module.map((step, i) => (i === last ? { ...step, key: step.key ?? own } : step));
  return inPlace([...there, ...steps.slice(from.module.length)], address);
}

function destinationOf(
  address: InstanceAddress,
  {
    source,
    to,
    isWhole,
  }: { readonly source: string; readonly to: TargetAddress; readonly isWhole: boolean },
): InstanceAddress {
  if (to.resource === undefined) {
    const detail = `${source} is a resource, so the destination must be one too, such as ${formatTarget(to)}.${localAddress(address.resource)}.`;
    throw refuse("Destination that is no resource", detail);
  }
  if (isWhole && to.key !== undefined) {
    const detail = `${source} is a whole resource, so the destination must be one too: ${formatResource(to.resource)}.`;
    throw refuse("Destination with a key", detail);
  }
  return inPlace(to.module, { resource: to.resource, key: isWhole ? address.key : to.key });
}

/** Who depends on a resource that is now called otherwise depends on its new name. */
function carryOut(state: State, moves: readonly Move[]): State {
  const byOldKey = new Map(moves.map((move) => [move.from, move]));
  const moved = [...state.instances].map(([key, instance]) => {
    const move = byOldKey.get(key);
    return move === undefined ? ([key, instance] as const) : ([move.key, move.instance] as const);
  });
  const left = new Set(moved.map(([, { address }]) => formatResource(address.resource)));
  const renamed = new Map(
    moves.flatMap(({ from, instance }) => {
      const before = state.instances.get(from);
      const old = before === undefined ? "" : formatResource(before.address.resource);
      return left.has(old) ? [] : [[old, formatResource(instance.address.resource)] as const];
    }),
  );
  const instances = moved.map(([key, instance]) => {
    const dependencies = instance.dependencies.map((name) => renamed.get(name) ?? name);
    return [key, { ...instance, dependencies: dependencies.sort() }] as const;
  });
  return { ...state, instances: new Map(instances) };
}
