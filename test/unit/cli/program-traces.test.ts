import { describe, expect, it } from "vitest";
import { placeInProgram, withoutTraces } from "../../../src/cli/program-traces.js";

describe("placeInProgram, where stderr is strange", () => {
  it("passes addresses over that are no files here", () => {
    const stderr = "Error: x\n    at a (file://server/a.js:1:2)\n    at b (/project/main.ts:3:4)\n";
    expect(placeInProgram(stderr, "/project")).toEqual({ file: "main.ts", line: 3, column: 4 });
  });

  it("passes lines over that are too long to be a place", () => {
    const stderr = `Error: ${" /a".repeat(1_000)} /project/long.ts:1:2\n    at b (/project/main.ts:3:4)\n`;
    expect(placeInProgram(stderr, "/project")).toMatchObject({ file: "main.ts" });
  });
});

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

  it("drops the fields of an error, and keeps what caused it", () => {
    const stderr = `Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/project/mian.ts'
    at finalizeResolution (node:internal/modules/esm/resolve:275:11) {
  code: 'ERR_MODULE_NOT_FOUND',
  requireStack: [
    '/project/x.js'
  ],
  [cause]: Error: the disk
      at file:///project/main.ts:1:2 {
    errno: -5
  }
}
`;
    expect(withoutTraces(stderr)).toMatchInlineSnapshot(`
      "Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/project/mian.ts'
        [cause]: Error: the disk
          errno: -5"
    `);
  });
});

describe("placeInProgram", () => {
  const place = (stderr: string) => placeInProgram(stderr, "/project");

  it("is the topmost frame in a file of the project's own", () => {
    const stderr = `Warning: old
    at warn (/project/main.ts:1:1)
Error: [edge/a] KeyServer has no property "adress".
    at new KeyServer (/project/node_modules/holdfast/dist/x.js:1:2)
    at Array.map (<anonymous>)
    at addSite (/project/src/site.ts:7:3)
    at <anonymous> (/project/main.ts:12:5)
    at ModuleJob.run (node:internal/modules/esm/module_job:325:25)`;
    expect(place(stderr)).toEqual({ file: "src/site.ts", line: 7, column: 3 });
  });

  it("is where code does not parse", () => {
    const stderr = `Error: Transform failed with 1 error:
/project/main.ts:2:0: ERROR: Expected "}" but found end of file`;
    expect(place(stderr)).toEqual({ file: "main.ts", line: 2, column: 1 });
  });

  it("reads URLs, with blanks", () => {
    const stderr = "    at file:///project/my%20app/main.mjs:3:9";
    expect(place(stderr)).toEqual({ file: "my app/main.mjs", line: 3, column: 9 });
  });

  it("is the file alone where the whole tree was checked", () => {
    const stderr = `SynthesisError: nothing was synthesised, because of 2 errors:
  [shop/a] tpm has no property "present".
    at App.synth (/project/node_modules/holdfast/dist/app.js:1:2)
    at <anonymous> (/project/main.ts:14:5)`;
    expect(place(stderr)).toEqual({ file: "main.ts" });
  });

  it("is unknown where no file of the project is named", () => {
    expect(place("/bin/sh: 1: nope: not found\n    at f (/other/x.js:1:2)\n")).toBeUndefined();
    expect(place("at 12:30:15 the site was full")).toBeUndefined();
  });
});
