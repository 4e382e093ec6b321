from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core import checks
from bot.core.briefing.choose import READING_WORDS, without_opening
from bot.core.briefing.extractive import brief
from bot.core.reading.text import words
from bot.core.stories.headlines import clean_headline
from bot.model import AnnotatedArticle, Briefing, Kind, QuoteKind, Span
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, STRIKE, annotated, story


def briefed(*reads: AnnotatedArticle) -> Briefing:
    found = brief(story(*reads))
    assert found is not None
    return found


def texts(briefing: Briefing) -> list[str]:
    return [bullet.words for bullet in briefing.bullets]


def test_an_article_is_told_in_its_own_sentences_the_lede_first() -> None:
    briefing = briefed(BRIDGE)
    assert briefing.writer == "extractive"
    assert briefing.headline == "Aldmouth bridge closes after cracks are found"
    assert texts(briefing) == [
        (
            "The Aldmouth bridge was closed to all traffic on Sunday night after engineers found cracks in "
            "two of its cables."
        ),
        (
            "About 40,000 cars cross the Aldmouth bridge on a working day, and the nearest other crossing is "
            "30 kilometres upstream."
        ),
        "Ferries will carry passengers free of charge from six in the morning, the Aldmouth council said.",
    ]


def test_every_bullet_is_the_articles_own_slice() -> None:
    for bullet in briefed(BRIDGE, BRIDGE_AGAIN, STRIKE).bullets:
        (cite,) = bullet.cites
        assert cite.article.words(cite.span) == bullet.words
        assert checks.supported(bullet)


def test_quotes_are_of_different_speakers_and_whole() -> None:
    quotes = briefed(BRIDGE).quotes
    assert {quote.speaker for quote in quotes} == {"Ana Silva", "Rui Costa"}
    assert len(quotes) == 2
    assert all(quote.kind is QuoteKind.QUOTE for quote in quotes)


def test_no_fragment_no_scare_quote_and_no_unknown_speaker_is_printed_as_a_quote() -> None:
    text = (
        "Mayor Ana Silva closed the bridge of Aldmouth on Sunday night and promised free ferries.\n\n"
        "Silva called it “sad”.\n\n“The Long Span” was opened in 1968.\n\n"
        "“Somebody has to pay for this,” it was heard."
    )
    kinds = [
        (("sad", "Ana Silva"), QuoteKind.FRAGMENT),
        (("The Long Span", None), QuoteKind.NOT_SPEECH),
        (("Somebody has to pay for this,", None), QuoteKind.QUOTE),
    ]
    quotes = tuple(annotated("Bridge", text, said, kind=kind).quotes[0] for said, kind in kinds)
    read = AnnotatedArticle(quotes[0].article, quotes)
    assert briefed(read).quotes == ()
    assert all("“" not in bullet for bullet in texts(briefed(read)))


def test_whole_sentences_of_named_people_go_before_parts_and_descriptions() -> None:
    text = (
        "The council of Aldmouth closed the bridge on Sunday night and promised free ferries for all.\n\n"
        "Ana Silva promised “a bridge that lasts for good”.\n\n"
        "“The cables are as old as I am,” said Rui Costa.\n\n"
        "“The cables were tested every year,” the agency said.\n\n“Somebody has to pay for it,” Costa said."
    )
    parts = ("a bridge that lasts for good", "Ana Silva")
    named = ("The cables are as old as I am,", "Rui Costa")
    described = ("The cables were tested every year,", "the agency")
    again = ("Somebody has to pay for it,", "Costa")
    assert speakers(annotated("Bridge", text, parts, named, described, again)) == ["Rui Costa"]
    assert speakers(annotated("Bridge", text, parts, described)) == ["the agency"]
    assert speakers(annotated("Bridge", text, parts)) == []


LEDE = "The council of Aldmouth closed the old bridge on Sunday night and promised free ferries for all."


