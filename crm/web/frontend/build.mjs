// Builds the browser code: `node build.mjs OUT`. Writes hashed files and manifest.json, which maps logical names to them.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as esbuild from "esbuild";

const out = process.argv[2] ?? "../static/build";

// Icons of lucide that the pages use, by lucide's own names; the sprite holds these and our mark, nothing else.
const ICONS = `
  house users user user-plus circle-user building-2 share-2 network grid-3x3 calendar-days calendar-plus calendar-check
  calendar-x calendar-clock radio chart-column settings menu ellipsis
  plus search pencil archive trash-2 copy link-2 unlink download upload printer filter refresh-cw undo-2 save send
  log-in log-out key-round languages moon sun eye eye-off lock shield-check external-link
  x check circle-check circle-alert triangle-alert circle-x circle-question-mark circle-dashed circle-minus circle-plus
  info signal-low arrow-right arrow-left arrow-up-right chevron-right chevron-left chevron-down
  phone mail message-circle messages-square footprints map-pin handshake heart-handshake hand-helping hand-heart
  clock hourglass history bell repeat inbox list list-checks star flag lightbulb quote file-text paperclip
  megaphone ear mic globe landmark school door-open sunset utensils accessibility baby euro bus hand tag route
  git-fork merge split snowflake wifi-off layers compass trending-up trending-down equal sparkles
`.trim().split(/\s+/);

// Our mark: somebody we know (full) reaches towards somebody we do not reach yet (open).
const MARK =
  '<circle cx="6.4" cy="17.6" r="2.9" fill="currentColor"/><circle cx="18" cy="6" r="2.9"/>' +
  '<path d="M6.4 9.8a7.8 7.8 0 0 1 7.8 7.8"/>';

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const manifest = {};

function writeHashed(name, content) {
  const [, stem, suffix] = name.match(/^(.+)\.(\w+)$/);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  manifest[name] = `${stem}-${hash}.${suffix}`;
  writeFileSync(join(out, manifest[name]), content);
}

const shared = {
  bundle: true,
  minify: true,
  sourcemap: "linked",
  target: ["es2022", "chrome123", "firefox121", "safari17.5"],
  outdir: out,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  metafile: true,
  logLevel: "warning",
};

const builds = await Promise.all([
  esbuild.build({ ...shared, entryPoints: ["src/main.ts", "css/main.css"], format: "esm" }),
  // The map and its drawing library, asked for by its own page only.
  esbuild.build({ ...shared, entryPoints: ["src/network-map.ts", "css/network-map.css"], format: "esm" }),
  // Runs before the first paint, so that a chosen theme does not flash: a plain script, not a module.
  esbuild.build({ ...shared, entryPoints: ["src/theme.ts"], format: "iife", sourcemap: false }),
]);
for (const { metafile } of builds) {
  for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (entryPoint) manifest[basename(entryPoint).replace(/\.ts$/, ".js")] = basename(file);
  }
}

function symbol(name) {
  const source = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
  const drawing = source.replace(/^[\s\S]*?<svg[^>]*>/, "").replace("</svg>", "").replace(/\s+/g, " ").trim();
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawing}</symbol>`;
}

const SVG = 'xmlns="http://www.w3.org/2000/svg"';
const symbols = [`<symbol id="bereik" viewBox="0 0 24 24">${MARK}</symbol>`, ...ICONS.map(symbol)];
writeHashed("icons.svg", `<svg ${SVG}>${symbols.join("\n")}</svg>\n`);
writeHashed(
  "favicon.svg",
  `<svg ${SVG} viewBox="0 0 32 32" color="#fff"><rect width="32" height="32" rx="8" fill="#0a5b66"/>` +
    `<g transform="translate(4 4)" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round">${MARK}</g></svg>\n`,
);
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
