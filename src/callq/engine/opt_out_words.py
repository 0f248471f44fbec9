"""How people ask not to be called, in twelve languages: patterns for `engine.opt_out`.

A false alarm costs a glance, a missed request a complaint. But asking for another time of day or
year isn't an opt-out request, and neither is not wanting email. Every repetition is bounded, so
long notes are read fast.
"""

from callq.named_tuple import NamedTuple


class Language(NamedTuple):
    """How a language says it. Patterns are compiled only for texts with hints of the language."""

    verbs: tuple[str, ...]
    """In lower case: every request has one of these ..."""
    negatives: str
    """... and one of these, words by themselves with spaces between them."""
    request: str
    later: str
    """What after it makes it a request for another time."""
    alone: str = ""
    """Words that are a request by themselves."""
    earlier: str = r"(?!)"
    """The same right before it, or words that deny it."""
    unspaced: bool = False
    """Whether words aren't set apart, so its negatives are looked for inside them."""


_CALL = (
    r"(?:(?:cold[\s-]*)?call|ring|(?:tele)?phon|dial|(?:re-?)?contact|solicit|bother|disturb|"
    r"harass|"
    r"pester|bugg?|spamm?|hassl)(?:e|l?ing)?|"
    r"reach(?:ing)?\s+out|follow(?:ing)?[\s-]*up|"
    r"(?:text|e-?mail|write|message)(?:\s+(?:me|us))?\s*(?:or|nor|and|/)\s*call|"
    r"(?:try|attempt)(?:\s+(?:me|us|him|her|them))?(?:\s+again|\s+to\s+(?:call|contact|reach))|"
    r"be(?:ing)?\s+(?:call|(?:tele)?phon|contact|solicit|bother|disturb)ed|be(?:ing)?\s+rung"
)
_NOT = r"(?:not|n\W?t)"
_WHOM = r"(?:me|us|him|her|them|my|our|his|their|this|that|the|phone|number|name)"
_END = r"(?=[\s\"'\u201d)\]}]*(?:[.,;:!?]|$))"
_WEEKDAY = r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]{0,6}"
_MAIL = r"(?:e-?mails?|newsletters?|mailings?|sms|texts?|text\s+messages)"
_HOUR = r"\d{1,2}(?:[:.h]\d{0,2})?\s*(?:am|pm|a\.m\.|p\.m\.|o['\u2019]?clock|h|uhr|uur|часов|час)?"

