"""URLs of people."""

from django.urls import path

from accounts.views import (
    background,
    calendars,
    classification,
    closed,
    erasing,
    four_eyes,
    joining,
    members,
    people,
    profile,
    provider,
    rights,
    security,
    summaries,
    teams,
)

app_name = "accounts"

_PEOPLE = "o/<slug:slug>/people/"
_MEMBER = f"{_PEOPLE}<int:member_id>/"
_INVITATION = "o/<slug:slug>/invitations/<int:invitation_id>/"
_TEAMS = "o/<slug:slug>/teams/"
_TEAM = f"{_TEAMS}<int:team_id>/"
_WORK = "o/<slug:slug>/background/"
_JOB = f"{_WORK}<uuid:job_key>/"
_JOINING = "invitations/<str:invitation_key>/"

urlpatterns = [
    path("", profile.home, name="home"),
    path("profile/", profile.profile, name="profile"),
    path("profile/save/", profile.save_profile, name="save_profile"),
    path("profile/security/", security.security, name="security"),
    path("profile/sessions/<int:session_id>/end/", security.end, name="end_session"),
    path("profile/sessions/end-others/", security.end_others, name="end_other_sessions"),
    path("profile/erasure/", erasing.erasure, name="erasure"),
    path("profile/erase/", erasing.erase, name="erase"),
    path("account/oidc/", provider.sign_in, name="sign_in_by_provider"),
    path("profile/calendar/open/", calendars.open_calendar, name="open_calendar"),
    path("profile/calendar/close/", calendars.close_calendar, name="close_calendar"),
    path("closed/<str:closing_key>/", closed.closed, name="closed_log"),
    path("closed/<str:closing_key>/log.jsonl", closed.closed_file, name="closed_log_file"),
    path("language/", profile.language, name="language"),
    path("summaries/<str:summary_key>/", summaries.summaries, name="summaries"),
    path("summaries/<str:summary_key>/end/", summaries.end_summaries, name="end_summaries"),
    path(_PEOPLE, people.people, name="people"),
    path("o/<slug:slug>/people.xlsx", people.people_xlsx, name="people_xlsx"),
    path(f"{_PEOPLE}invite/", people.invite_person, name="invite"),
    path(f"{_PEOPLE}widening/", people.set_widening, name="set_widening"),
    path(f"{_PEOPLE}four-eyes/", four_eyes.set_four_eyes, name="set_four_eyes"),
    path(f"{_PEOPLE}classification/", classification.set_mark, name="set_mark"),
    path(f"{_PEOPLE}second-factor/", people.set_second_factor, name="set_second_factor"),
    path(_MEMBER, members.member, name="member"),
    path(f"{_MEMBER}role/", members.set_role, name="set_role"),
    path(f"{_MEMBER}teams/", members.save_teams, name="save_teams"),
    path(f"{_MEMBER}removal/", members.removal, name="removal"),
    path(f"{_MEMBER}remove/", members.remove, name="remove_member"),
    path(f"{_INVITATION}again/", people.send_invitation_again, name="send_again"),
    path(f"{_INVITATION}withdraw/", people.withdraw, name="withdraw"),
    path(_TEAMS, teams.teams, name="teams"),
    path("o/<slug:slug>/teams.xlsx", teams.teams_xlsx, name="teams_xlsx"),
    path(f"{_TEAMS}new/", teams.new_team, name="new_team"),
    path(f"{_TEAMS}create/", teams.add_team, name="add_team"),
    path(_TEAM, teams.team, name="team"),
    path(f"{_TEAM}save/", teams.save_team, name="save_team"),
    path(f"{_TEAM}delete/", teams.remove_team, name="delete_team"),
    path("o/<slug:slug>/rights/", rights.rights, name="rights"),
    path(_WORK, background.background, name="background"),
    path("o/<slug:slug>/background.xlsx", background.background_xlsx, name="background_xlsx"),
    path(f"{_JOB}progress/", background.background_progress, name="background_progress"),
    path(f"{_JOB}cancel/", background.cancel_background, name="cancel_background"),
    path(f"{_JOB}again/", background.run_background_again, name="run_again"),
    path(_JOINING, joining.invitation, name="invitation"),
    path(f"{_JOINING}accept/", joining.accept, name="accept_invitation"),
]
