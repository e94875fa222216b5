// Expressions that Holdfast once understood otherwise than Terraform, most of them found by chance.

import type { Json } from "../../../src/model/json.js";
import { expressions } from "./case-lines.js";

export const FOUND_CASES: Readonly<Record<string, readonly Json[]>> = {
  "marks on what is not known": expressions`
    toset([local.secm[local.uid], "a"])
    toset([sensitive(local.ulist)[0], "a"])
    toset([sensitive(local.umap).a, "a"])
    toset([local.lst[tonumber(local.secu)], "a"])
    toset([sensitive(local.lst)[local.unum], "a"])
    toset([local.lst[local.unum], "a"])
    toset([local.ulist[sensitive(0)], "a"])
    toset([local.umap[sensitive("a")], "a"])
    toset([sensitive(local.udyn).a, "a"])
    toset([sensitive(local.udyn)[0], "a"])
    toset([local.udyn[sensitive(0)], "a"])
    toset([local.lst[sensitive(local.udyn)], "a"])
    toset([local.tup[tonumber(local.secu)], "a"])
    toset([sensitive(local.tup)[local.unum], "a"])
    toset([sensitive(local.obj)[local.uid], "a"])
    toset([upper(local.secu), "a"])
    toset([substr(local.uid, 0, sensitive(1)), "a"])
    toset([substr(local.secu, 0, local.unum), "a"])
    toset([join(local.uid, [local.sec]), "a"])
    toset([join(local.sec, [local.uid]), "a"])
    toset([join("-", local.udyn, [local.sec]), "a"])
    toset([lookup(local.udyn, "a", local.sec), "a"])
    toset([lookup(local.umap, "a", local.sec), "a"])
    toset([lookup(local.umap, local.sec, "b"), "a"])
    toset([element(local.lst, tonumber(local.secu)), "a"])
    toset([element(sensitive(local.ulist), 0), "a"])
    toset([sensitive(local.uid) == "a" ? "x" : "b", "a"])
    toset([local.ubool ? local.sec : "b", "a"])
    toset(["\${local.secu}", "a"])
    toset([local.sec == local.uid, true])
    toset([try(local.secu, 1), "a"])
    toset([coalesce(local.uid, local.sec), "a"])
    toset([coalesce(local.secu, "x"), "a"])
    toset([jsonencode([local.uid, local.sec]), "a"])
    toset([format("%s%s", local.uid, local.sec), "a"])
    tolist([sensitive(null)])
    tolist([sensitive(tostring(null)), "a"])
    toset([sensitive(tostring(null))])
    toset([sensitive(null), null])
    toset([sensitive(null)])
    tomap({a = sensitive(null)})
    tolist([sensitive(tostring(null)), 1])
    [sensitive(tostring(null))]
    tomap({a = sensitive(tostring(null)), b = 1})
    concat([sensitive(null)], ["a"])
    tolist([sensitive(null), "a"])
    toset(tolist([sensitive(tostring(null)), "a"]))
    [for x in [1] : x if sensitive(x == 1)]
    [for x in local.ulist : x if sensitive(true)]
    toset([sensitive(["b"]), ["a"]])
    toset([["b"], ["a"]])
    toset([sensitive(tolist(["b"])), tolist(["a"])])
    toset([local.secu[*]])
    toset([keys(sensitive(local.udyn)), ["a"]])
    toset([flatten(sensitive(local.udyn)), ["a"]])
    toset([lookup(sensitive(local.umap), "a"), "a"])
    toset([values(sensitive(local.umap))[0], "a"])
    toset([concat(sensitive(local.ulist), ["b"]), ["a"]])
    toset([reverse(sensitive(local.ulist)), tolist(["a"])])
    toset([slice(sensitive(local.ulist), 0, 1), tolist(["a"])])
    toset([merge(sensitive(local.umap), {}), tomap({a = 1})])
    toset([setproduct(sensitive(local.ulist), ["b"]), []])
    toset([chunklist(sensitive(local.ulist), 1)[0], tolist(["a"])])
    toset([file(local.secu), "a"])
    toset([one(sensitive(local.ulist)), "a"])
    toset([tostring(local.secu), "a"])
    toset([flatten([sensitive(local.ulist)]), ["a"]])
    toset([length(sensitive(local.ulist)), 1])
    toset([sort(sensitive(local.ulist)), tolist(["a"])])
    toset([jsondecode(local.secu), "a"])
    toset([coalescelist(sensitive(local.ulist), ["b"]), ["a"]])
    toset([can(local.secu), true])
    toset([local.secu == null, true])
    toset([nonsensitive(local.secu), "a"])
    toset([local.ubool ? local.secu : "b", "a"])
    toset([tomap({a = local.secu}).a, "a"])
    toset([[for x in sensitive(local.ulist) : x], ["a"]])
    toset([sensitive(local.ulist)[*], tolist(["a"])])
    toset([(true ? sensitive(local.udyn) : 1), "a"])
    toset(["%{ for x in sensitive(local.ulist) }a%{ endfor }", "a"])
    toset([{(local.secu) = 1}, {a = 1}])
    toset([templatestring(local.secu, {}), "a"])
    toset([templatefile(local.secu, {}), "a"])
    toset([issensitive(local.secu), true])
    toset([max(local.unum, sensitive(1)), 1])
    toset([local.unum + sensitive(1), 1])
    toset([-tonumber(local.secu), 1])
    toset([zipmap(sensitive(local.ulist), ["a"]), tomap({a = 1})])
    toset([matchkeys(sensitive(local.ulist), ["a"], ["a"]), tolist(["a"])])
    toset([range(tonumber(local.secu)), tolist([1])])
    toset([contains(sensitive(local.ulist), "a"), true])
    toset([index(sensitive(local.ulist), "a"), 1])
    toset([try(sensitive(local.udyn), 1), "a"])
    toset([csvdecode(local.secu), "a"])
    toset([formatlist("%s", sensitive(local.ulist)), tolist(["a"])])
    toset([transpose(sensitive(local.umap)), tomap({a = ["b"]})])
    toset([lookup(local.udyn, local.sec, "b"), "a"])
    toset([element(local.udyn, sensitive(1)), "a"])
    toset([sum(sensitive(local.ulist)), 1])
    toset([alltrue([sensitive(local.ubool)]), true])
    toset([split(",", local.secu), tolist(["a"])])
    toset([replace(local.uid, local.sec, "a"), "a"])
    merge(sensitive(null), {})
    merge(sensitive(tomap(null)), {a = 1})
    merge(sensitive(null))
    merge({a = 1}, sensitive({}))
    merge({a = 1}, sensitive(local.umap))
    toset([merge({a = 1}, sensitive(local.umap)), {a = 2}])
    toset([abs(tonumber(local.secu)), 1])
    toset([ceil(tonumber(local.secu)), 1])
    toset([!tobool(local.secu), true])
    toset([fileset(local.secu, "*"), ["a"]])
    toset([fileexists(local.secu), true])
    toset([keys(sensitive(local.umap)), ["a"]])
    toset([lookup(sensitive(local.udyn), "a"), "a"])
    toset([one(sensitive(local.udyn)), "a"])
    toset([values(sensitive(local.udyn)), ["a"]])
    toset([element(sensitive(local.udyn), 1), "a"])
    toset([coalesce(sensitive(local.udyn), "a"), "a"])
    toset([try(sensitive(local.udyn)), "a"])
    toset([jsonencode(sensitive(local.udyn)), "a"])
    toset([yamlencode(sensitive(local.udyn)), "a"])
    true ? tolist([]) : toset([{a = 1}])
    true ? toset([]) : tolist([{a = 1}])
    true ? toset([null]) : [{a = 1}]
    local.ubool ? tolist([]) : toset([[1]])
    local.ubool ? toset([]) : [[1]]
    local.ubool ? toset([]) : tolist([[1]])
    toset([tomap({})[local.secu], floor(local.unum)])
    issensitive(lookup((local.ubool ? local.udyn : local.res), " x ", sensitive(tostring(null))))
    min(merge(local.obj).a, log(abs(local.ulist[1.5]) + 1, 2))
    (try([][-3], local.udyn) ? (tostring(null) && sensitive(tostring(null))) : tolist([]))
    toset([sensitive(null), (local.ubool ? local.nul : null)])[*]
    merge(sensitive(null), yamldecode(yamlencode(local.nul)))
    (sensitive(local.ubool) ? transpose({a = local.lst}) : nonsensitive(tomap({})))
  `,
  "conditions that cannot be": expressions`
    {(local.ufew) = 1}
    {(local.udyn) = 1}
    {(local.unum) = 1}
    {for x in [local.uid, "a"] : x => [][0]}
    {for x in [[], "a"] : x => [][0]}
    [for x in local.lst : x if [1][2]]
    local.udyn ? [1][2] : 3
    local.udyn ? tonumber("x") : 3
    [for x in [] : x if [][0]]
    [for x in [] : x if upper([])]
    [for x in [] : x if null]
    [for x in [] : x if "x"]
    [for x in [] : x if x.a]
    [for x in [] : x if length(x) == 5]
    [for x in [{a = 1}] : x if x.a == null]
    [for x in local.ulist : x if "x"]
    [for x in local.ulist : x if [][0]]
    [for x in local.udyn : x if [][0]]
    [for x in null : x if [][0]]
    [for x in [] : [][0] if false]
    {for x in [] : null => 1 if false}
    [for x in [1] : x if x > 0 ? true : [][0]]
    (local.ulist ? 1 : 2)
    (local.uid ? 1 : 2)
    (local.umap ? 1 : 2)
    [for x in keys(tomap({})) : x if jsondecode(null).a]
    [for x in (local.ulist ? tolist(["b"]) : tolist(["a"])) : upper(x)]
    (local.udyn ? ("a" + 1) : tolist([]))
    (local.udyn ? ("a" + 1) : 2)
  `,
  "what a beginning says of JSON, and more": expressions`
    {for x in toset([local.uid, null]) : x => 1}
    {for x in [local.uid, null] : x => 1}
    {for x in [null, local.uid] : x => 1}
    [for x in [local.ubool, null] : x if x]
    [for x in [local.ubool, "x"] : x if x]
    tomap({a = null, b = tolist(null)})
    tomap({a = (true ? tolist(null) : null), b = tolist(null)})
    local.ubool ? tolist(null) : null
    local.ubool ? tolist(null) : (local.ubool ? null : null)
    lookup({a = null}, "b", tolist(null))
    tomap({a = local.ubool ? tolist(null) : null, b = tolist(null)})
    [local.objs[0], ((false || sensitive(true)) ? {for k, v in local.obj : upper(k) => [v, local.nul]} : local.umap)]
    true ? {a = [1, null], b = ["x", null]} : local.umap
    true ? {a = [1, null]} : local.umap
    true ? {a = [1], b = ["x"]} : local.umap
    true ? {a = 1, b = "x"} : local.umap
    true ? {a = 1, b = []} : local.umap
    true ? tolist([]) : [[1, null], ["x", null]]
    true ? tolist([]) : [[1], ["x"]]
    coalesce(values(local.secm), local.ulist)
    coalesce([1, {a = 1}], local.ulist)
    coalesce([1, 2], local.ulist)
    coalesce(local.ulist, [1, {a = 1}])
    coalesce([1, {a = 1}], tolist([]))
    sha512("ab-c") == format(" x ", local.unum, var.site)
    format("x-", local.unum) == "y"
    jsondecode(templatestring(local.t1, {name = local.udyn}))
    jsondecode("x\${local.uid}")
    jsondecode("ab-\${local.uid}")
    jsondecode("[-\${local.uid}")
    jsondecode(" {-\${local.uid}")
    jsondecode("\"-\${local.uid}")
    jsondecode("t-\${local.uid}")
    jsondecode("true \${local.uid}")
    jsondecode("n-\${local.uid}")
    jsondecode("1-\${local.uid}")
    jsondecode("- \${local.uid}")
    jsondecode("  \${local.uid}")
    jsondecode("+-\${local.uid}")
    jsondecode("\u00a0-\${local.uid}")
    jsondecode("\n\t\"-\${local.uid}") == null
    length(jsondecode("\"-\${local.uid}"))
    yamldecode("{-\${local.uid}")
    csvdecode("{-\${local.uid}")
    tonumber("a-\${local.uid}")
    jsondecode("1-\${local.uid}") + 1
    jsondecode("\"-\${local.uid}") == 5
    jsondecode("\"-\${local.uid}") == "a"
    flatten([(sensitive(true) ? local.udyn : "a"), title(uuid())])
    flatten([sensitive(local.udyn)])
    flatten([local.udyn])
    flatten([sensitive(local.ulist), "a"])
    flatten([sensitive(flatten([local.sett, local.udyn])), "a"])
    tomap({a = [1], b = ["x"]})
    true ? {a = [1], b = ["x"]} : tomap({})
    true ? {a = [1], b = [2]} : local.umap
    true ? {a = {c = 1}, b = {c = "x"}} : local.umap
    coalesce([1, 2], tolist([]))
    coalesce([1, "a"], tolist([]))
    coalesce([1, [2]], tolist([]))
  `,
  "results of open types": expressions`
    false ? local.secm : local.umap
    true ? local.secm : local.umap
    false ? {a = 1, b = {c = 2}} : local.umap
    false ? {a = 1, b = {c = 2}} : tomap({})
    (false ? {a = 1, b = {c = 2}} : local.umap)["b"]
    tolist([(false ? {a = 1, b = {c = 2}} : local.umap)["b"], "x"])
    tolist([(false ? {a = 1} : local.umap)["b"], "x"])
    tolist([local.umap["b"], "x"])
    local.ubool ? {a = 1, b = {c = 2}} : local.umap
    local.ubool ? [1, {c = 2}] : tolist([])
    false ? [1, {c = 2}] : tolist([])
    true ? [1, {c = 2}] : tolist([])
    false ? [1, [2]] : toset([])
    tolist([sensitive(null), "a"])
    tomap({a = sensitive(null), b = tolist(null)})
    tomap({a = sensitive(null), b = "x"})
    tolist([sensitive(null), tolist(null)])
    tomap({a = sensitive(null), b = [1]})
    tomap({a = sensitive(null), b = null})
    tomap({a = (local.ubool ? sensitive(null) : null), b = tolist(null)})
    tomap({a = (local.ubool ? sensitive(null) : null), b = "x"})
    (false ? {a = 1, b = {c = 2}} : local.umap).zzz
    (false ? {a = 1, b = {c = 2}} : local.umap)[0]
    tolist([(false ? {a = 1, b = {c = 2}} : local.umap).zzz, "x"])
    tolist([(false ? {a = 1, b = {c = 2}} : local.umap).a, [1]])
    tolist([(local.ubool ? {a = 1, b = {c = 2}} : local.umap).b, "x"])
    tolist([(local.ubool ? {a = 1, b = {c = 2}} : local.umap).zzz, "x"])
    [for k, v in (false ? {a = 1, b = {c = 2}} : local.umap) : k]
    (false ? [1, {c = 2}] : local.ulist)[5]
    (true ? {a = 1, b = [2]} : local.umap).b
    local.ubool ? [1][2] : 3
    local.ubool ? 1 : [1][2]
    local.ubool ? upper([]) : 3
    local.ubool ? local.obj.c : 3
    local.ubool ? terraform_data.u.nope : 3
    local.ubool ? tonumber("x") : 3
    local.ubool ? "\${null}" : "a"
    local.ubool ? [for x in 5 : x] : [3]
    true ? 1 : [1][2]
    false ? 1 : [1][2]
    local.ubool ? (true ? [1][2] : 3) : 3
    true ? 1 : local.nope
    true ? 1 : terraform_data.u.id.x
    (local.ubool ? [1] : [2])[-1]
    (local.ubool ? [1] : [2])[1.5]
    true ? local.res : {a = local.ulist}
    local.ubool ? local.res : {a = local.ulist}
    local.ubool ? {a = null, b = 1} : {c = []}
    true ? {a = null, b = 1} : {c = []}
    false ? {a = null, b = 1} : {c = [1]}
    true ? {a = local.udyn, b = 1} : {c = [1]}
    false ? {a = local.udyn, b = 1} : {c = [1]}
    true ? {b = 1} : {c = [1]}
    true ? [null, 1] : [[1]]
    true ? [null, 1] : [[1], 2, 3]
    false ? [null, 1] : [[1], 2, 3]
    true ? [null] : {a = 1}
    concat(tolist([null]), tolist([[1]]))
    concat(tolist([null]), tolist(["a"]))
    concat(tolist([null]), tolist([{a = 1}]))
    concat(tolist([]), tolist(["a"]))
    concat(tolist([]), tolist([["a"]]))
    concat(tolist([]), tolist([]))
    concat(local.ulist, tolist([["a"]]))
    concat(local.ulist, tolist(["a"]))
    concat(tolist([[]]), tolist([["a"]]))
    concat(tolist([1]), tolist([["a"]]))
    concat(tolist([tolist(null)]), tolist([tolist(["a"])]))
    true ? tolist(local.objs) : tolist([null])
    false ? tolist(local.objs) : tolist([null])
    true ? tolist([]) : tolist(local.objs)
    true ? tolist([]) : [{a = 1}]
    true ? tolist([]) : [1, [2]]
    true ? tolist([null]) : [1]
    true ? tomap({}) : {a = [1]}
    true ? tomap({}) : tomap({a = [1]})
    true ? tomap({}) : {a = [1], b = 2}
    true ? tomap({a = null}) : {a = [1], b = "2"}
    local.ubool ? tolist([]) : tolist([[1]])
    local.ubool ? tolist([]) : [[1]]
    local.ubool ? tomap({}) : {a = [1]}
    true ? tolist([]) : tolist(["a"])
    true ? tolist([]) : "a"
    true ? [tolist([])] : [tolist([[1]])]
    true ? {a = tolist([])} : {a = tolist([[1]])}
    true ? {a = tolist([])} : {a = tolist(["b"])}
    true ? tolist([tolist([])]) : tolist([tolist(["a"])])
    true ? tolist([[]]) : tolist([["a"]])
    concat(local.ulist[-3][*], local.ulist)
    concat(tolist([]), setproduct([], tolist([])))
    ((local.udyn[local.uid] == null) ? local.res : {a = local.ulist})
    concat(tolist([local.nul, null]), chunklist(values({}), 2))
    (can(tolist(null)) ? tolist(local.objs) : distinct([local.nul]))
    (jsondecode(jsonencode(local.udyn)) ? distinct(local.objs) : reverse(local.uset.*.id))
  `,
  "keys behind one object": expressions`
    true ? 1 : terraform_data.u[0]
    try(terraform_data.u[0], 1)
    try(terraform_data.u["a"], 1)
    try(terraform_data.u["id"], 1)
    terraform_data.u["id"]
    terraform_data.u[0].id
    can(terraform_data.u[0])
    true ? 1 : terraform_data.u[0].id
    true ? 1 : terraform_data.u.id[0]
    try(terraform_data.u.id[0], 1)
    try(terraform_data.u.id["a"], 1)
    try(terraform_data.u.id[local.num], 1)
    try(terraform_data.u[local.uid], 1)
    try(terraform_data.u[local.num], 1)
    try(terraform_data.u.triggers_replace[0], 1)
    [for x in [] : terraform_data.u[0]]
    try(local.res[0], 1)
    try(1, local.nope)
    [for x in [] : local.nope]
  `,
  "steps into what is not known": expressions`
    "%{ if local.ubool }\${[1][2]}%{ endif }"
    local.ubool && [1][2] == 3
    try(terraform_data.u.triggers_replace.x, 1)
    try(var.site.x, 1)
    try(var.site[0], 1)
    try(path.module[0], 1)
    try(path.module.x, 1)
    try(local.obj.nope, 1)
    length(local.lst) / 3
    length(local.tup) / 7
    1 / length(local.tup)
    toset(tolist([local.sec, "a"]))
    {for x in [] : [][0] => 1}
    local.ulist["x"]
    local.ulist["-1"]
    local.umap[1]
    local.umap[[]]
    local.ulist[[]]
    local.ulist[null]
    local.ulist[true]
    local.lst["0"]
    local.lst[1.5]
    length(local.uid) < 12345678901234567890
    length(local.ulist) < 12345678901234567890
    length(local.ulist) <= 9223372036854775807
    length(local.ulist) < 9223372036854775808
    length(local.ulist) > 9223372036854775807
    length(local.udyn) < 12345678901234567890
    (tobool(local.ulist[12345678901234567890]) == can(yamldecode("a: [1, ~]")))
    (length(local.ulist) >= max(1, 12345678901234567890))
  `,
};
