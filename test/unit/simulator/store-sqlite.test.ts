import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { describe, expect, it } from "vitest";
import type { HostKeyRecord } from "../../../src/simulator/records.js";
import { Simulator } from "../../../src/simulator/simulator.js";
import { CLUSTER, declareSmallEstate, KEY_SERVER, machineSpec } from "../../simulation/declare.js";
import {
  type SnapshotTables,
  snapshotOf,
  snapshotTables,
  snapshotText,
} from "../../support/snapshot-text.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const newFile = () => join(temporaryFolder(), "deep", "vsphere.db");

/** By 60 seconds, in another process: here a file that was closed stays open until its statements are collected. */
function advanceElsewhere(file: string): void {
  const source = join(import.meta.dirname, "../../../src/simulator/simulator.ts");
  const program = `import { Simulator } from ${JSON.stringify(source)};
    const s = await Simulator.open(${JSON.stringify(file)}); s.advance(60); s.close();`;
  const options = ["--import", "tsx", "--input-type=module", "--eval", program];
  execFileSync(process.execPath, options, { stdio: "pipe" });
}

/** A program that has a file to itself for a moment, as whoever closes one last has. */
const HOLD_ALONE = `
  const database = new (require("libsql"))(process.argv[1]);
  database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; PRAGMA user_version = 2");
  console.log("held");
  setTimeout(() => { database.exec("ROLLBACK"); database.close(); }, 500);`;

async function problemOf(file: string): Promise<unknown> {
  try {
    (await Simulator.open(file)).close();
    return undefined;
  } catch (error) {
    return error instanceof Error && "problem" in error ? error.problem : error;
  }
}

