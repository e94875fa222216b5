// Errors are where secrets like to come out: each is provoked with a secret as near to it as can be, ends in
// an error, and shows nothing of the secret.

import { describe, expect, it } from "vitest";
import { FUNCTIONS } from "../../../../src/language/functions.js";
import type { VariableSources } from "../../../../src/load/assign-variables.js";
import { parseJson } from "../../../../src/load/parse-json.js";
import { hasErrors } from "../../../../src/model/diagnostic.js";
import { type Backend, VsphereFault } from "../../../../src/provider/backend.js";
import { jsonSchemaOf, resourceTypes } from "../../../../src/schema/resource-schemas.js";
import { snapshotText } from "../../../support/snapshot-text.js";
import { findCanaries } from "./find-canaries.js";
import { type Engine, type EngineOptions, note, openEngine, runStack } from "./run-engine.js";
import {
  type Json,
  type JsonObject,
  RESOURCES,
  resourcesWith,
  SECRETS,
  type StackChanges,
  stackDocument,
} from "./secret-stack.js";

const ALL: Partial<VariableSources> = {
  environment: {
    TF_VAR_kms_password: SECRETS.kms_password,
    TF_VAR_backup_password: SECRETS.backup_password,
    TF_VAR_number: String(SECRETS.number),
  },
  commandLine: [{ file: "secrets.tfvars.json", json: { more: SECRETS.more } }],
};

const VM = "holdfast_virtual_machine";
const SKP = "holdfast_standard_key_provider";
const NKP = "holdfast_native_key_provider";

const vmWith = (attributes: JsonObject): StackChanges => ({
  resource: resourcesWith(VM, "app", attributes),
});
const skpWith = (attributes: JsonObject): StackChanges => ({
  resource: resourcesWith(SKP, "skp", attributes),
});
const nkpWith = (attributes: JsonObject): StackChanges => ({
  resource: resourcesWith(NKP, "nkp", attributes),
});

const KMS = "${var.kms_password}";

/** But that which says that a secret is none, and those that answer with no more than true or false. */
const OPEN = ["nonsensitive", "can", "issensitive"];
const FUNCTION_NAMES = [...FUNCTIONS.keys()].filter((name) => !OPEN.includes(name));

