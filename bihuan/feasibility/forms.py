"""What an office says of its own people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from bihuan.campaigns.rules import HOLDERS
from bihuan.feasibility.rules import USUAL, Assumptions, Pool

HUNDRED = 100


class AssumptionsForm(forms.Form):
    """Per post: how many go together, visits a day, share of the workdays in the field."""

    yearly_cap = forms.IntegerField(
        label="每家企业每年行政检查上限（次）", min_value=1, max_value=365,
        help_text="以本级公布的年度频次上限为准（国办发〔2024〕54号）。",
    )  # fmt: skip
    basis = forms.CharField(
        label="依据", max_length=200, help_text="如：2026年度监督检查计划、近三年检查台账。"
    )

    def __init__(self, *args: Any, assumptions: Assumptions, **kwargs: Any) -> None:
        """Add three fields per post, filled with what is assumed now."""
        super().__init__(*args, **kwargs)
        self.assumptions = assumptions
        self.fields["yearly_cap"].initial = assumptions.yearly_cap
        for role in USUAL:
            pool, name = assumptions.pools[role], HOLDERS[role]
            self.fields[f"crew_{role}"] = forms.IntegerField(
                label=f"{name}：几人一组", min_value=1, max_value=20, initial=pool.crew
            )
            self.fields[f"per_day_{role}"] = forms.FloatField(
                label=f"{name}：外出日每组检查几家",
                min_value=0.1,
                max_value=50,
                initial=pool.per_day,
            )
            self.fields[f"share_{role}"] = forms.IntegerField(
                label=f"{name}：外出检查占工作日的百分之几", min_value=1, max_value=HUNDRED,
                initial=round(pool.share * HUNDRED),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse crews of fewer officers than an inspection takes by law."""
        data = super().clean() or {}
        name = "crew_inspector"
        if data.get(name) is not None and data[name] < USUAL["inspector"].crew:
            self.add_error(
                name, "行政检查须两名以上执法人员（行政处罚法第四十二条），请填 2 以上。"
            )
        return data

    def rows(self) -> list[tuple[str, int, list[forms.BoundField]]]:
        """Return the fields by post: its name, how many hold it, the three fields."""
        return [
            (HOLDERS[role], pool.people, [self[f"{part}_{role}"] for part in ("crew", "per_day", "share")])
            for role, pool in self.assumptions.pools.items()
        ]  # fmt: skip

    def assumed(self) -> Assumptions:
        """Return what was filled in."""
        data = self.cleaned_data

        def said(role: str, pool: Pool) -> Pool:
            return replace(
                pool, crew=data[f"crew_{role}"], per_day=data[f"per_day_{role}"],
                share=data[f"share_{role}"] / HUNDRED,
            )  # fmt: skip

        pools = {role: said(role, pool) for role, pool in self.assumptions.pools.items()}
        return Assumptions(pools, data["yearly_cap"])
