"""What can be wrong with a package as a zip or a folder, and with the names of its files."""

from courseware.diagnostics import Example, Fault

FORBIDDEN_FILE_NAME = Fault(
    "P510",
    "error",
    'the file name "{name}" is not allowed: it {fault}',
    "use a relative path with forward slashes that stays inside the package",
    "Names in a package are relative paths with `/`, without `..`, a drive or a leading slash. Any other name is "
    "unpacked differently on each system, or lets a package write outside its folder.",
    Example("../logo.svg", "logo.svg", file=""),
)
FILE_NAME_NOT_ASCII = Fault(
    "P511",
    "warning",
    'the file name "{name}" has characters beyond ASCII',
    "rename the file with the letters a to z, digits, - and _",
    "Zip files have no single way to store such characters, so after unpacking on an LMS the file may have a "
    "different name from the one in the manifest.",
    Example("media/straße.pdf", "media/strasse.pdf", file=""),
)
FILE_NAMES_DIFFER_IN_CASE = Fault(
    "P512",
    "warning",
    'the file names "{name}" and "{other}" differ only in upper and lower case',
    "give one of them another name",
    "On servers that ignore the difference between upper and lower case, one of the two files replaces the other.",
    Example("media/Map.svg\nmedia/map.svg", "media/Map.svg\nmedia/bay.svg", file=""),
)
LEFT_BY_SYSTEM = Fault(
    "P616",
    "warning",
    "the package has {count} files that macOS or Windows adds to folders, such as {name}",
    "zip the files without them; on macOS, use `zip -r course.zip . -x '*.DS_Store' -x '__MACOSX*'`",
    "The Finder adds `.DS_Store` files and a `__MACOSX` folder to zips; Windows adds `Thumbs.db` and `desktop.ini` to "
    "folders. Learners never see these files, but they take up space.",
    Example("index.html\n.DS_Store", "index.html", file=""),
)
DAMAGED_ENTRY = Fault(
    "P602",
    "error",
    'the entry "{name}" of the zip is damaged: {reason}',
    "make the zip again",
    "What the zip says about this file (its sizes, its checksum, its position) does not match the content. An LMS "
    "refuses such a package, or unpacks a broken file.",
    Example("two.html (damaged)", "two.html", file=""),
)
ENTRY_REPEATED = Fault(
    "P603",
    "error",
    'the name "{name}" appears twice in the zip',
    "keep one of the two files",
    "If two entries have the same name, some programs unpack the first and some the last.",
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
    'the entry "{name}" of the zip is compressed with {method}',
    "make the zip with the usual compression (deflate), or without compression",
    "Packages conform to PKZIP 2.04g (SCORM 2004 CAM 3.3), which allows only stored and deflated files. The libraries "
    "that most LMSs use cannot read newer methods.",
    Example("map.svg (compressed by bzip2)", "map.svg", file=""),
)
DECOMPRESSION_BOMB = Fault(
    "P606",
    "error",
    "{name} would unpack to {size}, {ratio} times its size in the zip",
    "remove it; if you need it, include it in another form",
    "A small zip that unpacks to a huge file can be used to fill the disk of a server. LMSs refuse such a zip, or "
    "crash.",
    Example("map.bmp (300 MB of zeros)", "map.svg", file=""),
)
SPECIAL_FILE = Fault(
    "P607",
    "error",
    'the entry "{name}" of the zip is {kind}',
    "put the file itself into the package",
    "A package consists of files. A link, a device or a pipe has no meaning on another computer, and a link can point "
    "outside the package.",
    Example("map.svg (a symbolic link)", "map.svg", file=""),
)
TOO_MANY_ENTRIES = Fault(
    "P608",
    "error",
    "the zip has {count}, more than the limit ({limit})",
    "split the package",
    "The number of entries is limited so that no zip can exhaust the program that reads it. No real course comes near "
    "this limit.",
    Example("map.svg\n… (60,000 files)", "map.svg", file=""),
)
ZIP64 = Fault(
    "P609",
    "warning",
    "the zip is written in the Zip64 format",
    "make it with a tool that uses Zip64 only above 4 GB",
    "Packages conform to PKZIP 2.04g (SCORM 2004 CAM 3.3), which is older than Zip64. Some LMSs cannot read Zip64.",
    Example("two.html (in the Zip64 format)", "two.html", file=""),
)
ARCHIVE_IN_PACKAGE = Fault(
    "P610",
    "warning",
    'the package contains another archive, "{name}"',
    "unpack it into the package, unless it is meant as a download",
    "An LMS unpacks the package, but not the archives inside it. The most common mistake of this kind is a package "
    "inside a package.",
    Example("lesson.zip", "lesson/one.html", file=""),
)
TROUBLING_FILE_NAME = Fault(
    "P612",
    "warning",
    'the file name "{name}" causes trouble in some LMSs: it {fault}',
    "use only letters, digits, - and _, and a short extension",
    "Such a name is allowed. However, some LMSs cannot find the file, because they unpack packages on systems with "
    "other rules for names, or put the name into an address without escaping it.",
    Example("media/the bay.svg", "media/the-bay.svg", file=""),
)
