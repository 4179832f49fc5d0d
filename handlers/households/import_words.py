"""What is said about a list: its columns, how far the import is, what came of it."""

from __future__ import annotations

from handlers.areas import area_of
from handlers.context import Context
from handlers.households.list_files import Found
from knowledge.roster.layouts import Column
from knowledge.roster.values import Reason
from storage.importing.preview import SheetPreview
from storage.importing.result import ImportResult

_COUNTED = ("rows", "added", "updated", "unchanged", "rejected", "passed_over", "refunds", "confirmed")
# a workbook of thirty villages would fill the screen
_SHEETS_SHOWN = 5


async def reason_words(context: Context, reason: Reason) -> str:
    """The sentence for a reason."""
    return await context.say(reason.key, **reason.blanks)


async def preview_words(context: Context, found: Found) -> str:
    """Which column was taken for what, and how many rows there are."""
    preview = found.preview
    lines = [
        await context.say(
            f"home.import_{preview.kind}", name=preview.name, rows=preview.height, sheets=len(preview.sheets)
        )
    ]
    shown: list[str] = []
    for sheet in preview.sheets[:_SHEETS_SHOWN]:
        text = await _columns(context, sheet)
        lines.append(await _sheet_head(context, sheet))
        if text not in shown:
            lines.append(text)
            shown.append(text)
    if len(preview.sheets) > _SHEETS_SHOWN:
        lines.append(await context.say("home.import_more_sheets", count=len(preview.sheets) - _SHEETS_SHOWN))
    if preview.passed_over:
        lines.append(await context.say("lists.passed_over", sheets="、".join(preview.passed_over)))
    lines += [await reason_words(context, remark) for remark in preview.remarks]
    return "\n".join([*lines, await context.say("lists.confirm")])


async def _sheet_head(context: Context, sheet: SheetPreview) -> str:
    head = await context.say("home.import_sheet", sheet=sheet.sheet.name, rows=sheet.sheet.height)
    if "area" in sheet.layout.fields or sheet.area_id is None:
        return head
    area = area_of(context.house.pack, sheet.area_id)
    return head + await context.say("lists.village", area=area.name)


async def _columns(context: Context, sheet: SheetPreview) -> str:
    used = [await _column(context, column) for column in sheet.layout.columns if column.field]
    unused = [column.heading for column in sheet.layout.columns if not column.field and column.heading]
    lines = [await context.say("home.import_columns", columns="、".join(used))]
    if unused:
        lines.append(await context.say("lists.columns_unused", columns="、".join(unused)))
    return "\n".join(lines)


async def _column(context: Context, column: Column) -> str:
    """户主姓名→户主; a heading that says the same stands alone."""
    field = await context.say(f"columns.{column.field}")
    if column.heading == field:
        return field
    return await context.say("home.import_column", heading=column.heading, field=field)


async def result_words(context: Context, kind: str, result: ImportResult) -> str:
    """What came of it."""
    counts = {name: result.counts[name] for name in _COUNTED}
    lines = [await context.say(f"lists.{kind}_done", **counts)]
    if result.counts["left"]:
        lines.append(await context.say("lists.roster_left", count=result.counts["left"]))
    return "\n".join(lines)
