"""What a closed loop leaves behind: the case's own columns, trail, seals, evidence, to-dos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q

from bihuan.kernel.areas import county_of
from bihuan.kernel.clocks import Term
from bihuan.kernel.ids import uuid7
from bihuan.kernel.machines import Machine
from bihuan.loop.states import EscalationAction, EvidenceKind
from bihuan.people.models import User
from bihuan.people.scoping import ScopedQuerySet


@dataclass(frozen=True, slots=True)
class TodoSpec:
    """What a case asks of whom in its present state.

    Exactly one of ``user_id``, ``organisation_id``, ``enterprise_id`` says whose inbox it is;
    ``capability`` narrows an organisation's or enterprise's inbox to posts that can act.
    """

    title: str
    url: str
    capability: str
    user_id: int | None = None
    organisation_id: int | None = None
    enterprise_id: int | None = None


class Case(models.Model):
    """One closed loop: state, version, place and deadline.

    Concrete cases set ``machine``, and answer ``term``, ``todo`` and ``get_absolute_url``;
    ``late_list`` is the page that lists the late ones, when there is one.
    ``state``, ``version`` and ``due_on`` are written by ``loop.services`` only. ``area`` is the
    present jurisdiction, ``county`` its first six digits for ordered indexes, ``home`` the
    county of first registration, which never changes (the shard key).
    """

    machine: ClassVar[Machine]
    late_list: ClassVar[str] = ""

    public_id = models.UUIDField("公开编号", default=uuid7, editable=False, db_index=True)
    area = models.BigIntegerField("区划代码")
    county = models.IntegerField("区县代码", editable=False)
    home = models.IntegerField("首登区县", editable=False)
    state = models.CharField("状态", max_length=24, editable=False)
    version = models.PositiveIntegerField("版次", default=0, editable=False)
    due_on = models.DateField("期限", null=True, blank=True)
    created_at = models.DateTimeField("登记时间", editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name="登记人",
    )  # fmt: skip

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep ``county`` and ``home`` true to ``area``."""
        self.county = county_of(self.area)
        self.home = self.home or self.county
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The case's page."""
        raise NotImplementedError

    @property
    def kind(self) -> str:
        """The machine's name, by which trail and to-dos refer to the case."""
        return self.machine.name

    @property
    def state_label(self) -> str:
        """The state in Chinese."""
        return self.machine.states[self.state]

    @property
    def is_final(self) -> bool:
        """Whether the loop is closed."""
        return self.machine.is_final(self.state)

    def term(self, clock: str) -> Term:
        """Return how long ``clock`` runs; a case without clocks of its own has none to ask for."""
        raise LookupError(f"{self.kind} has no clock {clock}")

    def todo(self) -> TodoSpec | None:
        """Return what is asked of whom now; None when nobody has to act."""
        return None


class TrailRow(models.Model):
    """留痕: one step of one case, written once. The hash covers every other column."""

    case_kind = models.CharField("事项类别", max_length=32)
    case_id = models.BigIntegerField("事项编号")
    number = models.PositiveIntegerField("序号")
    step = models.CharField("步骤", max_length=32)
    label = models.CharField("步骤名称", max_length=40)
    from_state = models.CharField("原状态", max_length=24, blank=True)
    to_state = models.CharField("新状态", max_length=24)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="经办人")
    by_name = models.CharField("经办人姓名", max_length=40)
    by_post = models.CharField("经办人岗位", max_length=200, blank=True)
    at = models.DateTimeField("时间")
    note = models.TextField("说明", blank=True)
    facts = models.TextField("记录", default="{}")
    area = models.BigIntegerField("区划代码")
    row_hash = models.CharField("摘要", max_length=64)
    seal = models.ForeignKey("Seal", models.PROTECT, null=True, related_name="rows")
    seal_position = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = "留痕"
        ordering: ClassVar = ["case_kind", "case_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case_kind", "case_id", "number"], name="trail_numbered_per_case"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(seal__isnull=True), name="trail_unsealed"),
            models.Index(fields=["area", "-at"], name="trail_area_at"),
        ]

    def __str__(self) -> str:
        return f"{self.case_kind}#{self.case_id} 第{self.number}步 {self.label}"

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: the trail is append-only."""
        raise TypeError("trail rows are never deleted")


class Seal(models.Model):
    """封存: a batch of trail rows under one Merkle root, chained to the batch before."""

    number = models.PositiveBigIntegerField("序号", unique=True)
    previous = models.CharField("前一封存摘要", max_length=64)
    root = models.CharField("默克尔根", max_length=64)
    count = models.PositiveIntegerField("条数")
    sealed_at = models.DateTimeField("封存时间")
    seal_hash = models.CharField("封存摘要", max_length=64)

    class Meta:
        verbose_name = "封存"
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"封存 {self.number}（{self.count} 条）"


class DailyRoot(models.Model):
    """每日根: the Merkle root over one county's trail rows of one Beijing day, for publication."""

    county = models.IntegerField("区县代码")
    day = models.DateField("日期")
    root = models.CharField("默克尔根", max_length=64)
    count = models.PositiveIntegerField("条数")

    class Meta:
        verbose_name = "每日根"
        ordering: ClassVar = ["-day", "county"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["county", "day"], name="daily_root_once")
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.day}"


