// How many tickets stand in each view, beside its name: asked for once the page is there, and again when something changed.
"use strict";

// So long after one answer the next is asked for at the earliest, in milliseconds.
const COUNT_PAUSE = 5000;
let viewCounts = {}, countedAt = -Infinity, countLater;

function showCounts() {
  for (const place of document.querySelectorAll("a .count")) {
    const count = viewCounts[place.closest("a").getAttribute("href")];
    if (count === undefined || place.dataset.count === count) continue;
    const unit = document.createElement("span");
    unit.className = "unseen";
    unit.textContent = count === "1" ? " ticket" : " tickets";
    place.dataset.count = count;
    place.replaceChildren(count, unit);
  }
}

async function countViews() {
  countLater = undefined;
  countedAt = performance.now();
  try {
    const answer = await fetch("/desk/counts");
    if (!answer.ok || answer.redirected) return;
    viewCounts = await answer.json();
    showCounts();
  } catch { /* the views stand there without their counts */ }
}

function countSoon() {
  if (document.hidden || countLater) return;
  countLater = setTimeout(countViews, Math.max(0, countedAt + COUNT_PAUSE - performance.now()));
}

document.addEventListener("news", countSoon);
document.addEventListener("shown", showCounts);
document.addEventListener("visibilitychange", countSoon);
countSoon();
