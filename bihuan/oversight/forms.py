"""The words of a bulletin that a person may change."""

from __future__ import annotations

from typing import Self

from django import forms

from bihuan.oversight.models import Bulletin


class BulletinForm(forms.Form):
    """Title, addressees, opening and demands; numbers are never typed."""

    title = forms.CharField(label="标题", max_length=200)
    addressees = forms.CharField(label="主送", max_length=300, help_text="几个单位用顿号隔开。")
    opening = forms.CharField(label="开头", widget=forms.Textarea({"rows": 3}))
    demands = forms.CharField(
        label="下一步要求", widget=forms.Textarea({"rows": 5}), help_text="每行一段。"
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, bulletin: Bulletin) -> Self:
        """Return the form filled with the draft's words."""
        names = ("title", "addressees", "opening", "demands", "version")
        return cls(initial={name: getattr(bulletin, name) for name in names})
