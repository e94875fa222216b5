// All plan stories, by what they are about. The README says how many there are.

import type { Stories } from "../compare-engines.js";
import { CHECK_DATA_STORIES } from "./check-data.js";
import { CHECK_STORIES } from "./checks.js";
import { DATA_SOURCE_STORIES } from "./data-sources.js";
import { DRIFT_STORIES } from "./drift.js";
import { LIFECYCLE_STORIES } from "./lifecycle.js";
import { MODULE_FILE_STORIES } from "./module-files.js";
import { MODULE_MOVE_STORIES } from "./module-moves.js";
import { MODULE_PASSING_STORIES } from "./module-passing.js";
import { MODULE_SELECTION_STORIES } from "./module-selection.js";
import { MODULE_STORIES } from "./modules.js";
import { MOVE_STORIES } from "./moves.js";
import { OUTPUT_STORIES } from "./outputs.js";
import { PROVIDER_STORIES } from "./providers.js";
import { REFERENCE_STORIES } from "./references.js";
import { REFUSAL_STORIES } from "./refusals.js";
import { RESOURCE_STORIES } from "./resources.js";
import { SELECTION_STORIES } from "./selection.js";
import { VALUE_STORIES } from "./values.js";
import { VARIABLE_STORIES } from "./variables.js";

export const ALL_STORIES: { readonly [about: string]: Stories } = {
  resources: RESOURCE_STORIES,
  values: VALUE_STORIES,
  lifecycle: LIFECYCLE_STORIES,
  moves: MOVE_STORIES,
  drift: DRIFT_STORIES,
  selection: SELECTION_STORIES,
  outputs: OUTPUT_STORIES,
  variables: VARIABLE_STORIES,
  references: REFERENCE_STORIES,
  refusals: REFUSAL_STORIES,
  "data sources": DATA_SOURCE_STORIES,
  checks: CHECK_STORIES,
  "data sources of checks": CHECK_DATA_STORIES,
  modules: MODULE_STORIES,
  "objects in modules": MODULE_MOVE_STORIES,
  "modules in plans of a part": MODULE_SELECTION_STORIES,
  "files of modules": MODULE_FILE_STORIES,
  "modules to which is passed on": MODULE_PASSING_STORIES,
  providers: PROVIDER_STORIES,
};
