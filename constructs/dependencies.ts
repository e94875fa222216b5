// The order of the graph that no attribute says: what must be in place before keys arrive. It is set when
// the program has ended, since hosts may be declared after the machines that wait for them.

import type { IConstruct } from "constructs";
import {
  DefaultTokenResolver,
  dependable,
  type ITerraformDependable,
  StringConcat,
  type TerraformDataSource,
  type TerraformResource,
  TerraformStack,
  Tokenization,
} from "./cdk.js";

/** Something the graph can wait for. */
export type Prerequisite = IConstruct & ITerraformDependable;

const addresses = new WeakMap<Prerequisite, string>();
const added = new WeakMap<Waiting, readonly string[]>();

type Waiting = TerraformResource | TerraformDataSource;

/**
 * Makes `resource` wait for `prerequisites`, beside what it waits for already. What stands in another
 * stack makes the whole stack wait. Calling it again replaces what it added before.
 */
export function waitFor(resource: Waiting, prerequisites: readonly Prerequisite[]): void {
  const stack = TerraformStack.of(resource);
  const here = prerequisites.filter((p) => isInStack(p, stack)).map(addressOf);
  const before = new Set(added.get(resource));
  const others = (resource.dependsOn ?? []).filter((address) => !before.has(address));
  added.set(resource, here);
  resource.dependsOn = [...others, ...here];
}

function isInStack(prerequisite: Prerequisite, stack: TerraformStack): boolean {
  const other = TerraformStack.of(prerequisite);
  if (other !== stack) stack.addDependency(other);
  return other === stack;
}

/**
 * `holdfast_host.esx01`, resolved once for all that wait for it: thousands of machines wait for the same few
 * hosts, and the library would resolve a token anew for each.
 */
function addressOf(prerequisite: Prerequisite): string {
  const known = addresses.get(prerequisite);
  if (known !== undefined) return known;
  const resolver = new DefaultTokenResolver(new StringConcat());
  const scope = TerraformStack.of(prerequisite);
  const address: string = Tokenization.resolve(dependable(prerequisite), {
    scope,
    resolver,
    preparing: false,
  });
  addresses.set(prerequisite, address);
  return address;
}
