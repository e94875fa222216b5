// `help COMMAND`, for whoever types it before the command instead of --help behind it. Commander's own does not say
// which word it does not know, and stops at the first word of `state list`.

import { Command } from "commander";
import { suggestion } from "../model/closest-name.js";

/** Under `parent`, the program or a group. */
export function makeHelpCommand(parent: Command): Command {
  return new Command("help")
    .summary("print the help of a command")
    .description("Print the help of a command.")
    .argument("[command...]", "one or two words, such as state list")
    .action((words: readonly string[]) => commandAt(parent, words).outputHelp());
}

/** @throws CommanderError for a word that is no command there. */
function commandAt(parent: Command, words: readonly string[]): Command {
  return words.reduce((command, word) => {
    const found = command.commands.find((each) => each.name() === word);
    return found ?? command.error(`error: ${unknownWord(command, word)}`);
  }, parent);
}

function unknownWord({ commands }: Command, word: string): string {
  if (commands.length === 0) return `'${word}' stands behind a command that takes no further one`;
  const near = suggestion(
    word,
    commands.map((each) => each.name()),
  );
  return `unknown command '${word}'.${near}`;
}
