// The part of the port that is about native key providers. Everybody imports it with the rest, from backend.ts.

export interface NativeKeyProviderSpec {
  readonly vcenter: string;
  readonly name: string;
  readonly tpmRequired: boolean;
}

export interface NativeKeyProviderInfo extends NativeKeyProviderSpec {
  readonly keyId: string;
  /** SHA-256 (hex) of the last backup downloaded. */
  readonly backupDigest: string | null;
  readonly health: "OK" | "WARNING" | "ERROR";
  /** Paths of the vCenter and clusters whose default it is (vSphere API, KmipClusterInfo). */
  readonly defaultFor: readonly string[];
}

/** A native key provider made again from its backup, under the name and with the key that it had. */
export interface NativeBackupImport {
  readonly vcenter: string;
  readonly file: Uint8Array;
  readonly password: string | null;
  readonly tpmRequired: boolean;
}

export interface NativeKeyProviderOperations {
  create(spec: NativeKeyProviderSpec): Promise<NativeKeyProviderInfo>;
  read(path: string): Promise<NativeKeyProviderInfo | undefined>;
  /**
   * Export and download in one: the bytes of the encrypted backup, which is what makes the provider
   * usable. The caller keeps the file.
   */
  exportBackup(path: string, password: string | null): Promise<Uint8Array>;
  importBackup(backup: NativeBackupImport): Promise<NativeKeyProviderInfo>;
  remove(path: string): Promise<void>;
}
