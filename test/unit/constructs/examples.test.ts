// Each example, run as a user runs it: the program in a process of its own, in its folder. The golden files
// hold what it becomes, so that a change of a construct shows in every story at once.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Json } from "./program.js";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = resolve(HERE, "../../..");
const EXAMPLES = readdirSync(join(ROOT, "examples")).sort();
const ON_CDKTF = process.env.HOLDFAST_TEST_CDK === "cdktf";
const TSCONFIG = join(HERE, ON_CDKTF ? "examples-cdktf.tsconfig.json" : "examples.tsconfig.json");
const PERSISTENCE_LINE = /^\s*keyPersistence: true,.*\n/m;

describe("examples", () => {
  it.each(EXAMPLES)("%s becomes what it became", async (name) => {
    const documents = synthesiseAll(join(ROOT, "examples", name));
    const stacks = Object.values(documents).map(({ "//": notes, ...rest }) => {
      expect(notes?.metadata?.version).toBe(ON_CDKTF ? "0.21.0" : "0.24.0");
      return rest;
    });
    const golden = stacks.length === 1 ? stacks[0] : stacks;
    await expect(`${JSON.stringify(golden, null, 2)}\n`).toMatchFileSnapshot(
      join(HERE, "golden", `${name}.golden.json`),
    );
  });

  it.each(EXAMPLES)("%s names its app so that it runs in its own folder", (name) => {
    const project = JSON.parse(readFileSync(join(ROOT, "examples", name, "cdktf.json"), "utf8"));
    expect(project).toEqual({ language: "typescript", app: "tsx main.ts", output: "cdktf.out" });
  });

  it("the project file in the root runs edge-site", () => {
    const project = JSON.parse(readFileSync(join(ROOT, "cdktf.json"), "utf8"));
    expect(project).toMatchObject({
      app: "tsx examples/edge-site/main.ts",
      codeMakerOutput: "constructs/generated",
      context: { holdfast: { simulator: ".holdfast/vsphere.db" } },
    });
  });

  it("edge-site has one line to remove, and loses key persistence with it", () => {
    const main = readFileSync(join(ROOT, "examples/edge-site/main.ts"), "utf8");
    expect(main.match(new RegExp(PERSISTENCE_LINE, "gm"))).toHaveLength(1);
    const persistent = { enabled: true };
    expect(persistenceIn(synthesise(projectOf(main)))).toEqual([persistent, persistent]);
    expect(persistenceIn(synthesise(projectOf(main.replace(PERSISTENCE_LINE, ""))))).toEqual([
      undefined,
      undefined,
    ]);
  });

  it("the first program of docs/constructs.md runs", () => {
    const page = readFileSync(join(ROOT, "docs/constructs.md"), "utf8");
    const [, program = ""] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
    const { resource } = synthesise(projectOf(program));
    expect(Object.keys(resource?.holdfast_virtual_machine ?? {})).toEqual(["till"]);
  });

  it("edge-site runs where MD5 is forbidden", () => {
    const document = synthesise(join(ROOT, "examples/edge-site"), ["--import", WITHOUT_MD5]);
    expect(Object.keys(document.resource?.holdfast_host ?? {})).toHaveLength(2);
  });
});

/** As on a machine in FIPS mode. */
const WITHOUT_MD5 = `data:text/javascript,${encodeURIComponent(`
  import crypto from "node:crypto";
  import { syncBuiltinESMExports } from "node:module";
  const { createHash } = crypto;
  crypto.createHash = (name, ...rest) => {
    if (/md5/i.test(name)) throw new Error("md5 is forbidden");
    return createHash(name, ...rest);
  };
  syncBuiltinESMExports();
`)}`;

/** Of a program with one stack. */
function synthesise(folder: string, nodeArguments: readonly string[] = []): Json {
  const [document = {}] = Object.values(synthesiseAll(folder, nodeArguments));
  return document;
}

/** By stack. */
function synthesiseAll(
  folder: string,
  nodeArguments: readonly string[] = [],
): Readonly<Record<string, Json>> {
  const outdir = mkdtempSync(join(tmpdir(), "holdfast-example-"));
  onTestFinished(() => rmSync(outdir, { recursive: true, force: true }));
  execFileSync(process.execPath, [...nodeArguments, "--import", "tsx", "main.ts"], {
    cwd: folder,
    env: { ...process.env, CDKTF_OUTDIR: outdir, TSX_TSCONFIG_PATH: TSCONFIG },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const manifest = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
  const stacks = Object.entries<{ readonly synthesizedStackPath: string }>(manifest.stacks);
  const read = (path: string): Json => JSON.parse(readFileSync(join(outdir, path), "utf8"));
  return Object.fromEntries(
    stacks.map(([name, { synthesizedStackPath: path }]) => [name, read(path)] as const),
  );
}

/** A project of one program, inside the checkout so that it finds the packages. */
function projectOf(main: string): string {
  mkdirSync(join(ROOT, ".holdfast"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, ".holdfast", "example-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "main.ts"), main);
  return folder;
}

function persistenceIn(document: Json): readonly unknown[] {
  return Object.values(document.resource?.holdfast_host ?? {}).map((host) => host.key_persistence);
}
