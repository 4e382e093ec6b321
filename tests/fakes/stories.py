"""Articles and stories of invented outlets, for tests of what is told and in which order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.model import AnnotatedArticle, Article, Evidence, Quote, QuoteKind, Span, Story

MORNING = datetime(2026, 3, 2, 6, tzinfo=UTC)

Said = tuple[str, str | None]


def annotated(
    headline: str,
    text: str,
    *said: Said,
    outlet: str = "Harbour Post",
    hours: float = 0,
    url: str | None = None,
    kind: QuoteKind = QuoteKind.QUOTE,
) -> AnnotatedArticle:
    """An article published some hours after MORNING, with quotes: (words as they stand in it, speaker)."""
    host = outlet.lower().replace(" ", "-")
    address = url or f"https://{host}.example/{'-'.join(headline.lower().split())}"
    moment = MORNING + timedelta(hours=hours)
    article = Article(
        Article.id_for(address, text), address, outlet, headline, text, captured=moment, published=moment
    )
    return AnnotatedArticle(article, tuple(_quote(article, words, speaker, kind) for words, speaker in said))


def _quote(article: Article, words: str, speaker: str | None, kind: QuoteKind) -> Quote:
    start = article.text.index(words)
    evidence = Evidence("said-name", 0.9) if speaker else None
    return Quote(article, (Span(start, start + len(words)),), kind, speaker, None, evidence)


def story(*reads: AnnotatedArticle) -> Story:
    """A story of these articles."""
    return Story(tuple(sorted(reads, key=lambda read: (read.article.dated, read.article.id))))


BRIDGE = annotated(
    "Aldmouth bridge closes after cracks are found",
    "ALDMOUTH (Coast Wire) — The Aldmouth bridge was closed to all traffic on Sunday night after "
    "engineers found cracks in two of its cables.\n\n"
    "About 40,000 cars cross the Aldmouth bridge on a working day, and the nearest other crossing is "
    "30 kilometres upstream.\n\n"
    "“We will not open it again before every cable has been tested,” said Mayor Ana Silva. “That may take "
    "until May.”\n\n"
    "She spoke to reporters on the eastern shore.\n\n"
    "However, engineer Rui Costa called the closure “a panic”.\n\n"
    "Ferries will carry passengers free of charge from six in the morning, the Aldmouth council said.\n\n"
    "“Nobody asked the people who cross it every day,” Costa said.\n\n"
    "New ferries\n\n"
    "Leave a Reply\n\n"
    "Your email address will not be published.",
    ("We will not open it again before every cable has been tested,", "Ana Silva"),
    ("That may take until May.", "Ana Silva"),
    ("Nobody asked the people who cross it every day,", "Rui Costa"),
)

BRIDGE_AGAIN = annotated(
    "Cracked cables shut Aldmouth bridge, ferries free | Valley Times",
    "Engineers found cracks in cables of the Aldmouth bridge, and the council of Aldmouth closed it to "
    "traffic on Sunday night.\n\n"
    "Ferries across the bay carry passengers free of charge while the cables of the bridge are tested.\n\n"
    "The bridge was opened in 1968 and its cables were last replaced in 1994.",
    outlet="Valley Times",
    hours=2,
)

STRIKE = annotated(
    "Teachers in Norland vote to strike over pay",
    "Teachers in Norland voted on Monday to strike for three days next week over pay.\n\n"
    "The Norland teachers' union said that 84 percent of its 12,000 members had voted, and that nine in ten "
    "of them wanted the strike.\n\n"
    "Schools in Norland will stay open for pupils who sit exams, the education ministry said.",
    outlet="Norland Daily",
    hours=1,
)

STRIKE_AGAIN = annotated(
    "Norland schools face three-day walkout",
    "Schools in Norland face three days of strike next week after teachers voted for a walkout over pay.\n\n"
    "Nine in ten members of the teachers' union wanted the strike, Norland radio reported on Monday.",
    outlet="Valley Times",
    hours=3,
)

OTHER_STRIKE = annotated(
    "Bus drivers in Southmark call off strike",
    "Bus drivers in Southmark called off a strike planned for Tuesday after the city offered them more "
    "pay.\n\nThe Southmark drivers' union had asked for six percent and got five.",
    outlet="Southmark News",
    hours=4,
)
