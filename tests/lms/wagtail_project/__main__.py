"""Create the LMS's database, then serve it: prints the port when ready, and ends when its standard input is closed.

There is only one worker thread, because the player sends each LMSSetValue as a separate request without waiting, and
each rewrites the attempt's whole row, so that concurrent requests would undo each other.
"""

import os
import sys
import threading

import django


def create_users() -> None:
    """Creates an administrator and three learners; each password is the user's name."""
    from django.contrib.auth import get_user_model

    users = get_user_model().objects
    users.create_superuser("admin", "admin@example.invalid", "admin")
    for name, first_name in (("ada", "Ada"), ("grace", "Grace"), ("edsger", "Edsger")):
        users.create_user(name, password=name, first_name=first_name, last_name="Learner")


def create_tables() -> None:
    """Creates all tables from the models: playing all migrations takes thirty times as long."""
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)


def create_home() -> None:
    """Creates the pages that Wagtail's own migrations create."""
    from wagtail.models import Locale, Page, Site

    Locale.objects.create(language_code="en")
    home = Page.add_root(title="Root").add_child(title="Home", slug="home")
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)


def end_with_parent() -> None:
    sys.stdin.read()
    os._exit(0)


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "wagtail_project.settings"
    django.setup()
    from django.core.wsgi import get_wsgi_application
    from waitress import create_server

    threading.Thread(target=end_with_parent, daemon=True).start()
    create_tables()
    create_home()
    create_users()
    server = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=1)
    print(server.effective_port, flush=True)
    server.run()


if __name__ == "__main__":
    main()
