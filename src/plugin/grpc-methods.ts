// What gRPC must know of a call: its path, and how its messages become bytes.

import type { MethodDefinition } from "@grpc/grpc-js";

interface Call {
  readonly path: string;
  readonly request: { decode(bytes: Uint8Array): unknown };
  readonly response: { encode(value: never): Buffer };
  readonly streams?: { readonly request?: boolean; readonly response?: boolean };
}

export function method({
  path,
  request,
  response,
  streams = {},
}: Call): MethodDefinition<unknown, object> {
  return {
    path,
    requestStream: streams.request ?? false,
    responseStream: streams.response ?? false,
    requestDeserialize: (bytes) => request.decode(bytes),
    // Whoever answers a call has the type of its answer from the same table.
    responseSerialize: (value) => response.encode(value as never),
    requestSerialize: onlyServes,
    responseDeserialize: onlyServes,
  };
}

function onlyServes(): never {
  throw new Error("this side of the connection only answers");
}
