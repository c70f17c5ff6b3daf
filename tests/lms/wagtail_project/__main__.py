"""Create the LMS's database, then serve it: prints the port when ready, and ends when its standard input is closed.

There is only one worker thread, because the player sends each LMSSetValue as a separate request without waiting, and
each rewrites the attempt's whole row, so that concurrent requests would undo each other.
"""

import fcntl
import gc
import os
import shutil
import sys
import threading
from pathlib import Path

import django


def create_users() -> None:
    """Creates an administrator and three learners; each password is the user's name."""
    from django.contrib.auth import get_user_model

    users = get_user_model().objects
    users.create_superuser("admin", "admin@example.invalid", "admin")
    for name, first_name in (("ada", "Ada"), ("grace", "Grace"), ("edsger", "Edsger")):
        users.create_user(name, password=name, first_name=first_name, last_name="Learner")


def make_database(template: Path) -> None:
    """Creates the database as a copy of the one that the first server of a test run creates.

    Migrating it takes more processor time than the tests that use it.
    """
    from django.core.management import call_command
    from django.db import connection

    database = connection.settings_dict["NAME"]
    with template.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            gc.disable()  # looking for cycles in the models of all migrations takes a quarter of the time
            call_command("migrate", verbosity=0)
            gc.enable()
            create_users()
            connection.close()
            shutil.move(database, template)
    shutil.copyfile(template, database)


def end_with_parent() -> None:
    sys.stdin.read()
    os._exit(0)


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "wagtail_project.settings"
    django.setup()
    from django.core.wsgi import get_wsgi_application
    from waitress import create_server

    threading.Thread(target=end_with_parent, daemon=True).start()
    make_database(Path(os.environ["COURSEWARE_LMS_TEMPLATE"]))
    server = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=1)
    print(server.effective_port, flush=True)
    server.run()


if __name__ == "__main__":
    main()