@pytest.mark.parametrize(
    ("said", "around"),
    [
        ("No, not really, no.", "{}Ana Silva said when she was asked about the council and the bridge."),
        (
            "It will not be open before May, whatever happens,",
            "The toll is another matter. {}Ana Silva said.",
        ),
        ("The bridge of Aldmouth will be tested tomorrow by six divers,", "{}Ana Silva said."),
        ("The bridge of Aldmouth has stood for years. even the tower stands,", "{}Ana Silva said."),
        ("Many of them have left Aldmouth for the eastern shore,", "Fishers were poor. {}Ana Silva said."),
        ("This bridge will stand for another hundred years,", "{}Ana Silva said of the bridge in 2018."),
        ("Nobody should drive over cracks for a toll of two crowns,", "{}Ana Silva once said of the bridge."),
        (
            "Nobody should drive over cracks for a toll of two crowns,",
            "{}Ana Silva wrote in a speech in June.",
        ),
        ("Nobody should drive over cracks for a toll of two crowns,", "{}Ana Silva said in court papers."),
        (
            "Nobody should drive over cracks for a toll of two crowns,",
            "In an interview in June, Ana Silva was against the bridge. {}Ana Silva said of the bridge.",
        ),
        ("After two hundred years of tolls for the old bridge,", "{}Ana Silva said of the bridge."),
    ],
)
def test_what_says_nothing_alone_or_was_said_another_day_is_not_quoted(said: str, around: str) -> None:
    text = f"{LEDE}\n\n{around.format(f'“{said}” ')}"
    assert speakers(annotated("Aldmouth bridge closed", text, (said, "Ana Silva"))) == []


@pytest.mark.parametrize(
    "around",
    [
        "{}Ana Silva said of the bridge.",
        "{}Ana Silva said of the bridge in March.",
        "{}Ana Silva wrote in 2026.",
    ],
)
def test_what_was_said_of_it_now_is(around: str) -> None:
    said = "Nobody should drive over cracks for a toll of two crowns,"
    text = f"{LEDE}\n\n{around.format(f'“{said}” ')}"
    assert speakers(annotated("Aldmouth bridge closed", text, (said, "Ana Silva"))) == ["Ana Silva"]


def test_words_that_lean_are_quoted_right_below_what_they_lean_on() -> None:
    said = "It will not be open before May, whatever happens,"
    text = f"{LEDE} “{said}” Ana Silva said."
    assert speakers(annotated("Aldmouth bridge closed", text, (said, "Ana Silva"))) == ["Ana Silva"]


def test_words_far_from_the_bullets_are_quoted_for_two_terms_in_common_of_which_a_name_is_one() -> None:
    lede = "Ana Silva of the council of Aldmouth closed the old bridge on Sunday night and promised free ferries."
    filler = (
        "Rain fell in the valley of the Lunda for most of the week and is to go on until the end of it. " * 6
    )
    for said, speaker in [
        ("Ana Silva was a teacher for half of her life, and a way of teaching stays,", None),
        ("Ana Silva should have asked drivers of lorries whether ferries are of use,", "Rui Costa"),
        ("Drivers of lorries need ferries in winter much more than promises,", "Rui Costa"),
    ]:
        text = f"{lede}\n\n{filler}\n\n“{said}” said Rui Costa."
        assert speakers(annotated("Ana Silva closes bridge", text, (said, "Rui Costa"))) == [speaker] * bool(
            speaker
        )


@pytest.mark.parametrize(
    ("name", "headline", "also", "printed"),
    [
        ("Silva", "Aldmouth bridge closed", "Mayor Ana Silva spoke.", False),  # half a name
        ("Medical", "One Medical closes bridge", "It is owned by One Medical.", False),
        ("Hulda", "Aldmouth bridge closed", "Hulda sings.", False),  # who is that?
        ("Hulda", "Hulda closes Aldmouth bridge", "Hulda sings.", True),
        ("CAB", "Aldmouth bridge closed", "Bridges are tested by the CAB.", True),
    ],
)
def test_a_name_of_one_word_is_printed_if_readers_know_it(
    name: str, headline: str, also: str, printed: bool
) -> None:
    said = "Nobody should drive over cracks for a toll of two crowns,"
    text = f"{LEDE}\n\n“{said}” {name} said of the bridge.\n\n{also}"
    assert speakers(annotated(headline, text, (said, name))) == [name] * printed


def test_nobody_unknown_is_quoted_beside_a_name() -> None:
    said = "The cables of the bridge were tested every year,"
    text = f"{LEDE}\n\n“{said}” they said."
    for speaker, printed in [
        ("the agency", ["the agency"]),
        ("a source", []),
        ("the workers", []),
        ("miners", []),
    ]:
        assert speakers(annotated("Bridge", text, (said, speaker))) == printed


