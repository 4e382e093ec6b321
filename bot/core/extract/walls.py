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

_CUT = re.compile(r"\s+[|–—·•»-]+\s+|\s*\|\s*")
_NO_LETTER = re.compile(r"[\W_]+")
_LONGEST_HEADING = 100  # characters of one that names an error
_LONGEST_OUTLET = 4  # words of a site's name behind or before such a heading

_AROUND = r"""gone|http|status|code|error|an|fehler|erreur|errore|erro|fout|oops|oh[ ]no|uh[ ]oh|whoops
        |sorry|please
    |we[ ](?:re|are)|leider|hoppla|oups|ups|d[eé]sol[eé]e?|lo[ ]sentimos|perd[oó]n|ops|spiacenti|desculpe
    |helaas|occurred|[1-5]"""
_PLACE = r"""[ ](?:in|for|from)[ ]your[ ](?:region|country|location|area)|[ ]in[ ]ihre[mr][ ](?:land|region)
    |[ ]dans[ ]votre[ ](?:pays|r[eé]gion)|[ ]en[ ](?:su|tu)[ ](?:pa[ií]s|regi[oó]n)
    |[ ](?:nel|nella)[ ](?:tuo|suo|tua|sua)[ ](?:paese|regione)|[ ](?:no|em|na)[ ](?:seu
        |sua)[ ](?:pa[ií]s|regi[aã]o)
    |[ ]in[ ](?:uw|je)[ ](?:land|regio)"""
