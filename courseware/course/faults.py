"""What can be wrong with a course as a whole. C: the course and its settings. L: links, media and icons."""

from courseware.diagnostics import COMMAND, Example, Fault

NO_FOLDER = Fault(
    "C101",
    "error",
    "there is no course at {path}",
    "give the folder that contains the course's Markdown documents",
    "A course is a folder of Markdown documents. There is no folder at this path. Check its spelling, and check that "
    "you are in the folder you expect to be in.",
    Example("courseware check my-corse", "courseware check my-course", COMMAND),
)
FILE_FOR_COURSE = Fault(
    "C131",
    "error",
    "{path} is a file, not the folder of a course",
    "give the folder that contains it: {folder}",
    "A course is a folder of Markdown documents, and is compiled as a whole, because links, ids and the order of "
    "pages depend on all of its documents.",
    Example("courseware check my-course/tides.md", "courseware check my-course", COMMAND),
)
NO_DOCUMENTS = Fault(
    "C102",
    "error",
    "no documents in {path}",
    "put at least one .md file with front matter there; `courseware new` writes a small course",
    "Every `*.md` file directly in the course's folder is a document, except `README.md` and files whose names begin "
    "with `_` or `.`. Documents with `draft: true` are left out of packages, so a course that consists only of drafts "
    "has nothing to package.",
    Example("README.md", "README.md\ntides.md", file=""),
)
NOT_UTF8 = Fault(
    "C103",
    "error",
    "{file} is not UTF-8 text",
    "save it as UTF-8",
    "Documents, settings and themes are read as UTF-8, with or without a byte order mark. The column shown is that of "
    "the first byte that is not valid UTF-8. Most editors let you choose the encoding when you save a file.",
    Example(
        "tides.md (saved as Windows-1252)\n    # The café on the quay",
        "tides.md (saved as UTF-8)\n    # The café on the quay",
        file="",
    ),
)
TEXT_TOO_LARGE = Fault(
    "C104",
    "error",
    "{file} is too large ({size}); the limit for text files is {limit}",
    "split it, and save any pictures embedded in it (`data:…`) as files",
    "The size of documents, settings and themes is limited so that a wrong file (a video named `.md`, for example) is "
    "refused at once and by name. Some programs embed pictures in the text, as long addresses that begin with "
    "`data:`. Save these as separate files.",
    Example(
        "tides.md (1.5 MB)\n    # Tides",
        "ebb.md (0.8 MB)\n    # Ebb\nflood.md (0.7 MB)\n    # Flood",
        file="",
    ),
)
UNREADABLE_FILE = Fault(
    "C105",
    "error",
    "cannot read {file}: {reason}",
    "check the file and its permissions",
    "The operating system did not give access to the file, or the file's name is not UTF-8, which can happen when a "
    "zip from an old version of Windows is unpacked.",
    Example("Fl�t.md (its name in Windows-1252)\n    The sea.", "Flut.md\n    The sea.", file=""),
)
SETTINGS_NOT_YAML = Fault(
    "C106",
    "error",
    "the settings are not valid YAML: {problem}",
    "write one `key: value` on each line, and put text with special characters in quotes",
    "`course.yaml` could not be read as YAML. The location shown is where the YAML reader gave up; the cause is often "
    "on the line above it, such as a missing quote.",
    Example('title: "Tides', 'title: "Tides"', file="course.yaml"),
)
UNKNOWN_SETTING = Fault(
    "C107",
    "error",
    'unknown setting "{key}"{suggestion}',
    "known settings: {known}",
    "`course.yaml` has a fixed set of keys. Any other key is an error, so that a misspelt key is not silently ignored.",
    Example("langauge: en", "language: en", file="course.yaml"),
)
SETTING_OF_WRONG_KIND = Fault(
    "C108",
    "error",
    '"{key}" should be {expected}, not {found}',
    "write a value of this kind, or remove the key to use the default",
    "This setting in `course.yaml` does not accept a value of this kind.",
    Example("retries: sometimes", "retries: true", file="course.yaml"),
)
EQUAL_PHASES = Fault(
    "C109",
    "warning",
    "{file} and {other} both have phase {phase}",
    "give each document its own phase; until then, their file names decide the order",
    "Documents are ordered by their `phase`. Documents with the same phase are ordered by file name, which may not be "
    "what you meant.",
    Example(
        "ebb.md\n    ---\n    title: Ebb\n    phase: 1\n    ---\nflood.md\n"
        "    ---\n    title: Flood\n    phase: 1\n    ---",
        "ebb.md\n    ---\n    title: Ebb\n    phase: 1\n    ---\nflood.md\n"
        "    ---\n    title: Flood\n    phase: 2\n    ---",
        file="",
    ),
)
EQUAL_DOCUMENT_IDS = Fault(
    "C110",
    "error",
    '{file} and {other} both have the id "{id}"',
    "rename one of them, or give it an `id` in its front matter",
    "A document's id is the `id` in its front matter, or its file name in lower case with underscores. It is part of "
    "every learner's records, so it must be unique in the course.",
    Example("part-1.md\npart_1.md", "part-1.md\npart_2.md", file=""),
)
PASSING_WITHOUT_SCORE = Fault(
    "C112",
    "warning",
    "no learner can ever pass: there is a passing score, but nothing to score",
    "mark a right answer, or remove `passing_score`",
    "A score is calculated from questions with a right answer, or from required questions that are answered. The "
    "course has neither, so the passing score can never be reached.",
    Example("passing_score: 80", "title: Tides", file="course.yaml"),
)
UNKNOWN_THEME = Fault(
    "C113",
    "error",
    'there is no theme "{theme}"{suggestion}',
    "themes: {known}; or give the path of a CSS file in the course",
    "`theme` is the name of a theme that comes with the program, or a CSS file in the course's folder.",
    Example("theme: plane", "theme: plain", file="course.yaml"),
)
UNKNOWN_INTERFACE_TEXT = Fault(
    "C114",
    "error",
    'there is no interface text "{key}"{suggestion}',
    "use a name from the table of interface texts",
    "`texts` in `course.yaml` replaces individual interface texts by name. There is no text with this name.",
    Example("texts:\n  chekc: Try it", "texts:\n  check: Try it", file="course.yaml"),
)
NO_INTERFACE_TEXTS = Fault(
    "C115",
    "warning",
    'there are no interface texts in "{language}", so English is used',
    "languages: {known}; or write the texts that you want under `texts` in course.yaml",
    "Buttons and messages come from a table for each language. There is none for the course's language yet, "
    "so learners would see English words among yours.",
    Example("language: tlh", "language: en", file="course.yaml"),
)
EMPTY_INTERFACE_TEXT = Fault(
    "C116",
    "error",
    'the interface text "{key}" is empty',
    "the original is: {original}",
    "A button or message without words tells a learner nothing. Write some, or remove the key to use the original.",
    Example("texts:\n  check:", "texts:\n  check: Try it", file="course.yaml"),
)
CREDENTIALS = Fault(
    "C117",
    "error",
    '"{key}" may disclose credentials: it contains {what}',
    "give only the address: credentials never go into a package",
    "Anyone who has a package can read all of it, so it must not contain the password or token of a learning record "
    "store. Pass the token to each launch as the parameter `auth` of the page's address, or set `endpoint` to the "
    "path of a proxy on the LMS's own site that adds it (docs/xapi.md).",
    Example(
        "base_iri: https://example.org/tides\nxapi:\n  endpoint: https://user:secret@lrs.example.org/xapi/",
        "base_iri: https://example.org/tides\nxapi:\n  endpoint: https://lrs.example.org/xapi/",
        file="course.yaml",
    ),
)
RECORDS_WITHOUT_BASE_IRI = Fault(
    "C118",
    "warning",
    "the learning record store would identify this course by a made-up address",
    "set `base_iri` to an address that you own, such as https://example.org/courses/id",
    "With `xapi` in `course.yaml`, a SCORM package also reports to a learning record store (LRS). An LRS identifies a "
    "course by its `base_iri` for ever, so use an address that you own.",
    Example(
        "xapi:\n  endpoint: /lrs/",
        "base_iri: https://example.org/tides\nxapi:\n  endpoint: /lrs/",
        file="course.yaml",
    ),
)
PASSED_WITHOUT_PASSING_SCORE = Fault(
    "C119",
    "warning",
    "no learner can ever complete this course: completion is `passed`, but there is no passing score",
    "set `passing_score`, or set `completion` to `answered`",
    "With `completion: passed`, a course is complete when it is passed, and it can be passed only if there is a "
    "`passing_score`.",
    Example("completion: passed", "completion: answered", file="course.yaml"),
)
OTHER_PLACEHOLDERS = Fault(
    "C120",
    "error",
    'the placeholders in the interface text "{key}" differ from those of the original',
    "the original is: {original}",
    "Placeholders such as `{{count}}` are replaced with numbers and titles, so your text must use the same "
    "placeholders as the original.",
    Example(
        'texts:\n  attempts_left: "Left: {number}"',
        'texts:\n  attempts_left: "Left: {count}"',
        file="course.yaml",
    ),
)
RECORDS_NOT_ENCRYPTED = Fault(
    "C121",
    "warning",
    "what learners do would be sent to the learning record store without encryption",
    "use an `https` address",
    "Anyone on the network can read what is sent to an `http` address, and a page that was loaded over `https` cannot "
    "reach such an address at all.",
    Example(
        "base_iri: https://example.org/tides\nxapi:\n  endpoint: http://lrs.example.org/xapi/",
        "base_iri: https://example.org/tides\nxapi:\n  endpoint: https://lrs.example.org/xapi/",
        file="course.yaml",
    ),
)
NO_ENDPOINT = Fault(
    "C122",
    "error",
    "`xapi` has no `endpoint`",
    "add `endpoint: …`, {expected}; or remove `xapi`",
    "`xapi` in `course.yaml` names the learning record store that a SCORM package also reports to. Its `endpoint` is "
    "the address of that store.",
    Example(
        "base_iri: https://example.org/tides\nxapi:\n  home_page: https://lms.example.org",
        "base_iri: https://example.org/tides\nxapi:\n  endpoint: /lrs/\n  home_page: https://lms.example.org",
        file="course.yaml",
    ),
)
NO_PLACE_FOR_CERTIFICATE = Fault(
    "C160",
    "error",
    "a certificate is not possible with `{setting}`",
    "remove one of the two",
    "With `certificate: true`, the last page of the course has a certificate, which says that the whole course was "
    "completed. With `structure: per-document`, each document is completed separately and knows nothing of the "
    "others. With `summary: false`, there is no last page.",
    Example(
        "certificate: true\nstructure: per-document",
        "certificate: true\nstructure: single",
        file="course.yaml",
    ),
)
THEME_ADDRESS = Fault(
    "C130",
    "error",
    'the theme loads "{address}", which is outside the package',
    "remove it: use the system's fonts, and put pictures in documents",
    "A package loads nothing from other servers: each learner's browser would tell that server who is learning what, "
    "and without a network the page would look different. A theme must therefore not import a file or name an address "
    "with a scheme or a host, such as `https:`, `data:` or `//`; the page's Content-Security-Policy blocks these as "
    "well.",
    Example(
        "body { background: url(https://pictures.example/paper.png) }",
        "body { background: linear-gradient(#fff, #eee) }",
        file="ours.css",
    ),
)
PALE_ACCENT = Fault(
    "C150",
    "warning",
    "the accent {colour} is too pale to read: its contrast is {ratio} : 1, but text needs {least} : 1",
    "the page uses {nearest} instead: write that or a darker colour first, and the pale one second: accent: "
    '["{nearest}", "{colour}"]',
    "The first colour of `accent` is used for links, buttons and small headings: as text on white, and with white "
    "text on it. If people with low vision could not read it (WCAG 2.2, 1.4.3), it is darkened until they can; for "
    "dark screens, it is lightened in the same way. The second colour is decoration, and may be as pale as you like.",
    Example('accent: "#f2b705"', 'accent: ["#7d5f03", "#f2b705"]', file="course.yaml"),
)
NOT_A_PICTURE = Fault(
    "C151",
    "error",
    '`{setting}` is "{target}", which is not a picture that browsers can show',
    "give the name of a file in the course that ends in .svg, .png, .jpg, .webp, .gif or .avif",
    "The logo is shown at the top of each page.",
    Example("logo: media/logo.eps", "logo: media/logo.svg", file="course.yaml"),
)
NO_SUCH_FILE = Fault(
    "L401",
    "error",
    'there is no file "{target}" in the course{suggestion}',
    "write the path from the course's folder, with `/`",
    "Pictures, sound, video and downloads are files in the course's folder, and are copied into the package. This "
    "file was not found.",
    Example("![The bay](media/bai.svg)", "![The bay](media/bay.svg)"),
)
FILE_OF_OTHER_CASE = Fault(
    "L402",
    "error",
    'the file is named "{actual}", not "{target}"',
    "write the name with the same upper and lower case",
    "Some systems ignore the difference between upper and lower case. The server of a learning management system "
    "usually does not.",
    Example("![The bay](media/Bay.svg)", "![The bay](media/bay.svg)"),
)
FILE_OUTSIDE = Fault(
    "L403",
    "error",
    '"{target}" is outside the course',
    "copy the file into the course's folder",
    "A package contains files from the course's folder and nothing else from your computer. Paths that lead out of "
    "the folder, and symbolic links to files outside it, are refused.",
    Example("![The bay](../bay.svg)", "![The bay](media/bay.svg)"),
)
NO_SUCH_DOCUMENT = Fault(
    "L404",
    "error",
    'there is no document "{target}" in the course{suggestion}',
    "link to a document by its file name, such as `phase2.md`",
    "A link to a Markdown file becomes a link to its page, so the document must be part of the course. Drafts are not.",
    Example("See [the harbour](harbor.md).", "See [the harbour](harbour.md)."),
)
NO_SUCH_HEADING = Fault(
    "L405",
    "error",
    'there is no heading "#{anchor}" in {file}{suggestion}',
    "write the heading in lower case, with `-` for spaces",
    "The part of a link after `#` names a heading in the same way as on GitHub: in lower case, without punctuation, "
    "and with hyphens for spaces.",
    Example("See [the lock](harbour.md#Old_Lock).", "See [the lock](harbour.md#the-old-lock)."),
)
REMOTE_MEDIA = Fault(
    "L406",
    "warning",
    "this picture, sound or video is on another server, so it is shown as a link: {target}",
    "download the file into the course's folder",
    "A package must work offline, so it loads nothing from other servers. Media at another address become a link that "
    "opens outside the course.",
    Example("![The bay](https://example.org/bay.svg)", "![The bay](media/bay.svg)"),
)
NO_ALTERNATIVE_TEXT = Fault(
    "L407",
    "warning",
    "no alternative text",
    "describe what the picture shows: `![…]({target})`",
    "Learners who cannot see a picture, or whose browser cannot load it, get its alternative text instead.",
    Example("![](media/bay.svg)", "![The bay at low water](media/bay.svg)"),
)
UNKNOWN_ICON = Fault(
    "L408",
    "warning",
    'unknown icon "{name}"{suggestion}',
    "use the name of a free icon of Font Awesome",
    "The icon is left out. The names are those of Font Awesome's free icons, old or new, with or without `fa-`.",
    Example(
        "## Plan\n\n{type: information, icon: wather}\n\nPack light.",
        "## Plan\n\n{type: information, icon: water}\n\nPack light.",
    ),
)
UNUSABLE_LINK = Fault(
    "L410",
    "error",
    "cannot link to {target}",
    "link to an `https:` or `mailto:` address, or to a document or a file in the course",
    "Links can lead to web addresses, e-mail addresses, telephone numbers, and documents and files in the course. "
    "Other schemes are refused, because they can run code or access the learner's computer.",
    Example("See [the map](ftp://example.org/map).", "See [the map](https://example.org/map)."),
)
PICTURE_IN_TEXT = Fault(
    "L417",
    "error",
    "a picture is embedded in the text, as an address that begins with `data:`",
    "save the picture as a file beside the document, and write its name: `![…](picture.png)`",
    "Some programs embed pictures in the text that they export, as addresses of many thousands of characters. Nobody "
    "can read such a document, and the page would have to load its pictures together with its text.",
    Example("![The bay](data:image/gif;base64,R0lGODlhAQABAAAAACw=)", "![The bay](media/bay.svg)"),
)
LARGE_PICTURE = Fault(
    "L413",
    "warning",
    'the picture "{target}" is large: {size}',
    "scale it down; 2,000 pixels across is enough for any screen",
    "Every learner loads the picture, many of them on a phone, and learning management systems limit the size of a "
    "package.",
    Example(
        "tides.md\n    ![The bay](bay.png)\nbay.png (15 MB)",
        "tides.md\n    ![The bay](bay.png)\nbay.png (0.4 MB)",
        file="",
    ),
)
MEDIA_IS_HTML = Fault(
    "L414",
    "error",
    '"{target}" is not {what}: the file contains a web page',
    "save the file itself, not the page that shows it",
    "The file name ends like that of a media file, but the content begins as HTML. That happens if you save the page "
    "around a picture, or an error message instead of the picture.",
    Example(
        "tides.md\n    ![The bay](bay.svg)\nbay.svg\n    <!doctype html><title>Not found</title>",
        'tides.md\n    ![The bay](bay.svg)\nbay.svg\n    <svg xmlns="http://www.w3.org/2000/svg"/>',
        file="",
    ),
)
EMPTY_MEDIA = Fault(
    "L421",
    "error",
    '"{target}" is empty: the file has 0 bytes',
    "copy the file into the course again",
    "The file has no content, so learners would see an empty frame. That happens if a copy or a download is "
    "interrupted.",
    Example(
        "tides.md\n    ![The bay](bay.png)\nbay.png (0 bytes)",
        "tides.md\n    ![The bay](bay.png)\nbay.png (0.4 MB)",
        file="",
    ),
)
MEDIA_IS_OTHER = Fault(
    "L422",
    "error",
    '"{target}" is not what its name says: the file contains {found}',
    "save it as PNG, JPEG, SVG, MP3 or MP4, with the matching file extension",
    "The extension of a file's name says what the file contains, but renaming a file does not convert it. Browsers "
    "could not show this file.",
    Example(
        "tides.md\n    ![The bay](bay.svg)\nbay.svg\n    %PDF-1.7",
        'tides.md\n    ![The bay](bay.svg)\nbay.svg\n    <svg xmlns="http://www.w3.org/2000/svg"/>',
        file="",
    ),
)
NO_CAPTIONS = Fault(
    "L415",
    "warning",
    'the video "{target}" has no captions',
    "save captions beside it, in a file named {captions}",
    "Learners who cannot hear the sound, or cannot turn it on, read the captions. Captions are a text file in the "
    "WebVTT format, with the name of the video and the extension `.vtt`.",
    Example(
        "tides.md\n    ![The tide comes in](tide.mp4)\ntide.mp4",
        "tides.md\n    ![The tide comes in](tide.mp4)\ntide.mp4\ntide.vtt\n    WEBVTT",
        file="",
    ),
)
NOT_WEBVTT = Fault(
    "L419",
    "warning",
    'the captions in "{captions}" are not WebVTT, so no browser shows them',
    "save them as WebVTT: the first line is `WEBVTT`, and times have a dot (`00:01.500`)",
    "Browsers show captions only in the WebVTT format. Giving a SubRip file (`.srt`) another extension does not "
    "convert it.",
    Example(
        "tides.md\n    ![The tide comes in](tide.mp4)\ntide.mp4\n"
        "tide.vtt\n    1\n    00:00:01,500 --> 00:00:04,000\n    The sea.",
        "tides.md\n    ![The tide comes in](tide.mp4)\ntide.mp4\n"
        "tide.vtt\n    WEBVTT\n\n    00:01.500 --> 00:04.000\n    The sea.",
        file="",
    ),
)
EMPTY_TRANSCRIPT = Fault(
    "L423",
    "warning",
    'the transcript "{transcript}" is empty, so it is not shown',
    "write down what is said and heard, or remove the file",
    "A text file with the name of a sound or a video is its transcript. This file is empty, which usually means that "
    "the transcript has not been written yet.",
    Example(
        "tides.md\n    ![A foghorn](horn.mp3)\nhorn.mp3\nhorn.txt (0 bytes)",
        "tides.md\n    ![A foghorn](horn.mp3)\nhorn.mp3\nhorn.txt\n    A foghorn sounds for five seconds.",
        file="",
    ),
)
ZOOM_WITHOUT_PICTURE = Fault(
    "L424",
    "warning",
    "`.zoom` has no effect: {target} is not a picture",
    "remove `.zoom`",
    "Only pictures get a button that enlarges them. Video players have their own.",
    Example(
        "tides.md\n    ![The tide comes in](tide.mp4){.zoom}\ntide.mp4\ntide.vtt\n    WEBVTT",
        "tides.md\n    ![The tide comes in](tide.mp4)\ntide.mp4\ntide.vtt\n    WEBVTT",
        file="",
    ),
)
AREAS_WITHOUT_PICTURE = Fault(
    "L418",
    "error",
    "{target} is not a picture that can have areas",
    "use a picture that is a file in the course",
    "The areas of a `hotspot` are on a picture. A video has controls there, and a picture at another address is shown "
    "as a link, because a package must work offline.",
    Example(
        "heart.md\n    ## Heart\n\n    {type: hotspot}\n\n    ![A body](body.mp4)\n\n"
        "    - [x] The heart (circle 40 30 8)\n    - [ ] The liver (circle 60 55 8)\nbody.mp4\nbody.vtt\n    WEBVTT",
        "heart.md\n    ## Heart\n\n    {type: hotspot}\n\n    ![A body](body.svg)\n\n"
        "    - [x] The heart (circle 40 30 8)\n    - [ ] The liver (circle 60 55 8)\nbody.svg",
        file="",
    ),
)
MEDIA_NOT_SHOWN = Fault(
    "L416",
    "warning",
    "browsers do not show `{ending}` files; this one becomes a download",
    "save it as {instead}",
    "Pages show pictures, sound and video in the formats that all browsers support. Any other file becomes a download.",
    Example("![The bay](media/bay.heic)", "![The bay](media/bay.svg)"),
)
SETTINGS_OF_OTHER_NAME = Fault(
    "C123",
    "error",
    "{file} is not read: settings must be in course.yaml",
    "rename it to course.yaml, or begin its name with `_`",
    "The settings of a course are read from `course.yaml` in its folder. In a file with another name, all of them "
    "would be ignored, including the passing score.",
    Example("tides.md\ncourse.yml", "tides.md\ncourse.yaml", file=""),
)
DOCUMENT_OF_OTHER_NAME = Fault(
    "C124",
    "warning",
    "{file} is not read as a document, because its name does not end in `.md`",
    "rename it to {better}, or begin its name with `_`",
    "The documents of a course are the files in its folder whose names end in `.md`, in lower case.",
    Example("tides.md\nmoon.markdown", "tides.md\nmoon.md", file=""),
)
NOT_MARKDOWN = Fault(
    "C125",
    "warning",
    "{file} is not part of the course: it is not Markdown, and no document links to it",
    "save its text as Markdown, link to it as a download, or begin its name with `_`",
    "Only Markdown documents become pages. Other files are copied into a package if a document links to them or shows "
    "them.",
    Example("tides.md\nmoon.docx", "tides.md\nmoon.md", file=""),
)
DOCUMENT_IN_SUBFOLDER = Fault(
    "C126",
    "warning",
    "{file} is not read as a document, because it is in a subfolder{more}",
    "move it into the course's folder, or begin its name or its folder's name with `_`",
    "The documents of a course are directly in its folder. Subfolders are for pictures, sound, video and downloads.",
    Example("tides.md\npart2/moon.md", "tides.md\nmoon.md", file=""),
)
UTF16 = Fault(
    "C127",
    "error",
    "{file} is UTF-16 text, not UTF-8",
    'save it as UTF-8; in Notepad, choose "Save as" and the encoding "UTF-8"',
    "Documents and settings are read as UTF-8. Some editors, such as older versions of Notepad, save Unicode "
    "as UTF-16.",
    Example(
        "tides.md (saved as UTF-16)\n    # The old lock",
        "tides.md (saved as UTF-8)\n    # The old lock",
        file="",
    ),
)

