"""Legal references: each one a line that leads to its text, or to the search of Légifrance."""

from guide_pipeline.markup.context import MarkupContext
from guide_pipeline.markup.inline import legal_href
from guide_pipeline.markup.text import Write, attribute, escape, keep_article, maybe_link, typeset
from guide_pipeline.model.blocks import Reference


def references_html(references: tuple[Reference, ...], ctx: MarkupContext | None = None) -> str:
    """Legal references as a list, each linked to its text or to the search of Légifrance."""
    parts: list[str] = []
    write_references(references, parts.append, ctx)
    return typeset("".join(parts))


def write_references(
    references: tuple[Reference, ...], write: Write, ctx: MarkupContext | None = None
) -> None:
    """Write legal references as a list; `ctx` knows those that have a bar in the margin."""
    write('<ul class="textes">\n')
    for reference in references:
        write(f"<li{ctx.bar(reference) if ctx else ''}>{_reference(reference)}</li>\n")
    write("</ul>\n")


def _reference(ref: Reference) -> str:
    name = ref.title or ref.code
    if ref.title and ref.code:
        name = f"{ref.title} ({ref.code})"
    if ref.url:
        articles = ", ".join(escape(keep_article(number)) for number in ref.articles)
    else:
        articles = ", ".join(
            f'<a class="loi" href="{attribute(legal_href(ref.code or ref.title, number))}">{escape(keep_article(number))}</a>'
            for number in ref.articles
        )
    url = ref.url or ("" if ref.articles else legal_href(ref.code or ref.title))
    shown = maybe_link(url, name)
    if articles:
        shown += f" : {'article' if len(ref.articles) == 1 else 'articles'} {articles}"
    extra = " · ".join(filter(None, (ref.detail, ref.source)))
    return f'{shown} <span class="precisions">{escape(extra)}</span>' if extra else shown
