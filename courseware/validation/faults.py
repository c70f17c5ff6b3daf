"""What can be wrong with a package or with statements.

P5 and P62 to P66: SCORM manifests. P60 and P61: the package itself. P67: metadata. P68: content. P69: what Moodle
cannot do. P7: xAPI and cmi5.
"""

from courseware.diagnostics import COMMAND, Example, Fault

_LONG_TITLE = """How the tides of the North Sea come about, why they differ
  from day to day and from place to place, how the tables of each harbour are
  reckoned, and what all of that means for whoever wants to cross the sands
  on foot"""

NO_MANIFEST = Fault(
    "P501",
    "error",
    "there is no imsmanifest.xml at the top of the package{found}",
    "zip the contents of the folder, not the folder itself; the name is all lower case",
    "A SCORM package has its manifest, `imsmanifest.xml`, at its root (SCORM 1.2 CAM 2.3; IMS Content Packaging "
    "1.1.2). The most common causes are a zip that contains the folder rather than its files, and a manifest whose "
    "name has capital letters.",
    Example("rain/imsmanifest.xml\nrain/index.html", "imsmanifest.xml\nindex.html", file=""),
)
UNREADABLE_MANIFEST = Fault(
    "P502",
    "error",
    "the manifest cannot be read: {reason}",
    "correct the XML at this location",
    "The manifest is not well-formed XML, is larger than any real manifest, or has a document type (DOCTYPE). "
    "Document types are refused because they can include other files or expand without limit.",
    Example(
        "<title>Rain & wind</title>",
        "<title>Rain &amp; wind</title>",
        "imsmanifest.xml",
    ),
)
AGAINST_SCHEMA = Fault(
    "P503",
    "error",
    "the manifest does not follow its schema: {reason}",
    "elements must have the names, order and values that the schema defines",
    "The manifest was validated against the XML Schemas of its standard. For SCORM 1.2, these are the IMS Content "
    "Packaging binding 1.1.2, IMS metadata 1.2.1 and ADL's additions. An LMS may refuse such a package, or skip the "
    "parts that do not follow the schema.",
    Example(
        "<lom:tongue>en</lom:tongue>",
        "<lom:language>en</lom:language>",
        "imsmanifest.xml",
    ),
)
NO_SCHEMA_FILES = Fault(
    "P504",
    "warning",
    "schema files are missing from where they should be: {names}",
    "put the schema files of the standard beside imsmanifest.xml, and any others where xsi:schemaLocation says",
    "The schema files (`.xsd`) of all namespaces that a manifest uses must be at the root of the package (SCORM 1.2 "
    "CAM 2.3, control files; SCORM 2004 CAM 3.4.1). Most LMSs ignore them, but conformance checkers do not: that of "
    "the 4th Edition fails a package without them.",
    Example(
        'xsi:schemaLocation="http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd\n'
        "  http://www.adlnet.org/xsd/adlcp_v1p3 xsd/adlcp_v1p3.xsd\n"
        "  http://www.adlnet.org/xsd/adlseq_v1p3 adlseq_v1p3.xsd\n"
        "  http://www.adlnet.org/xsd/adlnav_v1p3 adlnav_v1p3.xsd\n"
        "  http://www.imsglobal.org/xsd/imsss imsss_v1p0.xsd\n"
        '  http://ltsc.ieee.org/xsd/LOM lom.xsd"',
        'xsi:schemaLocation="http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd\n'
        "  http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd\n"
        "  http://www.adlnet.org/xsd/adlseq_v1p3 adlseq_v1p3.xsd\n"
        "  http://www.adlnet.org/xsd/adlnav_v1p3 adlnav_v1p3.xsd\n"
        "  http://www.imsglobal.org/xsd/imsss imsss_v1p0.xsd\n"
        '  http://ltsc.ieee.org/xsd/LOM lom.xsd"',
        "imsmanifest.xml",
    ),
)
NOT_IN_UTF8 = Fault(
    "P505",
    "warning",
    "the manifest is encoded in {encoding}, not UTF-8",
    "save it as UTF-8, and declare that encoding in its first line",
    "Every XML parser accepts UTF-8. Some LMSs read nothing else, and show titles with broken characters.",
    Example(
        '<?xml version="1.0" encoding="ISO-8859-1"?>',
        '<?xml version="1.0" encoding="UTF-8"?>',
        "imsmanifest.xml",
    ),
)
CHARACTER_BY_NUMBER = Fault(
    "P506",
    "warning",
    "the manifest writes a character by its number ({reference})",
    "write the character itself, in UTF-8",
    "Some LMSs do not read the manifest with a real XML parser, and show references such as `&#233;` literally.",
    Example(
        "<title>Caf&#233;</title>",
        "<title>Café</title>",
        "imsmanifest.xml",
    ),
)
UNUSUAL_PREFIX = Fault(
    "P507",
    "warning",
    'the prefix of {namespace} is "{prefix}", not "{expected}"',
    "declare the namespace with its usual prefix",
    "To an XML parser, the prefix of a namespace does not matter. However, some LMSs look for the literal prefix "
    "(`adlcp:`), and miss elements and attributes that have another one.",
    Example(
        'xmlns:scorm="http://www.adlnet.org/xsd/adlcp_v1p3"',
        'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"',
        file="imsmanifest.xml",
    ),
)
OTHER_SCHEMA_VERSION = Fault(
    "P508",
    "warning",
    'the manifest\'s metadata has {found}, but "{expected}" is required',
    "begin <metadata> with <schema>ADL SCORM</schema><schemaversion>{version}</schemaversion>",
    "The manifest's `<metadata>` begins with `<schema>` and `<schemaversion>`, which tell an LMS the version of "
    "SCORM (SCORM 1.2 CAM 2.3, `<metadata>`).",
    Example(
        "<schemaversion>2004 4TH EDITION</schemaversion>",
        "<schemaversion>2004 4th Edition</schemaversion>",
        "imsmanifest.xml",
    ),
)
OLDER_SCHEMA_VERSION = Fault(
    "P509",
    "warning",
    'the manifest declares "{version}", but its content is validated as {expected}',
    'write "{expected}", or remove whatever exists only in that edition',
    "Some elements or attributes in this manifest exist only in a newer edition of SCORM 2004 than the one that "
    "`<schemaversion>` names. An LMS that relies on the version may ignore them.",
    Example(
        "<schemaversion>CAM 1.3</schemaversion>",
        "<schemaversion>2004 4th Edition</schemaversion>",
        "imsmanifest.xml",
    ),
)
UNLISTED_FILE = Fault(
    "P513",
    "warning",
    'the file "{name}" is in the package, but the manifest does not list it',
    "add a <file> to the resource that uses it",
    "Every file that a resource needs must be listed in it as a `<file>` (SCORM 1.2 CAM 2.3, `<file>`). An LMS that "
    "copies only listed files leaves the others out.",
    Example(
        '<file href="shared/style.css"/>',
        '<file href="shared/style.css"/>\n<file href="shared/api.js"/>',
        "imsmanifest.xml",
    ),
)
MISSING_FILE = Fault(
    "P514",
    "error",
    'the manifest lists "{name}", which is not in the package{suggestion}',
    "add the file, or remove it from the manifest",
    "Every local file that the manifest names must be in the package (SCORM 1.2 CAM 2.3, `<file>`).",
    Example(
        '<file href="shared/apis.js"/>',
        '<file href="shared/api.js"/>',
        "imsmanifest.xml",
    ),
)
LISTED_IN_OTHER_CASE = Fault(
    "P515",
    "error",
    'the manifest lists "{name}", but the file is called "{other}"',
    "write the name exactly as in the package, including upper and lower case",
    'Most servers distinguish upper and lower case: a file that is found on the author\'s computer is "not found" '
    "there.",
    Example(
        '<file href="shared/API.js"/>',
        '<file href="shared/api.js"/>',
        "imsmanifest.xml",
    ),
)
FORBIDDEN_REFERENCE = Fault(
    "P516",
    "error",
    'the reference "{name}" is not allowed: it {fault}',
    "use a relative reference with forward slashes that stays inside the package",
    "An `href` in a manifest is a relative URL within the package. LMSs differ in how they read backslashes, a "
    "leading slash and `..`, if they accept them at all.",
    Example(
        '<file href="shared\\api.js"/>',
        '<file href="shared/api.js"/>',
        "imsmanifest.xml",
    ),
)
IDENTIFIER_REPEATED = Fault(
    "P520",
    "error",
    'the identifier "{identifier}" is used twice',
    "give each manifest, organization, item and resource its own identifier",
    "Identifiers must be unique within a manifest (XML Schema, ID). An LMS uses them to keep learners' records.",
    Example(
        '<item identifier="r2" identifierref="r2">',
        '<item identifier="i2" identifierref="r2">',
        "imsmanifest.xml",
    ),
)
UNKNOWN_DEFAULT_ORGANIZATION = Fault(
    "P521",
    "error",
    'the default organization "{identifier}" does not exist',
    "use the identifier of one of these organizations: {known}",
    "The `default` attribute of `<organizations>` is the identifier of the organization to show first (SCORM 1.2 CAM "
    "2.3, `<organizations>`). If it is wrong, some LMSs show an empty course.",
    Example(
        '<organizations default="o2">\n'
        '  <organization identifier="o1" adlseq:objectivesGlobalToSystem="false">',
        '<organizations default="o1">\n'
        '  <organization identifier="o1" adlseq:objectivesGlobalToSystem="false">',
        "imsmanifest.xml",
    ),
)
UNKNOWN_RESOURCE_OF_ITEM = Fault(
    "P522",
    "error",
    'the item refers to "{identifier}", but no resource has that identifier{suggestion}',
    "use the identifier of a <resource>",
    "The `identifierref` of an item is the identifier of the resource that the item opens (SCORM 1.2 CAM 2.3, "
    "`<item>`).",
    Example(
        '<item identifier="i2" identifierref="R2">',
        '<item identifier="i2" identifierref="r2">',
        "imsmanifest.xml",
    ),
)
UNKNOWN_RESOURCE_OF_DEPENDENCY = Fault(
    "P523",
    "error",
    'the dependency refers to "{identifier}", but no resource has that identifier{suggestion}',
    "use the identifier of a <resource>",
    "The `identifierref` of a dependency is the identifier of a resource whose files this resource uses (SCORM 1.2 "
    "CAM 2.3, `<dependency>`).",
    Example(
        '<file href="test.html"/>\n<dependency identifierref="R4"/>',
        '<file href="test.html"/>\n<dependency identifierref="r4"/>',
        "imsmanifest.xml",
    ),
)
RESOURCE_WITHOUT_HREF = Fault(
    "P524",
    "error",
    'the item opens the resource "{identifier}", which has no href',
    "give the resource an href that names the page to open",
    "A resource that an item refers to is launched, so it must have an `href` (SCORM 1.2 CAM 2.3, `<resource>`).",
    Example(
        '<resource identifier="r2" type="webcontent" adlcp:scormType="asset">',
        '<resource identifier="r2" type="webcontent" href="two.html" adlcp:scormType="asset">',
        "imsmanifest.xml",
    ),
)
ITEM_WITHOUT_RESOURCE = Fault(
    "P525",
    "warning",
    'the item "{identifier}" has no identifierref and no items of its own',
    "refer to a resource, or remove the item",
    "An item without children is what a learner opens. Without an `identifierref`, it opens nothing (SCORM 1.2 CAM "
    "2.3, `<item>`).",
    Example(
        '<item identifier="i2">',
        '<item identifier="i2" identifierref="r2">',
        "imsmanifest.xml",
    ),
)
PARENT_WITH_RESOURCE = Fault(
    "P526",
    "warning",
    'the item "{identifier}" has both child items and an identifierref',
    "refer to resources only from items without children",
    "An item with children is a heading. LMSs differ in whether they show the resource that it refers to; SCORM 2004 "
    "forbids such a reference.",
    Example(
        '<item identifier="part" identifierref="r2">',
        '<item identifier="part">',
        "imsmanifest.xml",
    ),
)
UNTITLED = Fault(
    "P527",
    "error",
    'the {element} "{identifier}" has no title',
    "add a <title> as its first element",
    "Every organization and item must have a title, which learners see in the table of contents (SCORM 1.2 CAM 2.3, "
    "`<title>`).",
    Example(
        '<item identifier="i2" identifierref="r2">\n  <imsss:sequencing IDRef="usual"/>',
        '<item identifier="i2" identifierref="r2">\n'
        "  <title>Two</title>\n"
        '  <imsss:sequencing IDRef="usual"/>',
        "imsmanifest.xml",
    ),
)
EMPTY_TITLE = Fault(
    "P528",
    "warning",
    'the title of the {element} "{identifier}" is empty',
    "write what learners should see in the table of contents",
    "In many LMSs, an item with an empty title cannot be clicked.",
    Example(
        "<title></title>",
        "<title>Two</title>",
        "imsmanifest.xml",
    ),
)
NOTHING_TO_OPEN = Fault(
    "P529",
    "warning",
    "the package has nothing to open: {reason}",
    "add an organization with an item that refers to a resource",
    "A package without an organization is a library of resources. It is allowed, but no LMS can show it to a learner "
    "(SCORM 1.2 CAM 2.3, `<organizations>`). A content aggregation package of SCORM 2004, which is what an LMS "
    "imports, must have one, and the conformance checker of the 4th Edition fails a package without it.",
    Example(
        "<organizations/>",
        '<organizations default="o1">\n  <organization identifier="o1">\n    <title>The lot</title>\n'
        '    <item identifier="i1" identifierref="r1"><title>One</title></item>\n'
        '    <item identifier="i2" identifierref="r2"><title>Two</title></item>\n  </organization>\n'
        "</organizations>",
        "imsmanifest.xml",
    ),
)
ENTRY_NOT_LISTED = Fault(
    "P530",
    "error",
    '"{name}", which the resource "{identifier}" opens, is not one of its files',
    'add <file href="{name}"/> to the resource',
    "The page that a resource opens must be one of the files that the resource lists (SCORM 1.2 CAM 2.3, "
    "`<resource>`).",
    Example(
        '<resource identifier="r3" type="webcontent" href="two.html" adlcp:scormType="sco">\n'
        '  <file href="test.html"/>',
        '<resource identifier="r3" type="webcontent" href="test.html" adlcp:scormType="sco">\n'
        '  <file href="test.html"/>',
        "imsmanifest.xml",
    ),
)
RESOURCE_WITHOUT_SCORM_TYPE = Fault(
    "P531",
    "error",
    'the resource "{identifier}" does not say whether it is a SCO or an asset',
    'add {attribute}="sco" or "asset"',
    "The SCORM type of a resource says whether it communicates with the LMS (`sco`) or not (`asset`). Without it, an "
    "LMS does not know whether to keep records (SCORM 1.2 CAM 2.3, `<resource>`).",
    Example(
        '<resource identifier="r2" type="webcontent" href="two.html" adlcp:scormtype="asset">',
        '<resource identifier="r2" type="webcontent" href="two.html" adlcp:scormType="asset">',
        "imsmanifest.xml",
    ),
)
NOT_A_PACKAGE = Fault(
    "P601",
    "error",
    "{path} is not a package: {reason}",
    "give a zip, a folder that contains an imsmanifest.xml, or a manifest",
    "A package is a zip file (PKZIP 2.04g; SCORM 1.2 CAM 2.3, SCORM 2004 CAM 3.3). This command also accepts a folder "
    "with the files of a package, or a manifest alone. A zip that was cut off during a download cannot be opened, nor "
    "can a file of another type that is named `.zip`.",
    Example("courseware validate report.docx", "courseware validate course.zip", COMMAND),
)
OPTION_WITHOUT_EFFECT = Fault(
    "P619",
    "warning",
    "{option} has no effect on a package of {standard}",
    "leave the option out; it is for SCORM packages",
    "Packages of xAPI and cmi5 contain no schema files, and Moodle's SCORM activity does not accept them. They are "
    "validated against their own specifications (cmi5 14.2; xAPI's tincan.xml), with or without these two options.",
    Example(
        "courseware validate --profile moodle course-cmi5.zip", "courseware validate course-cmi5.zip", COMMAND
    ),
)
UNKNOWN_STANDARD = Fault(
    "P611",
    "error",
    "unknown standard: {found}",
    "known standards: {known}; use `--standard` to say which one is meant",
    "The root element and its namespace identify the standard, and `<schemaversion>` identifies the edition. This "
    "manifest does not match any standard that the program knows.",
    Example("imsmanifest.xml (of a Common Cartridge)", "imsmanifest.xml (of SCORM 1.2)", file=""),
)
FAULTY_BASE = Fault(
    "P620",
    "error",
    'the xml:base "{base}" is not allowed: it {fault}',
    "write a relative path to a folder, ending with a slash, such as content/",
    "`xml:base` is put in front of the references below it (SCORM 2004 CAM 3.4.1). It must be a relative path with "
    "forward slashes, and must end with a slash.",
    Example(
        '<resource identifier="r1" type="webcontent" xml:base="one"\n'
        '    href="index.html?a=1#top" adlcp:scormType="sco">',
        '<resource identifier="r1" type="webcontent" xml:base="one/"\n'
        '    href="index.html?a=1#top" adlcp:scormType="sco">',
        "imsmanifest.xml",
    ),
)
IDENTIFIER_NOT_A_NAME = Fault(
    "P621",
    "error",
    'the identifier "{identifier}" of <{element}> is not a valid XML name',
    "begin it with a letter or _, and use only letters, digits, . - and _",
    "Identifiers have the type ID of XML Schema: they contain no spaces and no colons, and do not begin with a digit.",
    Example(
        '<item identifier="3" identifierref="r3">',
        '<item identifier="i3" identifierref="r3">',
        "imsmanifest.xml",
    ),
)
OTHER_NAMESPACE = Fault(
    "P617",
    "error",
    "the namespace of {element} is {found}, not that of {title}",
    'write {attribute}="{expected}"',
    "The elements of `imsmanifest.xml`, `tincan.xml` and `cmi5.xml` are recognised by their namespace, which differs "
    "between SCORM 1.2 and 2004 (SCORM 2004 CAM 3.4.1). Mistakes that follow from a wrong namespace are not reported, "
    "because the elements in it may not be what they seem to be.",
    Example(
        'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"',
        'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"',
        "imsmanifest.xml",
    ),
)
EXTENSION_NOT_LAST = Fault(
    "P618",
    "error",
    "<{element}> comes before <{other}>",
    "move it after the elements of content packaging",
    "The elements of a manifest have a fixed order. Within each element, those of other namespaces come last (SCORM "
    "2004 CAM 3.4.1; IMS CP 1.1.4).",
    Example(
        "<lom:lom/>\n"
        '<resource identifier="r4" type="webcontent" adlcp:scormType="asset">\n'
        '  <file href="shared/style.css"/>\n'
        '  <file href="shared/api.js"/>\n'
        "</resource>\n"
        "</resources>",
        '<resource identifier="r4" type="webcontent" adlcp:scormType="asset">\n'
        '  <file href="shared/style.css"/>\n'
        '  <file href="shared/api.js"/>\n'
        "</resource>\n"
        "<lom:lom/>\n"
        "</resources>",
        "imsmanifest.xml",
    ),
)
SCHEMA_FILE_UNUSABLE = Fault(
    "P613",
    "warning",
    "the schema file {name} cannot be used: {reason}",
    "copy the original file from the standard, or from the author of the extension, and do not change it",
    "A schema file in the package is not well-formed XML, is not a schema, or is for a different namespace from the "
    "one that the manifest says. A validator that uses the schema files of the package cannot continue; the "
    "conformance checker of the 4th Edition fails such a package. Most LMSs ignore these files.",
    Example(
        '<xs:element name="depth" type="xs:integer">',
        '<xs:element name="depth" type="xs:integer"/>',
        "sea.xsd",
    ),
)
AGAINST_SCHEMA_OF_PACKAGE = Fault(
    "P614",
    "warning",
    "the manifest does not follow a schema that is in the package: {reason}",
    "correct the element, or the schema file if someone changed it",
    "Extensions, and the manifest as a whole, must be valid against the schemas that the package contains (XML "
    "Schema; SCORM 2004 CAM 3.4.1). What also violates the schemas of the standard is reported as P503.",
    Example("<sea:depth>deep</sea:depth>", "<sea:depth>40</sea:depth>", "imsmanifest.xml"),
)
SCHEMAS_NOT_APPLIED = Fault(
    "P615",
    "warning",
    "the schema files of the package are too large to be used for validation",
    "look for groups that contain each other many times over",
    "Compiling these schemas would take a very long time, as schemas made for an attack do; no real extension is like "
    "this. The manifest was validated only against the schemas of the standard.",
    Example(
        '<xs:complexType name="t1"><xs:sequence>\n  <xs:element name="e1" minOccurs="0"/>\n  … (3,000 times)\n'
        "</xs:sequence></xs:complexType>",
        '<xs:complexType name="t1"><xs:sequence>\n  <xs:element name="e1" minOccurs="0" maxOccurs="unbounded"/>\n'
        "</xs:sequence></xs:complexType>",
        "sea.xsd",
    ),
)
SCHEMA_NOT_LOCATED = Fault(
    "P622",
    "warning",
    "the manifest does not say where the schema of {namespace} is{suggestion}",
    "add the namespace and its schema file to the xsi:schemaLocation of <manifest>",
    "A manifest that uses elements of a namespace must name its schema file in `xsi:schemaLocation`. Without it, "
    "those elements cannot be validated; the conformance checker of the 4th Edition fails the package.",
    Example(
        'xsi:schemaLocation="http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd\n'
        "  http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd\n"
        "  http://www.adlnet.org/xsd/adlseq_v1p3 adlseq_v1p3.xsd\n"
        "  http://www.adlnet.org/xsd/adlnav_v1p3 adlnav_v1p3.xsd\n"
        '  http://www.imsglobal.org/xsd/imsss imsss_v1p0.xsd"',
        'xsi:schemaLocation="http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd\n'
        "  http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd\n"
        "  http://www.adlnet.org/xsd/adlseq_v1p3 adlseq_v1p3.xsd\n"
        "  http://www.adlnet.org/xsd/adlnav_v1p3 adlnav_v1p3.xsd\n"
        "  http://www.imsglobal.org/xsd/imsss imsss_v1p0.xsd\n"
        '  http://ltsc.ieee.org/xsd/LOM lom.xsd"',
        "imsmanifest.xml",
    ),
)
ODD_SCHEMA_LOCATION = Fault(
    "P623",
    "error",
    "xsi:schemaLocation does not consist of pairs",
    "write namespaces and schema files alternately, separated by spaces",
    "`xsi:schemaLocation` is a list of pairs (XML Schema 1, 2.6.3). If the number of parts is odd, it is not clear "
    "which of them belong together.",
    Example(
        'xsi:schemaLocation="imscp_v1p1.xsd\n'
        "  http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd\n"
        "  http://www.adlnet.org/xsd/adlseq_v1p3 adlseq_v1p3.xsd\n"
        "  http://www.adlnet.org/xsd/adlnav_v1p3 adlnav_v1p3.xsd\n"
        "  http://www.imsglobal.org/xsd/imsss imsss_v1p0.xsd\n"
        '  http://ltsc.ieee.org/xsd/LOM lom.xsd"',
        'xsi:schemaLocation="http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd\n'
        "  http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd\n"
        "  http://www.adlnet.org/xsd/adlseq_v1p3 adlseq_v1p3.xsd\n"
        "  http://www.adlnet.org/xsd/adlnav_v1p3 adlnav_v1p3.xsd\n"
        "  http://www.imsglobal.org/xsd/imsss imsss_v1p0.xsd\n"
        '  http://ltsc.ieee.org/xsd/LOM lom.xsd"',
        "imsmanifest.xml",
    ),
)
OTHER_XML_VERSION = Fault(
    "P624",
    "warning",
    "the manifest is written in XML {version}",
    'begin it with <?xml version="1.0" encoding="UTF-8"?>',
    "Manifests are XML 1.0. A parser for that version refuses other versions, or reads them by different rules.",
    Example(
        '<?xml version="1.1" encoding="UTF-8"?>',
        '<?xml version="1.0" encoding="UTF-8"?>',
        "imsmanifest.xml",
    ),
)
FAULTY_PARAMETERS = Fault(
    "P625",
    "warning",
    'the parameters "{parameters}" cannot be appended to an address',
    "write ?name=value&name=value, name=value, or #part, and escape other characters as %20",
    "The `parameters` of an item are appended to the address of its resource (SCORM CAM, `<item>`; IMS Content "
    "Packaging 1.1.4). They are `#part`, or pairs of name and value, optionally with `?` before and `#part` after "
    "them.",
    Example(
        '<item identifier="i1" identifierref="r1" parameters="?page" isvisible="true">',
        '<item identifier="i1" identifierref="r1" parameters="?page=1" isvisible="true">',
        "imsmanifest.xml",
    ),
)
IDLE_PARAMETERS = Fault(
    "P626",
    "warning",
    'the item "{identifier}" has parameters, but does not open a resource',
    "remove them, or give the item an identifierref",
    "Parameters are passed to the resource that an item opens. This item does not open one.",
    Example(
        '<item identifier="part" parameters="?page=1">',
        '<item identifier="part">',
        "imsmanifest.xml",
    ),
)
NO_DEFAULT_ORGANIZATION = Fault(
    "P627",
    "warning",
    "<organizations> does not say which organization is the default",
    'add default="…" with the identifier of an organization',
    "`default` names the organization that is shown (SCORM CAM, `<organizations>`). SCORM 2004 requires it.",
    Example(
        "<organizations>",
        '<organizations default="o1">',
        "imsmanifest.xml",
    ),
)
TOO_LONG = Fault(
    "P628",
    "warning",
    "{what} is {length} characters long, but systems need to accept only {longest}",
    "shorten it",
    "The specification gives each value a length that every system must accept (the smallest permitted maximum). "
    "Longer values may be cut off.",
    Example(f"<title>{_LONG_TITLE}</title>", "<title>Two</title>", "imsmanifest.xml"),
)
SUBMANIFEST = Fault(
    "P629",
    "warning",
    'the manifest contains another manifest, "{identifier}"',
    "move its items and resources to the outer manifest",
    "A (sub)manifest is allowed, but ADL recommends against it: most LMSs ignore it, and so does the conformance "
    "checker. Only its schema and identifiers are validated.",
    Example(
        '</resources>\n<manifest identifier="m2"><metadata/><organizations/><resources/></manifest>',
        "</resources>",
        "imsmanifest.xml",
    ),
)
MISPLACED_ELEMENT = Fault(
    "P630",
    "error",
    "{element} is not allowed in {parent}",
    "it belongs in {allowed}",
    "The elements that ADL and IMS Simple Sequencing add to a manifest are allowed only in certain places (SCORM 2004 "
    "CAM 3.4.1, 5.1 and 5.2). Elsewhere they have no meaning, and an LMS ignores them.",
    Example(
        '<file href="two.html"/>\n<adlcp:dataFromLMS>level=1</adlcp:dataFromLMS>',
        '<file href="two.html"/>',
        "imsmanifest.xml",
    ),
)
MISPLACED_ATTRIBUTE = Fault(
    "P631",
    "error",
    "the attribute {attribute} is not allowed on <{element}>",
    "remove it: {allowed}",
    "Each attribute that ADL adds to a manifest is allowed on only one kind of element (SCORM 2004 CAM 3.4.1).",
    Example(
        '<item identifier="part" adlcp:scormType="sco">',
        '<item identifier="part">',
        "imsmanifest.xml",
    ),
)
ELEMENT_REPEATED = Fault(
    "P632",
    "error",
    "{element} appears twice in one element",
    "keep one of them",
    "Only one such element is allowed (SCORM 2004 CAM 3.4.1, 5.1 and 5.2). If there are two, LMSs differ in which one "
    "they use.",
    Example(
        '<imsss:sequencing IDRef="usual"/>\n<imsss:sequencing IDRef="usual"/>',
        '<imsss:sequencing IDRef="usual"/>',
        "imsmanifest.xml",
    ),
)
NOT_A_BOOLEAN = Fault(
    "P633",
    "error",
    '{attribute} is "{value}", not true or false',
    "write true or false",
    "In SCORM 2004, these values are the words `true` and `false`, although XML Schema also allows 1 and 0.",
    Example(
        '<item identifier="i1" identifierref="r1" parameters="?page=1" isvisible="1">',
        '<item identifier="i1" identifierref="r1" parameters="?page=1" isvisible="true">',
        "imsmanifest.xml",
    ),
)
OTHER_SCORM_TYPE = Fault(
    "P634",
    "error",
    '{attribute} is "{value}", not sco or asset',
    "write sco or asset, in lower case",
    "A resource is a SCO, which communicates with the LMS, or an asset, which does not (SCORM CAM, `<resource>`).",
    Example(
        '<resource identifier="r3" type="webcontent" href="test.html" adlcp:scormType="SCO">',
        '<resource identifier="r3" type="webcontent" href="test.html" adlcp:scormType="sco">',
        "imsmanifest.xml",
    ),
)
NOT_IN_VOCABULARY = Fault(
    "P635",
    "error",
    '{what} is "{value}", which is not an allowed value',
    "use one of: {allowed}",
    "The specification lists the words that are allowed here (SCORM 2004 CAM 3.4.1, 5.1 and 5.2).",
    Example(
        "<adlcp:timeLimitAction>exit, no message</adlcp:timeLimitAction>",
        "<adlcp:timeLimitAction>exit,no message</adlcp:timeLimitAction>",
        "imsmanifest.xml",
    ),
)
ON_THE_WRONG_ITEM = Fault(
    "P636",
    "error",
    "{element} is on an item that does not open {kinds}",
    "remove it, or make the item open {kinds}",
    "This element is information for the content that the item opens, or for the LMS about that content (SCORM 2004 "
    "CAM 3.4.1, 5.2).",
    Example(
        '<imsss:sequencing IDRef="usual"/>\n<adlcp:dataFromLMS>level=1</adlcp:dataFromLMS>',
        '<imsss:sequencing IDRef="usual"/>',
        "imsmanifest.xml",
    ),
)
THRESHOLD_OF_TWO_FORMS = Fault(
    "P637",
    "error",
    'adlcp:completionThreshold has both attributes and the text "{value}"',
    "write the number only in minProgressMeasure",
    "The 3rd Edition writes the threshold as text, the 4th Edition in attributes (SCORM 2004 4th Ed. CAM 3.4.1). An "
    "element with both contradicts itself.",
    Example(
        '<adlcp:completionThreshold completedByMeasure="true"\n'
        '    minProgressMeasure="0.8">0.8</adlcp:completionThreshold>',
        '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.8"/>',
        "imsmanifest.xml",
    ),
)
OLD_THRESHOLD = Fault(
    "P638",
    "warning",
    'adlcp:completionThreshold is text ("{value}"), as in the 3rd Edition',
    'write completedByMeasure="true" minProgressMeasure="{value}"',
    "The 4th Edition deprecates the text in favour of attributes (SCORM 2004 4th Ed. CAM 3.4.1). Without "
    "`completedByMeasure`, the number is not used to decide completion.",
    Example(
        "<adlcp:completionThreshold>0.8</adlcp:completionThreshold>",
        '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.8"/>',
        "imsmanifest.xml",
    ),
)
NUMBER_OUT_OF_RANGE = Fault(
    "P639",
    "error",
    '{what} is "{value}", which is not a number in the allowed range',
    "write a decimal number from {low} to {high}",
    "The specification defines the range of this number (SCORM 2004 CAM 3.4.1 and 5.1). It is written only with "
    "digits and a decimal point.",
    Example(
        "<imsss:minNormalizedMeasure>60</imsss:minNormalizedMeasure>",
        "<imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure>",
        "imsmanifest.xml",
    ),
)
NO_PRIMARY_OBJECTIVE = Fault(
    "P640",
    "error",
    'the objectives of "{identifier}" have no primaryObjective',
    "add <imsss:primaryObjective/> before the others",
    "Each activity has exactly one primary objective, which is the one that counts for its parent (IMS Simple "
    "Sequencing; SCORM 2004 CAM 5.1.7).",
    Example(
        '<imsss:objectives><imsss:objective objectiveID="score"/></imsss:objectives>',
        '<imsss:objectives><imsss:primaryObjective objectiveID="score"/></imsss:objectives>',
        "imsmanifest.xml",
    ),
)
OBJECTIVE_REPEATED = Fault(
    "P641",
    "error",
    'the objectiveID "{identifier}" appears twice in one activity',
    "give each objective an id of its own",
    "The objectives of an activity are told apart by their ids (SCORM 2004 CAM 5.1.7).",
    Example(
        '<imsss:primaryObjective objectiveID="score"/>\n<imsss:objective objectiveID="score"/>',
        '<imsss:primaryObjective objectiveID="score"/>\n<imsss:objective objectiveID="second"/>',
        "imsmanifest.xml",
    ),
)
EMPTY_ATTRIBUTE = Fault(
    "P642",
    "error",
    "{attribute} of {element} is empty",
    "write an identifier",
    "An identifier has at least one character that is not a space.",
    Example(
        '<imsss:mapInfo targetObjectiveID="%20" writeSatisfiedStatus="true"/>',
        '<imsss:mapInfo targetObjectiveID="g2" writeSatisfiedStatus="true"/>',
        "imsmanifest.xml",
    ),
)
NAMELESS_OBJECTIVE = Fault(
    "P643",
    "error",
    "{element} has no objectiveID",
    'add objectiveID="…"',
    "Every objective except the primary one must have an id. The primary objective needs an id if it is mapped to a "
    "global objective (SCORM 2004 CAM 5.1.7).",
    Example(
        '<imsss:primaryObjective objectiveID="score"/>\n<imsss:objective/>',
        '<imsss:primaryObjective objectiveID="score"/>\n<imsss:objective objectiveID="second"/>',
        "imsmanifest.xml",
    ),
)
UNKNOWN_OBJECTIVE = Fault(
    "P644",
    "error",
    'this activity has no objective "{identifier}"',
    "use one of its objectives: {known}",
    "Rules and maps refer to the objectives of their own activity (SCORM 2004 CAM 5.1.3 and 5.1.7).",
    Example(
        '<imsss:ruleCondition referencedObjective="main" operator="not"\n    condition="satisfied"/>',
        '<imsss:ruleCondition referencedObjective="score" operator="not"\n    condition="satisfied"/>',
        "imsmanifest.xml",
    ),
)
OBJECTIVE_READS_TWICE = Fault(
    "P645",
    "error",
    'the objective "{identifier}" reads from two global objectives ({attribute})',
    "set {attribute} to false in all maps but one",
    "An objective can read a value from only one global objective (SCORM 2004 CAM 5.1.7, read maps).",
    Example(
        '<imsss:mapInfo targetObjectiveID="g1" readSatisfiedStatus="true"\n'
        '    writeSatisfiedStatus="true"/>\n'
        '<imsss:mapInfo targetObjectiveID="g3" readSatisfiedStatus="true"\n'
        '    readNormalizedMeasure="false"/>',
        '<imsss:mapInfo targetObjectiveID="g1" readSatisfiedStatus="true"\n'
        '    writeSatisfiedStatus="true"/>\n'
        '<imsss:mapInfo targetObjectiveID="g3" readSatisfiedStatus="false"\n'
        '    readNormalizedMeasure="false"/>',
        "imsmanifest.xml",
    ),
)
OBJECTIVE_READS_TWICE_BY_DEFAULT = Fault(
    "P659",
    "warning",
    'the objective "{identifier}" reads from two global objectives, because {attribute} is true unless it is set to '
    "false",
    'write {attribute}="false" in all maps but one',
    "An objective can read a value from only one global objective, and a map reads unless it says otherwise (SCORM "
    "2004 CAM 5.1.7, read maps). Conformance checkers look only at the attributes that are written; LMSs differ.",
    Example(
        '<imsss:primaryObjective objectiveID="score">\n'
        '  <imsss:mapInfo targetObjectiveID="g1"/>\n'
        '  <imsss:mapInfo targetObjectiveID="g2" readNormalizedMeasure="false"/>\n'
        "</imsss:primaryObjective>",
        '<imsss:primaryObjective objectiveID="score">\n'
        '  <imsss:mapInfo targetObjectiveID="g1"/>\n'
        '  <imsss:mapInfo targetObjectiveID="g2" readSatisfiedStatus="false"\n'
        '      readNormalizedMeasure="false"/>\n'
        "</imsss:primaryObjective>",
        "imsmanifest.xml",
    ),
)
OBJECTIVE_WRITTEN_TWICE = Fault(
    "P646",
    "error",
    'two objectives of one activity write to the global objective "{target}" ({attribute})',
    "set {attribute} to false in one of them",
    "The standard does not define which of the two values counts (SCORM 2004 CAM 5.1.7, write maps).",
    Example(
        '  <imsss:mapInfo targetObjectiveID="g1" readSatisfiedStatus="true"\n'
        '      writeSatisfiedStatus="true"/>\n'
        "</imsss:primaryObjective>\n"
        '<imsss:objective objectiveID="second">\n'
        '  <imsss:mapInfo targetObjectiveID="g1" writeSatisfiedStatus="true"/>\n'
        "</imsss:objective>",
        '  <imsss:mapInfo targetObjectiveID="g1" readSatisfiedStatus="true"\n'
        '      writeSatisfiedStatus="true"/>\n'
        "</imsss:primaryObjective>\n"
        '<imsss:objective objectiveID="second">\n'
        '  <imsss:mapInfo targetObjectiveID="g2" writeSatisfiedStatus="true"/>\n'
        "</imsss:objective>",
        "imsmanifest.xml",
    ),
)
UNKNOWN_SEQUENCING = Fault(
    "P647",
    "error",
    'the sequencingCollection has no sequencing "{identifier}"',
    "use one of: {known}",
    "An `IDRef` is the `ID` of a sequencing element in `<imsss:sequencingCollection>` (SCORM 2004 CAM 5.1.2).",
    Example(
        '<imsss:sequencing IDRef="unusual"/>',
        '<imsss:sequencing IDRef="usual"/>',
        "imsmanifest.xml",
    ),
)
MISUSED_SEQUENCING_ID = Fault(
    "P648",
    "error",
    "imsss:sequencing {fault} an {attribute}, because it is {place} a sequencingCollection",
    "use ID in the collection, and IDRef on items and organizations",
    "Sequencing in a collection has an `ID`, and items refer to it with `IDRef` (SCORM 2004 CAM 5.1.1).",
    Example(
        '<imsss:sequencing ID="own"/>',
        '<imsss:sequencing IDRef="usual"/>',
        "imsmanifest.xml",
    ),
)
RULE_WITHOUT_CONDITIONS = Fault(
    "P649",
    "error",
    "{element} has no ruleConditions",
    'add conditions; for a rule that always applies, write <imsss:ruleCondition condition="always"/>',
    "A sequencing rule consists of conditions and an action (SCORM 2004 CAM 5.1.3).",
    Example(
        '<imsss:postConditionRule>\n  <imsss:ruleAction action="exitParent"/>\n</imsss:postConditionRule>',
        "<imsss:postConditionRule>\n"
        "  <imsss:ruleConditions><imsss:ruleCondition\n"
        '      condition="always"/></imsss:ruleConditions>\n'
        '  <imsss:ruleAction action="exitParent"/>\n'
        "</imsss:postConditionRule>",
        "imsmanifest.xml",
    ),
)
ACTION_ON_ORGANIZATION = Fault(
    "P650",
    "error",
    'the action "{action}" is not allowed on the organization',
    "move the rule to an item",
    "The organization has no parent to exit and no activity before it (SCORM 2004 CAM 5.1.3).",
    Example(
        "  <imsss:sequencing>\n"
        "    <imsss:sequencingRules>\n"
        "      <imsss:postConditionRule>\n"
        "        <imsss:ruleConditions><imsss:ruleCondition\n"
        '            condition="always"/></imsss:ruleConditions>\n'
        '        <imsss:ruleAction action="previous"/>\n'
        "      </imsss:postConditionRule>\n"
        "    </imsss:sequencingRules>\n"
        "  </imsss:sequencing>\n"
        "</organization>",
        "  <imsss:sequencing>\n"
        "    <imsss:sequencingRules>\n"
        "      <imsss:postConditionRule>\n"
        "        <imsss:ruleConditions><imsss:ruleCondition\n"
        '            condition="always"/></imsss:ruleConditions>\n'
        '        <imsss:ruleAction action="exitAll"/>\n'
        "      </imsss:postConditionRule>\n"
        "    </imsss:sequencingRules>\n"
        "  </imsss:sequencing>\n"
        "</organization>",
        "imsmanifest.xml",
    ),
)
HIDDEN_TWICE = Fault(
    "P651",
    "warning",
    'hideLMSUI "{value}" appears twice',
    "keep one of them",
    "A control is either hidden or not. Saying so twice has no effect.",
    Example(
        "<adlnav:hideLMSUI>continue</adlnav:hideLMSUI>\n<adlnav:hideLMSUI>continue</adlnav:hideLMSUI>",
        "<adlnav:hideLMSUI>continue</adlnav:hideLMSUI>\n<adlnav:hideLMSUI>exitAll</adlnav:hideLMSUI>",
        "imsmanifest.xml",
    ),
)
OPTIONAL_FOR_AN_LMS = Fault(
    "P652",
    "warning",
    "{what} is part of the standard, but LMSs do not have to support it",
    "avoid it",
    "ADL recommends caution with these parts of IMS Simple Sequencing (SCORM 2004 CAM 5.1).",
    Example(
        '<imsss:limitConditions beginTimeLimit="2026-01-31T10:00:00"/>',
        '<imsss:limitConditions attemptLimit="3"/>',
        "imsmanifest.xml",
    ),
)
ROLLUP_WITHOUT_NUMBER = Fault(
    "P653",
    "warning",
    'a rollup rule for "{value}" without {attribute} is always true',
    'add {attribute}="…"',
    "Without the number, 0 is assumed (SCORM 2004 CAM 5.1.6). A rule for at least none of the children is true from "
    "the start.",
    Example(
        '<imsss:rollupRule childActivitySet="atLeastCount">',
        '<imsss:rollupRule childActivitySet="atLeastCount" minimumCount="1">',
        "imsmanifest.xml",
    ),
)
UNREACHABLE_CHILDREN = Fault(
    "P654",
    "warning",
    'no learner can reach the children of "{identifier}": choice and flow are both false',
    "set flow to true, or leave choice set to true",
    "Learners reach children by choice or by flow (SCORM 2004 SN 3.2); `flow` is false unless it is set to true.",
    Example(
        '<imsss:controlMode choice="false"/>',
        '<imsss:controlMode choice="false" flow="true"/>',
        "imsmanifest.xml",
    ),
)
UNKNOWN_ELEMENT = Fault(
    "P655",
    "warning",
    "there is no element {element}{suggestion}",
    "correct its name, or remove it",
    "The schemas of content packaging treat an unknown element as an extension, so a misspelt element is silently "
    "ignored.",
    Example(
        '<imsss:sequenzing IDRef="usual"/>',
        '<imsss:sequencing IDRef="usual"/>',
        "imsmanifest.xml",
    ),
)
UNREAD_ATTRIBUTE = Fault(
    "P657",
    "warning",
    "the attribute {attribute} has no meaning on <{element}>",
    "remove it: {allowed}",
    "Content packaging allows attributes of other namespaces on its elements, but nothing reads this one here. "
    "`xml:base` is read on `<manifest>`, `<resources>` and `<resource>`; `adlcp:persistState` is no longer part of "
    "SCORM (SCORM 2004 CAM 3.4.1).",
    Example(
        '<item identifier="i3" identifierref="r3" adlcp:persistState="true">',
        '<item identifier="i3" identifierref="r3">',
        "imsmanifest.xml",
    ),
)
UNREAD_ELEMENT = Fault(
    "P656",
    "warning",
    "{element} is in {parent}, where nothing reads it",
    "it belongs in {allowed}",
    "Sequencing is read from items and organizations, or from a collection at the end of the manifest. A map to "
    "shared data is read from the `<adlcp:data>` of an item (SCORM 2004 CAM 3.4.1 and 5.1). The schemas allow them in "
    "other places, where they have no effect.",
    Example(
        '<adlcp:map targetID="store1"/>',
        '<adlcp:data><adlcp:map targetID="store1"/></adlcp:data>',
        "imsmanifest.xml",
    ),
)
FILE_WITHOUT_EXTENSION = Fault(
    "P660",
    "warning",
    '"{name}" has no file extension',
    "give the file an extension such as .html",
    "A web server recognises the type of a file by its extension. The conformance checker of the 4th Edition fails a "
    "package that has files without one. It treats everything after the last slash of a reference as the file name, "
    "parameters included, so write a slash in parameters as %2F.",
    Example('<file href="map"/>', '<file href="map.svg"/>', file="imsmanifest.xml"),
)
LOCAL_REFERENCE = Fault(
    "P661",
    "error",
    'the reference "{name}" leads to a disk of the author\'s computer',
    "put the file into the package, and use a relative reference",
    "A `file:` address leads to a different place on each computer (SCORM CAM, `href`).",
    Example(
        '<file href="shared/api.js"/>\n<file href="file:///C:/Users/anna/waves.css"/>',
        '<file href="shared/api.js"/>',
        "imsmanifest.xml",
    ),
)
REMOTE_REFERENCE = Fault(
    "P662",
    "warning",
    'the <{element}> refers to "{name}", which is outside the package',
    "put the file into the package",
    "References to other servers are allowed; the program does not follow them. Content on another server cannot find "
    "the LMS, because browsers forbid it, and it disappears when that server does.",
    Example(
        '<file href="shared/api.js"/>\n<file href="https://example.org/waves.css"/>',
        '<file href="shared/api.js"/>',
        "imsmanifest.xml",
    ),
)
ESCAPED_LETTERS = Fault(
    "P663",
    "warning",
    'the reference "{name}" escapes characters beyond ASCII ({escape}…)',
    "rename the file with the letters a to z",
    "Systems disagree about which characters such escapes stand for. Some systems, including the conformance checker "
    "of the 4th Edition, read each escape as a character of its own and do not find the file.",
    Example('<file href="b%C3%BCcher.html"/>', '<file href="books.html"/>', file="imsmanifest.xml"),
)
FILE_WITH_PARAMETERS = Fault(
    "P664",
    "error",
    '"{written}" is not the name of a file: it has a query or a fragment',
    "write {name}; put parameters in the href of the resource",
    "A `<file>` names a file in the package. Only the `href` of a resource can have parameters (SCORM CAM, `<file>`).",
    Example(
        '<file href="two.html?page=1"/>',
        '<file href="two.html"/>',
        "imsmanifest.xml",
    ),
)
CIRCULAR_DEPENDENCIES = Fault(
    "P665",
    "warning",
    "resources depend on each other in a circle: {circle}",
    "remove one of the dependencies",
    "A dependency names a resource whose files another resource needs. Some programs never finish reading resources "
    "that depend on each other in a circle.",
    Example(
        '<resource identifier="r3" type="webcontent" href="test.html" adlcp:scormType="sco">\n'
        '  <file href="test.html"/>\n'
        '  <dependency identifierref="r4"/>\n'
        "</resource>\n"
        '<resource identifier="r4" type="webcontent" adlcp:scormType="asset">\n'
        '  <file href="shared/style.css"/>\n'
        '  <file href="shared/api.js"/>\n'
        '  <dependency identifierref="r3"/>\n'
        "</resource>",
        '<resource identifier="r3" type="webcontent" href="test.html" adlcp:scormType="sco">\n'
        '  <file href="test.html"/>\n'
        '  <dependency identifierref="r4"/>\n'
        "</resource>\n"
        '<resource identifier="r4" type="webcontent" adlcp:scormType="asset">\n'
        '  <file href="shared/style.css"/>\n'
        '  <file href="shared/api.js"/>\n'
        "</resource>",
        "imsmanifest.xml",
    ),
)
UNUSED_RESOURCE = Fault(
    "P666",
    "warning",
    'the resource "{identifier}" is not used: no item opens it, and nothing depends on it',
    "refer to the resource, or remove it",
    "An LMS may leave out a resource that nothing refers to, along with its files.",
    Example(
        '<item identifier="i2" identifierref="r3">',
        '<item identifier="i2" identifierref="r2">',
        "imsmanifest.xml",
    ),
)
OTHER_RESOURCE_TYPE = Fault(
    "P668",
    "warning",
    'the type of the resource is "{value}", not webcontent',
    'write type="webcontent"',
    "SCORM defines only resources of the type `webcontent` (SCORM CAM, `<resource>`). Other types are for other "
    "systems.",
    Example(
        '<resource identifier="r2" type="web" href="two.html" adlcp:scormType="asset">',
        '<resource identifier="r2" type="webcontent" href="two.html" adlcp:scormType="asset">',
        "imsmanifest.xml",
    ),
)
ENTRY_LISTED_DIFFERENTLY = Fault(
    "P669",
    "warning",
    'the resource opens "{entry}", but lists the same file as "{file}"',
    "write both the same way",
    "Apart from parameters, the `href` of a resource must be identical to the `href` of one of its files (SCORM 2004 "
    "CAM 3.4.1, `<file>`). Some systems compare the two character by character.",
    Example(
        '<resource identifier="r3" type="webcontent" href="./test.html"\n'
        '    adlcp:scormType="sco">\n'
        '  <file href="test.html"/>',
        '<resource identifier="r3" type="webcontent" href="test.html" adlcp:scormType="sco">\n'
        '  <file href="test.html"/>',
        "imsmanifest.xml",
    ),
)
UNREADABLE_METADATA = Fault(
    "P670",
    "error",
    "the metadata in {name} cannot be read: {reason}",
    "correct the XML at this location",
    "Metadata in a separate file must be well-formed XML (SCORM CAM, `adlcp:location`).",
    Example(
        '<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1">',
        '<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"/>',
        "records/two.xml",
    ),
)
METADATA_AGAINST_SCHEMA = Fault(
    "P671",
    "error",
    "the metadata in {name} does not follow its schema: {reason}",
    "elements must have the names, order and values that the schema defines",
    "Metadata in a separate file, which an `<adlcp:location>` names, must follow its schema, just as metadata in the "
    "manifest must (SCORM 2004 CAM 4); mistakes in the manifest are reported as P503. In the 4th Edition this is a "
    "warning: its conformance checker requires only that such a file is well-formed XML and says where its schema is.",
    Example(
        '<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"><titel/></lom>',
        '<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"/>',
        "records/two.xml",
    ),
)
METADATA_NOT_IN_VOCABULARY = Fault(
    "P672",
    "error",
    '{element} is "{value}", which is not in the vocabulary LOMv1.0',
    "use one of: {allowed}; or name the source of the value in <source>",
    "With the source `LOMv1.0`, the value must be one of the words in the standard (IEEE 1484.12.1).",
    Example(
        "<lom:status>\n  <lom:source>LOMv1.0</lom:source><lom:value>Final</lom:value>\n</lom:status>",
        "<lom:status>\n  <lom:source>LOMv1.0</lom:source><lom:value>final</lom:value>\n</lom:status>",
        "imsmanifest.xml",
    ),
)
METADATA_NOT_IN_LOOSE_VOCABULARY = Fault(
    "P675",
    "warning",
    '{element} is "{value}", which is not in the vocabulary LOMv1.0',
    "use one of: {allowed}; or name the source of the value in <source>",
    "With the source `LOMv1.0`, the value must be one of the words in the standard (IEEE 1484.12.1). The schema that "
    "the metadata names accepts other values as well.",
    Example(
        '<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"><rights><cost>\n'
        '<source><langstring xml:lang="x-none">LOMv1.0</langstring></source>\n'
        '<value><langstring xml:lang="x-none">free</langstring></value>\n</cost></rights></lom>',
        '<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"><rights><cost>\n'
        '<source><langstring xml:lang="x-none">LOMv1.0</langstring></source>\n'
        '<value><langstring xml:lang="x-none">no</langstring></value>\n</cost></rights></lom>',
        "records/two.xml",
    ),
)
METADATA_NOT_A_TIME = Fault(
    "P673",
    "error",
    '{element} is "{value}", which is not {expected}',
    "write {expected}",
    "LOM writes dates and durations in the ISO 8601 format (IEEE 1484.12.3).",
    Example(
        "<lom:duration>1:30</lom:duration>",
        "<lom:duration>PT1H30M</lom:duration>",
        "imsmanifest.xml",
    ),
)
METADATA_NOT_A_LANGUAGE = Fault(
    "P674",
    "error",
    'the language of <{element}> is "{value}", which is not a language tag',
    "write a language tag such as en or de-AT",
    "Languages are written as tags (IEEE 1484.12.3; RFC 5646).",
    Example(
        '<lom:string language="en_GB">Rain</lom:string>',
        '<lom:string language="en-GB">Rain</lom:string>',
        "imsmanifest.xml",
    ),
)
METADATA_NO_SUCH_DAY = Fault(
    "P676",
    "warning",
    "{element} is {value}, a day that does not exist",
    "correct the date",
    "The date has the right format, but no calendar has this day (IEEE 1484.12.1, DateTime).",
    Example(
        "<lom:contribute>\n"
        "  <lom:role><lom:source>LOMv1.0</lom:source><lom:value>author</lom:value></lom:role>\n"
        "  <lom:date><lom:dateTime>2026-02-30</lom:dateTime></lom:date>\n"
        "</lom:contribute>",
        "<lom:contribute>\n"
        "  <lom:role><lom:source>LOMv1.0</lom:source><lom:value>author</lom:value></lom:role>\n"
        "  <lom:date><lom:dateTime>2026-02-28</lom:dateTime></lom:date>\n"
        "</lom:contribute>",
        "imsmanifest.xml",
    ),
)
METADATA_NOT_A_VCARD = Fault(
    "P677",
    "warning",
    '{element} is "{value}", which is not a vCard',
    "write BEGIN:VCARD, VERSION:3.0, N:…, FN:… and END:VCARD, each on a separate line",
    "Contributors must be vCards (IEEE 1484.12.1, 2.3.2; RFC 2426). Systems that read vCards ignore anything else.",
    Example(
        "<lom:contribute>\n"
        "  <lom:role><lom:source>LOMv1.0</lom:source><lom:value>author</lom:value></lom:role>\n"
        "  <lom:entity>Anna Berg</lom:entity>\n"
        "</lom:contribute>",
        "<lom:contribute>\n"
        "  <lom:role><lom:source>LOMv1.0</lom:source><lom:value>author</lom:value></lom:role>\n"
        "  <lom:entity>BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "N:Berg;Anna;;;\n"
        "FN:Anna Berg\n"
        "END:VCARD</lom:entity>\n"
        "</lom:contribute>",
        "imsmanifest.xml",
    ),
)
OTHER_VALUE_IN_SCORM_12 = Fault(
    "P667",
    "warning",
    '{element} is "{value}", which is not {expected}',
    "write {expected}",
    "`<adlcp:masteryscore>` is a decimal number from 0 to 100, and `<adlcp:maxtimeallowed>` is a time such as "
    "HHHH:MM:SS.SS (SCORM 1.2 CAM 2.3.5.3; RTE 3.4.2). If an LMS cannot read the value, it ignores the value, or "
    "nobody can ever pass.",
    Example(
        "<title>Two</title>\n<adlcp:masteryscore>80%</adlcp:masteryscore>",
        "<title>Two</title>\n<adlcp:masteryscore>80</adlcp:masteryscore>",
        "imsmanifest.xml",
    ),
)
NEWER_ELEMENT = Fault(
    "P658",
    "warning",
    "<{element}> belongs to SCORM 2004, but the package is SCORM 1.2",
    "remove it, or make a SCORM 2004 package",
    "SCORM 1.2 has no sequencing, no navigation controls and no shared data. An LMS that reads the package as SCORM "
    "1.2 ignores these elements.",
    Example(
        '<title>Two</title>\n<imsss:sequencing xmlns:imsss="http://www.imsglobal.org/xsd/imsss"/>',
        "<title>Two</title>",
        "imsmanifest.xml",
    ),
)
EMPTY_LAUNCH_FILE = Fault(
    "P682",
    "warning",
    "the launch file {name} is empty",
    "put the page into the package: export the package again",
    "A learner who opens this sees a blank page. No specification forbids it, but it is never intended.",
    Example("two.html (empty)", "two.html", file=""),
)
API_NOT_LOOKED_FOR = Fault(
    "P680",
    "warning",
    "neither {name} nor any script in the package looks for the LMS ({api})",
    'if that is intended, make it an asset; otherwise add a script that finds "{api}"',
    "A SCO finds the API of the LMS in a surrounding window and reports to it (SCORM RTE 3). Neither this page nor "
    "any script in the package names that API. An LMS never learns that such a SCO was completed.",
    Example(
        "<script>show()</script>",
        '<script>window.parent.API_1484_11.Initialize(""); show()</script>',
        "test.html",
    ),
)
REMOTE_SCRIPT = Fault(
    "P681",
    "warning",
    "a script is loaded from another server: {url}",
    "put the script into the package",
    "A package should work offline. A script on another server can change, disappear, or be blocked by the learner's "
    "network, and it can read everything that the learner does.",
    Example(
        '<script src="https://example.org/waves.js"></script>',
        '<script src="waves.js"></script>',
        "test.html",
    ),
)
MOODLE_SEVERAL_SCOS = Fault(
    "P690",
    "warning",
    "Moodle's player starts only one SCO of SCORM 2004, but this package has {count}",
    "packages made by courseware reopen the player by themselves; with other tools, use a single SCO, or SCORM 1.2",
    "Moodle's player has one API for all SCOs, and it can be initialized only once: after the first Terminate, every "
    "other SCO gets error 104 until the player is reopened. Packages made by courseware reopen it by themselves, so "
    "`courseware package` does not show this warning.",
    Example(
        '<resource identifier="r2" type="webcontent" href="two.html" adlcp:scormType="sco">',
        '<resource identifier="r2" type="webcontent" href="two.html" adlcp:scormType="asset">',
        "imsmanifest.xml",
    ),
)
MOODLE_SEQUENCING = Fault(
    "P691",
    "warning",
    "Moodle ignores sequencing rules",
    "do not rely on sequencing; let the content decide",
    "Moodle shows the items of a SCORM 2004 package in order. Rules, rollup and objectives have no effect.",
    Example(
        '<imsss:sequencing>\n  <imsss:controlMode flow="true"/>\n  <imsss:sequencingRules>\n'
        "    <imsss:postConditionRule>\n"
        '      <imsss:ruleConditions>\n        <imsss:ruleCondition condition="always"/>\n'
        "      </imsss:ruleConditions>\n"
        '      <imsss:ruleAction action="exitAll"/>\n    </imsss:postConditionRule>\n  </imsss:sequencingRules>\n'
        "</imsss:sequencing>",
        '<imsss:sequencing>\n  <imsss:controlMode flow="true"/>\n</imsss:sequencing>',
        "imsmanifest.xml",
    ),
)
MOODLE_MASTERY_SCORE = Fault(
    "P692",
    "warning",
    "if there is a mastery score, Moodle overwrites the status that the content reports",
    "remove adlcp:masteryscore, and let the content decide",
    "With `adlcp:masteryscore`, the LMS replaces `lesson_status` according to the score while the course is running.",
    Example(
        "<title>Two</title>\n<adlcp:masteryscore>80</adlcp:masteryscore>",
        "<title>Two</title>",
        "imsmanifest.xml",
    ),
)
MOODLE_LONG_TITLE = Fault(
    "P693",
    "warning",
    "the title is {length} characters long, but Moodle keeps only 255",
    "shorten it",
    "Moodle stores the title of an item in a column of 255 characters.",
    Example(
        f"<title>{_LONG_TITLE},\n  on horseback or by boat, in summer and in winter</title>",
        "<title>Two</title>",
        "imsmanifest.xml",
    ),
)
MOODLE_PREREQUISITES = Fault(
    "P694",
    "warning",
    'Moodle opens items in its own order, and may ignore the prerequisites "{value}"',
    "do not rely on prerequisites",
    "In SCORM 1.2, an LMS need not support prerequisites (CAM 2.3.2.5), and Moodle supports only some of them.",
    Example(
        '<title>Two</title>\n<adlcp:prerequisites type="aicc_script">i1</adlcp:prerequisites>',
        "<title>Two</title>",
        "imsmanifest.xml",
    ),
)
NO_STRUCTURE = Fault(
    "P701",
    "error",
    "there is no {name} at the top of the package",
    "zip the contents of the folder, not the folder itself",
    "An xAPI package has `tincan.xml` at its root, and a cmi5 package has `cmi5.xml` (cmi5 14.1). These files tell an "
    "LMS what to launch.",
    Example("rain/cmi5.xml\nrain/index.html", "cmi5.xml\nindex.html", file=""),
)
IDENTIFIER_NOT_ABSOLUTE = Fault(
    "P702",
    "error",
    'the identifier "{identifier}" is not an absolute IRI',
    "write a complete address, such as https://example.org/courses/id",
    "IRIs identify activities worldwide, so an identifier must be a complete address including its scheme (cmi5 13.1; "
    "xAPI 1.0.3 Data, 2.4.4.1). Nothing needs to exist at that address.",
    Example(
        '<au id="rain/au">',
        '<au id="https://example.org/rain/au">',
        "cmi5.xml",
    ),
)
SEVERAL_LAUNCHES = Fault(
    "P703",
    "error",
    "{count} activities have a launch, but exactly one must have it",
    "give `launch` to exactly one activity",
    "An LMS opens only one activity of a package with `tincan.xml`: the one that has a `launch`.",
    Example(
        '<description lang="en">Rain</description>',
        '<description lang="en">Rain</description>\n<launch lang="en">two.html</launch>',
        "tincan.xml",
    ),
)
RESERVED_PARAMETER = Fault(
    "P704",
    "error",
    'the address of an AU contains the launch parameter "{name}"',
    "give the parameter another name",
    "When an LMS launches an AU, it adds `endpoint`, `fetch`, `actor`, `registration` and `activityId` to the AU's "
    "address (cmi5 8.1), so the address itself must not contain these names.",
    Example(
        "<url>two.html?actor=me</url>",
        "<url>two.html?role=me</url>",
        "cmi5.xml",
    ),
)
PLACEHOLDER_IDENTIFIER = Fault(
    "P705",
    "warning",
    'the identifier "{identifier}" is a placeholder for a missing one',
    "set base_iri in course.yaml to an address that you own, such as https://example.org/courses/id",
    "Learning record stores identify a course by its IRI for ever. Without `base_iri` in `course.yaml`, the course "
    "gets an IRI under `example.invalid`, which another course may get too. Set your own before any learner begins.",
    Example(
        '<au id="https://example.invalid/rain/au">',
        '<au id="https://example.org/rain/au">',
        "cmi5.xml",
    ),
)
EMPTY_LAUNCH_ADDRESS = Fault(
    "P709",
    "error",
    "the address in <{element}> is empty",
    "write the file to open, such as index.html",
    "A learner who opens this activity is sent to its address (cmi5 13.1.4, url; Tin Can, launch). Without an "
    "address, nothing opens.",
    Example(
        "<url></url>",
        "<url>two.html</url>",
        "cmi5.xml",
    ),
)
FORBIDDEN_LAUNCH_ADDRESS = Fault(
    "P710",
    "error",
    'the address "{name}" cannot be launched: it {fault}',
    "write the name of a file in the package, or an address that begins with https:",
    "An activity launches a file in the package or a web address (cmi5 13.1.4, url). Other schemes open nothing, or "
    "run code within the page of the LMS.",
    Example(
        "<url>javascript:start()</url>",
        "<url>two.html</url>",
        "cmi5.xml",
    ),
)
STATEMENT_BREAKS_RULE = Fault(
    "P706",
    "error",
    "statement {number} is not valid: {path} {reason}",
    "`courseware statements` shows examples of valid statements",
    "A learning record store refuses a statement that does not follow xAPI 1.0.3 (Data, 2.4), and with it all other "
    "statements in the same request.",
    Example(
        '{"actor": {"mbox": "ada@example.org"},\n'
        ' "verb": {"id": "http://adlnet.gov/expapi/verbs/passed"},\n'
        ' "object": {"id": "https://example.org/rain"}}',
        '{"actor": {"mbox": "mailto:ada@example.org"},\n'
        ' "verb": {"id": "http://adlnet.gov/expapi/verbs/passed"},\n'
        ' "object": {"id": "https://example.org/rain"}}',
        file="statements.json",
    ),
)
UNREADABLE_STATEMENTS = Fault(
    "P707",
    "error",
    "the statements cannot be read: {reason}",
    "give a file, or the address of an LRS's statements, with user:password@ if it requires them",
    "`courseware validate --statements` reads JSON: a statement, a list of statements, or the reply of the statements "
    "resource of a learning record store, whose `more` links are followed. An address is fetched over HTTP, with the "
    "user name and password in the address (where `/`, `?`, `#` and `@` within them are written as `%2F`, `%3F`, "
    "`%23` and `%40`) or with the header in the environment variable `COURSEWARE_AUTHORIZATION`. Redirects and links "
    "to another origin are not followed. For each address, the limits are 120 seconds, 50 MB and 1,000 pages.",
    Example(
        "courseware validate --statements answers.csv",
        "courseware validate --statements answers.json",
        COMMAND,
    ),
)
UNKNOWN_CMI5_OBJECTIVE = Fault(
    "P708",
    "error",
    'the course has no objective "{identifier}"',
    "use the id of one of the objectives at the top of the course structure",
    "A block or an AU refers to its objectives with `idref`. Each `idref` is the `id` of an objective in the list at "
    "the top of the course structure (cmi5 13.1.2 to 13.1.4), which also holds its title and description.",
    Example(
        "<objectives>\n"
        '  <objective id="https://example.org/rain/clouds">\n'
        '    <title><langstring lang="en">Clouds</langstring></title>\n'
        '    <description><langstring lang="en">Their kinds</langstring></description>\n'
        "  </objective>\n"
        "</objectives>\n"
        '<au id="https://example.org/rain/au">\n'
        '  <title><langstring lang="en">Rain</langstring></title>\n'
        '  <description><langstring lang="en">Rain</langstring></description>\n'
        '  <objectives><objective idref="https://example.org/rain/cloud"/></objectives>\n'
        "  <url>two.html</url>\n"
        "</au>",
        "<objectives>\n"
        '  <objective id="https://example.org/rain/clouds">\n'
        '    <title><langstring lang="en">Clouds</langstring></title>\n'
        '    <description><langstring lang="en">Their kinds</langstring></description>\n'
        "  </objective>\n"
        "</objectives>\n"
        '<au id="https://example.org/rain/au">\n'
        '  <title><langstring lang="en">Rain</langstring></title>\n'
        '  <description><langstring lang="en">Rain</langstring></description>\n'
        '  <objectives><objective idref="https://example.org/rain/clouds"/></objectives>\n'
        "  <url>two.html</url>\n"
        "</au>",
        "cmi5.xml",
    ),
)
