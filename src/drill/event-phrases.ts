// What happens in a scenario, in words: `vc01/edge/esx01 loses power`.

import { type Action, faultName } from "./schedule.js";

/** Without a full stop. */
export function eventText(action: Action): string {
  switch (action.kind) {
    case "fault-begins":
      return `${faultName(action.fault)} ${BEGINS[action.fault.kind]}`;
    case "fault-ends":
      return `${faultName(action.fault)} is back`;
    case "power-lost":
      return `${action.host} loses power`;
    case "rebooted":
      return `${action.host} is rebooted`;
    case "tpm-cleared":
      return `the TPM of ${action.host} is cleared`;
    case "firmware-updated":
      return `the firmware of ${action.host} is updated`;
    case "reinstalled":
      return `ESXi is installed anew on ${action.host}`;
    case "powered-on":
      return `${action.host} is switched on`;
    case "recovery-key-entered":
      return `the recovery key of ${action.host} is typed in`;
  }
}

const BEGINS = {
  "key-server-unreachable": "is unreachable",
  "certificate-expired": "has an expired certificate",
  "keys-refused": "refuses keys",
  "keys-deactivated": "has the keys of machines deactivated",
  "key-provider-deleted": "is deleted",
  "vcenter-down": "goes down",
  "trust-authority-host-unreachable": "is unreachable",
  "link-cut": "is cut",
} as const;
