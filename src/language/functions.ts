// The functions of Terraform's language that Holdfast evaluates, one entry each. Only those are here that
// give exactly what Terraform 1.11 gives, which test/e2e/language checks against the real one.

import { can, type LazyFunction, tryFirst } from "./attempt-functions.js";
import {
  alltrue,
  anytrue,
  coalesce,
  coalescelist,
  index,
  matchkeys,
  one,
} from "./choose-functions.js";
import type { FunctionSpec } from "./function-call.js";
import { chunklist, compact, distinct, flatten, reverse, slice, sort } from "./list-functions.js";
import { keys, lookup, merge, values } from "./map-functions.js";
import { range, sum } from "./number-list-functions.js";
import { abs, ceil, floor, log, max, min, parseint, pow, signum } from "./numeric-functions.js";
import { concat, contains, element, length } from "./sequence-functions.js";
import { setintersection, setproduct, setsubtract, setunion } from "./set-functions.js";
import { join, lower, title, upper } from "./text-functions.js";
import { strrev, substr } from "./text-graphemes.js";
import { regex, regexall } from "./text-regex.js";
import { endswith, replace, split, startswith, strcontains } from "./text-search.js";
import { chomp, indent, trim, trimprefix, trimspace, trimsuffix } from "./text-trimming.js";
import {
  ephemeralasnull,
  issensitive,
  nonsensitive,
  sensitive,
  tobool,
  tolist,
  tomap,
  tonumber,
  toset,
  tostring,
} from "./type-functions.js";
import { transpose, zipmap } from "./zip-functions.js";

export const FUNCTIONS: ReadonlyMap<string, FunctionSpec | LazyFunction> = new Map<
  string,
  FunctionSpec | LazyFunction
>([
  ["abs", abs],
  ["alltrue", alltrue],
  ["anytrue", anytrue],
  ["can", can],
  ["ceil", ceil],
  ["chomp", chomp],
  ["chunklist", chunklist],
  ["coalesce", coalesce],
  ["coalescelist", coalescelist],
  ["compact", compact],
  ["concat", concat],
  ["contains", contains],
  ["distinct", distinct],
  ["element", element],
  ["endswith", endswith],
  ["ephemeralasnull", ephemeralasnull],
  ["flatten", flatten],
  ["floor", floor],
  ["indent", indent],
  ["index", index],
  ["issensitive", issensitive],
  ["join", join],
  ["keys", keys],
  ["length", length],
  ["log", log],
  ["lookup", lookup],
  ["lower", lower],
  ["matchkeys", matchkeys],
  ["max", max],
  ["merge", merge],
  ["min", min],
  ["nonsensitive", nonsensitive],
  ["one", one],
  ["parseint", parseint],
  ["pow", pow],
  ["range", range],
  ["regex", regex],
  ["regexall", regexall],
  ["replace", replace],
  ["reverse", reverse],
  ["sensitive", sensitive],
  ["setintersection", setintersection],
  ["setproduct", setproduct],
  ["setsubtract", setsubtract],
  ["setunion", setunion],
  ["signum", signum],
  ["slice", slice],
  ["sort", sort],
  ["split", split],
  ["startswith", startswith],
  ["strcontains", strcontains],
  ["strrev", strrev],
  ["substr", substr],
  ["sum", sum],
  ["title", title],
  ["tobool", tobool],
  ["tolist", tolist],
  ["tomap", tomap],
  ["tonumber", tonumber],
  ["toset", toset],
  ["tostring", tostring],
  ["transpose", transpose],
  ["trim", trim],
  ["trimprefix", trimprefix],
  ["trimspace", trimspace],
  ["trimsuffix", trimsuffix],
  ["try", tryFirst],
  ["upper", upper],
  ["values", values],
  ["zipmap", zipmap],
]);

/** Functions of Terraform 1.11 that are refused by name; any other name is none of Terraform's. */
export const UNSUPPORTED_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    "abspath base64decode base64encode base64gzip base64sha256 base64sha512 basename bcrypt " +
    "cidrhost cidrnetmask cidrsubnet cidrsubnets csvdecode dirname file filebase64 " +
    "filebase64sha256 filebase64sha512 fileexists filemd5 fileset filesha1 filesha256 " +
    "filesha512 format formatdate formatlist jsondecode jsonencode md5 pathexpand " +
    "plantimestamp rsadecrypt sha1 sha256 sha512 templatefile templatestring " +
    "textdecodebase64 textencodebase64 timeadd timecmp timestamp urlencode uuid uuidv5 " +
    "yamldecode yamlencode"
  ).split(" "),
);
