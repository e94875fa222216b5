// What must survive: a plan that breaks it is refused, a drill that breaks it fails.

import { Construct } from "constructs";
import { SurvivalFloor as SurvivalFloorResource } from "./generated/survival-floor/index.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { checkKind, WORKLOAD_OWNER } from "./prop-kinds.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { checkedName, defined, misuse } from "./props.js";
import { Stack } from "./stack.js";
import { claimPath } from "./unique-path.js";
import type { IVirtualMachine } from "./virtual-machine.js";
import type { IVsanEncryption } from "./vsan-encryption.js";

export interface SurvivalFloorProps {
  /** Name of the scenario to survive, such as provider-outage. */
  readonly scenario: string;
  /** Why the floor is there, for whoever meets it. */
  readonly reason: string;
  /**
   * Name of the floor.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * What it covers: machines, vSAN encryptions, or workload ids (`vm:PATH`, `vtpm:PATH`, `vsan:PATH`) in which * stands
   * for any text.
   *
   * @default - every workload
   */
  readonly workloads?: readonly (IVirtualMachine | IVsanEncryption | string)[];
  /**
   * How many of them may end otherwise than survived.
   *
   * @default 0
   */
  readonly maxLost?: number;
}

const PROPS: PropNames<SurvivalFloorProps> = {
  scenario: "required",
  reason: "required",
  name: "optional",
  workloads: "optional",
  maxLost: "optional",
};

export class SurvivalFloor extends Construct {
  readonly #resource: SurvivalFloorResource;
  #workloads: readonly string[] | undefined;

  constructor(scope: Construct, id: string, props: SurvivalFloorProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    Stack.of(this);
    const name = checkedName(this, props.name);
    const { scenario, reason, maxLost } = props;
    const workloads = props.workloads?.flatMap((workload) => toWorkloadIds(this, workload));
    this.#workloads = workloads;
    this.#resource = new SurvivalFloorResource(this, PRIMARY_CHILD, {
      name,
      scenario,
      reason,
      ...defined({ maxLost, workloads }),
    });
    claimPath(this, "floor", [name]);
  }

  /** Covers a machine, or workload ids, beside what it covers already; a floor over everything stays one. */
  addWorkload(workload: IVirtualMachine | string): void {
    const added = toWorkloadIds(this, workload);
    if (this.#workloads === undefined) return;
    this.#workloads = [...this.#workloads, ...added];
    this.#resource.workloads = [...this.#workloads];
  }
}

function toWorkloadIds(
  floor: SurvivalFloor,
  workload: IVirtualMachine | IVsanEncryption | string,
): readonly string[] {
  if (typeof workload === "string") return [checkedPattern(floor, workload)];
  checkKind(floor, "workloads", workload, WORKLOAD_OWNER);
  if (workload.workloads.length > 0) return workload.workloads;
  throw misuse(
    floor,
    `${workload.node.path} is neither encrypted nor has a virtual TPM, so no key outage can lock it. Leave it out.`,
  );
}

function checkedPattern(floor: SurvivalFloor, pattern: string): string {
  if (/^(vm:|vtpm:|vsan:|\*)/.test(pattern)) return pattern;
  throw misuse(
    floor,
    `"${pattern}" is no workload: pass the machine itself, or an id such as "vm:vc01/vm/till", "vtpm:vc01/vm/*" or "vsan:vc01/edge".`,
  );
}
