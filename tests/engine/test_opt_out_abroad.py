"""Opt-out requests in twenty more languages, and what only sounds like one."""

import pytest

from callq.engine.opt_out import asks_no_calls, request_in

WISHES = {
    "cs": (
        "nevolat|už nevolat|prosím více nevolat|nevolejte mi|prosím nevolejte|nekontaktovat|"
        "nekontaktujte nás|netelefonovat|neobtěžovat|nepřeje si být kontaktován|nepreje si volani|"
        "nepřeje si další hovory|nechce být kontaktován|nechce, abychom volali|"
        "vymazat z databáze|vyřaďte mě ze seznamu|smažte moje číslo|přestaňte volat|"
        "žádné další hovory|odvolal souhlas|nechte mě na pokoji"
    ),
    "sk": (
        "nevolať|už nevolať|nevolajte mi|nekontaktovať|neželá si byť kontaktovaný|"
        "nepraje si telefonáty|vymazať z databázy|vyradiť zo zoznamu|prestaňte volať|"
        "neobťažujte|žiadne hovory|odvolal súhlas|nechajte ma na pokoji"
    ),
    "fi": (
        "älä soita|älkää soittako enää|ei saa soittaa|ei saa enää soittaa|ei enää soittoja|"
        "ei soiteta|ei halua puheluita|ei halua enää että soitetaan|älkää ottako yhteyttä|"
        "poistakaa numeroni listalta|poistakaa tietoni|lopettakaa soittaminen|soittokielto|"
        "markkinointikielto|jättäkää minut rauhaan|ala soita enaa|perui suostumuksensa"
    ),
    "tr": (
        "aramayın|lütfen aramayın|bir daha aramayın|beni aramayın|bir daha arama|aramayin|"
        "aranmak istemiyor|aranmak istemiyorum|arama istemiyor|aranmasın|rahatsız etmeyin|"
        "iletişime geçmeyin|listeden çıkarın|numaramı silin|aramayı bırakın|telefon etmeyin|"
        "iznini geri çekti|kara liste"
    ),
    "hu": (
        "ne hívjon többet|ne hívjanak|többet ne hívjanak|kérem ne hívjon|ne hívja|ne keressék többet|"
        "nem szeretné, hogy hívják|nem kér több hívást|ne zavarjanak|töröljék a számomat|"
        "vegyenek le a listáról|hagyjanak békén|visszavonta a hozzájárulását|ne hivjanak"
    ),
    "ro": (
        "nu sunați|nu mai sunați|nu mă mai sunați|nu mai suna|a nu se suna|a nu se mai contacta|"
        "nu contactați|nu dorește să fie sunat|nu dorește să mai fie contactată|nu mai dorește apeluri|"
        "nu vrea telefoane|nu deranjați|ștergeți numărul meu|scoateți-mă din listă|"
        "încetați să mă sunați|fără apeluri|și-a retras consimțământul|lăsați-mă în pace"
    ),
    "el": (
        "μην καλείτε|μην καλέσετε ξανά|μη με καλείτε|μην τηλεφωνείτε|μην ξανακαλέσετε|μην ενοχλείτε|"
        "δεν θέλει κλήσεις|δεν θέλει να τον καλούμε|δεν επιθυμεί επικοινωνία|όχι άλλες κλήσεις|"
        "διαγράψτε τον αριθμό μου|διαγραφή από τη λίστα|σταματήστε να με καλείτε|αφήστε με ήσυχο|"
        "μην επικοινωνήσετε ξανά|μη με παίρνετε τηλέφωνο|ΜΗΝ ΚΑΛΕΙΤΕ"
    ),
    "hr": (
        "ne zvati|više ne zvati|ne zovite me više|nemojte me zvati|nemojte više zvati|ne kontaktirati|"
        "ne želi pozive|ne želi biti kontaktiran|ne želi da ga zovemo|prestanite zvati|"
        "obrišite moj broj|uklonite me s popisa|ne uznemiravati|povukao privolu|bez poziva|"
        "registar Ne zovi|ostavite me na miru"
    ),
    "sl": (
        "ne klicati|ne kličite več|ne želi klicev|ne želi biti poklican|ne kontaktirati|"
        "ne motiti|prenehajte klicati|izbrišite mojo številko|odstranite me s seznama|brez klicev|"
        "preklical soglasje|pustite me pri miru"
    ),
    "bg": (
        "не звънете|не звънете повече|не се обаждайте|не ме търсете|не ми звънете|"
        "да не се звъни|не желае да бъде търсен|не иска да му се обаждаме|не желае обаждания|"
        "спрете да ми звъните|изтрийте номера ми|махнете ме от списъка|не безпокойте|"
        "оттегля съгласието си|оставете ме на мира"
    ),
    "uk": (
        "не дзвонити|не дзвоніть|більше не дзвоніть|не телефонувати|не телефонуйте мені|"
        "не турбувати|не набирати|не хоче, щоб йому дзвонили|видаліть мій номер|"
        "приберіть зі списку|припиніть дзвонити|без дзвінків|відкликав згоду|дайте мені спокій"
    ),
    "lt": (
        "neskambinti|neskambinkite|daugiau neskambinti|nebeskambinkite|nepageidauja skambučių|"
        "nenori, kad jam skambintų|ištrinkite mano numerį|išbraukite iš sąrašo|nustokite skambinti|"
        "netrukdykite|atšaukė sutikimą"
    ),
    "lv": (
        "nezvanīt|nezvaniet|lūdzu nezvaniet|vairs nezvanīt|nevēlas zvanus|nevēlas, lai viņam zvana|"
        "izdzēsiet manu numuru|izņemiet no saraksta|beidziet zvanīt|netraucēt|atsauca piekrišanu"
    ),
    "et": (
        "ära helista|ärge helistage|ärge enam helistage|mitte helistada|ei soovi kõnesid|"
        "ei soovi, et talle helistatakse|kustutage minu number|eemaldage mind nimekirjast|"
        "lõpetage helistamine|jätke mind rahule"
    ),
    "he": (
        "לא להתקשר|נא לא להתקשר|אל תתקשרו|אל תתקשר אליי יותר|לא ליצור קשר|לא רוצה שיחות|"
        "להסיר מהרשימה|תסירו אותי|תפסיקו להתקשר|מחקו את המספר שלי|אל תטרידו"
    ),
    "ar": (
        "لا تتصل|لا تتصلوا بي|عدم الاتصال|يرجى عدم الاتصال|ممنوع الاتصال|لا يريد مكالمات|"
        "لا يرغب في الاتصال|توقفوا عن الاتصال|احذفوا رقمي|لا تزعجوني|سحب الموافقة"
    ),
    "hi": (
        "call mat karo|call mat karna|phone mat karo|call na karein|dobara call mat karna|"
        "calls nahi chahiye|call band karo|call karna band karo|list se hata do|number hata do|"
        "pareshan mat karo|call karne se mana kiya|कॉल मत करो|फोन मत करें|कॉल न करें|कॉल करना बंद करो|"
        "नंबर हटा दो"
    ),
    "ja": (
        "電話しないでください|もう電話しないで|二度と電話しないでほしい|二度とかけてこないで|架電禁止|架電不要|電話NG|"
        "営業電話お断り|お電話はお控えください|今後の連絡は不要|リストから削除してほしい|番号を削除して|電話をかけてこないで"
    ),
    "zh": (
        "不要打电话|不要再打电话了|别再打了|请勿致电|請勿來電|请勿打扰|拒绝来电|拒絕電話|不要再联系|不想再接到电话|"
        "停止拨打|把我从名单中删除|删除我的号码|列入黑名单|免打扰|不要再聯絡"
    ),
    "ko": (
        "전화하지 마세요|다시는 전화하지 마세요|전화 하지 말아 주세요|연락하지 마세요|전화 금지|수신거부|전화 그만|"
        "연락 원치 않음|전화 원하지 않음|번호 삭제 요청|명단에서 빼 달라고 함"
    ),
}  # fmt: skip

