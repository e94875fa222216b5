// Functions about inventory paths, which are the ids of objects: made from their parts, and taken apart.

import type { FunctionFault, ProviderFunction } from "../../model/provider-function.js";
import { hasForm } from "../inventory-path.js";

/**
 * What stands at a path of each form, the first that fits: forms with a fixed word come before those that leave the step
 * open, so that `vc01/vm/app` is a machine and no host. They are the forms of the ids of resource types, which a test holds.
 */
export const PATH_FORMS = {
  "VCENTER/kms/NAME": "key_server",
  "VCENTER/kp/NAME": "key_provider",
  "VCENTER/trust-authority/CLUSTER": "trust_authority",
  "VCENTER/vm/NAME": "virtual_machine",
  "VCENTER/CLUSTER/default-kp": "default_key_provider",
  "VCENTER/CLUSTER/vsan-encryption": "vsan_encryption",
  "VCENTER/CLUSTER/HOSTNAME": "host",
  "VCENTER/default-kp": "default_key_provider",
  "VCENTER/CLUSTER": "cluster",
  VCENTER: "vcenter",
} as const;

const FORMS = Object.keys(PATH_FORMS) as readonly (keyof typeof PATH_FORMS)[];

/** Ids that look like paths, of what is in no inventory. */
const OTHER_IDS: Readonly<Record<string, string>> = {
  "floor/NAME": "a survival floor",
  "waiver/NAME": "a waiver",
};

export const inventoryPath: ProviderFunction = {
  signature: {
    summary: "The inventory path of an object, from its parts",
    description:
      'The parts with a slash between them: inventory_path("vc01", "edge", "esx01") is vc01/edge/esx01, the id of a ' +
      "host. A part may hold neither slashes nor blanks, and the whole has to be the path of something.",
    parameters: [{ name: "vcenter", description: "Name of the vCenter.", type: "string" }],
    variadic_parameter: {
      name: "steps",
      description: "The steps below the vCenter, such as a cluster and a host in it.",
      type: "string",
    },
    return_type: "string",
  },
  call: (parts) => {
    const wrong = parts.findIndex((part) => !/^[^\s/]+$/.test(String(part)));
    if (wrong >= 0) {
      const fault = "cannot be a step of a path: a step is a name without slashes and blanks";
      return { received: String(parts[wrong]), fault, argument: wrong };
    }
    const path = parts.join("/");
    const form = findForm(path);
    return typeof form === "string" ? { value: path } : form;
  },
};

export const parseInventoryPath: ProviderFunction = {
  signature: {
    summary: "What stands at an inventory path, and its parts",
    description:
      `An object with the texts kind (${[...new Set(Object.values(PATH_FORMS))].join(", ")}), vcenter, cluster and ` +
      "name. What the path does not say is null: the cluster of a virtual machine, the name of what has none.",
    parameters: [
      { name: "path", description: "The path, such as the id of a host.", type: "string" },
    ],
    return_type: [
      "object",
      { kind: "string", vcenter: "string", cluster: "string", name: "string" },
    ],
  },
  call: ([path]) => {
    const form = findForm(String(path));
    if (typeof form !== "string") return { ...form, argument: 0 };
    const words = form.split("/");
    const steps = String(path).split("/");
    const stepAt = (index: number) => (isOpen(words[index]) ? (steps[index] ?? null) : null);
    const value = {
      kind: PATH_FORMS[form],
      vcenter: stepAt(0),
      cluster: stepAt(words.indexOf("CLUSTER")),
      name: stepAt(words.length - 1),
    };
    return { value };
  },
};

function findForm(path: string): keyof typeof PATH_FORMS | FunctionFault {
  const other = Object.keys(OTHER_IDS).find((form) => hasForm(path, form));
  if (other !== undefined) {
    const fault = `is the id of ${OTHER_IDS[other]}, which is in no inventory`;
    return { received: path, fault };
  }
  const form = FORMS.find((each) => hasForm(path, each));
  return form ?? { received: path, fault: `is no inventory path. One is ${FORMS.join(", ")}` };
}

/** Whether a step of a form stands for any name. */
function isOpen(word: string | undefined): boolean {
  return word !== undefined && word === word.toUpperCase();
}
