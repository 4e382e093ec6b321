"""What stands in an article's way is told by its words, and an article about such things is one."""

from __future__ import annotations

import pytest

from bot.core.extract import read_page

WALLS = {
    "registration": (
        "The Orlen Post",
        (
            "We will use the details you have shared to manage your registration. You agree to the processing, storage "
            "and use of this information for this purpose as described in our Privacy Policy."
        ),
        "Would you like to receive the morning newsletter? It brings you a daily digest of news and analysis.",
        "If you wish to object to the use of your data in this way, please tick here.",
    ),
    "advertisement": (
        "Orlen Tonight",
        "1. How relevant is this ad to you?",
        (
            "Video player was slow to load content Video content never loaded Ad froze or did not finish loading Video "
            "content did not start after ad Audio on ad was too loud Other issues"
        ),
    ),
    "consent": (
        "Your choices at the Orlen Post",
        (
            "With your agreement, we and our 140 vendors use cookies or similar technologies to store, consult and process "
            "personal data such as your visit to this site."
        ),
        "You can withdraw your consent at any time by clicking on the link in our privacy policy.",
    ),
    "consent-de": (
        "Orlener Bote",
        (
            "Um unsere Seiten zu nutzen, bitten wir um Ihre Einwilligung. Wir und unsere Partner speichern Cookies auf Ihrem "
            "Gerät und verarbeiten Ihre personenbezogenen Daten für Werbung und Messung."
        ),
        "Sie können Ihre Zustimmung jederzeit in der Datenschutzerklärung widerrufen.",
    ),
    "consent-fr": (
        "Le Courrier d'Orlen",
        (
            "Avec votre accord, nos partenaires et nous utilisons des cookies pour stocker et consulter vos données "
            "personnelles comme votre visite sur ce site. Vous pouvez retirer votre consentement à tout moment."
        ),
    ),
    "browser-check": (
        "One moment",
        (
            "We are checking that your browser is secure before you go to the site. This process is automatic, and your "
            "browser will take you to the content that you asked for in a few seconds."
        ),
        "Please allow cookies and JavaScript in your browser, and reload the page if nothing happens.",
    ),
    "blocked": (
        "Access to this page has been denied",
        (
            "You have been blocked because we believe that you use automated tools to look at the website. This may be "
            "because JavaScript is disabled or blocked by a plug-in. Please make sure that your browser takes cookies."
        ),
    ),
    "subscribe": (
        "Dam road closes",
        (
            "You have read your last free article this month. Subscribe now for unlimited access to every story on our "
            "site, from two crowns a week. Cancel any time."
        ),
        "Already a subscriber? Log in to continue reading.",
    ),
    "members": (
        "Dam road closes",
        (
            "This story is for members only. Create a free account or sign in to read on, and get our morning newsletter "
            "as well. It takes less than a minute, and you need no credit card for it."
        ),
    ),
    "moved": (
        "Sorry!",
        (
            "We looked everywhere, but the article that you were trying to reach does not exist on our site any more. "
            "Perhaps you followed an old link, or mistyped the address. Go to our homepage, or try the search function."
        ),
    ),
    "gone-de": (
        "Seite nicht gefunden",
        (
            "Leider ist die von Ihnen gesuchte Seite nicht mehr verfügbar. Bitte prüfen Sie die Adresse, nutzen Sie unsere "
            "Suche oder gehen Sie zurück zur Startseite, um weitere Nachrichten zu lesen."
        ),
    ),
    "limit": (
        "Dam road closes",
        (
            "You have reached your limit of free stories this month. Join the many people who support our independent "
            "reporting and carry on with this one."
        ),
        (
            "Choose a plan: digital for 8 a month, or digital and print for 14 a month with home delivery on Saturdays. "
            "Students pay half. All plans come with a four-week trial period."
        ),
    ),
    "stub": (
        "Dam road closes",
        (
            "The road over the dam of Orlen will close on Monday for six weeks, after engineers found cracks in two of the "
            "piers that carry it."
        ),
        "Read the full story with a digital subscription, for two crowns a week in the first year.",
        "Choose your plan now. Every plan brings the app, the archive and the Saturday puzzle to the whole family.",
    ),
    "stub-de": (
        "Straße am Damm gesperrt",
        (
            "Die Straße über den Damm von Orlen wird am Montag für sechs Wochen gesperrt, weil Fachleute Risse in zwei "
            "Pfeilern entdeckt haben."
        ),
        "Weiterlesen mit dem Digitalabo. Wählen Sie Ihr Abo und lesen Sie alles, was in der Region wichtig ist.",
    ),
}

