// Hops of the key paths of vSAN with their sentences: from a key server to the host itself.

import type { Hop, ReasonCode } from "../model/survival.js";
import type { EstateHost, EstateKey } from "./estate.js";
import { hop, serverPhrase } from "./hops.js";
import { hostFetchReason, hostServerReason } from "./host-reach.js";
import { NOT_KNOWN } from "./maybe.js";
import type { Reach } from "./reach.js";

/** Key server to host: what the host was told, and which of the key servers gives it the key. */
export function hostFetchHop(reach: Reach, host: EstateHost, key: EstateKey): Hop {
  const group = host.present?.diskGroup;
  const access = group?.access ?? null;
  const cutOffFrom = group?.cutOffFrom ?? new Set<string>();
  const request = { access, cutOffFrom, key };
  const reason: ReasonCode =
    key.provider === NOT_KNOWN ? "NOT_KNOWN_UNTIL_APPLY" : hostFetchReason(reach, host, request);
  const states = (access?.keyServers ?? []).map((path) => {
    const server = reach.estate.keyServers.get(path);
    if (server === undefined) return `${path} does not exist`;
    const why = hostServerReason(reach, host, { server, key, cutOffFrom, client: access ?? {} });
    return serverPhrase(server, why, host.path);
  });
  const end = access?.clientCertificateNotAfterSeconds ?? null;
  const isExpired = end !== null && end <= reach.conditions.nowSeconds;
  const told = { reason, states, isExpired };
  return hop(`key servers -> ${host.path}`, reason, sentenceOf(host, told));
}

function sentenceOf(
  { path }: EstateHost,
  told: {
    readonly reason: ReasonCode;
    readonly states: readonly string[];
    readonly isExpired: boolean;
  },
): string {
  const { reason, states, isExpired } = told;
  switch (reason) {
    case "OK":
      return `A key server delivers the key to ${path} itself.`;
    case "KEY_SERVERS_NOT_TOLD":
      return `${path} does not know which key servers to ask: vCenter has not told it.`;
    case "NOT_KNOWN_UNTIL_APPLY":
      return "Which key provider issues the key is known only after apply.";
    case "TRUST_INCOMPLETE":
      return `${path} and the key servers do not trust each other yet.`;
    default:
      if (isExpired) return `The copy of the client certificate on ${path} has expired.`;
      return states.length === 0
        ? `${path} was told of no key server.`
        : `No key server delivers the key to ${path}: ${states.join("; ")}.`;
  }
}
