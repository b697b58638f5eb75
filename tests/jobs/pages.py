"""Pages of an app that waits for a job, as `templates/components/_progress.html` is meant."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template import engines
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jobs.models import Job
from jobs.selectors import progress_of
from jobs.services import request_cancel
from raci_project.urls import urlpatterns as of_project
from tests.jobs.asking import ORGANISATION

PAGE = """{% extends "base.html" %}{% load static %}
{% block content %}<h1>Attendre</h1>
{% include "components/_progress.html" with progress=progress label="Lire plan.xlsx" url=url here=here cancel_url=cancel_url csrf_token=csrf_token only %}
{% endblock %}
{% block scripts %}<script type="module" src="{% static 'js/progress.js' %}"></script>{% endblock %}
"""  # noqa: E501  # a template tag is one line


@require_GET
def waiting(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show how far the job is."""
    progress = progress_of(key=key, organisation_id=ORGANISATION)
    assert progress is not None
    if progress.state == Job.State.DONE:
        return HttpResponseRedirect("/there/")
    here = f"/far/{key}/"
    urls = {"url": f"/far/{key}.json", "here": here, "cancel_url": f"{here}stop/"}
    template = engines["django"].from_string(PAGE)
    return HttpResponse(template.render({"progress": progress} | urls, request))


@require_GET
def far(_request: HttpRequest, key: UUID) -> JsonResponse:
    """Say how far the job is; it leads on when it is done."""
    progress = progress_of(key=key, organisation_id=ORGANISATION)
    assert progress is not None
    is_done = progress.state == Job.State.DONE
    return JsonResponse(progress.as_json(leads_to="/there/" if is_done else ""))


@require_POST
def stop(_request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask that the job stops."""
    request_cancel(job=Job.objects.get(key=key), at=timezone.now())
    return HttpResponseRedirect(f"/far/{key}/")


@require_GET
def there(_request: HttpRequest) -> HttpResponse:
    """Be where a finished job leads."""
    return HttpResponse("<!doctype html><title>There</title><h1>Arrivé</h1>")


urlpatterns = [
    *of_project,
    path("far/<uuid:key>/", waiting),
    path("far/<uuid:key>.json", far),
    path("far/<uuid:key>/stop/", stop),
    path("there/", there),
]
