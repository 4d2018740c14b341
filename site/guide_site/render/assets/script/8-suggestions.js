// Suggestions below every search field; the field works without. Arrows choose, Enter goes, Escape closes.
(() => {
  if (!guide.edition()) return; // signed out, or read from files: nobody would answer
  const NAMES = { fiche: "Fiche", section: "Section", sigle: "Sigle", chiffre: "Chiffre" };
  const WAIT = 90;

  function equip(form, number) {
    const field = form.querySelector("input[type='search']");
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.id = `_suggestions-${number}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    list.hidden = true;
    form.append(list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id],
      ["aria-expanded", "false"]]) field.setAttribute(name, value);
    const old = new URL(form.action).pathname.match(/^\/editions\/(\d+)\//);
    const edition = old ? `&edition=${old[1]}` : "";
    let timer = 0, asked = null, chosen = -1;

    const options = () => [...list.children];
    const close = () => {
      list.hidden = true;
      chosen = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };
    const choose = (index) => {
      chosen = index;
      options().forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
      if (index < 0) return field.removeAttribute("aria-activedescendant");
      field.setAttribute("aria-activedescendant", options()[index].id);
      options()[index].scrollIntoView({ block: "nearest" });
    };
    const show = (rows) => {
      list.replaceChildren(...rows.map((row, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.adresse = row.adresse;
        for (const [name, text] of [["nature", NAMES[row.nature]], ["texte", row.texte], ["detail", row.detail]]) {
          if (!text) continue;
          const part = document.createElement("span");
          part.className = `suggestion-${name}`;
          part.textContent = text;
          option.append(part, " ");
        }
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => location.assign(row.adresse));
        return option;
      }));
      list.hidden = !rows.length;
      field.setAttribute("aria-expanded", String(rows.length > 0));
      choose(-1);
    };
    const ask = async () => {
      asked?.abort();
      const typed = field.value.trim();
      if (typed.length < 2) return close();
      asked = new AbortController();
      try {
        const address = `/api/suggestions?q=${encodeURIComponent(typed)}${edition}`;
        const answer = await fetch(address, { signal: asked.signal });
        if (answer.ok && document.activeElement === field) show((await answer.json()).suggestions);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    };
    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
    field.addEventListener("blur", () => { clearTimeout(timer); asked?.abort(); close(); });
    form.addEventListener("submit", () => { clearTimeout(timer); asked?.abort(); close(); });
    field.addEventListener("keydown", (event) => {
      const count = list.hidden ? 0 : options().length;
      if (event.key === "ArrowDown" && !count) ask();
      if (!count || event.isComposing) return;
      if (event.key === "ArrowDown") choose(chosen + 1 < count ? chosen + 1 : -1);
      else if (event.key === "ArrowUp") choose(chosen < 0 ? count - 1 : chosen - 1);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" && chosen >= 0) location.assign(options()[chosen].dataset.adresse);
      else return;
      event.preventDefault();
    });
  }

  // On the page of results, arrows go from one result to the next when nothing is being typed.
  function walkResults(event) {
    const links = [...document.querySelectorAll(".resultats h2 a")];
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (!links.length || !(event.key in steps) || event.target.closest("input, textarea, select")) return;
    const at = links.indexOf(document.activeElement);
    if (at < 0) return;
    const next = links[at + steps[event.key]];
    event.preventDefault();
    (next ?? document.querySelector(".recherche input[type='search']")).focus();
  }

  [...document.querySelectorAll("form.recherche")].forEach(equip);
  addEventListener("keydown", walkResults);
})();
