"""What people call money, in English: the currencies of ISO 4217 that callers pay in.

One unit has `parts` parts (1 where nobody uses any). An amount in a script counts parts.
"""

from msgspec import Struct


class Currency(Struct, frozen=True):
    """One and many units, one and many parts, and how many parts make a unit."""

    one: str
    many: str
    one_part: str = "cent"
    many_parts: str = "cents"
    parts: int = 100


CURRENCIES = {
    "AED": Currency("dirham", "dirhams", "fils", "fils"),
    "ARS": Currency("peso", "pesos", "centavo", "centavos"),
    "AUD": Currency("dollar", "dollars"),
    "BGN": Currency("lev", "leva", "stotinka", "stotinki"),
    "BHD": Currency("dinar", "dinars", "fils", "fils", 1000),
    "BRL": Currency("real", "reais", "centavo", "centavos"),
    "CAD": Currency("dollar", "dollars"),
    "CHF": Currency("franc", "francs", "centime", "centimes"),
    "CLP": Currency("peso", "pesos", parts=1),
    "CNY": Currency("yuan", "yuan", "fen", "fen"),
    "COP": Currency("peso", "pesos", "centavo", "centavos"),
    "CZK": Currency("koruna", "korunas", "haler", "halers"),
    "DKK": Currency("krone", "kroner", "øre", "øre"),
    "EGP": Currency("pound", "pounds", "piaster", "piasters"),
    "EUR": Currency("euro", "euros"),
    "GBP": Currency("pound", "pounds", "penny", "pence"),
    "HKD": Currency("dollar", "dollars"),
    "HUF": Currency("forint", "forints", "filler", "fillers"),
    "IDR": Currency("rupiah", "rupiah", "sen", "sen"),
    "ILS": Currency("shekel", "shekels", "agora", "agorot"),
    "INR": Currency("rupee", "rupees", "paisa", "paise"),
    "ISK": Currency("króna", "krónur", parts=1),
    "JOD": Currency("dinar", "dinars", "fils", "fils", 1000),
    "JPY": Currency("yen", "yen", parts=1),
    "KES": Currency("shilling", "shillings"),
    "KRW": Currency("won", "won", parts=1),
    "KWD": Currency("dinar", "dinars", "fils", "fils", 1000),
    "MXN": Currency("peso", "pesos", "centavo", "centavos"),
    "MYR": Currency("ringgit", "ringgit", "sen", "sen"),
    "NGN": Currency("naira", "naira", "kobo", "kobo"),
    "NOK": Currency("krone", "kroner", "øre", "øre"),
    "NZD": Currency("dollar", "dollars"),
    "PEN": Currency("sol", "soles", "céntimo", "céntimos"),
    "PHP": Currency("peso", "pesos", "centavo", "centavos"),
    "PKR": Currency("rupee", "rupees", "paisa", "paise"),
    "PLN": Currency("zloty", "zlotys", "grosz", "groszy"),
    "RON": Currency("leu", "lei", "ban", "bani"),
    "RSD": Currency("dinar", "dinars", "para", "para"),
    "RUB": Currency("ruble", "rubles", "kopeck", "kopecks"),
    "SAR": Currency("riyal", "riyals", "halala", "halalas"),
    "SEK": Currency("krona", "kronor", "öre", "öre"),
    "SGD": Currency("dollar", "dollars"),
    "THB": Currency("baht", "baht", "satang", "satang"),
    "TND": Currency("dinar", "dinars", "millime", "millimes", 1000),
    "TRY": Currency("lira", "lira", "kurus", "kurus"),
    "TWD": Currency("dollar", "dollars"),
    "UAH": Currency("hryvnia", "hryvnias", "kopiyka", "kopiykas"),
    "USD": Currency("dollar", "dollars"),
    "VND": Currency("dong", "dong", parts=1),
    "ZAR": Currency("rand", "rand"),
}
# Of currencies that are called the same, the first one.
NAMED = {name: currency for currency in reversed(CURRENCIES.values()) for name in (currency.one, currency.many)}
# The currencies that signs and abbreviations stand for. Other letters before $ name a country that has dollars.
SIGNS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₩": "KRW",
    "₪": "ILS",
    "₫": "VND",
    "₱": "PHP",
    "₺": "TRY",
    "₽": "RUB",
    "₴": "UAH",
    "₦": "NGN",
    "฿": "THB",
}
ABBREVIATIONS = {
    "R$": "BRL",
    "MX$": "MXN",
    "Rs.": "INR",
    "Rs": "INR",
    "RM": "MYR",
    "Fr.": "CHF",
    "kr": "SEK",
    "zł": "PLN",
    "Kč": "CZK",
    "Ft": "HUF",
}
