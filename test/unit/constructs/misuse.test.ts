import { describe, expect, it } from "vitest";
import { TerraformStack, TerraformVariable } from "../../../constructs/cdk.js";
import {
  App,
  Cluster,
  type ClusterProps,
  DefaultKeyProvider,
  EsxiHost,
  type EsxiHostProps,
  type IVCenter,
  KeyServer,
  NativeKeyProvider,
  NetworkPath,
  Site,
  type Stack,
  StandardKeyProvider,
  SurvivalFloor,
  TrustAuthority,
  type TrustAuthorityProps,
  TrustedKeyProvider,
  VCenter,
  VirtualMachine,
  type VirtualMachineProps,
  Waiver,
} from "../../../constructs/index.js";
import { errorsOf, newProgram } from "./program.js";

interface Case {
  readonly name: string;
  readonly write: (estate: Estate) => unknown;
  /** Every error, in order; none when the program is sound. */
  readonly says: readonly RegExp[];
}

/** A vCenter with one cluster, and what is needed to add to them in one line. */
interface Estate {
  readonly stack: Stack;
  readonly vcenter: VCenter;
  readonly cluster: Cluster;
  readonly native: (props?: {
    readonly tpmRequired?: boolean;
    readonly backup?: false;
  }) => NativeKeyProvider;
  readonly standard: (name?: string) => StandardKeyProvider;
  readonly server: (name?: string, vcenter?: IVCenter) => KeyServer;
  readonly makeDefault: (
    keyProvider: StandardKeyProvider | NativeKeyProvider,
  ) => DefaultKeyProvider;
  readonly host: (props?: Partial<EsxiHostProps>) => EsxiHost;
  readonly machine: (props?: Partial<VirtualMachineProps>, id?: string) => VirtualMachine;
}

const WAIVER = {
  code: "FC-37",
  owner: "site team",
  reason: "the doors are being fitted",
  expiresAt: "2030-01-01T00:00:00Z",
};

/** Programs run without a type check, so what does not compile still arrives. */
const PROPERTIES: readonly Case[] = [
  {
    name: "a mistyped optional property, which would mean that persistence is off",
    write: (e) => e.host(Object.assign({ tpm: true }, { keyPersistance: true })),
    says: [
      /^\[edge\/esx01\] EsxiHost has no property "keyPersistance"\. Did you mean "keyPersistence"\?$/,
    ],
  },
  {
    name: "mistyped properties of several constructs and of what is nested in them, all at once",
    write: (e) => {
      const disk = Object.assign({ name: "d", sizeGib: 1 }, { encrytped: true });
      e.host({
        tpm: JSON.parse('{ "bank": "sha256" }'),
        keyPersistence: JSON.parse('{ "enable": false }'),
      });
      e.machine({ disks: [disk] });
    },
    says: [
      /^\[edge\/esx01\] tpm has no property "bank"\.$/,
      /^\[edge\/esx01\] keyPersistence has no property "enable"\. Did you mean "enabled"\?$/,
      /^\[edge\/vm\] disks\[0\] has no property "encrytped"\. Did you mean "encrypted"\?$/,
    ],
  },
  {
    name: "a key that is named without the key provider that has it",
    write: (e) => e.machine({ encrypted: true, existingKeyId: "k" }),
    says: [
      /^\[edge\/vm\] A key is found by its id at a key provider: existingKeyId needs keyProvider\.$/,
    ],
  },
  {
    name: "a host key that is named of a native key provider",
    write: (e) => {
      const hostKeyProvider = nativeAt(e, "8.0 U3");
      const { vcenter } = hostKeyProvider;
      new Cluster(e.stack, "c", { vcenter, hostKeyProvider, hostKeyId: "k" });
    },
    says: [/^\[edge\/c\] hostKeyId names a key of nkp, a native key provider/],
  },
  {
    name: "a mistyped required property, which says that the real one is missing",
    write: (e) =>
      new NetworkPath(
        e.stack,
        "path",
        JSON.parse(
          '{ "from": { "siteName": "a" }, "fromRole": "host", "to": { "siteName": "b" }, "alowed": false }',
        ),
      ),
    says: [
      /^\[edge\/path\] NetworkPath has no property "alowed"\. Did you mean "allowed"\? NetworkPath needs the property "allowed"\.$/,
    ],
  },
];

