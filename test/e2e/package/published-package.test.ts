// What `npm publish` would ship, installed as a user installs it: the command runs, the constructs import, the
// engine imports, and nothing that only developers need comes along.

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isTerraformPresent, Workspace } from "../plugin/real-terraform.js";
import { smallSite } from "../plugin/small-site.js";

const ROOT = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** With the declarations of the package checked too, and without the types of Node. */
const STRICTEST = {
  module: "nodenext",
  target: "es2022",
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
  types: [],
};

describe("the published package", () => {
  let folder = "";
  let packed: { readonly files: readonly { readonly path: string }[]; readonly filename: string };

  const run = (command: string, args: readonly string[]) =>
    execFileSync(command, args, {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });

  const typeErrors = (program: string, options: object = {}): string => {
    const compilerOptions = { ...STRICTEST, ...options };
    const tsconfig = { compilerOptions, include: ["typed.ts"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
    writeFileSync(join(folder, "typed.ts"), program);
    const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
    return spawnSync(process.execPath, [compiler, "-p", "."], { cwd: folder, encoding: "utf8" })
      .stdout;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "holdfast-package-"));
    const json = execFileSync("npm", ["pack", "--json", "--pack-destination", folder], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    [packed] = JSON.parse(json);
    writeFileSync(join(folder, "package.json"), '{ "type": "module", "private": true }');
    // What npm ci has fetched need not be fetched again.
    const options = ["--no-audit", "--no-fund", "--prefer-offline"];
    run("npm", ["install", ...options, `./${packed.filename}`]);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("ships compiled code and documents, and no sources, tests or generators", () => {
    const paths = packed.files.map((file) => file.path);
    expect(paths).toContain("dist/bin/holdfast.js");
    expect(paths).toContain("LICENSE");
    const unwanted = paths.filter(
      (path) =>
        !/^(dist\/(bin|src|constructs|plugin)\/|docs\/|examples\/|[A-Z]+(\.md)?$|package\.json$)/.test(
          path,
        ),
    );
    expect(unwanted).toEqual([]);
  });

  it("runs as a command", () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(run("npx", ["--no-install", "holdfast", "--version"]).trim()).toContain(version);
  });

  it.skipIf(!isTerraformPresent)("gives Terraform its plugin", async () => {
    const args = ["--no-install", "holdfast", "terraform", "install", "--dir", "tf", "--json"];
    const workspace = Workspace.on(JSON.parse(run("npx", args)));
    await workspace.init(smallSite());
    expect(await workspace.apply()).toContain("3 added");
  });

  it("imports as constructs, as the door to the CDK and as an engine", () => {
    const script = `
      const names = async (m) => Object.keys(await import(m));
      const [constructs, cdk, engine] = await Promise.all(["holdfast", "holdfast/cdk", "holdfast/engine"].map(names));
      console.log(JSON.stringify([constructs.includes("EsxiHost"), cdk.includes("TerraformStack"), engine.includes("makePlan")]));`;
    expect(run(process.execPath, ["--input-type=module", "-e", script]).trim()).toBe(
      "[true,true,true]",
    );
  });

  it("has constructs that are called in messages as in programs", () => {
    const script = `
      const classes = Object.entries(await import("holdfast")).filter(([, v]) => typeof v === "function" && v.prototype);
      const others = classes.filter(([name, of]) => name !== "default" && of.name !== name).map(([, of]) => of.name);
      console.log(JSON.stringify({ isMany: classes.length > 20, others }));`;
    const said = run(process.execPath, ["--input-type=module", "-e", script]);
    expect(JSON.parse(said)).toEqual({ isMany: true, others: [] });
  });

  it("has constructs typed for programs that are checked as strictly as TypeScript can", () => {
    const program = (...props: readonly string[]) => `
      import { App, Cluster, Stack, VCenter } from "holdfast";
      import { TerraformOutput } from "holdfast/cdk";
      const stack = new Stack(new App(), "lab");
      const vcenter = new VCenter(stack, "vc01", { version: "8.0 U3" });
      const clusters = [${props.map((p) => `new Cluster(stack, "lab", ${p})`)}];
      new TerraformOutput(stack, "out", { value: clusters.map(({ clusterId }) => clusterId) });`;
    expect(typeErrors(program("{ vcenter, keyPersistence: true }"))).toBe("");
    const wrong = typeErrors(
      program("{ vcenter, keyPersistance: true }", '{ vcenter, storage: "nfs" }', "{}"),
    );
    expect(wrong).toContain("Did you mean to write 'keyPersistence'?");
    expect(wrong).toContain("'\"nfs\"'");
    expect(wrong).toContain("'vcenter' is missing");
  });

  it("has an engine typed for programs of Node", () => {
    const typeRoots = [join(ROOT, "node_modules/@types")];
    const program = 'import { makePlan } from "holdfast/engine"; export const plan = makePlan;';
    expect(typeErrors(program, { typeRoots, types: ["node"] })).toBe("");
  });

  it("plans and drills an example copied into another project", () => {
    cpSync(join(ROOT, "examples/edge-site/main.ts"), join(folder, "main.ts"));
    cpSync(join(ROOT, "examples/edge-site/cdktf.json"), join(folder, "cdktf.json"));
    run("npx", ["--no-install", "holdfast", "apply", "--auto-approve"]);
    expect(run("npx", ["--no-install", "holdfast", "drill"])).toContain("survived");
  });
});
