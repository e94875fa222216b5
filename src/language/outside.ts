// What functions ask of the world outside the text: files, the time of the plan, the clock and chance, and the functions
// of providers. The language has none of them itself; whoever evaluates hands over what there is.

import type { ProviderFunctions } from "../model/provider-function.js";

/** What is absent cannot be told yet: what depends on it is unknown. */
export interface Outside {
  readonly files?: Files;
  /** When the plan was made, RFC 3339 in UTC. */
  readonly planTime?: string;
  /** Only while a plan is carried out. */
  readonly moment?: Moment;
  /** Functions of providers, by the names of the providers. */
  readonly providers?: { readonly [name: string]: ProviderFunctions };
  /** Which provider a configuration means by a name; any other is a provider's own. */
  readonly providerNames?: { readonly [localName: string]: string };
  /** There are neither files nor times, now or later: functions that ask for them are refused. */
  readonly isClosed?: true;
  /** In a template that a function renders: it renders no other, and one from a text reads no files. */
  readonly template?: "file" | "text";
}

/** The same with the functions of the provider `holdfast`, and other names of providers. */
export function withFunctions(
  outside: Outside | undefined,
  holdfast: ProviderFunctions,
  providerNames: NonNullable<Outside["providerNames"]> = {},
): Outside {
  return { ...(outside ?? { isClosed: true }), providers: { holdfast }, providerNames };
}

/** Undefined where functions that ask for files or times are refused. */
export function openOutside(outside: Outside | undefined): Outside | undefined {
  return outside?.isClosed ? undefined : outside;
}

/** Files as a configuration names them: relative to its folder, or absolute. */
export interface Files {
  /** The folder of whoever runs Holdfast, for `~`. */
  readonly home: string;
  /** The absolute path, without `.` and `..`. */
  absolute(path: string): string;
  read(path: string): Uint8Array | Fault;
  /** What is behind a path, symbolic links followed. */
  kindOf(path: string): FileKind | Fault;
  /** The names in a folder; none where there is no folder. */
  list(folder: string): readonly string[];
}

export type FileKind = "file" | "folder" | "other" | "none";

/** Why a file system did not do it, as the end of a sentence. The path is not in it. */
export interface Fault {
  readonly reason: string;
}

export interface Moment {
  readonly now: () => Date;
  readonly randomBytes: (count: number) => Uint8Array;
}

export function isFault(answer: unknown): answer is Fault {
  return typeof answer === "object" && answer !== null && "reason" in answer;
}
