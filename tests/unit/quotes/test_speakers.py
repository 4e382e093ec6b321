"""Who is named, and as what, where a stranger's article made the engine name the wrong person."""

from __future__ import annotations

import pytest

from bot.adapters.lexicons import lexicons
from bot.core.quotes import find_quotes
from bot.core.reading.language import lexicon_for
from bot.model import QuoteKind
from tests.fakes.articles import article

KNOWN = lexicons()

SpeakersAndRoles = list[tuple[str | None, str | None]]
"""The speaker and the role of each utterance."""


def told(text: str) -> SpeakersAndRoles:
    page = article(text)
    found = find_quotes(page, lexicon_for(page, KNOWN))
    return [(one.speaker, one.role) for one in found if one.kind is not QuoteKind.NOT_SPEECH]


def speakers(text: str) -> list[str | None]:
    return [speaker for speaker, _ in told(text)]


# --- surnames that are titles, months or common words ------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Clerk Ada Lund was cleared. Judge Meera Sen said the case was “thin and late”. “It was long,” Sen said.",
            [("Meera Sen", "Judge"), ("Meera Sen", "Judge")],
        ),
        ("The band left. “We liked it here,” said Author Martha King.", [("Martha King", "Author")]),
        ("“We liked it here,” Sir Peter Major said. The plan was late.", [("Peter Major", "Sir")]),
        ("“We liked it here,” Guitarist Paul May said in May.", [("Paul May", "Guitarist")]),
        ("“We liked it here,” said Anna Jean King.", [("Anna Jean King", None)]),
        ("“We liked it here,” said Mr Lord. “It is late,” Lord added.", [("Lord", None), ("Lord", None)]),
        ("Ruth Day, 40, sang. “We liked it here,” Day said.", [("Ruth Day", None)]),
        ("Bo Lund met Mark Read, a baker. “We liked it here,” Read said.", [("Mark Read", "a baker")]),
        (
            "Leiterin Ute Holm kam. Kassierer Jens Kaiser sagte: „Die Kasse ist leer.“ „Sie war voll“, so Kaiser.",
            [("Jens Kaiser", "Kassierer"), ("Jens Kaiser", "Kassierer")],
        ),
    ],
)
def test_a_title_a_month_or_a_common_word_may_be_a_surname(text: str, wanted: SpeakersAndRoles) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Martha King came in May. The king said: “We liked it here.”",
        "The Crown Prince said: “We liked it here.”",
        "The British Prime Minister left. “We liked it here,” the Prime Minister said.",
    ],
)
def test_an_office_alone_is_nobody_with_such_a_surname(text: str) -> None:
    assert not {"Martha King", "Crown Prince", "Prime Minister"} & set(speakers(text))


# --- what is no prose --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "A shopper in Hull on Monday. Emma Stone/Getty Images",
        "Photograph: Emma Stone for the Echo",
        "EVENING BRIEFING: Sign up with Emma Stone",
        "RELATED:Emma Stone wins the women's title",
        "More: Emma Stone plans another bridge",
        "Inside Emma Stone's plan for the old bridge",
    ],
)
def test_a_credit_a_link_or_a_rubric_is_nobody_whom_a_pronoun_means(line: str) -> None:
    text = f"Mayor Ida Quist opened the bridge on Monday.\n\n{line}\n\n“We are not done yet,” she said."
    assert speakers(text) == ["Ida Quist"]


def test_a_dateline_is_nobody_who_speaks() -> None:
    assert speakers("EMMA STONE, Ohio (AP) — “We are not done,” said Mayor Ida Quist.") == ["Ida Quist"]


