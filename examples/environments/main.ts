// One program, three environments: laboratory, staging and production, a stack and a state each. What may differ stands
// in one table; whatever else does is a mistake, which `holdfast compare` shows.
//
//   holdfast plan --stack shop-lab · holdfast compare --stack shop-staging --stack shop-production

import {
  App,
  DefaultKeyProvider,
  EdgeSite,
  type KeyPersistence,
  KeyServer,
  Site,
  Stack,
  StandardKeyProvider,
  SurvivalFloor,
  VCenter,
} from "holdfast";

interface Environment {
  readonly name: string;
  readonly vcenter: string;
  readonly version: string;
  readonly keyServers: readonly string[];
  readonly keyPersistence: KeyPersistence;
  readonly hasFloor: boolean;
}

const ENVIRONMENTS: readonly Environment[] = [
  {
    name: "lab",
    vcenter: "vc90",
    version: "8.0 U3",
    keyServers: ["kms-a"],
    keyPersistence: false,
    hasFloor: false,
  },
  {
    // Someone forgot it here: staging would not show what production does in an outage.
    name: "staging",
    vcenter: "vc50",
    version: "8.0 U3",
    keyServers: ["kms-a", "kms-b"],
    keyPersistence: false,
    hasFloor: false,
  },
  {
    name: "production",
    vcenter: "vc01",
    version: "8.0 U2",
    keyServers: ["kms-a", "kms-b"],
    keyPersistence: true,
    hasFloor: true,
  },
];

const app = new App();
for (const environment of ENVIRONMENTS) declare(environment);
app.synth();

function declare({ name, version, keyPersistence, ...environment }: Environment): void {
  const stack = new Stack(app, `shop-${name}`);
  const core = new Site(stack, `core-${name}`);
  const vcenter = new VCenter(core, environment.vcenter, { version: "8.0 U3" });
  const keyServers = environment.keyServers.map(
    (server) =>
      new KeyServer(core, server, {
        vcenter,
        address: `${server}.${name}.example`,
        replicationGroup: name,
      }),
  );
  const keyProvider = new StandardKeyProvider(core, "kms", { vcenter, keyServers });
  new DefaultKeyProvider(core, "default", { entity: vcenter, keyProvider });
  const shop = new EdgeSite(stack, `edge-${name}`, {
    vcenter,
    hostnames: [`${name}-esx01`, `${name}-esx02`],
    version,
    physicalSecurity: "controlled",
    recoveryKeyLocation: "safe in the data centre",
    keyPersistence,
  });
  shop.addVirtualMachine("till", { encrypted: true });
  shop.addVirtualMachine("door-control", { encrypted: true, vtpm: true });
  if (!environment.hasFloor) return;
  new SurvivalFloor(stack, `open-${name}`, {
    scenario: "provider-outage",
    workloads: [`vm:${environment.vcenter}/vm/*`],
    reason: "The shop opens after a power cut, even while the line to the data centre is down.",
  });
}
