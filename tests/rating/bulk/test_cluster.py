"""The unit of work on a real cluster: tasks read their own buckets, the bytes are the same."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gridhall.rating.bulk import work

from . import cluster
from .test_work import units_of

if not cluster.has_java() and not os.environ.get("GRIDHALL_REQUIRE_JAVA"):
    pytest.skip("no Java here for a cluster", allow_module_level=True)


def test_a_cluster_writes_the_same_bytes_as_a_loop(tmp_path: Path) -> None:
    from pyspark import SparkConf, SparkContext

    (tmp_path / "cluster").mkdir()
    alone, total = work.run(units_of(tmp_path, tmp_path / "a", buckets=4), each=map)
    units = units_of(tmp_path, tmp_path / "b", buckets=4)

    with cluster.running(tmp_path / "cluster") as address:
        settings = SparkConf().setMaster(address).setAppName("rating")
        settings.set("spark.ui.enabled", "false").set("spark.driver.host", cluster.LOCAL)
        settings.set("spark.executor.memory", "512m").set("spark.driver.memory", "512m")
        context = SparkContext(conf=settings)
        try:
            parts, again = work.run(
                units,
                each=lambda do, todo: context.parallelize(todo, len(todo)).map(do).collect(),
            )
            workers = len(list((tmp_path / "cluster").glob("app-*/*")))
        finally:
            context.stop()

    assert [part.sha256 for part in parts] == [part.sha256 for part in alone]
    assert again == total
    assert workers == cluster.WORKERS  # both executors lived in processes of their own
