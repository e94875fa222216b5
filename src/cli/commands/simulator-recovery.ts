// holdfast simulator …: what drills, readiness and findings advise someone to do after an outage, or before one. vSphere
// refuses in its own words.

import { errorDiagnostic } from "../../model/diagnostic.js";
import type { CommandCall } from "../command-definition.js";
import { CommandFailed } from "../describe-failure.js";
import type { ExitCode } from "../exit-codes.js";
import { findHost } from "../find-host.js";
import { type Session, say } from "../session.js";
import { requireKnown } from "../unknown-places.js";
import { withEstate } from "../with-estate.js";

export function runUnlock(session: Session, call: CommandCall): Promise<ExitCode> {
  const [machine = ""] = call.args;
  return withEstate(session, call, (simulator) => {
    const { virtualMachines } = simulator.estate();
    requireKnown(machine, "virtual machine", virtualMachines);
    if (virtualMachines.get(machine)?.locked === false) {
      say(session, [[`${machine} is not locked: nothing changed.`]]);
    }
    simulator.operators.unlockVm(machine);
  });
}

export function runEnterRecoveryKey(session: Session, call: CommandCall): Promise<ExitCode> {
  const [host = "", recoveryKey = ""] = call.args;
  return withEstate(session, call, (simulator) => {
    const { path } = findHost(simulator.estate(), host);
    const failure = simulator.operators.enterRecoveryKey(path, recoveryKey);
    if (failure === null) return;
    throw new CommandFailed([errorDiagnostic("The host does not recover", `${path}: ${failure}`)]);
  });
}

export function runEnableEncryption(session: Session, call: CommandCall): Promise<ExitCode> {
  const [host = ""] = call.args;
  return withEstate(session, call, (simulator) => {
    const { path } = findHost(simulator.estate(), host);
    simulator.administrators.enableHostEncryption(path);
    say(session, [[`${path} is in encryption mode, and was sent every key that is to be had.`]]);
  });
}

export function runAutoBackup(session: Session, call: CommandCall): Promise<ExitCode> {
  const [host = ""] = call.args;
  return withEstate(session, call, (simulator) => {
    const { path } = findHost(simulator.estate(), host);
    simulator.operators.archiveNow(path);
    say(session, [[`${path}: the configuration is archived, with the keys that it keeps.`]]);
  });
}

export function runReinstall(session: Session, call: CommandCall): Promise<ExitCode> {
  const [host = ""] = call.args;
  return withEstate(session, call, (simulator) => {
    const { path } = findHost(simulator.estate(), host);
    simulator.operators.reinstall(path);
  });
}

export function runClearTpm(session: Session, call: CommandCall): Promise<ExitCode> {
  const [host = ""] = call.args;
  return withEstate(session, call, (simulator) => {
    const { path } = findHost(simulator.estate(), host);
    simulator.operators.clearTpm(path);
    say(session, [[`${path}: its TPM is cleared; the next boot shows what was sealed to it.`]]);
  });
}
