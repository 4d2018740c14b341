// One's own: favourite and notes on the page of a sheet, what was read last on the home page. Asked of the server once
// the page is there; the server remembers that the sheet was read, unless its reader doesn't want that.
(() => {
  const { all, make } = guide;
  const token = document.querySelector(".cadre-menu input[name='jeton']")?.value;
  const article = document.querySelector(".fiche");
  const home = document.querySelector("[data-dernieres-lues]");
  if (!token || /^\/(editions|le)\//.test(location.pathname)) return;

  async function ask(address, body) {
    const headers = { "X-Jeton": token, Accept: "application/json" };
    const answer = await fetch(address, { method: body ? "POST" : "GET", body, headers, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    return answer.json();
  }

  // -- a sheet

  const states = (note) => [
    note.perdue && `La section « ${note.titre} » a été retirée.`,
    !note.perdue && note.deplacee && "La section a été déplacée ; votre note l'a suivie.",
    !note.perdue && note.modifiee && "Le texte a changé depuis que vous avez écrit cette note.",
  ].filter(Boolean);

  function showNote(note, address) {
    const section = note.ancre && document.getElementById(note.ancre);
    const box = make("aside", { class: "note-perso", "aria-label": "Ma note" });
    box.append(make("p", { class: "note-perso-tete" }, "Ma note "), make("p", { class: "note-perso-texte" }, note.texte));
    box.firstChild.append(make("a", { href: `${address}#note-${note.id}` }, "Modifier"));
    for (const text of states(note)) box.append(make("p", { class: "note-perso-etat" }, text));
    if (section) section.firstElementChild.after(box);
    else article.querySelector(".titre-page").append(box);
  }

  function showFavourite(sheet, link, on) {
    const button = make("button", { type: "button", class: "lien-bouton", "aria-pressed": String(on) });
    const show = (kept) => {
      button.setAttribute("aria-pressed", String(kept));
      button.replaceChildren(make("span", { "aria-hidden": "true" }, kept ? "★ " : "☆ "), "Favori");
    };
    show(on);
    button.addEventListener("click", async () => {
      const wanted = button.getAttribute("aria-pressed") === "false";
      try {
        await ask(`/fiches/${sheet}/favori`, new URLSearchParams({ valeur: wanted ? "oui" : "non" }));
        show(wanted);
        guide.say(wanted ? "Dans vos favoris" : "Retirée de vos favoris");
      } catch {
        guide.say("Le favori ne peut pas être changé pour le moment.");
      }
    });
    link.before(button);
  }

  async function readSheet() {
    const sheet = article.dataset.fiche;
    const link = article.querySelector("[data-personnel]");
    try {
      const own = await ask(`/fiches/${sheet}/lecture`, new URLSearchParams());
      showFavourite(sheet, link, own.favori);
      link.textContent = own.notes.length ? `Mes notes (${own.notes.length})` : "Écrire une note";
      own.notes.reverse().forEach((note) => showNote(note, link.getAttribute("href")));
    } catch { /* the link stays as it is */ }
    for (const heading of all(".corps section[id] > :is(h2, h3, h4, h5, h6)")) {
      const name = heading.getAttribute("aria-label") ?? heading.textContent.trim();
      const address = `${link.getAttribute("href")}?ancre=${encodeURIComponent(heading.parentElement.id)}#ecrire`;
      heading.querySelector(".actions-section")?.append(make("a", { class: "lien-section", href: address, title: "Écrire une note ici", "aria-label": `Écrire une note sur « ${name} »` }, "✎"));
    }
  }

  // -- the home page

  async function showRead() {
    const own = await ask("/mes-fiches/resume.json").catch(() => null);
    if (!own || !(own.lues.length || own.changees)) return;
    if (own.changees) {
      const words = own.changees > 1 ? `${own.changees} fiches que vous suivez ont changé` : "Une fiche que vous suivez a changé";
      home.append(make("h2", {}, "Depuis votre dernière visite"), make("p", {}, make("a", { class: "suite", href: "/mes-fiches" }, words)));
    }
    if (own.lues.length) {
      const lines = own.lues.map(({ id, titre }) => make("li", {}, make("a", { href: `fiches/${encodeURIComponent(id)}.html` }, titre)));
      home.append(make("h2", {}, "Lues récemment"), make("ul", {}, ...lines));
    }
    home.hidden = false;
  }

  const soon = window.requestIdleCallback ?? ((act) => setTimeout(act, 300));
  if (article) soon(readSheet);
  else if (home) soon(showRead);
})();
