"""The state of people (accounts, decisions, trail) of the guide in hand, opened for one command."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from guide_pipeline.readers.config import GuideConfig

if TYPE_CHECKING:
    from guide_site.state.store import State


@contextmanager
def open_people(root: Path, config: GuideConfig) -> "Iterator[State]":
    """The state of a guide: its `base-de-donnees` setting, or the SQLite file in `var/`; tables made if missing."""
    from guide_site.state.policy import policy_of
    from guide_site.state.store import default_url, open_state

    policy = policy_of(config.settings.access)
    state = open_state(config.settings.database or default_url(root), policy=policy)
    try:
        if not state.has_schema():
            state.create_schema()
        yield state
    finally:
        state.close()
