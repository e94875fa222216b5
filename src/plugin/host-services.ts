// The services that go-plugin wants beside the provider (hashicorp/go-plugin v1.6, internal/plugin/*.proto). The host
// opens a stream for brokered connections and one for output at once, and both stay open, with nothing in them, until
// it is done; that it is done it says with Shutdown.

import type {
  Server,
  ServerDuplexStream,
  ServerWritableStream,
  sendUnaryData,
} from "@grpc/grpc-js";
import { method } from "./grpc-methods.js";
import { EMPTY } from "./messages.js";
import { integer, message } from "./protobuf.js";

export interface HostEvents {
  /** The host is done. What was answered is on its way. */
  readonly onShutdown: () => void;
  /** The host is connected. */
  readonly onConnect: () => void;
  /** A stream of the host has ended, without a word. */
  readonly onDisconnect: () => void;
}

export interface HostStreams {
  /** Ends those that the host keeps open. */
  readonly end: () => void;
}

const HEALTH = message({ status: integer(1) });
const SERVING = { status: 1 };

type Held = ServerDuplexStream<unknown, unknown> | ServerWritableStream<unknown, unknown>;

export function addHostServices(server: Server, events: HostEvents): HostStreams {
  const held = new Set<Held>();
  let isEnding = false;
  const hold = (stream: Held) => {
    held.add(stream);
    events.onConnect();
    const gone = () => {
      if (held.delete(stream) && !isEnding) events.onDisconnect();
    };
    stream.on("cancelled", gone);
    stream.on("error", gone);
    stream.on("close", gone);
  };
  server.addService(
    {
      shutdown: method({
        path: "/plugin.GRPCController/Shutdown",
        request: EMPTY,
        response: EMPTY,
      }),
    },
    {
      shutdown: (_call: unknown, answer: sendUnaryData<object>) => {
        isEnding = true;
        answer(null, {});
        setImmediate(events.onShutdown);
      },
    },
  );
  server.addService(STREAMS, {
    broker: (stream: ServerDuplexStream<unknown, unknown>) => {
      hold(stream);
      stream.resume();
    },
    output: hold,
  });
  server.addService(HEALTH_SERVICE, {
    check: (_call: unknown, answer: sendUnaryData<object>) => answer(null, SERVING),
    watch: (stream: ServerWritableStream<unknown, unknown>) => {
      hold(stream);
      stream.write(SERVING);
    },
  });
  return {
    end: () => {
      isEnding = true;
      for (const stream of held) stream.end();
    },
  };
}

const STREAMS = {
  broker: method({
    path: "/plugin.GRPCBroker/StartStream",
    request: EMPTY,
    response: EMPTY,
    streams: { request: true, response: true },
  }),
  output: method({
    path: "/plugin.GRPCStdio/StreamStdio",
    request: EMPTY,
    response: EMPTY,
    streams: { response: true },
  }),
};

const HEALTH_SERVICE = {
  check: method({ path: "/grpc.health.v1.Health/Check", request: EMPTY, response: HEALTH }),
  watch: method({
    path: "/grpc.health.v1.Health/Watch",
    request: EMPTY,
    response: HEALTH,
    streams: { response: true },
  }),
};
