import pytest

from bot.core.filters import KINDS, filter_of
from bot.errors import ConfigError
from bot.model import Filter, FilterKind


def sentence(kind: str, value: str) -> str:
    with pytest.raises(ConfigError) as caught:
        filter_of(kind, value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("kind", "value", "made"),
    [
        ("words", " port   strike ", Filter(FilterKind.WORDS, "port strike")),
        ("PHRASE", "interest rates", Filter(FilterKind.PHRASE, "interest rates")),
        ("outlet", "Harbour Post", Filter(FilterKind.OUTLET, "Harbour Post")),
        ("author", "Ada Okafor", Filter(FilterKind.AUTHOR, "Ada Okafor")),
        ("language", "EN", Filter(FilterKind.LANGUAGE, "en")),
        ("language", "German", Filter(FilterKind.LANGUAGE, "de")),
        ("language", "日本語", Filter(FilterKind.LANGUAGE, "ja")),
        ("phrase", "“interest rates”", Filter(FilterKind.PHRASE, "interest rates")),
        ("expression", "“pay”", Filter(FilterKind.EXPRESSION, "“pay”")),
        ("expression", r"\bport\s+strikes?\b", Filter(FilterKind.EXPRESSION, r"\bport\s+strikes?\b")),
    ],
)
def test_what_is_typed_becomes_a_filter(kind: str, value: str, made: Filter) -> None:
    assert filter_of(kind, value) == made


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("word", "strike", "There is no kind of filter “word”; did you mean words?"),
        (
            "zebra",
            "strike",
            f"There is no kind of filter “zebra”; there are {', '.join(KINDS)}.",
        ),
        ("words", "  ", "Type what the filter looks for after “words”."),
        ("words", "!!!", "“!!!” holds no word to look for."),
        ("outlet", "—", "“—” holds no word to look for."),
        ("words", "x" * 201, "A filter is at most 200 characters long; this one has 201."),
        (
            "language",
            "Klingon",
            "“Klingon” is no language that is known here; write its name or two letters, as German or de.",
        ),
        (
            "language",
            "日本",
            "“日本” is no language that is known here; write its name or two letters, as German or de.",
        ),
    ],
)
def test_what_could_never_work_is_told_in_one_sentence(kind: str, value: str, said: str) -> None:
    assert sentence(kind, value) == said


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("port (strike", "at character 6, “(”: this parenthesis is not closed."),
        ("(a)(é(b)", "at character 4, “(”: this parenthesis is not closed."),
        (r"[(]\((", "at character 6, “(”: this parenthesis is not closed."),
        ("port) strike", "at character 5, “)”: this parenthesis closes nothing."),
        ("[)]a)", "at character 5, “)”: this parenthesis closes nothing."),
        ("port [a-z", "at character 6, “[a-z”: this bracket is not closed."),
        ("*strike", "at character 1, “*”: there is nothing here to repeat."),
        ("strike+*", "at character 7, “+*”: this repeats a repetition."),
        ("a{2000}", "at character 2, “{2000}”: this repeats too often, or backwards."),
        ("[z-a]", "at character 2, “z-a”: no such range or class of characters."),
        (r"a\p{Foo}", r"at character 2, “\p{Foo}”: no such range or class of characters."),
        (r"(a)\1", r"at character 4, “\1”: no such escape here; there are no references back."),
        ("p(?=s)", "at character 2, “(?=”: no such group here; there is no looking ahead or behind."),
        ("a(?P<-x>b)", "at character 2, “(?P<-x>”: this name of a group cannot be read."),
        ("port\\", "at character 5, “\\”: the escape at the end escapes nothing."),
    ],
)  # fmt: skip
def test_a_bad_expression_is_told_with_its_place(pattern: str, said: str) -> None:
    assert sentence("expression", pattern) == f"The expression “{pattern}” cannot be read {said}"


def test_an_expression_that_would_grow_too_large_is_refused() -> None:
    assert "is too large" in sentence("expression", r"(\w{100}){9}")
    assert "is too large" in sentence("expression", r".{200}x")
