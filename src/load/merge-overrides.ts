// Override files: what they say of something replaces what another file says of it, argument by argument, before it is
// read. The rules are Terraform's; what Terraform leaves out of its merging without a word is refused here.

import { errorDiagnostic } from "../model/diagnostic.js";
import { isJsonArray, isJsonObject, type Json } from "../model/json.js";
import {
  type Block,
  blocksOf,
  type Property,
  propertiesOf,
  type Report,
  sourceOf,
  visitBlocks,
} from "./json-body.js";
import type { SourceFile } from "./source-file.js";

/** What override files say, by what they say it of. */
export interface Overrides {
  /** A block of another file with what is said of it. */
  merge(section: string, block: Block): Block;
  /** What is no part of any block of another file, and stands for itself; errors for what must be part of one. */
  rest(): readonly { readonly section: string; readonly block: Block }[];
}

/** `labels`: how many each kind of block has; blocks of other kinds are left to `refuse`. */
export interface OverrideReading {
  readonly labels: (section: string) => number | undefined;
  readonly refuse: (property: Property) => void;
  readonly report: Report;
}

/** `files` in the order in which they count. */
export function collectOverrides(
  files: readonly SourceFile[],
  { labels, refuse, report }: OverrideReading,
): Overrides {
  const said = new Map<string, Said>();
  for (const { name: file, json } of files) {
    for (const property of propertiesOf(json, { file, pointer: "" }, report)) {
      const count = labels(property.name);
      if (count === undefined) refuse(property);
      else if (NEVER.has(property.name)) report(neverOverridden(property));
      else {
        visitBlocks(property, count, report, (block) => note(said, property.name, block));
      }
    }
  }
  return {
    merge: (section, block) => {
      if (said.size === 0) return block;
      if (section === "locals") return mergeLocals(block, said);
      if (section === "terraform") return withoutReplaced(block, said.get("terraform"));
      const found = said.get(keyOf(section, block));
      if (found === undefined) return block;
      found.isUsed = true;
      return found.blocks.reduce((base, over) => mergeBlock(section, base, over, report), block);
    },
    rest: () => [...said.values()].flatMap((each) => restOf(each, report)),
  };
}

interface Said {
  readonly section: string;
  readonly blocks: Block[];
  isUsed: boolean;
}

function note(said: Map<string, Said>, section: string, block: Block): void {
  const parts = section === "locals" ? block.properties.map((p) => only(block, p)) : [block];
  for (const part of parts) {
    const key = keyOf(section, part);
    const known = said.get(key);
    if (known === undefined) said.set(key, { section, blocks: [part], isUsed: false });
    else known.blocks.push(part);
  }
}

function only(block: Block, property: Property): Block {
  return { ...block, properties: [property] };
}

/** Each local value is one of its own; a configuration of a provider is known by its alias. */
function keyOf(section: string, { labels, properties }: Block): string {
  if (section === "terraform") return section;
  const alias = properties.find(({ name }) => name === "alias")?.value ?? null;
  const more = section === "locals" ? properties[0]?.name : section === "provider" ? alias : null;
  return JSON.stringify([section, ...labels, more]);
}

/** Terraform takes some of them as if they stood in other files, some not, and says nothing of some. */
const NEVER = new Set(["check", "moved", "import", "removed", "ephemeral"]);

function neverOverridden(property: Property) {
  const { name } = property;
  const detail = `Blocks "${name}" can stand in ordinary files only. Move it to one of them.`;
  return errorDiagnostic("Unsupported override", detail, { source: sourceOf(property) });
}

function mergeLocals(block: Block, said: ReadonlyMap<string, Said>): Block {
  const properties = block.properties.map((property) => {
    const found = said.get(keyOf("locals", only(block, property)));
    if (found === undefined) return property;
    found.isUsed = true;
    return found.blocks.at(-1)?.properties[0] ?? property;
  });
  return { ...block, properties };
}

/** The blocks `terraform` of override files stand for themselves, and leave of the others what they do not say. */
function withoutReplaced(block: Block, said: Said | undefined): Block {
  if (said === undefined) return block;
  const over = said.blocks.flatMap(({ properties }) => properties);
  const named = new Set(over.map(({ name }) => name));
  const providers = new Set(over.filter(isProviders).flatMap(({ value }) => namesIn(value)));
  const properties = block.properties.flatMap((property): readonly Property[] => {
    if (isProviders(property)) {
      return [{ ...property, value: withoutNames(property.value, providers) }];
    }
    return named.has(property.name) ? [] : [property];
  });
  return { ...block, properties };
}

