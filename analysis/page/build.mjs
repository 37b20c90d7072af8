// Bundles script, style and words into one HTML file: node build.mjs OUT. The page may load nothing, and runs no script
// but this one: its digest stands in the content security policy.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "page.html");

const common = { bundle: true, write: false, minify: true, charset: "utf8", legalComments: "none", absWorkingDir: here, logLevel: "warning" };
const script = await build({ ...common, entryPoints: ["src/main.js"], format: "iife", target: "es2020", loader: { ".json": "json" } });
const style = await build({ ...common, entryPoints: ["src/page.css"] });

const code = script.outputFiles[0].text.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
const digest = createHash("sha256").update(code, "utf8").digest("base64");
const html = readFileSync(join(here, "template.html"), "utf8")
  .replace("__SCRIPT_DIGEST__", () => `sha256-${digest}`)
  .replace("__STYLE__", () => style.outputFiles[0].text)
  .replace("__SCRIPT__", () => code);
writeFileSync(out, html);
