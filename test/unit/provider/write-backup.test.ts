// The file of a native key provider's backup.

import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeBackupWriter } from "../../../src/provider/write-backup.js";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "holdfast-backup-"));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

describe("makeBackupWriter", () => {
  it("writes below the project's folder, for its owner alone", async () => {
    await makeBackupWriter(root)("keys/kp.backup", Buffer.from("bytes"));
    const path = join(root, "keys/kp.backup");
    expect(await readFile(path, "utf8")).toBe("bytes");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("replaces an older file as a whole, whatever a crash left behind", async () => {
    const path = join(root, "kp.backup");
    await writeFile(path, "older and longer", { mode: 0o644 });
    await writeFile(join(root, ".kp.backup.new"), "torn", { mode: 0o644 });
    await makeBackupWriter(root)("kp.backup", Buffer.from("new"));
    expect(await readFile(path, "utf8")).toBe("new");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(root)).toEqual([".kp.backup.new", "kp.backup"]);
  });

  it("takes an absolute path as it is", async () => {
    const path = join(root, "elsewhere");
    await makeBackupWriter("/nowhere")(path, Buffer.from("x"));
    expect(await readFile(path, "utf8")).toBe("x");
  });

  it("leaves the older file when it cannot write", async () => {
    await writeFile(join(root, "file"), "older");
    const write = makeBackupWriter(root);
    await expect(write("file/kp.backup", Buffer.from("x"))).rejects.toMatchObject({
      code: expect.stringMatching(/^E/),
    });
    expect(await readFile(join(root, "file"), "utf8")).toBe("older");
    expect(await readdir(root)).toEqual(["file"]);
  });
});
