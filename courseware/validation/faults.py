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
    "A SCORM package has its manifest, `imsmanifest.xml`, at its root (SCORM 1.2 CAM 2.3; IMS Content"
    " Packaging 1.1.2). The most common cause is a zip of the folder around the files, or a manifest "
    "whose name has capital letters.",
    Example("rain/imsmanifest.xml\nrain/index.html", "imsmanifest.xml\nindex.html", file=""),
)
UNREADABLE_MANIFEST = Fault(
    "P502",
    "error",
    "the manifest cannot be read: {reason}",
    "correct the XML at this place",
    "The manifest is not well-formed XML, is larger than any manifest has to be, or has a document "
    "type (DOCTYPE). Document types are refused because they can pull in other files or grow without "
    "bounds.",
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
    "elements must have the names, order and values that the schema gives",
    "The manifest was validated against the XML Schemas of its standard. For SCORM 1.2 these describe the IMS "
    "Content Packaging binding 1.1.2, IMS metadata 1.2.1 and ADL's additions. An LMS may refuse such a package, "
    "or skip what is misplaced.",
    Example(
        "<lom:tongue>en</lom:tongue>",
        "<lom:language>en</lom:language>",
        "imsmanifest.xml",
    ),
)
NO_SCHEMA_FILES = Fault(
    "P504",
    "warning",
    "schema files are not in their places: {names}",
    "put the schema files of the standard beside imsmanifest.xml, and where xsi:schemaLocation says",
    "A package carries the schema files (`.xsd`) of all namespaces that its manifest uses at its root "
    "(SCORM 1.2 CAM 2.3, control files; SCORM 2004 CAM 3.4.1). Most LMSs do not look at them; conformance "
    "checkers do, and that of the 4th Edition fails a package without them.",
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
    "the manifest is written in {encoding}, not UTF-8",
    "save it as UTF-8 and say so in its first line",
    "Every XML reader accepts UTF-8. Some LMSs read nothing else, and show titles with broken letters.",
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
    "Some LMSs do not read the manifest with a real XML parser, and show references such as `&#233;` "
    "as they stand.",
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
    "To an XML parser the prefix of a namespace does not matter. Some LMSs look for the literal "
    "prefix (`adlcp:`) all the same, and miss what is written with another.",
    Example(
        'xmlns:scorm="http://www.adlnet.org/xsd/adlcp_v1p3"',
        'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"',
        file="imsmanifest.xml",
    ),
)
OTHER_SCHEMA_VERSION = Fault(
    "P508",
    "warning",
    'the manifest\'s metadata says {found} where "{expected}" is needed',
    "write <schema>ADL SCORM</schema><schemaversion>{version}</schemaversion> first in <metadata>",
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
    'the manifest says that it is "{version}", but its content is judged as {expected}',
    'write "{expected}", or leave out what only that edition has',
    "Elements and attributes in this manifest exist only in a newer edition of SCORM 2004 than the one that "
    "`<schemaversion>` names. An LMS that trusts the version may ignore them.",
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
    "Every file that a resource needs is listed in it as a `<file>` (SCORM 1.2 CAM 2.3, `<file>`). An LMS that "
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
    "write the name exactly as in the package, capital letters included",
    'Most servers tell capitals apart: what works on the author\'s machine is "not found" there.',
    Example(
        '<file href="shared/API.js"/>',
        '<file href="shared/api.js"/>',
        "imsmanifest.xml",
    ),
)
FORBIDDEN_REFERENCE = Fault(
    "P516",
    "error",
    'the reference "{name}" {fault}',
    "use a relative reference with forward slashes, within the package",
    "An `href` in a manifest is a relative URL within the package. Backslashes, a leading slash and "
    "`..` are read differently by each LMS, when they are read at all.",
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
    "give each manifest, organization, item and resource an identifier of its own",
    "Identifiers are unique within a manifest (XML Schema, ID). An LMS keeps a learner's records by them.",
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
    "name one of the organizations: {known}",
    "`default` of `<organizations>` is the identifier of the organization to show first (SCORM 1.2 "
    "CAM 2.3, `<organizations>`). Some LMSs show an empty course when it is wrong.",
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
    "give the identifier of a <resource>",
    "`identifierref` of an item is the identifier of the resource that it opens (SCORM 1.2 CAM 2.3, "
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
    "give the identifier of a <resource>",
    "`identifierref` of a dependency is the identifier of a resource whose files this one uses (SCORM"
    " 1.2 CAM 2.3, `<dependency>`).",
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
    "give the resource the href of the page to open",
    "A resource that an item refers to is launched, so it needs an `href` (SCORM 1.2 CAM 2.3, `<resource>`).",
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
    "An item without children is what a learner opens. Without `identifierref` it opens nothing "
    "(SCORM 1.2 CAM 2.3, `<item>`).",
    Example(
        '<item identifier="i2">',
        '<item identifier="i2" identifierref="r2">',
        "imsmanifest.xml",
    ),
)
PARENT_WITH_RESOURCE = Fault(
    "P526",
    "warning",
    'the item "{identifier}" has items of its own and also an identifierref',
    "refer to resources from items without children only",
    "An item with children is a heading. LMSs differ in whether the resource that it refers to is "
    "shown; SCORM 2004 forbids it.",
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
    "Every organization and item has a title, which learners see in the table of contents (SCORM 1.2 "
    "CAM 2.3, `<title>`).",
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
    "An item with an empty title cannot be clicked in many LMSs.",
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
    "A package without an organization is a library of resources: it is allowed, but no LMS can show "
    "it to a learner (SCORM 1.2 CAM 2.3, `<organizations>`). As content aggregation, which is what an LMS "
    "imports, a package of SCORM 2004 needs one, and the conformance checker of the 4th Edition fails it without.",
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
    "The page that a resource opens is listed among its files (SCORM 1.2 CAM 2.3, `<resource>`).",
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
    "Each resource says by its SCORM type whether it talks to the LMS (`sco`) or not (`asset`); "
    "without it an LMS does not know whether to keep records (SCORM 1.2 CAM 2.3, `<resource>`).",
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
    "give a zip, a folder with an imsmanifest.xml, or a manifest",
    "A package is a zip file (PKZIP 2.04g; SCORM 1.2 CAM 2.3, SCORM 2004 CAM 3.3), here also a folder of its "
    "files or a manifest alone. A zip that was cut off in a download, or is a document of another kind with "
    "the wrong name, cannot be opened.",
    Example("courseware validate report.docx", "courseware validate course.zip", COMMAND),
)
OPTION_WITHOUT_EFFECT = Fault(
    "P619",
    "warning",
    "{option} changes nothing for a package of {standard}",
    "leave it out; it is for packages of SCORM",
    "Packages of xAPI and cmi5 carry no schema files, and Moodle's SCORM activity does not take them: they are "
    "validated by the rules of their own specification (cmi5 14.2; xAPI's tincan.xml), whatever these two options say.",
    Example(
        "courseware validate --profile moodle course-cmi5.zip", "courseware validate course-cmi5.zip", COMMAND
    ),
)
UNKNOWN_STANDARD = Fault(
    "P611",
    "error",
    "the standard of this manifest is not known: {found}",
    "known standards: {known}; `--standard` says which one is meant",
    "The root element and its namespace tell the standard, and `<schemaversion>` the edition. This manifest "
    "belongs to none that the program knows.",
    Example("imsmanifest.xml (of a Common Cartridge)", "imsmanifest.xml (of SCORM 1.2)", file=""),
)
FAULTY_BASE = Fault(
    "P620",
    "error",
    'the xml:base "{base}" {fault}',
    "write a relative folder that ends with a slash, such as content/",
    "`xml:base` is put in front of the references below it (SCORM 2004 CAM 3.4.1): a relative path with "
    "forward slashes that ends with one.",
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
    "begin it with a letter or _, and use letters, digits, . - and _ only",
    "Identifiers are of the type ID of XML Schema: no spaces, no colons, and no digit at the beginning.",
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
    "between SCORM 1.2 and 2004 (SCORM 2004 CAM 3.4.1). What follows from it is not reported, because what is in the "
    "wrong namespace is not what it seems to be.",
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
    "The elements of a manifest have an order, in which those of other namespaces come last within each (SCORM 2004 "
    "CAM 3.4.1; IMS CP 1.1.4).",
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
    "copy the file from the standard, or from whoever made the extension, as it is",
    "A schema file of the package is not well-formed XML, is not a schema, or is for another namespace than the "
    "manifest says. A validator that uses the schema files of the package cannot continue; the conformance "
    "checker of the 4th Edition fails such a package. Most LMSs do not look at these files.",
    Example(
        '<xs:element name="depth" type="xs:integer">',
        '<xs:element name="depth" type="xs:integer"/>',
        "sea.xsd",
    ),
)
AGAINST_SCHEMA_OF_PACKAGE = Fault(
    "P614",
    "warning",
    "the manifest does not follow a schema in the package: {reason}",
    "correct the element, or the schema file if that was changed",
    "Extensions are valid by the schema that the package brings for them, and so is the manifest as a whole (XML "
    "Schema; SCORM 2004 CAM 3.4.1). What violates the schemas of the standard too is reported as P503.",
    Example("<sea:depth>deep</sea:depth>", "<sea:depth>40</sea:depth>", "imsmanifest.xml"),
)
SCHEMAS_NOT_APPLIED = Fault(
    "P615",
    "warning",
    "the schema files of the package are too large to validate the manifest against",
    "look for groups that contain each other many times over",
    "Compiling these schemas would take very long, as with an attack; no extension is like this. The manifest "
    "was validated only against the schemas of the standard.",
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
    "nothing says where the schema of {namespace} is{suggestion}",
    "add the namespace and its schema file to xsi:schemaLocation of <manifest>",
    "A manifest that uses elements of a namespace names its schema file in `xsi:schemaLocation`. Without it that "
    "part cannot be validated; the conformance checker of the 4th Edition fails the package.",
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
    "xsi:schemaLocation does not hold pairs",
    "write a namespace and its schema file in turn, with spaces between them",
    "`xsi:schemaLocation` is a list of pairs (XML Schema 1, 2.6.3). With an odd number of parts no reader knows "
    "which belong together.",
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
    "Manifests are XML 1.0. Parsers of that version refuse another, or read it by other rules.",
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
    "`parameters` of an item are appended to the address of its resource (SCORM CAM, `<item>`; IMS Content "
    "Packaging 1.1.4): `#part`, or pairs of name and value with an optional `?` before and `#part` after them.",
    Example(
        '<item identifier="i1" identifierref="r1" parameters="?page" isvisible="true">',
        '<item identifier="i1" identifierref="r1" parameters="?page=1" isvisible="true">',
        "imsmanifest.xml",
    ),
)
IDLE_PARAMETERS = Fault(
    "P626",
    "warning",
    'the item "{identifier}" has parameters, but opens no resource',
    "remove them, or give the item an identifierref",
    "Parameters are for the resource that an item opens; this item opens none.",
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
    "`default` names the organization that is shown (SCORM CAM, `<organizations>`); SCORM 2004 demands it.",
    Example(
        "<organizations>",
        '<organizations default="o1">',
        "imsmanifest.xml",
    ),
)
TOO_LONG = Fault(
    "P628",
    "warning",
    "{what} is {length} characters long; systems need to accept only {longest}",
    "shorten it",
    "For each value there is a length that every system must accept (the smallest permitted maximum). A longer "
    "one may be cut.",
    Example(f"<title>{_LONG_TITLE}</title>", "<title>Two</title>", "imsmanifest.xml"),
)
SUBMANIFEST = Fault(
    "P629",
    "warning",
    'there is a manifest within the manifest, "{identifier}"',
    "put its items and resources into the outer one",
    "A (sub)manifest is allowed, but ADL recommends against it: most LMSs ignore it, and so does the conformance "
    "checker. Only its schema and identifiers are judged.",
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
    "What ADL and IMS Simple Sequencing add to a manifest has its place (SCORM 2004 CAM 3.4.1, 5.1 and 5.2). "
    "Elsewhere it has no meaning, and an LMS ignores it.",
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
    "remove it there: {allowed}",
    "Each attribute that ADL adds to a manifest belongs on one kind of element (SCORM 2004 CAM 3.4.1).",
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
    "Only one of it is allowed (SCORM 2004 CAM 3.4.1, 5.1 and 5.2); with two, LMSs differ in which one they "
    "follow.",
    Example(
        '<imsss:sequencing IDRef="usual"/>\n<imsss:sequencing IDRef="usual"/>',
        '<imsss:sequencing IDRef="usual"/>',
        "imsmanifest.xml",
    ),
)
NOT_A_BOOLEAN = Fault(
    "P633",
    "error",
    '{attribute} is "{value}"',
    "write true or false",
    "SCORM 2004 writes these values as the words `true` and `false`, though XML Schema allows 1 and 0.",
    Example(
        '<item identifier="i1" identifierref="r1" parameters="?page=1" isvisible="1">',
        '<item identifier="i1" identifierref="r1" parameters="?page=1" isvisible="true">',
        "imsmanifest.xml",
    ),
)
OTHER_SCORM_TYPE = Fault(
    "P634",
    "error",
    '{attribute} is "{value}"',
    "write sco or asset, in lower case",
    "A resource is a SCO, which talks to the LMS, or an asset, which does not (SCORM CAM, `<resource>`).",
    Example(
        '<resource identifier="r3" type="webcontent" href="test.html" adlcp:scormType="SCO">',
        '<resource identifier="r3" type="webcontent" href="test.html" adlcp:scormType="sco">',
        "imsmanifest.xml",
    ),
)
NOT_IN_VOCABULARY = Fault(
    "P635",
    "error",
    '{what} is "{value}"',
    "one of: {allowed}",
    "The specification gives the words that may stand here (SCORM 2004 CAM 3.4.1, 5.1 and 5.2).",
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
    "remove it, or let the item open {kinds}",
    "This element is a message for what the item opens, or to the LMS about it (SCORM 2004 CAM 3.4.1, 5.2).",
    Example(
        '<imsss:sequencing IDRef="usual"/>\n<adlcp:dataFromLMS>level=1</adlcp:dataFromLMS>',
        '<imsss:sequencing IDRef="usual"/>',
        "imsmanifest.xml",
    ),
)
THRESHOLD_OF_TWO_FORMS = Fault(
    "P637",
    "error",
    'adlcp:completionThreshold has attributes, and "{value}" as text',
    "write the number in minProgressMeasure only",
    "The 3rd Edition writes the threshold as text, the 4th in attributes (SCORM 2004 4th Ed. CAM 3.4.1). Both "
    "at once contradict each other.",
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
    'adlcp:completionThreshold is written as text ("{value}"), the form of the 3rd Edition',
    'write completedByMeasure="true" minProgressMeasure="{value}"',
    "The 4th Edition deprecates the text and uses attributes instead (SCORM 2004 4th Ed. CAM 3.4.1). Without "
    "`completedByMeasure` the number is not used to decide completion.",
    Example(
        "<adlcp:completionThreshold>0.8</adlcp:completionThreshold>",
        '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.8"/>',
        "imsmanifest.xml",
    ),
)
NUMBER_OUT_OF_RANGE = Fault(
    "P639",
    "error",
    '{what} is "{value}"',
    "write a decimal number from {low} to {high}",
    "The specification gives the range of this number (SCORM 2004 CAM 3.4.1 and 5.1); it is written with digits "
    "and a point only.",
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
    "An activity has exactly one objective that counts for its parent, the primary one (IMS Simple Sequencing; "
    "SCORM 2004 CAM 5.1.7).",
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
    "Objectives of an activity are told apart by their ids (SCORM 2004 CAM 5.1.7).",
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
    "An identifier is at least one character that is not a space.",
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
    "Every objective but the primary one has an id, and the primary one needs it when it is mapped to a global "
    "objective (SCORM 2004 CAM 5.1.7).",
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
    "its objectives: {known}",
    "Rules and maps refer to objectives of their own activity (SCORM 2004 CAM 5.1.3 and 5.1.7).",
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
    "An objective can take a value from one global objective only (SCORM 2004 CAM 5.1.7, read maps).",
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
    'the objective "{identifier}" reads from two global objectives, since {attribute} is true where it is not written',
    'write {attribute}="false" in all maps but one',
    "An objective can take a value from one global objective only, and a map reads unless it says otherwise (SCORM "
    "2004 CAM 5.1.7, read maps). Conformance checkers look at what is written; LMSs differ.",
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
    'two objectives of one activity write into the global objective "{target}" ({attribute})',
    "set {attribute} to false in one of them",
    "Which of the two would count is not defined (SCORM 2004 CAM 5.1.7, write maps).",
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
    'there is no sequencing "{identifier}" in the sequencingCollection',
    "known: {known}",
    "`IDRef` is the `ID` of a sequencing in `<imsss:sequencingCollection>` (SCORM 2004 CAM 5.1.2).",
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
    "an ID is for the collection, an IDRef for items and organizations",
    "Sequencing in a collection is named by its `ID`, and items refer to it by `IDRef` (SCORM 2004 CAM 5.1.1).",
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
    'add conditions; for a rule without one write <imsss:ruleCondition condition="always"/>',
    "A sequencing rule is a set of conditions and an action (SCORM 2004 CAM 5.1.3).",
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
    "A control is hidden or not; saying so twice changes nothing.",
    Example(
        "<adlnav:hideLMSUI>continue</adlnav:hideLMSUI>\n<adlnav:hideLMSUI>continue</adlnav:hideLMSUI>",
        "<adlnav:hideLMSUI>continue</adlnav:hideLMSUI>\n<adlnav:hideLMSUI>exitAll</adlnav:hideLMSUI>",
        "imsmanifest.xml",
    ),
)
OPTIONAL_FOR_AN_LMS = Fault(
    "P652",
    "warning",
    "{what} is defined, but no LMS has to support it",
    "do without it",
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
    "Without the number, 0 is assumed (SCORM 2004 CAM 5.1.6), and a rule for at least none of the children is "
    "true from the start.",
    Example(
        '<imsss:rollupRule childActivitySet="atLeastCount">',
        '<imsss:rollupRule childActivitySet="atLeastCount" minimumCount="1">',
        "imsmanifest.xml",
    ),
)
UNREACHABLE_CHILDREN = Fault(
    "P654",
    "warning",
    'no learner can get to the children of "{identifier}": choice and flow are both false',
    'set flow="true", or leave choice at true',
    "Children are reached by choice or by flow (SCORM 2004 SN 3.2); `flow` is false unless it is set.",
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
    "The schemas of content packaging treat an unknown element as an extension, so a misspelt one is silently "
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
    "the attribute {attribute} means nothing on <{element}>",
    "leave it out there: {allowed}",
    "Content packaging allows attributes of other namespaces on its elements. Nothing reads this one there: "
    "`xml:base` counts on `<manifest>`, `<resources>` and `<resource>`, and `adlcp:persistState` is no longer "
    "part of SCORM (SCORM 2004 CAM 3.4.1).",
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
    "Sequencing is read on items and organizations, or from a collection at the end of the manifest, and a map "
    "to shared data in the `<adlcp:data>` of an item (SCORM 2004 CAM 3.4.1 and 5.1). The schemas allow them in "
    "other places, where they change nothing.",
    Example(
        '<adlcp:map targetID="store1"/>',
        '<adlcp:data><adlcp:map targetID="store1"/></adlcp:data>',
        "imsmanifest.xml",
    ),
)
FILE_WITHOUT_EXTENSION = Fault(
    "P660",
    "warning",
    '"{name}" has no ending',
    "give the file an ending such as .html",
    "A web server recognises the type of a file by its ending. The conformance checker of the 4th Edition fails "
    "a package whose files have none. It reads everything after the last slash of a reference as the file's "
    "name, parameters included: escape a slash in those as %2F.",
    Example('<file href="map"/>', '<file href="map.svg"/>', file="imsmanifest.xml"),
)
LOCAL_REFERENCE = Fault(
    "P661",
    "error",
    'the reference "{name}" leads to the author\'s own disk',
    "use a relative reference, and put the file into the package",
    "A `file:` address means another place on each machine (SCORM CAM, `href`).",
    Example(
        '<file href="shared/api.js"/>\n<file href="file:///C:/Users/anna/waves.css"/>',
        '<file href="shared/api.js"/>',
        "imsmanifest.xml",
    ),
)
REMOTE_REFERENCE = Fault(
    "P662",
    "warning",
    'the <{element}> leads out of the package, to "{name}"',
    "put the file into the package",
    "References to other servers are allowed, and are not followed here. Content on another server cannot find "
    "the LMS (browsers forbid it), and is gone when that server is.",
    Example(
        '<file href="shared/api.js"/>\n<file href="https://example.org/waves.css"/>',
        '<file href="shared/api.js"/>',
        "imsmanifest.xml",
    ),
)
ESCAPED_LETTERS = Fault(
    "P663",
    "warning",
    'the reference "{name}" escapes letters beyond ASCII ({escape}…)',
    "give the file a name of plain letters",
    "Systems disagree about which letters such escapes mean: some read each of them as a letter of its own and do "
    "not find the file. The conformance checker of the 4th Edition is one of them.",
    Example('<file href="b%C3%BCcher.html"/>', '<file href="books.html"/>', file="imsmanifest.xml"),
)
FILE_WITH_PARAMETERS = Fault(
    "P664",
    "error",
    '"{written}" names no file: a query or fragment is not part of a name',
    "write {name}; parameters belong in the href of the resource",
    "A `<file>` names a file of the package; only `href` of a resource may carry parameters (SCORM CAM, "
    "`<file>`).",
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
    "A dependency lists the files that a resource needs. A circle makes some readers loop for ever.",
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
    'the resource "{identifier}" is opened by no item, and nothing depends on it',
    "refer to it, or remove it",
    "An LMS may leave out a resource that nothing refers to, with its files.",
    Example(
        '<item identifier="i2" identifierref="r3">',
        '<item identifier="i2" identifierref="r2">',
        "imsmanifest.xml",
    ),
)
OTHER_RESOURCE_TYPE = Fault(
    "P668",
    "warning",
    'the type of the resource is "{value}"',
    'write type="webcontent"',
    "SCORM knows resources of the type `webcontent` (SCORM CAM, `<resource>`); others are for other systems.",
    Example(
        '<resource identifier="r2" type="web" href="two.html" adlcp:scormType="asset">',
        '<resource identifier="r2" type="webcontent" href="two.html" adlcp:scormType="asset">',
        "imsmanifest.xml",
    ),
)
ENTRY_LISTED_DIFFERENTLY = Fault(
    "P669",
    "warning",
    'the resource opens "{entry}", but lists that file as "{file}"',
    "write both in the same way",
    "`href` of a resource is identical to that of one of its files, but for parameters (SCORM 2004 CAM 3.4.1, "
    "`<file>`). Some systems compare the two letter by letter.",
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
    "correct the XML at this place",
    "Metadata in a file of its own is XML (SCORM CAM, `adlcp:location`).",
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
    "elements must have the names, order and values that the schema gives",
    "A metadata record in a file of its own, which an `<adlcp:location>` names, has to follow its schema like "
    "one in the manifest, whose faults are P503 (SCORM 2004 CAM 4). In the 4th Edition this is a warning: its "
    "conformance checker wants such a record to be well-formed XML and to say where its schema is, and does not "
    "validate it.",
    Example(
        '<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"><titel/></lom>',
        '<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"/>',
        "records/two.xml",
    ),
)
METADATA_NOT_IN_VOCABULARY = Fault(
    "P672",
    "error",
    '{element} is "{value}", which is not a word of the vocabulary LOMv1.0',
    "one of: {allowed}; or name the source of the word in <source>",
    "With the source `LOMv1.0` a value is one of the words of the standard (IEEE 1484.12.1).",
    Example(
        "<lom:status>\n  <lom:source>LOMv1.0</lom:source><lom:value>Final</lom:value>\n</lom:status>",
        "<lom:status>\n  <lom:source>LOMv1.0</lom:source><lom:value>final</lom:value>\n</lom:status>",
        "imsmanifest.xml",
    ),
)
METADATA_NOT_IN_LOOSE_VOCABULARY = Fault(
    "P675",
    "warning",
    '{element} is "{value}", which is not a word of the vocabulary LOMv1.0',
    "one of: {allowed}; or name the source of the word in <source>",
    "With the source `LOMv1.0` a value is one of the words of the standard (IEEE 1484.12.1). The schema that the "
    "metadata names lets others pass.",
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
    '{element} is "{value}"',
    "write {expected}",
    "LOM writes dates and durations in the forms of ISO 8601 (IEEE 1484.12.3).",
    Example(
        "<lom:duration>1:30</lom:duration>",
        "<lom:duration>PT1H30M</lom:duration>",
        "imsmanifest.xml",
    ),
)
METADATA_NOT_A_LANGUAGE = Fault(
    "P674",
    "error",
    'the language of <{element}> is "{value}"',
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
    "The form of the date is right, but no calendar has this day (IEEE 1484.12.1, DateTime).",
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
    "write BEGIN:VCARD, VERSION:3.0, N:…, FN:… and END:VCARD, each on a line of its own",
    "Contributors are written as vCards (IEEE 1484.12.1, 2.3.2; RFC 2426). Systems that read vCards ignore "
    "anything else.",
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
    "`<adlcp:masteryscore>` is a decimal number from 0 to 100, and `<adlcp:maxtimeallowed>` a time as HHHH:MM:SS.SS "
    "(SCORM 1.2 CAM 2.3.5.3; RTE 3.4.2). An LMS ignores what it cannot read, or never lets anyone pass.",
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
    "leave it out, or make a package of SCORM 2004",
    "SCORM 1.2 has no sequencing, no navigation controls and no shared data. An LMS that reads a package as SCORM 1.2 "
    "does not look at them.",
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
    "put the page into the package; export it again",
    "A learner who opens this sees a blank page. No specification forbids it, but nobody wants it.",
    Example("two.html (empty)", "two.html", file=""),
)
API_NOT_LOOKED_FOR = Fault(
    "P680",
    "warning",
    "nothing that {name} opens looks for the LMS ({api})",
    'if that is intended, make it an asset; otherwise it needs a script that finds "{api}"',
    "A SCO finds the interface of the LMS in the window around it and reports to it (SCORM RTE 3). Neither this "
    "page nor any script of the package names that interface. A SCO that never calls stays unfinished for ever.",
    Example(
        "<script>show()</script>",
        '<script>window.parent.API_1484_11.Initialize(""); show()</script>',
        "test.html",
    ),
)
REMOTE_SCRIPT = Fault(
    "P681",
    "warning",
    "a script is loaded from {url}",
    "put the script into the package",
    "A package should work offline. A script from another server can change, vanish or be blocked by the "
    "learner's network, and it can read everything that the learner does.",
    Example(
        '<script src="https://example.org/waves.js"></script>',
        '<script src="waves.js"></script>',
        "test.html",
    ),
)
MOODLE_SEVERAL_SCOS = Fault(
    "P690",
    "warning",
    "Moodle's player starts only one SCO of SCORM 2004 ({count} here)",
    "packages made by courseware reopen the player by themselves; with another tool use one SCO, or SCORM 1.2",
    "Moodle's player has one API for all SCOs, which can be initialized once: after the first Terminate each "
    "further SCO gets error 104 until the player is reopened. Packages made by courseware reopen it by "
    "themselves, so `courseware package` does not warn of this.",
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
    "do not rely on them; let the content decide",
    "Moodle shows the items of a SCORM 2004 package in order; rules, rollup and objectives have no effect.",
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
    "with a mastery score Moodle changes the status that the content reported",
    "remove adlcp:masteryscore, and let the content decide",
    "`adlcp:masteryscore` makes the LMS rewrite `lesson_status` from the score while the course is running.",
    Example(
        "<title>Two</title>\n<adlcp:masteryscore>80</adlcp:masteryscore>",
        "<title>Two</title>",
        "imsmanifest.xml",
    ),
)
MOODLE_LONG_TITLE = Fault(
    "P693",
    "warning",
    "the title is {length} characters long; Moodle keeps 255",
    "shorten it",
    "Moodle stores the titles of items in a column of 255 characters.",
    Example(
        f"<title>{_LONG_TITLE},\n  on horseback or by boat, in summer and in winter</title>",
        "<title>Two</title>",
        "imsmanifest.xml",
    ),
)
MOODLE_PREREQUISITES = Fault(
    "P694",
    "warning",
    'Moodle opens items in its own order; the prerequisites "{value}" may be ignored',
    "do not rely on them",
    "Prerequisites of SCORM 1.2 are optional for an LMS (CAM 2.3.2.5), and Moodle supports only some of them.",
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
    "An xAPI package has `tincan.xml` at its root, a cmi5 package `cmi5.xml` (cmi5 14.1), which tells an LMS "
    "what to launch.",
    Example("rain/cmi5.xml\nrain/index.html", "cmi5.xml\nindex.html", file=""),
)
IDENTIFIER_NOT_ABSOLUTE = Fault(
    "P702",
    "error",
    'the identifier "{identifier}" is not an absolute IRI',
    "write a whole address, such as https://example.org/courses/id",
    "Activities are identified by IRIs worldwide, so an identifier is a whole address with its scheme (cmi5 "
    "13.1; xAPI 1.0.3 Data, 2.4.4.1). It need not lead anywhere.",
    Example(
        '<au id="rain/au">',
        '<au id="https://example.org/rain/au">',
        "cmi5.xml",
    ),
)
SEVERAL_LAUNCHES = Fault(
    "P703",
    "error",
    "{count} activities have a launch; it has to be exactly one",
    "give `launch` to one activity",
    "An LMS opens one activity of a package with `tincan.xml`: the one that has a `launch`.",
    Example(
        '<description lang="en">Rain</description>',
        '<description lang="en">Rain</description>\n<launch lang="en">two.html</launch>',
        "tincan.xml",
    ),
)
RESERVED_PARAMETER = Fault(
    "P704",
    "error",
    'the address of an AU uses the launch parameter "{name}" itself',
    "give the parameter another name",
    "The LMS adds `endpoint`, `fetch`, `actor`, `registration` and `activityId` to the address of an AU when it "
    "launches it (cmi5 8.1), so the address must not use these names.",
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
    "set base_iri in course.yaml to an address that is yours, such as https://example.org/courses/id",
    "Learning record stores identify a course by its IRI for ever. Without `base_iri` in `course.yaml` the "
    "course gets one under `example.invalid`, which another course may get, too; set your own before anyone "
    "begins.",
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
    "write the file that is opened, such as index.html",
    "Whoever opens this activity is sent to its address (cmi5 13.1.4, url; Tin Can, launch). Without one nothing "
    "opens.",
    Example(
        "<url></url>",
        "<url>two.html</url>",
        "cmi5.xml",
    ),
)
FORBIDDEN_LAUNCH_ADDRESS = Fault(
    "P710",
    "error",
    'the address "{name}" {fault}',
    "write a file of the package, or an address that begins with https:",
    "What is launched is a file of the package or a web address (cmi5 13.1.4, url). Other schemes open nothing, or run "
    "code within the page of the LMS.",
    Example(
        "<url>javascript:start()</url>",
        "<url>two.html</url>",
        "cmi5.xml",
    ),
)
STATEMENT_BREAKS_RULE = Fault(
    "P706",
    "error",
    "statement {number}: {path} {reason}",
    "`courseware statements` shows what valid ones look like",
    "A learning record store refuses a statement that does not have the form that xAPI 1.0.3 (Data, 2.4) "
    "requires, and with it all others in the same request.",
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
    "give a file, or the address of an LRS's statements, with user:password@ if it asks for them",
    "`courseware validate --statements` takes JSON: a statement, a list of them, or what the statements resource "
    "of a learning record store returns, whose `more` links are followed. An address is fetched over HTTP, with "
    "the user and the password in it (with `%2F`, `%3F`, `%23` and `%40` for `/`, `?`, `#` and `@` in them) or "
    "the header in the environment variable `COURSEWARE_AUTHORIZATION`; redirects and links to another origin "
    "are not followed. Each address may take 120 seconds, 50 MB and 1,000 pages.",
    Example(
        "courseware validate --statements answers.csv",
        "courseware validate --statements answers.json",
        COMMAND,
    ),
)
UNKNOWN_CMI5_OBJECTIVE = Fault(
    "P708",
    "error",
    'there is no objective "{identifier}" in the course',
    "write the id of one of the objectives at the top of the course structure",
    "A block or an AU names its objectives by `idref`; each is the `id` of an objective in the list of the course "
    "structure (cmi5 13.1.2 to 13.1.4), where its title and description stand.",
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
