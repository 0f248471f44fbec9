"""Opt-out requests are found in twelve languages, and those about the hour are none."""

import pytest

from callq.engine.opt_out import asks_no_calls, is_about_one_number, is_opt_out, request_in

WISHES = {
    "en": (
        "do not call|DNC|do-not-call|don't phone|please stop calling me|quit calling|"
        "Take me off your list|remove my number|never contact again|no further contact|"
        "cease and desist|asked to be taken off the list|wants off the list|lose my number|"
        "blacklisted|was black-listed by us|doesn't want calls|does not want to be contacted|not to be called|"
        "must not be contacted|no cold calls|no solicitation|no soliciting|not to call again|"
        "do not contact by phone|no phone calls|Do not disturb|doesn't wish to receive calls|"
        "opted out|unsubscribed|please don't ever call this number again|"
        "don't call him anymore|asked us to stop calling|asked us not to contact|"
        "asked not to be contacted again|leave me alone|DND|doesn't want us calling|"
        "doesn't want anyone to call|do not want any more calls|may not be called|"
        "should not be called|no more calls please|asked to be removed from the list|"
        "remove from database|take us off your calling list|"
        "after 3 attempts said do not call|in May said never call again|Monday: do not call|"
        "opted out of emails and calls|do not call after he threatened to sue|don’t call|"
        "dont call|said: no more calls|Do not solicit|never wants to be called|"
        "he does not want you to call|was rude, DO NOT CALL!!!|take my name off|"
        "take my number off your system|remove my name from your records|scratch my number|"
        "strike me off|don't you dare call again|not interested, remove|wants to be removed|"
        "asked to be removed|asked to be taken off|requested removal from list|"
        "I revoke my consent|consent revoked|withdraws consent to calls|opt me out|"
        "stop all|please stop|stop please|blacklist us|block my number|delete my details|"
        "will sue if you call again|threatened to sue|we don't accept cold calls|"
        "we do not take sales calls|asked us to stop|said stop|D.N.C.|take us off pls"
    ),
    "de": (
        "bitte nicht mehr anrufen|nicht anrufen!|keine Anrufe mehr|"
        "will nicht angerufen werden|möchte nicht mehr kontaktiert werden|nie wieder anrufen|"
        "Rufen Sie nicht mehr an|ruft bitte nie wieder an|von der Liste streichen|"
        "aus der Liste löschen|Kontaktsperre|Anrufsperre|Werbesperre|Werbewiderspruch|"
        "keine Werbeanrufe|kein Kontakt mehr|keine telefonische Kontaktaufnahme|"
        "keine weitere Kontaktaufnahme gewünscht|nicht kontaktieren|"
        "darf nicht angerufen werden|verbittet sich Anrufe|Telefonnummer löschen|"
        "Nummer bitte löschen|Robinsonliste|nicht mehr melden|wünscht keine Anrufe|"
        "NICHT ANRUFEN|hat gesagt wir sollen nicht mehr anrufen|bitte keinen Anruf|"
        "widerspricht der Nutzung für Werbung"
    ),
    "fr": (
        "ne pas appeler|ne plus appeler|ne plus jamais appeler|ne me rappelez plus|"
        "n'appelez plus|N'appelez pas|ne veut plus être appelé|ne souhaite pas être contacté|"
        "ne pas contacter|ne plus contacter|ne pas démarcher|arrêtez d'appeler|"
        "retirez-moi de votre liste|cessez de m'appeler|pas de démarchage|plus d'appels|pas d'appels|"
        "retirer de la liste|me retirer de vos listes|supprimer de la liste|Bloctel|"
        "NE PAS RAPPELER|souhaite ne plus être contactée|opposition au démarchage|"
        "ne veut plus être dérangé|Ne plus me contacter svp"
    ),
    "es": (
        "no llamar|no llame|no me llame|no me llamen más|no volver a llamar|"
        "no quiere que le llamen|no quiere recibir llamadas|no quiere llamadas|"
        "no desea ser contactado|no contactar|no molestar|dejen de llamar|deje de llamarme|"
        "quítenme de la lista|no más llamadas|quitar de la lista|eliminar de la lista|borrarlo de su base|"
        "darse de baja|lista Robinson|no vuelvan a llamar|nunca más llamar|NO LLAMAR!!|"
        "no desea que le llamemos|no insistir|pidió la baja"
    ),
    "pt": (
        "não ligar|não ligue|nao ligar|não ligar mais|nunca mais ligar|não me ligue|"
        "não quer receber ligações|não quer mais chamadas|não contactar|não contatar|"
        "não telefonar|parar de ligar|pare de ligar|remover da lista|tirar da lista|"
        "não incomodar|não perturbe|não deseja ser contactado|não entrar em contato|"
        "não quer mais contato|não voltar a ligar|sem ligações|não quer ser incomodado|"
        "retirar da nossa base"
    ),
    "it": (
        "non chiamare|non chiamate|non chiamare più|non richiamare|non contattare|"
        "non vuole essere chiamato|non vuole più essere contattato|"
        "non vuole ricevere chiamate|non vuole telefonate|non desidera essere contattata|"
        "smettetela di chiamare|smettere di telefonare|basta chiamate|niente telefonate|"
        "mai più chiamare|non telefonare|non disturbare|togliere dalla lista|"
        "cancellare dalla vostra lista|non mi chiami più|registro delle opposizioni|"
        "NON CHIAMARE|rimuovere dalla lista|non chiamarlo più"
    ),
    "nl": (
        "niet bellen|niet meer bellen|nooit meer bellen|niet terugbellen|"
        "wil niet gebeld worden|wil niet meer benaderd worden|geen telefoontjes|"
        "geen oproepen meer|niet contacteren|van de lijst halen|stop met bellen|"
        "bel niet meer|bel me niet meer|bel-me-niet register|wil geen contact|"
        "niet meer gebeld|belt u niet meer|van de bellijst af|NIET BELLEN!|"
        "wenst geen telefoontjes|wil niet meer gebeld worden"
    ),
    "ru": (
        "не звонить|не звоните|больше не звонить|Не беспокоить|не беспокойте|"
        "не перезванивать|просил больше не звонить|не хочет, чтобы ему звонили|"
        "удалить из базы|исключить из списка|убрать из базы|прекратить звонки|хватит звонить|"
        "чёрный список|в черном списке|отказ от звонков|звонки запрещены|не связываться|"
        "запрет на звонки|НЕ ЗВОНИТЬ!|просила ей не звонить|без звонков"
    ),
}

