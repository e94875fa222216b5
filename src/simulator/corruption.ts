// Single bits that flip on disks, so that tests can prove that verdicts hang on them.

import { demand, requireMachine, requireRecord } from "./require.js";
import { flipFirstBit } from "./tpm.js";
import type { World } from "./world.js";

/** In the sealed archive on a host's boot disk. */
export function flipArchive(world: World, host: string): void {
  const archive = requireRecord(world.archives, host, "archive");
  const { image } = archive;
  demand(image.form === "encrypted", "InvalidState", `The archive of "${host}" is not sealed.`);
  const ciphertext = flipBase64(image.ciphertext);
  world.archives.set(host, { ...archive, image: { ...image, ciphertext } });
}

/** In the wrapped data key of a machine's home. */
export function flipWrappedKey(world: World, vm: string): void {
  const machine = requireMachine(world, vm);
  const { home } = machine;
  demand(home !== null, "InvalidState", `"${vm}" is not encrypted.`);
  const wrappedKey = flipBase64(home.bundle.wrappedKey);
  const bundle = { ...home.bundle, wrappedKey };
  world.virtualMachines.set(vm, { ...machine, home: { ...home, bundle } });
}

function flipBase64(text: string): string {
  return flipFirstBit(Buffer.from(text, "base64")).toString("base64");
}
