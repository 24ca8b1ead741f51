"""Write the list of tables and columns in docs/tables.md (python docs/generate_tables.py).

tests/test_export_tables_docs.py fails when the page is not what this writes.
"""

import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parent / "tables.md"
BEGIN = "<!-- Written by docs/generate_tables.py from here on; do not edit. -->\n"


def listing() -> str:
    """Return the tables with their columns, from the declarations."""
    from kzgraph.export.columns import Column
    from kzgraph.export.table_definitions import TABLES

    def kind(column: Column) -> str:
        name = {"iri": "IRI", "date": "EDTF date"}.get(column.kind, column.kind)
        return f"{name}, several" if column.many else name

    parts = []
    for table in TABLES:
        parts.append(
            f"\n### {table.name}\n\n{table.title}. {table.what}\n\n| column | kind | what |\n|---|---|---|\n"
        )
        for column in table.columns:
            if column.name == "label_":
                parts.append("| `label_en` … | text | Its label in each language that labels are in. |\n")
            elif not column.labels_of or column.labels_of == "class":
                name = f"`{column.name}`"
                if any(other.labels_of == column.name for other in table.columns) and column.name != "class":
                    name += f", `{column.name}_label`"
                row = f" A row of `{column.table}`." if column.table not in ("", "things") else ""
                parts.append(f"| {name} | {kind(column)} | {column.what}{row} |\n")
    return "".join(parts)


def page(text: str) -> str:
    """Return the text of the page with the list as it has to be."""
    written, found, _ = text.partition(BEGIN)
    if not found:
        raise ValueError(f"{PAGE} lacks the line {BEGIN}")
    return written + BEGIN + listing()


if __name__ == "__main__":
    sys.path.insert(0, str(PAGE.parents[1]))
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
