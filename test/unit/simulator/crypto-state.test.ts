import { describe, expect, it } from "vitest";
import type { CryptoState } from "../../../src/provider/backend.js";
import { type CryptoCall, nextCryptoState } from "../../../src/simulator/crypto-state.js";

const KEY = "key-1";
const CALLS: Readonly<Record<string, CryptoCall>> = {
  prepare: { call: "prepare" },
  "enable same": { call: "enable", keyId: KEY },
  "enable other": { call: "enable", keyId: "key-2" },
  changeKey: { call: "changeKey", keyId: "key-2" },
  disable: { call: "disable" },
  configure: { call: "configure", keyId: KEY },
  reboot: { call: "reboot" },
};

/** The whole table: what each call leads to from each state, or the fault it ends in. */
const TABLE: Readonly<Record<CryptoState, Readonly<Record<string, string>>>> = {
  incapable: {
    prepare: "prepared",
    "enable same": "InvalidState",
    "enable other": "InvalidState",
    changeKey: "InvalidState",
    disable: "InvalidState",
    configure: "safe key-1",
    reboot: "incapable",
  },
  prepared: {
    prepare: "InvalidState",
    "enable same": "safe key-1",
    "enable other": "safe key-2",
    changeKey: "InvalidState",
    disable: "incapable",
    configure: "safe key-1",
    reboot: "incapable",
  },
  safe: {
    prepare: "InvalidState",
    "enable same": "safe key-1",
    "enable other": "AlreadyExists",
    changeKey: "safe key-2",
    disable: "pendingIncapable key-1",
    configure: "safe key-1",
    reboot: "incapable",
  },
  pendingIncapable: {
    prepare: "InvalidState",
    "enable same": "InvalidState",
    "enable other": "InvalidState",
    changeKey: "InvalidState",
    disable: "InvalidState",
    configure: "safe key-1",
    reboot: "incapable",
  },
};

describe("crypto state", () => {
  const cases = Object.entries(TABLE).flatMap(([from, row]) =>
    Object.entries(row).map(([call, to]) => [from, call, to] as const),
  );

  it.each(cases)("%s, %s: %s", (from, name, to) => {
    const keyId = from === "safe" || from === "pendingIncapable" ? KEY : null;
    const call = CALLS[name];
    if (call === undefined) throw new Error(name);
    const next = nextCryptoState({ state: from as CryptoState, keyId }, call);
    const text = "fault" in next ? next.fault : [next.state, next.keyId].filter(Boolean).join(" ");
    expect(text).toBe(to);
  });
});