_ENGLISH = Language(
    verbs=(
        "call",
        "phon",
        "conta",
        "ring",
        "rung",
        "dial",
        "list",
        "dnc",
        "dnd",
        "opt",
        "unsub",
        "hear",
        "solicit",
        "bother",
        "disturb",
        "number",
        "alone",
        "desist",
        "base",
        "remov",
        "off",
        "stop",
        "consent",
        "permission",
        "sue",
        "name",
        "data",
        "details",
        "strike",
        "scratch",
        "d.n.c",
        "quit",
        "harass",
        "pester",
        "bug me",
        "bugg",
        "spam",
        "hassl",
        "outreach",
        "blackl",
        "blockl",
        "t reach",
        "r reach",
        "p reach",
        "t follow",
        "r follow",
        "e follow",
        "t try",
        "r try",
        "attempt",
        "r system",
        "block me",
        "forget",
        "delete me",
        "delete us",
        "my info",
    ),
    negatives=(
        "no not never stop quit cease remove removed delete deleted lose forget leave take "
        "taken struck off don't don’t dont doesn't doesn’t doesnt didn't didn’t mustn't "
        "mustn’t shouldn't shouldn’t nt n't don`t don´t purge wipe opt opts opted opting list "
        "lists revoke revokes "
        "revoked withdraw withdraws withdrew withdrawn stopall removal scratch strike erase block "
        "blacklist sue"
    ),
    alone=(
        "dnc dnd donotcall do-not-call do_not_call do-not-contact no-calls opt-out opted-out "
        "optout unsubscribe unsubscribed unsub d.n.c blacklisted black-listed blocklisted"
    ),
    request=(
        r"\b(?:(?:do[\s_-]*n[o'\u2019]?t|don\W?t|never(?:\s+(?:wants?\s+)?to)?|not\s+to|"
        r"stop|quit|cease)[\s_-]+"
        rf"(?:ever\s+|again\s+)?(?:{_CALL})|"
        rf"(?:must|may|should|shall)\s*{_NOT}\s+(?:ever\s+)?(?:{_CALL})|"
        rf"(?:do|does|did)\s*{_NOT}\s+(?:want|wish|like|need)\s+(?:(?:us|me|you|anyone|"
        r"anybody)\s+)?"
        rf"(?:to\s+(?:ever\s+)?(?:{_CALL}|hear\s+from|(?:get|receive)\s+(?:\w+\s+)?calls)|"
        "calling|"
        r"(?:(?:any|more|further|cold|phone|sales|such)\s+){0,3}(?:calls|contact|"
        "solicitation))|"
        r"no\s+(?:(?:more|further|future|cold|phone|telephone|sales|marketing|"
        r"unsolicited|follow[\s-]?up)\s+){0,3}"
        r"calls|no\s+(?:more|further|future)\s+(?:contact|outreach|follow[\s-]?ups?|call-?backs?)|"
        r"no\s+contact\s+(?:please|again|ever)|"
        r"(?:want|wish|request|ask|demand|prefer)(?:s|ed|es)?\s+(?:for\s+)?no\s+(?:contact|calls?)|"
        r"(?:stop|quit|cease|end)\s+(?:the|these|those|all|your|making)\s+(?:\w+\s+)?calls|"
        r"calls?\s+to\s+stop|wants?\s+removed|removal\s+requested|"
        rf"(?:we|you)\s+not\s+(?:{_CALL})|"
        rf"(?<!did )(?<!does )(?<!could )(?<!would )(?<!will )not\s+(?:{_CALL})\s+(?:again|"
        rf"any\s?more)|"
        r"never\s+wants?\s+to\s+hear\s+from|"
        rf"(?:do|does|did)\s*{_NOT}\s+(?:wanna|gonna\s+want\s+to)\s+(?:{_CALL})|"
        rf"not\s+wanting\s+calls|"
        rf"(?:do|does|did)\s*{_NOT}\s+have\s+(?:\w+\s+)?(?:permission|consent)\s+to\s+(?:{_CALL})|"
        rf"(?:do|does|did)\s*{_NOT}\s+consent\s+to\s+(?:be|being|calls|any|receiv|phone|sales)|"
        rf"(?:forget(?:\s+about)?|block|delete)\s+(?:me|us){_END}|"
        rf"(?:do|does)\s*{_NOT}\s+(?:accept|take|answer|allow)\s+(?:any\s+)?"
        r"(?:cold|sales|marketing|telemarketing|unsolicited)\s+calls|"
        r"(?:don\W?t|never)\s+you\s+(?:dare\s+)?(?:ever\s+)?(?:to\s+)?call|"
        r"(?:ask|want|wish|request|demand|tell|told|insist|like)(?:s|ed|es)?\s+"
        r"(?:(?:me|us|you)\s+)?to\s+be\s+(?:removed|taken\s+off|deleted|unsubscribed|left\s+alone)|"
        r"(?:ask|request|demand)(?:s|ed)?\s+(?:for\s+)?(?:a\s+|the\s+)?removal|"
        r"(?:asked|told|asks|tells|wants|begged)\s+(?:me|us|you)\s+to\s+stop"
        rf"(?:\s+please)?{_END}|"
        rf"(?:said|says|yelled|shouted)\s+(?:to\s+)?[\"'\u201c]?stop{_END}|"
        r"(?:revok(?:es?|ed|ing)|withdr[ae]w(?:s|n|ing)?)\s+(?:\w+\s+){0,2}(?:consent|permission)|"
        r"(?:consent|permission)\s+(?:was\s+|is\s+)?(?:revoked|withdrawn)|"
        r"(?:will|going\s+to|gonna|threaten(?:s|ed)?\s+to|['\u2019]ll)\s+sue"
        rf"(?:\s+(?:us|me|you|if)\b|{_END})|"
        rf"opt\s+{_WHOM}\s+out|blacklist\s+{_WHOM}|block\s+(?:my|our|his|her|their|this)\s+number|"
        r"(?:take|get|strike|scratch|remove|delete|erase|purge|wipe)\s+"
        rf"(?:{_WHOM}\s+){{1,2}}(?:name|number|details)?\s*"
        r"(?:off|out\s+of|from)\s+(?:of\s+)?(?:the|your|our|this|that|any|all)\s+(?:\w+\s+)?"
        r"(?:system|list|record|file|crm|data\s?base|contact)s?|"
        r"(?:strike|scratch|remove|delete|erase|purge|wipe|lose|forget)\s+(?:my|our|his|her|"
        r"their)\s+"
        r"(?:(?!old|former|other)\w+\s+)?(?:name|number|phone|details|data|info(?:rmation)?)|"
        r"(?:take|get)\s+(?:my|our|his|her|their)\s+(?:name|number|details)\s+off|"
        rf"(?:strike|scratch)\s+{_WHOM}(?:\s+off)?{_END}|"
        r"(?<=[.,;:!?]\s)(?:please\s+)?(?:remove|stop(?:\s+all)?|unsubscribe)"
        rf"(?:\s+please)?{_END}|"
        r"d\.n\.c|unsub|"
        r"no\s+(?:solicit(?:ing|ation|ations|ors)|cold[\s-]?calling|telemarket(?:ing|ers))|"
        rf"(?:remove|delete|lose|forget)\s+(?:{_WHOM}\s+){{1,3}}number|leave\s+(?:me|us|them|"
        "him|her)"
        r"\s+alone|cease\s+(?:and\s+desist|(?:all\s+)?contact)|"
        rf"(?:removed?|taken?|deleted?|struck|off)\s+(?:{_WHOM}\s+){{0,3}}(?:(?:from|off|"
        r"of)\s+)?"
        r"(?:(?:the|your|our|any|all)\s+)?(?:(?:call(?:ing)?|contact|phone|marketing)\s+)?"
        r"(?:list|data\s?base)s?(?!\s+price)|"
        rf"(?:remove\s+{_WHOM}|take\s+{_WHOM}\s+off)(?=\s*(?:please\b|pls\b|now\b|[.,;:!?]|$))|"
        r"donotcall|dnc|dnd|bl(?:ack|ock)-?listed|opt(?:s|ed|ing)?[\s-]?out|unsubscribed?)\b"
    ),
    later=(
        r"(?:\s+(?:me|us|him|her|them|it|back|again|here|please|so|too|very|at\s+(?:work|"
        r"home))){0,3}\s*(?:"
        r"[:=]\s*(?:no|false|n|0|none|nein)\b|"
        r"(?:of|from)\s+(?:(?:the|our|all|your|my|"
        rf"marketing)\s+){{0,3}}{_MAIL}\b(?!\s*(?:and|or|,|&))|"
        r"\b(?:before|until|till?|between|during|while|yet|early|late|often|today|tonight|"
        "tomorrow|now|"
        r"(?:this|next|any)\s+(?:week|month|quarter|year|morning|afternoon|evening|spring|"
        "summer|"
        r"autumn|fall|winter|later|earlier)|"
        r"after\s+(?:the\s+)?(?:\d[\w:]*|noon|lunch|work|dark|hours|school|office|business|"
        r"dinner|midday|easter|christmas|x-?mas|thanksgiving|new\s+year|holidays?|vacation|summer|"
        rf"six|five|seven|eight|nine|ten|{_MONTH}|{_WEEKDAY}day)|"
        rf"(?:on\s+(?:the\s+)?)?(?:{_WEEKDAY}(?:days?|s)?\b|weekends?|mornings|evenings|"
        "afternoons)|"
        r"on\s+(?:holidays?|vacation|leave)|"
        r"at\s+(?:\d[\w:]*|noon|lunch|night|the\s+(?:moment|weekend)|weekends|this\s+time)|"
        r"for\s+(?:now|\d+|an?\s+(?:week|month|while|year|few|couple)|the\s+(?:next|time|"
        "moment)|"
        r"another|some|two|three|four|six)|"
        rf"in\s+(?:\d+|q[1-4]|(?:the\s+)?(?:morning|afternoon|evening|summer|winter)|{_MONTH})|"
        r"were|was|made|logged|recorded|placed|answered|returned|received|so\s+far)\b)"
    ),
    earlier=(
        r"(?:"
        rf"\b(?:before|after|until|till|between)\s+{_HOUR}(?:\s+and\s+{_HOUR})?|"
        rf"\b(?:(?:on\s+)?(?:{_WEEKDAY}days|weekends)|in\s+the\s+(?:morning|evening|"
        "afternoon)s?|"
        r"mornings|evenings|afternoons)|"
        rf"\b(?:{_MAIL})|"
        r"(?:\bnot|\bnever|n\W?t)(?:\s+(?:yet|been|to|on|in|the|any)){0,3}(?=\s*$)(?<!\bdo not)"
        r")[\s,]*(?:please\s*)?$"
    ),
)