UNKNOWN_RECALL = Fault(
    "C190",
    "error",
    'there is no question "{id}"{suggestion}',
    "an id begins with the id of its document: `phase1.role`; `courseware pin --dry-run` shows the ids",
    "`recall` shows what a learner answered to an earlier question. It names the question by its id: the id of the "
    "document, a dot, and the question's own id.",
    Example(
        "## You\n\n{type: form}\n\n**Your role?**\n{type: text, id: role}\n\n"
        "## Again\n\n{type: recall, of: document.rolle}",
        "## You\n\n{type: form}\n\n**Your role?**\n{type: text, id: role}\n\n"
        "## Again\n\n{type: recall, of: document.role}",
    ),
)
RECALL_TOO_EARLY = Fault(
    "C191",
    "error",
    'the question "{id}" comes later than this recall',
    "move the recall after the question",
    "A learner who reads from the first page to the last has not seen the question yet when reaching this place, so "
    "there is no answer to show.",
    Example(
        "## Again\n\n{type: recall, of: document.role}\n\n"
        "## You\n\n{type: form}\n\n**Your role?**\n{type: text, id: role}",
        "## You\n\n{type: form}\n\n**Your role?**\n{type: text, id: role}\n\n"
        "## Again\n\n{type: recall, of: document.role}",
    ),
)
_ROLE = (
    "a.md\n    ## You\n\n    {type: form}\n\n"
    "    **Your role?**\n    {type: select, id: role, options: [Manager, Other]}\n"
)
_ROLE_RECALLED = _ROLE + "b.md\n    ## Again\n\n    {type: recall, of: a.role}"
_ROLE_ASKED_FOR = (
    _ROLE + "b.md\n    ## More\n\n    {type: section, show_if: 'a.role = \"Manager\"'}\n\n    More."
)
_PAGE_SHOWN = _ROLE + "b.md\n    ---\n    title: More\n    show_if: 'a.role = \"Manager\"'\n    ---"

