// The server as a host of plugins finds it: TLS in which each side knows the other, calls of any size and many at once,
// errors that are diagnostics, and the services that go-plugin wants beside the provider.

import { generateKeyPairSync } from "node:crypto";
import { Client, credentials, type ServiceError } from "@grpc/grpc-js";
import { ExtData } from "@msgpack/msgpack";
import { describe, expect, it, onTestFinished } from "vitest";
import { UNKNOWN, type Value } from "../../../src/model/value.js";
import {
  handshakeLine,
  makeIdentity,
  readHost,
  reattachment,
} from "../../../src/plugin/handshake.js";
import type { HostEvents } from "../../../src/plugin/host-services.js";
import { PROVIDER_CALLS, type ProviderCall } from "../../../src/plugin/messages.js";
import { pack, unpack } from "../../../src/plugin/msgpack-value.js";
import { typeOfSchema } from "../../../src/plugin/object-message.js";
import type { Log } from "../../../src/plugin/plugin-log.js";
import { makeProviderService, type ServicePorts } from "../../../src/plugin/provider-service.js";
import { serveProvider } from "../../../src/plugin/serve-provider.js";
import { makeSocket } from "../../../src/plugin/socket.js";
import { providerFunctions } from "../../../src/provider/functions/provider-functions.js";
import { makeProvider } from "../../../src/provider/make-provider.js";
import { providerSchema } from "../../../src/schema/resource-schemas.js";
import { Simulator } from "../../../src/simulator/simulator.js";
import { makeCertificate, pemOf } from "../../../src/x509/certificate.js";

const NOW = new Date("2026-01-01T00:00:00Z");

function portsOn(simulator: Simulator): ServicePorts {
  const provider = makeProvider(async () => simulator.backend, { writeBackup: async () => {} });
  return {
    schema: providerSchema,
    offline: provider,
    isId: () => false,
    connect: () => ({ looking: () => provider, changing: () => provider, close: () => undefined }),
  };
}

interface Given {
  readonly ports?: Partial<ServicePorts>;
  readonly events?: Partial<HostEvents>;
  readonly withTls?: boolean;
}

/** Go's clients are of P-521, and certificates of their own making. */
function clientIdentity() {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-521" });
  const certificate = makeCertificate({
    subject: "localhost",
    issuer: "localhost",
    serialNumber: Buffer.from([7]),
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 60_000),
    key: privateKey,
    issuerKey: privateKey,
    dnsNames: ["localhost"],
  });
  return {
    key: Buffer.from(privateKey.export({ format: "pem", type: "pkcs8" })),
    certificate: Buffer.from(pemOf("CERTIFICATE", certificate)),
  };
}

async function served({ ports, events, withTls = false }: Given = {}) {
  const socket = makeSocket(undefined, process.platform);
  const identity = makeIdentity(new Date());
  const client = clientIdentity();
  const logged: string[] = [];
  const log: Log = (level, message) => logged.push(`${level} ${message}`);
  const serving = await serveProvider({
    service: makeProviderService({ ...portsOn(Simulator.inMemory()), ...ports }),
    address: socket.address,
    tls: withTls ? { identity, clientCertificate: client.certificate.toString() } : undefined,
    events: { onConnect: () => {}, onDisconnect: () => {}, onShutdown: () => {}, ...events },
    log,
  });
  const connect = (as: ReturnType<typeof clientIdentity> | undefined) => {
    const secured =
      as && credentials.createSsl(Buffer.from(identity.certificateText), as.key, as.certificate);
    const connected = new Client(
      `unix:${socket.address.text}`,
      secured ?? credentials.createInsecure(),
      {
        "grpc.ssl_target_name_override": "localhost",
        "grpc.max_receive_message_length": -1,
        "grpc.max_send_message_length": -1,
      },
    );
    onTestFinished(() => connected.close());
    return connected;
  };
  onTestFinished(async () => {
    await serving.stop(100);
    socket.remove();
  });
  return { serving, logged, client, connect, connection: connect(withTls ? client : undefined) };
}

