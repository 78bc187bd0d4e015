/** <contact-log> around the form of a contact: an id of its own, the channel used last, sent once. The form works without it. */
import { recall, remember } from "./storage";

/** A random UUID. `randomUUID` exists in secure contexts only; the digits below follow RFC 9562, version 4. */
export function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

class ContactLog extends HTMLElement {
  #sent = false;

  connectedCallback(): void {
    const form = this.querySelector("form");
    if (!form) return;
    this.#giveId(form, false);
    this.#preselectChannel(form);
    form.addEventListener("submit", (event) => this.#submitOnce(form, event));
    form.addEventListener("keydown", (event) => this.#saveOnEnter(form, event));
    form.addEventListener("change", (event) => this.#askHowMany(form, event));
    addEventListener("pageshow", this.#onShow);
  }

  disconnectedCallback(): void {
    removeEventListener("pageshow", this.#onShow);
  }

  /** Back in the browser brings the sent form back: what is noted now is another contact, so it needs another id. */
  #onShow = (event: PageTransitionEvent): void => {
    const form = this.querySelector("form");
    if (!event.persisted || !form) return;
    this.#sent = false;
    this.#markBusy(form, false);
    this.#giveId(form, true);
  };

  /** A form that comes back with errors keeps its id: the server saw it already, and stores it once. */
  #giveId(form: HTMLFormElement, anew: boolean): void {
    const field = form.elements.namedItem("id");
    if (field instanceof HTMLInputElement && (anew || !field.value)) field.value = newId();
  }

  #preselectChannel(form: HTMLFormElement): void {
    const channels = [...form.querySelectorAll<HTMLInputElement>('input[type="radio"][name="channel"]')];
    if (channels.some((radio) => radio.defaultChecked)) return;
    const last = channels.find((radio) => radio.value === recall("channel"));
    if (last) last.checked = true;
  }

  /** Enter presses the first button of a form, which looks for a name here: only the field of the search means that. */
  #saveOnEnter(form: HTMLFormElement, event: KeyboardEvent): void {
    const field = event.target;
    if (event.key !== "Enter" || !(field instanceof HTMLInputElement) || field.type === "search") return;
    event.preventDefault();
    form.requestSubmit(form.querySelector<HTMLButtonElement>(".savebar button"));
  }

  /** A place with nobody ticked is "nobody by name": then the question how many opens by itself. */
  #askHowMany(form: HTMLFormElement, event: Event): void {
    const chosen = event.target;
    const nobody = form.elements.namedItem("nobody");
    if (!(chosen instanceof HTMLInputElement) || chosen.name !== "near" || !chosen.checked) return;
    if (form.querySelector('input[name="party_ids"]:checked') || !(nobody instanceof HTMLInputElement)) return;
    nobody.checked = true;
  }

  #submitOnce(form: HTMLFormElement, event: Event): void {
    if (this.#sent) {
      event.preventDefault();
      return;
    }
    this.#sent = true;
    const channel = new FormData(form).get("channel");
    if (typeof channel === "string") remember("channel", channel);
    this.#markBusy(form, true);
  }

  /** Busy, not disabled: a disabled button would leave its own value out of the form and lose the focus. */
  #markBusy(form: HTMLFormElement, busy: boolean): void {
    for (const button of form.querySelectorAll('button:not([type="button"])')) {
      button.setAttribute("aria-busy", String(busy));
    }
  }
}

customElements.define("contact-log", ContactLog);
