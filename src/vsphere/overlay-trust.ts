// Planned Trust Authorities and trusted key providers, laid over an estate.

import type { ObjectValue } from "../model/value.js";
import type { EstateKeyServer, EstateTrustAuthority } from "./estate.js";
import { NOT_KNOWN } from "./maybe.js";
import type { Draft, Planned } from "./overlay-estate.js";
import { isListUnknown, knownText, textsOf } from "./planned-attributes.js";
import { tpmIdentityOf } from "./trust-reach.js";

/** TPMs that are listed are trusted as they are, those too that were cleared since they were imported. */
export function overlayTrustAuthority(draft: Draft, id: string, { after }: Planned): void {
  draft.trustAuthorities.set(id, {
    path: id,
    vcenter: firstStep(id),
    cluster: knownText(after, "cluster") ?? "",
    trustedClusters: textsOf(after, "trusted_clusters") ?? [],
    baseImages: isListUnknown(after, "base_images")
      ? NOT_KNOWN
      : (textsOf(after, "base_images") ?? []),
    trustedTpms: trustedTpmsOf(draft, after),
  });
}

function trustedTpmsOf(draft: Draft, after: ObjectValue): EstateTrustAuthority["trustedTpms"] {
  if (isListUnknown(after, "trusted_tpms")) return NOT_KNOWN;
  const listed = textsOf(after, "trusted_tpms");
  if (listed === null) return null;
  const hosts = listed.flatMap((path) => draft.hosts.get(path) ?? []);
  return new Set(hosts.map(tpmIdentityOf));
}

/** Nobody attests its hosts any more. */
export function removeTrustAuthority(draft: Draft, id: string): void {
  draft.trustAuthorities.delete(id);
}

/** One that is made has its primary key made on the key servers too. */
export function overlayTrustedProvider(draft: Draft, id: string, { after }: Planned): void {
  const masterKeyId = knownText(after, "master_key_id") ?? "";
  const keyServers = textsOf(after, "key_servers") ?? [];
  const known = draft.keyProviders.get(id);
  const isNew = known === undefined;
  const refusedBy = known?.kind === "trusted" ? known.refusedBy : undefined;
  for (const path of isNew ? keyServers : []) {
    const server = draft.keyServers.get(path);
    if (server !== undefined) draft.keyServers.set(path, holding(server, masterKeyId));
  }
  draft.keyProviders.set(id, {
    kind: "trusted",
    path: id,
    vcenter: firstStep(id),
    name: id.slice(id.lastIndexOf("/") + 1),
    trustAuthority: knownText(after, "trust_authority") ?? "",
    masterKeyId,
    keyServers,
    ...(refusedBy === undefined ? {} : { refusedBy }),
  });
}

function holding(server: EstateKeyServer, keyId: string): EstateKeyServer {
  const { heldKeyIds } = server;
  if (heldKeyIds === undefined || heldKeyIds.has(keyId)) return server;
  return { ...server, heldKeyIds: new Set([...heldKeyIds, keyId]) };
}

function firstStep(id: string): string {
  return id.slice(0, id.indexOf("/"));
}
