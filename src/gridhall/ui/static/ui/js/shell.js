// The sidebar (folded on the desk, off-canvas on a phone), small panels, and "back".
import { remember } from "./words.js";

const root = document.documentElement;
const narrow = matchMedia("(max-width: 991.98px)");
const sidebar = document.getElementById("gh-sidebar");
const opener = document.querySelector("[data-sidebar-open]");

const setOffCanvas = (open) => {
  if (!sidebar) return;
  root.classList.toggle("gh-sidebar-shown", open);
  opener?.setAttribute("aria-expanded", String(open));
  sidebar.inert = narrow.matches && !open;
  if (open) sidebar.querySelector("a, button")?.focus();
};

if (sidebar) {
  setOffCanvas(false);
  narrow.addEventListener("change", () => setOffCanvas(false));
}

document.addEventListener("click", (event) => {
  const target = event.target;
  if (target.closest("[data-sidebar-open]")) setOffCanvas(true);
  else if (target.closest("[data-sidebar-close]")) {
    setOffCanvas(false);
    opener?.focus();
  } else if (target.closest("[data-sidebar-fold]")) {
    root.dataset.sidebar = root.dataset.sidebar === "folded" ? "open" : "folded";
    remember("gh-sidebar", root.dataset.sidebar);
    target.closest("[data-sidebar-fold]").setAttribute("aria-expanded", String(root.dataset.sidebar === "open"));
    dispatchEvent(new Event("resize"));
  }
  if (target.closest("[data-back]")) history.back();
  document.querySelectorAll("details[data-popover][open]").forEach((panel) => {
    if (!panel.contains(target)) panel.open = false;
  });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details[data-popover][open]").forEach((panel) => {
    panel.open = false;
    panel.querySelector("summary").focus();
  });
  if (root.classList.contains("gh-sidebar-shown")) {
    setOffCanvas(false);
    opener?.focus();
  }
});
