// Which simulated vSphere a command works on: the flag wins over the provider block, that over HOLDFAST_SIMULATOR,
// that over the file in the project. The simulator's code is loaded only here.

import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { errorDiagnostic } from "../model/diagnostic.js";
import type { Simulator } from "../simulator/simulator.js";
import { CommandFailed } from "./describe-failure.js";
import type { Session } from "./session.js";

export interface EstateChoice {
  /** Absolute folder of the project. */
  readonly root: string;
  /** `simulator` of the provider block, relative to the root. */
  readonly declared: string | undefined;
}

/** Absolute path of the file. */
export function estatePath(session: Session, { root, declared }: EstateChoice): string {
  const { env, cwd } = session.terminal;
  if (session.simulator !== undefined) return resolve(cwd, session.simulator);
  if (declared !== undefined) return resolve(root, declared);
  const fromEnvironment = env.HOLDFAST_SIMULATOR;
  if (fromEnvironment !== undefined && fromEnvironment !== "") return resolve(cwd, fromEnvironment);
  return join(root, ".holdfast", "vsphere.db");
}

/** Makes the file if it is not there: for commands that change the estate. */
export async function openEstate(file: string): Promise<Simulator> {
  const { Simulator } = await import("../simulator/simulator.js");
  return await Simulator.open(file);
}

/** For commands that only look, on a copy: without a file there is an empty estate, and still no file. */
export async function openEstateToRead(file: string): Promise<Simulator> {
  const { Simulator } = await import("../simulator/simulator.js");
  return isThere(file) ? await Simulator.read(file) : Simulator.inMemory();
}

/** For commands that make no sense without an estate. @throws CommandFailed */
export async function openExistingEstate(file: string): Promise<Simulator> {
  requireEstate(file);
  return await openEstate(file);
}

/** The same for those of them that only look. @throws CommandFailed */
export async function readExistingEstate(file: string): Promise<Simulator> {
  requireEstate(file);
  return await openEstateToRead(file);
}

function requireEstate(file: string): void {
  if (isThere(file)) return;
  const detail = `${file} does not exist. "holdfast apply" makes it; --simulator names another.`;
  throw new CommandFailed([errorDiagnostic("No simulated vSphere yet", detail)]);
}

/** A file in a folder that may not be read may well be there: then this throws the error of the file system. */
function isThere(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}
