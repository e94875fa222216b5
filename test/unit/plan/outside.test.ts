// What functions ask of the world: files, the time of the plan, the clock and chance, through plan and apply.

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compareSync } from "bcryptjs";
import { describe, expect, it } from "vitest";
import { applyPlan } from "../../../src/apply/apply-plan.js";
import type { Moment, Outside } from "../../../src/language/outside.js";
import { parseTemplate } from "../../../src/language/parse.js";
import { loadConfiguration } from "../../../src/load/load-configuration.js";
import { nodeFiles } from "../../../src/load/node-files.js";
import { NODE_READER } from "../../../src/load/source-file.js";
import type { Plan } from "../../../src/model/plan.js";
import { emptyState } from "../../../src/model/state.js";
import { NOT_NULL } from "../../../src/model/value.js";
import { decodeSavedPlan, encodeSavedPlan, makeSavedPlan } from "../../../src/plan/saved-plan.js";
import { providerSchema } from "../../../src/schema/resource-schemas.js";
import { createMemoryStateStore } from "../../../src/state/memory-state-store.js";
import { buildConfiguration, type ConfigurationInput } from "../../support/build-configuration.js";
import { goodPlan, LINEAGE, planOf } from "../../support/planning.js";
import { createRecordProvider } from "../../support/record-provider.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const text = (template: string) => parseTemplate(template).expression;

const PLANNED = "2025-06-07T08:09:10Z";

const MOMENT: Moment = {
  now: () => new Date("2025-06-08T00:00:00Z"),
  randomBytes: (count) => new Uint8Array(count).fill(7),
};

const INPUT: ConfigurationInput = {
  resources: {
    "test_record.file": { attributes: { name: "file", value: text('${file("hello.txt")}') } },
    "test_record.planned": { attributes: { name: "planned", value: text("${plantimestamp()}") } },
    "test_record.now": { attributes: { name: "now", value: text("${timestamp()}") } },
    "test_record.id": { attributes: { name: "id", value: text("${uuid()}") } },
    "test_record.hash": { attributes: { name: "hash", value: text('${bcrypt("pass", 4)}') } },
  },
  outputs: { template: text('${templatefile("hello.txt", {})}') },
};

function applied(
  input: ConfigurationInput,
  plan: Plan,
  outside: Omit<Outside, "planTime">,
  provider = createRecordProvider(),
) {
  return applyPlan({
    plan,
    configuration: buildConfiguration(input),
    variables: {},
    state: emptyState(LINEAGE),
    provider,
    store: createMemoryStateStore(),
    readRemoteState: async () => ({ outputs: undefined, diagnostics: [] }),
    outside,
  });
}

function folderWithFile(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "hello.txt"), "hello");
  return folder;
}

