// What a simulated vSphere tells about itself while time passes: a closed list, so that a drill's timeline
// and its readers know every kind there is. An event says what happened, never what it means for survival.

export const SIMULATOR_EVENT_KINDS = [
  "host-crashed",
  "host-moved",
  "host-power-lost",
  "host-shut-down",
  "host-booted",
  "host-boot-stopped",
  "host-crypto-safe",
  "host-key-renewed",
  "host-reinstalled",
  "recovery-key-entered",
  "tpm-cleared",
  "tpm-failed",
  "boot-disk-moved",
  "firmware-changed",
  "configuration-archived",
  "configuration-torn",
  "keys-pushed",
  "derivation-key-pushed",
  "host-attested",
  "host-not-attested",
  "trusted-key-fetched",
  "key-removed",
  "disk-group-mounted",
  "disk-group-unmounted",
  "vsan-readable",
  "vsan-unreadable",
  "key-provider-unhealthy",
  "key-provider-healthy",
  "key-provider-not-backed-up",
  "wrapping-key-rotated",
  "message-undelivered",
  "vcenter-down",
  "vcenter-up",
  "key-server-down",
  "key-server-up",
  "vm-lost-host",
  "vm-started",
  "vm-start-failed",
  "vm-stopped",
  "vm-locked",
  "vm-unlocked",
  "vm-moved",
  "fault-injected",
  "fault-healed",
] as const;

export type SimulatorEventKind = (typeof SIMULATOR_EVENT_KINDS)[number];

export interface SimulatorEvent {
  /** Unix seconds of the simulated clock. */
  readonly atSeconds: number;
  readonly kind: SimulatorEventKind;
  /** Inventory path, or a link `A -> B`. */
  readonly subject: string;
  /** A full sentence, with the vendor's words where there are any. */
  readonly text: string;
}
