"""What can be wrong with a document.

F: front matter. M1: the grammar of markers. M2: the values of a marker. M3: the place of a marker. D: documents and
their interactions. C and L: faults of the course's families that are found in a document.
"""

from courseware.diagnostics import Example, Fault

EQUAL_KEYS = Fault(
    "C111",
    "error",
    '"{id}" and "{other}" would share one key in saved states',
    "give one of them another `id`",
    "Answers are saved under short keys hashed from the ids, because a learning management system leaves little room "
    "for them. These two ids have the same hash, which happens about once in several thousand courses. Changing "
    "either id solves it.",
    Example(
        "## The way\n\n{type: form}\n\n**How far is it?**\n{type: select, options: [3041 km, 5875 km]}",
        "## The way\n\n{type: form}\n\n**How far is it?**\n{type: select, options: [3041 kilometres, 5875 kilometres]}",
    ),
)

# Front matter

NO_FRONT_MATTER = Fault(
    "F101",
    "error",
    "{file} has no front matter",
    "begin the file with `---`, `title: …`, `---`",
    "Each document begins with a block of YAML between two lines of `---`, which holds at least a `title`. "
    "If a Markdown file is not part of the course, begin its name with `_`.",
    Example(
        "# Tides\n\nTwice a day the sea comes in.",
        "---\ntitle: Tides\n---\n\nTwice a day the sea comes in.",
        file="tides.md",
    ),
)
FRONT_MATTER_NOT_CLOSED = Fault(
    "F102",
    "error",
    "the front matter is not closed",
    "add a line `---` below the last key",
    "The block of YAML at the top of a document ends at a second line of `---`. Without that line, the whole document "
    "would be read as YAML.",
    Example(
        "---\ntitle: Tides\n\nTwice a day the sea comes in.",
        "---\ntitle: Tides\n---\n\nTwice a day the sea comes in.",
    ),
)
FRONT_MATTER_NOT_YAML = Fault(
    "F103",
    "error",
    "the front matter is not valid YAML: {problem}",
    "write one `key: value` on each line, and put text with special characters in quotes",
    "The front matter could not be read as YAML. The location shown is where the YAML reader gave up; the cause is "
    "often on the line above it, such as a missing quote.",
    Example('---\ntitle: "Tides\n---\n\nThe sea.', '---\ntitle: "Tides"\n---\n\nThe sea.'),
)
NO_TITLE = Fault(
    "F104",
    "error",
    "the front matter has no `title`",
    "add `title: …` to the front matter",
    "The title is shown at the top of the document's page, in the contents and in learners' records, so every "
    "document needs one.",
    Example("---\nphase: 1\n---\n\nThe sea.", "---\ntitle: Tides\nphase: 1\n---\n\nThe sea."),
)
UNKNOWN_FRONT_MATTER_KEY = Fault(
    "F105",
    "warning",
    'unknown key "{key}" in the front matter{suggestion}',
    "known keys: {known}",
    "Keys that the course language does not know are reported, so that nothing an author writes is silently ignored. "
    "If the key is meant for another program, ignore the warning. A misspelt `title` is an error, because every "
    "document needs one.",
    Example(
        "---\ntitle: Tides\nsubtitel: The sea\n---\n\nThe sea.",
        "---\ntitle: Tides\nsubtitle: The sea\n---\n\nThe sea.",
    ),
)
FRONT_MATTER_OF_WRONG_KIND = Fault(
    "F106",
    "error",
    '"{key}" should be {expected}, not {found}',
    "for example `{example}`",
    "This key of the front matter does not accept a value of this kind.",
    Example(
        "---\ntitle: Tides\nphase: first\n---\n\nThe sea.",
        "---\ntitle: Tides\nphase: 1\n---\n\nThe sea.",
    ),
)
UNKNOWN_PROMISED_COMPONENT = Fault(
    "F107",
    "warning",
    'unknown component "{name}" in `components`{suggestion}',
    "`courseware components` lists the components",
    "`components` lists the components that the document uses. There is no component with this name.",
    Example(
        "---\ntitle: Tides\ncomponents: [{type: from}]\n---\n\n## Plan\n\n{type: form}\n\n**Day**\n{type: text}",
        "---\ntitle: Tides\ncomponents: [{type: form}]\n---\n\n## Plan\n\n{type: form}\n\n**Day**\n{type: text}",
    ),
)
PROMISED_COMPONENT_UNUSED = Fault(
    "F108",
    "warning",
    'the component "{name}" is listed in `components` but never used',
    "use it, or remove it from `components`",
    "`components` in the front matter lists what the document uses. A component that is listed but missing "
    "is often a marker that was forgotten or deleted by accident.",
    Example(
        "---\ntitle: Tides\ncomponents: [{type: information}]\n---\n\n## The moon\n\nIt pulls the water.",
        "---\ntitle: Tides\ncomponents: [{type: information}]\n---\n\n## The moon\n\n{type: information}\n\n"
        "It pulls the water.",
    ),
)
YAML_KEY_REPEATED = Fault(
    "F109",
    "error",
    'the key "{key}" appears twice',
    "keep one of the two",
    "A key can have only one value. If it appears twice, the program would have to guess which value is meant.",
    Example("---\ntitle: Tides\ntitle: The sea\n---\n\nThe sea.", "---\ntitle: Tides\n---\n\nThe sea."),
)
EMPTY_TITLE = Fault(
    "F110",
    "error",
    "the title is empty",
    "write the title after `title:`",
    "The title is shown at the top of the document's page, in the contents and in learners' records, so it cannot be "
    "empty.",
    Example("---\ntitle:\n---\n\nThe sea.", "---\ntitle: Tides\n---\n\nThe sea."),
)
YAML_COLON = Fault(
    "F111",
    "error",
    "text that contains a colon followed by a space must be in quotes",
    'put all of the text in quotes: `key: "first: second"`',
    "In YAML, a colon followed by a space separates a key from its value. Text that contains both must be in quotes.",
    Example(
        "---\ntitle: Part 1: Tides\n---\n\nThe sea.",
        '---\ntitle: "Part 1: Tides"\n---\n\nThe sea.',
    ),
)
YAML_TAB = Fault(
    "F112",
    "error",
    "a tab where YAML allows only spaces",
    "indent with spaces",
    "YAML does not allow tabs before a key or a value. Replace each tab with spaces; most editors can do that for you.",
    Example(
        "---\ntitle: Tides\ncomponents:\n\t- type: text\n---\n\n## Plan\n\n{type: form}\n\n**Day**\n{type: text}",
        "---\ntitle: Tides\ncomponents:\n  - type: text\n---\n\n## Plan\n\n{type: form}\n\n**Day**\n{type: text}",
    ),
)

# The grammar of markers

MARKER_NOT_CLOSED = Fault(
    "M101",
    "error",
    "this marker is not closed",
    "end it with `}}`",
    "A marker runs from `{{` to `}}`. It may span several lines, but it cannot contain a blank line. No closing brace "
    "was found; the location shown is that of the opening brace.",
    Example("## Plan\n\n{type: information\n\nPack light.", "## Plan\n\n{type: information}\n\nPack light."),
)
MARKER_SYNTAX = Fault(
    "M102",
    "error",
    "expected {expected}, found {found}",
    "a marker is `{{type: name, key: value, …}}`; put text that contains `,` or `}}` in quotes",
    "A marker is a list of `key: value` pairs separated by commas. A value is quoted text, bare words up to the next "
    "`,` or `}}`, a number, `true` or `false`, or a list of these in `[ ]`.",
    Example(
        '## Plan\n\n{type: information, title "Packing"}\n\nPack light.',
        '## Plan\n\n{type: information, title: "Packing"}\n\nPack light.',
    ),
)
QUOTE_NOT_CLOSED = Fault(
    "M103",
    "error",
    "this quote is not closed on its line",
    "end the text with {quote}",
    'Quoted text must end on the line on which it begins. Inside it, write `\\n` for a line break, and `\\"` or '
    "`\\'` for a quote.",
    Example(
        '## Plan\n\n{type: information, title: "Packing}\n\nPack light.',
        '## Plan\n\n{type: information, title: "Packing"}\n\nPack light.',
    ),
)
UNKNOWN_ESCAPE = Fault(
    "M104",
    "error",
    "unknown escape `{escape}`",
    "write `\\\\` for a backslash; the escapes are `\\\\`, `\\\"`, `\\'` and `\\n`",
    "In quoted text, a backslash gives the next character a special meaning. Only `\\\\`, `\\\"`, `\\'` and `\\n` are "
    "allowed, so that a path such as `C:\\temp` is not silently garbled.",
    Example(
        '## Plan\n\n{type: information, title: "C:\\files"}\n\nLook there.',
        '## Plan\n\n{type: information, title: "C:\\\\files"}\n\nLook there.',
    ),
)
MARKER_KEY_REPEATED = Fault(
    "M105",
    "error",
    'the key "{key}" appears twice',
    "keep one of the two",
    "A key can have only one value, so it may appear only once in a marker.",
    Example(
        "## Plan\n\n{type: information, icon: sun, icon: moon}\n\nPack light.",
        "## Plan\n\n{type: information, icon: moon}\n\nPack light.",
    ),
)
CURLY_QUOTE = Fault(
    "M106",
    "error",
    "{quote} is not a straight quote",
    "use \" or ' around text",
    "Word processors turn straight quotes into curly ones. In a marker, text must be enclosed in straight quotes; "
    "inside them, curly quotes are fine.",
    Example(
        "## Plan\n\n{type: information, title: “Packing”}\n\nPack light.",
        '## Plan\n\n{type: information, title: "Packing"}\n\nPack light.',
    ),
)
TEXT_AFTER_MARKER = Fault(
    "M107",
    "error",
    "text after the marker's `}}`",
    "move the text to the next line: a marker must be alone on its line",
    "A marker must be alone on its line or lines. Text on the same line after the closing brace could belong to the "
    "marker or to what follows.",
    Example(
        "## Plan\n\n{type: information} Pack light.",
        "## Plan\n\n{type: information}\nPack light.",
    ),
)

