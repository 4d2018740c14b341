// In the column beside a sheet, which ones the edition added or changed. A small file of the edition says so: it is asked
// for once, and kept as long as the tab.
(() => {
  const lines = guide.all(".dossier-ouvert ul a[href]");
  const edition = guide.edition();
  if (!edition || !lines.length || location.protocol === "file:") return;
  const address = new URL("../changements.json", location.href).pathname;
  const known = `${edition.number} ${address}`;

  async function changes() {
    try {
      const kept = JSON.parse(sessionStorage.getItem("guide.changements"));
      if (kept?.de === known) return kept.groupes;
    } catch { /* asked for again */ }
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const groups = await answer.json();
    try { sessionStorage.setItem("guide.changements", JSON.stringify({ de: known, groupes: groups })); } catch { /* asked for each time */ }
    return groups;
  }

  async function mark() {
    const sheets = new Map(lines.map((line) => [decodeURIComponent(line.getAttribute("href")).replace(/\.html$/, ""), line]));
    for (const { genre, nom, fiches } of await changes()) {
      for (const id of fiches) sheets.get(id)?.append(" ", guide.make("span", { class: `marque-${genre} evenement` }, nom));
    }
  }

  guide.later(() => mark().catch(() => { /* the list stays as it is */ }));
})();
