// Loaded into a process with `node --import`: from its write number FAULT_AT on, every operation that writes below
// FAULT_ROOT fails with FAULT_CODE, as a disk that is full stays full. The write that fails first does half of its
// work. FAULT_REPORT gets a line when that happens. What SQLite writes is not Node's and goes through.

import fs, { appendFileSync } from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { FAULT_AT, FAULT_CODE, FAULT_ROOT, FAULT_REPORT } = process.env;
const append = appendFileSync;
const TEXTS = {
  ENOSPC: "no space left on device",
  EROFS: "read-only file system",
};
let writes = 0;

/** Also the folder that a program makes for temporary files. */
function isWatched(path) {
  const text = String(path);
  return text.startsWith(FAULT_ROOT) || text.startsWith(join(tmpdir(), "holdfast-"));
}

/** Throws Node's own error, after `half` was done for the first. */
function strike(syscall, path, half = () => undefined) {
  const number = writes++;
  if (number < Number(FAULT_AT)) return;
  if (number === Number(FAULT_AT)) {
    half();
    append(FAULT_REPORT, `${syscall} ${path}\n`);
  }
  const where = syscall === "write" || syscall === "fsync" ? "" : ` '${path}'`;
  const error = new Error(`${FAULT_CODE}: ${TEXTS[FAULT_CODE]}, ${syscall}${where}`);
  const pathOf = where === "" ? {} : { path };
  throw Object.assign(error, { code: FAULT_CODE, errno: -28, syscall, ...pathOf });
}

const isWriting = (flags) => typeof flags === "string" && flags !== "r";

function patch(name, syscall, { path = (args) => args[0], half = () => undefined } = {}) {
  for (const [home, key] of [
    [fs, `${name}Sync`],
    [promises, name],
  ]) {
    const real = home[key];
    if (real === undefined) continue;
    home[key] = function patched(...args) {
      if (!isWatched(path(args))) return real.apply(this, args);
      if (home === fs) {
        strike(syscall, path(args), () => half(real, args));
        return real.apply(this, args);
      }
      return (async () => {
        strike(syscall, path(args));
        return await real.apply(this, args);
      })();
    };
  }
}

patch("mkdir", "mkdir");
patch("mkdtemp", "mkdtemp");
patch("rename", "rename", { path: (args) => args[1] });
patch("copyFile", "copyfile", { path: (args) => args[1] });
patch("cp", "copyfile", { path: (args) => args[1] });
patch("writeFile", "write", {
  half: (real, [path, data, options]) => real(path, data.slice(0, data.length / 2), options),
});
patch("appendFile", "write", {
  half: (real, [path, data, options]) => real(path, data.slice(0, data.length / 2), options),
});

const openSync = fs.openSync;
fs.openSync = (path, flags, ...rest) => {
  if (isWriting(flags) && isWatched(path)) strike("open", path);
  return openSync(path, flags, ...rest);
};

const open = promises.open;
promises.open = async (path, flags, ...rest) => {
  if (!isWatched(path) || !isWriting(flags)) return await open(path, flags, ...rest);
  strike("open", path);
  return watched(await open(path, flags, ...rest), path);
};

function watched(file, path) {
  const real = { append: file.appendFile.bind(file), write: file.writeFile.bind(file) };
  const writing = (write) => async (data) => {
    let half;
    try {
      strike("write", path, () => {
        half = data.slice(0, data.length / 2);
      });
    } catch (error) {
      if (half !== undefined) await write(half);
      throw error;
    }
    await write(data);
  };
  file.appendFile = writing(real.append);
  file.writeFile = writing(real.write);
  for (const name of ["sync", "datasync"]) {
    const sync = file[name].bind(file);
    file[name] = async () => {
      strike("fsync", path);
      await sync();
    };
  }
  return file;
}

syncBuiltinESMExports();
