// The example workflows of docs/ci and action.yml are what the forges take: GitHub's own parser reads those of GitHub and
// of Gitea and Forgejo, whose runners take the same language; GitLab's schema is that which its editor has. And they keep
// what docs/forges.md promises: no secrets where a pull request's program runs, none of it where there are secrets.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { RUNNER_MAJOR } from "../support/runner-node.js";
import { loadWorkflowParser } from "../support/workflow-parser.js";

const WORKFLOWS = ["github-evaluate", "github-post", "gitea"];
const textOf = (name: string) => readFileSync(`docs/ci/${name}.yml`, "utf8");

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly permissions?: Workflow["permissions"]; readonly steps: readonly Step[] }
    >
  >;
}

async function errorsOf(name: string, content: string): Promise<readonly string[]> {
  const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } =
    await loadWorkflowParser();
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  if (value !== undefined) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map((error) => error.message);
}

describe("example workflows", () => {
  it.each(WORKFLOWS)("%s is one", async (name) => {
    expect(await errorsOf(name, textOf(name))).toEqual([]);
  });

  it("would not be one with a mistake", async () => {
    const text = textOf("github-post").replace("runs-on:", "run-on:");
    expect(await errorsOf("mistake", text)).not.toEqual([]);
  });

  it("action.yml is an action", async () => {
    const { parseAction, NoOperationTraceWriter } = await loadWorkflowParser();
    const content = readFileSync("action.yml", "utf8");
    const { context } = parseAction({ name: "action.yml", content }, new NoOperationTraceWriter());
    expect(context.errors.getErrors().map((error) => error.message)).toEqual([]);
  });

  it("all run Holdfast with the Node that action.yml names", () => {
    for (const name of ["github-evaluate", "gitea"]) {
      const setUp = stepsOf(name).find(({ uses }) => uses?.startsWith("actions/setup-node@"));
      expect(setUp?.with).toEqual({ "node-version": RUNNER_MAJOR });
    }
    expect(textOf("gitlab")).toContain(`image: node:${RUNNER_MAJOR}\n`);
  });

  it.each(WORKFLOWS)(
    "%s uses actions by their digest, and ours with inputs that it has",
    (name) => {
      const action = parse(readFileSync("action.yml", "utf8")) as { inputs: object };
      for (const { uses, with: inputs } of stepsOf(name)) {
        if (uses === "OWNER/holdfast@COMMIT") {
          expect(Object.keys(action.inputs)).toEqual(
            expect.arrayContaining(Object.keys(inputs ?? {})),
          );
        } else if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
      }
    },
  );

  it.each(WORKFLOWS)("%s keeps the program of a pull request and secrets apart", (name) => {
    const { permissions, jobs } = parse(textOf(name)) as Workflow;
    for (const job of Object.values(jobs)) {
      const runs = job.steps.some(
        ({ uses, run }) => run !== undefined || uses?.includes("checkout@"),
      );
      const granted = JSON.stringify({ ...permissions, ...job.permissions });
      const isTrusted =
        granted.includes("write") || /secrets\.|github\.token/.test(JSON.stringify(job));
      expect(runs && isTrusted).toBe(false);
      expect(runs || isTrusted).toBe(true);
    }
  });

  const schema = gitLabSchema();
  if (schema === undefined && process.env.CI === "true")
    throw new Error("gitlab-ci-local is missing");
  it.skipIf(schema === undefined)(
    "gitlab is a pipeline (SKIPPED unless NODE_PATH leads to the package gitlab-ci-local, up to 4.60, which carries GitLab's schema)",
    () => {
      const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
      const isPipeline = ajv.compile(schema ?? false);
      isPipeline(parse(textOf("gitlab")));
      expect(isPipeline.errors).toBeNull();
      expect(isPipeline({ job: { script: ["true"], bogus: 1 } })).toBe(false);
    },
  );

  it("gitlab posts without the merge request's code", () => {
    const pipeline = parse(textOf("gitlab")) as Readonly<
      Record<string, Readonly<Record<string, unknown>>>
    >;
    const post = pipeline["post-preview"];
    expect(post?.variables).toEqual({ GIT_STRATEGY: "none" });
    expect(JSON.stringify(post?.script)).not.toMatch(/npm|npx/);
    expect(JSON.stringify(pipeline["evaluate-preview"])).not.toMatch(/token/i);
  });
});

function stepsOf(name: string): readonly Step[] {
  const { jobs } = parse(textOf(name)) as Workflow;
  return Object.values(jobs).flatMap((job) => job.steps);
}

/** Of a package that needs a compiler to be installed whole, and so is no dependency of ours. */
function gitLabSchema(): object | undefined {
  try {
    const found = createRequire(import.meta.url)("gitlab-ci-local/src/schema/schema.js") as {
      readonly schema: object;
    };
    return found.schema;
  } catch {
    return undefined;
  }
}