@pytest.mark.parametrize(
    "credit",
    [
        " Rui V. Costa/AP",
        " (Photo by Rui V. Costa)",
        " (Photo: R. Costa) (Photo by RUI COSTA/AFP via Getty Images)",
    ],
)
def test_a_caption_with_its_credit_is_no_bullet(credit: str) -> None:
    caption = "Ana Silva opened the bridge of Aldmouth in 2019."
    read = annotated("Aldmouth bridge closed", f"{LEDE}\n\n{caption}{credit}\n\n{caption}")
    assert [bullet.cites[0].span.start for bullet in briefed(read).bullets] == [
        0,
        read.article.text.rindex(caption),
    ]


@pytest.mark.parametrize(
    "background",
    [
        "The old bridge of Aldmouth was opened in 1968 by the council of the town.",
        "The old bridge of Aldmouth has never been safe for lorries, experts say.",
        "The old bridge of Aldmouth had been discussed and painted since the time of the kings.",
    ],
)
def test_what_is_long_past_or_thought_of_it_is_not_the_first_bullet(background: str) -> None:
    text = f"{background}\n\n{LEDE}"
    assert texts(briefed(annotated("Council of Aldmouth closes the old bridge", text)))[0] == LEDE


def test_in_a_digest_nobody_speaks_by_a_surname_that_is_not_introduced() -> None:
    by_surname = "The cables of the old bridge have been rusty for ten years, Costa said on Sunday night."
    by_name = (
        "The cables of the old bridge have been rusty for ten years, said the harbour office of Aldmouth."
    )
    text = f"{LEDE}\n\n{by_surname}\n\n{by_name}\n\n“We saw it,” said Rui Costa."
    shown = texts(briefed(annotated("Council of Aldmouth closes the old bridge", text)))
    assert by_name in shown
    assert by_surname not in shown


LONG_LEDE = LEDE.removesuffix(".") + (
    ", while traders of the lower town warned that the market will lose nine in ten of the people who come from "
    "the eastern shore of the river."
)


def headed(headline: str, lede: str = LEDE) -> str:
    return briefed(annotated(headline, lede)).headline


@pytest.mark.parametrize(
    "cut",
    [
        "Aldmouth closes the old bridge after cracks of ...",
        "What we know about the bridge that Aldmouth closed",
    ],
)
def test_a_headline_that_is_cut_off_or_teases_gives_way_to_a_whole_one_or_the_first_bullet(cut: str) -> None:
    assert headed(cut) == LEDE
    whole = annotated("Aldmouth closes the old bridge", LEDE, outlet="Valley Times", hours=1)
    assert briefed(annotated(cut, LEDE), whole).headline == "Aldmouth closes the old bridge"


@pytest.mark.parametrize(
    ("cut", "kept"),
    [
        ("Aldmouth council closes old bridge as Lunda and ...", "Aldmouth council closes old bridge"),
        ("Aldmouth council closes old bridge, as 9 traders ...", "Aldmouth council closes old bridge"),
        ("Aldmouth council closes old bridge, as traders and ...", "Aldmouth council closes old bridge"),
        ("Aldmouth council promises free ferries in ...", "Aldmouth council promises free ferries"),
        ("Aldmouth council closes old bridge for ferries and ...", None),  # for what else?
        ("Aldmouth council closes old bridge as good as ...", None),  # no clause of its own
        ("Lunda weeps about its king as Aldmouth and ...", None),  # no bullet tells it
        ("Aldmouth closes as Lunda and ...", None),
    ],
)
def test_a_cut_headline_above_a_long_bullet_ends_before_its_last_clause(cut: str, kept: str | None) -> None:
    assert headed(cut, LONG_LEDE) == (kept or LONG_LEDE)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("In photos: The council closes the old bridge", "The council closes the old bridge"),
        ("First on CW: Council closes the old bridge", "Council closes the old bridge"),
        ("Live updates: the council closes the old bridge", "The council closes the old bridge"),
        ("Bridge recap: Council closes the old bridge", "Bridge: Council closes the old bridge"),
        ("Council closes the old bridge | Valley & Coast", "Council closes the old bridge"),
        ("Bridge live updates: Council closes the old bridge", "Bridge: Council closes the old bridge"),
        ("Costa updates: ferries", "Costa updates: ferries"),
    ],
)
def test_a_headline_stands_without_the_label_of_its_page(printed: str, shown: str) -> None:
    assert headed(printed) == shown


