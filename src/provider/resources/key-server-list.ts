// Rules of the list of key servers that a key provider names, whichever kind of key provider it is.

import { type Diagnostic, errorDiagnostic } from "../../model/diagnostic.js";
import { isList, unmark, type Value } from "../../model/value.js";
import type { Attributes } from "../attributes.js";
import { hasForm, vcenterOf } from "../inventory-path.js";

const KEY_SERVER_FORM = "VCENTER/kms/NAME";

export interface KeyServerListRule {
  /** Path of the vCenter that must know the key servers, once it is known. */
  readonly vcenter: Value;
  readonly summary: string;
  /** What is wrong with the id of `server`, which is no key server of that vCenter. */
  readonly wrong: (server: string, form: string) => string;
}

/** Each key server once, and each one that the vCenter knows. */
export function validateKeyServerList(
  config: Attributes,
  { vcenter, summary, wrong }: KeyServerListRule,
): readonly Diagnostic[] {
  const servers = config.value("key_servers");
  if (!isList(servers)) return [];
  const known = servers.map(unmark);
  return known.flatMap((server, i) => {
    if (typeof server !== "string") return [];
    const attribute = ["key_servers", i];
    if (known.indexOf(server) < i) {
      const detail = `"${server}" is listed twice. A second entry adds no second server.`;
      return [errorDiagnostic("Key server listed twice", detail, { attribute })];
    }
    const isElsewhere = typeof vcenter === "string" && vcenterOf(server) !== vcenter;
    if (hasForm(server, KEY_SERVER_FORM) && !isElsewhere) return [];
    return [errorDiagnostic(summary, wrong(server, KEY_SERVER_FORM), { attribute })];
  });
}
