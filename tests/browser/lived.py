"""A guide that people have used: someone is locked out, has a key and was sent a link, another reads, notes, searches."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import create_engine

from guide_pipeline.editions.store import EditionStore
from guide_site.personal.following import bind
from guide_site.state import CallBack, CodePurpose, NotePlace, Preferences, Role, Scope, State
from guide_site.state.acts.help_desk import CHECKLIST
from guide_site.state.key_values import NewKey
from guide_site.state.keys import insert_key

Seen = Iterable[tuple[int, str, str]]
"""Edition, sheet, anchor ('' for the whole sheet) of what was noted, kept as a favourite and read."""


def live_in(store: EditionStore, state: State, url: str, password: str, admin: str, seen: Seen) -> str:
    """Lise keeps notes on `seen`; Luc is locked out and has a key. Returns the secret of the link that Luc was sent.

    `url` is that of the state's database, `admin` who looks after them.
    """
    lise = state.add_user("lise", password, Role.AGENT, "Lise Martin", "lise@exemple.fr")
    for edition, sheet, anchor in seen:
        binding, title = bind(store, edition, sheet, anchor)
        place = NotePlace(sheet, anchor, binding.digest, edition, title)
        state.add_note(lise.id, place, "À revoir avec la famille à la prochaine visite.\nDeux lignes.")
        state.add_favourite(lise.id, sheet, edition)
        state.record_reading(lise.id, sheet, edition)
    state.set_preferences(lise.id, Preferences(digest=True))
    state.make_feed_key(lise.id)

    luc = state.add_user("luc", password, Role.AGENT, "Luc Dupont", "luc@exemple.fr")
    invitation = state.invite("luc", by=admin)
    engine = create_engine(url)
    with engine.begin() as connection:
        key = NewKey("dW5lIGNsZQ", "cHVibGlxdWU", 0, True)
        insert_key(connection, luc, key, "Clé de bureau", datetime.now(UTC))
    engine.dispose()
    for _ in range(3):
        state.sign_in("luc", "ce n'est pas la phrase")
    called = CallBack("01 23 45 67 89", CHECKLIST, "Voix reconnue.")
    state.give_code("luc", CodePurpose.ACCOUNT, called, by=admin)

    state.add_token(admin, "Tableau de bord", frozenset({Scope.REPORTS}), 30, by=admin)
    state.count_searches({"rsa jeune": (4, 4), "mariage": (9, 0), "aide pour le loyer": (3, 1)})
    return invitation
