"""Published schedules, imported and exported again: every event is where it was, as a reader of its own sees the files.

usage: schedules.py CONFAB WORK SCHEMA FILE...

What may differ is what docs/import.md names: events without a length, of two days, listed twice or months away are left out, those in several rooms at once are breaks, blanks
and control characters in texts become one blank, a kind is a slug, and what names no room is elsewhere."""

import collections
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree

import jsonschema

confab, work, schema_path, *files = sys.argv[1:]
with open(schema_path, encoding="utf-8") as file:
    schema = json.load(file)


def clean(text):
    text = re.sub(r"[\t\r\n]+", " ", text or "")
    text = re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", "", text)
    return re.sub(r"(?<= ) +(?=\Z)", "", text).strip(" ")


def minutes(text):
    parts = re.fullmatch(r"(\d+):(\d\d)(:\d\d)?", text or "")
    return int(parts[1]) * 60 + int(parts[2]) if parts else int(text) if re.fullmatch(r"\d+", text or "") else None


def next_day(date):
    year, month, day = map(int, date.split("-"))
    import datetime  # only here, for one addition
    return (datetime.date(year, month, day) + datetime.timedelta(1)).isoformat()


def start_of(event, day, day_change):
    """The clock on the wall: of the date where it has one, else of its day."""
    date = event.get("date") or ""
    if "T" in date:
        return date[:16]
    clock = event["start"]
    clock = int(clock[:2]) * 60 + int(clock[2:]) if re.fullmatch(r"\d{4}", clock) else minutes(clock)
    of_day = next_day(day) if clock < day_change else day
    return f"{of_day}T{clock // 60:02}:{clock % 60:02}"


def events_of_xml(path):
    root = xml.etree.ElementTree.parse(path).getroot()
    day_change = minutes(root.findtext("conference/day_change") or "") or 0
    for day in root.findall("day"):
        lists = [(room.get("name"), room) for room in day.findall("room")] + [(None, day)]
        for room, parent in lists:
            for item in list(parent.findall("event")) + list(parent.findall("entry")):
                event = {child.tag: (child.text or "").strip() for child in item}
                people = item.find("persons")
                people = item.find("speakers") if people is None else people
                names = [] if people is None else [
                    clean(person.text if (person.text or "").strip() else
                          person.findtext("name") or person.findtext("public_name") or
                          person.findtext("full_public_name") or person.get("name")) for person in people]
                yield (clean(event.get("title")), clean(room if room is not None else event.get("room")),
                       start_of(event, (day.get("date") or day.get("start") or "")[:10], day_change),
                       minutes(event.get("duration")), frozenset(names) - {""}, event.get("type"))


def events_of_json(path):
    with open(path, encoding="utf-8") as file:
        conference = json.load(file)["schedule"]["conference"]
    for day in conference["days"]:
        for room, items in day["rooms"].items():
            for event in items:
                names = [person if isinstance(person, str) else
                         person.get("name") or person.get("public_name") or person.get("full_public_name")
                         for person in event.get("persons") or []]
                yield (clean(event.get("title")), clean(room), start_of(event, day["date"], 0),
                       minutes(event.get("duration")), frozenset(map(clean, names)) - {""}, event.get("type"))


def normal(events):
    """Without what cannot be in a timetable, and each once."""
    seen = {}
    events = list(events)
    rooms = {room for _, room, *_ in events}
    for title, room, start, length, people, kind in events:
        several = "," in room and not people and {part.strip() for part in room.split(",")} <= rooms
        too_long = length and int(start[11:13]) * 60 + int(start[14:]) + length > 2880
        if length and kind not in ("break", "open") and not several and not too_long:
            seen.setdefault((title or "(untitled)", room or "Elsewhere", start, length), people)
    return collections.Counter((*key, people) for key, people in seen.items())


def near(events):
    """The slips of the pen in the year are left out."""
    days = sorted(key[2][:10] for key in events.elements())
    middle = days[len(days) // 2]
    return collections.Counter({key: n for key, n in events.items() if key[2][:4] == middle[:4]
                                or abs(int(key[2][:4]) - int(middle[:4])) == 1 and key[2][5:7] in ("01", "12")})


def run(source, name):
    problem, published = os.path.join(work, name + ".yaml"), os.path.join(work, name + ".json")
    done = subprocess.run([confab, "import", "schedule", source, "-o", problem, "--published", published],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return None, [f"exit code {done.returncode}: {done.stderr[-600:]}"]
    with open(published, encoding="utf-8") as file:
        document = json.load(file)
    judge = jsonschema.Draft6Validator(schema, format_checker=jsonschema.FormatChecker())
    faults = [f"{list(fault.path)}: {fault.message[:200]}" for fault in judge.iter_errors(document)]
    return published, faults


def compare(wanted, got):
    return [f"missing {key}" for key in (wanted - got).elements()][:3] + \
           [f"too many {key}" for key in (got - wanted).elements()][:3]


failed = False
for path in files:
    published, faults = run(path, "first")
    count = 0
    if published is not None:
        wanted = near(normal(events_of_xml(path) if path.endswith(".xml") else events_of_json(path)))
        first = normal(events_of_json(published))
        count = sum(first.values())
        faults += compare(wanted, first)
        again, more = run(published, "again")
        faults += more
        if again is not None:
            faults += compare(first, normal(events_of_json(again)))
    name = "/".join(path.split("/")[-2:])
    print(f"{'not ok' if faults or not count else 'ok'} - {name}: {count} events where they were")
    for fault in faults[:8]:
        print("  " + fault)
    failed = failed or bool(faults) or not count
sys.exit(failed)
