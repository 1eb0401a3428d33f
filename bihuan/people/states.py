"""Enumerations of people: kinds of bodies, posts, capabilities and assignments."""

from __future__ import annotations

from django.db.models import TextChoices


class OrganisationKind(TextChoices):
    """机构类别."""

    COMMITTEE_OFFICE = "committee_office", "安委会办公室"
    EMERGENCY_BUREAU = "emergency_bureau", "应急管理部门"
    SECTOR_DEPARTMENT = "sector_department", "行业主管部门"
    TOWN_OFFICE = "town_office", "乡镇（街道）安全办"
    COMMUNITY = "community", "村（社区）"
    ENTERPRISE = "enterprise", "企业"


class Role(TextChoices):
    """岗位: the post a person holds; capabilities follow from it."""

    ADMINISTRATOR = "administrator", "系统管理员"
    CHIEF = "chief", "安全办主任"
    CLERK = "clerk", "安全办干事"
    LEADER = "leader", "分管领导"
    INSPECTOR = "inspector", "检查人员"
    GRID_WORKER = "grid_worker", "网格员"
    ENTERPRISE_HEAD = "enterprise_head", "企业主要负责人"
    SAFETY_MANAGER = "safety_manager", "企业安全管理人员"


class Capability(TextChoices):
    """能力: one thing a post may do, always within its scope."""

    PLAN_VIEW = "plan.view", "查看方案"
    PLAN_IMPORT = "plan.import", "上传方案"
    PLAN_CONFIRM = "plan.confirm", "核对方案"
    PLAN_LAUNCH = "plan.launch", "发起行动"
    PLAN_APPROVE = "plan.approve", "批准方案修订"
    ENTERPRISE_VIEW = "enterprise.view", "查看企业"
    ENTERPRISE_EDIT = "enterprise.edit", "维护企业档案"
    SELF_CHECK_VIEW = "self_check.view", "查看企业自查"
    SELF_CHECK_FILL = "self_check.fill", "填报自查"
    HAZARD_VIEW = "hazard.view", "查看隐患"
    HAZARD_REPORT = "hazard.report", "登记隐患"
    HAZARD_GRADE = "hazard.grade", "隐患定级"
    HAZARD_RECTIFY = "hazard.rectify", "报告整改"
    HAZARD_VERIFY = "hazard.verify", "复查销号"
    DUTY_VIEW = "duty.view", "查看履职"
    DUTY_PERFORM = "duty.perform", "登记履职"
    DUTY_MANAGE = "duty.manage", "管理履职规则"
    DELIVERABLE_VIEW = "deliverable.view", "查看报送"
    DELIVERABLE_SUBMIT = "deliverable.submit", "报送材料"
    DELIVERABLE_ACCEPT = "deliverable.accept", "审核报送"
    METRIC_VIEW = "metric.view", "查看指标"
    BULLETIN_VIEW = "bulletin.view", "查看通报"
    BULLETIN_DRAFT = "bulletin.draft", "起草通报"
    BULLETIN_ISSUE = "bulletin.issue", "签发通报"
    STANDARD_VIEW = "standard.view", "查看检查标准"
    STANDARD_EDIT = "standard.edit", "维护检查标准"
    COOPERATION_VIEW = "cooperation.view", "查看部门协同"
    COOPERATION_HANDLE = "cooperation.handle", "办理部门协同"
    PEOPLE_MANAGE = "people.manage", "管理机构人员"
    TRAIL_VERIFY = "trail.verify", "核验留痕"


class AssignmentKind(TextChoices):
    """包保关系: how a person answers for an area or an enterprise."""

    GRID = "grid", "网格"
    CONTRACTED = "contracted", "领导包保"
    HOOK_UP = "hook_up", "挂钩督导"
    SEAT = "seat", "席位制包保"
