"""Runs every benchmark over one demo city and prints one table."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.following import measure_following
from tests.benchmarks.measuring import Row, print_table
from tests.benchmarks.queue import measure_queue
from tests.benchmarks.reach import measure_reach
from tests.benchmarks.serving import measure_serving
from tests.benchmarks.timing import measure_timing
from tests.benchmarks.writing import measure_writing


def main() -> None:
    """Makes the city, measures, prints."""
    with tempfile.TemporaryDirectory(prefix="bereik-bench-") as name:
        folder = Path(name)
        store = folder / "demo.db"
        environment = {**os.environ, "BEREIK_DATABASE_URL": f"sqlite:///{store}"}
        subprocess.run(
            [sys.executable, "-m", "crm", "demo"], env=environment, check=True, stdout=subprocess.DEVNULL
        )
        rows: list[Row] = []
        for measure in (measure_timing, measure_writing, measure_serving, measure_reach):
            rows += measure(Path(shutil.copy(store, folder / f"{measure.__name__}.db")))
        print_table(rows + measure_queue() + measure_following())


if __name__ == "__main__":
    main()
