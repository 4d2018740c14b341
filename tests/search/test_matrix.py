"""Sums of rows and best values, whichever way they are found."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from guide_search.matrix import Matrix, best_first, changes_of, matrix_of, sizes_of, stacked, starts_of


@given(st.lists(st.integers(-3, 9), max_size=60), st.integers(0, 12), st.sampled_from([-np.inf, 0.0, 4.0]))
def test_the_best_come_first(values: list[int], count: int, above: float) -> None:
    ordered = sorted((place for place, value in enumerate(values) if value > above), key=lambda p: -values[p])
    assert best_first(np.array(values, np.float64), count, above).tolist() == ordered[:count]


@given(st.lists(st.integers(0, 3)))
def test_changes_are_where_another_value_starts(values: list[int]) -> None:
    expected = [place for place, value in enumerate(values) if not place or values[place - 1] != value]
    changes = changes_of(np.array(values))
    assert changes.tolist() == expected
    assert changes.repeat(sizes_of(changes, len(values))).tolist() == [
        max(place for place in expected if place <= here) for here in range(len(values))
    ]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9), st.integers(1, 9))))
def test_a_matrix_adds_up_what_has_one_place(entries: list[tuple[int, int, int]]) -> None:
    rows, columns, values = (np.array([entry[i] for entry in entries], np.int64) for i in range(3))
    matrix = matrix_of(rows * 10 + columns, values, 5, 10)
    for row in range(5):
        expected = [sum(v for r, c, v in entries if (r, c) == (row, column)) for column in range(10)]
        assert matrix.sum(np.array([row], np.int32), np.ones(1)).tolist() == expected


@given(st.lists(st.dictionaries(st.integers(0, 9), st.integers(1, 9)), max_size=40))
def test_rows_are_added_up(rows: list[dict[int, int]]) -> None:
    columns = np.array([column for row in rows for column in row], np.int32)
    values = np.array([value for row in rows for value in row.values()], np.float32)
    matrix = Matrix(starts_of(np.array([len(row) for row in rows], np.int64)), columns, values, 10)
    weights = np.arange(1.0, len(rows) + 1)
    every = np.arange(len(rows), dtype=np.int32)
    expected = [
        sum(weight * row.get(column, 0) for weight, row in zip(weights, rows)) for column in range(10)
    ]
    assert matrix.sum(every, weights).tolist() == expected
    below, (first, second) = stacked([matrix, matrix])
    assert first == 0
    assert second == len(rows)
    assert below.sum(every + np.int32(second), weights).tolist() == expected
    assert (
        below.sum(np.concatenate((every, every + np.int32(second)))).tolist()
        == matrix.sum(np.concatenate((every, every))).tolist()
    )


def test_long_rows_are_added_up_as_short_ones_are() -> None:
    columns = np.tile(np.arange(500, dtype=np.int32), 3)
    matrix = Matrix(starts_of(np.array([500, 500, 500])), columns, columns.astype(np.float32), 500)
    weights = np.array([1.0, 2.0, 3.0])
    every = np.arange(3, dtype=np.int32)
    assert matrix.sum(every, weights).tolist() == [6.0 * column for column in range(500)]
