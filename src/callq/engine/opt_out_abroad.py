"""How people ask not to be called, in twenty more languages: patterns for `engine.opt_out`.

Only what we're sure of. Diacritics may be missing, as in notes typed on another keyboard. Hints are
compared with casefolded text: a Greek word ends in σ, not in ς.
"""

from callq.engine.opt_out_words import Language

_CLOCK = r"(?:kl\.?o?\s*|ora\s+|ob\s+|saat\s+)?\d{1,2}(?:[:.]\d{2})?\.?"

_CZECH_SLOVAK = Language(
    verbs=("vol", "telef", "kontakt", "obt", "obť", "hovor", "seznam", "zoznam", "datab", "evidenc",
           "číslo", "cislo", "údaje", "udaje", "souhlas", "súhlas", "suhlas", "pokoj"),
    negatives=(
        "nevolat nevolať nevolejte nevolej nevolajte nevolaj nekontaktovat nekontaktovať "
        "nekontaktujte nekontaktuj netelefonovat netelefonovať netelefonujte neobtěžovat "
        "neobtezovat neobtěžujte neobtezujte neobťažovať neobtazovat neobťažujte nepřeje nepreje "
        "nepřejí nepřeji nepraje neželá nezela nechce nechci nechcem nechtějí nechcú vymazat "
        "vymazať vymažte smazat smažte smazte vyřadit vyradit vyradiť vyřaďte vyraďte odstranit "
        "odstrániť odstraňte odstrante odstráňte přestaňte prestante prestaňte žádné zadne žiadne "
        "ziadne odvolal odvolala odvolává odvoláva odvolán nechte nechajte"
    ),
    request=(
        r"\b(?:ne(?:volat|volať|vol[ae]jte|vol[ae]j|kontaktova[tť]|kontaktujte|kontaktuj|"
        r"telefonova[tť]|telefonujte|obt[eě][zž]ovat|obt[eě][zž]ujte|ob[tť]a[zž]ova[tť]|ob[tť]a[zž]ujte)|"
        r"ne(?:p[rř]ej[eií]|praj[eú]|[zž]el[aá])\s+si\s+(?:\w+\s+){0,2}"
        r"(?:kontakt\w*|vol[aá]\w*|telefon\w*|hovor\w*|obt\w*)|"
        r"nech(?:ce|ci|cem|t[eě]j[ií]|c[uú]),?\s+(?:(?:u[zž]|aby\w*|b[yý][tť]|[zž]iadne|[zž][aá]dn[eé]|"
        r"dal[sš][ií]e?|n[aá]m|mu|j[ií])\s+){0,3}(?:kontaktov\w+|vol[aá]\w+|telefon\w+|hovor\w+|"
        r"obt\w+)|"
        r"(?:vyma[zž]|sma[zž]|vy[rř]a[dď]|odstr[aá][nň])\w{0,3}\s+(?:\w+\s+){0,3}"
        r"(?:seznam\w*|zoznam\w*|datab\w+|evidenc\w+|telefonn\w+\s+[cč][ií]slo|[cč][ií]slo|"
        r"(?:osobn[ií]|moje|m[eé])\s+[uú]daje)|"
        r"p[rř]esta[nň]te\s+(?:\w+\s+){0,2}(?:vola[tť]|telefonova[tť]|obt\w+)|"
        r"[zž]i?[aá]dne?[eé]?\s+(?:dal[sš][ií]e?\s+)?(?:hovory|telefon[aá]ty|vol[aá]n[ií])|"
        r"odvol(?:al|ala|[aá]v[aá]|[aá]n)\s+(?:\w+\s+)?s[ouú]{1,2}hlas\w*|"
        r"nech(?:te|ajte)\s+(?:m[eěa]|n[aá]s)\s+(?:na\s+pokoji|b[yý][tť]))\b"
    ),
    later=(
        r"(?:\s+(?:mi|me|mě|ma|mu|ji|jí|nám|už|více|viac|prosím|prosim))*\s*,?\s*\b(?:p[rř]ed|do\s|"
        r"po\s+(?:\d|ob[eě]d|pr[aá]ci|18)|mezi|medzi|b[eě]hem|po[cč]as|v\s+(?:pond|[uú]ter|st[rř]e|"
        r"[cč]tv|[sš]tv|p[aá]t|sobot|ned[eě]l|pr[aá]ci|noci|l[eé]t[eě]|lete|pracovn|prosinci|lednu)|"
        r"o\s+(?:v[ií]kend\w*|dovolen|pr[aá]zdnin)|cez\s|dopoledne|odpoledne|dopoludnia|popoludn[ií]|"
        r"dnes|z[ií]tra|zajtra|r[aá]no|ve[cč]er|teď|teraz|zat[ií]m|zatia[lľ]|tento|tak\s|p[rř][ií]li[sš])"
    ),
    earlier=(
        rf"\b(?:(?:p[rř]ed|do|po)\s+{_CLOCK}(?:\s*hod\w*)?|dopoledne|odpoledne|dopoludnia|"
        r"popoludn[ií]|dnes|z[ií]tra|zajtra|r[aá]no|ve[cč]er|zat[ií]m|zatia[lľ]|o\s+v[ií]kend\w*|"
        r"cez\s+v[ií]kend|tento\s+t[yý][zž]d[eě]?[nň]|v\s+(?:pond|[uú]ter|st[rř]e|[cč]tv|[sš]tv|"
        r"p[aá]t|sobot|ned[eě]l|pr[aá]ci)\w*)\s*,?\s*(?:pros[ií]m\s*|rad[eě]ji\s*)?$"
    ),
)  # fmt: skip