_GERMAN = Language(
    verbs=(
        "ruf",
        "kontakt",
        "liste",
        "sperr",
        "robinson",
        "melde",
        "daten",
        "nummer",
        "telef",
        "werb",
        "ruhe",
        "einwillig",
        "belästig",
        "nerv",
        "stör",
    ),
    negatives=(
        "nicht nie kein keine keinen streichen gestrichen löschen loeschen gelöscht geloescht "
        "entfernen entfernt nehmen verbittet verbitten widerspricht widersprochen widerspruch "
        "lassen lasst "
        "lass hören hört hör widerrufen widerruft zurückgezogen entzogen"
    ),
    alone=(
        "werbewiderspruch kontaktsperre anrufsperre werbesperre telefonsperre robinsonliste "
        "robinson-liste"
    ),
    request=(
        r"\b(?:(?:nicht|nie)\s+(?:(?:mehr|wieder|nochmals?|erneut)\s+){0,2}(?:an(?:zu)?rufen|"
        r"(?:an|zurück)gerufen|zurückrufen|kontaktier(?:en|t)|(?:zu\s+)?melden|telefonieren)|"
        r"keine?n?\s+(?:(?:weiteren?|werblichen?|telefonischen?)\s+){0,2}(?:\w{0,9}anrufe?|"
        r"kontaktaufnahmen?|kontakt\s+(?:mehr|erwünscht|gewünscht))|"
        r"ruf(?:en|t|e)?\b[^.!?]{0,30}\b(?:nicht|nie)\s+(?:(?:mehr|wieder)\s+){0,2}an|"
        r"(?:von|aus|auf)\s+(?:der|ihrer|unserer|eurer|"
        r"allen)\s+(?:\w{0,9}-?)?listen?\s+(?:zu\s+)?"
        r"(?:streichen|löschen|loeschen|nehmen|gestrichen|gelöscht|entfernen|entfernt)|"
        r"(?:anruf|kontakt|werbe|telefon)-?sperre|robinson-?liste|verbitte[nt]?\s+sich|"
        r"werbe-?widerspruch|widerspr(?:icht|uch|ochen)\s+(?:\w+\s+){0,3}(?:werb\w*|"
        r"\w*anrufen?|kontakt\w*)|"
        r"(?:telefon|handy)?-?(?:nummer|daten)\s+(?:bitte\s+)?(?:zu\s+)?(?:ge)?l(?:ö|"
        r"oe)sch(?:en|t)|"
        r"(?:streich|nehm|lösch|loesch|entfern)\w{0,4}\s+(?:(?:sie|bitte|mich|uns|ihn)\s+){1,3}"
        r"(?:\w+\s+)?(?:von|aus)\s+(?:der|ihrer|eurer|allen)\s+(?:\w{0,12}-?listen?|datenbank|"
        r"kartei)|"
        r"(?:lösch|loesch|entfern|streich)\w{0,3}\s+(?:(?:sie|bitte)\s+){0,2}(?:meine|unsere|"
        r"seine|ihre)\s+"
        r"(?:telefon|handy)?-?(?:nummer|daten)|"
        r"einwilligung\s+(?:\w+\s+){0,2}(?:widerrufen|zurückgezogen|entzogen)|"
        r"widerruft\s+(?:\w+\s+){0,2}einwilligung|"
        r"lass(?:en|t)?\s+(?:sie\s+)?(?:mich|uns|ihn)\s+(?:\w+\s+)?in\s+ruhe|"
        r"in\s+ruhe\s+(?:ge)?lassen|"
        r"hör\w{0,2}\s+(?:sie\s+)?(?:\w+\s+)?auf,?\s+(?:\w+\s+){0,2}anzurufen|"
        r"auf\s+keinen\s+fall\s+(?:(?:mehr|wieder|noch\s*mal)\s+)?(?:anrufen|kontaktieren)|"
        r"(?:belästig|nerv|stör)\w{1,3}\s+(?:sie\s+)?(?:mich|uns)\s+(?:bitte\s+)?nicht)\b"
    ),
    later=(
        r"(?:\s+(?:bitte|mehr|wieder|werden))?\s*,?\s*\b(?:vor|bis|zwischen|während|solange|"
        "heute|"
        r"morgen|diese[nr]?\s|nächste|vormittags|mittags|nachmittags|abends|morgens|nachts|"
        "früh|"
        r"(?:zu|so)\s+(?:früh|spät|oft)|"
        r"(?:nach|ab|um|gegen|in)\s+(?:\d|der\s+(?:arbeit|mittag|nacht|früh)|feierabend|"
        r"dem\s+mittag|den\s+(?:ferien|nächsten))|"
        r"am\s+(?:\w+tag|\w*mittag|abend|morgen|mittwoch|sonnabend|wochenende)|\w+tags|"
        "mittwochs|"
        r"im\s+(?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez|urlaub|sommer|winter|"
        "moment|herbst))"
    ),
    earlier=(
        rf"\b(?:(?:vor|nach|bis|ab|um|gegen|zwischen)\s+{_HOUR}(?:\s+und\s+{_HOUR})?|"
        r"bis\s+\w+|\w+tags|"
        "mittwochs|vormittags|mittags|nachmittags|abends|morgens|nachts|heute|momentan|"
        "derzeit|"
        r"am\s+(?:\w+tag|\w*mittag|abend|mittwoch|sonnabend|wochenende)|diese\s+woche|"
        r"nächste\s+woche|"
        r"im\s+(?:jan\w*|feb\w*|märz|apr\w*|mai|jun\w*|jul\w*|aug\w*|sep\w*|okt\w*|nov\w*|"
        r"dez\w*|urlaub|"
        r"moment)|konnten?|kann|können|(?:zögern|vergessen)\s+sie|haben?|hat)\s*(?:bitte\s*|"
        r"noch\s*)?$"
    ),
)