# The values of a marker

NO_TYPE = Fault(
    "M201",
    "error",
    "this marker has no `type`{suggestion}",
    "begin it with `{{type: …`; to show the text instead, write `\\{{`",
    "Every marker names its component with `type`. A line that begins with `{{`, a word and `:` is read as a "
    "marker; to show such a line as text, write a backslash before the brace.",
    Example(
        "## Plan\n\n{title: Packing}\n\nPack light.",
        "## Plan\n\n{type: information, title: Packing}\n\nPack light.",
    ),
)
UNKNOWN_KEY = Fault(
    "M202",
    "error",
    '{component} has no key "{key}"{suggestion}',
    "its keys are {known}",
    "Each component has a fixed set of keys, which `courseware components` lists. Any other key is an error, so that "
    "a misspelt key is not silently ignored.",
    Example(
        "## Plan\n\n{type: information, titel: Packing}\n\nPack light.",
        "## Plan\n\n{type: information, title: Packing}\n\nPack light.",
    ),
)
UNKNOWN_COMPONENT = Fault(
    "M203",
    "error",
    'unknown component "{name}"{suggestion}',
    "`courseware components` lists the components",
    "The `type` of a marker is the name of a component of the course language.",
    Example(
        "## Plan\n\n{type: infomation}\n\nPack light.",
        "## Plan\n\n{type: information}\n\nPack light.",
    ),
)
VALUE_OF_WRONG_KIND = Fault(
    "M204",
    "error",
    '"{key}" should be {expected}, not {found}',
    "{hint}",
    "Each key accepts one kind of value: text, a number, `true` or `false`, or a list. A number or `true` in quotes "
    "is text. Values are not YAML: `yes` and `no` are ordinary words.",
    Example(
        "## Plan\n\n{type: form}\n\n**Day**\n{type: text, required: no}",
        "## Plan\n\n{type: form}\n\n**Day**\n{type: text, required: false}",
    ),
)
OUT_OF_BOUNDS = Fault(
    "M205",
    "error",
    '"{key}" must be {bounds}, not {found}',
    "write a number in that range",
    "This number is outside the range that the key accepts.",
    Example(
        "## Plan\n\n{type: form}\n\n**Day**\n{type: text, attempts: 0}",
        "## Plan\n\n{type: form}\n\n**Day**\n{type: text, attempts: 3}",
    ),
)
EQUAL_OPTIONS = Fault(
    "M206",
    "error",
    'the option "{text}" appears twice',
    "change or delete one of the two",
    "Options are identified by their text, in learners' records too, so no two options can be the same.",
    Example(
        "## Moon\n\n{type: selection}\n\n- full\n- new\n- full",
        "## Moon\n\n{type: selection}\n\n- full\n- new\n- half",
    ),
)
MISSING_KEY = Fault(
    "M207",
    "error",
    '{component} needs the key "{key}"',
    "for example `{example}`",
    "Without this key the component has nothing to show.",
    Example(
        "## Plan\n\n{type: form}\n\n**Day**\n{type: select}",
        '## Plan\n\n{type: form}\n\n**Day**\n{type: select, options: ["Saturday", "Sunday"]}',
    ),
)
MIN_ABOVE_MAX = Fault(
    "M208",
    "error",
    "`min` ({least}) is greater than `max` ({most})",
    "swap the two numbers, or change one of them",
    "No answer can be at least `min` and at most `max` if `min` is the greater of the two.",
    Example(
        "## Plan\n\n{type: form}\n\n**Kilometres**\n{type: number, min: 9, max: 3}",
        "## Plan\n\n{type: form}\n\n**Kilometres**\n{type: number, min: 3, max: 9}",
    ),
)
WRONG_NUMBER_OF_POINTS = Fault(
    "M209",
    "error",
    "a rating has 2 to 21 points, not {points}",
    "change `min` or `max`",
    "A rating shows one point for each whole number from `min` to `max`. With only one point there is nothing to "
    "choose, and more than 21 points do not fit on a screen. For a larger range, use `number`.",
    Example(
        "## Plan\n\n{type: form}\n\n**The view**\n{type: rating, max: 100}",
        "## Plan\n\n{type: form}\n\n**The view**\n{type: rating, max: 10}",
    ),
)
COUNT_OF_ONE_CHOICE = Fault(
    "M210",
    "error",
    "`{key}` limits how many options can be chosen, but only one can be chosen here",
    "add `multiple: true`, or remove `{key}`",
    "`min` and `max` of a selection say how many options may be chosen. Without `multiple: true`, exactly one can be "
    "chosen.",
    Example(
        "## Moon\n\n{type: selection, min: 1}\n\n- full\n- new",
        "## Moon\n\n{type: selection, multiple: true, min: 1}\n\n- full\n- new",
    ),
)
TOO_MANY_TO_CHOOSE = Fault(
    "M211",
    "error",
    "`min` is {least}, but there are only {options} options",
    "lower `min`, or add options",
    "`min` says how many options must be chosen. If there are fewer options than that, the question can never be "
    "answered.",
    Example(
        "## Moon\n\n{type: selection, multiple: true, min: 3}\n\n- full\n- new",
        "## Moon\n\n{type: selection, multiple: true, min: 2}\n\n- full\n- new",
    ),
)
RATING_OF_SEVERAL = Fault(
    "M212",
    "error",
    "`rating: true` contradicts `multiple: true`",
    "remove one of the two: a rating is a single choice",
    "A rating is a single point on a scale, so a learner cannot choose several.",
    Example(
        '## Plan\n\n{type: form}\n\n**The view**\n{type: select, options: ["1", "2"], rating: true, multiple: true}',
        '## Plan\n\n{type: form}\n\n**The view**\n{type: select, options: ["1", "2"], rating: true}',
    ),
)
ANSWER_OUT_OF_REACH = Fault(
    "M213",
    "error",
    "`{key}: {value}` makes the right answer impossible",
    "change `{key}`, or the answer",
    "This key rules out the right answer, so no learner could ever give it.",
    Example(
        "## Plan\n\n{type: form}\n\n**Kilometres**\n{type: number, max: 9, answer: 12}",
        "## Plan\n\n{type: form}\n\n**Kilometres**\n{type: number, max: 20, answer: 12}",
    ),
)
SLIDER_WITHOUT_RANGE = Fault(
    "M217",
    "error",
    "a slider needs a `min` and a larger `max`",
    "set both ends, as in `min: 0, max: 10`",
    "A slider runs from `min` to `max`. To ask for a number without these limits, use an input field instead: write "
    "`control: field`, or leave out `control`.",
    Example(
        "## Tides\n\n{type: form}\n\n**How far does it fall?**\n{type: number, control: slider, unit: m}",
        "## Tides\n\n{type: form}\n\n**How far does it fall?**\n"
        "{type: number, control: slider, min: 0, max: 16, unit: m}",
    ),
)
STEP_TOO_LARGE = Fault(
    "M225",
    "error",
    "`step: {step}` is larger than the range of the slider, which is {range}",
    "choose a smaller `step`",
    "A slider goes from `min` to `max` in steps. If a step is larger than the whole range, the slider cannot move.",
    Example(
        "## Tides\n\n{type: form}\n\n**How far does it fall?**\n"
        "{type: number, control: slider, min: 0, max: 16, step: 20}",
        "## Tides\n\n{type: form}\n\n**How far does it fall?**\n"
        "{type: number, control: slider, min: 0, max: 16, step: 2}",
    ),
)
NOTHING_IN_PART = Fault(
    "M218",
    "warning",
    "`partial` has no effect here, because {reason}",
    "remove `partial`, or mark several right answers with `multiple: true`",
    "With `partial: true` an answer that is right in some of its parts earns some of the points. An answer with "
    "only one part is right or wrong, and a survey earns no points.",
    Example(
        "## Moon\n\n{type: selection, partial: true}\n\n- [x] full\n- [ ] new",
        "## Moon\n\n{type: selection}\n\n- [x] full\n- [ ] new",
    ),
)
CONDITION_SYNTAX = Fault(
    "M219",
    "error",
    "expected {expected}, found {found}",
    'put text in quotes, as in `phase1.role = "Manager"`, and combine comparisons with `and`, `or`, `not` and '
    "parentheses",
    "`show_if` says when a part of the course is shown. It names an earlier question by its id, and compares the "
    "answer with quoted text or a number.",
    Example(
        "## You\n\n{type: form}\n\n**Your role?**\n{type: select, id: role, options: [Manager, Team lead]}\n\n"
        "## For team leads\n\n{type: section, show_if: document.role = Team lead}\n\nYour team.",
        "## You\n\n{type: form}\n\n**Your role?**\n{type: select, id: role, options: [Manager, Team lead]}\n\n"
        "## For team leads\n\n{type: section, show_if: 'document.role = \"Team lead\"'}\n\nYour team.",
    ),
)
OTHER_OPERATOR = Fault(
    "M220",
    "error",
    "`{found}` is written `{meant}` here",
    "the operators of conditions are `=`, `!=`, `<`, `<=`, `>`, `>=`, `and`, `or` and `not`",
    "Programming languages write their operators in different ways; conditions have one spelling for each.",
    Example(
        "## You\n\n{type: form}\n\n**Your role?**\n{type: select, id: role, options: [Manager, Other]}\n\n"
        "## For managers\n\n{type: section, show_if: document.role == Manager}\n\nYour team.",
        "## You\n\n{type: form}\n\n**Your role?**\n{type: select, id: role, options: [Manager, Other]}\n\n"
        "## For managers\n\n{type: section, show_if: document.role = Manager}\n\nYour team.",
    ),
)
_TIDE = "### The tide\n\n{type: true_false, answer: true}\n\n"
_TIDES = _TIDE + "### The moon\n\n{type: true_false, answer: false}"
EMPTY_POOL = Fault(
    "M221",
    "error",
    "a pool needs questions: `###` headings, each followed by the marker of a question",
    "write `### Your question` and below it, for example, `{{type: true_false, answer: true}}`",
    "Each learner is asked some of the questions in a pool. Each question begins with a `###` heading.",
    Example(
        "## Tides\n\n{type: pool, draw: 1}\n\nTrue or false?",
        "## Tides\n\n{type: pool, draw: 1}\n\n" + _TIDES,
    ),
)
POOL_TOO_SMALL = Fault(
    "M222",
    "error",
    "cannot draw {draw} questions from {parts}",
    "draw fewer, or add questions",
    "Each learner is asked `draw` different questions from the pool, so the pool must contain at least that many.",
    Example(
        "## Tides\n\n{type: pool, draw: 3}\n\n" + _TIDES,
        "## Tides\n\n{type: pool, draw: 1}\n\n" + _TIDES,
    ),
)
NOT_A_QUESTION_OF_A_POOL = Fault(
    "M223",
    "error",
    "each part of a pool must begin with the marker of a question",
    "put the marker of a question on the line below the heading, or move the heading to a section of its own",
    "A pool can contain questions of any kind: `selection`, `ranking`, `true_false`, `text` and all others. The "
    "heading is the wording of the question.",
    Example(
        "## Tides\n\n{type: pool, draw: 1}\n\n" + _TIDE + "### The moon\n\nIt is far away.",
        "## Tides\n\n{type: pool, draw: 1}\n\n" + _TIDES,
    ),
)
CONDITION_IN_A_POOL = Fault(
    "M224",
    "error",
    "a question of a pool cannot have a condition of its own",
    "put `show_if` in the marker of the pool",
    "The questions of a pool are drawn at random. Only the pool as a whole can have a condition.",
    Example(
        "## You\n\n{type: form}\n\n**More?**\n{type: true_false, id: more}\n\n"
        "## Tides\n\n{type: pool, draw: 1}\n\n### The tide\n\n{type: selection, show_if: document.more = true}\n\n"
        "- [x] twice\n- [ ] once",
        "## You\n\n{type: form}\n\n**More?**\n{type: true_false, id: more}\n\n"
        "## Tides\n\n{type: pool, draw: 1, show_if: document.more = true}\n\n### The tide\n\n{type: selection}\n\n"
        "- [x] twice\n- [ ] once",
    ),
)
ANSWER_TOO_LONG = Fault(
    "M214",
    "error",
    "the answer is longer than `max_length` ({most})",
    "raise `max_length`, or shorten the answer",
    "A learner cannot write more characters than `max_length`, so no accepted answer could ever be given.",
    Example(
        '## Plan\n\n{type: form}\n\n**The low tide**\n{type: text, max_length: 3, answer: "neap"}',
        '## Plan\n\n{type: form}\n\n**The low tide**\n{type: text, max_length: 10, answer: "neap"}',
    ),
)

