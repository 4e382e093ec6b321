"""Sound XML into a feed's fields, each told by its namespace and its `rel`, never by its bare name.

An item's own elements are those of its own namespace or of none. What an extension says (media,
iTunes, Dublin Core) is used where the item says nothing itself.
"""

from __future__ import annotations

import html
from collections.abc import Container, Iterator, Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import urljoin

from lxml import etree

Element = Any
"""An lxml element; lxml has no types of its own."""

_ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_CONTENT = ("http://purl.org/rss/1.0/modules/content/",)
_DC = ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/elements/1.0/")
_DC_TERMS = ("http://purl.org/dc/terms/",)
_ITUNES = ("http://www.itunes.com/dtds/podcast-1.0.dtd", "http://www.itunes.com/DTDs/Podcast-1.0.dtd")
_MEDIA = ("http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss")
_XHTML = ("http://www.w3.org/1999/xhtml",)
_SYNDICATION = ("http://purl.org/rss/1.0/modules/syndication/",)
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

_ITEMS = ("item", "entry")
_PAGES = ("", "text/html", "application/xhtml+xml")
_PARSER = {
    "resolve_entities": False,
    "no_network": True,
    "remove_comments": True,
    "remove_pis": True,
    "recover": True,
}
"""What is read is well-formed, so all that is recovered from are prefixes that are not declared."""

_PREFIXES = {
    "atom": _ATOM[0],
    "content": _CONTENT[0],
    "dc": _DC[0],
    "dcterms": _DC_TERMS[0],
    "itunes": _ITUNES[0],
    "media": _MEDIA[0],
    "sy": _SYNDICATION[0],
}


class Item:
    """One item or entry, its children by their names."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.own = ("", _name(element)[0])
        self._children: dict[str, list[tuple[str, Element]]] = {}
        for child in element:
            space, local = _name(child)
            self._children.setdefault(local, []).append((space, child))

    def all(self, namespaces: Container[str], *names: str) -> list[Element]:
        """The children of these names, in the order of the names."""
        named = [entry for name in names for entry in self._children.get(name, ())]
        return [child for space, child in named if space in namespaces]


def read(body: bytes, url: str) -> Mapping[str, Any]:
    """The feed's own fields and the raw entries; raises ValueError or what lxml raises."""
    root = etree.fromstring(body, etree.XMLParser(**_PARSER), base_url=url)
    channel = next((child for child in root if _name(child)[1] == "channel"), root)
    about = Item(channel)
    return {
        "title": next(_filled(about.all(about.own, "title")), ""),
        "language": next(_filled(about.all(about.own, "language")), "")
        or next(_filled(about.all(_DC, "language")), "")
        or root.get(_LANGUAGE, ""),
        "ttl": next(_filled(about.all(about.own, "ttl")), ""),
        "period": next(_filled(about.all(_SYNDICATION, "updateperiod")), ""),
        "frequency": next(_filled(about.all(_SYNDICATION, "updatefrequency")), ""),
        "site": _link(about),
        "links": [(link.get("rel"), link.get("href")) for link in about.all((*about.own, *_ATOM), "link")],
        "entries": [_entry(Item(element)) for element in _items(root)],
    }


def _items(root: Element) -> Iterator[Element]:
    """Every item that stands in no other one."""
    for element in root.iter("{*}item", "{*}entry"):
        if not any(_name(above)[1] in _ITEMS for above in element.iterancestors()):
            yield element


def _entry(item: Item) -> Mapping[str, Any]:
    return {
        "id": next(_filled(item.all(item.own, "guid", "id")), ""),
        "about": item.element.get(_ABOUT, ""),
        "link": _link(item),
        "title": _title(item),
        "authors": _authors(item),
        "dates": list(_filled(_dated(item))),
        "content": [{"value": text} for text in _texts(item)],
    }


def _name(element: Element) -> tuple[str, str]:
    """Its namespace, and its name in small letters."""
    tag = element.tag
    if not isinstance(tag, str):
        return "", ""
    space, _, local = tag.rpartition("}")
    if ":" in local:
        prefix, _, local = local.partition(":")
        return _PREFIXES.get(prefix, prefix), local.lower()
    return space[1:], local.lower()


def _filled(elements: list[Element]) -> Iterator[str]:
    """What stands in these elements, the empty ones left out."""
    return filter(None, map(_markup, elements))


def _markup(element: Element) -> str:
    """The content of an element as HTML: written as text, or as elements, whose text means itself."""
    if not len(element) and element.get("type") != "xhtml":
        return str(element.text or "").strip()
    inner = deepcopy(element)
    for part in inner.iter(etree.Element):
        part.tag = _name(part)[1] or "span"
    etree.cleanup_namespaces(inner)
    parts = [html.escape(inner.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in inner]
    return "".join(parts).strip()


def _link(item: Item) -> str:
    """The page: the item's own link, else Atom's; of several that which is an alternate, in HTML."""
    links = item.all(item.own, "link") + item.all(_ATOM, "link")
    pages: list[tuple[bool, str, Element]] = [
        (link.get("type", "").partition(";")[0].strip().lower() not in _PAGES, address, link)
        for link in links
        if (address := (link.get("href") or link.text or "").strip()) and _relation(link) == "alternate"
    ]
    if not pages:
        return ""
    _, address, link = min(pages, key=lambda page: page[0])
    return urljoin(str(link.base or ""), address)


def _relation(link: Element) -> str:
    return str(link.get("rel") or "alternate").strip().lower().rpartition("/")[2]


def _title(item: Item) -> str:
    own = item.all(item.own, "title") or item.all(_ATOM, "title")
    others = item.all(_DC, "title") + item.all(_MEDIA, "title") + item.all(_ITUNES, "title")
    return next(_filled(own + others), "")


def _authors(item: Item) -> list[str]:
    """Everyone whom the first kind of field that names anybody names."""
    persons = item.all(item.own, "author") + item.all(_ATOM, "author")
    kinds = (
        item.all(_DC, "creator"),
        [_person(person) for person in persons],
        item.all(_ITUNES, "author"),
    )
    return next((names for names in (list(_filled(kind)) for kind in kinds) if names), [])


def _person(author: Element) -> Element:
    """Its name where it has parts, else the author itself."""
    return next((part for part in author if _name(part)[1] == "name"), author)


def _dated(item: Item) -> list[Element]:
    """When it was published, as far as is told, and then when it was changed."""
    return [
        *item.all(item.own, "pubdate", "published", "issued"),
        *item.all(_DC, "date"),
        *item.all(_DC_TERMS, "issued", "created", "available", "date"),
        *item.all(_ATOM, "published", "issued"),
        *item.all(item.own, "created", "date", "updated", "modified"),
        *item.all(_ATOM, "updated", "modified"),
        *item.all(_DC_TERMS, "modified"),
    ]


def _texts(item: Item) -> list[str]:
    """What the item gives of its text; a caption of its picture only where that is all."""
    own = [
        *item.all(_CONTENT, "encoded"),
        *(part for part in item.all((*item.own, *_ATOM), "content") if _is_text(part)),
        *item.all(item.own, "description", "summary"),
        *item.all(_ATOM, "summary"),
        *item.all(_XHTML, "body", "div"),
    ]
    others = (item.all(_DC, "description"), item.all(_ITUNES, "summary"), item.all(_MEDIA, "description"))
    return next((texts for texts in map(list, map(_filled, (own, *others))) if texts), [])


def _is_text(content: Element) -> bool:
    kind = content.get("type", "").lower()
    return not content.get("src") and (
        kind in ("", "xhtml", "html") or kind.startswith("text") or "xhtml" in kind
    )
