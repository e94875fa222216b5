// holdfast simulator …: hands on the simulated vSphere. Each command opens the file, does one thing, tells what
// happened, and closes it.

import { resolve } from "node:path";
import { describeFault } from "../../files/file-fault.js";
import { NODE_FILES } from "../../files/file-system.js";
import { writeFileAtomically } from "../../files/write-file.js";
import { suggestion } from "../../model/closest-name.js";
import { type Diagnostic, errorDiagnostic } from "../../model/diagnostic.js";
import { unreachable } from "../../model/invariant.js";
import { faultId } from "../../simulator/fault-id.js";
import type { FaultRecord } from "../../simulator/records.js";
import type { Simulator } from "../../simulator/simulator.js";
import type { CommandCall } from "../command-definition.js";
import { CommandFailed } from "../describe-failure.js";
import { estateJson, estateLines } from "../estate-lines.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { findHost } from "../find-host.js";
import { parseDuration } from "../parse-duration.js";
import { parseFault } from "../parse-fault.js";
import { print, printJson, type Session, say } from "../session.js";
import { readExistingEstate } from "../simulated-estate.js";
import { findUnknownPlaces } from "../unknown-places.js";
import { UsageError } from "../usage-error.js";
import { type Act, withEstate } from "../with-estate.js";

export function runShow(session: Session, call: CommandCall): Promise<ExitCode> {
  const show: Act = (simulator, file) => {
    const { seed, faults } = simulator;
    const shown = { file, seed, estate: simulator.estate(), faults };
    if (call.options.has("json")) printJson(session, estateJson(shown));
    else print(session, estateLines(shown));
  };
  return withEstate(session, call, show, readExistingEstate);
}

export function runAdvance(session: Session, call: CommandCall): Promise<ExitCode> {
  const [text = ""] = call.args;
  const seconds = parseDuration(text);
  if (seconds === undefined) throw new UsageError(`"${text}" is no duration, such as 30m or 72h.`);
  return withEstate(session, call, (simulator) => {
    simulator.advance(seconds);
    const clock = new Date(simulator.nowSeconds * 1_000).toISOString();
    print(session, [[`The clock is at ${clock}.`]]);
  });
}

export function runInject(session: Session, call: CommandCall): Promise<ExitCode> {
  const [kind = "", ...targets] = call.args;
  const fault = parseFault(kind, targets);
  return withEstate(session, call, (simulator) => {
    const { operators, faults } = simulator;
    const unknown = findUnknownPlaces(fault, simulator.estate());
    if (unknown.length > 0) throw new CommandFailed(unknown);
    if (isAmong(faults, fault)) say(session, [["It is there already: nothing changed."]]);
    operators.inject(fault);
  });
}

export function runHeal(session: Session, call: CommandCall): Promise<ExitCode> {
  const [kind = "", ...targets] = call.args;
  if (kind === "all") {
    return withEstate(session, call, ({ operators, faults }) => {
      if (faults.length === 0) say(session, [["There are no faults: nothing changed."]]);
      operators.healAll();
    });
  }
  const fault = parseFault(kind, targets);
  return withEstate(session, call, ({ operators, faults }) => {
    if (!isAmong(faults, fault)) throw new CommandFailed([noFault(fault, faults)]);
    operators.heal(fault);
  });
}

function isAmong(faults: readonly FaultRecord[], fault: FaultRecord): boolean {
  return faults.some((other) => faultId(other) === faultId(fault));
}

/** Whoever mistypes what to heal must not believe that it is healed. */
function noFault(fault: FaultRecord, faults: readonly FaultRecord[]): Diagnostic {
  const known = faults.map(faultId);
  const list = known.length === 0 ? "There are no faults." : `There are: ${known.join("; ")}.`;
  return errorDiagnostic("No such fault", `There is no fault "${faultId(fault)}". ${list}`);
}