_FINNISH = Language(
    verbs=("soit", "puhelu", "yhtey", "häirit", "hairit", "listal", "rekister", "numero", "tieto",
           "rauhaan", "suostumu", "kielto", "lista"),
    negatives=(
        "älä ala älkää alkaa älköön ei en eikä poista poistakaa poistettava lopeta lopettakaa jätä "
        "jättäkää jattakaa peruutti perui peruu"
    ),
    alone=(
        "soittokielto puhelinkielto puhelinmyyntikielto markkinointikielto "
        "suoramarkkinointikielto telemarkkinointikielto"
    ),
    request=(
        r"\b(?:(?:[äa]l[äa]|[äa]lk[äa][äa])\s+(?:(?:koskaan|en[äa][äa]|enempi?[äa]|ikin[äa]|minulle|"
        r"meille|h[äa]nelle)\s+){0,3}(?:soita|soittako|soitelko|h[äa]iritse|h[äa]iritk[öo]|"
        r"ota\s+yhteytt[äa]|ottako\s+yhteytt[äa])|"
        r"ei\s+saa\s+(?:en[äa][äa]\s+|koskaan\s+)?(?:soittaa|h[äa]irit[äa]|ottaa\s+yhteytt[äa])|"
        r"ei\s+(?:en[äa][äa]\s+)?(?:soiteta|soittoja|puheluita|puheluja|yhteydenottoja)|"
        r"(?:ei|en)\s+(?:en[äa][äa]\s+)?halua\s+(?:\w+\s+){0,2}(?:soit\w+|puhelu\w+|yhtey\w+|"
        r"h[äa]irit\w+)|"
        r"(?:poista\w*)\s+(?:\w+\s+){0,3}(?:listalta|listoilta|rekisterist[äa]|numero\w*|tieto\w*)|"
        r"lopet\w{1,7}\s+(?:\w+\s+){0,2}soit\w+|"
        r"j[äa]t(?:[äa]|t[äa]k[äa][äa])\s+(?:minut|meid[äa]t|h[äa]net)\s+rauhaan|"
        r"per(?:uutti|ui|uu)\s+suostumuks\w+|(?:soitto|puhelin|puhelinmyynti|markkinointi|"
        r"suoramarkkinointi|telemarkkinointi)kielto)\b"
    ),
    later=(
        r"(?:\s+(?:minulle|meille|h[äa]nelle|en[äa][äa]))*\s*,?\s*\b(?:ennen|j[äa]lkeen|t[äa]n[äa][äa]n|"
        r"huomenna|aamu\w+|ilta\w+|illalla|viikonlop\w+|maanantai\w*|tiistai\w*|keskiviikko\w*|"
        r"torstai\w*|perjantai\w*|lauantai\w*|sunnuntai\w*|klo|kello|t[öo]iss[äa]|ty[öo]aika\w+|"
        r"t[äa]ll[äa]\s+viikolla|viel[äa]|nyt|lomalla|kes[äa]ll[äa]|\d{1,2}\s*(?:j[äa]lkeen|ennen)|"
        r"n[äa]in\s|liian\s)"
    ),
    earlier=(
        rf"\b(?:ennen\s+{_CLOCK}|{_CLOCK}\s+j[äa]lkeen|t[äa]n[äa][äa]n|huomenna|aamu\w+|ilta\w+|"
        r"illalla|viikonlop\w+|maanantai\w*|perjantai\w*|lauantai\w*|sunnuntai\w*|viel[äa]|nyt|"
        r"lomalla|t[äa]ll[äa]\s+viikolla)\s*,?\s*$"
    ),
)  # fmt: skip

_TURKISH = Language(
    verbs=("ara", "ulaş", "ulas", "rahats", "iletişim", "iletisim", "irtibat", "telefon", "liste",
           "numara", "kayd", "veri", "çağrı", "cagri", "izn", "onay", "iys"),
    negatives=(
        "aramayın aramayin aramayınız aramayiniz arama aranmak aranmasın aranmasin aramasın "
        "aramasin aramasınlar aramasinlar aramayalım aramayalim ulaşmayın ulasmayin etmeyin "
        "etmeyiniz geçmeyin gecmeyin geçmeyiniz istemiyor istemiyorum istemiyorlar istemedi "
        "çıkarın çikarin cikarin çikarilsin cikarilsin çıkarılsın çıkarılmak çıkartın silin silinsin bırakın birakin kesin ret "
        "red geri liste listeye"
    ),
    request=(
        r"\b(?:aramay[ıi]n(?:[ıi]z)?|aramay(?:al[ıi]m|[ıi]n)|aramas[ıi]n(?:lar)?|aranmas[ıi]n|"
        r"(?:bir\s+daha|tekrar|beni|bizi)\s+arama|"
        r"(?:aran(?:mak|ma)|arama|telefon|[çc]a[ğg]r[ıi]|g[öo]r[üu][şs]me)\s+(?:kesinlikle\s+|"
        r"art[ıi]k\s+)?istem(?:iyor\w*|edi\w*)|"
        r"ula[şs]may[ıi]n(?:[ıi]z)?|rahats[ıi]z\s+etmeyin(?:iz)?|telefon\s+etmeyin(?:iz)?|"
        r"(?:ileti[şs]ime|irtibata)\s+ge[çc]meyin(?:iz)?|"
        r"liste(?:den|nizden)\s+(?:[çc][ıi]kar\w*|sil\w*)|"
        r"(?:numaram[ıi]|kayd[ıi]m[ıi]|verilerimi|bilgilerimi)\s+sil\w*|"
        r"aramay[ıi]\s+(?:b[ıi]rak[ıi]n|kesin)|kara\s+liste(?:ye)?|[iİ]ys\s+re[td]|"
        r"(?:izn(?:ini|imi)|onay[ıi]n[ıi]|onay[ıi]m[ıi])\s+geri\s+(?:[çc]ek\w+|ald\w+))\b"
    ),
    later=(
        r"(?:\s+l[üu]tfen)?\s*,?\s*\b(?:[şs]u\s*an|bug[üu]n|yar[ıi]n|sabah|ak[şs]am|hafta\s*sonu|"
        r"saat\s+\d|\d{1,2}\W{0,2}(?:den|dan|ten|tan)\s+(?:[öo]nce|sonra))"
    ),
    earlier=(
        r"\b(?:[öo]nce|sonra|kadar|bug[üu]n|yar[ıi]n|sabah\w*|ak[şs]am\w*|[öo][ğg]le\w*|gece\w*|"
        r"hafta\s*(?:sonu|i[çc]i)\w*|pazartesi|sal[ıi]|[çc]ar[şs]amba|per[şs]embe|cuma|cumartesi|"
        r"pazar|g[üu]n[üu]|g[üu]nleri|mesai\w*(?:\s+saat\w+)?|[şs]u\s*an(?:da)?|[şs]imdilik|hen[üu]z|"
        r"aras[ıi](?:nda)?|saatlerinde|toplant[ıi]da)\s*,?\s*(?:l[üu]tfen\s*)?$"
    ),
)  # fmt: skip

