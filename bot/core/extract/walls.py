"""Pages that stand in an article's place: consent, robot check, subscription, and "not found" in words.

They speak to the reader, and of themselves: of cookies, of a browser, of an account, of the address. An
article on such things tells what others said and did.
"""

from __future__ import annotations

import re

from bot.core.reading.scripts import ENDS, weight

_LONGEST = 1800
"""Letters; no wall says so much, and an article that speaks to its reader mostly says more."""

_SHARE = 0.5
_HEADED_SHARE = 0.25
"""Which part of the text speaks so, of a page whose heading does and of one whose heading does not."""

_READER = re.compile(
    r"""\b(?:you|your|yours|yourself|we|us|our|ours|please|sorry|oops|this[ ](?:page|site|website
    |article|story|content|process)|i
    |ihre?[nmrs]?|(?-i:Sie)|wir|uns(?:ere?[nmrs]?)?|bitte|du|deine?[nmrs]?|diese[rs]?[ ](?:seite
    |website|artikel|inhalt)
    |vous|votre|vos|nous|notre|nos|cet(?:te)?[ ](?:page|article|site)|veuillez
    |usted|tu|tus|su|sus|nosotros|nuestr[oa]s?|est[ae][ ](?:p[aá]gina|art[ií]culo|sitio)
    |voi|vostr[oaie]|noi|nostr[oaie]|quest[ao][ ](?:pagina|articolo|sito)|seu|sua|seus|suas|voc[eê]
    |nosso|nossa
    |uw|onze|wij|deze[ ](?:pagina|website)|jouw|je)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words by which a text speaks to its reader, or of the page itself."""

_IMPERATIVE = re.compile(
    r"""\W*(?:accept|agree|allow|check|choose|click|complete|confirm|continue|create|disable|enable
    |enter|enjoy|go|join|log|login
    |manage|press|read[ ](?:on|more)|refresh|register|reload|return|search|see|select|sign|solve|start
    |subscribe|support|switch
    |tick|try|turn|unlock|update|use|verify|visit|wait|reference|ray[ ]id|error|already|not[ ]a)\b""",
    re.IGNORECASE | re.VERBOSE,
)

_CONSENT = r"""cookies?|consent(?:ir|ement)?|privacy|personal(?:ised|ized)?[ ](?:data|ads?|advert\w*
    |content)|partners|trackers?
    |tracking|on[ ](?:your|a)[ ]device|legitimate[ ]interest|accept[ ]all|reject[ ]all|datenschutz\w*
    |einwilligung\w*
    |zustimm\w+|partner[n]?|werbung|personenbezogen\w+|confidentialit[eé]|donn[eé]es[ ]personnelles
    |partenaires|publicit[eé]s?
    |consentimiento|privacidad\w*|datos[ ]personales|socios|consenso|dati[ ]personali|privacidade
    |toestemming|advertis\w+
    |(?:details|information|data)[ ]you|your[ ](?:data|information|details|choice)|third[ ]parties
    |vendors|preferences"""
_ROBOT = r"""robots?|bots?|human|captcha|automated|unusual[ ](?:traffic|activity)|javascript
    |java[ ]?script|browser|ad[ -]?block\w*
    |plug-?ins?|security[ ](?:check|service|solution)|ip[ ]address|network|verif(?:y|ying|ication)
    |reference[ ](?:id|number)|ray[ ]id
    |scripts|blocked|permission|access[ ](?:to|denied)|connection[ ]is[ ]secure|roboter|mensch
    |navigateur|navegador|humain|humano
    |sicherheits\w+|automatisiert\w*"""
_PAID = r"""subscri(?:be|bers?|ption|ptions|bing)|membership|members[ ]only|paywall|premium
    |free[ ](?:articles?|stories|trial|access|account)
    |(?:read|reading|continue|unlock)[ ](?:on|more|the[ ]full|the[ ]rest|this|reading|unlimited)
    |unlimited|log[ ]?in|logged[ ]in
    |sign[ ]?in|signed[ ]in|sign[ ]up|regist(?:er|ered|ration)|newsletters?|account|password
    |cancel[ ](?:at[ ])?any[ ]?time|per[ ](?:week|month)|a[ ](?:week|month)
    |abo(?:nne\w+|nnement\w*|s)?|anmelden|registrier\w+|konto|weiterlesen|abonn[eé]s?|connectez|compte
    |suscri\w+|suscr[ií]b\w+
    |iniciar?[ ]sesi[oó]n|abbona\w+|accedi|assin\w+|digital[ ]access|support[ ](?:our|quality
    |independent)[ ]journalism"""
_MISSING = r"""(?:page|story|article|content|link|address|url|file|site|it)[ ](?:that[ ]
    |which[ ])?(?:you[ ](?:are|were|have)[ ]?
    (?:looking|searching|asked|requested|trying)?|(?:may[ ]|might[ ]|could[ ]|has[ ]|have[ ]|was[ ]
    |is[ ])+(?:been[ ]|be[ ]|no[ ]longer[ ]|not[ ])*
    (?:moved|removed|renamed|deleted|taken|changed|gone|missing|expired|available|exist\w*|unavailable
    |lost|broken|there|here|found))
    |(?:can(?:no|['’])t|cannot|could[ ]?n['’o]t|unable[ ]to|did[ ]?n['’o]t|not)[ ](?:be[ ])?(?:find
    |found|locate\w*|exist)
    |(?:does|do)[ ]?n['’o]t[ ]exist|no[ ]longer[ ](?:available|exists?|here|online)|gone[ ]missing
    |nothing[ ](?:was[ ])?found
    |its[ ]address|the[ ]address|(?:front|home)[ -]?page|homepage|search[ ](?:box|above|bar|field|below
    |again|function)|the[ ]search|site[ ]?map
    |looking[ ]for|taken[ ]down|broken[ ]link|out[ ]of[ ]date|mistyped|typed|dead[ ]link
    |nicht[ ](?:mehr[ ])?(?:gefunden|vorhanden|verf[uü]gbar|erreichbar)
    |existiert[ ]nicht|startseite|introuvable|n['’]existe|page[ ]d['’]accueil
    |no[ ](?:se[ ]ha[ ])?encontr\w+|no[ ]existe|non[ ](?:trovata|esiste)
    |n[aã]o[ ](?:foi[ ])?encontrad\w+|p[aá]gina[ ]inicial"""
_SUBJECT = re.compile(rf"\b(?:{_CONSENT}|{_ROBOT}|{_PAID}|{_MISSING})\b", re.IGNORECASE | re.VERBOSE)

_HEADING = re.compile(
    r"""before[ ]you[ ](?:continue|go|read)|we[ ](?:value|care|respect)\b.*\bprivacy|your[ ](?:privacy
    |choices|consent|data)|cookies?[ ](?:consent|notice|policy|settings)
    |(?:manage|about|our|use[ ]of|accept)[ ]cookies|privacy[ ](?:settings|cent(?:er|re)|policy|notice)
    |robots?\b|(?:verify|confirm|prove|checking|making[ ]sure)\b.*\b(?:human|you|browser)
    |security[ ](?:check|verification)|captcha|unusual[ ](?:traffic|activity)
    |enable[ ]javascript|javascript[ ](?:is|required|disabled)|just[ ]a[ ]moment|one[ ]moment
    |access[ ](?:to[ ]this[ ]page|denied)|attention[ ]required
    |(?:subscribe|register|sign[ ]in|sign[ ]up|log[ ]in)\b|(?:subscribers?|members?)[ ](?:only
    |exclusive)|for[ ]subscribers|(?:to|and)[ ](?:continue|keep)[ ]reading|continue[ ]reading
    |(?:last|no|more|out[ ]of)[ ]free|unlock|oops|sorry|\b404\b|\b410\b|not[ ](?:be[ ])?found
    |(?:could[ ]?n['’o]t|can['’]?t|cannot|could[ ]not|can[ ]not)[ ](?:be[ ])?(?:find|found|locate)
    |(?:gone|page|story|article)[ ](?:is[ ]|has[ ])?(?:gone[ ])?(?:missing|gone|moved|removed
    |unavailable|expired)|no[ ]longer|(?:does|do)[ ]?n['’o]t[ ]exist|lost\?
    |nicht[ ]gefunden|einwilligung|datenschutz|introuvable|no[ ]encontrad|non[ ]trovata|zustimm\w+
    |sind[ ]sie[ ]ein|weiterlesen|abonn""",
    re.IGNORECASE | re.VERBOSE,
)

_REPORTED = re.compile(
    r"""["“”„«»「]|\b(?:said|says|told|ruled|announced|added|reported|reports|according[ ]to|warned
    |found[ ]that|voted|argued
    |wrote|sagte\w*|erkl[aä]rte\w*|a[ ]d[eé]clar[eé]|selon|dijo|seg[uú]n|ha[ ]detto|secondo|disse)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""What somebody said or did; a wall reports nothing."""

_NOTICE = re.compile(
    r"""\b(?:(?:ad|video)[ ](?:player|content|froze|never|did[ ]not|was)\b.*\b(?:load\w*|froze|finish)
    |captcha|ray[ ]id|reference[ ]id
    |are[ ]you[ ]a[ ](?:human|robot)|unusual[ ]traffic|accept[ ]all|cookie[ ](?:policy|settings
    |preferences)|subscribers?[ ]only
    |only[ ](?:for|to)[ ]subscribers|(?:page|story|article)[ ]not[ ]found|404[ ](?:error|not)
    |error[ ]404|javascript[ ](?:is|must)
    |(?:to|and)[ ](?:continue|keep)[ ]reading|already[ ](?:a[ ](?:subscriber|member)
    |have[ ]an[ ]account|subscribed|registered))\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Phrases that nothing but such a page prints, whoever they speak to."""

_SENTENCE_END = re.compile(rf"(?<=[{re.escape(ENDS)}])\s+|\n+")


def is_wall(text: str, headings: list[str], declared: bool) -> bool:
    """Whether a text is what stands in the way of an article, by its own words and its headings'."""
    whole = weight(text)
    if whole > _LONGEST:
        return False
    sentences = [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]
    share = sum(weight(one) for one in sentences if _speaks_of_itself(one)) / max(1, whole)
    headed = any(len(heading) < 100 and _HEADING.search(heading) for heading in headings)
    return share >= (_HEADED_SHARE if headed and not declared else _SHARE)


def _speaks_of_itself(sentence: str) -> bool:
    if _REPORTED.search(sentence):
        return False
    addressed = _READER.search(sentence) or _IMPERATIVE.match(sentence)
    return bool(_NOTICE.search(sentence) or (addressed and _SUBJECT.search(sentence)))
