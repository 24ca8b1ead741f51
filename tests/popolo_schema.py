"""A JSON Schema of Popolo documents, written for these tests from the tables of terms of its specification
(https://www.popoloproject.com/specs/), as Popolo's own schemas are not published as a package.

It says what those say of the classes that we write (names and types of properties, the form of dates, URLs),
and two things more: every object has an id and a name, and no property is one that Popolo does not know,
except ``lang`` of other names and areas' other names, which EveryPolitician has, and our ``edtf``.
"""

from __future__ import annotations

from typing import Any

TEXT = {"type": ["string", "null"]}
DATE = {"type": ["string", "null"], "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"}
URL = {"type": "string", "format": "uri", "pattern": "^[a-z]+:"}
EDTF = {
    "type": "object",
    "additionalProperties": {"type": "array", "minItems": 1, "items": {"type": "string"}},
    "minProperties": 1,
}


def _object(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _texts(*names: str) -> dict[str, Any]:
    return dict.fromkeys(names, TEXT)


def _dates(*names: str) -> dict[str, Any]:
    return dict.fromkeys(names, DATE)


def _list(of: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/$defs/{of}"}}


_NAME_PARTS = _texts(
    *("family_name", "given_name", "additional_name", "honorific_prefix", "honorific_suffix"),
    "patronymic_name",
)
_ABOUT = {"links": _list("link"), "sources": _list("link"), "contact_details": _list("contact_detail")}
_NAMED = {**_texts("id", "name"), "other_names": _list("other_name"), "identifiers": _list("identifier")}

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["persons", "organizations", "memberships"],
    "properties": {
        "persons": _list("person"),
        "organizations": _list("organization"),
        "memberships": _list("membership"),
        "posts": _list("post"),
        "events": _list("event"),
        "areas": _list("area"),
        "meta": {"type": "object"},
    },
    "additionalProperties": False,
    "$defs": {
        "link": _object(("url",), url=URL, note=TEXT),
        "identifier": _object(("identifier",), identifier={"type": "string"}, scheme=TEXT),
        "other_name": _object(
            ("name",),
            name={"type": "string"},
            **_texts("note", "lang"),
            **_NAME_PARTS,
            **_dates("start_date", "end_date"),
        ),
        "contact_detail": _object(
            ("type", "value"),
            **{key: {"type": "string"} for key in ("type", "value")},
            **_texts("label", "note"),
            **_dates("valid_from", "valid_until", "valid_through"),
        ),
        "person": _object(
            ("id", "name"),
            **_NAMED,
            **_NAME_PARTS,
            **_texts("sort_name", "email", "gender", "image", "summary", "biography", "national_identity"),
            **_dates("birth_date", "death_date"),
            images=_list("link"),
            edtf=EDTF,
            **_ABOUT,
        ),
        "organization": _object(
            ("id", "name"),
            **_NAMED,
            **_texts("classification", "parent_id", "area_id", "abstract", "description", "image"),
            **_dates("founding_date", "dissolution_date"),
            seats={"type": "integer"},
            edtf=EDTF,
            **_ABOUT,
        ),
        "membership": {
            **_object(
                **_texts(
                    "id",
                    "label",
                    "role",
                    "person_id",
                    "organization_id",
                    "post_id",
                    "on_behalf_of_id",
                    "area_id",
                ),
                **_texts("legislative_period_id"),
                **_dates("start_date", "end_date"),
                member=_object(("id", "name"), **_texts("id", "name")),
                edtf=EDTF,
                **_ABOUT,
            ),
            "oneOf": [{"required": ["person_id"]}, {"required": ["member"]}],
            "anyOf": [{"required": ["organization_id"]}, {"required": ["post_id"]}],
        },
        "post": _object(
            ("id", "label"),
            **_texts("id", "label", "role", "organization_id", "area_id"),
            other_label={"type": "array", "items": {"type": "string"}},
            **_dates("start_date", "end_date"),
            **_ABOUT,
        ),
        "event": _object(
            ("id", "name"),
            **_texts(
                "id",
                "name",
                "description",
                "location",
                "status",
                "classification",
                "organization_id",
                "parent_id",
            ),
            **_dates("start_date", "end_date"),
            identifiers=_list("identifier"),
            attendees={"type": "array", "items": _object(("id", "name"), **_texts("id", "name"))},
            sources=_list("link"),
            edtf=EDTF,
        ),
        "area": _object(
            ("id", "name"),
            **_texts("id", "name", "identifier", "classification", "parent_id", "type"),
            other_names=_list("other_name"),
            sources=_list("link"),
        ),
    },
}

#: Which list the ids in a property lead to.
REFERENCES = {
    "person_id": "persons",
    "organization_id": "organizations",
    "on_behalf_of_id": "organizations",
    "post_id": "posts",
    "area_id": "areas",
    "legislative_period_id": "events",
}


def dangling(document: dict[str, Any]) -> list[str]:
    """Return the references of a Popolo document that lead nowhere, as text."""
    known = {
        name: {each["id"] for each in found}
        for name, found in document.items()
        if isinstance(found, list) and name != "memberships"
    }
    wrong = []
    for name, found in document.items():
        for each in found if isinstance(found, list) else ():
            targets = {**REFERENCES, "parent_id": name}
            wrong += [
                f"{name} {each.get('id')}: {key} {each[key]}"
                for key, target in targets.items()
                if each.get(key) and each[key] not in known.get(target, ())
            ]
            member = each.get("member", {}).get("id")
            if member and member not in known["organizations"] | known["persons"]:
                wrong.append(f"{name} {each.get('id')}: member {member}")
    return wrong
