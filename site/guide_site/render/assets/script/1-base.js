// Comforts for readers; every page works without. What needs this script is made by it. Parts share `guide`.
"use strict";

const guide = {
  all: (selector, root = document) => [...root.querySelectorAll(selector)],

  // An element with its attributes and children: guide.make("button", { type: "button" }, "Copier").
  make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  },

  // What the frame says of the edition: its number and its day; null for someone signed out.
  edition() {
    const frame = document.querySelector(".cadre-edition");
    return frame && { number: frame.dataset.edition, day: frame.dataset.jour };
  },

  // What is remembered in this browser. Private windows may refuse: nothing is then.
  recall(name, otherwise) {
    try { return JSON.parse(localStorage.getItem(`guide.${name}`)) ?? otherwise; } catch { return otherwise; }
  },
  remember(name, value) {
    try { localStorage.setItem(`guide.${name}`, JSON.stringify(value)); } catch { /* nothing to do */ }
  },

  // A short message, said aloud too, for a moment.
  say(text) {
    if (!guide.message) document.body.append(guide.message = guide.make("p", { class: "avis-copie", role: "status" }));
    guide.message.textContent = text;
    clearTimeout(guide.timer);
    guide.timer = setTimeout(() => { guide.message.textContent = ""; }, 2500);
  },

  // Work that can wait until the page has been shown.
  later(work) {
    if ("requestIdleCallback" in window) requestIdleCallback(work, { timeout: 400 });
    else setTimeout(work);
  },

  // A shortcut of one key. It sleeps while someone types, with a modifier, or when shortcuts are turned off.
  onKey(key, act) {
    addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      if (event.key !== key || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (guide.recall("raccourcis", true) && act() !== false) event.preventDefault();
    });
  },
};
