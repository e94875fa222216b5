// A KMIP key server, as one vCenter knows it.

import { Construct, type IConstruct } from "constructs";
import type { ITerraformDependable } from "./cdk.js";
import { KeyServer as KeyServerResource } from "./generated/key-server/index.js";
import type { IKeyProvider } from "./key-provider.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { type LookedUpKeyServer, lookUpKeyServer } from "./lookups.js";
import { checkKind, MACHINE } from "./prop-kinds.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { checkedName, defined, shown } from "./props.js";
import { KeyServerReference, type NameInVCenter } from "./references.js";
import { vsanEncryptionsOf } from "./relation.js";
import { bindSecret, type Secret } from "./secret.js";
import { type ISite, Site } from "./site.js";
import { Stack } from "./stack.js";
import { StandardKeyProvider } from "./standard-key-provider.js";
import { TrustedKeyProvider } from "./trusted-key-provider.js";
import { claimPath } from "./unique-path.js";
import type { IVCenter } from "./vcenter.js";
import type { IVirtualMachine } from "./virtual-machine.js";

export interface IKeyServer extends IConstruct {
  readonly vcenter: IVCenter;
  /** Inventory path, as a reference: who holds it is created after the key server. */
  readonly keyServerId: string;
  /** Name as it was given. */
  readonly keyServerName: string;
  /** Undefined where the program only refers to it. */
  readonly address?: string | undefined;
  readonly replicationGroup?: string | undefined;
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
   * I/O timeout; 0 means none.
   *
   * @default - vCenter's own
   */
  readonly timeoutSeconds?: number;
  /**
   * Protocol handler of vCenter's KMIP library, such as "KMIP1".
   *
   * @default - vCenter's own
   */
  readonly protocol?: string;
  /**
   * Whether vCenter reconnects by itself, as the number that vSphere keeps.
   *
   * @default - vCenter's own
   */
  readonly reconnect?: number;
  /**
   * Whether non-blocking I/O is required, as the number that vSphere keeps.
   *
   * @default - vCenter's own
   */
  readonly nbio?: number;
  /**
   * User name vCenter presents to this server.
   *
   * @default - that of the key provider, together with its password
   */
  readonly userName?: string;
  /**
   * Password vCenter presents to this server. Never in the synthesised JSON, in state or in a plan.
   *
   * @default - that of the key provider, together with its user name
   */
  readonly password?: Secret;
  /**
   * Raise it to have a changed password sent.
   *
   * @default - a changed password is not noticed
   */
  readonly passwordVersion?: number;
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
  protocol: "optional",
  reconnect: "optional",
  nbio: "optional",
  userName: "optional",
  password: "optional",
  passwordVersion: "optional",
};

export class KeyServer extends Construct implements IKeyServer, ITerraformDependable {
  readonly vcenter: IVCenter;
  readonly keyServerName: string;
  readonly address: string;
  readonly replicationGroup: string | undefined;
  readonly #resource: KeyServerResource;
  #machine: IVirtualMachine | undefined;

  constructor(scope: Construct, id: string, props: KeyServerProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    Stack.of(this);
    const { vcenter, address, name, site, password, ...optional } = props;
    this.vcenter = vcenter;
    this.address = address;
    this.replicationGroup = props.replicationGroup;
    this.keyServerName = checkedName(this, name);
    this.#resource = new KeyServerResource(this, PRIMARY_CHILD, {
      vcenter: vcenter.vcenterId,
      name: this.keyServerName,
      address,
      ...defined({ site: (site ?? Site.around(this))?.siteName }),
      ...defined(optional),
      ...(password === undefined ? {} : { password: bindSecret(this, "password", password) }),
    });
    claimPath(this, "inventory", [vcenter.vcenterName, "kms", this.keyServerName]);
    this.node.addValidation({ validate: () => this.#keyLoop() });
  }

  /** A key server that this program does not declare. It becomes nothing and orders nothing. */
  static fromName(scope: Construct, id: string, place: NameInVCenter): IKeyServer {
    return new KeyServerReference(scope, id, place);
  }

  /** As {@link fromName}, looked up: it must be there, and its attributes may be used. */
  static fromLookup(scope: Construct, id: string, place: NameInVCenter): LookedUpKeyServer {
    return lookUpKeyServer(scope, id, place);
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
    const machine = this.#machine;
    if (machine === undefined) return [];
    const [vsan] = machine.cluster === undefined ? [] : vsanEncryptionsOf.of(machine.cluster);
    const loops: (readonly [string, string, IKeyProvider | undefined])[] = [
      ...machine.keyProviders.map((each) => ["which is", "machine", each] as const),
      ["on a vSAN that is", "vSAN", vsan?.keyProvider],
    ];
    return loops.flatMap(([what, it, provider]) => {
      const isIssuer =
        provider instanceof StandardKeyProvider || provider instanceof TrustedKeyProvider;
      if (!isIssuer) return [];
      if (!provider.keyServers.some((server) => server.address === this.address)) return [];
      return (
        `This key server runs in ${machine.inventoryPath}, ${what} encrypted by the key provider ` +
        `${shown(provider.keyProviderName, provider)} that asks this very server: after a power loss neither can ` +
        `start. Run it outside, do not encrypt that ${it}, or encrypt it by another key provider.`
      );
    });
  }
}
