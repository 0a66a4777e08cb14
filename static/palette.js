// The command palette: what the page's buttons, links and selections do, by name; it presses them, and knows nothing else
// of them. Below stand the tickets, customers and people that the server finds by what is typed.
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
  for (const link of document.querySelectorAll(".sidebar > .nav a")) add(`Go to ${link.title}`, () => link.click());
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

function goTo(address) {
  return () => location.assign(address);
}

const isNumber = (text) => /^#?\d+$/.test(text);

// How many commands stand above what the server found, and how many without a word typed.
const MOST_COMMANDS = 10, MOST = 50;
// A server is asked when the typing rests, in milliseconds.
const REST = 150;

if (palette) {
  const input = palette.querySelector("input"), list = palette.querySelector("ul"), told = palette.querySelector("[role=status]");
  const NOTHING = { text: "", hits: [] };
  let shown = [], place = 0, found = NOTHING, asked, waiting;

  const wanted = () => input.value.trim();
  const isWorthAsking = (text) => text.length > 1 || isNumber(text);

  const ask = async (text) => {
    asked = new AbortController();
    try {
      const answer = await fetch(`/desk/find?q=${encodeURIComponent(text)}`, { signal: asked.signal });
      if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
      const hits = (await answer.json()).map((one) => ({ ...one, act: goTo(one.href) }));
      found = { text, hits };
    } catch (fault) {
      if (fault.name === "AbortError") return;
      found = { ...found, text, isLost: true };
    }
    show();
  };

  const state = (text) => {
    if (found.text !== text || !isWorthAsking(text)) return "";
    if (found.isLost) return "The search does not answer. Try again in a moment.";
    return found.hits.length ? `${found.hits.length} found` : "No ticket, customer or person fits.";
  };

  const item = (one, index) => {
    const line = document.createElement("li"), name = document.createElement("span");
    line.id = `palette-${index}`;
    line.setAttribute("role", "option");
    name.append(one.label);
    if (one.about) { const about = document.createElement("small"); about.textContent = one.about; name.append(about); }
    line.append(name);
    if (one.key) { const key = document.createElement("kbd"); key.textContent = one.key; line.append(key); }
    if (one.kind) { const kind = document.createElement("span"); kind.className = "chip"; kind.textContent = one.kind; line.append(kind); }
    line.addEventListener("click", () => run(index));
    return line;
  };

  // What was found for fewer letters stays until the answer comes, as far as it still fits. A number is a ticket's until
  // the server says that there is none.
  const show = () => {
    const text = wanted(), words = text.toLowerCase().split(/\s+/), isAnswered = found.text === text && !found.isLost;
    const fits = (one) => words.every((word) => one.label.toLowerCase().includes(word));
    const hits = isAnswered ? found.hits : found.hits.filter(fits);
    const here = commands().filter(fits).slice(0, text ? MOST_COMMANDS : MOST);
    const number = text.replace("#", ""), open = isAnswered ? [] : [{ label: `Open ticket #${number}`, act: goTo(`/desk/tickets/${number}`) }];
    const search = text ? [{ label: `Search for “${text}”`, act: goTo(`/desk?view=all&q=${encodeURIComponent(text)}`) }] : [];
    const present = place && shown[place]?.label;
    shown = isNumber(text) ? [...open, ...hits, ...here, ...search] : [...here, ...hits, ...search];
    place = Math.max(0, present ? shown.findIndex((one) => one.label === present) : 0);
    list.replaceChildren(...shown.map(item));
    if (told.textContent !== state(text)) told.textContent = state(text);
    mark();
  };
  const mark = () => {
    [...list.children].forEach((line, index) => line.setAttribute("aria-selected", String(index === place)));
    list.children[place]?.scrollIntoView({ block: "nearest" });
    if (shown.length) input.setAttribute("aria-activedescendant", `palette-${place}`); else input.removeAttribute("aria-activedescendant");
  };
  const run = (index) => { palette.close(); shown[index]?.act(); };
  const begin = () => {
    clearTimeout(waiting);
    asked?.abort();
    place = 0;
    if (isWorthAsking(wanted())) waiting = setTimeout(() => ask(wanted()), REST); else found = NOTHING;
    show();
  };

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (palette.open) { palette.close(); return; }
    input.value = "";
    palette.showModal();
    begin();
  });
  input.addEventListener("input", begin);
  input.addEventListener("keydown", (event) => {
    // These keys belong to who is choosing letters, as one writes Japanese.
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); place = (place + step + shown.length) % Math.max(1, shown.length); mark(); }
    if (event.key === "Enter") { event.preventDefault(); run(place); }
  });
  palette.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });
}
