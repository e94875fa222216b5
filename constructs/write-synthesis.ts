// Writes what was synthesised. All bytes are written into a folder beside the output first, so that a full
// disk leaves the old output whole; then the files are moved into place one by one, the manifest last. What
// else is in the output stays: real Terraform keeps its own files and its state there.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { ConstructOrder, type IConstruct } from "constructs";
import {
  AnnotationMetadataEntryType,
  type App,
  type ISynthesisSession,
  Manifest,
  type TerraformStack,
} from "./cdk.js";

export interface SynthesisOutput {
  readonly app: App;
  readonly stacks: readonly TerraformStack[];
  readonly outdir: string;
}

/** @throws the file system's own error; then the output is as it was. */
export function writeSynthesis({ app, stacks, outdir }: SynthesisOutput): Manifest {
  const target = resolve(outdir);
  mkdirSync(dirname(target), { recursive: true });
  const beside = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  try {
    const staging = join(beside, "staging");
    mkdirSync(staging);
    const manifest = stage(app, stacks, staging);
    moveInto(staging, target);
    return manifest;
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

function stage(app: App, stacks: readonly TerraformStack[], staging: string): Manifest {
  const version = String(app.node.tryGetContext("cdktfVersion"));
  const manifest = new Manifest(version, staging, false);
  const session: ISynthesisSession = { outdir: staging, manifest, skipValidation: true };
  for (const stack of stacks) stageStack(stack, session);
  writeJson(join(staging, Manifest.fileName), manifest.buildManifest());
  return manifest;
}

function stageStack(stack: TerraformStack, session: ISynthesisSession): void {
  const entry = session.manifest.forStack(stack);
  mkdirSync(join(session.outdir, entry.workingDirectory), { recursive: true });
  for (const construct of stack.node.findAll(ConstructOrder.POSTORDER)) {
    customSynthesisOf(construct)?.onSynthesize(session);
  }
  entry.annotations.push(...stack.node.findAll().flatMap(annotationsOf));
  writeJson(join(session.outdir, entry.synthesizedStackPath), stack.toTerraform());
}

interface CustomSynthesis {
  onSynthesize(session: ISynthesisSession): void;
}

/** How the library's assets put their files beside the JSON. The mark is shared by both libraries. */
const CUSTOM_SYNTHESIS = Symbol.for("cdktf/customSynthesis");

function customSynthesisOf(
  construct: IConstruct & { readonly [CUSTOM_SYNTHESIS]?: CustomSynthesis },
): CustomSynthesis | undefined {
  return construct[CUSTOM_SYNTHESIS];
}

function annotationsOf(construct: IConstruct) {
  const kinds: readonly string[] = Object.values(AnnotationMetadataEntryType);
  return construct.node.metadata
    .filter((entry) => kinds.includes(entry.type))
    .map((entry) => ({
      constructPath: construct.node.path,
      level: entry.type as AnnotationMetadataEntryType,
      message: String(entry.data),
      ...(entry.trace === undefined ? {} : { stacktrace: entry.trace }),
    }));
}

/** Keys in code-unit order, so that the same tree gives the same bytes. */
function writeJson(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(sortKeys(value), null, 2)}\n`);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}

/** The manifest last: who reads through it never meets half of a first synthesis. */
function moveInto(staging: string, target: string): void {
  if (!existsSync(target)) {
    renameSync(staging, target);
    return;
  }
  const names = readdirSync(staging, { withFileTypes: true }).sort((a, b) =>
    a.name === Manifest.fileName ? 1 : b.name === Manifest.fileName ? -1 : 0,
  );
  for (const entry of names) {
    const from = join(staging, entry.name);
    const to = join(target, entry.name);
    if (entry.isDirectory() && existsSync(to)) moveInto(from, to);
    else renameSync(from, to);
  }
}
