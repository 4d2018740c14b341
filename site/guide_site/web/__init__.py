"""The web application: who may come in, and what they are given.

It shows what the pipeline has made (trees of pages, indexes, reports) and writes only to the state
(`guide_site.state`). Every address declares the right it needs; one that declares none answers nobody.
"""

from guide_site.web.app import create_app, guide_app
from guide_site.web.config import WebConfig

__all__ = ["WebConfig", "create_app", "guide_app"]