ARTICLES = {
    "cookies": (
        "Cookies: town must ask first",
        "The court in Orlen ruled on Tuesday that the town may not set cookies on a reader's device before it asks.",
        (
            "“You cannot consent to what you cannot see,” said the judge, Vera Pask. The town has until June to change "
            "its banner, which named 140 partners."
        ),
    ),
    "robots": (
        "Robots take over the night shift",
        (
            "Two robots will watch the dam of Orlen at night from Monday on. They check the wall with cameras and call a "
            "human when they see water where none should be."
        ),
        "The machines cost 40,000 crowns each, and the council voted for them by nine to two.",
    ),
    "paywall": (
        "Post ends its paywall",
        (
            "The Orlen Post will let everybody read its site without a subscription from Monday on. The paper has lost "
            "a third of its subscribers since it asked for an account in 2019."
        ),
        "Its owner says that advertising now pays for the news desk, and that the premium articles will be free too.",
    ),
    "missing": (
        "Page from town book not found",
        "A page of the town book of 1480 that was stolen in May has still not been found, the police of Orlen said.",
        "The page may have been sold abroad. It shows the first bridge over the river and is worth 80,000 crowns.",
    ),
    "not-found": (
        "Page not found",
        "Four painters of Orlen show what they made of the notice that everybody has read on a screen.",
        "“Nobody has ever looked at it for longer than a second,” said Vera Pask, who painted it eighty times.",
        "The works hang in the old mill until the first of May. The way there is signed, the painters promise.",
    ),
    "numbers": (
        "500 people march for the ferry",
        "Five hundred people marched through Orlen on Saturday for the ferry, which the county wants to sell in May.",
        "The march ended at the quay, where the boat lay with its lights on. It has crossed the river since 1931.",
    ),
    "plans": (
        "Post asks readers to choose",
        "The Orlen Post lets readers choose a plan from Monday on, after nine years with one price for everybody.",
        "The paper lost a third of its readers in that time, most of them to the free sheets of the county.",
        "Who has reached the limit of ten stories sees a box with three prices, the cheapest of them two crowns.",
    ),
    "subscribers-note": (
        "Dam road closes",
        "The road over the dam of Orlen will close on Monday for six weeks, after engineers found cracks in two piers.",
        "Already a subscriber? Log in to save this story for later on all the devices that you own.",
        "Buses go by the old bridge in that time, and the school in the valley begins half an hour later.",
        "The county pays for the work, which it put off twice since the flood of 2019 for want of money.",
    ),
    "service": (
        "How to vote on Sunday",
        (
            "Polling stations in Orlen open at seven on Sunday and close at six. You need your passport or your card, "
            "and you can vote by post until Friday at noon."
        ),
        "Ferries are free all day. Buses run every ten minutes from the station to the town hall.",
    ),
    "hack": (
        "Thieves take passwords of 4,000 readers",
        "Thieves took the names and passwords of 4,000 readers of the Orlen Post, the paper said on Tuesday.",
        (
            "If you have an account there, you should change your password, the paper wrote. It has blocked all "
            "logins since the morning, and the police look into it."
        ),
    ),
}

NOTICE = (
    (
        "Our journalists write hundreds of stories every week, and now and then one of them is in another place. That is what "
        "happened here."
    ),
    (
        "Politics, business, sport and culture are all near, and the switchboard is open between nine and five on every day of "
        "the week."
    ),
)
ERRORS = [
    "Seite nicht gefunden",
    "Dieser Inhalt ist in Ihrer Region nicht verfügbar",
    "Interner Serverfehler",
    "Wir sind bald wieder da",
    "Cette page est introuvable",
    "Trop de requêtes",
    "Página no encontrada",
    "Este contenido no está disponible en su país",
    "Questa pagina non esiste",
    "Errore interno del server",
    "Página não encontrada",
    "Voltamos em breve",
    "Pagina niet gevonden",
    "Te veel verzoeken",
    "Oops! This story has gone walkabout",
    "Unavailable for legal reasons",
    "This content is not available in your region",
    "Sorry, this story isn’t available in your country",
    "Checking your browser …",
    "429 Too Many Requests",
    "Internal server error",
    "We will be back soon",
    "Scheduled maintenance",
    "Page not found | The Orlen Post",
    "Error 404 (Not Found)!!1",
]


def page(heading: str, *paragraphs: str) -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = f"<head><meta charset='utf-8'><title>{heading}</title></head>"
    return f"<html>{head}<body><div><h1>{heading}</h1>{body}</div></body></html>".encode()


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_is_no_article(name: str) -> None:
    assert read_page(page(*WALLS[name])) is None


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_about_what_walls_speak_of_is_one(name: str) -> None:
    heading, *paragraphs = ARTICLES[name]
    read = read_page(page(heading, *paragraphs))
    assert read is not None
    assert read.text == "\n\n".join(paragraphs)


@pytest.mark.parametrize("heading", ERRORS)
def test_a_heading_that_only_names_an_error_is_no_headline(heading: str) -> None:
    assert read_page(page(heading, *NOTICE)) is None


@pytest.mark.parametrize(
    "heading", ["Gone", "Artikel", "Error of judgement", "Not found at sea", "Page found", "Sorry"]
)
def test_a_heading_that_says_more_or_less_is_one(heading: str) -> None:
    assert read_page(page(heading, ARTICLES["numbers"][1], ARTICLES["numbers"][2])) is not None
