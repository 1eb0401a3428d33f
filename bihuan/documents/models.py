"""Document numbers and issued documents."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from bihuan.documents.codes import LENGTH, new_code, spaced
from bihuan.kernel.ids import uuid7
from bihuan.kernel.sealing import digest
from bihuan.people.scoping import ScopedQuerySet


class NumberSeries(models.Model):
    """发文字号的流水: the numbers of one 代字 of one office in one year.

    The series goes by ``prefix`` (发文机关代字) and not by the kind of document: kinds that
    share a prefix share its numbers, or two documents would carry the same one.
    """

    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="number_series"
    )
    prefix = models.CharField("发文机关代字", max_length=40)
    year = models.PositiveSmallIntegerField("年份")
    last_number = models.PositiveIntegerField("已用到", default=0)

    class Meta:
        verbose_name = "发文字号流水"
        ordering: ClassVar = ["organisation_id", "prefix", "year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "prefix", "year"], name="one_series_per_prefix_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix}〔{self.year}〕"


def _place(issued: IssuedDocument, name: str) -> str:
    """Return where a file is stored: a name nobody typed, below its year."""
    return f"documents/{issued.issued_on.year}/{issued.public_id}{PurePath(name).suffix}"


class IssuedDocumentQuerySet(ScopedQuerySet["IssuedDocument"]):
    """Issued documents within an area range; enterprises get theirs from the domain that sends."""

    enterprise_field = None


class IssuedDocument(models.Model):
    """已印发公文: what was issued, as data and as files, never changed afterwards.

    ``snapshot`` is the content as printed and ``provenance`` says where its figures came from;
    ``token`` is the code printed on the document by which anybody can verify it.
    """

    public_id = models.UUIDField("公开编号", default=uuid7, unique=True, editable=False)
    token = models.CharField(
        "核验码", max_length=LENGTH, default=new_code, unique=True, editable=False
    )
    kind = models.CharField("文种", max_length=40)
    title = models.CharField("标题", max_length=300)
    number = models.CharField("发文字号", max_length=80)
    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="documents")
    series_number = models.PositiveIntegerField("流水号")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="issued_documents"
    )
    area = models.BigIntegerField("区划代码", db_index=True)
    issued_on = models.DateField("成文日期")
    issued_at = models.DateTimeField("签发时间")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="签发人"
    )
    snapshot = models.JSONField("内容")
    snapshot_sha256 = models.CharField("内容指纹", max_length=64)
    provenance = models.JSONField("数据来源", default=dict)
    docx = models.FileField("Word 文件", upload_to=_place)
    docx_sha256 = models.CharField(max_length=64)
    pdf = models.FileField("PDF 文件", upload_to=_place)
    pdf_sha256 = models.CharField(max_length=64)

    objects = IssuedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "已印发公文"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "series_number"], name="one_document_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row once; an issued document is not edited but followed by another."""
        if not self._state.adding:
            raise TypeError("an issued document never changes")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The document's page."""
        return reverse("documents:detail", args=[self.pk])

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: numbers are never reused."""
        raise TypeError("an issued document is never deleted")

    @property
    def code(self) -> str:
        """The verification code as printed, in groups."""
        return spaced(self.token)

    @property
    def content_is_intact(self) -> bool:
        """Whether the stored content still has the fingerprint it was issued with."""
        return digest(self.snapshot) == self.snapshot_sha256