class EvidenceQuerySet(ScopedQuerySet["Evidence"]):
    """Evidence within an area range or of one enterprise."""


def evidence_path(instance: Evidence, _filename: str) -> str:
    """Name a stored file by its content, so that a hostile name never reaches the disk."""
    suffix = {"image/jpeg": "jpg", "image/png": "png"}.get(instance.content_type, "bin")
    return f"evidence/{instance.sha256[:2]}/{instance.sha256}.{suffix}"


class Evidence(models.Model):
    """佐证材料: a photo or file that proves a step. It binds to a case when the step is taken."""

    public_id = models.UUIDField(default=uuid7, editable=False, unique=True)
    kind = models.CharField("类别", max_length=16, choices=EvidenceKind.choices)
    case_kind = models.CharField(max_length=32, blank=True)
    case_id = models.BigIntegerField(null=True)
    trail_number = models.PositiveIntegerField(null=True)
    file = models.FileField("文件", upload_to=evidence_path, max_length=200)
    name = models.CharField("文件名", max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField(max_length=64, db_index=True)
    likeness = models.CharField("图像指纹", max_length=16, blank=True, db_index=True)
    area = models.BigIntegerField("区划代码")
    enterprise_id = models.BigIntegerField(null=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("上传时间")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "佐证材料"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["case_kind", "case_id"], name="evidence_of_case")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        """Whether the file can be shown as a picture."""
        return self.content_type.startswith("image/")


class StepKey(models.Model):
    """幂等键: remembers that a request already moved its case, so a double click moves it once."""

    key = models.UUIDField(primary_key=True)
    case_kind = models.CharField(max_length=32)
    case_id = models.BigIntegerField()
    step = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "幂等键"

    def __str__(self) -> str:
        return str(self.key)


class Todo(models.Model):
    """待办: one open case as its owner's inbox shows it. Kept by ``loop.services`` alone."""

    case_kind = models.CharField("事项类别", max_length=32)
    case_id = models.BigIntegerField("事项编号")
    title = models.CharField("事项", max_length=200)
    state_label = models.CharField("状态", max_length=40)
    url = models.CharField(max_length=200)
    capability = models.CharField(max_length=40)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="todos")
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, null=True)
    enterprise_id = models.BigIntegerField(null=True)
    area = models.BigIntegerField()
    due_on = models.DateField("期限", null=True)
    since = models.DateTimeField("到达时间")

    class Meta:
        verbose_name = "待办"
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case_kind", "case_id"], name="todo_one_per_case")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "due_on", "id"], name="todo_organisation"),
            models.Index(fields=["enterprise_id", "due_on", "id"], name="todo_enterprise"),
            models.Index(fields=["user", "due_on", "id"], name="todo_user"),
            models.Index(fields=["area", "due_on"], name="todo_area_due"),
        ]

    def __str__(self) -> str:
        return self.title


class EscalationPolicy(models.Model):
    """升级规则: what happens so many days after a case of a kind falls due."""

    case_kind = models.CharField("事项类别", max_length=32)
    level = models.PositiveSmallIntegerField("级次")
    days_after_due = models.IntegerField("逾期天数", help_text="0 为到期次日，负数为到期前")
    action = models.CharField("方式", max_length=20, choices=EscalationAction.choices)

    class Meta:
        verbose_name = "升级规则"
        ordering: ClassVar = ["case_kind", "level"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case_kind", "level"], name="escalation_level_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_kind} 第{self.level}级：{self.get_action_display()}"


class Escalation(models.Model):
    """升级记录: a policy applied once to one deadline of one case."""

    case_kind = models.CharField(max_length=32)
    case_id = models.BigIntegerField()
    due_on = models.DateField()
    level = models.PositiveSmallIntegerField()
    action = models.CharField(max_length=20, choices=EscalationAction.choices)
    on = models.DateField()

    class Meta:
        verbose_name = "升级记录"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case_kind", "case_id", "due_on", "level"], name="escalation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_kind}#{self.case_id} 第{self.level}级"