function invoke(connection: Client, path: string, request: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const same = (bytes: Buffer) => bytes;
    connection.makeUnaryRequest(path, same, same, request, (error: ServiceError | null, answer) => {
      if (error === null) resolve(answer ?? Buffer.alloc(0));
      else reject(error);
    });
  });
}

async function call<C extends ProviderCall>(connection: Client, name: C, request: object) {
  const { request: asked, response } = PROVIDER_CALLS[name];
  const bytes = (asked.encode as (value: object) => Buffer)(request);
  const answer = await invoke(connection, `/tfplugin6.Provider/${name}`, bytes);
  return response.decode(answer) as ReturnType<(typeof PROVIDER_CALLS)[C]["response"]["decode"]>;
}

const schema = providerSchema.resource_schemas.holdfast_vcenter;
if (schema === undefined) throw new Error("no vCenter");
const vcenter = (more: Record<string, string | null>) => {
  const blank = Object.fromEntries(
    Object.keys(schema.block.attributes).map((name) => [name, null]),
  );
  return {
    msgpack: pack(typeOfSchema(schema), { ...blank, name: "vc01", version: "8.0 U3", ...more }),
  };
};
const type_name = "holdfast_vcenter";

const text = (value: Value) => ({ msgpack: pack("string", value) });
const fail = (): never => {
  throw new TypeError("x is not a function");
};

