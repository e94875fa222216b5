// holdfast_waiver: who has taken which finding upon themselves, and until when.

import type { Diagnostic } from "../../model/diagnostic.js";
import { FINDING_RULES } from "../../vsphere/findings/find-findings.js";
import { waiverCodeError } from "../../vsphere/findings/waivers.js";
import type { Attributes } from "../attributes.js";
import { joinPath } from "../inventory-path.js";
import { objectsOperations } from "../objects-operations.js";
import type { ResourceType } from "../resource-type.js";
import { invalid } from "../rules.js";

export const waiver: ResourceType = {
  type: "holdfast_waiver",
  idForms: ["waiver/NAME"],
  idOf: (attributes) => joinPath("waiver", attributes.value("name")),
  validate: validateCode,
  computed: {},
  operations: objectsOperations({
    objects: (backend) => backend.waivers,
    toSpec: (planned) => ({
      name: planned.text("name"),
      code: planned.text("code"),
      subjects: planned.texts("subjects"),
      owner: planned.text("owner"),
      reason: planned.text("reason"),
      expiresAt: planned.text("expires_at"),
    }),
    toAttributes: (info) => ({
      name: info.name,
      code: info.code,
      subjects: info.subjects,
      owner: info.owner,
      reason: info.reason,
      expires_at: info.expiresAt,
    }),
  }),
};

function validateCode(config: Attributes): readonly Diagnostic[] {
  const code = config.value("code");
  const error = typeof code === "string" ? waiverCodeError(code, FINDING_RULES) : undefined;
  return error === undefined ? [] : [invalid("Not a finding that can be waived", error, "code")];
}
