"""A frame's parts made into one entry: which figure is the total, which are its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from knowledge.model import TallyEntry
from knowledge.tally.frames import Frame, Part, PartKind
from knowledge.tally.roles import PaidCategory, Unit

Fees = Mapping[str | None, Decimal | None]


def fees_of(categories: Sequence[PaidCategory], ordinary_fee: Decimal) -> Fees:
    """What one person pays by category key; None is the ordinary person."""
    return {None: ordinary_fee, **{category.key: category.pays for category in categories}}


def _sum(parts: Sequence[Part], unit: Unit) -> Decimal | None:
    values = [value for part in parts if (value := part.get(unit)) is not None]
    return Decimal(sum(values)) if values else None


def _complete_sum(parts: Sequence[Part], unit: Unit, fees: Fees) -> Decimal | None:
    """The sum where every part that counts people has the figure; who pays nothing needs none."""
    free = [p for p in parts if unit is Unit.YUAN and p.key is not None and fees.get(p.key) == 0]
    if any(part.get(unit) is None and part.persons for part in parts if part not in free):
        return None
    return _sum(parts, unit)


def _own_fee(part: Part, fees: Fees) -> Decimal | None:
    fee = fees.get(part.key)
    return None if fee is None or part.persons is None else fee * part.persons


def _expected(persons: int, keys: Mapping[str, int], fees: Fees) -> Decimal | None:
    """What so many people pay, those named by category and the rest in full."""
    special = [(fees.get(key), number) for key, number in keys.items()]
    ordinary = fees[None]
    if ordinary is None or any(fee is None for fee, _ in special):
        return None
    rest = persons - sum(keys.values())
    return ordinary * rest + sum((fee * n for fee, n in special if fee is not None), Decimal(0))


def _move_total_amount(parts: list[Part], fees: Fees) -> None:
    """24人，低保4人，7040元: money said last is the whole, unless it is just what that part owes."""
    with_amount = [part for part in parts if part.amount is not None]
    if len(with_amount) != 1 or len(parts) < 2:
        return
    holder = with_amount[0]
    if holder is not parts[-1] or holder.kind not in (PartKind.CATEGORY, PartKind.CHANNEL):
        return
    if holder.amount == _own_fee(holder, fees) and not (
        holder.kind is PartKind.CATEGORY and holder.key is None
    ):
        return
    parts.append(Part(PartKind.TOTAL, amount=holder.amount, deposited=holder.deposited))
    holder.amount = None


def _name_only_way(parts: Sequence[Part]) -> None:
    """今天上午收80人，低保3人: one part of the day or way of paying is the whole."""
    ways = [p for p in parts if p.kind is PartKind.CHANNEL]
    counted = [p for p in parts if p.persons is not None and not p.included]
    if len(ways) != 1 or not counted or counted[0] is not ways[0]:
        return
    others = counted[1:]
    if all(p.key for p in others) and sum(p.persons or 0 for p in others) <= (ways[0].persons or 0):
        ways[0].kind = PartKind.PLAIN


def _name_total(parts: Sequence[Part]) -> None:
    """12个学生12个家长，24人: a last figure that is the sum of those before it is their total."""
    counted = [p for p in parts if p.persons is not None and not p.included]
    if len(counted) < 3 or counted[-1].kind is not PartKind.PLAIN:
        return
    if counted[-1].persons == sum(p.persons or 0 for p in counted[:-1]):
        counted[-1].kind = PartKind.TOTAL


def _by_category(parts: Sequence[Part]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in parts:
        if part.kind is PartKind.CATEGORY and part.key is not None and part.persons:
            found[part.key] = found.get(part.key, 0) + part.persons
    return found


def _whole(frame_parts: Sequence[Part], unit: Unit, fees: Fees) -> Decimal | None:
    """A figure of the whole frame: a stated total, else the plain figure with what is added, else the sum."""
    totals = [p for p in frame_parts if p.kind is PartKind.TOTAL and p.get(unit) is not None]
    if totals:
        return Decimal(totals[-1].get(unit) or 0)
    plain = [p for p in frame_parts if p.kind is PartKind.PLAIN and p.get(unit) is not None]
    plain = [p for p in plain if not p.included] or plain
    if unit is not Unit.PERSONS and not _covers_everybody(frame_parts, plain):
        return None
    pieces = [p for p in frame_parts if p.kind in (PartKind.CATEGORY, PartKind.CHANNEL)]
    if plain:
        base = _sum(plain, unit) or Decimal(0)
        ways = _sum([p for p in pieces if p.kind is PartKind.CHANNEL], unit) or Decimal(0)
        if ways > base:  # 手机25人，村里13人: no part is larger than the whole
            return base + ways
        return base + (_sum([p for p in pieces if p.added], unit) or 0)
    channels = [p for p in pieces if p.kind is PartKind.CHANNEL]
    groups = [p for p in pieces if p.kind is PartKind.CATEGORY]
    if channels and groups and all(p.included for p in groups):
        return _complete_sum(channels, unit, fees)
    pieces = [p for p in pieces if not p.included] or pieces
    return _complete_sum(pieces, unit, fees) if unit is not Unit.PERSONS else _sum(pieces, unit)


def _covers_everybody(parts: Sequence[Part], with_figure: Sequence[Part]) -> bool:
    """False where a stated total counts more people than the parts that have the figure."""
    total = next((p.persons for p in reversed(parts) if p.kind is PartKind.TOTAL and p.persons), None)
    counted = [p.persons for p in with_figure if p.persons is not None]
    return total is None or not counted or sum(counted) >= total


def _deposit(frame: Frame, amount: Decimal | None) -> Decimal | None:
    if frame.deposit_total is not None:
        return frame.deposit_total
    if frame.deposits:
        return sum(frame.deposits, Decimal(0))
    marked = [p for p in frame.parts if p.deposited]
    if not marked:
        return None
    return marked[-1].amount if len(frame.parts) > 1 and marked[-1].amount is not None else amount


def _as_int(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def _added_by_arithmetic(parts: Sequence[Part], fees: Fees) -> None:
    """38人，低保2人，12480元: the two are besides the others where only that fits the money."""
    plain = [p for p in parts if p.kind is PartKind.PLAIN]
    groups = [p for p in parts if p.kind is PartKind.CATEGORY and not p.included and not p.added]
    amount, persons = _whole(parts, Unit.YUAN, fees), _whole(parts, Unit.PERSONS, fees)
    if len(plain) != 1 or not groups or amount is None or persons is None:
        return
    keys = _by_category(groups)
    more = sum(p.persons or 0 for p in groups)
    within, besides = _expected(int(persons), keys, fees), _expected(int(persons) + more, keys, fees)
    if within != amount == besides:
        for part in groups:
            part.added = True


def entry_of(frame: Frame, fees: Fees) -> TallyEntry | None:
    """The entry of a frame, None where nothing countable was said."""
    parts = frame.parts
    _name_total(parts)
    _name_only_way(parts)
    _move_total_amount(parts, fees)
    _added_by_arithmetic(parts, fees)
    persons, households = (
        _as_int(_whole(parts, Unit.PERSONS, fees)),
        _as_int(_whole(parts, Unit.HOUSEHOLDS, fees)),
    )
    amount = _whole(parts, Unit.YUAN, fees)
    if frame.zero and persons is None and amount is None:
        persons = 0
    only_groups = bool(parts) and all(p.kind is PartKind.CATEGORY and p.key for p in parts)
    if frame.correction and only_groups and amount is None:
        persons = None
    deposit = _deposit(frame, amount)
    keys = _by_category(parts)
    if persons is None and households is None and amount is None and deposit is None and not keys:
        return None
    return TallyEntry(
        frame.village,
        frame.day,
        persons,
        households,
        amount,
        frame.cumulative,
        frame.correction,
        deposit,
        keys,
    )
