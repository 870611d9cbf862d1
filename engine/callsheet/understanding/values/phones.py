"""Telephone numbers as E.164 has them: `+12125550142`. What is a possible number differs from country to country."""

from callsheet.ports.languages import country_of

# Where a language names no country, the one that most scripts in English are for.
USUAL_COUNTRY = "US"


def e164(digits: str, language: str, *, international: bool = False) -> str | None:
    """The number as it is dialled in the language's country (`en-US`), or with a country's code where it is
    `international`; None where no number has so many digits."""
    import phonenumbers  # late: it takes a tenth of a second

    try:
        number = phonenumbers.parse(f"+{digits}" if international else digits, country_of(language) or USUAL_COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
