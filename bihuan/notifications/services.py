"""Tell people, and remember that they read it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction

from bihuan.kernel.errors import NotFound
from bihuan.loop.models import Todo
from bihuan.notifications.models import Message
from bihuan.notifications.queries import owners_of_todo
from bihuan.notifications.states import MessageKind
from bihuan.people.models import User

KEYS_PER_QUERY = 500


def notify(
    users: Collection[User], *, kind: str, title: str, key: str, at: datetime, body: str = "",
    url: str = "",
) -> None:  # fmt: skip
    """Send the news ``key`` to each of ``users`` who was not told it before."""
    Message.objects.bulk_create(
        [
            Message(
                user=user, kind=kind, title=title[:200], body=body, url=url, key=key[:100], at=at
            )
            for user in users
        ],
        batch_size=400,
        ignore_conflicts=True,
    )


@transaction.atomic
def remind_owners(todos: Collection[Todo], *, reason: str, on: date, at: datetime) -> int:
    """Urge the owners of to-dos; return how many messages were new.

    A person hears of one to-do at most once a day, however often this is called.
    """
    keys = [_urged_key(todo, on) for todo in todos]
    before = _count(keys)
    for todo in todos:
        notify(
            owners_of_todo(todo), kind=MessageKind.REMINDER, title=f"催办：{todo.title}",
            body=reason, url=todo.url, key=_urged_key(todo, on), at=at,
        )  # fmt: skip
    return _count(keys) - before


def _count(keys: Sequence[str]) -> int:
    starts = range(0, len(keys), KEYS_PER_QUERY)
    chunks = [keys[start : start + KEYS_PER_QUERY] for start in starts]
    return sum(Message.objects.filter(key__in=chunk).count() for chunk in chunks)


def _urged_key(todo: Todo, on: date) -> str:
    return f"urged:{todo.case_kind}:{todo.case_id}:{on}"


def not_urged_yet(todos: Collection[Todo], *, on: date) -> list[Todo]:
    """Keep the to-dos whose owners were not urged on that day."""
    keys = [_urged_key(todo, on) for todo in todos]
    known: set[str] = set()
    for start in range(0, len(keys), KEYS_PER_QUERY):
        chunk = keys[start : start + KEYS_PER_QUERY]
        known.update(Message.objects.filter(key__in=chunk).values_list("key", flat=True))
    return [todo for todo, key in zip(todos, keys, strict=True) if key not in known]


@transaction.atomic
def read_message(*, message_id: int, by: User, at: datetime) -> Message:
    """Mark one message as read; the first time counts.

    Raises:
        NotFound: it was not sent to ``by``.
    """
    message = Message.objects.visible_to(by).filter(pk=message_id).first()
    if message is None:
        raise NotFound
    if message.read_at is None:
        message.read_at = at
        message.save(update_fields=["read_at"])
    return message


def read_all(*, by: User, at: datetime) -> int:
    """Mark everything that ``by`` has not read as read; return how many."""
    return Message.objects.visible_to(by).unread().update(read_at=at)
