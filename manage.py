"""Django's own commands, for development: `python manage.py makemigrations`."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civora.site.settings")
    os.environ.setdefault("CIVORA_SURFACES", "web")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
