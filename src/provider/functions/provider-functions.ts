// The functions of the Terraform provider `holdfast`, for whoever evaluates a configuration: our engine in-process, or
// Terraform over gRPC. Pure facts of vSphere; none of them asks a backend.

import type { ProviderFunctions } from "../../model/provider-function.js";
import { durationSeconds } from "./duration-function.js";
import { inventoryPath, parseInventoryPath } from "./inventory-path-functions.js";
import { minimumVersion, supports, versionAtLeast } from "./release-functions.js";

export const providerFunctions = {
  duration_seconds: durationSeconds,
  inventory_path: inventoryPath,
  minimum_version: minimumVersion,
  parse_inventory_path: parseInventoryPath,
  supports,
  version_at_least: versionAtLeast,
} as const satisfies ProviderFunctions;
