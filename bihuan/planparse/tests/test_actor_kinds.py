"""What kind of body an actor's words mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.planparse.actor_kinds import LABELS, ActorKind, kinds_of


@pytest.mark.parametrize(
    ("actor", "kinds"),
    [
        ("各镇街", "town"),
        ("各乡镇人民政府", "town"),
        ("各片区", "town"),
        ("街道办事处", "town"),
        ("市直有关部门", "department"),
        ("县应急局", "department"),
        ("镇派出所", "department"),
        ("各成员单位", "department"),
        ("企业", "enterprise"),
        ("村办企业", "enterprise"),
        ("企业主要负责人", "enterprise_head"),
        ("厂长(经理)", "enterprise_head"),
        ("安全管理人员", "safety_manager"),
        ("企业安全总监", "safety_manager"),
        ("班组", "team"),
        ("一线岗位", "team"),
        ("从业人员", "worker"),
        ("各社区", "village"),
        ("各村网格员", "grid_worker"),
        ("村级河长", "warden"),
        ("领导小组办公室", "office"),
        ("县安委办", "office"),
        ("县安委办主任", "office_head"),
        ("县安全生产领导小组", "leading_group"),
        ("镇主要领导", "leader"),
        ("街道主要负责人", "leader"),
        ("分管副县长", "leader"),
        ("专家组", "expert"),
        ("综合执法大队", "inspector"),
        ("督导组", "inspector"),
        ("中心小学校", "institution"),
        ("各县(市、区)", "government"),
        ("各单位", "all_units"),
        ("各乡镇、有关部门和企业", "town department enterprise"),
        ("镇安全办、应急办", "office"),
        ("甲方", ""),
        ("", ""),
    ],
)
def test_an_actor_names_these_kinds(actor: str, kinds: str) -> None:
    assert " ".join(kinds_of(actor)) == kinds


def test_every_kind_has_a_label() -> None:
    assert set(LABELS) == set(ActorKind)
    assert len(set(LABELS.values())) == len(ActorKind)


@given(st.text(max_size=40))
def test_any_words_give_known_kinds_each_once(words: str) -> None:
    kinds = kinds_of(words)
    assert len(set(kinds)) == len(kinds)
    assert all(kind in LABELS for kind in kinds)
