"""Extraction on a Ray cluster: `extract_batch` by a pool of actors, each with one extractor.

Actors that die are started again by Ray and their batches done again; extraction is deterministic, so the result is that of one
process. Blocks come back in the order in which they are done; `extract_parquet` sorts by `id`.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any, Unpack

from cyextract.adapters.arrow import INPUT_COLUMNS, ExtractOptions, extract_batch, output_schema
from cyextract.extras import require

require("ray", "ray", "cyextract.adapters.ray")

import pyarrow as pa  # noqa: E402
import ray  # noqa: E402
import ray.data  # noqa: E402

BATCH_SIZE = 128
"""Documents an actor takes at a time. When one dies, some seconds of work are lost; the memory is some MB."""


class ExtractActor:
    """What `map_batches` starts in every actor of the pool."""

    def __init__(self, options: ExtractOptions) -> None:
        self._options = options

    def __call__(self, table: pa.Table) -> pa.Table:
        """Extract from the rows of a table."""
        schema = output_schema(table.schema)
        return pa.Table.from_batches([extract_batch(batch, **self._options) for batch in table.to_batches()], schema)


def extract_dataset(
    dataset: ray.data.Dataset, *, workers: int | tuple[int, int], batch_size: int = BATCH_SIZE, **options: Unpack[ExtractOptions]
) -> ray.data.Dataset:
    """Extract from every row of a dataset; lazy, in no order.

    Args:
        dataset: the documents; columns as for `cyextract.adapters.arrow`.
        workers: actors, of one CPU each: their number, or the least and the most. Fewer than the CPUs of the cluster: reading and
            writing need some.
        batch_size: documents an actor takes at a time.
        options: see `cyextract.adapters.arrow.ExtractOptions`. They travel pickled; rule files and word lists lie where the actors run.

    Returns:
        A dataset with `output_schema` of the input.
    """
    least, most = (workers, workers) if isinstance(workers, int) else workers
    _warn_of_standstill(least)
    pool = ray.data.ActorPoolStrategy(min_size=least, max_size=most)
    arguments = {"fn_constructor_args": (options,), "batch_format": "pyarrow", "zero_copy_batch": True, "num_cpus": 1}
    blocks = dataset.repartition(target_num_rows_per_block=batch_size)  # else the pool shares out files, and small ones are one block
    return blocks.map_batches(ExtractActor, compute=pool, batch_size=batch_size, **arguments)


def _warn_of_standstill(actors: int) -> None:
    """Ray says nothing when a pool holds every CPU and the tasks that feed it wait for one; a cluster may still grow, so no error."""
    cpus = ray.cluster_resources().get("CPU", 0)
    if actors >= cpus:
        message = f"{actors} workers take all {cpus:g} CPUs of the Ray cluster: the job stands still unless it grows; give fewer workers"
        warnings.warn(message, stacklevel=3)


def extract_parquet(
    source: str | Sequence[str],
    out: str,
    *,
    workers: int | tuple[int, int],
    batch_size: int = BATCH_SIZE,
    read: dict[str, Any] | None = None,
    **options: Unpack[ExtractOptions],
) -> None:
    """Extract from Parquet files into Parquet files, sorted by `id`.

    Args:
        source: files or folders that every node can read: a shared file system or a store such as `s3://…`.
        out: the folder to write; its files, read by name, are in the order of `id`.
        workers, batch_size, options: as for `extract_dataset`.
        read: arguments for `ray.data.read_parquet`, such as `{"override_num_blocks": 64}` for a few large files.
    """
    dataset = ray.data.read_parquet(source, **(read or {}))
    columns = [name for name in INPUT_COLUMNS if name in dataset.columns()]
    found = extract_dataset(dataset.select_columns(columns), workers=workers, batch_size=batch_size, **options)
    found.sort("id").write_parquet(out)