# --- what a speaker is called ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“It is late here,” said Striker Luca Deane.", [("Luca Deane", "Striker")]),
        ("Researchers Anna Holt and Bo Dahl came. “It is late,” Holt said.", [("Anna Holt", None)]),
        ("This year’s COP president Ida Quist said: “It is late here.”", [("Ida Quist", "COP president")]),
        (
            "National Office of Water and Public Gardens Director Ida Quist said: “It is late here.”",
            [("Ida Quist", "Director")],
        ),
        (
            "Player of the Match Ida Quist left. “It is late,” she said.",
            [("Ida Quist", "Player of the Match")],
        ),
        ("Responded port director Ida Quist: “It is late here.”", [("Ida Quist", "port director")]),
        (
            "Rejecting engineer Ida Quist’s claim, he left. “It is late here,” Quist said.",
            [("Ida Quist", "engineer")],
        ),
        ("“It is late here,” managing director Ida Quist said.", [("Ida Quist", "managing director")]),
        (
            "To banker Ida Quist, chairman Lord Moss wrote a note. “It is late here,” Quist said.",
            [("Ida Quist", None)],
        ),
        (
            "To Ida Quist, manager Adam Lund wrote a note. “It is late here,” Quist said.",
            [("Ida Quist", None)],
        ),
        (
            "The Office said that it was late, the agency said that the plan was “late again here”.",
            [("the agency", None)],
        ),
    ],
)
def test_a_role_is_whole_and_of_nobody_else(text: str, wanted: SpeakersAndRoles) -> None:
    assert told(text) == wanted


# --- whose words: of an organisation, a representative, a relative, a claim --------------------------


@pytest.mark.parametrize(
    "thing", ["the Hull Bears", "the Quist Trophy", "Lund Financial", "Dorn Athletic", "Lund Rovers"]
)
def test_a_thing_is_nobody_whom_a_pronoun_means(thing: str) -> None:
    text = f"Coach Ida Quist was calm. The town had waited for {thing}. “We are not done yet,” she said."
    assert speakers(text) == ["Ida Quist"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A rep for Ida Quist called it “false from start to end”.", ["A rep for Ida Quist"]),
        ("A lawyer for Lund’s partner, Ida Quist, said it was “late again here”.", [None]),
        ("Bo Lund is rich. Lund’s imaginary accountant, Mr. Coin, said: “The sums are fine.”", ["Coin"]),
        ("Ken Holm left. Holm’s wife, Julia, said he was “white as a sheet”.", ["Julia"]),
        (
            "Judge Bo Lund agreed. The court’s two junior justices wrote “it is late here”.",
            ["two junior justices"],
        ),
        (
            "The buses were “late and full”, according to a report by the city office, whose head, Bo Lund, left.",
            ["a report"],
        ),
        ("One respondent to the survey, run by Ida Quist, wrote: “I am tired.”", [None]),
        ("Ida Quist asked two nurses. Another said: “I am tired of it.”", [None]),
        ("Bo Lund laughed. The lottery was said to be “thinking it over”.", [None]),
        (
            "It will “stay as it is”, Bo Lund said, rejecting Ida Quist’s view that it was “asleep at the wheel”.",
            ["Bo Lund", "Ida Quist"],
        ),
        (
            "Asked of the words “a price worth paying”, used by his rival, Ida Quist, Bo Lund left.",
            ["Ida Quist"],
        ),
        (
            "“It is late here,” said Bo Lund, whose deputy Ida Roth added: “And cold again.”",
            ["Bo Lund", "Ida Roth"],
        ),
        (
            "Der Sprecher Bo Lund wies die Vorwürfe von Ministerin Ida Holt zurück, die Bahn habe „oft gelogen“.",
            ["Ida Holt"],
        ),
        (
            "„Es ist spät“, so Bo Lund, dessen Vertreterin Ina Roth hinzufügte: „Und kalt ist es.“",
            ["Bo Lund", "Ina Roth"],
        ),
    ],
)
def test_words_are_of_whoever_said_them(text: str, wanted: list[str | None]) -> None:
    assert speakers(text) == wanted