_HUNGARIAN = Language(
    verbs=("hív", "hiv", "keres", "zavar", "telefon", "list", "adatb", "szám", "szam", "adat",
           "béké", "beke", "hozzájár", "hozzajar"),
    negatives=(
        "ne nem töröljék torolje törölje töröljenek törölni vegyék vegyenek vegyen hagyjon "
        "hagyjanak hagyják tilos visszavonta visszavonom"
    ),
    request=(
        r"\b(?:ne\s+(?:(?:többet|tobbet|többé|soha|engem|minket|többször)\s+){0,2}"
        r"(?:h[ií]vj\w{0,5}|h[ií]vd|h[ií]vogass\w*|keress\w{0,4}|zavarj\w{0,4}|telefon[aá]lj\w*)|"
        r"nem\s+(?:szabad\s+(?:többet\s+)?h[ií]vni|h[ií]vható|"
        r"k[eé]r\s+(?:\w+\s+)?(?:h[ií]v[aá]st?|telefont|megkeres[eé]st)|"
        r"(?:szeretné|akarja|kívánja),?\s+hogy\s+(?:\w+\s+)?(?:h[ií]vj\w+|keress\w+|zavarj\w+)|"
        r"j[aá]rul\s+hozz[aá]\s+(?:\w+\s+)?h[ií]v\w+)|"
        r"h[ií]v[aá]sa?\s+tilos|tilos\s+h[ií]vni|"
        r"t[öo]r[öo]l(?:je|j[eé]k|jenek|ni)\s+(?:\w+\s+){0,3}(?:sz[aá]m\w*|adat\w*|list\w+)|"
        r"vegye(?:n|nek|k|tek)?\s+(?:\w+\s+)?le\s+(?:\w+\s+){0,2}list[aá]\w+|"
        r"vegy[eé]k\s+(?:\w+\s+)?le\s+(?:\w+\s+){0,2}list[aá]\w+|"
        r"hagyj(?:on|anak|[aá]k)\s+(?:\w+\s+)?b[eé]k[eé]n|"
        r"visszavon(?:ta|om)\s+(?:\w+\s+)?hozz[aá]j[aá]rul\w+)\b"
    ),
    later=(
        r"(?:\s+(?:többet|engem|telefonon|kérem))*\s*,?\s*(?:\d{1,2}\W?(?:\d{2})?\s*(?:óra\s+|"
        r"órától\s+)?(?:el[őöo]tt|ut[aá]n|és|[eé]s)|\b(?:ma\b|holnap|reggel|este|d[eé]lel[őöo]tt|"
        r"d[eé]lut[aá]n|h[eé]tv[eé]g[eé]n|h[eé]tf[őöo]n|kedden|szerd[aá]n|cs[üu]t[öo]rt[öo]k[öo]n|"
        r"p[eé]nteken|szombaton|vas[aá]rnap|munkaid[őöo]\w+|mostan[aá]ban|most\b|m[eé]g\b|"
        r"ilyen\s|túl\s|ezen\s|a\s+h[eé]ten|nyáron|ebéd))"
    ),
    earlier=(
        r"(?:\b\d{1,2}\W?(?:\d{2})?\s*(?:óra\s+)?(?:el[őöo]tt|ut[aá]n)|\b(?:ma|holnap|reggel|este|"
        r"d[eé]lel[őöo]tt|d[eé]lut[aá]n|h[eé]tv[eé]g[eé]n|h[eé]tf[őöo]n|p[eé]nteken|szombaton|"
        r"munkaid[őöo]\w+|most|m[eé]g|ezen\s+a\s+h[eé]ten))\s*,?\s*(?:k[eé]rem\s*|"
        r"ink[aá]bb\s*)?$"
    ),
)  # fmt: skip

_ROMANIAN = Language(
    verbs=("sun", "contact", "apel", "telef", "deranj", "list", "baz", "număr", "numar", "date",
           "consim", "pace"),
    negatives=(
        "nu fără fara ștergeți stergeti șterge sterge scoateți scoateti scoateți-mă scoateti-ma "
        "încetați incetati opriți opriti retrage retras lăsați-mă lasati-ma"
    ),
    request=(
        r"\b(?:(?:a\s+)?nu\s+(?:(?:m[aă]|ne|[iî]l|o|[iî]i|se|mai|v[aă]|niciodat[aă])\s+){0,3}"
        r"(?:suna(?:[tț]i|m)?|sunați|contacta(?:[tț]i)?|apela(?:[tț]i)?|telefona(?:[tț]i)?|"
        r"deranja(?:[tț]i)?)|"
        r"nu\s+(?:mai\s+)?(?:dore[sș]te|dore[sș]c|vrea|vor|accept[aă])\s+(?:(?:s[aă]|mai|fie|"
        r"l|o|[iî]i|alte)\W?\s*){0,4}(?:sunat\w*|contactat\w*|apelat\w*|apeluri|telefoane|"
        r"deranjat\w*|sun[aă]m|contact[aă]m)|"
        r"f[aă]r[aă]\s+(?:apeluri|telefoane)|"
        r"[sș]terge(?:[tț]i)?\s+(?:\w+\s+){0,2}(?:num[aă]r\w*|date\w*|list\w*|baz\w*)|"
        r"scoate[tț]i(?:-m[aă]|-ne)?\s+(?:\w+\s+){0,3}(?:list\w+|baz\w+)|"
        r"(?:[iî]nceta[tț]i|opri[tț]i|opri[tț]i-v[aă])\s+(?:s[aă]\s+|din\s+)?(?:\w+\s+)?"
        r"(?:suna[tț]i|sunat|apela[tț]i|apelurile)|"
        r"retra(?:ge|s)\s+(?:\w+\s+)?consim[tț][aă]m[aâ]nt\w+|l[aă]sa[tț]i-(?:m[aă]|ne)\s+[iî]n\s+"
        r"pace)\b"
    ),
    later=(
        r"(?:\s+(?:v[aă]\s+rog|mai))?\s*,?\s*\b(?:[iî]nainte|dup[aă]\s+(?:ora|\d|pr[aâ]nz|mas)|p[aâ]n[aă]|"
        r"azi|ast[aă]zi|m[aâ]ine|diminea[tț]\w*|seara|dup[aă]-amiaz\w*|la\s+(?:pr[aâ]nz|munc|serv|"
        r"birou|ora|\d)|[iî]n\s+(?:weekend|timpul|concediu|aceast)|luni\w*|mar[tț]i\w*|miercuri\w*|"
        r"joi\w*|vineri\w*|s[aâ]mb[aă]t\w*|duminic\w*|[iî]ntre|acum|momentan|a[sș]a\s|prea\s|"
        r"s[aă]pt[aă]m[aâ]na)"
    ),
    earlier=(
        r"\b(?:[iî]nainte\s+de\s+(?:ora\s+)?\d[\d:]*|dup[aă]\s+(?:ora\s+)?\d[\d:]*|azi|ast[aă]zi|m[aâ]ine|"
        r"diminea[tț]\w*|seara|[iî]n\s+weekend|luni|mar[tț]i|miercuri|joi|vineri|s[aâ]mb[aă]ta|duminica|"
        r"momentan|acum|telefonul|num[aă]rul|linia)\s*,?\s*$"
    ),
)  # fmt: skip