def test_the_headline_is_one_of_the_news() -> None:
    guide = replace(annotated("9 bridge cafes", LEDE, outlet="Valley Times", hours=-1), kind=Kind.LIST)
    report = annotated("Aldmouth closes the old bridge after cracks were found in two cables of it", LEDE)
    assert briefed(guide, report).headline == report.article.headline
    assert briefed(guide).headline == "9 bridge cafes"


def test_what_was_to_come_and_a_name_without_a_verb_give_way_to_what_happened() -> None:
    told = annotated("Council closes the old bridge of Aldmouth", LEDE, hours=1)
    for worse in ("Council to close the old bridge of Aldmouth", "Aldmouth council leader Ana Silva"):
        other = annotated(worse, LEDE.replace("Sunday", "Monday"), outlet="Valley Times", hours=2)
        assert briefed(told, other).headline == told.article.headline


def test_a_fact_check_is_not_quoted() -> None:
    said = "Nobody has ever seen a crack in the cables of this old bridge of ours."
    text = f"{LEDE}\n\n“{said}” said Rui Costa."
    assert briefed(annotated("Council closes bridge", text, (said, "Rui Costa"))).quotes
    assert not briefed(annotated("Fact check: the cracks of the bridge", text, (said, "Rui Costa"))).quotes


def test_a_name_alone_is_no_headline() -> None:
    name = annotated("Aldmouth bridge", LEDE)
    assert (
        briefed(name, annotated("Old bridge is closed by Aldmouth", LEDE, hours=1)).headline
        != "Aldmouth bridge"
    )


def speakers(read: AnnotatedArticle) -> list[str | None]:
    return [quote.speaker for quote in briefed(read).quotes]


def test_a_sentence_that_opens_with_speech_is_left_for_the_quotes() -> None:
    text = (
        "The council of Aldmouth closed the bridge on Sunday night and promised free ferries for all.\n\n"
        "“The cables of the bridge are as old as I am,” said engineer Rui Costa on Monday."
    )
    briefing = briefed(
        annotated("Bridge", text, ("The cables of the bridge are as old as I am,", "Rui Costa"))
    )
    assert texts(briefing) == [text.split("\n")[0]]
    assert [quote.speaker for quote in briefing.quotes] == ["Rui Costa"]


def test_a_quote_that_a_bullet_holds_already_is_not_printed_again() -> None:
    text = "Ana Silva said that the bridge of Aldmouth “will stay closed until the end of May” for repairs."
    briefing = briefed(annotated("Bridge", text, ("will stay closed until the end of May", "Ana Silva")))
    assert [quote.speaker for bullet in briefing.bullets for quote in bullet.quotes] == ["Ana Silva"]
    assert briefing.quotes == ()


def test_a_sentence_inside_somebodys_speech_is_no_bullet() -> None:
    text = (
        "The council of Aldmouth met on Monday and talked about the closed bridge for hours.\n\n"
        "“The bridge is safe. Experts of the council lied to the people of Aldmouth. Open it now,” Rui Costa "
        "said.\n\n"
        "“The cables were tested by three engineers.\n\n"
        "“Tests by engineers of Norland showed no cracks at all.”"
    )
    assert texts(briefed(annotated("Bridge", text))) == [text.split("\n")[0]]


def test_a_turn_of_a_transcript_is_no_bullet() -> None:
    text = "SILVA: The bridge of Aldmouth is closed. Ferries are free for all people of the town on Monday."
    assert brief(story(annotated("Interview", text))) is None


def test_nothing_printable_gives_no_briefing() -> None:
    assert (
        brief(story(annotated("Form", "Leave a Reply\n\nYour email address will not be published."))) is None
    )
    assert brief(story(annotated("Empty", " "))) is None


