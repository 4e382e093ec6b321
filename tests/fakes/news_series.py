"""Three weeks of invented news: events that begin, go on, are repeated without news and are corrected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.model import AnnotatedArticle
from tests.fakes.stories import annotated

DAYS, EVENTS = 21, 20
OUTLETS = ("Harbour Post", "Valley Times", "Norland Daily", "Southmark News", "Coast Wire")

# For each kind of event its stages; for each stage what two outlets write, a headline and a text.
_KINDS: dict[str, tuple[tuple[tuple[str, str], tuple[str, str]], ...]] = {
    "bridge": (
        (
            (
                "{town} bridge closes after cracks are found",
                (
                    "The {town} bridge was closed to all traffic after engineers found cracks in {n} of its "
                    "cables.\n\nAbout {m},000 cars cross the {town} bridge on a working day.\n\nMayor {person} "
                    "asked commuters in {town} to take the ferry."
                ),
            ),
            (
                "Cracked cables shut bridge at {town}",
                (
                    "Engineers found cracks in {n} cables of the {town} bridge, and {town} closed it to "
                    "traffic.\n\nCommuters in {town} were asked by mayor {person} to take the ferry across the "
                    "water."
                ),
            ),
        ),
        (
            (
                "Steel of {town} bridge came from a bankrupt mill",
                (
                    "The steel of the cracked {town} bridge cables was rolled by a bankrupt mill, inspectors "
                    "told the council of {town}.\n\nProsecutors seized invoices at the offices of the "
                    "contractor who built the {town} bridge."
                ),
            ),
            (
                "Prosecutors search contractor of {town} bridge",
                (
                    "Prosecutors searched the contractor of the {town} bridge and seized invoices for its "
                    "steel.\n\nA bankrupt mill had rolled the steel for the cables of the {town} bridge, "
                    "inspectors said."
                ),
            ),
        ),
        (
            (
                "Buses return to {town} bridge on a single lane",
                (
                    "A single lane of the {town} bridge reopened for buses and ambulances after welders "
                    "replaced the weakest cables.\n\nLorries stay banned from the {town} bridge until autumn, "
                    "mayor {person} announced."
                ),
            ),
            (
                "{town}: ambulances cross the bridge again",
                (
                    "Ambulances and buses cross the {town} bridge again on a single reopened lane.\n\nWelders "
                    "replaced the weakest cables of the {town} bridge, and lorries stay banned until autumn."
                ),
            ),
        ),
    ),
    "strike": (
        (
            (
                "Teachers in {town} vote to strike over pay",
                (
                    "Teachers in {town} voted to strike for {n} days over pay.\n\nThe {town} teachers' union "
                    "has {m},000 members, and its leader {person} wants a rise of six percent."
                ),
            ),
            (
                "{town} schools face walkout over pay",
                (
                    "Schools in {town} face {n} days of strike after teachers voted for a walkout over "
                    "pay.\n\nUnion leader {person} wants a rise of six percent for the {m},000 teachers of "
                    "{town}."
                ),
            ),
        ),
        (
            (
                "Mediator called in over {town} school strike",
                (
                    "A retired judge will mediate in the strike of the {town} teachers, the ministry "
                    "announced.\n\nParents in {town} set up makeshift lessons in libraries and churches."
                ),
            ),
            (
                "Retired judge to mediate between {town} and its teachers",
                (
                    "The ministry asked a retired judge to mediate between {town} and its striking "
                    "teachers.\n\nMakeshift lessons are held in churches and libraries of {town} by parents."
                ),
            ),
        ),
        (
            (
                "{town} teachers accept deal with smaller classes",
                (
                    "Teachers in {town} accepted a compromise that caps classes at twenty-four pupils and "
                    "ended their strike.\n\nThe compromise gives the youngest staff of {town} an extra bonus "
                    "at Christmas."
                ),
            ),
            (
                "Compromise ends school strike in {town}",
                (
                    "A compromise that caps classes at twenty-four pupils ended the strike of the {town} "
                    "teachers.\n\nAn extra bonus goes to the youngest staff of {town}."
                ),
            ),
        ),
    ),
    "fire": (
        (
            (
                "Fire at {town} warehouse injures {n}",
                (
                    "A fire at a paint warehouse in {town} injured {n} workers on the night shift.\n\nFlames "
                    "above the {town} warehouse were seen from {m} kilometres away, fire chief {person} said."
                ),
            ),
            (
                "{n} hurt as paint warehouse burns in {town}",
                (
                    "{n} workers of the night shift were hurt when a paint warehouse in {town} burned.\n\nFire "
                    "chief {person} said that the flames in {town} were seen from {m} kilometres away."
                ),
            ),
        ),
        (
            (
                "Forklift battery blamed for {town} warehouse fire",
                (
                    "An overheated forklift battery started the fire at the {town} paint warehouse, "
                    "investigators concluded.\n\nSprinklers at the {town} warehouse had been switched off for "
                    "maintenance."
                ),
            ),
            (
                "Sprinklers were off in burned {town} warehouse",
                (
                    "Sprinklers had been switched off for maintenance when the {town} paint warehouse "
                    "burned.\n\nInvestigators blame an overheated forklift battery for the fire in {town}."
                ),
            ),
        ),
    ),
    "trial": (
        (
            (
                "Banker {person} on trial in {town} for fraud",
                (
                    "Banker {person} went on trial in {town} for fraud worth {m} million crowns.\n\nThe {town} "
                    "court plans to hear {n} witnesses against {person}."
                ),
            ),
            (
                "Fraud trial of banker {person} opens in {town}",
                (
                    "The trial of banker {person} for fraud worth {m} million crowns opened in {town}.\n\n{n} "
                    "witnesses are to be heard by the court in {town}."
                ),
            ),
        ),
        (
            (
                "Accountant tells {town} court of shredded ledgers",
                (
                    "An accountant told the {town} court that she was ordered to shred ledgers of banker "
                    "{person} every Friday.\n\nDefence lawyers at the {town} trial called her testimony an act "
                    "of revenge."
                ),
            ),
            (
                "Ledgers shredded every Friday, witness says at trial of {person}",
                (
                    "Ledgers of banker {person} were shredded every Friday, an accountant said at the trial "
                    "in {town}.\n\nHer testimony in {town} was an act of revenge, defence lawyers said."
                ),
            ),
        ),
        (
            (
                "{town} court sentences banker {person} to prison",
                (
                    "The {town} court sentenced banker {person} to seven years in prison and confiscated a "
                    "yacht.\n\n{person} will appeal against the verdict of the {town} court."
                ),
            ),
            (
                "Prison and no yacht for banker {person}",
                (
                    "Banker {person} was sentenced to seven years in prison by the court in {town}, which "
                    "confiscated a yacht.\n\nAn appeal against the verdict of {town} is planned."
                ),
            ),
        ),
    ),
    "flood": (
        (
            (
                "River bursts its banks above {town}",
                (
                    "The river burst its banks above {town}, and {n} streets were evacuated before "
                    "dawn.\n\nSome {m},000 sandbags were piled along the {town} market, volunteer {person} "
                    "said."
                ),
            ),
            (
                "{n} streets of {town} evacuated as river rises",
                (
                    "Before dawn {n} streets of {town} were evacuated because the river burst its "
                    "banks.\n\nVolunteer {person} said that {m},000 sandbags lie along the market of {town}."
                ),
            ),
        ),
        (
            (
                "Museum of {town} loses tapestries to flood",
                (
                    "Medieval tapestries in the cellar of the {town} museum were soaked by the flood and "
                    "cannot be saved.\n\nInsurers refuse to pay {town} because the cellar lay below the "
                    "permitted line."
                ),
            ),
            (
                "Insurers refuse to pay for soaked tapestries of {town}",
                (
                    "Insurers refuse to pay for the medieval tapestries that the flood soaked in the {town} "
                    "museum.\n\nThe cellar in {town} lay below the permitted line, they argue."
                ),
            ),
        ),
    ),
    "election": (
        (
            (
                "{person} leads by {n} votes in {town} mayoral count",
                (
                    "{person} leads by {n} votes in the count of the {town} mayoral election, with {m} "
                    "percent of voters turning out.\n\nA recount in {town} starts automatically below a margin "
                    "of four hundred."
                ),
            ),
            (
                "{town} vote on a knife edge: recount",
                (
                    "A recount of the mayoral election in {town} starts because {person} leads by only {n} "
                    "votes.\n\nTurnout in {town} was {m} percent."
                ),
            ),
        ),
        (
            (
                "Missing ballot box found in {town} gym",
                (
                    "A sealed ballot box of the {town} mayoral election was found behind mats in a gym, the "
                    "returning officer admitted.\n\nObservers from abroad called the custody of ballots in "
                    "{town} careless."
                ),
            ),
            (
                "Observers scold {town} over ballot box behind gym mats",
                (
                    "Foreign observers called the custody of ballots in {town} careless after a sealed box "
                    "was found behind gym mats.\n\nThe returning officer of the {town} mayoral election "
                    "admitted the find."
                ),
            ),
        ),
        (
            (
                "{person} sworn in as mayor of {town} after recount",
                (
                    "{person} was sworn in as mayor of {town} after the recount confirmed the victory.\n\nThe "
                    "loser congratulated by telephone and withdrew a complaint about the {town} election."
                ),
            ),
            (
                "Recount confirms {person} as mayor of {town}",
                (
                    "The recount of the {town} election confirmed {person}, who was sworn in as mayor.\n\nA "
                    "complaint about the vote in {town} was withdrawn by the loser."
                ),
            ),
        ),
    ),
    "rescue": (
        (
            (
                "Hikers trapped in cave near {town}",
                (
                    "{n} hikers are trapped by water in the {town} cave, {m} metres below the "
                    "ground.\n\nCave diver {person} reached the hikers near {town} with blankets and a "
                    "telephone line."
                ),
            ),
            (
                "Water traps {n} in {town} cave",
                (
                    "Rising water trapped {n} hikers in the {town} cave.\n\nBlankets and a telephone "
                    "line were brought {m} metres down by cave diver {person}."
                ),
            ),
        ),
        (
            (
                "Pumps from the mines help empty cave near {town}",
                (
                    "Miners brought heavy pumps to the {town} cave and lowered the water by two "
                    "metres.\n\nA doctor examined the trapped hikers near {town} and found mild hypothermia."
                ),
            ),
            (
                "Trapped hikers near {town} suffer mild hypothermia, doctor says",
                (
                    "A doctor found mild hypothermia among the hikers trapped in the {town} cave near "
                    "{town}.\n\nHeavy pumps of miners lowered the water near {town} by two metres."
                ),
            ),
        ),
        (
            (
                "All hikers out of cave near {town}",
                (
                    "All the hikers left the {town} cave on stretchers through a drilled shaft to "
                    "the cheers of villagers.\n\nOrganisers of the tour near {town} lost their licence."
                ),
            ),
            (
                "Cheers as hikers leave {town} cave through shaft",
                (
                    "Villagers cheered as the hikers left the {town} cave through a drilled shaft "
                    "on stretchers.\n\nThe licence of the tour's organisers near {town} was withdrawn."
                ),
            ),
        ),
    ),
    "takeover": (
        (
            (
                "Brewer of {town} gets bid of {m} million",
                (
                    "The {town} brewery received a takeover bid of {m} million crowns from {rival} "
                    "Drinks.\n\nBrewmaster {person} of {town} owns {n} percent of the shares."
                ),
            ),
            (
                "{rival} Drinks wants to buy {town} brewery",
                (
                    "{rival} Drinks offers {m} million crowns for the brewery of {town}.\n\nOf its shares {n} "
                    "percent belong to brewmaster {person}."
                ),
            ),
        ),
        (
            (
                "Rival sweetens offer for {town} brewery",
                (
                    "A rival group of farmers offered to keep every job and topped the {rival} Drinks bid for "
                    "the {town} brewery.\n\nThe competition office will examine both bids for the {town} "
                    "brewery."
                ),
            ),
            (
                "Farmers outbid {rival} Drinks for brewery in {town}",
                (
                    "Farmers topped the bid of {rival} Drinks for the {town} brewery and promise to keep "
                    "every job.\n\nThe competition office examines both bids for {town}."
                ),
            ),
        ),
    ),
}
_TOWNS = (
    "Aldmouth Norvik Southmark Quillhaven Brackmere Tarnholm Eskwater Lindenau Port-Sorrel Marwick".split()
)
_PEOPLE = tuple(
    f"{first} {last}"
    for first, last in zip(
        "Ana Per Ines Rui Jan Mila Tove Sam Lena Otto Vera Nils Rosa Kurt Edda Ivo Gerd Alba Finn Dora".split(),
        "Silva Lind Moreau Costa Holt Novak Berg Okoro Weiss Falk Marin Dahl Prieto Stern Vogt Radic Kolb Serra "
        "Aune Papp".split(),
        strict=True,
    )
)
_GAPS = (0, 1, 4)
"""Days from its beginning on which each stage of an event is reported."""


@dataclass(frozen=True)
class Report:
    """An article of the series: of which event and stage it is, and what is special about it."""

    read: AnnotatedArticle
    event: int
    stage: int
    corrects: bool = False


def news_series() -> Iterator[tuple[int, Report]]:
    """Each report with the day on which it appears, counted from 0, in order of the days."""
    reports = [report for event in range(EVENTS) for report in _event(event)]
    yield from sorted((pair for pair in reports if pair[0] < DAYS), key=lambda pair: pair[0])


def _event(event: int) -> Iterator[tuple[int, Report]]:
    kind = list(_KINDS)[event % len(_KINDS)]
    begins = event * (DAYS - 4) // EVENTS
    facts = {
        "town": _TOWNS[(event * 3) % len(_TOWNS)],
        "person": _PEOPLE[event],
        "n": str(3 + event),
        "rival": ("Halden", "Osmark", "Felling")[event // len(_KINDS)],
        "m": str(41 + event),
    }
    for stage, wordings in enumerate(_KINDS[kind]):
        day = begins + _GAPS[stage]
        for turn, wording in enumerate(wordings):
            yield day, _report(event, stage, wording, facts, turn, day)
        if stage == 0:  # somebody tells it once more next day, without news
            yield day + 1, _report(event, stage, wordings[1], facts, 2, day + 1)
    if event % 5 == 2:
        yield begins + 2, _correction(event, _KINDS[kind][0][0], facts, begins)


def _report(
    event: int, stage: int, wording: tuple[str, str], facts: dict[str, str], turn: int, day: int
) -> Report:
    headline, text = (part.format(**facts) for part in wording)
    outlet = OUTLETS[(event + stage + turn) % len(OUTLETS)]
    url = f"https://{outlet.lower().replace(' ', '-')}.example/{event}-{stage}-{turn}"
    return Report(annotated(headline, text, outlet=outlet, url=url, hours=24 * day - 4 + turn), event, stage)


def _correction(event: int, wording: tuple[str, str], facts: dict[str, str], begins: int) -> Report:
    """The first report once more at its address, with another number."""
    corrected = _report(event, 0, wording, facts | {"n": str(300 + event)}, 0, begins)
    at = begins + 2
    article = corrected.read.article
    read = annotated(
        article.headline, article.text, outlet=article.outlet, url=article.url, hours=24 * at - 4
    )
    return Report(read, event, 0, corrects=True)
