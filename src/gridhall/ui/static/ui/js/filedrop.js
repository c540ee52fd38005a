// A file field that takes a dropped file and says its name and size.
import { onElements, word } from "./words.js";

const size = (bytes) => (bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

onElements("[data-filedrop-box]", (box) => {
  const input = box.querySelector("input[type=file]");
  const name = box.querySelector("[data-filedrop-name]");
  const show = () => {
    const file = input.files[0];
    const limit = Number(input.dataset.maxBytes || 0);
    const tooBig = Boolean(file && limit && file.size > limit);
    input.setCustomValidity(tooBig ? word("toobig") : "");
    name.textContent = file ? `${file.name} · ${size(file.size)}${tooBig ? ` · ${word("toobig")}` : ""}` : "";
    box.classList.toggle("gh-filedrop-full", Boolean(file));
  };
  input.addEventListener("change", show);
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("gh-filedrop-over");
  });
  box.addEventListener("dragleave", () => box.classList.remove("gh-filedrop-over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("gh-filedrop-over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    show();
  });
});