_FRENCH = Language(
    verbs=(
        "appel",
        "conta",
        "list",
        "démarch",
        "demarch",
        "bloctel",
        "dérang",
        "téléphon",
        "numéro",
        "tranquil",
        "fichier",
        "coordonn",
        "données",
        "consent",
        "désinscri",
    ),
    negatives=(
        "pas plus jamais cesse cesser cessez arrête arrêter arrêtez arrete arretez stop "
        "retirer retirez retiré retirée supprimer supprimez supprimé supprimée enlever "
        "enlevez retirez-moi retirez-nous "
        "supprimez-moi supprimez-nous enlevez-moi enlevez-nous opposition opposé opposée "
        "laissez laissez-moi laissez-nous effacez effacer retire retrait refuse s'oppose "
        "s\u2019oppose"
    ),
    alone="bloctel désinscription désinscrire désinscrit désinscrite",
    request=(
        r"\b(?:(?:ne\s+|n['\u2019]\s*)(?:(?:pas|plus|jamais)\s+){1,2}(?:(?:me|nous|le|la|les|"
        r"lui|[lm]['\u2019])\s*)?"
        "(?:(?:r)?appeler|(?:re)?contacter|démarcher|demarcher|déranger|téléphoner|"
        r"être\s+(?:(?:r)?appelé|"
        r"(?:re)?contacté|démarché|dérangé)e?s?)|"
        r"(?:ne\s+(?:(?:me|nous|le|la|les|lui)\s+)?|n['\u2019]|m['\u2019]|"
        r"l['\u2019])(?:(?:r)?appelez|(?:re)?contactez|dérangez|"
        r"démarchez|téléphonez)\s+(?:pas|plus|jamais)|"
        r"(?:ne\s+)?(?:veu(?:t|lent)|souhait(?:e|ent)|désir(?:e|ent))\s+(?:pas|"
        r"plus)\s+(?:jamais\s+)?(?:être\s+"
        r"(?:(?:r)?appel|(?:re)?contact|démarch|dérang)ée?s?|d['\u2019]appels?|"
        r"qu['\u2019]on\s+\w{0,2}\s?['\u2019]?"
        r"(?:r)?appelle)|"
        r"(?:plus|pas)\s+d['\u2019]appels?|(?:pas|plus)\s+de\s+(?:démarchage|prospection)|"
        r"(?:arrête[rz]?|cesse[rz]?|stop)\s+(?:de\s+)?(?:d['\u2019]|de\s+|m['\u2019]|nous\s+|"
        r"m\u2019)?(?:(?:r)?appeler|appels|"
        r"contacter|démarcher)|"
        r"(?:retir|supprim|enlev)\w{1,3}[\s-]+(?:\w+\s+){0,3}(?:de\s+)?(?:la|vos|notre|votre|"
        r"nos|cette)\s+listes?|"
        r"bloctel|(?:opposition|oppose|opposée?)\s+(?:au|à\s+tout)\s+démarchage|désinscri\w{1,6}|"
        r"(?:arrête[rz]?|cesse[rz]?)\s+(?:vos|les|ces|tous\s+les)\s+appels|plus\s+(?:aucun|"
        r"un\s+seul)\s+appel|"
        r"(?:retir|supprim|enlev|effac)\w{1,3}(?:[\s-]+\w+){0,2}\s+(?:de\s+)?(?:la|les|vos|votre|"
        r"notre|nos)\s+"
        r"(?:listes?|fichiers?|bases?)|retrait\s+de\s+(?:la|vos|votre|notre)\s+(?:listes?|"
        r"fichiers?|base)|"
        r"(?:supprim|effac|enlev|retir)\w{1,3}\s+(?:mon|mes|notre|nos|son|ses|leurs?)\s+(?:\w+\s+)?"
        r"(?:numéros?|coordonnées|données|noms?)|laiss\w{1,3}[\s-]+(?:moi|nous|le|la|"
        r"les)\s+tranquilles?|"
        r"stop\s+(?:au\s+)?démarchage|refuse\s+(?:d['\u2019]être|"
        r"qu['\u2019]on\s+\w{0,2}['\u2019]?)\s*"
        r"(?:(?:r)?appel|(?:re)?contact|démarch)\w{1,3}|ret(?:ire|"
        r"rait\s+d[eu])\s+(?:\w+\s+)?consentement)\b"
    ),
    later=(
        r"(?:\s+(?:svp|plus|merci))?\s*,?\s*\b(?:avant|jusqu|entre|pendant|durant|aujourd|"
        r"demain|tant\s|"
        r"trop|si\s+(?:tôt|tard|souvent)|encore|pour\s+(?:l['\u2019]instant|le\s+moment)|"
        r"manqué|reçu|en\s+absence|"
        r"ce(?:tte)?\s+(?:semaine|mois|matin|soir|midi|après)|"
        r"(?:après|à|vers)\s+\d|(?:le|les)\s+(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|"
        r"dimanche|week|matin|soir|midi|après)|en\s+(?:janv|fév|mars|avr|mai|juin|juil|août|"
        "sept|oct|"
        r"nov|déc|vacances|été|ce\s+moment|journée|soirée|matinée))"
    ),
    earlier=(
        rf"(?:\b(?:avant|après|entre)\s+{_HOUR}(?:\s+et\s+{_HOUR})?|\b(?:le|les)\s+(?:lundi|"
        "mardi|mercredi|"
        r"jeudi|vendredi|samedi|dimanche|week-end|matin|soir|midi)s?)\s*,?\s*$"
    ),
)

