// A standard key provider: a named set of KMIP key servers.

import { Construct } from "constructs";
import type { ITerraformDependable } from "./cdk.js";
import { StandardKeyProvider as StandardKeyProviderResource } from "./generated/standard-key-provider/index.js";
import type { IKeyProvider } from "./key-provider.js";
import type { IKeyServer } from "./key-server.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { checkedName, defined, misuse, shown } from "./props.js";
import { KeyProviderReference, type NameInVCenter } from "./references.js";
import { keyProvidersOf } from "./relation.js";
import { isSameObject } from "./same-object.js";
import { bindSecret, type Secret } from "./secret.js";
import { Stack } from "./stack.js";
import { claimPath } from "./unique-path.js";
import type { IVCenter } from "./vcenter.js";

export interface StandardKeyProviderProps {
  /** The vCenter that holds it. */
  readonly vcenter: IVCenter;
  /** Its key servers, tried in turn. */
  readonly keyServers: readonly IKeyServer[];
  /**
   * Name, by which machines, hosts and defaults refer to it. It cannot be changed.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Whether vCenter trusts the certificates of the key servers.
   *
   * @default true
   */
  readonly clientTrustsServer?: boolean;
  /**
   * Whether the key servers trust the client certificate of vCenter.
   *
   * @default true
   */
  readonly serverTrustsClient?: boolean;
  /**
   * How the client certificate was made.
   *
   * @default - not said
   */
  readonly clientCertificateMode?: "uploaded" | "selfSigned" | "csr" | "rootCa";
  /**
   * End of the validity of the client certificate, RFC 3339. After it the key provider is as good as down.
   *
   * @default - it does not expire
   */
  readonly clientCertificateNotAfter?: string;
  /**
   * User name vCenter presents to the key servers.
   *
   * @default - none
   */
  readonly userName?: string;
  /**
   * Password vCenter presents. Never in the synthesised JSON, in state or in a plan.
   *
   * @default - none
   */
  readonly password?: Secret;
  /**
   * Raise it to have a changed password sent.
   *
   * @default - a changed password is not noticed
   */
  readonly passwordVersion?: number;
}

const PROPS: PropNames<StandardKeyProviderProps> = {
  vcenter: "required",
  keyServers: "required",
  name: "optional",
  clientTrustsServer: "optional",
  serverTrustsClient: "optional",
  clientCertificateMode: "optional",
  clientCertificateNotAfter: "optional",
  userName: "optional",
  password: "optional",
  passwordVersion: "optional",
};

export class StandardKeyProvider extends Construct implements IKeyProvider, ITerraformDependable {
  readonly kind = "standard";
  readonly vcenter: IVCenter;
  readonly keyProviderName: string;
  readonly keyServers: readonly IKeyServer[];
  readonly #resource: StandardKeyProviderResource;

  constructor(scope: Construct, id: string, props: StandardKeyProviderProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    Stack.of(this);
    const { vcenter, keyServers, name, password, ...optional } = props;
    this.vcenter = vcenter;
    this.keyProviderName = checkedName(this, name);
    this.keyServers = checkedServers(this, keyServers);
    this.#resource = new StandardKeyProviderResource(this, PRIMARY_CHILD, {
      vcenter: vcenter.vcenterId,
      name: this.keyProviderName,
      keyServers: keyServers.map((server) => server.keyServerId),
      ...defined(optional),
      ...(password === undefined ? {} : { password: bindSecret(this, "password", password) }),
    });
    keyProvidersOf.add(vcenter, this);
    claimPath(this, "inventory", [vcenter.vcenterName, "kp", this.keyProviderName]);
  }

  /** A standard key provider that this program does not declare. It becomes nothing and orders nothing. */
  static fromName(scope: Construct, id: string, place: NameInVCenter): IKeyProvider {
    return new KeyProviderReference(scope, id, "standard", place);
  }

  get keyProviderId(): string {
    return this.#resource.id;
  }

  get reference(): string {
    return this.#resource.name;
  }

  get fqn(): string {
    return this.#resource.fqn;
  }
}

function checkedServers(
  provider: StandardKeyProvider,
  servers: readonly IKeyServer[],
): readonly IKeyServer[] {
  if (servers.length === 0) {
    throw misuse(provider, "A standard key provider needs at least one key server, better two.");
  }
  const foreign = servers.find((server) => !isSameObject(server.vcenter, provider.vcenter));
  if (foreign === undefined) return servers;
  throw misuse(
    provider,
    `The key server ${shown(foreign.keyServerName, foreign)} is an entry of another vCenter. Declare it for ` +
      `${shown(provider.vcenter.vcenterName, provider.vcenter)} too; entries with one address are one server.`,
  );
}
