import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createLocalStateStore } from "../../../src/state/local-state-store.js";
import type { LockHolder } from "../../../src/state/state-store.js";
import { faultyFiles } from "../../support/faulty-files.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const HOLDER: LockHolder = {
  id: "lock-1",
  operation: "plan",
  who: "ada@here",
  pid: 4711,
  version: "0.1.0",
  created: "2026-01-01T00:00:00Z",
};
const NEXT: LockHolder = { ...HOLDER, id: "lock-2", operation: "apply", pid: 4712 };

function setUp() {
  const root = temporaryFolder();
  const living = new Set([4711, 4712]);
  const isAlive = (pid: number) => living.has(pid);
  const store = createLocalStateStore({ root, path: "s.tfstate", isAlive });
  return { root, store, living, isAlive, file: join(root, ".s.tfstate.lock.info") };
}

describe("lock of a local state", () => {
  it("writes Terraform's fields and the process id", async () => {
    const { store, file } = setUp();
    await store.lock(HOLDER);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
      ID: "lock-1",
      Operation: "plan",
      Info: "",
      Who: "ada@here",
      Version: "0.1.0",
      Created: "2026-01-01T00:00:00Z",
      Path: "s.tfstate",
      PID: 4711,
    });
  });

  it("is taken over from a process that was killed on this machine, with a warning", async () => {
    const { store, living, file } = setUp();
    await store.lock(HOLDER);
    living.delete(4711);
    const { lock, diagnostics } = await store.lock(NEXT);
    expect(lock?.holder).toEqual(NEXT);
    expect(diagnostics).toMatchObject([{ severity: "warning", summary: "Lock taken over" }]);
    expect(readFileSync(file, "utf8")).toContain("lock-2");
    await lock?.release();
    expect(() => readFileSync(file)).toThrow("ENOENT");
  });

  it("is not taken over from another machine, nor without a readable holder", async () => {
    const { store, living, file } = setUp();
    await store.lock({ ...HOLDER, who: "bob@there" });
    living.clear();
    expect((await store.lock(NEXT)).diagnostics[0]?.detail).toContain("bob@there");
    writeFileSync(file, '{"ID":');
    expect((await store.lock(NEXT)).diagnostics[0]?.detail).toContain("cannot be read");
    expect(await store.lock(NEXT)).toMatchObject({ isTaken: true });
  });

  it("is taken over by one of many that try at once", async () => {
    const { store, living } = setUp();
    await store.lock(HOLDER);
    living.delete(4711);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => store.lock({ ...NEXT, id: `lock-${i + 2}` })),
    );
    expect(answers.filter((answer) => answer.lock !== undefined)).toHaveLength(1);
  });

  it("is not released by who no longer holds it", async () => {
    const { store, living, file } = setUp();
    const first = await store.lock(HOLDER);
    living.delete(4711);
    await store.lock(NEXT);
    await first.lock?.release();
    expect(readFileSync(file, "utf8")).toContain("lock-2");
  });

  it.each(["ENOSPC", "EACCES"] as const)("leaves no lock behind after %s", async (code) => {
    for (let at = 0; ; at++) {
      const { root, store, isAlive } = setUp();
      const { files, operations } = faultyFiles({ at, code });
      const faulty = createLocalStateStore({ root, path: "s.tfstate", isAlive, files });
      const { lock, diagnostics } = await faulty.lock(HOLDER);
      if (lock !== undefined) {
        expect(at).toBe(operations.length);
        break;
      }
      expect(diagnostics).toMatchObject([{ summary: "The state could not be locked" }]);
      expect((await store.lock(NEXT)).lock).toBeDefined();
    }
  });
});
