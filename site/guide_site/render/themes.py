"""Rates by theme: most themes are chapters, by their slug; a theme may also be a name of its own."""

from dataclasses import dataclass

from guide_pipeline.model.guide import Guide, Rate, theme_slug


@dataclass(frozen=True, slots=True)
class Theme:
    """Rates that belong together."""

    slug: str
    title: str
    rates: tuple[Rate, ...]


def themes_of(guide: Guide) -> dict[str, Theme]:
    """Themes by slug: the chapters' in their order, then the others as they come. None is empty."""
    grouped: dict[str, list[Rate]] = {theme_slug(chapter.slug): [] for chapter in guide.chapters}
    titles = {theme_slug(chapter.slug): chapter.title for chapter in guide.chapters}
    for rate in guide.rates.values():
        slug = theme_slug(rate.theme)
        grouped.setdefault(slug, []).append(rate)
        titles.setdefault(slug, rate.theme.capitalize() or "Autres barèmes")
    return {slug: Theme(slug, titles[slug], tuple(rates)) for slug, rates in grouped.items() if rates}
