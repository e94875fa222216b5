// References to objects that the program does not declare: another team's vCenter, a cluster of another program. They
// take the place of the object wherever it is passed, become nothing in the configuration, and order nothing; their ids
// are literal inventory paths. What they are beyond their path the program does not know: the plan does.

import { Construct, type IConstruct } from "constructs";
import type { ICluster } from "./cluster.js";
import type { IEsxiHost } from "./esxi-host.js";
import type { IKeyProvider } from "./key-provider.js";
import type { IKeyServer } from "./key-server.js";
import { described } from "./prop-kinds.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { isLiteral, misuse } from "./props.js";
import type { ITrustAuthority } from "./trust-authority.js";
import type { IVCenter } from "./vcenter.js";
import type { IVirtualMachine } from "./virtual-machine.js";

/** Whether the program declares an object, or only refers to it. */
export function isReference(construct: IConstruct): boolean {
  return construct instanceof Reference;
}

/** Where to find an object that is known by its name within a vCenter. */
export interface NameInVCenter {
  /** The vCenter that holds it, declared here or referred to. */
  readonly vcenter: IVCenter;
  readonly name: string;
}

const PLACE: PropNames<NameInVCenter> = { vcenter: "required", name: "required" };

class Reference extends Construct {}

export class VCenterReference extends Reference implements IVCenter {
  readonly vcenterName: string;

  /** @param path - `VCENTER` */
  constructor(scope: Construct, id: string, path: string) {
    super(scope, id);
    [this.vcenterName] = checkedSteps(this, path, "VCENTER");
  }

  get vcenterId(): string {
    return this.vcenterName;
  }
}

export class ClusterReference extends Reference implements ICluster {
  readonly vcenter: IVCenter;
  readonly clusterName: string;
  readonly clusterId: string;

  /** @param path - `VCENTER/CLUSTER` */
  constructor(scope: Construct, id: string, path: string) {
    super(scope, id);
    const [vcenter, cluster = ""] = checkedSteps(this, path, "VCENTER/CLUSTER");
    this.vcenter = new VCenterReference(this, "VCenter", vcenter);
    this.clusterName = cluster;
    this.clusterId = path;
  }
}

export class HostReference extends Reference implements IEsxiHost {
  readonly cluster: ICluster;
  readonly hostname: string;
  readonly hostId: string;

  /** @param path - `VCENTER/CLUSTER/HOSTNAME` */
  constructor(scope: Construct, id: string, path: string) {
    super(scope, id);
    const [vcenter, cluster, hostname = ""] = checkedSteps(this, path, "VCENTER/CLUSTER/HOSTNAME");
    this.cluster = new ClusterReference(this, "Cluster", `${vcenter}/${cluster}`);
    this.hostname = hostname;
    this.hostId = path;
  }
}

export class MachineReference extends Reference implements IVirtualMachine {
  readonly machineName: string;
  readonly inventoryPath: string;
  readonly homeKeyProvider = undefined;
  readonly keyProviders = [];

  /** @param path - `VCENTER/vm/NAME` */
  constructor(scope: Construct, id: string, path: string) {
    super(scope, id);
    const [, , name = ""] = checkedSteps(this, path, "VCENTER/vm/NAME");
    this.machineName = name;
    this.inventoryPath = path;
  }

  get machineId(): string {
    return this.inventoryPath;
  }

  /** Whatever of it is encrypted. */
  get workloads(): readonly string[] {
    return [`*:${this.inventoryPath}`];
  }
}

export class KeyServerReference extends Reference implements IKeyServer {
  readonly vcenter: IVCenter;
  readonly keyServerName: string;
  readonly keyServerId: string;
  readonly address = undefined;

  constructor(scope: Construct, id: string, place: NameInVCenter) {
    super(scope, id);
    checkProps(this, place, PLACE, "fromName");
    const { vcenter, name } = place;
    this.vcenter = vcenter;
    this.keyServerName = name;
    this.keyServerId = pathBelow(this, vcenter, ["kms", name]);
  }
}

export class KeyProviderReference extends Reference implements IKeyProvider {
  readonly kind: IKeyProvider["kind"];
  readonly vcenter: IVCenter;
  readonly keyProviderName: string;
  readonly keyProviderId: string;

  constructor(scope: Construct, id: string, kind: IKeyProvider["kind"], place: NameInVCenter) {
    super(scope, id);
    checkProps(this, place, PLACE, "fromName");
    const { vcenter, name } = place;
    this.kind = kind;
    this.vcenter = vcenter;
    this.keyProviderName = name;
    this.keyProviderId = pathBelow(this, vcenter, ["kp", name]);
  }

  get reference(): string {
    return this.keyProviderName;
  }
}

export class TrustAuthorityReference extends Reference implements ITrustAuthority {
  readonly cluster: ICluster;
  readonly trustAuthorityId: string;
  readonly trustedClusters = undefined;

  /** @param path - `VCENTER/trust-authority/CLUSTER` */
  constructor(scope: Construct, id: string, path: string) {
    super(scope, id);
    const [vcenter, , cluster = ""] = checkedSteps(this, path, "VCENTER/trust-authority/CLUSTER");
    this.cluster = new ClusterReference(this, "Cluster", `${vcenter}/${cluster}`);
    this.trustAuthorityId = path;
  }
}

function pathBelow(
  reference: Reference,
  { vcenterName }: IVCenter,
  steps: readonly [kind: "kms" | "kp", name: string],
): string {
  const path = [vcenterName, ...steps].join("/");
  checkedSteps(reference, path, `VCENTER/${steps[0]}/NAME`);
  return path;
}

/** Steps in capitals stand for names, the others for themselves. */
function checkedSteps(
  reference: Reference,
  path: string,
  form: string,
): readonly [string, ...string[]] {
  if (typeof path !== "string" || !isLiteral(path)) {
    throw misuse(
      reference,
      `A reference takes the path ${form} written out, since other paths are made of it, not ` +
        `${typeof path === "string" ? "a value that is known later" : described(path)}.`,
    );
  }
  const [first = "", ...others] = path.split("/");
  const wanted = form.split("/");
  const isOfForm =
    others.length === wanted.length - 1 &&
    wanted.every((want, i) => {
      const step = [first, ...others][i] ?? "";
      return want === want.toUpperCase() ? /^\S+$/.test(step) : step === want;
    });
  if (isOfForm) return [first, ...others];
  throw misuse(reference, `A reference takes a path of the form ${form}, not "${path}".`);
}
