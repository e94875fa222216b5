import { describe, expect, it } from "vitest";
import { openLiveRegion } from "../../../src/cli/live-region.js";
import { showsColour } from "../../../src/cli/terminal.js";

const TTY = { isTTY: true };

describe("showsColour", () => {
  it.each([
    [TTY, {}, false, true],
    [{}, {}, false, false],
    [TTY, {}, true, false],
    [TTY, { NO_COLOR: "1" }, false, false],
    [TTY, { NO_COLOR: "" }, false, true],
    [TTY, { TERM: "dumb" }, false, false],
    [{}, { FORCE_COLOR: "1" }, false, true],
    [{}, { FORCE_COLOR: "1", NO_COLOR: "1" }, false, true],
    [TTY, { FORCE_COLOR: "0" }, false, false],
    [{}, { FORCE_COLOR: "1" }, true, false],
  ])("%j with %j, --no-color %s: %s", (stream, env, noColor, expected) => {
    expect(showsColour(stream, { env, noColor })).toBe(expected);
  });
});

describe("live region", () => {
  it("draws over itself, keeps lines above, cuts what would wrap, and leaves nothing", () => {
    const written: string[] = [];
    const write = (text: string) => void written.push(text);
    let now = 0;
    const output = { write, isTerminal: true, colour: false, width: 10, hasFailed: () => false };
    const region = openLiveRegion(output, () => now);
    region.draw([["one"], ["far too long a line"]]);
    region.draw([["skipped: too soon"]]);
    now = 1_000;
    region.draw([["two"]]);
    region.printAbove(["stays"]);
    region.close();
    expect(written).toEqual([
      "one\nfar too …\n",
      "\u001b[2A\u001b[0J",
      "two\n",
      "\u001b[1A\u001b[0J",
      "stays\n",
    ]);
  });
});
