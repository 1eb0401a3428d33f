"""What a paper is called: the words around a verb of sending without who, when and how."""

import re

from bihuan.planparse.actors import actor_in
from bihuan.planparse.frequencies import EACH
from bihuan.planparse.rules.sending import PAPER

WHAT = re.compile(
    rf"(?:将|把|对|形成|制定|填写|报送|上报|提交|报|一次|经|编发|汇总|更新)?(?P<what>[一-鿿“”《》、和及()\w]{{0,30}}?(?:{PAPER}))"
)
OBJECT = re.compile(
    rf"(?:将|把)(?P<what>[^,。;将把]{{2,50}}?(?:{PAPER})?)(?:及时|分别|书面|统一|一并|,|于|按时|(?<![快月季周日年简])报(?!告|表)|上报|发送|提交|反馈|汇总|通过|以|送|\(|$)"
)
MADE = re.compile(
    rf"(?:形成|制定|撰写|编制|填写|编发|完成(?!情况|进度|进展)|做好)(?P<what>[^,。;]{{0,24}}?(?:{PAPER}){{1,3}})"
)
# “各单位联系电话于4月15日前报送”: what stands before its day.
SUBJECT = re.compile(r"(?P<what>[^,。;:将把]{2,24}?)(?:请|应|须|要)?(?:于|在)[\d每]")
# What a paper's name does not begin with: who, when, and verbs.
NOT_ITS_NAME = re.compile(
    rf"^.*(?:{EACH}[一-鿿\d]{{0,6}}(?:前|底|日)|编发|起草|实行(?:每[日天])?|(?:之前|以前|日前|底前)(?:要|应|须)?(?:将|把)?)(?=[一-鿿]{{2}})"
)
BRACKETS = re.compile(r"\([^()\n]{0,60}\)")
AFTER_VERB = re.compile(
    rf"(?:一次|至[^,。;]{{2,16}}|给[^,。;]{{2,16}})?(?P<what>[^,。;\n]{{0,30}}(?:{PAPER}))"
)


def name_of(before: str, after: str, segment: str) -> str:
    """Return what is handed in, without who, when and how."""
    what = _what(before, after).strip("“”、,( ").replace("《", "").replace("》", "")
    what = (
        re.sub(
            r"(?:经[^,。;]{1,12}(?:签字|审核|审定|同意)|加盖公章|签字盖章|盖章|审核|汇总|审签|分类汇总)后?$|于?\d{1,2}月(?:\d{1,2}日|底)?(?:之|以)?前$",
            "",
            what,
        )
        or what
    )
    what = NOT_ITS_NAME.sub("", what) or what
    subject = SUBJECT.match(segment) if what == "材料" else None
    if subject and not actor_in(f"{subject.group('what')}每"):
        what = subject.group("what")
    return what


def _what(before: str, after: str) -> str:
    objects = list(OBJECT.finditer(before))
    if objects:
        return objects[-1].group("what")
    made = list(MADE.finditer(before))
    if made and not re.match(r"[一-鿿]{0,10}《", after):
        return made[-1].group("what")
    follows = AFTER_VERB.match(after)
    if follows and follows.group("what"):
        what = follows.group("what")
        return (
            re.sub(
                r"^(?:上级|[一-鿿]{2,10}?(?:局|办公室|办|委|政府|领导小组))(?=[一-鿿]{2})", "", what
            )
            or what
        )
    earlier = list(WHAT.finditer(before))
    return earlier[-1].group("what") if earlier else "材料"
