"""Areas, organisations, users, posts and assignments."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, ClassVar, NoReturn

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from bihuan.kernel import areas
from bihuan.kernel.areas import AreaLevel, AreaRange
from bihuan.people.rules import capabilities_of
from bihuan.people.scoping import Scope, ScopedQuerySet
from bihuan.people.states import AssignmentKind, Capability, OrganisationKind, Role


class AreaQuerySet(ScopedQuerySet["Area"]):
    """Areas; an enterprise sees none."""

    area_field = "code"
    enterprise_field = None

    def children_of(self, code: int) -> AreaQuerySet:
        """Return the areas one level below ``code``, in code order."""
        below = areas.level_of(code).below()
        if below is None:
            return self.none()
        return self.within(areas.range_of(code)).filter(level=below).order_by("code")


class Area(models.Model):
    """行政区划: one place by its twelve-digit statistical division code."""

    code = models.BigIntegerField("区划代码", primary_key=True)
    name = models.CharField("名称", max_length=60)
    full_name = models.CharField("全称", max_length=200)
    level = models.PositiveSmallIntegerField(
        "级别", choices=[(i.value, i.label) for i in AreaLevel]
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = "行政区划"
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def range(self) -> AreaRange:
        """The codes of everything inside."""
        return areas.range_of(self.code)


class OrganisationQuerySet(ScopedQuerySet["Organisation"]):
    """Organisations; an enterprise sees itself."""

    enterprise_field = "enterprise_ref"


class Organisation(models.Model):
    """机构: a body that holds posts. An enterprise is one too, once it has accounts.

    ``enterprise_ref`` is the id of the enterprise this body is; it is set by the registry,
    which stands above this app, and therefore is a plain number.
    """

    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=24, choices=OrganisationKind.choices)
    area = models.BigIntegerField("区划代码", db_index=True)
    short_name = models.CharField("文号代字", max_length=20, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    enterprise_ref = models.BigIntegerField("企业编号", null=True, blank=True, unique=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "机构"
        ordering: ClassVar = ["area", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def area_range(self) -> AreaRange:
        """The codes of the area the body answers for."""
        return areas.range_of(self.area)


class UserManager(BaseUserManager["User"]):
    """Makes accounts."""

    def create_user(
        self, username: str, *, name: str, password: str | None = None, **more: Any
    ) -> User:
        """Create an account; without a password it cannot sign in by password."""
        user = self.model(username=username, name=name, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """人员: one account. What it may do and see follows from its main post.

    A demo account signs in by one click, and only where the demo is shown.
    """

    username = models.CharField("账号", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("手机号", max_length=20, blank=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("须改密码", default=False)
    is_demo = models.BooleanField("演示账号", default=False)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "人员"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def post(self) -> Post | None:
        """The main post held today, with its organisation; None when the account has none."""
        return (
            self.posts.filter(until__isnull=True)
            .select_related("organisation")
            .order_by("-is_main", "id")
            .first()
        )

    @cached_property
    def capabilities(self) -> frozenset[str]:
        """What the person may do."""
        return capabilities_of(self.post.role) if self.post else frozenset()

    @cached_property
    def scope(self) -> Scope | None:
        """What the person may see; None when the account holds no post."""
        if self.post is None:
            return None
        body = self.post.organisation
        return Scope(
            area=areas.range_of(self.post.area or body.area),
            organisation_id=body.pk,
            enterprise_id=body.enterprise_ref,
        )

    def can(self, capability: str) -> bool:
        """Whether the person's post carries ``capability``."""
        return self.is_active and str(capability) in self.capabilities

    @property
    def may(self) -> dict[str, bool]:
        """Capabilities for templates: ``user.may.PLAN_IMPORT``."""
        return {item.name: self.can(item) for item in Capability}

    def get_full_name(self) -> str:
        """The name shown in the shell."""
        return self.name


class PostQuerySet(ScopedQuerySet["Post"]):
    """Posts within reach of an area range or of one enterprise."""

    area_field = "organisation__area"
    enterprise_field = "organisation__enterprise_ref"


class Post(models.Model):
    """岗位: a person holding a role in a body for a time; ``area`` narrows the body's own area."""

    user = models.ForeignKey(User, models.CASCADE, related_name="posts", verbose_name="人员")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="posts", verbose_name="机构"
    )
    role = models.CharField("岗位", max_length=24, choices=Role.choices)
    title = models.CharField("职务", max_length=60, blank=True)
    area = models.BigIntegerField("负责区划", null=True, blank=True)
    is_main = models.BooleanField("主岗", default=True)
    since = models.DateField("任职日期")
    until = models.DateField("离任日期", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "岗位"
        ordering: ClassVar = ["organisation_id", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(is_main=True, until__isnull=True),
                name="post_one_main_per_user",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation.name}{self.title or self.get_role_display()}"


class AssignmentQuerySet(ScopedQuerySet["Assignment"]):
    """Assignments within an area range or on one enterprise."""

    enterprise_field = "enterprise_ref"

    def current(self, *, on: date) -> AssignmentQuerySet:
        """Keep those in force on a day; the last day counts."""
        return self.filter(since__lte=on).filter(Q(until__isnull=True) | Q(until__gte=on))


class Assignment(models.Model):
    """包保、挂钩、席位制、网格: a person answering for an area or one enterprise for a time."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="assignments", verbose_name="责任人"
    )
    kind = models.CharField("方式", max_length=16, choices=AssignmentKind.choices)
    area = models.BigIntegerField("区划代码", db_index=True)
    enterprise_ref = models.BigIntegerField("企业编号", null=True, blank=True)
    since = models.DateField("开始日期")
    until = models.DateField("结束日期", null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "包保关系"
        ordering: ClassVar = ["area", "id"]

    def __str__(self) -> str:
        return f"{self.user.name}（{self.get_kind_display()}）"


class PeopleChangeQuerySet(ScopedQuerySet["PeopleChange"]):
    """Changes within an area range; an enterprise sees none."""

    enterprise_field = None


class PeopleChange(models.Model):
    """人员变动: one line of the append-only record of who changed which account, post or body."""

    user = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="changes", verbose_name="人员"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="changes", verbose_name="机构"
    )
    area = models.BigIntegerField("区划代码")
    text = models.CharField("变动", max_length=300)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("时间")

    objects = PeopleChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "人员变动"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new line; a written one stays as it is."""
        if self.pk is not None:
            raise TypeError("lines of the record are never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: the record is append-only."""
        raise TypeError("lines of the record are never deleted")