# --- told by a second person, in turns, or never said ------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Bo Lund met a singer. Actor Tim Hall: We sat there and she was like, “You owe me.”", [None]),
        ("Bo Lund wrote it.\n\n@idaquist: “That is not what I said.”", [None]),
        ("Sergeant Bo Lund read a note from Ida Quist: “You took it all from me.”", ["Ida Quist"]),
        ("Sergeant Bo Lund read a note on behalf of the victim’s sister: “You took it all from me.”", [None]),
        (
            "“Your plan,” Mayor Ida Quist began, before union boss Ted Lund cut in: “Your plan is old.”",
            ["Ida Quist", "Ted Lund"],
        ),
        (
            "“We will win,” said Joe Lund. His wife Ellen, standing by him, whispered: “Nearly there.”",
            ["Joe Lund", "Ellen"],
        ),
        (
            "“It is late here,” Judge Ida Quist (who sat alone (her aide, Bo Lund, was ill)) said.",
            ["Ida Quist"],
        ),
        ("Ida Quist met him. “I will sign it,” he said.", [None]),
        ("The talk, held by Ida Quist, was short. “They left me,” she told Quist.", [None]),
        ("Ann Lund, wife of Governor Pete Lund, came. “I will sign it,” he said.", ["Pete Lund"]),
        ("Joe Tully beat Sam Tully. “He is my brother,” Tully said. Joe Tully left.", [None]),
        (
            "Jutta Seidel und ihr Mann Bernd Seidel kamen. „Es ist spät hier“, sagt Seidel. Bernd Seidel lacht.",
            [None],
        ),
        (
            "An interview with Ida Quist.\n\nQ: Why?\n\nA: “It is late.”\n\nQ: And?\n\nA: He said I was “a storm”.",
            ["Ida Quist", None],
        ),
        ("Ida Quist accused him of having said “let them all wait”.", [None]),
        ("The line “Let them all wait” is often attributed to Ida Quist.", [None]),
        ("In Ida Quist’s new novel, the detective Bo Lund says: “It is late here.”", [None]),
        ("Singing “I never meant to leave you here,” Ida Quist wept.", [None]),
        ("“The doors stay open, said council leader Bo Lund on Monday.", ["Bo Lund"]),
        (
            "“We will go,” Mayor Ida Quist said, adding that “nobody left. Engineer Bo Lund disagreed: “Some did.”",
            ["Ida Quist", "Ida Quist"],
        ),
    ],
)
def test_nobody_is_named_in_the_place_of_another(text: str, wanted: list[str | None]) -> None:
    assert speakers(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "An earlier version of this article quoted Ida Quist as saying “we will cut it all”.",
        "Ida Quist said nothing on Monday about the “ghost buses of the north”.",
        "“It is early here,” Ida Quist said on Hull TV’s “Meet the Town,” adding that it was late.",
        "“Night Shift,” which he wrote in May, made Bo Lund known.",
        "Regisseurin Elke Stamm sprach über Bo Lund, mit dem sie „Der kalte Sommer“ drehte.",
        "Ida Quist bestritt am Dienstag, gesagt zu haben, das Bad sei „ein Grab für Geld“.",
    ],
)
def test_what_was_never_said_or_names_a_work_is_no_speech(text: str) -> None:
    page = article(text)
    found = find_quotes(page, lexicon_for(page, KNOWN))
    assert found[-1].kind is QuoteKind.NOT_SPEECH or found[0].kind is QuoteKind.NOT_SPEECH


def test_a_lost_mark_ends_before_the_sentence_that_leads_on() -> None:
    text = "“We go,” Ida Quist said. “Nobody left. Engineer Bo Lund disagreed: “Some did leave.”"
    page = article(text)
    assert [one.text for one in find_quotes(page, KNOWN["en"])] == [
        "We go,",
        "Nobody left.",
        "Some did leave.",
    ]


# --- nobody speaks in the sentence, or a paper does --------------------------------------------------


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ida Quist, who owns the pier, left a “rest and recover” scheme alone.", None),
        ("Ida Quist left Alaska and lives “in the lower parts” now.", None),
        ("Bo Lund left. Hull “kept it to itself”, and was “too late again”, Ida Quist said.", "Ida Quist"),
        ("Bo Lund was “reserved and kind to all”, said The Echo.", "Echo"),
        ("“I gave no orders at all,” Bo Lund told The Echo.", "Bo Lund"),
        ("Ida Quist met Alexis Lund. Lund spoke. “It is late here,” he said.", "Alexis Lund"),
    ],
)
def test_a_term_is_of_nobody_and_a_paper_speaks_for_itself(text: str, speaker: str | None) -> None:
    assert speakers(text)[-1] == speaker


def test_a_caption_tells_a_full_name_and_nobody_whom_a_pronoun_means() -> None:
    text = "Emma Stone at the new bridge in Hull\n\nMayor Ida Quist opened it.\n\n" * 2
    assert speakers(text + "“We are not done,” she said. “It is late,” Stone said.") == [
        "Ida Quist",
        "Emma Stone",
    ]


def test_a_role_is_no_verb_of_the_sentence_before() -> None:
    assert told("Bo Lund accused banker Ida Quist. “It is late here,” Quist said.") == [
        ("Ida Quist", "banker")
    ]
    assert told("Convicted banker Ida Quist left. “It is late here,” she said.") == [
        ("Ida Quist", "Convicted banker")
    ]
