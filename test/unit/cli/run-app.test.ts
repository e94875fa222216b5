import { describe, expect, it } from "vitest";
import { directTsx } from "../../../src/cli/run-app.js";

const ROOT = process.cwd();

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
