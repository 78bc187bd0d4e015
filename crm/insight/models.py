"""The version of the network: raised by a handler after each relevant commit; the report is cached under it."""

from sqlmodel import SQLModel

from crm.privacy import KEY, column


class NetworkVersion(SQLModel, table=True):
    """One row, with id 1."""

    __tablename__ = "network_version"

    id: int = column(KEY, primary_key=True)
    version: int = column(KEY, default=0)
