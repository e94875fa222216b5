// How a planned object of each resource type changes the facts of an estate. Defaults are those that the
// schema of the type documents. A fact that a change does not touch stays as the backend has it.

import type { EstateDraft } from "./estate-draft.js";
import { overlayHost } from "./overlay-host.js";
import { overlayMachine } from "./overlay-machine.js";
import type { PlannedAttributes } from "./planned-attributes.js";

export interface PlannedFacts {
  /** Inventory path. */
  readonly id: string;
  readonly attributes: PlannedAttributes;
  readonly isNew: boolean;
}

export interface Overlay {
  put(draft: EstateDraft, planned: PlannedFacts): void;
  remove(draft: EstateDraft, id: string): void;
}

const KMIP_PORT_DEFAULT = 5696;
const DEFAULT_SITE = "default";

const vcenter: Overlay = {
  put: (draft, { id, attributes }) => {
    const known = draft.vcenters.get(id);
    draft.vcenters.set(id, {
      path: id,
      version: attributes.textOr("version", known?.version ?? ""),
      site: attributes.textOr("site", DEFAULT_SITE),
      runsOn: attributes.text("runs_on"),
      defaultKeyProvider: known?.defaultKeyProvider ?? null,
    });
  },
  remove: (draft, id) => draft.vcenters.delete(id),
};

const cluster: Overlay = {
  put: (draft, { id, attributes }) => {
    draft.clusters.set(id, {
      path: id,
      vcenter: attributes.textOr("vcenter", ""),
      ha: attributes.flagOr("ha", true),
      cryptoMode: attributes.wordOr("crypto_mode", ["onDemand", "forceEnable"], "onDemand"),
      storage: attributes.wordOr("storage", ["shared", "local"], "shared"),
      hostKeyProvider: attributes.text("host_key_provider"),
      defaultKeyProvider: draft.clusters.get(id)?.defaultKeyProvider ?? null,
    });
  },
  remove: (draft, id) => draft.clusters.delete(id),
};

const keyServer: Overlay = {
  put: (draft, { id, attributes }) => {
    const known = draft.keyServers.get(id);
    const address = attributes.textOr("address", "");
    const replicationGroup = attributes.text("replication_group");
    const isSameServer = known?.address === address && known.replicationGroup === replicationGroup;
    const held = isSameServer ? known : serverWithTheSameKeys(draft, { address, replicationGroup });
    draft.keyServers.set(id, {
      path: id,
      vcenter: attributes.textOr("vcenter", ""),
      address,
      port: attributes.number("port") ?? KMIP_PORT_DEFAULT,
      site: attributes.textOr("site", DEFAULT_SITE),
      replicationGroup,
      certificateNotBeforeSeconds: attributes.seconds("certificate_not_before"),
      certificateNotAfterSeconds: attributes.seconds("certificate_not_after"),
      runsOn: attributes.text("runs_on"),
      heldKeyIds: held?.heldKeyIds ?? new Set(),
      inactiveKeyIds: held?.inactiveKeyIds ?? new Set(),
    });
  },
  remove: (draft, id) => draft.keyServers.delete(id),
};

/** Keys belong to a replication group, else to the machine at an address. */
function serverWithTheSameKeys(
  draft: EstateDraft,
  { address, replicationGroup }: { address: string; replicationGroup: string | null },
) {
  for (const server of draft.keyServers.values()) {
    if (replicationGroup !== null) {
      if (server.replicationGroup === replicationGroup) return server;
    } else if (server.replicationGroup === null && server.address === address) return server;
  }
  return undefined;
}

