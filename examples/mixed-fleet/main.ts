// A plant that was half renewed: one of its two hosts has a TPM and keeps its keys, the other is older and
// forgets them. After a power cut with the key servers away, everything has to come back on the renewed one:
// the drill says on how many hosts each machine could start.
//
//   TF_VAR_kmip_password=… holdfast apply · holdfast drill

import {
  App,
  Cluster,
  DefaultKeyProvider,
  EsxiHost,
  KeyServer,
  Secret,
  Site,
  Stack,
  StandardKeyProvider,
  SurvivalFloor,
  VCenter,
  VirtualMachine,
} from "holdfast";

const app = new App();
const stack = new Stack(app, "plant");

const core = new Site(stack, "core");
const vcenter = new VCenter(core, "vc01", { version: "8.0 U3" });
const keyServer = new KeyServer(core, "kms", { vcenter, address: "kms.core.example" });
const keyProvider = new StandardKeyProvider(core, "kmip", {
  vcenter,
  keyServers: [keyServer],
  userName: "vc01",
  password: Secret.variable("kmip_password"),
  passwordVersion: 1,
});
new DefaultKeyProvider(core, "default", { entity: vcenter, keyProvider });

// The plant wants key persistence; the old host cannot have it and says so itself.
const plant = new Site(stack, "plant", { keyPersistence: true });
const cluster = new Cluster(plant, "line-1", { vcenter });
new EsxiHost(plant, "renewed", {
  cluster,
  version: "8.0 U3",
  tpm: true,
  configurationEncryption: { mode: "TPM", requireSecureBoot: true },
  recoveryKeyLocation: "safe in the data centre",
});
new EsxiHost(plant, "old", { cluster, version: "7.0 U3", keyPersistence: false });

const historian = new VirtualMachine(plant, "historian", { cluster, encrypted: true });
const control = new VirtualMachine(plant, "control", { cluster, encrypted: true, vtpm: true });
new VirtualMachine(plant, "test-bench", { cluster, encrypted: true, powerState: "poweredOff" });

new SurvivalFloor(stack, "line-keeps-running", {
  scenario: "provider-outage",
  workloads: [historian, control],
  reason: "The line runs on while the key server is away; one host that keeps its keys is enough.",
});

app.synth();
