"""Laws, standards and documents as editions of a text; what people say about them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from bihuan.kernel import areas
from bihuan.kernel.areas import AreaLevel
from bihuan.people.models import Organisation, User
from bihuan.people.scoping import ScopedQuerySet
from bihuan.reference.sectors import sector_name
from bihuan.regulations.rules import Edition
from bihuan.regulations.states import Certainty, RegulationKind, Standing

NATIONWIDE = 0
"""The area of what came with the product: everybody may read it, nobody may change it."""


def _own_and_above(user: User, field: str) -> Q | None:
    """The condition for rows of the person's area, of bodies above it, and nationwide ones."""
    scope = user.scope
    if scope is None or scope.enterprise_id is not None:
        return None
    above = [areas.at_level(scope.area.low, level) for level in AreaLevel]
    inside = Q(**{f"{field}__gte": scope.area.low, f"{field}__lte": scope.area.high})
    return inside | Q(**{f"{field}__in": [NATIONWIDE, *above]})


class RegulationQuerySet(ScopedQuerySet["Regulation"]):
    """Texts of the person's area and above; enterprises see none."""

    enterprise_field = None

    def visible_to(self, user: User) -> Self:
        """Keep what the person's area, a body above it, or the product itself put in."""
        condition = _own_and_above(user, "area")
        return self.none() if condition is None else self.filter(condition)

    def owned_by(self, user: User) -> Self:
        """Keep what the person's own area put in: what he may change, if he may change any."""
        scope = user.scope
        if scope is None or scope.enterprise_id is not None:
            return self.none()
        return self.within(scope.area)

    def in_force_on(self, day: date) -> Self:
        """Keep the editions in force on a day; one without a known first day is not among them."""
        rows = self.filter(effective_on__lte=day).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )
        replaced = Q(replaced_by__isnull=False) & (
            Q(replaced_by__effective_on__isnull=True) | Q(replaced_by__effective_on__lte=day)
        )
        return rows.exclude(Q(ends_on__isnull=True) & replaced)


class Regulation(models.Model):
    """法规标准: one edition of a law, standard or document; editions share ``series``.

    ``ends_on`` is the last day in force where it is known; without it an edition ends the day
    before ``replaced_by`` begins. One text may take the place of several. ``earlier`` says that
    older editions exist which the library does not hold.
    """

    code = models.CharField(max_length=60, null=True, unique=True)
    series = models.CharField("同一文本", max_length=60, db_index=True)
    title = models.CharField("名称", max_length=200)
    aliases = models.JSONField("别名", default=list, blank=True)
    number = models.CharField("文号或标准号", max_length=80, blank=True)
    kind = models.CharField("类别", max_length=16, choices=RegulationKind.choices)
    issuer = models.CharField("制定机关", max_length=120, blank=True)
    issued_on = models.DateField("公布日期", null=True, blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True, db_index=True)
    ends_on = models.DateField("失效前最后一日", null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces",
        verbose_name="替代它的文本",
    )  # fmt: skip
    earlier = models.BooleanField("此前有未收录的版本", default=False)
    source = models.CharField("说明", max_length=200, blank=True)
    certainty = models.CharField(
        "核对情况", max_length=12, choices=Certainty.choices, default=Certainty.UNCHECKED
    )
    link = models.URLField("公布网址", max_length=300, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="收录单位"
    )
    area = models.BigIntegerField("区划代码", default=NATIONWIDE, db_index=True)
    created_at = models.DateTimeField("收录时间", null=True)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="收录人"
    )

    objects = RegulationQuerySet.as_manager()

    class Meta:
        verbose_name = "法规标准"
        ordering: ClassVar = ["kind", "title", "effective_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="regulation_ends_after_it_begins",
                condition=Q(ends_on__isnull=True)
                | Q(effective_on__isnull=True)
                | Q(ends_on__gte=F("effective_on")),
            )
        ]

    def __str__(self) -> str:
        return f"《{self.title}》{f'（{self.number}）' if self.number else ''}"

    def get_absolute_url(self) -> str:
        """The text's page."""
        return f"/regulations/{self.pk}/"

    @property
    def is_builtin(self) -> bool:
        """Whether it came with the product."""
        return self.code is not None

    @property
    def edition(self) -> Edition:
        """The text as the resolver takes it, with its successor."""
        return _edition(self, deep=True)

    @property
    def sector_names(self) -> str:
        """The fields it is about."""
        return "、".join(sector_name(one.sector) for one in self.sectors.all())

    def on(self, day: date) -> Standing:
        """Return how it stands on a day."""
        return self.edition.on(day)


def _edition(row: Regulation, *, deep: bool) -> Edition:
    after = _edition(row.replaced_by, deep=False) if deep and row.replaced_by else None
    return Edition(
        row.pk,
        row.title,
        row.number,
        row.effective_on,
        row.ends_on,
        after,
        earlier=row.earlier,
        aliases=tuple(row.aliases),
    )


class RegulationSector(models.Model):
    """适用领域: a field that a text is about."""

    regulation = models.ForeignKey(Regulation, models.CASCADE, related_name="sectors")
    sector = models.CharField("行业领域", max_length=40, db_index=True)

    class Meta:
        verbose_name = "适用领域"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["regulation", "sector"], name="regulation_sector_once")
        ]

    def __str__(self) -> str:
        return sector_name(self.sector)


class RegulationName(models.Model):
    """法规名称索引: one form under which a text is found; kept by the services alone."""

    regulation = models.ForeignKey(Regulation, models.CASCADE, related_name="names")
    form = models.CharField(max_length=200, db_index=True)

    class Meta:
        verbose_name = "法规名称索引"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["regulation", "form"], name="regulation_name_once")
        ]

    def __str__(self) -> str:
        return self.form


class RegulationCommentQuerySet(ScopedQuerySet["RegulationComment"]):
    """What was said in the person's area and above it; enterprises see none."""

    enterprise_field = None

    def visible_to(self, user: User) -> Self:
        """Keep what was said by the person's own side or by bodies above."""
        condition = _own_and_above(user, "area")
        return self.none() if condition is None else self.filter(condition)


class RegulationComment(models.Model):
    """法规意见: what a body finds wanting in a text, or says about using it. Written once."""

    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="comments")
    text = models.TextField("意见")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    by_post = models.CharField("岗位", max_length=200)
    area = models.BigIntegerField("区划代码", db_index=True)
    at = models.DateTimeField("时间")

    objects = RegulationCommentQuerySet.as_manager()

    class Meta:
        verbose_name = "法规意见"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.text[:40]