# The place of a marker

MARKER_IN_CONTAINER = Fault(
    "M301",
    "error",
    "a marker inside {container}",
    "put it on a line of its own, not indented, with a blank line before it",
    "Markers belong to the document, not to a list item, a quote or a table. An indented marker below a list belongs "
    "to the last item of the list: remove the indentation.",
    Example("## Plan\n\n- water\n  {type: start_button}", "## Plan\n\n- water\n\n{type: start_button}"),
)
MARKER_IN_TEXT = Fault(
    "M302",
    "error",
    "a marker within a line of text",
    "put the marker on a line of its own, below the text; to show the text instead, write `\\{{`",
    "A marker goes on a line of its own: a field's marker on the line below its bold label, a section's "
    "marker on the line below its heading.",
    Example("## Plan {type: information}\n\nPack light.", "## Plan\n\n{type: information}\n\nPack light."),
)
SECTION_MARKER_NOT_FIRST = Fault(
    "M303",
    "error",
    "a section marker that is not first in its section",
    "put it directly below a `##` heading",
    "A section marker says what the whole section is, so it is the first thing below the section's heading. "
    "For a second card, begin a new section with `##`.",
    Example("## Plan\n\nPack light.\n\n{type: information}", "## Plan\n\n{type: information}\n\nPack light."),
)
FIELD_OUTSIDE_FORM = Fault(
    "M304",
    "error",
    "the field {component} is outside a form",
    "put `{{type: form}}` directly below the section's `##` heading",
    "Fields (select, rating, text, textarea, number) are parts of a form. A section is a form when `{{type: "
    "form}}` is the first line below its heading.",
    Example("## Plan\n\n**Day**\n{type: text}", "## Plan\n\n{type: form}\n\n**Day**\n{type: text}"),
)
MARKER_IN_CODE_BLOCK = Fault(
    "M305",
    "warning",
    "a marker in an indented code block is shown as text",
    "remove the indentation; to show an example, use a code fence",
    "In Markdown, a tab or four spaces at the beginning of a line start a code block, in which a marker has no "
    "meaning.",
    Example("## Plan\n\n    {type: information}\n", "## Plan\n\n{type: information}\n\nPack light."),
)
SECOND_NAVIGATION = Fault(
    "M306",
    "error",
    "a second `navigation` in this document",
    "keep one; it can be anywhere in the document",
    "`navigation` sets the text of the links to the previous and the next page. A document has one of each.",
    Example(
        "The sea.\n\n{type: navigation, previous: Back}\n\n{type: navigation, next: On}",
        "The sea.\n\n{type: navigation, previous: Back, next: On}",
    ),
)

# Documents and their interactions

