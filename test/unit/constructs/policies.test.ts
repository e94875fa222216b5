// Policies: what they refuse, in whose words, and what a waiver does to them.

import type { IConstruct } from "constructs";
import { describe, expect, it } from "vitest";
import { Aspects, type IAspect } from "../../../constructs/cdk.js";
import {
  Cluster,
  DefaultKeyProvider,
  EdgeResilience,
  EsxiHost,
  type EsxiHostProps,
  ForbidKeyPersistence,
  HardeningGuide9,
  KeyServer,
  type KeyServerProps,
  NativeKeyProvider,
  RequireBackup,
  RequireKeyPersistence,
  RequireRecoveryKey,
  RequireTwoKeyServers,
  Secret,
  StandardKeyProvider,
  VCenter,
  Waiver,
} from "../../../constructs/index.js";
import { errorsOf, newProgram } from "./program.js";

/** A host under a standard key provider of two servers; `policy` looks at the whole program. */
function program(
  policy: IAspect,
  host: Partial<EsxiHostProps> = {},
  server: Partial<KeyServerProps> = {},
) {
  const created = newProgram();
  const { app, stack } = created;
  Aspects.of(app).add(policy);
  const vcenter = new VCenter(stack, "vc01", { version: "8.0 U3" });
  const keyServers = ["a", "b"].map(
    (name) =>
      new KeyServer(stack, name, {
        vcenter,
        address: `${name}.example`,
        replicationGroup: "core",
        ...server,
      }),
  );
  const keyProvider = new StandardKeyProvider(stack, "kmip", { vcenter, keyServers });
  new DefaultKeyProvider(stack, "default", { entity: vcenter, keyProvider });
  const cluster = new Cluster(stack, "edge", { vcenter });
  const esx01 = new EsxiHost(stack, "esx01", { cluster, version: "8.0 U3", tpm: true, ...host });
  return { ...created, vcenter, cluster, esx01 };
}

const FOREVER = { owner: "o", reason: "r", expiresAt: "2030-01-01T00:00:00Z" };

describe("RequireKeyPersistence", () => {
  it("refuses a host that forgets the keys of a standard key provider", () => {
    expect(errorsOf(program(new RequireKeyPersistence()))).toEqual([
      "[edge/esx01] RequireKeyPersistence (FC-34): This host forgets the keys of kmip when it loses power, and starts " +
        "no encrypted machine until a key server and vCenter can be reached. Set keyPersistence: true on it, its " +
        "cluster or its site. Or declare a Waiver of FC-34 for it.",
    ]);
  });

  it("sees what is set last, wherever it is set", () => {
    const { cluster, ...created } = program(new RequireKeyPersistence());
    cluster.keyPersistence = true;
    expect(errorsOf(created)).toEqual([]);
  });

  it("asks nothing of hosts under a native key provider alone", () => {
    const { app, stack } = newProgram();
    Aspects.of(app).add(new RequireKeyPersistence());
    const vcenter = new VCenter(stack, "vc01", { version: "8.0 U3" });
    const cluster = new Cluster(stack, "edge", { vcenter });
    const keyProvider = new NativeKeyProvider(stack, "n", { vcenter, backup: { path: "b" } });
    new DefaultKeyProvider(stack, "default", { entity: cluster, keyProvider });
    new EsxiHost(stack, "esx01", { cluster, version: "8.0 U3", tpm: true });
    expect(errorsOf({ app })).toEqual([]);
  });
});

