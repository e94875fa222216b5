import { describe, expect, it } from "vitest";
import { COMMANDS, GROUPS } from "../../../src/cli/command-list.js";
import { GLOBAL_OPTIONS } from "../../../src/cli/option-definitions.js";
import { cliPage, helpOf } from "./cli-page.js";

describe("docs/cli.md", () => {
  it("says what the help says", async () => {
    await expect(cliPage()).toMatchFileSnapshot("../../../docs/cli.md");
  });
});

describe("help", () => {
  const paths = [...COMMANDS, ...GROUPS].map(({ name }) => name);

  it.each(paths)("of %s begins with an example of it", (name) => {
    const [title, example] = helpOf(name.split(" ")).split("\n");
    expect(title).toMatch(/^Examples?:$/);
    expect(example).toMatch(name === "completion" ? /holdfast completion/ : `  holdfast ${name}`);
  });

  it("of all fits into 80 columns, exit codes too", () => {
    const lines = helpOf([], 80).split("\n");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.some((line) => line.trim() === "can-reboot says no")).toBe(true);
  });

  it.each([
    ["drill", /--stack <name> +the simulated vSphere that this stack is on, all of it/],
    ["explain", /--stack <name> +the simulated vSphere that this stack is on, all of it/],
    ["readiness", /--stack <name> +the simulated vSphere that this stack is on, all of it/],
    ["can-reboot", /--stack <name> +the simulated vSphere that this stack is on, all of it/],
    ["compare", /--stack <name> +one of the two stacks; given twice/],
    ["plan", /--stack <name> +only this stack; may be repeated/],
  ])("of %s says what --stack does there", (name, text) => {
    expect(helpOf([name], 200)).toMatch(text);
  });

  it.each(paths)("of %s has examples whose options exist", (name) => {
    const command = COMMANDS.find((each) => each.name === name);
    const options = [...(command?.options ?? []), ...GLOBAL_OPTIONS].map((option) => option.name);
    const used = (command?.examples ?? [])
      .filter((example) => !example.includes("esxcli"))
      .flatMap((example) => [...example.matchAll(/ --([a-z-]+)/g)].map(([, option]) => option));
    expect(used.filter((option) => !options.includes(option ?? ""))).toEqual([]);
  });
});
