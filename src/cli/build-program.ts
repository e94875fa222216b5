// The definitions as a commander program. Only parsing and help happen here; what a call means is decided by the
// code of its command.

import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { invariant } from "../model/invariant.js";
import { wrap } from "../report/text.js";
import type {
  CommandCall,
  CommandDefinition,
  CommandGroup,
  OptionDefinition,
} from "./command-definition.js";
import { COMMANDS, GROUPS } from "./command-list.js";
import { EXIT_CODE_MEANINGS } from "./exit-codes.js";
import { describeUsageError } from "./foreign-usage.js";
import { type RepeatedOption, readGivenOptions } from "./given-options.js";
import { makeHelpCommand } from "./help-command.js";
import { GLOBAL_OPTIONS } from "./option-definitions.js";
import type { KnownOptions } from "./rewrite-arguments.js";

export interface ProgramOptions {
  readonly version: string;
  readonly writeOut: (text: string) => void;
  readonly writeErr: (text: string) => void;
  readonly width: number;
  /** Called with the command that was meant. */
  readonly onCall: (definition: CommandDefinition, call: CommandCall) => Promise<void>;
}

/** Parsing throws CommanderError for wrong usage, and for help and version once they are printed. */
export function buildProgram(options: ProgramOptions): Command {
  const program = prepare(new Command("holdfast"), options);
  program
    .description(
      "Infrastructure as code for vSphere encryption: what survives a key server outage.",
    )
    .version(`holdfast ${options.version}`, "-V, --version", "print the version")
    .addHelpText("before", exampleText(["holdfast plan --out edge.plan", "holdfast drill"]))
    .addHelpText("after", exitCodeText(options.width));
  for (const option of GLOBAL_OPTIONS) program.addOption(optionOf(option));
  const groups = new Map<string, Command>();
  for (const definition of COMMANDS) {
    const [first = "", second] = definition.name.split(" ");
    if (second === undefined) addCommand(program, first, definition, options);
    else {
      const group = groups.get(first) ?? addGroup(program, groupOf(first), options);
      groups.set(first, group);
      addCommand(group, second, definition, options);
    }
  }
  for (const parent of [program, ...groups.values()]) addHelp(parent, options);
  return program;
}

/** Every long option there is, for the rewriting of Terraform's spelling. */
export function knownOptions(): KnownOptions {
  const all = [...GLOBAL_OPTIONS, ...COMMANDS.flatMap((command) => command.options ?? [])];
  const names = (takes: (option: OptionDefinition) => boolean) =>
    new Set(all.filter(takes).map((option) => option.name));
  return {
    valued: names(({ value, preset }) => value !== undefined && preset === undefined),
    flags: names(({ value }) => value === undefined),
  };
}

function prepare(command: Command, { writeOut, writeErr, width }: ProgramOptions): Command {
  return command
    .exitOverride()
    .showHelpAfterError("Run with --help for an example and all options.")
    .configureOutput({
      writeOut,
      writeErr,
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
      outputError: (text, write) => write(describeUsageError(text)),
    })
    .configureHelp({
      showGlobalOptions: true,
      optionDescription: describeOption,
      // Every command has options, and each names them on its own page.
      subcommandTerm: (command) =>
        `${command.name()} ${command.usage().replace("[options]", "").trim()}`.trim(),
    })
    .helpOption("-h, --help", "print this");
}

function groupOf(name: string): CommandGroup {
  const group = GROUPS.find((each) => each.name === name);
  invariant(group !== undefined, `there is no group ${name}`);
  return group;
}

function addGroup(program: Command, group: CommandGroup, options: ProgramOptions): Command {
  const command = prepare(new Command(group.name), options)
    .summary(group.summary)
    .description(sentenceOf(group.summary))
    .addHelpText("before", exampleText(group.examples));
  program.addCommand(command);
  return command;
}

function addHelp(parent: Command, options: ProgramOptions): void {
  const help = prepare(makeHelpCommand(parent), options);
  parent
    .helpCommand(false)
    .addCommand(help.addHelpText("before", exampleText(["holdfast help plan"])));
}

function addCommand(
  parent: Command,
  name: string,
  definition: CommandDefinition,
  options: ProgramOptions,
): void {
  const command = prepare(new Command(name), options)
    .summary(definition.summary)
    .description(descriptionOf(definition))
    .addHelpText("before", exampleText(definition.examples));
  for (const { syntax, description, choices } of definition.arguments ?? []) {
    const argument = new Argument(syntax, description);
    command.addArgument(choices === undefined ? argument : argument.choices([...choices]));
  }
  const repeated: RepeatedOption[] = [];
  for (const option of definition.options ?? []) command.addOption(optionOf(option, repeated));
  command.action(async () => {
    const given = readGivenOptions(command.optsWithGlobals(), repeated);
    const args = command.processedArgs.flat().filter((arg) => arg !== undefined);
    await options.onCall(definition, { args: args.map(String), options: given });
  });
  parent.addCommand(command);
}

/** Choices stand in the syntax already. */
function describeOption({ description, defaultValue }: Option): string {
  return typeof defaultValue === "string"
    ? `${description} (default: ${defaultValue})`
    : description;
}

function descriptionOf({ summary, details }: CommandDefinition): string {
  const sentence = sentenceOf(summary);
  return details === undefined ? sentence : `${sentence}\n\n${details}`;
}

function sentenceOf(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}

/** Values of one that may be repeated are added to `repeated`. */
function optionOf(definition: OptionDefinition, repeated: RepeatedOption[] = []): Option {
  const { name, value, preset, description } = definition;
  const placeholder =
    value === undefined ? "" : preset === undefined ? ` <${value}>` : ` [${value}]`;
  const option = new Option(`--${name}${placeholder}`, description);
  if (preset !== undefined) option.preset(preset);
  if (definition.choices !== undefined) option.choices([...definition.choices]);
  if (definition.default !== undefined) option.default(definition.default);
  if (definition.repeatable) {
    option.argParser((text: string, before: readonly string[] = []) => {
      repeated.push({ name, value: filled(text) });
      return [...before, text];
    });
  } else if (value !== undefined && definition.choices === undefined) option.argParser(filled);
  return option;
}

/** An empty text comes from a variable of a shell that is not set. */
function filled(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("It is empty.");
  return text;
}

function exampleText(examples: readonly string[]): string {
  const title = examples.length === 1 ? "Example" : "Examples";
  return `${title}:\n${examples.map((example) => `  ${example}\n`).join("")}`;
}

function exitCodeText(width: number): string {
  const indent = " ".repeat(7);
  const lines = EXIT_CODE_MEANINGS.flatMap(([code, meaning]) =>
    wrap(meaning, { width, indent, first: `  ${String(code).padEnd(4)} ` }),
  );
  return `\nExit codes:\n${lines.map((line) => `${line}\n`).join("")}`;
}
