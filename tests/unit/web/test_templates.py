from bot.model import Control, Heading, Link, Links, Outline, Passage, Section, Span, Table, Wording
from bot.platforms.web.render import ChatMessage, Templates, View, render, render_typed
from tests.fakes.desk import DAILY, FERRY, MORNING, NEWS, REGRET, WAITED, WEEKEND, place

EVIL = "<script>alert('x')</script>"


def html(outline: Outline, thread: str | None = None) -> str:
    message = ChatMessage("7", "On Record", render(outline), MORNING)
    return Templates().message(message, place(thread))


def test_what_an_outlet_writes_is_never_markup() -> None:
    evil = Outline(
        EVIL,
        (
            Section(
                (
                    Heading(EVIL),
                    Links(EVIL, (Link(EVIL, 'https://a.example/"><script>'),)),
                    Table((EVIL,), ((EVIL,),)),
                ),
                (Control("more", '"><script>', EVIL),),
            ),
        ),
        lead=EVIL,
        footer=EVIL,
    )
    page = html(evil)
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;") == 10
    assert "<script" not in Templates().message(ChatMessage("8", EVIL, render_typed(EVIL), MORNING), place())


def test_links_to_outlets_open_apart_and_tell_them_nothing() -> None:
    assert (
        '<a href="https://harbour.example/ferry?a=1&amp;b=2" target="_blank" '
        'rel="noopener noreferrer nofollow" dir="auto">Harbour Post</a>'
    ) in html(NEWS)


def test_a_link_that_is_not_of_the_web_is_only_its_name() -> None:
    page = html(Outline("", (Section((Links("From", (Link("Harbour Post", "javascript:1"),)),)),)))
    assert "<a " not in page
    assert "Harbour Post" in page


def test_a_quote_is_set_off_with_its_speaker_and_role() -> None:
    page = html(NEWS)
    assert "<p>“We have waited long enough, and so have the schools,”</p></blockquote>" in page
    assert '<b class="speaker" dir="auto">Ana Silva</b><span class="role" dir="auto">Mayor</span>' in page


def test_show_me_where_marks_the_words_in_their_sentence() -> None:
    sentence = Span(FERRY.text.index("“We"), FERRY.text.index("Silva.") + 6)
    page = html(Outline("", (Section((Passage(FERRY, sentence, WAITED.span),)),)))
    assert "“<mark>We have waited long enough, and so have the schools,</mark>” said Mayor Ana Silva." in page


def test_a_wording_marks_its_words_and_leads_to_its_article() -> None:
    start = WAITED.span.start + len("We have waited ")
    page = html(Outline("", (Section((Wording(WAITED, ("Harbour <Post>",), (Span(start, start + 4),)),)),)))
    assert "<p>“We have waited <mark>long</mark> enough, and so have the schools,”</p>" in page
    assert '<a href="https://harbour.example/ferry?a=1&amp;b=2"' in page
    assert "Harbour &lt;Post&gt;" in page


def test_a_quote_without_a_speaker_says_so() -> None:
    assert "Speaker not named" in html(Outline("", (Section((REGRET,)),)))


def test_a_thread_has_no_thread_of_its_own() -> None:
    assert "data-thread" in html(NEWS)
    assert "data-thread" not in html(NEWS, thread="3")


def test_the_page_names_its_channels_and_where_it_is() -> None:
    log = View(place(), [ChatMessage("7", "On Record", render(NEWS), MORNING, replies=2)], working=False)
    page = Templates().page([DAILY, WEEKEND], log, None, "secret", leave=False)
    assert '<a href="/c/daily" data-room="daily" aria-current="page">' in page
    assert '<a href="/c/week%2Fend%20%C3%BC" data-room="week/end ü">' in page
    assert "2 replies</button>" in page
    assert "Sign out" not in page
