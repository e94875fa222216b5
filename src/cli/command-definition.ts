// What a command is called, takes and says about itself. Parser, help, shell completion and the documentation
// are all made from these definitions; the code of a command is loaded only when it is called.

import type { ExitCode } from "./exit-codes.js";
import type { GivenOptions } from "./given-options.js";
import type { Session } from "./session.js";

export interface CommandDefinition {
  /** `plan`, or `state list` for a command of a group. */
  readonly name: string;
  readonly summary: string;
  /** What a user must know beyond the options: paragraphs. */
  readonly details?: string;
  /** Whole lines to type; the first one stands at the top of the help. */
  readonly examples: readonly [string, ...string[]];
  readonly arguments?: readonly ArgumentDefinition[];
  readonly options?: readonly OptionDefinition[];
  /** Whether it carries out plans, step by step, each of them recorded. */
  readonly carriesOut?: true;
  readonly load: () => Promise<CommandModule>;
}

export interface ArgumentDefinition {
  /** `<required>`, `[optional]` or `<many...>`. */
  readonly syntax: string;
  readonly description: string;
  readonly choices?: readonly string[];
}

export interface OptionDefinition {
  /** Without dashes. */
  readonly name: string;
  /** What stands for the value in help; absent for flags. */
  readonly value?: string;
  readonly description: string;
  readonly repeatable?: true;
  readonly choices?: readonly string[];
  /** Values that completion offers beside files; others are taken as well. */
  readonly offers?: readonly string[];
  readonly default?: string;
  /** Taken when the option stands without a value. */
  readonly preset?: string;
  readonly hidden?: true;
  readonly short?: string;
}

export interface CommandModule {
  run(session: Session, call: CommandCall): Promise<ExitCode>;
}

export interface CommandCall {
  readonly args: readonly string[];
  readonly options: GivenOptions;
}

/** A group is a word that only its commands follow. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly examples: readonly [string, ...string[]];
}
