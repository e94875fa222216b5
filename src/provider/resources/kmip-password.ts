// The password that vCenter presents to key servers: it goes to vCenter when its object is made and whenever
// password_version changes, and never comes back.

import type { Diagnostic } from "../../model/diagnostic.js";
import type { Attributes } from "../attributes.js";
import type { UpdateChange } from "../resource-type.js";
import { invalid } from "../rules.js";

/** What an update sends; nothing leaves the password as it is. */
export function changedPassword(
  config: Attributes,
  change: UpdateChange,
): { readonly password?: string | null } {
  if (!change.hasChanged("password_version")) return {};
  return { password: config.textOrNull("password") };
}

export function validatePassword(config: Attributes): readonly Diagnostic[] {
  if (config.value("password_version") === null || config.value("password") !== null) return [];
  const detail =
    'A new "password_version" has "password" sent to vCenter, but there is none. Set it, from a sensitive variable.';
  return [invalid("Password version without password", detail, "password_version")];
}
