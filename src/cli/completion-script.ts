// Shell completion, made from the definitions of the commands. The scripts are static: completing never runs
// holdfast, so it is as fast as the shell and touches nothing.

import { unreachable } from "../model/invariant.js";
import type { CommandDefinition, OptionDefinition } from "./command-definition.js";
import { COMMANDS, GROUPS } from "./command-list.js";
import { GLOBAL_OPTIONS } from "./option-definitions.js";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

export function isShell(text: string): text is Shell {
  return SHELLS.some((shell) => shell === text);
}

export function completionScript(shell: Shell): string {
  switch (shell) {
    case "bash":
      return bashScript();
    case "zsh":
      return zshScript();
    case "fish":
      return fishScript();
    default:
      return unreachable(shell);
  }
}

interface Word {
  readonly name: string;
  readonly summary: string;
}

/** Commands and groups that may stand first. */
function firstWords(): readonly Word[] {
  return [...COMMANDS.filter(({ name }) => !name.includes(" ")), ...GROUPS, HELP];
}

const GROUP_NAMES = GROUPS.map(({ name }) => name);

const HELP: Word = { name: "help", summary: "print the help of a command" };

/** What may follow a group. */
function wordsOf(group: string): readonly Word[] {
  return COMMANDS.filter(({ name }) => name.startsWith(`${group} `)).map(({ name, summary }) => ({
    name: name.slice(group.length + 1),
    summary,
  }));
}

/** What may stand anywhere, also before the command. */
const ANYWHERE: readonly OptionDefinition[] = [
  ...GLOBAL_OPTIONS,
  { name: "help", description: "print help" },
];

/** Before a command is named. */
const FIRST_OPTIONS: readonly OptionDefinition[] = [
  ...ANYWHERE,
  { name: "version", description: "print the version" },
];

function optionsOf(command: CommandDefinition): readonly OptionDefinition[] {
  return [...(command.options ?? []), ...ANYWHERE];
}

function choicesOf(command: CommandDefinition): readonly string[] {
  return command.arguments?.[0]?.choices ?? [];
}

/** Whether the next word is the value of the option. */
function isValued({ value, preset }: OptionDefinition): boolean {
  return value !== undefined && preset === undefined;
}

/** Valued options of any command, as they are typed. */
function valuedOptions(): ReadonlyMap<string, OptionDefinition> {
  const options = COMMANDS.flatMap(optionsOf).filter(isValued);
  return new Map(options.map((option) => [`--${option.name}`, option]));
}

function takesFile({ value = "" }: OptionDefinition): boolean {
  return /file|path|dir/.test(value);
}

function typed(options: readonly OptionDefinition[]): string {
  return options.map(({ name }) => `--${name}`).join(" ");
}

function names(words: readonly Word[]): string {
  return words.map(({ name }) => name).join(" ");
}

function bashScript(): string {
  const either = (words: readonly Word[], options: readonly OptionDefinition[]) =>
    `words=${quote(names(words))}\n      if [[ $current == -* ]]; then words=${quote(typed(options))}; fi ;;\n`;
  const groups = GROUPS.map(({ name }) => `    ${name}) ${either(wordsOf(name), ANYWHERE)}`);
  const cases = COMMANDS.map((command) => {
    const words = [typed(optionsOf(command)), ...choicesOf(command)].join(" ");
    return `    ${quote(command.name)}) words=${quote(words)} ;;\n`;
  });
  const valued = valuedOptions();
  const values = [...valued].flatMap(([name, option]) => bashValues(name, option));
  return `# bash completion of holdfast. Load with: source <(holdfast completion bash)
_holdfast() {
  local current=\${COMP_WORDS[COMP_CWORD]#=} command="" option="" word words
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ $word == = ]]; then continue; fi
    if [[ -n $option ]]; then option=""; continue; fi
    case $word in
      ${[...valued.keys()].join("|")}) option=$word ;;
      -*) ;;
      *)
        if [[ -z $command ]]; then command=$word
        elif [[ $command == @(${GROUP_NAMES.join("|")}) ]]; then command="$command $word"
        fi ;;
    esac
  done
  case $option in
    "") ;;
${values.join("")}    *) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  case $command in
    "") ${either(firstWords(), FIRST_OPTIONS)}${groups.join("")}${cases.join("")}    *) words="" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ \${#COMPREPLY[@]} -eq 0 ]]; then COMPREPLY=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _holdfast holdfast
`;
}

/** The case of an option whose values are known, all of them or some beside files. */
function bashValues(name: string, { choices, offers }: OptionDefinition): readonly string[] {
  const words = choices ?? offers;
  if (words === undefined) return [];
  const files = choices === undefined ? "-f " : "";
  const known = `compgen ${files}-W ${quote(words.join(" "))} -- "$current"`;
  return [`    ${name}) COMPREPLY=($(${known})); return ;;\n`];
}