const STACKS: readonly (readonly [string, StackChanges])[] = [
  ["a secret within a text", vmWith({ name: `app-${KMS}` })],
  ["a secret as a number", skpWith({ password_version: KMS })],
  ["a secret number out of range", skpWith({ password_version: "${-var.number}" })],
  ["a secret in a list", skpWith({ key_servers: [KMS] })],
  ["a secret in the place of a list", skpWith({ key_servers: KMS })],
  ["a secret map in the place of a list", skpWith({ key_servers: "${var.more}" })],
  ["a secret in the place of an object", nkpWith({ backup: KMS })],
  ["a secret map in the place of an object", nkpWith({ backup: "${var.more}" })],
  ["a secret as the name of an attribute", nkpWith({ backup: { [KMS]: "x", path: "x" } })],
  ["a secret path of a backup", nkpWith({ backup: { path: KMS } })],
  ["a secret as count", vmWith({ count: KMS })],
  ["a secret number as count", vmWith({ count: "${var.number}" })],
  ["a secret as for_each", vmWith({ for_each: KMS })],
  ["a secret map as for_each", vmWith({ for_each: "${var.more}" })],
  ["a set of secrets as for_each", vmWith({ for_each: "${toset([var.kms_password])}" })],
  ["a map with a secret key as for_each", vmWith({ for_each: { [KMS]: "x" } })],
  [
    "a secret as a key that two elements give",
    vmWith({ name: "${{for x in [1, 2] : var.kms_password => x}}" }),
  ],
  [
    "secrets as keys that two elements give",
    vmWith({ name: "${{for k, v in var.more : lower(v) => 1 if true}}" }),
  ],
  [
    "an element of a secret list as a key twice",
    vmWith({
      name: "${{for x in sensitive([nonsensitive(var.kms_password), nonsensitive(var.kms_password)]) : x => 1}}",
    }),
  ],
  ["a secret as operand", vmWith({ name: "${var.kms_password + 1}" })],
  ["a secret as condition", vmWith({ name: "${var.kms_password ? 1 : 2}" })],
  ["a secret in a conditional", vmWith({ name: "${true ? var.kms_password : []}" })],
  ["a secret as what a for goes over", vmWith({ name: "${[for x in var.kms_password : x]}" })],
  ["a secret in a directive", vmWith({ name: "%{ if var.kms_password }x%{ endif }" })],
  ["a secret as expanded arguments", vmWith({ name: "${max(var.kms_password...)}" })],
  ["a secret as index of a map", vmWith({ name: "${local.places[var.kms_password]}" })],
  ["a secret as index of a list", vmWith({ name: "${[1, 2][var.kms_password]}" })],
  ["a secret as index of instances", vmWith({ cluster: "${holdfast_host.esx[var.number].id}" })],
  ["a key that a secret map has not", skpWith({ password: '${var.more["none"]}' })],
  ["an attribute that a secret has not", skpWith({ password: "${var.kms_password.none}" })],
  ["a secret to calculate with", skpWith({ password: "${var.kms_password + 1}" })],
  ["a literal password", skpWith({ password: SECRETS.kms_password })],
  ["a literal password of a backup", nkpWith({ backup: literalBackup() })],
  ["a password that a function gives", skpWith({ password: `\${upper("${SECRETS.more.kms}")}` })],
  ["a password declared to be none", skpWith({ password: "${nonsensitive(var.kms_password)}" })],
  [
    "a password from a local",
    { ...skpWith({ password: "${local.pw}" }), locals: { pw: SECRETS.kms_password } },
  ],
  [
    "a password from a local to calculate with",
    { ...skpWith({ password: "${local.pw + 1}" }), locals: { pw: SECRETS.kms_password } },
  ],
  [
    "a password that is only called sensitive",
    {
      ...skpWith({ password: "${sensitive(local.pw)}" }),
      locals: { pw: SECRETS.kms_password },
    },
  ],
  [
    "a password from a local that is only called sensitive",
    {
      ...nkpWith({ backup: "${local.backup}" }),
      locals: {
        pw: SECRETS.backup_password,
        backup: { path: "x", password: "${sensitive(local.pw)}" },
      },
    },
  ],
  [
    "a password from for_each that is only called sensitive",
    skpWith({
      for_each: { a: SECRETS.kms_password },
      name: "${each.key}",
      password: "${sensitive(each.value)}",
    }),
  ],
  [
    "a name that a sensitive object almost has",
    {
      ...skpWith({ password: `\${var.any["${almost(SECRETS.kms_password)}"]}` }),
      variable: { any: { sensitive: true, default: { [SECRETS.kms_password]: "x" } } },
    },
  ],
  [
    "a password from a variable that is not sensitive",
    {
      ...skpWith({ password: "${var.open}" }),
      variable: { open: { type: "string", default: SECRETS.kms_password } },
    },
  ],
  [
    "a condition that fails with a secret in its message",
    vmWith({
      lifecycle: { precondition: [{ condition: "${false}", error_message: `No: ${KMS}` }] },
    }),
  ],
  [
    "a condition that is a secret",
    vmWith({ lifecycle: { precondition: [{ condition: KMS, error_message: "Needed." }] } }),
  ],
  ["an output of a secret", { output: { secret: { value: KMS } } }],
  ["a sensitive output", { output: { secret: { value: KMS, sensitive: true } } }],
  ["the import of a secret id", { import: [{ to: `${VM}.app`, id: KMS }] }],
];

