// holdfast simulator …: what administrators of vCenters and key servers do beside a program. vSphere refuses in its own
// words; a path that nothing has is told with those there are.

import { type Diagnostic, errorDiagnostic } from "../../model/diagnostic.js";
import type { CryptoKeyResult } from "../../simulator/key-removal.js";
import type { StartFailure } from "../../simulator/vm-start.js";
import type { Estate } from "../../vsphere/estate.js";
import type { CommandCall } from "../command-definition.js";
import { CommandFailed } from "../describe-failure.js";
import type { ExitCode } from "../exit-codes.js";
import { PASSWORD_VARIABLE } from "../password-variable.js";
import { print, type Session, say } from "../session.js";
import { requireKnown } from "../unknown-places.js";
import { UsageError } from "../usage-error.js";
import { withEstate } from "../with-estate.js";

export function runMakeKey(session: Session, call: CommandCall): Promise<ExitCode> {
  const [keyServer = "", name = ""] = call.args;
  return withEstate(session, call, (simulator) => {
    requireKnown(keyServer, "key server", simulator.estate().keyServers);
    print(session, [[simulator.operators.makeKey(keyServer, name)]]);
  });
}

export function runSwitchKey(session: Session, call: CommandCall): Promise<ExitCode> {
  const [state = "", keyServer = "", keyId = ""] = call.args;
  return withEstate(session, call, (simulator) => {
    const { keyServers } = simulator.estate();
    requireKnown(keyServer, "key server", keyServers);
    const held = keyServers.get(keyServer)?.heldKeyIds ?? new Set();
    requireKnown(keyId, "key", new Map([...held].map((id) => [id, keyServer])));
    simulator.operators.changeKey(keyServer, keyId, state === "active" ? "active" : "inactive");
    say(session, [[`${keyServer}: the key ${keyId} is ${state}.`]]);
  });
}

export function runDemandCredentials(session: Session, call: CommandCall): Promise<ExitCode> {
  const [keyServer = "", userName] = call.args;
  const password = session.terminal.env[PASSWORD_VARIABLE] ?? "";
  session.secrets.add(password);
  if (userName !== undefined && password === "") {
    throw new UsageError(`Set ${PASSWORD_VARIABLE} to the password that is to be demanded.`);
  }
  return withEstate(session, call, (simulator) => {
    requireKnown(keyServer, "key server", simulator.estate().keyServers);
    const credentials = userName === undefined ? null : { userName, password };
    simulator.operators.demandCredentials(keyServer, credentials);
    const demand =
      userName === undefined
        ? "no user name any more"
        : `the user name ${userName} and its password`;
    say(session, [[`${keyServer} demands ${demand}.`]]);
  });
}

export function runRemoveKeys(session: Session, call: CommandCall): Promise<ExitCode> {
  const [path = "", ...keyIds] = call.args;
  const force = call.options.has("force");
  return withEstate(session, call, (simulator) => {
    const { administrators } = simulator;
    const estate = simulator.estate();
    const { hosts, vcenters } = estate;
    requireKnown(path, "vCenter or host", new Map<string, unknown>([...vcenters, ...hosts]));
    const there = keysAt(estate, path);
    const results = hosts.has(path)
      ? administrators.removeKeysFromHost({ host: path, keyIds, force })
      : administrators.removeKeys({ vcenter: path, keyIds, force });
    for (const { keyId, fault } of results) {
      if (fault !== null) continue;
      const done = there.has(keyId) ? "is removed" : "was not there: nothing changed";
      say(session, [[`${path}: the key ${keyId} ${done}.`]]);
    }
    const kept = results.flatMap((result) => keptKey(path, result));
    if (kept.length > 0) throw new CommandFailed(kept);
  });
}

/** Ids of the keys of a host, or of all hosts and machines of a vCenter: by force one that is not there goes too. */
function keysAt({ hosts, virtualMachines }: Estate, path: string): ReadonlySet<string> {
  const isWithin = (each: { readonly path: string }) =>
    each.path === path || each.path.startsWith(`${path}/`);
  const ofHosts = [...hosts.values()].filter(isWithin).flatMap(({ present }) => {
    if (present === undefined) return [];
    const { hostKeyId, cachedKeyIds, storedKeyIds } = present;
    return [...(hostKeyId === null ? [] : [hostKeyId]), ...cachedKeyIds, ...storedKeyIds];
  });
  const ofMachines = [...virtualMachines.values()].filter(isWithin).flatMap((machine) => {
    const { homeKey, diskKeys } = machine;
    return [...(homeKey === null ? [] : [homeKey]), ...diskKeys].map(({ id }) => id);
  });
  return new Set([...ofHosts, ...ofMachines]);
}

function keptKey(path: string, { keyId, fault }: CryptoKeyResult): readonly Diagnostic[] {
  switch (fault) {
    case null:
      return [];
    case "ResourceInUse": {
      const use = `${path} did not remove the key ${keyId}: it is in use.`;
      const advice =
        "--force removes it all the same: machines of it lock, and hosts of it are crypto safe only until they reboot.";
      return [errorDiagnostic("A key is in use", `${use} ${advice}`)];
    }
    case "InvalidArgument": {
      const detail = `${path} has no key ${keyId}. "holdfast simulator show --json" lists those there are.`;
      return [errorDiagnostic("Unknown key", detail)];
    }
  }
}

export function runVmSnapshot(session: Session, call: CommandCall): Promise<ExitCode> {
  const [action = "", machine = "", name = ""] = call.args;
  return withEstate(session, call, (simulator) => {
    const { administrators } = simulator;
    requireKnown(machine, "virtual machine", simulator.estate().virtualMachines);
    if (action === "create") administrators.takeSnapshot(machine, name);
    else if (action === "revert") administrators.revertToSnapshot(machine, name);
    else administrators.removeSnapshot(machine, name);
    const done = { create: "created", revert: "what the machine is now", delete: "deleted" }[
      action
    ];
    say(session, [[`${machine}: the snapshot "${name}" is ${done}.`]]);
  });
}

export function runMove(session: Session, call: CommandCall): Promise<ExitCode> {
  const [path = "", to = ""] = call.args;
  return withEstate(session, call, (simulator) => {
    const { administrators, operators } = simulator;
    const { clusters, hosts, virtualMachines } = simulator.estate();
    if (hosts.has(path)) {
      requireKnown(to, "cluster", clusters);
      administrators.moveHost({ host: path, cluster: to });
      return;
    }
    const known = new Map<string, unknown>([...hosts, ...virtualMachines]);
    requireKnown(path, "host or virtual machine", known);
    requireKnown(to, "host", hosts);
    const vcenterOf = (cluster = "") => clusters.get(cluster)?.vcenter;
    const from = virtualMachines.get(path)?.cluster;
    const isWithin = vcenterOf(from) === vcenterOf(hosts.get(to)?.cluster);
    requireMoved(
      isWithin
        ? operators.vMotion(path, to)
        : administrators.vMotionAcrossVcenters({ vm: path, host: to }),
    );
  });
}

function requireMoved(failure: StartFailure | null): void {
  if (failure === null) return;
  throw new CommandFailed([errorDiagnostic("The virtual machine does not move", failure.sentence)]);
}
