from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.vault import Vault, fresh_key
from bot.errors import ConfigError
from bot.ports import Secrets

OLD, NEW = fresh_key(), fresh_key()


def as_port(vault: Vault) -> Secrets:
    """Only the type checker looks at this: the class is the port."""
    return vault


@given(st.text())
def test_what_is_sealed_is_opened_and_cannot_be_read(token: str) -> None:
    vault = Vault(NEW)
    sealed = vault.seal(token)
    assert vault.open(sealed) == token
    assert len(token) < 4 or token not in sealed


def test_one_token_is_sealed_differently_each_time() -> None:
    assert Vault(NEW).seal("xoxb-1") != Vault(NEW).seal("xoxb-1")


@pytest.mark.parametrize("between", [",", ", ", "\n", " ,\n"])
def test_keys_rotate_newest_first(between: str) -> None:
    sealed = Vault(OLD).seal("xoxb-1")
    both = Vault(f"{NEW}{between}{OLD}\n")
    assert both.open(sealed) == "xoxb-1"
    assert Vault(NEW).open(both.seal("xoxb-2")) == "xoxb-2"


@pytest.mark.parametrize(
    "sealed",
    ["", "not sealed", "é", Vault(OLD).seal("xoxb-1")],
    ids=["empty", "plain", "letters", "under another key"],
)
def test_what_no_key_opens_names_the_setting_and_the_remedy(sealed: str) -> None:
    with pytest.raises(ConfigError, match="ONRECORD_SECRET_KEYS: no key there opens"):
        Vault(NEW).open(sealed)


@pytest.mark.parametrize("changed", [0, 9, 30, -2])
def test_ciphertext_that_was_changed_is_not_opened(changed: int) -> None:
    marks = list(Vault(NEW).seal("xoxb-1"))
    marks[changed] = "A" if marks[changed] != "A" else "B"
    with pytest.raises(ConfigError):
        Vault(NEW).open("".join(marks))


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("", "no key is set"),
        (" ,\n", "no key is set"),
        pytest.param(f"{NEW},hunter2", "key 2 is not a key", id="second"),
        pytest.param(NEW[:-4], "key 1 is not a key", id="short"),
        ("é" * 44, "key 1 is not a key"),
    ],
)
def test_a_malformed_key_is_named_by_its_place_and_never_shown(keys: str, said: str) -> None:
    with pytest.raises(ConfigError) as raised:
        Vault(keys)
    assert f"ONRECORD_SECRET_KEYS: {said}" in str(raised.value)
    assert raised.value.exit_code == 2
    assert not [part for part in keys.split(",") if part.strip() and part in str(raised.value)]
    assert raised.value.__cause__ is None
