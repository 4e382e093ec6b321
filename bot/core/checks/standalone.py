"""Is a line fit to be printed alone: whole, not garbled, no part of the page around, leaning on no other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.checks.quoting import balanced, outside_marks
from bot.core.reading.grammar import MONTHS, WEEKDAYS
from bot.core.reading.text import words

_HELPERS = """
    am is are was were be been being has have had do does did will would can could shall should may
    might must isn wasn aren weren hasn haven hadn doesn didn won wouldn couldn shouldn isn't wasn't
    aren't weren't hasn't haven't hadn't doesn't didn't won't can't cannot wouldn't couldn't
    shouldn't
"""
_PAST = """
    said told came went took gave got made saw found left held kept led met sent set put let cut hit
    hurt won lost fell rose grew began became brought bought built caught chose drew drove ate
    fought flew forgot froze heard hid knew laid lay lent lit meant paid read ran sold shot shut
    sang sank sat slept spoke spent spread stood stole struck swore swept swam taught thought threw
    understood woke wore wrote wound shook sought split spun stuck swung tore wept quit rode rang
    overtook withdrew undertook upheld withheld beat broke bore bet bid cast cost dealt dug fed felt
    fled forbade foresaw forgave hung knelt leapt overcame proved sprang strode thrust
"""
_PRESENT = """
    says tells comes goes takes gives gets makes sees finds leaves holds keeps leads meets sends
    sets puts lets cuts hits wins loses falls rises grows begins becomes brings buys builds calls
    asks adds plans wants needs seeks aims hopes fears expects warns urges denies claims argues
    believes thinks knows shows means includes remains continues faces follows allows requires
    offers opens closes starts ends stops runs works plays lives dies moves turns stands sits lies
    looks seems appears happens helps tries uses pays costs sells votes backs bans blames accuses
    admits agrees announces approves arrives attacks considers creates cuts decides declines demands
    describes draws drops ensures estimates explains feels gains hears hosts insists joins launches
    marks names notes operates orders owes owns passes prepares promises proposes proves pushes
    raises reaches receives recommends reduces refuses rejects relies reports represents rules
    serves signs speaks spends suggests suffers supports suspects tends understands visits walks
    wonders writes say think believe want need hope expect know see plan remain live work make take
    give come go get keep hold face seem appear show mean include continue agree argue claim warn
    fear offer provide provides
"""

_TOLD = frozenset(f"{_PAST} was were had did".split())
_FINITE = frozenset(f"{_HELPERS} {_PAST} {_PRESENT}".split())
_LOWER_WORD = re.compile(r"(?<![\w’'])[a-z]+(?:[’'][a-z]+)?")


def has_verb(text: str) -> bool:
    """Whether a word of the text can be its finite verb; past forms in -ed count."""
    return any(word in _FINITE or _regular(word) for word in _LOWER_WORD.findall(text.replace("’", "'")))


def is_past(word: str) -> bool:
    """Whether a word can be a verb's past form."""
    return word in _TOLD or _regular(word)


def _regular(word: str) -> bool:
    return (
        len(word) > 3 and word.endswith("ed") and word not in {"need", "hundred", "indeed", "speed", "seed"}
    )


# --- patterns from lists of wordings -----------------------------------------------------------------


_BETWEEN = re.compile(r"\s*\n\s*| \| ")


def any_of(*wordings: str) -> str:
    """A group that matches any of the wordings; in each text they stand on lines or between " | "."""
    alternatives = [wording for text in wordings for wording in _BETWEEN.split(text.strip())]
    return f"(?:{'|'.join(alternatives)})"


def compiled(pattern: str) -> re.Pattern[str]:
    """The expression, blind to case."""
    return re.compile(pattern, re.IGNORECASE)


# --- is it one whole sentence: not a heading, not garbled, not cut -----------------------------------