NO_LABEL = Fault(
    "D101",
    "error",
    "this {component} has no label",
    'write an entirely bold line above it, such as `**Your question**`, or add `label: "…"`',
    "The label of a field is its key `label`, or the last entirely bold line between it and the field or heading "
    "before it. Without a label, learners who use a screen reader and instructors who read the records cannot tell "
    "what was asked.",
    Example(
        "## Plan\n\n{type: form}\n\nDay\n{type: text}", "## Plan\n\n{type: form}\n\n**Day**\n{type: text}"
    ),
)
NO_OPTIONS = Fault(
    "D102",
    "error",
    "this {component} has no options",
    "write them as a list: `- first`, `- second`",
    "In a selection and a hotspot, the last list of the section holds the options. The text above it is the prompt.",
    Example("## Moon\n\n{type: selection}\n\nfull, new", "## Moon\n\n{type: selection}\n\n- full\n- new"),
)
NO_ITEMS = Fault(
    "D103",
    "error",
    "this ranking has no items",
    "write them as a list, or as the lines of a code fence",
    "In a ranking, a list or the lines of a code fence are the items. The text above them is the prompt.",
    Example("## Moon\n\n{type: ranking}\n\nnew, full", "## Moon\n\n{type: ranking}\n\n- new\n- full"),
)
TOO_FEW_ITEMS = Fault(
    "D104",
    "error",
    "a ranking needs at least two items",
    "add more items, one on each line",
    "With fewer than two items there is nothing to put in order.",
    Example("## Moon\n\n{type: ranking}\n\n- new", "## Moon\n\n{type: ranking}\n\n- new\n- full"),
)
SEVERAL_ANSWERS = Fault(
    "D105",
    "error",
    "several right answers where only one can be chosen",
    "add `multiple: true`, or keep one right answer",
    "Without `multiple: true` a learner can choose only one option, so the right answer could never be given.",
    Example(
        "## Moon\n\n{type: selection}\n\n- [x] full\n- [x] new\n- [ ] square",
        "## Moon\n\n{type: selection, multiple: true}\n\n- [x] full\n- [x] new\n- [ ] square",
    ),
)
ANSWER_NOT_AN_OPTION = Fault(
    "D106",
    "error",
    'the answer "{answer}" is not one of the options{suggestion}',
    "write it exactly as in the options",
    "The right answer of a select is the text of one of its options, or a list of such texts with `multiple: true`. A "
    "misspelt answer could never be given.",
    Example(
        '## Plan\n\n{type: form}\n\n**Day**\n{type: select, options: ["Saturday", "Sunday"], answer: "Sunday."}',
        '## Plan\n\n{type: form}\n\n**Day**\n{type: select, options: ["Saturday", "Sunday"], answer: "Sunday"}',
    ),
)
EQUAL_INTERACTION_IDS = Fault(
    "D107",
    "error",
    'another interaction has the same name "{label}" (id "{id}")',
    "give one of the two an `id: …`, or reword it",
    "Records are kept under an id made from the label. If labels are the same, the headings of their group and "
    "section are added in front; here, those are the same too.",
    Example(
        "## Plan\n\n{type: form}\n\n**Day**\n{type: text}\n\n**Day**\n{type: number}",
        "## Plan\n\n{type: form}\n\n**Day**\n{type: text}\n\n**Day of the month**\n{type: number}",
    ),
)
UNUSABLE_ID = Fault(
    "D108",
    "error",
    '"{id}" cannot be an id',
    'use a to z, 0 to 9 and "_", at most 120 characters; for example "{example}"',
    "Ids are part of the records of every standard, and must follow the rules of all of them: only lower-case ASCII "
    "letters, digits and underscores.",
    Example(
        "## Plan\n\n{type: form}\n\n**Day**\n{type: text, id: My-Day}",
        "## Plan\n\n{type: form}\n\n**Day**\n{type: text, id: my_day}",
    ),
)
MORE_THAN_AN_OPTION = Fault(
    "D109",
    "error",
    "an option can contain only its text and an indented quote for feedback",
    "move the rest out of the list, or into a quote: `> …`",
    "An option is one line of text; a quote indented below it is shown as feedback when the option is chosen. "
    "Anything else would be missing from the records.",
    Example(
        "## Moon\n\n{type: selection}\n\n- full\n\n  It is bright then.\n\n- new",
        "## Moon\n\n{type: selection}\n\n- full\n  > It is bright then.\n- new",
    ),
)
WRONG_NUMBER_OF_LABELS = Fault(
    "D110",
    "error",
    "{found} labels for {points} points",
    "give two labels, one for each end, or one label for each point",
    "`labels` of a rating names its two ends, or each of its points.",
    Example(
        '## Plan\n\n{type: form}\n\n**The view**\n{type: rating, labels: ["fog", "fair", "far"]}',
        '## Plan\n\n{type: form}\n\n**The view**\n{type: rating, labels: ["fog", "far"]}',
    ),
)
OPTION_WITHOUT_BOX = Fault(
    "D111",
    "warning",
    "only some of the options have a box",
    "begin every option with `[x]` or `[ ]`",
    "`- [x]` marks a right option and `- [ ]` a wrong one. An option without a box counts as wrong; usually the "
    "box was forgotten.",
    Example(
        "## Moon\n\n{type: selection}\n\n- [x] full\n- square",
        "## Moon\n\n{type: selection}\n\n- [x] full\n- [ ] square",
    ),
)
EMPTY_OPTION = Fault(
    "D112",
    "error",
    "this option is empty",
    "write its text, or delete it",
    "An option is identified by its text, in learners' records too.",
    Example(
        "## Moon\n\n{type: selection}\n\n- full\n- new\n-", "## Moon\n\n{type: selection}\n\n- full\n- new"
    ),
)
TEXT_NEVER_SHOWN = Fault(
    "D113",
    "warning",
    "`{key}` is never shown, because there is no right answer",
    "mark the right answer, or use `feedback`",
    "`correct` and `incorrect` are shown when an answer is judged. Without a right answer, the question is a survey, "
    "which is never right or wrong; `feedback` is shown after any answer.",
    Example(
        '## Moon\n\n{type: selection, correct: "Well seen."}\n\n- full\n- new',
        '## Moon\n\n{type: selection, feedback: "Thank you."}\n\n- full\n- new',
    ),
)
TOLERANCE_OF_NOTHING = Fault(
    "D216",
    "warning",
    "`tolerance` has no effect, because there is no `answer`",
    "add the right answer: `answer: 12`; or remove `tolerance`",
    "`tolerance` says how far a number may be from the right answer. Without an answer, the question is a survey, "
    "which is never right or wrong.",
    Example(
        "## Plan\n\n{type: form}\n\n**Kilometres**\n{type: number, tolerance: 1}",
        "## Plan\n\n{type: form}\n\n**Kilometres**\n{type: number, answer: 12, tolerance: 1}",
    ),
)
FOOTNOTE_UNUSED = Fault(
    "D114",
    "warning",
    'nothing refers to the footnote "{label}"',
    "put `[^{label}]` where the footnote belongs, or delete the footnote",
    "A footnote is shown below the section that refers to it. Nothing refers to this one, so it is left out.",
    Example("The neap tide.\n\n[^neap]: An old word.", "The neap tide.[^neap]\n\n[^neap]: An old word."),
)
FOOTNOTE_REPEATED = Fault(
    "D115",
    "error",
    'the footnote "{label}" appears twice',
    "give one of the two another name",
    "A reference such as `[^1]` leads to the footnote of that name in its document. Only one of two footnotes with "
    "the same name could be shown.",
    Example(
        "Neap[^1] and spring[^1].\n\n[^1]: An old word.\n[^1]: Not the season.",
        "Neap[^1] and spring[^2].\n\n[^1]: An old word.\n[^2]: Not the season.",
    ),
)
NO_OPTION_LISTED = Fault(
    "D116",
    "error",
    "there are no options to choose from",
    'write them between the brackets: `options: ["Yes", "No"]`',
    "The `options` of a select are a list of texts. This list is empty.",
    Example(
        "## Plan\n\n{type: form}\n\n**Day**\n{type: select, options: []}",
        '## Plan\n\n{type: form}\n\n**Day**\n{type: select, options: ["Saturday", "Sunday"]}',
    ),
)
NO_HEADING = Fault(
    "D117",
    "error",
    "this {component} has no question",
    'write the question as a heading above it, or add `{key}: "…"`',
    "The name of a section that is a single question is its heading, or the key `title` of its marker. Without a "
    "name, learners who use a screen reader and instructors who read the records cannot tell what was asked.",
    Example("{type: selection}\n\n- full\n- new", "## Which moon?\n\n{type: selection}\n\n- full\n- new"),
)
ATTRIBUTE_LEFT_OUT = Fault(
    "L409",
    "warning",
    'the attribute "{name}" is left out',
    "a picture can have width, height and class",
    "The attributes in braces after a picture can be `width`, `height` and `class`. Others could break the page or "
    "run code.",
    Example("![The bay](media/bay.svg){id=bay}", "![The bay](media/bay.svg){width=640}"),
)

# Text that looks like markup

