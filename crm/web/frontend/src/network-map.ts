/** <network-map>: draws what the API answers, at the places that the server worked out. The page holds every word. */
import cytoscape from "cytoscape";
import { say } from "./live";
import { look, placeNames, readColours } from "./network-look";

interface MapNode {
  id: string;
  kind: string;
  name: string;
  href: string | null;
  last_contact_on: string | null;
  colour: string | null;
  x: number;
  y: number;
}

interface MapLine {
  a: string;
  b: string;
  strength_now: number | null;
  state: string | null;
}

interface Network {
  legend: { key: string; number: number }[];
  nodes: MapNode[];
  lines: MapLine[];
}

const STYLESHEET = "__________cytoscape_stylesheet"; // cytoscape's own name for it
const READABLE = 0.85; // from this zoom on a node and its lines can be told apart
const ARROWS: Record<string, [number, number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** Cytoscape writes a <style> of one rule, which the content policy refuses. It looks for one of that name first. */
function keepStyleOut(): void {
  if (document.getElementById(STYLESHEET)) return;
  const stand = document.createElement("meta");
  stand.id = STYLESHEET;
  document.head.append(stand);
}

/** The places lie in a circle: they are stretched to the shape of the screen, as far as distances stay readable. */
function elementsOf(network: Network, shape: number): cytoscape.ElementDefinition[] {
  const side = 220 + 45 * Math.sqrt(network.nodes.length);
  const stretch = Math.sqrt(Math.min(1.7, Math.max(0.75, shape)));
  const numbers = new Map(network.legend.map((one) => [one.key, one.number]));
  return [
    ...network.nodes.map((node) => ({
      group: "nodes" as const,
      data: { ...node, number: (node.colour && numbers.get(node.colour)) || 0 },
      position: { x: node.x * side * stretch, y: (node.y * side) / stretch },
    })),
    ...network.lines.map((line) => ({
      group: "edges" as const,
      data: { source: line.a, target: line.b, now: line.strength_now ?? 0, state: line.state ?? "opens" },
    })),
  ];
}

class NetworkMap extends HTMLElement {
  #map: cytoscape.Core | null = null;
  #chosen: cytoscape.NodeSingular | null = null;
  #kinds: Record<string, string> = {};
  #colours: Record<string, string> = {};
  #naming: ReturnType<typeof setTimeout> | undefined;
  #themes: MutationObserver | null = null;
  #dark = matchMedia("(prefers-color-scheme: dark)");
  #still = matchMedia("(prefers-reduced-motion: reduce)");

  connectedCallback(): void {
    this.#kinds = JSON.parse(this.dataset["kinds"] ?? "{}") as Record<string, string>;
    this.#colours = JSON.parse(this.dataset["colours"] ?? "{}") as Record<string, string>;
    this.addEventListener("click", (event) => this.#press(event));
    this.#canvas.addEventListener("keydown", (event) => this.#key(event));
    // The wheel scrolls the page until somebody turns to the map.
    this.#canvas.addEventListener("wheel", (event) => this.#wheel(event), { capture: true });
    void this.#load();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#naming);
    this.#themes?.disconnect();
    this.#dark.removeEventListener("change", this.#recolour);
    this.#map?.destroy();
    this.#map = null;
  }

  get #canvas(): HTMLElement {
    return this.querySelector<HTMLElement>(".map-canvas") as HTMLElement;
  }

  #part(name: string): HTMLElement | null {
    return this.querySelector<HTMLElement>(`[data-map="${name}"]`);
  }

  #show(name: string, shown: boolean): void {
    const part = this.#part(name);
    if (part) part.hidden = !shown;
  }

  async #load(): Promise<void> {
    try {
      const answer = await fetch(this.dataset["source"] ?? "", { headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(`the map answered ${answer.status}`);
      const network = (await answer.json()) as Network;
      if (this.isConnected) this.#draw(network);
    } catch {
      this.#show("failed", true);
    }
    this.#show("wait", false);
  }

  #draw(network: Network): void {
    keepStyleOut();
    const map = cytoscape({
      container: this.#canvas,
      elements: elementsOf(network, this.#canvas.clientWidth / (this.#canvas.clientHeight || 1)),
      style: this.#look(network.lines.length),
      layout: { name: "preset", fit: true, padding: 30 },
      minZoom: 0.1,
      maxZoom: 4,
      boxSelectionEnabled: false,
      autoungrabify: true,
      hideEdgesOnViewport: network.nodes.length > 300,
    });
    this.#map = map;
    if (this.dataset["around"]) map.getElementById(this.dataset["around"]).addClass("is-centre");
    this.#fit();
    map.on("tap", "node", (event) => this.#choose(event.target as cytoscape.NodeSingular));
    map.on("tap", (event) => event.target === map && this.#letGo());
    map.on("mouseover", "node", (event) => (event.target as cytoscape.NodeSingular).addClass("is-named"));
    map.on("mouseout", "node", (event) => (event.target as cytoscape.NodeSingular).removeClass("is-named"));
    map.on("zoom resize", this.#nameSoon);
    placeNames(map);
    this.#themes = new MutationObserver(this.#recolour);
    this.#themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    this.#dark.addEventListener("change", this.#recolour);
    this.dataset["drawn"] = String(map.nodes().length);
  }

  #recolour = (): void => {
    this.#map?.style(this.#look(this.#map.edges().length));
  };

  #look(lines: number): cytoscape.StylesheetStyle[] {
    return look(readColours(this), lines > 400);
  }

  /** After the last of many changes of size, not at each. */
  #nameSoon = (): void => {
    clearTimeout(this.#naming);
    this.#naming = setTimeout(() => this.#map && placeNames(this.#map), 60);
  };

  #fit(): void {
    const map = this.#map;
    if (!map) return;
    map.fit(undefined, 34);
    // Two nodes alone would fill the screen.
    if (map.zoom() > 1.5) map.zoom({ level: 1.5, renderedPosition: { x: map.width() / 2, y: map.height() / 2 } });
  }

  #zoom(by: number): void {
    const map = this.#map;
    if (!map) return;
    map.zoom({ level: map.zoom() * by, renderedPosition: { x: map.width() / 2, y: map.height() / 2 } });
  }

  #press(event: MouseEvent): void {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("button[data-map]") : null;
    const pressed = button?.dataset["map"];
    if (pressed === "in") this.#zoom(1.35);
    else if (pressed === "out") this.#zoom(1 / 1.35);
    else if (pressed === "fit") this.#fit();
    else if (pressed === "close") {
      this.#letGo();
      this.#canvas.focus();
    }
  }

  #wheel(event: WheelEvent): void {
    const isOurs = this.#canvas.contains(document.activeElement) || event.ctrlKey;
    if (!isOurs) event.stopImmediatePropagation();
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const direction = ARROWS[event.key];
    if (direction) this.#go(direction);
    else if (event.key === "Enter") this.#open();
    else if (event.key === "+" || event.key === "=") this.#zoom(1.35);
    else if (event.key === "-") this.#zoom(1 / 1.35);
    else if (event.key === "0") this.#fit();
    else if (event.key === "Escape") this.#letGo();
    else return;
    event.preventDefault();
  }

  /** To the nearest node in that direction: what lies aside counts as farther. The first press takes the middle. */
  #go([right, down]: [number, number]): void {
    const map = this.#map;
    if (!map) return;
    const from = this.#chosen?.position() ?? this.#middle(map);
    let best: cytoscape.NodeSingular | null = null;
    let least = Infinity;
    for (const node of map.nodes().toArray()) {
      if (node.same(this.#chosen ?? map.collection())) continue;
      const [x, y] = [node.position().x - from.x, node.position().y - from.y];
      const ahead = x * right + y * down;
      const aside = Math.abs(x * down) + Math.abs(y * right);
      if (this.#chosen && (ahead <= 0 || aside > 2 * ahead)) continue;
      const far = this.#chosen ? ahead + 2 * aside : Math.hypot(x, y);
      if (far < least) [best, least] = [node, far];
    }
    if (best) this.#choose(best);
  }

  #middle(map: cytoscape.Core): cytoscape.Position {
    const centre = this.dataset["around"] ? map.getElementById(this.dataset["around"]) : map.collection();
    if (centre.nonempty()) return centre.position();
    const seen = map.extent();
    return { x: (seen.x1 + seen.x2) / 2, y: (seen.y1 + seen.y2) / 2 };
  }

  #choose(node: cytoscape.NodeSingular): void {
    const map = this.#map;
    if (!map) return;
    this.#chosen = node;
    const near = node.closedNeighborhood();
    map.batch(() => {
      map.elements().removeClass("is-chosen is-near is-far");
      map.elements().difference(near).addClass("is-far");
      near.addClass("is-near");
      node.addClass("is-chosen");
    });
    placeNames(map);
    this.#bringIntoSight(map, node);
    this.#fillSheet(node.data() as MapNode);
  }

  #bringIntoSight(map: cytoscape.Core, node: cytoscape.NodeSingular): void {
    const at = node.renderedPosition();
    const inside = at.x > 40 && at.y > 40 && at.x < map.width() - 40 && at.y < map.height() - 40;
    if (inside && map.zoom() >= READABLE) return;
    const zoom = Math.max(map.zoom(), READABLE);
    map.stop();
    map.animate({ center: { eles: node }, zoom }, { duration: this.#still.matches ? 0 : 250 });
  }

  #fillSheet(node: MapNode): void {
    const colour = node.colour === null || node.colour === node.kind ? undefined : this.#colours[node.colour];
    const words = [this.#kinds[node.kind], colour, this.#lastContact(node)].filter(Boolean).join(" · ");
    const [name, about, open] = [this.#part("name"), this.#part("about"), this.#part("open")];
    if (name) name.textContent = node.name;
    if (about) about.textContent = words;
    if (open instanceof HTMLAnchorElement) {
      open.hidden = node.href === null;
      open.href = node.href ?? "";
    }
    for (const link of this.querySelectorAll<HTMLAnchorElement>('[data-map="step"]')) {
      const asked = new URLSearchParams(location.search);
      for (const left of ["q", "said", "lang"]) asked.delete(left);
      // An address never names a person and a group together.
      if (node.kind === "person") for (const left of ["group_id", "colour"]) asked.delete(left);
      asked.set("around", node.id);
      asked.set("steps", link.dataset["steps"] ?? "1");
      link.href = `${location.pathname}?${asked}`;
    }
    this.#show("sheet", true);
    say(`${node.name}. ${words}`);
  }

  /** A colleague has no page and no last contact of their own. */
  #lastContact(node: MapNode): string | undefined {
    if (node.href === null) return undefined;
    if (node.last_contact_on === null) return this.dataset["textNever"];
    const day = new Date(`${node.last_contact_on}T12:00:00`);
    const text = day.toLocaleDateString(`${document.documentElement.lang}-BE`, {
      day: "numeric",
      month: "short",
      year: "numeric",
    });
    return `${this.dataset["textLast"]} ${text}`;
  }

  #open(): void {
    const href = this.#chosen?.data("href") as string | null | undefined;
    if (href) location.assign(href);
  }

  #letGo(): void {
    this.#chosen = null;
    this.#map?.elements().removeClass("is-chosen is-near is-far");
    this.#nameSoon();
    this.#show("sheet", false);
  }
}

customElements.define("network-map", NetworkMap);
