// The address of a section, and a passage with its source, to copy.
(() => {
  const { all, make } = guide;
  const article = document.querySelector(".fiche");
  if (!article || !navigator.clipboard) return;
  const title = article.querySelector("h1").textContent.trim();

  async function copy(text, said) {
    try {
      await navigator.clipboard.writeText(text);
      guide.say(said);
    } catch {
      guide.say("Le navigateur n'a pas permis la copie.");
    }
  }

  // The lines that say where a passage comes from. The address is that of the edition: it will always show these words.
  function source(section) {
    const { number, day } = guide.edition() ?? {};
    const name = section?.querySelector("h2, h3, h4, h5, h6")?.getAttribute("aria-label");
    const path = location.pathname.replace(/^\/(editions\/\d+|le\/[\d-]+)(?=\/)/, "");
    const address = number ? `${location.origin}/editions/${number}${path}` : location.href.replace(/#.*/, "");
    const updated = article.querySelector(".dates dd")?.textContent;
    return [
      `${document.querySelector(".marque").textContent.trim()}, « ${title} »${name ? `, ${name}` : ""}`,
      `${number ? `Édition ${number} (à jour au ${day}), f` : "F"}iche à jour au ${updated}`,
      address + (section?.id ? `#${section.id}` : ""),
    ].join("\n");
  }

  function passage(section) {
    const marks = all(".actions-section, .onglets", section);
    marks.forEach((mark) => { mark.hidden = true; });
    const text = section.innerText.trim().replace(/\n{3,}/g, "\n\n");
    marks.forEach((mark) => { mark.hidden = false; });
    return text;
  }

  function addActions(heading) {
    const section = heading.parentElement;
    const name = heading.textContent.trim();
    heading.setAttribute("aria-label", name);
    const link = make("a", { class: "lien-section", href: `#${section.id}`, "aria-label": `Copier l'adresse de « ${name} »`, title: "Copier l'adresse" }, "#");
    link.addEventListener("click", () => copy(link.href, "Adresse copiée"));
    const button = make("button", { type: "button", "aria-label": `Copier le passage « ${name} » avec sa source`, title: "Copier le passage avec sa source" }, "“”");
    button.addEventListener("click", () => copy(`${passage(section)}\n\n${source(section)}`, "Passage et source copiés"));
    heading.append(make("span", { class: "actions-section" }, link, button));
  }

  // A selection in the text offers to be copied with its source.
  const offer = make("button", { type: "button", class: "bouton-extrait", hidden: "" }, "Copier avec la source");
  function follow() {
    const selection = getSelection();
    const text = selection.toString().trim();
    const inside = selection.rangeCount && article.querySelector(".corps").contains(selection.getRangeAt(0).commonAncestorContainer);
    offer.hidden = !inside || text.length < 3;
    if (offer.hidden) return;
    const box = selection.getRangeAt(0).getBoundingClientRect();
    offer.style.left = `${Math.max(8, Math.min(box.left + scrollX, innerWidth - 210))}px`;
    offer.style.top = `${box.bottom + scrollY + 8}px`;
  }
  offer.addEventListener("mousedown", (event) => event.preventDefault());
  offer.addEventListener("click", () => {
    const range = getSelection().getRangeAt(0);
    const start = range.startContainer.nodeType === 1 ? range.startContainer : range.startContainer.parentElement;
    copy(`« ${getSelection().toString().trim()} »\n\n${source(start.closest(".corps section[id]"))}`, "Extrait et source copiés");
    offer.hidden = true;
  });
  document.body.append(offer);
  document.addEventListener("selectionchange", () => { clearTimeout(offer.timer); offer.timer = setTimeout(follow, 150); });

  guide.addActions = (root) => {
    for (const heading of all("section[id] > :is(h2, h3, h4, h5, h6)", root)) {
      if (!heading.classList.contains("cas-titre")) addActions(heading);
    }
  };
  guide.later(() => guide.addActions(article));
})();
