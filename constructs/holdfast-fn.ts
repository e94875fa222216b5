// The functions of the provider for programs, beside the CDK library's Fn. A program that has its values at hand needs
// none of them; these are for what is known only when the stack is planned, such as variables and attributes.

import type { FeatureName } from "../src/vsphere/features.js";
import { call, type IResolvable, propertyAccess, Token } from "./cdk.js";
import { literal } from "./text.js";

/** What stands at an inventory path; `cluster` and `name` are null where the path does not say them. */
export interface InventoryPathParts {
  readonly kind: string;
  readonly vcenter: string;
  readonly cluster: string;
  readonly name: string;
}

/** Each is described in docs/functions.md. */
export const HoldfastFn = {
  /** The seconds of a duration such as `72h`. */
  durationSeconds: (duration: string): number =>
    Token.asNumber(invoke("duration_seconds", duration)),

  /** The inventory path that `steps` below a vCenter make: a cluster, and a host in it; `vm`, and a machine. */
  inventoryPath: (vcenter: string, ...steps: readonly string[]): string =>
    Token.asString(invoke("inventory_path", vcenter, ...steps)),

  /** The first release that has a feature. */
  minimumVersion: (feature: FeatureName): string =>
    Token.asString(invoke("minimum_version", feature)),

  /** What stands at an inventory path, such as the id of a host, and its parts. */
  parseInventoryPath: (path: string): InventoryPathParts => {
    const parts = invoke("parse_inventory_path", path);
    const part = (name: string) => Token.asString(propertyAccess(parts, [name]));
    return {
      kind: part("kind"),
      vcenter: part("vcenter"),
      cluster: part("cluster"),
      name: part("name"),
    };
  },

  /** Whether a release has a feature: a bool, for a condition. */
  supports: (version: string, feature: FeatureName): IResolvable =>
    invoke("supports", version, feature),

  /** Whether a release is `minimum` or later: a bool, for a condition. */
  versionAtLeast: (version: string, minimum: string): IResolvable =>
    invoke("version_at_least", version, minimum),
} as const;

function invoke(name: string, ...args: readonly string[]): IResolvable {
  const given = args.map((arg) => (Token.isUnresolved(arg) ? arg : literal(arg)));
  return call(`provider::holdfast::${name}`, given);
}