_SPANISH = Language(
    verbs=(
        "llam",
        "conta",
        "list",
        "molest",
        "baja",
        "telef",
        "insist",
        "base",
        "número",
        "datos",
        "paz",
        "tranquil",
        "consent",
    ),
    negatives=(
        "no nunca deje dejen dejar deja basta sin quitar quite quitarlo quitarla quitarme "
        "borrar borre borrarlo borrarme eliminar elimine eliminarlo eliminarme sacar saque "
        "sacarlo quítenme quíteme quítenos bórrenme bórreme elimínenme elimíneme sáquenme sáqueme "
        "robinson baja pare paren parar ni borren suprima déjenme déjeme déjennos déjenos dejadme "
        "retire "
        "retira retiro revoca revocó revoco"
    ),
    request=(
        r"\b(?:(?:no|nunca(?:\s+más)?)\s+(?:(?:me|le|nos|les|lo|la|los|se\s+(?:me|le|"
        r"les))\s+)?(?:volver\s+a\s+|"
        r"vuelvan?\s+a\s+)?(?:llam(?:ar|en|e|es|arme|arle|arlo|arla|arles)|contact(?:ar|en|e|"
        "arle|arlo|arla)|"
        r"molest(?:ar|en|e|arle|arlo)|telefone(?:ar|en|e)|insist(?:ir|an|a))|"
        r"(?:no|nunca)\s+(?:quieren?|desean?|acepta[n]?)\s+(?:(?:ser|"
        r"que)\s+(?:(?:se\s+)?(?:le|la|lo|me|les|nos)\s+)?"
        r"(?:llam|contact|molest|volv)\w{1,6}|(?:recibir\s+)?(?:más\s+)?llamadas)|"
        r"(?:no\s+más|basta\s+de|sin)\s+llamadas|"
        r"dej(?:e|en|ar|a)\s+de\s+(?:llamar|molestar|contactar)\w{0,3}|"
        r"(?:qu[ií]t|b[oó]rr|elim[ií]n|sac|s[aá]qu)\w{1,6}\s+(?:\w+\s+){0,3}de\s+(?:la|su|sus|las|"
        r"nuestra)\s+(?:listas?|base)|"
        r"par(?:en?|ar)\s+de\s+(?:llamar|molestar)\w{0,3}|ni\s+una\s+llamada|"
        r"(?:borr|elimin|quit|suprim)\w{1,4}\s+(?:mis?|sus?|nuestros?)\s+(?:número|numero|"
        r"teléfono|datos)|"
        r"d[eé]j\w{1,5}\s+(?:en\s+paz|tranquil[oa]s?)|(?:retir|revoc)\w{1,2}\s+(?:mi|su|"
        r"el)\s+consentimiento|"
        r"lista\s+robinson|(?:dar|darse|darme|darle|pid\w+\s+la|"
        r"solicit\w+\s+la)\s+(?:de\s+)?baja)\b"
    ),
    later=(
        r"(?:\s+(?:más|por\s+favor))?\s*,?\s*\b(?:antes|hasta|entre|durante|"
        r"después\s+de\s+(?:las?\s+)?(?:\d|comer|mediod)|"
        r"(?:a|por|en)\s+(?:las?|el)\s+(?:mañana|tarde|noche|mediod|\d)|al\s+mediod|(?:los|"
        r"el)\s+(?:lunes|martes|"
        r"miércoles|jueves|viernes|sábado|domingo|fin|sabado)|hoy|mañana|tan\s|muy\s|todavía|"
        "aún|"
        r"por\s+(?:ahora|el\s+momento)|est[ae]\s+(?:semana|tarde|noche|mañana|mes|fin|año)|"
        r"en\s+(?:enero|febrero|"
        "marzo|abril|mayo|junio|julio|agosto|sept|octubre|nov|dic|vacaciones|verano|horario|"
        "horas))"
    ),
    earlier=(
        rf"(?:\b(?:antes|después)\s+de\s+las?\s+{_HOUR}|\b(?:los\s+)?(?:lunes|martes|"
        "miércoles|jueves|viernes|"
        r"sábados|domingos)|\bpor\s+la\s+(?:mañana|tarde|noche))\s*,?\s*$"
    ),
)

_PORTUGUESE = Language(
    verbs=("lig", "conta", "telef", "list", "incomod", "perturb", "chamad", "base", " paz"),
    negatives=(
        "não nao nunca parar pare parem deixar deixe deixem remover remova removam retirar "
        "retire retirem tirar tire tirem sem chega remova-me removam-me retire-me retirem-me "
        "tire-me tirem-me "
        "deixe-me deixem-me deixem-nos"
    ),
    request=(
        r"\b(?:(?:não|nao|nunca(?:\s+mais)?)\s+(?:(?:me|lhe|nos)\s+)?(?:(?:voltar|tornar|"
        r"volte|volte[m]?)\s+a\s+)?"
        "(?:lig(?:ar|ue|uem|ues)|contac?t(?:ar|e|em)|telefon(?:ar|e|em)|incomod(?:ar|e|em)|"
        "perturb(?:ar|e|em)|"
        r"entr(?:ar|e|em)\s+em\s+contac?to)|"
        r"(?:não|nao)\s+(?:quer(?:em)?|deseja[m]?|aceita[m]?)\s+(?:mais\s+)?(?:(?:ser|"
        r"que)\s+(?:(?:o|a|lhe|me)\s+)?"
        r"(?:contac?tad|incomodad|perturbad|lig|telefon)\w{1,4}|(?:receber\s+)?(?:mais\s+)?"
        r"(?:ligações|chamadas|telefonemas|contac?tos?))|"
        r"(?:sem|chega\s+de|não\s+mais)\s+(?:mais\s+)?(?:ligações|chamadas|telefonemas)|"
        r"(?:par(?:ar|e|em)|deix(?:ar|e|em))\s+de\s+(?:(?:me|nos)\s+)?(?:ligar|telefonar|"
        "incomodar|contac?tar)|"
        r"deix\w{1,2}[\s-]+(?:me|nos)\s+em\s+paz|"
        r"(?:remov|retir|tir)\w{1,4}(?:-me)?\s+(?:\w+\s+){0,3}d[ae]s?\s+(?:(?:sua|vossa|nossa|"
        r"minha)\s+)?(?:listas?|base))\b"
    ),
    later=(
        r"(?:\s+(?:mais|por\s+favor))?\s*,?\s*\b(?:antes|até|entre|durante|(?:depois|"
        r"após)\s+(?:d?as?\s+|do\s+)?(?:\d|almoço|"
        r"meio)|[àa]s?\s+(?:tarde|noite|\d|segunda|terça|quarta|quinta|sexta)|de\s+(?:manhã|"
        r"tarde|noite)|aos?\s+"
        r"(?:sábados?|domingos?|fins?|fim|meio)|hoje|amanhã|tão\s|muito\s|ainda|"
        r"por\s+(?:enquanto|agora)|"
        r"est[ae]\s+(?:semana|tarde|noite|manhã|mês|fim|ano)|n[ao]s?\s+(?:segunda|terça|"
        "quarta|quinta|sexta|"
        r"hora|fim|fins|parte|manh|férias|almoço|sábado|domingo)|em\s+(?:janeiro|fev|março|"
        "abril|maio|junho|"
        r"julho|agosto|set|out|nov|dez|férias))"
    ),
    earlier=(
        rf"(?:\b(?:antes|depois)\s+das?\s+{_HOUR}|\b(?:de|à)\s+(?:manhã|tarde|noite)|"
        r"\baos\s+(?:sábados|domingos))"
        r"\s*,?\s*$"
    ),
)

