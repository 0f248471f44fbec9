"""Reads how other systems write call outcomes and reasons."""

import re
import unicodedata
from functools import lru_cache

from callq.engine.outcomes import CANONICAL, REASONS

_CODES: dict[str, str] = {
    "A": "voicemail", "AA": "voicemail", "AM": "voicemail", "AL": "voicemail",
    "B": "busy", "AB": "busy",
    "N": "no-answer", "NA": "no-answer", "DAIR": "no-answer", "DROP": "no-answer",
    "PDROP": "no-answer", "XDROP": "no-answer",
    "DC": "disconnected", "ADC": "disconnected", "ADCT": "disconnected",
    "AFAX": "wrong-number", "WN": "wrong-number",
    "CALLBK": "callback", "CBHOLD": "callback", "CBR": "callback",
    "NI": "soft-no", "DEC": "soft-no", "NP": "hung-up",
    "DNC": "do-not-call", "DNCL": "do-not-call", "DNCC": "do-not-call",
    "SALE": "won", "XFER": "interested", "DQ": "disqualified",
}  # fmt: skip
"""VICIdial's statuses. They count only in capitals: "n" may well mean no."""

_UNTOUCHED = (
    "new|not called|never called|not called yet|not contacted|uncalled|untouched|to call|open|"
    "queue|incall|fresh|neu|offen|nouveau|nuevo|novo|nuovo|nieuw|новый|none|blank"
)
"""Words for "no call yet"."""