_NAME = rf"""[45]\d\d|not[ ]found|forbidden|(?:access|permission)[ ]denied|un?authori[sz]ed
        |attention[ ]required
    |(?:just[ ]a|one)[ ]moment(?:[ ]please)?|are[ ]you[ ](?:a[ ]robot|human)|(?:you[ ]have[ ]been
        |request)[ ]blocked
    |bad[ ](?:gateway|request)|(?:gateway|request)[ ]time[ ]?out|(?:internal[ ])?server[ ]error
        |too[ ]many[ ]requests
    |rate[ ]limit[ ]exceeded|an[ ]error[ ](?:has[ ])?occurred|something[ ]went[ ]wrong
    |(?:(?:service|site|website|temporarily)[ ](?:is[ ])?)+unavailable|unavailable[ ](?:for
        |due[ ]to)[ ]legal[ ]reasons
    |(?:checking|verifying)[ ]your[ ](?:browser|connection)(?:[ ]before[ ].*)?
    |we[ ](?:will|ll)[ ]be[ ](?:right[ ])?back(?:[ ]soon|[ ]shortly|[ ]later|[ ]in[ ]a[ ](?:moment|minute))?
    |be[ ]right[ ]back|(?:(?:our|the|this)[ ](?:web)?site[ ]is[ ]|(?:down|closed)[ ]for[ ]
        |under(?:going)?[ ]
        |(?:web)?site[ ]|scheduled[ ]|planned[ ])+maintenance(?:[ ]mode)?|maintenance[ ]mode
    |(?:we[ ])?(?:cannot|can[ ]not|can[ ]t|couldn[ ]t|could[ ]not)[ ]find[ ](?:that|the|this
        |your)[ ](?:page|story|article)
    |(?:(?:the|this|that|your|requested)[ ])*(?:page|file|article|story|content|url|link|site|video)
        (?:[ ](?:that[ ])?you(?:[ ]\w+){{1,4}})?(?:[ ](?:is|was|are|has|have|can|could|does|been|be
        |currently))*
        (?:(?:[ ](?:cannot|not|no[ ]longer)|n?[ ]t)(?:[ ]be)?[ ](?:found|exists?|available|here)
            |[ ](?:unavailable|missing|gone|moved|removed|deleted|expired|blocked|restricted))
        (?:{_PLACE}|[ ]any[ ]?more)?
    |(?:(?:diese[rs]?|die|der|ihre|angeforderte)[ ])*(?:seite|artikel|inhalt|beitrag|datei|dokument)
        (?:[ ](?:wurde|konnte|ist|leider|derzeit))*(?:{_PLACE})?
        (?:[ ]nicht(?:[ ]mehr)?[ ](?:gefunden(?:[ ]werden)?|verf[uü]gbar|vorhanden|erreichbar)
            |[ ]existiert(?:[ ]leider)?[ ]nicht(?:[ ]mehr)?|[ ]gel[oö]scht)
    |nicht[ ](?:gefunden|verf[uü]gbar)|zugriff[ ]verweigert|(?:interner[ ])?serverfehler
        |zu[ ]viele[ ]anfragen
    |wartungs(?:arbeiten|modus)|(?:ein[ ])?fehler[ ]ist[ ]aufgetreten
        |(?:ihr[ ])?browser[ ]wird[ ](?:[uü]ber)?pr[uü]ft
    |wir[ ]sind[ ](?:gleich|bald|in[ ]k[uü]rze)[ ](?:wieder|zur[uü]ck)(?:[ ]f[uü]r[ ]sie)?(?:[ ]da)?
    |(?:(?:cette|la|l|cet|le|ce)[ ])?(?:page|article|contenu|fichier)(?:[ ](?:demand[eé]e?
        |que[ ]vous(?:[ ]\w+){{1,2}}))?
        (?:[ ]est|[ ]a[ ][eé]t[eé])?[ ](?:introuvable|indisponible|supprim[eé]e?|n[ ]existe[ ](?:pas|plus)
        |n[ ]est[ ](?:pas|plus)[ ]disponible|n[ ]a[ ]pas[ ][eé]t[eé][ ]trouv[eé]e?|non[ ](?:trouv[eé]e?
        |disponible))
        (?:{_PLACE})?
    |acc[eè]s[ ](?:refus[eé]|interdit)|erreur[ ](?:interne[ ])?du[ ]serveur|trop[ ]de[ ]requ[eê]tes
    |(?:site[ ])?en[ ](?:cours[ ]de[ ])?maintenance|une[ ]erreur[ ](?:est[ ]survenue|s[ ]est[ ]produite)
    |nous[ ](?:revenons|serons)(?:[ ](?:bient[oô]t|vite|de[ ]retour))+|service[ ]indisponible
    |indisponible[ ]pour[ ](?:des[ ])?raisons[ ]l[eé]gales
    |(?:(?:la|el|esta|este)[ ])?(?:p[aá]gina|art[ií]culo|contenido)(?:[ ](?:solicitad[ao]
        |que[ ]busca))?[ ]no
        (?:[ ](?:se|ha|sido|est[aá]))*[ ](?:encontrad[ao]|encuentra|encontr[oó]|existe
        |disponible)(?:{_PLACE})?
    |no[ ]encontrad[ao]|acceso[ ]denegado|error[ ](?:interno[ ])?del[ ]servidor|ha[ ]ocurrido[ ]un[ ]error
    |demasiadas[ ](?:peticiones|solicitudes)|(?:sitio[ ])?en[ ]mantenimiento|servicio[ ]no[ ]disponible
    |vol(?:vemos|veremos)[ ](?:pronto|enseguida)
    |(?:(?:la|il|l|questa|questo)[ ])?(?:pagina|articolo|contenuto)(?:[ ](?:richiest[ao]
        |che[ ]cerchi))?[ ]non
        (?:[ ](?:[eè]|stat[ao]))*[ ](?:trovat[ao]|esiste(?:[ ]pi[uù])?|disponibile)(?:{_PLACE})?
    |non[ ]trovat[ao]|accesso[ ]negato|errore[ ](?:interno[ ])?del[ ]server
        |si[ ][eè][ ]verificato[ ]un[ ]errore
    |troppe[ ]richieste|(?:sito[ ])?in[ ]manutenzione|servizio[ ]non[ ]disponibile|torn(?:iamo
        |eremo)[ ](?:presto|subito)
    |(?:(?:a|o|esta|este)[ ])?(?:p[aá]gina|artigo|conte[uú]do)(?:[ ](?:solicitad[ao]|que[ ]procura))?
        (?:[ ]n[aã]o(?:[ ](?:foi|est[aá]))*[ ](?:encontrad[ao]|existe(?:[ ]mais)?|dispon[ií]vel)
        |[ ]indispon[ií]vel)
        (?:{_PLACE})?
    |n[aã]o[ ]encontrad[ao]|acesso[ ]negado|erro[ ](?:interno[ ])?(?:do|no)[ ]servidor|ocorreu[ ]um[ ]erro
    |muitas[ ](?:requisi[cç][oõ]es|solicita[cç][oõ]es)|(?:site[ ])?em[ ]manuten[cç][aã]o
        |servi[cç]o[ ]indispon[ií]vel
    |volt(?:amos|aremos)[ ](?:j[aá]|em[ ]breve|logo)
    |(?:(?:de|het|deze|dit)[ ])?(?:pagina|artikel|inhoud)(?:[ ](?:is|kan|kon))*
        (?:[ ]niet(?:[ ]meer)?[ ](?:gevonden|beschikbaar|worden[ ]gevonden)
        |[ ]bestaat[ ]niet(?:[ ]meer)?)(?:{_PLACE})?
    |niet[ ]gevonden|toegang[ ]geweigerd|(?:interne[ ])?serverfout|te[ ]veel[ ](?:verzoeken|aanvragen)
        |in[ ]onderhoud
    |we[ ]zijn[ ](?:zo|snel|binnenkort)(?:[ ]weer)?[ ]terug|er[ ]is[ ]een[ ]fout[ ]opgetreden"""
