// A fault's link selects its line in the text area, where it can be mended at once.
"use strict";

for (const list of document.querySelectorAll("[data-lines-of]")) {
  const text = document.getElementById(list.dataset.linesOf);
  list.addEventListener("click", (event) => {
    const link = event.target.closest("[data-line]");
    if (!link) return;
    event.preventDefault();
    const before = text.value.split("\n").slice(0, Number(link.dataset.line) - 1);
    const start = before.reduce((sum, line) => sum + line.length + 1, 0);
    const end = text.value.indexOf("\n", start);
    text.focus({ preventScroll: true });
    text.setSelectionRange(start, end < 0 ? text.value.length : end);
    text.scrollTop = before.length * parseFloat(getComputedStyle(text).lineHeight) - text.clientHeight / 2;
    text.scrollIntoView({ block: "center" });
  });
}
