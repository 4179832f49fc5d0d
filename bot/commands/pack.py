"""`canbao pack`: policy packs are data; list them, check them, start next year's, read one through."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import BadInput
from knowledge.library import CATALOGUE, PACKS, Library, load_library
from knowledge.pack.check import faults_of_folder
from knowledge.pack.draft import drafted, review_items, review_page
from knowledge.pack.examples import example_faults
from knowledge.pack.page import page
from knowledge.pack.reading import FILES
from knowledge.wordings_check import doubly_claimed

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.command("list")
def list_packs() -> None:
    """The packs that come with the bot."""
    library = load_library()
    for pack_id in library.pack_ids:
        pack = library.pack(pack_id)
        typer.echo(f"{pack_id}\t{pack.place}\t{pack.year}\t{pack.documents[0].name}")


def _folders(library: Library, path: str | None) -> list[Path]:
    if path is None:
        return [PACKS / pack_id for pack_id in library.pack_ids]
    if path not in library.pack_ids and Path(path).is_dir():
        return [Path(path)]
    return [library.pack_folder(path)]


@app.command()
def check(
    path: Annotated[str | None, typer.Argument(help="a pack's id or folder; all packs if not given")] = None,
) -> None:
    """Report every fault of a pack with its file and line."""
    library = load_library()
    count = 0
    if path is None:
        for fault in doubly_claimed(CATALOGUE.parent):
            typer.echo(str(fault))
            count += 1
    for folder in _folders(library, path):
        faults = faults_of_folder(folder, library.topics)
        if not faults:
            faults = example_faults(library, library.pack(folder), folder)
        for fault in faults:
            typer.echo(str(fault))
        count += len(faults)
    if count:
        raise BadInput(f"{count} fault(s) found")
    typer.echo("没有发现问题")


@app.command()
def new(
    pack_id: Annotated[str, typer.Argument(metavar="ID", help="the new pack's id, like xiyan-2023")],
    source: Annotated[str, typer.Option("--from", help="the pack to start from: an id or a folder")],
    into: Annotated[Path | None, typer.Option("--into", help="the new folder; ./ID if not given")] = None,
) -> None:
    """Start next year's pack and list what must be reviewed."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", pack_id):
        raise BadInput(f"«{pack_id}» is no pack id: small letters, digits and hyphens, like xiyan-2023")
    library = load_library()
    old = library.pack(source)
    folder = into or Path(pack_id)
    if folder.exists():
        raise BadInput(f"{folder} exists already")
    origin = library.pack_folder(source)
    texts = {name: (origin / name).read_text(encoding="utf-8") for name in FILES.values()}
    files = drafted(texts, old, pack_id)
    review = review_page(pack_id, old.id, list(review_items(files)))
    folder.mkdir(parents=True)
    for name, text in {**files, "REVIEW.md": review}.items():
        (folder / name).write_text(text, encoding="utf-8")
    typer.echo(review)
    typer.echo(f"已起稿：{folder}。照 {folder / 'REVIEW.md'} 逐条核对，再运行 canbao pack check {folder}")


@app.command()
def show(path: Annotated[str, typer.Argument(help="a pack's id or folder")]) -> None:
    """Print a pack as a readable page."""
    library = load_library()
    typer.echo(page(library.pack(path), dict(library.topics)), nl=False)
