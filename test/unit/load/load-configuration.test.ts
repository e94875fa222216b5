import { describe, expect, it } from "vitest";
import { formatTarget } from "../../../src/model/address.js";
import { printExpression } from "../language/print-expression.js";
import { CLUSTER, estate, FILE, load, loadFiles, loadGood, VCENTER } from "./load.js";

const meta = (path: string) => ({ metadata: { path, uniqueId: "u" } });

describe("a file of Terraform JSON", () => {
  it("becomes a configuration", async () => {
    const stack = await loadGood({
      "//": { metadata: { stackName: "edge", version: "0.24.0" } },
      terraform: {
        backend: { local: { path: "edge.tfstate" } },
        required_version: ">= 1.5, < 2.0",
        required_providers: { holdfast: { source: "holdfast/holdfast", version: "0.1.0" } },
      },
      provider: { holdfast: [{ simulator: "x.db" }] },
      variable: {
        site: { type: "string", default: "edge-01", description: "Where." },
        pin: { type: "number", sensitive: true, nullable: false },
      },
      locals: { name: "vc-${var.site}" },
      resource: {
        holdfast_vcenter: {
          vc: { "//": meta("edge/vc/Resource"), ...VCENTER, name: "${local.name}" },
        },
      },
      output: {
        id: { value: "${holdfast_vcenter.vc.id}", description: "Path.", sensitive: false },
      },
    });
    expect(stack).toMatchObject({
      stack: "edge",
      root: "/project",
      backend: { path: "edge.tfstate" },
      dependencies: [],
    });
    expect(stack.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(stack.providers.get("holdfast")?.attributes).toEqual({
      simulator: { kind: "literal", value: "x.db" },
    });
    expect(stack.variables.get("site")).toMatchObject({ type: "string", default: "edge-01" });
    expect(stack.variables.get("pin")).toMatchObject({ sensitive: true, nullable: false });
    const vcenter = stack.resources.get("holdfast_vcenter.vc");
    expect(vcenter?.source).toEqual({
      file: "x.tf.json",
      pointer: "/resource/holdfast_vcenter/vc",
      construct: "edge/vc/Resource",
    });
    expect(vcenter?.attributes.version).toEqual({ kind: "literal", value: "8.0 U3" });
    const name = vcenter?.attributes.name;
    expect(name && printExpression(name)).toBe("local.name");
    const output = stack.outputs.get("id");
    expect(output && printExpression(output.value)).toBe("holdfast_vcenter.vc.id");
  });

  it("has a name and a state without CDKTF too", async () => {
    expect(await loadGood(estate())).toMatchObject({
      stack: "x",
      backend: { path: "terraform.tfstate" },
      providers: new Map(),
    });
  });

  it("has another digest when it says something else", async () => {
    const first = await loadGood(estate());
    const same = await loadGood(estate());
    const other = await loadGood(estate({ locals: { a: 1 } }));
    expect(same.digest).toBe(first.digest);
    expect(other.digest).not.toBe(first.digest);
  });

  it("takes arrays where HCL's JSON syntax takes them", async () => {
    const stack = await loadGood({
      locals: [{ a: 1 }, { b: 2 }],
      resource: [{ holdfast_vcenter: [{ vc: VCENTER }] }, { holdfast_cluster: { c: [CLUSTER] } }],
    });
    expect([...stack.resources.keys()]).toEqual(["holdfast_vcenter.vc", "holdfast_cluster.c"]);
    expect([...stack.locals.keys()]).toEqual(["a", "b"]);
  });

  it("keeps meta-arguments apart from attributes", async () => {
    const stack = await loadGood(
      estate({
        resource: {
          holdfast_host: {
            h: {
              "//": meta("edge/h"),
              hostname: "esx-${each.key}",
              cluster: "${holdfast_cluster.c.id}",
              version: "${each.value}",
              for_each: { a: "8.0 U3", b: "8.0 U2" },
              provider: "holdfast",
              depends_on: ["holdfast_vcenter.vc", "holdfast_cluster.c"],
              lifecycle: {
                create_before_destroy: true,
                prevent_destroy: "true",
                ignore_changes: ["tpm.present", "site"],
                replace_triggered_by: ["holdfast_cluster.c.id", "holdfast_vcenter.vc"],
                precondition: [{ condition: true, error_message: "never" }],
                postcondition: {
                  condition: "${contains([self.id], self.id)}",
                  error_message: "never",
                },
              },
            },
          },
          holdfast_network_path: {
            p: { count: 2, from_site: "a", from_role: "host", to_site: "b", allowed: false },
          },
        },
      }),
    );
    const host = stack.resources.get("holdfast_host.h");
    expect(Object.keys(host?.attributes ?? {})).toEqual(["hostname", "cluster", "version"]);
    expect(host?.forEach).toEqual({ kind: "literal", value: { a: "8.0 U3", b: "8.0 U2" } });
    expect(host?.dependsOn).toEqual(["holdfast_vcenter.vc", "holdfast_cluster.c"]);
    expect(host?.lifecycle).toMatchObject({
      createBeforeDestroy: true,
      preventDestroy: true,
      ignoreChanges: [["tpm", "present"], ["site"]],
    });
    expect(host?.lifecycle.replaceTriggeredBy.map(printExpression)).toEqual([
      "holdfast_cluster.c.id",
      "holdfast_vcenter.vc",
    ]);
    expect(host?.lifecycle.preconditions).toHaveLength(1);
    expect(host?.lifecycle.postconditions).toHaveLength(1);
    const path = stack.resources.get("holdfast_network_path.p");
    expect(path?.count).toEqual({ kind: "literal", value: 2 });
  });

  it("reads moved and import", async () => {
    const stack = await loadGood(
      estate({
        moved: [
          { from: "holdfast_cluster.old", to: "holdfast_cluster.older" },
          { from: "holdfast_cluster.older", to: "holdfast_cluster.c" },
        ],
        import: [{ to: "holdfast_vcenter.vc", id: "vc01" }],
      }),
    );
    expect(stack.moved.map(({ from, to }) => `${formatTarget(from)} ${formatTarget(to)}`)).toEqual([
      "holdfast_cluster.old holdfast_cluster.older",
      "holdfast_cluster.older holdfast_cluster.c",
    ]);
    expect(stack.imports[0]?.id).toEqual({ kind: "literal", value: "vc01" });
  });

  it("does not believe that the outputs between stacks are secrets, as the CDK always says", async () => {
    const stack = await loadGood({
      output: {
        "cross-stack-output-holdfast_vcentervcid": { value: "vc01", sensitive: true },
        other: { value: "vc01", sensitive: true },
      },
    });
    expect([...stack.outputs.values()].map((output) => output.sensitive)).toEqual([false, true]);
  });

  it("reads where the states of workspaces are", async () => {
    const local = { path: "sub/own.tfstate", workspace_dir: "spaces" };
    const own = await loadGood({ terraform: { backend: { local } } });
    expect(own).toMatchObject({
      workspace: "default",
      backend: {
        path: "sub/own.tfstate",
        workspaces: { folder: "spaces", file: "terraform.tfstate" },
      },
    });
    const usual = await loadGood({});
    expect(usual.backend).toEqual({
      path: "terraform.tfstate",
      workspaces: { folder: "terraform.tfstate.d", file: "terraform.tfstate" },
    });
  });

  it("reads remote states in local files", async () => {
    const stack = await loadGood({
      data: {
        terraform_remote_state: {
          core: {
            backend: "local",
            config: { path: "terraform.core.tfstate" },
            workspace: "${terraform.workspace}",
          },
        },
      },
      output: { x: { value: "${data.terraform_remote_state.core.outputs.anything[0].at_all}" } },
    });
    expect([...stack.resources.keys()]).toEqual(["data.terraform_remote_state.core"]);
  });
});

describe("a folder of Terraform JSON", () => {
  it("is one configuration", async () => {
    const files = {
      "/p/edge/b.tf.json": { resource: { holdfast_cluster: { c: CLUSTER } } },
      "/p/edge/a.tf.json": { resource: { holdfast_vcenter: { vc: VCENTER } } },
      "/p/edge/terraform.tfvars.json": {},
      "/p/edge/.hidden.tf.json": "not JSON",
      "/p/edge/a.tf.json~": "not JSON",
      "/p/edge/notes.txt": "",
    };
    const { stacks, diagnostics } = await loadFiles(files, "/p/edge");
    expect(diagnostics).toEqual([]);
    expect(stacks[0]).toMatchObject({ stack: "edge", root: "/p/edge" });
    expect([...(stacks[0]?.resources.keys() ?? [])]).toEqual([
      "holdfast_vcenter.vc",
      "holdfast_cluster.c",
    ]);
  });

  it("refuses what it would have to ignore", async () => {
    const files = {
      "/p/a.tf.json": {},
      "/p/b_override.tf": "",
      "/p/main.tf": "",
    };
    const { diagnostics } = await loadFiles(files, "/p");
    expect(diagnostics.map((d) => d.detail.split(",")[0])).toEqual([
      "b_override.tf is written in HCL",
      "main.tf is written in HCL",
    ]);
  });

  it("says what it looked for when there is nothing", async () => {
    const { diagnostics } = await loadFiles({ "/p/readme.md": "" }, "/p");
    expect(diagnostics[0]?.detail).toContain("no *.tf.json file and no manifest.json");
  });

  it("finds what is declared in two files", async () => {
    const file = { resource: { holdfast_vcenter: { vc: VCENTER } }, locals: { a: 1 } };
    const files = { "/p/a.tf.json": file, "/p/b.tf.json": file };
    const { diagnostics } = await loadFiles(files, "/p");
    expect(diagnostics.map((d) => d.detail)).toEqual([
      "holdfast_vcenter.vc is declared twice; the other declaration is at a.tf.json#/resource/holdfast_vcenter/vc. Rename one of them.",
      "local.a is declared twice; the other declaration is at a.tf.json#/locals/a. Rename one of them.",
    ]);
    expect(diagnostics[0]?.source).toMatchObject({ file: "b.tf.json", line: 4 });
  });
});

describe("the output of a CDKTF program", () => {
  const stack = (name: string, dependencies: readonly string[] = [], more: object = {}) => ({
    name,
    constructPath: name,
    workingDirectory: `stacks/${name}`,
    synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
    annotations: [],
    dependencies,
    ...more,
  });
  const file = (name: string) => `/project/cdktf.out/stacks/${name}/cdk.tf.json`;
  const manifest = "/project/cdktf.out/manifest.json";

  it("has the stacks of its manifest, in the order of their dependencies, and no other", async () => {
    const files = {
      [manifest]: {
        version: "0.24.0",
        stacks: {
          edge: stack("edge", ["core"]),
          core: stack("core"),
          fleet: stack("fleet", ["edge"]),
        },
      },
      [file("edge")]: estate(),
      [file("core")]: estate({ terraform: { backend: { local: { path: "c.tfstate" } } } }),
      [file("fleet")]: {},
      [file("removed")]: "left behind",
    };
    const { stacks, diagnostics } = await loadFiles(files, "/project/cdktf.out");
    expect(diagnostics).toEqual([]);
    expect(stacks.map((s) => [s.stack, s.root, s.backend.path, s.dependencies])).toEqual([
      ["core", "/project", "c.tfstate", []],
      ["edge", "/project", "terraform.edge.tfstate", ["core"]],
      ["fleet", "/project", "terraform.fleet.tfstate", ["edge"]],
    ]);
    expect(stacks[0]?.resources.get("holdfast_vcenter.vc")?.source.file).toBe(
      "cdktf.out/stacks/core/cdk.tf.json",
    );
  });

  it("knows dependencies by construct path", async () => {
    const files = {
      [manifest]: {
        stacks: {
          edge: stack("edge", ["group/core"]),
          core: stack("core", [], { constructPath: "group/core" }),
        },
      },
      [file("edge")]: {},
      [file("core")]: {},
    };
    const { stacks } = await loadFiles(files, "/project/cdktf.out");
    expect(stacks.map((s) => s.stack)).toEqual(["core", "edge"]);
  });

  it("passes on what constructs had to say", async () => {
    const annotations = [
      { constructPath: "edge/kms", level: "@cdktf/warn", message: "One key server only." },
      { constructPath: "edge/vm", level: "@cdktf/error", message: "No cluster." },
      { constructPath: "edge/x", level: "@cdktf/info", message: "Nothing." },
    ];
    const files = {
      [manifest]: { stacks: { edge: stack("edge", [], { annotations }) } },
      [file("edge")]: {},
    };
    const { diagnostics } = await loadFiles(files, "/project/cdktf.out");
    expect(diagnostics.map((d) => [d.severity, d.detail, d.source?.construct])).toEqual([
      ["warning", "One key server only.", "edge/kms"],
      ["error", "No cluster.", "edge/vm"],
    ]);
  });

  it.each<[string, object, string]>([
    ["no stacks", {}, 'it has no "stacks"'],
    ["a stack without file", { stacks: { a: {} } }, 'no "synthesizedStackPath"'],
    ["HCL", { stacks: { a: { synthesizedStackPath: "stacks/a/cdk.tf" } } }, "synthesised as HCL"],
    [
      "a missing dependency",
      { stacks: { edge: stack("edge", ["x"]) } },
      'depends on "x", which is not there',
    ],
    [
      "a missing file",
      { stacks: { edge: stack("edge") } },
      "cdk.tf.json could not be read: there is no such file or folder. Synthesise the program",
    ],
  ])("is refused with %s", async (_, json, detail) => {
    const { diagnostics } = await loadFiles({ [manifest]: json }, "/project/cdktf.out");
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.detail).toContain(detail);
  });

  it("is refused when its stacks depend on each other in a circle", async () => {
    const files = {
      [manifest]: { stacks: { a: stack("a", ["b"]), b: stack("b", ["a"]) } },
      [file("a")]: {},
      [file("b")]: {},
    };
    const { diagnostics } = await loadFiles(files, "/project/cdktf.out");
    expect(diagnostics.map((d) => d.detail)).toEqual([
      "These stacks depend on each other in a circle: a → b → a.",
    ]);
  });

  it("shows the errors of all stacks", async () => {
    const files = {
      [manifest]: { stacks: { a: stack("a"), b: stack("b") } },
      [file("a")]: { resourc: {} },
      [file("b")]: { resource: { holdfast_hots: { x: {} } } },
    };
    const { diagnostics } = await loadFiles(files, "/project/cdktf.out");
    expect(diagnostics.map((d) => d.source?.file)).toEqual([
      "cdktf.out/stacks/a/cdk.tf.json",
      "cdktf.out/stacks/b/cdk.tf.json",
    ]);
  });
});

