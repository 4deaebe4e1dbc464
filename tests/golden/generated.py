"""Judges a solved generated conference by its JSON's own definition (see CONFAB_DATA/generated/README.md): nobody in
two places or away, one talk a room and slot, and the cost. generated.py FILE.json TIMETABLE.json"""
import datetime
import json
import re
import sys

FIRST_HOUR, SLOTS_A_DAY = 9, 10


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def places_of(schedule):
    """talk → (slot, room), from the schedule alone."""
    ids = schedule["solution"]["events"]
    places = {}
    for day in schedule["conference"]["days"]:
        for room, events in day["rooms"].items():
            for event in events:
                start = datetime.datetime.fromisoformat(event["date"])
                slot = (day["index"] - 1) * SLOTS_A_DAY + start.hour - FIRST_HOUR
                if event["guid"] in ids:
                    places[ids[event["guid"]]] = (slot, room)
    return places


def count_pairs(sets):
    """How many pairs share each element."""
    counts = {}
    for items in sets:
        for item in items:
            counts[item] = counts.get(item, 0) + 1
    return {item: n * (n - 1) // 2 for item, n in counts.items()}


def cost_of(data, slots):
    cost = 0
    wanted_by = {}
    for attendee, talks in data.get("attendees", {}).items():
        for talk in talks:
            wanted_by.setdefault(talk, []).append(attendee)
    for talks in slots.values():
        ids = [talk["id"] for talk in talks]
        for tag, pairs in count_pairs(talk.get("tags", []) for talk in talks).items():
            cost += data["tag_weight"][tag] * pairs
        cost += sum(count_pairs(wanted_by.get(talk, []) for talk in ids).values())
    return cost


def faults_of(data, slots, places):
    taken = list(places.values())
    if len(set(taken)) < len(taken):
        yield "two talks in one room"
    for _, room in taken:
        if not re.fullmatch(r"Room \d+", room) or int(room.split()[1]) >= data["rooms"]:
            yield f"there is no {room}"
    for slot, talks in slots.items():
        if not 0 <= slot < data["slots"]:
            yield f"there is no slot {slot}"
        people = [person for talk in talks for person in talk.get("speakers", [])]
        if len(set(people)) < len(people):
            yield f"somebody speaks twice in slot {slot}"
        for person in people:
            if slot in data.get("unavailable", {}).get(person, []):
                yield f"{person} is away in slot {slot}"


def main():
    data, schedule = read(sys.argv[1]), read(sys.argv[2])["schedule"]
    data["talks"] = [talk if isinstance(talk, dict) else {"id": talk} for talk in data["talks"]]
    places = places_of(schedule)
    slots = {}
    for talk in data["talks"]:
        if talk["id"] in places:
            slots.setdefault(places[talk["id"]][0], []).append(talk)
    levels = {level["name"]: level["value"] for level in schedule["solution"]["levels"]}
    faults = list(faults_of(data, slots, places))
    if len(data["talks"]) - len(places) != levels["hard"]:
        faults.append(f"{len(places)} talks are scheduled, but hard is {levels['hard']}")
    cost = cost_of(data, slots)
    if cost != levels["soft"]:
        faults.append(f"the cost is {cost}, but soft is {levels['soft']}")
    for fault in faults:
        print(fault)
    if not faults:
        print(f"{len(places)} talks, cost {cost}")
    sys.exit(bool(faults))


main()
