// What people type who know Terraform or the CDK for Terraform, and what does the same here. Whatever is not known
// here either stays an error of usage, in our words.

/** Commander's text of an error as it is shown: with advice where there is some, and without secrets. */
export function describeUsageError(text: string): string {
  const [, kind = "", word = ""] =
    /^error: unknown (command|option) '-{0,2}([\w-]+)/.exec(text) ?? [];
  const known = kind === "command" ? COMMANDS : OPTIONS;
  const instead = Object.hasOwn(known, word) ? known[word] : undefined;
  const error = withoutValues(text.replace(/^error: /, "Error: "));
  return instead === undefined ? error : `${error.split("\n")[0]}: ${instead}\n`;
}

/** A mistyped `--vra=name=value` is repeated without its value, which may be a secret. */
function withoutValues(text: string): string {
  return text.replace(/'([^'=\s]+)=.*'/s, "'$1=…'");
}

const NO_LOGIN = "the state is a local file, so that nobody has to log in.";
const NOTHING_TO_GET = "constructs come with npm install, and modules are read from their folders.";

const COMMANDS: Readonly<Record<string, string>> = {
  init: "nothing has to be initialised; begin with holdfast plan.",
  deploy: "that is holdfast apply.",
  diff: "that is holdfast plan.",
  refresh: "that is holdfast apply --refresh-only.",
  taint: "that is holdfast plan --replace ADDRESS.",
  untaint: "forget the object with holdfast state rm, then take it over with holdfast import.",
  "force-unlock": "the message about the lock names the file to delete.",
  env: "that is holdfast workspace.",
  console: "holdfast plan shows values as planned, holdfast output those of the state.",
  fmt: "programs are formatted by their own tools, and holdfast synth writes the JSON.",
  providers: "the Terraform provider holdfast is built in; holdfast version names it.",
  get: NOTHING_TO_GET,
  modules: NOTHING_TO_GET,
  metadata: "a function that is not known is refused with the nearest one that is.",
  login: NO_LOGIN,
  logout: NO_LOGIN,
  test: "holdfast drill tests what survives; test a program with its own tools.",
  pull: "the state is a local file; holdfast show --json prints it.",
  push: "the state is a local file: put it where the backend of the stack says.",
  "replace-provider": "every object belongs to the one Terraform provider holdfast.",
};

const STATE_PATH = 'the backend "local" of the stack says where its state is.';
const NO_BACKUP =
  "a state is replaced as a whole or not at all; copy the file if you want it kept.";
const NO_TESTS = "there are no test files. Leave it out.";
const NO_GRAPH_OF = "the graph is that of the configuration; holdfast validate names circles.";

const OPTIONS: Readonly<Record<string, string>> = {
  state: STATE_PATH,
  "state-out": STATE_PATH,
  backup: NO_BACKUP,
  "backup-out": NO_BACKUP,
  "generate-config-out": "declare the resource, import it, and holdfast plan shows what differs.",
  "allow-missing-config": "declare the resource first, or the next apply would destroy the object.",
  "allow-deferral": "nothing is put off to a later plan. Leave it out.",
  concise: "progress is shown on a terminal only. Leave it out.",
  "no-tests": NO_TESTS,
  "test-directory": NO_TESTS,
  force: "that is --auto-approve.",
  type: NO_GRAPH_OF,
  "draw-cycles": NO_GRAPH_OF,
  plan: "holdfast show FILE shows a saved plan, and holdfast drill --plan FILE drills it.",
  "module-depth": "the graph shows every module. Leave it out.",
  "ignore-remote-version": "there is no remote state. Leave it out.",
  "install-autocomplete": "holdfast completion SHELL prints a script to source.",
  v: "that is --version.",
};
