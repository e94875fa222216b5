// A finding that someone has taken upon themselves, until a day: it is shown with their name and does not count.

import { Construct } from "constructs";
import { FINDING_RULES } from "../src/vsphere/findings/find-findings.js";
import { waiverCodeError } from "../src/vsphere/findings/waivers.js";
import { Waiver as WaiverResource } from "./generated/waiver/index.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { checkKind, SUBJECT } from "./prop-kinds.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { checkedName, defined, isLiteral, misuse } from "./props.js";
import { type InventoryObject, pathOf } from "./same-object.js";
import { Stack } from "./stack.js";
import { claimPath } from "./unique-path.js";
import { declareWaiver } from "./waivers-of.js";

export interface WaiverProps {
  /** Code of the finding, such as "FC-37"; docs/findings.md lists them. */
  readonly code: string;
  /** Who answers for it: a person, a team, a ticket. */
  readonly owner: string;
  /** Why the finding is accepted, for whoever meets it. */
  readonly reason: string;
  /** When it ends, RFC 3339, such as "2027-06-30T00:00:00Z". From then on the finding counts again. */
  readonly expiresAt: string;
  /**
   * Name of the waiver.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * What it holds for: objects, or inventory paths in which * stands for any text.
   *
   * @default - wherever the finding is found
   */
  readonly subjects?: readonly (InventoryObject | string)[];
}

const PROPS: PropNames<WaiverProps> = {
  code: "required",
  owner: "required",
  reason: "required",
  expiresAt: "required",
  name: "optional",
  subjects: "optional",
};

export class Waiver extends Construct {
  constructor(scope: Construct, id: string, props: WaiverProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    Stack.of(this);
    const { code, owner, reason, expiresAt } = props;
    checkCode(this, code);
    const name = checkedName(this, props.name);
    const subjects = props.subjects?.map((subject) => toReference(this, subject));
    new WaiverResource(this, PRIMARY_CHILD, {
      name,
      code,
      owner,
      reason,
      expiresAt,
      ...defined({ subjects }),
    });
    claimPath(this, "waiver", [name]);
    const paths = props.subjects?.map((each) => (typeof each === "string" ? each : pathOf(each)));
    declareWaiver(this, { code, subjects: paths });
  }
}

function checkCode(waiver: Waiver, code: string): void {
  const error = isLiteral(code) ? waiverCodeError(code, FINDING_RULES) : undefined;
  if (error !== undefined) throw misuse(waiver, error);
}

function toReference(waiver: Waiver, subject: InventoryObject | string): string {
  if (typeof subject === "string") return subject;
  checkKind(waiver, "subjects", subject, SUBJECT);
  if ("machineId" in subject) return subject.machineId;
  if ("hostId" in subject) return subject.hostId;
  if ("keyServerId" in subject) return subject.keyServerId;
  if ("keyProviderId" in subject) return subject.keyProviderId;
  return "clusterId" in subject ? subject.clusterId : subject.vcenterId;
}