_GREEK = Language(
    verbs=("καλ", "τηλ", "ενοχλ", "επικοινων", "κλήσ", "κλησ", "διαγρ", "ησυχ", "ήσυχ", "συγκατ",
           "παίρν", "παιρν", "πάρ", "παρετε", "μητρώο"),
    negatives=(
        "μην μη δεν όχι οχι διαγράψτε διαγραψτε διαγραφή διαγραφη σταματήστε σταματηστε αφήστε "
        "αφηστε ανακαλεί ανακαλει μητρώο"
    ),
    request=(
        r"\b(?:μην?\s+(?:(?:με|μασ|τον|την|μου|ξαν[αά]|ποτ[εέ])\s+){0,2}(?:ξανα)?(?:καλ[εέ]\w+|"
        r"τηλεφων\w+|ενοχλ\w+|επικοινων\w+|π[αά][ιί]?ρν?ετε(?:\s+\w+)?\s+τηλ[εέ]φωνο)|"
        r"δεν\s+(?:θ[εέ]λ(?:ει|ω|ουν)|επιθυμ(?:ε[ιί]|[ωώ]|ο[υύ]ν))\s+(?:(?:να|τον|την|με|μασ|[αά]λλε[σς]|"
        r"[αά]λλα|δ[εέ]χεται)\s+){0,4}(?:κλ[ηή]σει[σς]|τηλεφων\w+|καλ[οεέ]\w+|ενοχλ\w+|επικοινων\w+)|"
        r"[οό]χι\s+(?:[αά]λλε[σς]\s+κλ[ηή]σει[σς]|[αά]λλα\s+τηλεφων[ηή]ματα)|"
        r"διαγρ[αά](?:ψτε|φ[ηή])\s+(?:\w+\s+){0,3}(?:λ[ιί]στα\w*|αριθμ\w+|στοιχε\w+)|"
        r"σταματ[ηή]στε\s+(?:να\s+)?(?:\w+\s+)?(?:καλ\w+|τηλεφων\w+|ενοχλ\w+)|"
        r"αφ[ηή]στε\s+(?:με|μας)\s+[ηή]συχ\w+|"
        r"ανακαλε[ιί]\s+(?:\w+\s+)?συγκατ[αά]θεσ\w+|μητρ[ωώ]ο\s+(?:του\s+)?[αά]ρθρου\s+11)\b"
    ),
    later=(
        r"(?:\s+(?:παρακαλ[ωώ]|ξαν[αά]))?\s*,?\s*\b(?:πριν|μετ[αά]\s+(?:τι[σς]|απ[οό]|το)|σ[ηή]μερα|"
        r"α[υύ]ριο|τ[οη]ν?\s+(?:πρω[ιί]|βρ[αά]δυ|μεσημ[εέ]ρι|απ[οό]γευμα|σαββατοκ|δευτ[εέ]ρα|"
        r"παρασκευ|σ[αά]ββατο|κυριακ)|μ[εέ]χρι|[εέ]ω[σς]|τ[ωώ]ρα|τ[οό]σο|πολ[υύ]\s+ν|ακ[οό]μα|"
        r"στ[ιη][σς]?\s+(?:\d|δουλει|διακοπ)|αυτ[ηή]\s+την)"
    ),
    earlier=(
        r"\b(?:πριν\s+(?:τι[σς]\s+)?\d[\d:]*|μετ[αά]\s+τι[σς]\s+\d[\d:]*|σ[ηή]μερα|α[υύ]ριο|το\s+(?:πρω[ιί]|"
        r"βρ[αά]δυ|μεσημ[εέ]ρι|απ[οό]γευμα|σαββατοκ[υύ]ριακο))\s*,?\s*(?:παρακαλ[ωώ]\s*)?$"
    ),
)  # fmt: skip

_SOUTH_SLAVIC = Language(
    verbs=("zva", "zov", "kontakt", "poziv", "uznemir", "omet", "kli", "klic", "moti", "popis",
           "list", "baz", "broj", "podat", "številk", "stevilk", "privol", "suglas", "soglas",
           "pristan", "miru", "seznam"),
    negatives=(
        "ne nemojte nemoj prestanite prenehajte nehajte brisati obrišite obrisite izbrišite "
        "izbrisite uklonite umaknite odstranite povukao povukla povlači povlaci preklical "
        "preklicala preklicuje ostavite pustite bez brez"
    ),
    request=(
        r"\b(?:ne\s+(?:(?:me|ga|ju|nas|vi[sš]e|ve[cč])\s+){0,2}(?:zvati|zovi(?:te)?|nazivati|"
        r"kontaktirati|kontaktirajte|uznemiravati|uznemiravajte|ometati|klicati|kli[cč]i(?:te)?|"
        r"motiti|motite)|"
        r"nemoj(?:te)?\s+(?:(?:me|ga|nas|vi[sš]e|da)\s+){0,2}(?:zvati|zovete|nazivati|kontaktirati|"
        r"uznemiravati)|"
        r"ne\s+[zž]el(?:i|im|imo|e),?\s+(?:(?:da|bi|biti|se|ga|ju|je|vi[sš]e|primati|primat|ve[cč]|"
        r"dobivati|nobenih)\s+){0,3}(?:zov\w+|zva\w+|poziv\w*|kontakt\w+|uznemir\w+|klic\w*|"
        r"kli[cč]\w+|poklican\w?)|"
        r"prestanite\s+(?:\w+\s+){0,2}(?:zvati|zovete|nazivati|uznemiravati)|"
        r"(?:prenehajte|nehajte)\s+(?:\w+\s+)?klicati|(?:bez|brez)\s+(?:poziva|klicev)|"
        r"(?:brisati|obri[sš]ite|izbri[sš]ite|uklonite|umaknite|odstranite)\s+(?:\w+\s+){0,4}"
        r"(?:popisa|liste|baze|broj|podatke|[sš]tevilko|seznama)|"
        r"(?:povuk(?:ao|la)|povla[cč]i|preklic(?:al|ala|uje))\s+(?:\w+\s+)?(?:privol\w+|suglasnost|"
        r"soglasje|pristanak)|(?:ostavite|pustite)\s+(?:me|nas)\s+(?:na|pri)\s+miru)\b"
    ),
    later=(
        r"(?:\s+(?:me|nas|vi[sš]e|ve[cč]|molim|prosim))*\s*,?\s*\b(?:prije|pre\b|pred\s|poslije|posle|"
        r"nakon|po\s+\d|do\s|ujutro|zjutraj|nave[cč]er|uve[cč]er?|zve[cč]er|danas|danes|sutra|jutri|"
        r"vikendom|ob\s+(?:vikendih|\d)|pon\w+kom|pet\w*kom|u\s+(?:pon|uto|sri|sre|[cč]et|pet|sub|"
        r"ned)|v\s+(?:pon|tor|sre|[cč]et|pet|sob|ned|slu[zž])|izme[dđ]u|med\s|tijekom|tokom|sada|"
        r"zdaj|jo[sš]|[sš]e\s|tako\s|prerano|ovaj|ta\s+teden|na\s+pos)"
    ),
    earlier=(
        rf"\b(?:(?:prije|pre|pred|poslije|posle|nakon|po|do)\s+{_CLOCK}(?:\s*(?:sati|h|uri|ure))?|"
        r"ujutro|zjutraj|nave[cč]er|uve[cč]e|zve[cč]er|danas|danes|sutra|jutri|vikendom|"
        r"ob\s+vikendih|jo[sš]|za\s*sada|zaenkrat|dopoldne|popoldne)\s*,?\s*(?:molim\s*|"
        r"prosim\s*)?$"
    ),
)  # fmt: skip

