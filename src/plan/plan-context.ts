// What every part of one run of the planner shares: what is given, and what was found out so far. The walk
// (make-plan.ts) fills `values` and `changes` in the order of the graph; nothing else changes.

import type { TypedValue } from "../language/typed-value.js";
import type { Configuration, ImportConfig } from "../load/configuration.js";
import type { ConfigurationGraph } from "../load/configuration-graph.js";
import {
  formatResource,
  formatTarget,
  type InstanceAddress,
  parseTarget,
} from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Change, Plan, SeenFile } from "../model/plan.js";
import type { Provider } from "../model/provider.js";
import type { State, StateInstance } from "../model/state.js";
import type { ObjectValue } from "../model/value.js";
import type { CheckLedger } from "./check-ledger.js";
import type { EvaluationScope } from "./evaluation-scope.js";
import type { ResolvedImport } from "./import-objects.js";
import type { Failures } from "./partial-plan.js";
import type { OnPlanEvent } from "./plan-event.js";
import type { ReadRemoteState } from "./remote-state.js";
import type { ResourceDependencies } from "./resource-dependencies.js";
import type { Selection } from "./select-targets.js";

export interface PlanOptions {
  readonly mode?: Plan["mode"];
  /** False plans against the state as it is stored. */
  readonly refresh?: boolean;
  /** False leaves data sources unread and unknown: for those who ask no vSphere. */
  readonly readData?: boolean;
  /** Addresses of resources or instances. */
  readonly targets?: readonly string[];
  readonly excludes?: readonly string[];
  /** Addresses of instances to be replaced in any case. */
  readonly replace?: readonly string[];
  /** Reads at the same time; 10 if absent. */
  readonly parallelism?: number;
}

export function withDefaults(options: PlanOptions): Required<PlanOptions> {
  const { mode = "normal", refresh = true, readData = true, parallelism = 10 } = options;
  const { targets = [], excludes = [], replace = [] } = options;
  return {
    mode,
    refresh,
    readData,
    parallelism,
    targets: targets.map(normalAddress),
    excludes: excludes.map(normalAddress),
    replace: replace.map(normalAddress),
  };
}

/** `r[01]` is `r[1]`. What is no address stays as it was typed, and is refused where it is looked for. */
function normalAddress(text: string): string {
  const address = parseTarget(text);
  return address === undefined ? text : formatTarget(address);
}

export interface PlanContext {
  readonly configuration: Configuration;
  readonly provider: Provider;
  readonly readRemoteState: ReadRemoteState;
  readonly onEvent: OnPlanEvent;
  readonly options: Required<PlanOptions>;
  readonly graph: ConfigurationGraph;
  readonly selection: Selection;
  /** As stored. */
  readonly state: State;
  /** Managed ones, refreshed, under their addresses of now. */
  readonly instances: ReadonlyMap<string, StateInstance>;
  /** The current instances of a managed resource, by its address. */
  readonly keysOf: (resource: string) => readonly InstanceAddress[];
  /** What data sources gave the last time. */
  readonly storedData: ReadonlyMap<string, StateInstance>;
  /** Objects that were read otherwise than they are stored, as they are stored. */
  readonly asStored: ReadonlyMap<string, ObjectValue>;
  /** Address now → address before a move. */
  readonly previous: ReadonlyMap<string, string>;
  /** Address → id of what an interrupted apply left behind and this plan takes over. */
  readonly adopted: ReadonlyMap<string, string>;
  /** Import statements by the resource they import to. */
  readonly importStatements: ReadonlyMap<string, readonly ImportConfig[]>;
  /** Imports by the address they import to, of the resources that were visited. */
  readonly imports: Map<string, ResolvedImport>;
  readonly createBeforeDestroy: ReadonlySet<string>;
  readonly dependencies: ResourceDependencies;
  readonly planTime: string | undefined;
  /** What functions asked about files, by question. */
  readonly filesSeen: Map<string, SeenFile>;
  readonly scope: EvaluationScope;
  /** What became of the conditions. */
  readonly checks: CheckLedger;
  /** Values of the nodes of the graph that were visited. */
  readonly values: Map<string, TypedValue>;
  /** Changes by the address of their resource, then by their own. */
  readonly changes: Map<string, Map<string, Change>>;
  /** What data sources gave, by the address of the instance. */
  readonly data: Map<string, StateInstance>;
  /** Whether a managed resource changes, as data sources asked. */
  readonly pending: Map<string, boolean>;
  /** Whether any object changes that stands behind a node. */
  readonly pendingBehind: Map<string, boolean>;
  /** Answers of replace triggers, which many instances may ask for. */
  readonly triggers: Map<string, boolean>;
  /** Addresses of the instances that are declared, as far as they could be found out. */
  readonly declared: Set<string>;
  /** Resources whose instances could not be found out. */
  readonly unexpanded: Set<string>;
  readonly failures: Failures;
  readonly diagnostics: Diagnostic[];
  /** Errors that stop apply but not the plan from being shown. */
  readonly blocks: Diagnostic[];
}

export function addChange(context: PlanContext, resource: string, change: Change): void {
  const known = context.changes.get(resource) ?? new Map<string, Change>();
  known.set(change.address, change);
  context.changes.set(resource, known);
}

/** Current instances by the address of their resource; grouped when first asked. */
export function groupInstances(instances: PlanContext["instances"]): PlanContext["keysOf"] {
  let groups: Map<string, InstanceAddress[]> | undefined;
  return (resource) => {
    groups ??= grouped(instances.values());
    return groups.get(resource) ?? [];
  };
}

function grouped(instances: Iterable<StateInstance>): Map<string, InstanceAddress[]> {
  const groups = new Map<string, InstanceAddress[]>();
  for (const { address, deposed } of instances) {
    if (deposed !== undefined) continue;
    const key = formatResource(address.resource);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [address]);
    else known.push(address);
  }
  return groups;
}
