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
import { concat, contains, element, length } from "./sequence-functions.js";
import { setintersection, setproduct, setsubtract, setunion } from "./set-functions.js";
import { join, lower, upper } from "./text-functions.js";
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
  ["alltrue", alltrue],
  ["anytrue", anytrue],
  ["can", can],
  ["chunklist", chunklist],
  ["coalesce", coalesce],
  ["coalescelist", coalescelist],
  ["compact", compact],
  ["concat", concat],
  ["contains", contains],
  ["distinct", distinct],
  ["element", element],
  ["ephemeralasnull", ephemeralasnull],
  ["flatten", flatten],
  ["index", index],
  ["issensitive", issensitive],
  ["join", join],
  ["keys", keys],
  ["length", length],
  ["lookup", lookup],
  ["lower", lower],
  ["matchkeys", matchkeys],
  ["merge", merge],
  ["nonsensitive", nonsensitive],
  ["one", one],
  ["range", range],
  ["reverse", reverse],
  ["sensitive", sensitive],
  ["setintersection", setintersection],
  ["setproduct", setproduct],
  ["setsubtract", setsubtract],
  ["setunion", setunion],
  ["slice", slice],
  ["sort", sort],
  ["sum", sum],
  ["tobool", tobool],
  ["tolist", tolist],
  ["tomap", tomap],
  ["tonumber", tonumber],
  ["toset", toset],
  ["tostring", tostring],
  ["transpose", transpose],
  ["try", tryFirst],
  ["upper", upper],
  ["values", values],
  ["zipmap", zipmap],
]);

/** Functions of Terraform 1.11 that are refused by name; any other name is none of Terraform's. */
export const UNSUPPORTED_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    "abs abspath base64decode base64encode base64gzip base64sha256 base64sha512 basename " +
    "bcrypt ceil chomp cidrhost cidrnetmask cidrsubnet cidrsubnets csvdecode dirname " +
    "endswith file filebase64 filebase64sha256 filebase64sha512 fileexists " +
    "filemd5 fileset filesha1 filesha256 filesha512 floor format formatdate formatlist " +
    "indent jsondecode jsonencode log max md5 min parseint pathexpand " +
    "plantimestamp pow regex regexall replace rsadecrypt sha1 sha256 sha512 signum split " +
    "startswith strcontains strrev substr templatefile templatestring textdecodebase64 " +
    "textencodebase64 timeadd timecmp timestamp title trim trimprefix trimspace trimsuffix " +
    "urlencode uuid uuidv5 yamldecode yamlencode"
  ).split(" "),
);
