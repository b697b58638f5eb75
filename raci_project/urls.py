"""Root URLs."""

from allauth.account import views as sign_in
from django.urls import include, path, re_path

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

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("matrix.urls")),
    path("", include("assessments.urls")),
    path("account/", include(ACCOUNT)),
]
