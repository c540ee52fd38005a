// Short notices. The server's messages stand on the page already and are moved here.
import { onElements, word } from "./words.js";

const SECONDS = 6;
const ICONS = { success: "circle-check", warning: "alert-triangle", danger: "alert-octagon", info: "info-circle" };

export const toast = (text, tone = "info") => {
  const box = document.createElement("div");
  box.className = `gh-toast gh-toast-${tone}`;
  const icon = document.createElement("i");
  icon.className = `ti ti-${ICONS[tone] ?? ICONS.info}`;
  icon.setAttribute("aria-hidden", "true");
  const body = document.createElement("p");
  body.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn-close";
  close.setAttribute("aria-label", word("close"));
  close.addEventListener("click", () => box.remove());
  box.append(icon, body, close);
  document.getElementById("gh-toasts").append(box);
  if (tone === "danger") return; // a failure stays until it is closed
  let timer = setTimeout(() => box.remove(), SECONDS * 1000);
  box.addEventListener("mouseenter", () => clearTimeout(timer));
  box.addEventListener("mouseleave", () => (timer = setTimeout(() => box.remove(), 2000)));
};

export const complain = (text) => toast(text, "danger");

onElements("[data-toasts] [data-toast]", (source) => {
  const tone = source.dataset.toast;
  if (tone === "danger" || tone === "warning") return; // those stay on the page
  toast(source.textContent.trim(), tone);
  source.remove();
});

// A view may send the header HX-Trigger: {"gh:toast": {"text": "…", "tone": "success"}}
document.addEventListener("gh:toast", (event) => toast(event.detail.text, event.detail.tone));
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  complain(word(status === 403 ? "forbidden" : status === 404 ? "missing" : "failed"));
});
document.addEventListener("htmx:sendError", () => complain(word("failed")));
