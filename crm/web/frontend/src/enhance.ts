/** Small behaviours on data attributes. Listeners sit on the document, so content that arrives later works too. */
import { say } from "./live";
import { recall, remember } from "./storage";

function isDark(): boolean {
  const chosen = document.documentElement.dataset["theme"];
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function showTheme(): void {
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.setAttribute("aria-pressed", String(isDark()));
  }
}

function toggleTheme(): void {
  const next = isDark() ? "light" : "dark";
  document.documentElement.dataset["theme"] = next;
  remember("theme", next);
  showTheme();
}

function openDialog(id: string): void {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/** Puts the date of a quick button in its field and marks the button; "choose" (no date) opens the field. */
function chooseDate(button: HTMLElement): void {
  const group = button.closest<HTMLElement>("[data-quick-dates]");
  const field = group && document.getElementById(group.dataset["quickDates"] ?? "");
  if (!(field instanceof HTMLInputElement)) return;
  const date = button.dataset["date"];
  if (date) {
    field.value = date;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  } else {
    field.focus();
  }
  showDate(field);
}

/** The quick button whose date stands in the field is the pressed one. */
function showDate(field: HTMLInputElement): void {
  for (const button of document.querySelectorAll<HTMLElement>(
    `[data-quick-dates="${CSS.escape(field.id)}"] [data-date]`,
  )) {
    button.setAttribute("aria-pressed", String(button.dataset["date"] !== "" && button.dataset["date"] === field.value));
  }
}

/** Copies what stands in a field and says so; where the browser does not allow that, the text is selected. */
async function copyField(id: string, sentence: string): Promise<void> {
  const field = document.getElementById(id);
  if (!(field instanceof HTMLInputElement)) return;
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    say(sentence);
  } catch {
    field.focus();
  }
}

function closeMenusOutside(target: Element): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
}

function onClick(event: MouseEvent): void {
  const target = event.target;
  if (!(target instanceof Element)) return;
  closeMenusOutside(target);
  const hit = target.closest<HTMLElement>(
    "[data-theme-toggle], [data-open-dialog], [data-close-dialog], [data-date], [data-print], [data-copy]",
  );
  if (!hit) {
    // A click on the dark ground around a dialog lands on the dialog itself.
    if (target instanceof HTMLDialogElement) target.close();
  } else if ("themeToggle" in hit.dataset) {
    toggleTheme();
  } else if (hit.dataset["openDialog"]) {
    event.preventDefault();
    openDialog(hit.dataset["openDialog"]);
  } else if ("closeDialog" in hit.dataset) {
    event.preventDefault();
    hit.closest("dialog")?.close();
  } else if ("print" in hit.dataset) {
    print();
  } else if (hit.dataset["copy"]) {
    void copyField(hit.dataset["copy"], hit.dataset["copied"] ?? "");
  } else {
    chooseDate(hit);
  }
}

function onKeydown(event: KeyboardEvent): void {
  if (event.key !== "Escape") return;
  const menu = document.querySelector<HTMLDetailsElement>("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
}

/** On a narrow screen the tabs scroll sideways: the one that is open stands in sight. */
function showCurrentTabs(): void {
  for (const tab of document.querySelectorAll<HTMLElement>(".tabs [aria-current]")) {
    const tabs = tab.closest<HTMLElement>(".tabs");
    if (!tabs) continue;
    const beside = (tabs.clientWidth - tab.offsetWidth) / 2; // in the middle: fonts that load later shift it a little
    tabs.scrollLeft += tab.getBoundingClientRect().left - tabs.getBoundingClientRect().left - beside;
  }
}

export function enhance(): void {
  if (recall("theme")) document.documentElement.dataset["theme"] ??= recall("theme") ?? "";
  showTheme();
  for (const group of document.querySelectorAll<HTMLElement>("[data-quick-dates]")) {
    const field = document.getElementById(group.dataset["quickDates"] ?? "");
    if (field instanceof HTMLInputElement) showDate(field);
  }
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKeydown);
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.type === "date") showDate(event.target);
  });
  showCurrentTabs();
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
}
