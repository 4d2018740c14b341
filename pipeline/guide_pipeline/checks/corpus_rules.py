"""Everything that `guide check` looks at: files, schema, rules across sheets, rules of writing, spelling."""

from collections.abc import Collection
from pathlib import Path

from guide_pipeline.checks.guide_rules import check_guide
from guide_pipeline.checks.spelling import can_spell, check_spelling, own_words
from guide_pipeline.errors import Issue, sorted_issues
from guide_pipeline.model.guide import Guide
from guide_pipeline.readers.config import GuideConfig
from guide_pipeline.readers.corpus import Corpus, Each, corpus_sources, read_corpus
from guide_pipeline.readers.sources import Sources


def check_corpus(root: Path, config: GuideConfig, *, each: Each = map) -> tuple[Corpus, tuple[Issue, ...]]:
    """Read the whole corpus and run every rule: the corpus and all its issues, sorted (`each`: see read_corpus)."""
    corpus = read_corpus(root, config, each=each, schema=True)
    sources = corpus_sources(root, corpus)
    written = corpus.guide.facts if config.settings.strict_writing else ()
    found = check_guide(corpus.guide, sources, written)
    spelt = spelling_issues(root, config, corpus.guide, corpus.guide.facts, sources)
    return corpus, sorted_issues((*corpus.issues, *found, *spelt))


def spelling_issues(
    root: Path, config: GuideConfig, guide: Guide, sheets: Collection[str], sources: Sources
) -> tuple[Issue, ...]:
    """Words unknown to the dictionary; none where the rules of writing don't bind, or no dictionary is installed."""
    if not config.settings.strict_writing or not sheets or not can_spell():
        return ()
    return check_spelling(guide, sheets, own_words(root), sources)