SHORTEST, LONGEST = 6, 55
"""Words of a sentence that can be a bullet: under six none tells news, over 55 nobody reads on."""

_ENDS = re.compile(r"[.!][”\"’')\]]*$")
_TRAILS_OFF = re.compile(r"(?:\.\.\.?|…)[”\"’')\]]*$")
_CUT = re.compile(
    r"\b(?:and|or|but|the|an?|of|to|in|on|at|by|for|with|from|that|as|than|his|her|their|its"
    r"|Pres|Rep|Reps|Sen|Sens|Gov|Gen|Col|Lt|Sgt|Capt|Adm|Maj|Mr|Mrs|Ms|Dr|Prof|Rev|Hon|St|vs)\.$"
)
_BREAK_INSIDE = re.compile(
    r"[a-z]{3,}[.!?] +[a-z]|[a-z]{2}[.!?][A-Z][a-z]|[a-z]{2}\)[A-Z]|\s[|•·►▶]\s|\S {2,}[A-Z]"
)
_GAP = re.compile(r" {3}")
_LABEL = re.compile(r"[A-Z][\w’' -]{0,24}: [A-Z]")
_LATE_ARTICLE = re.compile(r"\b[A-Z][\w’'-]+ The \w|\b[a-z][\w’'-]* (?:The|An) [a-z]")
_CAPITAL_OPENER = re.compile(
    r"(?<![.:;!?…“”\"‘'(\[—–-]) (?:He|She|It|They|We|His|Their|Its|This|That|These|Those|But|And|However|"
    r"Although|While|When|Because|There|If|In|On|At|After|Before|With|From|By|As|For|Its|Is|Was|Are|Were|Has|Had)\b"
    r" (?=[a-z])"
)
_RUN_IN_HEADING = re.compile(r"(?:[A-Z]{2,} ){1,6}[A-Z]{3,} (?:A|An|The|[A-Z][a-z]+) [a-z]")
_NAME_PRONOUN = re.compile(r"\b([A-Z][\w’'-]+) (?:he|she|they|it|we) \w")
_DAYS_AND_MONTHS = frozenset((*WEEKDAYS, *MONTHS, "Today", "Yesterday", "Tomorrow"))
_TWICE = re.compile(r"\b(\w{2,}) \1\b", re.IGNORECASE)
_MAY_STAND_TWICE = frozenset({"had", "that", "very", "is", "bye", "ha", "so"})
_FIRST_OR_SECOND = re.compile(
    r"\b(?:I|we|you|your|our|us|my|me|We|You|Your|Our|My)(?:[’'](?:m|re|ve|ll|d))?\b"
)
_TELLS_READER = re.compile(
    r"(?:Save|Get|Try|Consider|Remember|Imagine|Forget|Keep|Picture|Let|Don[’']t|Make sure)"
    r" (?:a|an|the|that|in|for|to|it|of|serious|up|out|on|no|not)\b"
)
_NUMERAL = re.compile(
    r"\b[A-Z]\w+ I\b|\b[Oo]ur (?:own )?(?:solar system|sun|galaxy|planet|universe|species)\b"
)
"""No word for the writer: World War I, Charles I, and what is everybody's."""


_NO_SUBJECT = re.compile(r"(?:Things|Questions|Issues|Someone|Something|People) (?:like|such as) ")
_SAYS_NOTHING = re.compile(
    r"^(?:[\w.’'-]+ ){1,6}(?:said|says|told \w+|asked|added|wrote|replied|continued|explained)"
    r"(?:,|\.$| (?:as|when|while|after|before|during) (?:(?!\bthat\b)[^,])*\.$)"
)


def whole(sentence: str) -> bool:
    """Well formed, has a verb, and says something."""
    return (
        well_formed(sentence)
        and has_verb(outside_marks(sentence))
        and not _SAYS_NOTHING.match(sentence)
        and not _NO_SUBJECT.match(sentence)
    )


