"""Superscripts and subscripts as plain text, if Unicode has the characters: records show x², H₂O."""

_RAISED = dict(zip("0123456789+-=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))


def raised(words: str) -> str:
    """Words as a superscript, or unchanged if one of their characters has no such form."""
    return _in_script(words, _RAISED)


def lowered(words: str) -> str:
    """Words as a subscript, or unchanged if one of their characters has no such form."""
    return _in_script(words, _LOWERED)


def _in_script(words: str, script: dict[str, str]) -> str:
    return "".join(map(script.__getitem__, words)) if script.keys() >= set(words) else words
