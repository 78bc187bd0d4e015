/** What screen readers hear, and where the focus goes when part of a page is replaced. */

/** Says a sentence politely through the one live region of the page. */
export function say(sentence: string): void {
  const region = document.getElementById("live");
  if (!region) return;
  region.textContent = "";
  // The same sentence twice is heard twice only if the region was empty in between.
  setTimeout(() => (region.textContent = sentence), 50);
}

/** Says that something failed, and shows it for a while to those who see. */
function warn(sentence: string): void {
  const region = document.getElementById("live");
  if (!region) return;
  say(sentence);
  region.className = "toast";
  setTimeout(() => (region.className = "vh"), 8000);
}

/** A flash that came with the page is not announced by itself: it was there from the start. */
export function sayFlash(): void {
  const flash = document.querySelector<HTMLElement>(".flash");
  if (flash) say(flash.innerText);
}

let focusedBefore: string | null = null;

function keepFocus(): void {
  const active = document.activeElement;
  focusedBefore = active && active !== document.body ? active.id || null : null;
}

/** New content may ask for the focus with data-focus; otherwise it returns to the element with the same id. */
function restoreFocus(event: Event): void {
  const swapped = event.target instanceof Element ? event.target : document.body;
  const asked = swapped.matches("[data-focus]") ? swapped : swapped.querySelector("[data-focus]");
  const fallen = document.activeElement === document.body || document.activeElement === null;
  const target = asked ?? (fallen && focusedBefore ? document.getElementById(focusedBefore) : null);
  if (!(target instanceof HTMLElement)) return;
  if (target.tabIndex < 0 && !target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus();
}

export function watchSwaps(): void {
  document.body.addEventListener("htmx:beforeSwap", keepFocus);
  document.body.addEventListener("htmx:afterSettle", restoreFocus);
  const texts = document.body.dataset;
  document.body.addEventListener("htmx:sendError", () => warn(texts["textOffline"] ?? ""));
  document.body.addEventListener("htmx:responseError", () => warn(texts["textError"] ?? ""));
}
