// The desk by keyboard. Every key does what a button or link on the page does.
"use strict";

const composer = document.querySelector("[data-composer]");
const help = document.querySelector("#keys");

// The list may be replaced while one reads, so that the place in it is kept by the link, not by a number.
function go(step) {
  const rows = [...document.querySelectorAll("[data-list] .cover")];
  if (!rows.length) return;
  const present = rows.findIndex((row) => row.closest("tr, li").classList.contains("at"));
  const place = present >= 0 ? present : rows.findIndex((row) => row.getAttribute("aria-current"));
  const next = rows[Math.min(rows.length - 1, Math.max(0, place + step))];
  for (const row of rows) row.closest("tr, li").classList.remove("at");
  next.closest("tr, li").classList.add("at");
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function write(kind) {
  if (!composer) return;
  const choice = composer.querySelector(`[name="kind"][value="${kind}"]`);
  if (choice && !choice.checked) choice.click();
  composer.querySelector("textarea").focus();
  composer.scrollIntoView({ block: "nearest" });
}

const keyed = (name) => document.querySelector(`[data-key="${CSS.escape(name)}"]`);

// A field is gone to, with the details around it opened; a button or link is pressed.
function use(name) {
  const target = keyed(name);
  if (!target) return;
  for (let around = target.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  if (!target.matches("input, select, textarea")) { target.click(); return; }
  target.focus();
  if (target.matches("input")) target.select();
}

const keys = {
  j: () => go(1),
  k: () => go(-1),
  o: () => document.querySelector("[data-list] .at .cover")?.click(),
  r: () => write("public"),
  n: () => write("note"),
  "?": () => help?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey) {
    if (event.key === "Enter" && composer?.contains(document.activeElement)) composer.requestSubmit(composer.querySelector("[data-next]"));
    return;
  }
  const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  if (event.key === "Escape" && typing) { typing.blur(); return; }
  if (event.key === "Enter" && typing?.matches(".inline-form select")) { event.preventDefault(); typing.form.requestSubmit(); return; }
  if (typing || event.altKey || document.querySelector("dialog[open]")) return;
  const act = keys[event.key] || (keyed(event.key) && (() => use(event.key)));
  if (!act) return;
  event.preventDefault();
  act();
});

for (const button of document.querySelectorAll("[data-help]")) {
  button.hidden = false;
  button.addEventListener("click", keys["?"]);
}