const PERSISTENCE: readonly Case[] = [
  {
    name: "persistence without a TPM, where a standard provider serves the host",
    write: (e) => {
      e.makeDefault(e.standard());
      e.host({ keyPersistence: true });
    },
    says: [
      /^\[edge\/esx01\] Key persistence needs a TPM 2\.0 that ESXi can use to keep the keys of the standard key provider kms, and this host has none\. Fit one/,
    ],
  },
  {
    name: "persistence with a TPM that cannot seal",
    write: (e) => {
      e.makeDefault(e.standard());
      e.host({ keyPersistence: true, tpm: { hashBank: "sha1" } });
    },
    says: [/^\[edge\/esx01\] Key persistence needs a TPM 2\.0 .* has one that uses its SHA-1 bank/],
  },
  {
    name: "persistence with a TPM of a maker that the release fails with",
    write: (e) => {
      e.makeDefault(e.standard());
      e.host({ keyPersistence: true, tpm: { manufacturer: "IFX" }, version: "7.0 U2" });
    },
    says: [
      /Infineon\) whose TPMs ESXi 7\.0 U2 fails with\. Upgrade ESXi to 7\.0 U3 or later, turn/,
    ],
  },
  {
    name: "the same, wanted by the site and served through a machine's own provider",
    write: (e) => {
      const site = new Site(e.stack, "shop", { keyPersistence: true });
      e.host({ site });
      e.machine({ encrypted: true, keyProvider: e.standard() });
    },
    says: [/^\[edge\/esx01\] Key persistence needs a TPM/],
  },
  {
    name: "persistence without a TPM beside a native provider alone has no effect and is allowed",
    write: (e) => {
      e.makeDefault(e.native({ tpmRequired: false }));
      e.host({ keyPersistence: true });
    },
    says: [],
  },
  {
    name: "persistence before 7.0 U2",
    write: (e) => e.host({ keyPersistence: true, tpm: true, version: "7.0 U1" }),
    says: [/^\[edge\/esx01\] Key persistence begins with ESXi 7\.0 U2, and this host runs 7\.0 U1/],
  },
  {
    name: "persistence with configuration encryption NONE",
    write: (e) => {
      e.makeDefault(e.standard());
      e.host({ keyPersistence: true, tpm: true, configurationEncryption: { mode: "NONE" } });
    },
    says: [
      /^\[edge\/esx01\] Key persistence keeps the keys of kms .* is NONE\. Set its mode to TPM/,
    ],
  },
  {
    name: "a host that leaves its cluster's persistence is asked for nothing",
    write: (e) => {
      e.makeDefault(e.standard());
      e.cluster.keyPersistence = true;
      e.host({ keyPersistence: false, version: "7.0" });
    },
    says: [],
  },
];