COMMENT_NOT_CLOSED = Fault(
    "D118",
    "error",
    "this comment is not closed",
    "end it with `-->`; a comment that contains a blank line must begin on a line of its own",
    "Text between `<!--` and `-->` is left out of the course. Without an end, everything below would be left out "
    "too.",
    Example("The sea.\n\n<!-- ask the harbour master", "The sea.\n\n<!-- ask the harbour master -->"),
)
FENCE_NOT_CLOSED = Fault(
    "D119",
    "error",
    "this code fence is not closed",
    "end it with a line of the same characters",
    "A code fence ends at a line with as many backticks or tildes as it begins with. Without that line, everything "
    "below would be shown as code, questions included.",
    Example("```\nebb and flood\n\n## The moon", "```\nebb and flood\n```\n\n## The moon"),
)
FOOTNOTE_UNDEFINED = Fault(
    "D120",
    "warning",
    'there is no footnote "{words}"',
    "write it on a line of its own: `[^{words}]: …`; to show the text instead, write `\\[^`",
    "A reference to a footnote leads to the line that begins with the name of the footnote and a colon. This document "
    "has no such line, so the reference is shown as text.",
    Example("Neap[^1] and spring.", "Neap[^1] and spring.\n\n[^1]: An old word."),
)
BOXES_OUTSIDE_SELECTION = Fault(
    "D135",
    "warning",
    "these boxes look like the options of a question, but the section is not a selection",
    "write `{{type: selection}}` directly below the section's `##` heading; for a plain list, remove the boxes",
    "Boxes are options only in a section that begins with the marker of a question. Elsewhere they only show whether "
    "an item is ticked, and learners cannot change them.",
    Example(
        "## The tide\n\nWhen is it low?\n\n- [ ] at noon\n- [x] six hours after high water",
        "## The tide\n\n{type: selection}\n\nWhen is it low?\n\n- [ ] at noon\n- [x] six hours after high water",
    ),
)
PARAGRAPH_TOO_LONG = Fault(
    "D121",
    "error",
    "this paragraph has {length} characters; at most {limit} are allowed",
    "split it with blank lines; save any picture embedded in it (`data:…`) as a file",
    "The length of paragraphs is limited so that a file that is not a document is refused at once. No text meant for "
    "reading comes near the limit, but a picture that a program embedded in the text, as an address that begins with "
    "`data:`, may exceed it.",
    Example(
        "The sea comes and goes.\n… (5,000 times)",
        "The sea comes and goes.\n… (100 times)\n\nThe sea comes and goes.\n… (100 times)",
    ),
)
RAW_HTML = Fault(
    "D122",
    "warning",
    "HTML is shown as text: `<{tag}>`",
    "{instead}; to show the text, write it between backticks",
    "Documents are Markdown. HTML in them never becomes part of the page, so that no document can break the page or "
    "run code in a learning management system.",
    Example("High <b>water</b>.", "High **water**."),
)
SHORTCODE = Fault(
    "D123",
    "warning",
    "a shortcode from another program is shown as text: `{words}`",
    "use a marker, such as `{{type: information}}`, or remove it; to show the text, write it between backticks",
    "Braces with `<` or `%`, lines that begin with `:::` or `!!! note`, and `[TOC]` have a meaning in Hugo, Jekyll, "
    "Pandoc and other programs, but not here. The table of contents of a course is made from its titles.",
    Example("{% youtube moon %}", "[The moon, a video](https://example.org/moon)"),
)
ATTRIBUTES_IN_TEXT = Fault(
    "D200",
    "warning",
    "`{words}` is shown as text",
    "attributes must follow a picture directly, without a space: `![…](picture.png){{.zoom}}`; headings have no "
    "attributes",
    "Braces with a class, an id or a size belong to the picture directly before them. After a space, a heading or a "
    "word, they are shown as text. To link to a heading, use its words: `[text](file.md#the-moon)`.",
    Example("![The bay](media/bay.svg) {.zoom}", "![The bay](media/bay.svg){.zoom}"),
)
OTHER_PROGRAM = Fault(
    "D211",
    "warning",
    "`{words}` is shown as text, not as {meant}",
    "{instead}; to show the text, write it between {backticks}",
    "Many programs that read Markdown add syntax of their own: `==highlight==` in Obsidian, `:smile:` on GitHub, "
    "`^[note]` and `[@source]` in Pandoc, `{{#id}}` in Quarto, `\\newpage` in LaTeX. Here it has no meaning, and "
    "learners would see it as it is written. The same happens to lists and headings that are not written as Markdown "
    "requires, such as `##Heading` and `• item`.",
    Example("##The neap tide\n\nIt is low.", "## The neap tide\n\nIt is low."),
)
CELLS_TOO_MANY = Fault(
    "D212",
    "warning",
    "this row has {cells} cells, but its table has {columns}",
    "add columns to the first row and to the line of dashes below it; to show a bar in a cell, write `\\|`, even in "
    "code",
    "The first row of a table says how many columns it has. Any cells beyond that number would be dropped.",
    Example(
        "| Tide | Hour |\n| - | - |\n| low | 6 | 18 |",
        "| Tide | Hour | Hour |\n| - | - | - |\n| low | 6 | 18 |",
    ),
)
LINK_UNUSED = Fault(
    "D213",
    "warning",
    'nothing refers to the link "{name}"',
    "write `[text][{name}]` where it belongs, or delete the line; a comment is `<!-- … -->`",
    "A line such as `[name]: https://…` defines a name that links can use in place of the address; the line itself is "
    "not shown. Nothing refers to this name, so the line has no effect.",
    Example(
        "The moon pulls the water.\n\n[moon]: https://example.org/moon",
        "The [moon] pulls the water.\n\n[moon]: https://example.org/moon",
    ),
)
LINK_REPEATED = Fault(
    "D214",
    "warning",
    'the link "{name}" is defined twice',
    "give one of the two another name",
    "A line such as `[name]: https://…` defines a name that links can use in place of the address. If a name is "
    "defined twice, only the first definition counts.",
    Example(
        "The [moon].\n\n[moon]: https://example.org/moon\n[moon]: https://example.org/tides",
        "The [moon] and the [tides].\n\n[moon]: https://example.org/moon\n[tides]: https://example.org/tides",
    ),
)
RULE_MISREAD = Fault(
    "D215",
    "warning",
    "this line is a horizontal rule, not {meant}",
    "{instead}",
    "Here, a line of dashes is always a horizontal rule. In other programs it can also turn the line above it into a "
    "heading, enclose front matter, or draw a table without bars.",
    Example("The old lock\n------------\n\nIt is closed.", "## The old lock\n\nIt is closed."),
)
WIKI_LINK = Fault(
    "D124",
    "warning",
    "`[[{words}]]` is neither a link nor a gap here",
    "link to a document by its file name: `[text](file.md)`; for a gap, use a section with `{{type: gaps}}`; to show "
    "the text, write `\\[[`",
    "In a wiki, double brackets make a link. In Markdown, the text of a link is in brackets, followed by its target "
    "in parentheses. A gap to fill in goes in a section with `{{type: gaps}}`, outside its heading, links, "
    "alternative texts and footnotes.",
    Example("See [[harbour]].", "See [the harbour](harbour.md)."),
)
BULLET_WITHOUT_SPACE = Fault(
    "D125",
    "error",
    "`{words}` does not begin a list item",
    "put a space after the bullet",
    "A list item begins with a bullet, a space and its text; for an option with a box, write `- [x] text`.",
    Example(
        "## Moon\n\n{type: selection}\n\n-[x] full\n- [ ] new\n- [ ] half",
        "## Moon\n\n{type: selection}\n\n- [x] full\n- [ ] new\n- [ ] half",
    ),
)
MARKER_WITHOUT_TYPE = Fault(
    "M215",
    "warning",
    '"{words}" in braces is not a marker, and is shown as text',
    "write `{{type: {meant}}}`; to show the text, write it between backticks",
    "A marker names its component with the key `type`.",
    Example("## Plan\n\n{information}\n\nPack light.", "## Plan\n\n{type: information}\n\nPack light."),
)
MARKER_WITHOUT_BRACES = Fault(
    "M216",
    "error",
    "`{words}` does not begin a marker",
    "put the marker in braces: `{{type: …}}`; to show the text, write it between backticks",
    "A marker is written in braces, on a line of its own.",
    Example("## Plan\n\n(type: information)\n\nPack light.", "## Plan\n\n{type: information}\n\nPack light."),
)
MARKER_BEHIND_TAB = Fault(
    "M307",
    "error",
    "a tab before a marker",
    "remove the tab: a marker begins its line",
    "In Markdown, a tab at the beginning of a line starts a code block, in which a marker has no meaning. To show a "
    "marker as an example, use a code fence.",
    Example(
        "## Plan\n\n\t{type: information}\n\nPack light.", "## Plan\n\n{type: information}\n\nPack light."
    ),
)
SPACE_IN_PATH = Fault(
    "L411",
    "error",
    "this is not a link: the path `{words}` has a space in it",
    "put the path in angle brackets: `(<{words}>)`",
    "In Markdown, a path ends at a space unless the path is in angle brackets.",
    Example("![The bay](media/the bay.svg)", "![The bay](<media/the bay.svg>)"),
)
ATTRIBUTES_UNREADABLE = Fault(
    "L412",
    "error",
    "`{words}` is not allowed after a picture",
    "give width and height in pixels or percent: `{{width=640}}`, `{{width=50%}}`",
    "Braces directly after a picture can set its `width` and `height`, in pixels or percent, and its `class`.",
    Example("![The bay](media/bay.svg){width=half}", "![The bay](media/bay.svg){width=50%}"),
)

CLASS_IN_CAPITALS = Fault(
    "L425",
    "warning",
    "`.{name}` has no effect",
    "write `.{meant}`, in lower case",
    "Class names are case-sensitive, and unknown names have no effect. `{{.zoom}}` gives a picture a button that "
    "enlarges it.",
    Example("![The bay](media/bay.svg){.Zoom}", "![The bay](media/bay.svg){.zoom}"),
)

# The lists of a question

