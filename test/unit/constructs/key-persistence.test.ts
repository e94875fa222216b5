import { describe, expect, it } from "vitest";
import {
  Cluster,
  EsxiHost,
  type KeyPersistence,
  Site,
  VCenter,
} from "../../../constructs/index.js";
import { documentOf, type Json, newProgram } from "./program.js";

type Setting = KeyPersistence | undefined;

const SETTINGS: readonly Setting[] = [
  undefined,
  true,
  false,
  { removeStoredKeysOnDisable: false },
  { enabled: false },
  { enabled: false, removeStoredKeysOnDisable: false },
];

const COMBINATIONS = SETTINGS.flatMap((host) =>
  SETTINGS.flatMap((cluster) => SETTINGS.map((site) => ({ host, cluster, site }))),
);

describe("key persistence", () => {
  it("is the host's, else the cluster's, else the site's, else off, whenever it is set", () => {
    for (const settings of COMBINATIONS) {
      const { host, cluster, site } = settings;
      const expected = attributeFor(host ?? cluster ?? site ?? false);
      expect([settings, emitted(settings, "at once")]).toEqual([settings, expected]);
      expect([settings, emitted(settings, "afterwards")]).toEqual([settings, expected]);
    }
  });

  it("is looked up anew for each synthesis", () => {
    const program = newProgram();
    const { site } = declare(program.stack, {});
    const attribute = () => hostIn(documentOf(program))?.key_persistence;
    expect(attribute()).toBeUndefined();
    site.keyPersistence = true;
    expect(attribute()).toEqual({ enabled: true });
    site.keyPersistence = undefined;
    expect(attribute()).toBeUndefined();
  });

  it("takes the host's own site before its cluster's", () => {
    const program = newProgram();
    const { cluster } = declare(program.stack, { site: true });
    const far = new Site(program.stack, "far", { keyPersistence: false });
    new EsxiHost(far, "esx02", { cluster, version: "8.0 U3" });
    const hosts = documentOf(program).resource?.holdfast_host ?? {};
    const persistence = Object.values(hosts).map((host) => [host.hostname, host.key_persistence]);
    expect(persistence).toEqual([
      ["esx01", { enabled: true }],
      ["esx02", undefined],
    ]);
  });
});

/** Absent wherever that says the same, so that removing a line plans what the line said. */
function attributeFor(setting: KeyPersistence): unknown {
  const { enabled = true, removeStoredKeysOnDisable = true } =
    typeof setting === "boolean" ? { enabled: setting } : setting;
  if (removeStoredKeysOnDisable) return enabled ? { enabled } : undefined;
  return { enabled, remove_stored_keys_on_disable: false };
}

interface Settings {
  readonly host?: Setting;
  readonly cluster?: Setting;
  readonly site?: Setting;
}

function emitted(settings: Settings, when: "at once" | "afterwards"): unknown {
  const program = newProgram();
  const { host, cluster, site } = declare(program.stack, when === "at once" ? settings : {});
  if (when === "afterwards") {
    site.keyPersistence = settings.site;
    host.keyPersistence = settings.host;
    cluster.keyPersistence = settings.cluster;
  }
  return hostIn(documentOf(program))?.key_persistence;
}

function declare(stack: ReturnType<typeof newProgram>["stack"], settings: Settings) {
  const given = (setting: Setting) => (setting === undefined ? {} : { keyPersistence: setting });
  const site = new Site(stack, "shop", given(settings.site));
  const vcenter = new VCenter(stack, "vc01", { version: "8.0 U3" });
  const cluster = new Cluster(site, "edge", { vcenter, ...given(settings.cluster) });
  const host = new EsxiHost(stack, "esx01", {
    cluster,
    version: "8.0 U3",
    tpm: true,
    ...given(settings.host),
  });
  return { site, cluster, host };
}

function hostIn(document: Json): Json | undefined {
  return document.resource?.holdfast_host?.esx01;
}
