// Keys: "/" search, "?" help, "g" then a letter goes to a place (data-shortcut="g c"), a single
// letter acts on the page that offers it (data-shortcut="r").
const WAIT = 1200;
let first = "";
let timer = 0;

const typing = (target) => target.closest?.("input, textarea, select, [contenteditable=true]");

const places = () => [...document.querySelectorAll("[data-shortcut]")];
const leads = (key) => places().some((one) => one.dataset.shortcut.startsWith(`${key} `));

const follow = (keys) => {
  const place = places().find((one) => one.dataset.shortcut === keys);
  if (!place) return false;
  place.click();
  return true;
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "/") {
    const search = document.querySelector("[data-global-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
    return;
  }
  if (event.key === "?" && follow("?")) return event.preventDefault();
  if (event.key.length !== 1) return;
  if (follow(first ? `${first} ${event.key}` : event.key)) event.preventDefault();
  clearTimeout(timer);
  first = !first && leads(event.key) ? event.key : "";
  timer = setTimeout(() => (first = ""), WAIT);
});

// The suggestions under the search field: arrows walk, Esc closes.
document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-suggest-box]");
  if (!box) return;
  const list = box.querySelector("[data-suggestions]");
  if (event.key === "Escape") {
    list.replaceChildren();
    box.querySelector("input").focus();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const stops = [box.querySelector("input"), ...list.querySelectorAll("a")];
  const next = stops[Math.min(Math.max(stops.indexOf(document.activeElement) + step, 0), stops.length - 1)];
  event.preventDefault();
  next?.focus();
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("[data-suggestions]").forEach((list) => {
    if (!list.closest("[data-suggest-box]").contains(event.target)) list.replaceChildren();
  });
});
