// base64encode, base64decode and urlencode, exactly as Terraform 1.11 has them.

import { isUtf8 } from "node:buffer";
import type { FunctionSpec } from "./function-call.js";
import { refuse } from "./refusal.js";
import { textFunction } from "./text-call.js";

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

/** As a query of a URL has it: a blank is a plus sign. */
export const urlencode: FunctionSpec = textFunction(["str"], (text = "") =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+"),
);

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Undefined for what is no Base64. Line breaks do not count. */
export function bytesOfBase64(text: string): Buffer | undefined {
  const digits = text.replace(/[\r\n]/g, "");
  return BASE64.test(digits) ? Buffer.from(digits, "base64") : undefined;
}