def well_formed(sentence: str) -> bool:
    """Opens with a capital or a number, ends with a point, closes its marks, has a fit length."""
    return (
        SHORTEST <= len(words(sentence)) <= LONGEST
        and _opens_well(sentence)
        and _ends_well(sentence)
        and balanced(sentence)
    )


def _opens_well(sentence: str) -> bool:
    first = sentence.lstrip("“”\"‘'«„")[:1]
    return first.isupper() or first.isdigit() or first in "$£€"


def _ends_well(sentence: str) -> bool:
    return bool(_ENDS.search(sentence)) and not _TRAILS_OFF.search(sentence) and not _CUT.search(sentence)


def garbled(sentence: str, english: bool = True) -> bool:
    """Whether pieces of other sentences ran into it: "said that Russia The US and", "Russia he had flown".

    Of another language than English only what looks alike in all is looked for.
    """
    prose = _GAP.sub(" ” ", outside_marks(sentence))  # else a capital after marks looks like another sentence
    return bool(
        _BREAK_INSIDE.search(prose)
        or _LABEL.match(prose)
        or _RUN_IN_HEADING.match(prose)
        or (english and (_LATE_ARTICLE.search(prose) or _CAPITAL_OPENER.search(prose) or _runs_on(prose)))
        or _stammers(prose)
        or _mostly_not_prose(sentence)
    )


def _runs_on(prose: str) -> bool:
    """A name and a pronoun that opens another clause stand side by side."""
    return any(match.group(1) not in _DAYS_AND_MONTHS for match in _NAME_PRONOUN.finditer(prose))


def _stammers(prose: str) -> bool:
    return any(match.group(1).lower() not in _MAY_STAND_TWICE for match in _TWICE.finditer(prose))


def _mostly_not_prose(sentence: str) -> bool:
    """Tables, scores and lines in capitals are no sentences."""
    letters = sum(character.isalpha() for character in sentence)
    shouted = sum(len(word) > 1 and word.isupper() for word in words(sentence))
    return letters < 0.65 * len(sentence) or shouted > 0.4 * len(words(sentence))


def addresses_reader(sentence: str) -> bool:
    """Whether the writer speaks of himself or to the reader, outside quotation marks."""
    prose = _NUMERAL.sub(" ", outside_marks(sentence))
    return _FIRST_OR_SECOND.search(prose) is not None or _TELLS_READER.match(prose) is not None


# --- does it belong to the page: forms, share bars, notices, credits, captions, teasers --------------


