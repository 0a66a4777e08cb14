// What makes the pages livelier. Every page works without it.
"use strict";

// ---- Time: the server's now plus what has passed since, so that a wrong device clock changes nothing.

const started = performance.now();
const serverNow = Number(document.documentElement.dataset.now) || Date.now();
const now = () => serverNow + (performance.now() - started);

// The same words as the server's: 9:41, 12 min, 2 h 05 min, 3 d 4 h.
function span(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60), hours = Math.floor(seconds / 3600), days = Math.floor(seconds / 86400);
  if (minutes < 10) return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
  if (hours === 0) return `${minutes} min`;
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, "0")} min`;
  return `${days} d ${hours % 24} h`;
}

// As the server's: just now, 4 min ago, 2 h 05 min ago.
function past(milliseconds) {
  const minutes = Math.floor(milliseconds / 60000);
  if (minutes < 1) return "just now";
  return minutes < 10 ? `${minutes} min ago` : `${span(milliseconds)} ago`;
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function tick() {
  const at = now();
  for (const element of document.querySelectorAll("[data-due]")) {
    const left = Number(element.dataset.due) - at;
    setText(element.querySelector(".left") || element, left < 0 ? `${span(-left)} late` : span(left));
    const late = left < 0, soon = !late && left < Number(element.dataset.soon || 0);
    element.classList.toggle("tone-late", late);
    element.classList.toggle("tone-soon", soon);
    element.classList.toggle("tone-live", !late && !soon);
    element.classList.toggle("urgent", soon);
  }
  for (const element of document.querySelectorAll("[data-ago]")) {
    const passed = at - Number(element.dataset.ago);
    setText(element, passed < 0 ? `in ${span(-passed)}` : past(passed));
  }
}
setInterval(tick, 1000);

// ---- Appearance: the switch changes the page at once, and the form keeps it.

for (const form of document.querySelectorAll("[data-look]")) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    document.documentElement.dataset[button.name] = button.value;
    for (const other of button.parentElement.children) other.setAttribute("aria-pressed", String(other === button));
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, button)), redirect: "manual" });
  });
}

// ---- Menus close when one looks elsewhere.

const openMenus = () => document.querySelectorAll("details:is(.menu, .places)[open]");
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of openMenus()) { menu.open = false; menu.querySelector("summary").focus(); }
});

// ---- Filters act at once; without this, their button does.

for (const form of document.querySelectorAll("form[data-instant]")) {
  form.addEventListener("change", () => form.requestSubmit());
  for (const button of form.querySelectorAll("[data-plain-only]")) button.hidden = true;
}

// ---- A form is sent once, however often its button is pressed.

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.dataset.sent) { event.preventDefault(); return; }
  event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.sent; });
