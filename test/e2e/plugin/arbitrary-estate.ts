// Random stacks of real resource types in two versions, as Terraform JSON: every kind of change, and now and then
// something that is refused. What has an effect on something else comes before it, by depends_on: what Terraform does at
// the same time, it does in any order, and the vSpheres of two runs would differ.

import fc from "fast-check";

type Json = Readonly<Record<string, unknown>>;

const VCENTER = "${holdfast_vcenter.vc.id}";
const maybe = <T>(...values: readonly T[]) => fc.constantFrom<T | undefined>(undefined, ...values);
const often = fc.constantFrom(true, true, true, false);
/** The last one seldom: most of what follows from it is refused. */
const seldom = <T>(usual: T, other: T) => fc.constantFrom(...Array<T>(19).fill(usual), other);

/** Attributes that are undefined are left out of the JSON. */
const host = (hostname: string) =>
  fc.record({
    hostname: fc.constant(hostname),
    cluster: fc.constant("${holdfast_cluster.edge.id}"),
    version: seldom("8.0 U3", "7.0 U3"),
    site: maybe("edge", "core"),
    rack: maybe("r1", "r2"),
    tpm: seldom({ present: true }, { present: false }),
    secure_boot: seldom<boolean | undefined>(undefined, false),
    key_persistence: maybe({ enabled: true }, { enabled: false }),
    physical_security: maybe("controlled", "uncontrolled"),
    recovery_key_location: maybe("safe"),
    lifecycle: maybe({ create_before_destroy: true }),
  });

const keyServer = (name: string) =>
  fc
    .record({
      vcenter: fc.constant(VCENTER),
      name: fc.constant(name),
      address: fc.constant(`${name}.example`),
      port: maybe(5696, 5697),
      replication_group: maybe("core"),
      timeout_seconds: maybe(30),
      user_name: maybe("vc"),
      secret: maybe(1, 1, 2),
    })
    .map(({ secret, ...given }) =>
      secret === undefined
        ? given
        : { ...given, password: "${var.kmip_password}", password_version: secret },
    );

const disk = fc.record({ size_gib: seldom(40, 20), encrypted: maybe(true, false) });

const machine = (name: string) =>
  fc
    .record({
      name: fc.constant(name),
      cluster: fc.constant("${holdfast_cluster.edge.id}"),
      encrypted: maybe(true, true, false),
      vtpm: maybe(true, false),
      disks: fc
        .option(fc.array(disk, { maxLength: 2 }), { nil: undefined })
        .map((disks) => disks?.map((each, i) => ({ name: `disk-${i}`, ...each }))),
      power_state: maybe("poweredOff", "poweredOn"),
      autostart: maybe(false),
    })
    .map(({ disks, ...given }) => ({
      ...given,
      disks:
        given.encrypted === false ? disks?.slice(0, 1) : disks?.map((each) => plainly(each, given)),
    }));

/** Encrypted only on a machine that is. */
function plainly(each: Json, { encrypted }: { readonly encrypted: boolean | undefined }): Json {
  return encrypted === true ? each : { ...each, encrypted: undefined };
}

const floor = fc.record({
  name: fc.constant("floor"),
  scenario: fc.constantFrom("provider-outage", "rolling-reboot"),
  workloads: maybe(["vm:vc01/vm/*"]),
  max_lost: maybe(1),
  reason: fc.constantFrom("shops sell", "shops must sell"),
});

const networkPath = fc.record({
  from_site: fc.constant("edge"),
  from_role: fc.constantFrom("host", "vcenter"),
  to_site: fc.constant("core"),
  port: maybe(5696),
  allowed: seldom(true, false),
});

