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

const HELP: Word = { name: "help", summary: "print the help of a command" };

/** What may follow a group. */
function wordsOf(group: string): readonly Word[] {
  return COMMANDS.filter(({ name }) => name.startsWith(`${group} `)).map(({ name, summary }) => ({
    name: name.slice(group.length + 1),
    summary,
  }));
}

const HELP_OPTION: OptionDefinition = { name: "help", description: "print help" };

function optionsOf(command: CommandDefinition): readonly OptionDefinition[] {
  return [...(command.options ?? []), ...GLOBAL_OPTIONS, HELP_OPTION];
}

function choicesOf(command: CommandDefinition): readonly string[] {
  return command.arguments?.[0]?.choices ?? [];
}

/** Options that take a value, as they are typed, each with the values it may have; none for any. */
function valuedOptions(): ReadonlyMap<string, readonly string[]> {
  const options = COMMANDS.flatMap(optionsOf).filter(
    (o) => o.value !== undefined && o.preset === undefined,
  );
  return new Map(options.map(({ name, choices = [] }) => [`--${name}`, choices]));
}

function takesFile({ value = "" }: OptionDefinition): boolean {
  return /file|path|dir/.test(value);
}

function bashScript(): string {
  const cases = COMMANDS.map((command) => {
    const words = [...optionsOf(command).map(({ name }) => `--${name}`), ...choicesOf(command)];
    return `    ${quote(command.name)}) words=${quote(words.join(" "))} ;;\n`;
  });
  const groups = GROUPS.map(({ name }) => {
    const words = wordsOf(name).map((word) => word.name);
    return `    ${quote(name)}) words=${quote(words.join(" "))} ;;\n`;
  });
  const first = [...firstWords().map(({ name }) => name), "--help", "--version"];
  const valued = valuedOptions();
  const values = [...valued].filter(([, choices]) => choices.length > 0);
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
        elif [[ $command == state || $command == simulator ]]; then command="$command $word"
        fi ;;
    esac
  done
  case $option in
    "") ;;
${values.map(([name, choices]) => `    ${name}) COMPREPLY=($(compgen -W ${quote(choices.join(" "))} -- "$current")); return ;;\n`).join("")}    *) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  case $command in
    "") words=${quote(first.join(" "))} ;;
${groups.join("")}${cases.join("")}    *) words="" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ \${#COMPREPLY[@]} -eq 0 ]]; then COMPREPLY=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _holdfast holdfast
`;
}

function zshScript(): string {
  const describe = (words: readonly Word[]) =>
    words.map(({ name, summary }) => `        ${quote(`${name}:${summary}`)}\n`).join("");
  const groups = GROUPS.map(
    ({ name }) =>
      `    ${name})\n      if (( CURRENT == 3 )); then\n        local -a commands=(\n${describe(wordsOf(name))}        )\n        _describe command commands\n        return\n      fi\n      key="$words[2] $words[3]" ;;\n`,
  );
  const cases = COMMANDS.map((command) => {
    const specs = optionsOf(command).map((option) => `      ${zshSpec(option)} \\\n`);
    const choices = choicesOf(command);
    const rest = choices.length === 0 ? "'*:file:_files'" : quote(`1:value:(${choices.join(" ")})`);
    return `    ${quote(command.name)})\n      _arguments \\\n${specs.join("")}      ${rest} ;;\n`;
  });
  return `#compdef holdfast
# zsh completion of holdfast. Keep as _holdfast in a folder of $fpath.
_holdfast() {
  local key="$words[2]"
  if (( CURRENT == 2 )); then
    local -a commands=(
${describe(firstWords())}    )
    _describe command commands
    return
  fi
  case $words[2] in
${groups.join("")}  esac
  shift words
  (( CURRENT-- ))
  if [[ $key == *" "* ]]; then
    shift words
    (( CURRENT-- ))
  fi
  case $key in
${cases.join("")}  esac
}
compdef _holdfast holdfast
# Loaded by name the file is the function; read with source it only defines it.
if [ "$funcstack[1]" = "_holdfast" ]; then
  _holdfast "$@"
fi
`;
}

function zshSpec(option: OptionDefinition): string {
  const { name, value, description, choices, repeatable } = option;
  const text = description.replaceAll(/[[\]:\\]/g, "\\$&");
  const star = repeatable ? "*" : "";
  if (value === undefined) return quote(`${star}--${name}[${text}]`);
  const values =
    choices === undefined ? (takesFile(option) ? "_files" : " ") : `(${choices.join(" ")})`;
  return quote(`${star}--${name}=[${text}]:${value.replaceAll(":", "")}:${values}`);
}

function fishScript(): string {
  const lines = [
    ...firstWords().map(({ name, summary }) => fishLine("__holdfast_at", { word: name, summary })),
    ...GROUPS.flatMap(({ name: group }) =>
      wordsOf(group).map(({ name, summary }) =>
        fishLine(`__holdfast_at ${group}`, { word: name, summary }),
      ),
    ),
    ...COMMANDS.flatMap((command) => [
      ...optionsOf(command).map((option) => fishOption(`__holdfast_in ${command.name}`, option)),
      ...choicesOf(command).map((word) =>
        fishLine(`__holdfast_in ${command.name}`, { word, summary: "" }),
      ),
    ]),
  ];
  return `# fish completion of holdfast. Keep as completions/holdfast.fish in fish's folder.
function __holdfast_words
    commandline -opc | string match -v -- '-*'
end
function __holdfast_at
    set -l given (__holdfast_words)
    test "$given[2..-1]" = "$argv"
end
function __holdfast_in
    set -l given (__holdfast_words)
    set -l last (math (count $argv) + 1)
    test (count $given) -ge $last; and test "$given[2..$last]" = "$argv"
end
${lines.join("")}`;
}

function fishLine(condition: string, { word, summary }: { word: string; summary: string }): string {
  const described = summary === "" ? "" : ` -d ${quote(summary)}`;
  return `complete -c holdfast -f -n ${quote(condition)} -a ${quote(word)}${described}\n`;
}

function fishOption(condition: string, option: OptionDefinition): string {
  const { name, value, description, choices } = option;
  const takes = value === undefined ? "" : takesFile(option) ? " -r -F" : " -x";
  const words = choices === undefined ? "" : ` -a ${quote(choices.join(" "))}`;
  return `complete -c holdfast -n ${quote(condition)} -l ${name}${takes}${words} -d ${quote(description)}\n`;
}

/** For bash and zsh; fish reads `'\\''` alike. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
