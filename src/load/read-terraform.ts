// The block `terraform`: which backend keeps the state, and which providers are meant by which names.

import { errorDiagnostic, type Source, warningDiagnostic } from "../model/diagnostic.js";
import { isJsonArray, isJsonObject } from "../model/json.js";
import { type ProviderName, providerAddress } from "../model/provider-address.js";
import { checkVersion, HOLDFAST_VERSION, LANGUAGE_VERSION } from "./check-version.js";
import type { RequiredProvider } from "./configuration.js";
import { type Draft, reportDuplicate } from "./draft.js";
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
import { reportProvider } from "./read-provider.js";
import { isKeyOf, readProviderKey } from "./read-provider-key.js";

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
  checkVersion(given.get("required_version"), LANGUAGE_VERSION, draft);
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

/** There is one `required_providers`, beside those of override files. */
export function noteRequirements({ properties }: Block, draft: Draft): void {
  const property = properties.find(({ name }) => name === "required_providers");
  if (property === undefined) return;
  for (const { source } of blocksOf(property, 0, () => undefined)) {
    if (draft.requirements !== undefined) {
      reportDuplicate(
        "required_providers",
        { first: draft.requirements, second: source },
        draft.report,
      );
    }
    draft.requirements = source;
  }
}

const SOURCES = ["holdfast/holdfast", providerAddress("holdfast")];
const BUILTIN = providerAddress("terraform");

const REQUIRED = {
  block: "an entry of required_providers",
  known: ["source", "version", "configuration_aliases"],
};

/** `property.name` is what the module calls the provider. */
function checkRequired(property: Property, draft: Draft): void {
  const { name: localName, value } = property;
  const source = sourceOf(property);
  const name = requiredProvider(property);
  if (name === undefined) {
    reportProvider(localName, source, draft);
    return;
  }
  reportSecondName({ localName, name }, source, draft);
  draft.requires.set(localName, { localName, name });
  if (!isJsonObject(value)) {
    const detail = `An object is expected here, such as { "source": "${SOURCES[0]}" }.`;
    draft.report(errorDiagnostic("Wrong JSON value", detail, { source }));
    return;
  }
  const properties = propertiesOf(value, source, draft.report);
  const given = takeArguments({ labels: [], source, properties }, REQUIRED, draft.report);
  const aliases = readAliases(given.get("configuration_aliases"), localName, draft);
  const version = name === "terraform" ? undefined : given.get("version");
  if (name === "terraform") refuseVersion(given.get("version"), draft);
  const constraint = checkVersion(version, HOLDFAST_VERSION, draft);
  draft.requires.set(localName, {
    localName,
    name,
    ...(constraint === undefined ? {} : { version: constraint }),
    ...(aliases.length === 0 ? {} : { aliases }),
  });
  const from = given.get("source");
  if (name === "terraform" || from === undefined || SOURCES.includes(String(from.value))) return;
  const detail = `The source of the provider holdfast is "${SOURCES[0]}", and this says otherwise.`;
  draft.report(errorDiagnostic("Unknown provider", detail, { source: sourceOf(from) }));
}

/** By its source; the provider called holdfast needs none. */
function requiredProvider({ name, value }: Property): ProviderName | undefined {
  const source = isJsonObject(value) ? value.source : undefined;
  if (source === BUILTIN) return "terraform";
  return name === "holdfast" || SOURCES.includes(String(source)) ? "holdfast" : undefined;
}

/** Terraform warns, and takes both. A name that it does not take is none of another provider either. */
function reportSecondName(
  { localName, name }: RequiredProvider,
  source: Source,
  { requires, report }: Draft,
): void {
  if (!LOCAL_NAME.test(localName)) {
    const detail = `"${localName}" cannot be the name of a provider: it has small letters, digits and single dashes between them.`;
    report(errorDiagnostic("Invalid provider local name", detail, { source }));
  }
  const other = [...requires.values()].find((each) => each.name === name);
  if (other === undefined || other.localName === localName) return;
  const detail = `The provider ${name} is called "${other.localName}" here already, and "${localName}" is a second name for it. Keep one.`;
  report(warningDiagnostic("Duplicate required provider", detail, { source }));
}

const LOCAL_NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

function refuseVersion(property: Property | undefined, draft: Draft): void {
  if (property === undefined) return;
  const detail =
    "The provider terraform is a part of the language, so that it has no version. Remove the line.";
  const source = sourceOf(property);
  draft.report(errorDiagnostic("Invalid dependency on built-in provider", detail, { source }));
}

function readAliases(
  property: Property | undefined,
  localName: string,
  draft: Draft,
): readonly string[] {
  if (property === undefined) return [];
  const source = sourceOf(property);
  if (!isJsonArray(property.value)) {
    const detail = `"configuration_aliases" must be a list, such as ["${localName}.west"].`;
    draft.report(errorDiagnostic("Wrong JSON value", detail, { source }));
    return [];
  }
  return property.value.flatMap((item) => {
    const key = readProviderKey(item, source, draft);
    if (key === undefined) return [];
    if (!isKeyOf(localName, key)) {
      const detail = `${key} is no configuration of the provider ${localName}, among whose "configuration_aliases" it stands.`;
      draft.report(errorDiagnostic("Other provider", detail, { source }));
      return [];
    }
    draft.aliases.set(key, source);
    return key;
  });
}

const BACKEND = { block: "the backend local", known: ["path", "workspace_dir"] };

function readBackend(block: Block, draft: Draft): void {
  const [kind = ""] = block.labels;
  if (kind !== "local") {
    const detail = `The backend "${kind}" is not supported in this release. Use the backend "local".`;
    reportRefused(detail, block.source, draft.report);
    return;
  }
  const given = takeArguments(block, BACKEND, draft.report);
  const path = literalText(given.get("path"), draft.report);
  const folder = literalText(given.get("workspace_dir"), draft.report);
  if (draft.backend !== undefined) {
    const detail = "There can be one backend.";
    draft.report(errorDiagnostic("Declared twice", detail, { source: block.source }));
  }
  draft.backend = { path: path ?? "terraform.tfstate", ...(folder && { workspaceFolder: folder }) };
}