describe("a simulated vSphere in a file", () => {
  it("is held by who has it open, however often the same process opens it", async () => {
    const file = newFile();
    const first = await Simulator.open(file);
    const second = await Simulator.open(file);
    // Whoever finds that nobody else has the file takes its log away, under the feet of who has.
    advanceElsewhere(file);
    expect(existsSync(`${file}-wal`)).toBe(true);
    first.advance(60);
    advanceElsewhere(file);
    const start = Simulator.inMemory().nowSeconds;
    expect([first.nowSeconds, second.nowSeconds]).toEqual([start + 180, start + 180]);
    for (const simulator of [first, second]) simulator.close();
  });

  it("is the same world after it was closed and opened", async () => {
    const file = newFile();
    const simulator = await Simulator.open(file, { seed: "one" });
    await declareSmallEstate(simulator.backend, { keyPersistence: true });
    await simulator.backend.virtualMachines.create(machineSpec("app", { vtpm: true }));
    simulator.operators.inject({ kind: "unreachable", target: KEY_SERVER });
    simulator.advance(3700);
    simulator.operators.reboot(`${CLUSTER}/esx1`, "gracefully");
    const digest = simulator.digest();
    simulator.close();
    const again = await Simulator.open(file, { seed: "another" });
    expect([again.digest(), again.seed]).toEqual([digest, "one"]);
    again.advance(600);
    expect(again.estate().hosts.get(`${CLUSTER}/esx1`)?.present?.up).toBe(true);
    again.close();
  });

  it("is the same world as one in memory", async () => {
    const memory = Simulator.inMemory();
    const stored = await Simulator.open(newFile());
    for (const simulator of [memory, stored]) {
      await declareSmallEstate(simulator.backend);
      await simulator.backend.virtualMachines.create(machineSpec("app"));
      simulator.advance(7200);
    }
    expect(stored.digest()).toBe(memory.digest());
    stored.close();
  });

  it("shows each of two users what the other did", async () => {
    const file = newFile();
    const [one, two] = [await Simulator.open(file), await Simulator.open(file)];
    await declareSmallEstate(one.backend);
    expect(await two.backend.clusters.read(CLUSTER)).toBeDefined();
    await Promise.all([
      one.backend.virtualMachines.create(machineSpec("a")),
      two.backend.virtualMachines.create(machineSpec("b")),
      one.backend.virtualMachines.create(machineSpec("c")),
    ]);
    expect([...two.estate().virtualMachines.keys()]).toEqual(["vc/vm/a", "vc/vm/b", "vc/vm/c"]);
    expect(one.digest()).toBe(two.digest());
    one.close();
    two.close();
  });

  it("shows what another process did, and is opened by it meanwhile", async () => {
    const file = newFile();
    const simulator = await Simulator.open(file);
    await declareSmallEstate(simulator.backend);
    const before = simulator.nowSeconds;
    advanceElsewhere(file);
    expect(simulator.nowSeconds).toBe(before + 60);
    simulator.close();
  });

  it("waits to be read while another process has it alone", async () => {
    const file = newFile();
    advanceElsewhere(file);
    const holder = spawn(process.execPath, ["-e", HOLD_ALONE, file], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const isOver = once(holder, "exit");
    await once(holder.stdout, "data");
    expect((await Simulator.read(file)).seed).toBe("holdfast");
    expect(await isOver).toEqual([0, null]);
  });

  it("keeps nothing of an operation that failed", async () => {
    const file = newFile();
    const simulator = await Simulator.open(file);
    await declareSmallEstate(simulator.backend);
    simulator.operators.keyServerDown(KEY_SERVER);
    const digest = simulator.digest();
    await expect(simulator.backend.virtualMachines.create(machineSpec("app"))).rejects.toThrow();
    expect(simulator.digest()).toBe(digest);
    const other = await Simulator.open(file);
    expect(other.digest()).toBe(digest);
    simulator.close();
    other.close();
  });

  it("keeps nothing of an operation for which the disk has no room, and goes on after", async () => {
    const simulator = await Simulator.open(newFile(), { maximumPages: 40 });
    await declareSmallEstate(simulator.backend);
    let created = 0;
    const fill = async () => {
      for (; created < 500; created += 1) {
        await simulator.backend.virtualMachines.create(machineSpec(`vm${created}`));
      }
    };
    await expect(fill()).rejects.toMatchObject({ name: "VsphereFault", fault: "NoDiskSpace" });
    expect(created).toBeGreaterThan(0);
    expect(simulator.estate().virtualMachines.size).toBe(created);
    await simulator.backend.virtualMachines.destroy("vc/vm/vm0");
    expect(simulator.estate().virtualMachines.size).toBe(created - 1);
    simulator.close();
  });

  it("keeps what came in one turn in one transaction, without the one that failed", async () => {
    const file = newFile();
    const [simulator, other] = [await Simulator.open(file), await Simulator.open(file)];
    await declareSmallEstate(simulator.backend);
    const { virtualMachines } = simulator.backend;
    const named = (name: string) => virtualMachines.create(machineSpec(name));
    const [a, taken, b] = await Promise.allSettled([named("a"), named("a"), named("b")]);
    expect([a.status, taken.status, b.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(taken).toMatchObject({ reason: { fault: "AlreadyExists" } });
    const alone = Simulator.inMemory();
    await declareSmallEstate(alone.backend);
    for (const name of ["a", "b"]) await alone.backend.virtualMachines.create(machineSpec(name));
    expect([simulator.digest(), other.digest()]).toEqual([alone.digest(), alone.digest()]);
    simulator.close();
    other.close();
  });

  it("keeps nothing of what came in one turn if the disk has no room for all", async () => {
    const simulator = await Simulator.open(newFile(), { maximumPages: 40 });
    await declareSmallEstate(simulator.backend);
    const digest = simulator.digest();
    const names = Array.from({ length: 200 }, (_, i) => `vm${i}`);
    const created = await Promise.allSettled(
      names.map((name) => simulator.backend.virtualMachines.create(machineSpec(name))),
    );
    for (const each of created) {
      expect(each).toMatchObject({ status: "rejected", reason: { fault: "NoDiskSpace" } });
    }
    expect(simulator.digest()).toBe(digest);
    await simulator.backend.virtualMachines.create(machineSpec("vm0"));
    simulator.close();
  });

  it("is readable for its owner alone", async () => {
    const file = newFile();
    const simulator = await Simulator.open(file);
    await declareSmallEstate(simulator.backend);
    for (const name of [file, `${file}-wal`]) expect(statSync(name).mode & 0o077).toBe(0);
    simulator.close();
  });

  it("has one row for each object", async () => {
    const file = newFile();
    const simulator = await Simulator.open(file);
    await declareSmallEstate(simulator.backend);
    await simulator.backend.virtualMachines.create(machineSpec("app"));
    simulator.close();
    const database = new Database(file);
    const rows = database.prepare("SELECT kind, count(*) AS n FROM objects GROUP BY kind").all();
    const counts = new Map(rows.map((row) => Object.values(row as object) as [string, number]));
    expect([counts.get("virtualMachines"), counts.get("hosts")]).toEqual([1, 2]);
    // The host keys of both, and the key of the machine on both.
    expect(counts.get("hostKeys")).toBe(3);
    database.close();
  });
});

describe("what an older Holdfast wrote", () => {
  const LATER = {
    hosts: ["isNewToVcenter"],
    keyServers: ["protocol", "reconnect", "nbio"],
    virtualMachines: ["migrateEncryption", "ftEncryptionMode"],
  };

  /** Rows of keys, each of which was of one host. */
  function onHosts(rows: readonly (readonly [string, HostKeyRecord])[]) {
    return rows.flatMap(([, { keyId, holdings }]) =>
      holdings.flatMap(({ hosts, ...key }) =>
        hosts.map((host): [string, object] => [`${keyId}\n${host}`, { host, keyId, ...key }]),
      ),
    );
  }

  function withKeysOnHosts(tables: SnapshotTables<unknown>): SnapshotTables<unknown> {
    const rows = tables.hostKeys as [string, HostKeyRecord][] | undefined;
    return { ...tables, hostKeys: onHosts(rows ?? []) };
  }

  /** As format 1 had it: without the fields that came later. */
  function makeOlder(file: string): void {
    const database = new Database(file);
    const select = database.prepare("SELECT id, record FROM objects WHERE kind = 'hostKeys'");
    const rows = select.raw().all() as readonly (readonly string[])[];
    database.exec("DELETE FROM objects WHERE kind = 'hostKeys'");
    const put = database.prepare("INSERT INTO objects VALUES ('hostKeys', ?, ?)");
    const keys = rows.map(([id = "", record = ""]) => [id, JSON.parse(record)] as const);
    for (const [id, record] of onHosts(keys)) put.run(id, JSON.stringify(record));
    for (const [kind, names] of Object.entries(LATER)) {
      const fields = names.map((name) => `, '$.${name}'`).join("");
      const older = `json_remove(record${fields})`;
      database.exec(`UPDATE objects SET record = ${older} WHERE kind = '${kind}'`);
    }
    database.exec("PRAGMA user_version = 1");
    database.close();
  }

  function olderSnapshot(text: string): string {
    const tables = snapshotTables<Record<string, unknown>>(text);
    for (const [kind, names] of Object.entries(LATER)) {
      for (const [, record] of tables[kind] ?? []) for (const name of names) delete record[name];
    }
    return JSON.stringify({ format: "holdfast.simulator/1", tables: withKeysOnHosts(tables) });
  }

  it("is read as if nothing had been said of what came later", async () => {
    const file = newFile();
    const simulator = await Simulator.open(file);
    await declareSmallEstate(simulator.backend);
    await simulator.backend.virtualMachines.create(machineSpec("app"));
    const written = snapshotText(simulator);
    const byLines = snapshotOf(withKeysOnHosts(snapshotTables(written)));
    const third = Simulator.fromSnapshot(byLines.replace("simulator/4", "simulator/3"));
    const first = Simulator.fromSnapshot(olderSnapshot(written));
    simulator.close();
    makeOlder(file);
    const [looked, opened] = [await Simulator.read(file), await Simulator.open(file)];
    for (const older of [first, third, looked, opened, await Simulator.read(file)]) {
      expect(snapshotTables(snapshotText(older))).toEqual(snapshotTables(written));
    }
    await opened.backend.virtualMachines.destroy("vc/vm/app");
    expect((await Simulator.read(file)).digest()).toBe(opened.digest());
    opened.close();
  });

  it("is of this format once it was opened, so that it is not read without what is new", async () => {
    const file = newFile();
    (await Simulator.open(file)).close();
    makeOlder(file);
    const formatOf = () => {
      const database = new Database(file);
      const [format] = database.prepare("PRAGMA user_version").raw().get() as readonly number[];
      database.close();
      return format;
    };
    await Simulator.read(file);
    expect(formatOf()).toBe(1);
    (await Simulator.open(file)).close();
    expect(formatOf()).toBe(3);
  });
});

describe("a file that is something else", () => {
  it("is refused if it is not a database", async () => {
    const file = join(temporaryFolder(), "notes.txt");
    writeFileSync(file, "Buy milk. ".repeat(500));
    expect(await problemOf(file)).toBe("not-a-simulator");
    expect(readFileSync(file, "utf8")).toBe("Buy milk. ".repeat(500));
  });

  it("is refused if it is another program's database, and left as it is", async () => {
    const file = join(temporaryFolder(), "other.db");
    const database = new Database(file);
    database.exec("CREATE TABLE orders (id INTEGER)");
    database.close();
    const before = readFileSync(file);
    expect(await problemOf(file)).toBe("not-a-simulator");
    expect(readFileSync(file)).toEqual(before);
  });

  it("is refused if it is of a newer format", async () => {
    const file = newFile();
    (await Simulator.open(file)).close();
    const database = new Database(file);
    database.exec("PRAGMA user_version = 99");
    database.close();
    expect(await problemOf(file)).toBe("newer-format");
  });

  it("is refused if it is damaged", async () => {
    const file = newFile();
    (await Simulator.open(file)).close();
    const database = new Database(file);
    database.exec("DELETE FROM objects");
    database.close();
    expect(await problemOf(file)).toBe("damaged");
  });

  it.each([
    ["no JSON", '{"seed":"canary'],
    ["a number", "3"],
    ["nothing", "null"],
  ])("is refused with the place, and no text, of a row that holds %s", async (_, record) => {
    const file = newFile();
    const simulator = await Simulator.open(file);
    await declareSmallEstate(simulator.backend);
    simulator.close();
    const database = new Database(file);
    const sql = "UPDATE objects SET record = ? WHERE kind = 'hosts' AND id LIKE '%esx1'";
    database.prepare(sql).run(record);
    database.close();
    const refused = await Simulator.open(file).catch((error: unknown) => error);
    expect(refused).toMatchObject({ problem: "damaged" });
    expect(String(refused)).toContain(`the row of hosts for "${CLUSTER}/esx1"`);
    expect(String(refused)).not.toContain("canary");
  });

  it("is refused if it is a folder, or lies under a file", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "vsphere.db"));
    expect(await problemOf(join(folder, "vsphere.db"))).toBe("not-a-simulator");
    writeFileSync(join(folder, "file"), "");
    expect(await problemOf(join(folder, "file", "vsphere.db"))).toBe("no-access");
  });
});
