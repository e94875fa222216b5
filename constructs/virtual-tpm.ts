// The virtual TPM of a machine, read: its endorsement keys, by which an attestation service knows it. It is read when the
// plan is made or, of a machine that the program declares and that changes, by apply.

import { Construct } from "constructs";
import { DataHoldfastVirtualTpm } from "./generated/data-holdfast-virtual-tpm/index.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { checkKind, MACHINE } from "./prop-kinds.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { misuse } from "./props.js";
import { Stack } from "./stack.js";
import { type IVirtualMachine, VirtualMachine } from "./virtual-machine.js";

export interface VirtualTpmProps {
  /** The machine that has it. */
  readonly machine: IVirtualMachine;
}

const PROPS: PropNames<VirtualTpmProps> = { machine: "required" };

export class VirtualTpm extends Construct {
  /** Everything that is told of it. */
  readonly attributes: DataHoldfastVirtualTpm;

  constructor(scope: Construct, id: string, props: VirtualTpmProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    const { machine } = props;
    checkKind(this, "machine", machine, MACHINE);
    if (machine instanceof VirtualMachine && !machine.vtpm) {
      throw misuse(this, `${machine.node.path} has no virtual TPM. Give it one: vtpm: true.`);
    }
    Stack.of(this);
    const virtualMachine = machine.machineId;
    this.attributes = new DataHoldfastVirtualTpm(this, PRIMARY_CHILD, { virtualMachine });
  }

  /** Certificates of its endorsement keys in PEM. */
  get endorsementKeyCertificates(): string[] {
    return this.attributes.endorsementKeyCertificates;
  }

  /** Requests in PEM by which another authority can certify the same keys. */
  get endorsementKeyCertificateSigningRequests(): string[] {
    return this.attributes.endorsementKeyCertificateSigningRequests;
  }

  /** SHA-1 fingerprints of the certificates, in their order. */
  get fingerprints(): string[] {
    return this.attributes.fingerprints;
  }
}
