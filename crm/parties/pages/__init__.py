"""Persons, organisations and communities for people: lists, forms, and the lines between them.

The page of one party, with its timeline, is made by the desk: it shows what other slices know.
"""

from fastapi import APIRouter

from crm.parties.pages import communities, lines, organisations, people

router = APIRouter()
for _one in (people, organisations, communities, lines):
    router.include_router(_one.router)