const HOSTS: readonly Case[] = [
  {
    name: "a native provider with an older host",
    write: (e) => {
      e.native();
      e.host({ version: "7.0 U1" });
    },
    says: [
      /^\[edge\/esx01\] This host runs ESXi 7\.0 U1, and its vCenter has the native key provider nkp/,
    ],
  },
  {
    name: "a native provider for TPMs only, and a host without",
    write: (e) => {
      e.makeDefault(e.native());
      e.host();
    },
    says: [
      /^\[edge\/esx01\] The native key provider nkp admits only hosts with a TPM, and this host has none/,
    ],
  },
  {
    name: "the same where that provider does not serve the host",
    write: (e) => {
      e.native();
      e.host();
    },
    says: [],
  },
  {
    name: "mode TPM without a TPM",
    write: (e) => e.host({ configurationEncryption: { mode: "TPM" } }),
    says: [/mode TPM needs a TPM 2\.0 that ESXi can use, and this host has none/],
  },
  {
    name: "configuration encryption before 7.0 U2",
    write: (e) => e.host({ version: "7.0", configurationEncryption: { mode: "NONE" } }),
    says: [/ESXi 7\.0 does not encrypt its configuration; that begins with 7\.0 U2/],
  },
  {
    name: "secure boot required and off",
    write: (e) =>
      e.host({
        tpm: true,
        secureBoot: false,
        configurationEncryption: { requireSecureBoot: true },
      }),
    says: [/would keep this host from ever booting/],
  },
  {
    name: "no release",
    write: (e) => e.host({ version: "8.0U3" }),
    says: [/^\[edge\/esx01\] "8\.0U3" is no release of vSphere\. Write it as/],
  },
  {
    name: "a version that is known later is not judged",
    write: (e) => {
      const version = new TerraformVariable(e.stack, "esxi_version", {}).stringValue;
      e.native();
      e.host({ version, keyPersistence: true });
    },
    says: [],
  },
];

const PROVIDERS: readonly Case[] = [
  {
    name: "a native provider and an older vCenter",
    write: (e) => nativeAt(e, "7.0 U1"),
    says: [/A native key provider needs vCenter 7\.0 U2 or later, and this vCenter is 7\.0 U1/],
  },
  {
    name: "a native provider that is used without a backup",
    write: (e) => {
      e.makeDefault(e.native({ backup: false }));
    },
    says: [
      /^\[edge\/nkp\] A native key provider cannot be used before its backup was downloaded, and edge\/default uses this one/,
    ],
  },
  {
    name: "a native provider without a backup that nothing uses",
    write: (e) => e.native({ backup: false }),
    says: [],
  },
  {
    name: "a standard provider without key servers",
    write: (e) => new StandardKeyProvider(e.stack, "kms", { vcenter: e.vcenter, keyServers: [] }),
    says: [/needs at least one key server, better two/],
  },
  {
    name: "a key server of another vCenter",
    write: (e) => {
      const other = new VCenter(e.stack, "vc02", { version: "8.0 U3" });
      const keyServers = [e.server("kms-x", other)];
      return new StandardKeyProvider(e.stack, "kms", { vcenter: e.vcenter, keyServers });
    },
    says: [/The key server kms-x is an entry of another vCenter\. Declare it for vc01 too/],
  },
  {
    name: "a key provider of another vCenter",
    write: (e) => {
      const vcenter = new VCenter(e.stack, "vc02", { version: "8.0 U3" });
      const cluster = new Cluster(e.stack, "far", { vcenter });
      e.machine({ cluster, encrypted: true, keyProvider: e.standard() });
    },
    says: [
      /The key provider kms is declared in vc01, and cannot be used in vc02: a key provider is known by its name/,
    ],
  },
  {
    name: "a cluster's default before vCenter 8.0 U1",
    write: (e) =>
      withCluster(
        e,
        "8.0",
        (entity, keyProvider) => new DefaultKeyProvider(e.stack, "own", { entity, keyProvider }),
      ),
    says: [/default key provider of its own only from vCenter 8\.0 U1 on; this vCenter is 8\.0/],
  },
  {
    name: "a cluster's provider of host keys before vCenter 8.0 U3",
    write: (e) => withCluster(e, "8.0 U2"),
    says: [
      /key provider of its own for host keys only from vCenter 8\.0 U3 on; this vCenter is 8\.0 U2/,
    ],
  },
  {
    name: "33 key providers",
    write: (e) => {
      const keyServers = [e.server()];
      for (let i = 0; i < 33; i++) {
        new StandardKeyProvider(e.stack, `kp${i}`, { vcenter: e.vcenter, keyServers });
      }
    },
    says: [
      /^\[edge\/vc01\] A vCenter holds at most 32 key providers, and this program declares 33/,
    ],
  },
  {
    name: "two defaults of one vCenter",
    write: (e) => {
      const keyProvider = e.standard();
      e.makeDefault(keyProvider);
      new DefaultKeyProvider(e.stack, "again", { entity: e.vcenter, keyProvider });
    },
    says: [
      /^\[edge\/again\] vc01\/default-kp is declared a second time; it is already edge\/default/,
    ],
  },
];

