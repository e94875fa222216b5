// holdfast import ADDRESS ID: what exists comes under the management of a resource that is declared.

import { schemaOfResource } from "../../builtin/terraform-schema.js";
import { withBuiltin } from "../../builtin/with-builtin.js";
import {
  FORM_OF_ADDRESSES,
  formatInstance,
  formatModule,
  formatResource,
  type InstanceAddress,
  parseInstance,
} from "../../model/address.js";
import { suggestion } from "../../model/closest-name.js";
import { errorDiagnostic, hasErrors } from "../../model/diagnostic.js";
import type { ObjectValue } from "../../model/value.js";
import { readImport } from "../../plan/read-import.js";
import type { CommandCall } from "../command-definition.js";
import { CommandFailed } from "../describe-failure.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { untilInterrupted } from "../interrupts.js";
import type { OpenStack } from "../open-stacks.js";
import { readState } from "../plan-stacks.js";
import { prepareStacks } from "../prepare-stacks.js";
import { print, type Session, sayDiagnostics } from "../session.js";
import { withLocks } from "../state-locks.js";

export async function run(session: Session, { args, options }: CommandCall): Promise<ExitCode> {
  const [text = "", id = ""] = args;
  const address = parseInstance(text);
  if (address === undefined) {
    throw refuse("Invalid address", `"${text}" is no address. ${FORM_OF_ADDRESSES}`);
  }
  if (address.resource.mode === "data") {
    const detail = `${text} is a data source: every plan reads it, and there is nothing to take over.`;
    throw refuse("Not a resource", detail);
  }
  const prepared = await prepareStacks(session, options, "look");
  try {
    const stack = findDeclaring(prepared.stacks, address);
    const stores = options.text("lock") === "false" ? [] : [stack.store];
    await withLocks(session, { stores, operation: "import" }, () =>
      importTo(session, stack, { address, id }),
    );
    print(session, [[`Imported ${id} to ${text}. The next plan shows what differs.`]]);
    return EXIT_CODES.done;
  } finally {
    prepared.close();
  }
}

function refuse(summary: string, detail: string): CommandFailed {
  return new CommandFailed([errorDiagnostic(summary, detail)]);
}

function findDeclaring(stacks: readonly OpenStack[], address: InstanceAddress): OpenStack {
  const key = formatResource(address.resource);
  const declaring = stacks.filter(({ configuration }) => configuration.resources.has(key));
  const [only] = declaring;
  if (only === undefined) {
    const known = stacks.flatMap(({ configuration }) => [...configuration.resources.keys()]);
    const near = suggestion(key, known);
    throw refuse("Resource not declared", `No stack declares ${key}.${near} Declare it first.`);
  }
  if (declaring.length > 1) {
    throw refuse(
      "Address in several stacks",
      `Several stacks declare ${key}. Choose with --stack.`,
    );
  }
  requireFittingKey(only, address);
  return only;
}

/** Which keys there are is known when planning; whether there are any is known now. */
function requireFittingKey({ configuration }: OpenStack, address: InstanceAddress): void {
  const { resource, key, moduleKeys = [] } = address;
  const { module = [] } = resource;
  const calls = module.map((_, i) => {
    const called = configuration.modules.get(formatModule(module.slice(0, i + 1)));
    return { what: `The call of the module ${module[i]}`, of: called?.call, key: moduleKeys[i] };
  });
  const declared = configuration.resources.get(formatResource(resource));
  for (const { what, of, key: given } of [...calls, { what: "The resource", of: declared, key }]) {
    const wanted = of?.count ? "number" : of?.forEach ? "string" : "undefined";
    if (typeof given === wanted) continue;
    const rule = {
      number: "uses count: name the instance by a number, as in x.y[0].",
      string: 'uses for_each: name the instance by its key, as in x.y["a"].',
      undefined: "uses neither count nor for_each, so it has no keys.",
    }[wanted];
    throw refuse("No such instance", `${formatInstance(address)} is not declared. ${what} ${rule}`);
  }
}

interface Import {
  readonly address: InstanceAddress;
  readonly id: string;
}

async function importTo(
  session: Session,
  stack: OpenStack,
  { address, id }: Import,
): Promise<void> {
  const { state, diagnostics } = await readState(stack);
  if (hasErrors(diagnostics)) throw new CommandFailed(diagnostics);
  const key = formatInstance(address);
  if (state.instances.has(key)) {
    throw refuse("Address taken", `The state has an object at ${key} already.`);
  }
  const attributes = await readObject(session, stack, { address, id });
  const schemaVersion = schemaOfResource(address.resource, stack.provider.schema)?.version ?? 0;
  const imported = { address, schemaVersion, attributes, dependencies: [] };
  const instances = new Map([...state.instances, [key, imported] as const]);
  const written = await stack.store.write({ ...state, instances });
  if (hasErrors(written.diagnostics)) throw new CommandFailed(written.diagnostics);
  sayDiagnostics(session, [...diagnostics, ...written.diagnostics]);
}

async function readObject(
  session: Session,
  { provider, configuration, estateFile }: OpenStack,
  { address, id }: Import,
): Promise<ObjectValue> {
  const { type } = address.resource;
  const resource = configuration.resources.get(formatResource(address.resource));
  const reading = readImport(withBuiltin(provider), { type, id, resource });
  const answer = await untilInterrupted(reading, session.signal);
  if (hasErrors(answer.diagnostics)) throw new CommandFailed(answer.diagnostics);
  sayDiagnostics(session, answer.diagnostics);
  if (answer.state !== null) return answer.state;
  const detail = `The vSphere of ${estateFile} has no ${type} with the id "${id}".`;
  const advice =
    '"holdfast simulator show" shows what there is; "holdfast apply" makes what is not.';
  throw refuse("Nothing to import", `${detail} ${advice}`);
}