QUOTE_NOT_INDENTED = Fault(
    "D126",
    "error",
    "this quote ends the list of options",
    "indent it below its option, as far as the option's words",
    "A quote that is indented below an option is its feedback. A quote that begins at the margin ends the list, and "
    "the options above or below it would be lost.",
    Example(
        "## Moon\n\n{type: selection}\n\n- [x] full\n> Bright.\n- [ ] new\n- [ ] half",
        "## Moon\n\n{type: selection}\n\n- [x] full\n  > Bright.\n- [ ] new\n- [ ] half",
    ),
)
OTHER_BULLET = Fault(
    "D127",
    "error",
    "a different bullet begins a new list",
    "begin all options with the same bullet",
    "In Markdown, a list ends where the bullet changes, from `-` to `*` or from `1.` to `1)`. Only the last list of a "
    "section holds its options, so those above it would be lost.",
    Example(
        "## Moon\n\n{type: selection}\n\n- full\n- new\n* half\n* none",
        "## Moon\n\n{type: selection}\n\n- full\n- new\n- half\n- none",
    ),
)
BOXES_NOT_LAST = Fault(
    "D128",
    "error",
    "this list has boxes, but it is not the last list of its section",
    "move the text below it above it, or to a section of its own",
    "In a selection, the last list of the section holds the options. Boxes in any other list have no effect.",
    Example(
        "## Moon\n\n{type: selection}\n\n- [x] full\n- [ ] new\n\nRead:\n\n- a book\n- a map",
        "## Moon\n\n{type: selection}\n\n- [x] full\n- [ ] new\n\n## Read\n\n- a book\n- a map",
    ),
)
SEVERAL_LISTS = Fault(
    "D129",
    "warning",
    "the options are taken from this list, the last one in its section",
    "number the other list (`1.`) if it belongs to the prompt; otherwise move this one to a section of its own",
    "In a selection, the last list of the section holds the options, and everything above it is the prompt. If there "
    "are two lists of the same kind, you may have meant the other one.",
    Example(
        "## Moon\n\n{type: selection}\n\n- full\n- new\n\nRead:\n\n- a book\n- a map",
        "## Moon\n\n{type: selection}\n\n- full\n- new\n\n## Read\n\n- a book\n- a map",
    ),
)
NOT_A_BOX = Fault(
    "D130",
    "error",
    "`{words}` is not a box{where}",
    "write `[x]` or `[ ]`, a space, and the text of the option",
    "A box is a pair of square brackets around an `x` or a space, followed by a space. Anything else would be shown "
    "as part of the option, and it would not be known which answer is right.",
    Example(
        "## Moon\n\n{type: selection}\n\n- (x) full\n- ( ) new",
        "## Moon\n\n{type: selection}\n\n- [x] full\n- [ ] new",
    ),
)
ONE_OPTION = Fault(
    "D131",
    "warning",
    "there is only one option to choose",
    "add options; for a box to tick, add `multiple: true`",
    "With only one option there is nothing to choose. Usually the others are in another list or in ordinary text.",
    Example(
        "## Moon\n\n{type: selection}\n\n- full",
        "## Moon\n\n{type: selection}\n\n- full\n- new",
    ),
)

ABBREVIATION_UNUSED = Fault(
    "D132",
    "warning",
    'the abbreviation "{word}" does not appear in the text',
    "write it exactly as in the text, or delete the line",
    "A line such as `*[LAT]: Lowest astronomical tide` says what an abbreviation stands for. The line itself is not "
    "shown. This abbreviation was not found in the document.",
    Example("The sea at LAT.\n\n*[Lat]: Lowest tide", "The sea at LAT.\n\n*[LAT]: Lowest tide"),
)
ABBREVIATION_WITHOUT_COLON = Fault(
    "D199",
    "warning",
    "`{words}` does not explain an abbreviation, because the colon is missing",
    "put a colon directly after the bracket: `*[LAT]: Lowest astronomical tide`",
    "A line such as `*[LAT]: Lowest astronomical tide` says what an abbreviation stands for. Without its colon, the "
    "line is text that learners see.",
    Example("The sea at LAT.\n\n*[LAT] Lowest tide", "The sea at LAT.\n\n*[LAT]: Lowest tide"),
)
ABBREVIATION_REPEATED = Fault(
    "D133",
    "error",
    'the abbreviation "{word}" is explained twice',
    "keep one of the two",
    "Only one of two explanations of an abbreviation could be shown.",
    Example(
        "The sea at LAT.\n\n*[LAT]: Lowest tide\n*[LAT]: Latitude",
        "The sea at LAT.\n\n*[LAT]: Lowest tide",
    ),
)
TOO_MANY_ABBREVIATIONS = Fault(
    "D134",
    "error",
    'too many abbreviations: "{word}" is beyond the limit',
    "explain at most 500 abbreviations in a document",
    "Each abbreviation is looked for in the whole document, so their number is limited.",
    Example(
        "L1\n… (501 times)\n\n*[L1]: Low water 1\n… (501 times)",
        "L1\n… (500 times)\n\n*[L1]: Low water 1\n… (500 times)",
    ),
)

# Parts of questions