def test_an_opening_connective_is_cut_and_a_garbled_sentence_left() -> None:
    text = (
        "However, engineer Rui Costa dismissed the report about the cables of the bridge.\n\n"
        "Costa urged the council to act, saying that Norland The town and its port were ready for it.\n\n"
        "The mayor said that Norland he had seen 35 cracks in the cables of the bridge."
    )
    assert brief(story(annotated("Bridge", text))) is None  # "engineer Rui Costa …" opens in lower case
    named = annotated("Bridge", text.replace("engineer Rui", "Rui"))
    assert texts(briefed(named)) == ["Rui Costa dismissed the report about the cables of the bridge."]


def test_bullets_do_not_repeat_one_another_or_the_headline() -> None:
    text = (
        "Bridge of Aldmouth closes.\n\n"
        "The bridge of Aldmouth was closed on Sunday night after cracks were found in its cables.\n\n"
        "Cracks were found in the cables of the bridge of Aldmouth and it was closed on Sunday night.\n\n"
        "Free ferries will carry passengers from six in the morning, the harbour master said."
    )
    assert texts(briefed(annotated("Bridge of Aldmouth closes", text))) == [
        "The bridge of Aldmouth was closed on Sunday night after cracks were found in its cables.",
        "Free ferries will carry passengers from six in the morning, the harbour master said.",
    ]


def test_twins_are_read_once_and_every_outlet_is_linked() -> None:
    twin = annotated("Bridge shut", BRIDGE.article.text, outlet="Coast Wire", hours=1)
    briefing = briefed(BRIDGE, twin)
    assert [link.name for link in briefing.outlets] == ["Harbour Post", "Coast Wire"]
    assert len(set(texts(briefing))) == len(briefing.bullets)


@pytest.mark.parametrize(
    ("line", "outlet", "cleaned"),
    [
        ("Bridge closes | Valley Times", "Valley Times", "Bridge closes"),
        ("Bridge closes - Harbour Post", "harbour-post.example", "Bridge closes"),
        ("Bridge closes — World — The Guardian", "The Guardian", "Bridge closes"),
        ("Bridge closes – but ferries sail", "Valley Times", "Bridge closes – but ferries sail"),
        ("Aldmouth: bridge closes", "Valley Times", "Aldmouth: bridge closes"),
        ("Valley Times", "Valley Times", "Valley Times"),
    ],
)
def test_a_headline_loses_the_outlets_name(line: str, outlet: str, cleaned: str) -> None:
    assert clean_headline(line, outlet) == cleaned


def test_a_headline_with_words_in_marks_needs_them_quoted_in_the_article() -> None:
    said = ("Nobody asked the people who cross it every day,", "Rui Costa")
    text = f"Rui Costa opposed the closure of the bridge of Aldmouth on Monday.\n\n“{said[0]}” Costa said."
    verified = annotated("Engineer: ‘Nobody asked the people’", text, said)
    assert briefed(verified).headline == "Engineer: ‘Nobody asked the people’"
    invented = annotated("Engineer: ‘The mayor lied to us’", text, said)
    assert briefed(invented).headline == "Rui Costa opposed the closure of the bridge of Aldmouth on Monday."


def test_the_headline_that_says_most_of_what_the_others_say_is_taken() -> None:
    teaser = annotated("Why everyone is talking about it", BRIDGE_AGAIN.article.text, outlet="Daily Tease")
    assert briefed(BRIDGE, BRIDGE_AGAIN, teaser).headline in {
        "Aldmouth bridge closes after cracks are found",
        "Cracked cables shut Aldmouth bridge, ferries free",
    }


@pytest.mark.parametrize(
    ("sentence", "taken"),
    [
        ("ALDMOUTH, Norland (CW) — The bridge is closed.", "The bridge is closed."),
        ("SOUTHMARK - The bridge is closed.", "The bridge is closed."),
        ("Port Aldmouth (Coast Wire) – The bridge is closed.", "The bridge is closed."),
        ("(Coast Wire) – The bridge is closed.", "The bridge is closed."),
        ("However, Rui Costa left.", "Rui Costa left."),
        ("But Rui Costa left.", "Rui Costa left."),
        ("However, the mayor left.", "However, the mayor left."),
        ("U.S.-Norland talks on the bridge end.", "U.S.-Norland talks on the bridge end."),
        ("The bridge – The Long Span – is closed.", "The bridge – The Long Span – is closed."),
    ],
)
def test_only_a_dateline_or_a_connective_is_cut_from_the_front(sentence: str, taken: str) -> None:
    article = annotated("Bridge", sentence).article
    assert article.words(without_opening(article, Span(0, len(sentence)))) == taken


