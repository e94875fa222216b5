// Reads one data source, when planning and when applying alike: Terraform's own from the state of another stack, all
// others from the provider.

import { REMOTE_STATE, schemaOfResource } from "../builtin/terraform-schema.js";
import type { InstanceAddress } from "../model/address.js";
import { hasErrors } from "../model/diagnostic.js";
import { invariant } from "../model/invariant.js";
import type { Provider, ReadObject } from "../model/provider.js";
import type { StateInstance } from "../model/state.js";
import { type ObjectValue, withoutUnknown } from "../model/value.js";
import { findReadViolations } from "./provider-rules.js";
import { type ReadRemoteState, readOutputs, type StatePlaces } from "./remote-state.js";

export interface DataPorts {
  readonly provider: Provider;
  readonly readRemoteState: ReadRemoteState;
  readonly places: StatePlaces;
}

/** `config` is wholly known. What the stack of a remote state has yet to tell is unknown in the answer. */
export async function readData(
  { provider, readRemoteState, places }: DataPorts,
  type: string,
  config: ObjectValue,
): Promise<ReadObject> {
  if (type === REMOTE_STATE) return await readOutputs(config, readRemoteState, places);
  const answer = await provider.readData({ type, config });
  const { state, diagnostics } = answer;
  invariant(state !== null || hasErrors(diagnostics), `data.${type} gave nothing and no reason`);
  if (state === null || hasErrors(diagnostics)) return { state: null, diagnostics };
  const schema = schemaOfResource({ mode: "data", type }, provider.schema);
  const wrong = findReadViolations(schema?.block.attributes ?? {}, state);
  invariant(wrong.length === 0, `the provider read an invalid data.${type}: ${wrong.join(", ")}`);
  return answer;
}

/**
 * What was read, as the state keeps it: null where nothing could be read. Like Terraform, it notes no dependencies:
 * nothing waits for its deletion.
 */
export function dataInstance(
  provider: Provider,
  { address, alias }: { readonly address: InstanceAddress; readonly alias: string | undefined },
  read: ObjectValue,
): StateInstance {
  const attributes = withoutUnknown(read);
  const schemaVersion = schemaOfResource(address.resource, provider.schema)?.version ?? 0;
  const made = alias === undefined ? {} : { providerAlias: alias };
  return { address, schemaVersion, attributes, dependencies: [], ...made };
}
