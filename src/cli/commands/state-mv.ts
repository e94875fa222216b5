// holdfast state mv SOURCE DESTINATION: an object, or all of a resource, under another address.

import {
  FORM_OF_ADDRESSES,
  formatInstance,
  formatResource,
  formatTarget,
  type InstanceAddress,
  inPlace,
  localAddress,
  modulePrefix,
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
    return isDryRun ? [] : [{ ...found, state: carryOut(found.state, { source, moves }) }];
  };
  await changeStates(session, { options, operation: "state mv", change });
  return EXIT_CODES.done;
}

interface Found {
  /** Its key in the state. */
  readonly from: string;
  readonly instance: StateInstance;
}

/** The instance has its new address. */
interface Move extends Found {
  readonly key: string;
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
  const named = parseTarget(source);
  const found = keys.flatMap((from) => {
    const instance = state.instances.get(from);
    return instance === undefined ? [] : [{ from, instance }];
  });
  const isModule = named !== undefined && named.resource === undefined;
  const sources = isModule ? inNamedModule(found, named) : found;
  const isWhole = sources.some(
    ({ from, instance }) => from !== source && formatInstance(instance.address) !== source,
  );
  const moves = sources.map(({ from, instance }) => {
    const address = isModule
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

/** Without a key a module is the one instance that has none, as with Terraform, and not all that it has. */
function inNamedModule(found: readonly Found[], named: TargetAddress): readonly Found[] {
  const { module } = named;
  const last = module.length - 1;
  const stepOf = ({ instance }: Found) => stepsOf(instance.address)[last];
  const moved = found.filter((each) => stepOf(each)?.key === module[last]?.key);
  if (moved.length > 0) return moved;
  const instances = found.map(({ instance }) =>
    formatTarget({ module: stepsOf(instance.address).slice(0, last + 1) }),
  );
  const detail = `${formatTarget(named)} is a module with several instances, and one is moved at a time. Name one of ${[...new Set(instances)].join(", ")}.`;
  throw refuse("Several instances of a module", detail);
}

function inOtherModule(
  address: InstanceAddress,
  { from, to }: { readonly from: TargetAddress; readonly to: TargetAddress },
): InstanceAddress {
  if (to.resource !== undefined) {
    const detail = `${formatTarget(from)} is a module, so the destination must be one too, such as module.edge.`;
    throw refuse("Destination that is no module", detail);
  }
  return inPlace([...to.module, ...stepsOf(address).slice(from.module.length)], address);
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

/**
 * Who depended on what is moved is stored with no dependencies, as by Terraform: the next plan finds all of them anew,
 * under the names that they have by then.
 */
function carryOut(state: State, { source, moves }: Carried): State {
  const byOldKey = new Map(moves.map((move) => [move.from, move]));
  const isMoved = isMovedBy(state, { source, moves });
  const instances = [...state.instances].map(([key, instance]) => {
    const move = byOldKey.get(key);
    const kept = move?.instance ?? instance;
    const isLost = kept.deposed === undefined && kept.dependencies.some(isMoved);
    return [move?.key ?? key, isLost ? { ...kept, dependencies: [] } : kept] as const;
  });
  return { ...state, instances: new Map(instances) };
}

interface Carried {
  readonly source: string;
  readonly moves: readonly Move[];
}

/**
 * Dependencies are addresses without keys: of a resource they stand for all its instances, in a module for the one
 * without keys alone.
 */
function isMovedBy(state: State, { source, moves }: Carried): (dependency: string) => boolean {
  const before = moves.flatMap(({ from }) => state.instances.get(from)?.address ?? []);
  if (parseTarget(source)?.resource !== undefined) {
    const moved = new Set(before.map(({ resource }) => formatResource(resource)));
    return (dependency) => moved.has(dependency);
  }
  const keyless = before.filter(({ moduleKeys }) => moduleKeys === undefined);
  const prefixes = [...new Set(keyless.map(({ resource }) => modulePrefix(resource.module)))];
  return (dependency) => prefixes.some((prefix) => dependency.startsWith(prefix));
}