def test_a_sentence_that_leans_on_a_noun_is_told_only_below_the_one_before_it() -> None:
    lede = "The council of Aldmouth fined the ferry company Norvik two million crowns on Sunday night."
    leaning = "The company said in a statement that the ferries of Aldmouth had passed every test."
    other = "Schools of Southmark stay closed until the storm over the coast of Norland has passed."
    assert texts(briefed(annotated("Norvik fined", f"{lede}\n\n{leaning}\n\n{other}")))[:2] == [lede, leaning]
    apart = texts(briefed(annotated("Norvik fined", f"{lede}\n\n{other}\n\n{leaning}")))
    assert leaning not in apart


def test_what_several_outlets_tell_goes_before_what_one_tells() -> None:
    lede = "The Aldmouth bridge was closed to all traffic on Sunday night after cracks were found."
    alone = "Ana Silva opened a playground beside the western tower of the bridge in the spring of last year."
    shared = "Ferries carry passengers across the bay of Aldmouth free of charge until the cables are tested."
    again = (
        "Until the cables are tested, ferries carry passengers across the bay free of charge, Aldmouth said."
    )
    one = annotated("Bridge closes", f"{lede}\n\n{alone}\n\n{shared}")
    other = annotated(
        "Bridge is shut", f"Engineers shut the bridge.\n\n{again}", outlet="Valley Times", hours=1
    )
    assert shared in texts(briefed(one, other))[:2] or again in texts(briefed(one, other))[:2]


def test_what_headlines_give_other_numbers_adds_nothing_to_the_story() -> None:
    lede = "Aldmouth beat Southmark 4-1 in the cup of Norland on Wednesday night before 9,000 people."
    stale = "Rui Costa scored the third goal of Southmark with a header five minutes before the end of play."
    one = annotated("Aldmouth beat Southmark again, 4-1", lede, hours=2)
    other = annotated(
        "Southmark beat Aldmouth 3-2 in the cup",
        f"Southmark won the first of two matches.\n\n{stale}",
        outlet="Valley Times",
    )
    briefing = briefed(one, other)
    assert texts(briefing)[0] == lede
    assert stale not in texts(briefing)
    assert briefing.headline == "Aldmouth beat Southmark again, 4-1"


def test_a_surname_that_two_bear_stands_alone_only_where_it_is_shown_whose_it_is() -> None:
    lede = (
        "Ana Silva will not run for mayor of Aldmouth again after her father, Rui Silva, said that he would."
    )
    bare = "Silva testified before the council of Aldmouth on the cables of the bridge earlier this year."
    full = "Ana Silva testified before the council of Aldmouth on the cables of the bridge earlier this year."
    assert bare not in texts(briefed(annotated("Silva bows out of Aldmouth vote", f"{lede}\n\n{bare}")))
    assert full in texts(briefed(annotated("Silva bows out of Aldmouth vote", f"{lede}\n\n{full}")))
    alone = lede.replace("Rui Silva", "a teacher")
    assert bare in texts(briefed(annotated("Silva bows out of Aldmouth vote", f"{alone}\n\n{bare}")))


def test_a_story_is_read_in_twenty_seconds() -> None:
    for reads in ((BRIDGE,), (BRIDGE, BRIDGE_AGAIN), (STRIKE,)):
        briefing = briefed(*reads)
        told_words = [*texts(briefing), *(quote.text for quote in briefing.quotes)]
        assert sum(len(words(each)) for each in told_words) <= READING_WORDS


@pytest.mark.parametrize(
    ("words_of_quote", "printed"),
    [
        ("The ferries will carry passengers free from six,", False),  # the bullet's own words again
        ("We will not open the old bridge before its", False),  # breaks off
        ("We will not open it before every cable is sound.", True),
    ],
)
def test_a_quote_must_add_and_be_whole(words_of_quote: str, printed: bool) -> None:
    text = (
        "Ferries will carry passengers free of charge from six in the morning, the Aldmouth council said.\n\n"
        f"“{words_of_quote}” said Mayor Ana Silva."
    )
    assert bool(briefed(annotated("Ferries free", text, (words_of_quote, "Ana Silva"))).quotes) is printed
