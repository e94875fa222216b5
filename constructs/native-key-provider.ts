// A vSphere Native Key Provider: each host derives the keys itself from a key that vCenter gave it once, so
// nothing external is needed after a reboot.

import { Construct } from "constructs";
import { NATIVE_KEY_PROVIDER_MINIMUM } from "../src/vsphere/versions.js";
import type { ITerraformDependable } from "./cdk.js";
import { NativeKeyProvider as NativeKeyProviderResource } from "./generated/native-key-provider/index.js";
import type { IKeyProvider } from "./key-provider.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { type LookedUpKeyProvider, lookUpKeyProvider } from "./lookups.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { checkedName, defined, isKnownBefore, misuse } from "./props.js";
import { KeyProviderReference, type NameInVCenter } from "./references.js";
import { keyProvidersOf, usersOf } from "./relation.js";
import { bindSecret, type Secret } from "./secret.js";
import { Stack } from "./stack.js";
import { claimPath } from "./unique-path.js";
import type { IVCenter } from "./vcenter.js";

/** The backup that has to be downloaded before the key provider can be used. */
export interface NativeKeyProviderBackup {
  /** File it is written to, relative to the project's folder. It belongs to you: keep two copies off site. */
  readonly path: string;
  /**
   * Password of the file.
   *
   * @default - none: anyone who has the file has the key
   */
  readonly password?: Secret;
  /**
   * Raise it to have the backup written again under a changed password.
   *
   * @default - a changed password is not noticed
   */
  readonly passwordVersion?: number;
}

export interface NativeKeyProviderProps {
  /** The vCenter that holds it. */
  readonly vcenter: IVCenter;
  /**
   * Name, by which machines, hosts and defaults refer to it. It cannot be changed.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Whether only hosts with a TPM take part. It cannot be changed.
   *
   * @default true
   */
  readonly tpmRequired?: boolean;
  /**
   * The backup that is made of it.
   *
   * @default - none, and then nothing can use it
   */
  readonly backup?: NativeKeyProviderBackup;
}

const PROPS: PropNames<NativeKeyProviderProps> = {
  vcenter: "required",
  name: "optional",
  tpmRequired: "optional",
  backup: "optional",
};

const BACKUP_PROPS: PropNames<NativeKeyProviderBackup> = {
  path: "required",
  password: "optional",
  passwordVersion: "optional",
};

export class NativeKeyProvider extends Construct implements IKeyProvider, ITerraformDependable {
  readonly kind = "native";
  readonly vcenter: IVCenter;
  readonly keyProviderName: string;
  readonly tpmRequired: boolean;
  readonly backup: NativeKeyProviderBackup | undefined;
  readonly #resource: NativeKeyProviderResource;

  constructor(scope: Construct, id: string, props: NativeKeyProviderProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    if (props.backup !== undefined) checkProps(this, props.backup, BACKUP_PROPS, "backup");
    Stack.of(this);
    const { vcenter, name, tpmRequired, backup } = props;
    this.vcenter = vcenter;
    this.keyProviderName = checkedName(this, name);
    this.tpmRequired = tpmRequired ?? true;
    this.backup = backup;
    checkVCenterVersion(this);
    this.#resource = new NativeKeyProviderResource(this, PRIMARY_CHILD, {
      vcenter: vcenter.vcenterId,
      name: this.keyProviderName,
      ...defined({ tpmRequired }),
      ...(backup === undefined ? {} : { backup: this.#backupAttribute(backup) }),
    });
    keyProvidersOf.add(vcenter, this);
    claimPath(this, "inventory", [vcenter.vcenterName, "kp", this.keyProviderName]);
    if (backup === undefined) this.node.addValidation({ validate: () => this.#usedUnsaved() });
  }

  /** A native key provider that this program does not declare. It becomes nothing and orders nothing. */
  static fromName(scope: Construct, id: string, place: NameInVCenter): IKeyProvider {
    return new KeyProviderReference(scope, id, "native", place);
  }

  /** As {@link fromName}, looked up: it must be there, and its attributes may be used. */
  static fromLookup(
    scope: Construct,
    id: string,
    place: NameInVCenter,
  ): LookedUpKeyProvider<"native"> {
    return lookUpKeyProvider("native", scope, id, place);
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

  #backupAttribute({ password, ...backup }: NativeKeyProviderBackup) {
    if (password === undefined) return defined(backup);
    return { ...defined(backup), password: bindSecret(this, "backup.password", password) };
  }

  /** FC-16 (vSphere Security, vSphere Native Key Provider Overview). */
  #usedUnsaved(): string[] {
    const [user] = usersOf.of(this);
    if (user === undefined) return [];
    return [
      `A native key provider cannot be used before its backup was downloaded, and ${user.node.path} uses this ` +
        'one. Declare backup: { path: "…" }.',
    ];
  }
}

/** FC-22 (VCF security guidelines, Native Key Provider FAQ). */
function checkVCenterVersion(provider: NativeKeyProvider): void {
  const { version } = provider.vcenter;
  if (!isKnownBefore(version, NATIVE_KEY_PROVIDER_MINIMUM)) return;
  throw misuse(
    provider,
    `A native key provider needs vCenter ${NATIVE_KEY_PROVIDER_MINIMUM} or later, and this vCenter is ${version}.`,
  );
}
