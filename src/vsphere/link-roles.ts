// What stands at the ends of a link, in the words of faults, scenarios and key paths.

/** A Trust Authority host, as what serves trusted hosts and asks key servers for them, is no mere host. */
export const LINK_ROLES = ["vcenter", "host", "keyServer", "trustAuthorityHost"] as const;

export type LinkRole = (typeof LINK_ROLES)[number];
