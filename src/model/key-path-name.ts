// The places a key can come from, in words.

import { unreachable } from "./invariant.js";
import type { KeyPathKind } from "./survival.js";

/** `keys stored on the host` */
export function keyPathName(kind: KeyPathKind): string {
  switch (kind) {
    case "host-memory":
      return "memory of the host";
    case "host-stored":
      return "keys stored on the host";
    case "vcenter-courier":
      return "key server through vCenter";
    case "trust-authority":
      return "key server through the Trust Authority";
    case "host-fetch":
      return "key server to the host itself";
    case "native-derivation":
      return "derived on the host";
    default:
      return unreachable(kind);
  }
}
