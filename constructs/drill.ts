// A drill as a part of the program: it cuts the key providers off on a copy of the vSphere, when the plan is made or once
// what it waits for is applied, and its verdicts may be used like any attribute.

import { Construct, type IConstruct } from "constructs";
import { TerraformResource } from "./cdk.js";
import { waitFor } from "./dependencies.js";
import { DataHoldfastDrill } from "./generated/data-holdfast-drill/index.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { checkKind, WORKLOAD_OWNER } from "./prop-kinds.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { defined, misuse } from "./props.js";
import { Stack } from "./stack.js";
import type { IVirtualMachine } from "./virtual-machine.js";
import type { IVsanEncryption } from "./vsan-encryption.js";

export interface DrillProps {
  /**
   * What happens: the name of a scenario that comes with Holdfast, or one of your own as docs/scenarios.md describes it.
   *
   * @default "provider-outage"
   */
  readonly scenario?: string | object;
  /**
   * Whether the vSphere comes to rest before the outage.
   *
   * @default true
   */
  readonly settle?: boolean;
  /**
   * What has to be in place first, with everything inside: a machine, a pattern, a whole stack. While any of it changes,
   * the drill is run by apply.
   *
   * @default - nothing: the vSphere is drilled as the plan finds it
   */
  readonly after?: readonly IConstruct[];
  /**
   * Workloads without whose survival the plan, or the apply, fails: machines, vSAN encryptions or ids such as
   * "vm:vc01/vm/till".
   *
   * @default - none: the verdicts are only told
   */
  readonly mustSurvive?: readonly (IVirtualMachine | IVsanEncryption | string)[];
}

const PROPS: PropNames<DrillProps> = {
  scenario: "optional",
  settle: "optional",
  after: "optional",
  mustSurvive: "optional",
};

export class Drill extends Construct {
  /** Everything that the drill tells, such as `workloads`. */
  readonly attributes: DataHoldfastDrill;

  constructor(scope: Construct, id: string, props: DrillProps = {}) {
    super(scope, id);
    checkProps(this, props, PROPS);
    const { after = [], mustSurvive = [], settle } = props;
    const scenario = scenarioText(props.scenario);
    const ids = mustSurvive.flatMap((workload) => workloadIds(this, workload));
    const postcondition = ids.map((workload) => survives(workload, this.node.path));
    this.attributes = new DataHoldfastDrill(this, PRIMARY_CHILD, {
      ...defined({ scenario, settle }),
      ...(postcondition.length === 0 ? {} : { lifecycle: { postcondition } }),
    });
    Stack.of(this).onSettle(() => waitFor(this.attributes, after.flatMap(resourcesIn)));
  }

  /** The worst verdict: survived, unknown, locked or lost. */
  get verdict(): string {
    return this.attributes.verdict;
  }

  /** Ids of the workloads that survived. */
  get survived(): string[] {
    return this.attributes.survived;
  }

  /** Ids of the workloads whose keys exist, but that someone must unlock. */
  get locked(): string[] {
    return this.attributes.locked;
  }

  /** Ids of the workloads to which no key path is left. */
  get lost(): string[] {
    return this.attributes.lost;
  }
}

/** A scenario may hold what looks like a template and is none. */
function scenarioText(scenario: string | object | undefined): string | undefined {
  if (scenario === undefined || typeof scenario === "string") return scenario;
  return JSON.stringify(scenario)
    .replaceAll("${", () => "$${")
    .replaceAll("%{", "%%{");
}

function workloadIds(
  drill: Drill,
  workload: IVirtualMachine | IVsanEncryption | string,
): readonly string[] {
  if (typeof workload === "string") return [checkedId(drill, workload)];
  checkKind(drill, "mustSurvive", workload, WORKLOAD_OWNER);
  if (workload.workloads.some((id) => id.startsWith("*"))) {
    throw misuse(
      drill,
      `What of ${workload.node.path} is encrypted is not known here. Write the id, such as "vm:vc01/vm/till".`,
    );
  }
  if (workload.workloads.length > 0) return workload.workloads;
  throw misuse(
    drill,
    `${workload.node.path} is neither encrypted nor has a virtual TPM, so no key outage can lock it. Leave it out.`,
  );
}

function checkedId(drill: Drill, id: string): string {
  if (/^(vm|vtpm|vsan):[^*]+$/.test(id)) return id;
  throw misuse(
    drill,
    `"${id}" is no workload: pass the machine itself, or its id without any *, such as "vm:vc01/vm/till".`,
  );
}

function survives(workload: string, drill: string) {
  return {
    condition: `\${contains(self.survived, ${JSON.stringify(workload)})}`,
    errorMessage: `${workload} does not survive the drill ${drill}.`,
  };
}

function resourcesIn(construct: IConstruct): readonly TerraformResource[] {
  return construct.node.findAll().filter(TerraformResource.isTerraformResource);
}