describe("files that cannot be read", () => {
  it.each([
    ["ENOENT", "File not found", "there is no such file"],
    ["EACCES", "File cannot be read", "permission was denied. Give this user access"],
    ["EISDIR", "File cannot be read", "it is a folder"],
    ["EIO", "File cannot be read", "the disk reported an error."],
  ])("%s", async (code, summary, why) => {
    const { stacks, diagnostics } = await loadFiles({ [FILE]: { fault: code } }, FILE);
    expect(stacks).toEqual([]);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ severity: "error", summary });
    expect(diagnostics[0]?.detail).toContain(why);
  });

  it("are said to be missing when there is nothing at the path", async () => {
    const { diagnostics } = await loadFiles({}, "/nowhere");
    expect(diagnostics[0]?.summary).toBe("File not found");
  });

  it("are named with line and column when they are no JSON", async () => {
    const { diagnostics } = await loadFiles(
      { [FILE]: '{\n  "resource": {\n    "a": tru\n}' },
      FILE,
    );
    expect(diagnostics).toEqual([
      {
        severity: "error",
        summary: "Invalid JSON",
        detail: "A value is expected here. Line 3, column 10.",
        source: { file: "x.tf.json", line: 3, column: 10 },
      },
    ]);
  });

  it("are refused when they hold no object", async () => {
    const { diagnostics } = await load([1]);
    expect(diagnostics[0]?.detail).toContain("A JSON object is expected here");
  });
});
