// A KMIP key server, as one vCenter knows it.

import { Construct, type IConstruct } from "constructs";
import type { ITerraformDependable } from "./cdk.js";
import { KeyServer as KeyServerResource } from "./generated/key-server/index.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { checkKind, MACHINE } from "./prop-kinds.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { checkedName, defined, shown } from "./props.js";
import { type ISite, Site } from "./site.js";
import { Stack } from "./stack.js";
import { StandardKeyProvider } from "./standard-key-provider.js";
import { TrustedKeyProvider } from "./trusted-key-provider.js";
import { claimPath } from "./unique-path.js";
import type { IVCenter } from "./vcenter.js";
import type { IVirtualMachine } from "./virtual-machine.js";

export interface IKeyServer extends IConstruct, ITerraformDependable {
  readonly vcenter: IVCenter;
  /** Inventory path, as a reference: who holds it is created after the key server. */
  readonly keyServerId: string;
  /** Name as it was given. */
  readonly keyServerName: string;
  readonly address: string;
}

export interface KeyServerProps {
  /** The vCenter that talks to it. */
  readonly vcenter: IVCenter;
  /** Host name or IP address. Entries with one address are one server. */
  readonly address: string;
  /**
   * Name of the entry.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * KMIP port.
   *
   * @default 5696
   */
  readonly port?: number;
  /**
   * Site it stands at.
   *
   * @default - the Site it is declared in, else the site "default"
   */
  readonly site?: ISite;
  /**
   * Servers of one group hold the same keys.
   *
   * @default - its keys are on this server alone
   */
  readonly replicationGroup?: string;
  /**
   * Start of the validity of its certificate, RFC 3339.
   *
   * @default - valid from the beginning
   */
  readonly certificateNotBefore?: string;
  /**
   * End of the validity of its certificate, RFC 3339. After it the server is as good as down.
   *
   * @default - it does not expire
   */
  readonly certificateNotAfter?: string;
  /**
   * Address of a proxy between vCenter and the server.
   *
   * @default - none
   */
  readonly proxyAddress?: string;
  /**
   * Port of the proxy.
   *
   * @default - none
   */
  readonly proxyPort?: number;
  /**
   * Connection timeout.
   *
   * @default - vCenter's own
   */
  readonly timeoutSeconds?: number;
}

const PROPS: PropNames<KeyServerProps> = {
  vcenter: "required",
  address: "required",
  name: "optional",
  port: "optional",
  site: "optional",
  replicationGroup: "optional",
  certificateNotBefore: "optional",
  certificateNotAfter: "optional",
  proxyAddress: "optional",
  proxyPort: "optional",
  timeoutSeconds: "optional",
};

export class KeyServer extends Construct implements IKeyServer {
  readonly vcenter: IVCenter;
  readonly keyServerName: string;
  readonly address: string;
  readonly #resource: KeyServerResource;
  #machine: IVirtualMachine | undefined;

  constructor(scope: Construct, id: string, props: KeyServerProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    Stack.of(this);
    const { vcenter, address, name, site, ...optional } = props;
    this.vcenter = vcenter;
    this.address = address;
    this.keyServerName = checkedName(this, name);
    this.#resource = new KeyServerResource(this, PRIMARY_CHILD, {
      vcenter: vcenter.vcenterId,
      name: this.keyServerName,
      address,
      ...defined({ site: (site ?? Site.around(this))?.siteName }),
      ...defined(optional),
    });
    claimPath(this, "inventory", [vcenter.vcenterName, "kms", this.keyServerName]);
    this.node.addValidation({ validate: () => this.#keyLoop() });
  }

  get keyServerId(): string {
    return this.#resource.id;
  }

  get fqn(): string {
    return this.#resource.fqn;
  }

  /**
   * Says in which machine this server runs: it is down while that machine is down. The machine is written
   * by its literal path, so that the graph has no loop.
   */
  runsOn(machine: IVirtualMachine): void {
    checkKind(this, "runsOn", machine, MACHINE);
    this.#machine = machine;
    this.#resource.runsOn = machine.inventoryPath;
  }

  /** FC-01 (VCF security guidelines, Standard Key Provider FAQ). */
  #keyLoop(): string[] {
    const provider = this.#machine?.homeKeyProvider;
    const isIssuer =
      provider instanceof StandardKeyProvider || provider instanceof TrustedKeyProvider;
    if (!isIssuer) return [];
    if (!provider.keyServers.some((server) => server.address === this.address)) return [];
    return [
      `This key server runs in ${this.#machine?.inventoryPath}, which is encrypted by the key provider ` +
        `${shown(provider.keyProviderName, provider)} that asks this very server: after a power loss neither can ` +
        "start. Run it outside, do not encrypt that machine, or encrypt it by another key provider.",
    ];
  }
}