_BULGARIAN = Language(
    verbs=("звън", "обажд", "търс", "безпоко", "контакт", "списък", "списъ", "баз", "номер", "данни",
           "съглас", "мира"),
    negatives=(
        "не спрете изтрийте махнете премахнете оттегля оттегли оттеглям без оставете"
    ),
    request=(
        r"\b(?:(?:да\s+)?не\s+(?:(?:ми|ме|ни|му|се|повече|желая)\s+){0,3}(?:звън(?:ете|и|ите|ят)|"
        r"обажда(?:йте|й|ме|т)|търс(?:ете|и)|безпоко(?:йте|и)|контактува(?:йте|й))|"
        r"не\s+(?:желае|желая|иска|искат)\s+(?:(?:да|бъде|му|се|я|го|повече|получава)\s+){0,4}"
        r"(?:търс\w+|безпоко\w+|обажда\w+|звън\w+|контакт\w*)|"
        r"спрете\s+(?:да\s+)?(?:(?:ми|ме|се)\s+){0,2}(?:звън\w+|обажд\w+|търс\w+)|"
        r"(?:изтрийте|махнете|премахнете)\s+(?:\w+\s+){0,3}(?:номер\w*|данни\w*|списък\w*|баз\w+)|"
        r"без\s+обаждания|оттегл(?:я|и|ям)\s+(?:\w+\s+)?съгласи\w+|оставете\s+(?:ме|ни)\s+на\s+мира)"
        r"\b"
    ),
    later=(
        r"(?:\s+(?:повече|моля))?\s*,?\s*\b(?:преди|след|до\s|между|днес|утре|сутрин|вечер|на\s+обяд|"
        r"през|в\s+(?:пон|вто|сря|чет|пет|съб|нед|раб|\d)|сега|още|толкова|тази|засега)"
    ),
    earlier=(
        r"\b(?:(?:преди|след|до)\s+\d[\d:]*(?:\s*ч\w*\.?)?|днес|утре|сутрин|вечер|засега|още|"
        r"през\s+уикенда)\s*,?\s*(?:моля\s*)?$"
    ),
)  # fmt: skip

_UKRAINIAN = Language(
    verbs=("дзвон", "дзвін", "телефон", "турбу", "набира", "номер", "баз", "спис", "згод", "спок"),
    negatives=(
        "не видаліть видалити приберіть прибрати припиніть без відкликав відкликала дайте чорний "
        "чорному"
    ),
    request=(
        r"\b(?:не\s+(?:(?:треба|потрібно|слід|більше|мені|йому|їй|нам|сюди)\s+){0,3}"
        r"(?:(?:пере)?дзвон(?:ити|іть|юйте|ювати)|(?:за)?телефону(?:вати|йте)|турбу(?:вати|йте)|"
        r"набира(?:ти|йте))|"
        r"не\s+(?:хоче|хочу|бажає),?\s+(?:(?:щоб|йому|їй|отримувати|більше)\s+){0,3}(?:дзвон\w+|"
        r"дзвінк\w+|телефон\w+|турбу\w+)|"
        r"(?:видал(?:іть|ити)|приб(?:еріть|рати))\s+(?:\w+\s+){0,3}(?:номер\w*|баз\w+|спис\w+)|"
        r"припиніть\s+(?:\w+\s+)?дзвонити|без\s+дзвінків|відклика(?:в|ла)\s+(?:\w+\s+)?згод\w+|"
        r"дайте\s+(?:мені\s+|нам\s+)?спокій|чорн\w+\s+спис\w+)\b"
    ),
    later=(
        r"(?:\s+(?:більше|будь\s+ласка))?\s*,?\s*\b(?:до\s|після\s+(?:\d|обід|робот)|раніше|пізніше|"
        r"сьогодні|завтра|зранку|вранці|ввечері|увечері|вдень|у\s+(?:вих|пон|вів|сер|чет|пят|п['’]ят|суб|"
        r"нед|від)|в\s+(?:вих|обід|\d|цей)|на\s+цьому|поки|ще\s|зараз|під\s+час|так\s|по\s+\w+ах|"
        r"з\s+\d|між)"
    ),
    earlier=(
        r"\b(?:(?:до|після)\s+\d[\d:]*(?:\s*год\w*)?|сьогодні|завтра|зранку|вранці|ввечері|увечері|"
        r"поки(?:\s+що)?|у\s+вихідні)\s*,?\s*(?:краще\s*)?$"
    ),
)  # fmt: skip

