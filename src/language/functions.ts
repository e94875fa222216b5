// The functions of Terraform's language that Holdfast evaluates, one entry each. Only those are here that
// give exactly what Terraform 1.11 gives, which test/e2e/language checks against the real one.

import type { FunctionSpec } from "./function-call.js";
import { keys, lookup, merge, values } from "./map-functions.js";
import { abs, ceil, floor, log, max, min, parseint, pow, signum } from "./numeric-functions.js";
import { concat, contains, element, length } from "./sequence-functions.js";
import { join, lower, upper } from "./text-functions.js";
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
  ["ceil", ceil],
  ["concat", concat],
  ["contains", contains],
  ["element", element],
  ["floor", floor],
  ["join", join],
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
  ["sensitive", sensitive],
  ["signum", signum],
  ["tobool", tobool],
  ["tolist", tolist],
  ["tomap", tomap],
  ["tonumber", tonumber],
  ["toset", toset],
  ["tostring", tostring],
  ["upper", upper],
  ["values", values],
]);

/** Functions of Terraform 1.11 that are refused by name; any other name is none of Terraform's. */
export const UNSUPPORTED_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    "abspath alltrue anytrue base64decode base64encode base64gzip base64sha256 base64sha512 " +
    "basename bcrypt can chomp chunklist cidrhost cidrnetmask cidrsubnet cidrsubnets coalesce " +
    "coalescelist compact csvdecode dirname distinct endswith ephemeralasnull file filebase64 " +
    "filebase64sha256 filebase64sha512 fileexists filemd5 fileset filesha1 filesha256 filesha512 " +
    "flatten format formatdate formatlist indent index issensitive jsondecode jsonencode " +
    "matchkeys md5 one pathexpand plantimestamp range regex regexall replace reverse rsadecrypt " +
    "setintersection setproduct setsubtract setunion sha1 sha256 sha512 slice sort split " +
    "startswith strcontains strrev substr sum templatefile templatestring textdecodebase64 " +
    "textencodebase64 timeadd timecmp timestamp title transpose trim trimprefix trimspace " +
    "trimsuffix try urlencode uuid uuidv5 yamldecode yamlencode zipmap"
  ).split(" "),
);
