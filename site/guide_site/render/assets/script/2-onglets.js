// Cases become tabs, all but those meant to be read in turn. A link to anything inside a case opens it.
(() => {
  const { all, make } = guide;

  function makeTabs(group, number) {
    const cases = all(":scope > .cas", group);
    if (cases.length < 2 || group.dataset.affichage === "suite") return;
    const bar = make("div", { class: "onglets", role: "tablist", "aria-label": "Situations" });
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
    stack(bar);
    addEventListener("resize", () => stack(bar));
  }

  // Tabs that don't fit on a line are piled.
  function stack(bar) {
    bar.classList.remove("en-pile");
    const tops = new Set([...bar.children].map((tab) => tab.offsetTop));
    bar.classList.toggle("en-pile", tops.size > 1);
    bar.setAttribute("aria-orientation", tops.size > 1 ? "vertical" : "horizontal");
  }

  function makeTab(panel, id) {
    const tab = make("button", { type: "button", id, role: "tab" }, panel.querySelector(".cas-titre").textContent);
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

  guide.makeTabs = (root) => all(".alternatives", root).forEach(makeTabs);
  guide.makeTabs(document);
  openTarget();
  addEventListener("hashchange", openTarget);
})();
