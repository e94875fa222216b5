// Reading back: null is kept where it says the same as the backend, everything else is drift.

import { describe, expect, it } from "vitest";
import { type ObjectValue, sensitive, UNKNOWN, type Value } from "../../../src/model/value.js";
import { completePlanned, settleAttributes } from "../../../src/provider/settle-attributes.js";

const USABLE_TPM = {
  present: true,
  hash_bank: null,
  interface: null,
  hierarchy_enabled: null,
  manufacturer: null,
  model: null,
};
const NO_TPM = { ...USABLE_TPM, present: false };
/** As vSphere tells it: with what null stands for. */
const observed = { hash_bank: "sha256", interface: "fifo", hierarchy_enabled: true };

describe("settleAttributes", () => {
  it.each<readonly [string, Value, Value]>([
    ["port", null, null],
    ["port", 5696, 5696],
    ["site", "default", "default"],
    ["site", null, null],
    ["replication_group", null, "g"],
    ["replication_group", "old", "g"],
    ["proxy_address", "gone", null],
  ])("%s: prior %j reads as %j", (name, prior, expected) => {
    const observed = {
      vcenter: "vc",
      name: "a",
      address: "x",
      port: 5696,
      site: "default",
      replication_group: "g",
      proxy_address: null,
    };
    expect(settleAttributes("holdfast_key_server", observed, { [name]: prior })[name]).toEqual(
      expected,
    );
  });

  it.each<readonly [string, Value, ObjectValue, Value]>([
    ["tpm", null, { ...observed, present: false }, null],
    ["tpm", null, { ...observed, present: true }, USABLE_TPM],
    [
      "tpm",
      null,
      { ...observed, present: false, hash_bank: "sha1" },
      { ...NO_TPM, hash_bank: "sha1" },
    ],
    [
      "tpm",
      { present: true, hash_bank: "sha256" },
      { ...observed, present: false },
      { ...NO_TPM, hash_bank: "sha256" },
    ],
    ["key_persistence", null, { enabled: false }, null],
    [
      "key_persistence",
      null,
      { enabled: true },
      { enabled: true, remove_stored_keys_on_disable: null },
    ],
    [
      "key_persistence",
      { enabled: null, remove_stored_keys_on_disable: false },
      { enabled: false },
      { enabled: null, remove_stored_keys_on_disable: false },
    ],
  ])("%s: prior %j, observed %j reads as %j", (name, prior, observed, expected) => {
    const settled = settleAttributes("holdfast_host", { [name]: observed }, { [name]: prior });
    expect(settled[name]).toEqual(expected);
  });

  it("keeps what the backend cannot tell, and never a write-only value", () => {
    const prior = { password: "canary", password_version: 3 };
    const settled = settleAttributes("holdfast_standard_key_provider", { name: "kp" }, prior);
    expect(settled).toMatchObject({ name: "kp", password: null, password_version: 3 });
  });

  it("gives every attribute of an object that was not known before", () => {
    const settled = settleAttributes("holdfast_vcenter", { name: "vc", version: "8.0" }, null);
    expect(settled).toEqual({
      id: null,
      name: "vc",
      version: "8.0",
      site: null,
      runs_on: null,
      instance_uuid: null,
    });
  });
});

describe("completePlanned", () => {
  it("fills in what was unknown and nothing else", () => {
    const planned = { id: "a", moid: UNKNOWN, name: sensitive("n"), key_id: sensitive(UNKNOWN) };
    const settled = { id: "b", moid: "m", name: "other", key_id: "k" };
    expect(completePlanned(planned, settled)).toEqual({
      id: "a",
      moid: "m",
      name: sensitive("n"),
      key_id: "k",
    });
  });
});
