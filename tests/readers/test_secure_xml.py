"""The only door for XML: what it lets through, and each limit at its edge."""

from pathlib import Path

import pytest

from guide_pipeline.readers.limits import Limits
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.secure_xml import parse_xml
from guide_pipeline.readers.xml_messages import syntax_message


def parsed(data: bytes, limits: Limits = Limits()) -> tuple[bool, list[str]]:  # noqa: B008
    problems = Problems("a.xml")
    root = parse_xml(data, problems, limits)
    return root is not None, [f"{issue.code}:{issue.location.line}" for issue in problems.found]


def test_an_external_entity_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    text = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{secret.as_uri()}">]><a>&e;</a>'
    assert parsed(text.encode()) == (False, ["doctype:1"])


@pytest.mark.parametrize(
    "prolog",
    [
        "<!DOCTYPE a>", "\n \t<!DOCTYPE a>", '<?xml version="1.0"?><!DOCTYPE a>', "<!-- a --><?b c?>\n<!DOCTYPE a>",
        '\ufeff<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "http://exemple.invalid/a.dtd">',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://exemple.invalid/p"> %p;]>',
        '<!DOCTYPE a [<!ATTLIST a b CDATA "valeur">]>',
    ],
)  # fmt: skip
def test_a_doctype_is_refused_wherever_it_stands(prolog: str) -> None:
    ok, found = parsed(f"{prolog}<a/>".encode())
    assert not ok
    assert [code.partition(":")[0] for code in found] == ["doctype"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7"])
def test_a_doctype_in_another_encoding_is_refused_too(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'
    assert not parsed(text.encode(encoding))[0]


@pytest.mark.parametrize(
    "text", ["<!-- <!DOCTYPE a> --><a/>", "<a><!-- <!DOCTYPE a> --></a>", "<a>&lt;!DOCTYPE</a>"]
)
def test_the_word_alone_is_no_doctype(text: str) -> None:
    assert parsed(text.encode()) == (True, [])


def test_a_declared_encoding_changes_nothing() -> None:
    problems = Problems("a.xml")
    root = parse_xml('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode(), problems)
    assert root is not None and root.text == "é"


def test_many_comments_before_the_root_cost_nothing() -> None:
    """A pattern with backtracking took exponential time here."""
    assert parsed(b"<!-- a -->" * 5000 + b"<a/>") == (True, [])


def test_text_goes_on_around_comments_and_instructions() -> None:
    root = parse_xml(b"<a>un <!-- x -->deux <?y z?>trois</a>", Problems("a.xml"))
    assert root is not None and root.text == "un deux trois"


@pytest.mark.parametrize(
    ("data", "limits"),
    [
        (b"<a><b><c/></b></a>", Limits(depth=3)),
        (b'<a b="1" c="2"/>', Limits(attributes=2)),
        (b"<a><b/><b/></a>", Limits(elements=3)),
        (b"<abcd/>", Limits(file_bytes=7)),
    ],
)
def test_limits_hold_at_their_edge(data: bytes, limits: Limits) -> None:
    assert parsed(data, limits) == (True, [])
    tighter = Limits(
        depth=limits.depth - 1,
        attributes=limits.attributes - 1,
        elements=limits.elements - 1,
        file_bytes=limits.file_bytes - 1,
    )
    assert not parsed(data, tighter)[0]


def test_absurd_depth_is_an_issue_not_a_crash() -> None:
    ok, found = parsed(b"<a>" * 100_000)
    assert not ok and len(found) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<a><b></a>", "ouverte ligne 1, est ferm"),
        (b"<a>", "jamais ferm"),
        (b"<a>&eacute;</a>", "&eacute; n'existe pas"),
        (b"<a>& b</a>", "&amp;"),
        (b"<a>1 < 2</a>", "&lt;"),
        (b"<a b=1/>", "guillemets"),
        (b'<a b="<"/>', "guillemets"),
        (b"<a b/>", "pas de valeur"),
        (b'<a b="1" b="2"/>', "deux fois"),
        (b"<a/><b/>", "balise principale"),
        (b"", "vide"),
        (b"a]]>", "pas du XML"),
        (b"<a>]]></a>", "]]&gt;"),
        (b"<a><!-- b", "commentaire"),
        (b"<a><![CDATA[ b", "CDATA"),
        (b"<x:a/>", "x:"),
        (b"<a/ >", "balise"),
        (b" <?xml version='1.0'?><a/>", "tout au d"),
        (b"<a>&#0;</a>", "caract"),
        (b'<a b="1" ', "balise"),
    ],
)
def test_faults_are_told_in_french(data: bytes, words: str) -> None:
    problems = Problems("a.xml")
    assert parse_xml(data, problems) is None
    assert words in problems.found[0].message
    assert problems.found[0].code == "xml-mal-forme"


def test_an_unknown_message_is_not_shown_in_english() -> None:
    assert syntax_message("Something else went wrong").startswith("Le XML est mal form")