_FORMS = r"""
    leave a (?:reply|comment) | your e-?mail address | required fields | post a comment | have your say
    comments? (?:are|is) (?:closed|moderated) | save my name | log ?in to | sign in to
    create an account | forgot (?:your )?password | notify me of | be the first to comment
    join the (?:conversation|discussion) | thank you for (?:your|reading|registering)
    share your (?:thoughts|story) | get in touch | (?:e-?mail|contact|write to) us\b
"""
_SHARING = r"""
    share (?:this|on|via)
    follow (?:us|him|her|me|\w+ \w+) on (?:twitter|facebook|x\b|instagram|tiktok)
    click (?:here|the|to) | tap here | copy link | scroll down | download (?:the|our) app
    pic\.twitter\.com
    \b(?:facebook|twitter|linkedin|whatsapp|pinterest)\W+(?:facebook|twitter|linkedin|whatsapp|e-?mail)\b
"""
_NOTICES = r"""
    we use cookies | use of cookies | cookie (?:policy|settings|notice|preferences) | privacy policy
    terms (?:of|and) (?:use|service|conditions) | all rights reserved | ©|copyright \d | \(c\) ?\d
    may not be (?:published|reproduced) | enable javascript | your browser | ad ?blocker
    advertis(?:e|ements?) (?:with|here|below) | ^advertisement\b | sponsored (?:by|content)
    this (?:article|story|post|piece|video|content|page) (?:was|is|has been|will be|first|originally|contains)
"""
_TEASERS = r"""
    \bsubscribe (?:to|now|here|today|for)
    sign(?:ing)? up (?:for (?:our|the|free)|to our|now|here|today) | \bnewsletter | free trial
    ^follow (?:here|along|our|the latest) | ^turn to \w+ for
    ^read (?:more|also|next|the full|our|on)\b | \bread more\b | ^see also
    related (?:articles?|coverage|content)|related (?:stories|topics): | more (?:from|on this|stories)\b
    (?:^|\W)(?:watch|read|listen|related|see|photos?|video|exclusive|updated?) ?:
    stay (?:tuned|informed) | latest (?:news|headlines) (?:from|on|in|straight) | breaking news alerts?
    don[’']t miss | find out more | for more (?:information|stories|news|on)\b | ^listen to (?:the|our)
    ^watch (?:the|our|live|more) | story continues | support (?:us\b|our journalism)
    here[’']s what (?:you|to) | what (?:we|you need to) know
"""
_CREDITS = r"""
    contributed to this (?:report|article|story) | \b(?:additional )?reporting by
    ^(?:written|edited|compiled) by | ^editing by | our standards
    associated press (?:writers?|journalists?|reporters?) | reporting for\b
    \b(?:requested|asked for|sought|reached out (?:to .{1,60} )?for) (?:a )?comment\b
    first reported (?:the|that|on|about)\b | \bfirst to report\b | reported the \w+ first\.$
"""
_WHO = r"^(?:[\w.’'-]+ ){1,4}is (?:an? |the )?(?:[\w-]+ ){0,3}"
_AUTHOR = rf"""
    {_WHO}(?:editor|reporter|correspondent)(?:-at-large)? (?:at|for|with)\b
    {_WHO}(?:columnist|producer|writer) (?:at|for|with)\b
"""
_CAPTIONS = r"""
    \bfile (?:photo|picture|image)
    \b(?:photo|image|picture|photograph|credit|source|graphic|caption)s? ?:
    \b(?:photo|image|picture|photograph)s? (?:by|credit|caption|courtesy) | getty images | shutterstock
    \(ap photo | ap photo/ | /(?:reuters|afp|ap|getty|epa|pa)\b | reuters/ | \bepa/ | \bafp/
    \b(?:is|are) (?:pictured|shown|seen)\b | ^(?:pictured|above|below|left|right)\b[:,] | ^image\b
    ^(?:\w+ )?(?:shot|view|portrait|photograph|picture) of\b
    \bin this (?:\w+ ){0,5}(?:photo|image|picture|handout)
    ^an? (?:still |video )?(?:frame|still|screen ?(?:grab|shot)) (?:from|of|shows)\b
    ^[^.]{3,140} (?:speaks|gestures|poses|waves|smiles|looks on) (?:at|during|to|with|as|after|before|in)\b
    , [A-Z][\w. ]{1,20}, (?:(?-i:[A-Z])\w{2,8}\.?) \d{1,2}, \d{4}\.$
"""
_ADDRESSES = r"""
    https?:// | \bwww\. | \b[\w.-]+@[\w-]+\.\w+ | (?:^|\s)[@#]\w+
"""

_BOILERPLATE = compiled(
    any_of(_FORMS, _SHARING, _NOTICES, _TEASERS, _CREDITS, _AUTHOR, _CAPTIONS, _ADDRESSES)
)


def boilerplate(sentence: str) -> bool:
    """Whether the line belongs to the page around the article, or to its pictures."""
    return _BOILERPLATE.search(sentence) is not None


_CREDITED = re.compile(
    r"(?:^|[.!?”\"’] )(?:[A-Z][\w.’'-]* ){1,4}[A-Z][\w.’'-]*/ ?[A-Z][\w. /]{1,30}$"
    r"|\((?i:photo|image|picture|credit|illustration|courtesy)\b[^()]*\)$"
    r"|\([^()]{0,60}(?:/ ?|\bvia )(?:AFP|AP|Reuters|REUTERS|Getty|EPA|Getty Images)\)$"
)


