"""What can happen to the records of an earlier package."""

from courseware.diagnostics import COMMAND, Example, Fault

_RAIN = "### Is it rain?\n\n{type: true_false, answer: true}\n\n### Is it hail?\n\n{type: true_false, answer: false}\n"

NOT_COMPARABLE = Fault(
    "R101",
    "error",
    "the course cannot be compared with {path}: {reason}",
    "give a zip that `courseware package` made from this course earlier",
    "The earlier package shows what learners may have recorded: its pages contain the ids of all interactions and "
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
    'the earlier package is of the course "{old}", but this one is "{new}"',
    "if it is the same course, set `id: {old}` in course.yaml",
    "The course's id is part of every identifier in its manifest. If the id changes, an LMS treats the upload as "
    "another course, and learners start again.",
    Example("id: rain", "id: hail", "course.yaml"),
)
INTERACTION_GONE = Fault(
    "R103",
    "warning",
    'the interaction "{id}" ("{label}") is gone',
    "its records stay in the LMS; if you removed it on purpose, there is nothing to do",
    "What learners answered stays in the gradebook's reports, and their saved answers are kept but not used. The "
    "points of this interaction no longer count towards scores.",
    Example("**How many drops?**\n{type: number, answer: 7}\n\n**Which month?**", "**Which month?**"),
)
INTERACTION_RENAMED = Fault(
    "R104",
    "warning",
    '"{old}" is gone, but "{new}" looks like the same question under another id',
    "write `id: {pin}` in its marker to keep what was recorded",
    "An interaction without an `id` takes its id from its label. If you reword the label, it becomes a different "
    "interaction: the old records stay under the old id, and learners find the question unanswered. To keep the ids, "
    "run `courseware pin` before rewording; it writes all ids into the documents.",
    Example(
        "**Which month?**\n{type: select, options: [April, May]}",
        "**In what part of the year?**\n{type: select, options: [April, May]}",
    ),
)
INTERACTION_TYPE_CHANGED = Fault(
    "R105",
    "warning",
    '"{id}" was of type {old}, but is now {new}',
    "give it a different id, so that the two are not mixed in reports",
    "Answers of one type cannot be read as answers of another: saved answers are lost, and reports show both types "
    "under one id.",
    Example('**Rate the rain**\n{type: rating, labels: ["dry", "wet"]}', "**Rate the rain**\n{type: text}"),
)
LABEL_CHANGED = Fault(
    "R106",
    "warning",
    'the id "{id}" belonged to "{old}", but now belongs to "{new}"',
    "if it asks something else, give it another id; if only the wording is better, there is nothing to do",
    "Records are told apart by their ids, so answers to the old wording count as answers to the new one.",
    Example(
        "**What did you see?**\n{type: textarea, id: seen}",
        "**What did you hear?**\n{type: textarea, id: seen}",
    ),
)
OPTIONS_GONE = Fault(
    "R107",
    "warning",
    '"{id}" no longer has {options}',
    "learners who chose that must answer again; if only the wording changed, restore the old wording",
    "An option's id is made from its text. A saved answer with an option that no longer exists is not restored; what "
    "was recorded stays in reports.",
    Example("{type: select, options: [April, May]}", "{type: select, options: [April, June]}"),
)
PAGE_GONE = Fault(
    "R108",
    "warning",
    'the page "{title}" ({id}) is gone',
    "if you renamed its document, set `id` in its front matter to the old name",
    "Bookmarks and the list of pages that a learner has seen use the document's id, and the ids of its interactions "
    "begin with it.",
    Example("rain.md\nsnow.md", "rain.md\nice.md", ""),
)
STRUCTURE_CHANGED = Fault(
    "R109",
    "warning",
    "the earlier package was made with `structure: {structure}`",
    "do not change the structure while learners are taking the course",
    "With a different structure, the LMS gets different SCOs, and the records and saved answers of the old ones are "
    "left behind.",
    Example("id: rain", "id: rain\nstructure: per-document", "course.yaml"),
)
KEY_CHANGED = Fault(
    "R110",
    "warning",
    'saved answers to "{id}" are now kept under another key',
    "give the interaction that was added last an `id` of its own",
    "Saved states use short keys hashed from the ids. If two ids have the same key, both get a different key, and "
    "what was saved before is not found.",
    Example(
        "## The gauge\n\n{type: form}\n\n**Reading 142**\n{type: number}",
        "## The gauge\n\n{type: form}\n\n**Reading 142**\n{type: number}\n\n**Reading 722**\n{type: number}",
    ),
)
ANSWER_CHANGED = Fault(
    "R111",
    "warning",
    'the right answer to "{id}" was {old}, but is now {new}',
    "there is nothing to do; scores change when learners open the course again",
    "What an LMS has recorded as right or wrong stays as it is until the learner opens the course again.",
    Example("{type: number, answer: 7}", "{type: number, answer: 8}"),
)
CONDITION_CHANGED = Fault(
    "R112",
    "warning",
    '"{id}"{more} was asked {old}, but is now asked {new}',
    "if this is what you want, there is nothing to do; learners who come back may have more to do, or a different "
    "score",
    "What was recorded stays in the LMS, and saved answers are kept. When a learner opens the course again, the "
    "questions that the new condition asks are required, and count towards the progress and the score. A course that "
    "was completed or passed stays so.",
    Example(
        "## An order\n\n{type: ranking, answer: ordered}",
        "## An order\n\n{type: ranking, answer: ordered, show_if: rain.which_month = April}",
    ),
)
POOL_CHANGED = Fault(
    "R113",
    "warning",
    '"{id}"{more} was {old}, but is now {new}',
    "if this is what you want, there is nothing to do; learners first keep the questions that they have answered",
    "The questions of a pool are drawn once for each attempt. Learners who have begun keep the questions that were "
    "drawn, as far as these still exist: if more are drawn now, they get some more; if fewer are drawn, the questions "
    "that they have answered are kept first. Answers to questions that they are no longer asked stay in the LMS, but "
    "no longer count.",
    Example(
        "## Rain\n\n{type: pool, draw: 1}\n\n" + _RAIN,
        "## Rain\n\n{type: pool, draw: 2}\n\n" + _RAIN,
    ),
)
