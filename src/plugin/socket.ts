// Where a plugin listens: a socket in a folder that is its owner's alone, whose path must be short, or a port where
// there are no such sockets.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Address } from "./handshake.js";

/** Bytes that the path of a socket may have on every system (macOS: 104 with the end mark). */
const LONGEST_PATH = 103;

export interface Socket {
  readonly address: Address;
  /** Takes away what was made on the disk. */
  readonly remove: () => void;
}

export function makeSocket(folder: string | undefined, platform: NodeJS.Platform): Socket {
  const port = { network: "tcp", text: "127.0.0.1:0" } as const;
  if (platform === "win32") return { address: port, remove: () => undefined };
  const own = mkdtempSync(join(folder ?? tmpdir(), "hf-"));
  const remove = () => rmSync(own, { recursive: true, force: true });
  const path = join(own, "s");
  if (Buffer.byteLength(path) > LONGEST_PATH) {
    remove();
    return { address: port, remove: () => undefined };
  }
  return { address: { network: "unix", text: path }, remove };
}
