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

  it.each(paths)("of %s has examples whose options exist", (name) => {
    const command = COMMANDS.find((each) => each.name === name);
    const options = [...(command?.options ?? []), ...GLOBAL_OPTIONS].map((option) => option.name);
    const used = (command?.examples ?? [])
      .filter((example) => !example.includes("esxcli"))
      .flatMap((example) => [...example.matchAll(/ --([a-z-]+)/g)].map(([, option]) => option));
    expect(used.filter((option) => !options.includes(option ?? ""))).toEqual([]);
  });
});
