import { describe, expect, it } from "vitest";
import { sayFailure } from "../../../src/cli/say-failure.js";
import { makeSecrets } from "../../../src/cli/secrets.js";
import type { Terminal } from "../../../src/cli/terminal.js";

function failWith(error: unknown, debug: boolean) {
  let said = "";
  const secrets = makeSecrets();
  secrets.add("canary-42");
  const write = (text: string) => {
    said += text;
  };
  const output = { write, isTerminal: false, colour: false, width: 80, hasFailed: () => false };
  const terminal: Terminal = {
    env: {},
    cwd: "/",
    out: output,
    err: output,
    isInteractive: false,
    ask: async () => undefined,
  };
  const code = sayFailure(error, { terminal, version: "1.2.3", secrets, debug });
  return { said, code };
}

describe("sayFailure", () => {
  it("calls a bug a bug, shows no trace, and covers secrets even in a crash", () => {
    const { said, code } = failWith(new TypeError("canary-42 is not iterable"), false);
    expect(code).toBe(1);
    expect(said).toContain("This is a bug in holdfast");
    expect(said).toContain("(sensitive value) is not iterable");
    expect(said).not.toContain("canary-42");
    expect(said).not.toMatch(/^\s+at /m);
  });

  it("shows the trace when asked, secrets covered all the same", () => {
    const { said } = failWith(new TypeError("canary-42"), true);
    expect(said).toMatch(/^\s+at .*say-failure\.test/m);
    expect(said).not.toContain("canary-42");
  });
});