MORE = {
    "en": (
        "please don't ring again|stop contacting me|lose this number|don't call me anymore|"
        "do not call here again|stop ringing|quit calling this number|"
        "never call this number again|please stop the calls|stop these calls|"
        "i don't want any more calls|doesn't want to be called|"
        "doesn't wish to be contacted again|wants no further contact|take me off your list|"
        "take me off|remove us please|please remove my number|remove from calling list|"
        "removal requested|asked us not to call again|asked me not to call back|"
        "asked that we not call again|asked that we don't call|said don't call again|"
        "said not to call again|said never to call again|said never to call back|"
        "told me never to call again|told us to stop calling|told me to lose his number|"
        "don't bother me again|don't bother calling|don't ever call me|do not phone|"
        "do not ring|don't contact us again|please do not contact me|"
        "put me on your do not call list|put me on do not call|add to DNC|add me to the do-"
        "not-call list|wants to be on the do not call list|on the do not call list|"
        "I'm on the do not call registry|leave us alone|unsubscribe me|cease contact|"
        "stop harassing me|stop bothering me|stop pestering us|this is harassment, stop|"
        "hung up after saying stop calling|wants calls to stop|asked for calls to stop|"
        "demanded that we stop calling|no more phone calls please|no calls ever|"
        "no sales calls|delete my number|delete my data|erase my details|forget my number|"
        "forget about me|scratch my name|strike me off your list|block me|blacklist me|"
        "i revoke my consent|consent withdrawn|you don't have permission to call me|"
        "does not consent to calls|will sue us if we call again|get me off this list|"
        "get my number off your list|get lost and don't call back|don't call back|"
        "don't call back ever|never call back|never again call me|not to be called again|"
        "is not to be contacted|must not be called|shouldn't be called again|"
        "does not want to hear from us again|never wants to hear from us|don't wanna be called|"
        "wont take calls, stop calling|stop phoning me|pls dont call|plz dont call again|"
        "dont ring|do NOT call!!!|STOP CALLING ME|stop.|Stop!|STOP|Please stop|"
        "F off and don't call|fuck off, don't call again|lose the number|"
        "please lose our number|lose her number|take this number off your list|take off list|"
        "removed from list per request|wants to be taken off the list|wants removed|"
        "would like to be removed from your list|request not to be contacted|"
        "requested no contact|requested no calls|wishes not to be contacted|prefers no calls|"
        "not interested, please don't call again|NI - remove from list|NI, DNC|"
        "hostile, do not call|do not solicit|don't call or text|don't text or call me|"
        "do not call or email|don't email or call|please don't call or write anymore|"
        "don't call this office again|don't call my mobile|don't call my cell again|"
        "don't call my wife again|quit bugging me|stop bugging me|don't bug me again|"
        "don't reach out again|stop reaching out|please don't reach out|"
        "never reach out to me again|no more outreach|do not dial|stop dialing this number|"
        "ceased: wants no contact|I do not want you to call|I don't want you calling me|"
        "I don't want calls|i don't want to receive calls|not wanting calls|"
        "does not want calls|doesn't like being called, don't call again|"
        "don't call unless you want a lawsuit|don't follow up|no follow up calls|"
        "no more follow ups|lose my contact details|stop spamming me|stop spam calling|"
        "this is spam, don't call|remove immediately|delete me|delete me from your database|"
        "delete us from your system|take me out of your system|take me out of your database|"
        "wipe my data|purge my info|please purge my number|don't try again|"
        "don't try me again|don't try to contact me again|do not attempt to contact|"
        "do not attempt again|do not recontact|do not re-contact|not contact again|"
        "no contact again"
    ),
    "de": (
        "rufen Sie nie wieder an|rufen Sie mich nicht mehr an|ruft mich nicht mehr an|"
        "keine weiteren Anrufe|möchte nicht mehr angerufen werden|"
        "will nicht mehr kontaktiert werden|will keine Anrufe mehr|wünscht keinen Kontakt mehr|"
        "keine Kontaktaufnahme mehr|bitte von der Liste streichen|"
        "streichen Sie mich von der Liste|nehmen Sie mich aus der Liste|"
        "löschen Sie meine Nummer|löschen Sie meine Daten|bitte meine Nummer löschen|"
        "verbittet sich weitere Anrufe|widerspricht der telefonischen Werbung|"
        "Widerspruch gegen Werbeanrufe|Einwilligung widerrufen|hat die Einwilligung widerrufen|"
        "Telefonsperre|lassen Sie mich in Ruhe|lasst uns in Ruhe|hören Sie auf anzurufen|"
        "nie mehr anrufen|nicht wieder anrufen|bitte keine Anrufe|auf keinen Fall anrufen|"
        "auf keinen Fall mehr anrufen|nicht mehr kontaktieren|soll nicht mehr angerufen werden|"
        "belästigen Sie mich nicht mehr|droht mit Anwalt, nicht mehr anrufen"
    ),
    "fr": (
        "ne m'appelez plus|ne souhaite plus être appelé|arrêtez de m'appeler|"
        "cessez vos appels|arrêtez vos appels|plus aucun appel|ne veut plus d'appels|retirez-"
        "moi de vos fichiers|supprimez mon numéro|supprimez mes coordonnées|"
        "effacez mon numéro|enlevez-moi de la liste|laissez-moi tranquille|laissez-"
        "nous tranquilles|ne plus déranger|à ne plus appeler|à ne pas rappeler|"
        "inscrit sur bloctel|s'oppose au démarchage|désinscription|me désinscrire|"
        "stop démarchage|retrait de la liste|ne jamais rappeler|n'appelez plus jamais|"
        "refuse d'être rappelé|refuse d'être contacté"
    ),
    "es": (
        "no llamar más|no me llame más|dejen de llamarme|paren de llamar|"
        "no quiere más llamadas|no quiere ser contactado|ni una llamada más|"
        "bórreme de su lista|borre mi número|borren mis datos|elimíneme de su base de datos|"
        "darme de baja|solicita la baja|no contactar más|déjenme en paz|déjeme tranquilo|"
        "nunca más me llamen|que no le llamen más|retire mi consentimiento|"
        "revoca el consentimiento"
    ),
    "it": (
        "non chiamatemi più|non mi chiamate più|non vuole essere richiamato|"
        "non contattare più|smettete di chiamarmi|cancellate il mio numero|"
        "cancellatemi dalla lista|toglietemi dalla lista|toglietemi dal vostro elenco|"
        "rimuovete i miei dati|iscritto al registro delle opposizioni|non disturbare più|"
        "lasciatemi in pace|lasciateci in pace|nessuna chiamata|revoca il consenso|"
        "niente più telefonate"
    ),
    "nl": (
        "bel mij niet meer|bel me nooit meer|wil geen telefoontjes meer|"
        "geen telefoontjes meer|stop met mij te bellen|hou op met bellen|"
        "haal mij van de lijst|haal me van jullie lijst|verwijder mijn nummer|"
        "verwijder mij uit uw bestand|geen contact meer|niet meer contacteren|"
        "niet meer benaderen|laat me met rust|laat ons met rust|"
        "wenst niet meer gebeld te worden|trekt toestemming in|geen verder contact gewenst"
    ),
    "pl": (
        "nie dzwonić|nie dzwonić więcej|proszę nie dzwonić|proszę więcej nie dzwonić|"
        "proszę nie dzwonić więcej|nie życzy sobie telefonów|nie życzy sobie kontaktu|"
        "nie życzę sobie telefonów|nie kontaktować się|nie kontaktować|"
        "proszę usunąć mój numer|usunąć z listy|proszę usunąć z bazy|usuńcie mnie z bazy|"
        "przestańcie dzwonić|proszę przestać dzwonić|nie chce być więcej nękany|"
        "nie chce telefonów|nie chce, żeby dzwonić|więcej nie dzwońcie|nie dzwońcie więcej|"
        "nigdy więcej nie dzwonić|wycofuje zgodę|wycofała zgodę na kontakt|cofnięta zgoda|"
        "sprzeciw wobec marketingu|lista Robinsonów|zakaz dzwonienia|dajcie mi spokój"
    ),
    "no": (
        "ikke ring|ikke ring igjen|ikke ring mer|ring ikke igjen|ring ikke mer|"
        "ikke ring meg mer|slutt å ringe|slutt å ringe meg|vil ikke bli oppringt|"
        "vil ikke bli ringt|ønsker ikke å bli kontaktet|ønsker ikke å bli oppringt|"
        "ønsker ikke flere samtaler|ingen flere telefoner|ingen flere samtaler|ikke kontakt|"
        "ikke kontakt meg igjen|ikke kontaktes|skal ikke kontaktes|må ikke kontaktes|"
        "fjern meg fra listen|fjern meg fra lista|slett nummeret mitt|slett meg|"
        "reservert mot telefonsalg|reservert seg|reservasjonsregisteret|la meg være i fred|"
        "aldri ring igjen|trekker samtykke"
    ),
    "sv": (
        "ring inte igen|ring inte mer|vill inte bli uppringd|vill inte bli kontaktad|"
        "ta bort mig från listan|NIX-registret|sluta ringa"
    ),
    "da": (
        "ring ikke igen|ønsker ikke at blive kontaktet|ønsker ikke at blive ringet op|"
        "må ikke ringes op|stop med at ringe|slet mit nummer|Robinsonlisten|"
        "fjern mig fra listen"
    ),
    "pt": (
        "não me liguem mais|não volte a ligar|parem de ligar|não quer mais ser contactado|"
        "remova-me da lista|tire meu número da lista|me tirem da lista|deixem-me em paz"
    ),
    "ru": (
        "не звоните мне|удалите мой номер|уберите меня из базы|просил не звонить|"
        "оставьте меня в покое"
    ),
}

