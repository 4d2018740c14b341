"""Who keys answer to on this server."""

from guide_site.state import RelyingParty
from guide_site.web.layout import guide_title
from guide_site.web.services import services


def relying_party() -> RelyingParty:
    """The constant name of guide.toml, the title that browsers show, the addresses where a key may be asked."""
    config = services().config
    return RelyingParty(config.domain, guide_title(), config.origins)
