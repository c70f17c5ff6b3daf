"""What can happen to the records of an earlier package."""

from courseware.diagnostics import COMMAND, Example, Fault

_RAIN = "### Is it rain?\n\n{type: true_false, answer: true}\n\n### Is it hail?\n\n{type: true_false, answer: false}\n"

NOT_COMPARABLE = Fault(
    "R101",
    "error",
    "the course cannot be compared with {path}: {reason}",
    "give a zip that `courseware package` made from this course earlier",
    "The old package shows what learners may have recorded: its pages hold the ids of all interactions and "
    "options. A package from another tool does not have these.",
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
    "The course's id is part of every identifier in its manifest. Under another id an LMS treats an upload as "
    "another course, and learners start again.",
    Example("id: rain", "id: hail", "course.yaml"),
)
INTERACTION_GONE = Fault(
    "R103",
    "warning",
    'the interaction "{id}" ("{label}") is gone',
    "its records stay in the LMS; if you removed it on purpose, there is nothing to do",
    "What learners answered stays in the gradebook's reports, and their saved answers are kept but not used. Its "
    "points no longer count in scores.",
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
    '"{id}" was of type {old}, and is now {new}',
    "give it another id, so that the two are not mixed in reports",
    "Answers of one type cannot be read as those of another: saved ones are lost, and reports show both under "
    "one id.",
    Example('**Rate the rain**\n{type: rating, labels: ["dry", "wet"]}', "**Rate the rain**\n{type: text}"),
)
LABEL_CHANGED = Fault(
    "R106",
    "warning",
    'the id "{id}" was that of "{old}", and is now that of "{new}"',
    "if it asks for something else, give it another id; if only the wording is better, there is nothing to do",
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
    "learners who chose that have to answer again; if only the words changed, keep the old ones",
    "An option's id is made from its words. A saved answer with an option that no longer exists is not restored; "
    "what was recorded stays in reports.",
    Example("{type: select, options: [April, May]}", "{type: select, options: [April, June]}"),
)
PAGE_GONE = Fault(
    "R108",
    "warning",
    'the page "{title}" ({id}) is gone',
    "if its document was renamed, set `id` in its front matter to the old name",
    "Bookmarks and the pages that a learner has seen are kept under the document's id, which also begins the ids "
    "of its interactions.",
    Example("rain.md\nsnow.md", "rain.md\nice.md", ""),
)
STRUCTURE_CHANGED = Fault(
    "R109",
    "warning",
    "the old package was made with `structure: {structure}`",
    "keep the structure while learners are taking the course",
    "With another structure the LMS gets other SCOs, and the records and saved answers of the old ones are left "
    "behind.",
    Example("id: rain", "id: rain\nstructure: per-document", "course.yaml"),
)
KEY_CHANGED = Fault(
    "R110",
    "warning",
    'saved answers to "{id}" are now kept under another key',
    "give the interaction that was added last an `id` of its own",
    "Saved states hold short keys hashed from the ids. If two ids have the same key, both get other ones, and "
    "what was saved before is not found.",
    Example(
        "## The gauge\n\n{type: form}\n\n**Reading 142**\n{type: number}",
        "## The gauge\n\n{type: form}\n\n**Reading 142**\n{type: number}\n\n**Reading 722**\n{type: number}",
    ),
)
ANSWER_CHANGED = Fault(
    "R111",
    "warning",
    'the right answer to "{id}" was {old}, and is now {new}',
    "there is nothing to do; scores change when learners come back",
    "What an LMS has recorded as right or wrong stays as it is until a learner opens the course again.",
    Example("{type: number, answer: 7}", "{type: number, answer: 8}"),
)
CONDITION_CHANGED = Fault(
    "R112",
    "warning",
    '"{id}"{more} was asked {old}, and is now asked {new}',
    "if you meant this, there is nothing to do; learners who come back may have more to do, or other points",
    "What was recorded stays in the LMS, and saved answers are kept. When a learner opens the course again, what "
    "the new condition asks counts as required, in the progress and in the score. A completion or a pass stays.",
    Example(
        "## An order\n\n{type: ranking, answer: ordered}",
        "## An order\n\n{type: ranking, answer: ordered, show_if: rain.which_month = April}",
    ),
)
POOL_CHANGED = Fault(
    "R113",
    "warning",
    '"{id}"{more} was {old}, and is now {new}',
    "if you meant this, there is nothing to do; learners keep the questions that they have answered first",
    "A pool is drawn once for an attempt. Learners who have begun keep what was drawn, as far as it still "
    "exists: if more are drawn now, they get some more; if fewer are drawn, the questions that they have "
    "answered come first. Answers to questions that they are no longer asked stay in the LMS, but no longer "
    "count.",
    Example(
        "## Rain\n\n{type: pool, draw: 1}\n\n" + _RAIN,
        "## Rain\n\n{type: pool, draw: 2}\n\n" + _RAIN,
    ),
)
