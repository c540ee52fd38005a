// The switch between light and dark colours and the rows' height.
import { onElements, remember, word } from "./words.js";

const root = document.documentElement;

const showTheme = (button) => {
  const dark = root.dataset.bsTheme === "dark";
  button.setAttribute("aria-pressed", String(dark));
  button.querySelector("i").className = `ti ti-${dark ? "sun" : "moon"}`;
  button.title = word(dark ? "light" : "dark");
};

onElements("[data-theme-switch]", showTheme);
onElements("[data-density-switch]", (button) => {
  button.setAttribute("aria-pressed", String(root.dataset.density === "roomy"));
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-switch]")) {
    root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    remember("gh-theme", root.dataset.bsTheme);
    document.querySelectorAll("[data-theme-switch]").forEach(showTheme);
    document.dispatchEvent(new CustomEvent("gh:theme"));
  }
  const density = event.target.closest("[data-density-switch]");
  if (density) {
    root.dataset.density = root.dataset.density === "roomy" ? "compact" : "roomy";
    remember("gh-density", root.dataset.density);
    density.setAttribute("aria-pressed", String(root.dataset.density === "roomy"));
  }
});
