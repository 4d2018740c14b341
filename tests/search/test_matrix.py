"""Sums of rows and greatest values, whichever way they are found."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from guide_search.matrix import Greatest, Matrix, starts_of


@given(st.lists(st.lists(st.floats(-9, 9), min_size=1, max_size=40), min_size=1, max_size=30))
def test_the_greatest_of_each_group(groups: list[list[float]]) -> None:
    starts = starts_of(np.array([len(group) for group in groups]))
    values = np.array([value for group in groups for value in group])
    found = Greatest(starts[:-1], len(values)).of(values)
    assert found.tolist() == [max(group) for group in groups]


@given(st.lists(st.dictionaries(st.integers(0, 9), st.integers(1, 9)), max_size=40))
def test_few_rows_and_many_are_added_up_alike(rows: list[dict[int, int]]) -> None:
    columns = np.array([column for row in rows for column in row], np.int32)
    values = np.array([value for row in rows for value in row.values()], np.float32)
    matrix = Matrix(starts_of(np.array([len(row) for row in rows], np.int64)), columns, values, 10)
    weights = np.arange(1.0, len(rows) + 1)
    every = np.arange(len(rows), dtype=np.int32)
    expected = [
        sum(weight * row.get(column, 0) for weight, row in zip(weights, rows)) for column in range(10)
    ]
    assert matrix.sum(every, weights).tolist() == expected
    known, sums = matrix.sparse_sum(every, weights)
    assert dict(zip(known.tolist(), sums.tolist())) == {c: v for c, v in enumerate(expected) if v}
