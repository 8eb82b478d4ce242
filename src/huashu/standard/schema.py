"""The JSON Schema of clause files, for editors. ``python -m huashu.standard.schema`` prints it."""

import json

from huashu.standard.document import FileDoc


def clause_schema() -> dict[str, object]:
    """The schema, generated from the models that read the files."""
    schema = FileDoc.model_json_schema(mode="validation", by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "huashu clause file"}


def schema_text() -> str:
    """The schema as it is checked in beside this module."""
    return json.dumps(clause_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    print(schema_text(), end="")
