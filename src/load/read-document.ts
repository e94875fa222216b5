// The top level of a configuration file: which blocks there are, and who reads each.

import { suggestion } from "../model/closest-name.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import type { Draft } from "./draft.js";
import {
  type Block,
  type Property,
  propertiesOf,
  reportRefused,
  sourceOf,
  visitBlocks,
} from "./json-body.js";
import { collectOverrides, type Overrides } from "./merge-overrides.js";
import { readCheck } from "./read-check.js";
import { readImport } from "./read-import.js";
import { readModule } from "./read-module.js";
import { readMoved } from "./read-moves.js";
import { readLocals, readOutput } from "./read-output.js";
import { readProvider } from "./read-provider.js";
import { readRemoved } from "./read-removed.js";
import { readResource } from "./read-resource.js";
import { noteRequirements, readTerraform } from "./read-terraform.js";
import { readVariable } from "./read-variable.js";
import type { SourceFile } from "./source-file.js";

interface Section {
  readonly labels: number;
  readonly read: (block: Block, draft: Draft) => void;
}

const SECTIONS: Readonly<Record<string, Section>> = {
  terraform: { labels: 0, read: readTerraform },
  provider: { labels: 1, read: (block, draft) => draft.providerBlocks.push(block) },
  variable: { labels: 1, read: readVariable },
  locals: { labels: 0, read: readLocals },
  output: { labels: 1, read: readOutput },
  resource: { labels: 2, read: (block, draft) => readResource(block, "managed", draft) },
  data: { labels: 2, read: (block, draft) => readResource(block, "data", draft) },
  check: { labels: 1, read: readCheck },
  module: { labels: 1, read: readModule },
  moved: { labels: 0, read: readMoved },
  import: { labels: 0, read: readImport },
  removed: { labels: 0, read: readRemoved },
  ephemeral: { labels: 2, read: refuseEphemeralResource },
};

const REFUSED: Readonly<Record<string, string>> = {};

/** They belong to Terraform providers, and those that there are have none. */
function refuseEphemeralResource({ labels: [type = "", name], source }: Block, draft: Draft): void {
  const detail = `No Terraform provider of this stack has an ephemeral resource "${type}", which ephemeral.${type}.${name} is. Use an ephemeral variable.`;
  draft.report(errorDiagnostic("Invalid ephemeral resource", detail, { source }));
}

/** Adds what the files of one configuration declare to the draft, and reports what is wrong with it. */
export function readDocuments(files: readonly SourceFile[], draft: Draft): void {
  const over = files.filter(({ isOverride }) => isOverride);
  const overrides = collectOverrides(over, {
    labels: (name) => sectionOf(name)?.labels,
    refuse: (property) => refuseSection(property, draft),
    report: draft.report,
  });
  for (const file of files) if (!file.isOverride) readDocument(file, overrides, draft);
  for (const { section, block } of overrides.rest()) sectionOf(section)?.read(block, draft);
  for (const block of draft.providerBlocks) readProvider(block, draft);
}

function readDocument({ name: file, json }: SourceFile, overrides: Overrides, draft: Draft): void {
  for (const property of propertiesOf(json, { file, pointer: "" }, draft.report)) {
    const { name } = property;
    const section = sectionOf(name);
    if (section === undefined) refuseSection(property, draft);
    else {
      visitBlocks(property, section.labels, draft.report, (block) => {
        if (name === "terraform") noteRequirements(block, draft);
        section.read(overrides.merge(name, block), draft);
      });
    }
  }
}

function sectionOf(name: string): Section | undefined {
  return Object.hasOwn(SECTIONS, name) ? SECTIONS[name] : undefined;
}

function refuseSection(property: Property, draft: Draft): void {
  const { name } = property;
  const source = sourceOf(property);
  const refused = Object.hasOwn(REFUSED, name) ? REFUSED[name] : undefined;
  if (refused !== undefined) {
    reportRefused(refused, source, draft.report);
    return;
  }
  const known = Object.keys(SECTIONS);
  const near = suggestion(name, known) || ` Known are: ${known.join(", ")}.`;
  const detail = `There is no block type "${name}".${near}`;
  draft.report(errorDiagnostic("Unknown block type", detail, { source }));
}
