// Random configurations over the record provider: references of every kind, locals, count and for_each, and
// changed versions of the same configuration, so that plans have creates, updates, replaces and deletes.

import fc from "fast-check";
import type { Expression } from "../../src/language/expression.js";
import type { Lifecycle } from "../../src/load/configuration.js";
import {
  type ConfigurationInput,
  call,
  type Input,
  type InputObject,
  type ResourceInput,
  ref,
  template,
} from "./build-configuration.js";

/** One resource in the making. */
export interface Draft {
  readonly name: string;
  /** Part of the record's name: another version replaces it. */
  readonly version: number;
  readonly value: string | null;
  readonly size: number | null;
  readonly labels: { readonly [name: string]: string } | null;
  readonly repetition: "none" | "count" | "each";
  readonly instances: number;
  /** Indices of others; only those that are declared before it are used. */
  readonly dependencies: readonly { readonly on: number; readonly by: Dependency }[];
  readonly createBeforeDestroy: boolean;
}

/** `data`: by way of a data source that looks the other up. */
export type Dependency = "token" | "id" | "local" | "depends_on" | "whole" | "data";

export interface DraftOptions {
  readonly createBeforeDestroy?: boolean;
}

const NAMES = ["a", "b", "c", "d", "e", "f"];

const dependency = fc.record({
  on: fc.nat(NAMES.length - 1),
  by: fc.constantFrom<Dependency>("token", "id", "local", "depends_on", "whole", "data"),
});

function draft(name: string, options: DraftOptions): fc.Arbitrary<Draft> {
  return fc.record({
    name: fc.constant(name),
    version: fc.nat(1),
    value: fc.constantFrom(null, "1", "2"),
    size: fc.constantFrom(null, 1, 2),
    labels: fc.constantFrom(null, {}, { a: "x" }, { a: "y", $b: "z" }),
    repetition: fc.constantFrom<Draft["repetition"]>("none", "none", "count", "each"),
    instances: fc.nat(3),
    dependencies: fc.array(dependency, { maxLength: 3 }),
    createBeforeDestroy: options.createBeforeDestroy === false ? fc.constant(false) : fc.boolean(),
  });
}

/** Some of six resources, each possibly absent. */
export function drafts(options: DraftOptions = {}): fc.Arbitrary<readonly Draft[]> {
  return fc.subarray(NAMES).chain((names) => fc.tuple(...names.map((n) => draft(n, options))));
}

/** Two versions of one configuration: what stays is often as it was. */
export function twoVersions(
  options: DraftOptions = {},
): fc.Arbitrary<readonly [readonly Draft[], readonly Draft[]]> {
  return fc
    .tuple(drafts(options), drafts(options), fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }))
    .map(([before, fresh, keep]) => {
      const kept = before.filter((d) => keep[NAMES.indexOf(d.name)]);
      const names = new Set(kept.map((d) => d.name));
      const after = [...kept, ...fresh.filter((d) => !names.has(d.name))];
      return [before, after.sort((a, b) => NAMES.indexOf(a.name) - NAMES.indexOf(b.name))];
    });
}

/** The dependencies of a draft that are declared before it, so that there is no cycle. */
export function dependenciesOf(all: readonly Draft[], of: Draft) {
  return of.dependencies.flatMap(({ on, by }) => {
    const target = all.find((d) => d.name === NAMES[on]);
    const isBefore = target !== undefined && NAMES.indexOf(target.name) < NAMES.indexOf(of.name);
    return isBefore ? [{ target, by }] : [];
  });
}

export function addressOf(draft: Draft): string {
  return `test_record.${draft.name}`;
}

export function configurationOf(all: readonly Draft[]): ConfigurationInput {
  const locals: { [name: string]: Input } = {};
  const outputs: { [name: string]: Input } = {};
  const resources: { [address: string]: ResourceInput } = {};
  for (const one of all) {
    const used = dependenciesOf(all, one);
    const links = used.flatMap(({ target, by }): Input[] => {
      if (by === "depends_on") return [];
      if (by === "local") {
        locals[`of_${target.name}`] = firstOf(target, "id");
        return [ref(`local.of_${target.name}`)];
      }
      if (by === "data" && hasInstances(target)) {
        const address = `data.test_record.of_${target.name}`;
        resources[address] = { attributes: { name: firstOf(target, "name") } };
        return [ref(`${address}.revision`)];
      }
      return by === "whole" || by === "data" ? [allIds(target)] : [firstOf(target, by)];
    });
    resources[addressOf(one)] = {
      attributes: attributesOf(one, links),
      ...repetitionOf(one),
      dependsOn: used
        .filter(({ by }) => by === "depends_on")
        .map(({ target }) => addressOf(target)),
      lifecycle: lifecycleOf(one),
    };
    outputs[`ids_${one.name}`] = allIds(one);
  }
  return { resources, locals, outputs };
}

function attributesOf(one: Draft, links: readonly Input[]): InputObject {
  const base = `${one.name}${one.version}`;
  const key = one.repetition === "count" ? ref("count.index") : ref("each.key");
  return {
    name: one.repetition === "none" ? base : template(`${base}-`, key),
    value: one.value,
    size: one.size,
    ...(one.labels === null ? {} : { labels: one.labels }),
    links,
  };
}

function repetitionOf(one: Draft): Pick<ResourceInput, "count" | "forEach"> {
  if (one.repetition === "count") return { count: one.instances };
  if (one.repetition !== "each") return {};
  return { forEach: call("toset", ["k0", "k1", "k2"].slice(0, one.instances)) };
}

function lifecycleOf(one: Draft): Partial<Lifecycle> {
  return one.createBeforeDestroy ? { createBeforeDestroy: true } : {};
}

/** The attribute of the first instance, or a text where there is none. */
function firstOf(target: Draft, attribute: "token" | "id" | "name"): Input {
  const base = addressOf(target);
  if (target.repetition === "none") return ref(`${base}.${attribute}`);
  if (target.instances === 0) return allIds(target);
  const step = target.repetition === "count" ? "[0]" : '["k0"]';
  return ref(`${base}${step}.${attribute}`);
}

function hasInstances({ repetition, instances }: Draft): boolean {
  return repetition === "none" || instances > 0;
}

/** A text of all ids of a resource. */
function allIds(target: Draft): Input {
  const base = addressOf(target);
  if (target.repetition === "none") return ref(`${base}.id`);
  const whole = target.repetition === "count" ? ref(base) : call("values", ref(base));
  const each: Expression = { kind: "attribute", of: { kind: "item" }, name: "id" };
  return call("join", ",", { kind: "splat", of: whole, each });
}
