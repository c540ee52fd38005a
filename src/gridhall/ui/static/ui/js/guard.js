// A form is sent once: a second click while it is under way does nothing.
import { word } from "./words.js";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sending) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sending = "1";
  const button = event.submitter;
  // after this turn of the event loop, so that the button's own value is still sent
  setTimeout(() => {
    if (!button) return;
    button.setAttribute("aria-disabled", "true");
    button.classList.add("gh-sending");
    button.title = word("sending");
  });
  // a form that answers with a file leaves the page standing
  if (form.hasAttribute("data-download")) setTimeout(() => release(form), 3000);
}, true);

const release = (form) => {
  delete form.dataset.sending;
  form.querySelectorAll(".gh-sending").forEach((button) => {
    button.classList.remove("gh-sending");
    button.removeAttribute("aria-disabled");
    button.removeAttribute("title");
  });
};

addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("form");
  if (form) release(form);
});
