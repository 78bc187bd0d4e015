/** How the network map looks, in the colours of the page: shape by kind, thickness by strength, dashes for silence. */
import type cytoscape from "cytoscape";

export interface Colours {
  ink: string;
  ground: string;
  line: string;
  focus: string;
  /** By number; 0 says nothing. */
  of: string[];
}

const COLOURS = 14;
const SHAPES: Record<string, cytoscape.Css.NodeShape> = {
  organisation: "round-rectangle",
  community: "hexagon",
  council: "triangle",
  consultant: "diamond",
};

/** The tokens of the style sheet as the browser shows them now, light or dark: a probe says what they come to. */
export function readColours(host: HTMLElement): Colours {
  const probe = document.createElement("span");
  probe.hidden = true;
  host.append(probe);
  const read = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const numbers = Array.from({ length: COLOURS + 1 }, (_, number) => read(`map-${number}`));
  const colours = {
    ink: read("ink"),
    ground: read("surface"),
    line: read("line-strong"),
    focus: read("focus"),
    of: numbers,
  };
  probe.remove();
  return colours;
}

const NAME_SIZE = 11.5;
const NAME_WIDTH = 140;

/** As many names as fit, organisations and networks before people; none over another, none too small to read. */
export function placeNames(map: cytoscape.Core): void {
  const taken: { left: number; right: number; top: number }[] = [];
  const size = NAME_SIZE * Math.max(1, map.zoom());
  const isSomebody = (node: cytoscape.NodeSingular): number => Number(["person", "consultant"].includes(node.data("kind") as string));
  const nodes = map.nodes().toArray();
  const rank = (node: cytoscape.NodeSingular): number => (node.hasClass("is-near") || node.hasClass("is-centre") ? -1 : isSomebody(node));
  nodes.sort((one, other) => rank(one) - rank(other));
  map.batch(() => {
    for (const node of nodes) {
      const half = Math.min(NAME_WIDTH * Math.max(1, map.zoom()), (node.data("name") as string).length * size * 0.58) / 2;
      const { x, y } = node.renderedPosition();
      const own = { left: x - half, right: x + half, top: y + node.renderedHeight() / 2 };
      const isFree = taken.every((one) => one.left > own.right || one.right < own.left || Math.abs(one.top - own.top) > size * 1.3);
      if (isFree) taken.push(own);
      node.toggleClass("has-name", isFree && !node.hasClass("is-far"));
    }
  });
  const scale = Math.min(1, map.zoom());
  map.nodes().style({ "font-size": NAME_SIZE / scale, "text-max-width": `${NAME_WIDTH / scale}px` });
}

export function look(colours: Colours, isCrowded: boolean): cytoscape.StylesheetStyle[] {
  return [
    {
      selector: "node",
      style: {
        width: 20,
        height: 20,
        shape: (node: cytoscape.NodeSingular) => SHAPES[node.data("kind") as string] ?? "ellipse",
        "background-color": (node: cytoscape.NodeSingular) => colours.of[node.data("number") as number] ?? colours.line,
        "border-width": 1.5,
        "border-color": colours.ground,
        "font-family": "Inter Variable, system-ui, sans-serif",
        "font-size": NAME_SIZE,
        "font-weight": 600,
        color: colours.ink,
        "text-outline-width": 2,
        "text-outline-color": colours.ground,
        "text-valign": "bottom",
        "text-margin-y": 3,
        "text-wrap": "ellipsis",
        "text-max-width": `${NAME_WIDTH}px`,
      },
    },
    { selector: 'node[kind != "person"]', style: { width: 24, height: 24, "z-index": 2 } },
    {
      selector: "edge",
      style: {
        width: (edge: cytoscape.EdgeSingular) => 1 + 3.5 * (edge.data("now") as number),
        "line-color": colours.line,
        "curve-style": "straight",
        opacity: isCrowded ? 0.45 : 0.8,
      },
    },
    { selector: 'edge[state = "quiet"]', style: { "line-style": "dashed", "line-dash-pattern": [6, 4] } },
    { selector: 'edge[state = "opens"]', style: { width: 1.8, "line-style": "dashed", "line-dash-pattern": [2, 4] } },
    { selector: ".is-centre", style: { "border-width": 3, "border-color": colours.ink } },
    { selector: ".is-far", style: { opacity: 0.22 } },
    { selector: ".is-near", style: { "z-index": 5 } },
    { selector: "edge.is-near", style: { opacity: 1 } },
    { selector: "node.has-name", style: { label: "data(name)" } },
    { selector: "node.is-named", style: { label: "data(name)", "z-index": 10 } },
    {
      selector: "node.is-chosen",
      style: {
        "border-width": 4,
        "border-color": colours.focus,
        label: "data(name)",
        "z-index": 10,
      },
    },
  ];
}
