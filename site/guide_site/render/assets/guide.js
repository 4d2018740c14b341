// Comforts for readers; every page works without. Tabs, contents that follow, copied addresses, '/' to search.
"use strict";

(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Cases become tabs, all but those meant to be read in turn. A link to anything inside a case opens it.
  function makeTabs(group, number) {
    const cases = all(":scope > .cas", group);
    if (cases.length < 2 || group.dataset.affichage === "suite") return;
    const bar = document.createElement("div");
    bar.className = "onglets";
    bar.setAttribute("role", "tablist");
    bar.setAttribute("aria-label", "Situations");
    const tabs = cases.map((panel, index) => makeTab(panel, `_onglet-${number}-${index}`));
    bar.append(...tabs);
    bar.addEventListener("keydown", (event) => moveFocus(event, tabs));
    group.prepend(bar);
    group.classList.add("avec-onglets");
    group.selectCase = (chosen) => cases.forEach((panel, index) => {
      const on = panel === chosen;
      panel.hidden = !on;
      tabs[index].setAttribute("aria-selected", String(on));
      tabs[index].tabIndex = on ? 0 : -1;
    });
    group.selectCase(cases[0]);
  }

  function makeTab(panel, id) {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = id;
    tab.setAttribute("role", "tab");
    tab.textContent = panel.querySelector(".cas-titre").textContent;
    if (!panel.id) panel.id = `${id}-cas`;
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", id);
    panel.tabIndex = 0;
    tab.addEventListener("click", () => panel.parentElement.selectCase(panel));
    return tab;
  }

  function moveFocus(event, tabs) {
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const at = tabs.indexOf(document.activeElement);
    let next = null;
    if (event.key in steps) next = (at + steps[event.key] + tabs.length) % tabs.length;
    if (event.key === "Home") next = 0;
    if (event.key === "End") next = tabs.length - 1;
    if (next === null) return;
    event.preventDefault();
    tabs[next].focus();
    tabs[next].click();
  }

  function openTarget() {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    let hidden = false;
    for (let node = target; node; node = node.parentElement) {
      if (node.matches(".avec-onglets > .cas")) {
        hidden = hidden || node.hidden;
        node.parentElement.selectCase(node);
      }
      if (node.tagName === "DETAILS" && !node.open) hidden = node.open = true;
    }
    if (hidden) target.scrollIntoView();
  }

  // The address of a section, to copy.
  function addSectionLinks() {
    for (const heading of all(".corps section[id] > :is(h2, h3, h4, h5, h6), .rubrique[id] > h2")) {
      if (heading.classList.contains("cas-titre")) continue;
      const link = document.createElement("a");
      link.className = "lien-section";
      link.href = `#${heading.parentElement.id}`;
      link.textContent = "#";
      link.setAttribute("aria-label", `Copier l'adresse de « ${heading.textContent.trim()} »`);
      link.addEventListener("click", () => copyAddress(link));
      heading.append(link);
    }
  }

  async function copyAddress(link) {
    if (!navigator.clipboard) return;
    await navigator.clipboard.writeText(link.href);
    const said = document.createElement("span");
    said.className = "copie";
    said.setAttribute("role", "status");
    said.textContent = "Adresse copiée";
    link.after(said);
    setTimeout(() => said.remove(), 2000);
  }

  // The contents list shows the section being read.
  function followReading() {
    const links = new Map(all(".sommaire a[href^='#']").map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
    const places = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    if (places.length < 2 || !("IntersectionObserver" in window)) return;
    const visible = new Set();
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries) visible[entry.isIntersecting ? "add" : "delete"](entry.target);
      const current = places.filter((place) => visible.has(place)).pop();
      if (!current) return;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(current.id).setAttribute("aria-current", "true");
    }, { rootMargin: "-10% 0px -80% 0px" });
    places.forEach((place) => observer.observe(place));
  }

  // Beside the text, the contents list stays open; browsers that can do so by style alone already show it.
  function openContents() {
    const wide = matchMedia("(min-width: 78rem)");
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

  // Only a table that is wider than its box needs the keyboard to scroll it.
  function releaseTables() {
    for (const box of all(".tableau")) {
      if (box.clientWidth && box.scrollWidth <= box.clientWidth) box.removeAttribute("tabindex");
    }
  }

  // A field that narrows a long list of sheets.
  function addFilter() {
    const items = all(".fiches > li");
    const first = document.querySelector(".fiches");
    if (items.length < 30) return;
    const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const words = items.map((item) => bare(item.querySelector("a").textContent));
    const box = document.createElement("p");
    box.className = "filtre";
    const field = document.createElement("input");
    field.type = "search";
    field.placeholder = "Filtrer les fiches de ce chapitre";
    field.setAttribute("aria-label", field.placeholder);
    field.addEventListener("input", () => {
      const wanted = bare(field.value).split(/\s+/).filter(Boolean);
      items.forEach((item, index) => { item.hidden = !wanted.every((word) => words[index].includes(word)); });
      for (const list of all(".fiches")) list.parentElement.hidden = !list.querySelector(":scope > li:not([hidden])");
    });
    box.append(field);
    first.parentElement.before(box);
  }

  function searchOnSlash(event) {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const field = document.querySelector(".recherche input[type='search']");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  }

  // From an older edition, the same page in the one in force.
  function leadToCurrent() {
    const path = location.pathname.replace(/^\/editions\/\d+/, "");
    for (const link of all("a[data-meme-page]")) link.href = path + location.hash;
  }

  all(".alternatives").forEach(makeTabs);
  addSectionLinks();
  openContents();
  showOwnLine();
  followReading();
  releaseTables();
  addFilter();
  leadToCurrent();
  openTarget();
  addEventListener("hashchange", openTarget);
  addEventListener("keydown", searchOnSlash);
  addEventListener("beforeprint", () => all("main details").forEach((box) => { box.open = true; }));
})();
