// Stories of a small site: what a plan, an apply and the state make of its objects when they are moved, ignored, imported,
// forgotten, or changed and taken away by somebody else.

import type { Simulator } from "../../../src/simulator/simulator.js";
import { CLUSTER, host, smallSite, VCENTER } from "./small-site.js";
import type { Errors, PlanningWay } from "./two-hands.js";

export interface SiteStep extends PlanningWay {
  readonly configuration: object;
  /** What somebody does to the vSphere before. */
  readonly touch?: (simulator: Simulator) => unknown;
  /** Changes the document of the state before. */
  readonly edit?: (state: StateDocument) => void;
  /** `ADDRESS ACTIONS [REASON]`, or errors of the plan. */
  readonly plans: readonly string[];
  /** Errors of both when carried out. */
  readonly fails?: Errors;
}

export interface StateDocument {
  serial: number;
  resources: readonly {
    readonly name: string;
    readonly instances: { status?: string; attributes: object }[];
  }[];
}

type Json = { readonly [name: string]: unknown };

const PERSISTENT = { key_persistence: { enabled: true } };
const hosts = (holdfast_host: Json, top: Json = {}) => smallSite({ holdfast_host }, top);
const lifecycle = (rules: Json) => ({ lifecycle: rules });
const ignoring = (paths: readonly string[], more: Json = {}) =>
  hosts({ a: host("esx01", { ...more, ...lifecycle({ ignore_changes: paths }) }) });
const moved = { moved: [{ from: "holdfast_host.a", to: "holdfast_host.b" }] };
const forgotten = {
  removed: [{ from: "holdfast_host.a", ...lifecycle({ destroy: false }) }],
};
const looking = (id: string, more: Json = {}) => ({
  data: { holdfast_host: { d: { id, ...more } } },
  output: { rack: { value: "${data.holdfast_host.d.rack}" } },
});

const switchOff = ({ backend }: Simulator) =>
  backend.hosts.disableKeyPersistence("vc01/edge/esx01", { removeAllStoredKeys: false });
const takeAway = ({ backend }: Simulator) => backend.hosts.remove("vc01/edge/esx01");
const taint = (name: string) => (state: StateDocument) => {
  const instance = state.resources.find((resource) => resource.name === name)?.instances[0];
  if (instance === undefined) throw new Error(`the state has no ${name}`);
  instance.status = "tainted";
};

const MADE = [
  "holdfast_cluster.edge create",
  "holdfast_host.a create",
  "holdfast_vcenter.vc create",
];
const CANNOT = "delete,create replace_because_cannot_update";
const UNDECLARED = "delete_because_no_resource_config";
const first: SiteStep = { configuration: smallSite(), plans: MADE };
const plain: SiteStep = { configuration: hosts({ a: host("esx01") }), plans: MADE };
const GONE = "vSphere does not know the object";

const keyServer = (version: number, more: Json = {}) =>
  smallSite(
    {
      holdfast_key_server: {
        kms: {
          vcenter: VCENTER,
          name: "kms1",
          address: "kms1.example",
          user_name: "vc",
          password: "${var.password}",
          password_version: version,
          ...more,
        },
      },
    },
    { variable: { password: { type: "string", ephemeral: true, default: "kept-nowhere" } } },
  );

const ALIASED = {
  terraform: {
    required_providers: {
      holdfast: { source: "holdfast/holdfast", configuration_aliases: ["holdfast.w"] },
    },
  },
  resource: {
    holdfast_vcenter: { vc: { name: "vc01", version: "8.0 U3", provider: "holdfast.w" } },
  },
};
const calling = (more: Json = {}) => ({
  configuration: {
    provider: { holdfast: [{ alias: "west" }] },
    module: { m: { source: "./m", providers: { "holdfast.w": "holdfast.west" }, ...more } },
  },
  modules: { m: ALIASED },
});

