// Rows of files and snapshots that an older Holdfast wrote, with what their records did not have yet. Nothing
// was ever said of it, and nothing of it ever happened.

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
  standardKeyProviders: { passwordProof: null },
  virtualMachines: { migrateEncryption: null, ftEncryptionMode: null },
};

/** The same rows with every field that records have now. */
export function completeRows(rowsOf: RowSource): RowSource {
  return <K extends RecordKind>(kind: K) => {
    const added = ADDED[kind];
    if (added === undefined) return rowsOf(kind);
    const isWhole = (record: object) => Object.keys(added).every((name) => name in record);
    return [...rowsOf(kind)].map((row) => {
      const [id, record] = row;
      return isWhole(record) ? row : ([id, { ...record, ...added, ...record }] as const);
    });
  };
}