_ITALIAN = Language(
    verbs=(
        "chiam",
        "conta",
        "telef",
        "list",
        "disturb",
        "opposiz",
        "elenc",
        "numero",
        "dati",
        "pace",
        "consens",
    ),
    negatives=(
        "non mai basta niente nessuna smettere smetta smettano smettete smettetela togliere "
        "tolga toglietemi tolto tolta rimuovere rimuova rimuovetemi rimosso rimossa "
        "cancellare cancelli cancellate cancellatemi cancellato cancellata registro rimuovete "
        "eliminate "
        "elimini lasciatemi lasciateci lasciami revoca revoco revocato"
    ),
    request=(
        r"\b(?:(?:non|mai\s+più)\s+(?:(?:mi|ci|lo|la|li|gli|le)\s+)?(?:(?:ri)?chiam(?:are|"
        "ate|i|arlo|arla|armi|arli)|"
        "(?:ri)?contatt(?:are|ate|i|arlo|arla|armi)|telefon(?:are|ate|i)|disturb(?:are|ate|"
        "i|arlo|arla))|"
        r"non\s+(?:vuole|vogliono|desidera|desiderano|gradisce)\s+(?:più\s+)?(?:(?:essere|"
        r"venire)\s+(?:più\s+)?(?:(?:ri)?chiamat|"
        r"(?:ri)?contattat|disturbat)[oaie]|(?:ricevere\s+)?(?:(?:altre|più|"
        r"nostre)\s+)?(?:chiamate|telefonate)|che\s+"
        r"(?:lo|la|li)\s+si\s+(?:ri)?chiami)|"
        r"(?:basta|niente|nessuna|mai\s+più)\s+(?:(?:più|altre|con\s+le)\s+)?(?:chiamat[ae]|"
        "telefonat[ae]|chiamare|telefonare)|"
        r"smett\w{1,6}\s+di\s+(?:chiamar|telefonar|contattar|disturbar)\w{1,3}|"
        "(?:togli|tolt|rimuov|rimoss|"
        r"cancell)\w{1,6}\s+(?:\w+\s+){0,3}dall[ae]\s+(?:(?:vostr|nostr|"
        r"su)\w{1,2}\s+)?list[ae]|"
        r"registro\s+(?:pubblico\s+)?delle\s+opposizioni|non\s+(?:ri)?chiamate(?:mi|ci|lo|la)|"
        r"(?:togli|rimuov|cancell|elimin)\w{1,6}\s+dal\w?\s*['\u2019]?(?:vostr\w\s+)?(?:elenc|"
        r"archivi|database)\w?|"
        r"(?:cancell|elimin|togli|rimuov)\w{1,4}\s+(?:il|i)\s+(?:mio|miei|suo|suoi|nostr[oi])\s+"
        r"(?:numero|dati|nome|contatto)|lasci\w{1,5}\s+in\s+pace|"
        r"revoc\w{1,3}\s+(?:il\s+)?consenso)\b"
    ),
    later=(
        r"(?:\s+(?:più|per\s+favore))?\s*,?\s*\b(?:prima|fino|finch|tra\s|durante|"
        r"dopo\s+(?:le\s+|l['\u2019]|il\s+)?(?:\d|una|pranzo)|"
        r"(?:di|il|al|la|alla|nel|i)\s+(?:luned|marted|mercoled|gioved|venerd|sabato|"
        "domenica|matt|sera|"
        r"pomerigg|weekend|fine|notte|week)|oggi|domani|stasera|troppo|così\s|ancora|"
        r"per\s+(?:ora|il\s+momento)|"
        r"quest[aoe]\s+(?:settimana|mattina|sera|mese|pomeriggio|anno)|"
        r"(?:in|ad?)\s+(?:genn|febb|marzo|april|maggio|giugno|luglio|agosto|sett|ott|nov|dic|"
        "vacanz|estate|"
        r"pausa|pranzo|ora|quest|orario)|alle\s+\d)"
    ),
    earlier=(
        rf"(?:\b(?:prima\s+delle|dopo\s+le)\s+{_HOUR}|\bla\s+(?:mattina|sera)|"
        r"\bil\s+(?:lunedì|martedì|mercoledì|"
        r"giovedì|venerdì|sabato|pomeriggio)|\bla\s+domenica)\s*,?\s*$"
    ),
)

