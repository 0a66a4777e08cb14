// Mentioning colleagues in a note: @ and some letters offer the people who can read it.
"use strict";

const noteText = document.querySelector("[data-composer] textarea");
const offers = document.querySelector("#mention-list");
const colleagues = [...document.querySelectorAll("#colleagues option")].map((option) => ({ email: option.value, name: option.label }));
let offered = [], offeredAt = 0;

// What is typed of a mention before the cursor; nothing in a public reply, where it would only be text.
function begun() {
  if (noteText.form.elements.kind.value !== "note") return null;
  return /(?:^|[\s(])@([\p{L}\d._-]*)$/u.exec(noteText.value.slice(0, noteText.selectionStart));
}

function hideOffers() {
  offered = [];
  offers.hidden = true;
  noteText.removeAttribute("aria-activedescendant");
}

function offer() {
  const typed = begun()?.[1].toLowerCase();
  if (typed === undefined) { hideOffers(); return; }
  const fits = (one) => one.email.startsWith(typed) || one.name.toLowerCase().split(/\s+/).some((word) => word.startsWith(typed));
  offered = colleagues.filter(fits).slice(0, 8);
  offeredAt = 0;
  offers.replaceChildren(...offered.map((one, index) => {
    const item = document.createElement("li");
    item.id = `mention-${index}`;
    item.setAttribute("role", "option");
    item.textContent = `${one.name} (${one.email})`;
    item.addEventListener("mousedown", (event) => { event.preventDefault(); mention(one); });
    return item;
  }));
  if (!offered.length) { hideOffers(); return; }
  offers.hidden = false;
  markOffer();
}

function markOffer() {
  [...offers.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === offeredAt)));
  noteText.setAttribute("aria-activedescendant", `mention-${offeredAt}`);
}

function mention(one) {
  const typed = begun();
  if (!typed) return;
  const end = noteText.selectionStart;
  noteText.setRangeText(`@${one.email} `, end - typed[1].length - 1, end, "end");
  hideOffers();
  noteText.dispatchEvent(new Event("input", { bubbles: true }));
}

if (noteText && offers) {
  noteText.addEventListener("input", offer);
  noteText.addEventListener("blur", hideOffers);
  noteText.addEventListener("keydown", (event) => {
    if (!offered.length || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { offeredAt = (offeredAt + step + offered.length) % offered.length; markOffer(); }
    else if (event.key === "Enter" || event.key === "Tab") mention(offered[offeredAt]);
    else if (event.key === "Escape") hideOffers();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
