// What `context.holdfast` of a project file may say. Both who reads the project file and the constructs of a program
// refuse anything else: a mistyped `simulator` would otherwise have a program applied to another vSphere.

import { suggestion } from "./closest-name.js";

const SETTINGS = {
  simulator: { isValid: (value: unknown) => typeof value === "string", kind: "the path of a file" },
  synthesisSeconds: {
    isValid: (value: unknown) => typeof value === "number" && value > 0,
    kind: "a number of seconds above 0",
  },
} as const;

/** A full sentence for each mistake; `settings` are undefined where the project says nothing. */
export function settingErrors(settings: unknown): readonly string[] {
  if (settings === undefined) return [];
  if (typeof settings !== "object" || settings === null || Array.isArray(settings)) {
    return [`"context.holdfast" must be an object, not ${JSON.stringify(settings)}.`];
  }
  return Object.entries(settings).flatMap(([name, value]: [string, unknown]) => {
    const setting = Object.entries(SETTINGS).find(([known]) => known === name)?.[1];
    if (setting === undefined) return [unknownSetting(name)];
    if (setting.isValid(value)) return [];
    return [`"context.holdfast.${name}" must be ${setting.kind}, not ${JSON.stringify(value)}.`];
  });
}

function unknownSetting(name: string): string {
  const names = Object.keys(SETTINGS);
  const known = `There are: ${names.join(", ")}.`;
  return `"context.holdfast" has no setting "${name}".${suggestion(name, names)} ${known}`;
}
