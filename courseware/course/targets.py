"""The targets of links and media: pages, files that go into the package, or addresses outside the course."""

import posixpath
import re
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import PurePosixPath
from unicodedata import normalize
from urllib.parse import SplitResult, unquote, urlsplit

from courseware.course import faults
from courseware.course.proportions import proportion
from courseware.course.source import Source
from courseware.diagnostics import Diagnostic, Fault, Span, report
from courseware.diagnostics.suggest import Suggester, suggestion_of
from courseware.language.document import Document, Link, Media
from courseware.language.identifier import slug
from courseware.record import NamedTuple

PAGE = "page"
EXTERNAL = "external"
DOWNLOAD = "download"
REMOTE = "remote"

KINDS: dict[str, str] = {
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif"), "image"),
    **dict.fromkeys((".mp3", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".aac", ".flac"), "audio"),
    **dict.fromkeys((".mp4", ".webm", ".ogv", ".m4v", ".mov"), "video"),
}
"""Media files by extension → how they are shown; all others are downloads."""

POSTERS = tuple(ending for ending, kind in KINDS.items() if kind == "image")
"""Extensions of the picture that is shown until a sound or a video with the same name plays."""
CAPTIONS, TRANSCRIPT = ".vtt", ".txt"
"""Extensions of the texts of the same name as a video (captions) or as a sound or a video (transcript)."""
NEIGHBOURS = {"video": (CAPTIONS, TRANSCRIPT, *POSTERS), "audio": (TRANSCRIPT, *POSTERS)}
"""How a media file is shown → the extensions of files that belong to it because they have the same name."""

NOT_SHOWN: dict[str, str] = {
    **dict.fromkeys((".heic", ".heif", ".tif", ".tiff", ".psd", ".raw", ".dng"), "JPEG or PNG"),
    **dict.fromkeys((".bmp", ".ico", ".pcx"), "PNG"),
    **dict.fromkeys((".eps", ".ai", ".wmf", ".emf", ".cdr"), "SVG or PNG"),
    **dict.fromkeys((".avi", ".wmv", ".mkv", ".flv", ".mpg", ".mpeg", ".3gp"), "MP4"),
    **dict.fromkeys((".wma", ".aiff", ".aif", ".mid", ".midi", ".amr"), "MP3"),
}
"""Media that browsers cannot show → the format to save them in."""

LONGEST_TRANSCRIPT = 1024 * 1024
"""The longest transcript, in bytes."""

LARGEST_PICTURE = 5 * 1024 * 1024
"""The largest picture that is not reported, in bytes."""

_HTML = rb"(?is)(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b"
_OTHER_FILES = (
    ("a PDF document", rb"%PDF-"),
    ("a ZIP file, such as Word and PowerPoint save", rb"PK\x03\x04"),
    ("a HEIC picture", rb"(?s).{4}ftyp(?:heic|heix|heim|hevc|mif1|msf1)"),
    ("a TIFF picture", rb"II\*\x00|MM\x00\*"),
    ("a BMP picture", rb"(?s)BM.{4}\x00\x00\x00\x00"),
    ("a Photoshop picture", rb"8BPS"),
    ("a Git LFS pointer, not the file itself", rb"version https://git-lfs"),
    ("a note that the file could not be found", rb"(?i)(?:404|not found|access denied|forbidden|error)\b"),
)
"""Files that no browser shows as a picture, sound or video whatever their extension, by their first bytes."""
_SCHEMES = {"http", "https", "mailto", "tel"}
_SVG_WIDTH = rb"""<svg\b[^>]*\swidth\s*=\s*["'](?!(?:[6-9]\d\d|\d{4,})(?:\.\d*)?(?:px)?["'])[^%"']+["']"""
"""Matches any width that is much smaller than that of a page, which is 646 pixels."""


class Target(NamedTuple):
    """The target of a link or a picture.

    `kind` is `page`, `external`, `download`, `remote`, `image`, `audio` or `video`; `href` is the address in the HTML.
    For a page, `document` is the id of its document. For a sound or a video, `poster` and `captions` are paths in the
    package (empty: none), `transcript` are the paragraphs of the transcript, and `transcript_file` is its path if it is
    linked. `fills` marks a drawing that is shown as wide as possible. `proportion` is the height of a picture divided
    by its width, 0 if unknown.
    """

    kind: str
    href: str
    captions: str = ""
    document: str = ""
    poster: str = ""
    transcript: tuple[str, ...] = ()
    transcript_file: str = ""
    fills: bool = False
    proportion: float = 0


