// Comfort only: every page works without this file.
"use strict";

// After a form that was not right, the reader begins at the list of what is wrong.
document.querySelector(".error-summary")?.focus();

// Leaving quickly: the page is replaced, so that the way back does not lead here; Escape three times does the same.
const exit = document.querySelector("[data-exit]");
if (exit) {
  const leave = () => { document.body.hidden = true; location.replace(exit.href); };
  let presses = 0;
  exit.addEventListener("click", (event) => { event.preventDefault(); leave(); });
  document.addEventListener("keydown", (event) => {
    presses = event.key === "Escape" ? presses + 1 : 0;
    if (presses === 3) leave();
  });
}

// A second press of a button while the first is under way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});

// A live page is told when it has changed, and fetches itself anew; where it was read and what had the focus stay.
const live = document.querySelector("[data-live]");
if (live && window.EventSource) {
  new EventSource(live.dataset.live).addEventListener("changed", async () => {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
    if (fresh) live.replaceChildren(...fresh.childNodes);
  });
}
