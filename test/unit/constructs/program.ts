// A program under test: an App that writes below a folder of its own, a Stack, and what comes out of them.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { App, Stack, SynthesisError } from "../../../constructs/index.js";

export interface Program {
  readonly app: App;
  readonly stack: Stack;
  readonly outdir: string;
}

export interface Json {
  readonly [key: string]: Json;
}

/** A fresh program, whose folder is removed with the test. */
export function newProgram(stackName = "edge"): Program {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const outdir = join(folder, "cdktf.out");
  const app = new App({ outdir });
  return { app, stack: new Stack(app, stackName), outdir };
}

/** The JSON a program becomes, without the library's notes. */
export function documentOf({ stack }: Pick<Program, "stack">): Json {
  return JSON.parse(
    JSON.stringify(stack.toTerraform(), (key, value) => (key === "//" ? undefined : value)),
  );
}

/** What synthesis refuses, `[construct path] message` each; none when it succeeds. */
export function errorsOf({ app }: Pick<Program, "app">): readonly string[] {
  try {
    app.synth();
    return [];
  } catch (error) {
    if (error instanceof SynthesisError) return error.mistakes;
    throw error;
  }
}
