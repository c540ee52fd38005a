// The inbox: choosing lines. "x" chooses the line that has the focus, "c" takes it (or the chosen).
const boxes = () => [...document.querySelectorAll('input[name="item"][form="work-many"]')];
const chosen = () => boxes().filter((one) => one.checked);

const tell = () => {
  const count = document.querySelector("[data-work-count]");
  if (!count) return;
  const number = chosen().length;
  count.textContent = number ? count.dataset.words.replace("{number}", number) : "";
  const all = document.querySelector("[data-work-all]");
  all.checked = number > 0 && number === boxes().length;
  all.indeterminate = number > 0 && number < boxes().length;
};

const focused = () => document.activeElement?.closest("tr")?.querySelector('input[name="item"]');

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-work-all]")) boxes().forEach((one) => (one.checked = event.target.checked));
  if (event.target.matches('[data-work-all], input[name="item"]')) tell();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !["x", "c"].includes(event.key)) return;
  if (event.target.closest("textarea, select, dialog, input:not([type=checkbox])")) return;
  const box = focused();
  if (!box) return;
  if (event.key === "x") box.checked = !box.checked;
  else if (!chosen().length) box.checked = true; // the shortcut of the button follows
  tell();
}, true);

document.addEventListener("htmx:afterSettle", tell);
tell();
