"""URLs of assessments."""

from django.urls import path

from assessments.views import (
    answers,
    dashboard,
    grid,
    history,
    lists,
    mine,
    options,
    recording,
    starting,
    upgrading,
    workbook,
)

app_name = "assessments"

_ALL = "o/<slug:slug>/assessments/"
_ONE = f"{_ALL}<int:assessment_id>/"

urlpatterns = [
    path(_ALL, lists.assessments, name="list"),
    path("o/<slug:slug>/assessments.xlsx", lists.assessments_xlsx, name="list_xlsx"),
    path("o/<slug:slug>/my-duties/", mine.mine, name="my_duties"),
    path("o/<slug:slug>/my-duties.xlsx", mine.mine_xlsx, name="my_duties_xlsx"),
    path("o/<slug:slug>/history/", history.log, name="log"),
    path("o/<slug:slug>/history.xlsx", history.log_xlsx, name="log_xlsx"),
    path(f"{_ALL}new/", starting.new, name="new"),
    path(f"{_ALL}start/", starting.start, name="start"),
    path(_ONE, dashboard.dashboard, name="dashboard"),
    path(f"{_ONE}copy/", starting.copy, name="copy"),
    path(f"{_ONE}copy/start/", starting.start_copy, name="start_copy"),
    path(f"{_ONE}duties/", grid.duties, name="duties"),
    path(f"{_ONE}duties.xlsx", workbook.duties_xlsx, name="duties_xlsx"),
    path(f"{_ONE}history/", history.history, name="history"),
    path(f"{_ONE}history.xlsx", history.history_xlsx, name="history_xlsx"),
    path(f"{_ONE}workbook/", workbook.workbook, name="workbook"),
    path(f"{_ONE}duties/<uuid:key>/", answers.answer, name="answer"),
    path(f"{_ONE}duties/<uuid:key>/save/", answers.save_answer, name="save_answer"),
    path(f"{_ONE}answers/", recording.record, name="record"),
    path(f"{_ONE}sections/<int:section_id>/", answers.save_section, name="save_section"),
    path(f"{_ONE}undo/", recording.undo, name="undo"),
    path(f"{_ONE}options/", options.options, name="options"),
    path(f"{_ONE}options/rows/", options.option_rows, name="option_rows"),
    path(f"{_ONE}options/group/", options.group, name="group_option"),
    path(f"{_ONE}options/<int:option_id>/decide/", options.decide, name="decide_option"),
    path(f"{_ONE}options/<int:option_id>/remove/", options.remove, name="remove_option"),
    path(f"{_ONE}upgrade/", upgrading.upgrade, name="upgrade"),
    path(f"{_ONE}upgrade/apply/", upgrading.apply_upgrade, name="apply_upgrade"),
    path(f"{_ONE}upgrades/", upgrading.upgrades, name="upgrades"),
    path(f"{_ONE}upgrades/<int:upgrade_id>/revert/", upgrading.revert, name="revert_upgrade"),
]
