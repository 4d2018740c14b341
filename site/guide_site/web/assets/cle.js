// Security keys (WebAuthn). A form with data-cle="URL" asks the browser for a key: options come from URL/options, the
// answer goes to URL. Without this script, or without a key, the other ways in stay. No secret passes through here:
// the PIN is typed in the browser's own window, and never leaves the key.
(() => {
  "use strict";
  const forms = document.querySelectorAll("form[data-cle]");
  const domain = document.querySelector("[data-domaine]")?.dataset.domaine ?? "";
  const here = location.hostname;
  const inDomain = here === domain || here.endsWith("." + domain);
  const able = Boolean(window.PublicKeyCredential?.parseCreationOptionsFromJSON);

  const say = (form, text) => {
    const place = form.querySelector("[data-etat]");
    place.textContent = text;
    place.hidden = !text;
  };

  const send = async (form, url, fields) => {
    const body = new URLSearchParams(new FormData(form));
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
    const content = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(content.erreur || "Le serveur n'a pas répondu comme prévu : rechargez la page.");
    return content;
  };

  const ask = async (options, create) => {
    if (create) {
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
      return navigator.credentials.create({ publicKey });
    }
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    return navigator.credentials.get({ publicKey });
  };

  const REASONS = {
    NotAllowedError: "La clé n'a pas répondu : elle a été retirée, le code n'a pas été donné, ou l'attente a été trop longue.",
    InvalidStateError: "Cette clé est déjà enregistrée pour ce compte.",
    NotSupportedError: "Cette clé ne convient pas : il faut une clé FIDO2 protégée par un code.",
    SecurityError: "Cette adresse n'est pas celle du guide : aucune clé n'y répond.",
  };

  const run = async (form) => {
    const url = form.dataset.cle;
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    say(form, "Touchez votre clé et donnez son code dans la fenêtre du navigateur…");
    try {
      const options = await send(form, url + "/options", {});
      const key = await ask(options, form.hasAttribute("data-cle-nouvelle"));
      const done = await send(form, url, { reponse: JSON.stringify(key.toJSON()) });
      location.assign(done.suite);
    } catch (error) {
      say(form, REASONS[error.name] || error.message);
      button.disabled = false;
    }
  };

  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run(form);
    });
    if (!able) say(form, "Ce navigateur ne sait pas lire une clé de sécurité : mettez-le à jour.");
    else if (!inDomain) say(form, `Les clés répondent à l'adresse ${domain} seulement : ouvrez le guide à cette adresse.`);
    form.querySelector("button[type=submit]").disabled = !able || !inDomain;
  }
})();