_DUTCH = Language(
    verbs=(
        "bel",
        "lijst",
        "conta",
        "benader",
        "telef",
        "oproep",
        "stoor",
        "storen",
        "nummer",
        "gegevens",
        "rust",
        "toestemming",
        "bestand",
    ),
    negatives=(
        "niet nooit geen lijst bellijst stop stoppen hou houd houdt verwijder verwijderen laat "
        "trekt "
        "trek ingetrokken"
    ),
    alone="bel-me-niet",
    request=(
        r"\b(?:(?:niet|nooit)\s+(?:(?:meer|weer|opnieuw)\s+){0,2}(?:(?:terug|op)?bellen|"
        "(?:terug|op)?gebeld|"
        r"contacteren|gecontacteerd|benaderen|benaderd|storen)|"
        r"(?:wil|willen|wenst|wensen)\s+(?:geen\s+(?:(?:verder|telefonisch)e?\s+)?(?:contact|"
        "telefoontjes|oproepen)|"
        r"niet\s+(?:meer\s+)?dat\s+we\s+bellen)|"
        r"geen\s+(?:(?:verdere|telefonische?|ongevraagde)\s+){0,2}(?:telefoontjes|oproepen|"
        r"contact\s+meer)|"
        r"bel(?:t|len)?\s+(?:(?:u|me|mij|ons|hem|haar|hen)\s+){0,2}(?:alstublieft\s+|"
        r"a\.?u\.?b\.?\s+)?(?:niet|nooit)\s+(?:meer|terug|weer|op)|"
        r"bel[\s-]me[\s-]niet|(?:van|uit)\s+(?:de|uw|jullie|"
        r"onze)\s+(?:bel)?lijst\w{0,3}(?:\s+(?:af)?(?:te\s+)?\w{2,12})?|"
        r"(?:stop(?:pen)?|hou(?:dt?)?\s+op)\s+met\s+(?:(?:mij|me|ons)\s+)?(?:te\s+)?(?:op|"
        r"terug)?bellen|"
        r"verwijder(?:en)?\s+(?:mijn|onze|haar|zijn)\s+(?:telefoon)?(?:nummer|gegevens)|"
        r"verwijder\s+(?:mij|me|ons)\s+(?:van|uit)|laat\s+(?:mij|me|ons|hem|haar)\s+met\s+rust|"
        r"trekt?\s+(?:\w+\s+)?toestemming\s+in|toestemming\s+(?:is\s+)?ingetrokken|"
        r"geen\s+(?:verder\s+)?contact\s+gewenst)\b"
    ),
    later=(
        r"(?:\s+(?:meer|a\.?u\.?b\.?|graag))?\s*,?\s*\b(?:tot\s|tussen|tijdens|vandaag|"
        r"morgen|overdag|zolang|te\s+(?:vroeg|laat|vaak)|"
        r"zo\s+(?:vroeg|laat|vaak)|voor\s+(?:\d|de\s+(?:middag|lunch)|het\s+(?:eind|middag)|"
        r"\w+dag\b|(?:jan|feb|maart|april|mei|jun|jul|"
        r"aug|sep|okt|nov|dec))|na\s+(?:\d|de\s+(?:middag|lunch)|het\s+(?:werk|eten)|"
        r"werktijd)|om\s+\d|"
        r"op\s+(?:\w+dag|het\s+werk\s+na|werkdagen|dit\s+moment)|deze\s+(?:week|maand)|"
        r"volgende|dit\s+(?:jaar|weekend)|"
        r"in\s+(?:\d|het\s+weekend|de\s+(?:ochtend|middag|avond|vakantie|zomer)|jan|feb|"
        "maart|april|mei|jun|jul|aug|"
        r"sep|okt|nov|dec)|['\u2019]s\s)"
    ),
    earlier=(
        rf"(?:\b(?:voor|na|tot)\s+{_HOUR}|['\u2019]s\s+(?:ochtends|morgens|middags|avonds|"
        r"nachts)|\b(?:vandaag|morgen|overdag|"
        r"deze\s+week|(?:op|in\s+het)\s+(?:\w+dag|weekend)|tot\s+\w+|kon|konden|kan|kunnen|"
        r"heeft|heb|hebben|is|was))\s*(?:nog\s*)?$"
    ),
)

_RUSSIAN = Language(
    verbs=("звон", "зван", "беспок", "спис", "баз", "тревож", "связыв", "контакт", "номер", "поко"),
    negatives=(
        "не удалить удалите убрать уберите исключить исключите вычеркнуть прекратить "
        "прекратите хватит без запрет запрета запрещены запрещено запрещён запрещен чёрный "
        "черный чёрном черном отказ отказался отказалась оставьте"
    ),
    request=(
        r"\b(?:не\s+(?:надо\s+|нужно\s+|стоит\s+)?(?:больше\s+)?(?:(?:мне|ему|ей|им|нам|"
        r"сюда)\s+)?(?:больше\s+)?(?:пере)?(?:звони(?:ть|те)|званивать|"
        r"беспоко(?:ить|йте)|тревож(?:ить|ьте)|связываться|контактировать)|"
        r"не\s+хоч\w{1,3},?\s+(?:чтобы?\s+(?:\w+\s+){0,2}(?:звонили|беспокоили)|"
        r"(?:получать\s+)?(?:больше\s+)?звонк\w{1,3})|"
        "(?:удалить|удалите|убрать|уберите|исключить|исключите|"
        r"вычеркнуть)\s+(?:\w+\s+){0,3}из\s+(?:(?:ваш\w*|наш\w*|всех)\s+)?(?:списк\w{1,2}|"
        r"баз\w{1,2})|"
        r"(?:прекратить|прекратите|хватит)\s+(?:звонки|звонить)|без\s+звонков|"
        r"запрет\w*\s+(?:на\s+)?звон\w*|звон\w*\s+запрещен\w*|отказ\w*\s+от\s+звонков|"
        r"удалит[еь]\s+(?:\w+\s+){0,2}номер|оставьте\s+(?:меня|нас|его|е[её])\s+в\s+покое|"
        r"ч[её]рн\w{2,3}\s+спис\w*)\b"
    ),
    later=(
        r"(?:\s+(?:больше|пожалуйста))?\s*,?\s*\b(?:до\s|раньше|позже|пока\b|рано|поздно|"
        "сегодня|завтра|утром|вечером|дн[её]м|ночью|"
        r"после\s+(?:\d|обед|работ)|с\s+\d|во\s+время|"
        r"во?\s+(?:понед|вторн|сред|четв|пятн|субб|воск|обед|выход|отпуск|\d|январ|фев|март|"
        "апр|мае|июн|июл|авг|сен|окт|ноя|дек|эт)|"
        r"по\s+(?:понед|вторн|сред|четв|пятн|субб|воск|выход|утр|вечер)|на\s+(?:этой|"
        "следующей))"
    ),
    earlier=(
        rf"\b(?:(?:до|после|раньше)\s+{_HOUR}|утром|вечером|сегодня|завтра|пока|"
        r"по\s+(?:выходным|утрам|вечерам)|до\s+\w+)\s*,?\s*(?:лучше\s*)?$"
    ),
)

