"""Who may do what in an organisation, for each of its members to read."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.http import MemberRequest, member_page
from accounts.models import Membership
from accounts.selectors.rights import rights_table


@member_page()
def rights(request: MemberRequest) -> HttpResponse:
    """Show the table of rights in words, the reader's own column marked."""
    context = {
        "lines": rights_table(request.membership),
        "roles": Membership.RoleName.choices,
        "nav": "rights",
    }
    return render(request, "accounts/rights.html", context)
