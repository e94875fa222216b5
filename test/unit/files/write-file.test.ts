// Writing a file whole or not at all, and failing file operations in words.

import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeFault, faultReason } from "../../../src/files/file-fault.js";
import { type FileSystem, NODE_FILES } from "../../../src/files/file-system.js";
import { writeFileAtomically } from "../../../src/files/write-file.js";
import { faultyFiles } from "../../support/faulty-files.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const OLD = "what was there";
const NEW = "what is to be there, which is longer";

describe("a file that is written whole", () => {
  it.each(["ENOSPC", "EACCES", "EIO"] as const)(
    "is the old one or the new one after %s at any operation, and nothing else is left",
    async (code) => {
      for (let at = 0; ; at++) {
        const folder = temporaryFolder();
        const path = join(folder, "file");
        writeFileSync(path, OLD);
        const { files, operations } = faultyFiles({ at, code });
        const failure = await writeFileAtomically(files, path, NEW).catch((error) => error);
        expect(readdirSync(folder)).toEqual(["file"]);
        const text = readFileSync(path, "utf8");
        if (operations.length <= at) {
          expect([failure, text]).toEqual([undefined, NEW]);
          expect(at).toBe(5);
          break;
        }
        expect(failure).toMatchObject({ code });
        // Only whether the rename will last a power cut is then not known.
        expect(text).toBe(operations.at(-1) === "syncFolder" ? NEW : OLD);
      }
    },
  );

  it("is written in parts where it comes in parts, and is still whole or not at all", async () => {
    for (let at = 0; ; at++) {
      const path = join(temporaryFolder(), "file");
      writeFileSync(path, OLD);
      const { files, operations } = faultyFiles({ at, code: "ENOSPC" });
      await writeFileAtomically(files, path, ["one, ", "two, ", "three"]).catch(() => undefined);
      const isOver = operations.length <= at || operations.at(-1) === "syncFolder";
      expect(readFileSync(path, "utf8")).toBe(isOver ? "one, two, three" : OLD);
      if (operations.length > at) continue;
      expect(operations.filter((operation) => operation === "append")).toHaveLength(3);
      break;
    }
  });

  it("keeps the permissions of the old one, or takes those it is given", async () => {
    const path = join(temporaryFolder(), "file");
    writeFileSync(path, OLD);
    for (const permissions of [0o640, 0o666]) {
      chmodSync(path, permissions);
      await writeFileAtomically(NODE_FILES, path, NEW);
      expect(statSync(path).mode & 0o777).toBe(permissions);
    }
    await writeFileAtomically(NODE_FILES, path, NEW, { permissions: 0o600 });
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("stays where a symbolic link leads", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "shared"));
    writeFileSync(join(folder, "shared/file"), OLD);
    symlinkSync("shared/file", join(folder, "link"));
    await writeFileAtomically(NODE_FILES, join(folder, "link"), NEW);
    expect(readlinkSync(join(folder, "link"))).toBe("shared/file");
    expect(readFileSync(join(folder, "shared/file"), "utf8")).toBe(NEW);
    expect(readdirSync(join(folder, "shared"))).toEqual(["file"]);
  });

  it("is made where a symbolic link leads that leads to nothing yet", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "shared/deep"), { recursive: true });
    symlinkSync("shared/deep", join(folder, "way"));
    symlinkSync("../file", join(folder, "shared/deep/link"));
    await writeFileAtomically(NODE_FILES, join(folder, "way/link"), NEW);
    expect(readlinkSync(join(folder, "way/link"))).toBe("../file");
    expect(readFileSync(join(folder, "shared/file"), "utf8")).toBe(NEW);
    const lost = join(folder, "lost");
    symlinkSync("nowhere/file", lost);
    await expect(writeFileAtomically(NODE_FILES, lost, NEW)).rejects.toMatchObject({
      code: "ENOENT",
    });
  });

  it("is that of the last of several writers, who do not disturb each other", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "file");
    const files: FileSystem = {
      ...NODE_FILES,
      open: async (...given) => {
        const file = await NODE_FILES.open(...given);
        const sync = async () => {
          await writeFileAtomically(NODE_FILES, path, NEW);
          await file.sync();
        };
        return { ...file, sync };
      },
    };
    await writeFileAtomically(files, path, OLD);
    expect(readFileSync(path, "utf8")).toBe(OLD);
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("goes through a device, which stays one", async () => {
    await writeFileAtomically(NODE_FILES, "/dev/null", NEW);
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
    const full = writeFileAtomically(NODE_FILES, "/dev/full", NEW);
    await expect(full).rejects.toMatchObject({ code: "ENOSPC" });
  });

  it("does not replace a folder", async () => {
    const folder = temporaryFolder();
    const failed = writeFileAtomically(NODE_FILES, folder, NEW);
    await expect(failed).rejects.toMatchObject({ code: "EISDIR" });
  });
});

describe("a failing file operation", () => {
  it("is described by where, why and what to do, and never by Node's own text", () => {
    const error = Object.assign(new Error("ENOSPC: no space left on device, write"), {
      code: "ENOSPC",
    });
    const summary = "The plan could not be saved";
    expect(describeFault(error, { summary, doing: "written", path: "a.plan" })).toEqual({
      severity: "error",
      summary,
      detail:
        "a.plan could not be written: the disk is full. Free some space and run the command again.",
      source: { file: "a.plan" },
    });
  });

  it("of an unknown code names it, and what is none is thrown on", () => {
    const strange = Object.assign(new Error("x"), { code: "EXDEV" });
    expect(faultReason(strange)).toBe("the system reported EXDEV.");
    const bug = new TypeError("undefined is not a function");
    expect(faultReason(bug)).toBeUndefined();
    const doing = { summary: "s", doing: "written", path: "p" };
    expect(() => describeFault(bug, doing)).toThrow(bug);
  });
});
