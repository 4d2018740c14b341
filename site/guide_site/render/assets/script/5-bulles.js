// What an acronym or a figure means: a bubble under the pointer, the keyboard's focus or the finger.
(() => {
  const { all, make } = guide;
  const targets = "abbr[title], a.bareme[title]";
  const bubble = make("div", { class: "bulle", role: "tooltip", id: "_bulle", hidden: "" });
  let owner = null;
  let waiting = 0;

  function open(element) {
    clearTimeout(waiting);
    if (owner === element) return;
    close();
    owner = element;
    owner.meaning = owner.title;
    owner.removeAttribute("title"); // or the browser would show its own bubble as well
    owner.setAttribute("aria-describedby", bubble.id);
    bubble.replaceChildren(owner.meaning);
    if (owner.matches("a")) bubble.append(" ", make("a", { href: owner.href, tabindex: "-1" }, "Toutes ses valeurs"));
    bubble.hidden = false;
    place(element.getClientRects()[0]);
  }

  function place(box) {
    const left = Math.min(box.left, document.documentElement.clientWidth - bubble.offsetWidth - 12);
    const above = box.bottom + bubble.offsetHeight + 12 > innerHeight && box.top > bubble.offsetHeight + 12;
    bubble.style.left = `${Math.max(12, left) + scrollX}px`;
    bubble.style.top = `${(above ? box.top - bubble.offsetHeight - 6 : box.bottom + 6) + scrollY}px`;
  }

  function close() {
    clearTimeout(waiting);
    if (!owner) return;
    owner.title = owner.meaning;
    owner.removeAttribute("aria-describedby");
    owner = null;
    bubble.hidden = true;
  }

  const closeSoon = () => { waiting = setTimeout(close, 250); };
  const found = (event) => event.target.closest?.(`${targets}, [aria-describedby="_bulle"]`);

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const element = found(event);
    if (element) open(element);
    else if (event.target.closest?.(".bulle")) clearTimeout(waiting);
    else if (owner && owner !== document.activeElement) closeSoon();
  });
  document.addEventListener("focusin", (event) => { const element = found(event); if (element) open(element); else if (!bubble.contains(event.target)) close(); });
  document.addEventListener("focusout", () => { if (!bubble.matches(":hover")) closeSoon(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });

  // A finger's first touch explains; the bubble then holds the link.
  document.addEventListener("pointerup", (event) => { document.touched = event.pointerType === "touch" ? found(event) : null; });
  document.addEventListener("click", (event) => {
    const element = found(event);
    if (element && (element.tagName === "ABBR" || element === document.touched)) {
      event.preventDefault();
      open(element);
    } else if (!bubble.contains(event.target)) close();
    document.touched = null;
  });

  // The keyboard stops at the first mention of each acronym.
  guide.addStops = (root) => {
    const known = new Set();
    for (const abbr of all(":is(.corps, .annexes-fiche) abbr[title]", root)) {
      if (known.has(abbr.title) || abbr.closest("a, button, summary")) continue;
      known.add(abbr.title);
      abbr.tabIndex = 0;
    }
  };
  guide.later(() => guide.addStops(document));
  document.body.append(bubble);
})();