/** A Trust Authority that trusts the cluster of the estate, and what is varied of it. */
function trust(
  e: Estate,
  props: Partial<TrustAuthorityProps> & { readonly version?: string } = {},
): TrustAuthority {
  const { version = "8.0 U2", ...rest } = props;
  const vcenter = new VCenter(e.stack, "vc00", { version });
  const cluster = new Cluster(e.stack, "ta", { vcenter, role: "trust-authority" });
  const plain = { cluster, trustedClusters: [e.cluster], baseImages: ["8.0 U3"] };
  return new TrustAuthority(e.stack, "trust", { ...plain, ...rest });
}

function trusted(e: Estate, trustAuthority = trust(e)): TrustedKeyProvider {
  const { vcenter } = trustAuthority.cluster;
  return new TrustedKeyProvider(e.stack, "tkp", {
    vcenter: e.vcenter,
    trustAuthority,
    masterKeyId: "primary",
    keyServers: [e.server("kms-ta", vcenter)],
  });
}

const TRUST: readonly Case[] = [
  {
    name: "a trusted key provider, used as it should be",
    write: (e) => {
      e.host({ tpm: true });
      e.machine({ encrypted: true, keyProvider: trusted(e) });
    },
    says: [],
  },
  {
    name: "a Trust Authority on a cluster for machines",
    write: (e) => trust(e, { cluster: e.cluster }),
    says: [
      /^\[edge\/trust\] The cluster edge is one for virtual machines\. .* role: "trust-authority"/,
    ],
  },
  {
    name: "a cluster that attests and is to be trusted",
    write: (e) => {
      const cluster = new Cluster(e.stack, "both", { vcenter: e.vcenter, role: "trust-authority" });
      trust(e, { trustedClusters: [cluster] });
    },
    says: [
      /The cluster both has the role "trust-authority" and is to be trusted\. A cluster is one or the other/,
    ],
  },
  {
    name: "a trusted cluster in the vCenter of the Trust Authority",
    write: (e) => {
      const cluster = new Cluster(e.stack, "ta0", { vcenter: e.vcenter, role: "trust-authority" });
      trust(e, { cluster });
    },
    says: [
      /The cluster edge is managed by the vCenter of the Trust Authority, which has to be a system apart/,
    ],
  },
  {
    name: "several Trust Authorities for one vCenter",
    write: (e) => {
      const first = trust(e);
      const { vcenter } = first.cluster;
      const cluster = new Cluster(e.stack, "ta2", { vcenter, role: "trust-authority" });
      const other = new Cluster(e.stack, "other", { vcenter: e.vcenter });
      const baseImages = ["8.0 U3"];
      new TrustAuthority(e.stack, "second", { cluster, trustedClusters: [other], baseImages });
    },
    says: [
      /^\[edge\/second\] Clusters of vc01 are trusted by edge\/trust already, and a vCenter has one Trust Authority/,
    ],
  },
  {
    name: "FC-62: trusted hosts without a TPM, with the SHA-1 bank, without secure boot",
    write: (e) => {
      trust(e);
      e.host();
      const plain = { cluster: e.cluster, version: "8.0 U3" };
      new EsxiHost(e.stack, "esx02", { ...plain, tpm: { hashBank: "sha1" } });
      new EsxiHost(e.stack, "esx03", { ...plain, tpm: true, secureBoot: false });
    },
    says: [
      /^\[edge\/trust\] The trusted host esx01 lacks a TPM 2\.0 that ESXi can use/,
      /The trusted host esx02 lacks a TPM 2\.0/,
      /The trusted host esx03 lacks secure boot \(secureBoot: true\): it would never be attested/,
    ],
  },
  {
    name: "FC-51: a trusted host whose base image is not imported",
    write: (e) => {
      trust(e, { baseImages: ["8.0 U2"] });
      e.host({ tpm: true });
    },
    says: [
      /^\[edge\/trust\] The trusted host esx01 runs ESXi 8\.0 U3, and baseImages has only 8\.0 U2: .* Import the base image first/,
    ],
  },
  {
    name: "FC-53: Trust Authority on 9.0",
    write: (e) => trust(e, { version: "9.0" }),
    says: [/vSphere Trust Authority is gone in vSphere 9\.0, and the vCenter vc00 is 9\.0/],
  },
  {
    name: "Trust Authority before 7.0",
    write: (e) => trust(e, { version: "6.7" }),
    says: [/vSphere Trust Authority begins with vSphere 7\.0, and the vCenter vc00 is 6\.7/],
  },
  {
    name: "a trusted key provider for a vCenter that its Trust Authority does not serve",
    write: (e) => {
      const trustAuthority = trust(e);
      const vcenter = new VCenter(e.stack, "vc02", { version: "8.0 U2" });
      const keyServers = [e.server("kms-ta", trustAuthority.cluster.vcenter)];
      const props = { vcenter, trustAuthority, masterKeyId: "primary", keyServers };
      new TrustedKeyProvider(e.stack, "tkp", props);
    },
    says: [/^\[edge\/tkp\] edge\/trust trusts no cluster of vc02/],
  },
  {
    name: "a trusted key provider with a key server of the workload vCenter",
    write: (e) => {
      const keyServers = [e.server()];
      const props = { vcenter: e.vcenter, trustAuthority: trust(e), masterKeyId: "p", keyServers };
      new TrustedKeyProvider(e.stack, "tkp", props);
    },
    says: [/The key server kms-a is an entry of another vCenter than that of the Trust Authority/],
  },
  {
    name: "FC-62: a machine with BIOS firmware under a trusted key provider",
    write: (e) => {
      e.host({ tpm: true });
      e.machine({ encrypted: true, firmware: "bios", keyProvider: trusted(e) });
    },
    says: [/^\[edge\/vm\] Keys of the trusted key provider tkp need EFI firmware/],
  },
  {
    name: "a machine of a trusted key provider in a cluster that is not trusted",
    write: (e) => {
      const cluster = new Cluster(e.stack, "open", { vcenter: e.vcenter });
      e.machine({ cluster, encrypted: true, keyProvider: trusted(e) });
    },
    says: [/^\[edge\/vm\] No host of open gets a key of the trusted key provider tkp/],
  },
  {
    name: "FC-01: a key server behind a trusted key provider, in a machine that it encrypts",
    write: (e) => {
      const keyProvider = trusted(e);
      const [server] = keyProvider.keyServers;
      const machine = e.machine({ encrypted: true, keyProvider });
      if (server instanceof KeyServer) server.runsOn(machine);
    },
    says: [
      /^\[edge\/kms-ta\] This key server runs in vc01\/vm\/vm, which is encrypted by the key provider tkp/,
    ],
  },
  {
    name: "an id where a Trust Authority is taken",
    write: (e) => {
      const props = { vcenter: e.vcenter, masterKeyId: "p", keyServers: [e.server()] };
      const wrong = Object.assign(
        props,
        { trustAuthority: trust(e) },
        JSON.parse('{"trustAuthority":"vc00"}'),
      );
      new TrustedKeyProvider(e.stack, "tkp", wrong);
    },
    says: [/trustAuthority takes a TrustAuthority/],
  },
];

