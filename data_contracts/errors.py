"""Every fault a user can meet, said in French: what came, what was expected, where, what to do.

No message may quote a value that could identify somebody: name the file, the line, the column, never the content.
"""

from pathlib import Path


class JusteDroitError(Exception):
    """A foreseeable fault. `str()` gives the whole message, ready to be shown; there is nothing more to print."""

    def __init__(self, *, what: str, expected: str, where: str | Path, remedy: str) -> None:
        self.what, self.expected, self.where, self.remedy = what, expected, str(where), remedy
        super().__init__(f"{what}\n  Attendu : {expected}\n  Où      : {where}\n  À faire : {remedy}")

    def __reduce__(self) -> tuple[object, ...]:
        """From a process to another, as it is: exceptions are made again from their message alone."""
        return _again, (type(self), self.what, self.expected, self.where, self.remedy)


def _again(kind: type[JusteDroitError], what: str, expected: str, where: str, remedy: str) -> JusteDroitError:
    error = kind.__new__(kind)
    JusteDroitError.__init__(error, what=what, expected=expected, where=where, remedy=remedy)
    return error


class InputError(JusteDroitError):
    """A value given by the user (command line, settings, campaign file) that cannot be used."""


class LayoutError(JusteDroitError):
    """A layout file that is wrong, or a layout that nobody knows."""


class DeliveryError(JusteDroitError):
    """A delivery that cannot be taken in: nothing of it is kept, the other sources go on."""


class StoreError(JusteDroitError):
    """The store cannot be read or written; what it held before is as it was."""


class InternalError(JusteDroitError):
    """A fault nobody foresaw. The original message is dropped on purpose: it may quote a value of somebody's file."""

    def __init__(self, error: BaseException, step: str) -> None:
        place = error.__traceback__
        while place and place.tb_next:
            place = place.tb_next
        line = f"{Path(place.tb_frame.f_code.co_filename).name}, ligne {place.tb_lineno}" if place else "inconnu"
        super().__init__(
            what=f"Panne imprévue ({type(error).__name__}) à l'étape {step}.",
            expected="une étape qui se termine ; l'entrepôt est resté comme avant",
            where=line,
            remedy="relancer ; si l'erreur revient, transmettre ces quatre lignes à l'équipe qui tient Juste Droit",
        )
