// Dependencies point one way. This reads the import lines and holds it, so that the map in
// ARCHITECTURE.md stays true.

import { describe, expect, it } from "vitest";
import { importsOf, sourceFiles } from "./source-files.js";

/** What each folder of src/ may import from other folders of src/. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  model: [],
  schema: ["model", "language"],
  language: ["model", "files/read-json"],
  files: ["model"],
  builtin: ["model"],
  load: ["model", "files", "language", "schema", "builtin"],
  state: ["model", "files", "schema/resource-schemas"],
  vsphere: ["model"],
  plan: ["model", "files/parse-json", "language", "load", "schema", "state", "builtin"],
  apply: ["model", "language", "load", "schema", "state", "plan", "builtin"],
  provider: ["model", "schema", "vsphere", "files"],
  simulator: ["model", "vsphere", "files", "x509", "provider/backend"],
  x509: [],
  drill: ["model", "vsphere", "simulator", "schema", "plan/order-steps"],
  compare: ["model"],
  preview: [
    "model",
    "vsphere",
    "drill",
    "compare/compare-attributes",
    "report/fold-alike",
    "report/text",
  ],
  report: ["model"],
  forge: ["model"],
  plugin: ["model", "schema", "files", "provider", "x509", "simulator", "drill/run-named-drill"],
};

/** The plugin's entry wires the simulator in, as the command line does; the rest of it speaks a protocol. */
const PLUGIN_ENTRY = ["src/plugin/main.ts", "src/plugin/open-estate.ts"];

/** What the constructs may import of src/. */
const ALLOWED_CONSTRUCTS = ["model", "schema", "vsphere", "language", "files"];

/** The predictor is the second opinion: it may not see the simulator. */
const ONLY_THESE_SEE_THE_SIMULATOR = /^src\/drill\/run/;

/** Of vsphere the simulator knows versions, constants and the form of an estate, no rules. */
const VSPHERE_FOR_SIMULATOR = /^src\/vsphere\/(versions|defaults|estate)\.js$/;

/** Only these folders may know the CDK library or the constructs. */
const CDK_PACKAGES = ["cdktn", "cdktf", "@cdktf/provider-generator"];

const SOURCES = sourceFiles("src");
const folderOf = (path: string) => path.split("/")[1] ?? "";

describe("layers", () => {
  it("finds the folders it speaks of", () => {
    const found = new Set(SOURCES.map((file) => folderOf(file.path)));
    expect([...Object.keys(ALLOWED)].filter((folder) => !found.has(folder))).toEqual([]);
  });

  it.each(Object.entries(ALLOWED))("src/%s imports only what is below it", (folder, allowed) => {
    const wrong = SOURCES.filter((file) => folderOf(file.path) === folder).flatMap((file) =>
      importsOf(file)
        .filter((target) => target.startsWith("src/") && folderOf(target) !== folder)
        .filter((target) => !allowed.some((name) => target.startsWith(`src/${name}`)))
        .map((target) => `${file.path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("lets the constructs see only what is below the engine", () => {
    const wrong = sourceFiles("constructs").flatMap((file) =>
      importsOf(file)
        .filter((target) => target.startsWith("src/"))
        .filter((target) => !ALLOWED_CONSTRUCTS.includes(folderOf(target)))
        .map((target) => `${file.path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("keeps the predictor apart from the simulator", () => {
    const wrong = SOURCES.filter((file) => file.path.startsWith("src/drill/"))
      .filter((file) => !ONLY_THESE_SEE_THE_SIMULATOR.test(file.path))
      .filter((file) => importsOf(file).some((target) => target.startsWith("src/simulator/")));
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  it("lets only the entry of the plugin see the simulator", () => {
    const wrong = SOURCES.filter((file) => file.path.startsWith("src/plugin/"))
      .filter((file) => !PLUGIN_ENTRY.includes(file.path))
      .filter((file) => importsOf(file).some((target) => /^src\/(simulator|drill)\//.test(target)));
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  it("keeps the rules of key paths out of the simulator", () => {
    const wrong = SOURCES.filter((file) => file.path.startsWith("src/simulator/")).flatMap((file) =>
      importsOf(file)
        .filter((target) => target.startsWith("src/vsphere/"))
        .filter((target) => !VSPHERE_FOR_SIMULATOR.test(target))
        .map((target) => `${file.path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("lets nothing in src import the constructs or the CDK library", () => {
    const wrong = SOURCES.filter((file) =>
      importsOf(file).some(
        (target) => target.startsWith("constructs/") || CDK_PACKAGES.includes(target),
      ),
    );
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  it("has one door to the CDK library", () => {
    const wrong = sourceFiles("constructs", "examples")
      .filter((file) => file.path !== "constructs/cdk.ts")
      .filter((file) => importsOf(file).some((target) => CDK_PACKAGES.includes(target)));
    expect(wrong.map((file) => file.path)).toEqual([]);
  });
});
