// holdfast_default_key_provider: the default of a vCenter or of one of its clusters. It is a setting of the
// entity, so creating it may overwrite another and destroying it clears it.

import { joinPath } from "../inventory-path.js";
import type { CreateRequest, ResourceType } from "../resource-type.js";
import { requireForm } from "../rules.js";

const LAST_STEP = "/default-kp";

export const defaultKeyProvider: ResourceType = {
  type: "holdfast_default_key_provider",
  idForms: ["VCENTER/default-kp", "VCENTER/CLUSTER/default-kp"],
  idOf: (attributes) => joinPath(attributes.value("entity"), "default-kp"),
  validate: (config) => requireForm(config, "entity", ["VCENTER", "VCENTER/CLUSTER"]),
  computed: {},
  operations: {
    async read(backend, id) {
      const entity = entityOf(id);
      const keyProvider = await backend.defaultKeyProviders.read(entity);
      return keyProvider === undefined ? undefined : { id, entity, key_provider: keyProvider };
    },
    create: set,
    update: set,
    async remove(backend, id) {
      await backend.defaultKeyProviders.set(entityOf(id), null);
    },
  },
};

async function set({ backend, id, planned }: CreateRequest) {
  const entity = entityOf(id);
  const keyProvider = planned.text("key_provider");
  await backend.defaultKeyProviders.set(entity, keyProvider);
  return { id, entity, key_provider: keyProvider };
}

function entityOf(id: string): string {
  return id.slice(0, -LAST_STEP.length);
}
