// docs/cli.md as it must be: made from the very definitions that parse the command line.

import type { Command } from "commander";
import { buildProgram } from "../../../src/cli/build-program.js";
import { COMMANDS } from "../../../src/cli/command-list.js";
import { EXIT_CODE_MEANINGS } from "../../../src/cli/exit-codes.js";

const INTRODUCTION = `# The command line

\`holdfast COMMAND --help\` shows the same, an example first. Options carry Terraform's names and may be written with one
dash as well (\`-out=FILE\`, \`-auto-approve\`). Data goes to stdout, messages go to stderr; \`--json\` gives data for
programs, from \`plan\`, \`apply\`, \`destroy\` and \`validate\` with all diagnostics in it. Nothing asks where there is no terminal, and nothing is
sent anywhere but by \`post-preview\`, to the forge that it is told of.

## Exit codes
`;

const NOTES = `
Where several hold, the first of 64, 130, 4, 1, 3, 2, 0 is given.

\`can-reboot\` says yes only if nothing would lock or go down and the host itself would come back; \`--allow-downtime\`
lets machines be down meanwhile that are started again without anyone's help. \`compare\` finds differences, no failures,
so it exits with 0 unless \`--detailed-exitcode\` is given.

## Which resource is which

\`compare\` takes names that belong to one stack alone for those of the other: first words of the stacks' names that only
one has (\`edge-lab\` and \`edge-prod\`: \`lab\` and \`prod\`), then vCenters and sites that only one has, first with first in
the order of their names. They count as whole words wherever they stand in names and values. Then resources match

1. by type and the path of the construct below the stack, or the address where there is no construct;
2. if that leaves them over, by type and inventory path.

What several resources have in common matches none of them. Attributes that only the backend decides and values that only
apply will know are not compared.

## What a preview evaluates

\`preview\` writes base and head into temporary folders, which are no git work trees, runs the program of each there and plans all its
stacks. Paths of these folders stand in plans as those of the repository. Each side has its own program, \`cdktf.json\` and files of variables. From the project in this folder come
what is installed (\`node_modules\` and \`.gen\` of the project and of the folders above it), files of variables that git does not
track, \`--var\`, \`--var-file\` and \`TF_VAR_NAME\`, the workspace, the states, which are read and not locked, and the simulated vSphere,
read once for both sides and for live, or \`--snapshot\`. Packages of a monorepo that \`node_modules\` links to are those of the work tree, on both
sides. Submodules are not checked out. A variable that \`--var\` sets and the base does not declare is the head's alone.

The base is the commit where the head left \`--base\`, so that what others merged since is not taken for the author's. A base without
the project makes it the first pull request: the head is compared with what is there. An error of one side does not stop the
other and stands in the preview. Where a resource is made is told by the line of the program, which constructs note down for a preview
alone (\`HOLDFAST_PLACES\`).

Plans of \`--plan-json\` are in Terraform's format 1. Of what is sensitive in them only a digest is kept in memory and nothing is shown. One plan
of each side is taken for one stack; of several, those that are called alike belong together. What a change waits for is read
from the references of the configuration, in which Terraform leaves out what a local stands for.

## Where things are

| Thing | Is |
| --- | --- |
| project | the folder of the nearest \`cdktf.json\`, upward from here; its \`app\` is run for 60 seconds at most, or less if \`context.holdfast.synthesisSeconds\` says so |
| simulated vSphere | \`--simulator\`, else \`simulator\` of the provider block, else \`HOLDFAST_SIMULATOR\`, else \`.holdfast/vsphere.db\` in the project |
| state | \`terraform.STACK.tfstate\` in the project; \`terraform.tfstate\` beside Terraform JSON given with \`--config\` |
| state in another workspace | the same name in \`terraform.tfstate.d/WORKSPACE\`; always \`terraform.tfstate\` there for Terraform JSON given with \`--config\`, as Terraform has it |
| workspace | \`TF_WORKSPACE\`, else what \`workspace select\` wrote to \`.holdfast/environment\` in the project, else \`default\` |
| variables | \`TF_VAR_NAME\`, \`terraform.tfvars.json\`, \`*.auto.tfvars.json\`, then \`--var-file\` and \`--var\` in their order, the later over the earlier |
| accepted breaches of survival floors | \`.holdfast/accepted-floor-breaches.jsonl\` in the project |

All workspaces are on the same simulated vSphere, as they would be on the same vCenters: the state says which objects a
workspace manages, and objects that two workspaces declare by one name collide. Make names differ
(\`edge-\${terraform.workspace}\`), or let the provider block give each workspace a vSphere of its own
(\`"simulator": ".holdfast/\${terraform.workspace}.db"\`). A saved plan is applied in the workspace that it was made in.

What the program prints, to stdout or stderr, is shown on stderr once it has ended, and secrets in it are covered: the values
and defaults of variables that it declares sensitive, and every value of eight or more characters that is given to any
variable. Of each stream the last million characters are kept.

Commands that only look at what was applied (\`state\`, \`output\`, \`show\`, \`drill\`, \`simulator\` …) take what the last
synthesis wrote and do not run the program again.

What \`--json\` prints in these formats has a JSON Schema in the package, under \`dist/src\`:

| Format | Schema |
| --- | --- |
| \`holdfast.drill/1\` | \`drill/drill-result.schema.json\` |
| \`holdfast.readiness/1\` | \`drill/readiness.schema.json\` |
| \`holdfast.can-reboot/1\` | \`drill/reboot-forecast.schema.json\` |
| \`holdfast.comparison/1\` | \`compare/stack-comparison.schema.json\` |
| \`holdfast.preview/1\` | \`preview/preview.schema.json\` |

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

/** What \`holdfast PATH --help\` prints. */
export function helpOf(path: readonly string[], width = 100): string {
  let text = "";
  const program = buildProgram({
    version: "",
    writeOut: (written) => {
      text += written;
    },
    writeErr: () => undefined,
    width,
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
