"""Answers to interactions and their follow-ups (Discord docs, Interactions/Receiving and Responding)."""

from __future__ import annotations

from typing import Any

from tests.fakes.discord import limits, wire
from tests.fakes.discord.check_message import check_edit, check_new
from tests.fakes.discord.check_modal import check_choices, check_modal
from tests.fakes.discord.interactions import COMMAND, COMPLETE, COMPONENT, Interaction
from tests.fakes.discord.objects import Message
from tests.fakes.discord.refusals import Form, refused, under
from tests.fakes.discord.rest import Call, Route
from tests.fakes.discord.world import number

MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9


def _allowed(interaction: Interaction) -> tuple[int, ...]:
    if interaction.type == COMPLETE:
        return (CHOICES,)
    if interaction.type == COMMAND:
        return (MESSAGE, DEFER, MODAL)
    if interaction.type == COMPONENT:
        return (MESSAGE, DEFER, DEFER_UPDATE, UPDATE, MODAL)
    return (MESSAGE, DEFER, DEFER_UPDATE, UPDATE) if interaction.message else (MESSAGE, DEFER)


async def answer(call: Call) -> Any:
    interaction = call.discord.interactions.by_id(call.number("interaction_id"))
    if interaction is None or interaction.token != call.path["token"]:
        raise refused(10062)
    if interaction.answer is not None:
        raise refused(40060)
    if interaction.age > limits.ANSWER_SECONDS:
        raise refused(10062)
    kind, data = call.body.get("type"), call.body.get("data") or {}
    form = Form()
    form.one_of(("type",), kind, _allowed(interaction))
    form.done()
    with under("data"):
        _DO[kind](call, interaction, data)
    interaction.answer, interaction.answered_after = kind, interaction.age
    call.discord.world.changed()
    if call.query.get("with_response", "").lower() in ("1", "true"):
        return _told(call, interaction, kind)
    return None


def _told(call: Call, interaction: Interaction, kind: int) -> dict[str, Any]:
    bot = call.discord.world.bot
    told: dict[str, Any] = {"interaction": {"id": str(interaction.id), "type": interaction.type}}
    if kind in (MESSAGE, DEFER, DEFER_UPDATE, UPDATE) and interaction.original:
        message = interaction.original
        told["interaction"] |= {
            "response_message_id": str(message.id),
            "response_message_loading": message.loading,
            "response_message_ephemeral": wire.ephemeral(message),
        }
        told["resource"] = {"type": kind, "message": wire.message(message, bot)}
    return told


def _post(call: Call, interaction: Interaction, data: dict[str, Any]) -> Message:
    flags = data.get("flags") or 0
    if interaction.only_ephemeral:
        flags |= limits.EPHEMERAL
    hidden = interaction.user if flags & limits.EPHEMERAL else None
    given = {**data, "flags": flags}
    world = call.discord.world
    return world.add_message(
        interaction.channel,
        world.bot,
        given,
        type=20 if interaction.type == COMMAND else 0,
        interaction=interaction,
        only_for=hidden,
    )


def _say(call: Call, interaction: Interaction, data: dict[str, Any]) -> None:
    check_new(data, may_be_ephemeral=True)
    interaction.original = _post(call, interaction, data)


def _defer(call: Call, interaction: Interaction, data: dict[str, Any]) -> None:
    """Only whether it is ephemeral can be said beforehand."""
    flags = data.get("flags") or 0
    if flags & ~limits.EPHEMERAL:
        form = Form()
        form.fail(("flags",), "MESSAGE_FLAGS_INVALID", "Only EPHEMERAL can be set when deferring.")
        form.done()
    interaction.original = _post(call, interaction, {"flags": flags | limits.LOADING})


def _defer_update(call: Call, interaction: Interaction, data: dict[str, Any]) -> None:
    interaction.original = interaction.message


def _update(call: Call, interaction: Interaction, data: dict[str, Any]) -> None:
    assert interaction.message is not None
    check_edit(data, interaction.message.body)
    interaction.original = interaction.message
    call.discord.world.edit_message(interaction.message, data)


def _choose(call: Call, interaction: Interaction, data: dict[str, Any]) -> None:
    check_choices(data.get("choices"))
    interaction.choices = data["choices"]


def _open(call: Call, interaction: Interaction, data: dict[str, Any]) -> None:
    check_modal(data)
    number(data["components"])
    interaction.modal = data


_DO = {
    MESSAGE: _say,
    DEFER: _defer,
    DEFER_UPDATE: _defer_update,
    UPDATE: _update,
    CHOICES: _choose,
    MODAL: _open,
}


def _followed(call: Call) -> Interaction:
    """The interaction of a token that lives and has been answered."""
    if call.number("webhook_id") != call.discord.world.bot.id:
        raise refused(10015)
    interaction = call.discord.interactions.by_token(call.path["token"])
    if interaction is None or interaction.answer is None:
        raise refused(10015)
    if interaction.age > limits.TOKEN_SECONDS:
        raise refused(50027)
    return interaction


def _message(call: Call, interaction: Interaction) -> Message:
    wanted = call.path["message_id"]
    if wanted == "@original":
        found = interaction.original
    else:
        ids = {str(one.id): one for one in (interaction.original, *interaction.follow_ups) if one}
        found = ids.get(wanted)
    if found is None or found.deleted:
        raise refused(10008)
    return found


async def follow_up(call: Call) -> Any:
    interaction = _followed(call)
    check_new(call.body, may_be_ephemeral=True)
    bot = call.discord.world.bot
    if (
        interaction.original and interaction.original.loading
    ):  # documented as deprecated: it edits the deferred answer
        call.discord.world.edit_message(interaction.original, {**call.body, "flags": _kept(call.body)})
        return wire.message(interaction.original, bot)
    if not interaction.installed_here and len(interaction.follow_ups) >= limits.FOLLOW_UPS_OUTSIDE:
        raise refused(40094)
    message = _post(call, interaction, call.body)
    interaction.follow_ups.append(message)
    return wire.message(message, bot)


def _kept(body: dict[str, Any]) -> int:
    """An answer's visibility is fixed when it is deferred."""
    flags: int = body.get("flags") or 0
    return flags & ~limits.EPHEMERAL


async def get(call: Call) -> Any:
    return wire.message(_message(call, _followed(call)), call.discord.world.bot)


async def edit(call: Call) -> Any:
    message = _message(call, _followed(call))
    check_edit(call.body, message.body)
    call.discord.world.edit_message(message, call.body)
    return wire.message(message, call.discord.world.bot)


async def delete(call: Call) -> Any:
    call.discord.world.delete_message(_message(call, _followed(call)))


AT = "/webhooks/{webhook_id}/{token}"
ROUTES = [
    Route("POST", "/interactions/{interaction_id}/{token}/callback", answer, open=True),
    Route("POST", AT, follow_up, open=True),
    Route("GET", AT + "/messages/{message_id}", get, open=True),
    Route("PATCH", AT + "/messages/{message_id}", edit, open=True),
    Route("DELETE", AT + "/messages/{message_id}", delete, open=True),
]