OTHERS = {
    "en": (
        "call him after 5, do not call before|never call on Mondays|do not call Fridays|"
        "don't call weekends|do not call before 9|don't call me before noon|"
        "not blacklisted|blacklisted: no|did not call back|they do not return calls|no calls made|no calls logged yet|"
        "no calls yet|opted out of emails|unsubscribed from newsletter|not opted out|"
        "has not opted out|opt out: no|DNC: false|do not call until September|"
        "do not call for 6 months|no calls for two weeks|don't call too early|"
        "do not call so often|stop calling after 6pm|call back in May|never called back|"
        "could not call|Cold Call|call list|recall|on the list price|number of calls: 5|"
        "Do not call tomorrow|don't call today, call Monday|do not call this week|"
        "not to be called before 10|before 9am do not call|Sundays do not call|"
        "in the mornings please do not call|email opt-out|don't contact before May|"
        "prefers not to be called at work before 9|never opted out|Not interested right now|"
        "do not call during lunch|call after 5|Bob Ring, phone 5|please call, do not email|"
        "no answer, contact again|does not want to buy|Robin's list of contacts|"
        "no phone number|will not call back today|do not call in the morning|"
        "do not call in August|do not call on Friday|"
        "please don't call me at 8 in the morning|Do not call now"
    ),
    "de": (
        "bitte nicht vor 9 Uhr anrufen|nicht anrufen vor 10|montags nicht anrufen|"
        "vormittags nicht anrufen|am Freitag nicht anrufen|heute nicht anrufen|"
        "diese Woche nicht anrufen|vor 9 Uhr bitte nicht anrufen|bis Mai nicht anrufen|"
        "im August nicht anrufen|konnte nicht anrufen|bitte anrufen|Kontakt über Herrn Meier|"
        "nicht mehr interessiert|nicht nach 17 Uhr anrufen|nicht anrufen am Wochenende|"
        "bitte zurückrufen|Rufnummer nicht vergeben|kein Interesse, in 6 Monaten anrufen|"
        "Preisliste|nicht anrufen zwischen 12 und 14 Uhr"
    ),
    "fr": (
        "ne pas appeler avant 10h|ne pas appeler le lundi|ne pas appeler entre 12h et 14h|"
        "pas d'appels manqués|à rappeler|rappeler plus tard|ne pas appeler cette semaine|"
        "ne pas appeler aujourd'hui|ne pas appeler le matin|Il s'appelle Pascal|"
        "ne répond pas aux appels|le lundi ne pas appeler|ne pas rappeler avant mai|"
        "liste de contacts, plus de détails|n'a pas rappelé"
    ),
    "es": (
        "no llamar antes de las 10|no llamar después de las 6|no llamar por la mañana|"
        "no llamar los lunes|no llamar hasta mayo|no llamar hoy|no llamar entre 2 y 4|"
        "no llamar en agosto|no se llama Pedro|no contesta la llamada|llamar mañana|"
        "lista de precios, no aplica|no contestó, llamar más tarde|los lunes no llamar|"
        "baja voz, no oye"
    ),
    "pt": (
        "não ligar antes das 9|não ligar depois das 18|não ligar à tarde|não ligar de manhã|"
        "não ligar aos sábados|não ligar até maio|não ligar hoje|não liga para isso|"
        "não atende, ligar amanhã|ligar mais tarde|não ligar na segunda|"
        "lista de contatos não disponível|de manhã não ligar"
    ),
    "it": (
        "non chiamare prima delle 9|non chiamare dopo le 18|non chiamare di lunedì|"
        "non chiamare la mattina|non chiamare oggi|non chiamare fino a maggio|"
        "non chiamare in agosto|non si chiama Mario|non risponde, richiamare|chiamare domani|"
        "non ha telefono|la mattina non chiamare|lista prezzi, non inviata|"
        "non chiamare durante la pausa"
    ),
    "nl": (
        "niet bellen voor 9 uur|niet bellen na 18 uur|'s ochtends niet bellen|"
        "niet bellen op maandag|vandaag niet bellen|niet bellen tot mei|"
        "niet bellen tussen 12 en 14|niet bellen in augustus|deze week niet bellen|"
        "kon niet bellen|heeft niet gebeld|graag bellen|nam niet op, morgen bellen|"
        "contactlijst|niet op de lijst|'s avonds niet bellen"
    ),
    "ru": (
        "не звонить до 10|не звонить после 18|не звонить утром|не звонить в понедельник|"
        "не звонить по выходным|не звонить сегодня|не звонить в обед|"
        "не звонить на этой неделе|не звонил|не дозвонились|перезвонить завтра|"
        "номер не отвечает|утром не звонить|не звонить до мая|список контактов, не проверен|"
        "звонить после 18"
    ),
}


