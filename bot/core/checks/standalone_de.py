"""Is a German line fit to be printed alone; what holds in every language is looked for elsewhere."""

from __future__ import annotations

import re

from bot.core.checks.quoting import outside_marks

_NO_VERBS = """
    nicht|seit|erst|jetzt|selbst|meist|zuletzt|bereits|gut|statt|dort|oft|fast|sonst|damit|somit|mithilfe|seitdem
    |insgesamt|bekannt|weit|weltweit|bundesweit|bitte|heute|letzten|ersten|zweiten|dritten|vierten|meisten|weiten
    |letzte|erste|zweite|dritte|vierte|weite|gesamte|gesamten|rechten|echten|alten|guten|alte|gute|rechte|kalten
    |direkt|offiziell|laut|acht|samt|anstatt|hinten|unten|mitten|inmitten|breit|nächsten|größten|wichtigsten
""".replace("\n", "").replace(" ", "")
_VERB = re.compile(
    r"(?<![\w’'-])(?:ist|sind|war|waren|wird|werden|wurden?|hat|haben|hatten?|kann|können|konnten?|soll|sollen"
    r"|sollten?|will|wollen|wollten?|muss|müssen|mussten?|darf|dürfen|seien?|gab|gaben|kam|kamen|ging|gingen|stand"
    r"|standen|fand|fanden|blieb|blieben|lag|lagen|begann|gewann|verlor|starb|starben|fiel|fielen|stieg|stiegen"
    rf"|(?!(?:{_NO_VERBS})\b)[a-zäöüß]{{3,}}(?:te|ten|t))(?![\w’'-])"
)

_LEANS = re.compile(
    r"(?:Er|Sie|Es|Dies\w*|Das (?:ist|war|sei|wird|hat|wäre|gilt|geht|[a-z]+te)"
    r"|Doch|Aber|Und|Oder|Denn|Da|Dabei|Damit|Dazu|Danach|Daraufhin|Dennoch|Trotzdem"
    r"|Allerdings|Jedoch|Außerdem|Zudem|Auch|Sein\w*|Ihr\w*|Deshalb|Daher|Dagegen|Hingegen|Dort|So|Dann|Hier|Hierzu"
    r"|Darauf|Darin|Darüber|Davon|Dadurch|Dafür|Somit|Zuvor|Später|Weiterhin|Weitere\w*|Ferner|Inzwischen"
    r"|Unterdessen|Gleichzeitig|Zugleich|Schließlich|Zunächst|Ebenso|Ebenfalls|Beide\w*|Solche\w*|Jene\w*|Letzter\w*"
    r"|Demnach|Demzufolge|Nun|Zum einen|Zum anderen|Einerseits|Andererseits|Andere|Ein weiterer|Eine weitere"
    r"|Unter anderem|Im Gegensatz dazu|Aus diesem|In diesem|In dieser|Bei dies\w+|Nach dies\w+|Zu dies\w+)\b"
)
_BACKWARD = re.compile(
    r"\b(?:jedoch|allerdings|hingegen|dagegen|außerdem|zudem|ebenfalls|deshalb|daher|dies|dieser|dieses|diesem|diesen"
    r"|daraufhin|derselbe|dieselbe|letzterer?|ihm|ihn|dort)\b"
)
_PERSON = re.compile(r"\b(?:er|sie|sein\w{0,2}|ihr\w{0,2})\b")
_NAMED = re.compile(r"(?<!^)\b[A-ZÄÖÜ]\w+")
_READER = re.compile(r"\b(?:ich|wir|uns|unser\w{0,2}|mein\w{0,2}|euch|euer|Wir|Ich|Unser\w{0,2})\b")
_PAGE = re.compile(
    r"(?:alle rechte vorbehalten|mehr (?:dazu|zum thema)|lesen sie|siehe auch|newsletter|datenschutz|anmelden"
    r"|abonnieren|foto:|bild:|quelle:|klicken sie|dieser artikel|zum artikel|©)",
    re.IGNORECASE,
)


def has_verb(prose: str) -> bool:
    """Whether a word of the text can be its finite verb."""
    return _VERB.search(prose) is not None


def boilerplate(sentence: str) -> bool:
    """Whether the line belongs to the page around the article."""
    return _PAGE.search(sentence) is not None


def addresses_reader(sentence: str) -> bool:
    """Whether the writer speaks of himself or to the reader, outside quotation marks."""
    return _READER.search(outside_marks(sentence)) is not None


def opens_leaning(sentence: str) -> bool:
    """Whether its first words lean on what was said before: "Er", "Doch", "Dabei"."""
    return _LEANS.match(sentence.lstrip("“”„\"‘'« (")) is not None


def dangling(sentence: str) -> bool:
    """Whether it leans on another sentence: so opened, by "jedoch" or "dort", or by "er" before any name."""
    prose = outside_marks(sentence).strip()
    person = _PERSON.search(prose)
    nobody = person is not None and len(_NAMED.findall(prose[: person.start()])) < 1
    return opens_leaning(sentence) or _BACKWARD.search(prose) is not None or nobody