/** A version of the stack; `present` says of the resources that may be absent whether they are there. */
const version = fc
  .record({
    present: fc.record({
      b: often,
      kms1: often,
      vm1: often,
      vm2: fc.boolean(),
      floor: fc.boolean(),
    }),
    cluster: fc.record({ ha: maybe(true, false), crypto_mode: maybe("onDemand", "forceEnable") }),
    hosts: fc.tuple(host("esx01"), host("esx02")),
    keyServers: fc.tuple(keyServer("kms0"), keyServer("kms1")),
    keyProvider: fc.record({
      server_trusts_client: seldom<boolean | undefined>(undefined, false),
      user_name: maybe("kp"),
    }),
    machines: fc.tuple(machine("vm1"), machine("vm2")),
    floor,
    networkPath,
  })
  .map(stackOf);

interface Version {
  readonly present: Readonly<Record<"b" | "kms1" | "vm1" | "vm2" | "floor", boolean>>;
  readonly cluster: Json;
  readonly hosts: readonly [Json, Json];
  readonly keyServers: readonly [Json, Json];
  readonly keyProvider: Json;
  readonly machines: readonly [Json, Json];
  readonly floor: Json;
  readonly networkPath: Json;
}

function stackOf({ present, keyServers, ...given }: Version): Json {
  const servers = present.kms1 ? ["kms0", "kms1"] : ["kms0"];
  const resource = {
    holdfast_vcenter: { vc: { name: "vc01", version: "8.0 U3", site: "core" } },
    holdfast_cluster: { edge: { vcenter: VCENTER, name: "edge", ...given.cluster } },
    holdfast_network_path: { p: given.networkPath },
    holdfast_key_server: { kms0: keyServers[0], ...(present.kms1 ? { kms1: keyServers[1] } : {}) },
    holdfast_standard_key_provider: {
      kp: {
        vcenter: VCENTER,
        name: "kp",
        key_servers: servers.map((name) => `\${holdfast_key_server.${name}.id}`),
        ...given.keyProvider,
      },
    },
    holdfast_default_key_provider: {
      default: { entity: VCENTER, key_provider: "${holdfast_standard_key_provider.kp.name}" },
    },
    ...hostsAndMachines(present, given),
    ...(present.floor ? { holdfast_survival_floor: { f: given.floor } } : {}),
  };
  const output = {
    supported: {
      value: '${provider::holdfast::supports(holdfast_host.a.version, "key_persistence")}',
    },
    path: { value: "${provider::holdfast::parse_inventory_path(holdfast_host.a.id)}" },
    same: {
      value: '${provider::holdfast::inventory_path("vc01", "edge", holdfast_host.a.hostname)}',
    },
    wait: { value: '${provider::holdfast::duration_seconds("${length(holdfast_host.a.moid)}h")}' },
    state: { value: "${holdfast_host.a.crypto_state}" },
    hosts: { value: "${[for h in values({ a = holdfast_host.a }) : upper(h.moid)]}" },
  };
  const variable = { kmip_password: { type: "string", sensitive: true } };
  return { variable, resource, output };
}

function hostsAndMachines(
  present: Version["present"],
  { hosts, machines }: Pick<Version, "hosts" | "machines">,
) {
  const first = ["holdfast_default_key_provider.default", "holdfast_network_path.p"];
  const all = [...first, "holdfast_host.a", ...(present.b ? ["holdfast_host.b"] : [])];
  const after = (depends_on: readonly string[], resource: Json) => ({ ...resource, depends_on });
  const vm2 = present.vm2
    ? { vm2: after([...all, "holdfast_virtual_machine.vm1"], machines[1]) }
    : {};
  return {
    holdfast_host: {
      a: after(first, hosts[0]),
      ...(present.b ? { b: after([...first, "holdfast_host.a"], hosts[1]) } : {}),
    },
    ...(present.vm1 ? { holdfast_virtual_machine: { vm1: after(all, machines[0]), ...vm2 } } : {}),
  };
}

/** Two versions, one after the other, and the JSON of neither has anything undefined. */
export const arbitraryEstates: fc.Arbitrary<readonly [object, object]> = fc
  .tuple(version, version)
  .map(([before, after]) => [plain(before), plain(after)]);

function plain(json: Json): object {
  return JSON.parse(JSON.stringify(json)) as object;
}
