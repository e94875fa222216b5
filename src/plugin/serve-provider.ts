// The server: the provider's calls and those of go-plugin over gRPC, ten and more of them at once, of any size.

import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { VERSION } from "../schema/generated/version.js";
import { diagnosticMessages } from "./diagnostic-message.js";
import { method } from "./grpc-methods.js";
import type { Address, ServerIdentity } from "./handshake.js";
import { addHostServices, type HostEvents } from "./host-services.js";
import { PROVIDER_CALLS } from "./messages.js";
import { Refused } from "./object-message.js";
import type { Log } from "./plugin-log.js";
import type { ProviderService } from "./provider-service.js";

export interface ServeOptions {
  readonly service: ProviderService;
  readonly address: Address;
  /** Undefined: without TLS. */
  readonly tls:
    | { readonly identity: ServerIdentity; readonly clientCertificate: string }
    | undefined;
  readonly events: HostEvents;
  readonly log: Log;
}

export interface Serving {
  /** Where it listens, with the port that was found free. */
  readonly address: Address;
  /** Lets calls end that were begun, for `milliseconds` at most. */
  readonly stop: (milliseconds: number) => Promise<void>;
}

/** Terraform sends values of any size, and takes up to 2 GiB. */
const UNLIMITED = -1;

export async function serveProvider(options: ServeOptions): Promise<Serving> {
  const server = new Server({
    "grpc.max_receive_message_length": UNLIMITED,
    "grpc.max_send_message_length": UNLIMITED,
  });
  addProvider(server, options);
  const streams = addHostServices(server, options.events);
  const address = await bind(server, options);
  return {
    address,
    stop: (milliseconds) => {
      streams.end();
      return shutDown(server, milliseconds);
    },
  };
}

type UnaryCall = ServerUnaryCall<unknown, object>;
type Answer = sendUnaryData<object>;

function addProvider(server: Server, { service, log }: ServeOptions): void {
  const entries = Object.entries(PROVIDER_CALLS).map(([name, call]) => {
    const path = `/tfplugin6.Provider/${name}`;
    return [name, method({ path, ...call })] as const;
  });
  const calls: Readonly<Record<string, (request: never) => Promise<object>>> = { ...service };
  const implementations = Object.keys(PROVIDER_CALLS).map((name) => {
    const handle = async ({ request }: UnaryCall, answer: Answer) => {
      try {
        answer(null, (await calls[name]?.(request as never)) ?? {});
      } catch (error) {
        answer(null, failure(name, whatWentWrong(name, error, log)));
      }
    };
    return [name, handle] as const;
  });
  server.addService(Object.fromEntries(entries), Object.fromEntries(implementations));
}

/** Two calls have no diagnostics in their answer. */
function failure(call: string, diagnostics: readonly Diagnostic[]): object {
  const text = diagnostics.map(({ detail }) => detail).join(" ");
  if (call === "CallFunction") return { error: { text } };
  return call === "StopProvider"
    ? { error: text }
    : { diagnostics: diagnosticMessages(diagnostics) };
}

/** Its trace goes into the log alone. */
function whatWentWrong(call: string, error: unknown, log: Log): readonly Diagnostic[] {
  if (error instanceof Refused) return error.diagnostics;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  log("error", `${call} failed`, { error: what, stack });
  const detail = `${what}. This is a bug in holdfast ${VERSION}, in the call ${call}. With TF_LOG=error Terraform shows where it happened.`;
  return [errorDiagnostic("Holdfast failed", detail)];
}

function bind(server: Server, { address, tls }: ServeOptions): Promise<Address> {
  const credentials =
    tls === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(
          Buffer.from(tls.clientCertificate),
          [
            {
              private_key: Buffer.from(tls.identity.keyText),
              cert_chain: Buffer.from(tls.identity.certificateText),
            },
          ],
          true,
        );
  const { network, text } = address;
  return new Promise((resolve, reject) => {
    server.bindAsync(network === "unix" ? `unix:${text}` : text, credentials, (error, port) => {
      if (error !== null) reject(error);
      else resolve(network === "unix" ? address : { network, text: `127.0.0.1:${port}` });
    });
  });
}

function shutDown(server: Server, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, milliseconds);
    server.tryShutdown(() => {
      clearTimeout(late);
      resolve();
    });
  });
}
