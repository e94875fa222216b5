// Where the states of workspaces are, and what they may be called.

import { describe, expect, it } from "vitest";
import {
  inWorkspace,
  isWorkspaceName,
  LONE_LAYOUT,
  STACKS_LAYOUT,
  statePathIn,
} from "../../../src/model/workspace.js";

describe("the state of a workspace", () => {
  it.each([
    ["default", "sub/own.tfstate", LONE_LAYOUT, "sub/own.tfstate"],
    ["lab", "sub/own.tfstate", LONE_LAYOUT, "terraform.tfstate.d/lab/terraform.tfstate"],
    [
      "lab",
      "terraform.edge.tfstate",
      STACKS_LAYOUT,
      "terraform.tfstate.d/lab/terraform.edge.tfstate",
    ],
    [
      "lab",
      "/p/terraform.edge.tfstate",
      STACKS_LAYOUT,
      "terraform.tfstate.d/lab/terraform.edge.tfstate",
    ],
    ["lab", "a", { folder: "../ws/" }, "../ws/lab/a"],
  ])("in %s, of %s", (workspace, path, layout, expected) => {
    expect(statePathIn(workspace, path, layout)).toBe(expected);
  });

  it("stays where it is when asked for again", () => {
    const backend = { path: "terraform.edge.tfstate", workspaces: STACKS_LAYOUT };
    const lab = inWorkspace({ backend, more: 1 }, "lab");
    expect(lab).toMatchObject({ workspace: "lab", more: 1 });
    expect(inWorkspace(lab, "lab")).toEqual(lab);
    expect(inWorkspace(lab, "prod").backend.path).toBe(
      "terraform.tfstate.d/prod/terraform.edge.tfstate",
    );
  });
});

it("has a name that is no path", () => {
  const good = ["lab", "a.b", "...", "v1.2~x", "$&+=:@", "-", "0"];
  expect(good.filter((name) => !isWorkspaceName(name))).toEqual([]);
  const bad = ["", ".", "..", "a/b", "a\\b", "a b", "ä", "a%b", "a\n"];
  expect(bad.filter(isWorkspaceName)).toEqual([]);
});