_LITHUANIAN = Language(
    verbs=("skamb", "susisie", "trukd", "numer", "duomen", "sąraš", "saras", "sutikim", "ramyb"),
    negatives=(
        "neskambinti neskambinkite neskambink nebeskambinti nebeskambinkite nesusisiekti "
        "nesusisiekite netrukdyti netrukdykite nenori nepageidauja ištrinkite istrinkite "
        "pašalinkite pasalinkite išbraukite isbraukite nustokite atšaukė atsauke palikite"
    ),
    request=(
        r"\b(?:ne(?:be)?skambin(?:ti|kite|k)|nesusisie(?:kti|kite)|netrukdy(?:ti|kite)|"
        r"ne(?:nori|pageidauja),?\s+(?:(?:kad|jam|jai|daugiau|jokių)\s+){0,3}(?:skamb\w+|trukd\w+)|"
        r"(?:i[sš]trinkite|pa[sš]alinkite|i[sš]braukite)\s+(?:\w+\s+){0,3}(?:numer\w+|duomen\w+|"
        r"s[aą]ra[sš]\w+)|nustokite\s+(?:\w+\s+)?skambin\w+|at[sš]auk[eė]\s+(?:\w+\s+)?sutikim\w+|"
        r"palikite\s+\w+\s+ramyb\w+)\b"
    ),
    later=(
        r"(?:\s+(?:man|jam|jai|daugiau|prašau|prasau))*\s*,?\s*\b(?:iki|prie[sš]|po\s+(?:\d|pietų|"
        r"pietu|darbo)|tarp|[sš]iandien|rytoj|ryt[eaą]\w*|vakare|savaitgal\w*|pirmadien\w*|"
        r"penktadien\w*|dar\b|dabar|taip\s|darbo\s|[sš]i[aą]\s)"
    ),
    earlier=(
        r"\b(?:(?:iki|po)\s+\d[\d:]*(?:\s*val\w*\.?)?|[sš]iandien|rytoj|rytais|vakarais|"
        r"savaitgal\w*|kol\s+kas|dar)\s*,?\s*(?:pra[sš]au\s*)?$"
    ),
)  # fmt: skip

_LATVIAN = Language(
    verbs=("zvan", "sazin", "traucē", "traucet", "numur", "dat", "sarakst", "piekriš", "mier"),
    negatives=(
        "nezvanīt nezvanit nezvaniet nezvani nesazināties nesazinieties netraucēt netraucet "
        "netraucējiet nevēlas nevelas negrib izdzēsiet izdzesiet izņemiet iznemiet beidziet "
        "atsauc atsauca lieciet"
    ),
    request=(
        r"\b(?:nezvan(?:[iī]t|iet|i)|nesazin[aā]ties|nesazinieties|netrauc(?:[eē]t|[eē]jiet)|"
        r"ne(?:v[eē]las|grib),?\s+(?:(?:lai|vi[nņ]am|vi[nņ]ai|vairs|tikt|sa[nņ]emt)\s+){0,3}"
        r"(?:zvan\w+|trauc[eē]\w+)|"
        r"(?:izdz[eē]siet|iz[nņ]emiet)\s+(?:\w+\s+){0,3}(?:numur\w+|dat\w+|sarakst\w+)|"
        r"beidziet\s+(?:\w+\s+)?zvan\w+|atsauca?\s+(?:\w+\s+)?piekri[sš]\w+|"
        r"lieciet\s+\w+\s+mier\w+)\b"
    ),
    later=(
        r"(?:\s+(?:man|vairs|lūdzu|ludzu))*\s*,?\s*\b(?:pirms|p[eē]c\s+(?:\d|pusdien|darb)|l[iī]dz|"
        r"starp|[sš]odien|r[iī]t\b|no\s+r[iī]ta|vakar[aāo]s?|r[iī]tos|br[iī]vdien\w*|pirmdien\w*|"
        r"piektdien\w*|v[eē]l\b|tagad|tik\s|darba\s|[sš]on)"
    ),
    earlier=(
        r"\b(?:(?:pirms|p[eē]c|l[iī]dz)\s+(?:plkst\.?\s*)?\d[\d:]*|[sš]odien|no\s+r[iī]ta|vakaros|"
        r"br[iī]vdien[aā]s|pagaid[aā]m|v[eē]l)\s*,?\s*(?:l[uū]dzu\s*)?$"
    ),
)  # fmt: skip

_ESTONIAN = Language(
    verbs=("helista", "kõne", "kone", "tülita", "tulita", "ühendust", "number", "numbri", "andme",
           "nimekir", "nõusolek", "rahule"),
    negatives=(
        "ära ara ärge arge mitte ei kustutage kustuta eemaldage eemalda lõpetage lopetage võttis "
        "jätke jatke"
    ),
    request=(
        r"\b(?:[äa]ra\s+(?:(?:enam|rohkem|mulle)\s+){0,2}(?:helista|t[üu]lita)|"
        r"[äa]rge\s+(?:(?:enam|rohkem|mulle|meile|mind)\s+){0,2}(?:helistage|t[üu]litage|"
        r"v[õo]tke\s+[üu]hendust)|"
        r"mitte\s+(?:enam\s+|rohkem\s+)?(?:helistada|t[üu]litada)|"
        r"ei\s+(?:soovi|taha),?\s+(?:(?:et|talle|enam|rohkem)\s+){0,3}(?:k[õo]nesid|helista\w+|"
        r"t[üu]lita\w+)|"
        r"(?:kustuta(?:ge)?|eemalda(?:ge)?)\s+(?:\w+\s+){0,2}(?:numb\w+|andme\w+|nimekir\w+)|"
        r"l[õo]petage\s+(?:\w+\s+)?helistami\w+|v[õo]ttis\s+(?:\w+\s+)?n[õo]usoleku\s+tagasi|"
        r"j[äa]tke\s+\w+\s+rahule)\b"
    ),
    later=(
        r"(?:\s+(?:enam|mulle|palun))*\s*,?\s*\b(?:enne|p[äa]rast|kuni|t[äa]na|homme|hommiku\w*|"
        r"[õo]htu\w*|n[äa]dalavahetus\w*|esmasp[äa]ev\w*|reede\w*|veel\b|praegu|nii\s|liiga\s|"
        r"t[öo][öo]ajal|sel\s|kell\s)"
    ),
    earlier=(
        r"\b(?:(?:enne|p[äa]rast)\s+(?:kella\s*)?\d[\d:]*|t[äa]na|homme|hommikul|[õo]htul|"
        r"n[äa]dalavahetusel|praegu|veel)\s*,?\s*(?:palun\s*)?$"
    ),
)  # fmt: skip

