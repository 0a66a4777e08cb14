// The command palette: what the page's buttons, links and selections do, by name. It presses them, and knows nothing else.
"use strict";

const palette = document.querySelector("#palette");

function commands() {
  const found = [];
  const add = (label, act, key) => found.push({ label, act, key });
  for (const element of document.querySelectorAll("[data-command]")) {
    if (!element.hidden) add(element.dataset.command, () => element.click(), element.dataset.key);
  }
  if (document.querySelector("[data-composer]")) {
    add("Reply", () => press("r"), "r");
    add("Write an internal note", () => press("n"), "n");
  }
  for (const select of document.querySelectorAll("[data-commands]")) {
    for (const option of select.options) if (!option.selected) add(`${select.dataset.commands} ${option.label}`, () => choose(select, option.value));
  }
  for (const link of document.querySelectorAll(".nav a")) add(`Go to ${link.textContent.trim()}`, () => link.click());
  return found;
}

function press(key) {
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}

// What else the form asks for is left to the person; with nothing missing, the choice is sent.
function choose(select, value) {
  for (let around = select.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  select.value = value;
  const missing = [...select.form.elements].find((field) => field.required && !field.value);
  if (missing) missing.focus(); else select.form.requestSubmit();
}

function typed(text) {
  const number = /^#?(\d+)$/.exec(text);
  if (number) return [{ label: `Open ticket #${number[1]}`, act: () => location.assign(`/desk/tickets/${number[1]}`) }];
  return text ? [{ label: `Search for “${text}”`, act: () => location.assign(`/desk?view=all&q=${encodeURIComponent(text)}`) }] : [];
}

if (palette) {
  const input = palette.querySelector("input"), list = palette.querySelector("ul");
  let shown = [], place = 0;

  const show = () => {
    const words = input.value.trim().toLowerCase().split(/\s+/);
    const fits = commands().filter((one) => words.every((word) => one.label.toLowerCase().includes(word)));
    const extra = typed(input.value.trim());
    shown = (extra[0]?.label.startsWith("Open") ? [...extra, ...fits] : [...fits, ...extra]).slice(0, 50);
    place = 0;
    list.replaceChildren(...shown.map((one, index) => {
      const item = document.createElement("li");
      item.id = `palette-${index}`;
      item.setAttribute("role", "option");
      item.append(one.label);
      if (one.key) { const key = document.createElement("kbd"); key.textContent = one.key; item.append(key); }
      item.addEventListener("click", () => run(index));
      return item;
    }));
    mark();
  };
  const mark = () => {
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === place)));
    list.children[place]?.scrollIntoView({ block: "nearest" });
    if (shown.length) input.setAttribute("aria-activedescendant", `palette-${place}`); else input.removeAttribute("aria-activedescendant");
  };
  const run = (index) => { palette.close(); shown[index]?.act(); };

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (palette.open) { palette.close(); return; }
    input.value = "";
    palette.showModal();
    show();
  });
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); place = (place + step + shown.length) % Math.max(1, shown.length); mark(); }
    if (event.key === "Enter") { event.preventDefault(); run(place); }
  });
  palette.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });
}
