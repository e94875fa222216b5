// Made by "npm run build" from src/cli/action. Do not edit.

// src/schema/generated/version.ts
var VERSION = "0.1.0";

// src/model/diagnostic.ts
function errorDiagnostic(summary, detail, where = {}) {
  return { severity: "error", summary, detail, ...where };
}
function warningDiagnostic(summary, detail, where = {}) {
  return { severity: "warning", summary, detail, ...where };
}

// src/files/file-system.ts
function faultCode(error) {
  if (!(error instanceof Error) || !("code" in error)) return void 0;
  return typeof error.code === "string" ? error.code : void 0;
}

// src/files/file-fault.ts
var REASONS = {
  ENOSPC: "the disk is full. Free some space and run the command again.",
  EDQUOT: "the disk quota is used up. Free some space and run the command again.",
  EACCES: "permission was denied. Give this user access, or run as the user who owns it.",
  EPERM: "the operation is not permitted. Give this user access, or run as the user who owns it.",
  EROFS: "the file system is read-only. Mount it writable, or name a place on another one.",
  EISDIR: "it is a folder, not a file.",
  ENOTDIR: "a part of its path is a file, not a folder.",
  ENOENT: "there is no such file or folder.",
  EEXIST: "it is there already, left by another command. Run the command again.",
  EIO: "the disk reported an error. Look after the disk before you run the command again.",
  EMFILE: "too many files are open. Raise the limit (ulimit -n) and run the command again.",
  ELOOP: "its symbolic links lead round in a circle.",
  ENAMETOOLONG: "the path is too long."
};
function faultReason(error) {
  const code2 = faultCode(error);
  return code2 === void 0 ? void 0 : REASONS[code2] ?? `the system reported ${code2}.`;
}
function describeFault(error, doing) {
  const reason = faultReason(error);
  if (reason === void 0) throw error;
  const detail = `${doing.path} could not be ${doing.doing}: ${reason}`;
  return errorDiagnostic(doing.summary, detail, { source: { file: doing.path } });
}

// src/model/invariant.ts
var InvariantError = class extends Error {
  name = "InvariantError";
};
function invariant(condition, message) {
  if (!condition) throw new InvariantError(message);
}

// src/cli/exit-codes.ts
var EXIT_CODES = {
  done: 0,
  error: 1,
  changesPending: 2,
  notSurvived: 3,
  partlyApplied: 4,
  usage: 64,
  interrupted: 130
};

// src/cli/interrupts.ts
var Interrupted = class extends Error {
  name = "Interrupted";
};

// src/cli/usage-error.ts
var UsageError = class extends Error {
  name = "UsageError";
};

// src/cli/describe-failure.ts
var CommandFailed = class extends Error {
  constructor(diagnostics, code2 = EXIT_CODES.error) {
    super(diagnostics.map((d) => d.summary).join("; "));
    this.diagnostics = diagnostics;
    this.code = code2;
  }
  diagnostics;
  code;
  name = "CommandFailed";
};
var EXPECTED = {
  SimulatorStoreError: "The simulated vSphere cannot be used",
  SnapshotError: "The snapshot cannot be used",
  VsphereFault: "The simulated vSphere refused"
};
function describeFailure(error, version) {
  if (error instanceof CommandFailed) return error;
  if (error instanceof Interrupted) return { code: EXIT_CODES.interrupted, diagnostics: [] };
  if (error instanceof UsageError) {
    const diagnostic = errorDiagnostic("Wrong usage", error.message);
    return { code: EXIT_CODES.usage, diagnostics: [diagnostic] };
  }
  const expected = error instanceof Error ? EXPECTED[error.name] : void 0;
  if (error instanceof Error && expected !== void 0) {
    return failed(errorDiagnostic(expected, error.message));
  }
  return failed(fileFailure(error) ?? bug(error, version));
}
function failed(diagnostic) {
  return { code: EXIT_CODES.error, diagnostics: [diagnostic] };
}
var DONE_BY = {
  open: "opened",
  stat: "read",
  lstat: "read",
  read: "read",
  write: "written",
  mkdir: "made",
  chdir: "entered",
  scandir: "listed"
};
function fileFailure(error) {
  const isOfFile = error instanceof Error && "syscall" in error && "path" in error;
  if (!isOfFile || faultCode(error) === void 0) return void 0;
  const path = error.syscall === "chdir" && "dest" in error ? error.dest : error.path;
  const summary = "A file cannot be used";
  return describeFault(error, {
    summary,
    doing: DONE_BY[String(error.syscall)] ?? `used (${error.syscall})`,
    path: String(path)
  });
}
function bug(error, version) {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const own = error instanceof InvariantError ? error.message : what;
  const advice = `Please report it with what you did; --debug shows where it happened.`;
  return errorDiagnostic("This is a bug in holdfast", `Holdfast ${version}: ${own}. ${advice}`);
}

// src/cli/network.ts
import { setTimeout } from "node:timers/promises";
function networkOf(signal, now) {
  return {
    fetch,
    now: () => now().getTime(),
    // Whoever sleeps looks at the signal afterwards.
    sleep: (milliseconds) => setTimeout(milliseconds, void 0, { signal }).catch(() => void 0),
    signal
  };
}

// src/cli/action/evaluate-stage.ts
import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join as join2, resolve } from "node:path";

// src/report/comment/weakest-cuts.ts
var NO_CUT = { faults: null, isExact: true };
function sizeOfCut({ faults }) {
  return faults ?? Number.POSITIVE_INFINITY;
}
function weakestCuts(places) {
  const all = places.flatMap(({ smallestCut }) => smallestCut ?? []);
  const base = weakest(all.flatMap((cuts) => cuts.base ?? []));
  const head = weakest(all.flatMap((cuts) => cuts.head ?? []));
  return { ...base && { base }, ...head && { head } };
}
function weakest(cuts) {
  const [least] = [...cuts].sort(
    (a, b) => compareSizes(a, b) || Number(b.isExact) - Number(a.isExact)
  );
  return least;
}
function compareSizes(a, b) {
  const [one, other] = [sizeOfCut(a), sizeOfCut(b)];
  return one === other ? 0 : one - other;
}

// src/cli/read-preview.ts
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";

// src/model/big-float.ts
var PRECISION = 512;
var BigFloat = class {
  constructor(mantissa, exponent, precision) {
    this.mantissa = mantissa;
    this.exponent = exponent;
    this.precision = precision;
  }
  mantissa;
  exponent;
  precision;
  kind = "number";
  #text;
  get isInteger() {
    return this.exponent >= 0;
  }
  /** The fewest digits that lead back to the number, without an exponent. */
  toString() {
    this.#text ??= decimalText(this);
    return this.#text;
  }
  /** JSON has no form of it that JavaScript writes (src/model/json-text.ts does). */
  toJSON() {
    throw new UnwritableNumber();
  }
};
var UnwritableNumber = class extends Error {
  name = "UnwritableNumber";
};
function numeral(mantissa, exponent, precision = PRECISION) {
  if (mantissa === 0n) return 0;
  const rounded = round(mantissa, exponent, precision);
  const zeros = trailingZeros(rounded.mantissa);
  const odd = rounded.mantissa >> BigInt(zeros);
  const power = rounded.exponent + zeros;
  if (power >= 0 && power <= 53) {
    const value = Number(odd) * 2 ** power;
    if (Number.isSafeInteger(value)) return value;
  }
  return new BigFloat(odd, power, precision);
}
function bitLength(value) {
  const digits = (value < 0n ? -value : value).toString(16);
  return (digits.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(digits[0] ?? "0", 16)));
}
function round(mantissa, exponent, precision) {
  const excess = bitLength(mantissa) - precision;
  if (excess <= 0) return { mantissa, exponent };
  const isNegative = mantissa < 0n;
  const magnitude = isNegative ? -mantissa : mantissa;
  const shift = BigInt(excess);
  const kept = magnitude >> shift;
  const rest = magnitude - (kept << shift);
  const half = 1n << shift - 1n;
  const isUp = rest > half || rest === half && (kept & 1n) === 1n;
  const result = isUp ? kept + 1n : kept;
  return { mantissa: isNegative ? -result : result, exponent: exponent + excess };
}
function trailingZeros(value) {
  const digits = (value < 0n ? -value : value).toString(2);
  return digits.length - 1 - digits.lastIndexOf("1");
}
function exactDecimal({ mantissa, exponent }) {
  const magnitude = mantissa < 0n ? -mantissa : mantissa;
  const whole = exponent >= 0 ? magnitude << BigInt(exponent) : magnitude * 5n ** BigInt(-exponent);
  const text = whole.toString();
  const point = text.length + Math.min(exponent, 0);
  return { digits: text.replace(/0+$/, ""), point };
}
function decimalText(value) {
  const { mantissa, exponent, precision } = value;
  const sign = mantissa < 0n ? "-" : "";
  const isExact = exponent >= 0 && bitLength(mantissa) + exponent <= precision;
  return sign + plainText(isExact ? exactDecimal(value) : shortestDecimal(value));
}
function plainText({ digits, point }) {
  if (point <= 0) return `0.${"0".repeat(-point)}${digits}`;
  if (digits.length <= point) return digits.padEnd(point, "0");
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}
function shortestDecimal({ mantissa, exponent, precision }) {
  const magnitude = mantissa < 0n ? -mantissa : mantissa;
  const shift = precision + 1 - bitLength(magnitude);
  const full = magnitude << BigInt(shift);
  const half = exponent - shift;
  const exact = exactDecimal({ mantissa: full, exponent: half });
  const lower = exactDecimal({ mantissa: full - 1n, exponent: half }).digits;
  const upper = exactDecimal({ mantissa: full + 1n, exponent: half }).digits;
  const isInclusive = (full & 2n) === 0n;
  for (let i = 0; i < exact.digits.length; i++) {
    const [low = "0", digit = "0", high = "0"] = [lower[i], exact.digits[i], upper[i]];
    const isDown = low !== digit || isInclusive && i + 1 === lower.length;
    const isUp = digit !== high && (isInclusive || Number(digit) + 1 < Number(high) || i + 1 < upper.length);
    if (isDown && isUp) return roundDecimal(exact, i + 1);
    if (isDown) return trim({ digits: exact.digits.slice(0, i + 1), point: exact.point });
    if (isUp) return incrementAt(exact, i + 1);
  }
  return exact;
}
function roundDecimal(decimal, count2) {
  const { digits, point } = decimal;
  if (digits.length <= count2) return decimal;
  const next = digits[count2] ?? "0";
  const isTie = next === "5" && count2 + 1 === digits.length;
  const isUp = isTie ? Number(digits[count2 - 1] ?? "0") % 2 === 1 : next >= "5";
  return isUp ? incrementAt(decimal, count2) : trim({ digits: digits.slice(0, count2), point });
}
function incrementAt({ digits, point }, count2) {
  const next = (BigInt(digits.slice(0, count2)) + 1n).toString();
  return trim({ digits: next, point: point + (next.length - count2) });
}
function trim({ digits, point }) {
  return { digits: digits.replace(/0+$/, ""), point };
}

// src/model/number-text.ts
var DECIMAL = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+))?$/;
var MAX_EXPONENT = 1e5;
function parseNumber(text) {
  const match = DECIMAL.exec(text);
  if (match === null) return void 0;
  const [, sign, mantissa = "", power = "0"] = match;
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = (whole + fraction).replace(/^0+/, "");
  if (digits === "") return 0;
  const exponent = Number(power) - fraction.length;
  if (digits.length <= 15 && exponent === 0) return sign === "-" ? -Number(digits) : Number(digits);
  if (Math.abs(exponent) > MAX_EXPONENT || digits.length > MAX_EXPONENT) return "too large";
  const magnitude = BigInt(digits);
  return scaled(sign === "-" ? -magnitude : magnitude, exponent);
}
function numeralOf(text) {
  const number = parseNumber(text);
  return number === "too large" ? void 0 : number;
}
function scaled(value, exponent) {
  if (exponent >= 0) return numeral(value * 10n ** BigInt(exponent), 0);
  return quotient(
    { mantissa: value, exponent: 0 },
    { mantissa: 10n ** BigInt(-exponent), exponent: 0 }
  );
}
function quotient(a, b, precision = PRECISION) {
  const shift = Math.max(0, precision + 2 + bitLength(b.mantissa) - bitLength(a.mantissa));
  const dividend = a.mantissa << BigInt(shift);
  const whole = dividend / b.mantissa;
  const isExact = whole * b.mantissa === dividend;
  const isNegative = a.mantissa < 0n !== b.mantissa < 0n;
  const sticky = isExact ? 0n : isNegative ? -1n : 1n;
  return numeral(whole * 2n + sticky, a.exponent - b.exponent - shift - 1, precision);
}

// src/model/json.ts
function pointerTo(pointer, step) {
  if (typeof step === "number") return `${pointer}/${step}`;
  if (!step.includes("~") && !step.includes("/")) return `${pointer}/${step}`;
  return `${pointer}/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

// src/model/well-formed.ts
function withoutHalves(text) {
  return text.replace(new RegExp("\\p{Cs}", "gu"), "\uFFFD");
}

// src/files/read-json.ts
function readerOf(text, { dialect, visit }) {
  const start = { position: 0, depth: 0, pointer: "", comments: 0, problems: [] };
  return { text, dialect, ...start, ...visit === void 0 ? {} : { visit } };
}
var MAX_DEPTH = 200;
function readJson(reader) {
  skipSpace(reader);
  const value = readValue(reader);
  skipSpace(reader);
  if (reader.position < reader.text.length) fail(reader, "The document ends before this.");
  return value;
}
function readValue(reader) {
  const { visit, pointer, position } = reader;
  const value = readUnvisited(reader);
  visit?.(pointer, position, reader.position);
  return value;
}
function readUnvisited(reader) {
  switch (reader.text[reader.position]) {
    case '"':
      return readString(reader);
    case "{":
      return readNested(reader, readObject);
    case "[":
      return readNested(reader, readArray);
    case "t":
      return readWord(reader, "true", true);
    case "f":
      return readWord(reader, "false", false);
    case "n":
      return readWord(reader, "null", null);
    default:
      return readNumber(reader);
  }
}
function readNested(reader, read2) {
  reader.position++;
  reader.depth++;
  const { maxDepth = MAX_DEPTH } = reader.dialect;
  if (reader.depth > maxDepth) fail(reader, `JSON may be nested ${maxDepth} levels deep.`);
  const value = read2(reader);
  reader.depth--;
  return value;
}
function readObject(reader) {
  const object = {};
  const outside = reader.pointer;
  skipSpace(reader);
  if (accept(reader, "}")) return object;
  for (; ; ) {
    readMember(reader, object, outside);
    reader.pointer = outside;
    skipSpace(reader);
    if (accept(reader, "}")) return object;
    if (!accept(reader, ",")) fail(reader, 'A "," or a closing "}" is expected here.');
    if (reader.failure !== void 0) return object;
    skipSpace(reader);
  }
}
function readMember(reader, object, outside) {
  const start = reader.position;
  if (reader.text[start] !== '"') {
    fail(reader, "A key in double quotes is expected here.");
    return;
  }
  const name = reader.dialect.keyOf(readString(reader));
  if (reader.visit !== void 0) reader.pointer = pointerTo(outside, name);
  skipSpace(reader);
  if (!accept(reader, ":")) fail(reader, 'A ":" is expected here, after the key.');
  skipSpace(reader);
  if (name === "//") reader.comments++;
  const read2 = readValue(reader);
  if (name === "//") reader.comments--;
  const earlier = Object.hasOwn(object, name) ? object[name] : void 0;
  const value = earlier === void 0 ? read2 : reader.dialect.resolveTwice?.(earlier, read2);
  if (value === void 0) reportTwice(reader, name, start);
  else if (name !== "__proto__") object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true });
}
function reportTwice(reader, name, position) {
  const detail = `The key "${name}" stands twice in the same object, so that one of them would be lost.`;
  reader.problems.push({ summary: "Duplicate key in JSON", detail, position });
}
function readArray(reader) {
  const items = [];
  const outside = reader.pointer;
  skipSpace(reader);
  if (accept(reader, "]")) return items;
  for (; ; ) {
    if (reader.visit !== void 0) reader.pointer = pointerTo(outside, items.length);
    items.push(readValue(reader));
    reader.pointer = outside;
    skipSpace(reader);
    if (accept(reader, "]")) return items;
    if (!accept(reader, ",")) fail(reader, 'A "," or a closing "]" is expected here.');
    if (reader.failure !== void 0) return items;
    skipSpace(reader);
  }
}
function readWord(reader, word, value) {
  if (!reader.text.startsWith(word, reader.position)) failValue(reader);
  else reader.position += word.length;
  return value;
}
var NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
function readNumber(reader) {
  const start = reader.position;
  NUMBER.lastIndex = start;
  if (!NUMBER.test(reader.text)) {
    failValue(reader);
    return 0;
  }
  reader.position = NUMBER.lastIndex;
  const text = reader.text.slice(start, reader.position);
  const value = reader.dialect.numberOf(text);
  if (value !== void 0) return value;
  if (reader.comments === 0) reportNumber(reader, text, start);
  return 0;
}
function reportNumber(reader, text, position) {
  const detail = `The number ${text.slice(0, 30)}\u2026 has more digits than are of use.`;
  reader.problems.push({ summary: "Invalid number", detail, position });
}
var QUOTE = 34;
var BACKSLASH = 92;
var FIRST_PRINTABLE = 32;
function readString(reader) {
  const { text } = reader;
  const start = reader.position + 1;
  let hasEscapes = false;
  for (let i = start; i < text.length; i++) {
    const code2 = text.charCodeAt(i);
    if (code2 === QUOTE) {
      reader.position = i + 1;
      return hasEscapes ? decodeEscapes(reader, start, i) : text.slice(start, i);
    }
    if (code2 === BACKSLASH) {
      hasEscapes = true;
      i++;
    } else if (code2 < FIRST_PRINTABLE) {
      reader.position = i;
      fail(reader, "A text may not hold a line break or another control character; write \\n.");
      return "";
    }
  }
  fail(reader, 'The closing quote (") of this text is missing.', "stopsEarly");
  return "";
}
function decodeEscapes(reader, start, end) {
  try {
    return withoutHalves(String(JSON.parse(reader.text.slice(start - 1, end + 1))));
  } catch {
    reader.position = start;
    fail(
      reader,
      'A wrong escape stands in this text. They are \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uNNNN.'
    );
    return "";
  }
}
function accept(reader, character) {
  if (reader.text[reader.position] !== character) return false;
  reader.position++;
  return true;
}
function skipSpace(reader) {
  for (; ; ) {
    const code2 = reader.text.charCodeAt(reader.position);
    if (code2 !== 32 && code2 !== 10 && code2 !== 13 && code2 !== 9) return;
    reader.position++;
  }
}
function failValue(reader) {
  const rest = reader.text.slice(reader.position, reader.position + LONGEST_WORD);
  if (rest === "") fail(reader, "The document ends where a value is expected.");
  else if (BEGUN.test(rest)) fail(reader, "A value is expected here.", "stopsEarly");
  else fail(reader, "A value is expected here.");
}
var LONGEST_WORD = "false".length;
var BEGUN = /^(-|tr?u?|fa?l?s?|nu?l?)$/;
function fail(reader, detail, how) {
  const { position, text } = reader;
  const stopsEarly = how === "stopsEarly" || position >= text.length;
  reader.failure ??= { summary: "Invalid JSON", detail, position, stopsEarly };
  reader.position = text.length;
}

// src/files/text-place.ts
function lineStartsOf(text) {
  const starts = [0];
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  return starts;
}
function placeOf(lineStarts, index) {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: index - (lineStarts[low] ?? 0) + 1 };
}

// src/files/parse-json.ts
function parseJson(text, file) {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { error: describeBroken(text, file) };
  }
}
var MAX_EXACT_DEPTH = 1e3;
var EXACT = {
  dialect: {
    keyOf: (text) => text,
    numberOf: numeralOf,
    // As JavaScript, and as Terraform in its own files.
    resolveTwice: (_, later) => later,
    maxDepth: MAX_EXACT_DEPTH
  }
};
function describeBroken(text, file) {
  const reader = readerOf(text, EXACT);
  readJson(reader);
  invariant(reader.failure !== void 0, "what JSON.parse refuses is no JSON");
  const from = { file, text, lineStarts: lineStartsOf(text) };
  const problem = describeJsonProblem(reader.failure, from);
  const what = reader.failure.stopsEarly ? "stops too early: it is torn or was cut off" : "is not valid JSON";
  return { ...problem, detail: `${file} ${what}. ${problem.detail}` };
}
function describeJsonProblem({ summary, detail, position }, { file, text, lineStarts }) {
  const { line, column } = placeOf(lineStarts, position);
  const shown = snippetAt(text, position);
  const where = `Line ${line}, column ${column}${shown === "" ? "" : `, at ${shown}`}.`;
  return errorDiagnostic(summary, `${detail} ${where}`, { source: { file, line, column } });
}
var TOKEN = /"(?:[^"\\\n]|\\.)*"\s*:|["{}[\]:,]/y;
var LONGEST_KEY = 40;
function snippetAt(text, position) {
  TOKEN.lastIndex = position;
  const token = TOKEN.exec(text)?.[0];
  if (token === void 0) return "";
  if (token === '"') return '`"\u2026"`';
  return token.length > LONGEST_KEY ? `\`${token.slice(0, LONGEST_KEY)}\u2026\`` : `\`${token}\``;
}

// src/forge/forge-failure.ts
var ForgeFailure = class extends Error {
  constructor(diagnostic, status) {
    super(diagnostic.summary);
    this.diagnostic = diagnostic;
    this.status = status;
  }
  diagnostic;
  status;
  name = "ForgeFailure";
};
function refused(refusal2) {
  const { summary, advice } = explain(refusal2);
  const said = quotable(refusal2.message, refusal2.token);
  const answer = `The forge answered ${refusal2.status}${said === "" ? "" : ` ("${said}")`} when ${refusal2.doing}.`;
  return new ForgeFailure(errorDiagnostic(summary, `${answer} ${advice}`), refusal2.status);
}
function unanswered({ doing, reason, token }) {
  const detail = `There was no answer when ${doing}: ${quotable(reason, token)}. Check the address of the forge, the network and its proxy, and run it again.`;
  return new ForgeFailure(errorDiagnostic("The forge does not answer", detail), 0);
}
function throttled({ doing, seconds }) {
  const detail = `The forge asks to wait ${Math.ceil(seconds)} seconds more when ${doing}, after others have used up what it allows. Run it again then, or use a token of its own for previews.`;
  return new ForgeFailure(errorDiagnostic("The forge's rate limit is used up", detail), 429);
}
function unreadable(doing, expected) {
  const detail = `The answer when ${doing} has no ${expected}. Check that the address is that of the forge's REST interface, and not of its pages or of a proxy that asks for a login.`;
  return new ForgeFailure(errorDiagnostic("The forge's answer cannot be read", detail), 0);
}
function explain({ status, message, permission }) {
  if (status === 401) {
    return {
      summary: "The forge does not accept the token",
      advice: "It has expired, was revoked or is one of another forge: give a new one."
    };
  }
  if (status === 403) return explainForbidden(message, permission);
  if (status === 404) {
    return {
      summary: "The forge does not find it",
      advice: `Check repository and number. Forges answer the same when the token may not see a repository: it needs ${permission}.`
    };
  }
  if (status === 422 || status === 400) {
    return {
      summary: "The forge does not take what it was given",
      advice: "Check that the commit is in this repository, that the pull request is open for comments, and that holdfast is not older than the forge's interface."
    };
  }
  return {
    summary: "The forge refused",
    advice: status >= 500 ? "It failed several times in a row: run it again later." : "Check the address of the forge, the repository and the number of the pull request."
  };
}
function explainForbidden(message, permission) {
  const summary = "The forge does not allow it";
  if (/not accessible by integration/i.test(message)) {
    return {
      summary,
      advice: `The token of a workflow that a fork's pull request started may only read. Post in a second workflow, on workflow_run, whose job has ${permission} (docs/forges.md).`
    };
  }
  if (/authenticate via a GitHub App/i.test(message)) {
    return {
      summary,
      advice: "Check runs are for the tokens of apps and workflows. With a personal token, set a commit status."
    };
  }
  if (/locked/i.test(message)) {
    return { summary, advice: "The conversation is locked: unlock it, or post no comment there." };
  }
  return { summary, advice: `The token needs ${permission}.` };
}
var LONGEST_QUOTE = 300;
function quotable(text, token) {
  const hidden2 = token === "" ? text : text.replaceAll(token, "(token)");
  const line = hidden2.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
  return line.length <= LONGEST_QUOTE ? line : `${line.slice(0, LONGEST_QUOTE)}\u2026`;
}

