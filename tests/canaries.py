"""Canaries: a word in every text column of an organisation, to be seen nowhere else.

Columns and rows come from the models, so that whatever a migration adds is planted at once.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any, Final
from zipfile import ZipFile, is_zipfile

from django.apps import apps
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from pypdf import PdfReader

from accounts.models import Membership, Organisation, User
from audit.models import ChainHead, Event, chain_of
from database.triggers import all_triggers, install, remove
from matrix.models import Matrix, Provider

# In no language, no token is as long in it by chance, and slugs and folding leave it as it is.
CANARY: Final = "qzxwvjk"
_TEXTS: Final = frozenset({"CharField", "TextField", "JSONField", "SlugField", "URLField"})
# By it an event is known to be the organisation's.
_KEYS: Final = frozenset({"audit.Event.chain"})


def texts_of(response: Any) -> str:
    """Return everything a response says: its headers and its body, archives opened."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    streaming = getattr(response, "streaming", False)
    body = b"".join(response.streaming_content) if streaming else response.content
    return "\n".join([headers, *_texts(body)])


def owned_by(organisation: Organisation) -> Mapping[type[models.Model], QuerySet[Any]]:
    """Return the rows of every table that lead to an organisation, by model.

    Those of its people and of its log are among them, and providers nobody else has brought.
    """
    chain = chain_of(organisation.pk)
    members = Membership.objects.filter(organisation=organisation)
    others = Matrix.objects.exclude(organisation=organisation).values("provider")
    own = Matrix.objects.filter(organisation=organisation).values("provider")
    found: dict[type[models.Model], QuerySet[Any]] = {
        User: User.objects.filter(pk__in=members.values("user")),
        Event: Event.objects.filter(chain=chain),
        ChainHead: ChainHead.objects.filter(chain=chain),
        Provider: Provider.objects.filter(pk__in=own).exclude(pk__in=others),
    }
    for model in apps.get_models(include_auto_created=True):
        path = _path(model)
        if model not in found and path is not None:
            to_person = path.endswith("user")
            end: Any = found[User] if to_person else [organisation.pk]
            found[model] = model._default_manager.filter(**{f"{path}__in": end})
    return found


def plant(organisation: Organisation) -> set[str]:
    """Write the canary over every text of an organisation; return the columns that hold none.

    The rules that freeze rows are off meanwhile, those of single columns are not.
    """
    connection.check_constraints()  # nothing may be pending where triggers are dropped
    remove(connection, all_triggers())
    bare = {
        name
        for model, rows in owned_by(organisation).items()
        for name, field in _text_fields(model)
        if not _is_planted(rows, field)
    }
    connection.check_constraints()
    install(connection, all_triggers())
    return bare


def state_of(organisation: Organisation) -> str:
    """Return the hash of every row of an organisation, with all its columns."""
    state = sha256()
    for model, rows in owned_by(organisation).items():
        for row in rows.order_by("pk").values_list():
            state.update(repr((model._meta.label, *row)).encode())
    return state.hexdigest()


def _texts(content: bytes) -> Iterator[str]:
    """Yield a content as text; of an archive the names and contents of all that is in it."""
    if content.startswith(b"%PDF-"):
        yield from (page.extract_text() for page in PdfReader(BytesIO(content)).pages)
        return
    if not is_zipfile(BytesIO(content)):
        yield content.decode(errors="replace")
        return
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name
            yield from _texts(archive.read(name))


def _path(model: type[models.Model]) -> str | None:
    """Return the shortest way by foreign keys to an organisation, or to a person, if any."""
    if model is Organisation:
        return "pk"
    ways: deque[tuple[type[models.Model], tuple[str, ...]]] = deque([(model, ())])
    seen, to_person = {model}, None
    while ways:
        at, path = ways.popleft()
        for field in at._meta.concrete_fields:
            target: Any = field.related_model
            if target is Organisation:
                return "__".join((*path, field.name))
            if target is User and to_person is None and field.name == "user":
                to_person = "__".join((*path, field.name))
            elif isinstance(target, type) and target not in {*seen, User}:
                seen.add(target)
                ways.append((target, (*path, field.name)))
    return to_person


def _text_fields(
    model: type[models.Model],
) -> Iterator[tuple[str, "models.Field[Any, Any]"]]:
    for field in model._meta.concrete_fields:
        name = f"{model._meta.label}.{field.name}"
        is_text = field.get_internal_type() in _TEXTS and name not in _KEYS
        if is_text and not (field.choices or field.primary_key or field.is_relation):
            yield name, field


def _is_planted(rows: QuerySet[Any], field: "models.Field[Any, Any]") -> bool:
    numbered = Concat(Value(CANARY), Cast(F("pk"), CharField()))
    address = Concat(Value(f"https://{CANARY}"), Cast(F("pk"), CharField()))
    is_json = field.get_internal_type() == "JSONField"
    tried: list[Any] = [{CANARY: CANARY}] if is_json else [numbered, address, Value(CANARY)]
    for kept in (rows, rows.exclude(**{field.name: ""}) if not is_json else rows):
        for value in tried:
            try:
                with transaction.atomic():
                    return bool(kept.update(**{field.name: value}))
            except (DataError, IntegrityError):  # PostgreSQL measures a text
                continue
    return False