describe("what functions ask of the world", () => {
  it("is known where it can be, and the same or new when the plan is carried out", async () => {
    const folder = folderWithFile();
    const files = nodeFiles({ folder, home: folder });
    const plan = await goodPlan(INPUT, { outside: { files, planTime: PLANNED } });
    const values = plan.changes.map(({ address, after }) => [address, after?.value]);
    expect(Object.fromEntries(values)).toEqual({
      "test_record.file": "hello",
      "test_record.planned": PLANNED,
      "test_record.now": NOT_NULL,
      "test_record.id": NOT_NULL,
      "test_record.hash": NOT_NULL,
    });
    expect(plan.outputs).toMatchObject([{ after: "hello" }]);

    const state = emptyState(LINEAGE);
    const made = { toolVersion: "1", plan, variables: {}, state };
    const configuration = buildConfiguration(INPUT);
    const saved = encodeSavedPlan(makeSavedPlan({ ...made, configuration }));
    const read = decodeSavedPlan(saved, "f.plan").saved;
    if (read === undefined) throw new Error("the plan cannot be read");
    const provider = createRecordProvider();
    const applied = await applyPlan({
      ...read,
      state,
      provider,
      store: createMemoryStateStore(),
      readRemoteState: async () => ({ outputs: undefined, diagnostics: [] }),
      outside: { files, moment: MOMENT },
    });
    expect(applied.diagnostics).toEqual([]);
    const kept = (name: string) => provider.records.get(`record/${name}`)?.value;
    expect(kept("planned")).toBe(PLANNED);
    expect(kept("now")).toBe("2025-06-08T00:00:00Z");
    expect(kept("id")).toBe("07070707-0707-4707-8707-070707070707");
    expect(String(kept("hash"))).toMatch(/^\$2a\$04\$/);
    expect(compareSync("pass", String(kept("hash")))).toBe(true);
  });

  it("stops an apply before anything is done where a file is another by then", async () => {
    const folder = folderWithFile();
    const files = nodeFiles({ folder, home: folder });
    const plan = await goodPlan(INPUT, { outside: { files } });
    const provider = createRecordProvider();
    const apply = () => applied(INPUT, plan, { files, moment: MOMENT }, provider);
    writeFileSync(join(folder, "hello.txt"), "bye");
    const path = join(folder, "hello.txt");
    expect((await apply()).diagnostics.map(({ detail }) => detail)).toEqual([
      `The plan was made with ${path}, which was changed since. Plan again.`,
    ]);
    rmSync(path);
    expect((await apply()).diagnostics).toMatchObject([
      { detail: expect.stringContaining("cannot be read any more: there is no such file") },
    ]);
    expect(provider.log).toEqual([]);
  });

  it.each<readonly [expression: string, change: (folder: string) => void, says: string]>([
    [
      'fileexists("new.txt") ? 1 : 2',
      (folder) => writeFileSync(join(folder, "new.txt"), ""),
      "new.txt, which was not there and is a file. Plan again.",
    ],
    [
      'try(file("new.txt"), "none")',
      (folder) => writeFileSync(join(folder, "new.txt"), ""),
      "new.txt, which could not be read then. Plan again.",
    ],
    [
      'fileset(".", "*.txt")',
      (folder) => writeFileSync(join(folder, "new.txt"), ""),
      ", which holds other files now. Plan again.",
    ],
  ])(
    "stops an apply where %s would have another answer by then",
    async (expression, change, says) => {
      const folder = folderWithFile();
      const files = nodeFiles({ folder, home: folder });
      const input = { outputs: { found: text(`\${${expression}}`) } };
      const plan = await goodPlan(input, { outside: { files } });
      const apply = () => applied(input, plan, { files, moment: MOMENT });
      expect((await apply()).diagnostics).toEqual([]);
      change(folder);
      const [found, ...others] = (await apply()).diagnostics;
      expect(found?.detail).toContain(says);
      expect(others).toEqual([]);
    },
  );

  it("is refused where there is nothing to ask", async () => {
    const { plan, diagnostics } = await planOf(INPUT);
    expect(plan).toBeUndefined();
    expect(diagnostics.map(({ detail }) => detail)).toEqual(
      expect.arrayContaining([
        "There are no files here.",
        "There is neither a clock nor chance here.",
      ]),
    );
  });

  it.each([
    ['bcrypt("a", 32)', "cost of bcrypt()"],
    ['bcrypt("a", 1.5)', "cost of bcrypt()"],
    [`bcrypt("${"a".repeat(73)}")`, "at most 72 bytes"],
    ['bcrypt("a", 5, 6)', "one or two arguments"],
  ])("%s is refused when it is carried out", async (call, detail) => {
    const input = { outputs: { hash: text(`\${${call}}`) } };
    const plan = await goodPlan(input, { outside: {} });
    const applied = await applyPlan({
      plan,
      configuration: buildConfiguration(input),
      variables: {},
      state: emptyState(LINEAGE),
      provider: createRecordProvider(),
      store: createMemoryStateStore(),
      readRemoteState: async () => ({ outputs: undefined, diagnostics: [] }),
      outside: { moment: MOMENT },
    });
    expect(applied.diagnostics).toMatchObject([{ detail: expect.stringContaining(detail) }]);
  });

  it("is asked in loading already, in the folder of the files", async () => {
    const folder = folderWithFile();
    const load = async (value: string) => {
      writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ output: { o: { value } } }));
      const files = (of: string) => nodeFiles({ folder: of, home: folder });
      const input = { path: folder, root: "/elsewhere", reader: NODE_READER, files };
      return await loadConfiguration({ ...input, schema: providerSchema });
    };
    const good = await load('${file("hello.txt")}${timestamp()}${plantimestamp()}');
    expect(good.diagnostics).toEqual([]);
    expect(good.stacks[0]?.folder).toBe(folder);
    const bad = await load('${file("nowhere.txt")}');
    expect(bad.diagnostics).toMatchObject([
      {
        summary: "Invalid function argument",
        detail: expect.stringContaining('"nowhere.txt" cannot be read: there is no such file'),
        source: { file: expect.stringContaining("main.tf.json"), pointer: "/output/o/value" },
      },
    ]);
    const secret = await load('${file(sensitive("nowhere.txt"))}');
    expect(JSON.stringify(secret.diagnostics)).not.toContain("nowhere");
  });
});
