"""Questions to a store in memory: found, cited, dated, without, or said to be silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.lexicons import with_quotes
from bot.adapters.store import SqlStore
from bot.config import answer_judgement
from bot.core import forms, outline
from bot.errors import ConfigError
from bot.model import AnnotatedArticle, Article, Heading, Question, Scope
from bot.newsroom.ask import Thread, ask, search
from tests.fakes.stored_articles import NOON, article, ferry, read

JUDGED = answer_judgement()
BRIDGE = (
    "The Harbour Bridge reopened on Tuesday after nine months of repairs, the port authority said.\n\n"
    "Is the Harbour Bridge open again after repairs?\n\n"
    "Leave a comment about the Harbour Bridge repairs. Your e-mail address will not be published.\n\n"
    "Engineers replaced 340 steel cables on the Harbour Bridge. The work cost 18 million crowns.\n\n"
    "He told reporters that repairs to the Harbour Bridge went well."
)
OTHER = (
    "Bakers in the valley raised the price of bread by a tenth.",
    "A storm closed three schools in Northfield on Friday.",
    "The valley choir won a prize for its concert in Lund.",
    "Farmers expect a good harvest of apples this autumn.",
)


def made(text: str, name: str, headline: str, days: float = 0) -> Article:
    return replace(article(text, f"https://a.example/{name}", headline, days=days), id=name)


@pytest.fixture
async def store(store: SqlStore) -> SqlStore:
    others = [read(made(text, f"other{number}", "In the valley")) for number, text in enumerate(OTHER)]
    bridge = AnnotatedArticle(made(BRIDGE, "bridge", "Harbour Bridge reopens"))
    await store.import_articles("local", [bridge, ferry(), *others])
    return store


def asked(text: str, **more: object) -> Question:
    return replace(Question(text, "local"), **more)  # type: ignore[arg-type]  # a test's short hand


async def test_an_answer_is_the_articles_own_sentences(store: SqlStore) -> None:
    answer = await ask(store, asked("How many steel cables were replaced on the Harbour Bridge?"), JUDGED)
    assert answer.answered
    assert answer.bullets[0].text == "Engineers replaced 340 steel cables on the Harbour Bridge."
    assert len(answer.bullets) <= 3
    for bullet in answer.bullets:
        assert all(cite.article.words(cite.span) == bullet.text for cite in bullet.cites)


async def test_no_question_form_or_dangling_pronoun_is_shown_first(store: SqlStore) -> None:
    answer = await ask(store, asked("Has the Harbour Bridge reopened after repairs?"), JUDGED)
    texts = [bullet.text for bullet in answer.bullets]
    assert texts[0].startswith("The Harbour Bridge reopened on Tuesday")
    assert not any(text.endswith("?") or "comment" in text or "e-mail" in text for text in texts)


async def test_the_corpus_does_not_say(store: SqlStore) -> None:
    for question in ("Who won the volleyball cup in Brazil?", "Zeppelin?", "qwxz"):
        answer = await ask(store, asked(question), JUDGED)
        assert not answer.answered, question
        assert forms.answer_form(answer)["bullets"] == []


async def test_without_the_articles_that_hold_it_there_is_less_confidence(store: SqlStore) -> None:
    question = "How many steel cables were replaced on the Harbour Bridge?"
    sure = await ask(store, asked(question), JUDGED)
    less = await ask(store, asked(question, without=frozenset(["bridge"])), JUDGED)
    assert less.confidence < sure.confidence
    assert not less.answered


async def test_another_workspace_hears_nothing(store: SqlStore) -> None:
    answer = await ask(store, Question("Has the Harbour Bridge reopened?", "other"), JUDGED)
    assert (answer.answered, answer.confidence) == (False, 0.0)


async def test_dates_bound_a_search(store: SqlStore) -> None:
    early = await search(store, "Harbour Bridge", "local", as_of=NOON - timedelta(days=1))
    late = await search(store, "Harbour Bridge", "local", since=NOON + timedelta(days=1))
    both = await search(store, "Harbour Bridge", "local", since=NOON, as_of=NOON)
    assert (early.hits, late.hits) == ((), ())
    assert both.hits[0].article.id == "bridge"


async def test_a_search_gives_one_hit_an_article_with_its_passage(store: SqlStore) -> None:
    found = await search(store, "steel cables on the harbour bridge", "local", limit=3)
    assert len({hit.article.id for hit in found.hits}) == len(found.hits) <= 3
    assert 0 < found.confidence <= 1
    row = forms.search_form(found.hits)[0]
    assert list(row) == ["id", "headline", "outlet", "date", "score", "passage"]
    assert (row["id"], row["date"]) == ("bridge", "2026-03-02")
    assert "340 steel cables" in str(row["passage"])
    assert list(forms.found_form(found)) == ["confidence", "hits"]


@pytest.mark.parametrize("text", ["", "   ", "?", "what is the", "…"])
async def test_an_empty_question_is_one_clear_sentence(store: SqlStore, text: str) -> None:
    with pytest.raises(ConfigError, match="Please include a name"):
        await ask(store, asked(text), JUDGED)
    with pytest.raises(ConfigError, match="Please include a name"):
        await search(store, text, "local")


@pytest.mark.parametrize(
    "text", ['"harbour', "bridge OR NEAR(", "harbour'; DROP TABLE articles", "\ud800 harbour"]
)
async def test_a_question_is_never_read_as_a_query(store: SqlStore, text: str) -> None:
    assert (await search(store, text, "local")).hits


async def test_a_slip_of_the_finger_is_read_as_the_word_that_is_there(store: SqlStore) -> None:
    answer = await ask(store, asked("How many steel cables were replaced on the Harbuor Bridge?"), JUDGED)
    assert answer.meant == (("harbuor", "harbour"),)
    assert answer.bullets[0].text == "Engineers replaced 340 steel cables on the Harbour Bridge."
    assert "harbuor read as harbour" in outline.of_answer(answer).lead


async def test_every_word_that_a_slip_may_mean_is_counted(store: SqlStore) -> None:
    answer = await ask(store, asked("How many steel cables were replaced on the Harbou Bridge?"), JUDGED)
    assert answer.meant == (("harbou", "harbour"),)


async def test_operators_bound_what_is_found(store: SqlStore) -> None:
    assert (await search(store, 'bridge "steel cables"', "local")).hits[0].article.id == "bridge"
    without = (await search(store, "harbour bridge -cables", "local")).hits
    assert "bridge" not in {hit.article.id for hit in without}
    assert (await search(store, "harbour bridge outlet:nobody", "local")).hits == ()


async def test_where_none_answers_the_nearest_are_offered(store: SqlStore) -> None:
    answer = await ask(store, asked("Which hotel did the Harbour Bridge engineers stay at in Lund?"), JUDGED)
    assert not answer.answered
    assert answer.near[0].id == "bridge"
    assert "none of them says" in outline.of_answer(answer).lead


async def test_a_name_of_nothing_but_stop_words_finds_its_articles(store: SqlStore) -> None:
    band = made("The Who played in Leeds on Friday. Fans waved.", "band", "Rock returns to Leeds", days=-9)
    health = [made(f"The WHO warned of virus {n}.", f"who{n}", "The WHO warns") for n in range(250)]
    await store.import_articles("local", [read(one) for one in (band, *health)])
    for text in ("The Who", "The Who?", "What about The Who?", "Did The Who play in Leeds?"):
        found = await search(store, text, "local")
        assert [hit.article.id for hit in found.hits] == ["band"], text
    for text in ("The Who", "When did The Who play?"):
        answer = await ask(store, asked(text), replace(JUDGED, enough=0.0))
        assert answer.bullets[0].text == "The Who played in Leeds on Friday.", text
    assert "band" in {hit.article.id for hit in (await search(store, '"rock" "the who"', "local")).hits}
    with pytest.raises(ConfigError):
        await search(store, "who is the", "local")


SAID = (
    "“The bridge will stand for a hundred years,” said Ana Silva, the mayor of Aldmouth, on Tuesday.\n\n"
    "“The bridge is ugly,” said Bo Berg, a baker in the old town of Aldmouth."
)


async def test_who_said_what_is_answered_with_their_own_words_alone(store: SqlStore) -> None:
    await store.import_articles("local", [with_quotes(made(SAID, "said", "Aldmouth bridge opens"))])
    answer = await ask(store, asked("what did mayor silva say about the bridge"), JUDGED)
    assert [quote.speaker for quote in answer.quotes] == ["Ana Silva"]
    assert answer.quotes[0].text.startswith("The bridge will stand")
    assert answer.bullets[0].cites[0].article.id == "said"


async def test_a_mistyped_speaker_is_read_as_the_one_there_is(store: SqlStore) -> None:
    await store.import_articles("local", [with_quotes(made(SAID, "said", "Aldmouth bridge opens"))])
    answer = await ask(store, asked("what did Ana Silvva say about the bridge"), JUDGED)
    assert [quote.speaker for quote in answer.quotes] == ["Ana Silva"]
    assert answer.meant == (("silvva", "silva"),)


async def test_of_several_words_a_slip_means_the_one_that_stands_with_the_others(store: SqlStore) -> None:
    others = [made(f"The Marrit company sells pumps, number {n}.", f"m{n}", "Pumps") for n in range(3)]
    spoken = "“The bridge will stand,” said Merrit Garland, who built the bridge."
    await store.import_articles(
        "local", [with_quotes(made(spoken, "said", "Bridge")), *map(with_quotes, others)]
    )
    answer = await ask(store, asked("what did Mrrit Garland say about the bridge"), JUDGED)
    assert answer.meant == (("mrrit", "merrit"),)
    assert [quote.speaker for quote in answer.quotes] == ["Merrit Garland"]


async def test_whose_lawyer_is_asked_for_is_not_answered_with_anothers(store: SqlStore) -> None:
    text = "“We will appeal,” said Ida Berg, a lawyer for Bo Lund. “He did it,” said Per Quist, a lawyer for the city."
    await store.import_articles("local", [with_quotes(made(text, "trial", "Lund is sentenced"))])
    answer = await ask(store, asked("What did Bo Lund's lawyer say?"), JUDGED)
    assert [quote.speaker for quote in answer.quotes] == ["Ida Berg"]
    for question in ("What did Ana Silva's lawyer say?", "What did Lund's husband say?"):
        assert not (await ask(store, asked(question), JUDGED)).quotes


async def test_in_a_thread_one_name_alone_does_not_make_it_the_same_event(store: SqlStore) -> None:
    story = (
        "Brandy’s closed its bakery in Northfield after guests fell ill. The Northfield office looks into it."
    )
    other = "“I love this march,” said Brandy Murphy in Lund. Brandy Murphy has led it for years."
    await store.import_articles(
        "local",
        [
            with_quotes(made(story, "ill", "Brandy’s in Northfield closes")),
            with_quotes(made(other, "march", "Thousands march in Lund")),
        ],
    )
    for question in ("what did brandy's say", "what did Brandy Murphy say"):
        assert not (await ask(store, asked(question), JUDGED, Thread(("ill",)))).quotes


TOLL = (
    ("first", "At least 16 people died in the Orlen flood, the governor said on Friday.", 0),
    ("later", "At least 37 people died in the Orlen flood, the governor said on Monday.", 3),
)


async def test_the_newer_of_two_counts_of_one_event_stands_first(store: SqlStore) -> None:
    flood = [
        made(f"{text} Boats searched the Orlen valley.", name, f"Orlen flood {name}", days)
        for name, text, days in TOLL
    ]
    await store.import_articles("local", [AnnotatedArticle(one) for one in flood])
    answer = await ask(store, asked("How many people died in the Orlen flood?"), replace(JUDGED, enough=0.0))
    assert "37 people" in answer.bullets[0].text


async def test_a_relative_who_says_nothing_is_no_answer_to_what_they_said(store: SqlStore) -> None:
    text = "Berg, the son of a baker in Northfield, went to school in Lund and led the Northfield choir."
    await store.import_articles("local", [with_quotes(made(text, "life", "The life of Bo Berg"))])
    answer = await ask(store, asked("What did Bo Berg's son say?"), replace(JUDGED, enough=0.0))
    assert not answer.answered


async def test_a_follow_up_is_about_the_threads_story_or_silent(store: SqlStore) -> None:
    thread = Thread(("bridge",)).after("When did the Harbour Bridge reopen?")
    told = await ask(store, asked("and how many cables were replaced"), JUDGED, thread)
    assert "340 steel cables" in told.bullets[0].text
    assert (told.scope, told.about) == (Scope.STORY, ("bridge",))
    silent = await ask(store, asked("who paid the choir for it"), JUDGED, thread)
    assert not silent.answered


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "bridge " * 2_000,
        "who " * 3_000,
        "🙂🙂🙂",
        "桥在哪里",
        "-",
        '"',
        "outlet:",
        "since:x bridge",
    ],
)
async def test_whatever_is_asked_is_answered_or_refused_in_a_sentence(store: SqlStore, text: str) -> None:
    refused = ""
    try:
        await ask(store, asked(text), JUDGED)
    except ConfigError as error:
        refused = str(error)
    assert refused in ("", "Please include a name, place or event.") or refused.startswith("since:x: no day;")


async def test_an_operator_that_cannot_be_read_is_told_with_what_to_write(store: SqlStore) -> None:
    for question in (
        search(store, "bridge since:2026-13-45", "local"),
        ask(store, asked("bridge until:x"), JUDGED),
    ):
        with pytest.raises(ConfigError, match=r"no day; write \w+:2026-08-01"):
            await question


async def test_days_bound_without_a_day_that_is_asked_on(store: SqlStore) -> None:
    day = f"{NOON:%Y-%m-%d}"
    assert (await search(store, f"bridge since:{day} until:{day}", "local")).hits
    assert not (await search(store, "bridge until:2001-01-01", "local")).hits
    assert (await search(store, "bridge since:yesterday", "local", now=NOON)).hits


async def test_a_phrase_of_stop_words_alone_is_looked_for(store: SqlStore) -> None:
    found = await search(store, '"on the"', "local")
    assert 0 <= found.confidence <= 1


async def test_a_question_about_him_alone_is_not_answered_without_a_story(store: SqlStore) -> None:
    answer = await ask(store, asked("how old is he?"), replace(JUDGED, enough=0.0))
    assert not answer.answered


# --- several things -------------------------------------------------------------------------------


def _news(name: str, headline: str, first: str, days: float) -> AnnotatedArticle:
    return AnnotatedArticle(made(f"{first}\n\nNothing else was known.", name, headline, days))


PORT = (
    _news("walkout", "Dockers walk out at Halden port", "Dockers at Halden port walked out on Monday.", -9),
    _news("talks", "Halden port talks fail", "Talks about pay at Halden port failed on Thursday.", -6),
    _news("deal", "Halden port deal", "The owner of Halden port agreed on Sunday to raise wages by 6 %.", -3),
    _news("old", "Halden port opens", "A new terminal was opened at Halden port by the king.", -400),
    _news("moss", "Moss port shuts", "Moss port shut its gates on Friday after a fire in a grain store.", -4),
)


async def test_a_timeline_has_a_bullet_a_day_the_first_day_first(store: SqlStore) -> None:
    await store.import_articles("local", list(PORT))
    answer = await ask(store, asked("timeline of Halden port"), JUDGED)
    assert [str(label) for label in answer.labels] == sorted(str(label) for label in answer.labels)
    assert [bullet.cites[0].article.id for bullet in answer.bullets] == ["old", "walkout", "talks", "deal"]
    assert all(
        bullet.cites[0].article.words(bullet.cites[0].span) == bullet.words for bullet in answer.bullets
    )


async def test_the_latest_is_told_newest_first_without_what_is_long_past(store: SqlStore) -> None:
    await store.import_articles("local", list(PORT))
    answer = await ask(store, asked("what's new on Halden port?"), JUDGED)
    assert [bullet.cites[0].article.id for bullet in answer.bullets] == ["deal", "talks", "walkout"]
    headings = [block for section in outline.of_answer(answer).sections for block in section.blocks[:1]]
    assert isinstance(headings[0], Heading)
    assert headings[0].text.endswith(f"{answer.bullets[0].cites[0].article.dated:%B %Y}")


async def test_the_latest_of_a_thread_is_its_storys(store: SqlStore) -> None:
    await store.import_articles("local", list(PORT))
    answer = await ask(store, asked("any news?"), JUDGED, Thread(("walkout", "talks")))
    assert "moss" not in answer.about
    assert answer.bullets


async def test_nothing_is_made_up_of_a_subject_that_no_article_is_about(store: SqlStore) -> None:
    await store.import_articles("local", list(PORT))
    answer = await ask(store, asked("timeline of the Drammen bakery"), JUDGED)
    assert not answer.labels
    with pytest.raises(ConfigError):
        await ask(store, asked("any news?"), JUDGED)


async def test_two_sides_stand_below_their_names(store: SqlStore) -> None:
    await store.import_articles("local", list(PORT))
    answer = await ask(store, asked("compare Halden port and Moss port"), JUDGED)
    assert set(answer.labels) == {"Halden port", "Moss port"}
    for label, bullet in zip(answer.labels, answer.bullets, strict=True):
        assert str(label).split()[0] in bullet.words
    assert "labels" in forms.answer_form(answer)


async def test_a_side_that_no_article_names_is_said_to_be_missing(store: SqlStore) -> None:
    await store.import_articles("local", list(PORT))
    answer = await ask(store, asked("compare Halden port and Drammen port"), JUDGED)
    assert set(answer.labels) == {"Halden port"}
    assert outline.of_answer(answer).lead == "I have nothing on Drammen port."


@pytest.mark.parametrize(
    "question", ["compare Haldne port and Moss port", "timeline of Haldne port", "what's new on Haldne port?"]
)
async def test_a_slip_is_said_where_several_things_are_told(store: SqlStore, question: str) -> None:
    await store.import_articles("local", list(PORT))
    answer = await ask(store, asked(question), JUDGED)
    assert answer.meant == (("haldne", "halden"),)
    assert outline.of_answer(answer).lead == "haldne read as halden"
    assert {"walkout", "talks", "deal"} & set(answer.about)
