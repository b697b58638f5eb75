"""Second factors to test with: an authenticator app whose codes one can read."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from allauth.account.utils import user_pk_to_url_str
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.http import HttpRequest
from django.test import Client
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)

from accounts.models import User

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
HOST = "localhost"  # WebAuthn takes http only there
_ORIGIN = f"http://{HOST}"
_HOST_HASH = sha256(HOST.encode())
_KEY_ID = b"key in software"
_PRESENT = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


def make_app(user: User) -> str:
    """Give a person an authenticator app; return its secret."""
    with _outside_requests():
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
    return str(secret)


def make_codes(user: User) -> list[str]:
    """Give a person recovery codes; return them."""
    with _outside_requests():
        return list(RecoveryCodes.activate(user).get_unused_codes())


@dataclass(frozen=True)
class Key:
    """A key in software, and what we keep of it."""

    private: ec.EllipticCurvePrivateKey
    factor: Authenticator


def make_key(user: User, name: str = "USB", *, is_passkey: bool = True) -> Key:
    """Give a person a key of ours, valid for `HOST`."""
    private = ec.generate_private_key(ec.SECP256R1())
    public = ES256.from_cryptography_key(private.public_key())  # type: ignore[no-untyped-call]
    seen = AuthenticatorData.create(
        _HOST_HASH,
        _PRESENT | AuthenticatorData.FLAG.AT,
        0,
        AttestedCredentialData.create(Aaguid.NONE, _KEY_ID, public),
    )
    answer = AuthenticatorAttestationResponse(
        client_data=CollectedClientData.create("webauthn.create", b"x" * 32, _ORIGIN),
        attestation_object=AttestationObject.create("none", seen, {}),
    )
    kept = dict(RegistrationResponse(raw_id=_KEY_ID, response=answer))
    kept["clientExtensionResults"] = {"credProps": {"rk": is_passkey}}
    factor = Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": name, "credential": json.loads(json.dumps(kept))},
    )
    return Key(private, factor)


def answer_of(key: Key, challenge: str, user: User) -> str:
    """Return what a browser sends when the key answers `challenge` for a person."""
    client_data = CollectedClientData.create("webauthn.get", websafe_decode(challenge), _ORIGIN)
    seen = AuthenticatorData.create(_HOST_HASH, _PRESENT, 1)
    signature = key.private.sign(seen + client_data.hash, ec.ECDSA(hashes.SHA256()))
    parts = {
        "clientDataJSON": client_data,
        "authenticatorData": seen,
        "signature": signature,
        "userHandle": user_pk_to_url_str(user).encode(),
    }
    response = {name: websafe_encode(part) for name, part in parts.items()}
    key_id = websafe_encode(_KEY_ID)
    return json.dumps({"id": key_id, "rawId": key_id, "type": "public-key", "response": response})


def code_of(secret: str) -> str:
    """Return what the app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def kinds_of(user: User) -> set[str]:
    """Return the kinds of what protects a person."""
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def say_who_it_is(client: Client, password: str) -> None:
    """Enter the password again, as pages that protect the account ask."""
    client.post("/account/reauthenticate/", {"password": password})


@contextmanager
def _outside_requests() -> Iterator[None]:
    with request_context(HttpRequest()):
        yield
