"""Signing in and choosing a password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from bihuan.people.rules import PASSWORD_RULES


def lock_minutes() -> int:
    """Return for how long sign-in is locked after too many wrong passwords."""
    return int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)


class SignInForm(AuthenticationForm):
    """账号 and 密码; the answer to a wrong pair does not say which of them was wrong."""

    error_messages = {  # noqa: RUF012 - Django's own way
        "invalid_login": "账号或密码不正确，请重新输入。忘记密码请联系本单位的系统管理员重置。",
        "inactive": "账号或密码不正确，请重新输入。忘记密码请联系本单位的系统管理员重置。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "账号"
        self.fields["password"].label = "密码"
        limit = settings.AXES_FAILURE_LIMIT
        self.fields["password"].help_text = f"连续输错 {limit} 次将锁定 {lock_minutes()} 分钟。"


class OwnPasswordForm(PasswordChangeForm):
    """原密码 and a new one twice."""

    error_messages = {  # noqa: RUF012 - Django's own way
        "password_incorrect": "原密码不正确，请重新输入。",
        "password_mismatch": "两次输入的新密码不一致，请重新输入。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "原密码"
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password1"].help_text = "".join(PASSWORD_RULES)
        self.fields["new_password2"].label = "再输一次新密码"
        self.fields["new_password2"].help_text = ""