const standardKeyProvider: Overlay = {
  put: (draft, { id, attributes }) => {
    draft.keyProviders.set(id, {
      kind: "standard",
      path: id,
      vcenter: attributes.textOr("vcenter", ""),
      name: attributes.textOr("name", ""),
      keyServers: attributes.texts("key_servers") ?? [],
      clientTrustsServer: attributes.flagOr("client_trusts_server", true),
      serverTrustsClient: attributes.flagOr("server_trusts_client", true),
      clientCertificateNotAfterSeconds: attributes.seconds("client_certificate_not_after"),
    });
  },
  remove: (draft, id) => draft.keyProviders.delete(id),
};

const nativeKeyProvider: Overlay = {
  put: (draft, { id, attributes }) => {
    const known = draft.keyProviders.get(id);
    const isBackedUp = known?.kind === "native" && known.backedUp === true;
    const backup = attributes.nestedOrNull("backup");
    // A password is write-only, so a plan shows no more of it than its version.
    const hadPassword = known?.kind === "native" ? known.backupHasPassword : "unknown";
    const hasVersion = backup !== null && backup.number("password_version") !== null;
    draft.keyProviders.set(id, {
      kind: "native",
      path: id,
      vcenter: attributes.textOr("vcenter", ""),
      name: attributes.textOr("name", ""),
      tpmRequired: attributes.flagOr("tpm_required", true),
      backedUp: backup !== null || isBackedUp,
      backupHasPassword: hasVersion ? true : hadPassword,
    });
  },
  remove: (draft, id) => draft.keyProviders.delete(id),
};

const defaultKeyProvider: Overlay = {
  put: (draft, { attributes }) => {
    const entity = attributes.textOr("entity", "");
    setDefault(draft, entity, attributes.maybeText("key_provider"));
  },
  remove: (draft, id) => setDefault(draft, id.replace(/\/default-kp$/, ""), null),
};

function setDefault(draft: EstateDraft, entity: string, defaultKeyProvider: string | null): void {
  const vcenterFacts = draft.vcenters.get(entity);
  if (vcenterFacts !== undefined) {
    draft.vcenters.set(entity, { ...vcenterFacts, defaultKeyProvider });
  }
  const clusterFacts = draft.clusters.get(entity);
  if (clusterFacts !== undefined) {
    draft.clusters.set(entity, { ...clusterFacts, defaultKeyProvider });
  }
}

const networkPath: Overlay = {
  put: (draft, { id, attributes }) => {
    draft.networkPaths.set(id, {
      fromSite: attributes.textOr("from_site", ""),
      fromRole: attributes.wordOr("from_role", ["vcenter", "host"], "vcenter"),
      toSite: attributes.textOr("to_site", ""),
      port: attributes.number("port") ?? KMIP_PORT_DEFAULT,
      allowed: attributes.flagOr("allowed", true),
    });
  },
  remove: (draft, id) => draft.networkPaths.delete(id),
};

const survivalFloor: Overlay = {
  put: (draft, { id, attributes }) => {
    draft.floors.set(id, {
      name: attributes.textOr("name", ""),
      scenario: attributes.textOr("scenario", ""),
      workloads: attributes.texts("workloads"),
      maxLost: attributes.number("max_lost") ?? 0,
      reason: attributes.textOr("reason", ""),
    });
  },
  remove: (draft, id) => draft.floors.delete(id),
};

const host: Overlay = { put: overlayHost, remove: (draft, id) => draft.hosts.delete(id) };

const virtualMachine: Overlay = {
  put: overlayMachine,
  remove: (draft, id) => draft.virtualMachines.delete(id),
};

/** By resource type. */
export const OVERLAYS: { readonly [type: string]: Overlay } = {
  holdfast_vcenter: vcenter,
  holdfast_cluster: cluster,
  holdfast_host: host,
  holdfast_key_server: keyServer,
  holdfast_standard_key_provider: standardKeyProvider,
  holdfast_native_key_provider: nativeKeyProvider,
  holdfast_default_key_provider: defaultKeyProvider,
  holdfast_virtual_machine: virtualMachine,
  holdfast_network_path: networkPath,
  holdfast_survival_floor: survivalFloor,
};