_ERROR = re.compile(
    rf"""(?:(?:{_AROUND})[ ])*(?:{_NAME})(?:[ ](?:{_AROUND}|{_NAME}))*
    |(?:oops|uh[ ]oh|whoops|oh[ ]no|hoppla|oups|ups|ops)(?:[ ]\w+){{0,3}}[ ](?:page|story|article|link
        |seite|artikel
        |p[aá]gina|art[ií]culo|articolo|artigo)(?:[ ]\w+){{0,4}}""",
    re.IGNORECASE | re.VERBOSE,
)
"""A heading, its words apart by single spaces, that is an error's name or a notice and nothing else."""

_GATE = re.compile(
    r"""\b(?:(?:read|reading|continue|unlock|access|finish|see)[ ]the[ ](?:full|rest[ ]of[ ]the|whole
        |entire|complete)
        [ ](?:story|article)
    |(?:for|to|only)[ ](?:our[ ])?(?:paying[ ]|digital[ ])?(?:subscribers|members)(?:[ ]only)?[.!]
    |reached[ ](?:your|the)[ ](?:monthly[ ]|free[ ])*(?:article[ ])?limit|last[ ]free[ ](?:article|story)
    |choose[ ](?:a|your)[ ](?:plan|subscription)|already[ ]a[ ](?:subscriber|member)
    |subscri(?:be|ption)[ ](?:now[ ]|today[ ])?to[ ](?:read|continue|keep|unlock|access)
    |to[ ](?:continue|keep)[ ]reading|start[ ]your[ ](?:free[ ])?trial
    |weiterlesen[ ]mit|(?:nur|exklusiv)[ ]f[uü]r[ ]abonnent\w+|bereits[ ]abonnent|jetzt[ ]abonnieren
    |w[aä]hlen[ ]sie[ ](?:ihr|ein)[ ]abo|limit[ ].{0,40}erreicht|vollst[aä]ndigen[ ]artikel
    |r[eé]serv[eé]e?[ ](?:[aà][ ]nos|aux)[ ]abonn[eé]s|d[eé]j[aà][ ]abonn[eé]|abonnez-vous
    |choisissez[ ](?:votre|une)[ ](?:offre|formule)|(?:atteint|[eé]puis[eé])[ ].{0,40}articles[ ]gratuits
    |(?:solo|exclusiv[ao])[ ]para[ ]suscriptores|suscr[ií]b(?:ete|ase)|ya[ ](?:eres|es)[ ]suscriptor
    |el(?:ige|ija)[ ](?:tu|su|un)[ ]plan|alcanzado[ ].{0,20}l[ií]mite
    |riservato[ ]agli[ ]abbonati|per[ ]continuare[ ]a[ ]leggere|sei[ ]gi[aà][ ]abbonato
        |raggiunto[ ]il[ ]limite
    |scegli[ ](?:il[ ]tuo|un)[ ](?:piano|abbonamento)
    |exclusivo[ ]para[ ]assinantes|para[ ]continuar[ ](?:lendo|a[ ]ler)|j[aá][ ][eé][ ]assinante
        |atingiu[ ]o[ ]limite
    |escolha[ ](?:o[ ]seu|um)[ ]plano|assine[ ](?:j[aá]|agora|para)
    |alleen[ ]voor[ ](?:abonnees|leden)|al[ ]abonnee|kies[ ](?:uw|je|een)[ ]abonnement
        |lees[ ].{0,20}verder[ ]met
    |limiet[ ].{0,30}bereikt)""",
    re.IGNORECASE | re.VERBOSE,
)
"""What is said where a text breaks off for who has not paid."""

