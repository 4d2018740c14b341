// What the last update changed, shown in the text itself.
(() => {
  const { make } = guide;
  const article = document.querySelector(".fiche");

  function title(section) {
    const heading = section.querySelector(":scope > :is(h2, h3, h4, h5, h6)");
    return heading?.getAttribute("aria-label") ?? heading?.textContent.trim();
  }

  function offerRedline(line, link) {
    const body = article.querySelector(".corps");
    const button = make("button", { type: "button", class: "lien-bouton", "aria-pressed": "false" }, "Voir les modifications ", make("kbd", {}, "m"));
    const plain = [...body.childNodes];
    let marked = null;

    async function read() {
      const answer = await fetch(link.href, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return [...(page.querySelector(".comparaison")?.childNodes ?? [])];
    }

    // The contents list leads to the same sections in both texts.
    function namePlaces(nodes) {
      const named = new Map(guide.all("section[id]", body).map((section) => [title(section), section.id]));
      for (const section of nodes.flatMap((node) => node.querySelectorAll ? [node, ...node.querySelectorAll("section")] : [])) {
        const id = section.matches("section") && !section.id && named.get(title(section));
        if (id) section.id = id;
        named.delete(title(section));
      }
      return nodes;
    }

    async function toggle() {
      const on = button.getAttribute("aria-pressed") === "false";
      try {
        if (on) marked ??= namePlaces(await read());
      } catch {
        guide.say("Les modifications ne peuvent pas être lues pour le moment.");
        return;
      }
      body.replaceChildren(...(on ? marked : plain));
      article.classList.toggle("texte-revu", on);
      button.setAttribute("aria-pressed", String(on));
      guide.say(on ? "Modifications montrées" : "Texte seul");
    }

    button.addEventListener("click", toggle);
    link.replaceWith(button);
    guide.onKey("m", () => { toggle(); });
  }

  const line = article?.querySelector(".revision");
  const link = line?.querySelector(".voir-revision");
  if (link && location.protocol !== "file:") offerRedline(line, link);
})();
