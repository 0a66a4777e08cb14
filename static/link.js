// A page that a mail leads to: the token behind the # of the address is posted, and leaves the address.
"use strict";

const opening = document.querySelector("[data-mailed-link]");

function open() {
  const token = location.hash.slice(1);
  if (!token) return;
  history.replaceState(null, "", location.pathname);
  opening.hidden = true;
  opening.elements.link.value = token;
  opening.submit();
}

addEventListener("hashchange", open);
open();
