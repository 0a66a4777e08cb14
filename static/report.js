// The report form: what the answers promise, updating while they are given.
"use strict";

const report = document.querySelector("[data-report]");
const offers = report.querySelector("[data-offers]").parentElement;
let latest = 0, waiting;

async function refresh() {
  const mine = ++latest;
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(report)) if (typeof value === "string") fields.append(name, value);
  try {
    const answer = await fetch("/portal/report/preview", { method: "POST", body: fields, headers: { "X-Fragment": "offers" } });
    if (!answer.ok || mine !== latest) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-offers]");
    const present = offers.querySelector("[data-offers]");
    if (fresh && fresh.innerHTML !== present.innerHTML) present.replaceWith(fresh);
  } catch { /* the page still shows what every severity promises */ }
}

report.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(refresh, 250); });
setInterval(refresh, 60000);
for (const button of report.querySelectorAll("[data-plain-only]")) button.hidden = true;
