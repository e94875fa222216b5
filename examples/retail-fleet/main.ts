// A chain of shops, as many as the project says: two hosts and twenty encrypted machines each, behind one vCenter and one
// pair of key servers. With 200 shops it is what the benchmarks run.
//
//   cdktf.json: "context": { "sites": 200 } · holdfast plan · holdfast apply · holdfast drill

import {
  App,
  DefaultKeyProvider,
  EdgeResilience,
  EdgeSite,
  KeyServer,
  Site,
  Stack,
  StandardKeyProvider,
  SurvivalFloor,
  VCenter,
} from "holdfast";
import { Aspects } from "holdfast/cdk";

const TILLS_PER_SHOP = 12;
const OTHERS = ["inventory", "video-1", "video-2", "signage", "print", "time", "voice"];

const app = new App();
const sites = Number(app.node.tryGetContext("sites") ?? 2);
const stack = new Stack(app, "retail");
Aspects.of(stack).add(new EdgeResilience());

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

for (let number = 1; number <= sites; number++) {
  const name = `shop-${String(number).padStart(3, "0")}`;
  const shop = new EdgeSite(stack, name, {
    vcenter,
    hostnames: [`${name}-esx01`, `${name}-esx02`],
    version: "8.0 U3",
    keyPersistence: true,
    physicalSecurity: "controlled",
    recoveryKeyLocation: "vault of the head office",
  });
  for (let till = 1; till <= TILLS_PER_SHOP; till++) {
    shop.addVirtualMachine(`${name}-till-${till}`, { encrypted: true });
  }
  for (const machine of OTHERS) shop.addVirtualMachine(`${name}-${machine}`, { encrypted: true });
  shop.addVirtualMachine(`${name}-badges`, { vtpm: true });
}

new SurvivalFloor(stack, "every-shop-sells", {
  scenario: "provider-outage",
  workloads: ["vm:vc01/vm/shop-*-till-*"],
  reason: "A shop that cannot sell is closed.",
});

app.synth();
