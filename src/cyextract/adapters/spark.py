"""Extraction on Spark: `extract_batch` by `mapInArrow`, with one extractor in each Python worker.

Spark's Python workers need a Python that has cyextract: set `PYSPARK_PYTHON` to it before the session starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Unpack

from cyextract.adapters.arrow import INPUT_COLUMNS, ExtractOptions, extract_batch, output_schema
from cyextract.extras import require

require("pyspark", "spark", "cyextract.adapters.spark")

import pyarrow as pa  # noqa: E402
from pyspark.sql import DataFrame  # noqa: E402
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema  # noqa: E402


def extract_dataframe(frame: DataFrame, **options: Unpack[ExtractOptions]) -> DataFrame:
    """Extract from every row of a data frame; lazy, partition by partition, in the order of the frame.

    Args:
        frame: the documents; columns as for `cyextract.adapters.arrow`.
        options: see `cyextract.adapters.arrow.ExtractOptions`. They travel pickled; rule files and word lists lie where the workers run.

    Returns:
        A data frame with `output_schema` of the input.

    Raises:
        InputError: a column is absent or of the wrong type.
    """
    inputs = frame.select(*(name for name in INPUT_COLUMNS if name in frame.columns))
    schema = output_schema(to_arrow_schema(inputs.schema))
    return inputs.mapInArrow(_mapper(options), from_arrow_schema(schema))


def _mapper(options: ExtractOptions) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def extract(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield extract_batch(batch, **options)

    return extract
