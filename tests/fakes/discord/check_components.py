"""Whether components may stand in a message or a modal (Discord docs, Components/Reference)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.fakes.discord import limits
from tests.fakes.discord.refusals import Form

Path = tuple[str | int, ...]
Component = Mapping[str, Any]

ROW, BUTTON, SELECT, INPUT = 1, 2, 3, 4
ENTITY_SELECTS = (5, 6, 7, 8)
SELECTS = (SELECT, *ENTITY_SELECTS)
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = 9, 10, 11, 12, 13, 14, 17, 18
UPLOAD, RADIOS, CHECKBOXES, CHECKBOX = 19, 21, 22, 23
TOP = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER)
IN_CONTAINER = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR)
IN_LABEL = (INPUT, *SELECTS, UPLOAD, RADIOS, CHECKBOXES, CHECKBOX)
LINK, PREMIUM = 5, 6
MEDIA = ("http", "https", "attachment")


def walk(components: object) -> Iterator[dict[str, Any]]:
    """Every component, nested ones too, in the order of reading."""
    for component in components if isinstance(components, list) else []:
        if not isinstance(component, dict):
            continue
        yield component
        yield from walk(component.get("components"))
        for held in ("accessory", "component"):
            if isinstance(component.get(held), dict):
                yield from walk([component[held]])


def check_components(form: Form, components: object, *, v2: bool) -> None:
    """Those of a message."""
    at: Path = ("components",)
    if not form.count(at, components, 1, limits.COMPONENTS if v2 else limits.ROWS):
        return
    if not isinstance(components, list) or not _are_objects(form, at, components):
        return
    for index, component in enumerate(components):
        here = (*at, index)
        if form.one_of((*here, "type"), component.get("type"), TOP if v2 else (ROW,)):
            _check_one(form, here, component)
    if v2 and sum(1 for _ in walk(components)) > limits.COMPONENTS:
        form.fail(
            at, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The total number of components must be at most 40"
        )
    check_unique(form, at, components)


def _are_objects(form: Form, at: Path, components: list[Any]) -> bool:
    if all(isinstance(one, dict) for one in components):
        return True
    form.fail(at, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
    return False


def check_unique(form: Form, at: Path, components: object) -> None:
    for key, code in (("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"), ("id", "COMPONENT_ID_DUPLICATED")):
        found = [one[key] for one in walk(components) if one.get(key)]
        if len(found) != len(set(found)):
            form.fail(at, code, f"Component {key} cannot be duplicated")


def _check_one(form: Form, at: Path, component: Component) -> None:
    match component["type"]:
        case 1:
            _check_row(form, at, component)
        case 9:
            _check_section(form, at, component)
        case 10:
            form.text((*at, "content"), component.get("content"), 1, limits.TEXT_DISPLAY)
        case 11:
            _check_media(form, at, component)
        case 12:
            _check_gallery(form, at, component)
        case 13:
            form.url((*at, "file", "url"), (component.get("file") or {}).get("url"), 2_048, ("attachment",))
        case 14:
            form.one_of((*at, "spacing"), component.get("spacing", 1), (1, 2))
        case 17:
            _check_container(form, at, component)


def _check_row(form: Form, at: Path, row: Component) -> None:
    held = row.get("components")
    if not form.count((*at, "components"), held, 1, limits.ROW_BUTTONS) or not isinstance(held, list):
        return
    kinds = {one.get("type") for one in held}
    if kinds & set(SELECTS) and len(held) > 1:
        form.fail(
            (*at, "components"),
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            "The specified component exceeds the maximum width",
        )
    for index, one in enumerate(held):
        here = (*at, "components", index)
        if form.one_of((*here, "type"), one.get("type"), (BUTTON, *SELECTS)):
            if one["type"] == BUTTON:
                check_button(form, here, one)
            else:
                check_select(form, here, one)


def check_button(form: Form, at: Path, button: Component) -> None:
    style = button.get("style")
    if not form.one_of((*at, "style"), style, (1, 2, 3, 4, LINK, PREMIUM)):
        return
    if style == LINK:
        form.url((*at, "url"), button.get("url"), limits.BUTTON_URL, ("http", "https", "discord"))
        if button.get("custom_id"):
            form.fail(
                at,
                "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                "A custom id and url cannot both be specified",
            )
    elif style != PREMIUM:
        form.text((*at, "custom_id"), button.get("custom_id"), 1, limits.CUSTOM_ID)
        if button.get("url"):
            form.fail((*at, "url"), "BUTTON_COMPONENT_INVALID_URL", "A button of this style has no url")
    form.text((*at, "label"), button.get("label"), 0, limits.BUTTON_LABEL)
    if style != PREMIUM and not button.get("label") and not button.get("emoji"):
        form.fail(at, "BUTTON_COMPONENT_MISSING_LABEL_OR_EMOJI", "A button must have a label or an emoji")


def check_select(form: Form, at: Path, select: Component) -> None:
    form.text((*at, "custom_id"), select.get("custom_id"), 1, limits.CUSTOM_ID)
    form.text((*at, "placeholder"), select.get("placeholder"), 0, limits.SELECT_PLACEHOLDER)
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    if not 0 <= least <= limits.SELECT_VALUES or not max(least, 1) <= most <= limits.SELECT_VALUES:
        form.fail((*at, "max_values"), "NUMBER_TYPE_MAX", "int value should be between min_values and 25.")
    if select["type"] == SELECT:
        check_options(form, at, select.get("options"), 1, limits.SELECT_OPTIONS)
        if isinstance(select.get("options"), list) and most > len(select["options"]):
            form.fail((*at, "max_values"), "SELECT_COMPONENT_OPTIONS_MAX", "More values than options.")


def check_options(form: Form, at: Path, options: object, least: int, most: int) -> None:
    if not form.count((*at, "options"), options, least, most) or not isinstance(options, list):
        return
    for index, option in enumerate(options):
        here = (*at, "options", index)
        form.text((*here, "label"), option.get("label"), 1, limits.SELECT_TEXT)
        form.text((*here, "value"), option.get("value"), 1, limits.SELECT_TEXT)
        form.text((*here, "description"), option.get("description"), 0, limits.SELECT_TEXT)
    values = [option.get("value") for option in options]
    if len(values) != len(set(values)):
        form.fail(
            (*at, "options"),
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
            "The specified option value is already used",
        )


def _check_section(form: Form, at: Path, section: Component) -> None:
    texts = section.get("components")
    if form.count((*at, "components"), texts, 1, limits.SECTION_TEXTS) and isinstance(texts, list):
        for index, one in enumerate(texts):
            if form.one_of((*at, "components", index, "type"), one.get("type"), (TEXT,)):
                _check_one(form, (*at, "components", index), one)
    accessory = section.get("accessory")
    if not isinstance(accessory, dict):
        form.fail((*at, "accessory"), "BASE_TYPE_REQUIRED", "This field is required")
    elif form.one_of((*at, "accessory", "type"), accessory.get("type"), (BUTTON, THUMBNAIL)):
        check = check_button if accessory["type"] == BUTTON else _check_media
        check(form, (*at, "accessory"), accessory)


def _check_media(form: Form, at: Path, item: Component) -> None:
    form.url((*at, "media", "url"), (item.get("media") or {}).get("url"), 2_048, MEDIA)
    form.text((*at, "description"), item.get("description"), 0, limits.MEDIA_TEXT)


def _check_gallery(form: Form, at: Path, gallery: Component) -> None:
    items = gallery.get("items")
    if form.count((*at, "items"), items, 1, limits.GALLERY_ITEMS) and isinstance(items, list):
        for index, item in enumerate(items):
            _check_media(form, (*at, "items", index), item)


def _check_container(form: Form, at: Path, container: Component) -> None:
    held = container.get("components")
    if not form.count((*at, "components"), held, 1, limits.COMPONENTS) or not isinstance(held, list):
        return
    for index, one in enumerate(held):
        here = (*at, "components", index)
        if form.one_of((*here, "type"), one.get("type"), IN_CONTAINER):
            _check_one(form, here, one)
