"""wagtail-lms builds its launch address for `/lms/`, so that is where it must be mounted."""

from django.contrib.auth.views import LoginView
from django.contrib.staticfiles.views import serve
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path(
        "static/<path:path>", serve, {"insecure": True}
    ),  # safe on the loopback interface, needed without DEBUG
    path("login/", LoginView.as_view()),
    path("admin/", include(wagtailadmin_urls)),
    path("lms/", include("wagtail_lms.urls")),
    path("", include(wagtail_urls)),
]
