// What programs import as "holdfast", in two files that are no modules: `holdfast.cjs`, and the generated bindings that it
// needs. A program runs under tsx, which would otherwise read and rewrite a hundred modules each time. The bindings are
// apart because classes of equal names, such as `Cluster`, get a number in one file, and messages tell class names.

import { join } from "node:path";
import { build } from "esbuild";
import { AS_SCRIPT } from "./as-script.mjs";

const BINDINGS = "./bindings.cjs";

/** @param {string} folder - of the compiled constructs, where the files are put */
export async function bundleConstructs(folder) {
  const common = { ...AS_SCRIPT, packages: "external" };
  /** @type {Set<string>} */
  const needed = new Set();
  await build({
    ...common,
    entryPoints: [join(folder, "index.js")],
    outfile: join(folder, "holdfast.cjs"),
    plugins: [
      {
        name: "bindings-apart",
        setup: ({ onResolve }) => {
          onResolve({ filter: /^\.\/generated\/[^/]+\/index\.js$/ }, ({ path }) => {
            needed.add(path);
            return { path: BINDINGS, external: true };
          });
        },
      },
    ],
  });
  const contents = [...needed].sort().map((path) => `export * from "${path}";`);
  await build({
    ...common,
    stdin: { contents: contents.join("\n"), resolveDir: folder },
    outfile: join(folder, BINDINGS),
  });
}
