// Calls of the functions of the provider holdfast with what they are worth, in the form of compare.ts: of a typical
// argument, at the edges, with null, with what is unknown, with what is sensitive, of a wrong type. They speak of the names
// in scope.ts, so that Terraform can be asked them wherever it has the provider.

import type { Form } from "./compare.js";

export type FunctionCase = readonly [call: string, form: Form];

const REFUSED = "refused";
const UNKNOWN = { value: "?" };
const is = (value: unknown): Form => ({ value });
const secret = (value: unknown): Form => ({ value: { sensitive: value } });

/** By function; each call without `provider::holdfast::` before the name. */
export const PROVIDER_FUNCTION_CASES: { readonly [name: string]: readonly FunctionCase[] } = {
  version_at_least: [
    ['version_at_least("8.0 U3", "7.0 U2")', is(true)],
    ['version_at_least("7.0 U1", "7.0 U2")', is(false)],
    ['version_at_least("7.0 U2", "7.0 U2")', is(true)],
    ['version_at_least("7.0", "7.0 U1")', is(false)],
    ['version_at_least("7.0 U3c", "7.0 U3")', is(true)],
    ['version_at_least("7.0 U3", "7.0 U3c")', is(false)],
    ['version_at_least("10.0", "9.0")', is(true)],
    ['version_at_least("8.0.3", "8.0")', REFUSED],
    ['version_at_least("8.0", "")', REFUSED],
    ['version_at_least("8.0 u3", "8.0")', REFUSED],
    ['version_at_least(8.5, "8.0")', is(true)],
    ['version_at_least(8.0, "8.0")', REFUSED],
    ['version_at_least(true, "8.0")', REFUSED],
    ['version_at_least(["8.0"], "8.0")', REFUSED],
    ['version_at_least(null, "8.0")', REFUSED],
    ['version_at_least("8.0", local.nul)', REFUSED],
    ['version_at_least(local.uid, "8.0")', UNKNOWN],
    ['version_at_least(local.udyn, "8.0")', UNKNOWN],
    ['version_at_least(local.uid, "nonsense")', UNKNOWN],
    ["version_at_least(local.uid, null)", REFUSED],
    ['version_at_least(sensitive("8.0"), "7.0")', secret(true)],
    ['version_at_least("8.0", sensitive("nonsense"))', REFUSED],
    ['version_at_least(local.secu, "8.0")', { value: { sensitive: "?" } }],
    ['version_at_least(["8.0", "7.0"]...)', is(true)],
    ['version_at_least("8.0")', REFUSED],
    ['version_at_least("8.0", "7.0", "6.7")', REFUSED],
    ['version_at_least(local.uid, "8.0") ? 1 : 1', is(1)],
  ],
  supports: [
    ['supports("8.0 U1", "key_persistence")', is(true)],
    ['supports("7.0 U1", "key_persistence")', is(false)],
    ['supports("7.0 U2", "vsan_key_persistence")', is(false)],
    ['supports("6.7", "vtpm")', is(true)],
    ['supports("8.0 U3", "trust_authority")', is(true)],
    ['supports("9.0", "trust_authority")', is(false)],
    ['supports("6.7 U3", "trust_authority")', is(false)],
    ['supports("9.0", "key_persistance")', REFUSED],
    ['supports("9.0", "toString")', REFUSED],
    ['supports("latest", "key_persistence")', REFUSED],
    ['supports("9.0", null)', REFUSED],
    ['supports("9.0", local.uid)', UNKNOWN],
    ['supports(local.uid, "no such feature")', UNKNOWN],
    ['supports("9.0", sensitive("wrapping_key"))', secret(true)],
    ['supports("9.0", {})', REFUSED],
    ["supports()", REFUSED],
    ['[for v in ["7.0", "8.0"] : v if supports(v, "native_key_provider")]', is(["8.0"])],
  ],
  minimum_version: [
    ['minimum_version("key_persistence")', is("7.0 U2")],
    ['minimum_version("wrapping_key")', is("9.0")],
    ['minimum_version("vtpm")', is("6.7")],
    ['minimum_version("VTPM")', REFUSED],
    ['minimum_version("")', REFUSED],
    ["minimum_version(null)", REFUSED],
    ["minimum_version(local.uid)", UNKNOWN],
    ['minimum_version(sensitive("vtpm"))', secret("6.7")],
    ["minimum_version(local.sec)", REFUSED],
    ["minimum_version([])", REFUSED],
    ['version_at_least("8.0", minimum_version("key_persistence"))', is(true)],
  ],
  inventory_path: [
    ['inventory_path("vc01", "edge", "esx01.example.com")', is("vc01/edge/esx01.example.com")],
    ['inventory_path("vc01", "vm", "app")', is("vc01/vm/app")],
    ['inventory_path("vc01", "edge")', is("vc01/edge")],
    ['inventory_path("vc01")', is("vc01")],
    ['inventory_path("vc01", ["edge", "esx01"]...)', is("vc01/edge/esx01")],
    ['inventory_path("vc01", toset(["edge"])...)', is("vc01/edge")],
    ['inventory_path("vc01", []...)', is("vc01")],
    ['inventory_path("vc01", local.num)', is("vc01/5")],
    ["inventory_path()", REFUSED],
    ['inventory_path("")', REFUSED],
    ['inventory_path("vc01", "")', REFUSED],
    ['inventory_path("vc01", "edge/esx01")', REFUSED],
    ['inventory_path("vc01", "my cluster")', REFUSED],
    ['inventory_path("vc01", "edge", "esx01", "disk")', REFUSED],
    ['inventory_path("waiver", "quarter-end")', REFUSED],
    ['inventory_path("vc01", null)', REFUSED],
    ['inventory_path("vc01", local.uid)', UNKNOWN],
    ['inventory_path("a/b", local.uid)', UNKNOWN],
    ['inventory_path("vc01", local.ulist...)', UNKNOWN],
    ['inventory_path("vc01", local.sec)', secret("vc01/s")],
    ['inventory_path("vc01", ["edge"])', REFUSED],
  ],
  parse_inventory_path: [
    [
      'parse_inventory_path("vc01/edge/esx01")',
      is({ cluster: "edge", kind: "host", name: "esx01", vcenter: "vc01" }),
    ],
    [
      'parse_inventory_path("vc01/vm/app")',
      is({ cluster: null, kind: "virtual_machine", name: "app", vcenter: "vc01" }),
    ],
    [
      'parse_inventory_path("vc01/vm/default-kp")',
      is({ cluster: null, kind: "virtual_machine", name: "default-kp", vcenter: "vc01" }),
    ],
    [
      'parse_inventory_path("vc01/edge")',
      is({ cluster: "edge", kind: "cluster", name: "edge", vcenter: "vc01" }),
    ],
    [
      'parse_inventory_path("vc01")',
      is({ cluster: null, kind: "vcenter", name: "vc01", vcenter: "vc01" }),
    ],
    [
      'parse_inventory_path("vc01/default-kp")',
      is({ cluster: null, kind: "default_key_provider", name: null, vcenter: "vc01" }),
    ],
    [
      'parse_inventory_path("vc01/edge/default-kp")',
      is({ cluster: "edge", kind: "default_key_provider", name: null, vcenter: "vc01" }),
    ],
    [
      'parse_inventory_path("vc01/trust-authority/ta")',
      is({ cluster: "ta", kind: "trust_authority", name: "ta", vcenter: "vc01" }),
    ],
    ['parse_inventory_path("vc01/kms/kms01").kind', is("key_server")],
    ['parse_inventory_path("vc01/kp/kmip").name', is("kmip")],
    ['parse_inventory_path("vc01/edge/esx01").datacenter', REFUSED],
    ['parse_inventory_path("floor/tills")', REFUSED],
    ['parse_inventory_path("")', REFUSED],
    ['parse_inventory_path("vc01//esx01")', REFUSED],
    ['parse_inventory_path("/vc01/edge")', REFUSED],
    ['parse_inventory_path("a/b/c/d")', REFUSED],
    ["parse_inventory_path(null)", REFUSED],
    ["parse_inventory_path(local.uid)", UNKNOWN],
    ["parse_inventory_path(local.uid).kind", UNKNOWN],
    ["parse_inventory_path(local.uid).nothing", REFUSED],
    ['parse_inventory_path(sensitive("vc01/edge")).kind', secret("cluster")],
    ['parse_inventory_path(["vc01"])', REFUSED],
    ['[for p in ["vc01/vm/a", "vc01/edge"] : parse_inventory_path(p).name]', is(["a", "edge"])],
  ],
  duration_seconds: [
    ['duration_seconds("72h")', is(259200)],
    ['duration_seconds("90s")', is(90)],
    ['duration_seconds("30m")', is(1800)],
    ['duration_seconds("3650d")', is(315360000)],
    ['duration_seconds("0s")', is(0)],
    ["duration_seconds(90)", is(90)],
    ['duration_seconds("90")', is(90)],
    ['duration_seconds("3651d")', REFUSED],
    ['duration_seconds("99999999999999999999999s")', REFUSED],
    ['duration_seconds("1h30m")', REFUSED],
    ['duration_seconds("1.5h")', REFUSED],
    ["duration_seconds(1.5)", REFUSED],
    ["duration_seconds(-5)", REFUSED],
    ['duration_seconds("")', REFUSED],
    ['duration_seconds("72H")', REFUSED],
    ["duration_seconds(null)", REFUSED],
    ["duration_seconds(local.uid)", UNKNOWN],
    ["duration_seconds(local.unum)", UNKNOWN],
    ['duration_seconds(sensitive("3d"))', secret(259200)],
    ["duration_seconds(local.sec)", REFUSED],
    ["duration_seconds([])", REFUSED],
    ["duration_seconds([90])", REFUSED],
    ['duration_seconds("72h") > 3600', is(true)],
  ],
};

/** What a call is worth is asked of this text. */
export function calledInFull(call: string): string {
  const names = Object.keys(PROVIDER_FUNCTION_CASES).join("|");
  return `\${${call.replaceAll(new RegExp(`\\b(${names})\\(`, "g"), "provider::holdfast::$1(")}}`;
}
