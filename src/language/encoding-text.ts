// base64encode, base64decode, base64gzip, urlencode, textencodebase64 and textdecodebase64, exactly as Terraform 1.11 has them.

import { isUtf8 } from "node:buffer";
import type { FunctionSpec } from "./function-call.js";
import { gzip } from "./gzip.js";
import { type Refusal, refuse } from "./refusal.js";
import { textFunction } from "./text-call.js";
import { encodingOf } from "./text-encodings.js";

export const base64encode: FunctionSpec = textFunction(["str"], (text = "") =>
  Buffer.from(text).toString("base64"),
);

export const base64decode: FunctionSpec = textFunction(["str"], (text = "") => {
  const bytes = bytesOfBase64(text);
  if (bytes === undefined) {
    const detail = "The text that base64decode() decodes is no Base64 as of RFC 4648, section 4.";
    return refuse("Invalid function argument", detail);
  }
  if (isUtf8(bytes)) return bytes.toString();
  const detail = "What base64decode() decodes is no text: the bytes are no UTF-8.";
  return refuse("Error in function call", detail);
});

export const base64gzip: FunctionSpec = textFunction(["str"], (text = "") =>
  Buffer.from(gzip(Buffer.from(text))).toString("base64"),
);

/** As a query of a URL has it: a blank is a plus sign. */
export const urlencode: FunctionSpec = textFunction(["str"], (text = "") =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+"),
);

export const textencodebase64: FunctionSpec = textFunction(
  ["string", "encoding"],
  (text = "", name = "") => {
    const encoding = encodingOf(name);
    if (encoding === undefined) return refuseEncoding("textencodebase64");
    const bytes = encoding.encode(text);
    if (bytes !== undefined) return Buffer.from(bytes).toString("base64");
    const detail = "The text of textencodebase64() has characters that its encoding does not have.";
    return refuse("Invalid function argument", detail);
  },
);

export const textdecodebase64: FunctionSpec = textFunction(
  ["source", "encoding"],
  (text = "", name = "") => {
    const encoding = encodingOf(name);
    if (encoding === undefined) return refuseEncoding("textdecodebase64");
    const bytes = bytesOfBase64(text);
    const decoded = bytes === undefined ? undefined : encoding.decode(bytes);
    if (decoded !== undefined) return decoded;
    const why =
      bytes === undefined ? "is no Base64" : "has bytes that mean nothing in its encoding";
    return refuse("Invalid function argument", `The text of textdecodebase64() ${why}.`);
  },
);

function refuseEncoding(name: string): Refusal {
  const detail =
    `The encoding of ${name}() is none of those supported: UTF-8, UTF-16, UTF-16LE, UTF-16BE, US-ASCII, ` +
    "ISO-8859-1, windows-1252 and others, by the names that IANA has for them.";
  return refuse("Invalid function argument", detail);
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Undefined for what is no Base64. Line breaks do not count. */
export function bytesOfBase64(text: string): Buffer | undefined {
  const digits = text.replace(/[\r\n]/g, "");
  return BASE64.test(digits) ? Buffer.from(digits, "base64") : undefined;
}
