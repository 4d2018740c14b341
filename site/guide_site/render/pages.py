"""A planned page as bytes. Each kind of page has a template, and a function that says what it shows."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from markupsafe import escape

from guide_pipeline.model.guide import Notice
from guide_site.render.assets import asset_bytes
from guide_site.render.context import SiteContext
from guide_site.render.environment import static_environment
from guide_site.render.figures import figures_csv, figures_view, theme_view
from guide_site.render.home import home_of
from guide_site.render.lists import acronyms_view, changes_json, chapter_view, editions_view, news_view
from guide_site.render.plan import PageKind, PagePlan
from guide_site.render.sheet_page import sheet_view

View = Callable[[SiteContext, str], Mapping[str, Any]]


def render_page(context: SiteContext, plan: PagePlan) -> bytes:
    """The content of a planned file: a function of the plan's key alone. KeyError for a subject not there."""
    if plan.kind is PageKind.ASSET:
        return asset_bytes(plan.subject)
    if plan.kind is PageKind.FIGURES:
        return figures_csv(context)
    if plan.kind is PageKind.CHANGES:
        return changes_json(context)
    template, view = _VIEWS[plan.kind]
    shown = view(context, plan.subject)
    page = static_environment().get_template(template)
    if plan.kind is PageKind.SHEET:
        before, to_main, to_sidebar, after = _sheet_frame(context.guide.title, context.guide.notice)
        title, main, sidebar = escape(shown["sheet"].title), page.render(shown), shown["sidebar"]
        return "".join((before, title, to_main, main, to_sidebar, sidebar, after)).encode()
    html = page.render(
        root="../" * plan.path.count("/"),
        here=plan.path,
        guide_title=context.guide.title,
        notice=context.guide.notice,
        all_chapters=context.guide.chapters,
        **shown,
    )
    return html.encode()


@lru_cache(maxsize=4)
def _sheet_frame(guide_title: str, notice: Notice) -> tuple[str, ...]:
    """The page around a sheet: up to its title, its main part, its sidebar, and what follows. Thousands share it."""
    mark = "\0"
    html = (
        static_environment()
        .get_template("sheet_frame.html")
        .render(
            root="../",
            here="",
            guide_title=guide_title,
            notice=notice,
            title_mark=mark,
            main_mark=mark,
            sidebar_mark=mark,
        )
    )
    return tuple(html.split(mark))


def _home(context: SiteContext, _: str) -> Mapping[str, Any]:
    return {"home": home_of(context), "chapter_titles": context.markup.chapters}


def _nothing(context: SiteContext, _: str) -> Mapping[str, Any]:
    return {}


def _frame(context: SiteContext, _: str) -> Mapping[str, Any]:
    return {"edition": context.edition, "since": context.editions[0].date}


_VIEWS: dict[PageKind, tuple[str, View]] = {
    PageKind.HOME: ("home.html", _home),
    PageKind.CHAPTER: ("chapter.html", chapter_view),
    PageKind.SHEET: ("sheet.html", sheet_view),
    PageKind.NEWS: ("news.html", news_view),
    PageKind.RATES: ("rates.html", figures_view),
    PageKind.THEME: ("theme.html", theme_view),
    PageKind.ACRONYMS: ("acronyms.html", acronyms_view),
    PageKind.EDITIONS: ("editions.html", editions_view),
    PageKind.ABOUT: ("about.html", _nothing),
    PageKind.FRAME: ("frame.html", _frame),
    PageKind.OLD_FRAME: ("old_frame.html", _frame),
}