NOT_TO_BE_SHY = (
    "don't hesitate to call|please don't hesitate to contact us|n'hésitez pas à me contacter|no dude en llamar|"
    "non esitate a chiamare|não hesite em ligar|aarzel niet te bellen|zögern Sie nicht anzurufen|"
    "не стесняйтесь звонить|nicht vergessen anzurufen|vergessen Sie nicht anzurufen|no calls were answered"
)


def _each(texts: dict[str, str]) -> list[str]:
    return [text for several in texts.values() for text in several.split("|")]


@pytest.mark.parametrize(
    "text",
    [
        "Please do not call",
        "DON'T CALL ME AGAIN",
        "don\u2019t call back",
        "dont call",
        "never call again!",
        "asked me not to call",
        "Do  not\ncontact",
        "remove from list",
        "remove me from your calling list",
        "take us off the list",
        "said: no more calls",
        "no calls please",
        "stop calling",
        "bitte nicht anrufen",
        "nicht mehr anrufen",
        "keine Anrufe",
        "ne pas appeler",
        "ne plus me contacter",
        "no llamar",
        "no me llame",
        "não ligar",
        "non chiamare",
        "niet meer bellen",
        "не звонить",
    ],
)
def test_opt_outs(text: str) -> None:
    found = asks_no_calls(f"Met in May. {text} Has two kids.")
    assert found
    assert found.casefold() in " ".join(text.casefold().split())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "call back in May",
        "never called back",
        "do not call before 9",
        "don't call me before noon",
        "don't call after 5",
        "do not call until September",
        "no calls yet",
        "asked me to stop by on Friday",
        "said stop by the booth",
        "take their details",
        "get her number from reception",
        "removed from the shortlist",
        "remove the old server first",
        "will sue the landlord",
        "asked us to remove the fence",
        "no consent needed",
        "recall them",
        "wants to be called",
        "Ringo Starr, no phone",
    ],
)
def test_no_opt_outs(text: str) -> None:
    assert asks_no_calls(text) == ""


