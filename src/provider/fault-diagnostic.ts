// A fault of vSphere as a diagnostic: one constant summary a fault, the backend's own sentence, and what to
// do about it where that is the same every time.

import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { VsphereFault, type VsphereFaultName } from "./backend.js";

const SUMMARIES: { readonly [name in VsphereFaultName]: string } = {
  AlreadyExists: "The object already exists in vSphere",
  NotFound: "vSphere does not know the object",
  InvalidArgument: "vSphere rejected a value",
  InvalidState: "vSphere cannot do this in the present state",
  NotSupported: "vSphere does not support this here",
  ResourceInUse: "The object is still in use",
  KeyProviderUnavailable: "The key provider is not available",
  HostNotCryptoSafe: "The host is not crypto safe",
  EncryptionKeyRequired: "A required encryption key is missing",
  HostCommunication: "vCenter cannot reach the host",
  NoDiskSpace: "There is no space left",
  CannotAccessFile: "The file cannot be accessed",
  CLIFault: "The host refused the esxcli command",
};

const REMEDIES: { readonly [name in VsphereFaultName]?: string } = {
  AlreadyExists: "To manage it here, import it: holdfast import ADDRESS ID.",
  ResourceInUse: "Move what uses it to something else first, then plan again.",
};

export function faultDiagnostic(fault: VsphereFault): Diagnostic {
  const remedy = REMEDIES[fault.fault];
  const detail = remedy === undefined ? fault.message : `${fault.message} ${remedy}`;
  return errorDiagnostic(SUMMARIES[fault.fault], detail);
}

/** The value of `action`, or the fault it ended in; anything else thrown is a bug and passes through. */
export async function catchFault<T>(action: () => Promise<T>): Promise<T | VsphereFault> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof VsphereFault) return error;
    throw error;
  }
}
