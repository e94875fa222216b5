// A shop far from the data centre: two hosts, encrypted machines, and the key servers at the other end of a
// line that may be down for days. What keeps the shop open after a power cut is one line: key persistence.
//
//   holdfast plan · holdfast apply · holdfast drill

import {
  App,
  DefaultKeyProvider,
  EdgeSite,
  KeyServer,
  NetworkPath,
  Site,
  Stack,
  StandardKeyProvider,
  SurvivalFloor,
  VCenter,
} from "holdfast";

const app = new App();
const stack = new Stack(app, "edge");

// The data centre: vCenter, and two key servers that hold the same keys.
const core = new Site(stack, "core");
const vcenter = new VCenter(core, "vc01", { version: "8.0 U3" });
const keyServers = ["kms-a", "kms-b"].map(
  (name) =>
    new KeyServer(core, name, {
      vcenter,
      address: `${name}.core.example`,
      replicationGroup: "core",
    }),
);
const keyProvider = new StandardKeyProvider(core, "kms", { vcenter, keyServers });
new DefaultKeyProvider(core, "default", { entity: vcenter, keyProvider });

// The shop. Its hosts have a TPM 2.0, so they can keep the keys they were given.
const shop = new EdgeSite(stack, "edge-01", {
  vcenter,
  hostnames: ["esx01", "esx02"],
  version: "8.0 U3",
  physicalSecurity: "controlled",
  recoveryKeyLocation: "safe in the data centre",
  // Remove the next line and plan again: the plan says what that costs.
  keyPersistence: true,
});

// Only vCenter reaches the key servers; the hosts at the shop do not.
new NetworkPath(stack, "shop-to-key-servers", {
  from: shop.site,
  fromRole: "host",
  to: core,
  allowed: false,
});

// What runs there. The badge reader is encrypted only for its virtual TPM, the kiosk not at all.
shop.addVirtualMachine("till", { encrypted: true });
shop.addVirtualMachine("inventory", {
  encrypted: true,
  disks: [
    { name: "system", sizeGib: 40 },
    { name: "data", sizeGib: 200 },
  ],
});
shop.addVirtualMachine("door-control", { encrypted: true, vtpm: true });
shop.addVirtualMachine("badge-reader", { vtpm: true });
shop.addVirtualMachine("kiosk");

// The promise: a plan that breaks it is refused, a drill that breaks it fails.
new SurvivalFloor(stack, "open-for-business", {
  scenario: "provider-outage",
  reason: "The shop opens after a power cut, even while the line to the data centre is down.",
});

app.synth();
