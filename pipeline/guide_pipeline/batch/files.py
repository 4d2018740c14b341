"""The files of a batch, from a folder or a zip, within limits; a name that could mislead is refused, not mended.

`zipfile` quietly turns `..\\x` or `/x` into something harmless when it extracts; we never extract, and refuse the
batch instead, because a batch with such a name isn't what its editor thinks it is.
"""

import hashlib
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from unicodedata import normalize

from guide_pipeline.errors import Issue, Location, NotFoundError
from guide_pipeline.readers.limits import DEFAULT_LIMITS, Limits

_CHUNK = 1 << 16
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
"""All that zipfile has been seen to raise on a damaged archive."""
_IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_DEVICE_BITS = 0o170000


def read_files(path: Path, issues: list[Issue], limits: Limits = DEFAULT_LIMITS) -> dict[str, bytes]:
    """Every file of a batch by its name in it; problems go to `issues`. NotFoundError when there is no such batch."""
    if path.is_dir():
        found = dict(_folder(path, issues, limits))
    elif path.is_file():
        found = _zip(path, issues, limits)
    else:
        raise NotFoundError(f"Le lot {path} n'existe pas : donnez un dossier ou un fichier .zip.")
    _check_collisions(found, issues)
    return dict(sorted(found.items()))


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over names and contents, in order of name."""
    total = hashlib.sha256()
    for name, data in sorted(files.items()):
        total.update(f"{len(name.encode())}:{name}:{hashlib.sha256(data).hexdigest()}\n".encode())
    return total.hexdigest()


def _refuse(issues: list[Issue], code: str, message: str, file: str) -> None:
    issues.append(Issue(code, message, Location(file)))


def _folder(path: Path, issues: list[Issue], limits: Limits) -> Iterator[tuple[str, bytes]]:
    total = 0
    entries = sorted(entry for entry in path.rglob("*") if not entry.name.startswith(_IGNORED))
    for entry in entries[: limits.archive_files + 1]:
        name = entry.relative_to(path).as_posix()
        if entry.is_symlink():
            _refuse(issues, "lien-interdit", "Les liens symboliques sont interdits dans un lot.", name)
        elif entry.is_file():
            data = _limited(entry, name, issues, limits)
            total += len(data)
            if total > limits.archive_bytes:
                _refuse(issues, "trop-gros", "Le lot dépasse la taille permise.", name)
                return
            yield name, data
    if len(entries) > limits.archive_files:
        _refuse(issues, "trop-de-fichiers", f"Le lot dépasse {limits.archive_files} fichiers.", path.name)


def _limited(path: Path, name: str, issues: list[Issue], limits: Limits) -> bytes:
    with path.open("rb") as file:
        data = file.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        _refuse(issues, "trop-gros", f"Le fichier dépasse {limits.file_bytes // 1024} Kio.", name)
        return b""
    return data


def _zip(path: Path, issues: list[Issue], limits: Limits) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > limits.archive_files:
                _refuse(
                    issues, "trop-de-fichiers", f"Le lot dépasse {limits.archive_files} fichiers.", path.name
                )
                return {}
            _read_entries(archive, entries, found, issues, limits)
    except _UNREADABLE:
        # what zipfile says of it is in English, and tells an editor nothing
        message = "L'archive est abîmée, ou n'est pas un fichier zip : faites-la de nouveau."
        _refuse(issues, "zip-illisible", message, path.name)
    return _without_single_root(found)


def _read_entries(
    archive: zipfile.ZipFile,
    entries: list[zipfile.ZipInfo],
    found: dict[str, bytes],
    issues: list[Issue],
    limits: Limits,
) -> None:
    left = limits.archive_bytes
    for entry in entries:
        # orig_filename is what the archive says; filename is what zipfile made of it
        name = entry.orig_filename
        if problem := _name_problem(name) or _kind_problem(entry):
            _refuse(issues, "nom-interdit", problem, name)
        elif not entry.is_dir() and not name.startswith(_IGNORED) and not name.endswith(_IGNORED[1:]):
            if name in found:
                _refuse(issues, "nom-repete", "Deux fichiers du lot portent ce nom.", name)
            data = _read_counted(archive, entry, min(limits.file_bytes, left))
            if data is None:
                _refuse(
                    issues, "trop-gros", "Ce fichier dépasse la taille permise une fois décompressé.", name
                )
                return
            left -= len(data)
            found[name] = data


def _read_counted(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes | None:
    """The bytes of an entry, counted while they come: the size that an archive announces proves nothing."""
    parts: list[bytes] = []
    size = 0
    with archive.open(entry) as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if size > most:
                return None
            parts.append(chunk)
    return b"".join(parts)


def _name_problem(name: str) -> str:
    parts = name.rstrip("/").split("/")
    if name.startswith("/") or (len(name) > 1 and name[1] == ":"):
        return "Un nom de fichier commence à la racine du disque."
    if "\\" in name:
        return "Un nom de fichier contient une barre oblique inverse."
    if ".." in parts or "." in parts or "" in parts:
        return "Un nom de fichier sort de son dossier, ou contient un dossier vide."
    if any(ord(c) < 32 or ord(c) == 127 for c in name):
        return "Un nom de fichier contient un caractère de commande."
    return ""


def _kind_problem(entry: zipfile.ZipInfo) -> str:
    kind = (entry.external_attr >> 16) & _DEVICE_BITS
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "L'archive contient un lien ou un fichier spécial."
    if entry.flag_bits & 0x1:
        return "L'archive est chiffrée."
    return ""


def _check_collisions(found: Mapping[str, bytes], issues: list[Issue]) -> None:
    """Two names that some file system would take for one."""
    seen: dict[str, str] = {}
    for name in found:
        key = normalize("NFC", normalize("NFKC", name).casefold())
        if key in seen:
            message = f"Ce nom et « {seen[key]} » ne diffèrent que par la casse ou l'écriture des accents."
            _refuse(issues, "nom-repete", message, name)
        seen[key] = name


def _without_single_root(found: dict[str, bytes]) -> dict[str, bytes]:
    """A zip made of the folder `2026-04/` holds the same batch as one made of its content."""
    if not found or "lot.toml" in found:
        return found
    root = next(iter(found)).partition("/")[0] + "/"
    if f"{root}lot.toml" in found and all(name.startswith(root) for name in found):
        return {name.removeprefix(root): data for name, data in found.items()}
    return found
