// Policies that belong together, to be added at once. The two packs disagree about key persistence, since what keeps an
// edge site open hands its keys to whoever carries a host away; where both are wanted, a waiver is the written decision.

import type { IConstruct } from "constructs";
import type { IAspect } from "./cdk.js";
import {
  ForbidKeyPersistence,
  RequireBackup,
  RequireKeyPersistence,
  RequireRecoveryKey,
  RequireTwoKeyServers,
} from "./policies.js";
import type { PolicyProps } from "./policy.js";

/**
 * What the Security Configuration and Hardening Guide 9 and the DISA STIG say about keys: none persisted where physical
 * access is not controlled, backups under a password, recovery keys kept.
 */
export class HardeningGuide9 implements IAspect {
  readonly #policies: readonly IAspect[];

  constructor(props: PolicyProps = {}) {
    this.#policies = [
      new ForbidKeyPersistence(props),
      new RequireBackup(props),
      new RequireRecoveryKey(props),
    ];
  }

  visit(construct: IConstruct): void {
    for (const policy of this.#policies) policy.visit(construct);
  }
}

/** What lets a small site come through a power cut on its own: keys persisted, and none with a single copy. */
export class EdgeResilience implements IAspect {
  readonly #policies: readonly IAspect[];

  constructor(props: PolicyProps = {}) {
    this.#policies = [
      new RequireKeyPersistence(props),
      new RequireTwoKeyServers(props),
      new RequireBackup(props),
      new RequireRecoveryKey(props),
    ];
  }

  visit(construct: IConstruct): void {
    for (const policy of this.#policies) policy.visit(construct);
  }
}
