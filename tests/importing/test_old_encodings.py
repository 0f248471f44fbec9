"""Older encodings are recognized by the words they make, or callq asks."""

from pathlib import Path

import pytest

from callq.errors import CallqError
from callq.importing.readers.old_encodings import guess
from helpers import Office

WEST = "Nom;Prénom;Ville\nLefort;Hélène;Orléans\nBrûlon;Zoé;Besançon\n"
NORTH = "Søren Bjørn;Århus\nJürgen Groß;Köln\n"
EAST = "Michał Wrzesiński;Łódź\nŻaneta Święs;Zamość\n"
CZECH = "Jiří Dvořan;Příbram\nŽofie Šťasná;Plzeň\n"
TURKISH = "Ayşe Güneşli;İzmir\nBarış Kılıçlı;Çağlayan\n"
RUSSIAN = "Иван Лесков;Москва\nОльга Жукова;Тула\n"
GREEK = "Γιώργος Λεμονάς;Αθήνα\nΜαρία;Θεσσαλονίκη\n"
HEBREW = "שם;טלפון;עיר\nדנה לויתן;054;תל אביב\nמשה כהנים;052;חיפה\n"
JAPANESE = "山本 さくら;株式会社青空商店\n鈴本 一郎;東京\n"
LONE_KANJI = "Name,Mail\n名無しの権平,gon@host.example\n"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (WEST, "cp1252"), (WEST, "mac_roman"), (WEST, "cp850"), (NORTH, "cp1252"),
        (NORTH, "mac_roman"), (NORTH, "cp850"), (EAST, "cp1250"), (EAST, "iso8859_2"),
        (EAST, "cp852"), (CZECH, "cp1250"), (CZECH, "iso8859_2"), (TURKISH, "cp1254"),
        (TURKISH, "iso8859_9"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8_r"), (RUSSIAN, "cp866"),
        (RUSSIAN, "iso8859_5"), (GREEK, "cp1253"), (HEBREW, "cp1255"), (HEBREW, "iso8859_8"),
        (JAPANESE, "cp932"), (JAPANESE, "euc_jp"), (LONE_KANJI, "cp932"),
        ("王小明;北京科技有限公司\n李娜;上海\n", "gb18030"),
        ("王小明;台北科技股份有限公司\n陳美玲;高雄\n", "big5"),
        ("김철순;서울전자\n박영미;부산\n", "euc_kr"),
        ("Kovácsi Győző;Gyöngyös\nSzűcsi Ágnes\n", "cp1250"),
    ],
)  # fmt: skip
def test_words_tell_the_encoding(text: str, codec: str) -> None:
    data = text.encode(codec)
    assert data.decode(guess(data).codec) == text


@pytest.mark.parametrize("text", ["Müller", "José", "12 m² 3 m³", "“fine” – 5 €", "El Niño, 4º"])
def test_a_few_letters_are_western_european(text: str) -> None:
    found = guess(text.encode("cp1252"))
    assert (found.codec, found.sure) == ("cp1252", True)


def test_a_doubtful_encoding_is_asked_for_before_anything_is_written(office: Office) -> None:
    path = Path(office.home / "people.csv")
    path.write_bytes("Name;Phone\nДуб;212-555-0101\n".encode("cp1251"))
    with pytest.raises(CallqError) as caught:
        office.import_(path)
    assert caught.value.name == "unsure-encoding"
    assert office.rows("SELECT name FROM prospect") == []
    office.import_(path, encoding="cp1251")
    assert office.rows("SELECT name FROM prospect") == [("Дуб",)]


def test_letters_of_turkish_and_icelandic_are_told_apart_or_asked_for() -> None:
    turkish = "Ayşe Yılmaz\nOğuz Şahin\nİzmir".encode("cp1254")
    assert not guess(turkish).sure
    icelandic = guess("Þórður Guðmundsson\nÍsafjörður\nReykjavík".encode("cp1252"))
    assert (icelandic.codec, icelandic.sure) == ("cp1252", True)
