// holdfast_trusted_key_provider: a name in a workload vCenter for keys that come through a Trust Authority.

import type { Diagnostic } from "../../model/diagnostic.js";
import type { Attributes } from "../attributes.js";
import { hasForm, joinPath, vcenterOf } from "../inventory-path.js";
import { objectsOperations } from "../objects-operations.js";
import type { ResourceType } from "../resource-type.js";
import { invalid, requireForm } from "../rules.js";
import { validateKeyServerList } from "./key-server-list.js";

const AUTHORITY_FORM = "VCENTER/trust-authority/CLUSTER";

export const trustedKeyProvider: ResourceType = {
  type: "holdfast_trusted_key_provider",
  idForms: ["VCENTER/kp/NAME"],
  idOf: (attributes) => joinPath(attributes.value("vcenter"), "kp", attributes.value("name")),
  validate: (config) => [
    ...requireForm(config, "vcenter", ["VCENTER"]),
    ...requireForm(config, "trust_authority", [AUTHORITY_FORM]),
    ...validateAuthority(config),
    ...validateKeyServers(config),
  ],
  computed: {},
  operations: objectsOperations({
    objects: (backend) => backend.trustedKeyProviders,
    toSpec: (planned) => ({
      vcenter: planned.text("vcenter"),
      name: planned.text("name"),
      trustAuthority: planned.text("trust_authority"),
      masterKeyId: planned.text("master_key_id"),
      keyServers: planned.texts("key_servers") ?? [],
    }),
    toAttributes: (info) => ({
      vcenter: info.vcenter,
      name: info.name,
      trust_authority: info.trustAuthority,
      master_key_id: info.masterKeyId,
      key_servers: info.keyServers,
    }),
  }),
};

/** vSphere Security, Trust Authority Topology. */
function validateAuthority(config: Attributes): readonly Diagnostic[] {
  const authority = config.value("trust_authority");
  if (typeof authority !== "string" || !hasForm(authority, AUTHORITY_FORM)) return [];
  if (vcenterOf(authority) !== config.value("vcenter")) return [];
  const detail = `"${authority}" belongs to the vCenter of this key provider. A Trust Authority serves other vCenters than its own: name one of another vCenter.`;
  return [invalid("Trust Authority in the same vCenter", detail, "trust_authority")];
}

function validateKeyServers(config: Attributes): readonly Diagnostic[] {
  return validateKeyServerList(config, {
    vcenter: vcenterOf(config.value("trust_authority")),
    summary: "Not a key server of the Trust Authority",
    wrong: (server, form) =>
      `"${server}" is not the id of a key server of the vCenter of the Trust Authority (${form}). The key provider service uses key servers that its own vCenter knows.`,
  });
}
