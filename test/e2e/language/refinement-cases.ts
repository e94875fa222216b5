// What is certain of values that are not known, and what follows from it, which Terraform is asked for. Each
// expression is known or unknown because of what is certain of a part of it.

import type { Json } from "../../../src/model/json.js";
import { expressions } from "./case-lines.js";

/** Whether any of these may be null. */
const MAYBE_NULL = expressions`
    abs(local.unum)
    alltrue(tolist([local.uid == "a"]))
    anytrue(tolist([local.uid == "a"]))
    basename(local.uid)
    dirname(local.uid)
    pathexpand(local.uid)
    abspath(local.uid)
    file(local.uid)
    filebase64(local.uid)
    filemd5(local.uid)
    fileexists(local.uid)
    fileset(local.uid, "*")
    base64decode(local.uid)
    base64encode(local.uid)
    base64gzip(local.uid)
    base64sha256(local.uid)
    base64sha512(local.uid)
    bcrypt(local.uid)
    can(local.uid)
    ceil(local.unum)
    chomp(local.uid)
    chunklist(local.ulist, 1)
    cidrhost(local.uid, 1)
    cidrnetmask(local.uid)
    cidrsubnet(local.uid, 1, 1)
    cidrsubnets(local.uid, 1)
    coalesce(local.uid, "a")
    coalesce(null, local.uid)
    coalescelist(tolist([local.uid]), ["a"])
    coalescelist(local.ulist, local.ulist)
    compact([local.uid])
    compact(tolist([local.uid]))
    concat(local.ulist, local.ulist)
    contains(local.lst, local.uid)
    csvdecode(local.uid)
    distinct([local.uid, "a"])
    element(local.lst, local.unum)
    element(local.ulist, 1)
    endswith(local.uid, "a")
    ephemeralasnull(local.uid)
    ephemeralasnull(local.unull)
    flatten([local.ulist])
    floor(local.unum)
    format("%s", local.uid)
    format("%s-a", local.uid)
    format("ab-%s", local.uid)
    formatdate(local.uid, local.uid)
    formatlist("%s", local.ulist)
    indent(2, local.uid)
    index(local.lst, local.uid)
    issensitive(local.uid)
    join(",", [local.uid])
    join(",", local.ulist)
    jsondecode(local.uid)
    jsonencode(local.uid)
    jsonencode([local.uid])
    jsonencode({a = local.uid})
    jsonencode(local.ulist)
    jsonencode(local.umap)
    jsonencode(local.udyn)
    keys(local.umap)
    length(local.ulist)
    length(local.uid)
    length(local.udyn)
    log(local.unum, 2)
    lookup(local.mp, local.uid)
    lookup(local.mp, local.uid, 1)
    lower(local.uid)
    matchkeys(local.lst, [local.uid, "a"], ["a"])
    max(local.unum, 1)
    md5(local.uid)
    merge(local.umap, local.umap)
    min(local.unum, 1)
    nonsensitive(local.secu)
    one(local.ulist)
    one(tolist([local.uid]))
    parseint(local.uid, 10)
    plantimestamp()
    pow(local.unum, 2)
    range(local.unum)
    regex("a", local.uid)
    regexall("a", local.uid)
    replace(local.uid, "a", "b")
    reverse(local.ulist)
    rsadecrypt(local.uid, local.uid)
    sensitive(local.uid)
    sensitive(local.unull)
    setintersection(local.uset, local.uset)
    setproduct(local.uset, local.uset)
    setproduct(local.ulist, local.ulist)
    setsubtract(local.uset, local.uset)
    setunion(local.uset, local.uset)
    sha1(local.uid)
    sha256(local.uid)
    sha512(local.uid)
    signum(local.unum)
    slice(local.ulist, 0, 1)
    sort(local.ulist)
    sort(tolist([local.uid]))
    split(",", local.uid)
    startswith(local.uid, "a")
    strcontains(local.uid, "a")
    strrev(local.uid)
    substr(local.uid, 0, 1)
    sum(local.ulist)
    sum([local.unum])
    templatefile(local.uid, {})
    templatestring(local.uid, {})
    textdecodebase64(local.uid, "UTF-8")
    textencodebase64(local.uid, "UTF-8")
    timeadd(local.uid, "1h")
    timecmp(local.uid, local.uid)
    timestamp()
    title(local.uid)
    tobool(local.uid)
    tolist(local.ulist)
    tolist(local.udyn)
    tomap(local.umap)
    tonumber(local.uid)
    tonumber(local.unull)
    toset(local.uset)
    toset(local.ulist)
    tostring(local.uid)
    tostring(local.unum)
    tostring(local.unull)
    transpose(local.umap)
    trim(local.uid, "a")
    trimprefix(local.uid, "a")
    trimspace(local.uid)
    trimsuffix(local.uid, "a")
    try(local.uid)
    try(local.unull)
    upper(local.uid)
    urlencode(local.uid)
    uuid()
    uuidv5("dns", local.uid)
    values(local.umap)
    yamldecode(local.uid)
    yamlencode(local.uid)
    yamlencode([local.uid])
    zipmap(local.ulist, local.ulist)
    zipmap(["a"], local.ulist)
    local.unum + 1
    local.unum - 1
    local.unum * 2
    local.unum / 2
    local.unum % 2
    -local.unum
    !tobool(local.uid)
    local.uid == "a"
    local.unum < 3
    tobool(local.uid) && true
    tobool(local.uid) || true
    "a\${local.uid}"
    "\${local.uid}b"
    "%{ for x in local.ulist }a%{ endfor }"
    "%{ if local.uid == "a" }a%{ endif }"
    local.ubool ? 1 : 2
    local.ubool ? "a" : "b"
    local.ubool ? "a" : local.uid
    local.ubool ? "a" : local.unull
    local.ubool ? null : "b"
    local.ubool ? [1] : [2]
    local.ubool ? local.lst : local.lst
    local.ubool ? local.ulist : local.lst
    local.ubool ? local.mp : local.umap
    local.ubool ? local.obj : {a = 2, b = "y"}
    local.ulist[*]
    local.uset[*]
    local.umap[*]
    local.unull[*]
    local.uid[*]
    [for x in local.ulist : x]
    local.ulist
    local.unull
    local.uid
    local.unum
    local.umap.a
    local.ulist[0]
    {for x in [local.uid] : x => 1}
    {for x in [local.uid] : x => 1}["a"]
    [for x in [1, 2] : x if local.uid == "a"]
    terraform_data.u.output
  `;

