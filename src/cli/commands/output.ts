// holdfast output [NAME]

import { suggestion } from "../../model/closest-name.js";
import { declaredOutputs } from "../../model/cross-stack-output.js";
import { errorDiagnostic } from "../../model/diagnostic.js";
import type { StateOutput } from "../../model/state.js";
import { isNumber } from "../../model/value.js";
import { formatValue } from "../../report/format-value.js";
import { outputsReport } from "../../report/state-report.js";
import type { CommandCall } from "../command-definition.js";
import { CommandFailed } from "../describe-failure.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import type { GivenOptions } from "../given-options.js";
import { print, printJson, type Session, widthOf } from "../session.js";
import { readStates, type StackState } from "../stack-states.js";
import { UsageError } from "../usage-error.js";

type Outputs = { readonly [name: string]: StateOutput };

export async function run(session: Session, { args, options }: CommandCall): Promise<ExitCode> {
  const [name] = args;
  if (options.has("raw") && name === undefined) throw new UsageError("--raw needs a name.");
  const states = await readStates(session, options);
  if (name !== undefined) printOne(session, options, { name, output: pick(states, name) });
  else if (options.has("json")) {
    const documents = states.map(({ stack, state }) => [stack, hideSensitive(state.outputs)]);
    printJson(session, documents.length === 1 ? documents[0]?.[1] : Object.fromEntries(documents));
  } else printAll(session, states);
  return EXIT_CODES.done;
}

function printAll(session: Session, states: readonly StackState[]): void {
  const reports = states.flatMap(({ stack, state }) => {
    const lines = outputsReport(state.outputs, widthOf(session));
    if (lines.length === 0) return [];
    return [states.length === 1 ? lines : [[`Stack ${stack}:`], [], ...lines, []]];
  });
  print(session, reports.length === 0 ? [["There are no outputs."]] : reports.flat());
}

function pick(states: readonly StackState[], name: string): StateOutput {
  const having = states.filter(({ state }) => Object.hasOwn(state.outputs, name));
  const [only] = having;
  if (having.length > 1) {
    const names = having.map(({ stack }) => stack).join(", ");
    const detail = `The stacks ${names} all have an output "${name}". Choose one with --stack.`;
    throw new CommandFailed([errorDiagnostic("Output in several stacks", detail)]);
  }
  return only?.state.outputs[name] ?? refuseUnknown(states, name);
}

function refuseUnknown(states: readonly StackState[], name: string): never {
  const names = states.flatMap(({ state }) => Object.keys(declaredOutputs(state.outputs)));
  const known = [...new Set(names)].sort();
  const list =
    known.length === 0
      ? "It has none at all: declare outputs, and apply."
      : `There are: ${known.join(", ")}.`;
  const detail = `The state has no output "${name}".${suggestion(name, known)} ${list}`;
  throw new CommandFailed([errorDiagnostic("Unknown output", detail)]);
}

interface NamedOutput {
  readonly name: string;
  readonly output: StateOutput;
}

function printOne(session: Session, options: GivenOptions, { name, output }: NamedOutput): void {
  const { value } = output;
  if (options.has("json")) printJson(session, value);
  else if (!options.has("raw")) print(session, [[formatValue(value)]]);
  else if (typeof value === "object" && !isNumber(value)) {
    throw new UsageError(`The output "${name}" is no single text, number or bool; take --json.`);
  } else session.terminal.out.write(String(value));
}

function hideSensitive(outputs: Outputs) {
  const entries = Object.entries(outputs).map(([name, { value, type, sensitive = false }]) => {
    return [name, { sensitive, type, ...(sensitive ? {} : { value }) }] as const;
  });
  return Object.fromEntries(entries);
}
