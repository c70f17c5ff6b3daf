"""What each standard adds to IMS Content Packaging: namespaces, schema files, versions, and the severity of faults.

Only data, and quick to import, because every command that makes or checks a package imports it.
"""

from courseware.diagnostics import Fault
from courseware.record import NamedTuple
from courseware.validation import faults

XML = "http://www.w3.org/XML/1998/namespace"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

CP_12 = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
MD_12 = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
ADLCP_12 = "http://www.adlnet.org/xsd/adlcp_rootv1p2"

CP_2004 = "http://www.imsglobal.org/xsd/imscp_v1p1"
ADLCP_2004 = "http://www.adlnet.org/xsd/adlcp_v1p3"
ADLSEQ = "http://www.adlnet.org/xsd/adlseq_v1p3"
ADLNAV = "http://www.adlnet.org/xsd/adlnav_v1p3"
IMSSS = "http://www.imsglobal.org/xsd/imsss"
LOM = "http://ltsc.ieee.org/xsd/LOM"

TINCAN_FILE, CMI5_FILE = "tincan.xml", "cmi5.xml"
"""The file that says what an xAPI or a cmi5 package launches (`course_structure.py`)."""


class Standard(NamedTuple):
    """A standard based on content packaging.

    `name` is its name on the command line; `versions` are the values of `<schemaversion>` that it allows, first the one
    that is written. `schemas` are pairs of namespace and schema file, first that of content packaging; the files are in
    `schema/` of one of the `folders` of `manifests/`. `prefixes` are the namespace prefixes that some LMSs look for
    instead of namespaces; `scorm_type` is the attribute that distinguishes SCOs from assets. `errors` are faults that
    are errors in this standard and warnings in others, `unjudged` those that are only warnings in a metadata record in
    a separate file.
    """

    name: str
    title: str
    versions: tuple[str, ...]
    schemas: tuple[tuple[str, str], ...]
    prefixes: tuple[tuple[str, str], ...]
    scorm_type: tuple[str, str]
    folders: tuple[str, ...]
    errors: frozenset[Fault] = frozenset()
    unjudged: frozenset[Fault] = frozenset()

    @property
    def namespace(self) -> str:
        """The namespace of content packaging in this standard."""
        return self.schemas[0][0]


SCORM_12 = Standard(
    name="scorm12",
    title="SCORM 1.2",
    versions=("1.2",),
    schemas=(
        (CP_12, "imscp_rootv1p1p2.xsd"),
        (MD_12, "imsmd_rootv1p2p1.xsd"),
        (ADLCP_12, "adlcp_rootv1p2.xsd"),
        (XML, "ims_xml.xsd"),
    ),
    prefixes=(("adlcp", ADLCP_12),),
    scorm_type=(ADLCP_12, "scormtype"),
    folders=("scorm12",),
)

_SCHEMAS_2004 = (
    (CP_2004, "imscp_v1p1.xsd"),
    (ADLCP_2004, "adlcp_v1p3.xsd"),
    (ADLSEQ, "adlseq_v1p3.xsd"),
    (ADLNAV, "adlnav_v1p3.xsd"),
    (IMSSS, "imsss_v1p0.xsd"),
    (LOM, "lom.xsd"),
    (XML, "xml.xsd"),
)
_PREFIXES_2004 = (("adlcp", ADLCP_2004), ("adlseq", ADLSEQ), ("adlnav", ADLNAV), ("imsss", IMSSS))
_ERRORS_2004 = frozenset(
    (
        faults.OTHER_SCHEMA_VERSION,
        faults.ITEM_WITHOUT_RESOURCE,
        faults.PARENT_WITH_RESOURCE,
        faults.FAULTY_PARAMETERS,
        faults.NO_DEFAULT_ORGANIZATION,
    )
)

SCORM_2004_2 = Standard(
    name="scorm2004-2",
    title="SCORM 2004 2nd Edition",
    versions=("CAM 1.3",),
    schemas=_SCHEMAS_2004,
    prefixes=_PREFIXES_2004,
    scorm_type=(ADLCP_2004, "scormType"),
    folders=("scorm2004-3", "scorm2004"),
    errors=_ERRORS_2004,
)
SCORM_2004_3 = Standard(
    name="scorm2004-3",
    title="SCORM 2004 3rd Edition",
    versions=("2004 3rd Edition",),
    schemas=_SCHEMAS_2004,
    prefixes=_PREFIXES_2004,
    scorm_type=(ADLCP_2004, "scormType"),
    folders=("scorm2004-3", "scorm2004"),
    errors=_ERRORS_2004,
)
SCORM_2004_4 = Standard(
    name="scorm2004-4",
    title="SCORM 2004 4th Edition",
    versions=("2004 4th Edition", "2004 3rd Edition", "CAM 1.3"),
    schemas=_SCHEMAS_2004,
    prefixes=_PREFIXES_2004,
    scorm_type=(ADLCP_2004, "scormType"),
    folders=("scorm2004-4", "scorm2004"),
    errors=_ERRORS_2004
    | frozenset(
        (
            faults.NO_SCHEMA_FILES,
            faults.NOTHING_TO_OPEN,
            faults.SCHEMA_NOT_LOCATED,
            faults.SCHEMA_FILE_UNUSABLE,
            faults.AGAINST_SCHEMA_OF_PACKAGE,
            faults.FILE_WITHOUT_EXTENSION,
            faults.ENTRY_LISTED_DIFFERENTLY,
        )
    ),
    # the official checker only requires that such a record can be read and names its schema
    unjudged=frozenset(
        (
            faults.METADATA_AGAINST_SCHEMA,
            faults.METADATA_NOT_IN_VOCABULARY,
            faults.METADATA_NOT_A_TIME,
            faults.METADATA_NOT_A_LANGUAGE,
        )
    ),
)

SCORM_STANDARDS: dict[str, Standard] = {
    standard.name: standard for standard in (SCORM_12, SCORM_2004_2, SCORM_2004_3, SCORM_2004_4)
}
"""Name of a standard → its row."""
