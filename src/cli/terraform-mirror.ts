// The Terraform plugin as Terraform finds it without a registry: a file system mirror in its unpacked layout, and the
// settings of Terraform's command line that name the mirror for this one provider.

import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { invariant } from "../model/invariant.js";
import { providerAddress } from "../model/provider-address.js";
import { packageFolder } from "./package-folder.js";

export interface Mirror {
  /** All absolute. */
  readonly folder: string;
  readonly executable: string;
  readonly settings: string;
}

/** Go's names of what Node calls otherwise. */
const SYSTEMS: Readonly<Record<string, string>> = { win32: "windows" };
const PROCESSORS: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };

function platformName({ platform, arch }: Pick<NodeJS.Process, "platform" | "arch">) {
  return `${SYSTEMS[platform] ?? platform}_${PROCESSORS[arch] ?? arch}`;
}

/** Lays `mirror` and `terraformrc` out in `folder`; a plugin of this version that is there is replaced. */
export function layOutMirror(folder: string, version: string): Mirror {
  const built = join(packageFolder(), "dist", "plugin");
  const mirror = join(folder, "mirror");
  const target = join(mirror, providerAddress("holdfast"), version, platformName(process));
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const executable = join(target, `terraform-provider-holdfast_v${version}`);
  for (const name of readdirSync(built)) {
    const isExecutable = name === "terraform-provider-holdfast";
    cpSync(join(built, name), isExecutable ? executable : join(target, name));
  }
  chmodSync(executable, 0o755);
  copyNativePart(built, target);
  const settings = join(folder, "terraformrc");
  writeFileSync(settings, settingsText(mirror));
  return { folder, executable, settings };
}

/** The one that this system loads, where the plugin's own look-up finds it. */
function copyNativePart(from: string, to: string): void {
  const require = createRequire(join(from, "package.json"));
  require("libsql");
  const native = Object.keys(require.cache).find((path) =>
    /@libsql[\\/][^\\/]+[\\/]index\.node$/.test(path),
  );
  invariant(native !== undefined, "libsql loads a native part of its own");
  const target = join(to, "node_modules", "@libsql", basename(dirname(native)));
  mkdirSync(target, { recursive: true });
  for (const name of ["package.json", "index.node"]) {
    cpSync(join(dirname(native), name), join(target, name), { dereference: true });
  }
}

function settingsText(mirror: string): string {
  const address = JSON.stringify(providerAddress("holdfast"));
  return `# Written by "holdfast terraform install". Terraform reads it where TF_CLI_CONFIG_FILE names it.
provider_installation {
  filesystem_mirror {
    path    = ${hclText(mirror)}
    include = [${address}]
  }
  direct {
    exclude = [${address}]
  }
}
`;
}

/** Terraform would read a template in it. */
function hclText(text: string): string {
  return JSON.stringify(text).replace(/[$%]\{/g, (opening) => `${opening[0]}${opening}`);
}