export function runReboot(session: Session, call: CommandCall): Promise<ExitCode> {
  const [host = ""] = call.args;
  const how = call.options.has("abruptly") ? "abruptly" : "gracefully";
  return withEstate(session, call, (simulator) => {
    const { path } = findHost(simulator.estate(), host);
    simulator.operators.reboot(path, how);
  });
}

export function runPower(session: Session, call: CommandCall): Promise<ExitCode> {
  const [state = "", path = ""] = call.args;
  return withEstate(session, call, (simulator) => {
    const switched = switchedAt(simulator, path);
    if (state === "on") powerOn(switched);
    else powerOff(switched);
    // What is due at once: HA's first try.
    simulator.advance(0);
  });
}

function powerOn({ operators, ...rest }: Switched): void {
  switch (rest.kind) {
    case "host":
      operators.powerOn(rest.path);
      return;
    case "vcenter":
      operators.vcenterUp(rest.path);
      return;
    case "key-server":
      operators.keyServerUp(rest.path);
      return;
    case "machine":
      startMachine(operators, rest.path);
      return;
    default:
      unreachable(rest.kind);
  }
}

function startMachine(operators: Simulator["operators"], path: string): void {
  const failure = operators.startVm(path);
  if (failure === null) return;
  throw new CommandFailed([
    errorDiagnostic("The virtual machine does not start", failure.sentence),
  ]);
}

function powerOff({ operators, ...rest }: Switched): void {
  switch (rest.kind) {
    case "host":
      operators.powerLoss(rest.path);
      return;
    case "vcenter":
      operators.vcenterDown(rest.path);
      return;
    case "key-server":
      operators.keyServerDown(rest.path);
      return;
    case "machine":
      operators.stopVm(rest.path);
      return;
    default:
      unreachable(rest.kind);
  }
}

interface Switched {
  readonly operators: Simulator["operators"];
  readonly kind: "host" | "vcenter" | "key-server" | "machine";
  readonly path: string;
}

function switchedAt(simulator: Simulator, path: string): Switched {
  const estate = simulator.estate();
  const { operators } = simulator;
  if (estate.hosts.has(path)) return { operators, kind: "host", path };
  if (estate.vcenters.has(path)) return { operators, kind: "vcenter", path };
  if (estate.keyServers.has(path)) return { operators, kind: "key-server", path };
  if (estate.virtualMachines.has(path)) return { operators, kind: "machine", path };
  const known = [estate.hosts, estate.vcenters, estate.keyServers, estate.virtualMachines];
  const near = suggestion(
    path,
    known.flatMap((each) => [...each.keys()]),
  );
  const detail = `The simulated vSphere has no "${path}".${near} "holdfast simulator show" lists what it has.`;
  throw new CommandFailed([errorDiagnostic("Nothing of that path", detail)]);
}

export function runSnapshot(session: Session, call: CommandCall): Promise<ExitCode> {
  const [name = ""] = call.args;
  const target = resolve(session.terminal.cwd, name);
  const keep: Act = async (simulator) => {
    await writeSnapshot(target, simulator.snapshot());
    say(session, [[`The estate is in ${target}. It holds key bytes: keep it to yourself.`]]);
  };
  return withEstate(session, call, keep, readExistingEstate);
}

async function writeSnapshot(path: string, text: Iterable<string>): Promise<void> {
  try {
    await writeFileAtomically(NODE_FILES, path, text, { permissions: 0o600 });
  } catch (error) {
    const summary = "The snapshot could not be written";
    throw new CommandFailed([describeFault(error, { summary, doing: "written", path })]);
  }
}

export async function runEsxcliCommand(session: Session, call: CommandCall): Promise<ExitCode> {
  const [host = "", ...argv] = call.args;
  let code: ExitCode = EXIT_CODES.done;
  await withEstate(session, call, (simulator) => {
    const { path } = findHost(simulator.estate(), host);
    const result = simulator.esxcli(path, argv);
    // As esxcli itself: what failed is said on stdout too.
    session.terminal.out.write(result.stdout);
    code = result.exitCode;
  });
  return code;
}
