"""Validation: whether a graph is right, and where it is not, in words that a curator can act on.

::

    from kzgraph.validation import validate

    report = validate("path/to/graph")
    for finding in report.findings:
        print(finding.where, finding.message, finding.solution)

:func:`validate` checks a graph folder in every way, :func:`validate_files` checks any data against any shapes
as a SHACL validator does. Both give a :class:`Report`.
"""

from kzgraph.validation.findings import Check, Finding, Report
from kzgraph.validation.run import validate, validate_files

__all__ = ["Check", "Finding", "Report", "validate", "validate_files"]
