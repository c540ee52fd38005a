// Links marked data-drawer show their page in the drawer; without script they are plain links.
// The server sees the header GH-Drawer and answers with the bare page (ui/drawer.html).
import { word } from "./words.js";
import { complain } from "./toast.js";

const drawer = document.getElementById("gh-drawer");
const body = document.getElementById("gh-drawer-body");
let turn = 0;

const show = (html, url) => {
  window.htmx.swap(body, html, { swapStyle: "innerHTML" });
  const title = body.querySelector(".gh-drawer-page")?.dataset.title;
  if (title) document.getElementById("gh-drawer-title").textContent = title;
  document.getElementById("gh-drawer-full").href = url;
  body.scrollTop = 0;
};

const request = (url, options = {}) =>
  fetch(url, { ...options, headers: { "GH-Drawer": "1", ...options.headers }, credentials: "same-origin" });

export const openDrawer = async (url, title = "") => {
  const mine = ++turn;
  document.getElementById("gh-drawer-title").textContent = title || word("loading");
  body.innerHTML = '<div class="gh-skeleton"><span></span><span></span><span></span><span></span></div>';
  if (!drawer.open) drawer.showModal();
  try {
    const response = await request(url);
    if (mine !== turn) return;
    if (response.redirected && !response.headers.get("content-type")?.includes("html")) location.assign(url);
    if (response.ok && (await landed(response))) return location.assign(url);
    if (!response.ok) return fail(response.status);
    show(await response.text(), url);
  } catch {
    if (mine === turn) fail(0);
  }
};

// A whole page instead of a drawer page: the log-in, for example. Go there.
const landed = async (response) => /<html[\s>]/i.test((await response.clone().text()).slice(0, 400));

const fail = (status) => {
  drawer.close();
  complain(word(status === 403 ? "forbidden" : status === 404 ? "missing" : "failed"));
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-drawer]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  openDrawer(link.href, link.dataset.drawerTitle ?? link.textContent.trim());
});

// A form in the drawer: an answer with faults stays here, success goes where the server says.
body?.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post") || form.hasAttribute("data-plain")) return;
  event.preventDefault();
  const url = form.action || location.href;
  try {
    const response = await request(url, { method: "POST", body: new FormData(form, event.submitter) });
    if (response.redirected) return location.assign(response.url);
    if (!response.ok && response.status !== 422) return fail(response.status);
    show(await response.text(), url);
  } catch {
    fail(0);
  }
});

drawer?.addEventListener("close", () => {
  turn += 1;
  body.replaceChildren();
});
