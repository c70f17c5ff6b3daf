"""Formulas: any text becomes MathML of known elements or an error with its place; they are loaded only if needed."""

from __future__ import annotations

import subprocess
import sys
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseware.course.compiler import check_course
from courseware.language.mathml import LONGEST, FormulaError, mathml

PIECES = [
    *"abxyz0123456789+-=<>&|()[]{}^_'!,.;:/~#$@\"", " ", "\n", "\\", "\\\\", "\\frac", "\\sqrt", "\\left(", "\\right)",
    "\\begin{matrix}", "\\end{matrix}", "\\text{", "\\mathbf", "\\sum", "\\int", "\\alpha", "\\limits", "\\color{red}",
    "\\rule{1em}{2em}", "\\over", "\\boxed", "\\hline", "\\overset", "\\binom", "\\begin{array}{l|r}", "\\operatorname",
    "<script>", "&lt;", "&#x3c;", "\\mathrm{d}", "\\displaystyle", "\\not", "\\pmod", "\\genfrac", "\\hspace{1em}",
]  # fmt: skip
ELEMENTS = {
    "math", "menclose", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace", "msqrt",
    "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "mmultiscripts",
    "mprescripts", "none", "merror",
}  # fmt: skip


def read(tex: str, is_block: bool) -> tuple[str, FormulaError | None]:
    """The MathML of a formula, or why there is none."""
    try:
        return mathml(tex, is_block), None
    except FormulaError as error:
        return "", error


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.booleans())
def test_a_formula_is_known_elements_or_an_error_within_it(tex: str, is_block: bool) -> None:
    text, found = read(tex, is_block)
    if found:
        assert 0 <= found.start < found.end <= max(1, len(tex))
        assert found.problem
        return
    for element in fromstring(text).iter():
        assert element.tag in ELEMENTS
        assert not {"href", "style", "id"} & element.attrib.keys()
        assert all(not name.startswith("on") for name in element.attrib)


@pytest.mark.parametrize(
    "piece",
    ["{", "x^{", "\\left(", "\\frac", "\\sqrt", "\\sqrt{", "\\begin{matrix}", "\\text{", "x", "$", "\\\\"],
)
def test_the_longest_formula_is_read_or_refused(piece: str) -> None:
    tex = (piece * LONGEST)[:LONGEST]
    for written in (tex, tex + "}" * tex.count("{")):
        text, error = read(written, False)
        assert bool(text) != bool(error)


def test_a_formula_that_is_too_long_is_an_error() -> None:
    with pytest.raises(FormulaError, match="2,001 characters"):
        mathml("x" * (LONGEST + 1), False)


@pytest.mark.parametrize(
    ("tex", "part"),
    [
        (r"\mathrm{d}x", "<mtext>d</mtext>"),
        (r"a < b", "<mo>&lt;</mo>"),
        (r"\text{<b>}", "<mtext>&lt;b&gt;</mtext>"),
        (r"\begin{pmatrix}a\end{pmatrix}^{-1}", "</mrow><mrow><mo>−</mo>"),
        (r"\!", '<mspace width="-0.167em" />'),
        (r"\begin{array}{l|r} a & b \\ \hline c & d \end{array}", '<mtr class="line-below">'),
        (r"\color{red}x", 'mathcolor="red"'),
        (r"A \setminus B", "<mo>∖</mo>"),
    ],
)
def test_what_browsers_would_not_show_is_made_what_they_do(tex: str, part: str) -> None:
    assert part in mathml(tex, False)


@pytest.mark.parametrize(
    ("tex", "spaces"),
    [
        (r"\sin x", 1),
        (r"2\sin^2 x", 2),
        (r"\frac{\ln\sin x}{\log_2 8}", 3),
        (r"\ln\left(x\right)", 1),
        (r"-\cos(x)", 0),
        (r"\frac{\sin}{\cos}", 0),
        (r"xy", 0),
        (r"\sqrt{\ln x} \sin^{\tan}", 2),
        (r"\begin{matrix} \sin & \cos x \end{matrix}", 1),
    ],
)
def test_functions_are_set_apart_from_their_arguments(tex: str, spaces: int) -> None:
    assert mathml(tex, True).count('<mspace width="0.167em" />') == spaces


def test_a_space_of_the_author_takes_the_place_of_that_behind_a_function() -> None:
    assert mathml(r"\sin\!x", True).count("<mspace") == mathml(r"\sin\,x", True).count("<mspace") == 1


def test_limits_are_below_only_in_a_formula_on_its_own_line() -> None:
    assert "<munder><mo>lim</mo>" in mathml(r"\lim_x", True)
    assert "<msub><mo>lim</mo>" in mathml(r"\lim_x", False)


@pytest.mark.parametrize(
    "text", ["$x$ ends in 5", "it is $x$\\", "(see $x$)", "$x$, $y$", "**$x$**", "[a $x$](https://a.example)"]
)
def test_a_formula_is_recognised_everywhere(text: str) -> None:
    course, diagnostics = check_course({"a.md": f"---\ntitle: A\n---\n\n{text}\n"})
    assert course
    assert diagnostics == []
    assert course.uses == {"maths"}


def test_a_course_without_formulas_and_programs_loads_nothing_for_them() -> None:
    program = (
        "import sys\nfrom courseware.course.compiler import check_course\n"
        "check_course({'a.md': '---\\ntitle: A\\n---\\n\\nFrom $5 to $6.\\n\\n```\\nx\\n```\\n'})\n"
        "print(sorted({'latex2mathml', 'pygments'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_lines_and_bars_are_as_long_as_what_they_belong_to() -> None:
    assert '<mrow class="line-above"><mrow><mi>A</mi><mi>B</mi></mrow></mrow>' in mathml(
        r"\overline{AB}", False
    )
    assert '<mrow class="line-under">' in mathml(r"\underline{x + y}", False)
    bars = mathml(r"\det \begin{vmatrix} 1 & 2 \\ 3 & 4 \end{vmatrix}", True)
    assert bars.count('stretchy="true"') == 2


def test_what_is_aligned_has_no_numbers() -> None:
    assert mathml(r"\begin{aligned} a &= b \\ &= c \end{aligned}", True).count("<mtd") == 4