const MACHINES: readonly Case[] = [
  {
    name: "a virtual TPM without EFI",
    write: (e) => e.machine({ vtpm: true, firmware: "bios" }),
    says: [/^\[edge\/vm\] A virtual TPM needs EFI firmware, and this machine has firmware: "bios"/],
  },
  {
    name: "a virtual TPM on old virtual hardware",
    write: (e) => e.machine({ vtpm: true, hardwareVersion: 13 }),
    says: [
      /^\[edge\/vm\] A virtual TPM needs hardware version 14 or later, and this machine has 13/,
    ],
  },
  {
    name: "an encrypted machine that is carried elsewhere in the clear",
    write: (e) =>
      e.machine({
        encrypted: true,
        migrateEncryption: "opportunistic",
        ftEncryptionMode: "ftEncryptionDisabled",
      }),
    says: [
      /^\[edge\/vm\] This machine is encrypted, so .* migrateEncryption can only be "required", not "opportunistic": leave it out. ftEncryptionMode can only be "ftEncryptionRequired"/,
    ],
  },
  {
    name: "an open machine that is carried elsewhere in the clear",
    write: (e) => e.machine({ migrateEncryption: "disabled" }),
    says: [],
  },
  {
    name: "an encrypted machine that no key provider serves",
    write: (e) => e.machine({ encrypted: true }),
    says: [
      /^\[edge\/vm\] This machine is encrypted, and no key provider is named or is the default/,
    ],
  },
  {
    name: "a virtual TPM that no key provider serves",
    write: (e) => e.machine({ vtpm: true }),
    says: [/^\[edge\/vm\] This machine has a virtual TPM, and no key provider/],
  },
  {
    name: "a virtual TPM beside the only key provider, which becomes the default of its vCenter",
    write: (e) => {
      e.machine({ vtpm: true });
      e.standard();
    },
    says: [],
  },
  {
    name: "a virtual TPM beside two key providers, of which either may be the first",
    write: (e) => {
      e.machine({ vtpm: true });
      e.standard();
      e.native();
    },
    says: [/^\[edge\/vm\] This machine has a virtual TPM, and no key provider/],
  },
  {
    name: "a default that is declared afterwards",
    write: (e) => {
      e.machine({ encrypted: true });
      e.makeDefault(e.standard());
    },
    says: [],
  },
  {
    name: "an encrypted disk on an open machine",
    write: (e) => e.machine({ disks: [{ name: "data", sizeGib: 1, encrypted: true }] }),
    says: [/The disk data is encrypted and the machine is not/],
  },
  {
    name: "a key provider for an open disk",
    write: (e) => {
      const keyProvider = e.standard();
      e.machine({
        encrypted: true,
        keyProvider,
        disks: [{ name: "data", sizeGib: 1, encrypted: false, keyProvider }],
      });
    },
    says: [/The disk data names a key provider and is not encrypted/],
  },
  {
    name: "FC-01: a key server in a machine that its own provider encrypts",
    write: (e) => {
      const server = e.server();
      const keyProvider = new StandardKeyProvider(e.stack, "kms", {
        vcenter: e.vcenter,
        keyServers: [server],
      });
      server.runsOn(e.machine({ encrypted: true, keyProvider }));
    },
    says: [
      /^\[edge\/kms-a\] This key server runs in vc01\/vm\/vm, which is encrypted by the key provider kms that asks this very server/,
    ],
  },
  {
    name: "the same through another entry with its address",
    write: (e) => {
      const keyProvider = e.standard();
      const entry = new KeyServer(e.stack, "again", {
        vcenter: e.vcenter,
        address: "kms-a.example",
      });
      entry.runsOn(e.machine({ vtpm: true, keyProvider }));
    },
    says: [/^\[edge\/again\] This key server runs in/],
  },
  {
    name: "a key server in an open machine",
    write: (e) => {
      const server = e.server();
      server.runsOn(e.machine());
    },
    says: [],
  },
  {
    name: "FC-02: a vCenter in a machine that its own standard provider encrypts",
    write: (e) => {
      e.makeDefault(e.standard());
      e.vcenter.runsOn(e.machine({ encrypted: true }));
    },
    says: [
      /^\[edge\/vc01\] This vCenter runs in vc01\/vm\/vm, which is encrypted by its own standard key provider kms/,
    ],
  },
  {
    name: "a vCenter in a machine that its native provider encrypts",
    write: (e) => {
      e.makeDefault(e.native({ tpmRequired: false }));
      e.vcenter.runsOn(e.machine({ encrypted: true }));
    },
    says: [],
  },
];

