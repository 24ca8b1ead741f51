"""A server on a free port of this machine that answers as Wikidata's API does, from the items it is given.

Searches are answered from their labels and aliases. Anything can be made to go wrong: see `Fault`.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import re
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Fault:
    """An answer that is not what was asked for. *cut* is after how many bytes the connection ends."""

    body: bytes = b"{}"
    status: int = 200
    headers: dict[str, str] = field(
        default_factory=lambda: {"Content-Type": "application/json; charset=utf-8"}
    )
    cut: int | None = None
    length: int | None = None


def error(code: str, info: str, **headers: str) -> Fault:
    """An error inside an answer with status 200, as MediaWiki sends it."""
    fault = Fault(json.dumps({"error": {"code": code, "info": info}, "servedby": "replay"}).encode())
    fault.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return fault


def page(status: int, title: str, **headers: str) -> Fault:
    """A web page, as a proxy or an overloaded server sends it."""
    body = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{title}</body></html>".encode()
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault(body, status, {"Content-Type": "text/html; charset=utf-8", **more})


class Wikidata:
    """The server. *faults* are sent first, one for each request; *asked* and *agents* are what arrived."""

    def __init__(self, entities: dict[str, dict[str, Any]], redirects: dict[str, str] | None = None) -> None:
        self.entities = entities
        self.redirects = redirects or {}
        self.faults: deque[Fault] = deque()
        self.asked: list[dict[str, str]] = []
        self.agents: list[str] = []
        self.most = 50  # how many entities go into one answer before it is too large
        self.fits = 50  # of how many not even the first one does
        replay = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                replay.serve(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        # A client that gives up on an answer closes the connection: no reason to print anything.
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.url = f"http://127.0.0.1:{self.server.server_port}/w/api.php"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def __enter__(self) -> Wikidata:
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    @property
    def ids(self) -> list[list[str]]:
        """The items that each request asked for."""
        return [asked["ids"].split("|") for asked in self.asked if "ids" in asked]

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        query = dict(parse_qsl(urlsplit(handler.path).query, keep_blank_values=True))
        self.asked.append(query)
        self.agents.append(handler.headers.get("User-Agent", ""))
        fault = self.faults.popleft() if self.faults else None
        if fault is None:
            body = gzip.compress(json.dumps(self.answer(query), ensure_ascii=False).encode())
            fault = Fault(body)
            fault.headers["Content-Encoding"] = "gzip"
        handler.send_response(fault.status)
        for name, text in fault.headers.items():
            handler.send_header(name, text)
        promised = len(fault.body) if fault.length is None else fault.length
        handler.send_header("Content-Length", str(promised))
        handler.end_headers()
        with contextlib.suppress(OSError):
            handler.wfile.write(fault.body[: fault.cut])
        # A client that has all it was promised may send its next request before it sees the connection closed.
        if len(fault.body[: fault.cut]) < promised:
            handler.close_connection = True

    def answer(self, query: dict[str, str]) -> dict[str, Any]:
        if query.get("action") == "wbgetentities":
            return self.get_entities(query["ids"].split("|"))
        if query.get("action") == "wbsearchentities":
            return self.search(query["search"], query["language"], int(query.get("limit", "7")))
        if query.get("action") == "query" and query.get("list") == "search":
            return self.full_text(query["srsearch"], int(query["srlimit"]))
        return {"error": {"code": "badvalue", "info": "Unrecognized value for parameter action."}}

    def get_entities(self, ids: list[str]) -> dict[str, Any]:
        if len(ids) > 50:
            return {"error": {"code": "toomanyvalues", "info": "Too many values supplied. The limit is 50."}}
        found: dict[str, Any] = {}
        for qid in ids[: self.most] if len(ids) <= self.fits else ():
            target = self.redirects.get(qid, qid)
            if target not in self.entities:
                found[qid] = {"id": qid, "missing": ""}
            elif target != qid:
                found[qid] = {"redirects": {"from": qid, "to": target}, **self.entities[target]}
            else:
                found[qid] = self.entities[qid]
        return {"entities": found, "success": 1}

    def search(self, text: str, language: str, limit: int) -> dict[str, Any]:
        found = []
        for qid, entity in self.entities.items():
            match = next(self.matches(entity, text, language), None)
            if match is None:
                continue
            label = self.labels(entity).get("en") or next(iter(self.labels(entity).values()), None)
            hit = {
                "id": qid,
                "title": qid,
                "concepturi": f"http://www.wikidata.org/entity/{qid}",
                "match": match,
            }
            if label:
                hit["label"] = label["value"]
                hit["display"] = {"label": label}
            found.append(hit)
        return {"searchinfo": {"search": text}, "search": found[:limit], "success": 1}

    def full_text(self, text: str, limit: int) -> dict[str, Any]:
        words = text.casefold().split()
        found = []
        for qid, entity in self.entities.items():
            names = [label["value"] for label in self.labels(entity).values()]
            names += [each["value"] for alias in (entity.get("aliases") or {}).values() for each in alias]
            have = set(re.findall(r"\w+", " ".join(names).casefold()))
            if words and all(word in have for word in words):
                found.append({"ns": 0, "title": qid, "snippet": ""})
        return {
            "batchcomplete": "",
            "query": {"searchinfo": {"totalhits": len(found)}, "search": found[:limit]},
        }

    @staticmethod
    def labels(entity: dict[str, Any]) -> dict[str, dict[str, str]]:
        return entity["labels"] or {}

    def matches(self, entity: dict[str, Any], text: str, language: str) -> Iterator[dict[str, str]]:
        names = [("label", label) for label in self.labels(entity).values()]
        for alias in (entity.get("aliases") or {}).values():
            names += [("alias", each) for each in alias]
        for kind, name in names:
            spoken = name["language"].split("-")[0] == language.split("-")[0]
            if spoken and name["value"].casefold().startswith(text.casefold()):
                yield {"type": kind, "language": name["language"], "text": name["value"]}