const isProviders = ({ name }: Property) => name === "required_providers";

function namesIn(json: Json): readonly string[] {
  if (isJsonArray(json)) return json.flatMap(namesIn);
  return isJsonObject(json) ? Object.keys(json) : [];
}

function withoutNames(json: Json, names: ReadonlySet<string>): Json {
  if (isJsonArray(json)) return json.map((item) => withoutNames(item, names));
  if (!isJsonObject(json)) return json;
  return Object.fromEntries(Object.entries(json).filter(([name]) => !names.has(name)));
}

function mergeBlock(section: string, base: Block, over: Block, report: Report): Block {
  const given = over.properties.filter((property) => isTaken(section, property, report));
  const byName = new Map(given.map((property) => [property.name, property] as const));
  const ownNames = new Set(base.properties.map(({ name }) => name));
  const hasLifecycle = section === "resource" || section === "data";
  const replace = (before: Property | undefined, after: Property) =>
    hasLifecycle && after.name === "lifecycle" ? mergeLifecycle(before, after, report) : after;
  const properties = base.properties.map((property) => {
    const said = byName.get(property.name);
    return said === undefined ? property : replace(property, said);
  });
  const added = given.filter(({ name }) => !ownNames.has(name));
  return { ...base, properties: [...properties, ...added.map((one) => replace(undefined, one))] };
}

/** Lists that would have to be joined, which Terraform refuses. */
const CONDITIONS = ["validation", "precondition", "postcondition"];

function isTaken(section: string, property: Property, report: Report): boolean {
  const { name, value } = property;
  const isCondition = section === "variable" || section === "output" || section === "lifecycle";
  const isRefused =
    name === "depends_on"
      ? !(isJsonArray(value) && value.length === 0)
      : isCondition && CONDITIONS.includes(name);
  const isIgnored = section === "lifecycle" && name === "replace_triggered_by";
  if (!isRefused && !isIgnored) return name !== "depends_on";
  const detail = `"${name}" cannot be overridden. Change it in the file that it stands in.`;
  report(errorDiagnostic("Unsupported override", detail, { source: sourceOf(property) }));
  return false;
}

/** Setting by setting. Two blocks where there can be one are left to whoever reads them. */
function mergeLifecycle(base: Property | undefined, over: Property, report: Report): Property {
  const [own, second] = base === undefined ? [] : blocksOf(base, 0, () => undefined);
  const [said, another] = blocksOf(over, 0, report);
  if (said === undefined || another !== undefined) return over;
  if (base !== undefined && second !== undefined) return base;
  const given = said.properties.filter((property) => isTaken("lifecycle", property, report));
  const settings = (own?.properties ?? []).filter(
    (setting) => !given.some((property) => replaces(property, setting)),
  );
  const isKept = (property: Property) =>
    !settings.some(({ name }) => name === property.name) && !isEmptyList(property);
  const properties = [...settings, ...given.filter(isKept)];
  return { ...over, blocks: [{ ...said, properties }] };
}

/** Changes that are all ignored stay so, and a list that is empty says nothing. */
function replaces(property: Property, { name, value }: Property): boolean {
  if (name !== property.name || isEmptyList(property)) return false;
  return name !== "ignore_changes" || value !== "all";
}

function isEmptyList({ value }: Property): boolean {
  return isJsonArray(value) && value.length === 0;
}

function restOf(
  { section, blocks, isUsed }: Said,
  report: Report,
): readonly { readonly section: string; readonly block: Block }[] {
  if (section === "terraform") return blocks.map((block) => ({ section, block }));
  const [block] = blocks;
  if (isUsed || block === undefined) return [];
  const hasAlias = block.properties.some(({ name }) => name === "alias");
  if (section === "provider" && !hasAlias) return blocks.map((each) => ({ section, block: each }));
  const [property] = block.properties;
  const isLocal = section === "locals" && property !== undefined;
  const name = isLocal ? `local.${property.name}` : [section, ...block.labels].join(" ");
  const detail = `There is no ${name} in an ordinary file, so that nothing is there to be overridden.`;
  const source = isLocal ? sourceOf(property) : block.source;
  report(errorDiagnostic("Nothing to override", detail, { source }));
  return [];
}
