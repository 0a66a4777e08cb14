// What changes while one looks. Changes are announced, and shown on request, or by themselves where nothing can jump
// under the pointer and nothing that was begun is lost.
"use strict";

const announce = document.querySelector("[data-live]");
const writing = document.querySelector("[data-composer] textarea");
const regions = () => [...document.querySelectorAll("[data-region]")];
const post = (path, fields) => fetch(path, { method: "POST", keepalive: true, body: new URLSearchParams({ form_token: announce.dataset.token, ...fields }) }).catch(() => {});

// ---- Showing the page anew, region by region.

// A form that was refused is shown at an address that only takes forms: the page has another.
const page = announce?.dataset.page || location.href.split("#")[0];

let pending = new Map(), showing = false, isStale = false, isWanted = false, isOver = false;

// A page that shows changes by itself does so at once, and then not again for so long, in milliseconds: many open pages
// would else ask for themselves at each of many changes, and slow down those who make them.
const APART = 2000;

let shown = -Infinity, later;

function showSoon() {
  const wait = shown + APART - performance.now();
  if (!isSafe()) { say(); return; }
  if (later) return;
  if (wait <= 0) { showChanges(); return; }
  later = setTimeout(() => { later = undefined; if (isSafe()) showChanges(); else say(); }, wait);
}

async function showChanges() {
  if (isOver) return;
  if (showing) { isStale = true; return; }
  showing = true;
  const asked = now();
  try {
    const answer = await fetch(page, { headers: { "X-Fragment": "live" } });
    if (isSignIn(answer)) { end(); return; }
    if (answer.redirected) { leave(); return; }
    if (!answer.ok) { say(); return; }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    // The reader may have come to the page meanwhile.
    if (!isWanted && !isSafe()) { say(); return; }
    isWanted = false;
    for (const region of regions()) replace(region, fresh.querySelector(`[data-region="${region.dataset.region}"]`));
    takeVersion(fresh);
    since = Math.max(since, asked);
    if (!isStale) pending.clear();
    say();
  } catch { say(); } finally {
    showing = false;
    shown = performance.now();
    if (isStale) { isStale = false; showSoon(); }
  }
}

function showWanted() {
  isWanted = true;
  showChanges();
}

const isSignIn = (answer) => answer.redirected && new URL(answer.url).pathname === "/signin";

// What was begun goes before all else: nothing of ours leaves a page that holds it.
function leave() {
  if (!isBegun()) location.assign(page);
}

function end() {
  isOver = true;
  hush();
  leave();
  if (isBegun()) announce.replaceChildren(Object.assign(document.createElement("span"), { className: "card", textContent: "Your session is over. Copy what you wrote, then sign in again." }));
}

// What was typed or chosen into a field and not sent yet.
const isUnsent = (field) => field.type === "file" ? field.files.length > 0 : field.value !== field.defaultValue;
const isBegun = () => [...document.querySelectorAll("textarea, input:not([type=hidden], [type=checkbox], [type=radio])")].some((field) => isUnsent(field) || (field.matches("textarea") && field.value));
const unsent = (region) => [...region.querySelectorAll("textarea[id], input[id]:not([type=hidden], [type=checkbox], [type=radio])")].filter(isUnsent);

// What the reader had opened stays open, and what they had begun to write stays: where it has no place any more, all does.
function replace(region, fresh) {
  const name = (where) => where?.querySelector('[name="once"]');
  if (name(region)) name(fresh)?.setAttribute("value", name(region).value);
  if (!fresh || fresh.innerHTML === region.innerHTML) return;
  const kept = unsent(region), place = (field, where) => where.querySelector(`#${CSS.escape(field.id)}`);
  if (!kept.every((field) => place(field, fresh))) return;
  const open = [...region.querySelectorAll("details")].map((one) => one.open);
  const at = region.querySelector(".at .cover")?.getAttribute("href");
  const chosen = [...region.querySelectorAll(".pick :checked")].map((box) => box.name);
  const scrolled = region.scrollTop;
  region.replaceChildren(...fresh.childNodes);
  for (const field of kept) place(field, region).replaceWith(field);
  [...region.querySelectorAll("details")].forEach((one, index) => { one.open = open[index] ?? one.open; });
  if (at) region.querySelector(`.cover[href="${CSS.escape(at)}"]`)?.closest("tr, li").classList.add("at");
  for (const name of chosen) { const box = region.querySelector(`.pick [name="${CSS.escape(name)}"]`); if (box) box.checked = true; }
  region.dispatchEvent(new Event("shown", { bubbles: true }));
  region.scrollTop = scrolled;
}

// The form answers what is on the page now.
function takeVersion(fresh) {
  const version = document.querySelector('[data-composer] [name="version"]'), now = fresh.querySelector('[data-composer] [name="version"]');
  if (version && now) version.value = now.value;
}

