// Shows the change while the clerk types what was handed over; counted in whole fen, never as floats.
const fen = (text) => {
  const plain = text.replace(/[,，\s¥￥]/g, "");
  const match = /^(\d{1,10})(?:\.(\d{0,2}))?$/.exec(plain);
  return match ? BigInt(match[1]) * 100n + BigInt((match[2] ?? "").padEnd(2, "0")) : null;
};

const yuan = (value) => {
  const whole = (value / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return `¥\u00a0${whole}.${(value % 100n).toString().padStart(2, "0")}`;
};

const update = (box) => {
  const form = box.querySelector("form");
  const line = box.querySelector("[data-change]");
  const byCard = form.elements.channel.value !== "COUNTER_CASH";
  form.elements.tendered.closest(".gh-field").hidden = byCard;
  const amount = fen(form.elements.amount.value);
  const tendered = fen(form.elements.tendered.value);
  const shown = !byCard && amount !== null && tendered !== null && tendered >= amount;
  line.hidden = !shown;
  if (shown) line.querySelector("[data-change-amount]").value = yuan(tendered - amount);
};

document.addEventListener("input", (event) => {
  const box = event.target.closest("[data-change-of]");
  if (box) update(box);
});
document.querySelectorAll("[data-change-of]").forEach(update);
