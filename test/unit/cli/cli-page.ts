// docs/cli.md as it must be: made from the very definitions that parse the command line.

import type { Command } from "commander";
import { buildProgram } from "../../../src/cli/build-program.js";
import { COMMANDS } from "../../../src/cli/command-list.js";
import { EXIT_CODE_MEANINGS } from "../../../src/cli/exit-codes.js";

const INTRODUCTION = `# The command line

\`holdfast COMMAND --help\` shows the same, an example first. Options carry Terraform's names and may be written with one
dash as well (\`-out=FILE\`, \`-auto-approve\`). Data goes to stdout, messages go to stderr; \`--json\` gives data for
programs. Nothing asks where there is no terminal, and nothing is ever sent anywhere.

## Exit codes
`;

const NOTES = `
Where several hold, the first of 64, 130, 4, 1, 3, 2, 0 is given.

## Where things are

| Thing | Is |
| --- | --- |
| project | the folder of the nearest \`cdktf.json\`, upward from here; its \`app\` is run for 60 seconds at most, or less if \`context.holdfast.synthesisSeconds\` says so |
| simulated vSphere | \`--simulator\`, else \`simulator\` of the provider block, else \`HOLDFAST_SIMULATOR\`, else \`.holdfast/vsphere.db\` in the project |
| state | \`terraform.STACK.tfstate\` in the project; \`terraform.tfstate\` beside Terraform JSON given with \`--config\` |
| variables | \`TF_VAR_NAME\`, \`terraform.tfvars.json\`, \`*.auto.tfvars.json\`, \`--var-file\`, \`--var\`, the later over the earlier |
| accepted breaches of survival floors | \`.holdfast/accepted-floor-breaches.jsonl\` in the project |

Commands that only look at what was applied (\`state\`, \`output\`, \`show\`, \`drill\`, \`simulator\` …) take what the last
synthesis wrote and do not run the program again.

Colour is shown on terminals. \`--no-color\` wins over \`FORCE_COLOR\`, that over \`NO_COLOR\` and \`TERM=dumb\`.

## Commands
`;

/** The whole page. */
export function cliPage(): string {
  const codes = EXIT_CODE_MEANINGS.map(([code, meaning]) => `| ${code} | ${meaning} |\n`).join("");
  const table = `\n| Code | Means |\n| --- | --- |\n${codes}`;
  const all = helpOf([]);
  const commands = COMMANDS.map(({ name }) => section(name, helpOf(name.split(" "))));
  return `${INTRODUCTION}${table}${NOTES}\n${fenced(all)}${commands.join("")}`;
}

function section(name: string, help: string): string {
  return `\n### holdfast ${name}\n\n${fenced(withoutGlobalOptions(help))}`;
}

function fenced(text: string): string {
  return `\`\`\`\n${text.trimEnd()}\n\`\`\`\n`;
}

/** They stand once, at the top. */
function withoutGlobalOptions(help: string): string {
  return help.replace(/\nGlobal Options:\n[\s\S]*$/, "");
}

/** What \`holdfast PATH --help\` prints in 100 columns. */
export function helpOf(path: readonly string[]): string {
  let text = "";
  const program = buildProgram({
    version: "",
    writeOut: (written) => {
      text += written;
    },
    writeErr: () => undefined,
    width: 100,
    onCall: async () => undefined,
  });
  commandAt(program, path).outputHelp();
  return text;
}

function commandAt(program: Command, path: readonly string[]): Command {
  return path.reduce((command, name) => {
    const found = command.commands.find((each) => each.name() === name);
    if (found === undefined) throw new Error(`there is no command ${path.join(" ")}`);
    return found;
  }, program);
}
