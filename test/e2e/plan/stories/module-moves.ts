// Objects in modules that are moved, removed and imported.

import type { Stories } from "../compare-engines.js";
import { stack } from "./build.js";
import { calls, moved, PAIR, pair, refused } from "./module-build.js";

export const MODULE_MOVE_STORIES: Stories = {
  "moved as a whole, then to an instance, then to keys": [
    { ...calls({ x: pair() }), plans: ["module.x.a create", "module.x.b[0] create"] },
    { ...calls({ y: pair() }, moved(["module.x", "module.y"])), plans: [] },
    {
      ...calls({ y: pair({ count: 2 }) }, moved(["module.y", "module.y[1]"])),
      plans: ["module.y[0].a create", "module.y[0].b[0] create"],
    },
    {
      ...calls(
        { y: pair({ for_each: { k: 1, l: 2 } }) },
        moved(["module.y[1]", 'module.y["k"]'], ["module.y[0]", 'module.y["l"]']),
      ),
      plans: [],
    },
  ],
  "that come to have count, and lose it: nothing is moved by itself": [
    { ...calls({ x: pair() }), plans: ["module.x.a create", "module.x.b[0] create"] },
    {
      ...calls({ x: pair({ count: 1 }) }),
      plans: [
        "module.x.a delete delete_because_no_module",
        "module.x.b[0] delete delete_because_no_module",
        "module.x[0].a create",
        "module.x[0].b[0] create",
      ],
    },
    {
      ...calls({ x: pair() }),
      plans: [
        "module.x.a create",
        "module.x.b[0] create",
        "module.x[0].a delete delete_because_no_module",
        "module.x[0].b[0] delete delete_because_no_module",
      ],
    },
  ],
  "into which a resource is moved, and out again": [
    { ...calls({}, stack({ a: { input: "d" } })), plans: ["a create"] },
    {
      ...calls({ x: pair({ n: 0 }) }, moved(["terraform_data.a", "module.x.terraform_data.a"])),
      plans: [],
    },
    {
      ...calls(
        {},
        {
          ...stack({ q: { input: "d" } }),
          ...moved(["module.x.terraform_data.a", "terraform_data.q"]),
        },
      ),
      plans: [],
    },
  ],
  "in which a resource is renamed, in each instance": [
    {
      ...calls({ x: pair({ count: 2 }) }),
      plans: [
        "module.x[0].a create",
        "module.x[0].b[0] create",
        "module.x[1].a create",
        "module.x[1].b[0] create",
      ],
    },
    {
      ...calls(
        { x: pair({ count: 2, n: 0 }) },
        {},
        {
          variable: PAIR.variable,
          resource: { terraform_data: { c: { input: "${var.v}" } } },
          ...moved(["terraform_data.a", "terraform_data.c"]),
        },
      ),
      plans: [
        "module.x[0].b[0] delete delete_because_no_resource_config",
        "module.x[1].b[0] delete delete_because_no_resource_config",
      ],
    },
  ],
  "that are removed, whole or a resource of them, and stay in vSphere": [
    {
      ...calls({ x: pair(), y: pair() }),
      plans: [
        "module.x.a create",
        "module.x.b[0] create",
        "module.y.a create",
        "module.y.b[0] create",
      ],
    },
    {
      ...calls(
        {},
        {
          removed: [
            { from: "module.x", lifecycle: { destroy: false } },
            { from: "module.y.terraform_data.b", lifecycle: { destroy: false } },
          ],
        },
      ),
      plans: [
        "module.x.a forget delete_because_no_resource_config",
        "module.x.b[0] forget delete_because_no_resource_config",
        "module.y.a delete delete_because_no_resource_config",
        "module.y.b[0] forget delete_because_no_resource_config",
      ],
    },
  ],
  "that are removed while they are called": [
    {
      ...calls({ x: pair() }, { removed: [{ from: "module.x", lifecycle: { destroy: false } }] }),
      ...refused("Removed module still exists", "Removed module is still declared"),
    },
  ],
  "into which objects are imported": [
    {
      ...calls(
        { x: pair({ count: 2, n: 0 }) },
        {
          import: [
            { to: "module.x[1].terraform_data.a", id: "i1" },
            {
              for_each: { 0: "i0" },
              to: "module.x[0].terraform_data.a",
              id: "${each.value}",
            },
          ],
        },
      ),
      plans: ["module.x[0].a update", "module.x[1].a update"],
    },
  ],
  "between whose instances a resource is moved": [
    {
      ...calls({ x: pair({ count: 2, n: 0 }), y: { source: "./y" } }),
      modules: { m: PAIR, y: { module: { inner: { source: "../m", count: 1, n: 0 } } } },
      plans: ["module.x[0].a create", "module.x[1].a create", "module.y.module.inner[0].a create"],
    },
    {
      ...calls(
        { x: pair({ for_each: { k: 1, l: 2 }, n: 0 }), y: { source: "./y" } },
        moved(
          ["module.x[0].terraform_data.a", 'module.x["k"].terraform_data.a'],
          ["module.x[1].terraform_data.a", 'module.x["l"].terraform_data.a'],
        ),
      ),
      modules: {
        m: PAIR,
        y: {
          module: { inner: { source: "../m", n: 0 } },
          ...moved(["module.inner[0].terraform_data.a", "module.inner.terraform_data.a"]),
        },
      },
      plans: [],
    },
    {
      ...calls(
        { x: pair({ for_each: { k: 1, l: 2 }, n: 0 }) },
        moved(['module.x["k"].terraform_data.a', 'module.x["l"].terraform_data.b']),
      ),
      ...refused("Moved object still exists", "Moved object still exists"),
    },
  ],
  "whose moves are at odds with those of their callers": [
    {
      ...calls({ x: pair() }, moved(["module.x.terraform_data.q", "module.x.terraform_data.r"]), {
        ...PAIR,
        ...moved(["terraform_data.q", "terraform_data.a"]),
      }),
      ...refused("Ambiguous move statements", "Invalid move"),
    },
    {
      ...calls({ x: pair() }, moved(["module.x.terraform_data.q", "module.x.terraform_data.r"]), {
        ...PAIR,
        ...moved(["terraform_data.r", "terraform_data.q"]),
      }),
      ...refused("Cyclic dependency in move statements", "Invalid move"),
    },
    {
      ...calls(
        { x: pair() },
        {},
        { ...PAIR, ...moved(["terraform_data.b[0]", "terraform_data.q"]) },
      ),
      ...refused("Moved object still exists", "Moved object still exists"),
    },
  ],
  "into whose instances objects are imported by keys of a map": [
    {
      ...calls(
        { x: pair({ for_each: { k: 1, l: 2 }, n: 2 }) },
        {
          import: [
            {
              for_each: { k: 0, l: 1 },
              to: "module.x[each.key].terraform_data.b[each.value]",
              id: "${each.value}",
            },
            {
              for_each: '${toset(["l"])}',
              to: "module.x[each.key].terraform_data.a",
              id: '${module.x["k"].o}',
            },
          ],
        },
        { ...PAIR, output: { o: { value: 7 } } },
      ),
      plans: [
        'module.x["k"].a create',
        'module.x["k"].b[0] update',
        'module.x["k"].b[1] create',
        'module.x["l"].a update',
        'module.x["l"].b[0] create',
        'module.x["l"].b[1] update',
      ],
    },
    {
      ...calls(
        { x: pair({ for_each: { k: 1, l: 2 } }) },
        {
          variable: { k: { default: "k" } },
          import: { to: "module.x[var.k].terraform_data.a", id: "i" },
        },
      ),
      plans: ["Invalid address", "Invalid expression"],
      refuses: ["Invalid address"],
    },
  ],
};
