"""One Ray cluster and one Spark session for all tests, the pages of the documentation included: both are slow to start."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from extras import import_or_skip

# Ray's name for: everything on the loopback address. It reads this, and the next, when it is imported.
os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")

_CLUSTER_MEMORY = 100 * 2**20


@pytest.fixture(scope="session")
def ray_cluster() -> Iterator[Any]:
    """A cluster of two nodes with two logical CPUs each, to which this process is connected."""
    ray = import_or_skip("ray")
    utils = import_or_skip("ray.cluster_utils")
    node = {"num_cpus": 2, "object_store_memory": _CLUSTER_MEMORY}
    cluster = utils.Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False})
    cluster.add_node(**node)
    ray.init(address=cluster.address, log_to_driver=False, logging_level="ERROR")
    data = import_or_skip("ray.data").DataContext.get_current()
    data.enable_progress_bars = False
    data.default_hash_shuffle_parallelism = 2  # the default of 200 is for large sorts
    yield cluster
    ray.shutdown()
    cluster.shutdown()


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A local session with two threads whose tasks may fail up to four times."""
    sql = import_or_skip("pyspark.sql")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        builder = sql.SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false")
        session = builder.config("spark.sql.shuffle.partitions", "2").config("spark.log.level", "OFF").getOrCreate()
        yield session
        session.stop()
