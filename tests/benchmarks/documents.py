"""Courses of any length for the benchmarks: documents of about 7 kB with ten interactions each, all different."""

from pathlib import Path
from random import Random

_THINGS = """starter dough oven crumb crust flour salt water scale timer banneton lame peel stone steam loaf bakery
schedule recipe rye spelt semolina malt seed soaker levain autolyse fold shape proof bake cooling storage slice
tasting notebook thermometer kitchen apron bench scraper bowl lid cloth basket rack""".split()
_QUALITIES = """warm cold slow careful even open tight bright mild sour fresh mature young strong weak wet stiff
golden pale crisp tender moist dry regular patient simple honest small large early late steady""".split()
_ACTIONS = """weigh mix rest fold shape proof score bake cool slice taste compare record measure adjust repeat observe
describe explain plan prepare sketch label photograph discuss review""".split()
_REASONS = """because the gluten needs time
so that the next batch can be compared
before the oven is opened again
while the kitchen stays at one temperature
until the surface springs back
when the room is colder than usual
even if the clock says otherwise
and write down what you see
without adding more flour than the recipe says""".splitlines()
_ICONS = ["chart-line", "balance-scale", "calculator", "road", "trophy", "clock", "book", "lightbulb"]


def write_course(folder: Path, documents: int) -> int:
    """Writes documents to `folder`. Returns their total size in bytes."""
    folder.mkdir(parents=True)
    texts = {f"phase{number}.md": document(number) for number in range(documents)}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return sum(len(text.encode()) for text in texts.values())


def document(number: int) -> str:
    """The text of a document; the same number gives the same text on every machine."""
    words = _Words(number)
    parts = [
        _front_matter(number, words),
        f"## Instructions\n\n{{type: instructions}}\n\n{words.paragraph(6)}\n\n**Your Tasks:**\n"
        + "\n".join(f"{step}. {words.line()}" for step in range(1, 5)),
        _information(words, "Method", 3),
        _quotation(words),
        _ratings(words),
        _selection(words),
        _information(words, "Results", 3),
        _form(words),
        _information(words, "Next Steps", 3),
        _information(words, "Completion", 1),
        f'{{type: navigation, previous: "Phase {number - 1}", next: "Phase {number + 1}"}}',
    ]
    return "\n\n".join(parts) + "\n"


class _Words:
    """Words that differ between documents; labels are unique within a document."""

    def __init__(self, number: int) -> None:
        self._random = Random(number)
        self._labels = self._random.sample(
            [f"{quality} {thing}" for quality in _QUALITIES for thing in _THINGS],
            100,
        )

    def label(self) -> str:
        return self._labels.pop()

    def title(self) -> str:
        return self.label().title()

    def icon(self) -> str:
        return self._random.choice(_ICONS)

    def line(self) -> str:
        pick = self._random.choice
        return f"{pick(_ACTIONS).title()} the {pick(_QUALITIES)} {pick(_THINGS)} and the {pick(_THINGS)}"

    def sentence(self) -> str:
        return f"{self.line()} {self._random.choice(_REASONS)}."

    def paragraph(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def options(self, count: int) -> str:
        return ", ".join(f'"{self.title()}, {position}"' for position in range(1, count + 1))

    def bullets(self, count: int) -> str:
        return "\n".join(f"- {self.line()}" for _ in range(count))


def _front_matter(number: int, words: _Words) -> str:
    components = "".join(
        f'  - type: "{name}"\n' for name in ("instructions", "information", "selection", "form", "navigation")
    )
    return (
        f'---\ntitle: "Phase {number}: {words.title()}"\nsubtitle: "{words.line()}"\nphase: {number}\n'
        f"components:\n{components}---"
    )


def _information(words: _Words, heading: str, groups: int) -> str:
    lists = [f"**{words.title()}:**\n{words.bullets(5)}" for _ in range(groups)]
    marker = f'{{type: information, icon: "{words.icon()}", title: "{words.title()}"}}'
    return "\n\n".join([f"## {heading}", marker, words.sentence(), *lists])


def _quotation(words: _Words) -> str:
    quotes = [f'**{words.title()}:**\n"{words.paragraph(sentences)}"' for sentences in (2, 3, 6)]
    marker = f'{{type: information, icon: "{words.icon()}", title: "{words.title()}"}}'
    return "\n\n".join(["## Comparison", marker, *quotes])


def _ratings(words: _Words) -> str:
    scale = ", ".join(
        f'"{low}-{low + 1} ({degree} improvement)"'
        for low, degree in zip((1, 3, 5, 7, 9), ("No", "Slight", "Moderate", "Clear", "Great"), strict=True)
    )
    ratings = [
        f"**Rate the {words.label()} (1-10 scale):**\n{{type: select, options: [{scale}]}}" for _ in range(3)
    ]
    return "\n\n".join(
        [
            "## Scoring\n\n{type: form}\n\n### Quality",
            *ratings,
            "### Overall",
            _select(words),
            _textarea(words),
        ]
    )


def _form(words: _Words) -> str:
    first, rest = [_textarea(words), _select(words)], [_textarea(words), _textarea(words)]
    return "\n\n".join(["## Lessons\n\n{type: form}\n\n### Success", *first, "### Improvement", *rest])


def _select(words: _Words) -> str:
    return f"**Was the {words.label()} what you planned?**\n{{type: select, options: [{words.options(4)}]}}"


def _textarea(words: _Words) -> str:
    return f'**What would you change about the {words.label()}?**\n{{type: textarea, placeholder: "{words.line()}..."}}'


def _selection(words: _Words) -> str:
    options = "\n".join(f"- {words.title()}: {words.line().lower()}" for _ in range(8))
    marker = f'{{type: selection, multiple: true, title: "Select {words.title()}"}}'
    return f"## Observations\n\n{marker}\n\n{words.sentence()}\n\n{options}"
