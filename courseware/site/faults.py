"""What becomes of the records of an earlier package."""

from courseware.diagnostics import COMMAND, Example, Fault

_RAIN = "### Is it rain?\n\n{type: true_false, answer: true}\n\n### Is it hail?\n\n{type: true_false, answer: false}\n"

NOT_COMPARABLE = Fault(
    "R101",
    "error",
    "{path} cannot be compared with: {reason}",
    "give a zip that `courseware package` made of this course before",
    "What learners have recorded is known from the old package: its pages hold the ids of all interactions and "
    "options. A package of another tool does not.",
    Example(
        "courseware check my-course --against other-tool.zip",
        "courseware check my-course --against build/my-course-scorm12.zip",
        COMMAND,
    ),
)
OTHER_COURSE = Fault(
    "R102",
    "warning",
    'the old package is of the course "{old}", and this one is "{new}"',
    "set `id: {old}` in course.yaml, if it is the same course",
    "The course's id is part of every identifier in its manifest. Under another id an LMS takes an upload for "
    "another course, and learners begin anew.",
    Example("id: rain", "id: hail", "course.yaml"),
)
INTERACTION_GONE = Fault(
    "R103",
    "warning",
    'the interaction "{id}" ("{label}") is gone',
    "its records stay in the LMS; nothing has to be done if that is meant",
    "What learners answered to it stays in the gradebook's reports, and their saved answers are kept unread. "
    "Points that it gave are missing in scores from now on.",
    Example("**How many drops?**\n{type: number, answer: 7}\n\n**Which month?**", "**Which month?**"),
)
INTERACTION_RENAMED = Fault(
    "R104",
    "warning",
    '"{old}" is gone, and "{new}" looks like it under another id',
    "write `id: {pin}` into its marker to keep what was recorded",
    "An interaction without an `id` takes its id from its label. Reworded, it is another interaction: the old "
    "records stay under the old id, and learners find the question unanswered. `courseware pin`, run before "
    "rewording, writes all ids into the documents.",
    Example(
        "**Which month?**\n{type: select, options: [April, May]}",
        "**In what part of the year?**\n{type: select, options: [April, May]}",
    ),
)
INTERACTION_TYPE_CHANGED = Fault(
    "R105",
    "warning",
    '"{id}" was of the kind {old}, and is {new} now',
    "give it another id, so that the two are not mixed in reports",
    "Answers of one kind cannot be read as those of another: saved ones are lost, and reports show both under one "
    "id.",
    Example('**Rate the rain**\n{type: rating, labels: ["dry", "wet"]}', "**Rate the rain**\n{type: text}"),
)
LABEL_CHANGED = Fault(
    "R106",
    "warning",
    'under the id "{id}" stood "{old}", and now stands "{new}"',
    "if it asks for something else, give it another id; for a better wording nothing has to be done",
    "Records are told apart by ids. Answers to the old wording count as answers to the new one.",
    Example(
        "**What did you see?**\n{type: textarea, id: seen}",
        "**What did you hear?**\n{type: textarea, id: seen}",
    ),
)
OPTIONS_GONE = Fault(
    "R107",
    "warning",
    '"{id}" no longer has {options}',
    "whoever chose that has to answer again; if only the words changed, keep the old ones",
    "An option's id is made of its words. A saved answer that names an option which is no longer there is not "
    "restored; what was recorded stays in reports.",
    Example("{type: select, options: [April, May]}", "{type: select, options: [April, June]}"),
)
PAGE_GONE = Fault(
    "R108",
    "warning",
    'the page "{title}" ({id}) is gone',
    "if its document was renamed, set `id` in its front matter to the old name",
    "Bookmarks and the pages that a learner has seen are kept by the document's id, and so are the ids of its "
    "interactions.",
    Example("rain.md\nsnow.md", "rain.md\nice.md", ""),
)
STRUCTURE_CHANGED = Fault(
    "R109",
    "warning",
    "the old package was made with `structure: {structure}`",
    "keep the structure while learners are under way",
    "With another structure the LMS is given other SCOs: records and saved answers of the old ones stay behind.",
    Example("id: rain", "id: rain\nstructure: per-document", "course.yaml"),
)
KEY_CHANGED = Fault(
    "R110",
    "warning",
    'saved answers to "{id}" are kept under another key now',
    "give the interaction that was added last an `id` of its own",
    "Saved states hold short keys hashed from the ids. Where two ids have the same, both take longer ones, and "
    "what was saved before is not found.",
    Example(
        "## The gauge\n\n{type: form}\n\n**Reading 142**\n{type: number}",
        "## The gauge\n\n{type: form}\n\n**Reading 142**\n{type: number}\n\n**Reading 722**\n{type: number}",
    ),
)
ANSWER_CHANGED = Fault(
    "R111",
    "warning",
    'the right answer to "{id}" was {old}, and is {new} now',
    "nothing has to be done; scores change when learners come back",
    "What an LMS has recorded as right or wrong stays as it is until a learner opens the course again.",
    Example("{type: number, answer: 7}", "{type: number, answer: 8}"),
)
CONDITION_CHANGED = Fault(
    "R112",
    "warning",
    '"{id}"{more} was asked {old}, and is asked {new} now',
    "nothing has to be done, if that is meant; who comes back may have more to do, or other points",
    "What was recorded stays in the LMS, and saved answers are kept. When a learner opens the course again, what is "
    "asked by the new condition counts: as required, in the progress and in the score. A completion or a pass that was "
    "reached stays.",
    Example(
        "## An order\n\n{type: ranking, answer: ordered}",
        "## An order\n\n{type: ranking, answer: ordered, show_if: rain.which_month = April}",
    ),
)
POOL_CHANGED = Fault(
    "R113",
    "warning",
    '"{id}"{more} was {old}, and is {new} now',
    "nothing has to be done, if that is meant; what learners have answered is asked of them first",
    "A pool is drawn once for an attempt. Learners who have begun keep what was drawn, as far as it is still there: "
    "where more is drawn they get some more, where less is drawn what they answered comes first. Answers to what is no "
    "longer asked of them stay in the LMS, and no longer count.",
    Example(
        "## Rain\n\n{type: pool, draw: 1}\n\n" + _RAIN,
        "## Rain\n\n{type: pool, draw: 2}\n\n" + _RAIN,
    ),
)
