"""How names are made comparable for searching: without case, accents or punctuation."""

import unicodedata

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


def fold(text: str) -> str:
    """The text as it is stored for searching and as a search is compared with it.

    >>> fold("Şükrü  Aydın")
    'sukru aydin'
    >>> fold("Café d'Été")
    'cafe d ete'
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare.translate(_LETTERS)).split())