describe("a stack with", () => {
  it.each(STACKS)("%s shows no secret", async (_, changes) => {
    await withEngine({}, async (engine) => {
      const run = { document: stackDocument(changes), variables: ALL };
      expect(hasErrors(await runStack(engine, run))).toBe(true);
    });
  });

  it.each(storedAttributes())("a secret in %s.%s shows none", async (type, name, value) => {
    await withEngine({}, async (engine) => {
      const [instance = ""] = Object.keys(RESOURCES[type] ?? {});
      const resource = resourcesWith(type, instance, { [name]: value });
      const run = { document: stackDocument({ resource }), variables: ALL };
      const diagnostics = await runStack(engine, run);
      expect(diagnostics.filter((d) => d.attribute?.[0] === name)).not.toEqual([]);
    });
  });

  it.each(FUNCTION_NAMES)("secrets for arguments of %s shows none", async (name) => {
    await withEngine({}, async (engine) => {
      for (const call of callsOf(name)) {
        // The attribute refuses a secret, if the function has not failed before.
        const document = stackDocument(vmWith({ name: `\${${call}}` }));
        expect(hasErrors(await runStack(engine, { document, variables: ALL })), call).toBe(true);
      }
    });
  });
});

const BROKEN_JSON: readonly string[] = [
  `{"kms_password": ${SECRETS.kms_password}}`,
  `{"kms_password": '${SECRETS.kms_password}'}`,
  `{"kms_password": "${SECRETS.kms_password}\n"}`,
  `{"kms_password": "${SECRETS.kms_password}"`,
  `{"kms_password": "x" "${SECRETS.kms_password}"}`,
  `"${SECRETS.kms_password}" trailing`,
  `{"kms_password": "\\q${SECRETS.kms_password}"}`,
];

const VARIABLES: readonly (readonly [string, Partial<VariableSources>])[] = [
  ["a secret for a number", { environment: { TF_VAR_number: SECRETS.kms_password } }],
  ["a secret for a map", { environment: { TF_VAR_more: SECRETS.kms_password } }],
  ["a broken map of secrets", { environment: { TF_VAR_more: `{a = "${SECRETS.kms_password}"` } }],
  ["--var without a name", { commandLine: [{ flag: SECRETS.kms_password }] }],
  ["--var without a name but =", { commandLine: [{ flag: `=${SECRETS.kms_password}` }] }],
  ["--var of a wrong name", { commandLine: [{ flag: `kms_pasword=${SECRETS.kms_password}` }] }],
  ["a file with a list", { commandLine: [{ file: "f.json", json: [SECRETS.kms_password] }] }],
  [
    "a file with a text for a map",
    { commandLine: [{ file: "f.json", json: { more: SECRETS.kms_password } }] },
  ],
  [
    "a file with a list for a text",
    { commandLine: [{ file: "f.json", json: { kms_password: [SECRETS.kms_password] } }] },
  ],
];

describe("variables:", () => {
  it.each(VARIABLES)("%s shows no secret", async (_, given) => {
    await withEngine({}, async (engine) => {
      const environment = { ...ALL.environment, ...given.environment };
      const commandLine = given.commandLine ?? [];
      const variables = { environment, commandLine };
      const diagnostics = await runStack(engine, { document: stackDocument(), variables });
      expect(hasErrors(diagnostics)).toBe(true);
    });
  });

  it.each(BROKEN_JSON)("a file that is no JSON shows no secret (%#)", (text) => {
    const { diagnostics } = parseJson(text, "secrets.tfvars.json");
    expect(hasErrors(diagnostics)).toBe(true);
    expect(findCanaries(new Map([["diagnostics", JSON.stringify(diagnostics)]]))).toEqual([]);
  });
});

