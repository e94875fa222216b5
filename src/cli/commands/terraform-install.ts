// holdfast terraform install: the same resource types for the `terraform` command.

import { resolve } from "node:path";
import type { CommandCall } from "../command-definition.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { print, printJson, type Session } from "../session.js";
import { layOutMirror } from "../terraform-mirror.js";
import { UsageError } from "../usage-error.js";

export async function run(session: Session, { options }: CommandCall): Promise<ExitCode> {
  const { terminal, version } = session;
  if (process.platform === "win32") {
    throw new UsageError("Terraform on Windows starts no script. Use it in WSL.");
  }
  const folder = resolve(terminal.cwd, options.text("dir") ?? ".terraform-holdfast");
  const mirror = layOutMirror(folder, {
    version,
    layout: options.has("packed") ? "packed" : "unpacked",
  });
  if (options.has("json")) printJson(session, { version, ...mirror });
  else print(session, instructions(version, mirror.settings));
  return EXIT_CODES.done;
}

function instructions(version: string, settings: string): readonly (readonly string[])[] {
  return [
    [`Holdfast ${version} is there for Terraform. In a folder with Terraform configuration:`],
    [],
    [`  export TF_CLI_CONFIG_FILE=${shellText(settings)}`],
    ["  terraform init && terraform apply"],
    [],
    [
      "Where .terraform.lock.hcl has the checksum of another build of this version, Terraform refuses",
    ],
    [
      "this one, and says that it does not match any of the checksums. A build has no other version than",
    ],
    ["the one before it, so take the new one in by hand:"],
    [],
    ["  rm .terraform.lock.hcl && terraform init"],
  ];
}

function shellText(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
