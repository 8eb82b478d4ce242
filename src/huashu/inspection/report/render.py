"""Templates and how they are filled: every text is escaped, and unless told otherwise masked."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from jinja2 import BaseLoader, Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from huashu.inspection.report.masking import masked, masked_name, masked_number
from huashu.inspection.report.words import area_name, clock, heat

_ROOM = files("huashu.inspection.report")


@cache
def environment(unmasked: bool) -> Environment:
    """The templates of reports. Unless ``unmasked``, every text that reaches a page is masked on its way; ``name`` and
    ``caller`` are for what has its own way of masking, ``link`` for addresses, which stay whole."""
    loader: BaseLoader = FunctionLoader(_template)
    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=loader,
        finalize=None if unmasked else _masked,
    )
    made.filters |= {
        "area": area_name,
        "caller": _safe(_as_is if unmasked else masked_number),
        "clock": clock,
        "heat": heat,
        "link": _safe(_as_is),
        "name": _safe(_as_is if unmasked else masked_name),
        "one": lambda value: "—" if value is None else f"{value:.1f}",
    }
    made.globals |= {"css": Markup(_template("report.css")), "script": Markup(_template("report.js"))}
    return made


def _template(name: str) -> str:
    return _ROOM.joinpath(name).read_text(encoding="utf-8")


def _masked(value: object) -> object:
    return masked(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _as_is(text: str) -> str:
    return text


def _safe(change: Callable[[str], str]) -> Callable[[object], Markup]:
    return lambda value: escape(change(str(value)))
