// Rows of files and snapshots that an older Holdfast wrote, with what their records did not have yet. Nothing
// was ever said of it, and nothing of it ever happened.

import type { HeldKey, HostKeyRecord } from "./records.js";
import type { RecordKind, RowSource, Rows } from "./world.js";

/** Since format 2 of the file and of snapshots. */
const ADDED: { readonly [K in RecordKind]?: Partial<Rows[K]> } = {
  clusters: { role: "workload", hostKeyId: null },
  hosts: { isNewToVcenter: false },
  keyServers: {
    protocol: null,
    reconnect: null,
    nbio: null,
    userName: null,
    passwordProof: null,
  },
  standardKeyProviders: { passwordProof: null, clientCertificateIssuer: null },
  virtualMachines: { migrateEncryption: null, ftEncryptionMode: null },
};

/** Until format 2 of the file, and 3 of snapshots, each key on each host was a row. */
interface KeyOnHostRecord extends HeldKey {
  readonly host: string;
}

/** The same rows as records are now. */
export function completeRows(rowsOf: RowSource): RowSource {
  return <K extends RecordKind>(kind: K) => {
    if (kind === "hostKeys")
      return keysOnHosts(rowsOf("hostKeys")) as Iterable<readonly [string, Rows[K]]>;
    const added = ADDED[kind];
    if (added === undefined) return rowsOf(kind);
    const isWhole = (record: object) => Object.keys(added).every((name) => name in record);
    return [...rowsOf(kind)].map((row) => {
      const [id, record] = row;
      return isWhole(record) ? row : ([id, { ...record, ...added, ...record }] as const);
    });
  };
}

function* keysOnHosts(
  rows: Iterable<readonly [string, HostKeyRecord | KeyOnHostRecord]>,
): Generator<readonly [string, HostKeyRecord]> {
  for (const [id, record] of rows) {
    if ("holdings" in record) yield [id, record];
    else {
      const { keyId, host, ...key } = record;
      yield [id, { keyId, holdings: [{ ...key, hosts: [host] }] }];
    }
  }
}
