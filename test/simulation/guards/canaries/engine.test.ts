// Secrets go from sensitive variables to vSphere and to nothing else: from plan to drill they are found in
// nothing that was written, said or shown, and they did arrive.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasErrors } from "../../../../src/model/diagnostic.js";
import type { Backend } from "../../../../src/provider/backend.js";
import { parseBackup } from "../../../../src/simulator/native-backup.js";
import { findCanaries } from "./find-canaries.js";
import { type Engine, lookAround, openEngine, runStack } from "./run-engine.js";
import { resourcesWith, SECRETS, stackDocument } from "./secret-stack.js";

const ENVIRONMENT = {
  TF_VAR_kms_password: SECRETS.kms_password,
  TF_VAR_number: String(SECRETS.number),
};
const COMMAND_LINE = [
  { flag: `backup_password=${SECRETS.backup_password}` },
  { file: "secrets.tfvars.json", json: { more: SECRETS.more } },
];
const VARIABLES = { environment: ENVIRONMENT, commandLine: COMMAND_LINE };

const RAISED = {
  ...resourcesWith("holdfast_standard_key_provider", "skp", { password_version: 2 }),
  ...{
    holdfast_native_key_provider:
      resourcesWith("holdfast_native_key_provider", "nkp", {
        backup: {
          path: "backups/nkp.p12",
          password: "${var.backup_password}",
          password_version: 2,
        },
      }).holdfast_native_key_provider ?? {},
  },
};

const passwords: (string | null | undefined)[] = [];
let engine: Engine;

beforeAll(async () => {
  engine = await openEngine({ wrapBackend: (backend) => listenToPasswords(backend) });
  const created = await runStack(engine, { document: stackDocument(), variables: VARIABLES });
  const changed = { document: stackDocument({ resource: RAISED }), variables: VARIABLES };
  const diagnostics = [...created, ...(await runStack(engine, changed))];
  expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  engine.simulator.esxcli("vc01/edge/esx-0", ["system", "security", "keypersistence", "enable"]);
  const again = await runStack(engine, changed);
  expect(hasErrors(again)).toBe(false);
  await lookAround(engine);
});

afterAll(async () => {
  await engine.close();
});

describe("secrets of a stack", () => {
  it("reach vSphere", () => {
    const derived = `kms-${SECRETS.more.kms.toUpperCase()}-${SECRETS.kms_password}`;
    expect([...passwords].sort()).toEqual(
      [SECRETS.kms_password, SECRETS.kms_password, derived].sort(),
    );
    const [backup] = [...engine.backups.values()];
    expect(backup).toBeDefined();
    expect(parseBackup(backup ?? Buffer.of(), SECRETS.backup_password)).toMatchObject({
      name: "nkp",
    });
  });

  it("are found in nothing that was written, said or shown", () => {
    expect(findCanaries(engine.evidence)).toEqual([]);
    const upper = [SECRETS.more.kms.toUpperCase(), String(SECRETS.number)];
    expect(findCanaries(engine.evidence, upper)).toEqual([]);
  });

  it("would be found: everything that was to be looked at is there", () => {
    const names = [...engine.evidence].filter(([, content]) => content.length > 50);
    expect(names.map(([name]) => name).sort()).toEqual([
      "apply events",
      "apply results",
      "backup backups/nkp.p12",
      "drill report",
      "drill result",
      "estate",
      "file s.tfstate",
      "file simulator.db",
      "file simulator.db-wal",
      "plan JSON",
      "plan messages",
      "plan report",
      "plan report, folded",
      "saved plan",
      "simulator events",
      "simulator messages",
      "snapshot",
      "state",
      "state JSON",
      "state report",
      "written files",
    ]);
    const written = String(engine.evidence.get("written files"));
    expect(written).toContain("holdfast_standard_key_provider.skp");
    expect(written).toContain('"begin"');
  });
});

/** The backend, with what it is told of passwords noted. */
function listenToPasswords(backend: Backend): Backend {
  const { standardKeyProviders } = backend;
  return {
    ...backend,
    standardKeyProviders: {
      ...standardKeyProviders,
      create: (spec) => {
        passwords.push(spec.password);
        return standardKeyProviders.create(spec);
      },
      reconfigure: (path, spec) => {
        passwords.push(spec.password);
        return standardKeyProviders.reconfigure(path, spec);
      },
    },
  };
}