/** What lets a secret slip, and what is said in its stead. */
const TALKATIVE: readonly (readonly [string, string, EngineOptions])[] = [
  [
    "a vSphere that repeats the password it refuses",
    "(sensitive value)",
    {
      wrapBackend: (backend: Backend) => ({
        ...backend,
        standardKeyProviders: {
          ...backend.standardKeyProviders,
          create: ({ password }) => Promise.reject(refusal(password)),
        },
        nativeKeyProviders: {
          ...backend.nativeKeyProviders,
          exportBackup: (_, password) => Promise.reject(refusal(password)),
        },
      }),
    },
  ],
  [
    "a disk that repeats the password of the backup",
    "permission was denied",
    {
      writeBackup: (path) => {
        const message = `EACCES: ${path} of ${SECRETS.backup_password}`;
        return Promise.reject(Object.assign(new Error(message), { code: "EACCES" }));
      },
    },
  ],
];

describe("at apply", () => {
  it.each(TALKATIVE)("%s shows no secret, but %s", async (_, said, options) => {
    await withEngine(options, async (engine) => {
      const run = { document: stackDocument(), variables: ALL };
      const diagnostics = await runStack(engine, run);
      expect(hasErrors(diagnostics)).toBe(true);
      expect(JSON.stringify(diagnostics)).toContain(said);
    });
  });
});

describe("a literal password", () => {
  const changes: readonly (readonly [string, StackChanges])[] = [
    ["of a key provider", skpWith({ password: SECRETS.kms_password })],
    ["of a backup", nkpWith({ backup: literalBackup() })],
    [
      "of a backup beside a reference",
      nkpWith({ backup: { ...literalBackup(), path: "${local.prefix}.backup" } }),
    ],
    [
      "that is only called sensitive",
      {
        ...skpWith({ password: "${sensitive(local.pw)}" }),
        locals: { pw: SECRETS.kms_password },
      },
    ],
  ];

  it.each(changes)("%s is found also where it is not planned", async (_, change) => {
    await withEngine({}, async (engine) => {
      const targets = ["holdfast_vcenter.vc"];
      const run = { document: stackDocument(change), variables: ALL, options: { targets } };
      expect(hasErrors(await runStack(engine, run))).toBe(true);
    });
  });
});

async function withEngine(
  options: EngineOptions,
  use: (engine: Engine) => Promise<void>,
): Promise<void> {
  const engine = await openEngine({ ...options, isInMemory: true });
  try {
    await use(engine);
    note(engine.evidence, "snapshot", snapshotText(engine.simulator));
    expect(findCanaries(engine.evidence)).toEqual([]);
    const others = [SECRETS.more.kms.toUpperCase(), String(SECRETS.number)];
    expect(findCanaries(engine.evidence, others)).toEqual([]);
  } finally {
    await engine.close();
  }
}

function refusal(password: string | null | undefined): VsphereFault {
  return new VsphereFault("InvalidArgument", `"${password}" is too weak, said the key server.`);
}

/** Near enough to be meant, and with neither half of it. */
function almost(canary: string): string {
  return canary.replace("Can", "Cam").replace("-kms", "-kns");
}

function literalBackup(): JsonObject {
  return { path: "backups/nkp.p12", password: SECRETS.backup_password };
}

type StoredAttribute = readonly [type: string, name: string, secret: Json];

/** Every attribute that is stored, with a secret of a fitting type. */
function storedAttributes(): readonly StoredAttribute[] {
  return resourceTypes.flatMap((type) =>
    Object.entries(jsonSchemaOf(type)?.properties ?? {}).flatMap(([name, property]) => {
      if (property["x-holdfast"]?.computed === true || property.writeOnly === true) return [];
      if (property.type === "object") return [];
      const one = property.type === "integer" ? "${var.number}" : KMS;
      const entry: StoredAttribute = [type, name, property.type === "array" ? [one] : one];
      return [entry];
    }),
  );
}

/** A secret in the place of each argument, and alone. */
function callsOf(name: string): readonly string[] {
  return [
    `${name}(var.kms_password)`,
    `${name}(var.more)`,
    `${name}(var.number)`,
    `${name}(var.kms_password, "x")`,
    `${name}(local.places, var.kms_password)`,
    `${name}([var.kms_password], var.kms_password)`,
    `${name}(var.more, var.kms_password, var.more)`,
  ];
}