_HEBREW = Language(
    verbs=("קשר", "שיח", "סיר", "טריד", "מחק", "למחוק", "תעזבו", "עזבו", "רשימה"),
    negatives=(
        "לא אל להסיר הסירו תסירו הסר להפסיק תפסיקו הפסיקו תפסיק מחקו למחוק תמחקו תעזבו עזבו"
    ),
    request=(
        r"\b(?:(?:נא\s+)?לא\s+(?:להתקשר|ליצור\s+קשר|להטריד)|"
        r"אל\s+ת(?:תקשר[וי]?|צרו?\s+(?:איתי\s+)?קשר|טריד[וי]?)|"
        r"לא\s+(?:רוצה|רוצים|מעוניי?נ?ן?ת?)\s+(?:ב|ש|לקבל\s+|שום\s+|יותר\s+){0,3}(?:שיחות|יתקשרו|"
        r"תתקשרו)|"
        r"(?:להסיר|הסירו|תסירו|הסר)\s+(?:\w+\s+)?(?:מהרשימה|מרשימה|מהמאגר|ממאגר|אותי)|"
        r"(?:להפסיק|תפסיקו|הפסיקו|תפסיק)\s+להתקשר|"
        r"(?:מחקו|למחוק|תמחקו)\s+את\s+(?:המספר|הפרטים)|תעזבו\s+אותי|עזבו\s+אותי)\b"
    ),
    later=(
        r"(?:\s+(?:אליי?|אלי|יותר|בבקשה))*\s*,?\s*\b(?:לפני|אחרי|היום|מחר|בבוקר|בערב|בצהריים|עד\s|"
        r"בין\s|עכשיו|כרגע|בשבת|בשישי|ביום\s|בסופ|השבוע|מוקדם|בשעות)"
    ),
    earlier=r"\b(?:(?:לפני|אחרי|עד)\s+\d[\d:]*|היום|מחר|בבוקר|בערב|בשבת|כרגע|עכשיו)\s*,?\s*(?:נא\s*)?$",
)  # fmt: skip

_ARABIC = Language(
    verbs=("تصل", "تصال", "تواصل", "مكالم", "زعج", "زعاج", "رقم", "قائمة", "موافق"),
    negatives=(
        "لا عدم ممنوع توقف توقفوا أوقفوا اوقفوا احذف احذفوا حذف ازالة إزالة سحب وعدم بعدم"
    ),
    request=(
        r"\b(?:لا\s+ت(?:تصل|تصلوا?|تصلي|تواصل|تواصلوا?|زعج|زعجوا?)(?:ني|نا)?|"
        r"[وب]?عدم\s+(?:ال[اإ]تصال|التواصل|ال[اإ]زعاج)|ممنوع\s+ال[اإ]تصال|"
        r"لا\s+(?:يريد|تريد|[اأ]ريد|يرغب|ترغب|[اأ]رغب)\s+(?:(?:في|ب|[اأ]ي|تلقي|[اأ]ن|استقبال)\s*){0,3}"
        r"(?:ال)?(?:[اإ]تصال\w*|مكالمات|نتصل|تتصل\w*)|"
        r"(?:توقفوا?|[اأ]وقفوا?)\s+(?:عن\s+)?ال[اإ]تصال|"
        r"(?:احذفوا?|حذف)\s+(?:رقمي|الرقم|بياناتي)|[اإ]زالة\s+(?:\w+\s+)?من\s+القائمة|"
        r"سحب\s+الموافقة)\b"
    ),
    later=(
        r"(?:\s+(?:به|بها|بي|بنا|بهم|من\s+فضلك))*\s*,?\s*\b(?:قبل|بعد|اليوم|غد[اًا]|صباح\w*|مساء\w*|في\s+"
        r"(?:الصباح|المساء|الليل|عطلة|وقت|يوم)|حتى|بين|ال[آا]ن|يوم\s|خلال|حاليا|هذا|[اأ]ثناء)"
    ),
    earlier=r"\b(?:(?:قبل|بعد)\s+(?:الساعة\s+)?\d[\d:]*|اليوم|غدا|صباحا|مساء|حاليا)\s*[,،]?\s*$",
)  # fmt: skip

_HINDI = Language(
    verbs=("call", "phone", "fon", "number", "list", "pareshan", "कॉल", "काल", "फोन", "फ़ोन", "नंबर",
           "परेशान"),
    negatives="mat na nahi nahin band hata hatao hatado nikal nikalo mana मत न ना नहीं बंद हटा हटाओ",
    request=(
        r"(?:\b(?:(?:call|phone|fon)s?\s+(?:mat|na)\s+kar(?:o|na|e|en|ein|iye|iyega|do)?|"
        r"(?:call|phone|fon)s?\s+(?:mat|na)\s+kijiye(?:ga)?|"
        r"mat\s+(?:call|phone)\s+kar\w{0,4}|"
        r"(?:calls?|phone)\s+(?:nahi|nahin)\s+chah?iye|"
        r"(?:calls?|phone)(?:\s+karna)?\s+band\s+(?:karo|kar\s*do|karein|kijiye)|"
        r"(?:number|list\s+se)\s+(?:\w+\s+)?(?:hata\s*(?:do|o|dijiye)|nikal(?:o|\s*do))|"
        r"pareshan\s+(?:mat|na)\s+kar\w{0,4}|"
        r"call\s+karne\s+se\s+mana\s+ki?ya)\b|"
        r"(?:कॉल|काल|फ़?ोन)\s+(?:मत|न|ना)\s+(?:करो|करना|करें|करे|कीजिए|कीजिये|करिए)|"
        r"(?:कॉल|फ़?ोन)(?:\s+करना)?\s+बंद\s+(?:करो|करें|कर\s+दो)|"
        r"(?:नंबर|लिस्ट\s+से)\s+(?:\S+\s+)?हटा(?:ओ|\s+दो)|परेशान\s+(?:मत|न)\s+कर)"
    ),
    later=(
        r"\s*,?\s*(?:\b(?:abhi|aaj|kal|subah|sham|shaam|raat|dopahar|\d{1,2}\s*(?:baje|am|pm)|sunday|"
        r"office)\b|अभी|आज|कल|सुबह|शाम|रात)"
    ),
    earlier=(
        r"(?:\b(?:abhi|aaj|kal|subah|sham|shaam|raat\s*ko|raat|dopahar|pehle|se\s+pehle|ke\s+baad|baad|"
        r"sunday\s*(?:ko)?|sundays?|din\s+me|office\s+me)|अभी|आज|कल|सुबह|शाम|रात\s+को|से\s+पहले|के\s+बाद)"
        r"\s*,?\s*(?:please\s*|plz\s*)?$"
    ),
)  # fmt: skip

