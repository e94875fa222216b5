// The policies, each for one finding. They look at what the program declares; what only the plan can know, such as keys
// that were left on a host, the findings of the plan say.

import type { IConstruct } from "constructs";
import type { IAspect } from "./cdk.js";
import { EsxiHost } from "./esxi-host.js";
import { keyPersistenceOf } from "./key-persistence.js";
import { NativeKeyProvider } from "./native-key-provider.js";
import { applyRule, type PolicyProps, type PolicyRule } from "./policy.js";
import { shown } from "./props.js";
import { providersServing } from "./relation.js";
import { StandardKeyProvider } from "./standard-key-provider.js";
import { hasUsableTpm } from "./tpm.js";

const REQUIRE_KEY_PERSISTENCE: PolicyRule = {
  name: "RequireKeyPersistence",
  code: "FC-34",
  breach: (construct) => {
    if (!(construct instanceof EsxiHost) || keyPersistenceOf(construct).enabled) return undefined;
    const fetched = providersServing(construct.cluster).find(({ kind }) => kind !== "native");
    if (fetched === undefined) return undefined;
    const source = fetched.kind === "trusted" ? "its Trust Authority" : "a key server and vCenter";
    return (
      `This host forgets the keys of ${shown(fetched.keyProviderName, fetched)} when it loses power, and starts no ` +
      `encrypted machine until ${source} can be reached. Set keyPersistence: true on it, its cluster or its site.`
    );
  },
};

/** Hosts that serve a standard or trusted key provider keep their keys, to need nobody after a power cut. */
export class RequireKeyPersistence implements IAspect {
  readonly #props: PolicyProps;

  constructor(props: PolicyProps = {}) {
    this.#props = props;
  }

  visit(construct: IConstruct): void {
    applyRule(REQUIRE_KEY_PERSISTENCE, construct, this.#props);
  }
}

/** Security Configuration and Hardening Guide, esx key-persistence; DISA STIG ESXI-80-000248. */
const FORBID_KEY_PERSISTENCE: PolicyRule = {
  name: "ForbidKeyPersistence",
  code: "FC-37",
  breach: (construct) => {
    if (!(construct instanceof EsxiHost) || !keyPersistenceOf(construct).enabled) return undefined;
    if (construct.physicalSecurity === "controlled") return undefined;
    return (
      "This host persists keys, and nothing says that physical access to it is controlled: whoever takes it has its " +
      'keys. Turn key persistence off for it, or control access and say physicalSecurity: "controlled".'
    );
  },
};

/** Hosts keep keys only where physical access to them is controlled, as hardening guides want it. */
export class ForbidKeyPersistence implements IAspect {
  readonly #props: PolicyProps;

  constructor(props: PolicyProps = {}) {
    this.#props = props;
  }

  visit(construct: IConstruct): void {
    applyRule(FORBID_KEY_PERSISTENCE, construct, this.#props);
  }
}

/** VCF security guidelines, Standard Key Provider FAQ. */
const REQUIRE_TWO_KEY_SERVERS: PolicyRule = {
  name: "RequireTwoKeyServers",
  code: "FC-05",
  breach: (construct) => {
    if (!(construct instanceof StandardKeyProvider)) return undefined;
    const { keyServers } = construct;
    // Of a reference the program knows neither address nor group: the plan does.
    if (keyServers.some(({ address }) => address === undefined)) return undefined;
    const addresses = new Set(keyServers.map(({ address }) => address));
    const groups = new Set(keyServers.map((server) => server.replicationGroup ?? server));
    if (addresses.size > 1 && groups.size < addresses.size) return undefined;
    const lack =
      addresses.size > 1
        ? "The key servers of this key provider do not replicate each other, so each key is on one of them only."
        : "This key provider has one key server, whose maintenance is an outage.";
    return `${lack} List two or more key servers of one replicationGroup.`;
  },
};

/** Every standard key provider has two key servers that hold the same keys. */
export class RequireTwoKeyServers implements IAspect {
  readonly #props: PolicyProps;

  constructor(props: PolicyProps = {}) {
    this.#props = props;
  }

  visit(construct: IConstruct): void {
    applyRule(REQUIRE_TWO_KEY_SERVERS, construct, this.#props);
  }
}

/** vSphere Security, Back Up a vSphere Native Key Provider. */
const REQUIRE_BACKUP: PolicyRule = {
  name: "RequireBackup",
  code: "FC-16",
  breach: (construct) => {
    if (!(construct instanceof NativeKeyProvider) || construct.backup !== undefined)
      return undefined;
    return 'This native key provider has no backup, and would be lost with vCenter. Declare backup: { path: "…" }.';
  },
};

/** Security Configuration and Hardening Guide, vcenter native-key-provider-backup. */
const REQUIRE_BACKUP_PASSWORD: PolicyRule = {
  name: "RequireBackup",
  code: "FC-18",
  breach: (construct) => {
    if (!(construct instanceof NativeKeyProvider)) return undefined;
    if (construct.backup === undefined || construct.backup.password !== undefined) return undefined;
    return (
      "The backup of this native key provider has no password: whoever has the file has every key. Declare " +
      'password: Secret.variable("…") in its backup.'
    );
  },
};

/** Every native key provider has a backup, under a password. */
export class RequireBackup implements IAspect {
  readonly #props: PolicyProps;

  constructor(props: PolicyProps = {}) {
    this.#props = props;
  }

  visit(construct: IConstruct): void {
    applyRule(REQUIRE_BACKUP, construct, this.#props);
    applyRule(REQUIRE_BACKUP_PASSWORD, construct, this.#props);
  }
}

/** Security Configuration and Hardening Guide, esx tpm-recovery-key-backup. */
const REQUIRE_RECOVERY_KEY: PolicyRule = {
  name: "RequireRecoveryKey",
  code: "FC-27",
  breach: (construct) => {
    if (!(construct instanceof EsxiHost) || construct.recoveryKeyLocation !== undefined) {
      return undefined;
    }
    const { configurationEncryption } = construct;
    if (!hasUsableTpm(construct) || configurationEncryption?.mode === "NONE") return undefined;
    return (
      "The TPM of this host seals its configuration, and its recovery key is kept nowhere: a cleared or replaced TPM " +
      'costs the host its configuration and its stored keys. Keep it off the host and say recoveryKeyLocation: "…".'
    );
  },
};

/** The recovery key of every host whose configuration its TPM seals is kept somewhere. */
export class RequireRecoveryKey implements IAspect {
  readonly #props: PolicyProps;

  constructor(props: PolicyProps = {}) {
    this.#props = props;
  }

  visit(construct: IConstruct): void {
    applyRule(REQUIRE_RECOVERY_KEY, construct, this.#props);
  }
}