const NAMES: readonly Case[] = [
  {
    name: "a name with a slash",
    write: (e) => e.machine({ name: "a/b" }),
    says: [/"a\/b" cannot be a name: names are steps of inventory paths/],
  },
  {
    name: "a cluster called as a step of paths",
    write: (e) => new Cluster(e.stack, "vm", { vcenter: e.vcenter }),
    says: [/A cluster cannot be called "vm"/],
  },
  {
    name: "two machines of one name",
    write: (e) => {
      e.machine({}, "one");
      e.machine({ name: "one" }, "two");
    },
    says: [
      /^\[edge\/two\] vc01\/vm\/one is declared a second time; it is already edge\/one\. Declare it once/,
    ],
  },
  {
    name: "one host in two clusters of a vCenter",
    write: (e) => {
      e.host();
      const cluster = new Cluster(e.stack, "other", { vcenter: e.vcenter });
      new EsxiHost(e.stack, "twice", { cluster, hostname: "esx01", version: "8.0 U3" });
    },
    says: [
      /^\[edge\/twice\] The host vc01\/esx01 is declared a second time; it is already edge\/esx01\. A vCenter has a host in one cluster only/,
    ],
  },
  {
    name: "hosts of one name in two vCenters, which is no mistake",
    write: (e) => {
      e.host();
      const vcenter = new VCenter(e.stack, "vc02", { version: "8.0 U3" });
      const cluster = new Cluster(e.stack, "other", { vcenter });
      new EsxiHost(e.stack, "twice", { cluster, hostname: "esx01", version: "8.0 U3" });
    },
    says: [],
  },
  {
    name: "key providers of two kinds and one name",
    write: (e) => {
      e.standard("kp");
      new NativeKeyProvider(e.stack, "native", { vcenter: e.vcenter, name: "kp" });
    },
    says: [/^\[edge\/native\] vc01\/kp\/kp is declared a second time; it is already edge\/kp/],
  },
  {
    name: "one network path twice, once by its default port",
    write: (e) => {
      const [from, to] = [new Site(e.stack, "a"), new Site(e.stack, "b")];
      const path = { from, to, fromRole: "host", allowed: false } as const;
      new NetworkPath(e.stack, "first", path);
      new NetworkPath(e.stack, "second", { ...path, port: 5696 });
    },
    says: [/^\[edge\/second\] a\/host\/b\/5696 is declared a second time/],
  },
  {
    name: "a floor over a machine that no key can lock",
    write: (e) =>
      new SurvivalFloor(e.stack, "floor", {
        scenario: "provider-outage",
        reason: "r",
        workloads: [e.machine()],
      }),
    says: [/edge\/vm is neither encrypted nor has a virtual TPM/],
  },
  {
    name: "a waiver of something that cannot be waived",
    write: (e) => new Waiver(e.stack, "waiver", { ...WAIVER, code: "FC37" }),
    says: [/^\[edge\/waiver\] "FC37" is no finding that can be waived. Did you mean "FC-37"\?/],
  },
  {
    name: "two waivers of one name",
    write: (e) => {
      new Waiver(e.stack, "first", { ...WAIVER, name: "w" });
      new Waiver(e.stack, "second", { ...WAIVER, name: "w" });
    },
    says: [/^\[edge\/second\] w is declared a second time; it is already edge\/first/],
  },
  {
    name: "a floor over something that is no workload",
    write: (e) =>
      new SurvivalFloor(e.stack, "floor", {
        scenario: "provider-outage",
        reason: "r",
        workloads: ["till"],
      }),
    says: [/"till" is no workload: pass the machine itself, or an id such as/],
  },
];