@pytest.mark.parametrize("text", _each(WISHES))
@pytest.mark.parametrize("around", ["{}", "({})", '"{}."', "¡{}!", "- {}", "2026-03-04: {}; mail"])
def test_an_opt_out_in_whatever_language_and_marks(text: str, around: str) -> None:
    for written in (text, text.upper()):
        cell = around.format(written)
        assert asks_no_calls(cell)
        assert request_in(("Ann", "212-555-0100", cell, "a@b.cd")) == asks_no_calls(cell)


@pytest.mark.parametrize("text", [*_each(OTHERS), *NOT_TO_BE_SHY.split("|")])
def test_another_time_another_thing_or_only_email_isnt_an_opt_out(text: str) -> None:
    assert asks_no_calls(text) == ""
    assert request_in(("Ann", text, "a@b.cd")) == ""


def test_an_opt_out_beside_one_about_the_hour_is_found() -> None:
    assert asks_no_calls("do not call before 9; on Friday: NEVER CALL AGAIN") == "NEVER CALL"


def test_an_opt_out_stands_in_one_cell() -> None:
    assert request_in(("Ann", "Cold Call", "please do not call")) == "do not call"
    assert request_in(("they said no", "more calls came in")) == ""


@pytest.mark.parametrize("text", ["status=DNC", "[x]DNC[x]", "<b>dnc</b>", "phone;DNC;x"])
def test_dnc_is_found_also_inside_of_what_isnt_a_word(text: str) -> None:
    assert request_in(("Ann", text)).casefold() == "dnc"


@pytest.mark.parametrize("text", _each(MORE))
def test_more_ways_to_say_it(text: str) -> None:
    for written in (text, text.upper()):
        assert asks_no_calls(written)
        assert request_in(("Ann", written, "a@b.cd"))


ONE_NUMBER = (
    "Don't call the office, call mobile|do not call her at work|don't call mobile, use landline|"
    "stop calling the office, call my cell|asked not to be called at work|no calls at the office|"
    "ne pas appeler au bureau|no llamar a la oficina|non chiamare in ufficio|nie dzwonić do biura|"
    "ikke ring på jobb|don't call on the old number"
)


@pytest.mark.parametrize("text", ONE_NUMBER.split("|"))
def test_a_request_about_one_number_is_asked_about_and_isnt_an_outcome(text: str) -> None:
    assert is_about_one_number(asks_no_calls(text))
    assert request_in((text,))
    assert not is_opt_out(text)


@pytest.mark.parametrize("text", ["never call this number again", "don't call my cell again"])
def test_a_request_about_their_own_number_is_about_them(text: str) -> None:
    assert is_opt_out(text)
