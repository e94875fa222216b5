// An ESXi host: the machine, its TPM, and whether it keeps its keys over a reboot.

import { Construct, type IConstruct } from "constructs";
import { CONFIGURATION_ENCRYPTION_MINIMUM, isAtLeast } from "../src/vsphere/versions.js";
import type { ITerraformDependable } from "./cdk.js";
import type { ICluster } from "./cluster.js";
import { type HostConfigurationEncryption, Host as HostResource } from "./generated/host/index.js";
import { hostErrors } from "./host-rules.js";
import {
  checkKeyPersistence,
  type KeyPersistence,
  keyPersistenceOf,
  toKeyPersistenceAttribute,
} from "./key-persistence.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { type LookedUpHost, lookUpHost } from "./lookups.js";
import { described } from "./prop-kinds.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { checkedName, checkedVersion, defined, isLiteral, misuse } from "./props.js";
import { HostReference } from "./references.js";
import { hostsOf } from "./relation.js";
import { type ISite, Site } from "./site.js";
import { Stack } from "./stack.js";
import {
  type FittedTpm,
  hasUsableTpm,
  lackOfTpm,
  remedyForTpm,
  TPM_PROPS,
  type Tpm,
  toTpm,
  toTpmAttribute,
} from "./tpm.js";
import { claimPath } from "./unique-path.js";

export interface IEsxiHost extends IConstruct {
  readonly cluster: ICluster;
  /** Inventory path, as a reference: who holds it is created after the host. */
  readonly hostId: string;
  /** Host name as it was given. */
  readonly hostname: string;
}

/** How a host protects its configuration archive (esxcli system settings encryption). */
export interface ConfigurationEncryption {
  /**
   * TPM seals the key of the archive to the TPM; it cannot be undone.
   *
   * @default - the host is left as it is: TPM on an installation that found a usable TPM, else NONE
   */
  readonly mode?: "TPM" | "NONE";
  /**
   * The host refuses to boot while secure boot is off.
   *
   * @default false
   */
  readonly requireSecureBoot?: boolean;
  /**
   * The host refuses to boot unless it is set to run only executables from installed VIBs.
   *
   * @default false
   */
  readonly requireExecInstalledOnly?: boolean;
}

export interface EsxiHostProps {
  /** The cluster it belongs to; a key provider reaches only hosts in a cluster, and a cluster of one will do. */
  readonly cluster: ICluster;
  /** ESXi release, such as "8.0 U3". */
  readonly version: string;
  /**
   * Host name.
   *
   * @default - the construct's id
   */
  readonly hostname?: string;
  /**
   * Site it stands at.
   *
   * @default - the Site it is declared in, else that of its cluster, else the site "default"
   */
  readonly site?: ISite;
  /**
   * Rack it stands in, for people.
   *
   * @default - not said
   */
  readonly rack?: string;
  /**
   * Its TPM 2.0.
   *
   * @default - none
   */
  readonly tpm?: boolean | Tpm;
  /**
   * UEFI secure boot in the firmware.
   *
   * @default true
   */
  readonly secureBoot?: boolean;
  /**
   * How it protects its configuration archive.
   *
   * @default - the host is left as it is
   */
  readonly configurationEncryption?: ConfigurationEncryption;
  /**
   * Whether it keeps the keys it was given, so that it needs no key server after a reboot.
   *
   * @default - that of its cluster, else of its site, else off
   */
  readonly keyPersistence?: KeyPersistence;
  /**
   * Whether physical access to it is controlled. Hardening guides want key persistence off where it is not.
   *
   * @default - not said
   */
  readonly physicalSecurity?: "controlled" | "uncontrolled";
  /**
   * Where the recovery key of its encrypted configuration is kept, off the host.
   *
   * @default - nowhere: a cleared TPM then costs the host its configuration and its stored keys
   */
  readonly recoveryKeyLocation?: string;
}

const PROPS: PropNames<EsxiHostProps> = {
  cluster: "required",
  version: "required",
  hostname: "optional",
  site: "optional",
  rack: "optional",
  tpm: "optional",
  secureBoot: "optional",
  configurationEncryption: "optional",
  keyPersistence: "optional",
  physicalSecurity: "optional",
  recoveryKeyLocation: "optional",
};

const CONFIGURATION_ENCRYPTION_PROPS: PropNames<ConfigurationEncryption> = {
  mode: "optional",
  requireSecureBoot: "optional",
  requireExecInstalledOnly: "optional",
};

/** A vCenter knows a host by its name: it cannot be in two clusters. */
function hostTwice(path: string, { node }: IConstruct): string {
  return (
    `The host ${path} is declared a second time; it is already ${node.path}. A vCenter has a host in one cluster only. ` +
    "Declare it once, or give this one another hostname."
  );
}