describe("ForbidKeyPersistence", () => {
  it.each([
    ["where access is not controlled", "uncontrolled" as const, 1],
    ["where nothing is said of access", undefined, 1],
    ["not where access is controlled", "controlled" as const, 0],
  ])("refuses it %s", (_, physicalSecurity, count) => {
    const host = physicalSecurity === undefined ? {} : { physicalSecurity };
    const errors = errorsOf(program(new ForbidKeyPersistence(), { keyPersistence: true, ...host }));
    expect(errors).toHaveLength(count);
    for (const error of errors)
      expect(error).toMatch(/^\[edge\/esx01\] ForbidKeyPersistence \(FC-37/);
  });
});

describe("RequireTwoKeyServers", () => {
  it.each([
    ["one address", { address: "a.example" }, "has one key server"],
    ["no common group", { replicationGroup: undefined }, "do not replicate each other"],
  ])("refuses %s", (_, server, says) => {
    const { replicationGroup, ...rest } = { replicationGroup: "core", ...server };
    const given = replicationGroup === undefined ? { ...rest } : { ...rest, replicationGroup };
    const created = newProgram();
    Aspects.of(created.app).add(new RequireTwoKeyServers());
    const vcenter = new VCenter(created.stack, "vc01", { version: "8.0 U3" });
    const keyServers = ["a", "b"].map(
      (name) =>
        new KeyServer(created.stack, name, { vcenter, address: `${name}.example`, ...given }),
    );
    new StandardKeyProvider(created.stack, "kmip", { vcenter, keyServers });
    expect(errorsOf(created)).toEqual([expect.stringContaining(says)]);
  });

  it("accepts two that replicate, and leaves references to the plan", () => {
    const { stack, vcenter, ...created } = program(new RequireTwoKeyServers());
    const keyServers = [KeyServer.fromName(stack, "c", { vcenter, name: "c" })];
    new StandardKeyProvider(stack, "other", { vcenter, keyServers });
    expect(errorsOf(created)).toEqual([]);
  });
});

describe("RequireBackup and RequireRecoveryKey", () => {
  it.each([
    ["no backup", undefined, ["FC-16"]],
    ["a backup without a password", { path: "b" }, ["FC-18"]],
    ["a backup with one", { path: "b", password: Secret.variable("p"), passwordVersion: 1 }, []],
  ])("look at a native key provider with %s", (_, backup, codes) => {
    const { stack, vcenter, ...created } = program(new RequireBackup());
    new NativeKeyProvider(stack, "n", backup === undefined ? { vcenter } : { vcenter, backup });
    expect(errorsOf(created).map((e) => /\((FC-\d+)\)/.exec(e)?.[1])).toEqual(codes);
  });

  it.each([
    ["a TPM", {}, 1],
    ["a TPM, and says where", { recoveryKeyLocation: "safe" }, 0],
    ["no TPM", { tpm: false }, 0],
    ["a TPM that seals nothing", { configurationEncryption: { mode: "NONE" as const } }, 0],
  ])("look at a host with %s", (_, host, count) => {
    expect(errorsOf(program(new RequireRecoveryKey(), host))).toHaveLength(count);
  });
});

describe("policies", () => {
  it("come in packs that disagree about key persistence", () => {
    const sound = { keyPersistence: true, recoveryKeyLocation: "safe" } as const;
    expect(errorsOf(program(new EdgeResilience(), sound))).toEqual([]);
    expect(errorsOf(program(new HardeningGuide9(), sound))).toEqual([
      expect.stringContaining("ForbidKeyPersistence (FC-37)"),
    ]);
    const off = { ...sound, keyPersistence: false };
    expect(errorsOf(program(new HardeningGuide9(), off))).toEqual([]);
    expect(errorsOf(program(new EdgeResilience(), off))).toEqual([
      expect.stringContaining("RequireKeyPersistence (FC-34)"),
    ]);
  });

  it.each<[string, (e: { host: EsxiHost; cluster: Cluster }) => (IConstruct | string)[], number]>([
    ["the object itself", ({ host }) => [host], 0],
    ["a pattern of its path", () => ["vc01/edge/*"], 0],
    ["another object", ({ cluster }) => [cluster], 1],
  ])("leave out what a waiver covers: %s", (_, subjects, count) => {
    const pack = new HardeningGuide9();
    const {
      stack,
      esx01: host,
      cluster,
      ...created
    } = program(pack, {
      keyPersistence: true,
      recoveryKeyLocation: "safe",
    });
    const covered = subjects({ host, cluster }) as (EsxiHost | Cluster | string)[];
    new Waiver(stack, "w", { code: "FC-37", ...FOREVER, subjects: covered });
    expect(errorsOf(created)).toHaveLength(count);
  });

  it("leave out nothing that a waiver of another finding covers", () => {
    const { stack, ...created } = program(new ForbidKeyPersistence(), { keyPersistence: true });
    new Waiver(stack, "w", { code: "FC-34", ...FOREVER });
    expect(errorsOf(created)).toHaveLength(1);
  });

  it("warn instead, once, and look only at the scope they were added to", () => {
    const { app, stack, esx01 } = program(new RequireKeyPersistence({ level: "warning" }));
    const other = newProgram("other");
    Aspects.of(other.stack).add(new RequireKeyPersistence());
    expect(errorsOf({ app })).toEqual([]);
    expect(errorsOf({ app })).toEqual([]);
    const [warning, ...more] = esx01.node.metadata.map(({ data }) => String(data));
    expect(warning).toMatch(/^RequireKeyPersistence \(FC-34\)/);
    expect(more).toEqual([]);
    expect(stack.node.metadata).toEqual([]);
    expect(errorsOf(other)).toEqual([]);
  });
});
