/** Small choices kept on this device: a theme, a channel. Never personal data. Storage may be refused: then nothing is kept. */

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`bereik.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`bereik.${key}`, value);
  } catch {
    // Refused by the browser: the page works without.
  }
}
