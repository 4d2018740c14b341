// Finding one's way: the contents list that follows, columns, tables, filters, the search key.
(() => {
  const { all, make, onKey } = guide;

  // The contents list shows the section being read.
  function followReading() {
    const links = new Map(all(".sommaire a[href^='#']").map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
    const places = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    if (places.length < 2 || !("IntersectionObserver" in window)) return;
    const visible = new Set();
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries) visible[entry.isIntersecting ? "add" : "delete"](entry.target);
      const current = places.filter((place) => visible.has(place)).pop();
      if (current) show(links, links.get(current.id));
    }, { rootMargin: "-10% 0px -80% 0px" });
    places.forEach((place) => observer.observe(place));
  }

  function show(links, current) {
    for (const link of links.values()) link.removeAttribute("aria-current");
    current.setAttribute("aria-current", "true");
    const column = current.closest(".sommaire");
    if (column.scrollHeight <= column.clientHeight) return;
    const offset = current.getBoundingClientRect().top - column.getBoundingClientRect().top;
    if (offset < 40 || offset > column.clientHeight - 60) column.scrollTop += offset - column.clientHeight / 3;
  }

  // Beside the text, the contents list stays open; browsers that can do so by style alone already show it.
  function openContents() {
    const wide = matchMedia("(min-width: 76rem)");
    const list = document.querySelector(".fiche > .sommaire > details");
    if (!list) return;
    const set = () => { list.open = wide.matches; };
    set();
    wide.addEventListener("change", set);
    list.querySelector("summary").addEventListener("click", (event) => { if (wide.matches) event.preventDefault(); });
  }

  // In a long column, the line of this page is in sight.
  function showOwnLine() {
    const column = document.querySelector(".lateral");
    const own = column && column.querySelector("[aria-current]");
    if (!own || column.scrollHeight <= column.clientHeight) return;
    const offset = own.getBoundingClientRect().top - column.getBoundingClientRect().top;
    if (offset > column.clientHeight * 0.8) column.scrollTop = offset - column.clientHeight / 3;
  }

  // Only a table that is larger than its box needs the keyboard to scroll it.
  function releaseTables() {
    for (const box of all(".tableau")) {
      const fits = box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight;
      if (box.clientWidth && fits) box.removeAttribute("tabindex");
    }
  }

  // A field that narrows a long list: sheets of a chapter, rates.
  function addFilter(items, lists, words, before) {
    if (items.length < 30) return;
    const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const texts = items.map((item) => bare(item.querySelector("a").textContent));
    const field = make("input", { type: "search", placeholder: words, "aria-label": words });
    const said = make("p", { class: "hors-vue", role: "status" });
    field.addEventListener("input", () => {
      const wanted = bare(field.value).split(/\s+/).filter(Boolean);
      items.forEach((item, index) => { item.hidden = !wanted.every((word) => texts[index].includes(word)); });
      for (const list of lists) list.closest("section").hidden = !list.querySelector("[data-filtre]:not([hidden])");
      const count = items.filter((item) => !item.hidden).length;
      said.textContent = count > 1 ? `${count} lignes` : count ? "1 ligne" : "Aucune ligne";
    });
    items.forEach((item) => item.setAttribute("data-filtre", ""));
    before.before(make("p", { class: "filtre" }, field), said);
  }

  function addFilters() {
    const lists = all(".fiches");
    if (lists.length) addFilter(all(".fiches > li"), lists, "Filtrer les fiches de ce chapitre", lists[0].parentElement);
    const rates = all(".liste-baremes tbody");
    if (rates.length) addFilter(all("tr", rates[0].closest("main")).filter((row) => row.id), rates, "Filtrer les barèmes", rates[0].closest("section"));
  }

  function goToSearch() {
    const field = document.querySelector(".recherche input[type='search']");
    if (!field) return false;
    field.focus();
    field.select();
  }

  // From an older edition, the same page in the one in force; from anywhere, the same page on another day.
  function leadElsewhere() {
    const path = location.pathname.replace(/^\/(editions\/\d+|le\/[\d-]+)(?=\/)/, "");
    for (const link of all("a[data-meme-page]")) link.href = path + location.hash;
    for (const field of all("input[data-meme-page]")) if (!field.value) field.value = path;
  }

  // Keys of one letter may be turned off, for those who speak to their computer.
  function offerKeys() {
    const place = document.querySelector("#clavier");
    if (!place) return;
    const box = make("input", { type: "checkbox", id: "_raccourcis" });
    box.checked = guide.recall("raccourcis", true);
    box.addEventListener("change", () => guide.remember("raccourcis", box.checked));
    place.append(make("p", {}, box, " ", make("label", { for: box.id }, "Raccourcis d'une seule touche, dans ce navigateur")));
  }

  openContents();
  showOwnLine();
  guide.later(followReading);
  guide.later(releaseTables);
  addFilters();
  leadElsewhere();
  offerKeys();
  onKey("/", goToSearch);
  addEventListener("beforeprint", () => all("main details").forEach((box) => { box.open = true; }));
})();
