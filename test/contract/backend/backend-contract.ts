// What every vSphere behind the port has to do, whoever implements it: objects come and go as their specs
// say, expected failures are VsphereFaults by name, and a failed operation leaves nothing behind.

import { beforeEach, describe, expect, it } from "vitest";
import type { Backend, VsphereFaultName } from "../../../src/provider/backend.js";
import {
  AUTHORITY,
  CLUSTER,
  clusterSpec,
  declareSmallEstate,
  declareTrustCluster,
  hostSpec,
  KEY_SERVER,
  keyServerSpec,
  machineSpec,
  NATIVE,
  standardSpec,
  trustAuthoritySpec,
  trustedSpec,
  VCENTER,
} from "../../simulation/declare.js";

const HOST = `${CLUSTER}/esx1`;
const MACHINE = "vc/vm/app";

/** Runs the suite against backends that `open` makes, each one new and empty. */
export function describeBackend(name: string, open: () => Promise<Backend>): void {
  describe(name, () => {
    let backend: Backend;

    beforeEach(async () => {
      backend = await open();
    });

    const fails = async (attempt: Promise<unknown>, fault: VsphereFaultName) =>
      expect(attempt).rejects.toMatchObject({ name: "VsphereFault", fault });

    describe("vSAN encryption", () => {
      const spec = {
        cluster: CLUSTER,
        keyProvider: "skp",
        failuresToTolerate: 1,
        eraseDisksBeforeUse: true,
        allowReducedRedundancy: false,
      };

      it("is enabled, read, changed, re-keyed and disabled", async () => {
        await declareSmallEstate(backend, { cluster: { storage: "vsan" } });
        const { vsanEncryptions } = backend;
        expect(await vsanEncryptions.read(CLUSTER)).toBeUndefined();
        await fails(vsanEncryptions.reconfigure(CLUSTER, spec), "NotFound");
        await fails(vsanEncryptions.rekey(CLUSTER, { deepRekey: false }), "NotFound");
        await fails(vsanEncryptions.remove(CLUSTER), "NotFound");
        const made = await vsanEncryptions.create(spec);
        expect(made).toMatchObject({ ...spec, mountedHosts: [HOST, `${CLUSTER}/esx2`] });
        await fails(vsanEncryptions.create(spec), "AlreadyExists");
        const changed = await vsanEncryptions.reconfigure(CLUSTER, {
          ...spec,
          failuresToTolerate: 0,
        });
        expect(changed).toEqual({ ...made, failuresToTolerate: 0 });
        for (const deepRekey of [false, true]) {
          const before = await vsanEncryptions.read(CLUSTER);
          const rekeyed = await vsanEncryptions.rekey(CLUSTER, { deepRekey });
          expect(rekeyed.kekId).not.toBe(before?.kekId);
          expect(rekeyed.hostKeyId).toBe(made.hostKeyId);
        }
        await fails(backend.clusters.reconfigure(CLUSTER, clusterSpec()), "ResourceInUse");
        await vsanEncryptions.remove(CLUSTER);
        expect(await vsanEncryptions.read(CLUSTER)).toBeUndefined();
      });

      it("needs vSAN and a key provider by its name, and changes nothing without them", async () => {
        await declareSmallEstate(backend);
        await fails(backend.vsanEncryptions.create(spec), "InvalidState");
        await backend.clusters.reconfigure(CLUSTER, clusterSpec({ storage: "vsan" }));
        const unknown = { ...spec, keyProvider: "nobody" };
        await fails(backend.vsanEncryptions.create(unknown), "KeyProviderUnavailable");
        expect(await backend.vsanEncryptions.read(CLUSTER)).toBeUndefined();
        expect((await backend.hosts.read(HOST))?.cryptoState).toBe("incapable");
      });
    });

    describe("simple objects", () => {
      beforeEach(() => declareSmallEstate(backend));

      const floor = {
        name: "tills",
        scenario: "provider-outage",
        workloads: ["vm:*"],
        maxLost: 0,
        reason: "sales",
      };
      const waiver = {
        name: "lone",
        code: "FC-05",
        subjects: ["vc/kp/*"],
        owner: "storage team",
        reason: "the second one is on order",
        expiresAt: "2030-01-01T00:00:00Z",
      };
      const closed = {
        fromSite: "dc",
        fromRole: "host",
        toSite: "edge",
        port: 5696,
        allowed: false,
      } as const;
      const vcenter = { name: "vc2", version: "8.0", site: "edge", runsOn: null };
      const CASES: readonly (readonly [
        string,
        { create: (b: Backend) => Promise<object>; change: (b: Backend) => Promise<object> },
        {
          read: (b: Backend) => Promise<object | undefined>;
          remove: (b: Backend) => Promise<void>;
        },
        { created: object; changed: object },
      ])[] = [
        [
          "vCenter",
          {
            create: (b) => b.vcenters.create(vcenter),
            change: (b) => b.vcenters.reconfigure("vc2", { ...vcenter, version: "9.0" }),
          },
          { read: (b) => b.vcenters.read("vc2"), remove: (b) => b.vcenters.remove("vc2") },
          { created: vcenter, changed: { version: "9.0" } },
        ],
        [
          "cluster",
          {
            create: (b) => b.clusters.create(clusterSpec({ name: "c2" })),
            change: (b) => b.clusters.reconfigure("vc/c2", clusterSpec({ name: "c2", ha: false })),
          },
          { read: (b) => b.clusters.read("vc/c2"), remove: (b) => b.clusters.remove("vc/c2") },
          { created: clusterSpec({ name: "c2" }), changed: { ha: false } },
        ],
        [
          "key server",
          {
            create: (b) => b.keyServers.create(keyServerSpec({ name: "k2" })),
            change: (b) =>
              b.keyServers.reconfigure("vc/kms/k2", keyServerSpec({ name: "k2", site: "edge" })),
          },
          {
            read: (b) => b.keyServers.read("vc/kms/k2"),
            remove: (b) => b.keyServers.remove("vc/kms/k2"),
          },
          { created: keyServerSpec({ name: "k2" }), changed: { site: "edge" } },
        ],
        [
          "standard key provider",
          {
            create: (b) => b.standardKeyProviders.create(standardSpec({ name: "s2" })),
            change: (b) =>
              b.standardKeyProviders.reconfigure(
                "vc/kp/s2",
                standardSpec({ name: "s2", userName: "vc" }),
              ),
          },
          {
            read: (b) => b.standardKeyProviders.read("vc/kp/s2"),
            remove: (b) => b.standardKeyProviders.remove("vc/kp/s2"),
          },
          { created: standardSpec({ name: "s2" }), changed: { userName: "vc" } },
        ],
        [
          "network path",
          {
            create: (b) => b.networkPaths.create(closed),
            change: (b) =>
              b.networkPaths.reconfigure("network/dc/host/edge/5696", { ...closed, allowed: true }),
          },
          {
            read: (b) => b.networkPaths.read("network/dc/host/edge/5696"),
            remove: (b) => b.networkPaths.remove("network/dc/host/edge/5696"),
          },
          { created: closed, changed: { allowed: true } },
        ],
        [
          "survival floor",
          {
            create: (b) => b.survivalFloors.create(floor),
            change: (b) => b.survivalFloors.reconfigure("floor/tills", { ...floor, maxLost: 2 }),
          },
          {
            read: (b) => b.survivalFloors.read("floor/tills"),
            remove: (b) => b.survivalFloors.remove("floor/tills"),
          },
          { created: floor, changed: { maxLost: 2 } },
        ],
        [
          "waiver",
          {
            create: (b) => b.waivers.create(waiver),
            change: (b) => b.waivers.reconfigure("waiver/lone", { ...waiver, subjects: null }),
          },
          {
            read: (b) => b.waivers.read("waiver/lone"),
            remove: (b) => b.waivers.remove("waiver/lone"),
          },
          { created: waiver, changed: { subjects: null } },
        ],
      ];

      it.each(CASES)("%s: is created, read, changed and removed", async (_, write, look, says) => {
        expect(await look.read(backend)).toBeUndefined();
        await fails(write.change(backend), "NotFound");
        await fails(look.remove(backend), "NotFound");
        expect(await write.create(backend)).toMatchObject(says.created);
        await fails(write.create(backend), "AlreadyExists");
        const before = await look.read(backend);
        expect(before).toMatchObject(says.created);
        const after = { ...before, ...says.changed };
        expect(await write.change(backend)).toEqual(after);
        expect(await look.read(backend)).toEqual(after);
        await look.remove(backend);
        expect(await look.read(backend)).toBeUndefined();
      });
    });

    describe("inventory", () => {
      beforeEach(() => declareSmallEstate(backend));

      it("is not removed while something is in it", async () => {
        await fails(backend.vcenters.remove(VCENTER), "ResourceInUse");
        await fails(backend.clusters.remove(CLUSTER), "ResourceInUse");
      });

      it("has no object below one that is not there", async () => {
        await fails(backend.clusters.create(clusterSpec({ vcenter: "nowhere" })), "NotFound");
        await fails(backend.hosts.add(hostSpec("x", { cluster: "vc/none" })), "NotFound");
        await fails(
          backend.standardKeyProviders.create(
            standardSpec({ name: "s2", keyServers: ["vc/kms/none"] }),
          ),
          "NotFound",
        );
        const machine = machineSpec("x", { cluster: "vc/none" });
        await fails(backend.virtualMachines.create(machine), "NotFound");
      });

      it("keeps the words that paths need", async () => {
        await fails(backend.clusters.create(clusterSpec({ name: "vm" })), "InvalidArgument");
      });

      it("knows what older vCenters cannot do", async () => {
        const old = { name: "old", version: "7.0 U3", site: "dc", runsOn: null };
        await backend.vcenters.create(old);
        const own = clusterSpec({ vcenter: "old", hostKeyProvider: "skp" });
        await fails(backend.clusters.create(own), "NotSupported");
        await backend.clusters.create(clusterSpec({ vcenter: "old" }));
        await fails(backend.defaultKeyProviders.set("old/c1", "skp"), "NotSupported");
      });

      it("takes 32 key providers", async () => {
        for (let i = 1; i < 32; i += 1) {
          await backend.standardKeyProviders.create(standardSpec({ name: `s${i}` }));
        }
        const next = backend.standardKeyProviders.create(standardSpec({ name: "one-more" }));
        await fails(next, "NotSupported");
      });

      it("takes wrapping for a standard key provider from 9.0 on, and keeps it", async () => {
        const wrapping = { keyId: null, rotationDays: 90 };
        await fails(
          backend.standardKeyProviders.create(standardSpec({ name: "s2", wrapping })),
          "NotSupported",
        );
        const vcenter = { name: "new", version: "9.0", site: "dc", runsOn: null };
        await backend.vcenters.create(vcenter);
        await backend.keyServers.create(keyServerSpec({ vcenter: "new" }));
        const spec = standardSpec({ vcenter: "new", keyServers: ["new/kms/kms1"], wrapping });
        expect(await backend.standardKeyProviders.create(spec)).toMatchObject({ wrapping });
        const path = "new/kp/skp";
        const changed = backend.standardKeyProviders.reconfigure(path, { ...spec, wrapping: null });
        await fails(changed, "NotSupported");
        const named = { ...spec, userName: "vc" };
        const after = await backend.standardKeyProviders.reconfigure(path, named);
        expect(after).toMatchObject({ wrapping, userName: "vc" });
      });

      it("never gives a password back", async () => {
        const secret = "canary-3f9a";
        const spec = standardSpec({ name: "s2", password: secret });
        const infos = [
          await backend.standardKeyProviders.create(spec),
          await backend.standardKeyProviders.reconfigure("vc/kp/s2", spec),
          await backend.standardKeyProviders.read("vc/kp/s2"),
        ];
        expect(JSON.stringify(infos)).not.toContain(secret);
        expect(JSON.stringify(infos)).not.toContain("password");
      });
    });

    describe("hosts", () => {
      beforeEach(() => declareSmallEstate(backend));

      it("come with mode TPM where a usable TPM is", async () => {
        const sealed = await backend.hosts.read(HOST);
        expect(sealed).toMatchObject({
          connected: true,
          keyPersistence: false,
          cryptoState: "incapable",
          hostKeyId: null,
          configurationEncryption: {
            mode: "TPM",
            requireSecureBoot: false,
            requireExecInstalledOnly: false,
          },
          lastArchivedAt: "2026-01-01T00:00:00Z",
        });
        const bare = await backend.hosts.add(hostSpec("bare", { tpm: false }));
        expect(bare.configurationEncryption.mode).toBe("NONE");
        const old = await backend.hosts.add(hostSpec("old", { version: "7.0 U1" }));
        expect(old.configurationEncryption.mode).toBe("NONE");
        await fails(backend.hosts.add(hostSpec("old")), "AlreadyExists");
      });

      it("take notes, move sites and change settings", async () => {
        const notes = {
          rack: "r1",
          physicalSecurity: "controlled",
          recoveryKeyLocation: "safe",
        } as const;
        expect(await backend.hosts.annotate(HOST, notes)).toMatchObject({ notes });
        expect(await backend.hosts.relocate(HOST, "edge")).toMatchObject({ site: "edge" });
        expect(await backend.hosts.enableKeyPersistence(HOST)).toMatchObject({
          keyPersistence: true,
        });
        const options = { removeAllStoredKeys: true };
        expect(await backend.hosts.disableKeyPersistence(HOST, options)).toMatchObject({
          keyPersistence: false,
        });
        const strict = await backend.hosts.setConfigurationEncryption(HOST, {
          requireSecureBoot: true,
        });
        expect(strict.configurationEncryption).toMatchObject({
          mode: "TPM",
          requireSecureBoot: true,
        });
        expect(await backend.hosts.read(HOST)).toEqual(strict);
      });

      it("refuse to go back from mode TPM", async () => {
        const attempt = backend.hosts.setConfigurationEncryption(HOST, { mode: "NONE" });
        await fails(attempt, "CLIFault");
      });

      it("leave only if their machines can move", async () => {
        await backend.virtualMachines.create(machineSpec("app"));
        await backend.hosts.remove(HOST);
        expect(await backend.hosts.read(HOST)).toBeUndefined();
        const machine = await backend.virtualMachines.read(MACHINE);
        expect(machine).toMatchObject({ host: `${CLUSTER}/esx2`, powerState: "poweredOn" });
        await fails(backend.hosts.remove(`${CLUSTER}/esx2`), "ResourceInUse");
        expect(await backend.hosts.read(`${CLUSTER}/esx2`)).toBeDefined();
      });
    });

    describe("default key providers", () => {
      beforeEach(() => declareSmallEstate(backend));

      it("are set, read where they were set, and cleared", async () => {
        const { defaultKeyProviders } = backend;
        expect(await defaultKeyProviders.read(VCENTER)).toBe("skp");
        expect(await defaultKeyProviders.read(CLUSTER)).toBeUndefined();
        await fails(defaultKeyProviders.set(CLUSTER, "none"), "NotFound");
        await defaultKeyProviders.set(CLUSTER, "skp");
        expect(await defaultKeyProviders.read(CLUSTER)).toBe("skp");
        await defaultKeyProviders.set(CLUSTER, null);
        expect(await defaultKeyProviders.read(CLUSTER)).toBeUndefined();
      });

      it("are found at the cluster first", async () => {
        await backend.standardKeyProviders.create(standardSpec({ name: "own" }));
        await backend.defaultKeyProviders.set(CLUSTER, "own");
        const machine = await backend.virtualMachines.create(machineSpec("app"));
        expect(machine).toMatchObject({ keyProvider: null, homeKeyProvider: "own" });
      });
    });

    describe("native key providers", () => {
      beforeEach(() => declareSmallEstate(backend, { provider: "none" }));

      it("are created, backed up and removed", async () => {
        const { nativeKeyProviders } = backend;
        const spec = { vcenter: VCENTER, name: NATIVE, tpmRequired: true };
        const made = await nativeKeyProviders.create(spec);
        expect(made).toMatchObject({ ...spec, backupDigest: null, health: "ERROR" });
        await fails(nativeKeyProviders.create(spec), "AlreadyExists");
        const file = await nativeKeyProviders.exportBackup("vc/kp/nkp", "secret");
        expect(file.byteLength).toBeGreaterThan(64);
        const backedUp = await nativeKeyProviders.read("vc/kp/nkp");
        expect(backedUp).toEqual({
          ...made,
          backupDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
          health: "OK",
        });
        await nativeKeyProviders.remove("vc/kp/nkp");
        expect(await nativeKeyProviders.read("vc/kp/nkp")).toBeUndefined();
        await fails(nativeKeyProviders.exportBackup("vc/kp/nkp", null), "NotFound");
      });

      it("are imported from their backup with the key they had", async () => {
        const { nativeKeyProviders, defaultKeyProviders } = backend;
        const spec = { vcenter: VCENTER, name: NATIVE, tpmRequired: true };
        const made = await nativeKeyProviders.create(spec);
        const file = await nativeKeyProviders.exportBackup("vc/kp/nkp", "secret");
        for (const entity of [VCENTER, CLUSTER]) await defaultKeyProviders.set(entity, NATIVE);
        const known = await nativeKeyProviders.read("vc/kp/nkp");
        expect(known?.defaultFor).toEqual([VCENTER, CLUSTER]);
        const backup = { vcenter: VCENTER, file, password: "secret", tpmRequired: false };
        await fails(nativeKeyProviders.importBackup(backup), "AlreadyExists");
        await nativeKeyProviders.remove("vc/kp/nkp");
        await fails(
          nativeKeyProviders.importBackup({ ...backup, password: "wrong" }),
          "InvalidArgument",
        );
        const again = await nativeKeyProviders.importBackup(backup);
        expect(again).toMatchObject({ name: NATIVE, tpmRequired: false, keyId: made.keyId });
        expect(again.health).toBe("OK");
      });
    });

    describe("trust authorities", () => {
      const spec = trustAuthoritySpec();
      const tkp = trustedSpec();

      beforeEach(async () => {
        await declareSmallEstate(backend);
        await declareTrustCluster(backend);
      });

      it("are created, changed and removed, and the providers behind them", async () => {
        const { trustAuthorities, trustedKeyProviders } = backend;
        await fails(trustAuthorities.reconfigure(AUTHORITY, spec), "NotFound");
        expect(await trustAuthorities.create(spec)).toEqual(spec);
        await fails(trustAuthorities.create(spec), "AlreadyExists");
        const listed = { ...spec, baseImages: ["8.0", "8.0 U3"], trustedTpms: [HOST] };
        expect(await trustAuthorities.reconfigure(AUTHORITY, listed)).toEqual(listed);
        expect(await trustedKeyProviders.create(tkp)).toEqual(tkp);
        await fails(trustedKeyProviders.create(tkp), "AlreadyExists");
        await fails(
          backend.standardKeyProviders.create(standardSpec({ name: "tkp" })),
          "AlreadyExists",
        );
        expect(await trustedKeyProviders.read("vc/kp/tkp")).toEqual(tkp);
        await fails(trustAuthorities.remove(AUTHORITY), "ResourceInUse");
        await fails(backend.clusters.remove("vc0/ta"), "ResourceInUse");
        await trustedKeyProviders.remove("vc/kp/tkp");
        expect(await trustedKeyProviders.read("vc/kp/tkp")).toBeUndefined();
        await trustAuthorities.remove(AUTHORITY);
        expect(await trustAuthorities.read(AUTHORITY)).toBeUndefined();
      });

      it("give the hosts of a trusted cluster the keys of its machines", async () => {
        await backend.trustAuthorities.create(spec);
        await backend.trustedKeyProviders.create(tkp);
        const made = await backend.virtualMachines.create(
          machineSpec("app", { keyProvider: "tkp" }),
        );
        expect(made).toMatchObject({ homeKeyProvider: "tkp", powerState: "poweredOn" });
        for (const path of [HOST, `${CLUSTER}/esx2`]) {
          const host = await backend.hosts.read(path);
          expect(host?.cachedKeyIds).toContain(made.homeKeyId);
        }
      });

      it("attest no host whose release they do not know, on which nothing starts", async () => {
        await backend.trustAuthorities.create({ ...spec, baseImages: ["8.0"] });
        await backend.trustedKeyProviders.create(tkp);
        const encrypted = machineSpec("app", { keyProvider: "tkp" });
        await fails(backend.virtualMachines.create(encrypted), "KeyProviderUnavailable");
        const plain = machineSpec("plain", { encrypted: false });
        await fails(backend.virtualMachines.create(plain), "InvalidState");
        await backend.trustAuthorities.reconfigure(AUTHORITY, spec);
        await backend.virtualMachines.create(encrypted);
        await backend.virtualMachines.create(plain);
      });

      it("are on a cluster for it, of another vCenter than those they serve", async () => {
        const { trustAuthorities } = backend;
        await fails(trustAuthorities.create({ ...spec, cluster: CLUSTER }), "InvalidArgument");
        await backend.clusters.create(clusterSpec({ vcenter: "vc0", name: "apart" }));
        for (const trusted of ["vc0/ta", "vc0/apart"]) {
          const own = { ...spec, trustedClusters: [trusted] };
          await fails(trustAuthorities.create(own), "InvalidArgument");
        }
      });

      it("are one for each vCenter that they serve", async () => {
        await backend.trustAuthorities.create(spec);
        await backend.clusters.create(clusterSpec({ name: "c2" }));
        const role = "trust-authority";
        await backend.clusters.create(clusterSpec({ vcenter: "vc0", name: "ta2", role }));
        const second = { ...spec, cluster: "vc0/ta2", trustedClusters: ["vc/c2"] };
        await fails(backend.trustAuthorities.create(second), "NotSupported");
      });

      it("trust only hosts with a TPM and secure boot", async () => {
        await backend.trustAuthorities.create(spec);
        await fails(backend.hosts.add(hostSpec("bare", { tpm: false })), "NotSupported");
        const open = {
          tpm: { present: true, hashBank: "sha256" as const },
          secureBoot: false,
        };
        await fails(backend.hosts.add(hostSpec("open", { hardware: open })), "NotSupported");
        await fails(backend.hosts.changeHardware(HOST, open), "NotSupported");
        expect(await backend.hosts.read(HOST)).toMatchObject({ hardware: { secureBoot: true } });
      });

      it("are of releases before 9.0, and keep what has to do with them there", async () => {
        await backend.vcenters.create({ name: "vc9", version: "9.0", site: "dc", runsOn: null });
        await backend.clusters.create(clusterSpec({ vcenter: "vc9" }));
        const late = { ...spec, trustedClusters: ["vc9/c1"] };
        await fails(backend.trustAuthorities.create(late), "NotSupported");
        await backend.trustAuthorities.create(spec);
        const upgraded = { name: VCENTER, version: "9.0", site: "dc", runsOn: null };
        await fails(backend.vcenters.reconfigure(VCENTER, upgraded), "NotSupported");
        await fails(backend.hosts.upgrade("vc0/ta/ta1", "9.0"), "NotSupported");
      });

      it("have key servers of their own, and serve the vCenter of their providers", async () => {
        await backend.trustAuthorities.create(spec);
        const foreign = { ...tkp, keyServers: [KEY_SERVER] };
        await fails(backend.trustedKeyProviders.create(foreign), "InvalidArgument");
        await backend.vcenters.create({ name: "vc2", version: "8.0", site: "dc", runsOn: null });
        const unserved = { ...tkp, vcenter: "vc2" };
        await fails(backend.trustedKeyProviders.create(unserved), "InvalidArgument");
      });

      it("give keys only to machines with EFI firmware", async () => {
        await backend.trustAuthorities.create(spec);
        await backend.trustedKeyProviders.create(tkp);
        const bios = machineSpec("app", { keyProvider: "tkp", firmware: "bios" });
        await fails(backend.virtualMachines.create(bios), "InvalidArgument");
      });
    });

    describe("virtual machines", () => {
      beforeEach(() => declareSmallEstate(backend));
      const reconfigure = (changes: Parameters<typeof machineSpec>[1]) =>
        backend.virtualMachines.reconfigure(MACHINE, machineSpec("app", changes));

      it("are created encrypted, spread over the hosts, and destroyed", async () => {
        const made = await backend.virtualMachines.create(machineSpec("app"));
        expect(made).toMatchObject({
          ...machineSpec("app"),
          migrateEncryption: "required",
          ftEncryptionMode: "ftEncryptionRequired",
          cryptoState: "unlocked",
          homeKeyProvider: "skp",
          host: HOST,
        });
        const second = await backend.virtualMachines.create(machineSpec("b"));
        expect(second.host).toBe(`${CLUSTER}/esx2`);
        await fails(backend.virtualMachines.create(machineSpec("app")), "AlreadyExists");
        await backend.virtualMachines.destroy(MACHINE);
        expect(await backend.virtualMachines.read(MACHINE)).toBeUndefined();
        await fails(backend.virtualMachines.destroy(MACHINE), "NotFound");
      });

      it("put the home key on every host of the cluster, which become crypto safe", async () => {
        const { homeKeyId } = await backend.virtualMachines.create(machineSpec("app"));
        for (const path of [HOST, `${CLUSTER}/esx2`]) {
          const host = await backend.hosts.read(path);
          expect(host?.cryptoState).toBe("safe");
          expect(host?.cachedKeyIds).toContain(homeKeyId);
          expect(host?.cachedKeyIds).toContain(host?.hostKeyId);
        }
      });

      it("are encrypted, re-keyed and decrypted as their spec says", async () => {
        const plain = await backend.virtualMachines.create(
          machineSpec("app", { encrypted: false }),
        );
        expect(plain).toMatchObject({ cryptoState: null, homeKeyId: null, homeKeyProvider: null });
        const encrypted = await reconfigure({});
        expect(encrypted).toMatchObject({ homeKeyProvider: "skp", powerState: "poweredOn" });
        expect((await reconfigure({})).homeKeyId).toBe(encrypted.homeKeyId);
        await backend.standardKeyProviders.create(standardSpec({ name: "other" }));
        const rekeyed = await reconfigure({ keyProvider: "other" });
        expect(rekeyed.homeKeyProvider).toBe("other");
        expect(rekeyed.homeKeyId).not.toBe(encrypted.homeKeyId);
        const kept = await reconfigure({ keyProvider: null });
        expect(kept.homeKeyId).toBe(rekeyed.homeKeyId);
        const decrypted = await reconfigure({ encrypted: false });
        expect(decrypted).toMatchObject({ cryptoState: null, powerState: "poweredOn" });
      });

      it.each(["shallow", "deep"] as const)("get new keys by a %s rekey", async (depth) => {
        const { homeKeyId } = await backend.virtualMachines.create(
          machineSpec("app", { vtpm: true }),
        );
        const rekeyed = await backend.virtualMachines.reconfigure(
          MACHINE,
          machineSpec("app", { vtpm: true }),
          depth,
        );
        expect(rekeyed).toMatchObject({ homeKeyProvider: "skp", powerState: "poweredOn" });
        expect(rekeyed.homeKeyId).not.toBe(homeKeyId);
        const host = await backend.hosts.read(HOST);
        expect(host?.cachedKeyIds).toEqual(expect.arrayContaining([homeKeyId, rekeyed.homeKeyId]));
      });

      it("are carried elsewhere as they say, and encrypted once their home is", async () => {
        const plain = machineSpec("app", { encrypted: false });
        const byDefault = await backend.virtualMachines.create(plain);
        const opportunistic = {
          migrateEncryption: "opportunistic",
          ftEncryptionMode: "ftEncryptionOpportunistic",
        } as const;
        const required = {
          migrateEncryption: "required",
          ftEncryptionMode: "ftEncryptionRequired",
        } as const;
        const disabled = {
          migrateEncryption: "disabled",
          ftEncryptionMode: "ftEncryptionDisabled",
        } as const;
        expect(byDefault).toMatchObject(opportunistic);
        expect(await reconfigure({ encrypted: false, ...disabled })).toMatchObject(disabled);
        await fails(reconfigure(disabled), "InvalidArgument");
        expect(await backend.virtualMachines.read(MACHINE)).toMatchObject(disabled);
        expect(await reconfigure({})).toMatchObject(required);
        expect(await reconfigure(required)).toMatchObject(required);
        expect(await reconfigure({ encrypted: false, ...required })).toMatchObject(required);
        expect(await reconfigure({ encrypted: false })).toEqual(byDefault);
      });

      it("have a vTPM whose home is encrypted and whose disks are not", async () => {
        const spec = machineSpec("app", { encrypted: false, vtpm: true });
        const made = await backend.virtualMachines.create(spec);
        expect(made).toMatchObject({ vtpm: true, encrypted: false, cryptoState: "unlocked" });
        expect(made.disks[0]?.encrypted).toBe(false);
        expect(made.diskKeyIds).toEqual([]);
        const without = await reconfigure({ encrypted: false });
        expect(without).toMatchObject({ vtpm: false, homeKeyId: null });
      });

      it("gain, lose and grow disks, with keys of their own too", async () => {
        await backend.virtualMachines.create(machineSpec("app"));
        const disks = [
          { name: "disk-0", sizeGib: 32, encrypted: true, keyProvider: null },
          { name: "data", sizeGib: 8, encrypted: true, keyProvider: "skp" },
        ];
        const changed = await reconfigure({ disks });
        expect(changed.disks).toMatchObject(disks);
        expect(new Set(changed.disks.map(({ diskKeyId }) => diskKeyId))).toEqual(
          new Set(changed.diskKeyIds),
        );
        expect(changed.diskKeyIds).toHaveLength(2);
        expect(changed.diskKeyIds).toContain(changed.homeKeyId);
        const { cachedKeyIds } = (await backend.hosts.read(HOST)) ?? { cachedKeyIds: [] };
        expect(cachedKeyIds).toHaveLength(3);
        expect(cachedKeyIds).toEqual(expect.arrayContaining([...changed.diskKeyIds]));
        const [first] = disks;
        if (first === undefined) throw new Error("no disk");
        await fails(reconfigure({ disks: [{ ...first, sizeGib: 1 }] }), "InvalidArgument");
        const { disks: left, diskKeyIds, homeKeyId } = await reconfigure({ disks: [first] });
        expect([left, diskKeyIds]).toEqual([[{ ...first, diskKeyId: homeKeyId }], [homeKeyId]]);
      });

      it("are powered off and on", async () => {
        await backend.virtualMachines.create(machineSpec("app", { powerState: "poweredOff" }));
        const state = async () => (await backend.virtualMachines.read(MACHINE))?.powerState;
        expect(await state()).toBe("poweredOff");
        await reconfigure({});
        expect(await state()).toBe("poweredOn");
        await reconfigure({ powerState: "poweredOff" });
        expect(await state()).toBe("poweredOff");
      });

      it("move to another cluster of their vCenter, with their keys", async () => {
        await backend.virtualMachines.create(machineSpec("app"));
        await backend.clusters.create(clusterSpec({ name: "c2" }));
        await backend.hosts.add(hostSpec("esx9", { cluster: "vc/c2" }));
        const moved = await reconfigure({ cluster: "vc/c2" });
        expect(moved).toMatchObject({ host: "vc/c2/esx9", powerState: "poweredOn" });
        const host = await backend.hosts.read("vc/c2/esx9");
        expect(host?.cachedKeyIds).toContain(moved.homeKeyId);
      });

      it.each([
        ["a vTPM with BIOS", { vtpm: true, firmware: "bios" }],
        ["a vTPM on old virtual hardware", { vtpm: true, hardwareVersion: 13 }],
        [
          "two disks of one name",
          {
            disks: [1, 2].map((sizeGib) => ({
              name: "d",
              sizeGib,
              encrypted: true,
              keyProvider: null,
            })),
          },
        ],
        [
          "an encrypted disk in a machine that is not",
          {
            encrypted: false,
            disks: [{ name: "d", sizeGib: 1, encrypted: true, keyProvider: null }],
          },
        ],
        ["less than encrypted vMotion", { migrateEncryption: "opportunistic" }],
        ["less than encrypted FT", { ftEncryptionMode: "ftEncryptionDisabled" }],
        [
          "less than encrypted vMotion of a vTPM",
          { encrypted: false, vtpm: true, migrateEncryption: "disabled" },
        ],
      ] as const)("are refused with %s", async (_, changes) => {
        const attempt = backend.virtualMachines.create(machineSpec("app", changes));
        await fails(attempt, "InvalidArgument");
        expect(await backend.virtualMachines.read(MACHINE)).toBeUndefined();
      });

      it("need a key provider: none named and no default, or one that is not there", async () => {
        await backend.defaultKeyProviders.set(VCENTER, null);
        const attempt = backend.virtualMachines.create(machineSpec("app"));
        await fails(attempt, "KeyProviderUnavailable");
        await backend.defaultKeyProviders.set(VCENTER, "skp");
        const named = machineSpec("app", { keyProvider: "nobody" });
        await fails(backend.virtualMachines.create(named), "KeyProviderUnavailable");
      });

      it("are not locked, so unlocking changes nothing; unencrypted ones cannot be", async () => {
        const made = await backend.virtualMachines.create(machineSpec("app"));
        expect(await backend.virtualMachines.unlock(MACHINE)).toEqual(made);
        await backend.virtualMachines.create(machineSpec("plain", { encrypted: false }));
        await fails(backend.virtualMachines.unlock("vc/vm/plain"), "NotSupported");
      });

      it("go on when their key server entry is removed", async () => {
        await backend.virtualMachines.create(machineSpec("app"));
        await backend.keyServers.remove(KEY_SERVER);
        const machine = await backend.virtualMachines.read(MACHINE);
        expect(machine?.powerState).toBe("poweredOn");
      });
    });
  });
}
