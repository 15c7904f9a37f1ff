"""Tables of people."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from civora.people.types import Role


class PersonManager(BaseUserManager["Person"]):
    """Accounts are named by their e-mail address, in small letters."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **extra)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser, PermissionsMixin):
    """An account.

    personal data: yes (e-mail address, name)
    kept until: the person asks, or three years without signing in
    erased by: people.actions.forget_person
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []


class Organisation(models.Model):
    """A department, operator, company or association that holds data.

    personal data: none
    """

    key = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    url = models.URLField(blank=True)


class Membership(models.Model):
    """Who does what for which organisation.

    personal data: yes (that a person works for an organisation)
    kept until: the role ends
    erased by: people.actions.forget_person
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in Role])

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "organisation", "role"), name="people_membership_once"),
        )


class Group(models.Model):
    """People who may see the same things, across organisations.

    personal data: yes (who is in it)
    kept until: the group ends
    erased by: people.actions.forget_person
    """

    key = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    members = models.ManyToManyField(Person, related_name="reading_groups")


class ApiKey(models.Model):
    """A key for programs. Only its hash is kept.

    personal data: yes (whose key it is)
    kept until: it is revoked
    erased by: people.actions.forget_person
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="api_keys")
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=100, blank=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class SignInLink(models.Model):
    """A link that signs in once. Only its hash is kept.

    personal data: yes (whose link it is)
    kept until: used, or one day old
    erased by: people.actions.forget_person
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
