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

// What is typed into a draft is kept from the first key on; the page says so, and says when another window was quicker.
for (const form of document.querySelectorAll("form[data-keep]")) {
  const status = form.querySelector("[data-keeping]");
  const version = form.elements.version;
  let waiting, sending = false, again = false;
  const keep = async () => {
    clearTimeout(waiting);
    if (form.dataset.sent) return;
    if (sending) { again = true; return; }
    sending = true;
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true });
      if (answer.ok) { version.value = (await answer.json()).version; status.textContent = form.dataset.kept; }
      else status.textContent = answer.status === 409 ? form.dataset.conflict : form.dataset.away;
    } catch { status.textContent = form.dataset.away; again = true; }
    sending = false;
    if (again) { again = false; waiting = setTimeout(keep, 3000); }
  };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(keep, 400); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && waiting) keep(); });
}

// Files can be dropped on their form, and a long upload says how far it is.
for (const form of document.querySelectorAll("form[data-upload]")) {
  const files = form.querySelector("input[type=file]");
  const progress = form.querySelector("[data-progress]");
  progress.textContent = form.dataset.drop;
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    files.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (sent) => {
      progress.textContent = form.dataset.sending.replace("{percent}", Math.floor(100 * sent.loaded / (sent.total || 1)));
    });
    // The answer is the page itself, with what was refused or the papers that are kept now.
    request.addEventListener("load", () => {
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      document.title = page.title;
      document.querySelector("main").replaceWith(page.querySelector("main"));
      document.querySelector(".error-summary, main")?.focus();
    });
    request.addEventListener("error", () => HTMLFormElement.prototype.submit.call(form));
    request.open("POST", form.action);
    request.send(new FormData(form));
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
