// Choosing tickets of the queue: x the row under the cursor, X or a click with Shift all rows from the last one chosen.
"use strict";

const boxes = () => [...document.querySelectorAll("[data-list] .pick input")];
const wholePage = () => document.querySelector("[data-choose-all]");
let lastChosen;

function chooseRow(box, isRange) {
  const all = boxes(), from = all.findIndex((one) => one.name === lastChosen), to = all.indexOf(box);
  if (isRange && from >= 0) for (const one of all.slice(Math.min(from, to), Math.max(from, to) + 1)) one.checked = box.checked;
  lastChosen = box.name;
  count();
}

function chooseHere(isRange) {
  const all = boxes();
  const box = document.querySelector("[data-list] .at .pick input") || all[0];
  if (!box) return;
  box.checked = isRange || !box.checked;
  chooseRow(box, isRange);
}

function count() {
  const all = boxes(), chosen = all.filter((box) => box.checked).length;
  const line = document.querySelector("[data-chosen]");
  if (line) line.textContent = `${chosen} chosen`;
  const whole = wholePage();
  if (!whole) return;
  whole.hidden = false;
  whole.querySelector("span").textContent = `all ${all.length} of this page`;
  const box = whole.querySelector("input");
  box.checked = chosen === all.length;
  box.indeterminate = chosen > 0 && chosen < all.length;
}

keys.x = () => chooseHere(false);
keys.X = () => chooseHere(true);

document.addEventListener("click", (event) => {
  const box = event.target.closest(".pick input");
  if (box) chooseRow(box, event.shiftKey);
});
document.addEventListener("change", (event) => {
  if (!event.target.closest("[data-choose-all]")) return;
  for (const box of boxes()) box.checked = event.target.checked;
  count();
});
// The list was shown anew: what was chosen still is.
document.addEventListener("shown", count);
count();
