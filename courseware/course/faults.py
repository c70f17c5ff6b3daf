"""What can be wrong with a course as a whole. C: the course and its settings. L: links, media and icons."""

from courseware.diagnostics import Fault

NO_FOLDER = Fault(
    "C101",
    "error",
    "there is no course at {path}",
    "give the folder that holds the course's Markdown documents",
    "A course is a folder of Markdown documents. Nothing was found at the path given: check its spelling, "
    "and that you are in the folder you think you are in.",
)
NO_DOCUMENTS = Fault(
    "C102",
    "error",
    "no documents in {path}",
    "put at least one .md file with front matter there; `courseware new` writes a small course",
    "Every `*.md` file directly in the course's folder is a document, except `README.md` and names that "
    "begin with `_` or `.`. Documents with `draft: true` are left out of packages, so a course of drafts "
    "only has nothing to package.",
)
NOT_UTF8 = Fault(
    "C103",
    "error",
    "{file} is not UTF-8 text",
    "save it as UTF-8",
    "Documents and settings are read as UTF-8 (a byte order mark is fine). The column is that of the first "
    'byte that is not. Most editors can save with another encoding under "Save as".',
)
TEXT_TOO_LARGE = Fault(
    "C104",
    "error",
    "{file} is too large ({size})",
    "split it; a text file may have {limit}",
    "Documents and settings are bounded in size so that a wrong file (a video named `.md`, say) fails at "
    "once and with its name.",
)
UNREADABLE_FILE = Fault(
    "C105",
    "error",
    "cannot read {file}: {reason}",
    "check the file and its permissions",
    "The operating system refused to give the file's content.",
)
SETTINGS_NOT_YAML = Fault(
    "C106",
    "error",
    "{problem}",
    "course.yaml is YAML: `key: value` lines",
    "`course.yaml` could not be read as YAML. The place is where the YAML reader gave up; the cause is "
    "often a line above: a missing quote, a tab, or a `:` in an unquoted text.",
)
UNKNOWN_SETTING = Fault(
    "C107",
    "error",
    'unknown setting "{key}"{suggestion}',
    "known settings: {known}",
    "`course.yaml` takes a fixed set of keys, so that a misspelt one is not ignored in silence.",
)
SETTING_OF_WRONG_KIND = Fault(
    "C108",
    "error",
    '"{key}" should be {expected}, not {found}',
    "{hint}",
    "The value of a setting in `course.yaml` is not of the kind that the setting takes.",
)
EQUAL_PHASES = Fault(
    "C109",
    "warning",
    "{file} and {other} both have phase {phase}",
    "give each document a phase of its own; until then the file name decides their order",
    "Documents are ordered by their `phase`. Two with the same number are put in order of file name, which "
    "may not be what you meant.",
)
EQUAL_DOCUMENT_IDS = Fault(
    "C110",
    "error",
    '{file} and {other} both have the id "{id}"',
    "rename one of them or give it an `id` in its front matter",
    "A document's id is the `id` of its front matter or its file name in lower case with underscores. It "
    "is part of every record that a learner leaves, so it must be unique in the course.",
)
NEVER_COMPLETE = Fault(
    "C112",
    "warning",
    "no learner can ever complete this course: {reason}",
    "{hint}",
    "The settings ask for something that the documents do not offer, so that every learner would stay "
    '"incomplete" for ever.',
)
UNKNOWN_THEME = Fault(
    "C113",
    "error",
    'there is no theme "{theme}"{suggestion}',
    "themes: {known}; or give the path of a CSS file in the course",
    "`theme` is the name of a theme that comes with the program, or a CSS file in the course's folder.",
)
UNKNOWN_INTERFACE_TEXT = Fault(
    "C114",
    "error",
    'there is no interface text "{key}"{suggestion}',
    "the names of the texts are those in the table of the language",
    "`texts` in `course.yaml` replaces single interface texts by their names.",
)
NO_INTERFACE_TEXTS = Fault(
    "C115",
    "warning",
    'there are no interface texts in "{language}"; they will be in English',
    "languages: {known}; or give the texts you want under `texts` in course.yaml",
    "Buttons and messages come from a table a language. The course's language has none yet, so the "
    "learner would see English words between yours.",
)
UNUSABLE_INTERFACE_TEXT = Fault(
    "C116",
    "error",
    'the interface text "{key}" {problem}',
    "the original is: {original}",
    "A replaced interface text must not be empty, and has to use the same `{{placeholders}}` as the "
    "original, because numbers and titles are put in their place.",
)
CREDENTIALS = Fault(
    "C117",
    "error",
    '"{key}" under `xapi` holds {what}',
    "give the address alone: credentials never go into a package",
    "Whoever gets a package can read all of it, so the password or token of a learning record store has no place "
    "there. Hand the token to each launch as the parameter `auth` of the page's address, or give `endpoint` the "
    "path of a proxy on the LMS's own site that adds it (docs/xapi.md).",
)
DOUBTFUL_RECORD_STORE = Fault(
    "C118",
    "warning",
    "what learners do is told to a learning record store {reason}",
    "{hint}",
    "`xapi` in `course.yaml` lets a SCORM package report to a learning record store (LRS) as well. An LRS knows a "
    "course by its `base_iri` for ever, so it should be an address that is yours; and what is sent to an address "
    "of `http` can be read on its way, while a page that came over `https` cannot reach it at all.",
)
NO_SUCH_FILE = Fault(
    "L401",
    "error",
    'there is no file "{target}" in the course{suggestion}',
    "paths are relative to the document, with `/`",
    "Pictures, sound, video and downloads lie in the course's folder and go into the package. The file "
    "was not found.",
)
FILE_OF_OTHER_CASE = Fault(
    "L402",
    "error",
    'the file is named "{actual}", not "{target}"',
    "use the exact case",
    "Upper and lower case are the same on some systems and not on others; a learning management system is "
    "most often one of the others.",
)
FILE_OUTSIDE = Fault(
    "L403",
    "error",
    '"{target}" lies outside the course',
    "copy the file into the course's folder",
    "A package holds the course's folder and nothing else of your machine. Paths that lead out of it, and "
    "links to files outside, are refused.",
)
NO_SUCH_DOCUMENT = Fault(
    "L404",
    "error",
    'there is no document "{target}" in the course{suggestion}',
    "link to a document by its file name, such as `phase2.md`",
    "A link to a Markdown file becomes a link to its page, so the document has to be part of the course "
    "(drafts are not).",
)
NO_SUCH_HEADING = Fault(
    "L405",
    "error",
    'there is no heading "#{anchor}" in {file}{suggestion}',
    "anchors are the heading in lower case with `-` for spaces",
    "The part of a link behind `#` names a heading as GitHub does: lower case, punctuation left out, "
    "spaces as hyphens.",
)
REMOTE_MEDIA = Fault(
    "L406",
    "warning",
    "remote media: {target} is shown as a link",
    "download the file into the course's folder",
    "A package has to work without the network, and fetches nothing from elsewhere. Media at another "
    "address become a link that opens beside the course.",
)
NO_ALTERNATIVE_TEXT = Fault(
    "L407",
    "warning",
    "no alternative text",
    "say what the picture shows: `![…]({target})`",
    "Learners who do not see a picture, or on whose line it does not load, get its alternative text.",
)
UNKNOWN_ICON = Fault(
    "L408",
    "warning",
    'unknown icon "{name}"{suggestion}',
    "icons are the free ones of Font Awesome, by their old or new names",
    "The icon is left out. Names are those of Font Awesome's free icons, with or without `fa-`.",
)
UNUSABLE_LINK = Fault(
    "L410",
    "error",
    "cannot link to {target}",
    "link to `https:`, `mailto:`, a document or a file of the course",
    "Links may lead to web addresses, mail and telephone addresses, documents of the course and files in "
    "it. Other schemes are refused, because they can run code or reach into the learner's machine.",
)
