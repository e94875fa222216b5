// A program with two environments, a laboratory and production, that are named apart and not quite alike.

export const TWO_ENVIRONMENTS = `
import { App, DefaultKeyProvider, EdgeSite, KeyServer, Site, Stack, StandardKeyProvider, VCenter } from "holdfast";

const app = new App();
for (const environment of ["lab", "production"]) {
  const isProduction = environment === "production";
  const stack = new Stack(app, \`shop-\${environment}\`);
  const core = new Site(stack, \`core-\${environment}\`);
  const vcenter = new VCenter(core, isProduction ? "vc01" : "vc90", { version: "8.0 U3" });
  const kms = new KeyServer(core, "kms", { vcenter, address: \`kms.\${environment}.example\` });
  const keyProvider = new StandardKeyProvider(core, "kms-provider", { vcenter, keyServers: [kms] });
  new DefaultKeyProvider(core, "default", { entity: vcenter, keyProvider });
  const shop = new EdgeSite(stack, \`\${environment}-edge\`, {
    vcenter,
    hostnames: ["esx01", "esx02"].map((name) => \`\${environment}-\${name}\`),
    version: isProduction ? "8.0 U3" : "8.0 U2",
    keyPersistence: !isProduction,
  });
  shop.addVirtualMachine("till", { encrypted: true });
  shop.addVirtualMachine("door", { vtpm: true });
  if (isProduction) shop.addVirtualMachine("archive", { encrypted: true });
}
app.synth();
`;