describe("the server of the plugin", () => {
  it("knows the host by the certificate that it gave, and nobody else", async () => {
    const { connection, connect } = await served({ withTls: true });
    const { resources, functions } = await call(connection, "GetMetadata", {});
    expect(functions.map(({ name }) => name)).toEqual(Object.keys(providerFunctions));
    expect(resources.map((resource) => resource.type_name)).toContain(type_name);
    await expect(call(connect(clientIdentity()), "GetMetadata", {})).rejects.toThrow();
    await expect(call(connect(undefined), "GetMetadata", {})).rejects.toThrow();
  });

  it("answers many calls at once, with values of any size", async () => {
    const { connection } = await served();
    const name = "n".repeat(6_000_000);
    const request = { type_name, config: vcenter({ name }) };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => call(connection, "ValidateResourceConfig", request)),
    );
    expect(answers).toHaveLength(10);
    const proposed_new_state = vcenter({ name });
    const planned = await call(connection, "PlanResourceChange", {
      type_name,
      proposed_new_state,
      config: proposed_new_state,
    });
    expect(planned.planned_state?.msgpack?.length).toBeGreaterThan(12_000_000);
  });

  it("says what is wrong as diagnostics, with the place", async () => {
    const { connection } = await served();
    const config = vcenter({ version: "8" });
    const { diagnostics } = await call(connection, "ValidateResourceConfig", { type_name, config });
    const [problem] = diagnostics;
    expect(problem?.severity).toBe(1);
    expect(problem?.attribute?.steps.map((step) => step.attribute_name)).toEqual(["version"]);
    const garbage = { msgpack: Buffer.from([0xc1]) };
    const unreadable = await call(connection, "ReadResource", {
      type_name,
      current_state: garbage,
    });
    expect(unreadable.diagnostics[0]?.summary).toBe("Unreadable value");
    const unknown = await call(connection, "ReadResource", { type_name: "holdfast_toaster" });
    expect(unknown.diagnostics[0]?.summary).toBe("Unknown type");
  });

  it("says of a bug that it is one, and keeps its trace for the log", async () => {
    const broken: ServicePorts["offline"] = {
      functions: { fail: { signature: providerFunctions.supports.signature, call: () => fail() } },
      plan: () => fail(),
      validate: () => [],
      validateData: () => [],
    };
    const { connection, logged } = await served({ ports: { offline: broken } });
    const asked = { type_name, proposed_new_state: vcenter({}), config: vcenter({}) };
    const { diagnostics } = await call(connection, "PlanResourceChange", asked);
    expect(diagnostics[0]?.detail).toMatch(/x is not a function\. This is a bug in holdfast/);
    expect(diagnostics[0]?.detail).not.toContain("serve-provider");
    const { error } = await call(connection, "CallFunction", {
      name: "fail",
      arguments: [text("8.0"), text("vtpm")],
    });
    expect(error?.text).toMatch(/x is not a function\. This is a bug in holdfast/);
    expect(logged).toEqual(["error PlanResourceChange failed", "error CallFunction failed"]);
  });

  it("calls functions, whose errors are about an argument and quote none", async () => {
    const { connection } = await served();
    const ask = async (name: string, ...given: readonly Value[]) => {
      const { result, error } = await call(connection, "CallFunction", {
        name,
        arguments: given.map(text),
      });
      if (error === undefined) return unpack(result?.msgpack ?? Buffer.alloc(0));
      return [error.function_argument, error.text];
    };
    expect(await ask("supports", "8.0 U1", "vtpm")).toBe(true);
    expect(await ask("duration_seconds", "3d")).toBe(259_200);
    expect(await ask("inventory_path", "vc01", "edge", "esx01")).toBe("vc01/edge/esx01");
    expect(await ask("inventory_path", UNKNOWN, "edge")).toBeInstanceOf(ExtData);
    expect(await ask("version_at_least", "s3cret", "8.0")).toEqual([
      0,
      'the value is not a release of vSphere. One is written as "8.0", "8.0 U3" or "7.0 U3c"',
    ]);
    expect(await ask("inventory_path", "waiver", "x")).toEqual([
      undefined,
      "the value is the id of a waiver, which is in no inventory",
    ]);
    expect(await ask("inventory_path", "vc01", null)).toEqual([1, "must not be null"]);
    expect(await ask("supports", "8.0")).toEqual([
      undefined,
      "supports takes 2 arguments, and was given 1",
    ]);
    expect(await ask("inventory_path")).toEqual([
      undefined,
      "inventory_path takes at least 1 arguments, and was given 0",
    ]);
    expect(await ask("toString", "x")).toEqual([
      undefined,
      'this version of Holdfast has no function "toString"',
    ]);
  });

  it("says the signatures of functions alike in both calls", async () => {
    const { connection } = await served();
    const { functions } = await call(connection, "GetFunctions", {});
    expect((await call(connection, "GetProviderSchema", {})).functions).toEqual(functions);
    const told = Object.entries(functions).map(([name, { parameters, variadic_parameter }]) => [
      name,
      [...parameters, variadic_parameter ?? []].flat().map((each) => JSON.parse(`${each.type}`)),
    ]);
    expect(Object.fromEntries(told)).toEqual({
      duration_seconds: ["string"],
      inventory_path: ["string", "string"],
      minimum_version: ["string"],
      parse_inventory_path: ["string"],
      supports: ["string", "string"],
      version_at_least: ["string", "string"],
    });
  });

  it("plans, applies, reads, imports and destroys", async () => {
    const { connection } = await served();
    await call(connection, "ConfigureProvider", {
      config: { msgpack: Buffer.from("81a973696d756c61746f72c0", "hex") },
    });
    const config = vcenter({});
    const plan = await call(connection, "PlanResourceChange", {
      type_name,
      proposed_new_state: config,
      config,
    });
    const planned = {
      type_name,
      planned_state: plan.planned_state,
      config,
      planned_private: Buffer.from("p"),
    };
    const made = await call(connection, "ApplyResourceChange", planned);
    expect([made.diagnostics, made.private.toString()]).toEqual([[], "p"]);
    const read = await call(connection, "ReadResource", {
      type_name,
      current_state: made.new_state,
    });
    expect(read.new_state).toEqual(made.new_state);
    const imported = await call(connection, "ImportResourceState", { type_name, id: "vc01" });
    expect(imported.imported_resources.map(({ state }) => state)).toEqual([made.new_state]);
    const none = { msgpack: Buffer.from([0xc0]) };
    const gone = await call(connection, "ApplyResourceChange", {
      type_name,
      prior_state: made.new_state,
      planned_state: none,
      config: none,
    });
    expect(gone.new_state).toEqual({ ...none, json: Buffer.alloc(0) });
    const missing = await call(connection, "ReadResource", {
      type_name,
      current_state: made.new_state,
    });
    expect(missing.new_state?.msgpack).toEqual(none.msgpack);
  });

  it("needs to be configured before it looks at a vSphere", async () => {
    const { connection } = await served();
    const { diagnostics } = await call(connection, "ImportResourceState", {
      type_name,
      id: "vc01",
    });
    expect(diagnostics[0]?.summary).toBe("The vSphere is not known yet");
  });

  it("holds the host's streams open, tells when they drop, and answers Shutdown before it goes", async () => {
    const seen: string[] = [];
    const { connection, serving } = await served({
      events: {
        onConnect: () => seen.push("connected"),
        onDisconnect: () => seen.push("dropped"),
        onShutdown: () => seen.push("shut down"),
      },
    });
    const same = (bytes: Buffer) => bytes;
    const broker = connection.makeBidiStreamRequest("/plugin.GRPCBroker/StartStream", same, same);
    const output = connection.makeServerStreamRequest(
      "/plugin.GRPCStdio/StreamStdio",
      same,
      same,
      Buffer.alloc(0),
    );
    for (const stream of [broker, output]) stream.on("error", () => undefined);
    const health = await invoke(
      connection,
      "/grpc.health.v1.Health/Check",
      Buffer.from("0a06706c7567696e", "hex"),
    );
    expect(health.toString("hex")).toBe("0801");
    await expect.poll(() => seen).toEqual(["connected", "connected"]);
    broker.cancel();
    await expect.poll(() => seen.slice(2)).toEqual(["dropped"]);
    await invoke(connection, "/plugin.GRPCController/Shutdown", Buffer.alloc(0));
    await expect.poll(() => seen.slice(3)).toEqual(["shut down"]);
    await serving.stop(1_000);
    expect(seen).toHaveLength(4);
  });
});

