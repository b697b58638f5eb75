"""URLs of people."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.home, name="home"),
    path("profile/", views.profile, name="profile"),
    path("profile/save/", views.save_profile, name="save_profile"),
    path("language/", views.language, name="language"),
]