NO_TABLE = Fault(
    "D161",
    "error",
    "this `{component}` has no table",
    "write a table with `|` below the prompt",
    "The question is made from the rows of the section's last table. The first line of the table is its header, and "
    "the second is the rule `| - | - |`.",
    Example(
        "## Capitals\n\n{type: matching}\n\nParis, Rome",
        "## Capitals\n\n{type: matching}\n\n| City | Country |\n| - | - |\n| Paris | France |\n| Rome | Italy |",
    ),
)
NOT_TWO_COLUMNS = Fault(
    "D162",
    "error",
    "`matching` needs a table with two columns, but this one has {columns}",
    "put each item on the left, and its partner on the right",
    "Each row of the table is a pair. A row whose left cell is empty adds a partner that matches no item.",
    Example(
        "## Capitals\n\n{type: matching}\n\n| City | Country | Sea |\n| - | - | - |\n| Oslo | Norway | yes |"
        "\n| Bern | Switzerland | no |",
        "## Capitals\n\n{type: matching}\n\n| City | Country |\n| - | - |\n| Oslo | Norway |\n| Bern | Switzerland |",
    ),
)
TOO_FEW_PAIRS = Fault(
    "D163",
    "error",
    "`matching` needs at least two pairs",
    "add rows to the table; its first line is the header",
    "With only one pair there is nothing to match. The first line of a table is its header, not a pair.",
    Example(
        "## Capitals\n\n{type: matching}\n\n| Oslo | Norway |\n| - | - |\n| Bern | Switzerland |",
        "## Capitals\n\n{type: matching}\n\n| City | Country |\n| - | - |\n| Oslo | Norway |\n| Bern | Switzerland |",
    ),
)
NO_GAPS = Fault(
    "D165",
    "error",
    "this `gaps` section has no gaps",
    "put each word to fill in between double brackets: `[[word]]`",
    "A gap is written in the text of the section: `[[word]]`, with other accepted words after a bar, or "
    "`[[(right)|wrong]]` to choose from. In code and in links, double brackets are text.",
    Example(
        "## Capitals\n\n{type: gaps}\n\nThe capital of France is Paris.",
        "## Capitals\n\n{type: gaps}\n\nThe capital of France is [[Paris]].",
    ),
)
GAP_WITHOUT_END = Fault(
    "D187",
    "error",
    "`[[` does not begin a gap here",
    "end the gap with `]]` on the same line; in a table, write `\\|` between its words; to show the text, write `\\[[`",
    "A gap is `[[word]]`, on one line and with no other bracket inside it. In a table, a bar ends the cell unless it "
    "is written `\\|`.",
    Example(
        "## Tides\n\n{type: gaps}\n\nLow water is called [[ebb], high water [[flood]].",
        "## Tides\n\n{type: gaps}\n\nLow water is called [[ebb]], high water [[flood]].",
    ),
)
GAP_IN_CODE = Fault(
    "D172",
    "warning",
    "`[[{words}]]` is in code, so it is not a gap",
    "move it out of the code; to show double brackets in code, use a section without `{{type: gaps}}`",
    "Code is shown as it is written, so double brackets in it do not make a gap. In a section of gaps, they were "
    "usually meant to make one.",
    Example(
        "## Tides\n\n{type: gaps}\n\nThe word [[ebb]] stands for `[[low]]` water.",
        "## Tides\n\n{type: gaps}\n\nThe word [[ebb]] stands for [[low]] water.",
    ),
)
BRACKETS_IN_CODE = Fault(
    "D186",
    "warning",
    "`[[{words}]]` is in code, so it is not a gap",
    "for a gap, write it outside code, in a section with `{{type: gaps}}`; for a program, name the language of the "
    "code fence, or put a space after `[[`",
    "Code is shown as it is written. Double brackets in it are often a gap or a wiki link that was put into code by "
    "mistake. There is no warning for what is clearly a program: a code fence that names its language, brackets "
    "followed by a space, and brackets directly after a word or a parenthesis.",
    Example(
        "## Tides\n\nLow water is called `[[ebb]]`.",
        "## Tides\n\n{type: gaps}\n\nLow water is called [[ebb]].",
    ),
)
ONE_CHOICE_IN_GAP = Fault(
    "D193",
    "warning",
    "there is only one word to choose in this gap",
    "add others, separated by bars: `[[({word})|another]]`; to let learners write the word, remove the parentheses, "
    "or `bank: true`",
    "A word in parentheses is the right one of several to choose from. If it is the only word, there is nothing to "
    "choose.",
    Example(
        "## Tides\n\n{type: gaps}\n\nLow water is called [[(ebb)]].",
        "## Tides\n\n{type: gaps}\n\nLow water is called [[(ebb)|flood]].",
    ),
)
MARKUP_IN_GAP = Fault(
    "D194",
    "warning",
    "in a gap, `{words}` is taken literally, with its Markdown",
    "write plain words in the gap, and put formatting and formulas around it",
    "Learners type into a gap or choose from a list, and both contain only plain text. If an answer contains "
    "Markdown, learners who answer without it are marked wrong.",
    Example(
        "## Tides\n\n{type: gaps}\n\nLow water is called [[**ebb**]].",
        "## Tides\n\n{type: gaps}\n\nLow water is called **[[ebb]]**.",
    ),
)
LONE_PARENTHESIS = Fault(
    "D195",
    "warning",
    "in this gap, `{word}` has an unmatched parenthesis",
    "write `[[(right)|wrong]]` for words to choose from, or `[[word|other word]]` for words that learners write",
    "In a gap with words to choose from, the right word is in parentheses. If one parenthesis is missing, both words "
    "are accepted as they are written, and there is nothing to choose.",
    Example(
        "## Tides\n\n{type: gaps}\n\nLow water is called [[(ebb|flood]].",
        "## Tides\n\n{type: gaps}\n\nLow water is called [[(ebb)|flood]].",
    ),
)
CARD_WITHOUT_A_SIDE = Fault(
    "D188",
    "error",
    "this card has no {side}",
    "fill in both cells, or delete the row",
    "A flashcard has a front, which learners see first, and a back, which they see when they open the card.",
    Example(
        "## Tides\n\n{type: flashcards}\n\n| word | meaning |\n| - | - |\n| ebb | |",
        "## Tides\n\n{type: flashcards}\n\n| word | meaning |\n| - | - |\n| ebb | the sea goes out |",
    ),
)
FORMULA_OF_LATEX = Fault(
    "D198",
    "warning",
    "`{words}` does not begin a formula here",
    "write `$…$` for a formula within a line, and `$$…$$` for a formula of its own; to show the text, put it between "
    "backticks",
    "LaTeX marks formulas with `\\(…\\)`, `\\[…\\]` and environments. In Markdown, a backslash before a parenthesis "
    "or a bracket only shows that character, so the formula would be shown as text.",
    Example("The area is \\(\\pi r^2\\).", "The area is $\\pi r^2$."),
)
FORMULA_IN_TEXT_NOT_CLOSED = Fault(
    "D189",
    "warning",
    "`{words}` does not begin a formula here",
    "end the formula with `$` in the same paragraph, with no space inside the dollar signs; to show the text, "
    "write `\\$`",
    "The opening `$` of a formula has no digit before it and no space after it; the closing `$` has no space before "
    "it and no digit after it. Any other `$` is text, so that prices need no backslash.",
    Example(
        "## Waves\n\nA wave has the angular velocity $ \\omega $.",
        "## Waves\n\nA wave has the angular velocity $\\omega$.",
    ),
)
NO_PICTURE = Fault(
    "D166",
    "error",
    "this `hotspot` has no picture",
    "put a picture in a paragraph of its own above the list: `![what it shows](picture.png)`",
    "The areas to find are marked on the last picture above the list of options.",
    Example(
        "## Heart\n\n{type: hotspot}\n\n- [x] The heart (circle 40% 30% 8%)\n- [ ] The liver (rect 40 50 20 10)",
        "## Heart\n\n{type: hotspot}\n\n![A body](body.svg)\n\n- [x] The heart (circle 40% 30% 8%)\n"
        "- [ ] The liver (rect 40 50 20 10)",
    ),
)
NO_AREA = Fault(
    "D167",
    "error",
    "this option has no area",
    "end it with `(circle x y radius)`, `(rect x y width height)` or `(polygon x y x y x y)`",
    "Each option of a hotspot is an area of the picture, in percent of the picture's width and height; a radius is in "
    "percent of the width.",
    Example(
        "## Heart\n\n{type: hotspot}\n\n![A body](body.svg)\n\n- [x] The heart\n- [ ] The liver (rect 40 50 20 10)",
        "## Heart\n\n{type: hotspot}\n\n![A body](body.svg)\n\n- [x] The heart (circle 40% 30% 8%)\n"
        "- [ ] The liver (rect 40 50 20 10)",
    ),
)
AREA_UNREADABLE = Fault(
    "D168",
    "error",
    "`{area}` is not an area",
    "write `(circle x y radius)`, `(rect x y width height)` or `(polygon x y x y x y)`, with numbers from 0 to 100 "
    "and a size above 0",
    "A circle has three numbers, a rectangle four, and a polygon two for each of its corners, of which it needs at "
    "least three. All are in percent of the picture's width and height.",
    Example(
        "## Heart\n\n{type: hotspot}\n\n![A body](body.svg)\n\n- [x] The heart (circle 40 30)\n"
        "- [ ] The liver (rect 40 50 20 10)",
        "## Heart\n\n{type: hotspot}\n\n![A body](body.svg)\n\n- [x] The heart (circle 40 30 8)\n"
        "- [ ] The liver (rect 40 50 20 10)",
    ),
)
EQUAL_AREAS = Fault(
    "D196",
    "warning",
    "an option above has the same area",
    "change one of the two areas",
    "If two areas cover the same place, learners cannot tell them apart, and only the upper one can be pressed. "
    "Usually one was copied.",
    Example(
        "## Heart\n\n{type: hotspot}\n\n![A body](body.svg)\n\n- [x] The heart (circle 40 30 8)\n"
        "- [ ] The liver (circle 40 30 8)",
        "## Heart\n\n{type: hotspot}\n\n![A body](body.svg)\n\n- [x] The heart (circle 40 30 8)\n"
        "- [ ] The liver (circle 60 55 8)",
    ),
)
AREA_BEYOND_PICTURE = Fault(
    "D190",
    "warning",
    "`{area}` extends beyond the picture",
    "move it or make it smaller; a rectangle is `(rect x y width height)`, and ends at x + width and y + height",
    "The picture extends from 0 to 100 percent, and whatever lies beyond it cannot be pressed. Often the last two "
    "numbers of a rectangle are meant as its opposite corner, but they are its width and height.",
    Example(
        "## Heart\n\n{type: hotspot}\n\n![A body](body.svg)\n\n- [x] The heart (rect 30 20 50 40)\n"
        "- [ ] The liver (rect 40 50 80 70)",
        "## Heart\n\n{type: hotspot}\n\n![A body](body.svg)\n\n- [x] The heart (rect 30 20 20 20)\n"
        "- [ ] The liver (rect 40 50 40 20)",
    ),
)
ROW_WITHOUT_ANSWER = Fault(
    "D197",
    "warning",
    'the row "{row}" has no right answer, although other rows have one',
    "put an `x` into one of its cells; if the row asks for an opinion, move it to a grid of its own",
    "A row without an `x` is a survey: any answer is recorded, and none is right or wrong. In a grid with right "
    "answers, the `x` was usually forgotten.",
    Example(
        "## Tides\n\n{type: grid}\n\n| | true | false |\n| - | - | - |\n| The moon pulls | x | |\n"
        "| The wind pulls | | |",
        "## Tides\n\n{type: grid}\n\n| | true | false |\n| - | - | - |\n| The moon pulls | x | |\n"
        "| The wind pulls | | x |",
    ),
)
NO_SCALE = Fault(
    "D169",
    "error",
    "this table has no scale",
    "write the points of the scale in the header, from the second cell on, and a statement in each row",
    "The header of a grid's table is the scale, with at least two points; its first cell is above the statements. "
    "Each row below it is a question.",
    Example(
        "## Sea\n\n{type: grid}\n\n| | Yes |\n| - | - |\n| I swim | |",
        "## Sea\n\n{type: grid}\n\n| | Yes | No |\n| - | - | - |\n| I swim | | |",
    ),
)
NOT_A_MARK = Fault(
    "D170",
    "error",
    "expected `x` or an empty cell, found `{words}`",
    "write `x` where the answer is right, and leave the other cells empty",
    "In a grid, each cell after a statement is either empty or holds `x` or `[x]`, which marks the right answer.",
    Example(
        "## Sea\n\n{type: grid}\n\n| | True | False |\n| - | - | - |\n| It is salty | yes | |",
        "## Sea\n\n{type: grid}\n\n| | True | False |\n| - | - | - |\n| It is salty | x | |",
    ),
)
WRONG_NUMBER_OF_IDS = Fault(
    "D171",
    "error",
    "`rows` must have as many ids as the table has rows: {rows}, not {found}",
    "give each row an id, in the order of the table",
    "`rows` names the rows of a grid in records, with one id for each row, so that their wording can change.",
    Example(
        "## Sea\n\n{type: grid, rows: [swim]}\n\n| | Yes | No |\n| - | - | - |\n| I swim | | |\n| I dive | | |",
        "## Sea\n\n{type: grid, rows: [swim, dive]}\n\n| | Yes | No |\n| - | - | - |\n| I swim | | |\n| I dive | | |",
    ),
)
NO_PARTNER = Fault(
    "D164",
    "error",
    "this row has no partner on the right",
    "fill in its second cell, or delete the row",
    "Every item on the left needs a partner. A partner that matches no item goes on the right, with an empty cell on "
    "its left.",
    Example(
        "## Capitals\n\n{type: matching}\n\n| City | Country |\n| - | - |\n| Oslo | Norway |\n| Bern | Switzerland |"
        "\n| Rome | |",
        "## Capitals\n\n{type: matching}\n\n| City | Country |\n| - | - |\n| Oslo | Norway |\n| Bern | Switzerland |"
        "\n| | Italy |",
    ),
)

