"""What can be wrong with a document.

F: front matter. M1: the grammar of markers. M2: what a marker says. M3: where a marker stands. D: documents and their
interactions. C and L: what belongs to the families of the course, and is found in a document.
"""

from courseware.diagnostics import Fault

EQUAL_KEYS = Fault(
    "C111",
    "error",
    '"{id}" and "{other}" would share one key in saved states',
    "give one of them another `id`",
    "Answers are saved under short keys hashed from the ids, so that a course fits into the little room "
    "that a learning management system gives. Two ids here have the same hash, which happens about once "
    "in many thousand courses. Changing one id solves it.",
)
NO_FRONT_MATTER = Fault(
    "F101",
    "error",
    "{file} has no front matter",
    "begin the file with `---`, `title: …`, `---`",
    "Each document begins with a block of YAML between two lines of `---`. It needs at least a `title`. A "
    "Markdown file that is no part of the course can be named with a leading `_`.",
)
FRONT_MATTER_NOT_CLOSED = Fault(
    "F102",
    "error",
    "the front matter is not closed",
    "put a line `---` behind its last key",
    "The block of YAML at the top of a document ends at a second line of `---`. Without it the whole "
    "document would be read as YAML.",
)
FRONT_MATTER_NOT_YAML = Fault(
    "F103",
    "error",
    "{problem}",
    "front matter is YAML: quote texts that contain `: ` or begin with a special character",
    "The front matter could not be read as YAML. The place is where the YAML reader gave up; the cause is "
    "often a line above: a missing quote, a tab, or a `:` in an unquoted text.",
)
NO_TITLE = Fault(
    "F104",
    "error",
    "{problem}",
    "add `title: …` to the front matter",
    "The title heads the document's page, names it in the contents and in every record of the learner, so "
    "each document needs one.",
)
UNKNOWN_FRONT_MATTER_KEY = Fault(
    "F105",
    "warning",
    'unknown key "{key}" in the front matter{suggestion}',
    "known keys: {known}",
    "Keys that the course language does not know are reported, because nothing an author writes is "
    "dropped in silence. If the key is for another program, the warning can be ignored.",
)
FRONT_MATTER_OF_WRONG_KIND = Fault(
    "F106",
    "error",
    '"{key}" should be {expected}, not {found}',
    "for example `{example}`",
    "The value of a key in the front matter is not of the kind that the key takes.",
)
UNKNOWN_PROMISED_COMPONENT = Fault(
    "F107",
    "warning",
    'unknown component "{name}" in `components`{suggestion}',
    "`courseware components` lists the components",
    "`components` promises what the document uses. This name is none that the course language knows.",
)
PROMISED_COMPONENT_UNUSED = Fault(
    "F108",
    "warning",
    'the component "{name}" is promised and never used',
    "use it, or take it out of `components`",
    "`components` in the front matter lists what the document means to use. A component that is promised "
    "and missing is often a marker that was forgotten or deleted by accident.",
)
YAML_KEY_REPEATED = Fault(
    "F109",
    "error",
    'the key "{key}" stands twice',
    "keep one of them",
    "Two values for one key: only one can count, and which one would be a guess.",
)
MARKER_NOT_CLOSED = Fault(
    "M101",
    "error",
    "this marker is not closed",
    "end it with `}}`",
    "A marker runs from `{{` to `}}` and may span lines, but not a blank line. The closing brace was not "
    "found; the place is that of the opening one.",
)
MARKER_SYNTAX = Fault(
    "M102",
    "error",
    "expected {expected}, found {found}",
    "a marker is `{{type: name, key: value, …}}`; quote texts that contain `,` or `}}`",
    "A marker is a list of `key: value` pairs with commas between them. Values are quoted texts, bare "
    "words up to the next `,` or `}}`, numbers, `true` or `false`, or a list of these in `[ ]`.",
)
QUOTE_NOT_CLOSED = Fault(
    "M103",
    "error",
    "this quote is not closed on its line",
    "end the text with {quote}",
    "A quoted text ends on the line on which it begins. For a line break within it write `\\n`; for a "
    "quote within it `\\\"` or `\\'`.",
)
UNKNOWN_ESCAPE = Fault(
    "M104",
    "error",
    "unknown escape `{escape}`",
    "write `\\\\` for a backslash; the escapes are `\\\\`, `\\\"`, `\\'` and `\\n`",
    "In a quoted text a backslash makes the next character special. Only `\\\\`, `\\\"`, `\\'` and `\\n` "
    "are known, so that a path such as `C:\\temp` is not garbled in silence.",
)
MARKER_KEY_REPEATED = Fault(
    "M105",
    "error",
    'the key "{key}" stands twice',
    "keep one of them",
    "A marker has each key at most once: with two values only one could count.",
)
CURLY_QUOTE = Fault(
    "M106",
    "error",
    "{quote} is not a straight quote",
    "use \" or ' around texts",
    "Word processors turn straight quotes into curly ones. In markers only the straight ones delimit a "
    "text; curly ones are welcome within it.",
)
TEXT_AFTER_MARKER = Fault(
    "M107",
    "error",
    "text after the marker's `}}`",
    "put the text on the next line: a marker is a line of its own",
    "A marker stands alone on its line or lines. Text behind the closing brace would belong neither to "
    "the marker nor clearly to what follows.",
)
NO_TYPE = Fault(
    "M201",
    "error",
    "this marker has no `type`{suggestion}",
    "begin it with `{{type: …`; `\\{{` shows the text instead",
    "Every marker says with `type` which component it is. A line that begins with `{{`, a word and `:` is "
    "taken for a marker; to show such a line as text write a backslash before the brace.",
)
UNKNOWN_KEY = Fault(
    "M202",
    "error",
    '{component} has no key "{key}"{suggestion}',
    "its keys are {known}",
    "Each component takes a fixed set of keys (`courseware components` lists them), so that a misspelt one "
    "is not ignored in silence.",
)
UNKNOWN_COMPONENT = Fault(
    "M203",
    "error",
    'unknown component "{name}"{suggestion}',
    "`courseware components` lists the components",
    "The `type` of a marker is the name of a component of the course language.",
)
VALUE_OF_WRONG_KIND = Fault(
    "M204",
    "error",
    '"{key}" should be {expected}, not {found}',
    "{hint}",
    "Each key takes one kind of value: text, a number, `true` or `false`, or a list. A number or `true` in "
    "quotes is a text. Values are not YAML: `yes` and `no` are words like any other.",
)
IMPOSSIBLE_VALUE = Fault(
    "M205",
    "error",
    '"{key}" {problem}',
    "{hint}",
    "The value is of the right kind, but it is out of range or contradicts another key.",
)
EQUAL_OPTIONS = Fault(
    "M206",
    "error",
    'the option "{text}" stands twice',
    "change or delete one of them",
    "Options are told apart by their words, in the learner's records too. Two equal ones could not be.",
)
MISSING_KEY = Fault(
    "M207",
    "error",
    '{component} needs the key "{key}"',
    "for example `{example}`",
    "Without this key the component has nothing to show.",
)
MARKER_IN_CONTAINER = Fault(
    "M301",
    "error",
    "a marker inside {container}",
    "put it on a line of its own, not indented, with a blank line before it",
    "Markers belong to the document, not to a list item, a quote or a table. An indented marker below a "
    "list belongs to the list's last item: take the indentation away.",
)
MARKER_IN_TEXT = Fault(
    "M302",
    "error",
    "a marker within a line of text",
    "put the marker on a line of its own, below the text; `\\{{` shows the text instead",
    "A marker is a line of its own. A field's marker stands on the line below its bold label, a section's "
    "marker on the line below its heading.",
)
SECTION_MARKER_NOT_FIRST = Fault(
    "M303",
    "error",
    "a section marker that is not first in its section",
    "put it directly below a `##` heading",
    "A section marker says what the whole section is, so it is the first thing below the section's "
    "heading. For a second card begin a new section with `##`.",
)
FIELD_OUTSIDE_FORM = Fault(
    "M304",
    "error",
    "the field {component} stands outside a form",
    "put `{{type: form}}` directly below the section's `##` heading",
    "Fields (select, rating, text, textarea, number) are parts of a form. Their section is one when its "
    "first line is `{{type: form}}`.",
)
MARKER_IN_CODE_BLOCK = Fault(
    "M305",
    "warning",
    "a marker in an indented code block is shown as text",
    "take the indentation away; for an example use a code fence",
    "Four spaces at the beginning of a line make an indented code block in Markdown, in which a marker "
    "means nothing.",
)
SECOND_NAVIGATION = Fault(
    "M306",
    "error",
    "a second navigation in this document",
    "keep one; it may stand anywhere",
    "A document has at most one `navigation`; it names the links to the pages before and after.",
)
NO_LABEL = Fault(
    "D101",
    "error",
    "this {component} has no label",
    'write a wholly bold line above it, such as `**Your question**`, or give it `label: "…"`',
    "A field's label is the last wholly bold line above it since the field or heading before, or its key "
    "`label`. Learners who listen to the page and instructors who read the records know a field by it "
    "alone.",
)
NO_OPTIONS = Fault(
    "D102",
    "error",
    "this selection has no options",
    "write them as a list: `- first`, `- second`",
    "In a selection section the prose is the prompt, and the last list holds the options.",
)
NO_ITEMS = Fault(
    "D103",
    "error",
    "this ranking has no items",
    "write them as the lines of a code fence, or as a list",
    "In a ranking section the prose is the prompt; the items are the lines of a fenced block, or a list.",
)
TOO_FEW_OPTIONS = Fault(
    "D104",
    "error",
    "{problem}",
    "add some",
    "With fewer there is nothing to choose or to put in order.",
)
SEVERAL_ANSWERS = Fault(
    "D105",
    "error",
    "several right answers where only one can be chosen",
    "add `multiple: true`, or keep one right answer",
    "Without `multiple: true` a learner can choose only one option, so that the answer could never be given.",
)
ANSWER_NOT_AN_OPTION = Fault(
    "D106",
    "error",
    'the answer "{answer}" is none of the options{suggestion}',
    "write it exactly as the option",
    "The right answer of a select is the text of one of its options (a list of texts with "
    "`multiple: true`). A misspelt one could never be given.",
)
EQUAL_INTERACTION_IDS = Fault(
    "D107",
    "error",
    'another interaction has the same name "{label}" (id "{id}")',
    "give one of them `id: …`, or reword it",
    "Records are kept under an id made of the label. When labels are equal, the group's and the section's "
    "heading are put in front; these are equal too.",
)
UNUSABLE_ID = Fault(
    "D108",
    "error",
    '"{id}" cannot be an id',
    'use a to z, 0 to 9 and "_", at most 120 characters; for example "{example}"',
    "Ids go into the records of every standard, whose rules they have to keep: lower-case ASCII letters, "
    "digits and underscores.",
)
MORE_THAN_AN_OPTION = Fault(
    "D109",
    "error",
    "an option can hold its words and an indented quote for feedback only",
    "move the rest out of the list, or into a quote: `> …`",
    "An option is one line of text; a quote indented below it is shown as feedback when it was chosen. "
    "Other blocks would be lost in the records.",
)
WRONG_NUMBER_OF_LABELS = Fault(
    "D110",
    "error",
    "{found} labels for {points} points",
    "give two labels, for the ends, or one for each point",
    "`labels` of a rating names its two ends, or each of its points.",
)
OPTION_WITHOUT_BOX = Fault(
    "D111",
    "warning",
    "only some of the options have a box",
    "begin every option with `[x]` or `[ ]`",
    "`- [x]` marks a right option and `- [ ]` a wrong one. An option without a box is taken as wrong; most "
    "often the box was forgotten.",
)
EMPTY_OPTION = Fault(
    "D112",
    "error",
    "this option is empty",
    "write its words",
    "An option is known by its words, in the learner's records too.",
)
TEXT_NEVER_SHOWN = Fault(
    "D113",
    "warning",
    "`{key}` is never shown, because there is no right answer",
    "mark the right answer, or use `feedback`",
    "`correct` and `incorrect` are shown when an answer was judged. Without a right answer the question is a "
    "survey, which is never right or wrong; `feedback` is shown after any answer.",
)
FOOTNOTE_UNUSED = Fault(
    "D114",
    "warning",
    'the footnote "{label}" is never referred to',
    "put `[^{label}]` where it belongs, or delete it",
    "A footnote is shown below the section that refers to it. Nothing does, so this one is left out.",
)
FOOTNOTE_REPEATED = Fault(
    "D115",
    "error",
    'the footnote "{label}" stands twice',
    "give one of them another name",
    "A reference such as `[^1]` leads to the one footnote of that name in its document. With two only one "
    "could be shown.",
)
ATTRIBUTE_LEFT_OUT = Fault(
    "L409",
    "warning",
    'the attribute "{name}" is left out',
    "pictures take width, height and class",
    "Attributes in braces behind a picture may be `width`, `height` and `class`. Others could break the "
    "page or run code.",
)
