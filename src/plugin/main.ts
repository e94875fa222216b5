#!/usr/bin/env node
// The executable that Terraform starts. It prints where it listens, answers until the host says that it is done, and is
// gone when its host is: after Shutdown, when the host's process has ended, or when its connection has. Ctrl-C in a
// terminal reaches it too, and is the host's affair. Nothing but the one line is ever written to stdout.

import { providerAddress } from "../model/provider-address.js";
import { hasForm } from "../provider/inventory-path.js";
import { makeProvider } from "../provider/make-provider.js";
import { resourceTypesByName } from "../provider/resource-types.js";
import { makeBackupWriter } from "../provider/write-backup.js";
import { providerSchema } from "../schema/resource-schemas.js";
import { type Host, handshakeLine, makeIdentity, readHost, reattachment } from "./handshake.js";
import type { HostEvents } from "./host-services.js";
import { estateFile, openEstate } from "./open-estate.js";
import { makeLog } from "./plugin-log.js";
import { makeProviderService } from "./provider-service.js";
import { serveProvider } from "./serve-provider.js";
import { makeSocket } from "./socket.js";

/** The host kills what is still there two seconds after Shutdown. */
const SHUTDOWN_MILLISECONDS = 1_500;
/** A host that is gone waits for nothing; what it had asked for is let end all the same. */
const ORPHAN_MILLISECONDS = 5_000;
const LOOK_MILLISECONDS = 1_000;
const LINGER_MILLISECONDS = 300;
/** As long as a host waits for its plugin. */
const FIRST_CALL_MILLISECONDS = 60_000;

const log = makeLog(
  (line) => process.stderr.write(line),
  () => new Date(),
);
// Whoever read them may be gone.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);

const isAttached = process.argv.slice(2).some((argument) => /^--?debug$/.test(argument));
/** A host that attaches has no certificate, and comes and goes. */
const ATTACHING: Host = { certificate: undefined, socketFolder: undefined };

const host = isAttached ? ATTACHING : readHost(process.env);
if (typeof host === "string") giveUp(host);
else run(host).catch((error: unknown) => giveUp(`The plugin could not start: ${String(error)}`));

function giveUp(why: string): void {
  process.stderr.write(`${why}\n`);
  process.exitCode = 1;
}

async function run({ certificate, socketFolder }: Host): Promise<void> {
  const service = openService();
  const socket = makeSocket(socketFolder, process.platform);
  process.on("exit", socket.remove);
  let stop = async (_milliseconds: number): Promise<void> => undefined;
  const lifetime = startLifetime(async (milliseconds) => {
    await stop(milliseconds);
    service.close();
  });
  const identity = certificate === undefined ? undefined : makeIdentity(new Date());
  const serving = await serveProvider({
    service,
    address: socket.address,
    tls: identity && certificate ? { identity, clientCertificate: certificate } : undefined,
    events: lifetime,
    log,
  });
  stop = serving.stop;
  process.stdout.write(
    isAttached
      ? `TF_REATTACH_PROVIDERS='${reattachment(providerAddress("holdfast"), serving.address, process.pid)}'\n`
      : handshakeLine(serving.address, identity?.certificate),
  );
}

function openService() {
  const place = { folder: process.cwd(), environment: process.env };
  const isId = (type: string, id: string) =>
    resourceTypesByName.get(type)?.idForms.some((form) => hasForm(id, form)) ?? false;
  const noVsphere = () => Promise.reject(new Error("a plan asks no vSphere"));
  return makeProviderService({
    schema: providerSchema,
    offline: makeProvider(noVsphere, { writeBackup: makeBackupWriter(place.folder) }),
    isId,
    connect: (simulator) => {
      const file = estateFile(place, simulator);
      log("debug", "configured", { simulator: file });
      return openEstate(file, place);
    },
  });
}

/** Ends the process when its host is done or gone. */
function startLifetime(stop: (milliseconds: number) => Promise<void>): HostEvents {
  let isEnding = false;
  const end = async (why: string, milliseconds: number): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    log("debug", why);
    await stop(milliseconds);
    // Nothing holds the process any more. Asked to exit, Node would not let SQLite put its log into its file.
    setTimeout(() => process.exit(0), LINGER_MILLISECONDS).unref();
  };
  const terminate = () => end("terminated", SHUTDOWN_MILLISECONDS);
  process.on("SIGTERM", terminate);
  process.on("SIGINT", () => (isAttached ? terminate() : undefined));
  if (isAttached) {
    return {
      onConnect: () => undefined,
      onDisconnect: () => undefined,
      onShutdown: () => undefined,
    };
  }
  const orphaned = () => end("the host is gone", ORPHAN_MILLISECONDS);
  const firstCall = setTimeout(orphaned, FIRST_CALL_MILLISECONDS).unref();
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) orphaned();
  }, LOOK_MILLISECONDS).unref();
  return {
    onConnect: () => clearTimeout(firstCall),
    onDisconnect: orphaned,
    onShutdown: () => end("shut down", SHUTDOWN_MILLISECONDS),
  };
}
