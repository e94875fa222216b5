// What a scenario threatens with, as the end of a sentence: "workloads would no longer survive …".

import { builtInScenario } from "../drill/resolve-scenario.js";
import type { Scenario } from "../drill/scenario.js";

/** What is said of the scenarios that come with Holdfast; `{length}` is how long they last. */
const THREATS: Readonly<Record<string, string>> = {
  "provider-outage": "a {length} outage of the key providers",
  "wan-partition": "a {length} cut of the links between sites",
  "rolling-reboot": "a rolling reboot of the hosts",
  "vcenter-outage": "a {length} outage of vCenter",
  "trust-authority-outage": "a {length} outage of the Trust Authority",
  "site-power-loss": "a loss of power everywhere",
  "disaster-recovery-site": "the loss of the vCenter sites for {length}",
  "certificate-expired": "certificates of key servers that expire for {length}",
  "unusable-key-server": "{length} of key servers that deliver no key",
  "key-deactivated": "the deactivation of the machines' keys for {length}",
  "provider-deleted": "the deletion of the key providers for {length}",
  "tpm-cleared": "a clearing of the hosts' TPMs",
  "tpm-cleared-without-recovery-key": "a clearing of the hosts' TPMs without recovery keys",
  "firmware-update": "a firmware update of the hosts",
  "host-reimaged": "a {length} outage of the key servers with a host installed anew",
};

/** `a 72-hour outage of the key providers`; of a scenario of one's own its name. */
export function threatOf(scenario: Scenario): string {
  const { name, outageSeconds, description } = scenario;
  const known = builtInScenario(name)?.description === description ? THREATS[name] : undefined;
  if (known === undefined) return `the scenario ${name}`;
  const [number, unit] = lengthOf(outageSeconds);
  const isAttributive = known.startsWith("a {length}");
  const plural = number === 1 ? unit : `${unit}s`;
  return known.replace("{length}", isAttributive ? `${number}-${unit}` : `${number} ${plural}`);
}

function lengthOf(seconds: number): readonly [number, string] {
  if (seconds % 3600 === 0) return [seconds / 3600, "hour"];
  if (seconds % 60 === 0) return [seconds / 60, "minute"];
  return [seconds, "second"];
}