// src/schema/generated/preview-validator.ts
var validate = validate10;
var schema11 = { "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": { "format": { "type": "string", "const": "holdfast.preview/1" }, "project": { "type": "string" }, "scenario": { "type": "string" }, "threat": { "type": "string" }, "verdict": { "$ref": "#/definitions/PreviewVerdict" }, "conclusion": { "type": "string", "enum": ["success", "neutral", "failure"] }, "sentence": { "type": "string" }, "counts": { "$ref": "#/definitions/Sides%3CVerdictCounts%3E" }, "workloads": { "type": "array", "items": { "$ref": "#/definitions/PreviewWorkload" } }, "places": { "type": "array", "items": { "$ref": "#/definitions/PreviewPlace" } }, "risks": { "type": "array", "items": { "$ref": "#/definitions/Risk" } }, "decisions": { "type": "array", "items": { "$ref": "#/definitions/Decision" } }, "irreversible": { "type": "array", "items": { "$ref": "#/definitions/IrreversibleStep" } }, "undeclared": { "type": "array", "items": { "$ref": "#/definitions/UndeclaredStack" } }, "hazards": { "type": "array", "items": { "$ref": "#/definitions/Finding" } }, "drift": { "$ref": "#/definitions/PreviewDrift" }, "changes": { "type": "array", "items": { "$ref": "#/definitions/PreviewChange" } }, "brokenFloors": { "type": "array", "items": { "$ref": "#/definitions/BrokenFloor" } }, "problems": { "type": "object", "properties": { "base": { "type": "array", "items": { "$ref": "#/definitions/Diagnostic" } }, "head": { "type": "array", "items": { "$ref": "#/definitions/Diagnostic" } } }, "required": ["base", "head"] }, "origin": { "$ref": "#/definitions/PreviewOrigin" } }, "required": ["format", "project", "scenario", "threat", "verdict", "conclusion", "sentence", "counts", "workloads", "places", "risks", "decisions", "irreversible", "undeclared", "hazards", "drift", "changes", "brokenFloors", "problems", "origin"], "definitions": { "PreviewVerdict": { "type": "string", "enum": ["unchanged", "improves", "drops", "broken-before", "first", "unknown"] }, "Sides<VerdictCounts>": { "type": "object", "properties": { "live": { "$ref": "#/definitions/VerdictCounts" }, "base": { "$ref": "#/definitions/VerdictCounts" }, "head": { "$ref": "#/definitions/VerdictCounts" } }, "required": ["live", "base", "head"] }, "VerdictCounts": { "type": "object", "properties": { "survived": { "type": "number" }, "unknown": { "type": "number" }, "locked": { "type": "number" }, "lost": { "type": "number" } }, "required": ["survived", "unknown", "locked", "lost"] }, "PreviewWorkload": { "type": "object", "properties": { "workload": { "type": "string" }, "vsphere": { "type": "string" }, "site": { "type": "string" }, "cluster": { "type": "string" }, "verdicts": { "type": "object", "properties": { "live": { "$ref": "#/definitions/Verdict" }, "base": { "$ref": "#/definitions/Verdict" }, "head": { "$ref": "#/definitions/Verdict" } } }, "sentence": { "type": "string" }, "reasons": { "type": "array", "items": { "$ref": "#/definitions/ReasonCode" } } }, "required": ["workload", "site", "cluster", "verdicts", "sentence", "reasons"] }, "Verdict": { "type": "string", "enum": ["survived", "unknown", "locked", "lost"] }, "ReasonCode": { "type": "string", "enum": ["OK", "CACHED_IN_MEMORY", "CACHE_LOST_ON_REBOOT", "KEY_NEVER_RECEIVED", "KEY_REMOVED", "KEY_STORED", "KEY_NOT_STORED", "KEY_NOT_YET_ARCHIVED", "PERSISTENCE_OFF", "PERSISTENCE_UNSUPPORTED_VERSION", "PERSISTENCE_WITHOUT_VSAN", "NO_TPM", "CONFIGURATION_ENCRYPTION_MODE_NONE", "CONFIGURATION_UNREADABLE", "HOST_DOWN", "HOST_NOT_CRYPTO_SAFE", "KDK_ON_HOST", "KDK_NOT_ON_HOST", "PROVIDER_REPLACED", "PROVIDER_NOT_BACKED_UP", "PROVIDER_REQUIRES_TPM", "PROVIDER_UNSUPPORTED_VERSION", "PROVIDER_NOT_FOUND", "NO_DEFAULT_PROVIDER", "KEY_SERVERS_NOT_TOLD", "PROVIDER_UNREACHABLE", "NETWORK_PATH_CLOSED", "TRUST_INCOMPLETE", "CERTIFICATE_EXPIRED", "CREDENTIALS_REFUSED", "KEY_MISSING_ON_SERVER", "KEY_INACTIVE", "KEY_REFUSED", "TRUST_AUTHORITY_UNREACHABLE", "HOST_NOT_TRUSTED", "HOST_NOT_ATTESTED", "TPM_NOT_TRUSTED", "SECURE_BOOT_OFF", "BASE_IMAGE_NOT_TRUSTED", "WRAPPING_KEY_MISSING", "WRAPPING_KEY_INACTIVE", "VCENTER_UNREACHABLE", "VCENTER_DOWN", "STORAGE_UNREADABLE", "DISK_GROUP_MOUNTED", "DISK_GROUPS_UNMOUNTED", "UNWRAP_FAILED", "CLUSTER_NOT_FOUND", "NOBODY_STARTS_IT", "DOWN_TOO_LONG", "NOT_KNOWN_UNTIL_APPLY"] }, "PreviewPlace": { "type": "object", "properties": { "vsphere": { "type": "string" }, "site": { "type": ["string", "null"] }, "cluster": { "type": ["string", "null"] }, "add": { "type": "number" }, "change": { "type": "number" }, "replace": { "type": "number" }, "destroy": { "type": "number" }, "workloads": { "$ref": "#/definitions/Sides%3Cnumber%3E" }, "surviving": { "$ref": "#/definitions/Sides%3Cnumber%3E" }, "exposedHosts": { "$ref": "#/definitions/Sides%3Cnumber%3E" }, "smallestCut": { "type": "object", "properties": { "base": { "$ref": "#/definitions/SmallestCut" }, "head": { "$ref": "#/definitions/SmallestCut" } } } }, "required": ["site", "cluster", "add", "change", "replace", "destroy", "workloads", "surviving", "exposedHosts"] }, "Sides<number>": { "type": "object", "properties": { "live": { "type": "number" }, "base": { "type": "number" }, "head": { "type": "number" } }, "required": ["live", "base", "head"] }, "SmallestCut": { "type": "object", "properties": { "faults": { "type": ["number", "null"] }, "isExact": { "type": "boolean" } }, "required": ["faults", "isExact"] }, "Risk": { "type": "object", "properties": { "kind": { "type": "string", "enum": ["survival", "floor", "finding"] }, "severity": { "type": "string", "enum": ["critical", "high", "medium"] }, "code": { "type": "string" }, "title": { "type": "string" }, "why": { "type": "string" }, "workloads": { "type": "array", "items": { "type": "string" } }, "clusters": { "type": "array", "items": { "$ref": "#/definitions/RiskCluster" } }, "keyPaths": { "type": "object", "properties": { "base": { "type": ["string", "null"] }, "head": { "type": ["string", "null"] } }, "required": ["base", "head"] }, "counterexample": { "anyOf": [{ "type": "array", "items": { "type": "string" } }, { "type": "null" }] }, "causes": { "type": "array", "items": { "$ref": "#/definitions/Cause" } }, "fix": { "type": "string" } }, "required": ["kind", "severity", "title", "why", "workloads", "keyPaths", "counterexample", "causes", "fix"] }, "RiskCluster": { "type": "object", "properties": { "cluster": { "type": "string" }, "workloads": { "type": "array", "items": { "type": "string" } } }, "required": ["cluster", "workloads"] }, "Cause": { "type": "object", "properties": { "address": { "type": "string" }, "construct": { "type": "string" }, "source": { "type": "object", "properties": { "file": { "type": "string" }, "line": { "type": "number" } }, "required": ["file", "line"] }, "action": { "$ref": "#/definitions/Action" }, "differences": { "type": "array", "items": { "$ref": "#/definitions/AttributeDifference" } } }, "required": ["address", "action", "differences"] }, "Action": { "type": "string", "enum": ["no-op", "create", "read", "update", "delete", "delete-then-create", "create-then-delete", "forget"] }, "AttributeDifference": { "type": "object", "properties": { "path": { "type": "string" }, "values": { "$ref": "#/definitions/Pair%3CPlainValue%3E" } }, "required": ["path", "values"] }, "Pair<PlainValue>": { "type": "array", "items": { "$ref": "#/definitions/PlainValue" }, "minItems": 2, "maxItems": 2 }, "PlainValue": { "anyOf": [{ "type": "null" }, { "type": "string" }, { "type": "number" }, { "type": "boolean" }, { "type": "array", "items": { "$ref": "#/definitions/PlainValue" } }, { "type": "object", "additionalProperties": { "$ref": "#/definitions/PlainValue" } }] }, "Decision": { "type": "object", "properties": { "status": { "type": "string", "enum": ["needed", "recorded", "expires-soon", "expired", "reason-gone"] }, "code": { "type": "string" }, "subjects": { "type": "array", "items": { "type": "string" } }, "sentence": { "type": "string" }, "waiver": { "$ref": "#/definitions/WaiverInForce" }, "advice": { "type": "string" } }, "required": ["status", "code", "subjects", "sentence", "advice"] }, "WaiverInForce": { "type": "object", "properties": { "name": { "type": "string" }, "owner": { "type": "string" }, "reason": { "type": "string" }, "until": { "type": "string" } }, "required": ["name", "owner", "reason", "until"] }, "IrreversibleStep": { "type": "object", "properties": { "address": { "type": "string" }, "sentence": { "type": "string" } }, "required": ["address", "sentence"] }, "UndeclaredStack": { "type": "object", "properties": { "stack": { "type": "string" }, "objects": { "type": "number" }, "pending": { "type": "number" }, "inForce": { "type": "array", "items": { "type": "string" } }, "neverInForce": { "type": "array", "items": { "type": "string" } } }, "required": ["stack", "objects", "pending", "inForce", "neverInForce"] }, "Finding": { "type": "object", "properties": { "code": { "type": "string" }, "severity": { "type": "string", "enum": ["error", "warning", "info"] }, "subject": { "type": "string" }, "sentence": { "type": "string" }, "remedy": { "type": "string" }, "waiver": { "$ref": "#/definitions/WaiverInForce" } }, "required": ["code", "severity", "subject", "sentence", "remedy"] }, "PreviewDrift": { "type": "object", "properties": { "changes": { "type": "array", "items": { "$ref": "#/definitions/PreviewChange" } }, "lost": { "type": "array", "items": { "type": "string" } }, "breaksFloor": { "type": "boolean" } }, "required": ["changes", "lost", "breaksFloor"] }, "PreviewChange": { "type": "object", "properties": { "stack": { "type": "string" }, "address": { "type": "string" }, "type": { "type": "string" }, "construct": { "type": "string" }, "action": { "$ref": "#/definitions/Action" }, "differences": { "type": "array", "items": { "$ref": "#/definitions/AttributeDifference" } } }, "required": ["stack", "address", "type", "action", "differences"] }, "BrokenFloor": { "type": "object", "properties": { "floor": { "type": "string" }, "scenario": { "type": "string" }, "maxLost": { "type": "number" }, "lost": { "type": "array", "items": { "type": "string" } }, "reason": { "type": "string" } }, "required": ["floor", "scenario", "maxLost", "lost", "reason"] }, "Diagnostic": { "type": "object", "properties": { "severity": { "type": "string", "enum": ["error", "warning"] }, "summary": { "type": "string" }, "detail": { "type": "string" }, "address": { "type": "string" }, "attribute": { "$ref": "#/definitions/AttributePath" }, "source": { "$ref": "#/definitions/Source" }, "part": { "type": "object" }, "isOfCheck": { "type": "boolean", "const": true }, "values": { "type": "array", "items": { "$ref": "#/definitions/InvolvedValue" } } }, "required": ["severity", "summary", "detail"] }, "AttributePath": { "type": "array", "items": { "type": ["string", "number"] } }, "Source": { "type": "object", "properties": { "file": { "type": "string" }, "line": { "type": "number" }, "column": { "type": "number" }, "pointer": { "type": "string" }, "excerpt": { "type": "string" }, "range": { "$ref": "#/definitions/SourceRange" }, "construct": { "type": "string" } } }, "SourceRange": { "type": "object", "properties": { "start": { "$ref": "#/definitions/SourcePosition" }, "end": { "$ref": "#/definitions/SourcePosition" }, "snippet": { "$ref": "#/definitions/Snippet" } }, "required": ["start", "end"] }, "SourcePosition": { "type": "object", "properties": { "line": { "type": "number" }, "column": { "type": "number" }, "byte": { "type": "number" } }, "required": ["line", "column", "byte"] }, "Snippet": { "type": "object", "properties": { "context": { "type": ["string", "null"] }, "code": { "type": "string" }, "startLine": { "type": "number" }, "highlightStart": { "type": "number" }, "highlightEnd": { "type": "number" } }, "required": ["context", "code", "startLine", "highlightStart", "highlightEnd"] }, "InvolvedValue": { "type": "object", "properties": { "traversal": { "type": "string" }, "statement": { "type": "string" } }, "required": ["traversal", "statement"] }, "PreviewOrigin": { "type": "object", "properties": { "base": { "$ref": "#/definitions/Revision" }, "head": { "$ref": "#/definitions/Revision" }, "estateDigest": { "type": "string" }, "planDigest": { "type": "string" }, "serials": { "type": "object", "additionalProperties": { "type": "number" } }, "version": { "type": "string" } }, "required": ["estateDigest", "planDigest", "serials", "version"] }, "Revision": { "type": "object", "properties": { "ref": { "type": "string" }, "commit": { "type": "string" } }, "required": ["ref", "commit"] } } };
var schema12 = { "type": "string", "enum": ["unchanged", "improves", "drops", "broken-before", "first", "unknown"] };
function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.live === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "live" }, message: "must have required property 'live'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.base === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "base" }, message: "must have required property 'base'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.head === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "head" }, message: "must have required property 'head'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.live !== void 0) {
      let data0 = data.live;
      if (data0 && typeof data0 == "object" && !Array.isArray(data0)) {
        if (data0.survived === void 0) {
          const err3 = { instancePath: instancePath + "/live", schemaPath: "#/definitions/VerdictCounts/required", keyword: "required", params: { missingProperty: "survived" }, message: "must have required property 'survived'" };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        if (data0.unknown === void 0) {
          const err4 = { instancePath: instancePath + "/live", schemaPath: "#/definitions/VerdictCounts/required", keyword: "required", params: { missingProperty: "unknown" }, message: "must have required property 'unknown'" };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
        if (data0.locked === void 0) {
          const err5 = { instancePath: instancePath + "/live", schemaPath: "#/definitions/VerdictCounts/required", keyword: "required", params: { missingProperty: "locked" }, message: "must have required property 'locked'" };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
        if (data0.lost === void 0) {
          const err6 = { instancePath: instancePath + "/live", schemaPath: "#/definitions/VerdictCounts/required", keyword: "required", params: { missingProperty: "lost" }, message: "must have required property 'lost'" };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
        if (data0.survived !== void 0) {
          let data1 = data0.survived;
          if (!(typeof data1 == "number" && isFinite(data1))) {
            const err7 = { instancePath: instancePath + "/live/survived", schemaPath: "#/definitions/VerdictCounts/properties/survived/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err7];
            } else {
              vErrors.push(err7);
            }
            errors++;
          }
        }
        if (data0.unknown !== void 0) {
          let data2 = data0.unknown;
          if (!(typeof data2 == "number" && isFinite(data2))) {
            const err8 = { instancePath: instancePath + "/live/unknown", schemaPath: "#/definitions/VerdictCounts/properties/unknown/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err8];
            } else {
              vErrors.push(err8);
            }
            errors++;
          }
        }
        if (data0.locked !== void 0) {
          let data3 = data0.locked;
          if (!(typeof data3 == "number" && isFinite(data3))) {
            const err9 = { instancePath: instancePath + "/live/locked", schemaPath: "#/definitions/VerdictCounts/properties/locked/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err9];
            } else {
              vErrors.push(err9);
            }
            errors++;
          }
        }
        if (data0.lost !== void 0) {
          let data4 = data0.lost;
          if (!(typeof data4 == "number" && isFinite(data4))) {
            const err10 = { instancePath: instancePath + "/live/lost", schemaPath: "#/definitions/VerdictCounts/properties/lost/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err10];
            } else {
              vErrors.push(err10);
            }
            errors++;
          }
        }
      } else {
        const err11 = { instancePath: instancePath + "/live", schemaPath: "#/definitions/VerdictCounts/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
    }
    if (data.base !== void 0) {
      let data5 = data.base;
      if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
        if (data5.survived === void 0) {
          const err12 = { instancePath: instancePath + "/base", schemaPath: "#/definitions/VerdictCounts/required", keyword: "required", params: { missingProperty: "survived" }, message: "must have required property 'survived'" };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
        if (data5.unknown === void 0) {
          const err13 = { instancePath: instancePath + "/base", schemaPath: "#/definitions/VerdictCounts/required", keyword: "required", params: { missingProperty: "unknown" }, message: "must have required property 'unknown'" };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
        if (data5.locked === void 0) {
          const err14 = { instancePath: instancePath + "/base", schemaPath: "#/definitions/VerdictCounts/required", keyword: "required", params: { missingProperty: "locked" }, message: "must have required property 'locked'" };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
        if (data5.lost === void 0) {
          const err15 = { instancePath: instancePath + "/base", schemaPath: "#/definitions/VerdictCounts/required", keyword: "required", params: { missingProperty: "lost" }, message: "must have required property 'lost'" };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
        if (data5.survived !== void 0) {
          let data6 = data5.survived;
          if (!(typeof data6 == "number" && isFinite(data6))) {
            const err16 = { instancePath: instancePath + "/base/survived", schemaPath: "#/definitions/VerdictCounts/properties/survived/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err16];
            } else {
              vErrors.push(err16);
            }
            errors++;
          }
        }
        if (data5.unknown !== void 0) {
          let data7 = data5.unknown;
          if (!(typeof data7 == "number" && isFinite(data7))) {
            const err17 = { instancePath: instancePath + "/base/unknown", schemaPath: "#/definitions/VerdictCounts/properties/unknown/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err17];
            } else {
              vErrors.push(err17);
            }
            errors++;
          }
        }
        if (data5.locked !== void 0) {
          let data8 = data5.locked;
          if (!(typeof data8 == "number" && isFinite(data8))) {
            const err18 = { instancePath: instancePath + "/base/locked", schemaPath: "#/definitions/VerdictCounts/properties/locked/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err18];
            } else {
              vErrors.push(err18);
            }
            errors++;
          }
        }
        if (data5.lost !== void 0) {
          let data9 = data5.lost;
          if (!(typeof data9 == "number" && isFinite(data9))) {
            const err19 = { instancePath: instancePath + "/base/lost", schemaPath: "#/definitions/VerdictCounts/properties/lost/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err19];
            } else {
              vErrors.push(err19);
            }
            errors++;
          }
        }
      } else {
        const err20 = { instancePath: instancePath + "/base", schemaPath: "#/definitions/VerdictCounts/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err20];
        } else {
          vErrors.push(err20);
        }
        errors++;
      }
    }
    if (data.head !== void 0) {
      let data10 = data.head;
      if (data10 && typeof data10 == "object" && !Array.isArray(data10)) {
        if (data10.survived === void 0) {
          const err21 = { instancePath: instancePath + "/head", schemaPath: "#/definitions/VerdictCounts/required", keyword: "required", params: { missingProperty: "survived" }, message: "must have required property 'survived'" };
          if (vErrors === null) {
            vErrors = [err21];
          } else {
            vErrors.push(err21);
          }
          errors++;
        }
        if (data10.unknown === void 0) {
          const err22 = { instancePath: instancePath + "/head", schemaPath: "#/definitions/VerdictCounts/required", keyword: "required", params: { missingProperty: "unknown" }, message: "must have required property 'unknown'" };
          if (vErrors === null) {
            vErrors = [err22];
          } else {
            vErrors.push(err22);
          }
          errors++;
        }
        if (data10.locked === void 0) {
          const err23 = { instancePath: instancePath + "/head", schemaPath: "#/definitions/VerdictCounts/required", keyword: "required", params: { missingProperty: "locked" }, message: "must have required property 'locked'" };
          if (vErrors === null) {
            vErrors = [err23];
          } else {
            vErrors.push(err23);
          }
          errors++;
        }
        if (data10.lost === void 0) {
          const err24 = { instancePath: instancePath + "/head", schemaPath: "#/definitions/VerdictCounts/required", keyword: "required", params: { missingProperty: "lost" }, message: "must have required property 'lost'" };
          if (vErrors === null) {
            vErrors = [err24];
          } else {
            vErrors.push(err24);
          }
          errors++;
        }
        if (data10.survived !== void 0) {
          let data11 = data10.survived;
          if (!(typeof data11 == "number" && isFinite(data11))) {
            const err25 = { instancePath: instancePath + "/head/survived", schemaPath: "#/definitions/VerdictCounts/properties/survived/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err25];
            } else {
              vErrors.push(err25);
            }
            errors++;
          }
        }
        if (data10.unknown !== void 0) {
          let data12 = data10.unknown;
          if (!(typeof data12 == "number" && isFinite(data12))) {
            const err26 = { instancePath: instancePath + "/head/unknown", schemaPath: "#/definitions/VerdictCounts/properties/unknown/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err26];
            } else {
              vErrors.push(err26);
            }
            errors++;
          }
        }
        if (data10.locked !== void 0) {
          let data13 = data10.locked;
          if (!(typeof data13 == "number" && isFinite(data13))) {
            const err27 = { instancePath: instancePath + "/head/locked", schemaPath: "#/definitions/VerdictCounts/properties/locked/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err27];
            } else {
              vErrors.push(err27);
            }
            errors++;
          }
        }
        if (data10.lost !== void 0) {
          let data14 = data10.lost;
          if (!(typeof data14 == "number" && isFinite(data14))) {
            const err28 = { instancePath: instancePath + "/head/lost", schemaPath: "#/definitions/VerdictCounts/properties/lost/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err28];
            } else {
              vErrors.push(err28);
            }
            errors++;
          }
        }
      } else {
        const err29 = { instancePath: instancePath + "/head", schemaPath: "#/definitions/VerdictCounts/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err29];
        } else {
          vErrors.push(err29);
        }
        errors++;
      }
    }
  } else {
    const err30 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err30];
    } else {
      vErrors.push(err30);
    }
    errors++;
  }
  validate11.errors = vErrors;
  return errors === 0;
}
var schema18 = { "type": "string", "enum": ["survived", "unknown", "locked", "lost"] };
var schema21 = { "type": "string", "enum": ["OK", "CACHED_IN_MEMORY", "CACHE_LOST_ON_REBOOT", "KEY_NEVER_RECEIVED", "KEY_REMOVED", "KEY_STORED", "KEY_NOT_STORED", "KEY_NOT_YET_ARCHIVED", "PERSISTENCE_OFF", "PERSISTENCE_UNSUPPORTED_VERSION", "PERSISTENCE_WITHOUT_VSAN", "NO_TPM", "CONFIGURATION_ENCRYPTION_MODE_NONE", "CONFIGURATION_UNREADABLE", "HOST_DOWN", "HOST_NOT_CRYPTO_SAFE", "KDK_ON_HOST", "KDK_NOT_ON_HOST", "PROVIDER_REPLACED", "PROVIDER_NOT_BACKED_UP", "PROVIDER_REQUIRES_TPM", "PROVIDER_UNSUPPORTED_VERSION", "PROVIDER_NOT_FOUND", "NO_DEFAULT_PROVIDER", "KEY_SERVERS_NOT_TOLD", "PROVIDER_UNREACHABLE", "NETWORK_PATH_CLOSED", "TRUST_INCOMPLETE", "CERTIFICATE_EXPIRED", "CREDENTIALS_REFUSED", "KEY_MISSING_ON_SERVER", "KEY_INACTIVE", "KEY_REFUSED", "TRUST_AUTHORITY_UNREACHABLE", "HOST_NOT_TRUSTED", "HOST_NOT_ATTESTED", "TPM_NOT_TRUSTED", "SECURE_BOOT_OFF", "BASE_IMAGE_NOT_TRUSTED", "WRAPPING_KEY_MISSING", "WRAPPING_KEY_INACTIVE", "VCENTER_UNREACHABLE", "VCENTER_DOWN", "STORAGE_UNREADABLE", "DISK_GROUP_MOUNTED", "DISK_GROUPS_UNMOUNTED", "UNWRAP_FAILED", "CLUSTER_NOT_FOUND", "NOBODY_STARTS_IT", "DOWN_TOO_LONG", "NOT_KNOWN_UNTIL_APPLY"] };
function validate13(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.workload === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "workload" }, message: "must have required property 'workload'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.site === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "site" }, message: "must have required property 'site'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.cluster === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "cluster" }, message: "must have required property 'cluster'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.verdicts === void 0) {
      const err3 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "verdicts" }, message: "must have required property 'verdicts'" };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    if (data.sentence === void 0) {
      const err4 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "sentence" }, message: "must have required property 'sentence'" };
      if (vErrors === null) {
        vErrors = [err4];
      } else {
        vErrors.push(err4);
      }
      errors++;
    }
    if (data.reasons === void 0) {
      const err5 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "reasons" }, message: "must have required property 'reasons'" };
      if (vErrors === null) {
        vErrors = [err5];
      } else {
        vErrors.push(err5);
      }
      errors++;
    }
    if (data.workload !== void 0) {
      if (typeof data.workload !== "string") {
        const err6 = { instancePath: instancePath + "/workload", schemaPath: "#/properties/workload/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.vsphere !== void 0) {
      if (typeof data.vsphere !== "string") {
        const err7 = { instancePath: instancePath + "/vsphere", schemaPath: "#/properties/vsphere/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.site !== void 0) {
      if (typeof data.site !== "string") {
        const err8 = { instancePath: instancePath + "/site", schemaPath: "#/properties/site/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.cluster !== void 0) {
      if (typeof data.cluster !== "string") {
        const err9 = { instancePath: instancePath + "/cluster", schemaPath: "#/properties/cluster/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.verdicts !== void 0) {
      let data4 = data.verdicts;
      if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
        if (data4.live !== void 0) {
          let data5 = data4.live;
          if (typeof data5 !== "string") {
            const err10 = { instancePath: instancePath + "/verdicts/live", schemaPath: "#/definitions/Verdict/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err10];
            } else {
              vErrors.push(err10);
            }
            errors++;
          }
          if (!(data5 === "survived" || data5 === "unknown" || data5 === "locked" || data5 === "lost")) {
            const err11 = { instancePath: instancePath + "/verdicts/live", schemaPath: "#/definitions/Verdict/enum", keyword: "enum", params: { allowedValues: schema18.enum }, message: "must be equal to one of the allowed values" };
            if (vErrors === null) {
              vErrors = [err11];
            } else {
              vErrors.push(err11);
            }
            errors++;
          }
        }
        if (data4.base !== void 0) {
          let data6 = data4.base;
          if (typeof data6 !== "string") {
            const err12 = { instancePath: instancePath + "/verdicts/base", schemaPath: "#/definitions/Verdict/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err12];
            } else {
              vErrors.push(err12);
            }
            errors++;
          }
          if (!(data6 === "survived" || data6 === "unknown" || data6 === "locked" || data6 === "lost")) {
            const err13 = { instancePath: instancePath + "/verdicts/base", schemaPath: "#/definitions/Verdict/enum", keyword: "enum", params: { allowedValues: schema18.enum }, message: "must be equal to one of the allowed values" };
            if (vErrors === null) {
              vErrors = [err13];
            } else {
              vErrors.push(err13);
            }
            errors++;
          }
        }
        if (data4.head !== void 0) {
          let data7 = data4.head;
          if (typeof data7 !== "string") {
            const err14 = { instancePath: instancePath + "/verdicts/head", schemaPath: "#/definitions/Verdict/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err14];
            } else {
              vErrors.push(err14);
            }
            errors++;
          }
          if (!(data7 === "survived" || data7 === "unknown" || data7 === "locked" || data7 === "lost")) {
            const err15 = { instancePath: instancePath + "/verdicts/head", schemaPath: "#/definitions/Verdict/enum", keyword: "enum", params: { allowedValues: schema18.enum }, message: "must be equal to one of the allowed values" };
            if (vErrors === null) {
              vErrors = [err15];
            } else {
              vErrors.push(err15);
            }
            errors++;
          }
        }
      } else {
        const err16 = { instancePath: instancePath + "/verdicts", schemaPath: "#/properties/verdicts/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err16];
        } else {
          vErrors.push(err16);
        }
        errors++;
      }
    }
    if (data.sentence !== void 0) {
      if (typeof data.sentence !== "string") {
        const err17 = { instancePath: instancePath + "/sentence", schemaPath: "#/properties/sentence/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err17];
        } else {
          vErrors.push(err17);
        }
        errors++;
      }
    }
    if (data.reasons !== void 0) {
      let data9 = data.reasons;
      if (Array.isArray(data9)) {
        const len0 = data9.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data10 = data9[i0];
          if (typeof data10 !== "string") {
            const err18 = { instancePath: instancePath + "/reasons/" + i0, schemaPath: "#/definitions/ReasonCode/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err18];
            } else {
              vErrors.push(err18);
            }
            errors++;
          }
          if (!(data10 === "OK" || data10 === "CACHED_IN_MEMORY" || data10 === "CACHE_LOST_ON_REBOOT" || data10 === "KEY_NEVER_RECEIVED" || data10 === "KEY_REMOVED" || data10 === "KEY_STORED" || data10 === "KEY_NOT_STORED" || data10 === "KEY_NOT_YET_ARCHIVED" || data10 === "PERSISTENCE_OFF" || data10 === "PERSISTENCE_UNSUPPORTED_VERSION" || data10 === "PERSISTENCE_WITHOUT_VSAN" || data10 === "NO_TPM" || data10 === "CONFIGURATION_ENCRYPTION_MODE_NONE" || data10 === "CONFIGURATION_UNREADABLE" || data10 === "HOST_DOWN" || data10 === "HOST_NOT_CRYPTO_SAFE" || data10 === "KDK_ON_HOST" || data10 === "KDK_NOT_ON_HOST" || data10 === "PROVIDER_REPLACED" || data10 === "PROVIDER_NOT_BACKED_UP" || data10 === "PROVIDER_REQUIRES_TPM" || data10 === "PROVIDER_UNSUPPORTED_VERSION" || data10 === "PROVIDER_NOT_FOUND" || data10 === "NO_DEFAULT_PROVIDER" || data10 === "KEY_SERVERS_NOT_TOLD" || data10 === "PROVIDER_UNREACHABLE" || data10 === "NETWORK_PATH_CLOSED" || data10 === "TRUST_INCOMPLETE" || data10 === "CERTIFICATE_EXPIRED" || data10 === "CREDENTIALS_REFUSED" || data10 === "KEY_MISSING_ON_SERVER" || data10 === "KEY_INACTIVE" || data10 === "KEY_REFUSED" || data10 === "TRUST_AUTHORITY_UNREACHABLE" || data10 === "HOST_NOT_TRUSTED" || data10 === "HOST_NOT_ATTESTED" || data10 === "TPM_NOT_TRUSTED" || data10 === "SECURE_BOOT_OFF" || data10 === "BASE_IMAGE_NOT_TRUSTED" || data10 === "WRAPPING_KEY_MISSING" || data10 === "WRAPPING_KEY_INACTIVE" || data10 === "VCENTER_UNREACHABLE" || data10 === "VCENTER_DOWN" || data10 === "STORAGE_UNREADABLE" || data10 === "DISK_GROUP_MOUNTED" || data10 === "DISK_GROUPS_UNMOUNTED" || data10 === "UNWRAP_FAILED" || data10 === "CLUSTER_NOT_FOUND" || data10 === "NOBODY_STARTS_IT" || data10 === "DOWN_TOO_LONG" || data10 === "NOT_KNOWN_UNTIL_APPLY")) {
            const err19 = { instancePath: instancePath + "/reasons/" + i0, schemaPath: "#/definitions/ReasonCode/enum", keyword: "enum", params: { allowedValues: schema21.enum }, message: "must be equal to one of the allowed values" };
            if (vErrors === null) {
              vErrors = [err19];
            } else {
              vErrors.push(err19);
            }
            errors++;
          }
        }
      } else {
        const err20 = { instancePath: instancePath + "/reasons", schemaPath: "#/properties/reasons/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err20];
        } else {
          vErrors.push(err20);
        }
        errors++;
      }
    }
  } else {
    const err21 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err21];
    } else {
      vErrors.push(err21);
    }
    errors++;
  }
  validate13.errors = vErrors;
  return errors === 0;
}
var schema22 = { "type": "object", "properties": { "vsphere": { "type": "string" }, "site": { "type": ["string", "null"] }, "cluster": { "type": ["string", "null"] }, "add": { "type": "number" }, "change": { "type": "number" }, "replace": { "type": "number" }, "destroy": { "type": "number" }, "workloads": { "$ref": "#/definitions/Sides%3Cnumber%3E" }, "surviving": { "$ref": "#/definitions/Sides%3Cnumber%3E" }, "exposedHosts": { "$ref": "#/definitions/Sides%3Cnumber%3E" }, "smallestCut": { "type": "object", "properties": { "base": { "$ref": "#/definitions/SmallestCut" }, "head": { "$ref": "#/definitions/SmallestCut" } } } }, "required": ["site", "cluster", "add", "change", "replace", "destroy", "workloads", "surviving", "exposedHosts"] };
var schema26 = { "type": "object", "properties": { "faults": { "type": ["number", "null"] }, "isExact": { "type": "boolean" } }, "required": ["faults", "isExact"] };
function validate15(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.site === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "site" }, message: "must have required property 'site'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.cluster === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "cluster" }, message: "must have required property 'cluster'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.add === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "add" }, message: "must have required property 'add'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.change === void 0) {
      const err3 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "change" }, message: "must have required property 'change'" };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    if (data.replace === void 0) {
      const err4 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "replace" }, message: "must have required property 'replace'" };
      if (vErrors === null) {
        vErrors = [err4];
      } else {
        vErrors.push(err4);
      }
      errors++;
    }
    if (data.destroy === void 0) {
      const err5 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "destroy" }, message: "must have required property 'destroy'" };
      if (vErrors === null) {
        vErrors = [err5];
      } else {
        vErrors.push(err5);
      }
      errors++;
    }
    if (data.workloads === void 0) {
      const err6 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "workloads" }, message: "must have required property 'workloads'" };
      if (vErrors === null) {
        vErrors = [err6];
      } else {
        vErrors.push(err6);
      }
      errors++;
    }
    if (data.surviving === void 0) {
      const err7 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "surviving" }, message: "must have required property 'surviving'" };
      if (vErrors === null) {
        vErrors = [err7];
      } else {
        vErrors.push(err7);
      }
      errors++;
    }
    if (data.exposedHosts === void 0) {
      const err8 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "exposedHosts" }, message: "must have required property 'exposedHosts'" };
      if (vErrors === null) {
        vErrors = [err8];
      } else {
        vErrors.push(err8);
      }
      errors++;
    }
    if (data.vsphere !== void 0) {
      if (typeof data.vsphere !== "string") {
        const err9 = { instancePath: instancePath + "/vsphere", schemaPath: "#/properties/vsphere/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.site !== void 0) {
      let data1 = data.site;
      if (typeof data1 !== "string" && data1 !== null) {
        const err10 = { instancePath: instancePath + "/site", schemaPath: "#/properties/site/type", keyword: "type", params: { type: schema22.properties.site.type }, message: "must be string,null" };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
    if (data.cluster !== void 0) {
      let data2 = data.cluster;
      if (typeof data2 !== "string" && data2 !== null) {
        const err11 = { instancePath: instancePath + "/cluster", schemaPath: "#/properties/cluster/type", keyword: "type", params: { type: schema22.properties.cluster.type }, message: "must be string,null" };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
    }
    if (data.add !== void 0) {
      let data3 = data.add;
      if (!(typeof data3 == "number" && isFinite(data3))) {
        const err12 = { instancePath: instancePath + "/add", schemaPath: "#/properties/add/type", keyword: "type", params: { type: "number" }, message: "must be number" };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
    }
    if (data.change !== void 0) {
      let data4 = data.change;
      if (!(typeof data4 == "number" && isFinite(data4))) {
        const err13 = { instancePath: instancePath + "/change", schemaPath: "#/properties/change/type", keyword: "type", params: { type: "number" }, message: "must be number" };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
    }
    if (data.replace !== void 0) {
      let data5 = data.replace;
      if (!(typeof data5 == "number" && isFinite(data5))) {
        const err14 = { instancePath: instancePath + "/replace", schemaPath: "#/properties/replace/type", keyword: "type", params: { type: "number" }, message: "must be number" };
        if (vErrors === null) {
          vErrors = [err14];
        } else {
          vErrors.push(err14);
        }
        errors++;
      }
    }
    if (data.destroy !== void 0) {
      let data6 = data.destroy;
      if (!(typeof data6 == "number" && isFinite(data6))) {
        const err15 = { instancePath: instancePath + "/destroy", schemaPath: "#/properties/destroy/type", keyword: "type", params: { type: "number" }, message: "must be number" };
        if (vErrors === null) {
          vErrors = [err15];
        } else {
          vErrors.push(err15);
        }
        errors++;
      }
    }
    if (data.workloads !== void 0) {
      let data7 = data.workloads;
      if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
        if (data7.live === void 0) {
          const err16 = { instancePath: instancePath + "/workloads", schemaPath: "#/definitions/Sides%3Cnumber%3E/required", keyword: "required", params: { missingProperty: "live" }, message: "must have required property 'live'" };
          if (vErrors === null) {
            vErrors = [err16];
          } else {
            vErrors.push(err16);
          }
          errors++;
        }
        if (data7.base === void 0) {
          const err17 = { instancePath: instancePath + "/workloads", schemaPath: "#/definitions/Sides%3Cnumber%3E/required", keyword: "required", params: { missingProperty: "base" }, message: "must have required property 'base'" };
          if (vErrors === null) {
            vErrors = [err17];
          } else {
            vErrors.push(err17);
          }
          errors++;
        }
        if (data7.head === void 0) {
          const err18 = { instancePath: instancePath + "/workloads", schemaPath: "#/definitions/Sides%3Cnumber%3E/required", keyword: "required", params: { missingProperty: "head" }, message: "must have required property 'head'" };
          if (vErrors === null) {
            vErrors = [err18];
          } else {
            vErrors.push(err18);
          }
          errors++;
        }
        if (data7.live !== void 0) {
          let data8 = data7.live;
          if (!(typeof data8 == "number" && isFinite(data8))) {
            const err19 = { instancePath: instancePath + "/workloads/live", schemaPath: "#/definitions/Sides%3Cnumber%3E/properties/live/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err19];
            } else {
              vErrors.push(err19);
            }
            errors++;
          }
        }
        if (data7.base !== void 0) {
          let data9 = data7.base;
          if (!(typeof data9 == "number" && isFinite(data9))) {
            const err20 = { instancePath: instancePath + "/workloads/base", schemaPath: "#/definitions/Sides%3Cnumber%3E/properties/base/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err20];
            } else {
              vErrors.push(err20);
            }
            errors++;
          }
        }
        if (data7.head !== void 0) {
          let data10 = data7.head;
          if (!(typeof data10 == "number" && isFinite(data10))) {
            const err21 = { instancePath: instancePath + "/workloads/head", schemaPath: "#/definitions/Sides%3Cnumber%3E/properties/head/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err21];
            } else {
              vErrors.push(err21);
            }
            errors++;
          }
        }
      } else {
        const err22 = { instancePath: instancePath + "/workloads", schemaPath: "#/definitions/Sides%3Cnumber%3E/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err22];
        } else {
          vErrors.push(err22);
        }
        errors++;
      }
    }
    if (data.surviving !== void 0) {
      let data11 = data.surviving;
      if (data11 && typeof data11 == "object" && !Array.isArray(data11)) {
        if (data11.live === void 0) {
          const err23 = { instancePath: instancePath + "/surviving", schemaPath: "#/definitions/Sides%3Cnumber%3E/required", keyword: "required", params: { missingProperty: "live" }, message: "must have required property 'live'" };
          if (vErrors === null) {
            vErrors = [err23];
          } else {
            vErrors.push(err23);
          }
          errors++;
        }
        if (data11.base === void 0) {
          const err24 = { instancePath: instancePath + "/surviving", schemaPath: "#/definitions/Sides%3Cnumber%3E/required", keyword: "required", params: { missingProperty: "base" }, message: "must have required property 'base'" };
          if (vErrors === null) {
            vErrors = [err24];
          } else {
            vErrors.push(err24);
          }
          errors++;
        }
        if (data11.head === void 0) {
          const err25 = { instancePath: instancePath + "/surviving", schemaPath: "#/definitions/Sides%3Cnumber%3E/required", keyword: "required", params: { missingProperty: "head" }, message: "must have required property 'head'" };
          if (vErrors === null) {
            vErrors = [err25];
          } else {
            vErrors.push(err25);
          }
          errors++;
        }
        if (data11.live !== void 0) {
          let data12 = data11.live;
          if (!(typeof data12 == "number" && isFinite(data12))) {
            const err26 = { instancePath: instancePath + "/surviving/live", schemaPath: "#/definitions/Sides%3Cnumber%3E/properties/live/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err26];
            } else {
              vErrors.push(err26);
            }
            errors++;
          }
        }
        if (data11.base !== void 0) {
          let data13 = data11.base;
          if (!(typeof data13 == "number" && isFinite(data13))) {
            const err27 = { instancePath: instancePath + "/surviving/base", schemaPath: "#/definitions/Sides%3Cnumber%3E/properties/base/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err27];
            } else {
              vErrors.push(err27);
            }
            errors++;
          }
        }
        if (data11.head !== void 0) {
          let data14 = data11.head;
          if (!(typeof data14 == "number" && isFinite(data14))) {
            const err28 = { instancePath: instancePath + "/surviving/head", schemaPath: "#/definitions/Sides%3Cnumber%3E/properties/head/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err28];
            } else {
              vErrors.push(err28);
            }
            errors++;
          }
        }
      } else {
        const err29 = { instancePath: instancePath + "/surviving", schemaPath: "#/definitions/Sides%3Cnumber%3E/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err29];
        } else {
          vErrors.push(err29);
        }
        errors++;
      }
    }
    if (data.exposedHosts !== void 0) {
      let data15 = data.exposedHosts;
      if (data15 && typeof data15 == "object" && !Array.isArray(data15)) {
        if (data15.live === void 0) {
          const err30 = { instancePath: instancePath + "/exposedHosts", schemaPath: "#/definitions/Sides%3Cnumber%3E/required", keyword: "required", params: { missingProperty: "live" }, message: "must have required property 'live'" };
          if (vErrors === null) {
            vErrors = [err30];
          } else {
            vErrors.push(err30);
          }
          errors++;
        }
        if (data15.base === void 0) {
          const err31 = { instancePath: instancePath + "/exposedHosts", schemaPath: "#/definitions/Sides%3Cnumber%3E/required", keyword: "required", params: { missingProperty: "base" }, message: "must have required property 'base'" };
          if (vErrors === null) {
            vErrors = [err31];
          } else {
            vErrors.push(err31);
          }
          errors++;
        }
        if (data15.head === void 0) {
          const err32 = { instancePath: instancePath + "/exposedHosts", schemaPath: "#/definitions/Sides%3Cnumber%3E/required", keyword: "required", params: { missingProperty: "head" }, message: "must have required property 'head'" };
          if (vErrors === null) {
            vErrors = [err32];
          } else {
            vErrors.push(err32);
          }
          errors++;
        }
        if (data15.live !== void 0) {
          let data16 = data15.live;
          if (!(typeof data16 == "number" && isFinite(data16))) {
            const err33 = { instancePath: instancePath + "/exposedHosts/live", schemaPath: "#/definitions/Sides%3Cnumber%3E/properties/live/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err33];
            } else {
              vErrors.push(err33);
            }
            errors++;
          }
        }
        if (data15.base !== void 0) {
          let data17 = data15.base;
          if (!(typeof data17 == "number" && isFinite(data17))) {
            const err34 = { instancePath: instancePath + "/exposedHosts/base", schemaPath: "#/definitions/Sides%3Cnumber%3E/properties/base/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err34];
            } else {
              vErrors.push(err34);
            }
            errors++;
          }
        }
        if (data15.head !== void 0) {
          let data18 = data15.head;
          if (!(typeof data18 == "number" && isFinite(data18))) {
            const err35 = { instancePath: instancePath + "/exposedHosts/head", schemaPath: "#/definitions/Sides%3Cnumber%3E/properties/head/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err35];
            } else {
              vErrors.push(err35);
            }
            errors++;
          }
        }
      } else {
        const err36 = { instancePath: instancePath + "/exposedHosts", schemaPath: "#/definitions/Sides%3Cnumber%3E/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err36];
        } else {
          vErrors.push(err36);
        }
        errors++;
      }
    }
    if (data.smallestCut !== void 0) {
      let data19 = data.smallestCut;
      if (data19 && typeof data19 == "object" && !Array.isArray(data19)) {
        if (data19.base !== void 0) {
          let data20 = data19.base;
          if (data20 && typeof data20 == "object" && !Array.isArray(data20)) {
            if (data20.faults === void 0) {
              const err37 = { instancePath: instancePath + "/smallestCut/base", schemaPath: "#/definitions/SmallestCut/required", keyword: "required", params: { missingProperty: "faults" }, message: "must have required property 'faults'" };
              if (vErrors === null) {
                vErrors = [err37];
              } else {
                vErrors.push(err37);
              }
              errors++;
            }
            if (data20.isExact === void 0) {
              const err38 = { instancePath: instancePath + "/smallestCut/base", schemaPath: "#/definitions/SmallestCut/required", keyword: "required", params: { missingProperty: "isExact" }, message: "must have required property 'isExact'" };
              if (vErrors === null) {
                vErrors = [err38];
              } else {
                vErrors.push(err38);
              }
              errors++;
            }
            if (data20.faults !== void 0) {
              let data21 = data20.faults;
              if (!(typeof data21 == "number" && isFinite(data21)) && data21 !== null) {
                const err39 = { instancePath: instancePath + "/smallestCut/base/faults", schemaPath: "#/definitions/SmallestCut/properties/faults/type", keyword: "type", params: { type: schema26.properties.faults.type }, message: "must be number,null" };
                if (vErrors === null) {
                  vErrors = [err39];
                } else {
                  vErrors.push(err39);
                }
                errors++;
              }
            }
            if (data20.isExact !== void 0) {
              if (typeof data20.isExact !== "boolean") {
                const err40 = { instancePath: instancePath + "/smallestCut/base/isExact", schemaPath: "#/definitions/SmallestCut/properties/isExact/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
                if (vErrors === null) {
                  vErrors = [err40];
                } else {
                  vErrors.push(err40);
                }
                errors++;
              }
            }
          } else {
            const err41 = { instancePath: instancePath + "/smallestCut/base", schemaPath: "#/definitions/SmallestCut/type", keyword: "type", params: { type: "object" }, message: "must be object" };
            if (vErrors === null) {
              vErrors = [err41];
            } else {
              vErrors.push(err41);
            }
            errors++;
          }
        }
        if (data19.head !== void 0) {
          let data23 = data19.head;
          if (data23 && typeof data23 == "object" && !Array.isArray(data23)) {
            if (data23.faults === void 0) {
              const err42 = { instancePath: instancePath + "/smallestCut/head", schemaPath: "#/definitions/SmallestCut/required", keyword: "required", params: { missingProperty: "faults" }, message: "must have required property 'faults'" };
              if (vErrors === null) {
                vErrors = [err42];
              } else {
                vErrors.push(err42);
              }
              errors++;
            }
            if (data23.isExact === void 0) {
              const err43 = { instancePath: instancePath + "/smallestCut/head", schemaPath: "#/definitions/SmallestCut/required", keyword: "required", params: { missingProperty: "isExact" }, message: "must have required property 'isExact'" };
              if (vErrors === null) {
                vErrors = [err43];
              } else {
                vErrors.push(err43);
              }
              errors++;
            }
            if (data23.faults !== void 0) {
              let data24 = data23.faults;
              if (!(typeof data24 == "number" && isFinite(data24)) && data24 !== null) {
                const err44 = { instancePath: instancePath + "/smallestCut/head/faults", schemaPath: "#/definitions/SmallestCut/properties/faults/type", keyword: "type", params: { type: schema26.properties.faults.type }, message: "must be number,null" };
                if (vErrors === null) {
                  vErrors = [err44];
                } else {
                  vErrors.push(err44);
                }
                errors++;
              }
            }
            if (data23.isExact !== void 0) {
              if (typeof data23.isExact !== "boolean") {
                const err45 = { instancePath: instancePath + "/smallestCut/head/isExact", schemaPath: "#/definitions/SmallestCut/properties/isExact/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
                if (vErrors === null) {
                  vErrors = [err45];
                } else {
                  vErrors.push(err45);
                }
                errors++;
              }
            }
          } else {
            const err46 = { instancePath: instancePath + "/smallestCut/head", schemaPath: "#/definitions/SmallestCut/type", keyword: "type", params: { type: "object" }, message: "must be object" };
            if (vErrors === null) {
              vErrors = [err46];
            } else {
              vErrors.push(err46);
            }
            errors++;
          }
        }
      } else {
        const err47 = { instancePath: instancePath + "/smallestCut", schemaPath: "#/properties/smallestCut/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err47];
        } else {
          vErrors.push(err47);
        }
        errors++;
      }
    }
  } else {
    const err48 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err48];
    } else {
      vErrors.push(err48);
    }
    errors++;
  }
  validate15.errors = vErrors;
  return errors === 0;
}
var schema28 = { "type": "object", "properties": { "kind": { "type": "string", "enum": ["survival", "floor", "finding"] }, "severity": { "type": "string", "enum": ["critical", "high", "medium"] }, "code": { "type": "string" }, "title": { "type": "string" }, "why": { "type": "string" }, "workloads": { "type": "array", "items": { "type": "string" } }, "clusters": { "type": "array", "items": { "$ref": "#/definitions/RiskCluster" } }, "keyPaths": { "type": "object", "properties": { "base": { "type": ["string", "null"] }, "head": { "type": ["string", "null"] } }, "required": ["base", "head"] }, "counterexample": { "anyOf": [{ "type": "array", "items": { "type": "string" } }, { "type": "null" }] }, "causes": { "type": "array", "items": { "$ref": "#/definitions/Cause" } }, "fix": { "type": "string" } }, "required": ["kind", "severity", "title", "why", "workloads", "keyPaths", "counterexample", "causes", "fix"] };
var schema31 = { "type": "string", "enum": ["no-op", "create", "read", "update", "delete", "delete-then-create", "create-then-delete", "forget"] };
var wrapper0 = { validate: validate21 };
function validate21(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  const _errs0 = errors;
  let valid0 = false;
  const _errs1 = errors;
  if (data !== null) {
    const err0 = { instancePath, schemaPath: "#/anyOf/0/type", keyword: "type", params: { type: "null" }, message: "must be null" };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  var _valid0 = _errs1 === errors;
  valid0 = valid0 || _valid0;
  if (!valid0) {
    const _errs3 = errors;
    if (typeof data !== "string") {
      const err1 = { instancePath, schemaPath: "#/anyOf/1/type", keyword: "type", params: { type: "string" }, message: "must be string" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    var _valid0 = _errs3 === errors;
    valid0 = valid0 || _valid0;
    if (!valid0) {
      const _errs5 = errors;
      if (!(typeof data == "number" && isFinite(data))) {
        const err2 = { instancePath, schemaPath: "#/anyOf/2/type", keyword: "type", params: { type: "number" }, message: "must be number" };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
      var _valid0 = _errs5 === errors;
      valid0 = valid0 || _valid0;
      if (!valid0) {
        const _errs7 = errors;
        if (typeof data !== "boolean") {
          const err3 = { instancePath, schemaPath: "#/anyOf/3/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        var _valid0 = _errs7 === errors;
        valid0 = valid0 || _valid0;
        if (!valid0) {
          const _errs9 = errors;
          if (Array.isArray(data)) {
            const len0 = data.length;
            for (let i0 = 0; i0 < len0; i0++) {
              if (!wrapper0.validate(data[i0], { instancePath: instancePath + "/" + i0, parentData: data, parentDataProperty: i0, rootData })) {
                vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
                errors = vErrors.length;
              }
            }
          } else {
            const err4 = { instancePath, schemaPath: "#/anyOf/4/type", keyword: "type", params: { type: "array" }, message: "must be array" };
            if (vErrors === null) {
              vErrors = [err4];
            } else {
              vErrors.push(err4);
            }
            errors++;
          }
          var _valid0 = _errs9 === errors;
          valid0 = valid0 || _valid0;
          if (!valid0) {
            const _errs12 = errors;
            if (data && typeof data == "object" && !Array.isArray(data)) {
              for (const key0 in data) {
                if (!wrapper0.validate(data[key0], { instancePath: instancePath + "/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"), parentData: data, parentDataProperty: key0, rootData })) {
                  vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
                  errors = vErrors.length;
                }
              }
            } else {
              const err5 = { instancePath, schemaPath: "#/anyOf/5/type", keyword: "type", params: { type: "object" }, message: "must be object" };
              if (vErrors === null) {
                vErrors = [err5];
              } else {
                vErrors.push(err5);
              }
              errors++;
            }
            var _valid0 = _errs12 === errors;
            valid0 = valid0 || _valid0;
          }
        }
      }
    }
  }
  if (!valid0) {
    const err6 = { instancePath, schemaPath: "#/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
    if (vErrors === null) {
      vErrors = [err6];
    } else {
      vErrors.push(err6);
    }
    errors++;
  } else {
    errors = _errs0;
    if (vErrors !== null) {
      if (_errs0) {
        vErrors.length = _errs0;
      } else {
        vErrors = null;
      }
    }
  }
  validate21.errors = vErrors;
  return errors === 0;
}
function validate20(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (Array.isArray(data)) {
    if (data.length > 2) {
      const err0 = { instancePath, schemaPath: "#/maxItems", keyword: "maxItems", params: { limit: 2 }, message: "must NOT have more than 2 items" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.length < 2) {
      const err1 = { instancePath, schemaPath: "#/minItems", keyword: "minItems", params: { limit: 2 }, message: "must NOT have fewer than 2 items" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    const len0 = data.length;
    for (let i0 = 0; i0 < len0; i0++) {
      if (!validate21(data[i0], { instancePath: instancePath + "/" + i0, parentData: data, parentDataProperty: i0, rootData })) {
        vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
        errors = vErrors.length;
      }
    }
  } else {
    const err2 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "array" }, message: "must be array" };
    if (vErrors === null) {
      vErrors = [err2];
    } else {
      vErrors.push(err2);
    }
    errors++;
  }
  validate20.errors = vErrors;
  return errors === 0;
}
function validate19(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.path === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "path" }, message: "must have required property 'path'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.values === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "values" }, message: "must have required property 'values'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.path !== void 0) {
      if (typeof data.path !== "string") {
        const err2 = { instancePath: instancePath + "/path", schemaPath: "#/properties/path/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.values !== void 0) {
      if (!validate20(data.values, { instancePath: instancePath + "/values", parentData: data, parentDataProperty: "values", rootData })) {
        vErrors = vErrors === null ? validate20.errors : vErrors.concat(validate20.errors);
        errors = vErrors.length;
      }
    }
  } else {
    const err3 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  validate19.errors = vErrors;
  return errors === 0;
}
function validate18(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.address === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "address" }, message: "must have required property 'address'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.action === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "action" }, message: "must have required property 'action'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.differences === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "differences" }, message: "must have required property 'differences'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.address !== void 0) {
      if (typeof data.address !== "string") {
        const err3 = { instancePath: instancePath + "/address", schemaPath: "#/properties/address/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.construct !== void 0) {
      if (typeof data.construct !== "string") {
        const err4 = { instancePath: instancePath + "/construct", schemaPath: "#/properties/construct/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.source !== void 0) {
      let data2 = data.source;
      if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
        if (data2.file === void 0) {
          const err5 = { instancePath: instancePath + "/source", schemaPath: "#/properties/source/required", keyword: "required", params: { missingProperty: "file" }, message: "must have required property 'file'" };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
        if (data2.line === void 0) {
          const err6 = { instancePath: instancePath + "/source", schemaPath: "#/properties/source/required", keyword: "required", params: { missingProperty: "line" }, message: "must have required property 'line'" };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
        if (data2.file !== void 0) {
          if (typeof data2.file !== "string") {
            const err7 = { instancePath: instancePath + "/source/file", schemaPath: "#/properties/source/properties/file/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err7];
            } else {
              vErrors.push(err7);
            }
            errors++;
          }
        }
        if (data2.line !== void 0) {
          let data4 = data2.line;
          if (!(typeof data4 == "number" && isFinite(data4))) {
            const err8 = { instancePath: instancePath + "/source/line", schemaPath: "#/properties/source/properties/line/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err8];
            } else {
              vErrors.push(err8);
            }
            errors++;
          }
        }
      } else {
        const err9 = { instancePath: instancePath + "/source", schemaPath: "#/properties/source/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.action !== void 0) {
      let data5 = data.action;
      if (typeof data5 !== "string") {
        const err10 = { instancePath: instancePath + "/action", schemaPath: "#/definitions/Action/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
      if (!(data5 === "no-op" || data5 === "create" || data5 === "read" || data5 === "update" || data5 === "delete" || data5 === "delete-then-create" || data5 === "create-then-delete" || data5 === "forget")) {
        const err11 = { instancePath: instancePath + "/action", schemaPath: "#/definitions/Action/enum", keyword: "enum", params: { allowedValues: schema31.enum }, message: "must be equal to one of the allowed values" };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
    }
    if (data.differences !== void 0) {
      let data6 = data.differences;
      if (Array.isArray(data6)) {
        const len0 = data6.length;
        for (let i0 = 0; i0 < len0; i0++) {
          if (!validate19(data6[i0], { instancePath: instancePath + "/differences/" + i0, parentData: data6, parentDataProperty: i0, rootData })) {
            vErrors = vErrors === null ? validate19.errors : vErrors.concat(validate19.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err12 = { instancePath: instancePath + "/differences", schemaPath: "#/properties/differences/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
    }
  } else {
    const err13 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err13];
    } else {
      vErrors.push(err13);
    }
    errors++;
  }
  validate18.errors = vErrors;
  return errors === 0;
}
function validate17(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.kind === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.severity === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "severity" }, message: "must have required property 'severity'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.title === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "title" }, message: "must have required property 'title'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.why === void 0) {
      const err3 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "why" }, message: "must have required property 'why'" };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    if (data.workloads === void 0) {
      const err4 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "workloads" }, message: "must have required property 'workloads'" };
      if (vErrors === null) {
        vErrors = [err4];
      } else {
        vErrors.push(err4);
      }
      errors++;
    }
    if (data.keyPaths === void 0) {
      const err5 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "keyPaths" }, message: "must have required property 'keyPaths'" };
      if (vErrors === null) {
        vErrors = [err5];
      } else {
        vErrors.push(err5);
      }
      errors++;
    }
    if (data.counterexample === void 0) {
      const err6 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "counterexample" }, message: "must have required property 'counterexample'" };
      if (vErrors === null) {
        vErrors = [err6];
      } else {
        vErrors.push(err6);
      }
      errors++;
    }
    if (data.causes === void 0) {
      const err7 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "causes" }, message: "must have required property 'causes'" };
      if (vErrors === null) {
        vErrors = [err7];
      } else {
        vErrors.push(err7);
      }
      errors++;
    }
    if (data.fix === void 0) {
      const err8 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "fix" }, message: "must have required property 'fix'" };
      if (vErrors === null) {
        vErrors = [err8];
      } else {
        vErrors.push(err8);
      }
      errors++;
    }
    if (data.kind !== void 0) {
      let data0 = data.kind;
      if (typeof data0 !== "string") {
        const err9 = { instancePath: instancePath + "/kind", schemaPath: "#/properties/kind/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
      if (!(data0 === "survival" || data0 === "floor" || data0 === "finding")) {
        const err10 = { instancePath: instancePath + "/kind", schemaPath: "#/properties/kind/enum", keyword: "enum", params: { allowedValues: schema28.properties.kind.enum }, message: "must be equal to one of the allowed values" };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
    if (data.severity !== void 0) {
      let data1 = data.severity;
      if (typeof data1 !== "string") {
        const err11 = { instancePath: instancePath + "/severity", schemaPath: "#/properties/severity/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
      if (!(data1 === "critical" || data1 === "high" || data1 === "medium")) {
        const err12 = { instancePath: instancePath + "/severity", schemaPath: "#/properties/severity/enum", keyword: "enum", params: { allowedValues: schema28.properties.severity.enum }, message: "must be equal to one of the allowed values" };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
    }
    if (data.code !== void 0) {
      if (typeof data.code !== "string") {
        const err13 = { instancePath: instancePath + "/code", schemaPath: "#/properties/code/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
    }
    if (data.title !== void 0) {
      if (typeof data.title !== "string") {
        const err14 = { instancePath: instancePath + "/title", schemaPath: "#/properties/title/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err14];
        } else {
          vErrors.push(err14);
        }
        errors++;
      }
    }
    if (data.why !== void 0) {
      if (typeof data.why !== "string") {
        const err15 = { instancePath: instancePath + "/why", schemaPath: "#/properties/why/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err15];
        } else {
          vErrors.push(err15);
        }
        errors++;
      }
    }
    if (data.workloads !== void 0) {
      let data5 = data.workloads;
      if (Array.isArray(data5)) {
        const len0 = data5.length;
        for (let i0 = 0; i0 < len0; i0++) {
          if (typeof data5[i0] !== "string") {
            const err16 = { instancePath: instancePath + "/workloads/" + i0, schemaPath: "#/properties/workloads/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err16];
            } else {
              vErrors.push(err16);
            }
            errors++;
          }
        }
      } else {
        const err17 = { instancePath: instancePath + "/workloads", schemaPath: "#/properties/workloads/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err17];
        } else {
          vErrors.push(err17);
        }
        errors++;
      }
    }
    if (data.clusters !== void 0) {
      let data7 = data.clusters;
      if (Array.isArray(data7)) {
        const len1 = data7.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data8 = data7[i1];
          if (data8 && typeof data8 == "object" && !Array.isArray(data8)) {
            if (data8.cluster === void 0) {
              const err18 = { instancePath: instancePath + "/clusters/" + i1, schemaPath: "#/definitions/RiskCluster/required", keyword: "required", params: { missingProperty: "cluster" }, message: "must have required property 'cluster'" };
              if (vErrors === null) {
                vErrors = [err18];
              } else {
                vErrors.push(err18);
              }
              errors++;
            }
            if (data8.workloads === void 0) {
              const err19 = { instancePath: instancePath + "/clusters/" + i1, schemaPath: "#/definitions/RiskCluster/required", keyword: "required", params: { missingProperty: "workloads" }, message: "must have required property 'workloads'" };
              if (vErrors === null) {
                vErrors = [err19];
              } else {
                vErrors.push(err19);
              }
              errors++;
            }
            if (data8.cluster !== void 0) {
              if (typeof data8.cluster !== "string") {
                const err20 = { instancePath: instancePath + "/clusters/" + i1 + "/cluster", schemaPath: "#/definitions/RiskCluster/properties/cluster/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err20];
                } else {
                  vErrors.push(err20);
                }
                errors++;
              }
            }
            if (data8.workloads !== void 0) {
              let data10 = data8.workloads;
              if (Array.isArray(data10)) {
                const len2 = data10.length;
                for (let i2 = 0; i2 < len2; i2++) {
                  if (typeof data10[i2] !== "string") {
                    const err21 = { instancePath: instancePath + "/clusters/" + i1 + "/workloads/" + i2, schemaPath: "#/definitions/RiskCluster/properties/workloads/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                    if (vErrors === null) {
                      vErrors = [err21];
                    } else {
                      vErrors.push(err21);
                    }
                    errors++;
                  }
                }
              } else {
                const err22 = { instancePath: instancePath + "/clusters/" + i1 + "/workloads", schemaPath: "#/definitions/RiskCluster/properties/workloads/type", keyword: "type", params: { type: "array" }, message: "must be array" };
                if (vErrors === null) {
                  vErrors = [err22];
                } else {
                  vErrors.push(err22);
                }
                errors++;
              }
            }
          } else {
            const err23 = { instancePath: instancePath + "/clusters/" + i1, schemaPath: "#/definitions/RiskCluster/type", keyword: "type", params: { type: "object" }, message: "must be object" };
            if (vErrors === null) {
              vErrors = [err23];
            } else {
              vErrors.push(err23);
            }
            errors++;
          }
        }
      } else {
        const err24 = { instancePath: instancePath + "/clusters", schemaPath: "#/properties/clusters/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err24];
        } else {
          vErrors.push(err24);
        }
        errors++;
      }
    }
    if (data.keyPaths !== void 0) {
      let data12 = data.keyPaths;
      if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
        if (data12.base === void 0) {
          const err25 = { instancePath: instancePath + "/keyPaths", schemaPath: "#/properties/keyPaths/required", keyword: "required", params: { missingProperty: "base" }, message: "must have required property 'base'" };
          if (vErrors === null) {
            vErrors = [err25];
          } else {
            vErrors.push(err25);
          }
          errors++;
        }
        if (data12.head === void 0) {
          const err26 = { instancePath: instancePath + "/keyPaths", schemaPath: "#/properties/keyPaths/required", keyword: "required", params: { missingProperty: "head" }, message: "must have required property 'head'" };
          if (vErrors === null) {
            vErrors = [err26];
          } else {
            vErrors.push(err26);
          }
          errors++;
        }
        if (data12.base !== void 0) {
          let data13 = data12.base;
          if (typeof data13 !== "string" && data13 !== null) {
            const err27 = { instancePath: instancePath + "/keyPaths/base", schemaPath: "#/properties/keyPaths/properties/base/type", keyword: "type", params: { type: schema28.properties.keyPaths.properties.base.type }, message: "must be string,null" };
            if (vErrors === null) {
              vErrors = [err27];
            } else {
              vErrors.push(err27);
            }
            errors++;
          }
        }
        if (data12.head !== void 0) {
          let data14 = data12.head;
          if (typeof data14 !== "string" && data14 !== null) {
            const err28 = { instancePath: instancePath + "/keyPaths/head", schemaPath: "#/properties/keyPaths/properties/head/type", keyword: "type", params: { type: schema28.properties.keyPaths.properties.head.type }, message: "must be string,null" };
            if (vErrors === null) {
              vErrors = [err28];
            } else {
              vErrors.push(err28);
            }
            errors++;
          }
        }
      } else {
        const err29 = { instancePath: instancePath + "/keyPaths", schemaPath: "#/properties/keyPaths/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err29];
        } else {
          vErrors.push(err29);
        }
        errors++;
      }
    }
    if (data.counterexample !== void 0) {
      let data15 = data.counterexample;
      const _errs33 = errors;
      let valid10 = false;
      const _errs34 = errors;
      if (Array.isArray(data15)) {
        const len3 = data15.length;
        for (let i3 = 0; i3 < len3; i3++) {
          if (typeof data15[i3] !== "string") {
            const err30 = { instancePath: instancePath + "/counterexample/" + i3, schemaPath: "#/properties/counterexample/anyOf/0/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err30];
            } else {
              vErrors.push(err30);
            }
            errors++;
          }
        }
      } else {
        const err31 = { instancePath: instancePath + "/counterexample", schemaPath: "#/properties/counterexample/anyOf/0/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err31];
        } else {
          vErrors.push(err31);
        }
        errors++;
      }
      var _valid0 = _errs34 === errors;
      valid10 = valid10 || _valid0;
      if (!valid10) {
        const _errs38 = errors;
        if (data15 !== null) {
          const err32 = { instancePath: instancePath + "/counterexample", schemaPath: "#/properties/counterexample/anyOf/1/type", keyword: "type", params: { type: "null" }, message: "must be null" };
          if (vErrors === null) {
            vErrors = [err32];
          } else {
            vErrors.push(err32);
          }
          errors++;
        }
        var _valid0 = _errs38 === errors;
        valid10 = valid10 || _valid0;
      }
      if (!valid10) {
        const err33 = { instancePath: instancePath + "/counterexample", schemaPath: "#/properties/counterexample/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
        if (vErrors === null) {
          vErrors = [err33];
        } else {
          vErrors.push(err33);
        }
        errors++;
      } else {
        errors = _errs33;
        if (vErrors !== null) {
          if (_errs33) {
            vErrors.length = _errs33;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.causes !== void 0) {
      let data17 = data.causes;
      if (Array.isArray(data17)) {
        const len4 = data17.length;
        for (let i4 = 0; i4 < len4; i4++) {
          if (!validate18(data17[i4], { instancePath: instancePath + "/causes/" + i4, parentData: data17, parentDataProperty: i4, rootData })) {
            vErrors = vErrors === null ? validate18.errors : vErrors.concat(validate18.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err34 = { instancePath: instancePath + "/causes", schemaPath: "#/properties/causes/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err34];
        } else {
          vErrors.push(err34);
        }
        errors++;
      }
    }
    if (data.fix !== void 0) {
      if (typeof data.fix !== "string") {
        const err35 = { instancePath: instancePath + "/fix", schemaPath: "#/properties/fix/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err35];
        } else {
          vErrors.push(err35);
        }
        errors++;
      }
    }
  } else {
    const err36 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err36];
    } else {
      vErrors.push(err36);
    }
    errors++;
  }
  validate17.errors = vErrors;
  return errors === 0;
}
var schema35 = { "type": "object", "properties": { "status": { "type": "string", "enum": ["needed", "recorded", "expires-soon", "expired", "reason-gone"] }, "code": { "type": "string" }, "subjects": { "type": "array", "items": { "type": "string" } }, "sentence": { "type": "string" }, "waiver": { "$ref": "#/definitions/WaiverInForce" }, "advice": { "type": "string" } }, "required": ["status", "code", "subjects", "sentence", "advice"] };
function validate27(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.status === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "status" }, message: "must have required property 'status'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.code === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "code" }, message: "must have required property 'code'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.subjects === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "subjects" }, message: "must have required property 'subjects'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.sentence === void 0) {
      const err3 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "sentence" }, message: "must have required property 'sentence'" };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    if (data.advice === void 0) {
      const err4 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "advice" }, message: "must have required property 'advice'" };
      if (vErrors === null) {
        vErrors = [err4];
      } else {
        vErrors.push(err4);
      }
      errors++;
    }
    if (data.status !== void 0) {
      let data0 = data.status;
      if (typeof data0 !== "string") {
        const err5 = { instancePath: instancePath + "/status", schemaPath: "#/properties/status/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
      if (!(data0 === "needed" || data0 === "recorded" || data0 === "expires-soon" || data0 === "expired" || data0 === "reason-gone")) {
        const err6 = { instancePath: instancePath + "/status", schemaPath: "#/properties/status/enum", keyword: "enum", params: { allowedValues: schema35.properties.status.enum }, message: "must be equal to one of the allowed values" };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.code !== void 0) {
      if (typeof data.code !== "string") {
        const err7 = { instancePath: instancePath + "/code", schemaPath: "#/properties/code/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.subjects !== void 0) {
      let data2 = data.subjects;
      if (Array.isArray(data2)) {
        const len0 = data2.length;
        for (let i0 = 0; i0 < len0; i0++) {
          if (typeof data2[i0] !== "string") {
            const err8 = { instancePath: instancePath + "/subjects/" + i0, schemaPath: "#/properties/subjects/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err8];
            } else {
              vErrors.push(err8);
            }
            errors++;
          }
        }
      } else {
        const err9 = { instancePath: instancePath + "/subjects", schemaPath: "#/properties/subjects/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.sentence !== void 0) {
      if (typeof data.sentence !== "string") {
        const err10 = { instancePath: instancePath + "/sentence", schemaPath: "#/properties/sentence/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
    if (data.waiver !== void 0) {
      let data5 = data.waiver;
      if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
        if (data5.name === void 0) {
          const err11 = { instancePath: instancePath + "/waiver", schemaPath: "#/definitions/WaiverInForce/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'" };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
        if (data5.owner === void 0) {
          const err12 = { instancePath: instancePath + "/waiver", schemaPath: "#/definitions/WaiverInForce/required", keyword: "required", params: { missingProperty: "owner" }, message: "must have required property 'owner'" };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
        if (data5.reason === void 0) {
          const err13 = { instancePath: instancePath + "/waiver", schemaPath: "#/definitions/WaiverInForce/required", keyword: "required", params: { missingProperty: "reason" }, message: "must have required property 'reason'" };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
        if (data5.until === void 0) {
          const err14 = { instancePath: instancePath + "/waiver", schemaPath: "#/definitions/WaiverInForce/required", keyword: "required", params: { missingProperty: "until" }, message: "must have required property 'until'" };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
        if (data5.name !== void 0) {
          if (typeof data5.name !== "string") {
            const err15 = { instancePath: instancePath + "/waiver/name", schemaPath: "#/definitions/WaiverInForce/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err15];
            } else {
              vErrors.push(err15);
            }
            errors++;
          }
        }
        if (data5.owner !== void 0) {
          if (typeof data5.owner !== "string") {
            const err16 = { instancePath: instancePath + "/waiver/owner", schemaPath: "#/definitions/WaiverInForce/properties/owner/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err16];
            } else {
              vErrors.push(err16);
            }
            errors++;
          }
        }
        if (data5.reason !== void 0) {
          if (typeof data5.reason !== "string") {
            const err17 = { instancePath: instancePath + "/waiver/reason", schemaPath: "#/definitions/WaiverInForce/properties/reason/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err17];
            } else {
              vErrors.push(err17);
            }
            errors++;
          }
        }
        if (data5.until !== void 0) {
          if (typeof data5.until !== "string") {
            const err18 = { instancePath: instancePath + "/waiver/until", schemaPath: "#/definitions/WaiverInForce/properties/until/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err18];
            } else {
              vErrors.push(err18);
            }
            errors++;
          }
        }
      } else {
        const err19 = { instancePath: instancePath + "/waiver", schemaPath: "#/definitions/WaiverInForce/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err19];
        } else {
          vErrors.push(err19);
        }
        errors++;
      }
    }
    if (data.advice !== void 0) {
      if (typeof data.advice !== "string") {
        const err20 = { instancePath: instancePath + "/advice", schemaPath: "#/properties/advice/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err20];
        } else {
          vErrors.push(err20);
        }
        errors++;
      }
    }
  } else {
    const err21 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err21];
    } else {
      vErrors.push(err21);
    }
    errors++;
  }
  validate27.errors = vErrors;
  return errors === 0;
}
var schema39 = { "type": "object", "properties": { "code": { "type": "string" }, "severity": { "type": "string", "enum": ["error", "warning", "info"] }, "subject": { "type": "string" }, "sentence": { "type": "string" }, "remedy": { "type": "string" }, "waiver": { "$ref": "#/definitions/WaiverInForce" } }, "required": ["code", "severity", "subject", "sentence", "remedy"] };
function validate29(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.code === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "code" }, message: "must have required property 'code'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.severity === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "severity" }, message: "must have required property 'severity'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.subject === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "subject" }, message: "must have required property 'subject'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.sentence === void 0) {
      const err3 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "sentence" }, message: "must have required property 'sentence'" };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    if (data.remedy === void 0) {
      const err4 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "remedy" }, message: "must have required property 'remedy'" };
      if (vErrors === null) {
        vErrors = [err4];
      } else {
        vErrors.push(err4);
      }
      errors++;
    }
    if (data.code !== void 0) {
      if (typeof data.code !== "string") {
        const err5 = { instancePath: instancePath + "/code", schemaPath: "#/properties/code/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.severity !== void 0) {
      let data1 = data.severity;
      if (typeof data1 !== "string") {
        const err6 = { instancePath: instancePath + "/severity", schemaPath: "#/properties/severity/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (!(data1 === "error" || data1 === "warning" || data1 === "info")) {
        const err7 = { instancePath: instancePath + "/severity", schemaPath: "#/properties/severity/enum", keyword: "enum", params: { allowedValues: schema39.properties.severity.enum }, message: "must be equal to one of the allowed values" };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.subject !== void 0) {
      if (typeof data.subject !== "string") {
        const err8 = { instancePath: instancePath + "/subject", schemaPath: "#/properties/subject/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.sentence !== void 0) {
      if (typeof data.sentence !== "string") {
        const err9 = { instancePath: instancePath + "/sentence", schemaPath: "#/properties/sentence/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.remedy !== void 0) {
      if (typeof data.remedy !== "string") {
        const err10 = { instancePath: instancePath + "/remedy", schemaPath: "#/properties/remedy/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
    if (data.waiver !== void 0) {
      let data5 = data.waiver;
      if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
        if (data5.name === void 0) {
          const err11 = { instancePath: instancePath + "/waiver", schemaPath: "#/definitions/WaiverInForce/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'" };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
        if (data5.owner === void 0) {
          const err12 = { instancePath: instancePath + "/waiver", schemaPath: "#/definitions/WaiverInForce/required", keyword: "required", params: { missingProperty: "owner" }, message: "must have required property 'owner'" };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
        if (data5.reason === void 0) {
          const err13 = { instancePath: instancePath + "/waiver", schemaPath: "#/definitions/WaiverInForce/required", keyword: "required", params: { missingProperty: "reason" }, message: "must have required property 'reason'" };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
        if (data5.until === void 0) {
          const err14 = { instancePath: instancePath + "/waiver", schemaPath: "#/definitions/WaiverInForce/required", keyword: "required", params: { missingProperty: "until" }, message: "must have required property 'until'" };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
        if (data5.name !== void 0) {
          if (typeof data5.name !== "string") {
            const err15 = { instancePath: instancePath + "/waiver/name", schemaPath: "#/definitions/WaiverInForce/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err15];
            } else {
              vErrors.push(err15);
            }
            errors++;
          }
        }
        if (data5.owner !== void 0) {
          if (typeof data5.owner !== "string") {
            const err16 = { instancePath: instancePath + "/waiver/owner", schemaPath: "#/definitions/WaiverInForce/properties/owner/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err16];
            } else {
              vErrors.push(err16);
            }
            errors++;
          }
        }
        if (data5.reason !== void 0) {
          if (typeof data5.reason !== "string") {
            const err17 = { instancePath: instancePath + "/waiver/reason", schemaPath: "#/definitions/WaiverInForce/properties/reason/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err17];
            } else {
              vErrors.push(err17);
            }
            errors++;
          }
        }
        if (data5.until !== void 0) {
          if (typeof data5.until !== "string") {
            const err18 = { instancePath: instancePath + "/waiver/until", schemaPath: "#/definitions/WaiverInForce/properties/until/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err18];
            } else {
              vErrors.push(err18);
            }
            errors++;
          }
        }
      } else {
        const err19 = { instancePath: instancePath + "/waiver", schemaPath: "#/definitions/WaiverInForce/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err19];
        } else {
          vErrors.push(err19);
        }
        errors++;
      }
    }
  } else {
    const err20 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err20];
    } else {
      vErrors.push(err20);
    }
    errors++;
  }
  validate29.errors = vErrors;
  return errors === 0;
}
function validate32(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.stack === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "stack" }, message: "must have required property 'stack'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.address === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "address" }, message: "must have required property 'address'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.type === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "type" }, message: "must have required property 'type'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.action === void 0) {
      const err3 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "action" }, message: "must have required property 'action'" };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    if (data.differences === void 0) {
      const err4 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "differences" }, message: "must have required property 'differences'" };
      if (vErrors === null) {
        vErrors = [err4];
      } else {
        vErrors.push(err4);
      }
      errors++;
    }
    if (data.stack !== void 0) {
      if (typeof data.stack !== "string") {
        const err5 = { instancePath: instancePath + "/stack", schemaPath: "#/properties/stack/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.address !== void 0) {
      if (typeof data.address !== "string") {
        const err6 = { instancePath: instancePath + "/address", schemaPath: "#/properties/address/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.type !== void 0) {
      if (typeof data.type !== "string") {
        const err7 = { instancePath: instancePath + "/type", schemaPath: "#/properties/type/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.construct !== void 0) {
      if (typeof data.construct !== "string") {
        const err8 = { instancePath: instancePath + "/construct", schemaPath: "#/properties/construct/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.action !== void 0) {
      let data4 = data.action;
      if (typeof data4 !== "string") {
        const err9 = { instancePath: instancePath + "/action", schemaPath: "#/definitions/Action/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
      if (!(data4 === "no-op" || data4 === "create" || data4 === "read" || data4 === "update" || data4 === "delete" || data4 === "delete-then-create" || data4 === "create-then-delete" || data4 === "forget")) {
        const err10 = { instancePath: instancePath + "/action", schemaPath: "#/definitions/Action/enum", keyword: "enum", params: { allowedValues: schema31.enum }, message: "must be equal to one of the allowed values" };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
    if (data.differences !== void 0) {
      let data5 = data.differences;
      if (Array.isArray(data5)) {
        const len0 = data5.length;
        for (let i0 = 0; i0 < len0; i0++) {
          if (!validate19(data5[i0], { instancePath: instancePath + "/differences/" + i0, parentData: data5, parentDataProperty: i0, rootData })) {
            vErrors = vErrors === null ? validate19.errors : vErrors.concat(validate19.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err11 = { instancePath: instancePath + "/differences", schemaPath: "#/properties/differences/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
    }
  } else {
    const err12 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err12];
    } else {
      vErrors.push(err12);
    }
    errors++;
  }
  validate32.errors = vErrors;
  return errors === 0;
}
function validate31(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.changes === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "changes" }, message: "must have required property 'changes'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.lost === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "lost" }, message: "must have required property 'lost'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.breaksFloor === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "breaksFloor" }, message: "must have required property 'breaksFloor'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.changes !== void 0) {
      let data0 = data.changes;
      if (Array.isArray(data0)) {
        const len0 = data0.length;
        for (let i0 = 0; i0 < len0; i0++) {
          if (!validate32(data0[i0], { instancePath: instancePath + "/changes/" + i0, parentData: data0, parentDataProperty: i0, rootData })) {
            vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err3 = { instancePath: instancePath + "/changes", schemaPath: "#/properties/changes/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.lost !== void 0) {
      let data2 = data.lost;
      if (Array.isArray(data2)) {
        const len1 = data2.length;
        for (let i1 = 0; i1 < len1; i1++) {
          if (typeof data2[i1] !== "string") {
            const err4 = { instancePath: instancePath + "/lost/" + i1, schemaPath: "#/properties/lost/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err4];
            } else {
              vErrors.push(err4);
            }
            errors++;
          }
        }
      } else {
        const err5 = { instancePath: instancePath + "/lost", schemaPath: "#/properties/lost/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.breaksFloor !== void 0) {
      if (typeof data.breaksFloor !== "boolean") {
        const err6 = { instancePath: instancePath + "/breaksFloor", schemaPath: "#/properties/breaksFloor/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
  } else {
    const err7 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err7];
    } else {
      vErrors.push(err7);
    }
    errors++;
  }
  validate31.errors = vErrors;
  return errors === 0;
}
var schema45 = { "type": "object", "properties": { "severity": { "type": "string", "enum": ["error", "warning"] }, "summary": { "type": "string" }, "detail": { "type": "string" }, "address": { "type": "string" }, "attribute": { "$ref": "#/definitions/AttributePath" }, "source": { "$ref": "#/definitions/Source" }, "part": { "type": "object" }, "isOfCheck": { "type": "boolean", "const": true }, "values": { "type": "array", "items": { "$ref": "#/definitions/InvolvedValue" } } }, "required": ["severity", "summary", "detail"] };
var schema46 = { "type": "array", "items": { "type": ["string", "number"] } };
var schema51 = { "type": "object", "properties": { "context": { "type": ["string", "null"] }, "code": { "type": "string" }, "startLine": { "type": "number" }, "highlightStart": { "type": "number" }, "highlightEnd": { "type": "number" } }, "required": ["context", "code", "startLine", "highlightStart", "highlightEnd"] };
function validate39(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.start === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "start" }, message: "must have required property 'start'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.end === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "end" }, message: "must have required property 'end'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.start !== void 0) {
      let data0 = data.start;
      if (data0 && typeof data0 == "object" && !Array.isArray(data0)) {
        if (data0.line === void 0) {
          const err2 = { instancePath: instancePath + "/start", schemaPath: "#/definitions/SourcePosition/required", keyword: "required", params: { missingProperty: "line" }, message: "must have required property 'line'" };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        if (data0.column === void 0) {
          const err3 = { instancePath: instancePath + "/start", schemaPath: "#/definitions/SourcePosition/required", keyword: "required", params: { missingProperty: "column" }, message: "must have required property 'column'" };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        if (data0.byte === void 0) {
          const err4 = { instancePath: instancePath + "/start", schemaPath: "#/definitions/SourcePosition/required", keyword: "required", params: { missingProperty: "byte" }, message: "must have required property 'byte'" };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
        if (data0.line !== void 0) {
          let data1 = data0.line;
          if (!(typeof data1 == "number" && isFinite(data1))) {
            const err5 = { instancePath: instancePath + "/start/line", schemaPath: "#/definitions/SourcePosition/properties/line/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err5];
            } else {
              vErrors.push(err5);
            }
            errors++;
          }
        }
        if (data0.column !== void 0) {
          let data2 = data0.column;
          if (!(typeof data2 == "number" && isFinite(data2))) {
            const err6 = { instancePath: instancePath + "/start/column", schemaPath: "#/definitions/SourcePosition/properties/column/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err6];
            } else {
              vErrors.push(err6);
            }
            errors++;
          }
        }
        if (data0.byte !== void 0) {
          let data3 = data0.byte;
          if (!(typeof data3 == "number" && isFinite(data3))) {
            const err7 = { instancePath: instancePath + "/start/byte", schemaPath: "#/definitions/SourcePosition/properties/byte/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err7];
            } else {
              vErrors.push(err7);
            }
            errors++;
          }
        }
      } else {
        const err8 = { instancePath: instancePath + "/start", schemaPath: "#/definitions/SourcePosition/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.end !== void 0) {
      let data4 = data.end;
      if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
        if (data4.line === void 0) {
          const err9 = { instancePath: instancePath + "/end", schemaPath: "#/definitions/SourcePosition/required", keyword: "required", params: { missingProperty: "line" }, message: "must have required property 'line'" };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
        if (data4.column === void 0) {
          const err10 = { instancePath: instancePath + "/end", schemaPath: "#/definitions/SourcePosition/required", keyword: "required", params: { missingProperty: "column" }, message: "must have required property 'column'" };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        if (data4.byte === void 0) {
          const err11 = { instancePath: instancePath + "/end", schemaPath: "#/definitions/SourcePosition/required", keyword: "required", params: { missingProperty: "byte" }, message: "must have required property 'byte'" };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
        if (data4.line !== void 0) {
          let data5 = data4.line;
          if (!(typeof data5 == "number" && isFinite(data5))) {
            const err12 = { instancePath: instancePath + "/end/line", schemaPath: "#/definitions/SourcePosition/properties/line/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err12];
            } else {
              vErrors.push(err12);
            }
            errors++;
          }
        }
        if (data4.column !== void 0) {
          let data6 = data4.column;
          if (!(typeof data6 == "number" && isFinite(data6))) {
            const err13 = { instancePath: instancePath + "/end/column", schemaPath: "#/definitions/SourcePosition/properties/column/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err13];
            } else {
              vErrors.push(err13);
            }
            errors++;
          }
        }
        if (data4.byte !== void 0) {
          let data7 = data4.byte;
          if (!(typeof data7 == "number" && isFinite(data7))) {
            const err14 = { instancePath: instancePath + "/end/byte", schemaPath: "#/definitions/SourcePosition/properties/byte/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err14];
            } else {
              vErrors.push(err14);
            }
            errors++;
          }
        }
      } else {
        const err15 = { instancePath: instancePath + "/end", schemaPath: "#/definitions/SourcePosition/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err15];
        } else {
          vErrors.push(err15);
        }
        errors++;
      }
    }
    if (data.snippet !== void 0) {
      let data8 = data.snippet;
      if (data8 && typeof data8 == "object" && !Array.isArray(data8)) {
        if (data8.context === void 0) {
          const err16 = { instancePath: instancePath + "/snippet", schemaPath: "#/definitions/Snippet/required", keyword: "required", params: { missingProperty: "context" }, message: "must have required property 'context'" };
          if (vErrors === null) {
            vErrors = [err16];
          } else {
            vErrors.push(err16);
          }
          errors++;
        }
        if (data8.code === void 0) {
          const err17 = { instancePath: instancePath + "/snippet", schemaPath: "#/definitions/Snippet/required", keyword: "required", params: { missingProperty: "code" }, message: "must have required property 'code'" };
          if (vErrors === null) {
            vErrors = [err17];
          } else {
            vErrors.push(err17);
          }
          errors++;
        }
        if (data8.startLine === void 0) {
          const err18 = { instancePath: instancePath + "/snippet", schemaPath: "#/definitions/Snippet/required", keyword: "required", params: { missingProperty: "startLine" }, message: "must have required property 'startLine'" };
          if (vErrors === null) {
            vErrors = [err18];
          } else {
            vErrors.push(err18);
          }
          errors++;
        }
        if (data8.highlightStart === void 0) {
          const err19 = { instancePath: instancePath + "/snippet", schemaPath: "#/definitions/Snippet/required", keyword: "required", params: { missingProperty: "highlightStart" }, message: "must have required property 'highlightStart'" };
          if (vErrors === null) {
            vErrors = [err19];
          } else {
            vErrors.push(err19);
          }
          errors++;
        }
        if (data8.highlightEnd === void 0) {
          const err20 = { instancePath: instancePath + "/snippet", schemaPath: "#/definitions/Snippet/required", keyword: "required", params: { missingProperty: "highlightEnd" }, message: "must have required property 'highlightEnd'" };
          if (vErrors === null) {
            vErrors = [err20];
          } else {
            vErrors.push(err20);
          }
          errors++;
        }
        if (data8.context !== void 0) {
          let data9 = data8.context;
          if (typeof data9 !== "string" && data9 !== null) {
            const err21 = { instancePath: instancePath + "/snippet/context", schemaPath: "#/definitions/Snippet/properties/context/type", keyword: "type", params: { type: schema51.properties.context.type }, message: "must be string,null" };
            if (vErrors === null) {
              vErrors = [err21];
            } else {
              vErrors.push(err21);
            }
            errors++;
          }
        }
        if (data8.code !== void 0) {
          if (typeof data8.code !== "string") {
            const err22 = { instancePath: instancePath + "/snippet/code", schemaPath: "#/definitions/Snippet/properties/code/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err22];
            } else {
              vErrors.push(err22);
            }
            errors++;
          }
        }
        if (data8.startLine !== void 0) {
          let data11 = data8.startLine;
          if (!(typeof data11 == "number" && isFinite(data11))) {
            const err23 = { instancePath: instancePath + "/snippet/startLine", schemaPath: "#/definitions/Snippet/properties/startLine/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err23];
            } else {
              vErrors.push(err23);
            }
            errors++;
          }
        }
        if (data8.highlightStart !== void 0) {
          let data12 = data8.highlightStart;
          if (!(typeof data12 == "number" && isFinite(data12))) {
            const err24 = { instancePath: instancePath + "/snippet/highlightStart", schemaPath: "#/definitions/Snippet/properties/highlightStart/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err24];
            } else {
              vErrors.push(err24);
            }
            errors++;
          }
        }
        if (data8.highlightEnd !== void 0) {
          let data13 = data8.highlightEnd;
          if (!(typeof data13 == "number" && isFinite(data13))) {
            const err25 = { instancePath: instancePath + "/snippet/highlightEnd", schemaPath: "#/definitions/Snippet/properties/highlightEnd/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err25];
            } else {
              vErrors.push(err25);
            }
            errors++;
          }
        }
      } else {
        const err26 = { instancePath: instancePath + "/snippet", schemaPath: "#/definitions/Snippet/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err26];
        } else {
          vErrors.push(err26);
        }
        errors++;
      }
    }
  } else {
    const err27 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err27];
    } else {
      vErrors.push(err27);
    }
    errors++;
  }
  validate39.errors = vErrors;
  return errors === 0;
}
function validate38(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.file !== void 0) {
      if (typeof data.file !== "string") {
        const err0 = { instancePath: instancePath + "/file", schemaPath: "#/properties/file/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.line !== void 0) {
      let data1 = data.line;
      if (!(typeof data1 == "number" && isFinite(data1))) {
        const err1 = { instancePath: instancePath + "/line", schemaPath: "#/properties/line/type", keyword: "type", params: { type: "number" }, message: "must be number" };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.column !== void 0) {
      let data2 = data.column;
      if (!(typeof data2 == "number" && isFinite(data2))) {
        const err2 = { instancePath: instancePath + "/column", schemaPath: "#/properties/column/type", keyword: "type", params: { type: "number" }, message: "must be number" };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.pointer !== void 0) {
      if (typeof data.pointer !== "string") {
        const err3 = { instancePath: instancePath + "/pointer", schemaPath: "#/properties/pointer/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.excerpt !== void 0) {
      if (typeof data.excerpt !== "string") {
        const err4 = { instancePath: instancePath + "/excerpt", schemaPath: "#/properties/excerpt/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.range !== void 0) {
      if (!validate39(data.range, { instancePath: instancePath + "/range", parentData: data, parentDataProperty: "range", rootData })) {
        vErrors = vErrors === null ? validate39.errors : vErrors.concat(validate39.errors);
        errors = vErrors.length;
      }
    }
    if (data.construct !== void 0) {
      if (typeof data.construct !== "string") {
        const err5 = { instancePath: instancePath + "/construct", schemaPath: "#/properties/construct/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
  } else {
    const err6 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err6];
    } else {
      vErrors.push(err6);
    }
    errors++;
  }
  validate38.errors = vErrors;
  return errors === 0;
}
function validate37(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.severity === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "severity" }, message: "must have required property 'severity'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.summary === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "summary" }, message: "must have required property 'summary'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.detail === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "detail" }, message: "must have required property 'detail'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.severity !== void 0) {
      let data0 = data.severity;
      if (typeof data0 !== "string") {
        const err3 = { instancePath: instancePath + "/severity", schemaPath: "#/properties/severity/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
      if (!(data0 === "error" || data0 === "warning")) {
        const err4 = { instancePath: instancePath + "/severity", schemaPath: "#/properties/severity/enum", keyword: "enum", params: { allowedValues: schema45.properties.severity.enum }, message: "must be equal to one of the allowed values" };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.summary !== void 0) {
      if (typeof data.summary !== "string") {
        const err5 = { instancePath: instancePath + "/summary", schemaPath: "#/properties/summary/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.detail !== void 0) {
      if (typeof data.detail !== "string") {
        const err6 = { instancePath: instancePath + "/detail", schemaPath: "#/properties/detail/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.address !== void 0) {
      if (typeof data.address !== "string") {
        const err7 = { instancePath: instancePath + "/address", schemaPath: "#/properties/address/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.attribute !== void 0) {
      let data4 = data.attribute;
      if (Array.isArray(data4)) {
        const len0 = data4.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data5 = data4[i0];
          if (typeof data5 !== "string" && !(typeof data5 == "number" && isFinite(data5))) {
            const err8 = { instancePath: instancePath + "/attribute/" + i0, schemaPath: "#/definitions/AttributePath/items/type", keyword: "type", params: { type: schema46.items.type }, message: "must be string,number" };
            if (vErrors === null) {
              vErrors = [err8];
            } else {
              vErrors.push(err8);
            }
            errors++;
          }
        }
      } else {
        const err9 = { instancePath: instancePath + "/attribute", schemaPath: "#/definitions/AttributePath/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.source !== void 0) {
      if (!validate38(data.source, { instancePath: instancePath + "/source", parentData: data, parentDataProperty: "source", rootData })) {
        vErrors = vErrors === null ? validate38.errors : vErrors.concat(validate38.errors);
        errors = vErrors.length;
      }
    }
    if (data.part !== void 0) {
      let data7 = data.part;
      if (!(data7 && typeof data7 == "object" && !Array.isArray(data7))) {
        const err10 = { instancePath: instancePath + "/part", schemaPath: "#/properties/part/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
    if (data.isOfCheck !== void 0) {
      let data8 = data.isOfCheck;
      if (typeof data8 !== "boolean") {
        const err11 = { instancePath: instancePath + "/isOfCheck", schemaPath: "#/properties/isOfCheck/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
      if (true !== data8) {
        const err12 = { instancePath: instancePath + "/isOfCheck", schemaPath: "#/properties/isOfCheck/const", keyword: "const", params: { allowedValue: true }, message: "must be equal to constant" };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
    }
    if (data.values !== void 0) {
      let data9 = data.values;
      if (Array.isArray(data9)) {
        const len1 = data9.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data10 = data9[i1];
          if (data10 && typeof data10 == "object" && !Array.isArray(data10)) {
            if (data10.traversal === void 0) {
              const err13 = { instancePath: instancePath + "/values/" + i1, schemaPath: "#/definitions/InvolvedValue/required", keyword: "required", params: { missingProperty: "traversal" }, message: "must have required property 'traversal'" };
              if (vErrors === null) {
                vErrors = [err13];
              } else {
                vErrors.push(err13);
              }
              errors++;
            }
            if (data10.statement === void 0) {
              const err14 = { instancePath: instancePath + "/values/" + i1, schemaPath: "#/definitions/InvolvedValue/required", keyword: "required", params: { missingProperty: "statement" }, message: "must have required property 'statement'" };
              if (vErrors === null) {
                vErrors = [err14];
              } else {
                vErrors.push(err14);
              }
              errors++;
            }
            if (data10.traversal !== void 0) {
              if (typeof data10.traversal !== "string") {
                const err15 = { instancePath: instancePath + "/values/" + i1 + "/traversal", schemaPath: "#/definitions/InvolvedValue/properties/traversal/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err15];
                } else {
                  vErrors.push(err15);
                }
                errors++;
              }
            }
            if (data10.statement !== void 0) {
              if (typeof data10.statement !== "string") {
                const err16 = { instancePath: instancePath + "/values/" + i1 + "/statement", schemaPath: "#/definitions/InvolvedValue/properties/statement/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err16];
                } else {
                  vErrors.push(err16);
                }
                errors++;
              }
            }
          } else {
            const err17 = { instancePath: instancePath + "/values/" + i1, schemaPath: "#/definitions/InvolvedValue/type", keyword: "type", params: { type: "object" }, message: "must be object" };
            if (vErrors === null) {
              vErrors = [err17];
            } else {
              vErrors.push(err17);
            }
            errors++;
          }
        }
      } else {
        const err18 = { instancePath: instancePath + "/values", schemaPath: "#/properties/values/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
    }
  } else {
    const err19 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err19];
    } else {
      vErrors.push(err19);
    }
    errors++;
  }
  validate37.errors = vErrors;
  return errors === 0;
}
function validate44(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.estateDigest === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "estateDigest" }, message: "must have required property 'estateDigest'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.planDigest === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "planDigest" }, message: "must have required property 'planDigest'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.serials === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "serials" }, message: "must have required property 'serials'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.version === void 0) {
      const err3 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "version" }, message: "must have required property 'version'" };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    if (data.base !== void 0) {
      let data0 = data.base;
      if (data0 && typeof data0 == "object" && !Array.isArray(data0)) {
        if (data0.ref === void 0) {
          const err4 = { instancePath: instancePath + "/base", schemaPath: "#/definitions/Revision/required", keyword: "required", params: { missingProperty: "ref" }, message: "must have required property 'ref'" };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
        if (data0.commit === void 0) {
          const err5 = { instancePath: instancePath + "/base", schemaPath: "#/definitions/Revision/required", keyword: "required", params: { missingProperty: "commit" }, message: "must have required property 'commit'" };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
        if (data0.ref !== void 0) {
          if (typeof data0.ref !== "string") {
            const err6 = { instancePath: instancePath + "/base/ref", schemaPath: "#/definitions/Revision/properties/ref/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err6];
            } else {
              vErrors.push(err6);
            }
            errors++;
          }
        }
        if (data0.commit !== void 0) {
          if (typeof data0.commit !== "string") {
            const err7 = { instancePath: instancePath + "/base/commit", schemaPath: "#/definitions/Revision/properties/commit/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err7];
            } else {
              vErrors.push(err7);
            }
            errors++;
          }
        }
      } else {
        const err8 = { instancePath: instancePath + "/base", schemaPath: "#/definitions/Revision/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.head !== void 0) {
      let data3 = data.head;
      if (data3 && typeof data3 == "object" && !Array.isArray(data3)) {
        if (data3.ref === void 0) {
          const err9 = { instancePath: instancePath + "/head", schemaPath: "#/definitions/Revision/required", keyword: "required", params: { missingProperty: "ref" }, message: "must have required property 'ref'" };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
        if (data3.commit === void 0) {
          const err10 = { instancePath: instancePath + "/head", schemaPath: "#/definitions/Revision/required", keyword: "required", params: { missingProperty: "commit" }, message: "must have required property 'commit'" };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        if (data3.ref !== void 0) {
          if (typeof data3.ref !== "string") {
            const err11 = { instancePath: instancePath + "/head/ref", schemaPath: "#/definitions/Revision/properties/ref/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err11];
            } else {
              vErrors.push(err11);
            }
            errors++;
          }
        }
        if (data3.commit !== void 0) {
          if (typeof data3.commit !== "string") {
            const err12 = { instancePath: instancePath + "/head/commit", schemaPath: "#/definitions/Revision/properties/commit/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err12];
            } else {
              vErrors.push(err12);
            }
            errors++;
          }
        }
      } else {
        const err13 = { instancePath: instancePath + "/head", schemaPath: "#/definitions/Revision/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
    }
    if (data.estateDigest !== void 0) {
      if (typeof data.estateDigest !== "string") {
        const err14 = { instancePath: instancePath + "/estateDigest", schemaPath: "#/properties/estateDigest/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err14];
        } else {
          vErrors.push(err14);
        }
        errors++;
      }
    }
    if (data.planDigest !== void 0) {
      if (typeof data.planDigest !== "string") {
        const err15 = { instancePath: instancePath + "/planDigest", schemaPath: "#/properties/planDigest/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err15];
        } else {
          vErrors.push(err15);
        }
        errors++;
      }
    }
    if (data.serials !== void 0) {
      let data8 = data.serials;
      if (data8 && typeof data8 == "object" && !Array.isArray(data8)) {
        for (const key0 in data8) {
          let data9 = data8[key0];
          if (!(typeof data9 == "number" && isFinite(data9))) {
            const err16 = { instancePath: instancePath + "/serials/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/serials/additionalProperties/type", keyword: "type", params: { type: "number" }, message: "must be number" };
            if (vErrors === null) {
              vErrors = [err16];
            } else {
              vErrors.push(err16);
            }
            errors++;
          }
        }
      } else {
        const err17 = { instancePath: instancePath + "/serials", schemaPath: "#/properties/serials/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err17];
        } else {
          vErrors.push(err17);
        }
        errors++;
      }
    }
    if (data.version !== void 0) {
      if (typeof data.version !== "string") {
        const err18 = { instancePath: instancePath + "/version", schemaPath: "#/properties/version/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
    }
  } else {
    const err19 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err19];
    } else {
      vErrors.push(err19);
    }
    errors++;
  }
  validate44.errors = vErrors;
  return errors === 0;
}
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.format === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "format" }, message: "must have required property 'format'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.project === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "project" }, message: "must have required property 'project'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.scenario === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "scenario" }, message: "must have required property 'scenario'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.threat === void 0) {
      const err3 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "threat" }, message: "must have required property 'threat'" };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    if (data.verdict === void 0) {
      const err4 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "verdict" }, message: "must have required property 'verdict'" };
      if (vErrors === null) {
        vErrors = [err4];
      } else {
        vErrors.push(err4);
      }
      errors++;
    }
    if (data.conclusion === void 0) {
      const err5 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "conclusion" }, message: "must have required property 'conclusion'" };
      if (vErrors === null) {
        vErrors = [err5];
      } else {
        vErrors.push(err5);
      }
      errors++;
    }
    if (data.sentence === void 0) {
      const err6 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "sentence" }, message: "must have required property 'sentence'" };
      if (vErrors === null) {
        vErrors = [err6];
      } else {
        vErrors.push(err6);
      }
      errors++;
    }
    if (data.counts === void 0) {
      const err7 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "counts" }, message: "must have required property 'counts'" };
      if (vErrors === null) {
        vErrors = [err7];
      } else {
        vErrors.push(err7);
      }
      errors++;
    }
    if (data.workloads === void 0) {
      const err8 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "workloads" }, message: "must have required property 'workloads'" };
      if (vErrors === null) {
        vErrors = [err8];
      } else {
        vErrors.push(err8);
      }
      errors++;
    }
    if (data.places === void 0) {
      const err9 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "places" }, message: "must have required property 'places'" };
      if (vErrors === null) {
        vErrors = [err9];
      } else {
        vErrors.push(err9);
      }
      errors++;
    }
    if (data.risks === void 0) {
      const err10 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "risks" }, message: "must have required property 'risks'" };
      if (vErrors === null) {
        vErrors = [err10];
      } else {
        vErrors.push(err10);
      }
      errors++;
    }
    if (data.decisions === void 0) {
      const err11 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "decisions" }, message: "must have required property 'decisions'" };
      if (vErrors === null) {
        vErrors = [err11];
      } else {
        vErrors.push(err11);
      }
      errors++;
    }
    if (data.irreversible === void 0) {
      const err12 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "irreversible" }, message: "must have required property 'irreversible'" };
      if (vErrors === null) {
        vErrors = [err12];
      } else {
        vErrors.push(err12);
      }
      errors++;
    }
    if (data.undeclared === void 0) {
      const err13 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "undeclared" }, message: "must have required property 'undeclared'" };
      if (vErrors === null) {
        vErrors = [err13];
      } else {
        vErrors.push(err13);
      }
      errors++;
    }
    if (data.hazards === void 0) {
      const err14 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "hazards" }, message: "must have required property 'hazards'" };
      if (vErrors === null) {
        vErrors = [err14];
      } else {
        vErrors.push(err14);
      }
      errors++;
    }
    if (data.drift === void 0) {
      const err15 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "drift" }, message: "must have required property 'drift'" };
      if (vErrors === null) {
        vErrors = [err15];
      } else {
        vErrors.push(err15);
      }
      errors++;
    }
    if (data.changes === void 0) {
      const err16 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "changes" }, message: "must have required property 'changes'" };
      if (vErrors === null) {
        vErrors = [err16];
      } else {
        vErrors.push(err16);
      }
      errors++;
    }
    if (data.brokenFloors === void 0) {
      const err17 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "brokenFloors" }, message: "must have required property 'brokenFloors'" };
      if (vErrors === null) {
        vErrors = [err17];
      } else {
        vErrors.push(err17);
      }
      errors++;
    }
    if (data.problems === void 0) {
      const err18 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "problems" }, message: "must have required property 'problems'" };
      if (vErrors === null) {
        vErrors = [err18];
      } else {
        vErrors.push(err18);
      }
      errors++;
    }
    if (data.origin === void 0) {
      const err19 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "origin" }, message: "must have required property 'origin'" };
      if (vErrors === null) {
        vErrors = [err19];
      } else {
        vErrors.push(err19);
      }
      errors++;
    }
    if (data.format !== void 0) {
      let data0 = data.format;
      if (typeof data0 !== "string") {
        const err20 = { instancePath: instancePath + "/format", schemaPath: "#/properties/format/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err20];
        } else {
          vErrors.push(err20);
        }
        errors++;
      }
      if ("holdfast.preview/1" !== data0) {
        const err21 = { instancePath: instancePath + "/format", schemaPath: "#/properties/format/const", keyword: "const", params: { allowedValue: "holdfast.preview/1" }, message: "must be equal to constant" };
        if (vErrors === null) {
          vErrors = [err21];
        } else {
          vErrors.push(err21);
        }
        errors++;
      }
    }
    if (data.project !== void 0) {
      if (typeof data.project !== "string") {
        const err22 = { instancePath: instancePath + "/project", schemaPath: "#/properties/project/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err22];
        } else {
          vErrors.push(err22);
        }
        errors++;
      }
    }
    if (data.scenario !== void 0) {
      if (typeof data.scenario !== "string") {
        const err23 = { instancePath: instancePath + "/scenario", schemaPath: "#/properties/scenario/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err23];
        } else {
          vErrors.push(err23);
        }
        errors++;
      }
    }
    if (data.threat !== void 0) {
      if (typeof data.threat !== "string") {
        const err24 = { instancePath: instancePath + "/threat", schemaPath: "#/properties/threat/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err24];
        } else {
          vErrors.push(err24);
        }
        errors++;
      }
    }
    if (data.verdict !== void 0) {
      let data4 = data.verdict;
      if (typeof data4 !== "string") {
        const err25 = { instancePath: instancePath + "/verdict", schemaPath: "#/definitions/PreviewVerdict/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err25];
        } else {
          vErrors.push(err25);
        }
        errors++;
      }
      if (!(data4 === "unchanged" || data4 === "improves" || data4 === "drops" || data4 === "broken-before" || data4 === "first" || data4 === "unknown")) {
        const err26 = { instancePath: instancePath + "/verdict", schemaPath: "#/definitions/PreviewVerdict/enum", keyword: "enum", params: { allowedValues: schema12.enum }, message: "must be equal to one of the allowed values" };
        if (vErrors === null) {
          vErrors = [err26];
        } else {
          vErrors.push(err26);
        }
        errors++;
      }
    }
    if (data.conclusion !== void 0) {
      let data5 = data.conclusion;
      if (typeof data5 !== "string") {
        const err27 = { instancePath: instancePath + "/conclusion", schemaPath: "#/properties/conclusion/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err27];
        } else {
          vErrors.push(err27);
        }
        errors++;
      }
      if (!(data5 === "success" || data5 === "neutral" || data5 === "failure")) {
        const err28 = { instancePath: instancePath + "/conclusion", schemaPath: "#/properties/conclusion/enum", keyword: "enum", params: { allowedValues: schema11.properties.conclusion.enum }, message: "must be equal to one of the allowed values" };
        if (vErrors === null) {
          vErrors = [err28];
        } else {
          vErrors.push(err28);
        }
        errors++;
      }
    }
    if (data.sentence !== void 0) {
      if (typeof data.sentence !== "string") {
        const err29 = { instancePath: instancePath + "/sentence", schemaPath: "#/properties/sentence/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err29];
        } else {
          vErrors.push(err29);
        }
        errors++;
      }
    }
    if (data.counts !== void 0) {
      if (!validate11(data.counts, { instancePath: instancePath + "/counts", parentData: data, parentDataProperty: "counts", rootData })) {
        vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
        errors = vErrors.length;
      }
    }
    if (data.workloads !== void 0) {
      let data8 = data.workloads;
      if (Array.isArray(data8)) {
        const len0 = data8.length;
        for (let i0 = 0; i0 < len0; i0++) {
          if (!validate13(data8[i0], { instancePath: instancePath + "/workloads/" + i0, parentData: data8, parentDataProperty: i0, rootData })) {
            vErrors = vErrors === null ? validate13.errors : vErrors.concat(validate13.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err30 = { instancePath: instancePath + "/workloads", schemaPath: "#/properties/workloads/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err30];
        } else {
          vErrors.push(err30);
        }
        errors++;
      }
    }
    if (data.places !== void 0) {
      let data10 = data.places;
      if (Array.isArray(data10)) {
        const len1 = data10.length;
        for (let i1 = 0; i1 < len1; i1++) {
          if (!validate15(data10[i1], { instancePath: instancePath + "/places/" + i1, parentData: data10, parentDataProperty: i1, rootData })) {
            vErrors = vErrors === null ? validate15.errors : vErrors.concat(validate15.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err31 = { instancePath: instancePath + "/places", schemaPath: "#/properties/places/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err31];
        } else {
          vErrors.push(err31);
        }
        errors++;
      }
    }
    if (data.risks !== void 0) {
      let data12 = data.risks;
      if (Array.isArray(data12)) {
        const len2 = data12.length;
        for (let i2 = 0; i2 < len2; i2++) {
          if (!validate17(data12[i2], { instancePath: instancePath + "/risks/" + i2, parentData: data12, parentDataProperty: i2, rootData })) {
            vErrors = vErrors === null ? validate17.errors : vErrors.concat(validate17.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err32 = { instancePath: instancePath + "/risks", schemaPath: "#/properties/risks/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err32];
        } else {
          vErrors.push(err32);
        }
        errors++;
      }
    }
    if (data.decisions !== void 0) {
      let data14 = data.decisions;
      if (Array.isArray(data14)) {
        const len3 = data14.length;
        for (let i3 = 0; i3 < len3; i3++) {
          if (!validate27(data14[i3], { instancePath: instancePath + "/decisions/" + i3, parentData: data14, parentDataProperty: i3, rootData })) {
            vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err33 = { instancePath: instancePath + "/decisions", schemaPath: "#/properties/decisions/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err33];
        } else {
          vErrors.push(err33);
        }
        errors++;
      }
    }
    if (data.irreversible !== void 0) {
      let data16 = data.irreversible;
      if (Array.isArray(data16)) {
        const len4 = data16.length;
        for (let i4 = 0; i4 < len4; i4++) {
          let data17 = data16[i4];
          if (data17 && typeof data17 == "object" && !Array.isArray(data17)) {
            if (data17.address === void 0) {
              const err34 = { instancePath: instancePath + "/irreversible/" + i4, schemaPath: "#/definitions/IrreversibleStep/required", keyword: "required", params: { missingProperty: "address" }, message: "must have required property 'address'" };
              if (vErrors === null) {
                vErrors = [err34];
              } else {
                vErrors.push(err34);
              }
              errors++;
            }
            if (data17.sentence === void 0) {
              const err35 = { instancePath: instancePath + "/irreversible/" + i4, schemaPath: "#/definitions/IrreversibleStep/required", keyword: "required", params: { missingProperty: "sentence" }, message: "must have required property 'sentence'" };
              if (vErrors === null) {
                vErrors = [err35];
              } else {
                vErrors.push(err35);
              }
              errors++;
            }
            if (data17.address !== void 0) {
              if (typeof data17.address !== "string") {
                const err36 = { instancePath: instancePath + "/irreversible/" + i4 + "/address", schemaPath: "#/definitions/IrreversibleStep/properties/address/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err36];
                } else {
                  vErrors.push(err36);
                }
                errors++;
              }
            }
            if (data17.sentence !== void 0) {
              if (typeof data17.sentence !== "string") {
                const err37 = { instancePath: instancePath + "/irreversible/" + i4 + "/sentence", schemaPath: "#/definitions/IrreversibleStep/properties/sentence/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err37];
                } else {
                  vErrors.push(err37);
                }
                errors++;
              }
            }
          } else {
            const err38 = { instancePath: instancePath + "/irreversible/" + i4, schemaPath: "#/definitions/IrreversibleStep/type", keyword: "type", params: { type: "object" }, message: "must be object" };
            if (vErrors === null) {
              vErrors = [err38];
            } else {
              vErrors.push(err38);
            }
            errors++;
          }
        }
      } else {
        const err39 = { instancePath: instancePath + "/irreversible", schemaPath: "#/properties/irreversible/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err39];
        } else {
          vErrors.push(err39);
        }
        errors++;
      }
    }
    if (data.undeclared !== void 0) {
      let data20 = data.undeclared;
      if (Array.isArray(data20)) {
        const len5 = data20.length;
        for (let i5 = 0; i5 < len5; i5++) {
          let data21 = data20[i5];
          if (data21 && typeof data21 == "object" && !Array.isArray(data21)) {
            if (data21.stack === void 0) {
              const err40 = { instancePath: instancePath + "/undeclared/" + i5, schemaPath: "#/definitions/UndeclaredStack/required", keyword: "required", params: { missingProperty: "stack" }, message: "must have required property 'stack'" };
              if (vErrors === null) {
                vErrors = [err40];
              } else {
                vErrors.push(err40);
              }
              errors++;
            }
            if (data21.objects === void 0) {
              const err41 = { instancePath: instancePath + "/undeclared/" + i5, schemaPath: "#/definitions/UndeclaredStack/required", keyword: "required", params: { missingProperty: "objects" }, message: "must have required property 'objects'" };
              if (vErrors === null) {
                vErrors = [err41];
              } else {
                vErrors.push(err41);
              }
              errors++;
            }
            if (data21.pending === void 0) {
              const err42 = { instancePath: instancePath + "/undeclared/" + i5, schemaPath: "#/definitions/UndeclaredStack/required", keyword: "required", params: { missingProperty: "pending" }, message: "must have required property 'pending'" };
              if (vErrors === null) {
                vErrors = [err42];
              } else {
                vErrors.push(err42);
              }
              errors++;
            }
            if (data21.inForce === void 0) {
              const err43 = { instancePath: instancePath + "/undeclared/" + i5, schemaPath: "#/definitions/UndeclaredStack/required", keyword: "required", params: { missingProperty: "inForce" }, message: "must have required property 'inForce'" };
              if (vErrors === null) {
                vErrors = [err43];
              } else {
                vErrors.push(err43);
              }
              errors++;
            }
            if (data21.neverInForce === void 0) {
              const err44 = { instancePath: instancePath + "/undeclared/" + i5, schemaPath: "#/definitions/UndeclaredStack/required", keyword: "required", params: { missingProperty: "neverInForce" }, message: "must have required property 'neverInForce'" };
              if (vErrors === null) {
                vErrors = [err44];
              } else {
                vErrors.push(err44);
              }
              errors++;
            }
            if (data21.stack !== void 0) {
              if (typeof data21.stack !== "string") {
                const err45 = { instancePath: instancePath + "/undeclared/" + i5 + "/stack", schemaPath: "#/definitions/UndeclaredStack/properties/stack/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err45];
                } else {
                  vErrors.push(err45);
                }
                errors++;
              }
            }
            if (data21.objects !== void 0) {
              let data23 = data21.objects;
              if (!(typeof data23 == "number" && isFinite(data23))) {
                const err46 = { instancePath: instancePath + "/undeclared/" + i5 + "/objects", schemaPath: "#/definitions/UndeclaredStack/properties/objects/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                if (vErrors === null) {
                  vErrors = [err46];
                } else {
                  vErrors.push(err46);
                }
                errors++;
              }
            }
            if (data21.pending !== void 0) {
              let data24 = data21.pending;
              if (!(typeof data24 == "number" && isFinite(data24))) {
                const err47 = { instancePath: instancePath + "/undeclared/" + i5 + "/pending", schemaPath: "#/definitions/UndeclaredStack/properties/pending/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                if (vErrors === null) {
                  vErrors = [err47];
                } else {
                  vErrors.push(err47);
                }
                errors++;
              }
            }
            if (data21.inForce !== void 0) {
              let data25 = data21.inForce;
              if (Array.isArray(data25)) {
                const len6 = data25.length;
                for (let i6 = 0; i6 < len6; i6++) {
                  if (typeof data25[i6] !== "string") {
                    const err48 = { instancePath: instancePath + "/undeclared/" + i5 + "/inForce/" + i6, schemaPath: "#/definitions/UndeclaredStack/properties/inForce/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                    if (vErrors === null) {
                      vErrors = [err48];
                    } else {
                      vErrors.push(err48);
                    }
                    errors++;
                  }
                }
              } else {
                const err49 = { instancePath: instancePath + "/undeclared/" + i5 + "/inForce", schemaPath: "#/definitions/UndeclaredStack/properties/inForce/type", keyword: "type", params: { type: "array" }, message: "must be array" };
                if (vErrors === null) {
                  vErrors = [err49];
                } else {
                  vErrors.push(err49);
                }
                errors++;
              }
            }
            if (data21.neverInForce !== void 0) {
              let data27 = data21.neverInForce;
              if (Array.isArray(data27)) {
                const len7 = data27.length;
                for (let i7 = 0; i7 < len7; i7++) {
                  if (typeof data27[i7] !== "string") {
                    const err50 = { instancePath: instancePath + "/undeclared/" + i5 + "/neverInForce/" + i7, schemaPath: "#/definitions/UndeclaredStack/properties/neverInForce/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                    if (vErrors === null) {
                      vErrors = [err50];
                    } else {
                      vErrors.push(err50);
                    }
                    errors++;
                  }
                }
              } else {
                const err51 = { instancePath: instancePath + "/undeclared/" + i5 + "/neverInForce", schemaPath: "#/definitions/UndeclaredStack/properties/neverInForce/type", keyword: "type", params: { type: "array" }, message: "must be array" };
                if (vErrors === null) {
                  vErrors = [err51];
                } else {
                  vErrors.push(err51);
                }
                errors++;
              }
            }
          } else {
            const err52 = { instancePath: instancePath + "/undeclared/" + i5, schemaPath: "#/definitions/UndeclaredStack/type", keyword: "type", params: { type: "object" }, message: "must be object" };
            if (vErrors === null) {
              vErrors = [err52];
            } else {
              vErrors.push(err52);
            }
            errors++;
          }
        }
      } else {
        const err53 = { instancePath: instancePath + "/undeclared", schemaPath: "#/properties/undeclared/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err53];
        } else {
          vErrors.push(err53);
        }
        errors++;
      }
    }
    if (data.hazards !== void 0) {
      let data29 = data.hazards;
      if (Array.isArray(data29)) {
        const len8 = data29.length;
        for (let i8 = 0; i8 < len8; i8++) {
          if (!validate29(data29[i8], { instancePath: instancePath + "/hazards/" + i8, parentData: data29, parentDataProperty: i8, rootData })) {
            vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err54 = { instancePath: instancePath + "/hazards", schemaPath: "#/properties/hazards/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err54];
        } else {
          vErrors.push(err54);
        }
        errors++;
      }
    }
    if (data.drift !== void 0) {
      if (!validate31(data.drift, { instancePath: instancePath + "/drift", parentData: data, parentDataProperty: "drift", rootData })) {
        vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
        errors = vErrors.length;
      }
    }
    if (data.changes !== void 0) {
      let data32 = data.changes;
      if (Array.isArray(data32)) {
        const len9 = data32.length;
        for (let i9 = 0; i9 < len9; i9++) {
          if (!validate32(data32[i9], { instancePath: instancePath + "/changes/" + i9, parentData: data32, parentDataProperty: i9, rootData })) {
            vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err55 = { instancePath: instancePath + "/changes", schemaPath: "#/properties/changes/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err55];
        } else {
          vErrors.push(err55);
        }
        errors++;
      }
    }
    if (data.brokenFloors !== void 0) {
      let data34 = data.brokenFloors;
      if (Array.isArray(data34)) {
        const len10 = data34.length;
        for (let i10 = 0; i10 < len10; i10++) {
          let data35 = data34[i10];
          if (data35 && typeof data35 == "object" && !Array.isArray(data35)) {
            if (data35.floor === void 0) {
              const err56 = { instancePath: instancePath + "/brokenFloors/" + i10, schemaPath: "#/definitions/BrokenFloor/required", keyword: "required", params: { missingProperty: "floor" }, message: "must have required property 'floor'" };
              if (vErrors === null) {
                vErrors = [err56];
              } else {
                vErrors.push(err56);
              }
              errors++;
            }
            if (data35.scenario === void 0) {
              const err57 = { instancePath: instancePath + "/brokenFloors/" + i10, schemaPath: "#/definitions/BrokenFloor/required", keyword: "required", params: { missingProperty: "scenario" }, message: "must have required property 'scenario'" };
              if (vErrors === null) {
                vErrors = [err57];
              } else {
                vErrors.push(err57);
              }
              errors++;
            }
            if (data35.maxLost === void 0) {
              const err58 = { instancePath: instancePath + "/brokenFloors/" + i10, schemaPath: "#/definitions/BrokenFloor/required", keyword: "required", params: { missingProperty: "maxLost" }, message: "must have required property 'maxLost'" };
              if (vErrors === null) {
                vErrors = [err58];
              } else {
                vErrors.push(err58);
              }
              errors++;
            }
            if (data35.lost === void 0) {
              const err59 = { instancePath: instancePath + "/brokenFloors/" + i10, schemaPath: "#/definitions/BrokenFloor/required", keyword: "required", params: { missingProperty: "lost" }, message: "must have required property 'lost'" };
              if (vErrors === null) {
                vErrors = [err59];
              } else {
                vErrors.push(err59);
              }
              errors++;
            }
            if (data35.reason === void 0) {
              const err60 = { instancePath: instancePath + "/brokenFloors/" + i10, schemaPath: "#/definitions/BrokenFloor/required", keyword: "required", params: { missingProperty: "reason" }, message: "must have required property 'reason'" };
              if (vErrors === null) {
                vErrors = [err60];
              } else {
                vErrors.push(err60);
              }
              errors++;
            }
            if (data35.floor !== void 0) {
              if (typeof data35.floor !== "string") {
                const err61 = { instancePath: instancePath + "/brokenFloors/" + i10 + "/floor", schemaPath: "#/definitions/BrokenFloor/properties/floor/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err61];
                } else {
                  vErrors.push(err61);
                }
                errors++;
              }
            }
            if (data35.scenario !== void 0) {
              if (typeof data35.scenario !== "string") {
                const err62 = { instancePath: instancePath + "/brokenFloors/" + i10 + "/scenario", schemaPath: "#/definitions/BrokenFloor/properties/scenario/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err62];
                } else {
                  vErrors.push(err62);
                }
                errors++;
              }
            }
            if (data35.maxLost !== void 0) {
              let data38 = data35.maxLost;
              if (!(typeof data38 == "number" && isFinite(data38))) {
                const err63 = { instancePath: instancePath + "/brokenFloors/" + i10 + "/maxLost", schemaPath: "#/definitions/BrokenFloor/properties/maxLost/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                if (vErrors === null) {
                  vErrors = [err63];
                } else {
                  vErrors.push(err63);
                }
                errors++;
              }
            }
            if (data35.lost !== void 0) {
              let data39 = data35.lost;
              if (Array.isArray(data39)) {
                const len11 = data39.length;
                for (let i11 = 0; i11 < len11; i11++) {
                  if (typeof data39[i11] !== "string") {
                    const err64 = { instancePath: instancePath + "/brokenFloors/" + i10 + "/lost/" + i11, schemaPath: "#/definitions/BrokenFloor/properties/lost/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                    if (vErrors === null) {
                      vErrors = [err64];
                    } else {
                      vErrors.push(err64);
                    }
                    errors++;
                  }
                }
              } else {
                const err65 = { instancePath: instancePath + "/brokenFloors/" + i10 + "/lost", schemaPath: "#/definitions/BrokenFloor/properties/lost/type", keyword: "type", params: { type: "array" }, message: "must be array" };
                if (vErrors === null) {
                  vErrors = [err65];
                } else {
                  vErrors.push(err65);
                }
                errors++;
              }
            }
            if (data35.reason !== void 0) {
              if (typeof data35.reason !== "string") {
                const err66 = { instancePath: instancePath + "/brokenFloors/" + i10 + "/reason", schemaPath: "#/definitions/BrokenFloor/properties/reason/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err66];
                } else {
                  vErrors.push(err66);
                }
                errors++;
              }
            }
          } else {
            const err67 = { instancePath: instancePath + "/brokenFloors/" + i10, schemaPath: "#/definitions/BrokenFloor/type", keyword: "type", params: { type: "object" }, message: "must be object" };
            if (vErrors === null) {
              vErrors = [err67];
            } else {
              vErrors.push(err67);
            }
            errors++;
          }
        }
      } else {
        const err68 = { instancePath: instancePath + "/brokenFloors", schemaPath: "#/properties/brokenFloors/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err68];
        } else {
          vErrors.push(err68);
        }
        errors++;
      }
    }
    if (data.problems !== void 0) {
      let data42 = data.problems;
      if (data42 && typeof data42 == "object" && !Array.isArray(data42)) {
        if (data42.base === void 0) {
          const err69 = { instancePath: instancePath + "/problems", schemaPath: "#/properties/problems/required", keyword: "required", params: { missingProperty: "base" }, message: "must have required property 'base'" };
          if (vErrors === null) {
            vErrors = [err69];
          } else {
            vErrors.push(err69);
          }
          errors++;
        }
        if (data42.head === void 0) {
          const err70 = { instancePath: instancePath + "/problems", schemaPath: "#/properties/problems/required", keyword: "required", params: { missingProperty: "head" }, message: "must have required property 'head'" };
          if (vErrors === null) {
            vErrors = [err70];
          } else {
            vErrors.push(err70);
          }
          errors++;
        }
        if (data42.base !== void 0) {
          let data43 = data42.base;
          if (Array.isArray(data43)) {
            const len12 = data43.length;
            for (let i12 = 0; i12 < len12; i12++) {
              if (!validate37(data43[i12], { instancePath: instancePath + "/problems/base/" + i12, parentData: data43, parentDataProperty: i12, rootData })) {
                vErrors = vErrors === null ? validate37.errors : vErrors.concat(validate37.errors);
                errors = vErrors.length;
              }
            }
          } else {
            const err71 = { instancePath: instancePath + "/problems/base", schemaPath: "#/properties/problems/properties/base/type", keyword: "type", params: { type: "array" }, message: "must be array" };
            if (vErrors === null) {
              vErrors = [err71];
            } else {
              vErrors.push(err71);
            }
            errors++;
          }
        }
        if (data42.head !== void 0) {
          let data45 = data42.head;
          if (Array.isArray(data45)) {
            const len13 = data45.length;
            for (let i13 = 0; i13 < len13; i13++) {
              if (!validate37(data45[i13], { instancePath: instancePath + "/problems/head/" + i13, parentData: data45, parentDataProperty: i13, rootData })) {
                vErrors = vErrors === null ? validate37.errors : vErrors.concat(validate37.errors);
                errors = vErrors.length;
              }
            }
          } else {
            const err72 = { instancePath: instancePath + "/problems/head", schemaPath: "#/properties/problems/properties/head/type", keyword: "type", params: { type: "array" }, message: "must be array" };
            if (vErrors === null) {
              vErrors = [err72];
            } else {
              vErrors.push(err72);
            }
            errors++;
          }
        }
      } else {
        const err73 = { instancePath: instancePath + "/problems", schemaPath: "#/properties/problems/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err73];
        } else {
          vErrors.push(err73);
        }
        errors++;
      }
    }
    if (data.origin !== void 0) {
      if (!validate44(data.origin, { instancePath: instancePath + "/origin", parentData: data, parentDataProperty: "origin", rootData })) {
        vErrors = vErrors === null ? validate44.errors : vErrors.concat(validate44.errors);
        errors = vErrors.length;
      }
    }
  } else {
    const err74 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err74];
    } else {
      vErrors.push(err74);
    }
    errors++;
  }
  validate10.errors = vErrors;
  return errors === 0;
}
var validatePreview = validate;

// src/cli/read-preview.ts
var PREVIEW_FILE = "preview.json";
var UNUSABLE = "The preview cannot be used";
var MADE_BY = 'The stage before, "holdfast preview", writes it.';
var LONGEST_BYTES = 64 * 2 ** 20;
var MOST_PROBLEMS = 10;
async function readPreview(folder) {
  const path = join(folder, PREVIEW_FILE);
  const parsed = parseJson(await readText(path), path);
  if (parsed.error !== void 0) throw new CommandFailed([parsed.error]);
  if (validatePreview(parsed.value)) return parsed.value;
  const errors = validatePreview.errors ?? [];
  const listed = errors.slice(0, MOST_PROBLEMS).map((error) => {
    const pointer = quotable(error.instancePath || "/", "");
    return `${pointer} ${error.message ?? "is wrong"}`;
  });
  const more = errors.length - listed.length;
  const rest = more > 0 ? `; and ${more} more` : "";
  const detail = `It is not a preview as this version of Holdfast knows it: ${listed.join("; ")}${rest}. ${MADE_BY} Both must be of versions that go together.`;
  throw new CommandFailed([errorDiagnostic(UNUSABLE, detail, { source: { file: path } })]);
}
async function readText(path) {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const stat = await file.stat();
      if (!stat.isFile()) throw unusable(path, "It is not a file.");
      if (stat.size > LONGEST_BYTES) {
        throw unusable(path, `It has ${stat.size} bytes; a preview has ${LONGEST_BYTES} at most.`);
      }
      return await file.readFile("utf8");
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof CommandFailed) throw error;
    if (error.code === "ELOOP") throw unusable(path, "It is a link.");
    const fault = describeFault(error, { summary: UNUSABLE, doing: "read", path });
    throw new CommandFailed([{ ...fault, detail: `${fault.detail} ${MADE_BY}` }]);
  }
}
function unusable(file, reason) {
  return new CommandFailed([
    errorDiagnostic(UNUSABLE, `${reason} ${MADE_BY}`, { source: { file } })
  ]);
}

// src/cli/action/run-in-group.ts
import { spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
var CANCELLING = ["SIGINT", "SIGTERM"];
var PATIENCE_MILLISECONDS = 1e4;
var LOOK_MILLISECONDS = 50;
var HAS_GROUPS = process.platform !== "win32";
async function runInGroup([program = "", ...words], options) {
  const child = spawn(program, words, { ...options, detached: HAS_GROUPS });
  let isCancelled = false;
  const tell = (signal) => {
    if (!HAS_GROUPS || child.pid === void 0) return child.kill(signal);
    try {
      return process.kill(-child.pid, signal);
    } catch {
      return false;
    }
  };
  const passOn = (signal) => {
    isCancelled = true;
    tell(signal);
  };
  for (const signal of CANCELLING) process.on(signal, passOn);
  try {
    const code2 = await new Promise((done, failed2) => {
      child.on("error", failed2);
      child.on("close", (exitCode) => done(exitCode ?? 1));
    });
    const end = performance.now() + PATIENCE_MILLISECONDS;
    while (isCancelled && tell(0) && performance.now() < end) await wait(LOOK_MILLISECONDS);
    if (isCancelled) tell("SIGKILL");
    return code2;
  } finally {
    for (const signal of CANCELLING) process.off(signal, passOn);
  }
}

// src/cli/action/runner.ts
import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
var LONGEST_SUMMARY_BYTES = 1024 * 1024;
function openRunner(env2, write2) {
  const append = (path, text) => {
    if (path !== void 0 && path !== "") appendFileSync(path, text);
  };
  return {
    setOutput(name, value) {
      const end = `end-${randomUUID()}`;
      append(env2.GITHUB_OUTPUT, `${name}<<${end}
${value}
${end}
`);
    },
    addSummary: (markdown) => append(env2.GITHUB_STEP_SUMMARY, `${markdown}
`),
    say: (sentence) => write2(`${escapeData(sentence)}
`),
    sayDiagnostic({ severity, summary, detail }) {
      const command = severity === "error" ? "error" : "warning";
      write2(`::${command} title=${escapeProperty(summary)}::${escapeData(detail)}
`);
    },
    async withoutCommands(work) {
      const token = randomUUID();
      write2(`::stop-commands::${token}
`);
      try {
        return await work();
      } finally {
        write2(`
::${token}::
`);
      }
    },
    hide: (secret) => write2(`::add-mask::${escapeData(secret)}
`)
  };
}
function escapeData(text) {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
function escapeProperty(text) {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

// src/cli/action/evaluate-stage.ts
async function evaluateStage(stage) {
  const { inputs, env: env2, runner: runner2 } = stage;
  const workspace = env2.GITHUB_WORKSPACE ?? ".";
  const folder = resolve(workspace, inputs.path);
  for (const file of [PREVIEW_FILE, PLAN_FILE]) await rm(join2(folder, file), { force: true });
  const code2 = await runner2.withoutCommands(() => runHoldfast(stage, folder, workspace));
  runner2.setOutput("exit-code", code2);
  runner2.setOutput("path", inputs.path);
  const preview = await previewAfter(code2, folder);
  runner2.setOutput("report-path", join2(inputs.path, SUMMARY_FILE));
  if (existsSync(join2(folder, PLAN_FILE))) {
    runner2.setOutput("plan-path", join2(inputs.path, PLAN_FILE));
  }
  setOutputs(runner2, preview);
  await addSummary(runner2, join2(folder, SUMMARY_FILE));
  return code2 === 0 ? 0 : 1;
}
function argumentsFor({ inputs, event }, folder) {
  const base = inputs.baseRef ?? event.pullRequest?.baseCommit;
  const head = inputs.headRef ?? event.pullRequest?.headCommit;
  return [
    "preview",
    ...base === void 0 ? [] : ["--base", base],
    ...head === void 0 ? [] : ["--head", head],
    ...inputs.snapshots.flatMap((snapshot) => ["--snapshot", snapshot]),
    "--fail-on",
    inputs.failOn,
    "--out-dir",
    folder,
    ...inputs.arguments
  ];
}
async function runHoldfast(stage, folder, workspace) {
  const { inputs, env: env2 } = stage;
  try {
    return await runInGroup([...inputs.command, ...argumentsFor(stage, folder)], {
      cwd: resolve(workspace, inputs.workingDirectory),
      env: withoutSecrets(env2),
      stdio: ["ignore", "inherit", "inherit"]
    });
  } catch {
    throw notStarted(inputs.command);
  }
}
var SECRET_NAMES = /^(INPUT_|ACTIONS_|(GITHUB|GH|GITEA|FORGEJO|GITLAB)_TOKEN$|HOLDFAST_(FORGE_TOKEN|COMMENT_KEY)$|GITHUB_(ENV|PATH|OUTPUT|STATE|STEP_SUMMARY)$|NODE_AUTH_TOKEN$|NPM_TOKEN$)/i;
function withoutSecrets(env2) {
  return Object.fromEntries(Object.entries(env2).filter(([name]) => !SECRET_NAMES.test(name)));
}
function notStarted(command) {
  const detail = `"${command.join(" ")}" could not be started. Install the project's dependencies in a step before, such as npm ci, or say with the input command how Holdfast is started there.`;
  return new CommandFailed([errorDiagnostic("Holdfast could not be started", detail)]);
}
async function previewAfter(code2, folder) {
  try {
    return await readPreview(folder);
  } catch (error) {
    if (!(error instanceof CommandFailed) || code2 === 0) throw error;
    const detail = `holdfast preview ended with exit code ${code2} and left no preview; what it said stands above.`;
    throw new CommandFailed([errorDiagnostic("There is no preview", detail)]);
  }
}
function setOutputs(runner2, preview) {
  const { counts, changes, verdict, conclusion } = preview;
  const total = (side) => Object.values(counts[side]).reduce((a, b) => a + b, 0);
  const count2 = (...actions) => changes.filter(({ action }) => actions.includes(action)).length;
  const replaced = count2("delete-then-create", "create-then-delete");
  runner2.setOutput("verdict", verdict);
  runner2.setOutput("conclusion", conclusion);
  runner2.setOutput("changes", changes.length);
  runner2.setOutput("adds", count2("create") + replaced);
  runner2.setOutput("updates", count2("update"));
  runner2.setOutput("destroys", count2("delete") + replaced);
  runner2.setOutput("survivability-before", `${counts.base.survived}/${total("base")}`);
  runner2.setOutput("survivability-after", `${counts.head.survived}/${total("head")}`);
  const lost = preview.workloads.filter(
    ({ verdicts }) => verdicts.base === "survived" && verdicts.head !== void 0 && verdicts.head !== "survived"
  );
  runner2.setOutput("lost-workloads", lost.length);
  const { base, head } = weakestCuts(preview.places);
  runner2.setOutput("min-cut-before", cutText(base));
  runner2.setOutput("min-cut-after", cutText(head));
}
function cutText({ faults, isExact } = NO_CUT) {
  if (faults === null) return "";
  return isExact ? String(faults) : `>=${faults}`;
}
var SUMMARY_FILE = "summary.md";
var PLAN_FILE = "plan.json";
async function addSummary(runner2, path) {
  const text = await readFile(path, "utf8").catch(() => void 0);
  if (text === void 0 || Buffer.byteLength(text) >= LONGEST_SUMMARY_BYTES) return;
  runner2.addSummary(text);
}

// src/cli/action/event.ts
import { readFileSync } from "node:fs";
function readEvent(env2) {
  const path = env2.GITHUB_EVENT_PATH ?? "";
  const parsed = parseJson(readFileSync(path, "utf8"), path);
  if (parsed.error !== void 0) throw new CommandFailed([parsed.error]);
  const { pull_request: pull, workflow_run: run } = parsed.value ?? {};
  const name = env2.GITHUB_EVENT_NAME ?? "";
  return {
    name,
    ...pull === void 0 ? {} : { pullRequest: pullRequestOf(pull) },
    ...run === void 0 ? {} : { workflowRun: workflowRunOf(run) }
  };
}
function pullRequestOf(pull) {
  const { number, head, base } = pull;
  return {
    number: number ?? missing("pull_request.number"),
    headCommit: head?.sha ?? missing("pull_request.head.sha"),
    baseCommit: base?.sha ?? missing("pull_request.base.sha"),
    // A fork that was deleted has no repository any more.
    isFromFork: head?.repo?.full_name === void 0 || head.repo.full_name !== base?.repo?.full_name
  };
}
function workflowRunOf(run) {
  return {
    id: run.id ?? missing("workflow_run.id"),
    owner: run.head_repository?.owner?.login ?? missing("workflow_run.head_repository.owner"),
    branch: run.head_branch ?? missing("workflow_run.head_branch"),
    commit: run.head_sha ?? missing("workflow_run.head_sha")
  };
}
function missing(field) {
  const detail = `The file that GITHUB_EVENT_PATH names has no ${field}. It is written by the runner of the forge; run the action in a workflow.`;
  throw new CommandFailed([errorDiagnostic("The event cannot be read", detail)]);
}

// src/forge/answer-fields.ts
function fieldsOf(value, doing) {
  const fields = typeof value === "object" && value !== null ? value : {};
  const need = (name, type) => {
    if (typeof fields[name] !== type) throw unreadable(doing, `"${name}"`);
    return fields[name];
  };
  return {
    text: (name) => need(name, "string"),
    number: (name) => need(name, "number"),
    inner: (name) => fieldsOf(need(name, "object"), doing),
    optionalText: (name) => typeof fields[name] === "string" ? fields[name] : void 0,
    flag: (name) => fields[name] === true,
    has: (name) => fields[name] !== void 0 && fields[name] !== null
  };
}

// src/forge/comment-requests.ts
function commentRequests(rest, places) {
  const { all, one, subject, permission } = places;
  let reading;
  const reader = () => {
    reading ??= places.reader();
    return reading;
  };
  const write2 = async (request) => {
    const { body } = await rest.send({ ...request, permission });
    return (await reader()).toComment(fieldsOf(body, request.doing));
  };
  return {
    async listOwnComments() {
      const doing = `listing the comments of ${subject}`;
      const { isOwn, toComment: toComment3 } = await reader();
      const query = places.query ?? {};
      const entries = await rest.list({ path: all, query, doing, permission });
      const fields = entries.map((entry) => fieldsOf(entry, doing));
      return fields.filter(isOwn).map(toComment3);
    },
    createComment: (body) => write2({ method: "POST", path: all, body: { body }, doing: `commenting on ${subject}` }),
    updateComment: (id, body) => write2({
      method: places.update,
      path: `${one}${id}`,
      body: { body },
      doing: `updating the comment of ${subject}`
    }),
    async deleteComment(id) {
      const doing = `removing a comment of ${subject}`;
      try {
        await rest.send({ method: "DELETE", path: `${one}${id}`, doing, permission });
      } catch (error) {
        if (!(error instanceof ForgeFailure && error.status === 404)) throw error;
      }
    }
  };
}

// src/forge/text-limits.ts
function cutText2(text, most) {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}\u2026`;
}

// src/forge/commit-status.ts
async function setCommitStatus(rest, check, { repository, longestDescription, permission }) {
  await rest.send({
    method: "POST",
    path: `/repos/${repository}/statuses/${check.commit}`,
    body: {
      state: check.conclusion === "failure" ? "failure" : "success",
      context: check.name,
      description: cutText2(check.description, longestDescription),
      target_url: check.url
    },
    doing: `setting the status of ${check.commit}`,
    permission
  });
  return [];
}

// src/forge/label-change.ts
async function changeIssueLabels(rest, { add, remove: remove2 }, { all, subject, permission, referenceTo }) {
  const doing = `labelling ${subject}`;
  const entries = await rest.list({ path: all, doing, permission });
  const has = new Set(entries.map((entry) => fieldsOf(entry, doing).text("name").toLowerCase()));
  const missing2 = add.filter((name) => !has.has(name.toLowerCase()));
  if (missing2.length > 0) {
    const labels = await Promise.all(missing2.map(referenceTo));
    await rest.send({ method: "POST", path: all, body: { labels }, doing, permission });
  }
  for (const name of remove2.filter((each) => has.has(each.toLowerCase()))) {
    const label = encodeURIComponent(await referenceTo(name));
    try {
      await rest.send({ method: "DELETE", path: `${all}/${label}`, doing, permission });
    } catch (error) {
      if (!(error instanceof ForgeFailure && error.status === 404)) throw error;
    }
  }
}

// src/forge/rate-limit.ts
var SECONDARY_SECONDS = 60;
function waitAsked(answer) {
  const { status, headers, message, now } = answer;
  if (status !== 403 && status !== 429 && status !== 503) return void 0;
  const after = retryAfterSeconds(headers.get("retry-after"), now);
  if (after !== void 0) return after;
  if (isUsedUp(headers)) {
    const reset = Number(headers.get("x-ratelimit-reset") ?? headers.get("ratelimit-reset"));
    if (reset > 0) return Math.max(1, Math.ceil(reset - now / 1e3));
  }
  if (/secondary rate limit|abuse detection/i.test(message)) return SECONDARY_SECONDS;
  return status === 429 ? null : void 0;
}
function isUsedUp(headers) {
  return (headers.get("x-ratelimit-remaining") ?? headers.get("ratelimit-remaining")) === "0";
}
function retryAfterSeconds(text, now) {
  if (text === null) return void 0;
  if (/^\d+$/.test(text.trim())) return Number(text);
  const date = Date.parse(text);
  return Number.isNaN(date) ? void 0 : Math.max(0, Math.ceil((date - now) / 1e3));
}

// src/forge/rest-client.ts
var MOST_TRIES = 5;
var REQUEST_SECONDS = 30;
var FIRST_WAIT_SECONDS = 1;
var LONGEST_WAIT_SECONDS = 300;
var PAGE_SIZE = 100;
var MOST_PAGES = 300;
function openRestClient(options) {
  const send = (request) => sendPatiently(options, request);
  return { send, list: (request) => listPages(send, request) };
}
async function sendPatiently(options, request) {
  const { network } = options;
  let waited = 0;
  for (let tries = 1; ; tries += 1) {
    const outcome = await sendOnce(options, request);
    if ("body" in outcome) return outcome;
    if (!outcome.mayPass || tries === MOST_TRIES) throw outcome.failure;
    const seconds = outcome.waitSeconds ?? FIRST_WAIT_SECONDS * 2 ** (tries - 1);
    waited += seconds;
    if (waited > LONGEST_WAIT_SECONDS) throw throttled({ doing: request.doing, seconds });
    await network.sleep(seconds * 1e3);
    network.signal.throwIfAborted();
  }
}
async function sendOnce(options, request) {
  const { network, token } = options;
  const { doing } = request;
  let response;
  let text;
  try {
    response = await network.fetch(addressOf(options, request), requestInit(options, request));
    text = await response.text();
  } catch (error) {
    network.signal.throwIfAborted();
    return { failure: unanswered({ doing, reason: reasonOf(error), token }), mayPass: true };
  }
  if (response.ok) return { headers: response.headers, body: parseAnswer(text, doing) };
  const { status, headers } = response;
  const message = messageOf(text);
  const { permission } = request;
  const failure = refused({ doing, status, message, token, permission });
  const wait2 = waitAsked({ status, headers, message, now: network.now() });
  if (typeof wait2 === "number") return { failure, mayPass: true, waitSeconds: wait2 };
  return { failure, mayPass: wait2 === null || status >= 500 };
}
function addressOf({ api }, { path, query }) {
  const url = new URL(path.startsWith("/") ? `${api}${path}` : path);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  return url;
}
function requestInit(options, { method, body }) {
  const isSent = body !== void 0;
  const { network, token, headers } = options;
  return {
    method,
    headers: {
      Accept: "application/json",
      Authorization: `Bearer ${token}`,
      "User-Agent": "holdfast",
      ...isSent ? { "Content-Type": "application/json" } : {},
      ...headers
    },
    // What is written must not turn into a read because the repository was renamed.
    redirect: method === "GET" ? "follow" : "manual",
    signal: AbortSignal.any([network.signal, AbortSignal.timeout(REQUEST_SECONDS * 1e3)]),
    ...isSent ? { body: JSON.stringify(body) } : {}
  };
}
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `nothing came within ${REQUEST_SECONDS} seconds`;
  return error.cause instanceof Error ? error.cause.message || String(error.cause) : error.message;
}
function parseAnswer(text, doing) {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(doing, "JSON");
  }
}
function messageOf(text) {
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    return "";
  }
  if (typeof answer !== "object" || answer === null) return "";
  const parts = ["message", "error", "error_description", "errors"].flatMap(
    (name) => name in answer ? [answer[name]] : []
  );
  return parts.map((p) => typeof p === "string" ? p : JSON.stringify(p)).join(": ");
}
async function listPages(send, request) {
  const entries = [];
  let page = "1";
  for (let count2 = 0; page !== void 0; count2 += 1) {
    if (count2 === MOST_PAGES) throw unreadable(request.doing, "last page");
    const query = { ...request.query, per_page: String(PAGE_SIZE), limit: String(PAGE_SIZE), page };
    const answer = await send({ ...request, method: "GET", query });
    if (!Array.isArray(answer.body)) throw unreadable(request.doing, "list");
    entries.push(...answer.body);
    page = nextPage(answer.headers);
  }
  return entries;
}
function nextPage(headers) {
  const number = headers.get("x-next-page");
  if (number !== null) return number === "" ? void 0 : number;
  const next = /<([^>]*)>\s*;[^,]*\brel="?next"?/.exec(headers.get("link") ?? "")?.[1];
  return next === void 0 ? void 0 : /[?&]page=(\d+)/.exec(next)?.[1] ?? void 0;
}

// src/forge/gitea.ts
var PERMISSION = "the scopes `write:issue`, `write:repository` and `read:user`";
var LONGEST = { description: 255, comment: 65536 };
function openGitea(address, network) {
  const { api, token, repository, pullRequest } = address;
  const rest = openRestClient({ api, token, headers: {}, network });
  const subject = `${repository}#${pullRequest}`;
  return {
    longestComment: LONGEST.comment,
    ...commentRequests(rest, {
      all: `/repos/${repository}/issues/${pullRequest}/comments`,
      one: `/repos/${repository}/issues/comments/`,
      update: "PATCH",
      subject,
      permission: PERMISSION,
      reader: async () => {
        const login = address.account ?? await readAccount(rest);
        return { isOwn: (comment) => isBy(login, comment), toComment };
      }
    }),
    setCheck: (check) => setCommitStatus(rest, check, {
      repository,
      longestDescription: LONGEST.description,
      permission: PERMISSION
    }),
    changeLabels: (change) => changeIssueLabels(rest, change, {
      all: `/repos/${repository}/issues/${pullRequest}/labels`,
      subject,
      permission: PERMISSION,
      referenceTo: (name) => labelNumber(rest, repository, name)
    }),
    async readHead() {
      const path = `/repos/${repository}/pulls/${pullRequest}`;
      return (await read(rest, path, `reading ${subject}`)).inner("head").text("sha");
    }
  };
}
async function read(rest, path, doing) {
  const { body } = await rest.send({ method: "GET", path, doing, permission: PERMISSION });
  return fieldsOf(body, doing);
}
async function readAccount(rest) {
  return (await read(rest, "/user", "asking whose token it is")).text("login");
}
var LABEL_COLOUR = "#ededed";
async function labelNumber(rest, repository, name) {
  const doing = `looking for the label "${name}" of ${repository}`;
  const path = `/repos/${repository}/labels`;
  const entries = await rest.list({ path, doing, permission: PERMISSION });
  const labels = entries.map((entry) => fieldsOf(entry, doing));
  const known = labels.find((label) => label.text("name").toLowerCase() === name.toLowerCase());
  if (known !== void 0) return known.number("id");
  const body = { name, color: LABEL_COLOUR };
  const made = await rest.send({ method: "POST", path, body, doing, permission: PERMISSION });
  return fieldsOf(made.body, doing).number("id");
}
function isBy(login, comment) {
  if (!comment.has("user") || (comment.optionalText("original_author") ?? "") !== "") return false;
  return comment.inner("user").text("login") === login;
}
function toComment(fields) {
  const id = String(fields.number("id"));
  return { id, body: fields.text("body"), url: fields.text("html_url") };
}

// src/forge/check-run.ts
var LONGEST2 = { title: 140, summary: 65535 };
var MOST_AT_ONCE = 50;
var LONGEST_ANNOTATION = { title: 255, message: 4e3 };
async function setCheckRun(rest, repository, check) {
  const annotations = (check.annotations ?? []).map(toAnnotation);
  const output = (from) => ({
    title: cutText2(check.description, LONGEST2.title),
    summary: cutText2(check.details, LONGEST2.summary),
    annotations: annotations.slice(from, from + MOST_AT_ONCE)
  });
  const doing = `setting the check of ${check.commit}`;
  const permission = "`checks: write`";
  const path = `/repos/${repository}/check-runs`;
  const body = {
    name: check.name,
    head_sha: check.commit,
    status: "completed",
    conclusion: check.conclusion,
    details_url: check.url,
    output: output(0)
  };
  const made = await rest.send({ method: "POST", path, body, doing, permission });
  if (annotations.length <= MOST_AT_ONCE) return [];
  const run = `${path}/${fieldsOf(made.body, doing).number("id")}`;
  for (let from = MOST_AT_ONCE; from < annotations.length; from += MOST_AT_ONCE) {
    const more = { output: output(from) };
    try {
      await rest.send({ method: "PATCH", path: run, body: more, doing, permission });
    } catch (error) {
      if (!(error instanceof ForgeFailure)) throw error;
      return [notAllShown({ shown: from, of: annotations.length }, error)];
    }
  }
  return [];
}
function notAllShown(count2, { diagnostic }) {
  const detail = `The check is set with its conclusion. Of its ${count2.of} annotations ${count2.shown} are shown, the worst, for the rest was refused: ${diagnostic.detail} The comment has all risks; run it again for the other annotations.`;
  return warningDiagnostic("Not all annotations are shown", detail);
}
function toAnnotation({ file, line, level, title, message }) {
  return {
    path: file,
    start_line: line,
    end_line: line,
    annotation_level: level,
    title: cutText2(title, LONGEST_ANNOTATION.title),
    message: cutText2(message, LONGEST_ANNOTATION.message)
  };
}

// src/forge/github.ts
var READ = "`pull-requests: read`";
var LONGEST3 = { description: 140, comment: 65536 };
function openGitHub(address, network) {
  const { repository, pullRequest, checks: checks2 = "run" } = address;
  const rest = openClient(address, network);
  const subject = `${repository}#${pullRequest}`;
  return {
    longestComment: LONGEST3.comment,
    ...commentRequests(rest, {
      all: `/repos/${repository}/issues/${pullRequest}/comments`,
      one: `/repos/${repository}/issues/comments/`,
      update: "PATCH",
      subject,
      permission: "`pull-requests: write`",
      reader: async () => {
        const login = address.account ?? await readAccount2(rest, address.api);
        return { isOwn: (comment) => isBy2(login, comment), toComment: toComment2 };
      }
    }),
    setCheck: (check) => setCheckOrStatus(rest, check, { repository, isRun: checks2 === "run" }),
    changeLabels: (change) => changeIssueLabels(rest, change, {
      all: `/repos/${repository}/issues/${pullRequest}/labels`,
      subject,
      permission: "`pull-requests: write`",
      referenceTo: async (name) => name
    }),
    async readHead() {
      const doing = `reading ${subject}`;
      const path = `/repos/${repository}/pulls/${pullRequest}`;
      const { body } = await rest.send({ method: "GET", path, doing, permission: READ });
      return fieldsOf(body, doing).inner("head").text("sha");
    }
  };
}
async function findPullRequests(address, { owner, branch, commit }, network) {
  const doing = `looking for the pull request of ${owner}:${branch}`;
  const entries = await openClient(address, network).list({
    path: `/repos/${address.repository}/pulls`,
    query: { state: "open", head: `${owner}:${branch}` },
    doing,
    permission: READ
  });
  return entries.map((entry) => fieldsOf(entry, doing)).filter((pull) => pull.inner("head").text("sha") === commit).map((pull) => pull.number("number"));
}
function openClient({ api, token }, network) {
  const headers = { Accept: "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28" };
  return openRestClient({ api, token, headers, network });
}
async function readAccount2(rest, api) {
  const doing = "asking whose token it is";
  const { body } = await rest.send({
    method: "POST",
    path: `${api.replace(/\/v3$/, "")}/graphql`,
    body: { query: "query { viewer { login } }" },
    doing,
    permission: "nothing more than to be valid"
  });
  return fieldsOf(body, doing).inner("data").inner("viewer").text("login");
}
function isBy2(login, comment) {
  if (!comment.has("user")) return false;
  const user = comment.inner("user");
  const name = user.text("login");
  return name === login || user.optionalText("type") === "Bot" && name === `${login}[bot]`;
}
function toComment2(fields) {
  return {
    id: String(fields.number("id")),
    body: fields.optionalText("body") ?? "",
    url: fields.text("html_url")
  };
}
async function setCheckOrStatus(rest, check, { repository, isRun }) {
  const target = { repository, longestDescription: LONGEST3.description };
  const setStatus2 = () => setCommitStatus(rest, check, { ...target, permission: "`statuses: write`" });
  if (!isRun) return await setStatus2();
  try {
    return await setCheckRun(rest, repository, check);
  } catch (error) {
    if (!(error instanceof ForgeFailure) || error.status !== FORBIDDEN) throw error;
    return await setStatus2().catch((second) => {
      throw second instanceof ForgeFailure ? error : second;
    });
  }
}
var FORBIDDEN = 403;

// src/forge/gitlab.ts
var PERMISSION2 = "the scope `api` and the role Developer; a job's CI_JOB_TOKEN may not comment";
var LONGEST4 = { description: 255, comment: 1e6 };
function openGitLab(address, network) {
  const { api, token, repository, pullRequest } = address;
  const rest = openRestClient({ api, token, headers: {}, network });
  const project = `/projects/${encodeURIComponent(repository)}`;
  const request = `${project}/merge_requests/${pullRequest}`;
  const subject = `${repository}!${pullRequest}`;
  const read2 = (path, doing) => readFields(rest, path, doing);
  return {
    longestComment: LONGEST4.comment,
    ...commentRequests(rest, {
      all: `${request}/notes`,
      one: `${request}/notes/`,
      update: "PUT",
      query: { sort: "asc", order_by: "created_at" },
      subject,
      permission: PERMISSION2,
      reader: async () => {
        const login = address.account ?? await readAccount3(rest);
        const page = (await read2(request, `reading ${subject}`)).text("web_url");
        return {
          isOwn: (note) => note.inner("author").text("username") === login && !note.flag("system"),
          toComment: (note) => {
            const id = String(note.number("id"));
            return { id, body: note.text("body"), url: `${page}#note_${id}` };
          }
        };
      }
    }),
    setCheck: async (check) => {
      await setStatus(rest, project, check);
      return [];
    },
    async changeLabels({ add, remove: remove2 }) {
      const body = { add_labels: add.join(","), remove_labels: remove2.join(",") };
      const doing = `labelling ${subject}`;
      await rest.send({ method: "PUT", path: request, body, doing, permission: PERMISSION2 });
    },
    readHead: async () => (await read2(request, `reading ${subject}`)).text("sha")
  };
}
async function readFields(rest, path, doing) {
  const { body } = await rest.send({ method: "GET", path, doing, permission: PERMISSION2 });
  return fieldsOf(body, doing);
}
async function readAccount3(rest) {
  return (await readFields(rest, "/user", "asking whose token it is")).text("username");
}
async function setStatus(rest, project, check) {
  const state = check.conclusion === "failure" ? "failed" : "success";
  try {
    await rest.send({
      method: "POST",
      path: `${project}/statuses/${check.commit}`,
      body: {
        state,
        name: check.name,
        description: cutText2(check.description, LONGEST4.description),
        target_url: check.url
      },
      doing: `setting the status of ${check.commit}`,
      permission: PERMISSION2
    });
  } catch (error) {
    if (!(error instanceof ForgeFailure && isSetAlready(error, state))) throw error;
  }
}
function isSetAlready({ status, diagnostic }, state) {
  const refusal2 = `Cannot transition status via \\S+ from :${state}\\b`;
  return status === 400 && new RegExp(refusal2).test(diagnostic.detail);
}

// src/forge/open-forge.ts
var FORGE_NAMES = ["github", "gitlab", "gitea"];
var OPEN = {
  github: openGitHub,
  gitlab: openGitLab,
  gitea: openGitea
};
function openForge(name, address, network) {
  return OPEN[name](address, network);
}

// src/report/comment/comment-texts.ts
var DETAILS = ["full", "summary"];

// src/cli/preview-choices.ts
var LEAST_CHARACTERS = 1e4;
function lengthProblem(name, given) {
  if (given === void 0) return void 0;
  if (/^\d{1,9}$/.test(given) && Number(given) >= LEAST_CHARACTERS) return void 0;
  return `${name} must be a whole number from ${LEAST_CHARACTERS} on, and not "${given}".`;
}

// src/cli/preview-occasion.ts
var OCCASIONS = ["always", "changes", "risk", "off"];
function hasSomethingToSay(preview, occasion) {
  const isRisky = preview.risks.length > 0 || preview.verdict === "unknown";
  switch (occasion) {
    case "off":
      return false;
    case "always":
      return true;
    case "changes":
      return isRisky || preview.changes.length > 0 || preview.verdict === "drops";
    case "risk":
      return isRisky;
  }
}

// src/model/preview.ts
var PREVIEW_VERDICTS = [
  "unchanged",
  "improves",
  "drops",
  "broken-before",
  "first",
  "unknown"
];

// src/cli/verdict-labels.ts
var LONGEST_LABEL = 50;
function readVerdictLabels(name, given) {
  const labels = [];
  const problems = [];
  for (const pair of given) {
    const [before = "", ...after] = pair.split("=");
    const verdict = PREVIEW_VERDICTS.find((known) => known === before.trim());
    const label = after.join("=").trim();
    if (verdict !== void 0 && /^[^,\p{Cc}]+$/u.test(label) && label.length <= LONGEST_LABEL) {
      labels.push({ verdict, label });
    } else {
      problems.push(
        `${name} must be a verdict (${PREVIEW_VERDICTS.join(", ")}), "=" and a label of ${LONGEST_LABEL} characters at most without commas; not "${pair}".`
      );
    }
  }
  return { labels, problems };
}
function labelsFor(verdict, labels) {
  const named = (wanted) => labels.filter((each) => each.verdict === verdict === wanted).map(({ label }) => label);
  const add = [...new Set(named(true))];
  return { add, remove: [...new Set(named(false))].filter((label) => !add.includes(label)) };
}

// src/cli/action/inputs.ts
function readInputs(env2) {
  const wrong = [];
  const text = (name) => env2[`INPUT_${name.toUpperCase()}`]?.trim() || void 0;
  const choice = (name, choices, preset) => {
    const value = text(name) ?? preset;
    const found = choices.find((allowed) => allowed === value);
    if (found === void 0) wrong.push(`${name} must be ${choices.join(", ")}; not "${value}".`);
    return found ?? preset;
  };
  const lines2 = (name) => (text(name) ?? "").split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const stage = choice("stage", ["evaluate", "post", ""], "");
  if (stage === "") wrong.push("stage is missing: evaluate or post.");
  const number = text("pr-number");
  if (number !== void 0 && !/^[1-9]\d{0,9}$/.test(number)) {
    wrong.push(`pr-number must be a number from 1 on; not "${number}".`);
  }
  const longest = text("max-chars");
  const problem = lengthProblem("max-chars", longest);
  if (problem !== void 0) wrong.push(problem);
  const { labels, problems } = readVerdictLabels("labels", lines2("labels"));
  wrong.push(...problems);
  const forge = text("forge");
  const inputs = {
    stage: stage === "" ? "evaluate" : stage,
    workingDirectory: text("working-directory") ?? ".",
    path: text("path") ?? "holdfast-preview",
    command: (text("command") ?? "npx --no-install holdfast").split(/\s+/),
    baseRef: text("base-ref"),
    headRef: text("head-ref"),
    snapshots: lines2("snapshot"),
    arguments: lines2("arguments"),
    failOn: choice("fail-on", ["never", "error", "risk", "changes"], "error"),
    comment: choice("comment", OCCASIONS, "always"),
    commentMode: choice("comment-mode", ["update", "recreate", "new"], "update"),
    labels,
    detail: choice("detail", DETAILS, "full"),
    longest: longest === void 0 ? void 0 : Number(longest),
    check: choice("check", ["run", "status", "off"], "run"),
    token: text("token"),
    commentKey: text("comment-key"),
    account: text("account"),
    prNumber: number === void 0 ? void 0 : Number(number),
    forge: forge === void 0 ? void 0 : choice("forge", FORGE_NAMES, "github"),
    apiUrl: text("api-url")?.replace(/\/+$/, "")
  };
  if (wrong.length > 0) throw new UsageError(wrong.join("\n"));
  return inputs;
}

// src/cli/action/post-stage.ts
import { resolve as resolve2 } from "node:path";

// src/cli/forge-options.ts
function forgeOfRunner(env2) {
  if (env2.GITLAB_CI !== void 0) return "gitlab";
  if (env2.GITEA_ACTIONS !== void 0 || env2.FORGEJO_ACTIONS !== void 0) return "gitea";
  return env2.GITHUB_ACTIONS === void 0 ? void 0 : "github";
}
function actionsPage(env2) {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = env2;
  return server === void 0 || repository === void 0 ? void 0 : `${server}/${repository}`;
}

// src/forge/marker.ts
import { createHmac } from "node:crypto";
function markerOf(subject, key = "") {
  const { repository, pullRequest, project } = subject;
  const text = JSON.stringify([repository.toLowerCase(), pullRequest, project]);
  const digest = createHmac("sha256", `holdfast.preview/1:${key}`).update(text).digest("hex");
  return `<!-- holdfast-preview ${digest} -->`;
}
var MARKER_LENGTH = markerOf({ repository: "", pullRequest: 0, project: "" }).length + 1;
function withMarker(marker, body) {
  return `${marker}
${body}`;
}
function isMarked(marker, { body }) {
  return body.split(/\r?\n/, 1)[0]?.trimEnd() === marker;
}

// src/forge/post-comment.ts
async function postComment(forge, posting2) {
  const { marker, mode, isQuiet } = posting2;
  const ours = await listOurs(forge, marker);
  if (isQuiet && ours.length === 0) return { done: "nothing" };
  const body = withMarker(marker, posting2.render(ours.at(-1)?.body));
  invariant(body.length <= forge.longestComment, "a comment is rendered for the forge's limit");
  const ready = { forge, marker, body, ours };
  switch (mode) {
    case "update":
      return await updateOldest(ready);
    case "recreate":
      return isQuiet ? await removeAll(ready) : await recreate(ready);
    case "new":
      return await addUnlessSaid(ready);
  }
}
async function listOurs(forge, marker) {
  const own = await forge.listOwnComments();
  const ours = own.filter((comment) => isMarked(marker, comment));
  return ours.sort((a, b) => Number(a.id) - Number(b.id));
}
async function updateOldest({ forge, marker, body, ours }) {
  const [oldest, ...others] = ours;
  if (oldest === void 0) {
    await forge.createComment(body);
    const [kept, ...duplicates] = await listOurs(forge, marker);
    if (kept === void 0) return { done: "removed" };
    await remove(forge, duplicates);
    return { ...await write(forge, kept, body), done: "created" };
  }
  await remove(forge, others);
  return await write(forge, oldest, body);
}
async function recreate({ forge, marker, body, ours }) {
  const [only] = ours;
  if (only !== void 0 && ours.length === 1 && isSameText(only.body, body)) {
    return { done: "unchanged", url: only.url };
  }
  await forge.createComment(body);
  const all = await listOurs(forge, marker);
  const kept = all.at(-1);
  if (kept === void 0) return { done: "removed" };
  await remove(forge, all.slice(0, -1));
  return { ...await write(forge, kept, body), done: "created" };
}
async function addUnlessSaid({ forge, body, ours }) {
  const last = ours.at(-1);
  if (last !== void 0 && isSameText(last.body, body))
    return { done: "unchanged", url: last.url };
  return { done: "created", url: (await forge.createComment(body)).url };
}
async function removeAll({ forge, ours }) {
  await remove(forge, ours);
  return { done: "removed" };
}
async function remove(forge, comments2) {
  for (const { id } of comments2) await forge.deleteComment(id);
}
async function write(forge, comment, body) {
  if (isSameText(comment.body, body)) return { done: "unchanged", url: comment.url };
  try {
    return { done: "updated", url: (await forge.updateComment(comment.id, body)).url };
  } catch (error) {
    if (!(error instanceof ForgeFailure && error.status === 404)) throw error;
    return { done: "created", url: (await forge.createComment(body)).url };
  }
}
function isSameText(a, b) {
  const plain2 = (text) => text.replaceAll("\r\n", "\n").trimEnd();
  return plain2(a) === plain2(b);
}

// src/report/text.ts
var INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
function visible(text) {
  return text.replace(INVISIBLE, (character) => {
    const code2 = (character.codePointAt(0) ?? 0).toString(16);
    return code2.length > 4 ? `\\u{${code2}}` : `\\u${code2.padStart(4, "0")}`;
  });
}
function count(n, noun) {
  return `${n} ${n === 1 ? noun : `${noun}s`.replace(/(?<=[^aeiou])ys$/, "ies")}`;
}

// src/report/comment/annotations.ts
var MOST_ANNOTATIONS = 200;
function annotationsOf({ risks }) {
  return risks.flatMap(annotationOf).slice(0, MOST_ANNOTATIONS);
}
function annotationOf({ severity, title, why, fix, causes }) {
  const source = causes.find((cause) => cause.source !== void 0)?.source;
  if (source === void 0) return [];
  const shown = (text) => visible(withoutHalves(text));
  return [
    {
      file: withoutHalves(source.file),
      line: Math.max(1, source.line),
      level: severity === "medium" ? "warning" : "failure",
      title: shown(title),
      message: shown([`${title}.`, why, fix].filter((each) => each !== "").join(" "))
    }
  ];
}

// src/report/comment/budget.ts
var LEAST_BUDGET = 8192;
function sizeOf({ markdown }, { unit }) {
  return unit === "bytes" ? Buffer.byteLength(markdown, "utf8") : markdown.length;
}

// src/model/value.ts
var Unknown = class {
  constructor(refinement = {}) {
    this.refinement = refinement;
  }
  refinement;
  kind = "unknown";
};
var UNKNOWN = new Unknown();
var NOT_NULL = new Unknown({ isNotNull: true });

// src/report/format-value.ts
function quote(text) {
  return visible(JSON.stringify(text));
}
function formatName(name) {
  return /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name) ? name : quote(name);
}

// src/report/comment/safe-markdown.ts
var LONGEST_NAME = 160;
var LONGEST_SENTENCE = 1200;
function md(parts, ...pieces) {
  const text = parts.map((part, i) => {
    const piece = pieces[i];
    if (piece === void 0) return part;
    return part + (typeof piece === "number" ? String(piece) : piece.markdown);
  });
  return { markdown: text.join("") };
}
var NOTHING = { markdown: "" };
function join3(pieces, between) {
  return { markdown: filled(pieces).join(between) };
}
function blocks(pieces) {
  return { markdown: filled(pieces).join("\n\n") };
}
function list(items, style = "bullets") {
  const lines2 = items.map(({ markdown }, i) => {
    const mark = style === "bullets" ? "- " : `${i + 1}. `;
    return mark + markdown.replaceAll(/\n(?=.)/g, `
${" ".repeat(mark.length)}`);
  });
  return { markdown: lines2.join("\n") };
}
function table(head, rows) {
  const line = (cells) => `| ${cells.map(({ markdown }) => markdown).join(" | ")} |`;
  return {
    markdown: [line(head), `|${" --- |".repeat(head.length)}`, ...rows.map(line)].join("\n")
  };
}
function code(text, most = LONGEST_NAME) {
  const shown = inlineCode(text, most);
  const longest = longestRun(shown, "`");
  if (longest === 0) return { markdown: `\`${shown}\`` };
  const fence = "`".repeat(longest + 1);
  return { markdown: `${fence} ${shown} ${fence}` };
}
function prose(text, most = LONGEST_SENTENCE) {
  const words = clip(text, most).split(/\s+/u).filter((word) => word !== "");
  const shown = [];
  let length = 0;
  for (const word of words) {
    const next = proseWord(word);
    length += next.length + 1;
    if (length > most && shown.length > 0) return { markdown: [...shown, "\u2026"].join(" ") };
    shown.push(next);
  }
  return { markdown: shown.join(" ") };
}
function strong(text, most = LONGEST_SENTENCE) {
  const { markdown } = prose(text, most);
  return markdown === "" ? NOTHING : { markdown: `**${markdown}**` };
}
function link(label, { prefix, path = "", line }) {
  const address = webAddress(prefix, path);
  if (address === void 0) return label;
  const anchor = line === void 0 ? "" : `#L${line}`;
  return { markdown: `[${label.markdown}](<${address}${anchor}>)` };
}
function foldedText(summary, text) {
  const shown = summary.map((part) => "name" in part ? htmlName(part.name) : part.markdown);
  return {
    markdown: `<details>
<summary>${shown.join("")}</summary>

${fenced(text)}

</details>`
  };
}
function hidden(words) {
  return { markdown: `<!-- ${words.filter((word) => /^[\w=,.-]+$/.test(word)).join(" ")} -->` };
}
function codeLines(text) {
  const lines2 = withoutHalves(text).split(/\r?\n/).map((line) => seen(line.replaceAll("	", "  ")).trimEnd());
  while (lines2.at(-1) === "") lines2.pop();
  return lines2;
}
function fenced(text) {
  const lines2 = codeLines(text);
  const longest = lines2.reduce((most, line) => Math.max(most, longestRun(line, "`")), 2);
  const fence = "`".repeat(longest + 1);
  return [fence, ...lines2, fence].join("\n");
}
var PLAIN_WORD = /^[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*%?$/u;
var PLAIN_SIGN = /^[–—→·…]$/u;
var LINKED_WORD = /^[0-9a-f]{7,}$|^[a-z]+-\d+$/i;
var AROUND = /^([("“]*)(.*?)([.,;:!?)"”…]*)$/su;
function proseWord(word) {
  if (PLAIN_SIGN.test(word)) return word;
  const [, before = "", core = "", after = ""] = AROUND.exec(word) ?? [];
  if (core === "") return code(word).markdown;
  const isPlain = PLAIN_WORD.test(core) && !LINKED_WORD.test(core) && seen(core) === core;
  return before + (isPlain ? core : code(core).markdown) + escapeEnd(core, after);
}
function escapeEnd(core, signs) {
  const escaped = signs.replaceAll("!", "\\!");
  return /^\d+$/.test(core) ? escaped.replaceAll(/[.)]/g, "\\$&") : escaped;
}
function inlineCode(text, most) {
  const shown = seen(clip(text, most)).replaceAll("|", PIPE);
  return clip(shown === shown.trim() && shown !== "" ? shown : JSON.stringify(shown), most);
}
var PIPE = "\\u007c";
var UNSEEN = new RegExp("\\p{Default_Ignorable_Code_Point}|(?! )\\p{Zs}", "gu");
function seen(text) {
  return visible(text).replaceAll(
    UNSEEN,
    (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`
  );
}
function clip(text, most) {
  const whole = withoutHalves(text);
  if (whole.length <= most) return whole;
  return `${whole.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}\u2026`;
}
function longestRun(text, sign) {
  let longest = 0;
  let run = 0;
  for (const each of text) {
    run = each === sign ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}
function htmlName(name) {
  const shown = inlineCode(name, LONGEST_NAME).replaceAll(
    /[&<>"'`]/g,
    (sign) => `&#${sign.charCodeAt(0)};`
  );
  return `<code>${shown}</code>`;
}
var LONGEST_ADDRESS = 1e3;
function webAddress(prefix, path) {
  if (!/^https?:\/\/[^\s<>@\\|`]+$/.test(prefix) || !URL.canParse(prefix)) return void 0;
  const steps = path.split("/");
  if (steps.some((step) => step === ".." || step === ".")) return void 0;
  const below = steps.map((step) => encodeURIComponent(withoutHalves(step))).join("/");
  const address = new URL(prefix + below).href.replaceAll("|", "%7C");
  return address.length > LONGEST_ADDRESS ? void 0 : address;
}
function filled(pieces) {
  return pieces.map(({ markdown }) => markdown).filter((text) => text !== "");
}

// src/report/comment/details.ts
function detailsOf(preview, texts) {
  const { changes, workloads, drift, problems } = preview;
  const plans = texts.plans ?? [];
  const warnings = [...problems.head, ...problems.base].filter(
    (each) => each.severity === "warning"
  );
  const fates = workloads.map(
    ({ workload, vsphere, verdicts: { base = "absent", head = "absent" }, sentence }) => `${workload}${vsphere === void 0 ? "" : ` on ${vsphere}`}: ${base} -> ${head}. ${sentence}`
  );
  const details = [
    {
      summary: [md`What this pull request changes (${changes.length})`],
      text: changeLines(changes)
    },
    ...plans.map(({ stack, text }) => ({ summary: [md`Plan of `, { name: stack }], text })),
    { summary: [md`Workloads that fare otherwise (${workloads.length})`], text: lines(fates) },
    { summary: [md`Drift (${drift.changes.length})`], text: changeLines(drift.changes) },
    { summary: [md`Warnings (${warnings.length})`], text: lines(warnings.map(warningLine)) },
    { summary: [md`Drill`], text: texts.drill ?? "" },
    { summary: [md`How to reproduce`], text: lines(texts.reproduce ?? []) }
  ];
  return details.filter(({ text }) => text.trim() !== "");
}
function lines(all) {
  return all.join("\n");
}
var SIGNS = {
  "no-op": " ",
  create: "+",
  read: "<=",
  update: "~",
  delete: "-",
  "delete-then-create": "-/+",
  "create-then-delete": "+/-",
  forget: "."
};
function changeLines(changes) {
  const all = changes.flatMap(({ action, address, stack, differences }) => [
    `${SIGNS[action]} ${address} (${stack})`,
    ...differences.map(
      ({ path, values: [base, head] }) => `    ${path}: ${plain(base)} -> ${plain(head)}`
    )
  ]);
  return lines(all);
}
function plain(value) {
  return typeof value === "string" ? quote(value) : JSON.stringify(value);
}
function warningLine({ summary, detail, address }) {
  return `${address === void 0 ? "" : `${formatName(address)}: `}${summary}: ${detail}`;
}
var FEWEST_LINES = 5;
function fitDetails(details, { budget, room }) {
  const shown = [];
  let left = room;
  let cutLines = 0;
  for (const detail of details) {
    const whole = foldedText(detail.summary, detail.text);
    const size = sizeOf(whole, budget) + BETWEEN;
    if (size > left) {
      const cut = cutDetail(detail, { budget, room: left - BETWEEN });
      if (cut !== void 0) {
        shown.push(cut.markdown);
        cutLines = cut.leftOut;
      }
      break;
    }
    shown.push(whole);
    left -= size;
  }
  return { shown, leftOut: { details: details.length - shown.length, lines: cutLines } };
}
var BETWEEN = 2;
function cutDetail({ summary, text }, { budget, room }) {
  const all = codeLines(text);
  const frame = sizeOf(foldedText(summary, ""), budget) + MARK_ROOM;
  let left = room - frame;
  let kept = 0;
  for (const line of all) {
    const ticks = line.match(/`+/g) ?? [];
    const fences = 2 * ticks.reduce((most, run) => Math.max(most, run.length), 0);
    const size = sizeOf(md`${{ markdown: line }}`, budget) + 1 + fences;
    if (size > left) break;
    left -= size;
    kept += 1;
  }
  if (kept < FEWEST_LINES) return void 0;
  const leftOut = all.length - kept;
  const mark = `\u2026 ${count(leftOut, "more line")}`;
  return { markdown: foldedText(summary, lines([...all.slice(0, kept), mark])), leftOut };
}
var MARK_ROOM = 40;

// src/report/comment/verdict-line.ts
function verdictLine(preview) {
  return md`## ${verdictSymbol(preview)} ${prose(preview.sentence, 500)}`;
}
var VERDICT_SYMBOLS = {
  unchanged: md`✅`,
  improves: md`✅`,
  drops: md`❌`,
  "broken-before": md`⚠️`,
  first: md`✅`,
  unknown: md`⛔`
};
function verdictSymbol({ verdict, conclusion }) {
  if (verdict === "unknown") return VERDICT_SYMBOLS.unknown;
  if (conclusion === "failure") return VERDICT_SYMBOLS.drops;
  return conclusion === "neutral" && VERDICT_SYMBOLS[verdict].markdown === "\u2705" ? VERDICT_SYMBOLS["broken-before"] : VERDICT_SYMBOLS[verdict];
}

// src/report/comment/push-history.ts
var MOST_PUSHES = 8;
var COMMIT_LENGTH = 10;
var LAST_LINE = /^<!-- holdfast-history ([0-9a-f]{10}=[a-z-]+(?:,[0-9a-f]{10}=[a-z-]+)*) -->$/;
function pushesOf({ origin, verdict }, formerComment) {
  const commit = origin.head?.commit.slice(0, COMMIT_LENGTH).toLowerCase();
  if (commit === void 0 || !/^[0-9a-f]{10}$/.test(commit)) return [];
  const former = readPushes(formerComment ?? "").filter((push) => push.commit !== commit);
  return [...former, { commit, verdict }].slice(-MOST_PUSHES);
}
function readPushes(comment) {
  const lastLine = comment.trimEnd().split(/\r?\n/).at(-1) ?? "";
  const [, pushes = ""] = LAST_LINE.exec(lastLine) ?? [];
  return pushes.split(",").flatMap((push) => {
    const [commit = "", verdict = ""] = push.split("=");
    return isVerdict(verdict) ? [{ commit, verdict }] : [];
  });
}
function isVerdict(text) {
  return Object.hasOwn(VERDICT_SYMBOLS, text);
}
function historyStrip(pushes) {
  if (pushes.length < 2) return NOTHING;
  const shown = pushes.map(
    ({ commit, verdict }) => md`${VERDICT_SYMBOLS[verdict]} ${code(commit)}`
  );
  return md`Pushes, oldest first: ${join3(shown, ", ")}`;
}
function historyMemory(pushes) {
  if (pushes.length === 0) return NOTHING;
  const words = pushes.map(({ commit, verdict }) => `${commit}=${verdict}`);
  return hidden(["holdfast-history", words.join(",")]);
}

// src/report/comment/footer.ts
var MOST_SERIALS = 5;
function footer(preview, texts) {
  const { origin, project, scenario } = preview;
  const pushes = pushesOf(preview, texts.formerComment);
  const facts = [
    md`Project ${code(project, 80)}`,
    md`scenario ${code(scenario, 80)}`,
    revision(md`base`, origin.base),
    revision(md`head`, origin.head),
    md`estate ${code(shortDigest(origin.estateDigest))}`,
    md`plan ${code(origin.planDigest, 80)}`,
    serials(origin.serials),
    md`Holdfast ${code(origin.version, 40)}`,
    texts.reportAddress === void 0 ? NOTHING : link(md`full report`, { prefix: texts.reportAddress })
  ];
  return blocks([md`---`, historyStrip(pushes), join3(facts, " \xB7 "), historyMemory(pushes)]);
}
function revision(side, of) {
  return of === void 0 ? NOTHING : md`${side} ${of.ref === of.commit ? NOTHING : md`${code(of.ref, 60)} at `}${code(of.commit.slice(0, 10))}`;
}
function shortDigest(digest) {
  return digest.slice(0, 12);
}
function serials(all) {
  const stacks = Object.keys(all).sort();
  if (stacks.length === 0) return NOTHING;
  const shown = stacks.slice(0, MOST_SERIALS).map((stack) => md`${code(stack, 40)} ${all[stack] ?? 0}`);
  const more = stacks.length - shown.length;
  return md`state serials ${join3(shown, ", ")}${more === 0 ? NOTHING : md` and ${more} more`}`;
}

// src/report/comment/name-list.ts
function nameList(names, most) {
  const shown = join3(
    names.slice(0, most).map((name) => code(name)),
    ", "
  );
  return names.length <= most ? shown : md`${shown} and ${names.length - most} more`;
}

// src/report/comment/risk-list.ts
var MOST_IN_FULL = 10;
function riskSection(risks, options) {
  if (risks.length === 0) return NOTHING;
  const { budget } = options;
  const size = (item) => sizeOf(item, budget) + INDENTS;
  const title = md`### Risks (${risks.length})`;
  const room = options.room - size(title);
  const counted = size(countedRisks(risks));
  const lines2 = linesWithin(risks, { ...options, room }, size);
  const wanted = sumOf(lines2.map(size)) + counted;
  const told = toldInFull(risks, options, {
    room: room - Math.min(wanted, Math.floor(room / 2)),
    roomOfNext: (i, item) => size(item) - size(lines2[i] ?? NOTHING)
  });
  let left = room - sumOf(told.map(size));
  const next = lines2.slice(told.length);
  const isAll = lines2.length === risks.length && sumOf(next.map(size)) <= left;
  if (!isAll) left -= counted;
  const items = [...told];
  for (const line of next) {
    left -= size(line);
    if (left < 0) break;
    items.push(line);
  }
  return blocks([title, list(items, "numbers"), countedRisks(risks.slice(items.length))]);
}
function linesWithin(risks, options, size) {
  const lines2 = [];
  let left = options.room;
  for (const risk of risks) {
    const line = lineOf(risk, options);
    left -= size(line);
    lines2.push(line);
    if (left < 0) break;
  }
  return lines2;
}
function toldInFull(risks, options, within) {
  const told = [];
  let { room } = within;
  for (const risk of risks.slice(0, MOST_IN_FULL)) {
    const item = fullItem(risk, options);
    room -= within.roomOfNext(told.length, item);
    if (room < 0) break;
    told.push(item);
  }
  return told;
}
function sumOf(sizes) {
  return sizes.reduce((sum, each) => sum + each, 0);
}
var INDENTS = 96;
function lineOf(risk, { filesAddress }) {
  const [cause] = risk.causes;
  const place = cause === void 0 ? NOTHING : md`(${placeOf2(cause, filesAddress)})`;
  return join3([md`${severityOf(risk)}:`, prose(risk.title, 300), place], " ");
}
function severityOf({ severity }) {
  return { critical: md`🔴 critical`, high: md`🟠 high`, medium: md`🟡 medium` }[severity];
}
function fullItem(risk, { filesAddress }) {
  const { why, keyPaths, counterexample, causes, fix, workloads, clusters = [] } = risk;
  const [first] = clusters;
  const where = first === void 0 ? NOTHING : md`, in ${code(first.cluster)}`;
  const facts = [
    why === "" ? [] : [md`Why: ${prose(why)}`],
    keyPaths.base === null ? [] : [md`Keys at the base: ${prose(keyPaths.base, 500)}`],
    keyPaths.head === null ? [] : [md`Keys at the head: ${prose(keyPaths.head, 500)}`],
    counterexample === null ? [] : [md`Shown by${where}: ${counterexampleOf(counterexample)}`],
    causes.slice(0, MOST_CAUSES).map((cause) => causeOf(cause, filesAddress)),
    causes.length <= MOST_CAUSES ? [] : [md`and ${causes.length - MOST_CAUSES} more causes`],
    clusters.length === 0 ? [] : [md`Clusters: ${nameList(clusterNames(clusters), 5)}`],
    workloads.length === 0 ? [] : [md`Workloads: ${nameList(workloads, 5)}`],
    fix === "" ? [] : [md`**Fix:** ${prose(fix, 600)}`]
  ].flat();
  return md`${severityOf(risk)}: ${strong(risk.title, 300)}\n${list(facts)}`;
}
function clusterNames(clusters) {
  return clusters.map(({ cluster }) => cluster);
}
var MOST_CAUSES = 3;
var MOST_FAULTS = 8;
var MOST_DIFFERENCES = 3;
function counterexampleOf(faults) {
  if (faults.length === 0) return md`nothing else needs to fail`;
  const shown = faults.slice(0, MOST_FAULTS).map((fault) => code(fault));
  const more = faults.length - shown.length;
  return more === 0 ? join3(shown, ", ") : md`${join3(shown, ", ")} and ${more} more faults`;
}
function causeOf(cause, filesAddress) {
  const differences = cause.differences.slice(0, MOST_DIFFERENCES).map(({ path, values }) => {
    const [base, head] = values.map((value) => code(plainText2(value), 80));
    return md`${code(path, 80)}: ${base ?? NOTHING} → ${head ?? NOTHING}`;
  });
  const more = cause.differences.length - differences.length;
  const what = more > 0 ? [...differences, md`${more} more attributes`] : differences;
  const place = md`Cause: ${placeOf2(cause, filesAddress)}`;
  const named = cause.source === void 0 ? place : md`${place}, ${code(cause.address)}`;
  return what.length === 0 ? md`${named}: ${actionOf(cause)}` : md`${named}: ${join3(what, ", ")}`;
}
function actionOf({ action }) {
  if (action === "create") return md`is new`;
  if (action === "forget") return md`is no longer managed`;
  return action === "delete" ? md`is gone` : md`is otherwise`;
}
function placeOf2({ source, address, action }, filesAddress) {
  if (source === void 0) return code(address);
  const label = code(`${source.file}:${source.line}`);
  const isGone = action === "delete" || action === "forget";
  if (filesAddress === void 0 || isGone) return label;
  return link(label, { prefix: filesAddress, path: source.file, line: source.line });
}
function plainText2(value) {
  return typeof value === "string" ? quote(value) : JSON.stringify(value);
}
var KINDS = [
  ["floor", md`broken floors`],
  ["survival", md`losses of survival`],
  ["finding", md`broken rules`]
];
function countedRisks(risks) {
  if (risks.length === 0) return NOTHING;
  const groups = KINDS.flatMap(([kind, words]) => {
    const own = risks.filter((risk) => risk.kind === kind);
    if (own.length === 0) return [];
    const of = (severity) => own.filter((each) => each.severity === severity).length;
    return [
      md`${own.length} ${words} (${of("critical")} critical, ${of("high")} high, ${of("medium")} medium)`
    ];
  });
  return md`And ${risks.length} more, for which there is no room here:\n\n${list(groups)}`;
}

// src/report/fold-alike.ts
function foldAlike(items, alike) {
  const groups = /* @__PURE__ */ new Map();
  for (const item of items) {
    const key = alike(item);
    const group = groups.get(key);
    if (group === void 0) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

// src/report/comment/roll-up-table.ts
var ROW_LIMITS = [25, 10, 3, 1];
var HEAD = [
  md`Site`,
  md`Cluster`,
  md`Survive`,
  md`Smallest cut`,
  md`Exposed hosts`,
  md`Add`,
  md`Change`,
  md`Replace`,
  md`Destroy`
];
function rollUpTable(places, mostRows) {
  const rows = rowsOf(places, mostRows);
  if (places.every(({ vsphere }) => vsphere === void 0)) return table(HEAD, rows.map(cellsOf));
  return table(
    [md`vSphere`, ...HEAD],
    rows.map((row) => [shownLabel(row.vsphere ?? null), ...cellsOf(row)])
  );
}
function rowsOf(places, mostRows) {
  if (places.length <= mostRows) return places.map(rowOfPlace);
  const sites = foldAlike(places, ({ vsphere, site: site2 }) => JSON.stringify([vsphere, site2])).map(
    rowOfSite
  );
  if (sites.length <= mostRows) return sites;
  const worstFirst = sites.map((row, i) => ({ row, i, badness: badnessOf(row.sum) })).sort((a, b) => compareBadness(a.badness, b.badness) || a.i - b.i).map(({ row }) => row);
  const shown = worstFirst.slice(0, mostRows - 1);
  const others = worstFirst.slice(mostRows - 1);
  const site = shown.length === 0 ? md`all ${others.length} sites` : md`${others.length} other sites`;
  return [...shown, { site, cluster: NONE, sum: sumOf2(others.map(({ sum }) => sum)) }];
}
var NONE = md`–`;
function shownLabel(label) {
  if (label === null) return NONE;
  return typeof label === "string" ? code(label) : label;
}
function rowOfPlace(place) {
  return { ...vsphereOf(place), site: place.site, cluster: place.cluster, sum: place };
}
function rowOfSite(places) {
  const [first] = places;
  if (places.length === 1) return rowOfPlace(first);
  const clusters = new Set(places.flatMap(({ cluster: cluster2 }) => cluster2 ?? []));
  const cluster = clusters.size === 1 ? [...clusters][0] ?? null : md`${clusters.size} clusters`;
  return { ...vsphereOf(first), site: first.site, cluster, sum: sumOf2(places) };
}
function vsphereOf({ vsphere }) {
  return vsphere === void 0 ? {} : { vsphere };
}
function sumOf2(sums) {
  const sum = (of) => sums.reduce((total, each) => total + of(each), 0);
  const sides = (of) => ({
    live: sum((each) => of(each).live),
    base: sum((each) => of(each).base),
    head: sum((each) => of(each).head)
  });
  return {
    add: sum(({ add }) => add),
    change: sum(({ change }) => change),
    replace: sum(({ replace }) => replace),
    destroy: sum(({ destroy }) => destroy),
    workloads: sides(({ workloads }) => workloads),
    surviving: sides(({ surviving }) => surviving),
    exposedHosts: sides(({ exposedHosts }) => exposedHosts),
    smallestCut: weakestCuts(sums)
  };
}
function shownCut(cut = NO_CUT) {
  if (cut.faults === null) return NONE;
  if (cut.faults === 0 && !cut.isExact) return md`?`;
  return cut.isExact ? md`${cut.faults}` : md`≥ ${cut.faults}`;
}
function cutCell({ base, head }) {
  const [before, after] = [shownCut(base), shownCut(head)];
  if (before.markdown === after.markdown) return after;
  const isLess = sizeOfCut(head ?? NO_CUT) < sizeOfCut(base ?? NO_CUT);
  const isWorse = isLess && (head?.isExact === true || (base ?? NO_CUT).faults === null);
  return isWorse ? md`${before} → **${after}**` : md`${before} → ${after}`;
}
function badnessOf({ workloads, surviving, exposedHosts, ...sum }) {
  return [
    workloads.head - surviving.head - (workloads.base - surviving.base),
    exposedHosts.head - exposedHosts.base,
    sum.add + sum.change + sum.replace + sum.destroy
  ];
}
function compareBadness(a, b) {
  const differing = a.findIndex((each, i) => each !== b[i]);
  return (b[differing] ?? 0) - (a[differing] ?? 0);
}
function cellsOf({ site, cluster, sum }) {
  const { workloads, surviving, exposedHosts } = sum;
  const before = md`${surviving.base} of ${workloads.base}`;
  const after = md`${surviving.head} of ${workloads.head}`;
  const isWorse = workloads.head - surviving.head > workloads.base - surviving.base;
  return [
    shownLabel(site),
    shownLabel(cluster),
    workloads.base + workloads.head === 0 ? NONE : isWorse ? md`${before} → **${after}**` : md`${before} → ${after}`,
    cutCell(sum.smallestCut ?? {}),
    exposedHosts.base === exposedHosts.head ? md`${exposedHosts.head}` : md`${exposedHosts.base} → **${exposedHosts.head}**`,
    md`${sum.add}`,
    md`${sum.change}`,
    md`${sum.replace}`,
    md`${sum.destroy}`
  ];
}

// src/model/attribute-path.ts
var IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_-]*$/;
function formatPath(path) {
  return path.map((step, i) => {
    if (typeof step === "number") return `[${step}]`;
    if (!IDENTIFIER.test(step)) return `[${JSON.stringify(step)}]`;
    return i === 0 ? step : `.${step}`;
  }).join("");
}

// src/report/comment/short-sections.ts
var MOST_ITEMS = 10;
function shortSection({ title, items, total }, mostItems) {
  const shown = items.slice(0, mostItems);
  const more = total - shown.length;
  return blocks([title, list(more === 0 ? shown : [...shown, md`${more} more`])]);
}
function shortSections(preview) {
  const { problems, decisions, irreversible, undeclared, hazards } = preview;
  const errors = (all) => all.filter(({ severity }) => severity === "error");
  const sections = [
    sectionOf(md`### Errors of this pull request`, errors(problems.head), problemItem),
    sectionOf(md`### Errors of the base`, errors(problems.base), problemItem),
    sectionOf(md`### Decisions`, decisions, decisionItem),
    sectionOf(
      md`### Stacks that are no longer declared`,
      undeclared,
      (each) => undeclaredItem(each, preview)
    ),
    sectionOf(md`### Cannot be undone`, irreversible, irreversibleItem),
    sectionOf(md`### Unsafe orders`, hazards, findingItem),
    sectionOf(md`### Broken before this pull request`, floorsBroken(preview), floorItem),
    sectionOf(md`### Drift, not of this pull request`, driftItems(preview), (item) => item)
  ];
  return sections.filter(({ total }) => total > 0);
}
function sectionOf(title, all, itemOf) {
  return { title, items: all.slice(0, MOST_ITEMS).map(itemOf), total: all.length };
}
function irreversibleItem({ address, sentence }) {
  return md`${code(address)}: ${prose(sentence, 400)}`;
}
function undeclaredItem(undeclared, { origin }) {
  const { stack, objects, pending, inForce, neverInForce } = undeclared;
  const [stays, them] = objects === 1 ? ["stays as it is", "it"] : ["stay as they are", "them"];
  const command = PLAIN_NAME.test(stack) ? ` --stack ${stack}` : "";
  const place = origin.base === void 0 ? md`with a program that declares the stack` : md`in a checkout of ${code(origin.base.commit.slice(0, 10))}, which declares the stack`;
  const parts = [
    objects === 0 ? [md`Nothing of it was applied, and nothing of it will be.`] : [md`Its ${prose(count(objects, "object"))} ${prose(stays)}, and nobody applies the stack.`],
    pending === 0 || objects === 0 ? [] : [
      md`${prose(count(pending, "change"))} that ${pending === 1 ? md`is` : md`are`} not applied yet never will be.`
    ],
    inForce.length === 0 ? [] : [md`In force as applied, though no program declares it: ${nameList(inForce, 5)}.`],
    neverInForce.length === 0 ? [] : [md`**Lost**, as not in force the way it is declared: ${nameList(neverInForce, 5)}.`],
    objects === 0 ? [] : [md`To remove ${prose(them)}: ${code(`holdfast destroy${command}`)} ${place}.`]
  ].flat();
  return join3([md`${code(stack)}:`, ...parts], " ");
}
var PLAIN_NAME = /^[\w-]+$/;
function problemItem({ summary, detail, address, attribute, source }) {
  const { file, line, construct } = source ?? {};
  const name = [address ?? construct, attribute && formatPath(attribute)].filter((part) => part !== void 0 && part !== "").join(", ");
  const place = file === void 0 ? "" : line === void 0 ? file : `${file}:${line}`;
  const where = [name, place].filter((part) => part !== "").map((part) => code(part));
  const at = where.length === 0 ? NOTHING : md` (${join3(where, ", ")})`;
  return md`${strong(summary, 300)}${at}: ${prose(detail, 800)}`;
}
var DECISIONS = {
  needed: md`**Decision needed**`,
  recorded: md`Recorded`,
  "expires-soon": md`**Expires soon**`,
  expired: md`**Expired**`,
  "reason-gone": md`**Reason gone**`
};
function decisionItem({ status, code: rule, subjects, sentence, advice }) {
  const about = subjects.length === 0 ? NOTHING : md` (${nameList(subjects, 3)})`;
  return join3(
    [md`${DECISIONS[status]}, ${code(rule)}${about}:`, prose(sentence, 500), prose(advice, 400)],
    " "
  );
}
function findingItem({ code: rule, subject, sentence, remedy }) {
  return join3(
    [md`${code(rule)}, ${code(subject)}:`, prose(sentence, 500), prose(remedy, 400)],
    " "
  );
}
function floorsBroken({ verdict, brokenFloors }) {
  return verdict === "broken-before" ? brokenFloors : [];
}
function floorItem({ floor, scenario, lost, maxLost }) {
  return md`Floor ${code(floor)} (${code(scenario)}): ${lost.length} workloads do not survive, ${maxLost} may: ${nameList(lost, 5)}`;
}
function driftItems({ drift, changes }) {
  const { lost, breaksFloor } = drift;
  const isAll = changes.length === 0 && drift.changes.length > 0;
  return [
    breaksFloor ? [md`The live estate breaks a floor already, whatever becomes of this pull request.`] : [],
    lost.length === 0 ? [] : [
      md`${prose(count(lost.length, "workload"))} would survive had the base been applied: ${nameList(lost, 5)}`
    ],
    isAll || breaksFloor || lost.length > 0 ? [
      md`${prose(count(drift.changes.length, "object"))} of the live estate ${drift.changes.length === 1 ? md`is` : md`are`} otherwise than the base declares.`
    ] : []
  ].flat();
}

// src/report/comment/render-comment.ts
function renderComment(preview, texts, budget) {
  invariant(budget.most >= LEAST_BUDGET, `a comment has room for ${LEAST_BUDGET} at least`);
  const size = (piece) => piece.markdown === "" ? 0 : sizeOf(piece, budget) + BETWEEN2;
  const verdict = verdictLine(preview);
  const end = footer(preview, texts);
  const short = shortSections(preview);
  const least = short.reduce((sum, section) => sum + size(shortSection(section, 0)), 0);
  let left = budget.most - size(verdict) - size(end) - NOTE_ROOM - least;
  const table2 = fittingTable(preview, { room: left / 3, size });
  left -= size(table2);
  const wanted = short.reduce(
    (sum, section) => sum + size(shortSection(section, section.items.length)),
    0
  );
  const extra = Math.min(wanted - least, Math.floor(left / 3));
  const risks = riskSection(preview.risks, { budget, room: left - extra, ...filesOf(texts) });
  left -= size(risks);
  const sections = fitSections(short, { room: left + least, size });
  left += least - sections.reduce((sum, section) => sum + size(section), 0);
  const folded = texts.detail === "summary" ? [] : detailsOf(preview, texts);
  const details = fitDetails(folded, { budget, room: left });
  const note = leftOutNote(details.leftOut);
  const text = `${blocks([verdict, table2, risks, ...sections, ...details.shown, note, end]).markdown}
`;
  invariant(sizeOf({ markdown: text }, budget) <= budget.most, "a comment is within its budget");
  return { text, leftOut: details.leftOut };
}
var BETWEEN2 = 2;
var NOTE_ROOM = 200;
function filesOf({ filesAddress }) {
  return filesAddress === void 0 ? {} : { filesAddress };
}
function fittingTable({ places }, { room, size }) {
  if (places.length === 0) return NOTHING;
  const tables = ROW_LIMITS.map((rows) => rollUpTable(places, rows));
  return tables.find((table2) => size(table2) <= room) ?? tables.at(-1) ?? NOTHING;
}
function fitSections(sections, { room, size }) {
  let spare = room - sections.reduce((sum, section) => sum + size(shortSection(section, 0)), 0);
  return sections.map((section) => {
    const least = size(shortSection(section, 0));
    let fitting = shortSection(section, 0);
    for (let items = section.items.length; items > 0; items -= 1) {
      const longer = shortSection(section, items);
      if (size(longer) - least > spare) continue;
      fitting = longer;
      break;
    }
    spare -= size(fitting) - least;
    return fitting;
  });
}
function leftOutNote({ details, lines: lines2 }) {
  if (details === 0 && lines2 === 0) return NOTHING;
  const parts = [
    details === 0 ? [] : [count(details, "folded part")],
    lines2 === 0 ? [] : [`${count(lines2, "line")} of the last one above`]
  ].flat();
  return md`Left out, as there is no room: ${prose(parts.join(" and "))}. The full report has all.`;
}

// src/cli/render-preview.ts
function renderPreview(preview, texts, longest) {
  return renderComment(preview, texts, { most: longest, unit: "characters" }).text;
}
function renderQuiet(occasion) {
  const what = occasion === "risk" ? "puts nothing at risk" : "changes nothing";
  return `Holdfast: this pull request ${what} any more. An earlier comment stood here.
`;
}

// src/cli/post-preview.ts
async function postPreview(preview, options) {
  const forge = openForge(options.forge, options.address, options.network);
  const failures = [];
  const attempt = async (action) => {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof ForgeFailure)) throw error;
      failures.push(error.diagnostic);
      return void 0;
    }
  };
  const head = await attempt(() => forge.readHead());
  const commit = options.commit ?? head;
  if (head === void 0 || commit === void 0) throw new CommandFailed(failures);
  const comment = await attempt(() => comments(forge, preview, { ...options, head, commit }));
  const isCurrent = comment !== void 0 && comment.done !== "outdated";
  const { labels = [] } = options;
  if (isCurrent && labels.length > 0) {
    await attempt(() => forge.changeLabels(labelsFor(preview.verdict, labels)));
  }
  const warnings = options.hasCheck ? await attempt(() => checks(forge, preview, { ...options, commit })) : [];
  if (failures.length > 0 || comment === void 0) throw new CommandFailed(failures);
  return { comment, ...options.hasCheck ? { checked: commit } : {}, warnings: warnings ?? [] };
}
async function comments(forge, preview, options) {
  const { comment, mode, key, address, head, commit } = options;
  if (comment === "off") return { done: "off" };
  if (head !== commit) return { done: "outdated" };
  const isQuiet = !hasSomethingToSay(preview, comment);
  return await postComment(forge, {
    marker: markerOf({ ...address, project: preview.project }, key),
    render: (former) => isQuiet ? renderQuiet(comment) : renderFor(forge, preview, { ...options, former }),
    mode,
    isQuiet
  });
}
async function checks(forge, preview, options) {
  const { commit, url } = options;
  return await forge.setCheck({
    name: checkName(preview.project),
    commit,
    conclusion: preview.conclusion,
    description: quotable(preview.sentence, ""),
    details: renderFor(forge, preview, options),
    annotations: annotationsOf(preview),
    ...url === void 0 ? {} : { url }
  });
}
function renderFor({ longestComment }, preview, options) {
  const { former, url, repositoryPage, forge, commit, longest = longestComment } = options;
  const texts = {
    ...options.detail === void 0 ? {} : { detail: options.detail },
    reproduce: reproduce(preview.origin),
    ...url === void 0 ? {} : { reportAddress: url },
    ...repositoryPage === void 0 ? {} : { filesAddress: `${repositoryPage}/${FILES_AT[forge]}/${commit}/` },
    ...former === void 0 ? {} : { formerComment: former }
  };
  return renderPreview(preview, texts, Math.min(longest, longestComment) - MARKER_LENGTH);
}
var FILES_AT = {
  github: "blob",
  gitlab: "-/blob",
  gitea: "src/commit"
};
function reproduce({ base, head }) {
  const commits = [base?.commit, head?.commit];
  if (!commits.every((commit) => /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit ?? ""))) return [];
  return [`holdfast preview --no-merge-base --base ${commits[0]} --head ${commits[1]}`];
}
var LONGEST_PROJECT = 200;
function checkName(project) {
  return project === "." ? "holdfast/preview" : `holdfast/preview (${cutText2(quotable(project, ""), LONGEST_PROJECT)})`;
}

// src/cli/posted-sentences.ts
var COMMENT_SENTENCES = {
  created: "The preview is a new comment",
  updated: "The comment of the preview is updated",
  unchanged: "The comment says the same already",
  removed: "The earlier comment is removed, for there is nothing to say any more",
  nothing: "There is nothing to say, and no earlier comment",
  outdated: "The pull request has a later commit; its own preview will say what is true by now",
  off: "No comment was asked for"
};
function postedSentences({ comment, checked }) {
  const where = comment.url === void 0 ? "" : `: ${comment.url}`;
  const check = checked === void 0 ? [] : [`The check of ${checked} is set.`];
  return [`${COMMENT_SENTENCES[comment.done]}${where || "."}`, ...check];
}

// src/cli/action/post-stage.ts
async function postStage(stage, network) {
  const { inputs, env: env2, runner: runner2 } = stage;
  const preview = await readPreview(resolve2(env2.GITHUB_WORKSPACE ?? ".", inputs.path));
  setOutputs(runner2, preview);
  runner2.setOutput("path", inputs.path);
  const where = repositoryOf(stage);
  const subject = await subjectOf(stage, where, network);
  if (subject === void 0) {
    runner2.say("No open pull request has this commit as its head any more; nothing is posted.");
    return 0;
  }
  const { account, commentKey, labels, detail, longest } = inputs;
  const posted = await postPreview(preview, {
    forge: inputs.forge ?? forgeOfRunner(env2) ?? "github",
    address: {
      ...where,
      pullRequest: subject.pullRequest,
      checks: inputs.check === "run" ? "run" : "status",
      ...account === void 0 ? {} : { account }
    },
    comment: inputs.comment,
    mode: inputs.commentMode,
    hasCheck: inputs.check !== "off",
    labels,
    detail,
    ...longest === void 0 ? {} : { longest },
    ...pagesOf(stage),
    network,
    ...subject.commit === void 0 ? {} : { commit: subject.commit },
    ...commentKey === void 0 ? {} : { key: commentKey }
  });
  if (posted.comment.url !== void 0) runner2.setOutput("comment-url", posted.comment.url);
  runner2.setOutput("comment", posted.comment.done);
  for (const sentence of postedSentences(posted)) runner2.say(sentence);
  for (const warning of posted.warnings) runner2.sayDiagnostic(warning);
  return 0;
}
function repositoryOf({ inputs, env: env2 }) {
  const api = inputs.apiUrl ?? env2.GITHUB_API_URL;
  const repository = env2.GITHUB_REPOSITORY;
  const { token } = inputs;
  if (api === void 0 || repository === void 0) {
    throw new UsageError("GITHUB_API_URL and GITHUB_REPOSITORY are missing: run it in a workflow.");
  }
  if (token === void 0) {
    throw new UsageError(
      "token is missing: the stage post writes with it, as ${{ github.token }}."
    );
  }
  return { api, repository, token };
}
async function subjectOf({ inputs, event }, where, network) {
  const { prNumber } = inputs;
  const { pullRequest, workflowRun } = event;
  if (workflowRun !== void 0) {
    const found = await openWith(where, workflowRun, network);
    const chosen = prNumber === void 0 ? found : found.filter((n) => n === prNumber);
    if (chosen.length > 1) throw several(chosen);
    const [number] = chosen;
    return number === void 0 ? void 0 : { pullRequest: number, commit: workflowRun.commit };
  }
  if (pullRequest !== void 0) {
    return { pullRequest: pullRequest.number, commit: pullRequest.headCommit };
  }
  if (prNumber === void 0) {
    throw new UsageError(`pr-number is missing: a run on ${event.name} is of no pull request.`);
  }
  return { pullRequest: prNumber };
}
async function openWith(where, run, network) {
  try {
    return await findPullRequests(where, run, network);
  } catch (error) {
    if (error instanceof ForgeFailure) throw new CommandFailed([error.diagnostic]);
    throw error;
  }
}
function several(numbers) {
  const detail = `The pull requests ${numbers.join(", ")} have the same head, and a preview is of one of them. Say which with pr-number.`;
  return new CommandFailed([
    errorDiagnostic("It cannot be told which pull request is meant", detail)
  ]);
}
function pagesOf({ env: env2, event }) {
  const page = actionsPage(env2);
  const run = event.workflowRun?.id ?? env2.GITHUB_RUN_ID;
  if (page === void 0) return {};
  return { repositoryPage: page, url: `${page}/actions/runs/${run}` };
}

// src/cli/action/refuse-unsafe.ts
import { readFileSync as readFileSync2 } from "node:fs";
import { join as join4 } from "node:path";
var SUMMARY = "This is not safe, and refused";
var MORE = "docs/forges.md has both workflows and the reasons.";
var EVALUATES_ON = ["pull_request", "push", "merge_group", "workflow_dispatch", "schedule"];
var POSTS_ON = ["workflow_run", "pull_request", "push", "workflow_dispatch", "schedule"];
function refuseUnsafe(inputs, event, env2) {
  const unsafe = inputs.stage === "evaluate" ? evaluating(inputs, event) : posting(event, env2);
  if (unsafe.length > 0) throw new CommandFailed(unsafe);
}
function evaluating(inputs, { name }) {
  const found = [];
  if (!EVALUATES_ON.includes(name)) {
    const why = name === "pull_request_target" || name === "workflow_run" ? `A run on ${name} has the repository's secrets and a token that may write, also when a fork's pull request caused it. Evaluating runs the pull request's own program, which could take them.` : name === "issue_comment" ? "Anybody may comment, and a run on issue_comment has the repository's secrets. Evaluating would run the pull request's own program beside them, and a commit pushed after the comment was read." : `Evaluating runs the pull request's own program, and it is not known which rights a run on ${name} has.`;
    found.push(refusal(`${why} Evaluate on pull_request, and post in a second workflow.`));
  }
  const secrets = [
    ...inputs.token === void 0 ? [] : ["token"],
    ...inputs.commentKey === void 0 ? [] : ["comment-key"]
  ];
  if (secrets.length > 0) {
    found.push(
      refusal(
        `The stage evaluate was given ${secrets.join(" and ")}. It runs the pull request's own program, which could read them, and it posts nothing. Give them to the stage post.`
      )
    );
  }
  return found;
}
function posting(event, env2) {
  const { name, pullRequest, workflowRun } = event;
  if (!POSTS_ON.includes(name)) {
    return [
      refusal(
        `A run on ${name} has the repository's secrets for whoever caused it, and there is no finished run of the stage evaluate that it belongs to. Post on workflow_run, after the workflow that evaluates.`
      )
    ];
  }
  if (name === "pull_request" && pullRequest?.isFromFork === true) {
    return [
      refusal(
        "This pull request comes from a fork, whose runs have a token that may only read; giving them another would give it to the fork. Post on workflow_run, after the workflow that evaluates."
      )
    ];
  }
  if (workflowRun !== void 0 && checkedOut(env2) === workflowRun.commit) {
    return [
      refusal(
        "The pull request's commit is checked out in a job that may write. Whatever else the job starts of it, such as an installation, runs with its token. Check nothing out in the workflow that posts: it needs the artifact alone."
      )
    ];
  }
  return [];
}
function refusal(detail) {
  return errorDiagnostic(SUMMARY, `${detail} ${MORE}`);
}
function checkedOut({ GITHUB_WORKSPACE: workspace }) {
  if (workspace === void 0) return void 0;
  try {
    return readFileSync2(join4(workspace, ".git/HEAD"), "utf8").trim();
  } catch {
    return void 0;
  }
}

// src/cli/action/main.ts
var { env, stdout } = process;
var runner = openRunner(env, (text) => {
  stdout.write(text);
});
process.exitCode = await runAction(runner);
async function runAction(runner2) {
  try {
    const inputs = readInputs(env);
    if (inputs.token !== void 0) runner2.hide(inputs.token);
    if (inputs.commentKey !== void 0) runner2.hide(inputs.commentKey);
    const event = readEvent(env);
    const stage = { inputs, event, env, runner: runner2 };
    refuseUnsafe(inputs, event, env);
    if (inputs.stage === "evaluate") return await evaluateStage(stage);
    const network = networkOf(new AbortController().signal, () => /* @__PURE__ */ new Date());
    return await postStage(stage, network);
  } catch (error) {
    for (const diagnostic of describeFailure(error, VERSION).diagnostics) {
      runner2.sayDiagnostic(diagnostic);
    }
    return 1;
  }
}
