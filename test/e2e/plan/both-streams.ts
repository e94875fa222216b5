// The lines that `--json` prints, by real Terraform and by our command line, of the same configurations and state: in one
// form, without what differs by nature (times, ids, versions) and what only ours says.

import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CLI, cleanEnvironment } from "../../support/run-holdfast.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { comparableState } from "./comparable-forms.js";

/** A file is Terraform JSON unless it is a text; by its path. */
export type Files = Readonly<Record<string, object | string>>;

export interface BothStreams {
  /** In both folders. Modules of new files are installed. */
  write(files: Files): void;
  /** `plan -out=FILE`, `apply FILE` and so on, by both; then ours goes on from Terraform's state. */
  run(command: string): { readonly theirs: Stream; readonly ours: Stream };
}

export interface Stream {
  /** Sorted, as Terraform walks what does not depend on each other in any order. */
  readonly lines: readonly string[];
  /** The kinds of lines in their order, each once in a row: that is Terraform's own. */
  readonly phases: readonly string[];
  /** As it is afterwards; undefined where there is no file. */
  readonly state: unknown;
}

const ENVIRONMENT = { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };

export function openBoth(environment: Readonly<Record<string, string>> = {}): BothStreams {
  const theirs = temporaryFolder();
  const ours = temporaryFolder();
  const env = cleanEnvironment({ ...ENVIRONMENT, ...environment });
  const run = (program: string, args: readonly string[], cwd: string) =>
    spawnSync(program, args, { cwd, env, encoding: "utf8", maxBuffer: 1e8 }).stdout;
  return {
    write: (files) => {
      for (const folder of [theirs, ours]) writeFiles(folder, files);
      run("terraform", ["init", "-input=false"], theirs);
    },
    run: (command) => {
      const [name = "", ...flags] = command.split(" ");
      const isSaved = name === "apply" && flags.at(-1)?.startsWith("-") === false;
      const config = isSaved ? [] : ["--config=main.tf.json"];
      const said = run("terraform", [name, "-json", ...flags], theirs);
      const own = run(process.execPath, [CLI, name, "--json", ...config, ...flags], ours);
      const read = name === "validate" ? diagnosticsIn : linesIn;
      const [state, ownState] = [theirs, ours].map(stateIn);
      const result = {
        theirs: { ...streamOf(read(said)), state },
        ours: { ...streamOf(read(own)), state: ownState },
      };
      const path = join(theirs, "terraform.tfstate");
      if (existsSync(path)) copyFileSync(path, join(ours, "terraform.tfstate"));
      return result;
    },
  };
}

function stateIn(folder: string): unknown {
  const path = join(folder, "terraform.tfstate");
  return existsSync(path) ? comparableState(readFileSync(path, "utf8")) : undefined;
}

function writeFiles(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    const text = typeof content === "string" ? content : JSON.stringify(content, null, 2);
    writeFileSync(join(folder, name), text);
  }
}

type Line = Readonly<Record<string, unknown>> & { readonly type: string };

function linesIn(text: string): readonly Line[] {
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as Line).filter(({ type }) => !OURS.has(type));
}

/** The one document of `validate`, in lines. */
function diagnosticsIn(text: string): readonly Line[] {
  const { diagnostics, ...rest } = JSON.parse(text) as { readonly diagnostics: readonly object[] };
  const lines = diagnostics.map((diagnostic) => ({ type: "diagnostic", diagnostic }));
  return [{ type: "validation", ...rest }, ...lines];
}

const OURS = new Set(["holdfast_survival"]);
const OUR_MEMBERS = new Set(["stack", "construct", "pointer", "attribute", "holdfast"]);
const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;

function streamOf(lines: readonly Line[]): Omit<Stream, "state"> {
  const kinds = lines.map(phaseOf);
  return {
    lines: lines.map(formatLine).sort(),
    phases: kinds.filter((kind, i) => kind !== kinds[i - 1]),
  };
}

/** What is read and what is done is told as it comes. */
function phaseOf({ type, changes, outputs }: Line): string {
  if (type.startsWith("refresh_") || type.startsWith("apply_")) return "operations";
  if (type === "change_summary") return `${type} ${(changes as Operation).operation}`;
  if (type !== "outputs") return type;
  const isFinal = Object.values(outputs as object).every((each) => !("action" in each));
  return isFinal ? "final outputs" : type;
}

interface Operation {
  readonly operation: string;
}

function formatLine(line: Line): string {
  const { "@timestamp": _, terraform: __, ...rest } = line;
  const said = line.type === "version" ? { ...rest, "@message": "" } : rest;
  return JSON.stringify(said, withoutOurs)
    .replace(UUID, "<id>")
    .replace(/after \d+s/, "after 0s")
    .replace(/"elapsed_seconds":\d+/, '"elapsed_seconds":0');
}

function withoutOurs(name: string, value: unknown): unknown {
  if (OUR_MEMBERS.has(name)) return undefined;
  return name === "diagnostic" ? comparableDiagnostic(value as DiagnosticJson) : value;
}

interface DiagnosticJson {
  readonly severity: string;
  readonly summary: string;
  readonly range?: object;
  readonly snippet?: {
    readonly context: string | null;
    readonly code: string;
    readonly start_line: number;
    readonly highlight_start_offset: number;
    readonly highlight_end_offset: number;
  };
}

/**
 * Details and values are in words of our own, and an address we name also where Terraform names none. Texts that may be
 * secrets are left out of our code, so that Terraform's is compared without texts.
 */
function comparableDiagnostic({ severity, summary, range, snippet }: DiagnosticJson): object {
  if (snippet === undefined) return { severity, summary, range };
  const { context, code, start_line, highlight_start_offset, highlight_end_offset } = snippet;
  const marked = Buffer.from(code).subarray(highlight_start_offset, highlight_end_offset);
  const isWhole = !code.includes("…") && code === withoutTexts(code);
  return {
    severity,
    summary,
    range,
    context,
    start_line,
    code: withoutTexts(code),
    ...(isWhole && { marked: marked.toString() }),
  };
}

/** Keys stay, and what is an expression as a whole stays without the texts in it. */
function withoutTexts(code: string): string {
  return code.replace(/"((?:[^"\\]|\\.)*)"(\s*:)?/g, (whole, content: string, colon?: string) => {
    if (colon !== undefined) return whole;
    if (!/^[$]\{.*\}$/.test(content)) return content === "" ? whole : '"…"';
    return whole.replace(/\\"[^"\\]+\\"/g, '\\"…\\"');
  });
}
