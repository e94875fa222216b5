// The functions of Terraform's language that Holdfast evaluates, one entry each. Only those are here that
// give exactly what Terraform 1.11 gives, which test/e2e/language checks against the real one.

import { csvdecode } from "./encoding-csv.js";
import { jsondecode, jsonencode } from "./encoding-json.js";
import { base64decode, base64encode, urlencode } from "./encoding-text.js";
import { yamlencode } from "./encoding-yaml.js";
import { yamldecode } from "./encoding-yaml-decode.js";
import { format, formatlist } from "./format-function.js";
import type { FunctionSpec } from "./function-call.js";
import { keys, lookup, merge, values } from "./map-functions.js";
import { abs, ceil, floor, log, max, min, parseint, pow, signum } from "./numeric-functions.js";
import { concat, contains, element, length } from "./sequence-functions.js";
import { join, lower, title, upper } from "./text-functions.js";
import { strrev, substr } from "./text-graphemes.js";
import { regex, regexall } from "./text-regex.js";
import { endswith, replace, split, startswith, strcontains } from "./text-search.js";
import { chomp, indent, trim, trimprefix, trimspace, trimsuffix } from "./text-trimming.js";
import {
  nonsensitive,
  sensitive,
  tobool,
  tolist,
  tomap,
  tonumber,
  toset,
  tostring,
} from "./type-functions.js";

export const FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map([
  ["abs", abs],
  ["base64decode", base64decode],
  ["base64encode", base64encode],
  ["ceil", ceil],
  ["chomp", chomp],
  ["concat", concat],
  ["contains", contains],
  ["csvdecode", csvdecode],
  ["element", element],
  ["endswith", endswith],
  ["floor", floor],
  ["format", format],
  ["formatlist", formatlist],
  ["indent", indent],
  ["join", join],
  ["jsondecode", jsondecode],
  ["jsonencode", jsonencode],
  ["keys", keys],
  ["length", length],
  ["log", log],
  ["lookup", lookup],
  ["lower", lower],
  ["max", max],
  ["merge", merge],
  ["min", min],
  ["nonsensitive", nonsensitive],
  ["parseint", parseint],
  ["pow", pow],
  ["regex", regex],
  ["regexall", regexall],
  ["replace", replace],
  ["sensitive", sensitive],
  ["signum", signum],
  ["split", split],
  ["startswith", startswith],
  ["strcontains", strcontains],
  ["strrev", strrev],
  ["substr", substr],
  ["title", title],
  ["tobool", tobool],
  ["tolist", tolist],
  ["tomap", tomap],
  ["tonumber", tonumber],
  ["toset", toset],
  ["tostring", tostring],
  ["trim", trim],
  ["trimprefix", trimprefix],
  ["trimspace", trimspace],
  ["trimsuffix", trimsuffix],
  ["upper", upper],
  ["urlencode", urlencode],
  ["values", values],
  ["yamldecode", yamldecode],
  ["yamlencode", yamlencode],
]);

/** Functions of Terraform 1.11 that are refused by name; any other name is none of Terraform's. */
export const UNSUPPORTED_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    "abspath alltrue anytrue base64gzip base64sha256 base64sha512 basename bcrypt can chunklist " +
    "cidrhost cidrnetmask cidrsubnet cidrsubnets coalesce coalescelist compact dirname distinct " +
    "ephemeralasnull file filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 fileset " +
    "filesha1 filesha256 filesha512 flatten formatdate index issensitive matchkeys md5 one " +
    "pathexpand plantimestamp range reverse rsadecrypt setintersection setproduct setsubtract " +
    "setunion sha1 sha256 sha512 slice sort sum templatefile templatestring textdecodebase64 " +
    "textencodebase64 timeadd timecmp timestamp transpose try uuid uuidv5 zipmap"
  ).split(" "),
);
