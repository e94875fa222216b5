// How esbuild makes a file that is no module of sources that are modules: they ask `import.meta.url` where they are.

/** @type {import("esbuild").BuildOptions} */
export const AS_SCRIPT = {
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node20.19",
  define: { "import.meta.url": "fileUrl" },
  banner: { js: 'const fileUrl = require("node:url").pathToFileURL(__filename).href;' },
  logLevel: "warning",
};