describe("the handshake", () => {
  const cookie = {
    TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
  };

  it("is refused to people, and to hosts of another protocol", () => {
    expect(readHost({})).toMatch(/This is a Terraform plugin/);
    expect(readHost({ ...cookie, PLUGIN_PROTOCOL_VERSIONS: "4,5" })).toMatch(/version 6.*4, 5/);
    expect(
      readHost({ ...cookie, PLUGIN_PROTOCOL_VERSIONS: "5,6", PLUGIN_CLIENT_CERT: "pem" }),
    ).toEqual({
      certificate: "pem",
      socketFolder: undefined,
    });
  });

  it("is one line, with the certificate in base64 without padding", () => {
    const address = { network: "unix", text: "/run/s" } as const;
    expect(handshakeLine(address, Buffer.from("a"))).toBe("1|6|unix|/run/s|grpc|YQ\n");
    expect(handshakeLine(address, undefined)).toBe("1|6|unix|/run/s|grpc|\n");
    expect(makeIdentity(NOW).certificateText).not.toBe(makeIdentity(NOW).certificateText);
  });

  it("is not needed by those who attach", () => {
    const address = { network: "tcp", text: "127.0.0.1:4000" } as const;
    expect(JSON.parse(reattachment("example.com/a/b", address, 42))).toEqual({
      "example.com/a/b": {
        Protocol: "grpc",
        ProtocolVersion: 6,
        Pid: 42,
        Test: true,
        Addr: { Network: "tcp", String: "127.0.0.1:4000" },
      },
    });
  });
});
