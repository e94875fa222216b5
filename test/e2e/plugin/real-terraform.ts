// Real Terraform with the real plugin: installed once for a test file, run in folders of its own.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { Simulator } from "../../../src/simulator/simulator.js";
import { CLI, cleanEnvironment, ended, ROOT, type Run } from "../../support/run-holdfast.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { isTerraformPresent } from "../plan/both-engines.js";

export { isTerraformPresent };

/** Skips loudly, and fails where everything must be there. */
export function requireTerraform(what: string): void {
  if (isTerraformPresent) return;
  if (process.env.CI === "true") throw new Error("terraform is missing");
  console.warn(`SKIPPED: ${what}: terraform is missing`);
}

/** Of any process that a test starts: one that hangs fails its test alone. */
const LONGEST_MILLISECONDS = 240_000;

export interface Installation {
  readonly folder: string;
  readonly settings: string;
  readonly executable: string;
}

/** `holdfast terraform install`, for all tests of a file. */
export function installPlugin(...options: readonly string[]): Installation {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-plugin-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const args = [CLI, "terraform", "install", "--dir", folder, "--json", ...options];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    timeout: LONGEST_MILLISECONDS,
  });
  if (status !== 0) throw new Error(`the plugin was not installed: ${stderr}`);
  return JSON.parse(stdout) as Installation;
}

export interface Change {
  readonly address: string;
  readonly previous_address?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly importing?: { readonly id: string };
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
  readonly action_reason?: string;
}

export interface PlanJson {
  readonly resource_changes?: readonly Change[];
  readonly resource_drift?: readonly Change[];
}

export interface StateJson {
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly status?: string;
      readonly deposed?: string;
      readonly attributes: Readonly<Record<string, unknown>>;
    }[];
  }[];
}

/** A folder with a configuration and a simulated vSphere of its own. */
export class Workspace {
  readonly simulatorFile: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(
    variables: Readonly<Record<string, string>>,
    readonly folder: string = temporaryFolder(),
  ) {
    this.simulatorFile = join(folder, ".holdfast", "vsphere.db");
    this.#env = cleanEnvironment({
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      NO_COLOR: "1",
      ...variables,
    });
  }

  static on({ settings }: Installation): Workspace {
    return new Workspace({ TF_CLI_CONFIG_FILE: settings });
  }

  /** As JSON, with the provider that it needs. */
  write(configuration: object): void {
    writeFileSync(join(this.folder, "main.tf.json"), JSON.stringify(withProvider(configuration)));
  }

  start(...args: readonly string[]): ChildProcess {
    return spawn("terraform", args, {
      cwd: this.folder,
      env: this.#env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: LONGEST_MILLISECONDS,
    });
  }

  run(...args: readonly string[]): Promise<Run> {
    return ended(this.start(...args));
  }

  /** The stdout of a run that must succeed. */
  async demand(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...args);
    if (code !== 0) throw new Error(`terraform ${args.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  }

  async init(configuration: object): Promise<void> {
    this.write(configuration);
    await this.demand("init", "-input=false");
  }

  async plan(...args: readonly string[]): Promise<PlanJson> {
    await this.demand("plan", "-input=false", "-out=plan", ...args);
    return JSON.parse(await this.demand("show", "-json", "plan")) as PlanJson;
  }

  /** `ADDRESS ACTION [REASON]` of whatever is not left alone. */
  async changes(...args: readonly string[]): Promise<readonly string[]> {
    const { resource_changes = [] } = await this.plan(...args);
    return resource_changes.flatMap(describeChange);
  }

  /** Carries out the plan that was made last. */
  applyPlan(): Promise<string> {
    return this.demand("apply", "-input=false", "plan");
  }

  apply(...args: readonly string[]): Promise<string> {
    return this.demand("apply", "-input=false", "-auto-approve", ...args);
  }

  state(): StateJson {
    return JSON.parse(readFileSync(join(this.folder, "terraform.tfstate"), "utf8")) as StateJson;
  }

  /** `TYPE.NAME`, with what is left over or half made. */
  stored(): readonly string[] {
    return this.state().resources.flatMap(({ type, name, instances }) =>
      instances.map(({ status, deposed }) =>
        [`${type}.${name}`, status ?? [], deposed === undefined ? [] : "deposed"].flat().join(" "),
      ),
    );
  }

  /** The simulated vSphere, as somebody beside Terraform has it. */
  async withSimulator<T>(use: (simulator: Simulator) => T | Promise<T>): Promise<T> {
    const simulator = await Simulator.open(this.simulatorFile);
    try {
      return await use(simulator);
    } finally {
      simulator.close();
    }
  }

  hasSimulator(): boolean {
    return existsSync(this.simulatorFile);
  }
}

export function describeChange({ address, change, action_reason, previous_address }: Change) {
  const { actions, importing, replace_paths = [] } = change;
  const isNothing = actions.join() === "no-op" && importing === undefined && !previous_address;
  if (isNothing) return [];
  const words = [
    address,
    actions.join(","),
    importing === undefined ? [] : "importing",
    previous_address === undefined ? [] : `from ${previous_address}`,
    action_reason ?? [],
    replace_paths.map((path) => path.join(".")),
  ];
  return [words.flat().join(" ")];
}

const { version: VERSION } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  readonly version: string;
};

export function withProvider(configuration: object): object {
  const source = { source: "holdfast/holdfast", version: VERSION };
  return { terraform: { required_providers: { holdfast: source } }, ...configuration };
}