OTHERS = {
    "cs": (
        "nevolat před 9|v pátek nevolat|dnes nevolat|nevolat dopoledne|o víkendu nevolat|nevolal|"
        "volat po 18. hodině|nedovolal jsem se|zatím nevolat|nevolat o víkendu|"
        "nechce nový telefonní systém|nebere telefon"
    ),
    "sk": "nevolať pred 9|zajtra nevolať|nevolal späť|nevolať cez víkend|neberie telefón|volať po obede",
    "fi": (
        "älä soita ennen yhdeksää|älä soita aamulla|ei vastannut|soita huomenna|ei soita takaisin|"
        "viikonloppuna ei saa soittaa|numero ei ole käytössä|ei kiinnostunut|iltaisin älä soita"
    ),
    "tr": (
        "9'dan önce aramayın|sabah aramayın|hafta sonu aramayın|bugün aramayın|yarın arayın|"
        "arama cevapsız|aradım, açmadı|numara yanlış|cevap vermedi|toplantıda, sonra arayın"
    ),
    "hu": (
        "ne hívjon 9 előtt|reggel ne hívjon|hétvégén ne hívjanak|nem vette fel|holnap hívni|"
        "nem érdekli|ma ne hívja|nem hívott vissza|a szám nem él"
    ),
    "ro": (
        "nu sunați înainte de ora 9|nu sunați dimineața|azi nu sunați|nu a sunat|telefonul nu sună|"
        "nu răspunde la telefon|nu sunați în weekend|sunați după ora 17|nu e interesat|nu suna luni"
    ),
    "el": (
        "μην καλείτε πριν τις 9|μην καλείτε το πρωί|σήμερα μην καλέσετε|δεν απαντά στο τηλέφωνο|"
        "να καλέσετε αύριο|δεν ενδιαφέρεται|μην καλέσετε αύριο"
    ),
    "hr": (
        "ne zvati prije 9|ujutro ne zvati|vikendom ne zovite|danas ne zvati|ne javlja se|zvati sutra|"
        "ne zove natrag|broj ne postoji|ne želi novi ugovor"
    ),
    "sl": "ne klicati pred 9|danes ne klicati|zjutraj ne kličite|se ne oglasi|klicati jutri|ne zanima ga",
    "bg": (
        "не звънете преди 9|не звънете сутрин|днес не звънете|не вдига телефона|не се обади|"
        "да се звънне утре|не проявява интерес|номерът не отговаря"
    ),
    "uk": (
        "не дзвонити до 10|вранці не дзвонити|сьогодні не дзвоніть|не додзвонилися|не відповідає|"
        "передзвонити завтра|не цікаво|не дзвонити у вихідні"
    ),
    "lt": "neskambinti iki 9|šiandien neskambinti|neatsiliepė|skambinti rytoj|nesidomi|neskambino",
    "lv": "nezvanīt pirms 9|šodien nezvanīt|neatbild|zvanīt rīt|nezvanīja|numurs nepareizs",
    "et": "ära helista enne 9|täna mitte helistada|ei vasta|helista homme|ei ole huvitatud|number vale",
    "he": "לא להתקשר לפני 9|לא להתקשר היום|בבוקר לא להתקשר|לא ענה|להתקשר מחר|לא מעוניין|המספר לא תקין",
    "ar": "لا تتصل قبل 9|لا تتصل اليوم|لا يرد|اتصل غدا|غير مهتم|الرقم خطأ|لم يتم الاتصال|تعذر الاتصال",
    "hi": (
        "subah call mat karna|abhi call mat karo|kal call karo|call nahi uthaya|phone nahi lagta|"
        "9 baje se pehle call mat karna|call na laga|number band hai|आज कॉल मत करना"
    ),
    "ja": (
        "午前中は電話しないでください|9時前は電話しないで|土日は架電禁止|今日は電話しないで|電話に出ない|明日電話する|資料不要|"
        "折り返し連絡不要|留守番電話|電話番号不明"
    ),
    "zh": (
        "上午不要打电话|9点前请勿致电|周末不要打电话|今天别打电话|电话打不通|明天再打|不需要产品|没接电话|号码错误|"
        "不要太早联系"
    ),
    "ko": (
        "오전에는 전화하지 마세요|9시 이전에 전화하지 마세요|주말에는 연락하지 마세요|오늘은 전화하지 마세요|전화 안 받음|"
        "내일 전화|관심 없음|번호 없음|통화 중"
    ),
}  # fmt: skip


def _each(texts: dict[str, str]) -> list[str]:
    return [text for several in texts.values() for text in several.split("|")]


@pytest.mark.parametrize("text", _each(WISHES))
def test_a_request_is_heard_in_a_note_and_in_a_cell(text: str) -> None:
    for written in (text, text.upper()):
        for cell in (written, f"2026-03-04: {written}."):
            assert asks_no_calls(cell), cell
            assert request_in(("Ann", "212-555-0100", cell, "a@b.cd")) == asks_no_calls(cell)


@pytest.mark.parametrize("text", _each(OTHERS))
def test_another_time_or_another_thing_is_no_request(text: str) -> None:
    assert asks_no_calls(text) == ""
    assert request_in(("Ann", text, "a@b.cd")) == ""
