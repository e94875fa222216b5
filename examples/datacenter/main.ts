// A data centre that follows the hardening guide: no host keeps keys. Two key servers that replicate serve most machines;
// the domain controllers, on which the key servers' own staff log in, have keys that each host derives itself. What an
// outage of the key servers costs is therefore known and written down, not found out.
//
//   TF_VAR_kmip_password=… TF_VAR_backup_password=… holdfast apply · holdfast drill

import {
  App,
  Cluster,
  DefaultKeyProvider,
  EsxiHost,
  HardeningGuide9,
  KeyServer,
  NativeKeyProvider,
  RequireTwoKeyServers,
  Secret,
  Site,
  Stack,
  StandardKeyProvider,
  SurvivalFloor,
  VCenter,
  VirtualMachine,
  VsanEncryption,
  Waiver,
} from "holdfast";
import { Aspects } from "holdfast/cdk";

const app = new App();
const stack = new Stack(app, "datacenter");
Aspects.of(stack).add(new HardeningGuide9());
Aspects.of(stack).add(new RequireTwoKeyServers());

const core = new Site(stack, "core");
const vcenter = new VCenter(core, "vc01", { version: "8.0 U3" });

// Two appliances of one replication group: either of them has every key.
const keyServers = ["kms-a", "kms-b"].map(
  (name) =>
    new KeyServer(core, name, {
      vcenter,
      address: `${name}.core.example`,
      replicationGroup: "core",
      certificateNotAfter: "2028-06-30T00:00:00Z",
    }),
);
const standard = new StandardKeyProvider(core, "kmip", {
  vcenter,
  keyServers,
  userName: "vc01",
  password: Secret.variable("kmip_password"),
  passwordVersion: 1,
});
new DefaultKeyProvider(core, "default", { entity: vcenter, keyProvider: standard });

const native = new NativeKeyProvider(core, "native", {
  vcenter,
  backup: {
    path: "native-key-provider.backup",
    password: Secret.variable("backup_password"),
    passwordVersion: 1,
  },
});

// Hosts that serve both: their host keys are derived too, so that they are crypto safe without a key server.
const cluster = new Cluster(core, "compute", {
  vcenter,
  hostKeyProvider: native,
  storage: "vsan",
});
const hosts = ["esx01", "esx02", "esx03"].map(
  (hostname) =>
    new EsxiHost(core, hostname, {
      cluster,
      version: "8.0 U3",
      rack: `rack ${hostname.at(-1)}`,
      tpm: true,
      configurationEncryption: { mode: "TPM", requireSecureBoot: true },
      ...(hostname === "esx03" ? {} : { recoveryKeyLocation: "vault of the data centre" }),
    }),
);

// Under the standard provider disk groups would stay unmounted after a boot, and every machine on them down.
new VsanEncryption(core, "storage", { cluster, keyProvider: native });

for (const name of ["dc-1", "dc-2"]) {
  new VirtualMachine(core, name, { cluster, encrypted: true, vtpm: true, keyProvider: native });
}
new VirtualMachine(core, "payroll", { cluster, encrypted: true });
new VirtualMachine(core, "archive", { cluster, encrypted: true });

// The one thing that is not as it should be, with who answers for it, and until when.
new Waiver(core, "esx03-recovery-key", {
  code: "FC-27",
  subjects: hosts.filter(({ hostname }) => hostname === "esx03"),
  owner: "platform team",
  reason:
    "esx03 was installed this week; its recovery key goes into the vault with the next courier.",
  expiresAt: "2026-03-31T00:00:00Z",
});

new SurvivalFloor(core, "someone-can-log-in", {
  scenario: "provider-outage",
  workloads: ["vm:vc01/vm/dc-*", "vsan:*"],
  reason: "Whoever repairs the key servers has to log in first.",
});

app.synth();
