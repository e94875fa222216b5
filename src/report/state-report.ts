// What the state remembers, as text: one object in Terraform's manner, and outputs.

import { compareInstances, covers, parseTarget, type ResourceAddress } from "../model/address.js";
import { declaredOutputs } from "../model/cross-stack-output.js";
import type { State, StateInstance, StateOutput } from "../model/state.js";
import type { AttributeSchemas } from "../model/type.js";
import { diffObjects } from "./diff-tree.js";
import { renderDiff } from "./render-diff.js";
import { type Line, type ReportWidth, styled } from "./text.js";

export interface StateReportOptions extends ReportWidth {
  readonly attributesOf: (
    type: string,
    mode: ResourceAddress["mode"],
  ) => AttributeSchemas | undefined;
}

const WHOLE = { showsUnchanged: true, showsNull: false, keepsQuoted: true } as const;

/** Every object of a state, then its outputs. */
export function stateReport(state: State, options: StateReportOptions): readonly Line[] {
  const instances = [...state.instances].flatMap(([address, instance]) => [
    ...instanceReport(address, instance, options),
    [],
  ]);
  const outputs = outputsReport(state.outputs, options);
  if (instances.length === 0 && outputs.length === 0) return [["The state is empty."]];
  return outputs.length === 0 ? instances : [...instances, ["Outputs:"], [], ...outputs];
}

/** `address` is the key of `State.instances`. */
export function instanceReport(
  address: string,
  instance: StateInstance,
  options: StateReportOptions,
): readonly Line[] {
  const { resource } = instance.address;
  const { attributes: object, tainted } = instance;
  const attributes = options.attributesOf(resource.type, resource.mode);
  const nodes = diffObjects({ before: object, after: object, ...(attributes && { attributes }) });
  const kind = resource.mode === "data" ? "data" : "resource";
  const names = `${JSON.stringify(resource.type)} ${JSON.stringify(resource.name)}`;
  const note = tainted === true ? " (tainted: the next apply replaces it)" : "";
  return [
    [styled("bold", `# ${address}:`), note],
    [`${kind} ${names} {`],
    ...renderDiff(nodes, 2, { ...WHOLE, width: options.width }),
    ["}"],
  ];
}

/** `name = value`, aligned, of those that the program declares; what is sensitive is not shown. */
export function outputsReport(
  outputs: { readonly [name: string]: StateOutput },
  { width }: ReportWidth,
): readonly Line[] {
  const declared = Object.entries(declaredOutputs(outputs));
  const values = Object.fromEntries(declared.map(([name, o]) => [name, o.value]));
  const attributes = Object.fromEntries(
    declared.map(([name, output]) => {
      const schema = { type: output.type, description: "", description_kind: "plain" } as const;
      return [name, output.sensitive ? { ...schema, sensitive: true as const } : schema];
    }),
  );
  const nodes = diffObjects({ before: values, after: values, attributes });
  return renderDiff(nodes, 0, { ...WHOLE, width });
}

/** The addresses in a state, in Terraform's order; `--id` shows only objects with that `id`. */
export function stateAddresses(state: State, id?: string): readonly string[] {
  const matches = (instance: StateInstance) => id === undefined || instance.attributes.id === id;
  const found = [...state.instances].filter(([, instance]) => matches(instance));
  found.sort(([, a], [, b]) => compareInstances(a.address, b.address));
  return found.map(([key]) => key);
}

/**
 * Keys of the instances that `text` names: one instance with what is deposed of it, such an object alone by its key,
 * all of a resource, or all in a module.
 */
export function matchInstances(state: State, text: string): readonly string[] {
  const target = parseTarget(text);
  const matching = [...state.instances].filter(
    ([key, { address }]) => key === text || (target !== undefined && covers(target, address)),
  );
  return matching.map(([key]) => key);
}
