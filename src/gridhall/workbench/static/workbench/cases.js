// Cases: the composer (reply or remark, macros, a warning), and deadlines that go on counting.
import { onElements } from "../ui/js/words.js";

const SOON = 4 * 3600_000;
const LIGHTS = { success: "clock-check", warning: "clock-hour-9", danger: "clock-exclamation" };

// ---- deadlines: the same words and colours as the server's (cases/words.py), every half minute
const words = () => document.getElementById("cs-words")?.dataset ?? {};
const filled = (text, n) => (text ?? "").replace("{n}", n).replace("{time}", n);

const duration = (ms) => {
  const said = words();
  const minutes = Math.floor(ms / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const both = (large, small) => (small ? said.both.replace("{large}", large).replace("{small}", small) : large);
  if (days) return both(filled(days === 1 ? said.day : said.days, days), hours && filled(said.hours, hours));
  if (hours) return both(filled(said.hours, hours), rest && filled(said.minutes, rest));
  return rest ? filled(said.minutes, rest) : said.moment;
};

const tick = () => {
  if (!words().left) return;
  document.querySelectorAll("[data-due]").forEach((light) => {
    const left = new Date(light.dataset.due) - Date.now();
    const tone = left < 0 ? "danger" : left <= SOON ? "warning" : "success";
    light.className = `gh-status gh-status-${tone}`;
    light.querySelector("i").className = `ti ti-${LIGHTS[tone]}`;
    light.querySelector("span").textContent = filled(left < 0 ? words().over : words().left, duration(Math.abs(left)));
  });
};
setInterval(tick, 30_000);

// ---- the composer
const macros = () => JSON.parse(document.getElementById("cs-macros")?.textContent ?? "{}");

const insert = (field, text) => {
  const [start, end] = [field.selectionStart, field.selectionEnd];
  field.setRangeText(text, start, end, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

// The prepared texts: m goes there, letters narrow the list, arrows walk, Enter puts it in, Esc leaves.
const pickFrom = (form, text) => {
  const field = form.querySelector("[data-macros]");
  if (!field) return;
  const list = document.getElementById(field.getAttribute("aria-controls"));
  const all = [...list.children];
  let at = -1;
  const shown = () => all.filter((one) => !one.hidden);
  const point = (number) => {
    const rows = shown();
    at = rows.length ? (number + rows.length) % rows.length : -1;
    all.forEach((one) => one.setAttribute("aria-selected", String(one === rows[at])));
    if (at < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", rows[at].id);
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const open = (yes) => {
    list.hidden = !yes;
    field.setAttribute("aria-expanded", String(yes));
    if (!yes) field.removeAttribute("aria-activedescendant");
  };
  const narrow = () => {
    const wanted = field.value.trim().toLowerCase();
    all.forEach((one) => (one.hidden = !one.textContent.toLowerCase().includes(wanted)));
    open(shown().length > 0);
    point(0);
  };
  const take = (row) => {
    field.value = "";
    open(false);
    insert(text, macros()[row.dataset.code] ?? "");
  };
  field.addEventListener("focus", narrow);
  field.addEventListener("input", narrow);
  field.addEventListener("blur", () => open(false));
  list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the cursor in the field
  list.addEventListener("click", (event) => take(event.target.closest("li")));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1 };
    if (event.key in steps) {
      if (list.hidden) narrow();
      else point(steps[event.key]);
    } else if (event.key === "Enter") {
      if (!list.hidden && shown()[at]) take(shown()[at]);
    } else if (event.key === "Escape" && !list.hidden) {
      open(false);
      text.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
};

onElements("[data-composer]", (form) => {
  const text = form.elements.body;
  const mode = (name) => {
    form.dataset.mode = name;
    form.querySelectorAll("[data-only]").forEach((part) => (part.hidden = part.dataset.only !== name));
  };
  mode(form.elements.mode.value);
  form.addEventListener("change", (event) => {
    if (event.target.name === "mode") mode(event.target.value);
  });
  pickFrom(form, text);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
});

// A key (r, n, m) goes to its field: the label's own click chooses the mode, the text gets the cursor.
document.addEventListener("click", (event) => {
  const to = event.target.closest("[data-focus]")?.dataset.focus;
  const field = to && document.getElementById(to);
  if (!field) return;
  field.scrollIntoView({ block: "center" });
  field.focus();
  setTimeout(() => field.focus()); // a label gives the cursor to its own button first
});

// ---- a number that looks like somebody's phone or identity card
const PERSONAL = /(?:^|\D)(1[3-9]\d{9}|\d{17}[\dXx])(?!\d)/;
document.addEventListener("input", (event) => {
  const hint = event.target.dataset?.watch && document.getElementById(event.target.dataset.watch);
  if (hint) hint.hidden = !PERSONAL.test(event.target.value.replace(/[\s-]/g, ""));
});

// ---- what is looked up takes the place of the list it was chosen from
document.addEventListener("click", (event) => {
  const clear = event.target.closest("[data-clear]");
  if (clear) document.getElementById(clear.dataset.clear)?.replaceChildren();
});

// ---- the picture of the process shows first where the case stands
onElements(".cs-picture", (box) => {
  const here = box.querySelector(".gh-flow-active");
  if (!here) return;
  const [around, step] = [box.getBoundingClientRect(), here.getBoundingClientRect()];
  box.scrollLeft += step.left - around.left - (around.width - step.width) / 2;
  box.scrollTop += step.top - around.top - (around.height - step.height) / 2;
});
