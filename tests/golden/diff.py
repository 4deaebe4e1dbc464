"""Three announcements of one event: another program reads the calendars, and takes each for an update of the last."""

import json
import os
import subprocess
import sys

import icalendar

confab, work = sys.argv[1:]
title = 'A long title; with commas, "quotes", a back\\slash and Ümläuts — so long that its line has to be folded twice'


def schedule(name, clock, room, sequence, withdrawn=False):
    event = {
        "guid": "7c0f3a52-0000-5000-8000-000000000001",
        "id": 1,
        "title": title,
        "date": f"2026-10-25T{clock}:00+01:00",
        "start": clock,
        "duration": "00:45",
        "persons": [{"name": "Zoë Ünlü"}, {"name": "Zoe Unlu"}],
    }
    conference = {
        "acronym": "small26",
        "title": "Small",
        "time_zone_name": "Europe/Zurich",
        "days": [{"date": "2026-10-25", "rooms": {room: [] if withdrawn else [event]}}],
    }
    solution = {"sequence": {event["guid"]: sequence}} if sequence else {}
    path = os.path.join(work, name)
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"schedule": {"version": name, "conference": conference, "solution": solution}}, file)
    return path


def announce(old, new):
    directory = os.path.join(work, "calendars")
    code = subprocess.run([confab, "diff", old, new, "--ics", directory], stdout=subprocess.DEVNULL, check=False,
                          env={**os.environ, "SOURCE_DATE_EPOCH": "1770000000"}).returncode
    assert code == 1, code
    names = sorted(os.listdir(directory))
    assert names == ["zoe-unlu--2.ics", "zoe-unlu.ics"], names
    events = []
    for name in names:
        with open(os.path.join(directory, name), "rb") as file:
            raw = file.read()
        assert raw.count(b"\n") == raw.count(b"\r\n")
        assert all(len(line) <= 75 for line in raw.split(b"\r\n")), raw
        calendar = icalendar.Calendar.from_ical(raw)
        assert calendar["METHOD"] == "PUBLISH" and calendar["VERSION"] == "2.0" and calendar["PRODID"]
        (event,) = calendar.walk("VEVENT")
        assert not event.errors, event.errors
        events.append(event)
    assert events[0]["UID"] == events[1]["UID"]
    return events[0]


first = schedule("first.json", "09:00", "Hall", 0)
second = schedule("second.json", "10:00", "Hall", 1)
third = schedule("third.json", "10:00", "Attic", 2)
gone = schedule("gone.json", "10:00", "Attic", 0, withdrawn=True)

updates = [announce(first, second), announce(second, third), announce(third, gone)]
assert len({str(update["UID"]) for update in updates}) == 1
assert str(updates[0]["UID"]) == "7c0f3a52-0000-5000-8000-000000000001@small26"
assert [int(update["SEQUENCE"]) for update in updates] == [1, 2, 3]
assert [str(update["STATUS"]) for update in updates] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
assert [str(update["LOCATION"]) for update in updates] == ["Hall", "Attic", "Attic"]
for update in updates:
    assert str(update["SUMMARY"]) == title, update["SUMMARY"]
    assert update.decoded("DTSTART").isoformat() == "2026-10-25T09:00:00+00:00", update.decoded("DTSTART")
    assert update.decoded("DTEND").isoformat() == "2026-10-25T09:45:00+00:00"
    assert update.decoded("DTSTAMP").isoformat() == "2026-02-02T02:40:00+00:00"
assert "09:00 Hall → Sun 25 Oct 10:00 Hall" in updates[0]["DESCRIPTION"], updates[0]["DESCRIPTION"]
assert "withdrawn" in updates[2]["DESCRIPTION"]
