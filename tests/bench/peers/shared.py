"""Contacts, forms, resources and definitions as data that sheets share, which is Hugo's own way of saying a thing once.

A sheet of ours holds its boxes in full. For Hugo each goes into `data/`, once however many sheets repeat it word
for word, so that it is rendered once for the whole site.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from guide_pipeline.markup.resources import CONTACT_LABELS, FORM_LABELS
from guide_pipeline.markup.text import typeset
from guide_pipeline.model.blocks import Blocks, Contact, Definition, Form, FormPart, Reference, Resource
from guide_pipeline.model.inline import Inlines

Box = Contact | Form | Resource | Definition
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SharedBoxes:
    """The boxes seen so far, by kind (the name of its data file and of its shortcode) and key."""

    blocks: Callable[[Blocks], str]
    """Writes blocks as Markdown."""
    inlines: Callable[[Inlines], str]
    records: dict[str, dict[str, Record]] = field(default_factory=dict)

    def keep(self, box: Box) -> tuple[str, str]:
        """The kind and the key of a box, which is kept from now on."""
        kind, record = self._record(box)
        known = self.records.setdefault(kind, {})
        digest = hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()[:8]
        key = box.id or digest
        if known.setdefault(key, record) != record:
            key = f"{box.id}-{digest}"
            known[key] = record
        return kind, key

    def _record(self, box: Box) -> tuple[str, Record]:
        match box:
            case Contact():
                return "contact", filled(
                    id=box.id,
                    title=typeset(box.title),
                    label=CONTACT_LABELS[box.kind],
                    detail=typeset(box.detail),
                    phone=box.phone,
                    text=self.blocks(box.blocks),
                    urls=box.urls,
                    directory=box.directory,
                    source=typeset(box.source),
                )
            case Form():
                return "formulaire", filled(
                    **self._document(box),
                    label=FORM_LABELS[box.kind],
                    cerfa=box.number,
                    other=box.other_number,
                    lang=_foreign(box.lang),
                    parts=[self._part(part) for part in box.parts],
                )
            case Resource():
                return "ressource", filled(**self._document(box), lang=_foreign(box.lang))
            case Definition():
                references = [reference_record(reference) for reference in box.references]
                term, text = self.inlines(box.term), self.blocks(box.blocks)
                return "definition", filled(id=box.id, term=term, text=text, references=references)

    def _document(self, box: Form | Resource) -> Record:
        return {"id": box.id, **self._file(box)}

    def _part(self, part: FormPart) -> Record:
        label = "Notice" if part.notice else "Annexe"
        return filled(**self._file(part), label=label, number=part.number)

    def _file(self, box: Form | FormPart | Resource) -> Record:
        return {
            "title": typeset(box.title),
            "url": box.url,
            "text": self.blocks(box.blocks),
            "format": box.format,
            "size": box.size,
            "source": typeset(box.source),
        }


def reference_record(reference: Reference) -> Record:
    """A legal reference as front matter."""
    return filled(
        title=typeset(reference.title),
        code=typeset(reference.code),
        articles=reference.articles,
        detail=typeset(" · ".join(filter(None, (reference.detail, reference.source)))),
        url=reference.url,
    )


def filled(**fields: Any) -> Record:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value}


def _foreign(lang: str) -> str:
    return "" if lang == "fr" else lang