const isSafe = () => document.hidden || (
  !writing?.value && !regions().some((one) => one.matches(":hover") || one.contains(document.activeElement) || unsent(one).length)
  && !document.querySelector("dialog[open], [data-region] details[open], [data-region] :checked:not(option)"));

function say() {
  if (isOver) return;
  const own = pending.get(ALL) ?? pending.get(Number(announce.dataset.number));
  const text = own ? `${own} · Show` : pending.size === 1 ? "1 ticket changed · Show" : `${pending.size} tickets changed · Show`;
  if (!pending.size) { announce.replaceChildren(); return; }
  let button = announce.querySelector("button");
  if (!button) {
    button = Object.assign(document.createElement("button"), { className: "primary", type: "button" });
    button.dataset.key = ".";
    button.dataset.command = "Show what has changed";
    button.addEventListener("click", showWanted);
    announce.replaceChildren(button);
  }
  button.textContent = text;
}

// So much changed that it is not told one by one.
const ALL = "all";

function missed() {
  pending.set(ALL, "Much has changed");
  document.dispatchEvent(new Event("news"));
  showSoon();
}

function changed(news) {
  document.dispatchEvent(new Event("news"));
  if (news.number === Number(announce.dataset.number) && Number(document.querySelector("[data-version]")?.dataset.version) >= news.version) return;
  pending.set(news.number, news.what);
  showSoon();
}

// ---- The stream. A hidden page needs none: it catches up when it is looked at. One that was lost is opened anew, from
// what was told last: by itself a browser would ask again for all since the page was opened.

const RETRY = 3000;

let stream, retry, since = Number(new URLSearchParams(announce?.dataset.live.split("?")[1]).get("since"));

function listen() {
  if (stream || document.hidden || isOver) return;
  const address = new URL(announce.dataset.live, location.href);
  address.searchParams.set("since", String(Math.floor(since)));
  stream = new EventSource(address);
  stream.addEventListener("ticket", (event) => { since = now(); changed(JSON.parse(event.data)); });
  stream.addEventListener("missed", () => { since = now(); missed(); });
  stream.addEventListener("present", (event) => present(JSON.parse(event.data)));
  stream.addEventListener("ended", end);
  stream.addEventListener("error", lost);
}

function lost() {
  const isRefused = stream.readyState === EventSource.CLOSED;
  hush();
  retry = setTimeout(listen, isRefused ? 5 * RETRY : RETRY);
  if (isRefused) askWhetherOver();
}

// A stream that is refused does not say why: the page's own address does.
async function askWhetherOver() {
  try { if (isSignIn(await fetch(page, { headers: { "X-Fragment": "live" } }))) end(); } catch { /* it is asked again */ }
}

function hush() {
  clearTimeout(retry);
  stream?.close();
  stream = undefined;
}

function present(people) {
  const line = document.querySelector("[data-present]");
  const words = { viewing: "is looking at this ticket", writing: "is writing", answering: "has answered: it leaves in a moment" };
  if (line) line.textContent = people.map((one) => `${one.name} ${words[one.doing]}.`).join(" ");
}

// ---- Saying that one is here, and keeping what one writes.

let said = 0, lastTyped = -Infinity, unsaved;

function sayPresence() {
  if (document.hidden || !announce.dataset.presence) return;
  const doing = performance.now() - lastTyped < 8000 ? "writing" : "viewing";
  const age = performance.now() - said;
  if (said && age < (doing === "writing" ? 6000 : 25000)) return;
  said = performance.now();
  post(announce.dataset.presence, { doing });
}

function keepDraft() {
  clearTimeout(unsaved);
  unsaved = undefined;
  const form = writing?.form;
  if (form && !form.dataset.sent) post(announce.dataset.draft, { kind: form.elements.kind.value, text: writing.value, then: form.elements.then.value });
}

if (announce) {
  listen();
  document.addEventListener("visibilitychange", () => { if (document.hidden) hush(); else { listen(); if (pending.size && isSafe()) showChanges(); } });
  if (announce.dataset.presence) {
    sayPresence();
    setInterval(sayPresence, 2000);
    window.addEventListener("pagehide", () => { if (unsaved) keepDraft(); post(announce.dataset.presence, { doing: "gone" }); });
  }
  if (announce.dataset.draft) writing?.form.addEventListener("input", () => {
    const began = performance.now() - lastTyped > 8000;
    lastTyped = performance.now();
    if (began) { said = 0; sayPresence(); }
    clearTimeout(unsaved);
    unsaved = setTimeout(keepDraft, 700);
  });
  // Held replies count down; the page is shown anew once one has left.
  setInterval(() => {
    for (const element of document.querySelectorAll("[data-leaves]")) {
      const left = Number(element.dataset.leaves) - now();
      element.textContent = span(left);
      if (left < -600 && !element.dataset.gone) { element.dataset.gone = "yes"; showWanted(); }
    }
  }, 250);
}
