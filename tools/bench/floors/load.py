"""Loads a CSV file with sqlite-utils and indexes what callq finds people by."""

import sys

import sqlite_utils
from sqlite_utils.cli import cli

_FOUND_BY = (
    "Account Id", "Lead Owner", "First Name", "Last Name", "Company", "Phone 1", "Phone 2",
    "Email 1", "Email 2",
)  # fmt: skip


def run() -> None:
    """`sqlite-utils insert STORE leads FILE --csv`, then the indexes."""
    store, leads = sys.argv[1:3]
    cli.main(["insert", store, "leads", leads, "--csv", "--silent"], standalone_mode=False)
    table = sqlite_utils.Database(store).table("leads")
    for column in _FOUND_BY:
        table.create_index([column])
