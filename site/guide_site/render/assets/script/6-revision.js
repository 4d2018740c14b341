// What the last update changed, shown in the text itself.
(() => {
  const { make } = guide;
  const article = document.querySelector(".fiche");

  function offerRedline(line, link) {
    const body = article.querySelector(".corps");
    const button = make("button", { type: "button", class: "lien-bouton", "aria-pressed": "false" }, "Montrer dans le texte ", make("kbd", {}, "m"));
    const plain = [...body.childNodes];
    let marked = null;

    async function read() {
      const answer = await fetch(link.href, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return [...(page.querySelector(".comparaison")?.childNodes ?? [])];
    }

    async function toggle() {
      const on = button.getAttribute("aria-pressed") === "false";
      try {
        if (on) marked ??= await read();
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
    link.before(button);
    guide.onKey("m", () => { toggle(); });
  }

  const line = article?.querySelector(".revision");
  const link = line?.querySelector(".voir-revision");
  if (link && location.protocol !== "file:") offerRedline(line, link);
  if (line && line.dataset.edition === guide.edition()?.number) line.querySelector("[data-dans-cette-edition]").hidden = false;
})();
