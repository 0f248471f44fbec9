"""Which header means which field."""

import pytest

from callq.errors import CallqError
from callq.importing.headers import (
    FIELDS,
    Mapping,
    is_known,
    language_of,
    map_headers,
    parse_map,
)
from callq.importing.readers.table import Row


def mapped(
    headers: str, rows: tuple[str, ...] = (), overrides: dict[str, str] | None = None
) -> Mapping:
    names = tuple(headers.split("|"))
    sample = [Row(at, tuple(row.split("|"))) for at, row in enumerate(rows, 2)]
    return map_headers(names, sample, overrides)


def fields(headers: str, *rows: str) -> dict[str, str]:
    return {use.header: use.field for use in mapped(headers, rows).columns}


EXPORTS = """
google new:
    First Name = first_name | Middle Name = middle_name | Last Name = last_name |
    Nickname = custom | Organization Name = company | Organization Title = title | Notes = note |
    Labels = tags | E-mail 1 - Label = custom | E-mail 1 - Value = email |
    Phone 1 - Label = phone_label | Phone 1 - Value = phone | Phone 2 - Label = phone_label |
    Phone 2 - Value = phone | Address 1 - City = city | Address 1 - Country = country |
    Website 1 - Value = website
google old:
    Name = name | Given Name = first_name | Additional Name = middle_name |
    Family Name = last_name | Group Membership = tags | E-mail 1 - Type = custom |
    E-mail 1 - Value = email | Phone 1 - Type = phone_label | Phone 1 - Value = phone |
    Organization 1 - Name = company | Organization 1 - Title = title
outlook:
    Title = custom | First Name = first_name | Last Name = last_name | Company = company |
    Job Title = title | Business Street = address | Business City = city | Business Fax = custom |
    Business Phone = phone | Business Phone 2 = phone | Home Phone = phone |
    Mobile Phone = phone | Pager = custom | TTY/TDD Phone = custom | Assistant's Phone = custom |
    Categories = tags | E-mail Address = email | E-mail 2 Address = email | E-mail Type = custom |
    Notes = note | Web Page = website
hubspot:
    Record ID = external_id | First Name = first_name | Last Name = last_name | Email = email |
    Phone Number = phone | Mobile Phone Number = phone | Contact owner = owner |
    Company name = company | Job Title = title | Lifecycle Stage = stage |
    Number of times contacted = attempts | Last Contacted = last_called | Time Zone = zone |
    State/Region = region_state | Country/Region = country | Associated Company Domain = custom |
    Create Date = created
salesforce:
    Lead ID = external_id | Salutation = custom | First Name = first_name |
    Last Name = last_name | Title = title | Company / Account = company | Email = email |
    Phone = phone | Mobile = phone | Fax = custom | Lead Source = source | Lead Status = stage |
    Lead Owner = owner | Do Not Call = dnc | Has Opted Out of Email = custom | Street = address |
    City = city | State/Province = region_state | Zip/Postal Code = postal | Country = country |
    Annual Revenue = value | Description = note | Created Date = created
salesforce api:
    Id = external_id | FirstName = first_name | LastName = last_name | MobilePhone = phone |
    DoNotCall = dnc | LeadSource = source | AnnualRevenue = value | MailingCity = city |
    ORACLE_ID__C = custom
zoho:
    Lead Id = external_id | Lead Owner = owner | Company = company | First Name = first_name |
    Last Name = last_name | Designation = title | Email = email | Secondary Email = email |
    Phone = phone | Mobile = phone | Lead Source = source | Email Opt Out = custom |
    Zip Code = postal | Description = note
pipedrive:
    Person - ID = external_id | Person - Name = name | Person - Organization = company |
    Person - Phone - Work = phone | Person - Phone - Mobile = phone |
    Person - Email - Work = email | Person - Owner = owner |
    Person - Next activity date = callback_at | Deal - Title = custom | Deal - Value = value
close:
    lead_id = external_id | lead_name = name | primary_contact_name = custom |
    primary_contact_primary_phone = phone | primary_contact_primary_email = email |
    status_label = stage | description = note
linkedin:
    First Name = first_name | Last Name = last_name | URL = website | Email Address = email |
    Company = company | Position = title | Connected On = created
vicidial:
    lead_id = custom | entry_date = created | status = last_outcome | user = custom |
    vendor_lead_code = external_id | source_id = source | list_id = list |
    gmt_offset_now = custom | phone_code = country_code | phone_number = phone | title = custom |
    first_name = first_name | middle_initial = middle_name | last_name = last_name |
    address1 = address | city = city | state = region_state | postal_code = postal |
    country_code = country | alt_phone = phone | email = email | comments = note |
    called_count = attempts | last_local_call_time = last_called | owner = owner
outlook with a callback number:
    Business Phone = phone | Car Phone = phone | Callback = phone | Business Fax = custom |
    First Name = first_name | Manager's Name = custom | Business Country/Region = country
hubspot calls:
    Call Outcome = last_outcome | Next Activity Date = callback_at | Number of times contacted = attempts |
    Recent Deal Amount = value | Unsubscribed from all email = custom | Last Activity Date = custom
close contacts:
    id = external_id | lead_name = company | contact_name = name | contact_title = title |
    primary_phone = phone | primary_phone_type = phone_label | num_calls = attempts |
    last_call_created = last_called | last_call_disposition = last_outcome |
    last_call_user = call_agent | next_task_date = callback_at | address_1_city = city
close leads:
    display_name = company | primary_contact_name = name | status_label = stage
zoho leads:
    Record Id = external_id | Full Name = name | Tag = tags | Secondary Email = email |
    Lead Owner.id = custom | Annual Revenue = value | Unsubscribed Mode = custom
vicidial calls:
    call_date = last_called | phone_number_dialed = phone | status = last_outcome | full_name = name |
    vendor_lead_code = external_id | phone_code = country_code | phone_number = phone |
    length_in_sec = duration | comments = note | owner = owner
vicidial calls with their agent:
    call_date = last_called | phone_number_dialed = phone | status = last_outcome | user = custom |
    full_name = call_agent | vendor_lead_code = external_id | phone_code = country_code | phone_number = phone |
    first_name = first_name | last_name = last_name | length_in_sec = duration
norwegian address:
    Navn = name | Telefon = phone | Poststed = city | Postnummer = postal | Merknader = note
finnish address:
    Nimi = name | Puhelin = phone | Osoite = address | Kaupunki = city | Lisätiedot = note
polish remarks:
    Nazwisko = last_name | Telefon = phone | Kod pocztowy = postal | Miasto = city | Uwagi = note
latvian people:
    Vārds = first_name | Uzvārds = last_name | Uzņēmums = company | Tālrunis = phone | Piezīmes = note
datablist people:
    Index = custom | First Name = first_name | Last Name = last_name | Sex = custom | Email = email |
    Phone = phone | Date of birth = custom | Job Title = title
german calls:
    Tel. = phone | Handy-Nr. = phone | Letzter Anruf = last_called | Ergebnis = last_outcome |
    Anzahl Anrufe = attempts | Wiedervorlage = callback_at | Grund = reason | Nicht anrufen = dnc |
    Gesprächsdauer = duration | Anrufverlauf = history | Umsatz = value | Kundennummer = external_id
french calls:
    Dernier appel = last_called | Résultat de l'appel = last_outcome | Nombre d'appels = attempts |
    Date de rappel = callback_at | Ne pas appeler = dnc | Responsable = owner |
    Chiffre d'affaires = value | Historique des appels = history
spanish calls:
    Última llamada = last_called | Resultado = last_outcome | Intentos = attempts |
    Próxima llamada = callback_at | No llamar = dnc | Asignado a = owner | Importe = value
portuguese calls:
    Última ligação = last_called | Resultado da ligação = last_outcome | Tentativas = attempts |
    Próxima ligação = callback_at | Não ligar = dnc | CEP = postal | Estado = region_state
italian calls:
    Ultima chiamata = last_called | Tentativi = attempts | Richiamare il = callback_at |
    Non chiamare = dnc | Motivo = reason | CAP = postal | Provincia = region_state
dutch calls:
    Laatst gebeld = last_called | Resultaat = last_outcome | Pogingen = attempts |
    Terugbellen op = callback_at | Niet bellen = dnc | Reden = reason | Eigenaar = owner
russian calls:
    Последний звонок = last_called | Результат звонка = last_outcome | Количество звонков = attempts |
    Перезвонить = callback_at | Не звонить = dnc | Причина отказа = reason | Сумма = value |
    Ответственный = owner | Индекс = postal
several calls:
    Call 1 Date = last_called | Call 1 Result = last_outcome | Call 2 Date = last_called |
    Call 2 Result = last_outcome | Call 2 Notes = call_note | Attempt 3 = history
datablist:
    Index = custom | Account Id = external_id | Lead Owner = owner | First Name = first_name |
    Last Name = last_name | Company = company | Phone 1 = phone | Phone 2 = phone |
    Email 1 = email | Email 2 = email | Website = website | Source = source | Deal Stage = stage |
    Notes = note
german:
    Anrede = custom | Vorname = first_name | Nachname = last_name | Firma = company |
    Telefon geschäftlich = phone | Mobiltelefon = phone | Fax geschäftlich = custom |
    E-Mail-Adresse = email | Straße = address | PLZ = postal | Ort = city | Land = country |
    Bemerkungen = note | Wiedervorlage = callback_at | Betreuer = owner
german with name and given name:
    Name = last_name | Vorname = first_name | Telefon = phone
french:
    Nom = last_name | Prénom = first_name | Société = company | Téléphone = phone |
    Portable = phone | Courriel = email | Code postal = postal | Ville = city |
    Ne pas appeler = dnc
spanish:
    Nombre = first_name | Apellidos = last_name | Empresa = company | Teléfono = phone |
    Móvil = phone | Correo electrónico = email | Ciudad = city | Observaciones = note
portuguese:
    Nome = first_name | Sobrenome = last_name | Empresa = company | Telefone = phone |
    Celular = phone | E-mail = email | Cidade = city | Observações = note
italian:
    Nome = first_name | Cognome = last_name | Azienda = company | Telefono = phone |
    Cellulare = phone | Email = email | Città = city | Note = note |
    Esito chiamata = last_outcome
dutch:
    Voornaam = first_name | Tussenvoegsel = middle_name | Achternaam = last_name |
    Bedrijf = company | Telefoonnummer = phone | Mobiel = phone | E-mailadres = email |
    Plaats = city
russian:
    Фамилия = last_name | Имя = first_name | Отчество = middle_name | Компания = company |
    Телефон = phone | Почта = email | Город = city | Комментарий = note
"""


