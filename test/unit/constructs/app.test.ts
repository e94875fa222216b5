import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { Annotations, Aspects, Manifest, TerraformLocal } from "../../../constructs/cdk.js";
import { App, Site, Stack, SynthesisError, VCenter } from "../../../constructs/index.js";
import { errorsOf, newProgram, type Program } from "./program.js";

describe("a synthesis", () => {
  it("writes each stack and a manifest, and nothing else", () => {
    const program = newProgram();
    expect(errorsOf(program)).toEqual([]);
    expect(filesIn(program.outdir)).toEqual(["manifest.json", "stacks/edge/cdk.tf.json"]);
    const manifest = JSON.parse(readFileSync(join(program.outdir, "manifest.json"), "utf8"));
    expect(manifest.stacks.edge).toMatchObject({
      name: "edge",
      synthesizedStackPath: join("stacks", "edge", "cdk.tf.json"),
      dependencies: [],
    });
    expect(readdirSync(dirname(program.outdir))).toEqual(["cdktf.out"]);
  });

  it("gives the same bytes for the same program", () => {
    const [first, second] = [newProgram(), newProgram()];
    for (const program of [first, second]) {
      new VCenter(new Site(program.stack, "core"), "vc01", { version: "8.0 U3" });
      expect(errorsOf(program)).toEqual([]);
    }
    for (const name of filesIn(first.outdir)) {
      expect(readFileSync(join(second.outdir, name), "utf8")).toBe(
        readFileSync(join(first.outdir, name), "utf8"),
      );
    }
  });

  it("writes nothing when anything is wrong, and says all of it", () => {
    const { app, outdir, stack } = newProgram();
    brokenIn(stack);
    new TerraformLocal(stack, "x", Number.NaN);
    app.node.addValidation({ validate: () => ["the app is wrong"] });
    expect(errorsOf({ app })).toEqual([
      "[App] the app is wrong",
      expect.stringMatching(/^\[edge\/x\] \/locals\/x: NaN/),
      "[edge/core] the site is wrong",
    ]);
    expect(readdirSync(dirname(outdir))).toEqual([]);
  });

  it("throws one message, and a trace that begins in the program", () => {
    const { app, stack } = newProgram();
    brokenIn(stack);
    try {
      app.synth();
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(SynthesisError);
      const [message, ...trace] = String((error as SynthesisError).stack).split("\n    at ");
      expect(message).toBe(
        "SynthesisError: nothing was synthesised, because of 1 error:\n  [edge/core] the site is wrong",
      );
      expect(trace[0]).toContain("app.test.ts");
    }
  });

  it("makes no folder before it is synthesised, not even for a moment", () => {
    inProject(undefined, (folder) => {
      vi.stubEnv("TMPDIR", join(folder, "missing"));
      onTestFinished(() => void vi.unstubAllEnvs());
      const { stacksFolder } = Manifest;
      expect(new App({ outdir: join(folder, "absent/out") }).outdir).toContain("absent");
      expect(readdirSync(folder)).toEqual([]);
      expect(Manifest.stacksFolder).toBe(stacksFolder);
    });
  });

  it("leaves an earlier output as it was when it fails, in rules or in writing", () => {
    const good = newProgram();
    expect(errorsOf(good)).toEqual([]);
    const before = readFileSync(join(good.outdir, "stacks/edge/cdk.tf.json"), "utf8");
    writeFileSync(join(good.outdir, "stacks/edge/terraform.edge.tfstate"), "{}");

    const wrong = programAt(good.outdir);
    brokenIn(wrong.stack);
    expect(errorsOf(wrong)).toHaveLength(1);

    const unwritable = programAt(good.outdir);
    new VCenter(unwritable.stack, "vc01", { version: "8.0 U3" });
    Object.defineProperty(unwritable.stack, Symbol.for("cdktf/customSynthesis"), {
      value: {
        onSynthesize: () => {
          throw new Error("ENOSPC: no space left on device");
        },
      },
    });
    expect(() => unwritable.app.synth()).toThrow("ENOSPC");
    expect(readFileSync(join(good.outdir, "stacks/edge/cdk.tf.json"), "utf8")).toBe(before);
    expect(readdirSync(dirname(good.outdir))).toEqual(["cdktf.out"]);

    const next = programAt(good.outdir);
    new VCenter(next.stack, "vc01", { version: "8.0 U3" });
    expect(errorsOf(next)).toEqual([]);
    expect(filesIn(good.outdir)).toContain("stacks/edge/terraform.edge.tfstate");
    expect(readFileSync(join(good.outdir, "stacks/edge/cdk.tf.json"), "utf8")).not.toBe(before);
  });

  it("visits each construct once with each aspect, before the rules are asked", () => {
    const { app, stack } = newProgram();
    const site = new Site(stack, "core");
    const visited: string[] = [];
    Aspects.of(stack).add({ visit: (construct) => visited.push(construct.node.path) });
    Aspects.of(site).add({ visit: () => brokenIn(stack, "added") });
    expect(errorsOf({ app })).toEqual(["[edge/added] the site is wrong"]);
    expect(visited.filter((path) => path === "edge/core")).toHaveLength(1);
  });

  it("takes annotated errors for errors, and keeps annotations in the manifest", () => {
    const program = newProgram();
    const site = new Site(program.stack, "core");
    Annotations.of(site).addWarning("look here");
    expect(errorsOf(program)).toEqual([]);
    const manifest = JSON.parse(readFileSync(join(program.outdir, "manifest.json"), "utf8"));
    expect(manifest.stacks.edge.annotations).toEqual([
      expect.objectContaining({
        constructPath: "edge/core",
        message: "look here",
        level: "@cdktf/warn",
      }),
    ]);
    Annotations.of(site).addError("not so");
    expect(errorsOf(program)).toEqual(["[edge/core] not so"]);
  });
});

