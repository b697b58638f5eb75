"""How people sign in: passwords, second factors, an OpenID provider. Imported by settings."""

from typing import Any

from raci_project.environment import Env

PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.forms.own_words.OwnWordsValidator"},
]

SECOND_FACTOR_FORMS = {
    "authenticate": "accounts.forms.second_factor.SignInCodeForm",
    "reauthenticate": "accounts.forms.second_factor.AgainCodeForm",
    "activate_totp": "accounts.forms.second_factor.AppForm",
    "add_webauthn": "accounts.forms.second_factor.KeyForm",
    "edit_webauthn": "accounts.forms.second_factor.KeyNameForm",
    "authenticate_webauthn": "accounts.forms.second_factor.KeyStepForm",
    "login_webauthn": "accounts.forms.second_factor.KeySignInForm",
    "reauthenticate_webauthn": "accounts.forms.second_factor.AgainKeyForm",
}


def providers(env: Env, *, name: str, issuer: str) -> dict[str, dict[str, Any]]:
    """Return SOCIALACCOUNT_PROVIDERS: the one OpenID provider, none without an issuer."""
    client = {
        "provider_id": "oidc",
        "name": name,
        "client_id": env.str("OIDC_CLIENT_ID", default=""),
        "secret": env.str("OIDC_CLIENT_SECRET", default=""),
        "settings": {"server_url": issuer},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [client] if issuer else []}}