_OUTCOMES: dict[str, str] = {
    "no-answer": "no answer|no reply|did not answer|didn't answer|not answered|unanswered|"
    "no pick up|no pickup|didn't pick up|did not pick up|not reached|unreachable|not available|"
    "unavailable|rang out|no contact|no connect|abandoned|dropped|error|blocked|dead air|missed|"
    "attempted to contact|nicht erreicht|keine antwort|nicht rangegangen|pas de réponse|"
    "sans réponse|non joint|injoignable|sin respuesta|no contesta|no contestó|não atende|"
    "não atendeu|sem resposta|nessuna risposta|non risponde|geen gehoor|niet bereikt|нет ответа|"
    "не ответил|не отвечает|недозвон",
    "busy": "busy|line busy|busy signal|engaged|besetzt|occupé|ocupado|comunicando|occupato|bezet|"
    "in gesprek|занято",
    "voicemail": "voicemail|voice mail|left voicemail|left a voicemail|left voice mail|"
    "voicemail left|left vm|lvm|vm left|vm answer|answering machine|machine|left message|"
    "left a message|message left|mailbox|anrufbeantworter|mailbox besprochen|messagerie|répondeur|"
    "message vocal|buzón|buzón de voz|contestador|correio de voz|caixa postal|segreteria|"
    "segreteria telefonica|voicemail ingesproken|автоответчик|голосовая почта",
    "gatekeeper": "gatekeeper|gate keeper|receptionist|secretary|reception|left live message|"
    "front desk|gatekeeper information passed|gatekeeper access denied|vorzimmer|sekretariat|"
    "empfang|secrétariat|standard téléphonique|secretaria|recepción|recepção|segretaria|receptie|"
    "секретарь",
    "wrong-number": "wrong number|wrong person|bad number|incorrect number|wrong contact|"
    "falsche nummer|faux numéro|mauvais numéro|número equivocado|número errado|numero sbagliato|"
    "verkeerd nummer|неправильный номер|неверный номер|fax|fax machine",
    "disconnected": "disconnected|disconnected number|number disconnected|not in service|"
    "out of service|number not in service|dead number|invalid number|number invalid|"
    "number does not exist|no longer in service|kein anschluss|nummer ungültig|"
    "nummer existiert nicht|numéro non attribué|numéro invalide|número no existe|"
    "número inexistente|numero inesistente|buiten gebruik|номер не существует|отключен",
    "hurried": (
        "hurried|no time|had no time|in a hurry|in a meeting|too busy|"
        "busy right now|bad time|bad timing now|keine zeit|pas le temps|no tiene tiempo|"
        "sem tempo|non ha tempo|geen tijd|нет времени"
    ),
    # They spoke, but the outcome wasn't written down.
    "unknown": ("connected|answered|reached|spoke|spoke with|contacted|contact made"),
    "callback": "callback|call back|callback requested|call back requested|call back later|"
    "callback later|call later|callback scheduled|callback hold|requested callback|"
    "asked to call back|follow up|follow up call|rückruf|rückruf vereinbart|wieder anrufen|"
    "später anrufen|rückruf gewünscht|rappeler|à rappeler|rappel|volver a llamar|llamar más tarde|"
    "llamar después|ligar depois|ligar mais tarde|retornar|richiamare|da richiamare|terugbellen|"
    "later bellen|перезвонить",
    "interested": "interested|very interested|send info|send information|send details|"
    "send email|wants info|wants information|info requested|information requested|transferred|"
    "interessiert|interesse|intéressé|interesado|interessado|interessato|geïnteresseerd|"
    "заинтересован|интересно",
    "meeting": "meeting|meeting booked|meeting set|meeting scheduled|demo|demo set|demo booked|"
    "demo scheduled|appointment|appointment set|appointment booked|appointment scheduled|"
    "qualified meeting|termin|termin vereinbart|rendez vous|rdv|rdv pris|cita|cita agendada|"
    "reunión|reunión agendada|reunião|reunião agendada|appuntamento|appuntamento fissato|afspraak|"
    "afspraak gemaakt|встреча|встреча назначена",
    "soft-no": "soft no|not interested|no interest|no|not now|declined|declined sale|refused|"
    "rejected|not interested general objection|kein interesse|nicht interessiert|abgelehnt|"
    "absage|pas intéressé|pas intéressée|refus|no interesado|no interesada|no le interesa|"
    "sin interés|não interessado|sem interesse|não tem interesse|non interessato|"
    "non interessata|nessun interesse|geen interesse|niet geïnteresseerd|не интересно|"
    "не заинтересован|отказ",
    "hung-up": "hung up|hang up|hangup|hung up on|no pitch no price|aufgelegt|raccroché|colgó|"
    "desligou|ha riattaccato|opgehangen|бросил трубку|повесил трубку",
    "hard-no": "hard no|definitely not|never interested|absolutely not|hostile|angry|rude|"
    "endgültige absage|refus définitif|no definitivo|definitief nee",
    "lost": "lost to competitor|lost to competition|chose competitor|chose a competitor|"
    "went with competitor|bought elsewhere|went with someone else|lost|an wettbewerber verloren|"
    "perdu|perdido|perso|verloren",
    "emailed": "emailed|email sent|sent email|sent proposal|proposal sent|quote sent|info sent|"
    "information sent|angebot gesendet|mail gesendet|email envoyé|devis envoyé|correo enviado|"
    "propuesta enviada|email enviado|proposta enviada|email inviata|preventivo inviato|"
    "offerte verstuurd|письмо отправлено|кп отправлено",
    "referred": "referred|referral given|referred to someone else|referred to another person|"
    "referred elsewhere|weiterverwiesen|verwiesen|réorienté|referido|derivado|indicado|"
    "doorverwezen|перенаправлен",
    "won": "won|closed won|sale|sold|sale made|deal won|converted|signed|verkauft|"
    "gewonnen|abschluss|abgeschlossen|vendu|gagné|vendido|ganado|ganho|venduto|vinto|verkocht|"
    "продажа|продано",
    "disqualified": "disqualified|unqualified|not qualified|not a fit|bad fit|no fit|wrong fit|"
    "duplicate|out of business|not a prospect|ungeeignet|disqualifiziert|hors cible|"
    "no calificado|não qualificado|non qualificato|niet geschikt|не подходит",
    "deceased": "deceased|died|dead|passed away|verstorben|gestorben|décédé|décédée|fallecido|"
    "fallecida|falecido|falecida|deceduto|deceduta|overleden|умер|умерла",
    "litigator": "litigator|attorney|attorney litigator|attorney represented|"
    "represented by attorney|litigant|tcpa litigator|has a lawyer|lawyer",
    "do-not-call": "do not call|dnc|stop|quit|end calls|revoke|cancel calls|take me off your list|"
    "remove me|remove me from your list|don't call|do not call request|do not contact|never call|"
    "never call again|do not call again|opt out|opted out|remove|remove from list|removed|"
    "unsubscribe|unsubscribed|blacklist|blacklisted|nicht anrufen|nicht mehr anrufen|"
    "keine anrufe|anrufsperre|ne pas appeler|ne plus appeler|no llamar|no llamar más|não ligar|"
    "não ligar mais|non chiamare|non chiamare più|niet bellen|niet meer bellen|не звонить|"
    "больше не звонить",
}