# Callouts, and sections that open

PICTURE_WITHOUT_WORDS = Fault(
    "D202",
    "error",
    "a picture in this row has no alternative text",
    "describe it between the brackets: `![…](picture.png)`",
    "Items and partners are identified by their text, in records and for learners who cannot see pictures. The text "
    "of a picture is its alternative text. Without it, the cell would count as empty, and the other cell as a partner "
    "that matches no item.",
    Example(
        "## Bays\n\n{type: matching}\n\n| Picture | Place |\n| - | - |\n| ![](media/bay.svg) | North |\n"
        "| ![A body](body.svg) | South |\n| A word | East |",
        "## Bays\n\n{type: matching}\n\n| Picture | Place |\n| - | - |\n| ![The bay](media/bay.svg) | North |\n"
        "| ![A body](body.svg) | South |\n| A word | East |",
    ),
)
UNKNOWN_CALLOUT = Fault(
    "D151",
    "warning",
    "`{words}` is not a callout{suggestion}",
    "use `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` or `[!CAUTION]`",
    "A quote that begins with one of five marks becomes a callout, with an icon and a word in the course's language. "
    "This is not one of those marks, so the quote stays a quote and shows the mark as text.",
    Example("> [!INFO]\n> Low tide is at noon.", "> [!NOTE]\n> Low tide is at noon."),
)
TEXT_BEHIND_CALLOUT = Fault(
    "D152",
    "warning",
    "`{words}` is not alone on its line",
    "write the text on the next line, after `>`",
    "The mark of a callout must be alone on the first line of a quote; its text follows on the lines below. If text "
    "follows on the same line, the quote stays a quote and shows the mark as text.",
    Example("> [!TIP] Take boots.", "> [!TIP]\n> Take boots."),
)
CALLOUT_NOT_FIRST = Fault(
    "D191",
    "warning",
    "`{words}` does not begin a quote, so it is text",
    "for a callout, put `>` in front of it, and a blank line without `>` above it",
    "The mark of a callout is the first line of a quote. Further down in a quote, or outside a quote, it is text. A "
    "blank line without `>` ends a quote, so that the next one can begin.",
    Example(
        "> Low tide is at noon.\n> [!TIP]\n> Take boots.", "> Low tide is at noon.\n\n> [!TIP]\n> Take boots."
    ),
)
EMPTY_CALLOUT = Fault(
    "D192",
    "warning",
    "this callout has no text",
    "write its text on the lines below, each of them after `>`",
    "The text of a callout is in the same quote as its mark. Here, a blank line or a line without `>` ends the quote "
    "before any text.",
    Example("> [!TIP]\n\nTake boots.", "> [!TIP]\n> Take boots."),
)
NOTHING_TO_OPEN = Fault(
    "D201",
    "warning",
    "this `{component}` has nothing to show when it is opened",
    "write its text below the marker",
    "A section that opens on demand ends at the next `#` or `##` heading; headings within it begin with `###`.",
    Example(
        "## Why?\n\n{type: details}\n\n## Because\n\nThe moon pulls.",
        "## Why?\n\n{type: details}\n\nThe moon pulls.",
    ),
)
NO_SUMMARY = Fault(
    "D153",
    "error",
    "this `{component}` has no heading or title with which to open it",
    'put a `##` heading above it, or add `title: "…"`',
    "A section that opens on demand shows only its heading, or the `title` of its marker, until it is opened. Without "
    "either, there would be nothing to press.",
    Example("{type: details}\n\nThe moon pulls.", "## Why?\n\n{type: details}\n\nThe moon pulls."),
)

# Formulas

FORMULA_UNREADABLE = Fault(
    "D154",
    "error",
    "this formula cannot be read: {problem}",
    "formulas are written in TeX; for a plain dollar sign, write `\\$`",
    "Text between `$` and `$`, or between `$$` and `$$`, is a formula in TeX, such as `$x^2$`. With an unknown "
    "command or a missing part, it would look wrong or not appear at all.",
    Example("The area is $\\farc{a}{2}$.", "The area is $\\frac{a}{2}$."),
)
FORMULA_NOT_CLOSED = Fault(
    "D155",
    "error",
    "this formula is not closed",
    "end it with `$$`, and remove any blank line from it",
    "A line of `$$` begins a formula of several lines, which ends at the next line that ends with `$$`. It cannot "
    "contain a blank line.",
    Example("$$\na = b\n\nThe sea.", "$$\na = b\n$$\n\nThe sea."),
)

# Programs

UNKNOWN_LANGUAGE = Fault(
    "D156",
    "warning",
    "unknown language `{name}`{suggestion}",
    "{instead}",
    "A code fence that names a language is shown in colours. The names are those of Pygments, such as `python`, "
    "`javascript`, `html`, `sql`, `bash` or `yaml`. This is not one of them.",
    Example("```pyhton\nprint(tides)\n```", "```python\nprint(tides)\n```"),
)

# Flashcards

NO_CARDS = Fault(
    "D157",
    "error",
    "these flashcards have no cards",
    "below the marker, write a table with two columns, or terms with `: …` below each",
    "The cards are the rows of the section's last table, with the front in the first column and the back in the "
    "second, or the terms of its last definition list.",
    Example(
        "## Words\n\n{type: flashcards}\n\nebb: the sea goes out",
        "## Words\n\n{type: flashcards}\n\nebb\n: the sea goes out",
    ),
)
NO_TABLE_OF_CARDS = Fault(
    "D158",
    "error",
    "this table does not make flashcards: it has {columns} and {rows} below its header",
    "use two columns, front and back; the first row is the header, not a card",
    "Each row of the table below its header is a card, with a front and a back. A third column would be lost.",
    Example(
        "## Words\n\n{type: flashcards}\n\n| word |\n| - |\n| ebb |",
        "## Words\n\n{type: flashcards}\n\n| word | meaning |\n| - | - |\n| ebb | the sea goes out |",
    ),
)

# Inclusions and variables

INCLUSION_OUTSIDE = Fault(
    "D181",
    "error",
    "`{file}` is outside the course",
    "copy it into the course's folder",
    "The folder of a course must contain everything that the course needs, so that the course is complete wherever "
    "the folder is copied. Included files must therefore be in it.",
    Example("{type: include, file: ../_safety.md}", "{type: include, file: _safety.md}"),
)
INCLUSION_OF_A_DOCUMENT = Fault(
    "D182",
    "error",
    "`{file}` cannot be included: its name, or the name of a folder it is in, must begin with `_`",
    "rename it, for example to `_{file}`",
    "A file whose name begins with `_` does not become a page. Only such files can be included, so that nothing is "
    "shown twice by mistake.",
    Example("{type: include, file: harbour.md}", "{type: include, file: _safety.md}"),
)
INCLUSION_IN_A_CIRCLE = Fault(
    "D183",
    "error",
    "these files include each other in a circle: {circle}",
    "remove one of the inclusions",
    "If a file includes itself, directly or through other files, the inclusion never ends.",
    Example(
        "tides.md\n    {type: include, file: _vest.md}\n_vest.md\n    {type: include, file: _boat.md}\n"
        "_boat.md\n    {type: include, file: _vest.md}",
        "tides.md\n    {type: include, file: _vest.md}\n_vest.md\n    {type: include, file: _boat.md}\n"
        "_boat.md\n    Wear a vest.",
        file="",
    ),
)
TOO_MUCH_INCLUDED = Fault(
    "D184",
    "error",
    "this document includes too much",
    "a document may have at most {most} inclusions, including those in included files, and 1 MB of text",
    "Included files can include others, so a few lines could produce an endless document.",
    Example('{type: include, file: "_safety.md"}\n… (201 times)', '{type: include, file: "_safety.md"}'),
)
UNKNOWN_VARIABLE = Fault(
    "D185",
    "error",
    'unknown variable "{name}"{suggestion}',
    "give it a value under `variables` in `course.yaml`; to show the braces, write `\\{{{{`",
    "In a course with `variables`, a name in double braces is replaced with its value in `course.yaml`. If the name "
    "is unknown, learners would see the braces.",
    Example(
        "course.yaml\n    variables: {harbour: Ems}\ntides.md\n    The harbour of {{harbor}}.",
        "course.yaml\n    variables: {harbour: Ems}\ntides.md\n    The harbour of {{harbour}}.",
        file="",
    ),
)