export class EsxiHost extends Construct implements IEsxiHost, ITerraformDependable {
  readonly cluster: ICluster;
  readonly hostname: string;
  readonly version: string;
  readonly site: ISite | undefined;
  readonly tpm: FittedTpm | undefined;
  readonly secureBoot: boolean;
  readonly configurationEncryption: ConfigurationEncryption | undefined;
  readonly physicalSecurity: EsxiHostProps["physicalSecurity"] | undefined;
  readonly recoveryKeyLocation: string | undefined;
  /** May be set until the program ends. */
  keyPersistence: KeyPersistence | undefined;
  readonly #resource: HostResource;

  constructor(scope: Construct, id: string, props: EsxiHostProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    checkNestedProps(this, props);
    const { cluster } = props;
    this.cluster = cluster;
    this.hostname = checkedName(this, props.hostname);
    this.version = checkedVersion(this, props.version);
    this.site = props.site ?? Site.around(this) ?? cluster.site;
    this.tpm = toTpm(props.tpm);
    this.secureBoot = props.secureBoot ?? true;
    this.configurationEncryption = props.configurationEncryption;
    this.physicalSecurity = props.physicalSecurity;
    this.recoveryKeyLocation = props.recoveryKeyLocation;
    this.keyPersistence = props.keyPersistence;
    checkConfigurationEncryption(this, props.secureBoot);
    this.#resource = new HostResource(this, PRIMARY_CHILD, {
      cluster: cluster.clusterId,
      hostname: this.hostname,
      version: this.version,
      ...this.#optionalAttributes(props),
    });
    hostsOf.add(cluster, this);
    claimPath(this, "hostname", [cluster.vcenter.vcenterName, this.hostname], hostTwice);
    this.node.addValidation({ validate: () => hostErrors(this) });
    Stack.of(this).onSettle(() => this.#settleKeyPersistence());
  }

  /**
   * A host that this program does not declare. It becomes nothing and orders nothing.
   *
   * @param hostPath - `VCENTER/CLUSTER/HOSTNAME`
   */
  static fromHostPath(scope: Construct, id: string, hostPath: string): IEsxiHost {
    return new HostReference(scope, id, hostPath);
  }

  /** As {@link fromHostPath}, looked up: it must be there, and its attributes may be used. */
  static fromLookup(scope: Construct, id: string, hostPath: string): LookedUpHost {
    return lookUpHost(scope, id, hostPath);
  }

  get hostId(): string {
    return this.#resource.id;
  }

  get fqn(): string {
    return this.#resource.fqn;
  }

  #optionalAttributes(props: EsxiHostProps) {
    const encryption: HostConfigurationEncryption | undefined = props.configurationEncryption;
    return defined({
      site: this.site?.siteName,
      rack: props.rack,
      tpm: toTpmAttribute(props.tpm),
      secureBoot: props.secureBoot,
      configurationEncryption: encryption,
      physicalSecurity: props.physicalSecurity,
      recoveryKeyLocation: props.recoveryKeyLocation,
    });
  }

  #settleKeyPersistence(): void {
    const attribute = toKeyPersistenceAttribute(keyPersistenceOf(this));
    if (attribute === undefined) this.#resource.resetKeyPersistence();
    else this.#resource.putKeyPersistence(attribute);
  }
}

function checkNestedProps(host: EsxiHost, props: EsxiHostProps): void {
  const { tpm, configurationEncryption: encryption, keyPersistence } = props;
  if (typeof tpm === "object") checkProps(host, tpm, TPM_PROPS, "tpm");
  else if (tpm !== undefined && typeof tpm !== "boolean") {
    throw misuse(
      host,
      `tpm takes true, false or { hashBank, interface, hierarchyEnabled, manufacturer, model }, not ${described(tpm)}.`,
    );
  }
  if (encryption !== undefined) {
    checkProps(host, encryption, CONFIGURATION_ENCRYPTION_PROPS, "configurationEncryption");
  }
  checkKeyPersistence(host, keyPersistence);
}

/** vSphere Security, Securing the ESXi Configuration; Security Configuration and Hardening Guide. */
function checkConfigurationEncryption(host: EsxiHost, secureBoot: boolean | undefined): void {
  const { configurationEncryption: encryption, version } = host;
  if (encryption === undefined) return;
  if (isLiteral(version) && !isAtLeast(version, CONFIGURATION_ENCRYPTION_MINIMUM)) {
    throw misuse(
      host,
      `ESXi ${version} does not encrypt its configuration; that begins with ${CONFIGURATION_ENCRYPTION_MINIMUM}.`,
    );
  }
  if (encryption.mode === "TPM" && !hasUsableTpm(host)) {
    throw misuse(
      host,
      `Configuration encryption in mode TPM needs a TPM 2.0 that ESXi can use, and this host ${lackOfTpm(host)}. ` +
        `${remedyForTpm(host)}.`,
    );
  }
  if (encryption.requireSecureBoot && secureBoot === false) {
    throw misuse(
      host,
      "requireSecureBoot with secureBoot: false would keep this host from ever booting. Turn one of them round.",
    );
  }
}
