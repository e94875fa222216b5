// Which resource of one stack is which of the other. First by where the program declares it: the type and the construct
// path below the stack, or the address where no construct is known. What that leaves over, by its role: the type and
// the inventory path. Own names are replaced in both. A key that several have says nothing, so none of them match.

import type { ResourceDifference } from "../model/comparison.js";
import { formatConstruct } from "../model/construct-path.js";
import type { DeclaredResource } from "./compare-stacks.js";
import type { Renaming } from "./own-names.js";

export interface Match {
  readonly by: ResourceDifference["matchedBy"];
  readonly role: string;
  readonly resources: readonly [DeclaredResource, DeclaredResource];
}

export interface Matches {
  readonly matches: readonly Match[];
  readonly lone: readonly [readonly DeclaredResource[], readonly DeclaredResource[]];
}

type Rename = Renaming["rename"][0];

export function matchResources(
  [first, second]: readonly [readonly DeclaredResource[], readonly DeclaredResource[]],
  { rename }: Renaming,
): Matches {
  const byConstruct = matchBy("construct", [first, second], rename);
  const byRole = matchBy("role", byConstruct.lone, rename);
  return { matches: [...byConstruct.matches, ...byRole.matches], lone: byRole.lone };
}

function matchBy(
  by: Match["by"],
  [first, second]: Matches["lone"],
  [renameFirst, renameSecond]: Renaming["rename"],
): Matches {
  const keys = {
    first: uniqueBy(by, first, renameFirst),
    second: uniqueBy(by, second, renameSecond),
  };
  const matches = [...keys.first].flatMap(([key, resource]): readonly Match[] => {
    const other = keys.second.get(key);
    if (other === undefined) return [];
    return [{ by, role: roleOf(by, resource, renameFirst), resources: [resource, other] }];
  });
  const matched = new Set(matches.flatMap(({ resources }) => resources));
  const rest = (all: readonly DeclaredResource[]) => all.filter((each) => !matched.has(each));
  return { matches, lone: [rest(first), rest(second)] };
}

function uniqueBy(
  by: Match["by"],
  resources: readonly DeclaredResource[],
  rename: Rename,
): ReadonlyMap<string, DeclaredResource> {
  const found = new Map<string, DeclaredResource>();
  const repeated = new Set<string>();
  for (const resource of resources) {
    const key = `${resource.type} ${roleOf(by, resource, rename)}`;
    if (found.has(key)) repeated.add(key);
    found.set(key, resource);
  }
  for (const key of repeated) found.delete(key);
  return found;
}

/** For people too: `core/vc01`, `{vcenter}/edge/esx01`. */
export function roleOf(by: Match["by"], resource: DeclaredResource, rename: Rename): string {
  const { address, construct, object } = resource;
  const id = typeof object.id === "string" ? object.id : undefined;
  if (by === "role") return rename(id ?? address);
  if (construct === undefined) return rename(address);
  const below = formatConstruct(construct.slice(construct.indexOf("/") + 1));
  const instance = address.includes("[") ? address.slice(address.indexOf("[")) : "";
  return rename(below + instance);
}
