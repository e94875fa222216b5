// The simulated vSphere that a provider block names, as the plugin's provider works on it. Terraform starts several
// processes of a plugin, and a `holdfast` command may run beside them: each change is a transaction of the file, and
// each look sees what others have changed.

import { accessSync, constants, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { VsphereFault } from "../provider/backend.js";
import { makeProvider } from "../provider/make-provider.js";
import { makeBackupWriter } from "../provider/write-backup.js";
import type { Simulator } from "../simulator/simulator.js";
import type { Connection } from "./counted-connection.js";

export interface EstatePlace {
  /** Absolute folder that Terraform works in. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Provider block > HOLDFAST_SIMULATOR > the file in the working folder, as for the command line. */
export function estateFile(
  { folder, environment }: EstatePlace,
  declared: string | undefined,
): string {
  const named = declared ?? (environment.HOLDFAST_SIMULATOR || undefined);
  return named === undefined ? join(folder, ".holdfast", "vsphere.db") : resolve(folder, named);
}

/** Nothing is opened before it is needed: a process that only validates never does. */
export function openEstate(file: string, { folder }: EstatePlace): Connection {
  const opened: Simulator[] = [];
  const keep = async (open: Promise<Simulator>): Promise<Simulator> => {
    const simulator = await open;
    opened.push(simulator);
    return simulator;
  };
  const live = once(() => keep(load((simulated) => simulated.open(file))));
  const copy = once(() => keep(load((simulated) => simulated.read(file))));
  const look = async (): Promise<Simulator> => {
    if (live.isBegun()) return await live.get();
    if (!isThere(file)) return await load(async (simulated) => simulated.inMemory());
    return await (isWritable(file) ? live.get() : copy.get());
  };
  const providerOn = (open: () => Promise<Simulator>) =>
    makeProvider(async () => (await open()).backend, {
      writeBackup: makeBackupWriter(folder),
      drill: async (request) => {
        const { runNamedDrill } = await import("../drill/run-named-drill.js");
        return runNamedDrill(await open(), request);
      },
      place: file,
    });
  return {
    // A provider keeps what it has opened: one that looked at nothing must look again.
    looking: () => providerOn(look),
    changing: () => providerOn(live.get),
    close: () => {
      for (const simulator of opened.splice(0)) simulator.close();
    },
  };
}

/** Made when first asked for; asked again after a failure. */
function once<T>(make: () => Promise<T>) {
  let made: Promise<T> | undefined;
  const get = (): Promise<T> => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
  return { get, isBegun: () => made !== undefined };
}

/** The simulator's code is loaded here. What its file says against it is a fault of the vSphere. */
async function load(open: (simulated: typeof Simulator) => Promise<Simulator>): Promise<Simulator> {
  const [{ Simulator: simulated }, { SimulatorStoreError }] = await Promise.all([
    import("../simulator/simulator.js"),
    import("../simulator/store.js"),
  ]);
  try {
    return await open(simulated);
  } catch (error) {
    if (!(error instanceof SimulatorStoreError)) throw error;
    throw new VsphereFault("CannotAccessFile", error.message);
  }
}

/** What may not be looked at is there: opening it says what is wrong. */
function isThere(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