def exports() -> dict[str, list[tuple[str, str]]]:
    """Returns header and field of every column of every export above."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in EXPORTS.strip().splitlines():
        if line.endswith(":"):
            pairs = found.setdefault(line[:-1], [])
        else:
            columns = (column.strip().rsplit(" = ", 1) for column in line.strip(" |").split(" | "))
            pairs.extend((header, field) for header, field in columns)
    return found


@pytest.mark.parametrize("export", exports())
def test_known_exports(export: str) -> None:
    pairs = exports()[export]
    assert list(fields("|".join(header for header, _ in pairs)).items()) == pairs


def test_labels_of_phones() -> None:
    uses = mapped(
        "Phone|Phone 2|Mobile Phone Number|Home Phone 2|Business Phone|Person - Phone - Work|Handy|"
        "primary_contact_primary_phone|Phone (Office)"
    ).columns
    assert [use.label for use in uses] == [
        "phone",
        "phone 2",
        "mobile",
        "home 2",
        "business",
        "work",
        "handy",
        "primary",
        "office",
    ]


def test_a_column_of_labels_knows_its_phone() -> None:
    (label,) = mapped("Phone 1 - Type|Phone 1 - Value|Phone 2 - Value").of("phone_label")
    assert label.label == "Phone 1 - Value"


@pytest.mark.parametrize("header", ["Fax", "Home Fax", "Fax Phone", "Telefax", "Pager", "факс"])
def test_faxes_and_pagers_are_never_phones(header: str) -> None:
    assert fields(header, "212-555-0100", "212-555-0101")[header] == "custom"


def test_a_column_for_phone_or_fax_is_a_phone() -> None:
    assert fields("Phone/Fax")["Phone/Fax"] == "phone"


@pytest.mark.parametrize(
    "header", ["Phone Verified", "Email Opt Out", "Mobile Carrier", "Phone Type", "Email Status"]
)
def test_columns_about_a_phone_are_no_phones(header: str) -> None:
    assert fields(header)[header] == "custom"


def test_unknown_headers_are_judged_by_their_cells() -> None:
    assert fields("Who|Reach|Post|Code", "Ann|212-555-0100|a@x.com|123-456-7890") == {
        "Who": "custom",
        "Reach": "phone",
        "Post": "email",
        "Code": "custom",
    }


@pytest.mark.parametrize(
    "cell", ["2026-03-01", "01/02/2026", "123-45-6789", "192.168.10.12", "1234567890", "12.50"]
)
def test_what_only_looks_like_a_phone(cell: str) -> None:
    assert fields("Thing", cell, cell)["Thing"] == "custom"


def test_nameless_columns_may_hold_bare_numbers() -> None:
    assert fields("column 1|column 2", "7|2125550100", "8|2125550101") == {
        "column 1": "custom",
        "column 2": "phone",
    }


def test_a_file_without_headers_has_names_too() -> None:
    assert fields("column 1|column 2|column 3", "Ann|Acme|2125550100", "Bob|Bolt|2125550101") == {
        "column 1": "name",
        "column 2": "custom",
        "column 3": "phone",
    }


def test_an_unknown_name_is_the_name_when_there_isnt_an_other() -> None:
    assert fields("Site name|Program Name|Phone")["Site name"] == "name"
    assert fields("Site name|First Name|Phone")["Site name"] == "custom"


def test_a_stage_isnt_an_outcome_of_a_call() -> None:
    stage = fields("Name|Deal Stage", "Ann|On Hold", "Bob|Closed Lost", "Cid|Closed Won")
    assert stage["Deal Stage"] == "stage"
    pipeline = fields("Name|Status", "Ann|Open", "Bob|Won", "Cid|Meeting")
    assert pipeline["Status"] == "stage"


def test_a_status_of_outcomes_is_the_last_outcome() -> None:
    found = fields("Name|Lead Status", "Ann|No Answer", "Bob|New", "Cid|Not interested", "Dan|")
    assert found["Lead Status"] == "last_outcome"


def test_one_word_of_a_call_is_enough_for_a_status() -> None:
    words = ["Parked", "Closed - Not Interested", "Qualified", "VIP"]
    found = fields("Name|Lead Status", *(f"Ann|{word}" for word in words))
    assert found["Lead Status"] == "last_outcome"
    orders = fields("Name|Status", "Ann|Completed", "Bob|Canceled", "Cid|Failed")
    assert orders["Status"] == "stage"


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ("Name|Phone|Lead Status", ""),
        ("First Name|Address|Zip Code", ""),
        ("Vorname|Nachname|Telefon|Ergebnis", "de"),
        ("Nom|Prénom|Téléphone", "fr"),
        ("Imię|Nazwisko|Telefon", "pl"),
        ("Firma|Telefon", ""),
    ],
)
def test_the_language_of_headers(headers: str, language: str) -> None:
    assert language_of(headers.split("|")) == language


def test_a_column_made_for_outcomes_goes_before_a_status() -> None:
    found = fields("Name|Status|Call Result", "Ann|No Answer|Busy")
    assert found == {"Name": "name", "Status": "stage", "Call Result": "last_outcome"}


def test_country_codes_are_reported_from_countries() -> None:
    assert fields("Phone|Country Code", "212|+44", "213|1")["Country Code"] == "country_code"
    assert fields("Phone|Country Code", "212|US", "213|GB")["Country Code"] == "country"


def test_the_second_column_for_one_field_is_kept_apart() -> None:
    uses = mapped("Company|Account Name|Organization").columns
    assert [use.field for use in uses] == ["company", "custom", "custom"]
    assert "Company" in uses[1].why


def test_everything_else_keeps_its_header() -> None:
    (use,) = mapped("Favourite colour").columns
    assert use.field == "custom"


def test_overrides_win() -> None:
    uses = mapped(
        "Mobile|Boss|Junk|Owner|Company",
        overrides={"mobile": "phone", "BOSS": "owner", "Junk": "ignore", "Company": "custom"},
    ).columns
    assert [use.field for use in uses] == ["phone", "owner", "ignore", "custom", "custom"]
    assert uses[0].label == "mobile"


def test_wrong_overrides_name_what_is_near() -> None:
    with pytest.raises(CallqError) as header:
        mapped("Mobile|Name", overrides={"Mobil": "phone"})
    assert header.value.name == "unknown-header"
    assert "Mobile" in header.value.hint
    with pytest.raises(CallqError) as field:
        mapped("Mobile|Name", overrides={"Mobile": "fone"})
    assert field.value.name == "unknown-field"
    assert "phone" in field.value.hint
    with pytest.raises(CallqError) as twice:
        mapped("A|B", overrides={"A": "owner", "B": "owner"})
    assert twice.value.name == "duplicate-map-field"


def test_the_map_option() -> None:
    assert parse_map("Mobile=phone, Boss=owner, Junk=ignore") == {
        "Mobile": "phone",
        "Boss": "owner",
        "Junk": "ignore",
    }
    assert parse_map('"Boss, direct"=owner,A=B=phone') == {"Boss, direct": "owner", "A=B": "phone"}
    assert parse_map("") == {}


@pytest.mark.parametrize("text", ["Mobile", "=phone", "Mobile=", "A=phone,B"])
def test_a_map_that_isnt_a_pair(text: str) -> None:
    with pytest.raises(CallqError) as caught:
        parse_map(text)
    assert caught.value.name == "bad-map-pair"


def test_a_map_that_names_a_header_twice() -> None:
    with pytest.raises(CallqError) as caught:
        parse_map("A=phone,A=owner")
    assert caught.value.name == "duplicate-map-header"


def test_known_words() -> None:
    assert is_known("Téléphone")
    assert is_known("E-Mail Address 2")
    assert not is_known("Zebra")
    assert not is_known("phone" * 20)


def test_every_field_has_words_to_explain_it() -> None:
    assert all(FIELDS.values())
