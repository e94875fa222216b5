// Files that modules read: relative paths start at the root module, `path.module` is the folder of the module.

import type { Stories } from "../compare-engines.js";
import { outputs, stack } from "./build.js";

const FILES = {
  "a.txt": "of the root",
  "m/a.txt": "of m",
  "m/hello.tftpl": "hello ${name} in ${folder}",
  "m/d/x.json": '{"k": 1}',
  "m/n/a.txt": "of n",
};

const M = {
  variable: { p: {} },
  ...stack({
    a: { input: ['${file("a.txt")}', '${file("${path.module}/a.txt")}', "${path.root}"] },
    b: {
      for_each: '${fileset(path.module, "d/*.json")}',
      input: '${jsondecode(file("${path.module}/${each.value}"))}',
    },
    c: {
      input:
        '${templatefile("${path.module}/hello.tftpl", { name = var.p, folder = path.module })}',
    },
    d: { input: ['${filesha256("${path.module}/a.txt")}', '${fileexists("m/d/y.json")}'] },
  }),
  module: { n: { source: "./n" } },
};
const N = stack({ z: { input: ["${path.module}", '${fileset("${path.module}/..", "*.txt")}'] } });

const reading = (files: Record<string, string>) => ({
  configuration: {
    module: {
      x: { source: "./m", p: '${file("a.txt")}' },
      y: { source: "./m/n", count: '${length(fileset("m", "d/*"))}' },
    },
    ...outputs({ a: '${file("${path.module}/a.txt")}' }),
  },
  modules: { m: M, "m/n": N },
  files,
});

export const MODULE_FILE_STORIES: Stories = {
  "that are read, some of which change": [
    {
      ...reading(FILES),
      plans: [
        "module.x.a create",
        'module.x.b["d/x.json"] create',
        "module.x.c create",
        "module.x.d create",
        "module.y[0].z create",
        "module.x.module.n.z create",
      ],
    },
    {
      ...reading({ ...FILES, "m/a.txt": "changed", "m/d/y.json": "[]" }),
      plans: [
        "module.x.a update",
        'module.x.b["d/y.json"] create',
        "module.x.d update",
        "module.y[1].z create",
      ],
    },
  ],
  "that are not there": [
    {
      configuration: { module: { x: { source: "./m" } } },
      modules: { m: stack({ a: { input: '${file("${path.module}/b.txt")}' } }) },
      plans: ["Invalid function argument"],
    },
  ],
};
