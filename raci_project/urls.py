"""Root URLs."""

from allauth.account import views as sign_in
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as apps
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as provider
from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from accounts.views.second_factor import at_once, told
from raci_project.health import healthz, readyz
from raci_project.metrics import metrics

handler400 = "raci_project.errors.bad_request"
handler403 = "raci_project.errors.permission_denied"
handler404 = "raci_project.errors.page_not_found"
handler500 = "raci_project.errors.server_error"

# Only what is used of allauth: its pages for several addresses would let a person change the
# address they sign in with, unseen by the audit chain. Sign-up stays, because the sign-in page
# links to it; it says that it is closed.
ACCOUNT = [
    path("login/", sign_in.login, name="account_login"),
    path("logout/", sign_in.logout, name="account_logout"),
    path("inactive/", sign_in.account_inactive, name="account_inactive"),
    path("signup/", sign_in.signup, name="account_signup"),
    path("reauthenticate/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("password/change/", sign_in.password_change, name="account_change_password"),
    # Where the page above sends who has none.
    path("password/set/", sign_in.password_set, name="account_set_password"),
    path("password/reset/", sign_in.password_reset, name="account_reset_password"),
    path("password/reset/done/", sign_in.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        sign_in.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

# Where allauth leads back to; the page itself is ours.
_to_security = RedirectView.as_view(pattern_name="accounts:security")

SECOND_FACTOR = [
    path("", _to_security, name="mfa_index"),
    path("keys/", _to_security, name="mfa_list_webauthn"),
    path("code/", login_not_required(at_once(factors.authenticate)), name="mfa_authenticate"),
    path("again/code/", at_once(factors.reauthenticate), name="mfa_reauthenticate"),
    path("again/key/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("app/add/", told(apps.activate_totp), name="mfa_activate_totp"),
    path("app/remove/", told(apps.deactivate_totp), name="mfa_deactivate_totp"),
    path("codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/new/", told(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("keys/add/", told(keys.add_webauthn), name="mfa_add_webauthn"),
    path("keys/<int:pk>/name/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("keys/<int:pk>/remove/", told(keys.remove_webauthn), name="mfa_remove_webauthn"),
    path("keys/sign-in/", login_not_required(keys.login_webauthn), name="mfa_login_webauthn"),
]

# Nothing else of allauth's: a provider signs in people we know, it connects and makes no account.
PROVIDER = [
    path("callback/", openid.callback, {"provider_id": "oidc"}, name="openid_connect_callback"),
    path("cancelled/", provider.login_cancelled, name="socialaccount_login_cancelled"),
]

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("matrix.urls")),
    path("", include("assessments.urls")),
    path("", include("backups.urls")),
    path("account/", include(ACCOUNT)),
    path("account/second-factor/", include(SECOND_FACTOR)),
    path("account/oidc/", include(PROVIDER)),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
