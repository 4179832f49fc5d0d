"""`canbao handout`: an answer for the loudspeaker, as a poster or leaflet, as a text message."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import BadInput
from bot.offline import OnOption, PackOption, chosen_day, chosen_pack
from knowledge.handout import Handout
from knowledge.library import load_library
from knowledge.phrasebook import LOCALES, SOURCE_LOCALE

app = typer.Typer(add_completion=False)


class Form(StrEnum):
    """What an answer is made into."""

    LOUDSPEAKER = "loudspeaker"
    POSTER = "poster"
    LEAFLET = "leaflet"
    SMS = "sms"


@app.command()
def handout(
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="a topic's id, like pay_window")],
    form: Annotated[Form, typer.Option("--as", help="what to make")],
    pack: PackOption = None,
    on: OnOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="the file, .png or .pdf; text goes to the screen")
    ] = None,
    link: Annotated[str | None, typer.Option("--link", help="address behind the QR code")] = None,
    contact: Annotated[str | None, typer.Option("--contact", help="whom to ask")] = None,
    locale: Annotated[str, typer.Option("--locale", help="zh_Hans, zh_Hant or en")] = SOURCE_LOCALE,
) -> None:
    """The same facts for the village loudspeaker, a wall, a text message."""
    if locale not in LOCALES:
        raise BadInput(f"--locale: «{locale}» is none of {', '.join(LOCALES)}")
    library = load_library()
    made = Handout(library, chosen_pack(library, pack), topic, chosen_day(on), locale, contact)
    if form in (Form.LOUDSPEAKER, Form.SMS):
        text = made.loudspeaker() if form is Form.LOUDSPEAKER else made.sms()
        if out is None:
            typer.echo(text)
        else:
            out.write_text(text + "\n", encoding="utf-8")
        return
    from bot.poster import draw  # matplotlib is slow to start

    file = out or Path(f"{made.pack.id}-{topic}-{form}.png")
    draw(made.sheet(), file, form.value, link, library.phrases.say("handout.qr", locale))
    typer.echo(str(file))
