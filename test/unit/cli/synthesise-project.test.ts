import { describe, expect, it } from "vitest";
import { directTsx } from "../../../src/cli/run-app.js";
import { withoutTraces } from "../../../src/cli/synthesise-project.js";

const ROOT = process.cwd();

describe("withoutTraces", () => {
  it("keeps what the program said and drops where in the code", () => {
    const stderr = `a warning of the program
/project/main.ts:12
    throw new Error("no");
    ^

Error: [edge/site] keyPersistence needs a TPM
  and says more
    at new EsxiHost (/project/node_modules/holdfast/dist/x.js:1:2)
    at file:///project/main.ts:12:3

Node.js v20.20.2
`;
    expect(withoutTraces(stderr)).toBe(
      "a warning of the program\n\nError: [edge/site] keyPersistence needs a TPM\n  and says more",
    );
  });

  it("keeps text that has no trace as it is", () => {
    expect(withoutTraces("Lunch is\n  at noon\n")).toBe("Lunch is\n  at noon");
  });
});

describe("directTsx", () => {
  const args = (app: string) => directTsx({ app, root: ROOT })?.slice(2);

  it.each([
    ["tsx main.ts", ["main.ts"]],
    ["npx tsx main.ts", ["main.ts"]],
    ["tsx src/main.ts --flag a=b", ["src/main.ts", "--flag", "a=b"]],
  ])("runs %s without npx and tsx", (app, expected) => {
    expect(args(app)).toEqual(expected);
  });

  it.each([
    "tsx watch main.ts",
    "tsx --tsconfig x.json main.ts",
    "tsx main.ts && echo done",
    "tsx $FILE",
    "tsx 'my file.ts'",
    "node main.js",
    "npm run synth",
  ])("leaves %s to a shell", (app) => {
    expect(args(app)).toBeUndefined();
  });
});
