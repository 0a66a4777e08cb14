// The desk by keyboard. Every key does what a button or link on the page does.
"use strict";

const rows = [...document.querySelectorAll("[data-list] .cover")];
const composer = document.querySelector("[data-composer]");
const help = document.querySelector("#keys");
let place = -1;

function go(step) {
  if (!rows.length) return;
  rows[place]?.closest("tr").classList.remove("at");
  place = Math.min(rows.length - 1, Math.max(0, place + step));
  rows[place].closest("tr").classList.add("at");
  rows[place].focus({ preventScroll: true });
  rows[place].scrollIntoView({ block: "nearest" });
}

function write(kind) {
  if (!composer) return;
  const choice = composer.querySelector(`[name="kind"][value="${kind}"]`);
  if (choice) choice.checked = true;
  composer.querySelector("textarea").focus();
  composer.scrollIntoView({ block: "nearest" });
}

const keyed = (name) => document.querySelector(`[data-key="${name}"]`);
const keys = {
  j: () => go(1),
  k: () => go(-1),
  o: () => rows[place]?.click(),
  r: () => write("public"),
  n: () => write("note"),
  a: () => keyed("a")?.click(),
  u: () => keyed("u")?.click(),
  "/": () => { keyed("/")?.focus(); keyed("/")?.select(); },
  "?": () => help?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey) {
    if (event.key === "Enter" && composer?.contains(document.activeElement)) composer.requestSubmit();
    return;
  }
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Escape" && typing) { typing.blur(); return; }
  if (typing || event.altKey || help?.open || !(event.key in keys)) return;
  event.preventDefault();
  keys[event.key]();
});

for (const button of document.querySelectorAll("[data-help]")) {
  button.hidden = false;
  button.addEventListener("click", keys["?"]);
}
