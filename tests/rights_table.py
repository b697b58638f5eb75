"""Which route takes which verb, and who may use it: CONTRACTS.md, "Rights", written by hand."""

from dataclasses import dataclass

from accounts.rights import Role

EVERYBODY = frozenset(Role)
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
LEADING = frozenset({Role.ADMINISTRATOR, Role.MANAGER})
WORKING = LEADING | {Role.CONTRIBUTOR}


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


TABLE: dict[str, Line] = {
    "accounts:home": of_a_person("get"),
    "accounts:profile": of_a_person("get"),
    "accounts:save_profile": of_a_person("post"),
    "accounts:language": of_a_person("post", is_public=True),
    # Everybody of the table is signed in, and the invitation is for another address.
    "accounts:invitation": of_a_person("get", is_public=True),
    "accounts:accept_invitation": Line(
        "post", is_public=True, in_organisation=False, answers=frozenset({403})
    ),
    "accounts:rights": Line("get"),
    "accounts:people": Line("get", ADMINISTRATORS),
    "accounts:people_xlsx": Line("get", ADMINISTRATORS),
    "accounts:invite": Line("post", ADMINISTRATORS),
    "accounts:set_widening": Line("post", ADMINISTRATORS, body="is_on=on"),
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
    "assessments:log": Line("get", LEADING),
    "assessments:log_xlsx": Line("get", LEADING),
    "assessments:history": Line("get"),
    "assessments:history_xlsx": Line("get"),
    "assessments:list": Line("get"),
    "assessments:list_xlsx": Line("get"),
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
    "assessments:record": Line("post", WORKING, body="rows={key}:1&coverage=covered"),
    "assessments:save_section": Line("post", WORKING),
    "assessments:undo": Line("post", WORKING, answers=frozenset({404})),  # no such batch
    "assessments:workbook": Line("post", answers=frozenset({200})),
    "assessments:options": Line("get"),
    "assessments:option_rows": Line("get", LEADING),
    "assessments:group_option": Line("post", LEADING),
    "assessments:decide_option": Line("post", LEADING, body="is_bought=&reason=&revision=0"),
    "assessments:remove_option": Line("post", LEADING, answers=frozenset({302, 404})),
    "assessments:upgrade": Line("get", LEADING),
    "assessments:apply_upgrade": Line("post", LEADING),
    "assessments:upgrades": Line("get"),
    "assessments:revert_upgrade": Line("post", LEADING),
}