class Targets:
    """Resolves the links and media of a course, and collects the files that its package needs."""

    def __init__(self, source: Source, documents: Sequence[Document]) -> None:
        self.files: dict[str, str] = {}
        """Path in the course → path in the package."""
        self.uses: set[str] = set()
        """The members of `TEXT_BRINGS` that media need."""
        self.diagnostics: list[Diagnostic] = []
        self._source = source
        self._head = cache(source.head)
        self._suggester = Suggester()
        self._documents: Mapping[str, Document] = {document.name: document for document in documents}
        self._folded = {name.casefold(): name for name in source.files}
        self._composed = {normalize("NFC", name): name for name in source.files}

    def target(self, document: Document, written: Link | Media) -> Target | None:
        """The target of a link or media in a document; None, which is reported, if there is none."""
        return self._link(document, written) if isinstance(written, Link) else self._media(written)

    def _link(self, document: Document, link: Link) -> Target | None:
        """The target of a link; None, which is reported, if there is none."""
        parts = _split(link.href)
        if parts is None or (parts.scheme and parts.scheme not in _SCHEMES):
            self._report(faults.UNUSABLE_LINK, link.span, target=link.href)
            return None
        if parts.scheme or parts.netloc:
            return Target(EXTERNAL, link.href)
        path = self._path(parts, link.span) or (document.name if link.href else "")
        if PurePosixPath(path).suffix == ".md" or not parts.path:
            return self._page(path, unquote(parts.fragment), link)
        name = self._file(path, link.href, link.span)
        return Target(DOWNLOAD, name) if name else None

    def _media(self, media: Media) -> Target | None:
        """The target of `![…](…)`; None, which is reported, if there is no such file."""
        parts = _split(media.target)
        if media.target.startswith("data:"):
            self._report(faults.PICTURE_IN_TEXT, media.span)
            return None
        if parts is None or (parts.scheme and parts.scheme not in {"http", "https"}):
            self._report(faults.UNUSABLE_LINK, media.span, target=media.target)
            return None
        if not media.alternative:
            self._report(faults.NO_ALTERNATIVE_TEXT, media.span, target=media.target)
        if parts.scheme or parts.netloc:
            self._report(faults.REMOTE_MEDIA, media.span, target=media.target)
            return Target(REMOTE, media.target)
        path = self._path(parts, media.span)
        name = self._file(path, media.target, media.span)
        if name is None:
            return None
        self._check_media(path, media)
        captions = posixpath.splitext(path)[0] + CAPTIONS
        kind = KINDS.get(_ending(path), DOWNLOAD)
        has_captions = kind == "video" and captions in self._source.files
        if kind == "video" and not has_captions:
            self._report(faults.NO_CAPTIONS, media.span, target=media.target, captions=captions)
        if has_captions and not self._head(captions).data.removeprefix(BOM_UTF8).startswith(b"WEBVTT"):
            self._report(faults.NOT_WEBVTT, media.span, captions=captions)
        if media.zooms and kind != "image":
            self._report(faults.ZOOM_WITHOUT_PICTURE, media.span, target=media.target)
        self._use(kind, media.zooms)
        target = Target(
            kind,
            name,
            self._add(captions) if has_captions else "",
            fills=self._fills(path),
            proportion=proportion(self._head(path).data) if kind == "image" else 0,
        )
        return (
            self._with_neighbours(target, PurePosixPath(path), media)
            if kind in {"audio", "video"}
            else target
        )

    def _use(self, kind: str, zooms: bool) -> None:
        """Records which optional parts a picture, a sound or a video needs."""
        if kind == "image":
            self.uses.add("pictures")
            if zooms:
                self.uses.add("zoom")
        elif kind in {"audio", "video"}:
            self.uses.add("media")

    def _with_neighbours(self, target: Target, path: PurePosixPath, media: Media) -> Target:
        """The target of a sound or a video with the picture and the transcript that have its name."""
        pictures = (str(path.with_suffix(ending)) for ending in POSTERS)
        if poster := next((picture for picture in pictures if picture in self._source.files), ""):
            target = target._replace(poster=self._add(poster))
            self.uses.add("pictures")
        written = str(path.with_suffix(TRANSCRIPT))
        if written not in self._source.files:
            return target
        text, problems = self._source.read_text(written, LONGEST_TRANSCRIPT)
        self.diagnostics += problems
        paragraphs = tuple(
            " ".join(part.split()) for part in re.split(r"\n\s*\n", text or "") if part.strip()
        )
        if paragraphs:
            self.uses.add("transcript")
        elif text is not None:
            self._report(faults.EMPTY_TRANSCRIPT, media.span, transcript=written)
        return target._replace(
            transcript=paragraphs, transcript_file="" if media.alone else self._add(written)
        )

    def picture(self, setting: str, written: str, span: Span | None) -> Target | None:
        """The picture that a setting names; None, which is reported, if there is none."""
        if not written or span is None:
            return None
        path = self._path(SplitResult("", "", written, "", ""), span)
        if not is_picture(path):
            self._report(faults.NOT_A_PICTURE, span, setting=setting, target=written)
            return None
        name = self._file(path, written, span)
        return Target("image", name, proportion=proportion(self._head(path).data)) if name else None

    def _check_media(self, path: str, media: Media) -> None:
        """Reports a file that browsers cannot show, or show only slowly."""
        ending = _ending(path)
        instead = NOT_SHOWN.get(ending)
        if instead:
            self._report(faults.MEDIA_NOT_SHOWN, media.span, ending=ending, instead=instead)
        kind = KINDS.get(ending)
        if kind is None:
            return
        head = self._head(path)
        if re.match(_HTML, head.data):
            what = {"image": "a picture", "audio": "sound", "video": "a video"}[kind]
            self._report(faults.MEDIA_IS_HTML, media.span, target=media.target, what=what)
        elif not head.size:
            self._report(faults.EMPTY_MEDIA, media.span, target=media.target)
        elif found := next((what for what, begins in _OTHER_FILES if re.match(begins, head.data)), ""):
            self._report(faults.MEDIA_IS_OTHER, media.span, target=media.target, found=found)
        elif kind == "image" and head.size > LARGEST_PICTURE:
            size = f"{head.size / 1024 / 1024:.0f} MB"
            self._report(faults.LARGE_PICTURE, media.span, target=media.target, size=size)

    def _fills(self, path: str) -> bool:
        """Whether a picture is a drawing whose width is missing, in percent (SVG 2, 7.2), or about that of a page."""
        return _ending(path) == ".svg" and not re.search(_SVG_WIDTH, self._head(path).data)

    def _page(self, path: str, anchor: str, link: Link) -> Target | None:
        document = self._documents.get(path)
        if document is None:
            self._report(
                faults.NO_SUCH_DOCUMENT,
                link.span,
                target=path,
                suggestion=self._suggester.did_you_mean(path, self._documents),
            )
            return None
        if not anchor:
            return Target(PAGE, f"#{document.page_id}", document=document.id)
        if anchor not in document.anchors:
            suggestion = self._suggester.did_you_mean(anchor, document.anchors)
            self._report(faults.NO_SUCH_HEADING, link.span, anchor=anchor, file=path, suggestion=suggestion)
            return None
        return Target(PAGE, f"#{document.page_id}-{anchor}", document=document.id)

    def _path(self, parts: SplitResult, span: Span) -> str:
        """A path in the course, in the Unicode form in which its file system writes accented letters.

        It is relative to the file in which it is written, which may be an included one.
        """
        folder = posixpath.dirname(span.file.removeprefix(self._source.path("")))
        path = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else ""
        return self._composed.get(normalize("NFC", path), path)

    def _file(self, path: str, written: str, span: Span) -> str | None:
        """The path in the package of a file of the course; None, which is reported, if there is no such file."""
        if path.startswith(("/", "..")) or path in self._source.outside:
            self._report(faults.FILE_OUTSIDE, span, target=written)
        elif path in self._source.files:
            return self._add(path)
        elif path.casefold() in self._folded:
            self._report(faults.FILE_OF_OTHER_CASE, span, actual=self._folded[path.casefold()], target=path)
        else:
            document = f"{path}.md"
            suggestion = (
                suggestion_of(document)
                if document in self._source.files
                else self._suggester.did_you_mean(path.replace("\\", "/"), self._source.files)
            )
            self._report(faults.NO_SUCH_FILE, span, target=path, suggestion=suggestion)
        return None

    def _add(self, path: str) -> str:
        """Adds a file to the package, under an ASCII name of its own."""
        if path not in self.files:
            file = PurePosixPath(path.removeprefix("media/"))
            parts = [slug(part) for part in (*file.parts[:-1], file.stem)]
            ending = file.suffix.lower() if re.fullmatch(r"\.[A-Za-z0-9]+", file.suffix) else ""
            name = f"media/{'/'.join(parts)}{ending}"
            if name in self.files.values():
                name = f"media/{slug(path + ' ' + path.encode().hex())}{ending}"
            self.files[path] = name
        return self.files[path]

    def _report(self, fault: Fault, span: Span, **details: object) -> None:
        self.diagnostics.append(report(fault, span, **details))


def neighbours(path: str) -> tuple[str, ...]:
    """The files that belong to a sound or a video by their names: captions, transcript and possible posters."""
    base, _ = posixpath.splitext(path)
    return tuple(base + ending for ending in NEIGHBOURS.get(KINDS.get(_ending(path), DOWNLOAD), ()))


def is_picture(path: str) -> bool:
    """Whether a file is a picture that browsers can show, by its extension."""
    return KINDS.get(_ending(path)) == "image"


def _ending(path: str) -> str:
    return posixpath.splitext(path)[1].lower()


def _split(href: str) -> SplitResult | None:
    try:
        return urlsplit(href)
    except ValueError:
        return None
