// The shop of examples/edge-site with a native key provider: each host derives the keys itself from a key
// that vCenter gave it once, so there is no key server to lose and nothing to persist. What it costs is the
// backup: who loses that file and vCenter loses the keys, and who finds it has them.
//
//   TF_VAR_backup_password=… holdfast apply · holdfast drill

import {
  App,
  Cluster,
  DefaultKeyProvider,
  EsxiHost,
  NativeKeyProvider,
  Secret,
  Site,
  Stack,
  SurvivalFloor,
  VCenter,
  VirtualMachine,
} from "holdfast";

const app = new App();
const stack = new Stack(app, "native-edge");

const core = new Site(stack, "core");
const vcenter = new VCenter(core, "vc01", { version: "8.0 U3" });
const keyProvider = new NativeKeyProvider(core, "native", {
  vcenter,
  tpmRequired: true,
  backup: {
    path: "native-key-provider.backup",
    password: Secret.variable("backup_password"),
    passwordVersion: 1,
  },
});

// Hosts, cluster and machines are declared at the shop, so they stand there without saying so.
const shop = new Site(stack, "edge-01");
const cluster = new Cluster(shop, "edge-01", { vcenter });
for (const hostname of ["esx01", "esx02"]) {
  new EsxiHost(shop, hostname, { cluster, version: "8.0 U3", tpm: true });
}
new DefaultKeyProvider(shop, "default", { entity: cluster, keyProvider });

new VirtualMachine(shop, "till", { cluster, encrypted: true });
new VirtualMachine(shop, "door-control", { cluster, encrypted: true, vtpm: true });
new VirtualMachine(shop, "badge-reader", { cluster, vtpm: true });

new SurvivalFloor(stack, "open-for-business", {
  scenario: "provider-outage",
  reason: "The shop opens after a power cut, even while the line to the data centre is down.",
});

app.synth();
