"""`synonymes.toml`: read, merged with a batch's, kept with an edition; the one that new guides start with."""

from pathlib import Path

from guide_pipeline.editions.codec import dump_synonyms, load_synonyms
from guide_pipeline.model.guide import Synonym
from guide_pipeline.readers.corpus_files import starting_synonyms
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.tables import merge_synonyms, read_synonyms

REPOSITORY = Path(__file__).resolve().parents[2]

TEXT = """
[nounou]
dit-aussi = ["assistant maternel"]
["CMU C"]
devenu = ["Complémentaire santé solidaire", "C2S"]
[vide]
[ancien]
supprime = true
""".encode()


def test_what_a_file_says() -> None:
    problems = Problems("sources/synonymes.toml")
    table = read_synonyms(TEXT, problems)
    assert table.synonyms == {
        "nounou": Synonym("nounou", ("assistant maternel",)),
        "CMU C": Synonym("CMU C", now=("Complémentaire santé solidaire", "C2S")),
    }
    assert table.removed == ("ancien",)
    (issue,) = problems.found
    assert issue.code == "synonyme-vide" and issue.location.line == 6
    assert load_synonyms(dump_synonyms(table.synonyms)) == table.synonyms


def test_a_batch_adds_replaces_and_removes() -> None:
    current = {"ancien": Synonym("ancien", ("vieux",)), "nounou": Synonym("nounou", ("nourrice",))}
    merged = merge_synonyms(current, read_synonyms(TEXT, Problems("synonymes.toml")))
    assert list(merged) == ["CMU C", "nounou"] and merged["nounou"].same == ("assistant maternel",)


def test_the_starting_list_is_sound_and_ours_is_no_other() -> None:
    problems = Problems("synonymes.toml")
    assert len(read_synonyms(starting_synonyms(), problems).synonyms) > 300
    assert not problems.found
    assert (REPOSITORY / "sources" / "synonymes.toml").read_bytes() == starting_synonyms()
