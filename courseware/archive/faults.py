"""What can be wrong with a package as a zip or a folder, and with the names of its files."""

from courseware.diagnostics import Example, Fault

FORBIDDEN_FILE_NAME = Fault(
    "P510",
    "error",
    'the file name "{name}" {fault}',
    "use relative names with forward slashes, within the package",
    "Names in a package are relative paths with `/`, without `..` and without a drive or leading "
    "slash. Anything else is unpacked differently by each system, or lets a package write outside its"
    " folder.",
    Example("../logo.svg", "logo.svg", file=""),
)
FILE_NAME_NOT_ASCII = Fault(
    "P511",
    "warning",
    'the file name "{name}" has letters beyond ASCII',
    "rename the file with plain letters, digits, - and _",
    "Zip files have no single way to write other letters, so after unpacking on an LMS the file may "
    "have another name than the manifest says.",
    Example("media/straße.pdf", "media/strasse.pdf", file=""),
)
FILE_NAMES_DIFFER_IN_CASE = Fault(
    "P512",
    "warning",
    'the file names "{name}" and "{other}" differ only in capital letters',
    "give one of them another name",
    "On servers that do not tell capitals apart, one of the two files replaces the other.",
    Example("media/Map.svg\nmedia/map.svg", "media/Map.svg\nmedia/bay.svg", file=""),
)
LEFT_BY_SYSTEM = Fault(
    "P616",
    "warning",
    "the package has {count} files that macOS or Windows left there, such as {name}",
    "zip the files without them; on macOS with `zip -r course.zip . -x '*.DS_Store' -x '__MACOSX*'`",
    "The Finder adds `.DS_Store` and a folder `__MACOSX` to zips, and Windows `Thumbs.db` and `desktop.ini` to "
    "folders. Learners never see them; they take up room.",
    Example("index.html\n.DS_Store", "index.html", file=""),
)
DAMAGED_ENTRY = Fault(
    "P602",
    "error",
    'the entry "{name}" of the zip is damaged: {reason}',
    "make the zip again",
    "What the zip says about this file (its sizes, its checksum, where it lies) and what is there do not "
    "agree. An LMS refuses such a package, or unpacks a broken file.",
    Example("two.html (damaged)", "two.html", file=""),
)
ENTRY_REPEATED = Fault(
    "P603",
    "error",
    'the name "{name}" appears twice in the zip',
    "keep one of the two files",
    "Of two entries with the same name, some programs unpack one and some the other.",
    Example("media/map.svg\nmedia/map.svg", "media/map.svg\nmedia/bay.svg", file=""),
)
ENCRYPTED_ENTRY = Fault(
    "P604",
    "error",
    'the entry "{name}" of the zip is encrypted',
    "make the zip again, without a password",
    "No LMS can ask for the password of a package.",
    Example("two.html (encrypted)", "two.html", file=""),
)
UNUSUAL_COMPRESSION = Fault(
    "P605",
    "error",
    'the entry "{name}" of the zip is compressed by {method}',
    "make the zip with the usual compression (deflate), or without one",
    "Packages conform to PKZIP 2.04g (SCORM 2004 CAM 3.3), which knows stored and deflated files only. "
    "Newer methods are unreadable to the libraries that most LMSs use.",
    Example("map.svg (compressed by bzip2)", "map.svg", file=""),
)
DECOMPRESSION_BOMB = Fault(
    "P606",
    "error",
    "{name} would unpack to {size}, {ratio} times its size in the zip",
    "leave it out; if you need it, include it in another form",
    "A small zip that unpacks to a huge file is a way to fill the disk of a server. LMSs refuse it, or crash.",
    Example("map.bmp (300 MB of zeros)", "map.svg", file=""),
)
SPECIAL_FILE = Fault(
    "P607",
    "error",
    'the entry "{name}" of the zip is {kind}',
    "put the file itself into the package",
    "A package holds files. A link, a device or a pipe means nothing on another machine, and a link can "
    "point outside the package.",
    Example("map.svg (a symbolic link)", "map.svg", file=""),
)
TOO_MANY_ENTRIES = Fault(
    "P608",
    "error",
    "the zip has {count}, more than the limit ({limit})",
    "split the package",
    "The number of entries is limited, so that no zip can exhaust its reader. No course comes near this limit.",
    Example("map.svg\n… (60,000 files)", "map.svg", file=""),
)
ZIP64 = Fault(
    "P609",
    "warning",
    "the zip is written in the Zip64 format",
    "make it with a tool that uses Zip64 only above 4 GB",
    "Packages conform to PKZIP 2.04g (SCORM 2004 CAM 3.3), which is older than Zip64. Some LMSs cannot read it.",
    Example("two.html (in the Zip64 format)", "two.html", file=""),
)
ARCHIVE_IN_PACKAGE = Fault(
    "P610",
    "warning",
    'the package holds another archive, "{name}"',
    "unpack it into the package, unless it is meant as a download",
    "An LMS unpacks the package, not the archives within it. A package within a package is the most "
    "common mistake of this kind.",
    Example("lesson.zip", "lesson/one.html", file=""),
)
TROUBLING_FILE_NAME = Fault(
    "P612",
    "warning",
    'the file name "{name}" {fault}',
    "use letters, digits, - and _ alone, and a short ending",
    "Such a name is allowed. Even so, some LMSs do not find the file again, because they unpack on systems with "
    "other rules for names, or put the name in an address without escaping it.",
    Example("media/the bay.svg", "media/the-bay.svg", file=""),
)
