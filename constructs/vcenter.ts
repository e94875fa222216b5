// A vCenter Server. It couriers the keys of standard key providers to its hosts, so where it runs matters.

import { Construct, type IConstruct } from "constructs";
import { KEY_PROVIDERS_PER_VCENTER } from "../src/vsphere/defaults.js";
import type { ITerraformDependable } from "./cdk.js";
import { Vcenter as VcenterResource } from "./generated/vcenter/index.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { type LookedUpVCenter, lookUpVCenter } from "./lookups.js";
import { checkKind, MACHINE } from "./prop-kinds.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { checkedName, checkedVersion, defined, shown } from "./props.js";
import { VCenterReference } from "./references.js";
import { keyProvidersOf } from "./relation.js";
import { isSameObject } from "./same-object.js";
import { type ISite, Site } from "./site.js";
import { Stack } from "./stack.js";
import { claimPath } from "./unique-path.js";
import type { IVirtualMachine } from "./virtual-machine.js";

export interface IVCenter extends IConstruct {
  /** Inventory path, as a reference: who holds it is created after the vCenter. */
  readonly vcenterId: string;
  /** Name as it was given. */
  readonly vcenterName: string;
  /** Undefined where the program only refers to it. */
  readonly version?: string | undefined;
  readonly site?: ISite | undefined;
}

export interface VCenterProps {
  /** vCenter release, such as "8.0 U3". */
  readonly version: string;
  /**
   * Name, the first step of every inventory path below it.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Site it stands at.
   *
   * @default - the Site it is declared in, else the site "default"
   */
  readonly site?: ISite;
}

const PROPS: PropNames<VCenterProps> = {
  version: "required",
  name: "optional",
  site: "optional",
};

export class VCenter extends Construct implements IVCenter, ITerraformDependable {
  readonly vcenterName: string;
  readonly version: string;
  readonly site: ISite | undefined;
  readonly #resource: VcenterResource;
  #machine: IVirtualMachine | undefined;

  constructor(scope: Construct, id: string, props: VCenterProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    Stack.of(this);
    this.vcenterName = checkedName(this, props.name);
    this.version = checkedVersion(this, props.version);
    this.site = props.site ?? Site.around(this);
    this.#resource = new VcenterResource(this, PRIMARY_CHILD, {
      name: this.vcenterName,
      version: this.version,
      ...defined({ site: this.site?.siteName }),
    });
    claimPath(this, "inventory", [this.vcenterName]);
    this.node.addValidation({ validate: () => [...this.#tooManyProviders(), ...this.#keyLoop()] });
  }

  /** A vCenter that this program does not declare. It becomes nothing and orders nothing. */
  static fromVcenterName(scope: Construct, id: string, vcenterName: string): IVCenter {
    return new VCenterReference(scope, id, vcenterName);
  }

  /** As {@link fromVcenterName}, looked up: it must be there, and its attributes may be used. */
  static fromLookup(scope: Construct, id: string, vcenterName: string): LookedUpVCenter {
    return lookUpVCenter(scope, id, vcenterName);
  }

  get vcenterId(): string {
    return this.#resource.id;
  }

  get fqn(): string {
    return this.#resource.fqn;
  }

  /**
   * Says in which machine this vCenter runs: it is down while that machine is down. The machine is written
   * by its literal path, so that the graph has no loop.
   */
  runsOn(machine: IVirtualMachine): void {
    checkKind(this, "runsOn", machine, MACHINE);
    this.#machine = machine;
    this.#resource.runsOn = machine.inventoryPath;
  }

  /** VCF security guidelines, Key Providers FAQ. */
  #tooManyProviders(): string[] {
    const count = keyProvidersOf.of(this).length;
    if (count <= KEY_PROVIDERS_PER_VCENTER) return [];
    return [
      `A vCenter holds at most ${KEY_PROVIDERS_PER_VCENTER} key providers, and this program declares ${count}.`,
    ];
  }

  /** FC-02 (vSphere Security, Virtual Machine Encryption Best Practices). */
  #keyLoop(): string[] {
    const providers = this.#machine?.keyProviders ?? [];
    const own = providers.filter((p) => p.kind === "standard" && isSameObject(p.vcenter, this));
    return own.map(
      (provider) =>
        `This vCenter runs in ${this.#machine?.inventoryPath}, which is encrypted by its own standard key ` +
        `provider ${shown(provider.keyProviderName, provider)}: after a reboot it would have to deliver the key ` +
        "that it needs to start. Do not encrypt that machine, or use a native key provider.",
    );
  }
}
