// The README shows what a newcomer will see: its first command, run here as it stands there, prints the text
// between the marks, and its program is the example's.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";

const ROOT = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const README = readFileSync(join(ROOT, "README.md"), "utf8");

describe("the README", () => {
  let demo: { readonly status: number | null; readonly stdout: string; readonly stderr: string };

  beforeAll(() => {
    demo = spawnSync("npm", ["run", "--silent", "demo"], {
      cwd: ROOT,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", COLUMNS: "80" },
    });
  });

  it("starts with a demo that ends as announced", () => {
    expect(`${demo.status}\n${demo.stderr}`).toMatch(/^0\n/);
  });

  it("shows what the demo prints", () => {
    const shown = fenced(between("<!-- demo:begin -->", "<!-- demo:end -->"));
    expect(shown.split("\n").length).toBeGreaterThan(5);
    expect(withoutTrailingSpace(demo.stdout)).toContain(shown);
  });

  it("says how it is called after that", () => {
    expect(README).toContain("`npx holdfast COMMAND`");
    for (const folder of [ROOT, join(ROOT, "examples/edge-site")]) {
      const run = spawnSync("npx", ["--no-install", "holdfast", "version"], {
        cwd: folder,
        encoding: "utf8",
      });
      expect(run.stdout, run.stderr).toMatch(/^holdfast \d/);
    }
  });

  it("quotes the example's program", () => {
    const program = readFileSync(join(ROOT, "examples/edge-site/main.ts"), "utf8");
    for (const part of fenced(between("<!-- program:begin -->", "<!-- program:end -->")).split(
      "\n…\n",
    )) {
      expect(program).toContain(part.trim());
    }
  });

  it("leaves nothing for git that holds keys, or only passes", () => {
    const left = ["native.backup", "edge.plan", "terraform.tfstate", "terraform.tfstate.backup"];
    const beside = [".terraform.tfstate.lock.info", ".terraform.tfstate.journal"];
    const files = [...left, ...beside].map((name) => `examples/native-edge/${name}`);
    const run = spawnSync("git", ["check-ignore", ...files], { cwd: ROOT, encoding: "utf8" });
    expect(run.stdout.trim().split("\n")).toEqual(files);
  });

  it("is short", () => {
    expect(README.split("\n").length).toBeLessThanOrEqual(150);
  });
});

function between(begin: string, end: string): string {
  const from = README.indexOf(begin);
  const to = README.indexOf(end);
  expect(Math.min(from, to)).toBeGreaterThan(0);
  return README.slice(from + begin.length, to);
}

function fenced(markdown: string): string {
  return withoutTrailingSpace(markdown.replace(/^\s*```\w*\n/, "").replace(/\n```\s*$/, ""));
}

function withoutTrailingSpace(text: string): string {
  return text.replace(/[ \t]+$/gm, "");
}