describe("misuse", () => {
  describe.each([
    ["of properties", PROPERTIES],
    ["of key persistence", PERSISTENCE],
    ["of hosts", HOSTS],
    ["of key providers", PROVIDERS],
    ["of Trust Authorities", TRUST],
    ["of machines", MACHINES],
    ["of names", NAMES],
  ])("%s", (_, cases) => {
    it.each(cases)("$name", ({ write, says }) => {
      expect(allErrors(write)).toEqual(says.map((pattern) => expect.stringMatching(pattern)));
    });
  });

  it("collects the errors of the whole tree", () => {
    const errors = allErrors((e) => {
      e.makeDefault(e.standard());
      e.host({ keyPersistence: true, version: "7.0" });
      e.machine({ vtpm: true, name: "same" }, "first");
      e.machine({ vtpm: true, name: "same" }, "second");
    });
    expect(errors).toHaveLength(3);
  });

  it("is refused outside a Stack of holdfast", () => {
    const stack = new TerraformStack(new App(), "plain");
    expect(() => new VCenter(stack, "vc01", { version: "8.0 U3" })).toThrow(
      "[plain/vc01] This is declared in a plain TerraformStack. Declare it in a Stack of holdfast.",
    );
    expect(() => new VCenter(new App(), "vc01", { version: "8.0 U3" })).toThrow(
      "[vc01] This is declared outside every stack. Declare it in a Stack of holdfast.",
    );
  });
});

