// Keeps the wall board fresh: a stream of events, read by fetch so that the server sees that no
// person asked and says why it refuses; while there is no stream, htmx asks every few seconds.
const root = document.querySelector("[data-wall-board]");
const figures = root.querySelector("[data-wall-figures]");
const state = root.querySelector("[data-wall-state]");
const words = root.querySelector("[data-wall-words]");

const POLL_MS = 15_000;
const SILENCE_MS = 45_000; // three missed signs of life: the line is dead
const LONGEST_WAIT_MS = 60_000;
let wait = 1_000;
let streaming = false;
let over = false;

const show = (name) => {
  if (state.dataset.state === name) return;
  state.dataset.state = name;
  words.textContent = root.dataset[name];
  figures.classList.toggle("wb-stale", name === "lost");
};

const end = () => {
  over = true;
  show("lost");
  root.querySelector("[data-wall-over]").hidden = false;
};

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const take = (block) => {
  const lines = block.split("\n");
  const name = lines.find((line) => line.startsWith("event: "))?.slice(7);
  const data = lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6));
  if (name === "figures") figures.innerHTML = data.join("\n"); // our own server's template
  if (name === "over") end();
  return name;
};

// Returns when the server has ended the stream; throws when the line broke.
const read = async (body, alive) => {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    alive();
    rest += value;
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) if (["over", "again"].includes(take(block))) return;
    streaming = true;
    wait = 1_000;
    if (!over) show("live");
  }
};

const listen = async () => {
  const stop = new AbortController();
  let silence = setTimeout(() => stop.abort(), SILENCE_MS);
  const alive = () => {
    clearTimeout(silence);
    silence = setTimeout(() => stop.abort(), SILENCE_MS);
  };
  try {
    const answer = await fetch(root.dataset.stream, {
      headers: { "X-GridHall-Poll": "1", "HX-Request": "true" }, cache: "no-store", signal: stop.signal,
    });
    if (answer.status === 401 || answer.status === 403) return end();
    if (answer.status === 204) return "none"; // this server cannot stream
    if (!answer.ok) throw new Error(String(answer.status));
    await read(answer.body, alive);
  } finally {
    clearTimeout(silence);
    stop.abort();
    streaming = false;
  }
};

const keep = async () => {
  while (!over) {
    try {
      if ((await listen()) === "none") return;
      await pause(500);
    } catch {
      await pause(wait * (0.75 + Math.random() / 2)); // not all screens at once
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }
};

setInterval(() => {
  if (!streaming && !over && !document.hidden) figures.dispatchEvent(new Event("wall:poll"));
}, POLL_MS);
figures.addEventListener("htmx:afterRequest", (event) => {
  const status = event.detail.xhr?.status ?? 0;
  if (status === 401 || status === 403) end();
  else if (!streaming) show(status === 200 ? "polling" : "lost");
});
root.querySelector("[data-wall-full]").addEventListener("click", () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && !streaming && !over) figures.dispatchEvent(new Event("wall:poll"));
});
show("polling");
keep();
