"""Which route takes which verb, and who may use it: CONTRACTS.md, "Rights", written by hand."""

from dataclasses import dataclass

from accounts.rights import Role

EVERYBODY = frozenset(Role)
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
LEADING = frozenset({Role.ADMINISTRATOR, Role.MANAGER})
WORKING = LEADING | {Role.CONTRIBUTOR}
BRINGING = WORKING | {Role.AUDITOR}
# Of something that another member brought in and applied.
OF_ANOTHER = frozenset({302, 403, 409})
# Of a draft: its maker's alone, and here that is one of those who may make one.
OF_ONE = frozenset({200, 403, 404, 409, 422})
AUDITORS = frozenset({Role.AUDITOR})


@dataclass(frozen=True)
class Line:
    """One route: its verb, and the roles that may use it. Without organisation: any person.

    `answers` are what an allowed person can get for a request with `body`, a form.
    """

    verb: str
    roles: frozenset[Role] = EVERYBODY
    is_public: bool = False
    in_organisation: bool = True
    answers: frozenset[int] = frozenset({200, 302, 400, 409, 422})
    body: str = ""


def of_a_person(verb: str, *, is_public: bool = False) -> Line:
    """Return the line of a route that belongs to no organisation."""
    return Line(verb, is_public=is_public, in_organisation=False)


def of_a_link(verb: str) -> Line:
    """Return the line of a route that a key in its address opens, and the key here is none."""
    return Line(verb, is_public=True, in_organisation=False, answers=frozenset({404}))


