"""The open data of service-public.fr (DILA, Licence Ouverte): a release becomes a corpus, or a batch.

A release is a zip of `F*.xml` (sheets), `N*.xml` (themes and folders) and `R*.xml` (forms, services, letters).
`docs/open-data.md` tells what becomes of each element.
"""

from guide_pipeline.readers.service_public.batch_out import write_batch
from guide_pipeline.readers.service_public.chapters import ChapterPlan, chapters_of, map_of, shipped_map
from guide_pipeline.readers.service_public.corpus_out import write_corpus
from guide_pipeline.readers.service_public.release import Release, read_release
from guide_pipeline.readers.service_public.summary import ImportSummary

__all__ = [
    "ChapterPlan",
    "ImportSummary",
    "Release",
    "chapters_of",
    "map_of",
    "read_release",
    "shipped_map",
    "write_batch",
    "write_corpus",
]