RECALL_ACROSS = Fault(
    "C192",
    "error",
    'the question "{id}" is in a document that the LMS launches separately',
    "recall only questions of this document, or remove `structure: per-document` from `course.yaml`",
    "With `structure: per-document`, a learning management system opens each document separately, and none of them "
    "knows what was answered in another.",
    Example(
        "course.yaml\n    structure: per-document\n" + _ROLE_RECALLED,
        "course.yaml\n    structure: single\n" + _ROLE_RECALLED,
        file="",
    ),
)

_ROLE = (
    "## You\n\n{{type: form}}\n\n**Your role?**\n{{type: {field}}}\n\n"
    "## More\n\n{{type: section, show_if: '{condition}'}}\n\nMore."
)


def _shown(field: str, mistake: str, correction: str) -> Example:
    """An example with a part that is shown depending on the answer to a question, wrong and corrected."""
    return Example(*(_ROLE.format(field=field, condition=condition) for condition in (mistake, correction)))


_SELECT = "select, id: role, options: [Manager, Other]"
_QUIZ = "## Tides\n\n{type: selection}\n\n- [x] twice a day\n- [ ] once a day\n\n"

SHOWN_BY_NOTHING = Fault(
    "C193",
    "error",
    'there is no question "{id}"{suggestion}',
    "an id begins with the id of its document: `phase1.role`; `courseware pin --dry-run` shows the ids",
    "`show_if` checks the answer to an earlier question. It names the question by its id: the id of the document, a "
    "dot, and the question's own id.",
    _shown(_SELECT, 'document.rolle = "Manager"', 'document.role = "Manager"'),
)
SHOWN_TOO_EARLY = Fault(
    "C194",
    "error",
    'the question "{id}" is not asked before this part',
    "name a question that comes earlier, or move this part after the question",
    "A learner who reads from the first page to the last has not answered that question when reaching this part: the "
    "question comes later, or is itself in the part that the condition shows. This rule also keeps conditions from "
    "depending on each other in a circle.",
    Example(
        "## More\n\n{type: section, show_if: 'document.role = \"Manager\"'}\n\nMore.\n\n"
        "## You\n\n{type: form}\n\n**Your role?**\n{type: select, id: role, options: [Manager, Other]}",
        "## You\n\n{type: form}\n\n**Your role?**\n{type: select, id: role, options: [Manager, Other]}\n\n"
        "## More\n\n{type: section, show_if: 'document.role = \"Manager\"'}\n\nMore.",
    ),
)
SHOWN_ACROSS = Fault(
    "C195",
    "error",
    '"{id}" is in, or is, a document that the LMS launches separately',
    "name only questions of this document, or remove `structure: per-document` from `course.yaml`",
    "With `structure: per-document`, a learning management system opens each document separately, and none of them "
    "knows what was answered in another.",
    Example(
        "course.yaml\n    structure: per-document\n" + _ROLE_ASKED_FOR,
        "course.yaml\n    structure: single\n" + _ROLE_ASKED_FOR,
        file="",
    ),
)
PAGE_SHOWN_APART = Fault(
    "C196",
    "error",
    "a document that the LMS launches separately cannot be hidden",
    "put `show_if` in the markers of its sections, or remove `structure: per-document` from `course.yaml`",
    "With `structure: per-document`, a learning management system lists and opens each document separately, and none "
    "of them knows what was answered in another.",
    Example(
        "course.yaml\n    structure: per-document\n" + _PAGE_SHOWN,
        "course.yaml\n    structure: single\n" + _PAGE_SHOWN,
        file="",
    ),
)
OPERATOR_OF_OTHER_KIND = Fault(
    "C197",
    "error",
    '`{operator}` cannot be used with the answer to "{id}", a {kind}: {reason}',
    'see "Parts that not everybody gets" in the guide',
    "Compare options and text with `=` and `!=`. For points of a scale and numbers, `<`, `<=`, `>` and `>=` can be "
    "used too. A ranking, a matching and gaps have no single value: use the score of their document instead.",
    _shown(_SELECT, "document.role > Manager", "document.role = Manager"),
)
NOT_ONE_OF_ITS_OPTIONS = Fault(
    "C198",
    "error",
    '"{value}" is not an option of "{id}"{suggestion}',
    "its options are {options}",
    "Nobody can choose an option that does not exist, so this comparison could never be true.",
    _shown(_SELECT, 'document.role = "Boss"', 'document.role = "Manager"'),
)
NOT_COMPARED_TO_NUMBER = Fault(
    "C199",
    "error",
    'the answer to "{id}" is a number, but `{value}` is not',
    "write a number, such as 3 or 2.5",
    "Numbers, points of a scale and scores can be compared only with a number.",
    _shown("number, id: role", "document.role > many", "document.role > 3"),
)
NEVER_SHOWN = Fault(
    "C200",
    "warning",
    "this part is never shown: no answers can make its condition true",
    "look for two answers that exclude each other, or for a question that is hidden whenever the condition would be "
    "true",
    "Every way to answer the questions in the condition was tried, together with the conditions of those questions "
    "and of the page. None of them shows this part.",
    _shown(
        _SELECT,
        "document.role = Manager and document.role = Other",
        "document.role = Manager or document.role = Other",
    ),
)
COMPARED_TO_NO_TEXT = Fault(
    "C205",
    "warning",
    'no answer to "{id}" is empty, so `{operator}` is always {outcome} here',
    "compare it with text that learners can write",
    "An unanswered question is not equal to anything, not even to empty text, and an answer is never empty. So `=` is "
    "always false here, and `!=` is always true.",
    _shown("text, id: role", 'document.role = ""', 'document.role = "none"'),
)
SCORE_OF_NOTHING = Fault(
    "C201",
    "error",
    'there is no document "{id}"{suggestion}',
    "`score(phase2)` names a document by its id: the name of its file, or the `id` in its front matter",
    "`score()` is the percentage of points that a learner has earned in a document's questions.",
    Example(
        _QUIZ + "## Again\n\n{type: section, show_if: score(documents) < 50}\n\nThe moon.",
        _QUIZ + "## Again\n\n{type: section, show_if: score(document) < 50}\n\nThe moon.",
    ),
)
NO_SCORE_THERE = Fault(
    "C202",
    "error",
    'the document "{id}" has no question with a right answer',
    "mark a right answer there, or compare the answer to a question instead",
    "`score()` counts the points of questions that have a right answer. Without any such question, the condition "
    "would never be true.",
    Example(
        "## You\n\n{type: form}\n\n**Your role?**\n{type: text, id: role}\n\n"
        "## Again\n\n{type: section, show_if: score(document) < 50}\n\nThe moon.",
        "## You\n\n{type: form}\n\n**Your role?**\n{type: text, id: role, answer: crew}\n\n"
        "## Again\n\n{type: section, show_if: score(document) < 50}\n\nThe moon.",
    ),
)
SCORE_TOO_EARLY = Fault(
    "C203",
    "error",
    'the score of "{id}" is not known before this part: its question "{later}" comes later, or is in this part',
    "move this part after the questions of that document",
    "A score can be compared only after all the questions that count towards it.",
    Example(
        "## Again\n\n{type: section, show_if: score(document) < 50}\n\nThe moon.\n\n" + _QUIZ,
        _QUIZ + "## Again\n\n{type: section, show_if: score(document) < 50}\n\nThe moon.",
    ),
)
NOT_A_PERCENT = Fault(
    "C204",
    "error",
    "a score is a percentage from 0 to 100, not {value}",
    "write a number from 0 to 100",
    "`score()` is the percentage of points that a learner has earned in a document's questions.",
    Example(
        _QUIZ + "## Again\n\n{type: section, show_if: score(document) < 500}\n\nThe moon.",
        _QUIZ + "## Again\n\n{type: section, show_if: score(document) < 50}\n\nThe moon.",
    ),
)
