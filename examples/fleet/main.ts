// Twenty shops from one loop, each with two hosts and three encrypted machines, all behind one vCenter and
// one pair of key servers. Every tenth shop has its machines' files on the hosts' own disks.
//
//   holdfast plan · holdfast apply · holdfast drill

import {
  App,
  DefaultKeyProvider,
  EdgeSite,
  KeyServer,
  Site,
  Stack,
  StandardKeyProvider,
  SurvivalFloor,
  VCenter,
} from "holdfast";

const SHOPS = 20;

const app = new App();
const stack = new Stack(app, "fleet");

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

for (let number = 1; number <= SHOPS; number++) {
  const name = `shop-${String(number).padStart(2, "0")}`;
  const shop = new EdgeSite(stack, name, {
    vcenter,
    hostnames: [`${name}-esx01`, `${name}-esx02`],
    version: "8.0 U3",
    keyPersistence: true,
    storage: number % 10 === 0 ? "local" : "shared",
  });
  for (const machine of ["till", "inventory"]) {
    shop.addVirtualMachine(`${name}-${machine}`, { encrypted: true });
  }
  shop.addVirtualMachine(`${name}-badge-reader`, { vtpm: true });
}

// Whatever else is lost, the tills are not.
new SurvivalFloor(stack, "every-till", {
  scenario: "provider-outage",
  workloads: ["vm:vc01/vm/*-till"],
  reason: "A shop that cannot sell is closed.",
});

app.synth();
