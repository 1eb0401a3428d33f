"""Areas and organisations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from bihuan.kernel import areas
from bihuan.kernel.errors import NotFound, Refused
from bihuan.people.models import Area, Organisation, User
from bihuan.people.services.permission import note_change, require_area
from bihuan.people.states import Capability


@transaction.atomic
def create_areas(names: Mapping[int, str], *, by: User | None, at: datetime) -> list[Area]:
    """Write areas by code, those above first; a known code gets the new name.

    The full name is put together from the names above. Returns all areas named, by code.

    Raises:
        Refused: a code has not twelve digits, or the place above it is not known.
    """
    written = [_write(code, names[code], by=by) for code in sorted(names)]
    for area, is_new, before in written:
        if is_new:
            note_change(f"新增区划：{area.full_name}", area=area.code, by=by, at=at)
        elif before != area.name:
            note_change(f"区划“{before}”更名为“{area.name}”", area=area.code, by=by, at=at)
    return [area for area, _, _ in written]


def create_area(code: int, name: str, *, by: User | None, at: datetime) -> Area:
    """Write one area; see ``create_areas``."""
    return create_areas({code: name}, by=by, at=at)[0]


def _write(code: int, name: str, *, by: User | None) -> tuple[Area, bool, str]:
    name = name.strip()
    try:
        level = areas.level_of(code)
    except ValueError:
        raise Refused(f"区划代码 {code} 不是 12 位数字，请核对。") from None
    if not name:
        raise Refused(f"区划代码 {code} 没有名称，请填写。")
    require_area(by, code, Capability.PEOPLE_MANAGE)
    above = _above(code)
    known = Area.objects.filter(code=code).first()
    before = known.name if known else ""
    full_name = f"{above.full_name}{name}" if above else name
    area, is_new = Area.objects.update_or_create(
        code=code, defaults={"name": name, "full_name": full_name, "level": level.value}
    )
    if not is_new and before != name:
        _rename_below(area)
    return area, is_new, before


def _above(code: int) -> Area | None:
    parent = areas.parent_of(code)
    if parent is None:
        return None
    above = Area.objects.filter(code=parent).first()
    if above is None:
        raise Refused(f"上级区划 {parent} 尚未建立，请先建立上级。")
    return above


def _rename_below(area: Area) -> None:
    """Put the full names of everything inside ``area`` right."""
    names = {area.code: area.full_name}
    inside = Area.objects.within(area.range).exclude(code=area.code).order_by("code")
    for one in inside:
        parent = areas.parent_of(one.code)
        assert parent is not None
        one.full_name = names[one.code] = f"{names.get(parent, '')}{one.name}"
        one.save(update_fields=["full_name"])


@transaction.atomic
def create_organisation(
    *, name: str, kind: str, area: int, by: User | None, at: datetime, short_name: str = "",
    parent: Organisation | None = None, enterprise_ref: int | None = None,
) -> Organisation:  # fmt: skip
    """Make a body that can hold posts.

    Raises:
        Refused: the area is not known, or a body of that name exists there.
    """
    able = [Capability.PEOPLE_MANAGE]
    if enterprise_ref is not None:
        able.append(Capability.ENTERPRISE_EDIT)
    require_area(by, area, *able)
    if not Area.objects.filter(code=area).exists():
        raise Refused("所选区划不存在，请重新选择。")
    name = name.strip()
    if not name:
        raise Refused("请填写机构名称。")
    if enterprise_ref is None and Organisation.objects.filter(name=name, area=area).exists():
        raise Refused(f"该区划已有机构“{name}”，不需要重复建立。")
    body = Organisation.objects.create(
        name=name, kind=kind, area=area, short_name=short_name, parent=parent,
        enterprise_ref=enterprise_ref,
    )  # fmt: skip
    note_change(f"建立机构：{name}", area=area, by=by, at=at, organisation=body)
    return body


@transaction.atomic
def update_organisation(
    *, organisation_id: int, name: str, short_name: str, parent: Organisation | None,
    by: User | None, at: datetime,
) -> Organisation:  # fmt: skip
    """Change a body's name, document code and superior; its kind and place stay."""
    body = Organisation.objects.select_for_update(of=("self",)).filter(pk=organisation_id).first()
    if body is None:
        raise NotFound
    require_area(by, body.area, Capability.PEOPLE_MANAGE)
    if parent is not None and _is_inside(parent, body):
        raise Refused("上级机构不能是本机构或其下级。")
    before = body.name
    body.name, body.short_name, body.parent = name.strip(), short_name.strip(), parent
    body.save()
    text = f"机构“{before}”更名为“{body.name}”" if before != body.name else "修改机构资料"
    note_change(text, area=body.area, by=by, at=at, organisation=body)
    return body


def _is_inside(one: Organisation | None, body: Organisation) -> bool:
    while one is not None:
        if one.pk == body.pk:
            return True
        one = one.parent
    return False
