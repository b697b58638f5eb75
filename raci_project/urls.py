"""Root URLs."""

from django.urls import include, path

handler400 = "raci_project.errors.bad_request"
handler403 = "raci_project.errors.permission_denied"
handler404 = "raci_project.errors.page_not_found"
handler500 = "raci_project.errors.server_error"

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("matrix.urls")),
    path("", include("assessments.urls")),
    path("account/", include("allauth.account.urls")),
]