TABLE: dict[str, Line] = {
    "healthz": of_a_person("get", is_public=True),
    # Tables of tests are made without migrations, and no worker runs.
    # Nobody holds a token here.
    "metrics": Line("get", is_public=True, in_organisation=False, answers=frozenset({404})),
    "readyz": Line("get", is_public=True, in_organisation=False, answers=frozenset({503})),
    "accounts:home": of_a_person("get"),
    "accounts:profile": of_a_person("get"),
    "accounts:save_profile": of_a_person("post"),
    "accounts:open_calendar": of_a_person("post"),
    "accounts:close_calendar": of_a_person("post"),
    "accounts:erasure": of_a_person("get"),
    # A key that nobody signed opens nothing.
    "accounts:closed_log": Line("get", in_organisation=False, answers=frozenset({404})),
    "accounts:closed_log_file": Line("get", in_organisation=False, answers=frozenset({404})),
    # Nobody is erased without having typed their address.
    "accounts:erase": Line("post", in_organisation=False, answers=frozenset({422})),
    "accounts:security": of_a_person("get"),
    "accounts:end_session": Line("post", in_organisation=False, answers=frozenset({404})),
    "accounts:end_other_sessions": of_a_person("post"),
    # No provider is configured here.
    "accounts:sign_in_by_provider": Line(
        "post", is_public=True, in_organisation=False, answers=frozenset({404})
    ),
    "accounts:language": of_a_person("post", is_public=True),
    # Everybody of the table is signed in, and the invitation is for another address.
    "accounts:invitation": of_a_person("get", is_public=True),
    "accounts:accept_invitation": Line(
        "post", is_public=True, in_organisation=False, answers=frozenset({403})
    ),
    # A key that nobody signed opens nothing.
    "accounts:summaries": of_a_link("get"),
    "assessments:calendar": of_a_link("get"),
    "accounts:end_summaries": of_a_link("post"),
    "assessments:still_true": of_a_link("get"),
    "assessments:confirm_still_true": of_a_link("post"),
    "assessments:shared": of_a_link("get"),
    "assessments:open_shared": of_a_link("post"),
    "assessments:shared_xlsx": of_a_link("get"),
    "assessments:shared_workbook": of_a_link("post"),
    "assessments:shared_pack": of_a_link("post"),
    "assessments:shared_proof": of_a_link("get"),
    "assessments:shared_file": of_a_link("get"),
    "accounts:rights": Line("get"),
    "accounts:background": Line("get"),
    "accounts:background_xlsx": Line("get"),
    # What others asked for is seen by who reads the log; and it waits, so it is not run again.
    "accounts:background_progress": Line("get", answers=frozenset({200, 404})),
    "accounts:run_again": Line("post", answers=frozenset({302, 404, 409})),
    "accounts:cancel_background": Line("post", answers=frozenset({302, 404})),
    "accounts:people": Line("get", ADMINISTRATORS),
    "accounts:people_xlsx": Line("get", ADMINISTRATORS),
    "accounts:invite": Line("post", ADMINISTRATORS),
    "accounts:set_widening": Line("post", ADMINISTRATORS, body="is_on=on"),
    "accounts:set_four_eyes": Line("post", ADMINISTRATORS, body="is_on=on"),
    "accounts:set_mark": Line("post", ADMINISTRATORS, body="mark=Diffusion restreinte"),
    "accounts:set_second_factor": Line("post", ADMINISTRATORS),
    "accounts:member": Line("get", ADMINISTRATORS),
    "accounts:set_role": Line("post", ADMINISTRATORS, body="role=viewer&revision=1"),
    "accounts:save_teams": Line("post", ADMINISTRATORS, body="revision=1"),
    "accounts:removal": Line("get", ADMINISTRATORS),
    "accounts:remove_member": Line("post", ADMINISTRATORS, body="revision=1"),
    "accounts:send_again": Line("post", ADMINISTRATORS),
    "accounts:withdraw": Line("post", ADMINISTRATORS),
    "accounts:teams": Line("get", ADMINISTRATORS),
    "accounts:teams_xlsx": Line("get", ADMINISTRATORS),
    "accounts:new_team": Line("get", ADMINISTRATORS),
    "accounts:add_team": Line("post", ADMINISTRATORS, body="name=Réseau&revision=0"),
    "accounts:team": Line("get", ADMINISTRATORS),
    "accounts:save_team": Line("post", ADMINISTRATORS, body="name=Socle&revision=1"),
    "accounts:delete_team": Line("post", ADMINISTRATORS),
    "matrix:library": of_a_person("get"),
    "matrix:library_xlsx": of_a_person("get"),
    "matrix:edition": of_a_person("get"),
    "matrix:edition_xlsx": of_a_person("get"),
    "matrix:source": of_a_person("get"),
    "matrix:organisation_library": Line("get"),
    "matrix:organisation_library_xlsx": Line("get"),
    "matrix:organisation_edition": Line("get"),
    "matrix:organisation_edition_xlsx": Line("get"),
    "matrix:organisation_source": Line("get"),
    "matrix:compare": of_a_person("get"),
    "matrix:compare_xlsx": of_a_person("get"),
    "matrix:organisation_compare": Line("get"),
    "matrix:organisation_compare_xlsx": Line("get"),
    "matrix:edition_amend": Line("post", LEADING),
    "matrix:import_new": Line("get", LEADING),
    "matrix:import_read": Line("post", LEADING),
    "matrix:import_write": Line("post", LEADING),
    "matrix:import_preview": Line("get", LEADING),
    "matrix:import_progress": Line("get", LEADING),
    "matrix:import_choose": Line("post", LEADING),
    "matrix:import_correct": Line("post", LEADING),
    "matrix:import_describe": Line("post", LEADING),
    "matrix:import_publish": Line("post", LEADING),
    "matrix:import_cancel": Line("post", LEADING),
    "matrix:import_rows": Line("get", LEADING),
    "matrix:import_save_rows": Line("post", LEADING),
    # The first of two finds it, and then it is gone.
    "matrix:import_discard": Line("post", LEADING, answers=frozenset({302, 404})),
    "matrix:findings": of_a_person("get"),
    "matrix:findings_xlsx": of_a_person("get"),
    "matrix:questions": of_a_person("get"),
    "matrix:questions_xlsx": of_a_person("get"),
    "matrix:organisation_findings": Line("get"),
    "matrix:organisation_findings_xlsx": Line("get"),
    "matrix:organisation_questions": Line("get"),
    "matrix:organisation_questions_xlsx": Line("get"),
    # The edition of the world is bundled, and labels of bundled ones are nobody's to attach.
    "matrix:translation": Line("get", LEADING, answers=frozenset({404})),
    "matrix:attach_translation": Line("post", LEADING, answers=frozenset({404})),
    "backups:export": Line("get", ADMINISTRATORS),
    "backups:made_export": Line("get", ADMINISTRATORS),
    "backups:export_progress": Line("get", ADMINISTRATORS),
    "backups:cancel_export": Line("post", ADMINISTRATORS),
    # Nobody here has a password, nor has shown otherwise who it is.
    "backups:download_export": Line("post", ADMINISTRATORS, answers=frozenset({422})),
    "backups:make_export": Line("post", ADMINISTRATORS, answers=frozenset({422})),
    "assessments:deletion": Line("get", ADMINISTRATORS),
    # Nothing is deleted without its name.
    "assessments:delete_organisation": Line("post", ADMINISTRATORS, answers=frozenset({422})),
    "assessments:log": Line("get", LEADING),
    "assessments:log_xlsx": Line("get", LEADING),
    "assessments:verify": Line("get", LEADING | {Role.AUDITOR}),
    # No file came with it.
    "assessments:check_workbook": Line("post", LEADING | {Role.AUDITOR}, answers=frozenset({422})),
    "assessments:sharing": Line("get", LEADING),
    # Whom the address names is no auditor.
    "assessments:share": Line("post", LEADING, answers=frozenset({404})),
    "assessments:unshare": Line("post", LEADING),
    "assessments:links": Line("get", LEADING),
    "assessments:links_xlsx": Line("get", LEADING),
    "assessments:new_link": Line("get", LEADING),
    "assessments:make_link": Line("post", LEADING, body="label=Cabinet"),
    "assessments:link": Line("get", LEADING),
    "assessments:link_xlsx": Line("get", LEADING),
    "assessments:revoke_link": Line("post", LEADING, body="revision=1"),
    "assessments:history": Line("get"),
    "assessments:history_xlsx": Line("get"),
    "assessments:list": Line("get"),
    "assessments:list_xlsx": Line("get"),
    "assessments:gaps": Line("get"),
    "assessments:gaps_xlsx": Line("get"),
    "assessments:plan_gaps": Line("post", WORKING, body="rows={key}:0&severity=high"),
    "assessments:undo_plans": Line("post", WORKING, answers=frozenset({404})),  # no such batch
    "assessments:hand_overs": Line("get", WORKING),
    "assessments:hand_overs_xlsx": Line("get", WORKING),
    "assessments:evidence_list": Line("get"),
    "assessments:evidence_list_xlsx": Line("get"),
    "assessments:evidence_choices": Line("get", WORKING),
    "assessments:evidence": Line("get"),
    "assessments:evidence_file": Line("get"),
    "assessments:attach_page": Line("get", WORKING),
    "assessments:attach": Line("post", WORKING, body="rows={key}&evidence={evidence_key}"),
    "assessments:attach_new": Line("post", WORKING, body="rows={key}&statement=Vu"),
    "assessments:undo_attaching": Line("post", WORKING, answers=frozenset({404})),  # no such batch
    "assessments:revise_evidence": Line("post", WORKING),
    "assessments:withdraw_evidence": Line("post", WORKING),
    # After all that read it, which an auditor can while it proves something: the first detaches.
    "assessments:detach": Line("post", WORKING, answers=frozenset({302, 404})),
    "assessments:hand_over": Line("get", WORKING),
    "assessments:offer_duties": Line("post", WORKING),
    "assessments:receipt": Line("get", WORKING),
    "assessments:receipt_xlsx": Line("get", WORKING),
    "assessments:decide_hand_over": Line("post", WORKING),
    "assessments:my_duties": Line("get", WORKING),
    "assessments:my_duties_xlsx": Line("get", WORKING),
    "assessments:new": Line("get", LEADING),
    "assessments:start": Line("post", LEADING),
    "assessments:copy": Line("get", LEADING),
    "assessments:start_copy": Line("post", LEADING),
    "assessments:dashboard": Line("get"),
    "assessments:duties": Line("get"),
    "assessments:duties_xlsx": Line("get"),
    "assessments:answer": Line("get"),
    "assessments:save_answer": Line("post", WORKING),
    "assessments:comment": Line("post", WORKING, body="text=Fait"),
    "assessments:read_mentions": Line("post", WORKING),
    "assessments:delete_comment": Line("post", WORKING, answers=frozenset({404})),  # not there
    "assessments:plan_gap": Line("post", WORKING, body="state=to_do&revision=0"),
    "assessments:accept_gap": Line("post", LEADING, body="reason=r&revision=0"),
    "assessments:end_acceptance": Line("post", LEADING, body="revision=0"),
    "assessments:record": Line("post", WORKING, body="rows={key}:1&coverage=covered"),
    "assessments:save_section": Line("post", WORKING),
    "assessments:undo": Line("post", WORKING, answers=frozenset({404})),  # no such batch
    "assessments:portfolio": Line("post"),
    "assessments:ask_for_workbook": Line("post"),
    "assessments:made_files": Line("get"),
    # What somebody asked for is theirs alone, and the one here is not made yet.
    "assessments:made_file": Line("get", answers=frozenset({200, 404})),
    "assessments:made_progress": Line("get", answers=frozenset({200, 404})),
    "assessments:cancel_made": Line("post", answers=frozenset({302, 404})),
    "assessments:made_download": Line("get", answers=frozenset({404})),
    "assessments:workbook": Line("post", answers=frozenset({200})),
    "assessments:pdf": Line("post", answers=frozenset({200})),
    "assessments:intakes": Line("get"),
    "assessments:intakes_xlsx": Line("get"),
    "assessments:new_intake": Line("get", BRINGING),
    "assessments:bring_intake": Line("post", BRINGING),
    "assessments:intake": Line("get"),
    "assessments:choose_intake": Line("post", BRINGING, answers=OF_ANOTHER),
    "assessments:apply_intake": Line("post", BRINGING, answers=OF_ANOTHER),
    "assessments:undo_intake": Line("post", BRINGING, answers=OF_ANOTHER),
    "assessments:discard_intake": Line("post", BRINGING, answers=OF_ANOTHER),
    "assessments:map_columns": Line("get", WORKING, answers=OF_ONE),
    "assessments:save_columns": Line("post", WORKING, answers=OF_ONE),
    "assessments:map_rows": Line("get", WORKING, answers=OF_ONE),
    "assessments:save_rows": Line("post", WORKING, answers=OF_ONE),
    "assessments:pack": Line("post", answers=frozenset({200})),
    "assessments:opinions": Line("get"),
    "assessments:opinions_xlsx": Line("get"),
    "assessments:state_opinion": Line("post", AUDITORS, body="result=conforming&revision=0"),
    "assessments:undo_opinions": Line("post", AUDITORS, body=f"batch={'0' * 32}"),
    "assessments:controls": Line("get"),
    "assessments:controls_xlsx": Line("get"),
    "assessments:control_rows": Line("get", LEADING),
    "assessments:choose_controls": Line("post", LEADING),
    "assessments:oscal_assessment_results": Line("post", answers=frozenset({200})),
    # Without a gap there is no plan of action to make.
    "assessments:oscal_plan_of_action": Line("post", answers=frozenset({200, 302})),
    "assessments:review": Line("get"),
    "assessments:submit": Line("post", WORKING, body="which={key}:1"),
    "assessments:accept": Line("post", LEADING, body="which={key}:1"),
    "assessments:send_back": Line("post", LEADING, body="which={key}:1"),
    "assessments:sign_page": Line("get", LEADING),
    "assessments:sign": Line("post", LEADING),
    "assessments:close": Line("post", LEADING),
    "assessments:next_period": Line("get", LEADING),
    "assessments:start_period": Line("post", LEADING),
    "assessments:sign_offs": Line("get"),
    "assessments:sign_off": Line("get"),
    "assessments:sign_off_xlsx": Line("get"),
    "assessments:sign_off_pdf": Line("post", answers=frozenset({200})),
    "assessments:reopen": Line("post", LEADING),
    "assessments:changes": Line("get"),
    # Compared with an earlier sign-off: the only one has none.
    "assessments:changes_xlsx": Line("get", answers=frozenset({200, 404})),
    "assessments:options": Line("get"),
    "assessments:option_rows": Line("get", LEADING),
    "assessments:group_option": Line("post", LEADING),
    "assessments:decide_option": Line("post", LEADING, body="is_bought=&reason=&revision=0"),
    "assessments:remove_option": Line("post", LEADING, answers=frozenset({302, 404})),
    "assessments:revert_preview": Line("get", LEADING),
    # The first of two takes it back, and then every row was changed since.
    "assessments:revert_batch": Line("post", LEADING),
    "assessments:upgrade": Line("get", LEADING),
    "assessments:apply_upgrade": Line("post", LEADING),
    "assessments:upgrades": Line("get"),
    "assessments:revert_upgrade": Line("post", LEADING),
}
