// Loaded before the first paint: applies the theme that was chosen on this device.
try {
  const chosen = localStorage.getItem("bereik.theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage may be switched off; then the theme of the device counts.
}
document.documentElement.classList.add("js");
