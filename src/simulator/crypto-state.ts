// The crypto state of a host, as a table of transitions (vSphere API: CryptoManagerHostPrepare, -Enable,
// ChangeKey_Task, -Disable). Pure: what a state means for a machine is decided where machines start.

import type { CryptoState, VsphereFaultName } from "../provider/backend.js";

export type CryptoCall =
  | { readonly call: "prepare" }
  | { readonly call: "enable"; readonly keyId: string }
  | { readonly call: "changeKey"; readonly keyId: string }
  | { readonly call: "disable" }
  /** `HostSystem.ConfigureCryptoKey` through vCenter, which takes every step that is missing. */
  | { readonly call: "configure"; readonly keyId: string }
  | { readonly call: "reboot" };

/** A state, and the id of the host key while there is one. */
export interface CryptoStanding {
  readonly state: CryptoState;
  readonly keyId: string | null;
}

export interface CryptoRefusal {
  readonly fault: Extract<VsphereFaultName, "InvalidState" | "AlreadyExists">;
  readonly sentence: string;
}

/** Where a call leads from `from`, or the fault it ends in. */
export function nextCryptoState(
  from: CryptoStanding,
  call: CryptoCall,
): CryptoStanding | CryptoRefusal {
  switch (call.call) {
    case "prepare":
      return from.state === "incapable"
        ? { state: "prepared", keyId: null }
        : wrongState(from, call);
    case "enable":
      return enable(from, call.keyId);
    case "changeKey":
      return from.state === "safe" ? { state: "safe", keyId: call.keyId } : wrongState(from, call);
    case "disable":
      return disable(from, call);
    case "configure":
      return { state: "safe", keyId: call.keyId };
    case "reboot":
      return { state: "incapable", keyId: null };
  }
}

export function isRefusal(answer: CryptoStanding | CryptoRefusal): answer is CryptoRefusal {
  return "fault" in answer;
}

function enable(from: CryptoStanding, keyId: string): CryptoStanding | CryptoRefusal {
  if (from.state === "prepared") return { state: "safe", keyId };
  if (from.state !== "safe") return wrongState(from, { call: "enable", keyId });
  if (from.keyId === keyId) return from;
  const sentence = "The host is crypto safe with another host key.";
  return { fault: "AlreadyExists", sentence };
}

function disable(from: CryptoStanding, call: CryptoCall): CryptoStanding | CryptoRefusal {
  if (from.state === "safe") return { state: "pendingIncapable", keyId: from.keyId };
  if (from.state === "prepared") return { state: "incapable", keyId: null };
  return wrongState(from, call);
}

function wrongState(from: CryptoStanding, { call }: CryptoCall): CryptoRefusal {
  return { fault: "InvalidState", sentence: `A host that is ${from.state} does not take ${call}.` };
}
