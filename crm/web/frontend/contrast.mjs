// Computes the WCAG contrast of every pair of colours that the style sheets put together, in both schemes.
// Fails when text is below 4.5:1, or a border, icon or focus ring below 3:1.
import { readFileSync } from "node:fs";

const tokens = {};
const source = ["css/tokens.css", "css/network-map.css"]
  .map((name) => readFileSync(new URL(name, import.meta.url), "utf8"))
  .join("\n");
for (const [, name, light, dark] of source.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)) {
  tokens[name] = [light, dark];
}

const grounds = ["canvas", "surface", "raised", "sunken"];
const tones = ["ok", "warn", "bad", "thin", "past", "brand"];
const text = [
  ...["ink", "ink-2", "brand"].flatMap((ink) => grounds.map((ground) => [ink, ground])),
  ...tones.flatMap((tone) => [
    [tone, `${tone}-soft`],
    [tone, "surface"],
    ["ink", `${tone}-soft`],
    ["ink-2", `${tone}-soft`],
  ]),
  ...["ink", "ink-2"].map((ink) => [ink, "neutral-soft"]),
  ["bad", "canvas"],
  ["brand-ink", "brand"],
  ["brand-ink", "brand-hover"],
  ["nav-ink", "nav"],
  ["nav-ink", "nav-active"],
  ["nav-strong", "nav-active"],
];
const marks = [
  ...["line-strong", "focus"].flatMap((mark) => grounds.map((ground) => [mark, ground])),
  ["nav-strong", "nav"],
  ["brand", "brand-soft"],
  ...Array.from({ length: 15 }, (_, number) => [`map-${number}`, "surface"]),
];

function luminance(hex) {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

let lowest = Infinity;
let failures = 0;
for (const [pairs, least] of [[text, 4.5], [marks, 3]]) {
  for (const [front, ground] of pairs) {
    for (const scheme of [0, 1]) {
      const ratio = contrast(tokens[front][scheme], tokens[ground][scheme]);
      if (least === 4.5) lowest = Math.min(lowest, ratio);
      if (ratio < least) {
        failures += 1;
        console.error(`${front} on ${ground}, ${["light", "dark"][scheme]}: ${ratio.toFixed(2)} < ${least}`);
      }
    }
  }
}
console.log(`${text.length + marks.length} pairs in two schemes; lowest contrast of text ${lowest.toFixed(2)}:1`);
process.exitCode = failures ? 1 : 0;
