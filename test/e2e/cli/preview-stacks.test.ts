// Previews of a program with several stacks, and that what they say of a stack that goes is what happens.

import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Preview } from "../../../src/model/preview.js";
import { holdfast, ROOT } from "../../support/run-holdfast.js";
import { TWO_ENVIRONMENTS } from "../../support/two-environments.js";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "holdfast-")));
const options = { cwd: folder };
const git = (...args: readonly string[]) =>
  execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trim();

function commit(name: string, program: string): void {
  writeFileSync(join(folder, "main.ts"), program);
  git("add", ".");
  git("commit", "-qm", name);
}

const WITH_FLOOR = TWO_ENVIRONMENTS.replace(
  "StandardKeyProvider,",
  "StandardKeyProvider, SurvivalFloor,",
).replace(
  "if (isProduction) shop",
  'if (!isProduction) new SurvivalFloor(stack, "lab-open", { scenario: "provider-outage", maxLost: 9, reason: "Tests." });\n  if (isProduction) shop',
);
const WITHOUT_LAB = WITH_FLOOR.replace('["lab", "production"]', '["production"]');

beforeAll(async () => {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(ROOT, join(folder, "node_modules", "holdfast"));
  git("init", "-q", "-b", "main");
  git("config", "user.email", "ada@example.org");
  git("config", "user.name", "Ada");
  writeFileSync(join(folder, ".gitignore"), "node_modules\ncdktf.out\n.holdfast\n*.tfstate*\n");
  writeFileSync(
    join(folder, "cdktf.json"),
    JSON.stringify({ app: "npx tsx main.ts", language: "typescript" }),
  );
  commit("shops", WITH_FLOOR);
  git("switch", "-qc", "without-lab");
  commit("without-lab", WITHOUT_LAB);
  git("switch", "-q", "main");
  const applied = await holdfast("apply --auto-approve", options);
  expect(applied, applied.stderr).toMatchObject({ code: 0 });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Of the state file itself: which stacks there are is not asked of the program. */
function objectsIn(stack: string): number {
  const text = readFileSync(join(folder, `terraform.${stack}.tfstate`), "utf8");
  const state: { readonly resources: readonly { readonly instances: readonly unknown[] }[] } =
    JSON.parse(text);
  return state.resources.flatMap(({ instances }) => instances).length;
}

describe("a pull request that takes a stack out of the program", () => {
  it("is said to leave its objects, and to leave its floor in force", async () => {
    const objects = objectsIn("shop-lab");
    const { stdout, code, stderr } = await holdfast("preview --head without-lab --json", options);
    expect(code, stderr).toBe(0);
    const shown: Preview = JSON.parse(stdout);
    expect(shown.undeclared).toEqual([
      { stack: "shop-lab", objects, pending: 0, inForce: ["lab-open"], neverInForce: [] },
    ]);
    expect(shown).toMatchObject({ conclusion: "neutral", risks: [], irreversible: [] });
    expect(shown.counts.head).toEqual(shown.counts.base);
    const comment = await holdfast("preview --head without-lab", options);
    expect(comment.stdout).toContain(`Its ${objects} objects stay as they are`);
    expect(comment.stdout).toContain("`holdfast destroy --stack shop-lab`");
  });

  it("leaves them indeed, until a checkout that declares the stack destroys them as the comment says", async () => {
    const objects = objectsIn("shop-lab");
    git("switch", "-q", "without-lab");
    const merged = await holdfast("apply --auto-approve", options);
    expect(merged, merged.stderr).toMatchObject({ code: 0 });
    expect(merged.stdout).not.toContain("shop-lab");
    const gone = await holdfast("destroy --stack shop-lab --auto-approve", options);
    expect(gone).toMatchObject({ code: 1, stderr: expect.stringContaining("shop-lab") });
    git("switch", "-q", "main");
    expect(objectsIn("shop-lab")).toBe(objects);
    const destroyed = await holdfast("destroy --stack shop-lab --auto-approve", options);
    expect(destroyed, destroyed.stderr).toMatchObject({ code: 0 });
    expect(destroyed.stdout).toContain(`${objects} destroyed`);
  });
});

const APART = TWO_ENVIRONMENTS.replace(
  "new Stack(app, `shop-${environment}`)",
  "new Stack(app, `shop-${environment}`, { simulator: `${environment}.db` })",
);

describe("a program whose stacks are on several vSpheres", () => {
  beforeAll(async () => {
    git("switch", "-qc", "apart", "main");
    commit("apart", APART);
    git("switch", "-qc", "lab-off");
    commit("lab-off", APART.replace("keyPersistence: !isProduction", "keyPersistence: false"));
    git("switch", "-q", "apart");
    for (const file of ["terraform.shop-lab.tfstate", "terraform.shop-production.tfstate"]) {
      rmSync(join(folder, file), { force: true });
    }
    const applied = await holdfast("apply --auto-approve", options);
    expect(applied, applied.stderr).toMatchObject({ code: 0 });
  });

  it("gets one verdict, and every line says which of them it is about", async () => {
    const { stdout, stderr, code } = await holdfast(
      "preview --base apart --head lab-off --json",
      options,
    );
    expect(code, stderr).toBe(0);
    const shown: Preview = JSON.parse(stdout);
    expect(shown.verdict).toBe("drops");
    expect(shown.sentence).toMatch(/^On lab\.db: Survivability drops: .* On production\.db: /);
    expect(shown.places.map(({ vsphere }) => vsphere)).toEqual(["lab.db", "production.db"]);
    expect(new Set(shown.workloads.map(({ vsphere }) => vsphere))).toEqual(new Set(["lab.db"]));
    expect(shown.risks[0]?.title).toMatch(/^On lab\.db: /);
    const alone = await holdfast(
      "preview --base apart --head lab-off --stack shop-lab --json",
      options,
    );
    const lab: Preview = JSON.parse(alone.stdout);
    expect(lab.risks.map(({ title }) => `On lab.db: ${title}`)).toEqual(
      shown.risks.map(({ title }) => title),
    );
  });

  it("is drilled on each of them", async () => {
    const { stdout } = await holdfast(
      "preview --base apart --head lab-off --drill --fail-on never",
      options,
    );
    const [, drill = ""] = /<summary>Drill<\/summary>\n\n```\n(.*?)\n```/s.exec(stdout) ?? [];
    const [lab, production] = drill.split(/^On production\.db:$/m);
    expect(lab).toMatch(/^On lab\.db:\n\nNot survived: of 2 workloads/);
    expect(production?.trim()).toMatch(/^Not survived: of 3 workloads/);
  });

  it("is judged from a snapshot of each, and a snapshot of none is refused", async () => {
    for (const name of ["lab", "production"]) {
      const args = `simulator snapshot ${name}.jsonl --simulator ${name}.db`;
      expect(await holdfast(args, options)).toMatchObject({ code: 0 });
    }
    const live = await holdfast("preview --base apart --head lab-off --json", options);
    const given = "--snapshot lab.db=lab.jsonl --snapshot production.db=production.jsonl";
    const { stdout } = await holdfast(
      `preview --base apart --head lab-off --json ${given}`,
      options,
    );
    expect(JSON.parse(stdout)).toEqual(JSON.parse(live.stdout));
    const wrong = "preview --base apart --head lab-off --snapshot lap.db=lab.jsonl";
    expect(await holdfast(wrong, options)).toMatchObject({
      code: 64,
      stderr: expect.stringContaining(
        "No stack is on lap.db; --snapshot names lab.db, production.db.",
      ),
    });
  });
});
