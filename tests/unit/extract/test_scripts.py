"""Articles are told in every script, by its own signs and its own measure."""

from __future__ import annotations

import pytest

from bot.core.extract import read_page
from bot.core.reading.scripts import ends_nothing, weight

ARTICLES = {
    "zh": (
        "市议会周二投票决定关闭港口的两个码头，因为工程师发现木材已经腐烂。",
        "码头每年停靠四百艘渔船，维修需要一千二百万英镑。",
        "其余三个码头的最终决定将在明年三月底之前作出。",
    ),
    "ja": (
        "市議会は火曜日、木材の腐食が見つかったため、港の桟橋を二つ閉鎖することを決めた。",
        "桟橋は一九三一年に造られ、毎年およそ四百隻の漁船が利用している。",
        "「残る三つについては、来年三月末までに決める」と市長は述べた。」",
    ),
    "ko": (
        "시의회는 화요일 목재에서 부식이 발견되자 항구의 부두 두 곳을 닫기로 했다.",
        "부두는 1931년에 지어졌으며 해마다 어선 약 사백 척이 이용한다.",
        "나머지 세 곳은 내년 삼월 말까지 결정될 전망이다.",
    ),
    "hi": (
        "नगर परिषद ने मंगलवार को बंदरगाह के दो घाट बंद करने का निर्णय लिया क्योंकि लकड़ी सड़ चुकी थी।",
        "हर साल लगभग चार सौ नावें यहाँ आती हैं और मरम्मत में तीन सर्दियाँ लगेंगी।",
        "शेष तीन घाटों पर निर्णय अगले साल मार्च के अंत से पहले होगा।",
    ),
    "ur": (
        "شہری کونسل نے منگل کو بندرگاہ کے دو گھاٹ بند کرنے کا فیصلہ کیا کیونکہ لکڑی خراب ہو چکی تھی۔",
        "ہر سال تقریباً چار سو کشتیاں یہاں آتی ہیں اور مرمت میں تین سردیاں لگیں گی۔",
        "باقی تین گھاٹوں کا فیصلہ اگلے سال مارچ کے آخر تک متوقع ہے۔",
    ),
    "th": (
        "สภาเมืองลงมติเมื่อวันอังคารให้ปิดท่าเรือสองแห่งหลังจากวิศวกรพบว่าไม้ผุพังไปมาก",
        "ท่าเรือสร้างขึ้นในปี 1931 และรองรับเรือประมงราวสี่ร้อยลำต่อปีจากทั่วทั้งจังหวัด",
        "คาดว่าจะมีการตัดสินใจเรื่องท่าเรืออีกสามแห่งก่อนสิ้นเดือนมีนาคมปีหน้า",
    ),
    "hy": (
        "Քաղաքային խորհուրդը երեքշաբթի որոշեց փակել նավահանգստի երկու կառամատույց, քանի որ փայտը փտել էր։",
        "Ամեն տարի այստեղ գալիս է մոտ չորս հարյուր նավակ, իսկ վերանորոգումը կտևի երեք ձմեռ։",
    ),
}


def page(*paragraphs: str) -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><head><meta charset='utf-8'></head><body><article>{body}</article></body></html>".encode()


@pytest.mark.parametrize("language", ARTICLES)
def test_a_short_article_is_one_in_every_script(language: str) -> None:
    read = read_page(page(*ARTICLES[language]))
    assert read is not None
    assert read.text == "\n\n".join(ARTICLES[language])


@pytest.mark.parametrize("line", ["码头将关闭", "桟橋を閉鎖", "ปิดท่าเรือสองแห่ง", "दो घाट बंद", "Piers close"])
def test_headlines_alone_are_no_article_in_any(line: str) -> None:
    assert read_page(page(*[f"{line} {number}" for number in range(5)])) is None


def test_length_is_counted_by_what_a_character_says() -> None:
    assert weight("harbour") == 7
    assert weight("港口") == 8
    assert weight("Größe 港") == 10
    assert ends_nothing("ท่าเรือ 1931")
    assert not ends_nothing("The ท่าเรือ is a harbour.")