function zshScript(): string {
  const words = (list: readonly Word[], options: readonly OptionDefinition[]) => {
    const described = list.map(({ name, summary }) => quote(`${name}:${summary}`)).join(" ");
    return `      commands=(${described})\n${zshArguments(options, quote("1:command:{_describe command commands}"))}`;
  };
  const groups = GROUPS.map(({ name }) => `    ${quote(name)})\n${words(wordsOf(name), ANYWHERE)}`);
  const cases = COMMANDS.map((command) => {
    const choices = choicesOf(command);
    const rest = choices.length === 0 ? "*:file:_files" : `1:value:(${choices.join(" ")})`;
    return `    ${quote(command.name)})\n${zshArguments(optionsOf(command), quote(rest))}`;
  });
  return `#compdef holdfast
# zsh completion of holdfast. Keep as _holdfast in a folder of $fpath.
_holdfast() {
  local command="" option="" word
  local -a commands=() rest=()
  for word in "\${(@)words[2,CURRENT-1]}"; do
    if [[ -n $option ]]; then
      option=""
    elif [[ $word == (${[...valuedOptions().keys()].join("|")}) ]]; then
      option=$word
    elif [[ $word != -* && $command == (|${GROUP_NAMES.join("|")}) ]]; then
      command="\${command:+$command }$word"
      continue
    fi
    rest+=("$word")
  done
  # The words of the command are known: what is left are its options and arguments.
  words=(holdfast "\${rest[@]}" "\${(@)words[CURRENT,-1]}")
  CURRENT=$(( $#rest + 2 ))
  case $command in
    "")
${words(firstWords(), FIRST_OPTIONS)}${groups.join("")}${cases.join("")}  esac
}
compdef _holdfast holdfast
# Loaded by name the file is the function; read with source it only defines it.
if [ "$funcstack[1]" = "_holdfast" ]; then
  _holdfast "$@"
fi
`;
}

function zshArguments(options: readonly OptionDefinition[], rest: string): string {
  const specs = options.map((option) => `        ${zshSpec(option)} \\\n`);
  return `      _arguments \\\n${specs.join("")}        ${rest} ;;\n`;
}

function zshSpec(option: OptionDefinition): string {
  const { name, value, description, repeatable } = option;
  const text = description.replaceAll(/[[\]:\\]/g, "\\$&");
  const star = repeatable ? "*" : "";
  if (value === undefined) return quote(`${star}--${name}[${text}]`);
  const equals = isValued(option) ? "=" : "=-";
  const colons = isValued(option) ? ":" : "::";
  return quote(
    `${star}--${name}${equals}[${text}]${colons}${value.replaceAll(":", "")}:${zshValues(option)}`,
  );
}

function zshValues(option: OptionDefinition): string {
  const { choices, offers } = option;
  if (choices !== undefined) return `(${choices.join(" ")})`;
  if (offers === undefined) return takesFile(option) ? "_files" : " ";
  // Colons would end the action.
  return `{compadd -- ${offers.join(" ")}; _files}`;
}

function fishScript(): string {
  const choose = (condition: string, words: readonly Word[]) =>
    words.map((word) => fishWord(condition, word));
  const lines = [
    ...choose("__holdfast_at", firstWords()),
    ...FIRST_OPTIONS.map((option) => fishOption("__holdfast_at", option)),
    ...GROUP_NAMES.flatMap((group) => [
      ...choose(`__holdfast_at ${group}`, wordsOf(group)),
      ...ANYWHERE.map((option) => fishOption(`__holdfast_at ${group}`, option)),
    ]),
    ...COMMANDS.flatMap((command) => {
      const condition = `__holdfast_in ${command.name}`;
      const words = choicesOf(command).map((name) => ({ name, summary: "" }));
      return [
        ...optionsOf(command).map((option) => fishOption(condition, option)),
        ...choose(condition, words),
      ];
    }),
  ];
  return `# fish completion of holdfast. Keep as completions/holdfast.fish in fish's folder.
# The words before the cursor that are neither an option nor the value of one.
function __holdfast_words
    set -l option
    for word in (commandline -opc)[2..-1]
        if set -q option[1]
            set -e option[1]
        else if contains -- $word ${[...valuedOptions().keys()].join(" ")}
            set option $word
        else if not string match -q -- '-*' $word
            echo $word
        end
    end
end
function __holdfast_at
    set -l given (__holdfast_words)
    test "$given" = "$argv"
end
function __holdfast_in
    set -l given (__holdfast_words)
    set -l last (count $argv)
    test (count $given) -ge $last; and test "$given[1..$last]" = "$argv"
end
${lines.join("")}`;
}

function fishWord(condition: string, { name, summary }: Word): string {
  const described = summary === "" ? "" : ` -d ${quote(summary)}`;
  return `complete -c holdfast -f -n ${quote(condition)} -a ${quote(name)}${described}\n`;
}

function fishOption(condition: string, option: OptionDefinition): string {
  const { name, description, choices, offers } = option;
  const takes = !isValued(option) ? "" : takesFile(option) ? " -r -F" : " -x";
  const known = choices ?? offers;
  const words = known === undefined ? "" : ` -a ${quote(known.join(" "))}`;
  return `complete -c holdfast -n ${quote(condition)} -l ${name}${takes}${words} -d ${quote(description)}\n`;
}

/** For bash and zsh; fish reads `'\\''` alike. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
