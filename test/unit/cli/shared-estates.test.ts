import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readGivenOptions } from "../../../src/cli/given-options.js";
import { shareEstates } from "../../../src/cli/shared-estates.js";

it("reads the state of a stack once, whatever an apply writes in the meantime", async () => {
  const root = mkdtempSync(join(tmpdir(), "holdfast-test-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const writeState = (path: string, serial: number) => {
    const state = { version: 4, terraform_version: "1.11.0", serial, lineage: "a" };
    writeFileSync(join(root, path), JSON.stringify({ ...state, outputs: {}, resources: [] }));
  };
  const workspaces = { folder: "states" };
  const { store } = shareEstates(readGivenOptions({}), { cwd: root, root });
  const serialOf = async (path: string) =>
    (await store({ root, backend: { path, workspaces } }).read()).state?.serial;
  writeState("a.tfstate", 1);
  writeState("b.tfstate", 7);
  expect(await serialOf("a.tfstate")).toBe(1);
  writeState("a.tfstate", 2);
  writeState("b.tfstate", 8);
  expect(await serialOf("./a.tfstate")).toBe(1);
  expect(await serialOf("b.tfstate")).toBe(8);
});