describe("the project file", () => {
  it("names the output and the context, also without the command line", () => {
    inProject(
      '{ "output": "out", "context": { "holdfast": { "simulator": "lab.db" }, "a": 1.5 } }',
      (folder) => {
        const app = new App({ context: { a: 0, b: 2 } });
        const stack = new Stack(app, "edge");
        app.synth();
        expect([stack.node.tryGetContext("a"), stack.node.tryGetContext("b")]).toEqual([1.5, 2]);
        expect(filesIn(join(folder, "out"))).toContain("stacks/edge/cdk.tf.json");
        expect(stack.toTerraform().provider).toEqual({ holdfast: [{ simulator: "lab.db" }] });
      },
    );
  });

  it("yields to what the command line says", () => {
    inProject('{ "output": "out" }', (folder) => {
      process.env.CDKTF_OUTDIR = join(folder, "elsewhere");
      process.env.CDKTF_CONTEXT_JSON = '{ "a": 3 }';
      onTestFinished(() => {
        delete process.env.CDKTF_OUTDIR;
        delete process.env.CDKTF_CONTEXT_JSON;
      });
      const app = new App({ context: { a: 0 } });
      new Stack(app, "edge");
      app.synth();
      expect(app.node.tryGetContext("a")).toBe(3);
      expect(readdirSync(folder).sort()).toEqual(["cdktf.json", "elsewhere"]);
    });
  });

  it("is written as JSON, never as HCL", () => {
    process.env.SYNTH_HCL_OUTPUT = "true";
    onTestFinished(() => {
      delete process.env.SYNTH_HCL_OUTPUT;
    });
    const program = newProgram();
    expect(errorsOf(program)).toEqual([
      "[App] Output as HCL is not supported; unset SYNTH_HCL_OUTPUT.",
    ]);
  });

  it("may be absent, and must be readable and JSON", () => {
    inProject(undefined, () => expect(new App().outdir).toBe("cdktf.out"));
    inProject("{ output", () => expect(() => new App()).toThrow("cdktf.json is not valid JSON"));
    inProject(undefined, (folder) => {
      mkdirSync(join(folder, "cdktf.json"));
      expect(() => new App()).toThrow("cdktf.json could not be read: ");
    });
  });
});

function brokenIn(stack: Stack, id = "core"): void {
  if (stack.node.tryFindChild(id) !== undefined) return;
  const site = new Site(stack, id);
  site.node.addValidation({ validate: () => ["the site is wrong"] });
}

function programAt(outdir: string): Program {
  const app = new App({ outdir });
  return { app, stack: new Stack(app, "edge"), outdir };
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

function inProject(project: string | undefined, work: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-test-"));
  const before = process.cwd();
  mkdirSync(folder, { recursive: true });
  if (project !== undefined) writeFileSync(join(folder, "cdktf.json"), project);
  process.chdir(folder);
  try {
    work(folder);
    expect(existsSync(folder)).toBe(true);
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  }
}
