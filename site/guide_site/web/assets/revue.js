// The review works without this script. With it: keys go from change to change and press their buttons, and the page
// says when somebody else has decided something since it was made.
"use strict";

(() => {
  const items = [...document.querySelectorAll(".revue-changement")];
  const form = document.getElementById("_decision");
  const note = document.getElementById("_nouveau");
  const EVERY = 15000;
  const AWAY = 120000;

  const here = () => items.indexOf(document.activeElement.closest(".revue-changement"));

  function go(step) {
    const at = here();
    const next = items[at < 0 ? 0 : Math.min(Math.max(at + step, 0), items.length - 1)];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  }

  function press(box, start) {
    const button = box && box.querySelector(`button[value^="${start}"]`);
    if (button) button.click();
  }

  function explain(item) {
    const box = item.querySelector(".revue-autre");
    if (!box) return;
    box.open = true;
    box.querySelector("textarea").focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) return;
    if (event.key === "j") return go(1);
    if (event.key === "k") return go(-1);
    const item = items[here()];
    if (!item) return;
    if (event.key === "a") press(item, "approuve changement:");
    else if (event.key === "f") press(item.closest(".revue-fiche"), "approuve fiche:");
    else if (event.key === "o") item.querySelector(".revue-voir").click();
    else if (event.key === "r") {
      event.preventDefault();
      explain(item);
    }
  });

  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && items.includes(target)) target.focus({ preventScroll: true });

  // Only while somebody is at the page: asking must not keep the session of an empty chair open.
  let seen = Date.now();
  for (const act of ["keydown", "pointermove", "scroll"]) addEventListener(act, () => (seen = Date.now()), { passive: true });

  async function ask() {
    if (document.hidden || Date.now() - seen > AWAY) return;
    const answer = await fetch(`${form.dataset.etat}?depuis=${form.elements.vu.value}`, { redirect: "error" });
    if (!answer.ok) return;
    const state = await answer.json();
    const replaced = state.proposition !== form.elements.proposition.value;
    const lines = replaced ? ["Ce lot a été ingéré de nouveau : ce que vous lisez n’est plus ce qui serait publié."] : state.decisions;
    if (!lines.length) return;
    note.textContent = `Depuis que cette page est ouverte : ${lines.slice(-3).join(" ; ")}. `;
    const again = document.createElement("a");
    again.href = location.pathname + location.search;
    again.textContent = "Recharger la page";
    note.append(again);
    note.hidden = false;
  }

  if (form && note) setInterval(() => ask().catch(() => {}), EVERY);
})();
