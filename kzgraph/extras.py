"""Libraries that come with the extra ``exchange``: imported when they are needed, missed in plain words."""

import importlib
from typing import Any

from kzgraph.errors import UsageError

__all__ = ["need"]


def need(module: str, purpose: str) -> Any:
    """Import and return *module* (``pyarrow.parquet``), which *purpose* ("Parquet") needs.

    Raises UsageError, saying how to install it, if it or something it needs is not there.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise UsageError(
            f"{purpose} needs the Python package {package}, which cannot be imported: {error}",
            hint="Install it: pip install 'kzgraph[exchange]'",
        ) from None
