"""The messages of a digest, laid out once for all channels that are sent the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from bot.core.outline.news import of_digest
from bot.model import Digest, Outline, Part, digest_of

REMEMBERED = 64
"""Digests whose pages are held while they are sent to one channel after another."""


class DigestPages:
    """Cuts digests into a platform's messages; what was cut last is given again.

    The stories are known by their identity: articles of one id are equal, though another workspace may call
    their outlet by another name.
    """

    def __init__(self, name: str, cut: Callable[[Outline], Sequence[Outline]]) -> None:
        self._name = name  # begins the keys
        self._cut = cut
        self._known: OrderedDict[Hashable, tuple[Digest, Sequence[Outline]]] = OrderedDict()

    def parts(self, digest: Digest) -> Sequence[Part]:
        """The messages of a digest in their order, each with the key that finds it again."""
        anyone = replace(digest.edition, subscription="")
        key = (
            id(digest.briefings),
            id(digest.in_brief),
            replace(digest, id="", edition=anyone, briefings=(), left_out=(), in_brief=()),
        )
        if key not in self._known:  # what is held keeps its identity
            self._known[key] = (digest, self._cut(of_digest(digest)))
        self._known.move_to_end(key)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        _, outlines = self._known[key]
        return [
            Part(digest_of(self._name, digest.id, str(number)), one) for number, one in enumerate(outlines)
        ]
