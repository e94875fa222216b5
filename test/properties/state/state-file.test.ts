// Laws of the state file: what is written is read again, equal states are equal text, and no cut or damaged
// file is ever taken for a state.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeState } from "../../../src/state/decode-state.js";
import { encodeState } from "../../../src/state/encode-state.js";
import { storedState } from "../../support/arbitrary-state.js";

describe("state file", () => {
  it("is read as it was written", () => {
    fc.assert(
      fc.property(storedState, (state) => {
        const { state: read, diagnostics } = decodeState(encodeState(state), "s.tfstate");
        expect(diagnostics).toEqual([]);
        const instances = [...(read?.instances ?? [])].sort();
        expect({ ...read, instances }).toEqual({
          ...state,
          instances: [...state.instances].sort(),
        });
      }),
    );
  });

  it("does not depend on the order in which objects were put in", () => {
    fc.assert(
      fc.property(storedState, (state) => {
        const reversed = new Map([...state.instances].reverse());
        expect(encodeState({ ...state, instances: reversed })).toBe(encodeState(state));
      }),
    );
  });

  it("is the same text after it was read and written again", () => {
    fc.assert(
      fc.property(storedState, (state) => {
        const text = encodeState(state);
        const read = decodeState(text, "s.tfstate").state;
        expect(read && encodeState(read)).toBe(text);
      }),
    );
  });

  it("is refused, with the place, wherever it is cut off", () => {
    fc.assert(
      fc.property(storedState, fc.nat(), (state, at) => {
        const text = encodeState(state).trimEnd();
        const cut = text.slice(0, at % text.length);
        const { state: read, diagnostics } = decodeState(cut, "s.tfstate");
        expect(read).toBeUndefined();
        expect(diagnostics).toHaveLength(1);
        if (cut.trim() === "") return;
        expect(diagnostics[0]).toMatchObject({
          summary: "Unreadable state file",
          detail: expect.stringContaining("stops too early"),
          source: { file: "s.tfstate", line: cut.split("\n").length },
        });
      }),
    );
  });
});
