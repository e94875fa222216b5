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
import { csvdecode } from "./encoding-csv.js";
import { jsondecode, jsonencode } from "./encoding-json.js";
import {
  base64decode,
  base64encode,
  base64gzip,
  textdecodebase64,
  textencodebase64,
  urlencode,
} from "./encoding-text.js";
import { yamlencode } from "./encoding-yaml.js";
import { yamldecode } from "./encoding-yaml-decode.js";
import {
  abspath,
  basename,
  dirname,
  file,
  filebase64,
  filebase64sha256,
  filebase64sha512,
  fileexists,
  filemd5,
  fileset,
  filesha1,
  filesha256,
  filesha512,
  pathexpand,
} from "./file-functions.js";
import { format, formatlist } from "./format-function.js";
import type { FunctionSpec } from "./function-call.js";
import { base64sha256, base64sha512, md5, sha1, sha256, sha512, uuidv5 } from "./hash-functions.js";
import { chunklist, compact, distinct, flatten, reverse, slice, sort } from "./list-functions.js";
import { keys, lookup, merge, values } from "./map-functions.js";
import { bcrypt, plantimestamp, timestamp, uuid } from "./moment-functions.js";
import { cidrhost, cidrnetmask, cidrsubnet, cidrsubnets } from "./network-functions.js";
import { range, sum } from "./number-list-functions.js";
import { abs, ceil, floor, log, max, min, parseint, pow, signum } from "./numeric-functions.js";
import { rsadecrypt } from "./rsa-functions.js";
import { concat, contains, element, length } from "./sequence-functions.js";
import { setintersection, setproduct, setsubtract, setunion } from "./set-functions.js";
import { templatefile, templatestring } from "./template-functions.js";
import { join, lower, title, upper } from "./text-functions.js";
import { strrev, substr } from "./text-graphemes.js";
import { regex, regexall } from "./text-regex.js";
import { endswith, replace, split, startswith, strcontains } from "./text-search.js";
import { chomp, indent, trim, trimprefix, trimspace, trimsuffix } from "./text-trimming.js";
import { formatdate, timeadd, timecmp } from "./time-functions.js";
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
  ["abspath", abspath],
  ["alltrue", alltrue],
  ["anytrue", anytrue],
  ["base64decode", base64decode],
  ["base64encode", base64encode],
  ["base64gzip", base64gzip],
  ["base64sha256", base64sha256],
  ["base64sha512", base64sha512],
  ["basename", basename],
  ["bcrypt", bcrypt],
  ["can", can],
  ["ceil", ceil],
  ["chomp", chomp],
  ["chunklist", chunklist],
  ["cidrhost", cidrhost],
  ["cidrnetmask", cidrnetmask],
  ["cidrsubnet", cidrsubnet],
  ["cidrsubnets", cidrsubnets],
  ["coalesce", coalesce],
  ["coalescelist", coalescelist],
  ["compact", compact],
  ["concat", concat],
  ["contains", contains],
  ["csvdecode", csvdecode],
  ["dirname", dirname],
  ["distinct", distinct],
  ["element", element],
  ["endswith", endswith],
  ["ephemeralasnull", ephemeralasnull],
  ["file", file],
  ["filebase64", filebase64],
  ["filebase64sha256", filebase64sha256],
  ["filebase64sha512", filebase64sha512],
  ["fileexists", fileexists],
  ["filemd5", filemd5],
  ["fileset", fileset],
  ["filesha1", filesha1],
  ["filesha256", filesha256],
  ["filesha512", filesha512],
  ["flatten", flatten],
  ["floor", floor],
  ["format", format],
  ["formatdate", formatdate],
  ["formatlist", formatlist],
  ["indent", indent],
  ["index", index],
  ["issensitive", issensitive],
  ["join", join],
  ["jsondecode", jsondecode],
  ["jsonencode", jsonencode],
  ["keys", keys],
  ["length", length],
  ["log", log],
  ["lookup", lookup],
  ["lower", lower],
  ["matchkeys", matchkeys],
  ["max", max],
  ["md5", md5],
  ["merge", merge],
  ["min", min],
  ["nonsensitive", nonsensitive],
  ["one", one],
  ["parseint", parseint],
  ["pathexpand", pathexpand],
  ["plantimestamp", plantimestamp],
  ["pow", pow],
  ["range", range],
  ["regex", regex],
  ["regexall", regexall],
  ["replace", replace],
  ["reverse", reverse],
  ["rsadecrypt", rsadecrypt],
  ["sensitive", sensitive],
  ["setintersection", setintersection],
  ["setproduct", setproduct],
  ["setsubtract", setsubtract],
  ["setunion", setunion],
  ["sha1", sha1],
  ["sha256", sha256],
  ["sha512", sha512],
  ["signum", signum],
  ["slice", slice],
  ["sort", sort],
  ["split", split],
  ["startswith", startswith],
  ["strcontains", strcontains],
  ["strrev", strrev],
  ["substr", substr],
  ["sum", sum],
  ["templatefile", templatefile],
  ["templatestring", templatestring],
  ["textdecodebase64", textdecodebase64],
  ["textencodebase64", textencodebase64],
  ["timeadd", timeadd],
  ["timecmp", timecmp],
  ["timestamp", timestamp],
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
  ["urlencode", urlencode],
  ["uuid", uuid],
  ["uuidv5", uuidv5],
  ["values", values],
  ["yamldecode", yamldecode],
  ["yamlencode", yamlencode],
  ["zipmap", zipmap],
]);