_REASONS: dict[str, str] = {
    "unclear-offer": "unclear offer|lack of information|did not understand|didn't understand|"
    "needs more information|need more info|unclear|angebot unklar|pas compris",
    "trust": "trust|no trust|never heard of us|unknown company|does not know us|vertrauen|"
    "confiance",
    "price": "price|too expensive|expensive|no budget|budget|cost|costs|too pricey|no money|"
    "kein budget|zu teuer|preis|pas de budget|trop cher|prix|sin presupuesto|muy caro|precio|"
    "sem orçamento|muito caro|preço|troppo caro|prezzo|nessun budget|geen budget|te duur|prijs|"
    "дорого|нет бюджета|цена",
    "sales-call": "sales call|cold call|thought it was spam|spam|werbeanruf|démarchage",
    "mishandled": "mishandled|handled badly|bad experience|bad service|schlechte erfahrung|"
    "mauvaise expérience|mala experiencia",
    "bad-day": "bad day|bad mood|schlechter tag|mauvais jour|mal día",
    "timing": "timing|bad timing|not the right time|wrong time|not now|too early|later|"
    "falscher zeitpunkt|zeitpunkt|pas le moment|mauvais moment|mal momento|no es el momento|"
    "não é o momento|non è il momento|verkeerd moment|не сейчас|не вовремя",
    "no-project": "no project|no project this year|no plans|kein projekt|pas de projet|"
    "sin proyecto|sem projeto|nessun progetto|geen project|нет проекта",
    "authority": "authority|not decision maker|not the decision maker|no authority|"
    "not responsible|someone else decides|not in charge|nicht zuständig|kein entscheider|"
    "pas décideur|pas décisionnaire|no decide|não decide|non decide|niet bevoegd|не решает|"
    "не лпр",
    "competitor": "competitor|using competitor|has competitor|uses competitor|has a supplier|"
    "has supplier|has vendor|already has a vendor|already have someone|under contract|"
    "happy with current|happy with current provider|happy with current vendor|wettbewerber|"
    "hat lieferanten|konkurrenz|concurrent|déjà un fournisseur|competencia|ya tiene proveedor|"
    "concorrente|já tem fornecedor|ha già un fornitore|concorrent|heeft leverancier|конкурент|"
    "есть поставщик",
    "no-need": "no need|does not need|doesn't need|not needed|no use|kein bedarf|pas besoin|"
    "aucun besoin|no necesita|sin necesidad|não precisa|non ha bisogno|nessun bisogno|"
    "geen behoefte|niet nodig|не нужно|нет необходимости",
    "unknown": "unknown|other|general objection|no reason|unspecified|unbekannt|sonstiges|autre|"
    "otro|outro|altro|anders|другое",
}

_LONGEST = 100
_STAGE_LIKE = frozenset(
    {"won", "lost", "disqualified", "meeting", "emailed", "interested", "hurried"}
)
_NO = re.compile(
    r"(?:not interested|no interest|kein interesse|nicht interessiert|pas interesse|no interesado|"
    r"nao interessado|non interessato|geen interesse|soft no|ni|lost|no)\b(.+)"
)
_SURE_NO = frozenset({"price", "no-project", "authority", "competitor", "no-need"})
"""Reasons that are a no by themselves, when a disposition names nothing else."""


def disposition(text: str) -> tuple[str, str] | None:
    """Reads how a call ended, in the words of whatever system wrote it.

    Args:
        text: The disposition, as in the file.

    Returns:
        The canonical outcome and the reason of a no ("" when there is none), or None when the
        words aren't known.
    """
    if len(text) > _LONGEST:
        return None
    code = _CODES.get(text.strip())
    return (code, "unknown" if code == "soft-no" else "") if code else _disposition(_plain(text))


def reason_of(text: str) -> str:
    """Returns the canonical reason that a text names, or ""."""
    return _tables()[1].get(_plain(text), "") if len(text) <= _LONGEST else ""


def is_untouched(text: str) -> bool:
    """Tells whether a status only says they weren't called yet."""
    return len(text) <= _LONGEST and _plain(text) in _UNTOUCHED.split("|")


def tells_of_calls(text: str) -> bool:
    """Tells whether a word is a disposition that only a call can have, not the stage of a deal."""
    found = disposition(text)
    return found is not None and found[0] not in _STAGE_LIKE


@lru_cache(maxsize=1024)
def _disposition(words: str) -> tuple[str, str] | None:
    outcomes, reasons = _tables()
    if words in outcomes:
        outcome = outcomes[words]
        return outcome, _reason_within(words) if outcome in {"soft-no", "hard-no"} else ""
    if (match := _NO.fullmatch(words)) and (named := reasons.get(match[1].strip())):
        return "soft-no", named
    if words.startswith("gatekeeper "):
        return "gatekeeper", ""
    if (reason := reasons.get(words)) in _SURE_NO:
        return "soft-no", reason
    return None


def _reason_within(words: str) -> str:
    """Returns the reason of a no that is known as a whole."""
    return "timing" if words == "not now" else "unknown"


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """Returns the outcomes and the reasons by plain words."""
    outcomes = {
        _plain(word): name for name, words in _OUTCOMES.items() for word in words.split("|")
    }
    for outcome in CANONICAL:
        for word in (outcome.word, *outcome.aliases):
            if len(word) > 1:
                outcomes.setdefault(_plain(word), outcome.word)
    reasons = {_plain(word): name for name, words in _REASONS.items() for word in words.split("|")}
    reasons.update({_plain(name): name for name in REASONS})
    return outcomes, reasons


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Returns words without case, accents and punctuation."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(re.sub(r"[\W_]+", " ", bare.replace("'", "").replace("\u2019", "")).split())
