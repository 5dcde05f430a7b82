"""Reads Jetbridge's Parquet ports: the manifest first, then the files it names."""

import json
import os
from pathlib import Path

import duckdb

HOME = Path(os.environ.get("JETBRIDGE_HOME", Path(__file__).parent.parent / "jetbridge-home"))


def manifest(product):
    """The manifest of the current version of a product such as features.customer_segments."""
    domain, name = product.split(".")
    file = HOME / "ports" / domain / name / "current.json"
    if not file.exists():
        raise FileNotFoundError(
            f"{product} has no Parquet port in {HOME}: run ./jetbridge run first, or set"
            " JETBRIDGE_HOME to the folder given to --home"
        )
    return json.loads(file.read_text())


def products():
    """The products that have a Parquet port here."""
    return sorted(
        f"{p.parent.parent.name}.{p.parent.name}" for p in (HOME / "ports").glob("*/*/current.json")
    )


def relation(product):
    """The rows of a product as a DuckDB relation, to be queried without loading them."""
    domain, name = product.split(".")
    folder = HOME / "ports" / domain / name
    return duckdb.read_parquet([str(folder / f["path"]) for f in manifest(product)["files"]])


def frame(product):
    """The rows of a product as a pandas data frame."""
    return relation(product).df()
