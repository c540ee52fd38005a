// Rows: a click anywhere opens the row's link; arrow keys walk; choices filter at once.
const links = (table) => [...table.querySelectorAll("[data-row-link]")];

document.addEventListener("click", (event) => {
  const row = event.target.closest("tr.gh-row-link");
  if (!row || event.target.closest("a, button, input, label, summary, select")) return;
  if (String(getSelection())) return;
  const link = row.querySelector("[data-row-link]");
  if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
  else link?.click();
});

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
  if (!step || event.target.closest("input, textarea, select, [contenteditable], dialog, .dropdown")) return;
  const table = event.target.closest("table[data-table]") ?? document.querySelector("main table[data-table]");
  if (!table) return;
  const all = links(table);
  const at = all.indexOf(document.activeElement);
  if (at < 0 && event.key.startsWith("Arrow") && !event.target.closest("table[data-table], .gh-table-scroll")) return;
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-autosubmit]")) event.target.form?.requestSubmit();
});

// A filter form leaves its empty fields out of the address.
document.addEventListener("formdata", (event) => {
  if (!event.target.matches?.("[data-filter-form]")) return;
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});
