// Writes what was synthesised. All bytes are written into a folder beside the output first, so that a full
// disk leaves the old output whole; then the files are moved into place one by one, the manifest last. If one
// cannot be moved, those before it are moved back. What else is in the output stays: real Terraform keeps its
// own files and its state there.

import {
  cpSync,
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
    moveIntoPlace({ staging, target, replaced: join(beside, "replaced") });
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

interface Move {
  readonly from: string;
  readonly to: string;
}

interface Places {
  readonly staging: string;
  readonly target: string;
  /** Where copies of the files stand that are replaced. */
  readonly replaced: string;
}

function moveIntoPlace({ staging, target, replaced }: Places): void {
  const moves = movesInto(staging, target);
  mkdirSync(replaced);
  const old = moves.map(({ to }, i) => ({ from: join(replaced, String(i)), to }));
  for (const { from, to } of old) if (existsSync(to)) cpSync(to, from, { recursive: true });
  const made: Move[] = [];
  try {
    moves.forEach((move, i) => {
      renameSync(move.from, move.to);
      made.unshift(old[i] ?? move);
    });
  } catch (error) {
    made.forEach(moveBack);
    throw error;
  }
}

function moveBack({ from, to }: Move): void {
  if (existsSync(from)) renameSync(from, to);
  else rmSync(to, { recursive: true, force: true });
}

/** The manifest last: who reads through it never meets half of a first synthesis. */
function movesInto(staging: string, target: string): readonly Move[] {
  if (!existsSync(target)) return [{ from: staging, to: target }];
  const names = readdirSync(staging, { withFileTypes: true }).sort((a, b) =>
    a.name === Manifest.fileName ? 1 : b.name === Manifest.fileName ? -1 : 0,
  );
  return names.flatMap((entry) => {
    const [from, to] = [join(staging, entry.name), join(target, entry.name)];
    return entry.isDirectory() && existsSync(to) ? movesInto(from, to) : [{ from, to }];
  });
}
