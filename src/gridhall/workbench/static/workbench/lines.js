// Line numbers beside a text area, and jumping to the line a fault names. Works without it, too.
const numbered = (area) => {
  const gutter = document.createElement("pre");
  gutter.className = "wb-lines";
  gutter.setAttribute("aria-hidden", "true");
  area.before(gutter);
  const wrong = new Set((area.dataset.wrong ?? "").split(" ").filter(Boolean).map(Number));
  const draw = () => {
    const count = area.value.split("\n").length;
    gutter.replaceChildren(...Array.from({ length: count }, (_nothing, index) => {
      const line = document.createElement("span");
      line.textContent = `${index + 1}\n`;
      if (wrong.has(index + 1)) line.className = "wb-line-wrong";
      return line;
    }));
    gutter.scrollTop = area.scrollTop;
  };
  area.addEventListener("input", draw);
  area.addEventListener("scroll", () => { gutter.scrollTop = area.scrollTop; });
  draw();
};

const jump = (area, line) => {
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  area.scrollTop = Math.max(0, (line - 4) * (area.scrollHeight / lines.length));
};

document.querySelectorAll("textarea[data-lines]").forEach(numbered);
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-line]");
  const area = document.querySelector("textarea[data-lines]");
  if (link && area) {
    event.preventDefault();
    jump(area, Number(link.dataset.line));
  }
});
