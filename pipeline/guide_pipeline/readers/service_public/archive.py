"""The zip of a release, read in place: nothing is unpacked, names lead nowhere, sizes are counted."""

import lzma
import re
import stat
import zipfile
import zlib
from pathlib import Path

from guide_pipeline.errors import ContentError, Issue, Location, UsageError, reason_of
from guide_pipeline.readers.limits import DEFAULT_LIMITS, Limits

_NAME = re.compile(r"(?:[^/]+/)*([FNR]\d{1,9})\.xml")
_CHUNK = 1 << 16
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)
"""What zipfile lets through when bytes are damaged, encrypted or packed in a way that it doesn't know."""


class Archive:
    """The F, N and R files of a release by id. `read` counts bytes as they come, whatever the zip announces."""

    def __init__(self, path: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        self.path, self._limits = path, limits
        self._left = limits.archive_bytes
        self._seen: set[str] = set()
        try:
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError:
            raise UsageError(f"Le fichier {path} n'existe pas.") from None
        except zipfile.BadZipFile:
            raise UsageError(
                f"{path} est abîmé, ou n'est pas un fichier zip : téléchargez de nouveau la livraison."
            ) from None
        except OSError as error:
            raise UsageError(f"{path} ne se lit pas : {reason_of(error)}.") from None
        try:
            self._entries = _entries(self._zip, path.name, limits)
        except BaseException:
            self._zip.close()
            raise

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of a kind ('F', 'N' or 'R'), in order of number."""
        return tuple(sorted((key for key in self._entries if key[0] == kind), key=lambda key: int(key[1:])))

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def file(self, key: str) -> str:
        """The name of a file as the user knows it."""
        return self._entries[key].filename

    def read(self, key: str) -> bytes:
        """The bytes of a file. ContentError when it is damaged or beyond the limits."""
        entry = self._entries[key]
        most = min(self._limits.file_bytes, self._left)
        parts: list[bytes] = []
        size = 0
        try:
            with self._zip.open(entry) as file:
                while chunk := file.read(_CHUNK):
                    size += len(chunk)
                    if size > most:
                        raise _refusal(
                            self.path.name,
                            "trop-gros",
                            "Fichier au-delà de la taille permise.",
                            entry.filename,
                        )
                    parts.append(chunk)
        except _DAMAGES:
            message = "Ce fichier de l'archive est abîmé : téléchargez de nouveau la livraison."
            raise _refusal(self.path.name, "zip-illisible", message, entry.filename) from None
        if key not in self._seen:  # a file is read twice, to index then to convert: it counts once
            self._seen.add(key)
            self._left -= size
        return b"".join(parts)

    def close(self) -> None:
        """Close the zip."""
        self._zip.close()


def _refusal(archive: str, code: str, message: str, name: str) -> ContentError:
    return ContentError(
        f"La livraison {archive} ne peut pas être lue.", [Issue(code, message, Location(name))]
    )


def _entries(archive: zipfile.ZipFile, name: str, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    listed = archive.infolist()
    if len(listed) > limits.archive_files:
        raise _refusal(name, "trop-de-fichiers", f"L'archive dépasse {limits.archive_files} fichiers.", name)
    issues: list[Issue] = []
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in listed:
        # orig_filename is what the archive says; filename is what zipfile made of it
        if message := _problem(entry):
            issues.append(Issue("nom-interdit", message, Location(entry.orig_filename)))
        elif matched := _NAME.fullmatch(entry.orig_filename):
            if matched[1] in found:
                message = f"L'archive contient deux fois {matched[1]}.xml."
                issues.append(Issue("nom-repete", message, Location(entry.orig_filename)))
            found[matched[1]] = entry
    if issues:
        raise ContentError(f"La livraison {name} ne peut pas être lue.", issues)
    if not any(key[0] == "F" for key in found):
        raise UsageError(
            f"{name} ne contient aucune fiche (F….xml) : ce n'est pas une livraison de service-public.fr."
        )
    return found


def _problem(entry: zipfile.ZipInfo) -> str:
    name = entry.orig_filename
    if name.startswith("/") or name[1:2] == ":" or "\\" in name or ".." in name.split("/"):
        return "Ce nom de fichier sort de l'archive."
    if (entry.external_attr >> 16) & 0o170000 not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "L'archive contient un lien ou un fichier spécial."
    if entry.flag_bits & 0x1:
        return "L'archive est chiffrée."
    return ""
