// Names without digests: what is built is committed, and a build of the same sources is the same, byte for byte.
import { existsSync, readFileSync } from "node:fs";
import { defineConfig } from "vite";

const PACKAGE = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/;

/** The licences of what is built into the page, which want to be passed on with it. */
const licences = {
  name: "licences",
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds);
    const packages = [...new Set(modules.flatMap((id) => id.match(PACKAGE) ?? []))].filter((path) => existsSync(`${path}/LICENSE`));
    const texts = packages.map((path) => `${path.replace(/^.*node_modules[\\/]/, "")}\n\n${readFileSync(`${path}/LICENSE`, "utf8").trim()}\n`);
    this.emitFile({ type: "asset", fileName: "licences.txt", source: texts.sort().join("\n\n") });
  },
};

export default defineConfig({
  plugins: [licences],
  build: {
    outDir: "../static",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: "index.html", worklet: "src/worklet.ts" }, // which the browser's audio thread loads by itself
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name].js",
        assetFileNames: "[name][extname]",
        codeSplitting: { groups: [{ name: "codemirror", test: /node_modules[\\/](@codemirror|@lezer|@marijn|crelt|style-mod|w3c)/ }] },
      },
    },
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
});