_DAY_JA = (
    r"(?:午前中?|午後|夜間?|夜遅く|朝|早朝|昼間?|昼休み|今日|本日|明日|今週|今月|来週|平日|週末|休日|土日|祝日|"
    r"[月火水木金土日]曜日?|営業時間外|勤務中|会議中|仕事中|[0-9０-９]{1,2}時(?:半)?(?:まで|以降|以前|前|後|より前)?)"
)
_JAPANESE = Language(
    verbs=("電話", "架電", "連絡", "コール", "リスト", "番号", "かけ", "名簿"),
    negatives="しないで 不要 禁止 断り 断わり 控え 遠慮 ないで 削除 外して 消して ng NG",
    request=(
        r"(?:(?:もう|二度と|今後は?、?)?(?:お?電話|ご?連絡|架電|営業電話|コール)(?:を|は)?(?:もう|二度と)?"
        r"(?:し|して来|してこ|かけ|かけて来|かけてこ|掛け)ないで|"
        r"(?:もう|二度と)(?:かけ|掛け)(?:て来|てこ)?ないで|"
        r"(?:お?電話|架電|営業電話|電話営業|電話連絡|テレアポ|コール)(?:は|を|の|等|など)?(?:一切)?"
        r"(?:不要|禁止|NG|お断り|お断わり|ご遠慮|お控え)|"
        r"(?:今後|以後|以降)(?:の|は|一切)*(?:ご?連絡|お?電話)(?:は|を)?(?:一切)?"
        r"(?:不要|禁止|お断り|ご遠慮|お控え)|ご?連絡(?:は|を)?(?:一切)?(?:禁止|お断り|ご遠慮|お控え)|"
        r"(?:リスト|名簿)(?:から)(?:\S{0,6})?(?:削除|外して|除外)|"
        r"(?:電話)?番号を?(?:削除|消して))"
    ),
    later=r"(?:ください|下さい)?、?(?:まで|今は|今日は|午前)",
    earlier=rf"(?:{_DAY_JA}(?:に|の)?(?:は|の)?|折り?返し(?:の|は)?|今は|{_DAY_JA}まで(?:は)?)[、,\s]*$",
    unspaced=True,
)  # fmt: skip

_CHINESE = Language(
    verbs=("电话", "電話", "来电", "來電", "致电", "致電", "联系", "聯絡", "聯繫", "拨打", "撥打", "打扰",
           "打擾", "骚扰", "騷擾", "号码", "號碼", "黑名单", "黑名單", "再打", "勿扰", "勿擾", "名单", "名單"),
    negatives="不要 别 別 勿 拒绝 拒絕 停止 不想 不愿 不願 不希望 删除 刪除 移除 黑名 免打",
    request=(
        r"(?:(?:请|請)?(?:不要|别|別|勿|切勿)(?:再|再次)?(?:给我们?|給我們?|向我们?|跟我们?)?(?:再)?"
        r"(?:打(?:来|來)?(?:电话|電話)|(?:来|來)(?:电|電)|致(?:电|電)|联系|聯絡|聯繫|(?:拨|撥)打|"
        r"打(?:扰|擾)|(?:骚|騷)(?:扰|擾))|"
        r"(?:不要|别|別)再打(?:了|来|來)?|勿(?:扰|擾)|免打(?:扰|擾)|"
        r"拒(?:绝|絕)(?:再次?)?(?:(?:来|來)(?:电|電)|(?:接受)?(?:推销|推銷|营销|營銷|行销|行銷)?(?:电话|電話)|"
        r"联系|聯絡)|"
        r"不(?:想|愿意?|願意?|希望)(?:再)?(?:接(?:到|听|聽|受)?|收到|被)(?:任何|推销|推銷|营销|營銷)?"
        r"(?:电话|電話|来电|來電|打扰|打擾|联系|聯絡|骚扰|騷擾)|"
        r"停止(?:给我|給我)?(?:(?:拨|撥)打|(?:来|來)(?:电|電)|打(?:电话|電話)|致(?:电|電)|联系|聯絡)|"
        r"从(?:\S{0,6})(?:名单|列表|数据库)(?:中|里|上)?(?:删除|移除|去掉)|"
        r"(?:删除|刪除)(?:我|本人)?的?(?:号码|號碼|电话|電話|信息|资料|資料)|"
        r"(?:列入|加入|拉入|拉)黑名(?:单|單))"
    ),
    later=r"(?:太[早晚]|得太|之前|(?:,|,|\s)*(?:今天|明天|上午|下午|现在))",
    earlier=(
        r"(?:上午|下午|晚上|早上|中午|午休(?:时间)?|今天|明天|今日|明日|本周|这周|週末|周末|"
        r"(?:周|週|星期)[一二三四五六日天]|[0-9]{1,2}(?:[点點时時]半?|:[0-9]{2})(?:之?前|之?后|之?後|以前|以后|以後)?|"
        r"之前|之后|工作时间|上班(?:时间|時間)?|开会(?:时|中)?|现在|現在|暂时|暫時|节假日)[,,、\s]*(?:请|請)?$"
    ),
    unspaced=True,
)  # fmt: skip

_KOREAN = Language(
    verbs=("전화", "연락", "통화", "콜", "수신", "번호", "명단", "리스트", "귀찮"),
    negatives="마세요 마십 말아 지마 마라 말것 금지 거부 그만 원치 원하지 삭제 빼 제외 말 마",
    request=(
        r"(?:(?:전화|연락|콜)(?:를|을)?\s*(?:다시는\s*)?(?:하지|주지|걸지)\s*(?:마(?:세요|십시오|라|요)?|"
        r"말(?:아\s*주세요|아\s*달라\w*|아|\s*것|라고\s*\w*))|"
        r"(?:전화|연락)(?:는|은|을|를)?\s*(?:이제\s*)?그만|"
        r"(?:전화|연락|콜)\s*금지|(?:전화|연락|수신)\s*거부|"
        r"(?:전화|연락|통화)(?:를|을)?\s*(?:더\s*이상\s*)?원(?:치|하지)\s*않\w*|"
        r"번호(?:를|을)?\s*삭제|(?:명단|리스트)에서\s*(?:빼|삭제|제외)|귀찮게\s*하지\s*마)"
    ),
    later=r"(?:\s*(?:오전|오후|오늘|내일|지금|아침|저녁))",
    earlier=(
        r"(?:오전|오후|아침|저녁|밤|점심(?:시간)?|오늘|내일|이번\s*주|주말|평일|[월화수목금토일]요일|"
        r"\d{1,2}시\s*(?:이전|이후|전|후|까지)?|근무\s*(?:시간|중)|회의\s*중|지금|당분간|아직)"
        r"(?:에는|에|은|는|엔|까지는)?\s*,?\s*$"
    ),
    unspaced=True,
)  # fmt: skip

ABROAD = (
    _CZECH_SLOVAK, _FINNISH, _TURKISH, _HUNGARIAN, _ROMANIAN, _GREEK, _SOUTH_SLAVIC, _BULGARIAN,
    _UKRAINIAN, _LITHUANIAN, _LATVIAN, _ESTONIAN, _HEBREW, _ARABIC, _HINDI, _JAPANESE, _CHINESE,
    _KOREAN,
)  # fmt: skip
