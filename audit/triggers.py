"""The log is append-only, whoever asks."""

from database.triggers import Trigger, append_only

TRIGGERS: tuple[Trigger, ...] = (
    *append_only("audit_event"),
    Trigger(
        "audit_chainhead_no_delete",
        "audit_chainhead",
        "DELETE",
        "1 = 1",
        "the head of a chain is kept",
    ),
    Trigger(
        "audit_chainhead_only_forward",
        "audit_chainhead",
        "UPDATE",
        "NEW.chain <> OLD.chain OR NEW.sequence < OLD.sequence OR OLD.is_closed "
        "OR (NEW.sequence = OLD.sequence AND NEW.seal <> OLD.seal)",
        "the head of a chain only moves forward",
    ),
)
