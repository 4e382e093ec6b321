"""Whether a message's body may be posted, or may replace what a message holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.discord import limits
from tests.fakes.discord.check_components import check_components
from tests.fakes.discord.refusals import Form, refused

Body = Mapping[str, Any]
HTTP = ("http", "https")
PICTURES = ("http", "https", "attachment")
SENDABLE = limits.SUPPRESS_EMBEDS | limits.SUPPRESS_NOTIFICATIONS | limits.COMPONENTS_V2
KEPT = ("content", "embeds", "components", "attachments")
SHOWN = ("title", "description", "fields", "footer", "author", "image", "thumbnail")
EDITABLE = limits.SUPPRESS_EMBEDS | limits.COMPONENTS_V2


def check_new(body: Body, *, may_be_ephemeral: bool = False) -> None:
    """Refuses a new message that the service would not take."""
    form = Form()
    flags = _flags(form, body, SENDABLE | (limits.EPHEMERAL if may_be_ephemeral else 0))
    if flags & limits.COMPONENTS_V2:
        _check_alone(form, body)
    _check_parts(form, body, flags)
    form.done()
    if not any(_holds(body, part) for part in (*KEPT, "sticker_ids", "poll")):
        raise refused(50006)


def check_edit(body: Body, before: Body) -> None:
    """Refuses an edit; `before` is the message's body as it stands."""
    form = Form()
    flags = _flags(form, body, EDITABLE | before["flags"])
    was_v2 = before["flags"] & limits.COMPONENTS_V2
    if flags & limits.COMPONENTS_V2 and not was_v2:
        _check_turned(form, body, before)
    elif was_v2:
        _check_alone(form, body)
    _check_parts(form, body, flags | was_v2)
    form.done()
    after = {**before, **{part: value for part, value in body.items() if part in before}}
    if not any(_holds(after, part) for part in KEPT):
        raise refused(50006)


def _holds(body: Body, part: str) -> bool:
    """A content of spaces only is none."""
    held = body.get(part)
    return bool(held.strip() if isinstance(held, str) else held)


def _flags(form: Form, body: Body, allowed: int) -> int:
    flags = body.get("flags") or 0
    if not isinstance(flags, int) or flags & ~allowed:
        form.fail(("flags",), "MESSAGE_FLAGS_INVALID", "These flags cannot be set.")
        return 0
    return flags


def _check_alone(form: Form, body: Body) -> None:
    """Components V2 stand for the whole message (Components/Reference)."""
    for part in ("content", "embeds", "sticker_ids", "poll"):
        if body.get(part):
            form.fail(
                (part,),
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{part}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )


def _check_turned(form: Form, body: Body, before: Body) -> None:
    """A message that turns to V2 must say that the old parts go (Resources/Message: Edit Message)."""
    for part, gone in (("content", None), ("embeds", [])):
        if before.get(part) and (part not in body or body[part] != gone):
            form.fail((part,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", f"Must be {gone!r}.")
    _check_alone(form, body)


def _check_parts(form: Form, body: Body, flags: int) -> None:
    if body.get("content") is not None:
        form.text(("content",), body["content"], 0, limits.CONTENT)
    if body.get("embeds"):
        _check_embeds(form, body["embeds"])
    if body.get("components"):
        check_components(form, body["components"], v2=bool(flags & limits.COMPONENTS_V2))
    if body.get("attachments"):
        form.count(("attachments",), body["attachments"], 0, limits.ATTACHMENTS)
    if body.get("sticker_ids"):
        form.count(("sticker_ids",), body["sticker_ids"], 0, limits.STICKERS)
    if body.get("nonce") is not None:
        form.text(("nonce",), str(body["nonce"]), 0, limits.NONCE)
    if body.get("allowed_mentions") is not None:
        _check_mentions(form, body["allowed_mentions"])


def _check_mentions(form: Form, allowed: Mapping[str, Any]) -> None:
    parse = allowed.get("parse") or []
    for index, kind in enumerate(parse):
        form.one_of(("allowed_mentions", "parse", index), kind, ("users", "roles", "everyone"))
    for kind in ("users", "roles"):
        listed = allowed.get(kind) or []
        form.count(("allowed_mentions", kind), listed, 0, limits.MENTIONED)
        if listed and kind in parse:
            form.fail(
                ("allowed_mentions",),
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
            )


def _check_embeds(form: Form, embeds: object) -> None:
    if not form.count(("embeds",), embeds, 0, limits.EMBEDS) or not isinstance(embeds, list):
        return
    total = 0
    for index, embed in enumerate(embeds):
        total += _check_embed(form, ("embeds", index), embed)
    if total > limits.EMBED_TEXT:
        form.fail(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def _check_embed(form: Form, at: tuple[str | int, ...], embed: Mapping[str, Any]) -> int:
    """The characters that count to the total, trimmed as the service counts them."""
    texts = [
        ((*at, "title"), embed.get("title"), 0, limits.EMBED_TITLE),
        ((*at, "description"), embed.get("description"), 0, limits.EMBED_DESCRIPTION),
        ((*at, "footer", "text"), (embed.get("footer") or {}).get("text"), 0, limits.EMBED_FOOTER),
        ((*at, "author", "name"), (embed.get("author") or {}).get("name"), 0, limits.EMBED_AUTHOR),
    ]
    fields = embed.get("fields") or []
    form.count((*at, "fields"), fields, 0, limits.EMBED_FIELDS)
    for index, field in enumerate(fields):
        here = (*at, "fields", index)
        texts.append(((*here, "name"), field.get("name"), 1, limits.EMBED_FIELD_NAME))
        texts.append(((*here, "value"), field.get("value"), 1, limits.EMBED_FIELD_VALUE))
    for path, value, least, most in texts:
        form.text(path, value.strip() if isinstance(value, str) else value, least, most)
    _check_embed_urls(form, at, embed)
    if not any(embed.get(part) for part in SHOWN):
        form.fail((*at, "description"), "BASE_TYPE_REQUIRED", "This field is required")
    return sum(len(value.strip()) for _, value, _, _ in texts if isinstance(value, str))


def _check_embed_urls(form: Form, at: tuple[str | int, ...], embed: Mapping[str, Any]) -> None:
    if embed.get("url"):
        form.url((*at, "url"), embed["url"], limits.EMBED_URL, HTTP)
    for part, key in (("author", "url"), ("author", "icon_url"), ("footer", "icon_url")):
        if (embed.get(part) or {}).get(key):
            schemes = HTTP if key == "url" else PICTURES
            form.url((*at, part, key), embed[part][key], limits.EMBED_URL, schemes)
    for part in ("image", "thumbnail"):
        if embed.get(part):
            form.url((*at, part, "url"), embed[part].get("url"), limits.EMBED_URL, PICTURES)
    color = embed.get("color")
    if color is not None and not (isinstance(color, int) and 0 <= color <= 0xFFFFFF):
        form.fail((*at, "color"), "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.")
