"""A planned page as bytes. Each kind of page has a template, and a function that says what it shows."""

from collections.abc import Callable, Mapping
from typing import Any

from guide_site.render.assets import asset_bytes
from guide_site.render.context import SiteContext
from guide_site.render.environment import static_environment
from guide_site.render.figures import figures_csv, figures_view, theme_view
from guide_site.render.home import home_of
from guide_site.render.lists import acronyms_view, changes_json, chapter_view, editions_view, news_view
from guide_site.render.plan import PageKind, PagePlan
from guide_site.render.sheet_page import sheet_page

View = Callable[[SiteContext, str], Mapping[str, Any]]


def render_page(context: SiteContext, plan: PagePlan) -> bytes:
    """The content of a planned file: a function of the plan's key alone. KeyError for a subject not there."""
    if plan.kind is PageKind.ASSET:
        return asset_bytes(plan.subject)
    if plan.kind is PageKind.FIGURES:
        return figures_csv(context)
    if plan.kind is PageKind.CHANGES:
        return changes_json(context)
    if plan.kind is PageKind.SHEET:
        return sheet_page(context, plan.subject)
    template, view = _VIEWS[plan.kind]
    page = static_environment().get_template(template)
    html = page.render(
        root="../" * plan.path.count("/"),
        here=plan.path,
        guide_title=context.guide.title,
        notice=context.guide.notice,
        all_chapters=context.guide.chapters,
        **view(context, plan.subject),
    )
    return html.encode()


def _home(context: SiteContext, _: str) -> Mapping[str, Any]:
    return {"home": home_of(context), "chapter_titles": context.markup.chapters}


def _nothing(context: SiteContext, _: str) -> Mapping[str, Any]:
    return {}


def _frame(context: SiteContext, _: str) -> Mapping[str, Any]:
    return {"edition": context.edition, "since": context.editions[0].date}


_VIEWS: dict[PageKind, tuple[str, View]] = {
    PageKind.HOME: ("home.html", _home),
    PageKind.CHAPTER: ("chapter.html", chapter_view),
    PageKind.NEWS: ("news.html", news_view),
    PageKind.RATES: ("rates.html", figures_view),
    PageKind.THEME: ("theme.html", theme_view),
    PageKind.ACRONYMS: ("acronyms.html", acronyms_view),
    PageKind.EDITIONS: ("editions.html", editions_view),
    PageKind.ABOUT: ("about.html", _nothing),
    PageKind.FRAME: ("frame.html", _frame),
    PageKind.OLD_FRAME: ("old_frame.html", _frame),
}
