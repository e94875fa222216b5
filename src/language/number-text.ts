// Decimal text to number. Terraform computes with 512 bits; Holdfast with safe integers, so every other
// number is told apart here and refused, never rounded.

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The number; `unsupported` for a number that is no safe integer; undefined for what is no number. */
export function parseNumber(text: string): number | "unsupported" | undefined {
  if (!DECIMAL.test(text)) return undefined;
  const negative = text.startsWith("-");
  const [mantissa = "", exponent = "0"] = text.replace(/^[+-]/, "").toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = trimZeros(whole + fraction);
  if (digits.text === "") return 0;
  const integerDigits = whole.length - digits.leading + Number(exponent);
  if (integerDigits < digits.text.length || integerDigits > 16) return "unsupported";
  const magnitude = Number(digits.text.padEnd(integerDigits, "0"));
  if (!Number.isSafeInteger(magnitude)) return "unsupported";
  return negative ? -magnitude : magnitude;
}

/** The digits between the first and the last that is not zero, and how many zeros stood before them. */
function trimZeros(digits: string): { readonly text: string; readonly leading: number } {
  let start = 0;
  let end = digits.length;
  while (start < end && digits[start] === "0") start++;
  while (end > start && digits[end - 1] === "0") end--;
  return { text: digits.slice(start, end), leading: start };
}
