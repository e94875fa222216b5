// The blocks `terraform` and `provider`: which backend keeps the state, which provider is meant, and what
// that provider is given.

import type { Expression } from "../language/expression.js";
import { suggestion } from "../model/closest-name.js";
import { errorDiagnostic, type Source } from "../model/diagnostic.js";
import { isJsonObject } from "../model/json.js";
import { providerAddress } from "../model/provider-address.js";
import { TERRAFORM_VERSION } from "../model/terraform-version.js";
import { VERSION } from "../schema/generated/version.js";
import { type Draft, readExpressionOf, reportDuplicate } from "./draft.js";
import {
  type Block,
  blocksOf,
  literalText,
  type Property,
  propertiesOf,
  reportRefused,
  sourceOf,
  takeArguments,
} from "./json-body.js";
import { isVersionMet } from "./version-constraint.js";

const TERRAFORM = {
  block: "the terraform block",
  known: ["required_version", "required_providers", "backend"],
  refused: {
    cloud: "Terraform Cloud is not supported: Holdfast keeps its state in a local file.",
    experiments: "Experiments of Terraform are not supported.",
    provider_meta: "Provider metadata is not supported, since the provider holdfast takes none.",
  },
};

export function readTerraform(block: Block, draft: Draft): void {
  const given = takeArguments(block, TERRAFORM, draft.report);
  checkVersion(given.get("required_version"), LANGUAGE, draft);
  const providers = given.get("required_providers");
  if (providers !== undefined) {
    for (const required of propertiesOf(providers.value, sourceOf(providers), draft.report)) {
      checkRequired(required, draft);
    }
  }
  const backend = given.get("backend");
  if (backend === undefined) return;
  for (const found of blocksOf(backend, 1, draft.report)) readBackend(found, draft);
}

interface Versioned {
  /** With its version, as in "Terraform 1.11.4, whose language Holdfast reads". */
  readonly what: string;
  readonly version: string;
}

const LANGUAGE: Versioned = {
  what: `Terraform ${TERRAFORM_VERSION}, whose language Holdfast reads`,
  version: TERRAFORM_VERSION,
};
const PROVIDER: Versioned = {
  what: `holdfast ${VERSION}, which is the provider built in`,
  version: VERSION,
};

function checkVersion(
  property: Property | undefined,
  { what, version }: Versioned,
  draft: Draft,
): void {
  const constraint = literalText(property, draft.report);
  if (constraint === undefined || property === undefined) return;
  const isMet = isVersionMet(constraint, version);
  if (isMet === true) return;
  const detail =
    isMet === undefined
      ? `"${constraint}" is no version constraint. One is written as ">= 1.5, < 2.0".`
      : `"${constraint}" excludes ${what}. Widen the constraint.`;
  const source = sourceOf(property);
  draft.report(errorDiagnostic("Unmet version constraint", detail, { source }));
}

const SOURCES = ["holdfast/holdfast", providerAddress("holdfast")];
const BUILTIN = providerAddress("terraform");

const REQUIRED = {
  block: "an entry of required_providers",
  known: ["source", "version"],
  refused: { configuration_aliases: "Provider aliases are not supported in this release." },
};

function checkRequired(property: Property, draft: Draft): void {
  const { name, value } = property;
  const source = sourceOf(property);
  if (name === "terraform" && isJsonObject(value) && value.source === BUILTIN) return;
  if (name !== "holdfast") {
    reportProvider(name, source, draft);
    return;
  }
  if (!isJsonObject(value)) {
    const detail = `An object is expected here, such as { "source": "${SOURCES[0]}" }.`;
    draft.report(errorDiagnostic("Wrong JSON value", detail, { source }));
    return;
  }
  const properties = propertiesOf(value, source, draft.report);
  const given = takeArguments({ labels: [], source, properties }, REQUIRED, draft.report);
  checkVersion(given.get("version"), PROVIDER, draft);
  const from = given.get("source");
  if (from === undefined || SOURCES.includes(String(from.value))) return;
  const detail = `The source of the provider holdfast is "${SOURCES[0]}", and this says otherwise.`;
  draft.report(errorDiagnostic("Unknown provider", detail, { source: sourceOf(from) }));
}

function reportProvider(name: string, source: Source, draft: Draft): void {
  const near = suggestion(name, ["holdfast"]);
  const detail =
    `The provider "${name}" is not supported: Holdfast has the provider holdfast built in, and no other.` +
    `${near} Declare resources of other providers in a stack of their own and apply it with Terraform.`;
  draft.report(errorDiagnostic("Unknown provider", detail, { source }));
}

const BACKEND = {
  block: "the backend local",
  known: ["path"],
  refused: {
    workspace_dir:
      "Workspaces are not supported in this release: there is only the workspace default.",
  },
};

function readBackend(block: Block, draft: Draft): void {
  const [kind = ""] = block.labels;
  if (kind !== "local") {
    const detail = `The backend "${kind}" is not supported in this release. Use the backend "local".`;
    reportRefused(detail, block.source, draft.report);
    return;
  }
  const path = literalText(takeArguments(block, BACKEND, draft.report).get("path"), draft.report);
  if (draft.backend !== undefined) {
    const detail = "There can be one backend.";
    draft.report(errorDiagnostic("Declared twice", detail, { source: block.source }));
  }
  draft.backend = { path: path ?? "terraform.tfstate" };
}

const TERRAFORM_PROVIDER = { block: "Terraform's own provider", known: [] };

/** One configuration of a provider. */
export function readProvider(block: Block, draft: Draft): void {
  const [name = ""] = block.labels;
  const { source } = block;
  if (name === "terraform") {
    takeArguments(block, TERRAFORM_PROVIDER, draft.report);
    return;
  }
  if (name !== "holdfast") {
    reportProvider(name, source, draft);
    return;
  }
  const attributes: [string, Expression][] = [];
  for (const property of block.properties) {
    if (property.name === "alias") {
      const detail = "Provider aliases are not supported in this release. Use one configuration.";
      reportRefused(detail, sourceOf(property), draft.report);
    } else attributes.push([property.name, readExpressionOf(property, draft)]);
  }
  if (draft.provider !== undefined) {
    const places = { first: draft.provider.source, second: source };
    reportDuplicate("The provider holdfast", places, draft.report);
  }
  draft.provider ??= { attributes: Object.fromEntries(attributes), source };
}