def is_caption(paragraph: str) -> bool:
    """Whether it ends in a photographer's credit: "Leach coached 21 seasons. Rogelio V. Solis/AP"."""
    return _CREDITED.search(paragraph) is not None


# --- can it stand alone: nothing in it leans on the sentence before ----------------------------------


_LINKS = r"""
    however | also | but | and | so | then | meanwhile | moreover | furthermore | therefore | instead
    still | yet | thus | nevertheless | nonetheless | besides | likewise | similarly | otherwise | hence
    or | nor | again | indeed | too | though | rather | consequently | accordingly | in addition
    in contrast | by contrast | for example | for instance | as a result | in turn | in return
    in response | on the other hand | at the same time | at th(?:e|at) time | that said | even so
    first, | like | unlike
    in truth | to be sure | in reality | in short | all told | above all | apart from that | aside from that
    after all | actually
    of course | in fact | in other words | more recently | earlier | later | afterwards?
    previously | since then | until then | by then | finally | lastly | secondly | thirdly | elsewhere
    there, | here | (?:\w+ )?(?:hours|days|weeks|months|years|minutes) (?:later|earlier)
    (?:the|a) (?:day|week|month|year|night|few \w+) (?:before|after|later|earlier)
    the (?:other|same|former|latter) | others? | another | both | neither | either | none | such | no,
    yes, | well,
    (?:some|all|most|one|many|two|three|several) of (?:them|these|those|this|that)
    (?:with|after|before|despite|given|from|by|in|at|on|for) that (?!of\b)\w+,?
    (?:due to|because of|as for) th(?:at|is) | the \w+ of (?:them|these|those)
    of the (?:two|three|four|five|six)
    (?:of|among) (?:these|those|them)(?! (?:who|that|whose|in|with|at|on|from|\w+ed)\b)
    (?:asked|pressed|quizzed) (?:if|whether|about|why|how|what|by|on)
    (?:un)?fortunately | (?:not )?surprisingly | interestingly | sadly | clearly | obviously | perhaps
    maybe | in particular | specifically | in the end | back when | back then
"""
_PRONOUNS = r"""
    he | she | it | they | him | her | hers | his | its | their | theirs | them | this | that | these
    those | who | which | what | why | how | we | i | you | (?:it|he|she|that|here|there|what)[’']s
    they[’']re
"""
NOUNS_THAT_LEAN = r"""
    move | decision | ruling | pair | duo | trio | group | incident | blast | crash | attack | accident
    announcement | comments? | remarks? | statement | reports? | findings | measure | proposal | plan
    deal | bill | law | study | company | firm | man | woman | boy | girl | teenager | victims?
    suspects? | officers? | officials? | couple | meeting | event | news | latest | results?
    questions? | answer | problem | issue | idea | documents? | letter | video | footage | film | book
    game | match | win | defeat | victory | goal | case | trial | hearing | charges? | allegations?
    claims? | two | three | four | five | six | actor | actress | story | singer | star | player | striker
    politician | lawmaker | senator | minister | president | billionaire | agency | organi[sz]ation
    body | team | club | side | newspaper | paper | site | website | building | vehicle | ship | vessel
    aircraft | plane | photo | photograph | picture | clip | tweet | ad | speech | interview | poll | survey
    family | mistake | error | delay | summit | conference | ceremony | assault | strikes? | bombing
    explosion | shooting | raid | killings? | ban | authority | agreement | pact | verdict | termination
    spokes(?:person|man|woman)
"""
_LEADING_WORDS = r"""
    in | on | at | after | before | during | for | with | by | to | from | as | while | when | since
    until | under | over | about | despite | following | according | asked | speaking | last | late
    early | once | if | although | though | because | unless | even
"""

