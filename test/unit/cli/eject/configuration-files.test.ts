// Which files a stack takes along.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { configurationFiles } from "../../../../src/cli/eject/configuration-files.js";
import { loadConfiguration } from "../../../../src/load/load-configuration.js";
import { NODE_READER } from "../../../../src/load/source-file.js";
import { providerSchema } from "../../../../src/schema/resource-schemas.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";

const OUTPUT = (value: string) => JSON.stringify({ output: { o: { value } } });

/** What of `files` goes along with `path`, and from which folder on. */
async function taken(path: string, files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const input = { path: join(folder, path), reader: NODE_READER, schema: providerSchema };
  const [configuration] = (await loadConfiguration(input)).stacks;
  if (configuration === undefined) throw new Error("nothing was loaded");
  const { paths, base } = configurationFiles(configuration);
  return {
    base: relative(folder, base),
    paths: paths.map((each) => relative(folder, each)).sort(),
  };
}

describe("files of a stack", () => {
  it("are the configuration alone where no function reads others", async () => {
    const found = await taken("a/main.tf.json", {
      "a/main.tf.json": OUTPUT("file"),
      "a/other.tf.json": OUTPUT('${file("x")}'),
      "a/x": "",
    });
    expect(found).toEqual({ base: "a", paths: ["a/main.tf.json"] });
  });

  it("are all in the folder where one does, but for what belongs to tools and values", async () => {
    const found = await taken("a", {
      "a/main.tf.json": OUTPUT('${core::file(join("/", ["x", "y"]))}'),
      "a/x/y": "",
      "a/.git/z": "",
      "a/node_modules/n": "",
      "a/terraform.tfstate": "",
      "a/terraform.tfstate.d/lab/terraform.tfstate": "",
      "a/terraform.tfstate.backup": "",
      "a/b.auto.tfvars.json": "{}",
      "a/c.tfvars": "",
      "a/c.tfvars.json": "{}",
    });
    expect(found).toEqual({ base: "a", paths: ["a/c.tfvars.json", "a/main.tf.json", "a/x/y"] });
  });

  it("are also elsewhere, where a name leads there", async () => {
    const call = { module: { m: { source: "../../m" } } };
    const found = await taken("a/b", {
      "a/b/main.tf.json": JSON.stringify({
        ...JSON.parse(OUTPUT('${fileset("../s", "*")}')),
        ...call,
      }),
      "a/b/override.tf.json": JSON.stringify({ locals: { l: '${filemd5("${path.root}/../t")}' } }),
      "a/s/one": "",
      "a/s/two": "",
      "a/t": "",
      "a/u": "",
      "m/main.tf.json": OUTPUT('${file("${path.module}/v")}-${file("${path.module}/../w")}'),
      "m/v": "",
      w: "",
    });
    expect(found).toEqual({
      base: "",
      paths: [
        ...["a/b/main.tf.json", "a/b/override.tf.json", "a/s/one", "a/s/two", "a/t"],
        ...["m/main.tf.json", "m/v", "w"],
      ],
    });
  });
});
