// The report reads without this script. With it: j and k go from change to change, and a link to a change that
// stands in a folded part unfolds it; a button shows both states of each sheet side by side.
"use strict";

let places = [];

function findPlaces() {
  const within = document.body.classList.contains("cote-a-cote") ? ".volet" : ".texte:not(.volet)";
  places = [];
  for (const mark of document.querySelectorAll(`${within} ins, ${within} del, ${within} .forme`)) {
    const place = mark.closest("p, li, td, th, h4, h5, h6, dt, dd, figcaption") || mark;
    if (places[places.length - 1] !== place) places.push(place);
  }
}

findPlaces();

let current = -1;

function unfold(element) {
  for (let box = element.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
}

// What stands next to where the reader is, should they have scrolled since the last key.
function nextIndex(step) {
  const place = places[current];
  if (place) {
    const top = place.getBoundingClientRect().top;
    if (top > -1 && top < window.innerHeight) return current + step;
  }
  const below = places.findIndex((p) => p.getBoundingClientRect().top > 0 && p.offsetParent);
  if (below < 0) return step > 0 ? places.length : places.length - 1;
  return step > 0 ? below : below - 1;
}

function go(step) {
  const index = Math.min(Math.max(nextIndex(step), 0), places.length - 1);
  if (places[current]) places[current].classList.remove("courant");
  current = index;
  const place = places[index];
  if (!place) return;
  unfold(place);
  place.classList.add("courant");
  place.scrollIntoView({ block: "center" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") go(1);
  if (event.key === "k") go(-1);
});

function unfoldTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  unfold(target);
  target.scrollIntoView();
}

// Each text twice: on the left without what comes, on the right without what goes.
const twice = document.getElementById("cote-a-cote");

function pane(text, state, name) {
  const copy = text.cloneNode(true);
  copy.className = `texte volet ${state}`;
  for (const element of copy.querySelectorAll("[id]")) element.removeAttribute("id");
  copy.querySelectorAll(state === "avant" ? "ins" : "del").forEach((mark) => mark.remove());
  for (const element of copy.querySelectorAll("p, li, tr, dt, dd, h4, h5, h6, .note, .contact, .formulaire, .ressource")) {
    if (!element.textContent.trim()) element.remove();
  }
  const title = document.createElement("p");
  title.className = "volet-titre";
  title.textContent = name;
  copy.prepend(title);
  return copy;
}

function split(text) {
  const both = document.createElement("div");
  both.className = "volets";
  both.append(pane(text, "avant", "Avant"), pane(text, "apres", "Après"));
  text.after(both);
}

if (twice) {
  twice.hidden = false;
  twice.addEventListener("click", () => {
    const on = twice.getAttribute("aria-pressed") !== "true";
    twice.setAttribute("aria-pressed", String(on));
    document.body.classList.toggle("cote-a-cote", on);
    if (places[current]) places[current].classList.remove("courant");
    if (on && !document.querySelector(".volets")) document.querySelectorAll(".texte").forEach(split);
    current = -1;
    findPlaces();
  });
}

window.addEventListener("hashchange", unfoldTarget);
unfoldTarget();
