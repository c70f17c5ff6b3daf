"""The table of diagnostics: one row a code, with its text, its hint, and the page that `courseware explain` prints.

`message` and `hint` are filled by `str.format` with what the place knows. Codes are stable: a row may be reworded, its
code never gets another meaning. C: the course and its settings. F: front matter. M1: the grammar of markers. M2: what a
marker says. M3: where a marker stands. D: documents and their interactions. L: links, media and icons. P: packages.
R: records of an older version.
"""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    """A row: severity, message, hint, explanation."""

    severity: str
    message: str
    hint: str
    explanation: str


CODES: dict[str, Code] = {
    # The course and its settings
    "C101": Code(
        "error",
        "there is no course at {path}",
        "give the folder that holds the course's Markdown documents",
        "A course is a folder of Markdown documents. Nothing was found at the path given: check its spelling, "
        "and that you are in the folder you think you are in.",
    ),
    "C102": Code(
        "error",
        "no documents in {path}",
        "put at least one .md file with front matter there; `courseware new` writes a small course",
        "Every `*.md` file directly in the course's folder is a document, except `README.md` and names that "
        "begin with `_` or `.`. Documents with `draft: true` are left out of packages, so a course of drafts "
        "only has nothing to package.",
    ),
    "C103": Code(
        "error",
        "{file} is not UTF-8 text",
        "save it as UTF-8",
        "Documents and settings are read as UTF-8 (a byte order mark is fine). The column is that of the first "
        'byte that is not. Most editors can save with another encoding under "Save as".',
    ),
    "C104": Code(
        "error",
        "{file} is too large ({size})",
        "split it; a text file may have {limit}",
        "Documents and settings are bounded in size so that a wrong file (a video named `.md`, say) fails at "
        "once and with its name.",
    ),
    "C105": Code(
        "error",
        "cannot read {file}: {reason}",
        "check the file and its permissions",
        "The operating system refused to give the file's content.",
    ),
    "C106": Code(
        "error",
        "{problem}",
        "course.yaml is YAML: `key: value` lines",
        "`course.yaml` could not be read as YAML. The place is where the YAML reader gave up; the cause is "
        "often a line above: a missing quote, a tab, or a `:` in an unquoted text.",
    ),
    "C107": Code(
        "error",
        'unknown setting "{key}"{suggestion}',
        "known settings: {known}",
        "`course.yaml` takes a fixed set of keys, so that a misspelt one is not ignored in silence.",
    ),
    "C108": Code(
        "error",
        '"{key}" should be {expected}, not {found}',
        "{hint}",
        "The value of a setting in `course.yaml` is not of the kind that the setting takes.",
    ),
    "C109": Code(
        "warning",
        "{file} and {other} both have phase {phase}",
        "give each document a phase of its own; until then the file name decides their order",
        "Documents are ordered by their `phase`. Two with the same number are put in order of file name, which "
        "may not be what you meant.",
    ),
    "C110": Code(
        "error",
        '{file} and {other} both have the id "{id}"',
        "rename one of them or give it an `id` in its front matter",
        "A document's id is the `id` of its front matter or its file name in lower case with underscores. It "
        "is part of every record that a learner leaves, so it must be unique in the course.",
    ),
    "C111": Code(
        "error",
        '"{id}" and "{other}" would share one key in saved states',
        "give one of them another `id`",
        "Answers are saved under short keys hashed from the ids, so that a course fits into the little room "
        "that a learning management system gives. Two ids here have the same hash, which happens about once "
        "in many thousand courses. Changing one id solves it.",
    ),
    "C112": Code(
        "warning",
        "no learner can ever complete this course: {reason}",
        "{hint}",
        "The settings ask for something that the documents do not offer, so that every learner would stay "
        '"incomplete" for ever.',
    ),
    "C113": Code(
        "error",
        'there is no theme "{theme}"{suggestion}',
        "themes: {known}; or give the path of a CSS file in the course",
        "`theme` is the name of a theme that comes with the program, or a CSS file in the course's folder.",
    ),
    "C114": Code(
        "error",
        'there is no interface text "{key}"{suggestion}',
        "the names of the texts are those in the table of the language",
        "`texts` in `course.yaml` replaces single interface texts by their names.",
    ),
    "C115": Code(
        "warning",
        'there are no interface texts in "{language}"; they will be in English',
        "languages: {known}; or give the texts you want under `texts` in course.yaml",
        "Buttons and messages come from a table a language. The course's language has none yet, so the "
        "learner would see English words between yours.",
    ),
    "C116": Code(
        "error",
        'the interface text "{key}" {problem}',
        "the original is: {original}",
        "A replaced interface text must not be empty, and has to use the same `{{placeholders}}` as the "
        "original, because numbers and titles are put in their place.",
    ),
    "C117": Code(
        "error",
        '"{key}" under `xapi` holds {what}',
        "give the address alone: credentials never go into a package",
        "Whoever gets a package can read all of it, so the password or token of a learning record store has no place "
        "there. Hand the token to each launch as the parameter `auth` of the page's address, or give `endpoint` the "
        "path of a proxy on the LMS's own site that adds it (docs/xapi.md).",
    ),
    "C118": Code(
        "warning",
        "what learners do is told to a learning record store {reason}",
        "{hint}",
        "`xapi` in `course.yaml` lets a SCORM package report to a learning record store (LRS) as well. An LRS knows a "
        "course by its `base_iri` for ever, so it should be an address that is yours; and what is sent to an address "
        "of `http` can be read on its way, while a page that came over `https` cannot reach it at all.",
    ),
    # Front matter
    "F101": Code(
        "error",
        "{file} has no front matter",
        "begin the file with `---`, `title: …`, `---`",
        "Each document begins with a block of YAML between two lines of `---`. It needs at least a `title`. A "
        "Markdown file that is no part of the course can be named with a leading `_`.",
    ),
    "F102": Code(
        "error",
        "the front matter is not closed",
        "put a line `---` behind its last key",
        "The block of YAML at the top of a document ends at a second line of `---`. Without it the whole "
        "document would be read as YAML.",
    ),
    "F103": Code(
        "error",
        "{problem}",
        "front matter is YAML: quote texts that contain `: ` or begin with a special character",
        "The front matter could not be read as YAML. The place is where the YAML reader gave up; the cause is "
        "often a line above: a missing quote, a tab, or a `:` in an unquoted text.",
    ),
    "F104": Code(
        "error",
        "{problem}",
        "add `title: …` to the front matter",
        "The title heads the document's page, names it in the contents and in every record of the learner, so "
        "each document needs one.",
    ),
    "F105": Code(
        "warning",
        'unknown key "{key}" in the front matter{suggestion}',
        "known keys: {known}",
        "Keys that the course language does not know are reported, because nothing an author writes is "
        "dropped in silence. If the key is for another program, the warning can be ignored.",
    ),
    "F106": Code(
        "error",
        '"{key}" should be {expected}, not {found}',
        "for example `{example}`",
        "The value of a key in the front matter is not of the kind that the key takes.",
    ),
    "F107": Code(
        "warning",
        'unknown component "{name}" in `components`{suggestion}',
        "`courseware components` lists the components",
        "`components` promises what the document uses. This name is none that the course language knows.",
    ),
    "F108": Code(
        "warning",
        'the component "{name}" is promised and never used',
        "use it, or take it out of `components`",
        "`components` in the front matter lists what the document means to use. A component that is promised "
        "and missing is often a marker that was forgotten or deleted by accident.",
    ),
    "F109": Code(
        "error",
        'the key "{key}" stands twice',
        "keep one of them",
        "Two values for one key: only one can count, and which one would be a guess.",
    ),
    # Markers: grammar
    "M101": Code(
        "error",
        "this marker is not closed",
        "end it with `}}`",
        "A marker runs from `{{` to `}}` and may span lines, but not a blank line. The closing brace was not "
        "found; the place is that of the opening one.",
    ),
    "M102": Code(
        "error",
        "expected {expected}, found {found}",
        "a marker is `{{type: name, key: value, …}}`; quote texts that contain `,` or `}}`",
        "A marker is a list of `key: value` pairs with commas between them. Values are quoted texts, bare "
        "words up to the next `,` or `}}`, numbers, `true` or `false`, or a list of these in `[ ]`.",
    ),
    "M103": Code(
        "error",
        "this quote is not closed on its line",
        "end the text with {quote}",
        "A quoted text ends on the line on which it begins. For a line break within it write `\\n`; for a "
        "quote within it `\\\"` or `\\'`.",
    ),
    "M104": Code(
        "error",
        "unknown escape `{escape}`",
        "write `\\\\` for a backslash; the escapes are `\\\\`, `\\\"`, `\\'` and `\\n`",
        "In a quoted text a backslash makes the next character special. Only `\\\\`, `\\\"`, `\\'` and `\\n` "
        "are known, so that a path such as `C:\\temp` is not garbled in silence.",
    ),
    "M105": Code(
        "error",
        'the key "{key}" stands twice',
        "keep one of them",
        "A marker has each key at most once: with two values only one could count.",
    ),
    "M106": Code(
        "error",
        "{quote} is not a straight quote",
        "use \" or ' around texts",
        "Word processors turn straight quotes into curly ones. In markers only the straight ones delimit a "
        "text; curly ones are welcome within it.",
    ),
    "M107": Code(
        "error",
        "text after the marker's `}}`",
        "put the text on the next line: a marker is a line of its own",
        "A marker stands alone on its line or lines. Text behind the closing brace would belong neither to "
        "the marker nor clearly to what follows.",
    ),
    # Markers: meaning
    "M201": Code(
        "error",
        "this marker has no `type`{suggestion}",
        "begin it with `{{type: …`; `\\{{` shows the text instead",
        "Every marker says with `type` which component it is. A line that begins with `{{`, a word and `:` is "
        "taken for a marker; to show such a line as text write a backslash before the brace.",
    ),
    "M202": Code(
        "error",
        '{component} has no key "{key}"{suggestion}',
        "its keys are {known}",
        "Each component takes a fixed set of keys (`courseware components` lists them), so that a misspelt one "
        "is not ignored in silence.",
    ),
    "M203": Code(
        "error",
        'unknown component "{name}"{suggestion}',
        "`courseware components` lists the components",
        "The `type` of a marker is the name of a component of the course language.",
    ),
    "M204": Code(
        "error",
        '"{key}" should be {expected}, not {found}',
        "{hint}",
        "Each key takes one kind of value: text, a number, `true` or `false`, or a list. A number or `true` in "
        "quotes is a text. Values are not YAML: `yes` and `no` are words like any other.",
    ),
    "M205": Code(
        "error",
        '"{key}" {problem}',
        "{hint}",
        "The value is of the right kind, but it is out of range or contradicts another key.",
    ),
    "M206": Code(
        "error",
        'the option "{text}" stands twice',
        "change or delete one of them",
        "Options are told apart by their words, in the learner's records too. Two equal ones could not be.",
    ),
    "M207": Code(
        "error",
        '{component} needs the key "{key}"',
        "for example `{example}`",
        "Without this key the component has nothing to show.",
    ),
    # Markers: place
    "M301": Code(
        "error",
        "a marker inside {container}",
        "put it on a line of its own, not indented, with a blank line before it",
        "Markers belong to the document, not to a list item, a quote or a table. An indented marker below a "
        "list belongs to the list's last item: take the indentation away.",
    ),
    "M302": Code(
        "error",
        "a marker within a line of text",
        "put the marker on a line of its own, below the text; `\\{{` shows the text instead",
        "A marker is a line of its own. A field's marker stands on the line below its bold label, a section's "
        "marker on the line below its heading.",
    ),
    "M303": Code(
        "error",
        "a section marker that is not first in its section",
        "put it directly below a `##` heading",
        "A section marker says what the whole section is, so it is the first thing below the section's "
        "heading. For a second card begin a new section with `##`.",
    ),
    "M304": Code(
        "error",
        "the field {component} stands outside a form",
        "put `{{type: form}}` directly below the section's `##` heading",
        "Fields (select, rating, text, textarea, number) are parts of a form. Their section is one when its "
        "first line is `{{type: form}}`.",
    ),
    "M305": Code(
        "warning",
        "a marker in an indented code block is shown as text",
        "take the indentation away; for an example use a code fence",
        "Four spaces at the beginning of a line make an indented code block in Markdown, in which a marker "
        "means nothing.",
    ),
    "M306": Code(
        "error",
        "a second navigation in this document",
        "keep one; it may stand anywhere",
        "A document has at most one `navigation`; it names the links to the pages before and after.",
    ),
    # Documents and interactions
    "D101": Code(
        "error",
        "this {component} has no label",
        'write a wholly bold line above it, such as `**Your question**`, or give it `label: "…"`',
        "A field's label is the last wholly bold line above it since the field or heading before, or its key "
        "`label`. Learners who listen to the page and instructors who read the records know a field by it "
        "alone.",
    ),
    "D102": Code(
        "error",
        "this selection has no options",
        "write them as a list: `- first`, `- second`",
        "In a selection section the prose is the prompt, and the last list holds the options.",
    ),
    "D103": Code(
        "error",
        "this ranking has no items",
        "write them as the lines of a code fence, or as a list",
        "In a ranking section the prose is the prompt; the items are the lines of a fenced block, or a list.",
    ),
    "D104": Code(
        "error", "{problem}", "add some", "With fewer there is nothing to choose or to put in order."
    ),
    "D105": Code(
        "error",
        "several right answers where only one can be chosen",
        "add `multiple: true`, or keep one right answer",
        "Without `multiple: true` a learner can choose only one option, so that the answer could never be "
        "given.",
    ),
    "D106": Code(
        "error",
        'the answer "{answer}" is none of the options{suggestion}',
        "write it exactly as the option",
        "The right answer of a select is the text of one of its options (a list of texts with "
        "`multiple: true`). A misspelt one could never be given.",
    ),
    "D107": Code(
        "error",
        'another interaction has the same name "{label}" (id "{id}")',
        "give one of them `id: …`, or reword it",
        "Records are kept under an id made of the label. When labels are equal, the group's and the section's "
        "heading are put in front; these are equal too.",
    ),
    "D108": Code(
        "error",
        '"{id}" cannot be an id',
        'use a to z, 0 to 9 and "_", at most 120 characters; for example "{example}"',
        "Ids go into the records of every standard, whose rules they have to keep: lower-case ASCII letters, "
        "digits and underscores.",
    ),
    "D109": Code(
        "error",
        "an option can hold its words and an indented quote for feedback only",
        "move the rest out of the list, or into a quote: `> …`",
        "An option is one line of text; a quote indented below it is shown as feedback when it was chosen. "
        "Other blocks would be lost in the records.",
    ),
    "D110": Code(
        "error",
        "{found} labels for {points} points",
        "give two labels, for the ends, or one for each point",
        "`labels` of a rating names its two ends, or each of its points.",
    ),
    "D111": Code(
        "warning",
        "only some of the options have a box",
        "begin every option with `[x]` or `[ ]`",
        "`- [x]` marks a right option and `- [ ]` a wrong one. An option without a box is taken as wrong; most "
        "often the box was forgotten.",
    ),
    "D112": Code(
        "error",
        "this option is empty",
        "write its words",
        "An option is known by its words, in the learner's records too.",
    ),
    "D113": Code(
        "warning",
        "`{key}` is never shown, because there is no right answer",
        "mark the right answer, or use `feedback`",
        "`correct` and `incorrect` are shown when an answer was judged. Without a right answer the question is a "
        "survey, which is never right or wrong; `feedback` is shown after any answer.",
    ),
    "D114": Code(
        "warning",
        'the footnote "{label}" is never referred to',
        "put `[^{label}]` where it belongs, or delete it",
        "A footnote is shown below the section that refers to it. Nothing does, so this one is left out.",
    ),
    "D115": Code(
        "error",
        'the footnote "{label}" stands twice',
        "give one of them another name",
        "A reference such as `[^1]` leads to the one footnote of that name in its document. With two only one "
        "could be shown.",
    ),
    # Links, media, icons
    "L401": Code(
        "error",
        'there is no file "{target}" in the course{suggestion}',
        "paths are relative to the document, with `/`",
        "Pictures, sound, video and downloads lie in the course's folder and go into the package. The file "
        "was not found.",
    ),
    "L402": Code(
        "error",
        'the file is named "{actual}", not "{target}"',
        "use the exact case",
        "Upper and lower case are the same on some systems and not on others; a learning management system is "
        "most often one of the others.",
    ),
    "L403": Code(
        "error",
        '"{target}" lies outside the course',
        "copy the file into the course's folder",
        "A package holds the course's folder and nothing else of your machine. Paths that lead out of it, and "
        "links to files outside, are refused.",
    ),
    "L404": Code(
        "error",
        'there is no document "{target}" in the course{suggestion}',
        "link to a document by its file name, such as `phase2.md`",
        "A link to a Markdown file becomes a link to its page, so the document has to be part of the course "
        "(drafts are not).",
    ),
    "L405": Code(
        "error",
        'there is no heading "#{anchor}" in {file}{suggestion}',
        "anchors are the heading in lower case with `-` for spaces",
        "The part of a link behind `#` names a heading as GitHub does: lower case, punctuation left out, "
        "spaces as hyphens.",
    ),
    "L406": Code(
        "warning",
        "remote media: {target} is shown as a link",
        "download the file into the course's folder",
        "A package has to work without the network, and fetches nothing from elsewhere. Media at another "
        "address become a link that opens beside the course.",
    ),
    "L407": Code(
        "warning",
        "no alternative text",
        "say what the picture shows: `![…]({target})`",
        "Learners who do not see a picture, or on whose line it does not load, get its alternative text.",
    ),
    "L408": Code(
        "warning",
        'unknown icon "{name}"{suggestion}',
        "icons are the free ones of Font Awesome, by their old or new names",
        "The icon is left out. Names are those of Font Awesome's free icons, with or without `fa-`.",
    ),
    "L409": Code(
        "warning",
        'the attribute "{name}" is left out',
        "pictures take width, height and class",
        "Attributes in braces behind a picture may be `width`, `height` and `class`. Others could break the "
        "page or run code.",
    ),
    "L410": Code(
        "error",
        "cannot link to {target}",
        "link to `https:`, `mailto:`, a document or a file of the course",
        "Links may lead to web addresses, mail and telephone addresses, documents of the course and files in "
        "it. Other schemes are refused, because they can run code or reach into the learner's machine.",
    ),
    # Packages
    "P501": Code(
        "error",
        "there is no imsmanifest.xml at the top of the package{found}",
        "zip the contents of the folder, not the folder itself; the name is all lower case",
        "A SCORM package has its manifest, `imsmanifest.xml`, at its root (SCORM 1.2 CAM 2.3; IMS Content"
        " Packaging 1.1.2). The most common cause is a zip of the folder around the files, or a manifest "
        "whose name has capital letters.",
    ),
    "P502": Code(
        "error",
        "the manifest cannot be read: {reason}",
        "correct the XML at this place",
        "The manifest is not well-formed XML, is larger than any manifest has to be, or has a document "
        "type (DOCTYPE). Document types are refused because they can pull in other files or grow without "
        "bounds.",
    ),
    "P503": Code(
        "error",
        "the manifest does not follow its schema: {reason}",
        "elements must have the names, order and values that the schema gives",
        "The manifest was judged by the XML Schemas of its standard. For SCORM 1.2 these describe the IMS"
        " Content Packaging binding 1.1.2, IMS metadata 1.2.1 and ADL's additions. An LMS may refuse such"
        " a package, or skip what is misplaced.",
    ),
    "P504": Code(
        "warning",
        "schema files are not in their places: {names}",
        "put the schema files of the standard beside imsmanifest.xml, and where xsi:schemaLocation says",
        "A package carries the schema files (`.xsd`) of all namespaces that its manifest uses at its root "
        "(SCORM 1.2 CAM 2.3, control files; SCORM 2004 CAM 3.4.1). Most LMSs do not look at them; conformance "
        "checkers do, and that of the 4th Edition fails a package without them.",
    ),
    "P505": Code(
        "warning",
        "the manifest is written in {encoding}, not UTF-8",
        "save it as UTF-8 and say so in its first line",
        "Every XML reader takes UTF-8. Some LMSs read nothing else, and show titles with broken letters.",
    ),
    "P506": Code(
        "warning",
        "the manifest writes a character by its number ({reference})",
        "write the character itself, in UTF-8",
        "Some LMSs do not read the manifest with a real XML parser, and show references such as `&#233;` "
        "as they stand.",
    ),
    "P507": Code(
        "warning",
        'the prefix of {namespace} is "{prefix}", not "{expected}"',
        "declare the namespace with its usual prefix",
        "To an XML parser the prefix of a namespace does not matter. Some LMSs look for the literal "
        "prefix (`adlcp:`) all the same, and miss what is written with another.",
    ),
    "P508": Code(
        "warning",
        'the manifest\'s metadata says {found} where "{expected}" is needed',
        "write <schema>ADL SCORM</schema><schemaversion>{version}</schemaversion> first in <metadata>",
        "The manifest's `<metadata>` begins with `<schema>` and `<schemaversion>`, by which an LMS knows "
        "the version of SCORM (SCORM 1.2 CAM 2.3, `<metadata>`).",
    ),
    "P509": Code(
        "warning",
        'the manifest says that it is "{version}"; what it holds is judged as {expected}',
        'write "{expected}", or leave out what only that edition has',
        "Elements and attributes in this manifest exist in a newer edition of SCORM 2004 only than the one "
        "that `<schemaversion>` names. An LMS that trusts the version may ignore them.",
    ),
    "P510": Code(
        "error",
        'the file name "{name}" {fault}',
        "use relative names with forward slashes, within the package",
        "Names in a package are relative paths with `/`, without `..` and without a drive or leading "
        "slash. Anything else is unpacked differently by each system, or lets a package write outside its"
        " folder.",
    ),
    "P511": Code(
        "warning",
        'the file name "{name}" has letters beyond ASCII',
        "rename the file with plain letters, digits, - and _",
        "Zip files have no single way to write other letters, so after unpacking on an LMS the file may "
        "have another name than the manifest says.",
    ),
    "P512": Code(
        "warning",
        'the file names "{name}" and "{other}" differ only in capital letters',
        "give one of them another name",
        "On servers that do not tell capitals apart, one of the two files replaces the other.",
    ),
    "P513": Code(
        "warning",
        'the file "{name}" is in the package, and the manifest does not list it',
        "add a <file> to the resource that uses it",
        "Every file that a resource needs is listed in it as a `<file>` (SCORM 1.2 CAM 2.3, `<file>`). An"
        " LMS that copies listed files only leaves the others out.",
    ),
    "P514": Code(
        "error",
        'the manifest lists "{name}", which is not in the package{suggestion}',
        "add the file, or take it out of the manifest",
        "Every local file that the manifest names must be in the package (SCORM 1.2 CAM 2.3, `<file>`).",
    ),
    "P515": Code(
        "error",
        'the manifest lists "{name}"; the file is called "{other}"',
        "write the name exactly as in the package, capital letters included",
        'Most servers tell capitals apart: what works on the author\'s machine is "not found" there.',
    ),
    "P516": Code(
        "error",
        'the reference "{name}" {fault}',
        "use a relative reference with forward slashes, within the package",
        "An `href` in a manifest is a relative URL within the package. Backslashes, a leading slash and "
        "`..` are read differently by each LMS, when they are read at all.",
    ),
    "P520": Code(
        "error",
        'the identifier "{identifier}" is used twice',
        "give each manifest, organization, item and resource an identifier of its own",
        "Identifiers are unique within a manifest (XML Schema, ID). An LMS keeps a learner's records by "
        "them.",
    ),
    "P521": Code(
        "error",
        'the default organization "{identifier}" does not exist',
        "name one of the organizations: {known}",
        "`default` of `<organizations>` is the identifier of the organization to show first (SCORM 1.2 "
        "CAM 2.3, `<organizations>`). Some LMSs show an empty course when it is wrong.",
    ),
    "P522": Code(
        "error",
        'the item refers to "{identifier}", and there is no resource of that identifier{suggestion}',
        "give the identifier of a <resource>",
        "`identifierref` of an item is the identifier of the resource that it opens (SCORM 1.2 CAM 2.3, "
        "`<item>`).",
    ),
    "P523": Code(
        "error",
        'the dependency refers to "{identifier}", and there is no resource of that identifier{suggestion}',
        "give the identifier of a <resource>",
        "`identifierref` of a dependency is the identifier of a resource whose files this one uses (SCORM"
        " 1.2 CAM 2.3, `<dependency>`).",
    ),
    "P524": Code(
        "error",
        'the item opens the resource "{identifier}", which has no href',
        "give the resource the href of the page to open",
        "A resource that an item refers to is launched, so it needs an `href` (SCORM 1.2 CAM 2.3, "
        "`<resource>`).",
    ),
    "P525": Code(
        "warning",
        'the item "{identifier}" has no identifierref and no items of its own',
        "refer to a resource, or take the item out",
        "An item without children is what a learner opens. Without `identifierref` it opens nothing "
        "(SCORM 1.2 CAM 2.3, `<item>`).",
    ),
    "P526": Code(
        "warning",
        'the item "{identifier}" has items of its own, and an identifierref',
        "refer to resources from items without children only",
        "An item with children is a heading. LMSs differ in whether the resource that it refers to is "
        "shown; SCORM 2004 forbids it.",
    ),
    "P527": Code(
        "error",
        'the {element} "{identifier}" has no title',
        "add a <title> as its first element",
        "Every organization and item has a title, which learners see in the table of contents (SCORM 1.2 "
        "CAM 2.3, `<title>`).",
    ),
    "P528": Code(
        "warning",
        'the title of the {element} "{identifier}" is empty',
        "write what learners should see in the table of contents",
        "An item with an empty title cannot be clicked in many LMSs.",
    ),
    "P529": Code(
        "warning",
        "the package has nothing to open: {reason}",
        "add an organization with an item that refers to a resource",
        "A package without an organization is a library of resources: it is allowed, but no LMS can show "
        "it to a learner (SCORM 1.2 CAM 2.3, `<organizations>`). As content aggregation, which is what an LMS "
        "imports, a package of SCORM 2004 needs one, and the conformance checker of the 4th Edition fails it without.",
    ),
    "P530": Code(
        "error",
        '"{name}", which the resource "{identifier}" opens, is not one of its files',
        'add <file href="{name}"/> to the resource',
        "The page that a resource opens is listed among its files (SCORM 1.2 CAM 2.3, `<resource>`).",
    ),
    "P531": Code(
        "error",
        'the resource "{identifier}" does not say whether it is a SCO or an asset',
        'add {attribute}="sco" or "asset"',
        "Each resource says by its SCORM type whether it talks to the LMS (`sco`) or not (`asset`); "
        "without it an LMS does not know whether to keep records (SCORM 1.2 CAM 2.3, `<resource>`).",
    ),
    # Packages of anyone: the zip
    "P601": Code(
        "error",
        "{path} is no package: {reason}",
        "give a zip, a folder with an imsmanifest.xml, or a manifest",
        "A package is a zip file (PKZIP 2.04g; SCORM 1.2 CAM 2.3, SCORM 2004 CAM 3.3), here also a folder of its "
        "files or a manifest alone. A zip that was cut off in a download, or is a document of another kind with "
        "the wrong name, cannot be opened.",
    ),
    "P602": Code(
        "error",
        'the entry "{name}" of the zip is damaged: {reason}',
        "make the zip again",
        "What the zip says about this file (its sizes, its checksum, where it lies) and what is there do not "
        "agree. An LMS refuses such a package, or unpacks a broken file.",
    ),
    "P603": Code(
        "error",
        'the name "{name}" stands twice in the zip',
        "keep one of the two files",
        "Two entries of one name: each program unpacks another of the two.",
    ),
    "P604": Code(
        "error",
        'the entry "{name}" of the zip is encrypted',
        "make the zip again, without a password",
        "No LMS can ask for the password of a package.",
    ),
    "P605": Code(
        "error",
        'the entry "{name}" of the zip is compressed by {method}',
        "make the zip with the usual compression (deflate), or without one",
        "Packages conform to PKZIP 2.04g (SCORM 2004 CAM 3.3), which knows stored and deflated files only. "
        "Newer methods are unreadable to the libraries that most LMSs use.",
    ),
    "P606": Code(
        "error",
        "{name} would unpack to {size}, {ratio} times its size in the zip",
        "leave it out; if it is meant, give it in another form",
        "A small zip that unpacks to a huge file is a way to fill the disk of a server. LMSs refuse it, or "
        "fall over.",
    ),
    "P607": Code(
        "error",
        'the entry "{name}" of the zip is {kind}',
        "put the file itself into the package",
        "A package holds files. A link, a device or a pipe means nothing on another machine, and a link can "
        "point outside the package.",
    ),
    "P608": Code(
        "error",
        "the zip has {count}, more than are read ({limit})",
        "split the package",
        "The list of a zip's entries is bounded here, so that a zip made to exhaust its reader does not. No "
        "course comes near this bound.",
    ),
    "P609": Code(
        "warning",
        "the zip is written in the Zip64 format",
        "make it with a tool that uses Zip64 only above 4 GB",
        "Packages conform to PKZIP 2.04g (SCORM 2004 CAM 3.3), which is older than Zip64. Some LMSs cannot read it.",
    ),
    "P610": Code(
        "warning",
        'the package holds another archive, "{name}"',
        "unpack it into the package, unless it is meant as a download",
        "An LMS unpacks the package, not the archives within it. A package within a package is the most "
        "common mistake of this kind.",
    ),
    "P611": Code(
        "error",
        "the standard of this manifest is not known: {found}",
        "known are {known}; `--standard` says which it is meant to be",
        "The root element and its namespace tell the standard, and `<schemaversion>` the edition. This manifest "
        "belongs to none that the program knows.",
    ),
    "P612": Code(
        "warning",
        'the file name "{name}" {fault}',
        "use letters, digits, - and _ alone, and a short ending",
        "Such a name is allowed. Some LMSs do not find the file again all the same, because they unpack on "
        "systems with other rules for names, or write the name into an address without escaping it.",
    ),
    # Packages of anyone: the manifest
    "P620": Code(
        "error",
        'the xml:base "{base}" {fault}',
        "write a relative folder that ends with a slash, such as content/",
        "`xml:base` is put in front of the references below it (SCORM 2004 CAM 3.4.1): a relative path with "
        "forward slashes that ends with one.",
    ),
    "P621": Code(
        "error",
        'the identifier "{identifier}" of <{element}> is not a name of XML',
        "begin it with a letter or _, and use letters, digits, . - and _ only",
        "Identifiers are of the type ID of XML Schema: no spaces, no colons, and no digit at the beginning.",
    ),
    "P622": Code(
        "warning",
        "nothing says where the schema of {namespace} lies",
        "add the namespace and its schema file to xsi:schemaLocation of <manifest>",
        "A manifest that uses elements of a namespace names its schema file in `xsi:schemaLocation`. Without it the "
        "part cannot be judged; the conformance checker of the 4th Edition fails the package.",
    ),
    "P623": Code(
        "error",
        "xsi:schemaLocation does not hold pairs",
        "write a namespace and a schema file by turns, with spaces between them",
        "`xsi:schemaLocation` is a list of pairs (XML Schema 1, 2.6.3). With an odd number of parts no reader knows "
        "which belong together.",
    ),
    "P624": Code(
        "warning",
        "the manifest is written in XML {version}",
        'begin it with <?xml version="1.0" encoding="UTF-8"?>',
        "Manifests are XML 1.0. Parsers of that version refuse another, or read it by other rules.",
    ),
    "P625": Code(
        "warning",
        'the parameters "{parameters}" cannot be put behind an address',
        "write ?name=value&name=value, name=value, or #part, and escape other characters as %20",
        "`parameters` of an item are appended to the address of its resource (SCORM CAM, `<item>`; IMS Content "
        "Packaging 1.1.4): `#part`, or pairs of name and value with an optional `?` before and `#part` behind.",
    ),
    "P626": Code(
        "warning",
        'the item "{identifier}" has parameters, and opens no resource',
        "take them out, or give the item an identifierref",
        "Parameters are for the resource that an item opens; this item opens none.",
    ),
    "P627": Code(
        "warning",
        "<organizations> does not say which organization is the default",
        'add default="…" with the identifier of an organization',
        "`default` names the organization that is shown (SCORM CAM, `<organizations>`); SCORM 2004 demands it.",
    ),
    "P628": Code(
        "warning",
        "{what} is {length} characters long; systems have to take {longest}",
        "shorten it",
        "Each value has a length that every system must take (the smallest permitted maximum). A longer one may "
        "be cut.",
    ),
    "P629": Code(
        "warning",
        'there is a manifest within the manifest, "{identifier}"',
        "put its items and resources into the outer one",
        "A (sub)manifest is allowed, and ADL recommends against it: most LMSs ignore it.",
    ),
    "P630": Code(
        "error",
        "{element} stands in {parent}",
        "it belongs into {allowed}",
        "What ADL and IMS Simple Sequencing add to a manifest has its place (SCORM 2004 CAM 3.4.1, 5.1 and 5.2). "
        "Elsewhere it has no meaning, and an LMS ignores it.",
    ),
    "P631": Code(
        "error",
        "the attribute {attribute} stands on <{element}>",
        "{allowed}",
        "Each attribute that ADL adds to a manifest belongs on one kind of element (SCORM 2004 CAM 3.4.1).",
    ),
    "P632": Code(
        "error",
        "{element} stands twice in one element",
        "keep one of them",
        "Only one of it is allowed (SCORM 2004 CAM 3.4.1, 5.1 and 5.2); with two, each LMS follows another.",
    ),
    "P633": Code(
        "error",
        '{attribute} is "{value}"',
        "write true or false",
        "SCORM 2004 writes these values as the words `true` and `false`, though XML Schema allows 1 and 0.",
    ),
    "P634": Code(
        "error",
        '{attribute} is "{value}"',
        "write sco or asset, in lower case",
        "A resource is a SCO, which talks to the LMS, or an asset, which does not (SCORM CAM, `<resource>`).",
    ),
    "P635": Code(
        "error",
        '{what} is "{value}"',
        "one of: {allowed}",
        "The specification gives the words that may stand here (SCORM 2004 CAM 3.4.1, 5.1 and 5.2).",
    ),
    "P636": Code(
        "error",
        "{element} stands on an item that does not open {kinds}",
        "take it out, or let the item open {kinds}",
        "This element is a message for what the item opens, or to the LMS about it (SCORM 2004 CAM 3.4.1, 5.2).",
    ),
    "P637": Code(
        "error",
        'adlcp:completionThreshold has attributes, and "{value}" as text',
        "write the number in minProgressMeasure only",
        "The 3rd Edition writes the threshold as text, the 4th in attributes (SCORM 2004 4th Ed. CAM 3.4.1). Both "
        "at once contradict each other.",
    ),
    "P638": Code(
        "warning",
        'adlcp:completionThreshold is written as text ("{value}"), the form of the 3rd Edition',
        'write completedByMeasure="true" minProgressMeasure="{value}"',
        "The 4th Edition deprecates the text and uses attributes instead (SCORM 2004 4th Ed. CAM 3.4.1). Without "
        "`completedByMeasure` the number is not used to decide completion.",
    ),
    "P639": Code(
        "error",
        '{what} is "{value}"',
        "write a decimal number from {low} to {high}",
        "The specification gives the range of this number (SCORM 2004 CAM 3.4.1 and 5.1); it is written with digits "
        "and a point only.",
    ),
    "P640": Code(
        "error",
        'the objectives of "{identifier}" have no primaryObjective',
        "add <imsss:primaryObjective/> before the others",
        "An activity has exactly one objective that counts for its parent, the primary one (IMS Simple Sequencing; "
        "SCORM 2004 CAM 5.1.7).",
    ),
    "P641": Code(
        "error",
        'the objectiveID "{identifier}" stands twice in one activity',
        "give each objective an id of its own",
        "Objectives of an activity are told apart by their ids (SCORM 2004 CAM 5.1.7).",
    ),
    "P642": Code(
        "error",
        "{attribute} of {element} is empty",
        "write an identifier",
        "An identifier is at least one character that is not a space.",
    ),
    "P643": Code(
        "error",
        "{element} has no objectiveID",
        'add objectiveID="…"',
        "Every objective but the primary one has an id, and the primary one needs it when it is mapped to a global "
        "objective (SCORM 2004 CAM 5.1.7).",
    ),
    "P644": Code(
        "error",
        'this activity has no objective "{identifier}"',
        "its objectives: {known}",
        "Rules and maps refer to objectives of their own activity (SCORM 2004 CAM 5.1.3 and 5.1.7).",
    ),
    "P645": Code(
        "error",
        'the objective "{identifier}" reads from two global objectives ({attribute})',
        "set {attribute} to false in all maps but one",
        "An objective can take a value from one global objective only (SCORM 2004 CAM 5.1.7, read maps).",
    ),
    "P646": Code(
        "error",
        'two objectives of one activity write into the global objective "{target}" ({attribute})',
        "set {attribute} to false in one of them",
        "Which of the two would count is not defined (SCORM 2004 CAM 5.1.7, write maps).",
    ),
    "P647": Code(
        "error",
        'there is no sequencing "{identifier}" in the sequencingCollection',
        "known: {known}",
        "`IDRef` is the `ID` of a sequencing in `<imsss:sequencingCollection>` (SCORM 2004 CAM 5.1.2).",
    ),
    "P648": Code(
        "error",
        "imsss:sequencing {problem}",
        "an ID is for the collection, an IDRef for items and organizations",
        "Sequencing in a collection is named by its `ID`, and items refer to it by `IDRef` (SCORM 2004 CAM 5.1.1).",
    ),
    "P649": Code(
        "error",
        "{element} has no ruleConditions",
        'add conditions; for a rule without one write <imsss:ruleCondition condition="always"/>',
        "A sequencing rule is a set of conditions and an action (SCORM 2004 CAM 5.1.3).",
    ),
    "P650": Code(
        "error",
        'the action "{action}" stands on the organization',
        "move the rule to an item",
        "The organization has no parent to exit and no activity before it (SCORM 2004 CAM 5.1.3).",
    ),
    "P651": Code(
        "warning",
        'hideLMSUI "{value}" stands twice',
        "keep one of them",
        "A control is hidden or not; saying so twice changes nothing.",
    ),
    "P652": Code(
        "warning",
        "{what} is defined, and no LMS has to support it",
        "do without it",
        "ADL recommends caution with these parts of IMS Simple Sequencing (SCORM 2004 CAM 5.1).",
    ),
    "P653": Code(
        "warning",
        'a rollup rule for "{value}" without {attribute} holds always',
        'add {attribute}="…"',
        "Without the number 0 is taken (SCORM 2004 CAM 5.1.6), and a rule for at least none of the children is true "
        "from the start.",
    ),
    "P654": Code(
        "warning",
        'no learner can get to the children of "{identifier}": choice is false, and flow too',
        'set flow="true", or leave choice at true',
        "Children are reached by choice or by flow (SCORM 2004 SN 3.2); `flow` is false unless it is set.",
    ),
    "P655": Code(
        "warning",
        "there is no element {element}{suggestion}",
        "correct its name, or take it out",
        "Schemas of content packaging take an element that they do not know for an extension, so that a "
        "misspelt one is ignored in silence.",
    ),
    "P656": Code(
        "warning",
        "{element} stands in {parent}, where nothing reads it",
        "it belongs into {allowed}",
        "Sequencing is read on items and organizations, or from a collection at the end of the manifest, and a map to "
        "shared data in the `<adlcp:data>` of an item (SCORM 2004 CAM 3.4.1 and 5.1). Schemas let them stand in other "
        "places, where they change nothing.",
    ),
    "P660": Code(
        "warning",
        '"{name}" has no ending',
        "give the file an ending such as .html",
        "A web server tells the kind of a file by its ending. The conformance checker of the 4th Edition fails a "
        "package whose files have none. It takes for the name of a file what stands behind the last slash of a "
        "reference, parameters included: escape a slash in those as %2F.",
    ),
    "P661": Code(
        "error",
        'the reference "{name}" leads to the author\'s own disk',
        "use a relative reference, and put the file into the package",
        "A `file:` address means another place on each machine (SCORM CAM, `href`).",
    ),
    "P662": Code(
        "warning",
        'the <{element}> leads out of the package, to "{name}"',
        "put the file into the package",
        "References to other servers are allowed, and are not followed here. Content of another server cannot find "
        "the LMS (browsers forbid it), and is gone when that server is.",
    ),
    "P663": Code(
        "warning",
        'the reference "{name}" escapes letters beyond ASCII ({escape}…)',
        "give the file a name of plain letters",
        "Systems disagree about which letters such escapes mean: some read each of them as a letter of its own and do "
        "not find the file. The conformance checker of the 4th Edition is one of them.",
    ),
    "P664": Code(
        "error",
        '"{written}" names no file: a query or fragment is not part of a name',
        "write {name}; parameters belong into href of the resource",
        "A `<file>` names a file of the package; only `href` of a resource may carry parameters (SCORM CAM, "
        "`<file>`).",
    ),
    "P665": Code(
        "warning",
        "resources depend on each other in a circle: {circle}",
        "take out one of the dependencies",
        "A dependency lists the files that a resource needs. A circle makes some readers go round for ever.",
    ),
    "P666": Code(
        "warning",
        'the resource "{identifier}" is opened by no item, and nothing depends on it',
        "refer to it, or take it out",
        "An LMS may leave out a resource that nothing refers to, with its files.",
    ),
    "P668": Code(
        "warning",
        'the type of the resource is "{value}"',
        'write type="webcontent"',
        "SCORM knows resources of the type `webcontent` (SCORM CAM, `<resource>`); others are for other systems.",
    ),
    "P669": Code(
        "warning",
        'the resource opens "{entry}", and lists that file as "{file}"',
        "write both alike",
        "`href` of a resource is identical to that of one of its files, but for parameters (SCORM 2004 CAM 3.4.1, "
        "`<file>`). Some systems compare the two letter by letter.",
    ),
    "P670": Code(
        "error",
        "the metadata in {name} cannot be read: {reason}",
        "correct the XML at this place",
        "Metadata in a file of its own is XML (SCORM CAM, `adlcp:location`).",
    ),
    "P671": Code(
        "error",
        "the metadata in {name} does not follow its schema: {reason}",
        "elements must have the names, order and values that the schema gives",
        "Metadata must be valid by its schema, wherever it stands (SCORM 2004 CAM 4). The official checker of the 4th "
        "Edition does not judge records in files of their own: what is wrong in one is a warning there.",
    ),
    "P672": Code(
        "error",
        '{element} is "{value}", which is no word of the vocabulary LOMv1.0',
        "one of: {allowed}; or name the source of the word in <source>",
        "With the source `LOMv1.0` a value is one of the words of the standard (IEEE 1484.12.1).",
    ),
    "P675": Code(
        "warning",
        '{element} is "{value}", which is no word of the vocabulary LOMv1.0',
        "one of: {allowed}; or name the source of the word in <source>",
        "With the source `LOMv1.0` a value is one of the words of the standard (IEEE 1484.12.1). The schema that the "
        "metadata names lets others pass.",
    ),
    "P673": Code(
        "error",
        '{element} is "{value}"',
        "write {expected}",
        "LOM writes dates and durations in the forms of ISO 8601 (IEEE 1484.12.3).",
    ),
    "P674": Code(
        "error",
        'the language of <{element}> is "{value}"',
        "write a language tag such as en or de-AT",
        "Languages are written as tags (IEEE 1484.12.3; RFC 5646).",
    ),
    # Packages of anyone: what they hold
    "P680": Code(
        "warning",
        "nothing that {name} opens looks for the LMS ({api})",
        'if it is meant not to, make it an asset; else it needs a script that finds "{api}"',
        "A SCO finds the interface of the LMS in the window around it and reports to it (SCORM RTE 3). Neither this "
        "page nor any script of the package names that interface. A SCO that never calls stays unfinished for ever.",
    ),
    "P681": Code(
        "warning",
        "a script is loaded from {url}",
        "put the script into the package",
        "A package should work offline. A script of another server can change, vanish, be blocked by the learner's "
        "network, and it reads everything that the learner does.",
    ),
    # Packages of anyone: a learning management system
    "P690": Code(
        "warning",
        "Moodle plays several SCOs of SCORM 2004 wrongly ({count} here)",
        "for Moodle use one SCO (`structure: single`), or SCORM 1.2",
        "Moodle starts the second SCO of a package while it still holds the first (errors 103 and 104), and ignores "
        "most sequencing.",
    ),
    "P691": Code(
        "warning",
        "Moodle ignores sequencing rules",
        "do not rely on them; let the content itself decide",
        "Moodle shows the items of a SCORM 2004 package in order; rules, rollup and objectives have no effect.",
    ),
    "P692": Code(
        "warning",
        "with a mastery score Moodle changes the status that the content reported",
        "take adlcp:masteryscore out, and let the content decide",
        "`adlcp:masteryscore` makes the LMS rewrite `lesson_status` from the score in mid-course.",
    ),
    "P693": Code(
        "warning",
        "the title is {length} characters long; Moodle keeps 255",
        "shorten it",
        "Moodle stores the titles of items in a column of 255 characters.",
    ),
    "P694": Code(
        "warning",
        'Moodle opens an item by its own order; the prerequisites "{value}" may be ignored',
        "do not rely on them",
        "Prerequisites of SCORM 1.2 are optional for an LMS (CAM 2.3.2.5), and Moodle supports part of them.",
    ),
    # Packages of xAPI and cmi5
    "P701": Code(
        "error",
        "there is no {name} at the top of the package",
        "zip the contents of the folder, not the folder itself",
        "An xAPI package has `tincan.xml` at its root, a cmi5 package `cmi5.xml` (cmi5 14.1); by it an LMS knows what "
        "to launch.",
    ),
    "P702": Code(
        "error",
        'the identifier "{identifier}" is not an absolute IRI',
        "write a whole address, such as https://example.org/courses/id",
        "Activities are known by IRIs all over the world, so an identifier is a whole address with its scheme (cmi5 "
        "13.1; xAPI 1.0.3 Data, 2.4.4.1). It need not lead anywhere.",
    ),
    "P703": Code(
        "error",
        "{count} activities are launched, where it has to be one",
        "give `launch` to one activity",
        "An LMS opens one activity of a package with `tincan.xml`: the one that has a `launch`.",
    ),
    "P704": Code(
        "error",
        'the address of an AU uses the launch parameter "{name}" itself',
        "give the parameter another name",
        "The LMS adds `endpoint`, `fetch`, `actor`, `registration` and `activityId` to the address of an AU when it "
        "launches it (cmi5 8.1), so that the address must not use these names.",
    ),
    "P705": Code(
        "warning",
        'the identifier "{identifier}" stands for a missing one',
        "set base_iri in course.yaml to an address that is yours, such as https://example.org/courses/id",
        "Learning record stores know a course by its IRI for ever. Without `base_iri` in `course.yaml` the course is "
        "given one under `example.invalid`, which another course may be given, too; set your own before anyone begins.",
    ),
    "P706": Code(
        "error",
        "statement {number}: {path} {reason}",
        "`courseware statements` shows what valid ones look like",
        "A learning record store refuses a statement that is not of the shape that xAPI 1.0.3 (Data, 2.4) lays down, "
        "and with it all others of its request.",
    ),
    "P707": Code(
        "error",
        "the statements cannot be read: {reason}",
        "give a file, or the address of an LRS's statements, with user:password@ where it asks for them",
        "`courseware validate --statements` takes JSON: a statement, a list of them, or what the statements resource "
        "of a learning record store answers, whose `more` links are followed. An address is asked over HTTP, with the "
        "user and the password in it (with `%2F`, `%3F`, `%23` and `%40` for `/`, `?`, `#` and `@` in them) or the "
        "header in the environment variable `COURSEWARE_AUTHORIZATION`; redirects and "
        "links to another origin are not followed. It has 120 seconds, 50 MB and 1,000 answers.",
    ),
    "P708": Code(
        "error",
        'there is no objective "{identifier}" in the course',
        "write the id of one of the objectives at the top of the course structure",
        "A block or an AU names its objectives by `idref`; each is the `id` of an objective in the list of the course "
        "structure (cmi5 13.1.2 to 13.1.4), where its title and description stand.",
    ),
    # A new version beside the old
    "R101": Code(
        "error",
        "{path} cannot be compared with: {reason}",
        "give a zip that `courseware package` made of this course before",
        "What learners have recorded is known from the old package: its pages hold the ids of all interactions and "
        "options. A package of another tool does not.",
    ),
    "R102": Code(
        "warning",
        'the old package is of the course "{old}", and this one is "{new}"',
        "set `id: {old}` in course.yaml, if it is the same course",
        "The course's id is part of every identifier in its manifest. Under another id an LMS takes an upload for "
        "another course, and learners begin anew.",
    ),
    "R103": Code(
        "warning",
        'the interaction "{id}" ("{label}") is gone',
        "its records stay in the LMS; nothing has to be done if that is meant",
        "What learners answered to it stays in the gradebook's reports, and their saved answers are kept unread. "
        "Points that it gave are missing in scores from now on.",
    ),
    "R104": Code(
        "warning",
        '"{old}" is gone, and "{new}" looks like it under another id',
        "write `id: {pin}` into its marker to keep what was recorded",
        "An interaction without an `id` takes its id from its label. Reworded, it is another interaction: the old "
        "records stay under the old id, and learners find the question unanswered. `courseware pin`, run before "
        "rewording, writes all ids into the documents.",
    ),
    "R105": Code(
        "warning",
        '"{id}" was of the kind {old}, and is {new} now',
        "give it another id, so that the two are not mixed in reports",
        "Answers of one kind cannot be read as those of another: saved ones are lost, and reports show both under one "
        "id.",
    ),
    "R106": Code(
        "warning",
        'under the id "{id}" stood "{old}", and now stands "{new}"',
        "if it asks for something else, give it another id; for a better wording nothing has to be done",
        "Records are told apart by ids. Answers to the old wording count as answers to the new one.",
    ),
    "R107": Code(
        "warning",
        '"{id}" no longer has {options}',
        "whoever chose that has to answer again; if only the words changed, keep the old ones",
        "An option's id is made of its words. A saved answer that names an option which is no longer there is not "
        "restored; what was recorded stays in reports.",
    ),
    "R108": Code(
        "warning",
        'the page "{title}" ({id}) is gone',
        "if its document was renamed, set `id` in its front matter to the old name",
        "Bookmarks and the pages that a learner has seen are kept by the document's id, and so are the ids of its "
        "interactions.",
    ),
    "R109": Code(
        "warning",
        "the old package was made with `structure: {structure}`",
        "keep the structure while learners are under way",
        "With another structure the LMS is given other SCOs: records and saved answers of the old ones stay behind.",
    ),
    "R110": Code(
        "warning",
        'saved answers to "{id}" are kept under another key now',
        "give the interaction that was added last an `id` of its own",
        "Saved states hold short keys hashed from the ids. Where two ids have the same, both take longer ones, and "
        "what was saved before is not found.",
    ),
    "R111": Code(
        "warning",
        'the right answer to "{id}" was {old}, and is {new} now',
        "nothing has to be done; scores change when learners come back",
        "What an LMS has recorded as right or wrong stays as it is until a learner opens the course again.",
    ),
}
