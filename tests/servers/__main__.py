"""Starts PostgreSQL and Redis once, as the tests will, and says which they are: `python -m tests.servers`."""

import os
from contextlib import ExitStack

from redis import Redis as Client

from tests.servers.postgres import Postgres
from tests.servers.redis import Redis
from tests.servers.shared import POSTGRES_URL, REDIS_URL
from tests.servers.stores import read_rows


def main() -> None:
    """Prints one line; fails where a server does not start or does not answer."""
    with ExitStack() as servers:
        postgres = os.environ.get(POSTGRES_URL) or servers.enter_context(Postgres()).url
        redis = os.environ.get(REDIS_URL) or servers.enter_context(Redis()).url
        ((version,),) = read_rows(f"{postgres.rstrip('/')}/postgres", "SHOW server_version")
        with Client.from_url(redis) as client:
            found = client.info("server")["redis_version"]
    print(f"bereik: the tests use PostgreSQL {version} and Redis {found}")


if __name__ == "__main__":
    main()
