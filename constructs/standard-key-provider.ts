// A standard key provider: a named set of KMIP key servers.

import { Construct } from "constructs";
import { isAtLeast, WRAPPING_KEY_MINIMUM } from "../src/vsphere/versions.js";
import type { ITerraformDependable } from "./cdk.js";
import { StandardKeyProvider as StandardKeyProviderResource } from "./generated/standard-key-provider/index.js";
import type { IKeyProvider } from "./key-provider.js";
import type { IKeyServer } from "./key-server.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { type LookedUpKeyProvider, lookUpKeyProvider } from "./lookups.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { checkedName, defined, isLiteral, misuse, shown } from "./props.js";
import { KeyProviderReference, type NameInVCenter } from "./references.js";
import { keyProvidersOf } from "./relation.js";
import { isSameObject } from "./same-object.js";
import { bindSecret, type Secret } from "./secret.js";
import { Stack } from "./stack.js";
import { claimPath } from "./unique-path.js";
import type { IVCenter } from "./vcenter.js";

/** A wrapping key that is named, or one that vCenter rotates: exactly one of both. */
export interface Wrapping {
  /**
   * Id of the wrapping key at the key servers, which is then never rotated.
   *
   * @default - vCenter has it made, and rotates it
   */
  readonly keyId?: string;
  /**
   * Days after which vCenter has a new wrapping key made, 30 to 3650.
   *
   * @default - it is named, and stays
   */
  readonly rotationDays?: number;
}

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
   * How keys are wrapped: each is then stored with its machine, and the key servers hold the wrapping key alone. From
   * vCenter 9.0 on; a change replaces the key provider.
   *
   * @default - the key servers hold every key
   */
  readonly wrapping?: Wrapping;
  /**
   * User name vCenter presents to the key servers that have none of their own.
   *
   * @default - none
   */
  readonly userName?: string;
  /**
   * Password vCenter presents to the key servers that have none of their own. Never in the synthesised JSON, in state or in a plan.
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
  wrapping: "optional",
  userName: "optional",
  password: "optional",
  passwordVersion: "optional",
};

const WRAPPING_PROPS: PropNames<Wrapping> = { keyId: "optional", rotationDays: "optional" };

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
    if (props.wrapping !== undefined) checkWrapping(this, props.wrapping);
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

  /** As {@link fromName}, looked up: it must be there, and its attributes may be used. */
  static fromLookup(
    scope: Construct,
    id: string,
    place: NameInVCenter,
  ): LookedUpKeyProvider<"standard"> {
    return lookUpKeyProvider("standard", scope, id, place);
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

/** vSphere API, KmipServerSpec.keySpec; VCF security guidelines, Standard Key Provider FAQ. */
function checkWrapping(provider: StandardKeyProvider, wrapping: Wrapping): void {
  checkProps(provider, wrapping, WRAPPING_PROPS, "wrapping");
  const { version } = provider.vcenter;
  if (version !== undefined && isLiteral(version) && !isAtLeast(version, WRAPPING_KEY_MINIMUM)) {
    throw misuse(
      provider,
      `Wrapping keys need vCenter ${WRAPPING_KEY_MINIMUM} or later; this vCenter is ${version}. Upgrade it, or leave ` +
        "wrapping out.",
    );
  }
  const { keyId, rotationDays } = wrapping;
  if ((keyId === undefined) !== (rotationDays === undefined)) return;
  throw misuse(
    provider,
    "A wrapping key is either named by keyId, and then stays, or rotated by vCenter every rotationDays. Set exactly one " +
      "of them.",
  );
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