/** As long as a prefix is kept, and longer. */
const LONG = ["a".repeat(126), "a".repeat(127), "a".repeat(140), "é".repeat(80), "x".repeat(125)];

export const REFINEMENT_CASES: Readonly<Record<string, readonly Json[]>> = {
  "certainly not null": MAYBE_NULL.map((text) => `\${(${String(text).slice(2, -1)}) == null}`),
  "beginnings of unknown text": [
    ...LONG.flatMap((text) => [
      `\${startswith("${text}-\${local.uid}", "${text}-")}`,
      `\${startswith("${text}-\${local.uid}", "${text.slice(0, 120)}")}`,
      `\${length("${text}-\${local.uid}") < ${text.length - 1}}`,
      `\${length("${text}-\${local.uid}") < 127}`,
      `\${length(format("${text}-%s", local.uid)) < 128}`,
      `\${length(format("${text}-%s", local.uid)) < 140}`,
    ]),
    ...expressions`
    "a-\${local.uid}" == "b"
    "a-\${local.uid}" == "a-"
    "a-\${local.uid}" == "a"
    "a-\${local.uid}" != "b-c"
    "ab\${local.uid}" == "ac"
    "ab\${local.uid}" == "b"
    "a-\${local.uid}" == "b-\${local.uid}"
    "a-\${local.uid}" == local.uid
    startswith("ab-\${local.uid}", "a")
    startswith("ab-\${local.uid}", "b")
    startswith("ab-\${local.uid}", "")
    startswith("ab-\${local.uid}", "ab-c")
    startswith("ab\${local.uid}", "ab")
    startswith(local.uid, "")
    startswith(local.uid, "x")
    startswith("abc-d\${local.uid}", "abc-d")
    startswith("abc-d\${local.uid}", "abc-")
    startswith("abc-d\${local.uid}", "abc-e")
    strcontains("ab-\${local.uid}", "ab")
    startswith(upper("ab-\${local.uid}"), "AB")
    startswith(format("ab-%s", local.uid), "ab")
    startswith(format("ab-%s", local.uid), "ab-")
    startswith(format("ab%s", local.uid), "ab")
    startswith(format("%s-%s", "ab", local.uid), "ab-")
    startswith(format("%s-%s", local.uid, "ab"), "ab-")
    startswith(format("%%-%s", local.uid), "%-")
    startswith(format("%%-%s", local.uid), "%%")
    startswith(format("%d-%s", 5, local.uid), "5-")
    startswith(format("%d-%s", 5, local.uid), "%")
    startswith(join("-", ["ab", local.uid]), "ab-")
    startswith(join("-", ["ab", local.uid]), "x")
    startswith(trimspace("ab-\${local.uid}"), "ab")
    startswith(substr("ab-\${local.uid}", 0, 2), "ab")
    startswith(trimprefix("ab-\${local.uid}", "ab"), "-")
    startswith(jsonencode({a = local.uid}), "{")
    startswith(jsonencode({a = local.uid}), "[")
    startswith(jsonencode([local.uid]), "[")
    startswith(jsonencode(local.uid), "\"")
    startswith(jsonencode(local.uid), "x")
    startswith(jsonencode(local.unum), "x")
    startswith(jsonencode(local.unull), "x")
    startswith(jsonencode(local.ulist), "[")
    startswith(jsonencode(local.uset), "[")
    startswith(jsonencode(local.umap), "{")
    startswith(jsonencode("a-\${local.uid}"), "\"a")
    startswith(jsonencode(local.udyn), "x")
    startswith(tostring("ab-\${local.uid}"), "ab")
    startswith(urlencode("ab-\${local.uid}"), "ab")
    startswith(base64encode("ab-\${local.uid}"), "ab")
    startswith(yamlencode([local.uid]), "-")
    startswith(local.ubool ? "ab-c" : "ab-d", "ab")
    startswith(local.ubool ? "ab-c" : "ab-c", "ab")
    startswith("ab-\${"cd-\${local.uid}"}", "ab-cd")
    startswith("ab-\${"cd-\${local.uid}"}", "ab-c")
    startswith("\${"cd-\${local.uid}"}x", "cd-")
    "\${"cd-\${local.uid}"}x" == "e"
    formatlist("%s", local.ubool ? tolist([1]) : tolist([2]))
    coalesce("a-\${local.uid}", "b") == "c"
    startswith(coalesce("a-\${local.uid}", "b"), "a")
    try("a-\${local.uid}", "b") == "c"
    one(tolist(["a-\${local.uid}"])) == "c"
    element(tolist(["a-\${local.uid}"]), 0) == "c"
    lookup(tomap({a = "a-\${local.uid}"}), "a") == "c"
    lookup({a = "a-\${local.uid}"}, "a", "x") == "c"
    lookup(tomap({a = "a-\${local.uid}"}), "a", "x") == "c"
    tolist(["a-\${local.uid}"])[0] == "c"
    reverse(tolist(["a-\${local.uid}"]))[0] == "c"
    values({a = "a-\${local.uid}"})[0] == "c"
    merge({a = "a-\${local.uid}"})["a"] == "c"
    tomap({a = "a-\${local.uid}"}).a == "c"
    tolist(["a-\${local.uid}", 1])[0] == "c"
    {for k, v in {a = "a-\${local.uid}"} : k => v}.a == "c"
    sensitive("a-\${local.uid}") == "c"
    tostring("a-\${local.uid}") == "b"
    tostring(tostring("a-\${local.uid}")) == "b"
    tobool("a-\${local.uid}")
    tonumber("a-\${local.uid}")
    ["a-\${local.uid}"] == ["b"]
    ["a-\${local.uid}", "c"] == ["a-x", "d"]
    {a = "a-\${local.uid}"} == {a = "b"}
    tolist(["a-\${local.uid}"]) == tolist(["b"])
    toset(["a-\${local.uid}"]) == toset(["b"])
    contains(["a-\${local.uid}"], "b")
    contains(["b"], "a-\${local.uid}")
    index(["b", "a-x"], "a-\${local.uid}")
    index(["b", "c"], "a-\${local.uid}")
    jsonencode(local.ubool ? [1] : [2]) == "x"
    jsonencode(local.ubool ? tomap({a = 1}) : tomap({})) == "x"
    jsonencode(local.ubool ? tomap({a = 1}) : tomap({b = 1})) == "x"
    jsonencode(local.ubool ? 1 : 2) == "x"
    jsonencode(local.ubool ? true : false) == "x"
    jsonencode(toset([local.uid])) == "x"
    jsonencode(tomap({a = local.uid})) == "x"
    jsonencode(sensitive(local.uid)) == "x"
    format("é-%s", local.uid) == "x"
    format("ab%5s", local.uid) == "b"
    format("ab%%c%s", local.uid) == "b"
    format("ab%%-c%s", local.uid) == "b"
    startswith(format("ab%%-c%s", local.uid), "ab%")
    startswith(format("ab%%-c%s", local.uid), "a")
    startswith(format("ab-%%-c%s", local.uid), "ab-")
    format("ab-%d", local.unum) == "x"
    format("ab-%s", [local.uid]) == "x"
    format("ab-%s-%s", "c", local.uid) == "x"
    format("ab-", local.uid)
    format(local.uid, "a") == "x"
    format("%s") == "x"
    format("ab-%s", local.udyn) == "x"
    formatlist("ab-%s", [local.uid]) == ["x"]
    formatlist("ab-%s", local.lst) == ["x", "y"]
    formatlist("ab-%s", [local.uid])[0] == "x"
    startswith(formatlist("ab-%s", [local.uid])[0], "a")
    formatlist("ab-%s", [local.uid])[0] == null
    "%{ for x in [local.uid] }a-\${x}%{ endfor }" == "b"
    "ab-%{ for x in [local.uid] }a-\${x}%{ endfor }" == "b"
    "\${"a-"}\${local.uid}" == "b"
    "\${5}-\${local.uid}" == "b"
    "\${true}\${local.uid}" == "b"
    "\${local.sec}-\${local.uid}" == "b"
    "a-\${local.secu}" == "b"
    "a-\${local.udyn}" == "b"
    "abc\${local.udyn}" == "b"
    startswith("a b \${local.uid}", "a b ")
    startswith("a=\${local.uid}", "a=")
    startswith("a=\${local.uid}", "b")
    startswith("é-\${local.uid}", "é-")
    startswith("aé\${local.uid}", "aé")
    startswith("aé\${local.uid}", "a")
    startswith("👨‍👩‍👧‍👦\${local.uid}", "👨")
    startswith("x👨‍👩‍👧‍👦\${local.uid}", "x")
    startswith("x👨‍👩‍👧‍👦-\${local.uid}", "x👨‍👩‍👧‍👦-")
    startswith("한글\${local.uid}", "한")
    startswith("한글\${local.uid}", "한글")
    startswith("e\u0301-\${local.uid}", "é-")
    startswith(local.unull, "")
    startswith("a-\${local.uid}", local.uid)
    (local.ubool ? 1 : "a-\${local.uid}") == "b"
    [for k in ["a-\${local.uid}"] : k == "b"]
    {("a-\${local.uid}") = 1}
    (true ? "a-\${local.uid}" : "x") == "b"
    (false ? 1 : "a-\${local.uid}") == "b"
    "\${local.uid == null}"
    "\${timestamp()}" == ""
    jsonencode(local.ubool ? [1] : null) == "x"
    jsonencode(local.uid[*])
  `,
  ],
  "lengths of unknown collections": expressions`
    length(local.ulist) < 0
    length(local.ulist) >= 0
    length(local.ulist) > -1
    length(local.ulist) == -1
    length(local.ulist) != -1
    -1 < length(local.ulist)
    length(local.uid) < 0
    length(local.udyn) < 0
    length("abc-\${local.uid}") < 3
    length("abc-\${local.uid}") < 4
    length("abc-\${local.uid}") < 1
    length(local.umap) < 0
    length(local.uset) < 0
    length(toset([local.uid, "a"])) > 2
    length(toset([local.uid, "a"])) < 1
    length(toset([local.uid, "a"])) == 3
    length(toset([local.uid, "a"])) >= 1
    length(tolist(toset([local.uid, "a"]))) >= 1
    length(tolist(toset([local.uid, "a"]))) > 2
    length(local.ulist) + 1 < 1
    length(local.ulist) + 1 < 0
    length(local.ulist) * 2 < 0
    -length(local.ulist) > 0
    length(local.ulist) - 1 < -1
    length(local.ulist) % 2 < 0
    max(length(local.ulist), 3) < 3
    min(length(local.ulist), 3) > 3
    ceil(length(local.ulist)) < 0
    floor(length(local.ulist)) < 0
    sum([length(local.ulist), 1]) < 0
    (local.ubool ? 1 : length(local.ulist)) < 0
    (local.ubool ? 1 : length(local.ulist)) > 1
    length(local.ubool ? [1] : [2]) == 1
    length(local.ufew) > 2
    length(local.ufew) < 1
    length(local.ufew) == 2
    (local.ufew) == tolist([1, 2, 3])
    (local.ufew) == tolist([1, 2])
    length(local.ubool ? tomap({a = 1}) : tomap({b = 1}))
    length(local.ubool ? toset([1]) : toset([2]))
    length(local.ulist[*])
    length((local.ufew)[*]) > 2
    length((local.ubool ? tolist([1]) : tolist([2]))[*])
    length([for x in (local.ubool ? tolist([1]) : tolist([2])) : x])
    length(keys(local.ubool ? tomap({a = 1}) : tomap({b = 1})))
    length(values(local.ubool ? tomap({a = 1}) : tomap({b = 1})))
    length(tolist(local.ubool ? toset([1]) : toset([2, 3]))) > 2
    length(toset(local.ufew)) > 2
    length(toset(local.ufew)) < 1
    length(concat(local.ufew, tolist([1]))) < 2
    length(reverse(local.ufew)) < 1
    length(sort(local.ubool ? tolist(["1"]) : tolist(["2", "3"]))) < 1
    length(distinct(local.ufew)) > 2
    length(distinct(tolist([local.uid, "a"]))) > 2
    length(compact(tolist([local.uid, "a"]))) > 2
    length(setunion(toset([local.uid, "a"]), toset(["b"]))) > 3
    length(setunion(toset([local.uid, "a"]), toset(["b"]))) < 1
    length(setintersection(toset([local.uid, "a"]), toset(["b"]))) > 1
    length(setsubtract(toset([local.uid, "a"]), toset(["b"]))) > 2
    length(setproduct(toset([local.uid, "a"]), toset(["b"]))) > 2
    length(setproduct(toset([local.uid, "a"]), toset(["b"]))) < 1
    length(setproduct(local.ulist, ["b"])) < 0
    length(setproduct(local.ulist, [])) > 0
    length(chunklist(local.ufew, 1)) > 2
    length(chunklist(local.ufew, 2)) > 1
    length(chunklist(local.ulist, 2)) < 0
    length(slice(local.ulist, 0, 1)) == 1
    length(range(local.unum)) < 0
    length(split(",", local.uid)) < 1
    length(split(",", local.uid)) > 0
    length(split(",", "a,b-\${local.uid}")) < 2
    length(regexall("a", local.uid)) < 0
    length(formatlist("%s", local.ulist)) < 0
    length(formatlist("%s", local.ufew)) > 2
    length(zipmap(["a"], local.ulist))
    length(merge(tomap({a = 1}), local.umap)) < 1
    length(merge(tomap({a = local.uid}), tomap({b = "b"})))
    length(transpose(local.umap)) < 0
    length(coalesce(local.ulist, tolist([1]))) < 0
    coalesce(length(local.ulist), 5) < 0
    tolist([length(local.ulist), "a"])[0] == null
    tolist([length(local.ulist), "b"])[0] == null
    tostring(length(local.ulist)) == null
    "\${length(local.ulist)}" == "a"
    length(tolist(toset([local.uid, "a"]))) > 3
    length(tolist(toset([local.uid, "a"]))) == 3
    length(tolist(toset([local.uid, "a"]))) == 0
    length(sort(toset([local.uid, "a"]))) == 3
    length(sort(toset([local.uid, "a"])))
    length(local.udyn) == -1
    length(local.udyn) > -1
    length(local.unull) > -1
    length(local.ubool ? [1] : null)
    length(sort(local.ubool ? ["a"] : null)) == 3
    length(local.ubool ? tolist([1]) : null) == 3
    length(local.ubool ? tolist([1]) : tolist(null)) == 3
    length(local.ubool ? tolist([1]) : tolist(null))
    length((local.ubool ? tolist([1]) : tolist(null))[*])
    length(setproduct(local.ubool ? tolist([1]) : tolist([2]), ["a"]))
    length(setproduct(local.ubool ? toset([1]) : toset([2]), ["a"]))
    length(local.ubool ? {a = 1} : {a = 2})
    length(timestamp()) == -1
    length(reverse(local.ufew)) == 5
    length(sort(local.ubool ? tolist(["1"]) : tolist(["2", "3"]))) == 5
    length(distinct(local.ufew)) == 5
    length(distinct(tolist([local.uid, "a"]))) == 5
    length(compact(tolist([local.uid, "a"]))) == 5
    length(concat(local.ufew, tolist([1]))) == 9
    length(setunion(toset([local.uid, "a"]), toset(["b"]))) == 9
    length(setintersection(toset([local.uid, "a"]), toset(["b"]))) == 9
    length(setsubtract(toset([local.uid, "a"]), toset(["b"]))) == 9
    length(setproduct(toset([local.uid, "a"]), toset(["b"]))) == 9
    length(setproduct(toset([local.uid, "a"]), toset(["b"]))) == 0
    length(setproduct([local.uid, "a"], toset(["b"])))
    length(setproduct(local.ufew, ["a"])) == 9
    length(setproduct(local.ufew, ["a"])) == 0
    length(setproduct(local.ulist, ["b"])) == -1
    length(setproduct(local.ulist, [])) == 1
    setproduct(local.ulist, [])
    setproduct(local.uset, [])
    length(chunklist(local.ufew, 1)) == 9
    length(chunklist(local.umore, 2)) == 3
    length(chunklist(local.ulist, 0)) == 3
    length(slice(local.umore, 0, 1)) == 9
    length(slice(local.ulist, 0, 1)) == 9
    length(keys(local.umap)) == -1
    length(values(local.umap)) == -1
    length(range(local.unum)) == -1
    length(split(",", local.uid)) == 0
    length(regexall("a", local.uid)) == -1
    length(formatlist("%s", local.ulist)) == -1
    length(zipmap(["a"], local.ulist)) == 9
    length(merge(tomap({a = 1}), local.umap)) == 0
    length(transpose(local.umap)) == -1
    length(coalesce(local.ulist, tolist([1]))) == -1
    length(flatten([local.ulist])) == -1
    length(toset(local.ufew)) == 9
    length(matchkeys(local.lst, [local.uid, "a"], ["a"])) == 9
    length(csvdecode(local.uid)) == -1
    length(yamlencode([local.uid])) == -1
    length(cidrsubnets(local.uid, 1, 2)) == 9
    length(join(",", [local.uid])) == -1
    length(upper("ab-\${local.uid}")) == 0
    length(uuid()) == 3
    length(timestamp()) == 3
    length(md5(local.uid)) == 3
    length(sha1(local.uid)) == -1
    length(local.ubool ? toset([local.uid, "a"]) : toset(["a", "b"])) == 7
    length(local.ubool ? toset([local.uid, "a"]) : toset(["a", "b"])) == 0
    length(concat(tolist(["x"]), local.ubool ? ["b"] : ["c"])) == 9
    length(local.ulist)[*]
    length(local.unull[*])
    length(setproduct(local.ubool ? toset([1]) : toset([2, 3]), ["a"])) == 9
    length(setproduct(local.ubool ? toset([1]) : toset([2, 3]), ["a"])) == 0
    length(setproduct(local.ufew, ["a", "b"])) == 1
    length(setproduct(local.ufew, ["a", "b"])) == 5
    length(setproduct(local.ufew, local.umore)) == 6
    length(setproduct(local.ufew, local.umore)) == 7
    length(setproduct(local.ufew, local.umore)) == 0
    length(setproduct(local.ufew, local.ulist)) == 0
    length(setproduct(local.ubool ? tolist([]) : tolist([2, 3]), local.ulist)) == 0
    length(setproduct(local.ulist, local.lst)) == 0
    length(setproduct(local.ufew, local.sett)) == 0
    length(setproduct(local.ufew, toset([local.uid, "a"]))) == 0
    length(setproduct(local.ufew, toset([local.uid, "a"]))) == 5
    length(setproduct(toset([local.uid, "a"]), ["a"])) == 5
    length(setproduct(toset([local.uid, "a"]), toset(["a"]))) == 5
    setproduct(local.ubool ? tolist([1]) : tolist([2]), ["a"])
    setproduct(local.ubool ? tolist([1]) : tolist([2]), local.ubool ? ["a"] : ["b"])
    setproduct(local.ubool ? toset([1]) : toset([2]), toset(["a"]))
    setproduct(local.ufew, [])
    setproduct(toset([local.uid, "a"]), [])
    setproduct(local.ubool ? tolist([1]) : null, [1])
    length(setproduct(local.ubool ? tolist([1]) : null, [1])) == 0
    length(setproduct(local.ubool ? [1] : [2], ["a"])) == 5
    setproduct(local.ubool ? [1] : [2], ["a"])
    setproduct(local.ubool ? [1] : null, ["a"])
    setproduct(local.ubool ? [1] : [2], local.ulist)
  `,
  "ranges of unknown numbers and what is equal": expressions`
    abs(local.unum) < 0
    abs(local.unum) >= 0
    abs(local.unum) == -1
    abs(local.unum) + 1 < 0
    signum(local.unum) > 2
    index(local.lst, local.uid) < 0
    index(local.lst, local.uid) > 5
    parseint(local.uid, 10) < 0
    timecmp(local.uid, local.uid) > 1
    (local.ubool ? 1 : 2) < 0
    (local.ubool ? 1 : 2) < 1
    (local.ubool ? 1 : 2) <= 2
    (local.ubool ? 1 : 2) > 2
    (local.ubool ? 1 : 2) == 3
    (local.ubool ? 1 : 2) == 1
    (local.ubool ? 1 : 2) + 1 > 5
    local.ubool ? toset([1]) : toset([2])
    local.ubool ? toset([]) : toset([])
    local.ubool ? tomap({}) : tomap({})
    local.ubool ? tolist([1]) : tolist([2])
    local.ubool ? 1 : 1
    local.ubool ? true : true
    local.ubool ? "a" : "a"
    coalesce(local.uid, "b") == null
    coalesce(local.unull, "b") == null
    coalesce(local.unull) == null
    tolist([local.uid])[0] == null
    toset([local.uid]) == null
    sort(tolist([local.uid]))[0] == null
    [for x in toset([local.uid]) : x == null]
    tolist([local.unum, "b"])[0] == null
    tonumber(local.uid) == null
    [local.uid] == [null]
    [local.uid] == ["a"]
    local.ulist == null
    local.ulist == []
    local.ulist == tolist([])
    terraform_data.u == null
    terraform_data.u.id == null
    local.unull == "a"
    local.uid == local.uid
    null == local.uid
    local.uid != null
    local.uid != null ? "a" : "b"
    local.uid == null || false
    local.unum == null
    tobool(local.uid) == null
    !tobool(local.uid) == null
    local.uid == local.ulist
    local.uid == local.unum
    local.unull == local.unum
    local.unull == local.ulist
    tostring(null) == local.unum
    null == local.unum
    tostring(null) == local.unull
    local.unum == "a"
    local.unum == []
    local.ulist == local.umap
    [local.uid] == [local.unum]
    [local.unull] == [local.unum]
    [local.unull] == [5]
    [local.unull] == [null]
    [local.unull] == [tonumber(null)]
    [null] == [tonumber(null)]
    tolist([local.uid]) == tolist([1])
    tolist(toset([local.uid, "a"])) == null
    sort(toset([local.uid, "a"])) == null
    "ab-%{ if local.uid == "a" }a%{ else }b%{ endif }" == "b"
    "%{ if local.uid == "a" }a-x%{ else }a-y%{ endif }" == "b"
    "\r\n\${local.udyn}" == "b"
    "a\n\${local.udyn}" == "b"
    "a b \${local.uid}" == "a b"
    (local.ubool ? [1] : null)[0]
    sort(local.ubool ? ["a"] : null)
    [for x in (local.ubool ? [1] : null) : x]
    (local.ubool ? [1] : null)[*]
    (local.ubool ? tolist([1]) : null)[*]
    setunion(local.ubool ? [1] : [2], [3])
    setunion(local.ubool ? [1, 2] : [2, 3], [3])
    toset(local.ubool ? [1, 2] : [2, 3])
    merge(local.ubool ? {a = 1} : {a = 2}, {b = 1})
    merge(local.ubool ? tomap({a = 1}) : tomap({a = 2}), {b = 1})
    local.ubool ? (local.uid == "b" ? 1 : 5) : (local.uid == "b" ? 2 : 3)
    (local.ubool ? (local.uid == "b" ? 1 : 5) : (local.uid == "b" ? 2 : 3)) == 6
    (local.ubool ? (local.uid == "b" ? 1 : 5) : (local.uid == "b" ? 2 : 3)) == 0
    (local.ubool ? 1 : 2) == (local.ubool ? 3 : 4)
    (local.ubool ? 1 : 2) < (local.ubool ? 3 : 4)
    (local.ubool ? 1 : 2) <= (local.ubool ? 3 : 4)
    (local.ubool ? 1 : 2) > (local.ubool ? 3 : 4)
    (local.ubool ? 1 : 2) >= (local.ubool ? 3 : 4)
    (local.ubool ? 1 : 2) <= 0
    (local.ubool ? 1 : 2) >= 3
    (local.ubool ? 1 : null) == 3
    (local.ubool ? 1 : null) == null
    (local.ubool ? tonumber(null) : 1) == 3
    (local.ubool ? 1 : "2") == "3"
    (local.ubool ? 1 : "2") == null
    {a = local.uid}.a != null
    local.objs[*].id == null
    keys({a = local.uid}) == null
    compact([local.uid, "a"])
    (true ? local.uid : 5) == null
    (true ? local.unum : "5") == null
    max(1, local.unum) == null
    local.udyn == null
    [local.udyn] == [1]
    local.udyn != "a"
    terraform_data.u.input == null
    !(local.uid == null)
    local.uid != null && local.uid == "a"
    local.uid == null && true
    local.secu == null
    local.secu != null ? 1 : 2
    timestamp() == null
    uuid() == "a"
    [local.udyn] == (local.ubool ? [1] : [2])
    [local.udyn, 1] == [local.unum, local.udyn]
    [local.udyn] == [[1]]
    {a = local.udyn} == {b = 1}
    {a = local.udyn} == {a = 1}
    toset([local.uid]) == toset(["a", "b"])
    toset([local.uid]) == toset([])
    toset([[local.uid]]) == toset([["a"]])
    toset([[local.uid]]) == toset([[local.uid]])
    toset([{a = local.uid, b = 1}]) == toset([{a = local.uid, b = 2}])
    contains([toset([local.uid])], toset(["b"]))
    ceil(local.ubool ? 1 : 2) == 9
    abs(local.ubool ? 1 : 2) == 9
    -(local.ubool ? 1 : 2) == 9
    floor(local.ubool ? 1 : 2) == 9
    max(local.ubool ? 1 : 2, 3)
    (local.ubool ? 1 : 2) + 1 == 9
    (local.ubool ? 1 : 2) * 0
    sum([local.ubool ? 1 : 2]) == 9
    signum(local.unum) == 9
    index(local.lst, local.uid) == 9
    tolist(local.ubool ? [1] : null)
    setunion(local.ubool ? [1] : null, [3])
    concat(local.ubool ? ["b"] : null, ["x"])
    merge({a = 1}, local.ubool ? {b = 1} : {b = 2})
    tomap(local.ubool ? {b = 1} : {b = 2})
    lookup(local.ubool ? {b = 1} : {b = 2}, "b") == null
    lookup(local.ubool ? tomap({b = 1}) : tomap({}), "b") == null
    (local.ubool ? {b = 1} : {b = 2}).b == null
    (local.ubool ? {b = 1} : {b = 2}) == {b = "x"}
    (local.ubool ? {b = 1} : {b = 2}) == null
    (local.ubool ? {b = 1} : {b = 2}).b == "a"
    (local.ubool ? {b = 1} : {b = 2})[*].b
    (local.ubool ? {b = 1} : {b = 2})[*]
    (local.ubool ? tomap({b = 1}) : tomap({c = 2}))[*]
    (local.ubool ? "a" : "b")[*]
    (local.ubool ? "a" : "b").*.x
    local.unum[*]
    local.uid[*] == ["a"]
    terraform_data.u.id.*
    [for x in local.uid[*] : x]
    local.unull[*]
    "%{ for x in local.uid[*] }\${x}%{ endfor }"
    max(local.uid[*]...)
    coalesce(local.uid[*]...)
    try(local.uid[*][0], 1)
    local.uid[*][0]
    local.uid[*][1]
    toset(local.uid[*])
    local.ubool ? local.uid[*] : ["x"]
    one(local.uid[*])
    one(local.unull[*])
    local.uid != null ? local.uid[*] : []
    {for k in local.uid[*] : "a" => k}
    can(local.uid == null)
    alltrue([local.uid == null])
    anytrue([local.uid != null, local.uid == "a"])
    alltrue([local.uid == "a"]) == null
    contains([local.uid], null)
    index([local.uid], null)
    contains(local.lst, local.unull)
    distinct([local.uid, null])
    coalesce(null, local.uid, "x")
    coalesce(local.unull, local.uid)
    coalescelist(local.uid[*], ["x"])
    compact(local.uid[*])
  `,
};
