"""Rich text and the cells of tables; docs.slack.dev, Rich text block and Table block.

Their pages state kinds and fields but no lengths, so no length is enforced.
"""

from __future__ import annotations

from tests.fakes.slack.rules import Choice, Flag, Kinds, Line, Many, Number, Rule, Shape

ANY = 1_000_000  # no limit is documented
WORDS = Line(ANY, 0)
STYLE = Shape({name: Flag() for name in ("bold", "italic", "strike", "underline", "code", "highlight")})


def _node(kind: str, *required: str, **fields: Rule) -> tuple[str, Rule]:
    return kind, Shape({**fields, "style": STYLE}, required=required, label=kind)


INLINE: dict[str, Rule] = dict(
    (
        _node("text", "text", text=WORDS),
        _node("link", "url", url=Line(ANY), text=WORDS, unsafe=Flag()),
        _node("user", "user_id", user_id=WORDS),
        _node("usergroup", "usergroup_id", usergroup_id=WORDS),
        _node("channel", "channel_id", channel_id=WORDS),
        _node("broadcast", "range", range=Choice(("here", "channel", "everyone"))),
        _node("emoji", "name", name=WORDS, unicode=WORDS, skin_tone=Number(1, 6)),
        _node("color", "value", value=WORDS),
        _node(
            "date",
            "timestamp",
            "format",
            timestamp=Number(0, ANY * ANY),
            format=WORDS,
            url=Line(ANY),
            fallback=WORDS,
        ),
    )
)
RUN = Many(Kinds(INLINE, tuple(INLINE)), ANY, 0)
_QUOTE: dict[str, Rule] = {"elements": RUN, "border": Number(0, 1)}
_SECTION = Shape({"elements": RUN}, required=("elements",), label="rich_text_section")
PARTS: dict[str, Rule] = {
    "rich_text_section": _SECTION,
    "rich_text_preformatted": Shape(
        {**_QUOTE, "language": WORDS}, required=("elements",), label="rich_text_preformatted"
    ),
    "rich_text_quote": Shape(_QUOTE, required=("elements",), label="rich_text_quote"),
    "rich_text_list": Shape(
        {
            "elements": Many(Kinds({"rich_text_section": _SECTION}, ("rich_text_section",)), ANY, 0),
            "style": Choice(("bullet", "ordered")),
            "indent": Number(0, ANY),
            "offset": Number(0, ANY),
            "border": Number(0, 1),
        },
        required=("elements", "style"),
        label="rich_text_list",
    ),
}
RICH_TEXT = Many(Kinds(PARTS, tuple(PARTS)), ANY, 0)
CELL = Kinds(  # Table block: a cell is raw_text or rich_text
    {
        "raw_text": Shape({"text": WORDS}, required=("text",), label="raw_text"),
        "rich_text": Shape(
            {"elements": RICH_TEXT, "block_id": Line(255)}, required=("elements",), label="rich_text"
        ),
    },
    ("raw_text", "rich_text"),
)
COLUMN = Shape({"align": Choice(("left", "center", "right")), "is_wrapped": Flag()})  # Table block
