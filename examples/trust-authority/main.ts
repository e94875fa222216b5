// A plant under vSphere Trust Authority: a cluster of its own, in a vCenter of its own, attests the hosts of the plant
// and gives attested ones their keys, past the plant's vCenter. While the Trust Authority is away, hosts that
// reboot are not attested: what they stored (key persistence) is all that they start.
//
//   holdfast apply · holdfast drill --scenario trust-authority-outage

import {
  App,
  Cluster,
  DefaultKeyProvider,
  EsxiHost,
  KeyServer,
  Site,
  Stack,
  SurvivalFloor,
  TrustAuthority,
  TrustedKeyProvider,
  VCenter,
  VirtualMachine,
} from "holdfast";

const RELEASE = "8.0 U2";

const app = new App();
const stack = new Stack(app, "trust-authority");

// The side that attests: hosts without a TPM will do, and any of them may serve.
const core = new Site(stack, "core");
const apart = new VCenter(core, "vc-trust", { version: RELEASE });
const attesting = new Cluster(core, "attesting", { vcenter: apart, role: "trust-authority" });
new EsxiHost(core, "ta01", { cluster: attesting, version: RELEASE });
new EsxiHost(core, "ta02", { cluster: attesting, version: RELEASE });
const keyServers = ["a", "b"].map(
  (name) =>
    new KeyServer(core, `kms-${name}`, {
      vcenter: apart,
      address: `kms-${name}.core.example`,
      replicationGroup: "kms",
    }),
);

// The side that is attested: every host has a TPM 2.0 and secure boot.
const plant = new Site(stack, "plant", { keyPersistence: true });
const vcenter = new VCenter(plant, "vc01", { version: RELEASE });
const cluster = new Cluster(plant, "line-1", { vcenter });
for (const hostname of ["esx01", "esx02"]) {
  new EsxiHost(plant, hostname, {
    cluster,
    version: RELEASE,
    tpm: true,
    recoveryKeyLocation: "safe in the data centre",
  });
}

const trustAuthority = new TrustAuthority(core, "trust", {
  cluster: attesting,
  trustedClusters: [cluster],
  // Import the next release here before a host of the plant is patched to it.
  baseImages: [RELEASE],
});
const keyProvider = new TrustedKeyProvider(plant, "trusted", {
  vcenter,
  trustAuthority,
  masterKeyId: "plant-primary-key",
  keyServers,
});
new DefaultKeyProvider(plant, "default", { entity: vcenter, keyProvider });

const historian = new VirtualMachine(plant, "historian", { cluster, encrypted: true });
const control = new VirtualMachine(plant, "control", { cluster, vtpm: true });

new SurvivalFloor(stack, "line-keeps-running", {
  scenario: "trust-authority-outage",
  workloads: [historian, control],
  reason: "The line runs on while nobody attests its hosts.",
});

app.synth();
