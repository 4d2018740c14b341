"""Everything that `guide check` looks at: files, schema, rules across sheets."""

from pathlib import Path

from guide_pipeline.checks.guide_rules import check_guide
from guide_pipeline.errors import Issue, sorted_issues
from guide_pipeline.readers.config import GuideConfig
from guide_pipeline.readers.corpus import Corpus, Each, corpus_sources, read_corpus


def check_corpus(root: Path, config: GuideConfig, *, each: Each = map) -> tuple[Corpus, tuple[Issue, ...]]:
    """Read the whole corpus and run every rule: the corpus and all its issues, sorted (`each`: see read_corpus)."""
    corpus = read_corpus(root, config, each=each, schema=True)
    found = check_guide(corpus.guide, corpus_sources(root, corpus))
    return corpus, sorted_issues((*corpus.issues, *found))