_LINE = 25  # letters of a sentence that tells something
_LONG_LINE = 60  # of one among what sells a subscription

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
    if any(map(_is_error, headings[:3])):
        return sum(weight(one) for one in sentences if _REPORTED.search(one)) < _HEADED_SHARE * whole
    if _breaks_off(text):
        return True
    share = sum(weight(one) for one in sentences if _speaks_of_itself(one)) / max(1, whole)
    headed = any(len(heading) <= _LONGEST_HEADING and _HEADING.search(heading) for heading in headings)
    return share >= (_HEADED_SHARE if headed and not declared else _SHARE)


def _speaks_of_itself(sentence: str) -> bool:
    if _REPORTED.search(sentence):
        return False
    addressed = _READER.search(sentence) or _IMPERATIVE.match(sentence)
    return bool(_NOTICE.search(sentence) or (addressed and _SUBJECT.search(sentence)))


def _is_error(heading: str) -> bool:
    """Whether it is the name of an error alone, or beside the name of a site."""
    if len(heading) > _LONGEST_HEADING:
        return False
    parts = [_NO_LETTER.sub(" ", part).strip() for part in _CUT.split(heading)]
    others = [part for part in parts if not _ERROR.fullmatch(part)]
    return len(others) < len(parts) and sum(len(part.split()) for part in others) <= _LONGEST_OUTLET


def _breaks_off(text: str) -> bool:
    """Whether no more than a sentence is told besides what sells the rest."""
    told, gated = 0, False
    for paragraph in filter(str.strip, text.split("\n")):
        for sentence in _SENTENCE_END.split(paragraph):
            if _is_gate(sentence):
                gated = True
                break  # what follows in its paragraph sells
            if gated:
                told += weight(sentence) >= _LONG_LINE and not _sells(sentence)
            else:
                told += weight(sentence) >= _LINE and not _speaks_of_itself(sentence)
    return gated and told < 2


def _is_gate(sentence: str) -> bool:
    """Whether it begins with an offer, or makes one to the reader."""
    gate = _GATE.search(sentence)
    if not gate or _REPORTED.search(sentence):
        return False
    return gate.start() < 3 or bool(_READER.search(sentence))


def _sells(sentence: str) -> bool:
    if _REPORTED.search(sentence):
        return False
    return any(words.search(sentence) for words in (_READER, _SUBJECT)) or bool(_IMPERATIVE.match(sentence))