_POLISH = Language(
    verbs=(
        "dzwo",
        "telef",
        "kontakt",
        "list",
        "baz",
        "nęka",
        "niepoko",
        "numer",
        "dane",
        "zgod",
        "zgód",
        "spok",
        "marketing",
    ),
    negatives=(
        "nie nigdy przestań przestańcie przestać usunąć usuń usuńcie wykreślić wykreślcie wypisać "
        "skreślić "
        "zakaz wycofuje wycofuję wycofał wycofała cofam cofnięta cofnął cofnęła wycofana sprzeciw "
        "dajcie daj robinsonów robinsona"
    ),
    request=(
        r"\b(?:(?:nie|nigdy)\s+(?:(?:już|więcej|wolno|należy|życzy\s+sobie|do|mnie|nas|"
        r"nie)\s+){0,3}"
        r"(?:dzwo(?:nić|ńcie|ń)|telefonować|kontaktować|kontaktujcie|nękać|niepokoić)|"
        r"nie\s+(?:życz\w{1,3}\s+sobie|chc\w{1,3}|zgadza\w?\s+się\s+na),?\s+(?:\w+\s+){0,2}"
        r"(?:telefon\w*|kontakt\w*|rozmów|dzwon\w*|połącze\w*|nękan\w|niepoko\w*)|"
        r"(?:przestań|przestańcie|przestać)\s+(?:\w+\s+){0,2}(?:dzwonić|telefonować|nękać)|"
        r"(?:usu[nń]|wykreśl|wypis|skreśl)\w{0,4}\s+(?:\w+\s+){0,3}(?:list\w{1,2}|baz\w{1,2})|"
        r"(?:usu[nń]|wykreśl|skreśl)\w{0,4}\s+(?:mój|moje|nasz|nasze|jego|jej)\s+(?:numer|dane|"
        r"telefon)|"
        r"(?:wycof|cof)\w{1,5}\s+zgod\w|zgod\w\s+(?:\w+\s+)?(?:wycofana|cofnięta)|"
        r"sprzeciw\w{0,2}\s+(?:\w+\s+){0,2}(?:marketing|kontakt|telefon)\w*|list\w\s+robinson\w*|"
        r"zakaz\s+(?:dzwonienia|kontaktu)|daj(?:cie)?\s+(?:mi|nam)\s+(?:święty\s+)?spokój)\b"
    ),
    later=(
        r"(?:\s+(?:więcej|już|proszę))?\s*,?\s*\b(?:przed|między|zbyt|dzisiaj|dziś|jutro|rano|"
        r"teraz|"
        r"wieczor\w*|jeszcze|tak\s+często|do\s+(?:\d|godz|końca|poniedz|wtor|środ|czwart|piąt|"
        r"maja|czerwca)|"
        r"po\s+(?:\d|godz|połud|pracy)|w\s+(?:poniedz|wtor|środ|czwart|piąt|sobot|niedz|weekend|"
        r"święta|tym\s|"
        r"godzinach|trakcie|stycz|lut|mar|kwie|maj|czerw|lip|sierp|wrze|paźdz|listop|grud))"
    ),
    earlier=(
        rf"\b(?:(?:przed|po|do)\s+{_HOUR}|dzisiaj|dziś|rano|wieczorem|"
        rf"w\s+weekendy?)\s*,?\s*(?:proszę\s*)?$"
    ),
)

_RINGS = (
    r"(?:ring(?:e|a|es|as)?|(?:opp|op|upp)ring(?:e|a|es|as)|kontakt(?:e|es|a|as)?|forstyrr\w{0,2})"
)
_RUNG = r"(?:ringt|ringet|ringd|(?:opp|op|upp)ring(?:t|et|d)|kontakt(?:et|a|ad|ede))"

_SCANDINAVIAN = Language(
    verbs=(
        "ring",
        "kontakt",
        "list",
        "nummer",
        "telef",
        "samtal",
        "samtyk",
        "opkald",
        "fred",
        "nix",
        "robinson",
        "slett",
        "slet",
        "være",
        "reserv",
        "register",
        "registr",
    ),
    negatives=(
        "ikke ikkje inte ej ingen slutt slutte sluta stop stopp fjern slett slet bort aldri "
        "aldrig reservert "
        "fred være trekker trækker"
    ),
    alone=(
        "reservasjonsregisteret nix-registret nixregistret nix-registeret robinsonlisten "
        "robinson-listen"
    ),
    request=(
        r"\b(?:(?:ikke|ikkje|inte|aldri|aldrig)\s+(?:(?:å|at|att|mer|mere)\s+)?"
        rf"(?:{_RINGS}|bliv?e?\s+{_RUNG})|"
        r"(?:ring|kontakt)(?:e|a)?\s+(?:(?:meg|mig|oss|os)\s+)?(?:ikke|ikkje|inte|aldri|aldrig)|"
        r"(?:ønsker|vil|vill|önskar)\s+(?:ikke|ikkje|inte)\s+(?:ha\s+|få\s+)?(?:flere|fler|mer)\s+"
        r"(?:samtal\w*|telefon\w*|opkald|oppringning\w*)|"
        r"(?:slutte?|sluta|stopp?)\s+(?:med\s+)?(?:(?:å|at|att)\s+)?ring(?:e|a)|"
        r"ingen\s+(?:flere|fler)\s+(?:samtal\w*|telefon\w*|opkald|oppringning\w*|kontakt)|"
        r"(?:fjern|slett?|ta\s+bort)\s+(?:meg|mig|oss|os|nummeret)\s+(?:\w+\s+)?(?:fra|"
        r"från)\s+(?:\w+\s+)?list\w{1,2}|"
        r"(?:fjern|slett?)\s+(?:(?:mitt|mit)\s+nummer|nummeret\s+mitt|nummer\w*|meg|mig)|"
        r"reservert\s+(?:seg|mot)|reservasjonsregister\w*|nix-?regist\w+|robinson-?listen?|"
        r"(?:la|lad|låt)\s+(?:meg|mig|oss|os)\s+være|"
        r"tr[eæ]kk?er\s+(?:tilbake\s+)?(?:\w+\s+)?samtykke\w*)\b"
    ),
    later=(
        r"(?:\s+(?:meg|mig|mer|mere|igjen|igen|tilbake|op|opp))?\s*,?\s*\b(?:før|innan|etter|"
        r"efter|til\s+(?:\d|\w+dag)|"
        r"mellom|mellem|mellan|i\s?(?:dag|morgen|kveld|aften)|nå\b|nu\b|ennå|endnu|så\s+(?:tidlig|"
        r"ofte|sent)|"
        r"for\s+(?:tidlig|ofte|sent)|om\s+(?:morgenen|kvelden)|på\s+(?:\w+dag|formiddag|"
        r"ettermiddag)|"
        r"denne\s+uk|i\s+(?:ferien|jan|feb|mars|april|mai|juni|juli|aug|sept|okt|nov|des))"
    ),
    earlier=r"\b(?:i\s+dag|idag|har|kunne|kan|fikk)\s*,?\s*$",
)

LANGUAGES = (
    _ENGLISH, _GERMAN, _FRENCH, _SPANISH, _PORTUGUESE, _ITALIAN, _DUTCH, _RUSSIAN, _POLISH,
    _SCANDINAVIAN,
)  # fmt: skip