_LINK = compiled(any_of(_LINKS) + r"(?!\w)")
_PRONOUN = compiled(any_of(_PRONOUNS) + r"(?![\w’'])")
_LEANING_NOUN = compiled(r"the (?:\w+ )?" + any_of(NOUNS_THAT_LEAN) + r"(?!\w)")
_THE_LEANING = re.compile(
    rf"\b[Tt]he ((?:[a-z]+ )?{any_of(NOUNS_THAT_LEAN)})(?![\w’'-])"
    r"(?!,? [A-Z])(?! (?:of|for|that|who|to|in)\b)"
)
_EMPTY_IT = re.compile(r"(?:In|At|For|On|By|Near) [A-Z][^.;:]{0,60}, it (?:was|is)\b")
_LEADING = compiled(any_of(_LEADING_WORDS) + " ")
_PARTICIPLE = re.compile(r"[A-Z]\w*(?:ed|ing|wn) [^,]*, (?:he|she|it|they)\b")
_PERSON = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im)\b")
_INTRODUCES = re.compile(r"(?:An?|One|Two|Three) ")
_PRONOUN_SUBJECT = re.compile(r"(?:,| [–—]) (?:he|she|it|they|his|her|its|their|this|these|those)\b")
_BACKWARD = re.compile(
    any_of(r"""
    \bthe latter\b | \bthe former(?= (?:is|was|has|had|said|will)\b|[,.]) | \b(?:as well|too|a \w+ one|so)\.$
    , (?:however|though|meanwhile|too)[,.] | \b(?:[Tt]hese|[Tt]hose) (?!who\b|of\b|in\b|with\b)\w
    \b[Tt]his (?!(?:week|month|year|morning|evening|afternoon|summer|spring|autumn|fall|winter|season)\b)
    \b(?:that|such) (?:move|decision|kind|case|day|time|point|approach|idea|argument)\b
    \b(?:of|to|for|with|from|by|under|about|against|at|on|into|after|before|during) that (?!of\b|which\b)[a-z]
    \bof (?:that|it|them)(?=,| [―—–-]| (?:was|were|is|are)\b)
    ^(?:\S+ ){0,6}of (?:them|these|those)\b
    \b(?:accepted|rejected|denied|dismissed|welcomed|disputed|criticised|praised) the \w+\.$
    \bhere\b | ^\w+ there\b | ^(?:\w+ )?(?:[Tt]he|that) same\b | ^All (?:two|three|four|five|six)\b
    \b[Aa]sked to (?:explain|elaborate|clarify|comment|say more|respond),
    ^(?:\S+ ){1,3}(?:also|then|therefore|thus)\b | ^(?:\S+ ){0,2}such an?(?= )
    , (?:he|she|they|it) (?:say|says|said|added|adds|wrote|argued|told)\b
    """)
)
_HERE = re.compile(r"\bhere\b", re.IGNORECASE)
_LIGHTLY = re.compile(
    r"^(?:\S+ ){1,4}add(?:ed|s)\b|\b(?:also|later|another|others?|again|instead|then|similar|latest|both|now"
    r"|(?<!stood )(?<!stand )still)\b"
)
_DESCRIBED = re.compile(
    r"The (?:[\w.’'-]+ ){1,5}?(?:nominee|candidate|contender|senator|congress(?:wo)?man|governor"
    r"|mayor|president|minister|leader|mogul|magnate|businessman|frontrunner|front-runner|striker|coach"
    r"|singer|actor|actress|company|giant|firm|agency)\b(?!,? [A-Z]| (?:of|for|in) )",
    re.IGNORECASE,
)
"""Somebody known by a description alone: "The Republican nominee was speaking"."""

