import { describe, expect, it } from "vitest";
import type { Change } from "../../../src/model/plan.js";
import { sensitive, UNKNOWN } from "../../../src/model/value.js";
import { planReport } from "../../../src/report/plan-report.js";
import { changeOf, OPTIONS, planOf, textOf } from "./sample-changes.js";

const report = (parts: Parameters<typeof planOf>[0], options = OPTIONS) =>
  textOf(planReport(planOf(parts), options));

const host = (name: string, persistence: boolean | null = null) => ({
  id: `vc01/edge/${name}`,
  hostname: name,
  cluster: "vc01/edge",
  version: "8.0 U2",
  tpm: { present: true, hash_bank: null },
  key_persistence: persistence === null ? null : { enabled: persistence },
});

const withoutPersistence = (name: string): Change =>
  changeOf(`holdfast_host.${name}`, {
    action: "update",
    before: { ...host(name, true), cached_key_ids: [name] },
    after: { ...host(name), cached_key_ids: UNKNOWN },
    construct: `edge/site/${name}/Resource`,
  });

const HOSTS = Array.from({ length: 36 }, (_, i) => `esx${String(i + 1).padStart(2, "0")}`);

describe("planReport", () => {
  it("says that nothing is left to do", () => {
    expect(report({})).toMatchInlineSnapshot(`
      "No changes. Your infrastructure matches the configuration of stack edge.
      "
    `);
  });

  it.each<[string, (i: number) => Change, string]>([
    [
      "indexes out of range",
      (i) => ({
        ...changeOf(`holdfast_host.h[${i}]`, { action: "delete", before: host(`esx0${i}`) }),
        reason: "delete_because_count_index",
      }),
      "# (indexes [1], [2], [3] and 1 more are out of range for count)",
    ],
    [
      "keys that are no longer there",
      (i) => ({
        ...changeOf(`holdfast_host.h["k${i}"]`, { action: "delete", before: host(`esx0${i}`) }),
        reason: "delete_because_each_key",
      }),
      '# (keys "k1", "k2", "k3" and 1 more are not in for_each)',
    ],
    [
      "resources that are no longer declared",
      (i) => ({
        ...changeOf(`holdfast_host.h${i}`, { action: "delete", before: host(`esx0${i}`) }),
        reason: "delete_because_no_resource_config",
      }),
      "# (holdfast_host.h1, holdfast_host.h2, holdfast_host.h3 and 1 more are not in",
    ],
    [
      "moves",
      (i) =>
        changeOf(`holdfast_host.new[${i}]`, {
          action: "no-op",
          previousAddress: `holdfast_host.old[${i}]`,
          before: host("esx01"),
          after: host("esx01"),
        }),
      "# (they were holdfast_host.old[1], holdfast_host.old[2] and 2 more)\n      # holdfast_host.new[1],",
    ],
  ])("gives the reason of many that are alike: %s", (_, change, reason) => {
    expect(report({ changes: [1, 2, 3, 4].map(change) })).toContain(reason);
  });

  it("says of an old object that it is left over, though its resource is declared", () => {
    const instance = {
      ...changeOf("holdfast_host.esx01", { action: "delete", before: host("esx01") }),
      address: "holdfast_host.esx01 (deposed 0a1b2c3d)",
      deposed: "0a1b2c3d",
    };
    const text = report({ changes: [instance] });
    expect(text).toContain("# holdfast_host.esx01 (deposed 0a1b2c3d) will be destroyed");
    expect(text).toContain("# (left over from a replacement, whose last step failed)");
  });

  it("shows a new object with what only apply can tell", () => {
    const after = { ...host("esx01", true), moid: UNKNOWN };
    const change = changeOf("holdfast_host.esx01", {
      action: "create",
      after,
      construct: "edge/site/esx01",
    });
    expect(report({ changes: [change] })).toMatchInlineSnapshot(`
      "Actions are marked with these signs:
        + create

      Stack edge: Holdfast will perform the following actions:

        # holdfast_host.esx01 will be created
        # (edge/site/esx01: declared, and not there yet)
        + resource "holdfast_host" "esx01" {
            + cluster         = "vc01/edge"
            + hostname        = "esx01"
            + id              = "vc01/edge/esx01"
            + key_persistence = {
                + enabled = true
              }
            + moid            = (known after apply)
            + tpm             = {
                + present = true
              }
            + version         = "8.0 U2"
          }

      Plan: 1 to add, 0 to change, 0 to destroy.
      "
    `);
  });

  it("shows of an update what differs, with the reason", () => {
    expect(report({ changes: [withoutPersistence("esx01")] })).toMatchInlineSnapshot(`
      "Actions are marked with these signs:
        ~ update in-place

      Stack edge: Holdfast will perform the following actions:

        # holdfast_host.esx01 will be updated in-place
        # (edge/site/esx01: key_persistence.enabled differs from what is declared)
        ~ resource "holdfast_host" "esx01" {
              id              = "vc01/edge/esx01"
            - key_persistence = {
                - enabled = true -> null (off)
              } -> null
              # (1 computed attribute known after apply)
              # (4 unchanged attributes hidden)
          }

      Plan: 0 to add, 1 to change, 0 to destroy.
      "
    `);
  });

  it("counts what the backend decides anew, and gives it as no reason", () => {
    const change = {
      ...withoutPersistence("esx01"),
      before: { ...host("esx01", true), cached_key_ids: ["k1"], site: "a" },
      after: { ...host("esx01"), cached_key_ids: UNKNOWN, site: UNKNOWN },
    };
    const text = report({ changes: [change] });
    expect(text).not.toContain("k1");
    expect(text).toContain("# (1 computed attribute known after apply)");
    expect(text).toContain('~ site            = "a" -> (known after apply)');
    expect(text).toContain("(edge/site/esx01: key_persistence.enabled, site differ from");
  });

  it("folds many objects that change alike into one line", () => {
    expect(report({ changes: HOSTS.map(withoutPersistence) })).toMatchInlineSnapshot(`
      "Actions are marked with these signs:
        ~ update in-place

      Stack edge: Holdfast will perform the following actions:

        # 36 hosts will be updated in-place
        # (key_persistence.enabled differs from what is declared)
        ~ 36 hosts: key_persistence.enabled true → null (off)
            # holdfast_host.esx01, holdfast_host.esx02 and 34 more (--expand lists
            # all)

      Plan: 0 to add, 36 to change, 0 to destroy.
      "
    `);
  });

  it("lists every one of them when asked", () => {
    const text = report({ changes: HOSTS.map(withoutPersistence) }, { ...OPTIONS, expand: true });
    for (const name of HOSTS) expect(text).toContain(`# holdfast_host.${name} will be updated`);
  });

  it("folds new objects and counts the values that differ among them", () => {
    const changes = HOSTS.map((name) =>
      changeOf(`holdfast_host.${name}`, {
        action: "create",
        after: { ...host(name, true), moid: UNKNOWN },
      }),
    );
    expect(report({ changes })).toMatchInlineSnapshot(`
      "Actions are marked with these signs:
        + create

      Stack edge: Holdfast will perform the following actions:

        # 36 hosts will be created
        # (declared, and not there yet)
        + resource "holdfast_host" × 36 {
            + cluster         = "vc01/edge"
            + hostname        = (36 different values)
            + id              = (36 different values)
            + key_persistence = {
                + enabled = true
              }
            + moid            = (known after apply)
            + tpm             = {
                + present = true
              }
            + version         = "8.0 U2"
          }
            # holdfast_host.esx01, holdfast_host.esx02 and 34 more (--expand lists
            # all)

      Plan: 36 to add, 0 to change, 0 to destroy.
      "
    `);
  });

  it("folds three objects not yet", () => {
    const text = report({ changes: HOSTS.slice(0, 3).map(withoutPersistence) });
    expect(text.match(/will be updated in-place/g)).toHaveLength(3);
  });

  it("marks what forces a replacement, either way around", () => {
    const replaced = {
      before: host("esx01"),
      after: { ...host("esx01"), hostname: "esx99", id: "vc01/edge/esx99" },
      replacePaths: [["hostname"]],
      reason: "replace_because_cannot_update",
    } as const;
    const changes = [
      changeOf("holdfast_host.a", { action: "delete-then-create", ...replaced }),
      changeOf("holdfast_host.b", { action: "create-then-delete", ...replaced }),
    ];
    expect(report({ changes })).toMatchInlineSnapshot(`
      "Actions are marked with these signs:
      +/- create replacement and then destroy
      -/+ destroy and then create replacement

      Stack edge: Holdfast will perform the following actions:

        # holdfast_host.a must be replaced
        # (hostname cannot be changed in place)
      -/+ resource "holdfast_host" "a" {
            ~ hostname = "esx01" -> "esx99" # forces replacement
            ~ id       = "vc01/edge/esx01" -> "vc01/edge/esx99"
              # (3 unchanged attributes hidden)
          }

        # holdfast_host.b must be replaced
        # (hostname cannot be changed in place)
      +/- resource "holdfast_host" "b" {
            ~ hostname = "esx01" -> "esx99" # forces replacement
            ~ id       = "vc01/edge/esx01" -> "vc01/edge/esx99"
              # (3 unchanged attributes hidden)
          }

      Plan: 2 to add, 0 to change, 2 to destroy.
      "
    `);
  });

  it("says why an object is destroyed", () => {
    const before = { id: "vc01", name: "vc01", version: "8.0 U2", site: "hq" };
    const changes = [
      changeOf("holdfast_vcenter.main[3]", {
        action: "delete",
        before,
        reason: "delete_because_count_index",
      }),
      changeOf('holdfast_vcenter.other["b"]', {
        action: "delete",
        before,
        reason: "delete_because_each_key",
      }),
    ];
    expect(report({ changes })).toMatchInlineSnapshot(`
      "Actions are marked with these signs:
        - destroy

      Stack edge: Holdfast will perform the following actions:

        # holdfast_vcenter.main[3] will be destroyed
        # (index [3] is out of range for count)
        - resource "holdfast_vcenter" "main" {
            - id      = "vc01"
            - name    = "vc01"
            - site    = "hq"
            - version = "8.0 U2"
          }

        # holdfast_vcenter.other["b"] will be destroyed
        # (key "b" is not in for_each)
        - resource "holdfast_vcenter" "other" {
            - id      = "vc01"
            - name    = "vc01"
            - site    = "hq"
            - version = "8.0 U2"
          }

      Plan: 0 to add, 0 to change, 2 to destroy.
      "
    `);
  });

  it("shows elements of lists that come, go and stay", () => {
    const machine = (disks: readonly string[]) => ({
      id: "vc01/vm/pos",
      name: "pos",
      disks: disks.map((name) => ({ name, size_gib: 8, encrypted: true, key_provider: null })),
    });
    const change = changeOf("holdfast_virtual_machine.pos", {
      action: "update",
      before: machine(["root", "data"]),
      after: machine(["root", "logs", "data"]),
    });
    expect(report({ changes: [change] })).toMatchInlineSnapshot(`
      "Actions are marked with these signs:
        ~ update in-place

      Stack edge: Holdfast will perform the following actions:

        # holdfast_virtual_machine.pos will be updated in-place
        # (disks differs from what is declared)
        ~ resource "holdfast_virtual_machine" "pos" {
            ~ disks = [
                + {
                    + encrypted = true
                    + name      = "logs"
                    + size_gib  = 8
                  },
                  # (2 unchanged elements hidden)
              ]
              id    = "vc01/vm/pos"
              # (1 unchanged attribute hidden)
          }

      Plan: 0 to add, 1 to change, 0 to destroy.
      "
    `);
  });

  it("never shows what is sensitive or write-only", () => {
    const secret = "canary-3f1c";
    const change = changeOf("holdfast_standard_key_provider.kms", {
      action: "update",
      before: { id: "vc01/kp/kms", user_name: "u", password: null, password_version: 1 },
      after: {
        id: "vc01/kp/kms",
        user_name: sensitive(secret),
        password: null,
        password_version: 2,
      },
    });
    const outputs = [
      {
        name: "token",
        action: "create",
        before: null,
        after: secret,
        type: "string",
        sensitive: true,
      } as const,
    ];
    const text = report({ changes: [change], outputs });
    expect(text).not.toContain(secret);
    expect(text).toMatchInlineSnapshot(`
      "Actions are marked with these signs:
        ~ update in-place

      Stack edge: Holdfast will perform the following actions:

        # holdfast_standard_key_provider.kms will be updated in-place
        # (password, password_version, user_name differ from what is declared)
        ~ resource "holdfast_standard_key_provider" "kms" {
              id               = "vc01/kp/kms"
            ~ password         = (write-only) -> (write-only)
            ~ password_version = 1 -> 2
            ~ user_name        = (sensitive value) -> (sensitive value)
          }

      Plan: 0 to add, 1 to change, 0 to destroy.

      Changes to Outputs:
        + token = (sensitive value)
      "
    `);
  });

  it("shows drift in a section of its own and says what is changed back", () => {
    const drift = changeOf("holdfast_host.esx01", {
      action: "update",
      before: host("esx01", true),
      after: host("esx01"),
    });
    const change = changeOf("holdfast_host.esx01", {
      action: "update",
      before: host("esx01"),
      after: host("esx01", true),
    });
    expect(report({ changes: [change], drift: [drift] })).toMatchInlineSnapshot(`
      "Drift: objects have changed outside of Holdfast

        # holdfast_host.esx01 has changed
        ~ resource "holdfast_host" "esx01" {
              id              = "vc01/edge/esx01"
            - key_persistence = {
                - enabled = true -> null (off)
              } -> null
              # (4 unchanged attributes hidden)
          }

      Actions are marked with these signs:
        ~ update in-place

      Stack edge: Holdfast will perform the following actions:

        # holdfast_host.esx01 will be updated in-place
        # (key_persistence.enabled differs from what is declared, after a change
        # outside of Holdfast)
        ~ resource "holdfast_host" "esx01" {
              id              = "vc01/edge/esx01"
            + key_persistence = {
                + enabled = true
              }
              # (4 unchanged attributes hidden)
          }

      Plan: 0 to add, 1 to change, 0 to destroy.
      "
    `);
  });

  it("shows of drift what a configuration can set, and all of it where that is all there is", () => {
    const drift = changeOf("holdfast_host.esx01", {
      action: "update",
      before: { ...host("esx01", true), moid: "host-1", cached_key_ids: ["k1"] },
      after: { ...host("esx01"), moid: "host-2", cached_key_ids: ["k1", "k2"] },
    });
    const ordinary = report({ drift: [drift] });
    expect(ordinary).toContain("- enabled = true -> null (off)");
    expect(ordinary).not.toContain("k2");
    expect(ordinary).not.toContain("host-2");
    const refreshOnly = report({ mode: "refresh-only", drift: [drift], applyable: true });
    expect(refreshOnly).toContain("- enabled = true -> null (off)");
    expect(refreshOnly).toContain("k2");
    expect(refreshOnly).toContain("host-2");
  });

  it("says of a refresh-only plan what it would write", () => {
    const drift = changeOf("holdfast_host.esx01", {
      action: "delete",
      before: host("esx01", true),
    });
    expect(
      report({ mode: "refresh-only", drift: [drift], applyable: true }),
    ).toMatchInlineSnapshot(`
        "Drift: objects have changed outside of Holdfast

          # holdfast_host.esx01 has been deleted
          - resource "holdfast_host" "esx01" {
              - cluster         = "vc01/edge"
              - hostname        = "esx01"
              - id              = "vc01/edge/esx01"
              - key_persistence = {
                  - enabled = true
                }
              - tpm             = {
                  - present = true
                }
              - version         = "8.0 U2"
            }

        Stack edge: Applying this plan brings the stored state up to date with what is
        there. No object is changed.
        "
      `);
  });

  it("shows changes of outputs, and moves", () => {
    const change = changeOf("holdfast_host.esx01", {
      action: "no-op",
      previousAddress: "holdfast_host.old",
      before: host("esx01"),
      after: host("esx01"),
    });
    const output = { type: "string", sensitive: false } as const;
    const outputs = [
      { name: "site", action: "update", before: "a", after: "b", ...output },
      { name: "key_server", action: "create", before: null, after: UNKNOWN, ...output },
      { name: "same", action: "no-op", before: "x", after: "x", ...output },
    ] as const;
    expect(report({ changes: [change], outputs, complete: false })).toMatchInlineSnapshot(`
      "Stack edge: Holdfast will perform the following actions:

        # holdfast_host.esx01 is moved
        # (it was holdfast_host.old)

      Plan: 0 to add, 0 to change, 0 to destroy.
      This plan is incomplete: --target or --exclude left a part of the configuration
      out. Plan again without them afterwards.

      Changes to Outputs:
        + key_server = (known after apply)
        ~ site       = "a" -> "b"
      "
    `);
  });

  it("breaks long values at blanks and stays within 80 columns", () => {
    const reason =
      "The site must go on selling for three days without a word from headquarters, as the continuity plan of 2025 says.";
    const change = changeOf("holdfast_survival_floor.site", {
      action: "update",
      before: { id: "site", name: "site", reason: "none" },
      after: { id: "site", name: "site", reason },
    });
    const text = report({ changes: [change] });
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text).toMatchInlineSnapshot(`
      "Actions are marked with these signs:
        ~ update in-place

      Stack edge: Holdfast will perform the following actions:

        # holdfast_survival_floor.site will be updated in-place
        # (reason differs from what is declared)
        ~ resource "holdfast_survival_floor" "site" {
              id     = "site"
            ~ reason = "none"
                    -> "The site must go on selling for three days without a word from
                       headquarters, as the continuity plan of 2025 says."
              # (1 unchanged attribute hidden)
          }

      Plan: 0 to add, 1 to change, 0 to destroy.
      "
    `);
  });

  it("shows control characters of names instead of sending them to the terminal", () => {
    const evil = "a\u001b[2Jb\u202ec\nd\u009be";
    const change = changeOf("holdfast_vcenter.main", {
      action: "create",
      after: { id: evil, name: evil },
      construct: evil,
    });
    const text = report({ changes: [change], stack: evil });
    expect([...text].filter((c) => c !== "\n" && /[\p{Cc}\p{Cf}]/u.test(c))).toEqual([]);
    expect(text).toContain("a\\u001b[2Jb\\u202ec");
  });

  it("folds 20,000 objects without growing beyond a page", () => {
    const changes = Array.from({ length: 20_000 }, (_, i) =>
      changeOf(`holdfast_host.h${i}`, { action: "create", after: host(`h${i}`, true) }),
    );
    expect(report({ changes }).split("\n").length).toBeLessThan(30);
  });
});
