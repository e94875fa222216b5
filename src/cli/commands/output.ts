// holdfast output [NAME]

import { suggestion } from "../../model/closest-name.js";
import { declaredOutputs } from "../../model/cross-stack-output.js";
import { errorDiagnostic } from "../../model/diagnostic.js";
import type { StateOutput } from "../../model/state.js";
import { formatValue } from "../../report/format-value.js";
import { outputsReport } from "../../report/state-report.js";
import type { CommandCall } from "../command-definition.js";
import { CommandFailed } from "../describe-failure.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import type { GivenOptions } from "../given-options.js";
import { print, printJson, type Session, widthOf } from "../session.js";
import { readStates } from "../stack-states.js";
import { UsageError } from "../usage-error.js";

type Outputs = { readonly [name: string]: StateOutput };

export async function run(session: Session, { args, options }: CommandCall): Promise<ExitCode> {
  const [name] = args;
  if (options.has("raw") && name === undefined) throw new UsageError("--raw needs a name.");
  const states = await readStates(session, options);
  const outputs: Outputs = Object.assign({}, ...states.map(({ state }) => state.outputs));
  if (name !== undefined) printOne(session, options, { name, output: pick(outputs, name) });
  else if (options.has("json")) printJson(session, hideSensitive(outputs));
  else if (Object.keys(declaredOutputs(outputs)).length === 0)
    print(session, [["There are no outputs."]]);
  else print(session, outputsReport(outputs, widthOf(session)));
  return EXIT_CODES.done;
}

function pick(outputs: Outputs, name: string): StateOutput {
  const output = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
  if (output !== undefined) return output;
  const known = Object.keys(declaredOutputs(outputs)).sort();
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
  else if (typeof value === "object") {
    throw new UsageError(`The output "${name}" is no single text, number or bool; take --json.`);
  } else session.terminal.out.write(String(value));
}

function hideSensitive(outputs: Outputs) {
  const entries = Object.entries(outputs).map(([name, { value, type, sensitive = false }]) => {
    return [name, { sensitive, type, ...(sensitive ? {} : { value }) }] as const;
  });
  return Object.fromEntries(entries);
}