_BARE_OPENER = re.compile(
    r"The (?:[a-z-]+ )?[a-z-]+(?: [a-z]+(?:s|ed)|,| said| was| is| had| has| were| are| will)\b"
)
_NAME = re.compile(
    r"(?<!^)\b[A-Z][\w’'-]+|^[A-Z][\w’'-]+(?= (?:[A-Z]|\w+ed\b|said|told|has|had|was|is|will))"
)
_NOT_NAMES = frozenset((*WEEKDAYS, *MONTHS)) | frozenset(
    """American Americans British French German Russian Chinese
    Israeli European African Asian Republican Republicans Democrat Democrats Democratic Christian Muslim
    Muslims Jewish Congress Senate House Most Many Some All Few Several Every""".split()
)
_NAMED = re.compile(r",? [A-Z]| (?:of|in|at|from|between|against|by|for|on|with|over|to)\b.{0,20} [A-Z]")
"""What may follow a leaning noun: its name ("The company Acme"), or a phrase that holds one."""


def dangling(sentence: str) -> bool:
    """Whether the sentence leans on what was said before: "However", "He", "The move", "the latter"."""
    return _leans_on_a_noun(outside_marks(sentence).strip()) or _leans_otherwise(sentence)


def pointing_back(sentence: str) -> Iterator[tuple[int, str]]:
    """Each "the decision" without words behind it that say which one it is, and where it stands."""
    return ((match.start(), match.group(1)) for match in _THE_LEANING.finditer(sentence))


def opens_leaning(sentence: str) -> bool:
    """Whether even a first sentence leans so: by its first words, or on a dateline's "here"."""
    opening, prose = sentence.lstrip("“”\"‘'« ("), outside_marks(sentence).strip()
    leans = _LINK.match(opening) or _PRONOUN.match(opening) or _HERE.search(prose) or _EMPTY_IT.match(prose)
    return bool(leans) or _leans_on_a_noun(prose)


def leaning_noun(sentence: str) -> str | None:
    """The "move" of an opening "The move …" when it leans by that and by nothing else."""
    prose = outside_marks(sentence).strip()
    match = _LEANING_NOUN.match(prose)
    if match is None or not _leans_on_a_noun(prose) or _leans_otherwise(sentence):
        return None
    return match.group().split()[-1]


def _leans_otherwise(sentence: str) -> bool:
    prose = outside_marks(sentence).strip()
    opening = sentence.lstrip("“”\"‘'« (")
    return bool(
        _LINK.match(opening)
        or _PRONOUN.match(opening)
        or _BACKWARD.search(prose)
        or _person_without_name(prose)
        or _pronoun_after_leading_phrase(prose)
    )


def leans_lightly(sentence: str) -> bool:
    """Whether it reads best after another ("also", "The poll shows"): printable, not first choice."""
    prose = outside_marks(sentence).strip()
    return bool(_LIGHTLY.search(prose) or _DESCRIBED.match(prose) or _BARE_OPENER.match(prose))


def _leans_on_a_noun(prose: str) -> bool:
    """Whether it opens with "The company", and no name is with it."""
    match = _LEANING_NOUN.match(prose)
    return match is not None and not _names(match.group()[4:]) and not _NAMED.match(prose, match.end())


def _person_without_name(prose: str) -> bool:
    """Whether a person's pronoun comes before any name, and the sentence does not open with "A man"."""
    pronoun = _PERSON.search(prose)
    return pronoun is not None and not _INTRODUCES.match(prose) and not _names(prose[: pronoun.start()])


def _pronoun_after_leading_phrase(prose: str) -> bool:
    """Whether "he" follows "In Washington," or "Known as": the name in the phrase is not the pronoun's."""
    if _PARTICIPLE.match(prose):
        return True
    subject = _PRONOUN_SUBJECT.search(prose)
    if subject is None or not _LEADING.match(prose):
        return False
    ahead = prose[: subject.start()]
    return ", " not in ahead or not has_verb(ahead)


def _names(run: str) -> list[str]:
    return [name for name in _NAME.findall(run) if name not in _NOT_NAMES]
