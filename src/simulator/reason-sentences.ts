// Reasons in words, for the faults of operations that could not get a key. Where the vendor has a text, it is
// that text.

import type { ReasonCode } from "../model/survival.js";

/** What a key was wanted from, and for which host. */
export interface KeyPlace {
  /** Key provider by name, if one was found. */
  readonly provider: string | null;
  readonly host: string;
}

/** A clause such as `no key server of "skp" answers`. */
export function reasonClause(reason: ReasonCode, { provider, host }: KeyPlace): string {
  const name = provider ?? "the default key provider";
  const clauses: { readonly [reason in ReasonCode]?: string } = {
    HOST_DOWN: `${host} is down`,
    VCENTER_DOWN: "vCenter is down",
    VCENTER_UNREACHABLE: `vCenter and ${host} do not reach each other`,
    NETWORK_PATH_CLOSED: "a firewall is in between",
    TRUST_INCOMPLETE: `vCenter and the key servers of "${name}" do not trust each other yet`,
    CERTIFICATE_EXPIRED: `a certificate of "${name}" or of its key servers is not valid now`,
    CREDENTIALS_REFUSED: `the key servers of "${name}" demand another user name or password (QLC_ERR_VALUE_MISSING without one)`,
    PROVIDER_UNREACHABLE: `no key server of "${name}" answers`,
    KEY_SERVERS_NOT_TOLD: `vCenter has not told ${host} which key servers to ask`,
    PROVIDER_NOT_FOUND: `there is no key provider "${name}"`,
    PROVIDER_REPLACED: `"${name}" was made anew and has another key to derive or unwrap with`,
    PROVIDER_NOT_BACKED_UP: `Key provider ${name} requires backup`,
    PROVIDER_REQUIRES_TPM: `TPM2 device is required: "${name}" takes only hosts with a TPM`,
    PROVIDER_UNSUPPORTED_VERSION: `${host} or its vCenter is too old for "${name}"`,
    NO_DEFAULT_PROVIDER: "no default key provider is set",
    TRUST_AUTHORITY_UNREACHABLE: `no Trust Authority host answers ${host}`,
    HOST_NOT_TRUSTED: `${host} is in no cluster that the Trust Authority of "${name}" serves`,
    HOST_NOT_ATTESTED: `${host} is not attested`,
    KEY_MISSING_ON_SERVER: `the key servers of "${name}" do not have the key`,
    KEY_REFUSED: `the key servers of "${name}" answer and deliver no key`,
    WRAPPING_KEY_MISSING: `the key servers of "${name}" do not have the wrapping key`,
    WRAPPING_KEY_INACTIVE: `the wrapping key is deactivated on the key servers of "${name}"`,
    KEY_INACTIVE: `the key is deactivated on the key servers of "${name}"`,
  };
  return `${clauses[reason] ?? "the key is not to be had"} (${reason})`;
}