export const SITE_STORIES: Readonly<Record<string, readonly SiteStep[]>> = {
  "moved, and replaced at once": [
    first,
    { configuration: hosts({ b: host("esx02") }, moved), plans: [`holdfast_host.b ${CANNOT}`] },
  ],
  "ignored in a part of what the configuration no longer has": [
    first,
    {
      configuration: ignoring(["key_persistence.enabled", "tpm.interface"]),
      plans: ["holdfast_host.a update"],
    },
  ],
  "ignored in a part of what the object never had": [
    plain,
    {
      configuration: ignoring(["key_persistence.enabled"], PERSISTENT),
      plans: ["holdfast_host.a update"],
    },
  ],
  "ignored in a part of what both have": [
    first,
    {
      configuration: ignoring(["key_persistence.enabled"], { key_persistence: { enabled: false } }),
      plans: [],
    },
  ],
  "ignored as a whole, and drifted": [
    first,
    { touch: switchOff, configuration: ignoring(["key_persistence"], PERSISTENT), plans: [] },
  ],
  "gone, and only looked at": [
    first,
    { touch: takeAway, configuration: smallSite(), options: { mode: "refresh-only" }, plans: [] },
    { configuration: smallSite(), plans: ["holdfast_host.a create"] },
  ],
  "gone and moved, and only looked at": [
    {
      configuration: hosts({ a: host("esx01"), c: host("esx02") }),
      plans: [...MADE.slice(0, 2), "holdfast_host.c create", ...MADE.slice(2)],
    },
    {
      touch: takeAway,
      configuration: hosts(
        { b: host("esx01"), d: host("esx02") },
        { moved: [...moved.moved, { from: "holdfast_host.c", to: "holdfast_host.d" }] },
      ),
      options: { mode: "refresh-only" },
      plans: [],
    },
  ],
  "gone, and updated without looking": [
    first,
    {
      touch: takeAway,
      configuration: hosts({ a: host("esx01", { rack: "r1" }) }),
      options: { refresh: false },
      plans: ["holdfast_host.a update"],
      fails: [GONE],
    },
    { configuration: smallSite(), plans: ["holdfast_host.a create"] },
  ],
  "gone, and destroyed with all": [
    first,
    {
      touch: takeAway,
      configuration: smallSite(),
      options: { mode: "destroy" },
      plans: ["holdfast_cluster.edge delete", "holdfast_vcenter.vc delete"],
    },
  ],
  "drifted, and destroyed": [
    first,
    {
      touch: switchOff,
      configuration: smallSite(),
      options: { mode: "destroy", targets: ["holdfast_host.a"] },
      plans: ["holdfast_host.a delete"],
    },
  ],
  "drifted and moved, only looked at, then mended": [
    first,
    {
      touch: switchOff,
      configuration: hosts({ b: host("esx01", PERSISTENT) }, moved),
      options: { mode: "refresh-only" },
      plans: [],
    },
    {
      configuration: hosts({ b: host("esx01", PERSISTENT) }, moved),
      plans: ["holdfast_host.b update"],
    },
  ],
  "drifted and tainted": [
    first,
    {
      touch: switchOff,
      edit: taint("a"),
      configuration: smallSite(),
      plans: ["holdfast_host.a delete,create replace_because_tainted"],
    },
  ],
  "forgotten, and imported by expressions": [
    first,
    {
      configuration: hosts({ z: host("esx02") }, forgotten),
      plans: [`holdfast_host.a forget ${UNDECLARED}`, "holdfast_host.z create"],
    },
    {
      configuration: hosts(
        { z: host("esx02"), a: host("${each.key}", { for_each: { esx01: 1 }, rack: "r1" }) },
        {
          import: [
            {
              for_each: { esx01: 1 },
              to: "holdfast_host.a[each.key]",
              id: "vc01/edge/${each.key}",
            },
          ],
        },
      ),
      plans: ['holdfast_host.a["esx01"] update'],
    },
  ],
  "imported, and replaced at once": [
    first,
    {
      configuration: hosts({ z: host("esx02") }, forgotten),
      plans: [`holdfast_host.a forget ${UNDECLARED}`, "holdfast_host.z create"],
    },
    {
      configuration: hosts(
        { z: host("esx02"), a: host("esx05") },
        { import: [{ to: "holdfast_host.a", id: "vc01/edge/esx01" }] },
      ),
      plans: [`holdfast_host.a ${CANNOT}`],
    },
  ],
  "looked up, at once and after a change": [
    first,
    {
      configuration: hosts(
        { a: host("esx01", { rack: "r1" }) },
        looking("vc01/edge/esx01", { depends_on: ["holdfast_host.a"] }),
      ),
      plans: [
        "data.holdfast_host.d read read_because_dependency_pending",
        "holdfast_host.a update",
      ],
    },
    {
      configuration: hosts({ a: host("esx01", { rack: "r1" }) }, looking("${holdfast_host.a.id}")),
      plans: [],
    },
  ],
  "looked up by a check": [
    {
      configuration: smallSite(
        {},
        {
          check: {
            racked: {
              data: { holdfast_host: { d: { id: "${holdfast_host.a.id}" } } },
              assert: [
                { condition: '${data.holdfast_host.d.rack == "r1"}', error_message: "no rack" },
              ],
            },
          },
        },
      ),
      plans: ["data.holdfast_host.d read read_because_dependency_pending", ...MADE],
    },
  ],
  "with a password that is kept nowhere": [
    {
      configuration: keyServer(1),
      plans: [...MADE.slice(0, 2), "holdfast_key_server.kms create", ...MADE.slice(2)],
    },
    { configuration: keyServer(2, lifecycle({ ignore_changes: ["password_version"] })), plans: [] },
    { configuration: keyServer(2), plans: ["holdfast_key_server.kms update"] },
  ],
  "in a module that is passed a configuration of the provider, then counted": [
    { ...calling(), plans: ["module.m.holdfast_vcenter.vc create"] },
    {
      ...calling({ count: 1 }),
      plans: [
        "module.m.holdfast_vcenter.vc delete delete_because_no_module",
        "module.m[0].holdfast_vcenter.vc create",
      ],
    },
  ],
  "under other names of the provider, in a module and above it": [
    {
      configuration: {
        terraform: {
          required_providers: { hf: { source: "holdfast/holdfast", version: ">= 0.1" } },
        },
        provider: { hf: [{ version: "< 2" }, { alias: "west", version: ">= 0.0.1" }] },
        resource: {
          holdfast_vcenter: { vc: { name: "vc00", version: "8.0 U3", provider: "hf.west" } },
        },
        module: { m: { source: "./m", providers: { "x.w": "hf.west" } } },
        output: { o: { value: '${provider::hf::supports("8.0 U3", "key_persistence")}' } },
      },
      modules: {
        m: {
          terraform: {
            required_providers: {
              x: { source: "holdfast/holdfast", configuration_aliases: ["x.w"] },
            },
          },
          resource: {
            holdfast_vcenter: {
              a: { name: "vc01", version: "8.0 U3", provider: "x.w" },
              b: {
                name: "vc02",
                version: '${provider::x::supports("8.0 U3", "key_persistence") ? "8.0 U3" : "8.0"}',
                provider: "x",
              },
            },
          },
        },
      },
      plans: [
        "holdfast_vcenter.vc create",
        "module.m.holdfast_vcenter.a create",
        "module.m.holdfast_vcenter.b create",
      ],
    },
  ],
  "replaced with what stands on it": [
    first,
    {
      configuration: smallSite({ holdfast_cluster: { edge: { vcenter: VCENTER, name: "core" } } }),
      plans: [`holdfast_cluster.edge ${CANNOT}`, `holdfast_host.a ${CANNOT}`],
    },
  ],
  "replaced on request, though something stands on it": [
    first,
    {
      configuration: smallSite(),
      options: { replace: ["holdfast_cluster.edge"] },
      plans: ["holdfast_cluster.edge delete,create replace_by_request"],
      fails: ["The object is still in use"],
    },
  ],
  "triggered by one attribute of another": [
    {
      configuration: hosts({ a: host("esx01"), b: triggered() }),
      plans: [...MADE.slice(0, 2), "holdfast_host.b create", ...MADE.slice(2)],
    },
    {
      configuration: hosts({ a: host("esx01", { rack: "r1" }), b: triggered() }),
      plans: ["holdfast_host.a update", "holdfast_host.b delete,create replace_by_triggers"],
    },
  ],
};

function triggered() {
  return {
    ...host("esx02"),
    cluster: CLUSTER,
    ...lifecycle({ replace_triggered_by: ["holdfast_host.a.rack"] }),
  };
}
