// The Terraform plugin as Terraform finds it without a registry: a file system mirror in its unpacked or its packed layout,
// and the settings of Terraform's command line that name the mirror for this one provider. Both have the same checksum in a
// lock file, which is of the files and not of the archive. `fflate` packs it: Node has no writer of zip archives.

import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { type Zippable, zipSync } from "fflate";
import { invariant } from "../model/invariant.js";
import { providerAddress } from "../model/provider-address.js";
import { packageFolder } from "./package-folder.js";

export interface Mirror {
  /** All absolute. */
  readonly folder: string;
  /** The executable file, or the archive that it is in. */
  readonly executable: string;
  readonly settings: string;
}

export type MirrorLayout = "unpacked" | "packed";

/** Go's names of what Node calls otherwise. */
const SYSTEMS: Readonly<Record<string, string>> = { win32: "windows" };
const PROCESSORS: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };

function platformName({ platform, arch }: Pick<NodeJS.Process, "platform" | "arch">) {
  return `${SYSTEMS[platform] ?? platform}_${PROCESSORS[arch] ?? arch}`;
}

/** Lays `mirror` and `terraformrc` out in `folder`; a plugin of this version that is there is replaced. */
export function layOutMirror(
  folder: string,
  { version, layout }: { readonly version: string; readonly layout: MirrorLayout },
): Mirror {
  const mirror = join(folder, "mirror");
  const provider = join(mirror, providerAddress("holdfast"));
  const platform = platformName(process);
  const unpacked = join(provider, version, platform);
  const archive = join(provider, `terraform-provider-holdfast_${version}_${platform}.zip`);
  for (const earlier of [unpacked, archive]) rmSync(earlier, { recursive: true, force: true });
  const executable = layOutPlugin(unpacked, version);
  const settings = join(folder, "terraformrc");
  writeFileSync(settings, settingsText(mirror));
  if (layout === "unpacked") return { folder, executable, settings };
  packFolder(unpacked, archive);
  rmSync(join(provider, version), { recursive: true });
  return { folder, executable: archive, settings };
}

/** Where its executable is. */
function layOutPlugin(target: string, version: string): string {
  const built = join(packageFolder(), "dist", "plugin");
  mkdirSync(target, { recursive: true });
  const executable = join(target, `terraform-provider-holdfast_v${version}`);
  for (const name of readdirSync(built)) {
    const isExecutable = name === "terraform-provider-holdfast";
    cpSync(join(built, name), isExecutable ? executable : join(target, name));
  }
  chmodSync(executable, 0o755);
  copyNativePart(built, target);
  return executable;
}

const UNIX = 3;
/** Whenever it is packed, the archive is the same. */
const PACKED_AT = new Date(1980, 0, 1);

/** Files with their modes, which Terraform gives back to them. */
function packFolder(from: string, archive: string): void {
  const entries = readdirSync(from, { recursive: true, encoding: "utf8" }).toSorted();
  const files: Zippable = {};
  for (const name of entries) {
    const status = statSync(join(from, name));
    const options = { os: UNIX, attrs: (status.mode << 16) >>> 0, mtime: PACKED_AT };
    if (status.isFile()) files[name] = [readFileSync(join(from, name)), options];
  }
  writeFileSync(archive, zipSync(files));
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