/** What a constructor throws, or else what synthesis collects. */
function allErrors(write: (estate: Estate) => unknown): readonly string[] {
  const program = newProgram();
  try {
    write(newEstate(program.stack));
  } catch (error) {
    return [(error as Error).message];
  }
  return errorsOf(program);
}

function newEstate(stack: Stack): Estate {
  const vcenter = new VCenter(stack, "vc01", { version: "8.0 U3" });
  const cluster = new Cluster(stack, "edge", { vcenter });
  const server = (name = "kms-a", of: IVCenter = vcenter) =>
    new KeyServer(stack, name, { vcenter: of, address: `${name}.example` });
  return {
    stack,
    vcenter,
    cluster,
    server,
    standard: (name = "kms") =>
      new StandardKeyProvider(stack, name, { vcenter, keyServers: [server()] }),
    native: ({ backup, ...props } = {}) =>
      new NativeKeyProvider(stack, "nkp", {
        vcenter,
        ...props,
        ...(backup === false ? {} : { backup: { path: "nkp.backup" } }),
      }),
    makeDefault: (keyProvider) =>
      new DefaultKeyProvider(stack, "default", { entity: vcenter, keyProvider }),
    host: (props) => new EsxiHost(stack, "esx01", { cluster, version: "8.0 U3", ...props }),
    machine: (props, id = "vm") => new VirtualMachine(stack, id, { cluster, ...props }),
  };
}

function nativeAt({ stack }: Estate, version: string) {
  const vcenter = new VCenter(stack, "old", { version });
  return new NativeKeyProvider(stack, "nkp", { vcenter });
}

/** A cluster under a vCenter of a given release; without `use` the cluster names it for its host keys. */
function withCluster(
  { stack, server }: Estate,
  version: string,
  use?: (cluster: Cluster, keyProvider: StandardKeyProvider) => unknown,
): void {
  const vcenter = new VCenter(stack, "old", { version });
  const keyProvider = new StandardKeyProvider(stack, "kp", {
    vcenter,
    keyServers: [server("k", vcenter)],
  });
  const props: ClusterProps = use ? { vcenter } : { vcenter, hostKeyProvider: keyProvider };
  use?.(new Cluster(stack, "old-cluster", props), keyProvider);
  if (use === undefined) new Cluster(stack, "old-cluster", props);
}
