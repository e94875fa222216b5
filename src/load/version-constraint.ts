// Version constraints as Terraform writes them: ">= 1.5, < 2.0", "~> 1.11".

interface Version {
  readonly numbers: readonly number[];
  readonly prerelease: string;
}

/** Whether `version` meets every part of `constraint`; undefined if `constraint` is none. */
export function isVersionMet(constraint: string, version: string): boolean | undefined {
  const actual = parseVersion(version);
  const parts = constraint.split(",").map((part) => parsePart(part.trim()));
  if (actual === undefined || parts.includes(undefined)) return undefined;
  return parts.every((part) => part?.(actual));
}

/**
 * One that can be read, as Terraform shows it: by version, without doubles, each version with three numbers but after `~>`,
 * where it says how far that goes.
 */
export function formatConstraint(constraint: string): string {
  const parts = constraint.split(",").flatMap((text) => {
    const [, operator = "=", versionText = ""] = PART.exec(text.trim()) ?? [];
    const version = parseVersion(versionText);
    return version === undefined ? [] : [{ operator, version }];
  });
  const rank = ({ operator }: { readonly operator: string }) => OPERATORS.indexOf(operator);
  parts.sort(
    (a, b) =>
      compare(a.version, b.version) ||
      rank(a) - rank(b) ||
      b.version.numbers.length - a.version.numbers.length,
  );
  return [...new Set(parts.map(formatPart))].join(", ");
}

/** As Terraform sorts those of one version. */
const OPERATORS = [">", ">=", "=", "~>", "<=", "<", "!="];

function formatPart({ operator, version }: { operator: string; version: Version }): string {
  const { numbers, prerelease } = version;
  const isPadded = operator !== "~>";
  const shown = isPadded ? [0, 1, 2].map((i) => numbers[i] ?? 0) : numbers;
  const text = `${shown.join(".")}${prerelease === "" ? "" : `-${prerelease}`}`;
  return operator === "=" ? text : `${operator} ${text}`;
}

type Part = (actual: Version) => boolean;

const PART = /^(=|!=|>=|<=|>|<|~>)?\s*(\S+)$/;

function parsePart(text: string): Part | undefined {
  const [, operator = "=", versionText = ""] = PART.exec(text) ?? [];
  const wanted = parseVersion(versionText);
  if (wanted === undefined) return undefined;
  switch (operator) {
    case "=":
      return (actual) => compare(actual, wanted) === 0;
    case "!=":
      return (actual) => compare(actual, wanted) !== 0;
    case ">":
      return (actual) => compare(actual, wanted) > 0;
    case "<":
      return (actual) => compare(actual, wanted) < 0;
    case ">=":
      return (actual) => compare(actual, wanted) >= 0;
    case "<=":
      return (actual) => compare(actual, wanted) <= 0;
    default:
      return (actual) => compare(actual, wanted) >= 0 && sharesAllButLast(actual, wanted);
  }
}

const VERSION = /^v?(\d+(?:\.\d+){0,2})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

function parseVersion(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (match === null) return undefined;
  const [, numbers = "", prerelease = ""] = match;
  return { numbers: numbers.split(".").map(Number), prerelease };
}

/** A release is later than its own prereleases, which compare by text. */
function compare(a: Version, b: Version): number {
  for (let i = 0; i < 3; i++) {
    const difference = (a.numbers[i] ?? 0) - (b.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if (a.prerelease === b.prerelease) return 0;
  if (a.prerelease === "" || b.prerelease === "") return a.prerelease === "" ? 1 : -1;
  return a.prerelease < b.prerelease ? -1 : 1;
}

/** `~> 1.11` lets the last number grow that it names. */
function sharesAllButLast(actual: Version, wanted: Version): boolean {
  const fixed = wanted.numbers.length === 1 ? [] : wanted.numbers.slice(0, -1);
  return fixed.every((number, i) => (actual.numbers[i] ?? 0) === number);
}
