"""OptaPlanner's conference scheduling without Confab: reads its workbooks and counts its constraints as their
descriptions in the sheet Configuration have it, for timetables that Confab reads.

optaplanner.py score BOOK.xlsx PROBLEM.yaml TIMETABLE.json     what each constraint counts and costs
"""
import json
import re
import sys
from datetime import datetime
from itertools import combinations

import yaml

import workbook
from workbook import write_book  # noqa: F401, for who uses this

UNAVAILABLE = workbook.FILL
ASKS = ("Required", "Preferred", "Prohibited", "Undesired")


def read_book(path):
    """{sheet: {(row, column): (text, fill)}}"""
    def text_of(content):
        if isinstance(content, bool):
            return "true" if content else "false"
        return "" if content is None else content if isinstance(content, str) else f"{content:g}"
    return {name: {place: (text_of(content), fill) for place, (content, fill) in cells.items()}
            for name, cells in workbook.read_book(path).items()}


# ---- what a workbook says -------------------------------------------------------------------------------------------

class Slot:
    def __init__(self, row):
        clock = [int(text[:2]) * 60 + int(text[3:]) for text in (row["Start"], row["End"])]
        self.day, (self.begin, self.end) = row["Day"][-10:], clock
        self.types, self.tags = names(row["Talk types"]), names(row["Tags"])
        self.length = self.end - self.begin

    def shared(self, other):
        return max(0, min(self.end, other.end) - max(self.begin, other.begin)) if self.day == other.day else 0

    def after(self, other):
        """it begins when the other has ended"""
        return (self.day, self.begin) >= (other.day, other.end)


def names(text):
    return [name for name in text.split(", ") if name]


def rows_of(cells, head):
    """rows as {column: text}, and by number the cells' fills"""
    heads = {c: text for (r, c), (text, _) in cells.items() if r == head and text}
    last = max(c for c, text in heads.items() if not re.match(r"\d+:\d+-", text))
    for row in sorted({r for r, _ in cells if r > head}):
        yield ({heads[c]: cells.get((row, c), ("", ""))[0] for c in heads if c <= last},
               [cells.get((row, c), ("", ""))[1] == UNAVAILABLE for c in range(last + 1, max(heads) + 1)])


class Book:
    def __init__(self, path):
        sheets = read_book(path)
        configuration = {text: sheets["Configuration"].get((r, 2), ("", ""))[0]
                         for (r, c), (text, _) in sheets["Configuration"].items() if c == 1}
        self.pause = int(configuration["Minimum consecutive talks pause in minutes"])
        self.weights = {name: dict(zip(("hard", "medium", "soft"), map(int, re.findall(r"\d+", text))))
                        for name, text in configuration.items() if re.match(r"\d+hard/", text)}
        self.slots = [Slot(row) for row, _ in rows_of(sheets["Timeslots"], 1) if row["Day"]]
        self.rooms = {row["Name"]: {"capacity": int(row["Capacity"]), "types": names(row["Talk types"]),
                                    "tags": names(row["Tags"]), "unavailable": fills}
                      for row, fills in rows_of(sheets["Rooms"], 2) if row["Name"]}
        self.speakers = {row["Name"]: dict(row, unavailable=fills)
                         for row, fills in rows_of(sheets["Speakers"], 2) if row["Name"]}
        self.talks = {row["Code"]: row for row, _ in rows_of(sheets["Talks"], 1) if row["Code"]}
        self.view = sheets.get("Score view", {}).get((1, 2), ("", ""))[0]

    def slot_of(self, day, begin, end):
        for i, slot in enumerate(self.slots):
            if (slot.day, f"{slot.begin // 60:02}:{slot.begin % 60:02}") == (day[-10:], begin) and (
                    not end or f"{slot.end // 60:02}:{slot.end % 60:02}" == end):
                return i
        return None

    def placed(self):
        """its own placing: {code: (slot, room)}"""
        places = {code: (self.slot_of(talk["Timeslot day"], talk["Start"], talk["End"]), talk["Room"])
                  for code, talk in self.talks.items() if talk["Timeslot day"]}
        return {code: place for code, place in places.items() if place[0] is not None and place[1]}


# ---- constraints ----------------------------------------------------------------------------------------------------

def common(a, b, column):
    return len(set(names(a[column])) & set(names(b[column])))


def count_single(book, code, place, counts, matches):
    talk, slot, room = book.talks[code], book.slots[place[0]], book.rooms[place[1]]

    def add(constraint, times, minutes):
        counts[constraint] += times * minutes
        matches[constraint] += times

    add("Room unavailable timeslot", room["unavailable"][place[0]], slot.length)
    speakers = [book.speakers[name] for name in names(talk["Speakers"])]
    add("Speaker unavailable timeslot", sum(who["unavailable"][place[0]] for who in speakers), slot.length)
    for who, rows in (("Speaker", speakers), ("Talk", [talk])):
        for what, tags in (("timeslot", slot.tags), ("room", room["tags"])):
            for ask in ASKS:
                wanted = ask in ("Required", "Preferred")
                times = sum((tag not in tags) == wanted for row in rows for tag in names(row[f"{ask} {what} tags"]))
                add(f"{who} {ask.lower()} {what} tags", times, slot.length)
    published = talk.get("Published Timeslot")
    if published:
        there = book.slot_of(published, talk["Published Start"], talk["Published End"])
        add("Published timeslot", there != place[0], 1)
    if talk.get("Published Room"):
        add("Published room", talk["Published Room"] != place[1], 1)


def count_pair(book, codes, places, counts, matches):
    a, b = (book.talks[code] for code in codes)
    s, t = (book.slots[place[0]] for place in places)
    shared, both = s.shared(t), s.length + t.length
    together = places[0][0] == places[1][0]

    def add(constraint, times, minutes):
        counts[constraint] += times * minutes
        matches[constraint] += times if minutes else 0

    theme, content = common(a, b, "Theme track tags"), common(a, b, "Content tags")
    add("Room conflict", places[0][1] == places[1][1], shared)
    add("Speaker conflict", common(a, b, "Speakers"), shared)
    add("Talk mutually-exclusive-talks tags", common(a, b, "Mutually exclusive talks tags"), shared)
    near = s.day == t.day and (shared or max(s.begin, t.begin) - min(s.end, t.end) < book.pause)
    add("Consecutive talks pause", bool(near and common(a, b, "Speakers")), both)
    add("Theme track conflict", theme, shared)
    add("Theme track room stability", theme * (s.day == t.day and places[0][1] != places[1][1]), both)
    add("Sector conflict", common(a, b, "Sector tags"), shared)
    alike = together * s.length
    add("Audience type diversity", not common(a, b, "Audience types"), alike)
    add("Audience type theme track conflict", theme * common(a, b, "Audience types"), shared)
    add("Audience level diversity", a["Audience level"] != b["Audience level"], alike)
    add("Content conflict", content, shared)
    add("Language diversity", a["Language"] != b["Language"], alike)
    add("Same day talks", (theme + content) * (s.day != t.day), both)
    counts["pairs in one timeslot"] += alike
    for one, other, here, there, x, y in ((a, b, s, t, *places), (b, a, t, s, *places[::-1])):
        add("Talk prerequisite talks", one["Code"] in names(other["Prerequisite talks codes"]) and not there.after(here),
            both)
        easier = int(one["Audience level"]) < int(other["Audience level"])
        add("Content audience level flow violation", content * (easier and not there.after(here)), both)
        larger = book.rooms[x[1]]["capacity"] > book.rooms[y[1]]["capacity"]
        add("Popular talks", larger and int(one["Favorite count"]) < int(other["Favorite count"]), both)


def count_crowds(book, timetable, counts, matches):
    """Whoever is in company is to be with exactly one other. That nobody has any is no violation: the workbooks' own
    scores (sheet Score view) count none for it, and three such talks could never be in pairs."""
    risky = {code: place for code, place in timetable.items() if int(book.talks[code]["Crowd control risk"] or 0)}
    for code, place in risky.items():
        others = sum(other[0] == place[0] for another, other in risky.items() if another != code)
        if others > 1:
            counts["Crowd control"] += book.slots[place[0]].length
            matches["Crowd control"] += 1


class Zeroes(dict):
    def __missing__(self, key):
        return 0


def count(book, timetable):
    """({constraint: minutes or matches}, {constraint: matches}) of {code: (slot, room)}"""
    counts, matches = Zeroes(), Zeroes()
    for code, place in timetable.items():
        count_single(book, code, place, counts, matches)
    for (a, x), (b, y) in combinations(timetable.items(), 2):
        count_pair(book, (a, b), (x, y), counts, matches)
    count_crowds(book, timetable, counts, matches)
    return counts, matches


REWARDS = ("Audience type diversity", "Audience level diversity", "Language diversity")


def score(book, timetable):
    """{"hard": …, "medium": …, "soft": …} as OptaPlanner has it: negative is bad"""
    counts, _ = count(book, timetable)
    return {level: sum((1 if name in REWARDS else -1) * weight[level] * counts[name]
                       for name, weight in book.weights.items()) for level in ("hard", "medium", "soft")}


# ---- Confab's timetables --------------------------------------------------------------------------------------------

def codes_of(problem_path):
    with open(problem_path, encoding="utf-8") as file:
        return {str(talk["id"]): str(talk["code"]) for talk in yaml.load(file, yaml.BaseLoader)["talks"]}


def timetable_of(book, problem_path, timetable_path):
    codes = codes_of(problem_path)
    with open(timetable_path, encoding="utf-8") as file:
        schedule = json.load(file)["schedule"]
    ids, places = schedule["solution"]["events"], {}
    for day in schedule["conference"]["days"]:
        for room, events in day["rooms"].items():
            for event in events:
                if event["guid"] in ids:
                    at, hours = datetime.fromisoformat(event["date"]), event["duration"].split(":")
                    end = at.hour * 60 + at.minute + int(hours[0]) * 60 + int(hours[1])
                    slot = book.slot_of(f"{at:%Y-%m-%d}", f"{at:%H:%M}", f"{end // 60:02}:{end % 60:02}")
                    places[codes[ids[event["guid"]]]] = (slot, room)
    return places


def write_timetable(book, problem_path, timetable, path):
    ids = {code: event for event, code in codes_of(problem_path).items()}
    days, events = {}, {}
    for i, (code, (slot, room)) in enumerate(timetable.items()):
        at = book.slots[slot]
        guid = f"00000000-0000-4000-8000-{i:012d}"
        events[guid] = ids[code]
        hours = f"{at.length // 60:02}:{at.length % 60:02}"
        start = f"{at.begin // 60:02}:{at.begin % 60:02}"
        days.setdefault(at.day, {}).setdefault(room, []).append(
            {"guid": guid, "title": book.talks[code]["Title"], "date": f"{at.day}T{start}:00+00:00", "start": start,
             "duration": hours})
    schedule = {"conference": {"days": [{"date": day, "rooms": rooms} for day, rooms in sorted(days.items())]},
                "solution": {"events": events}}
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"schedule": schedule}, file)


def main():
    book = Book(sys.argv[2])
    timetable = timetable_of(book, *sys.argv[3:5])
    counts, _ = count(book, timetable)
    for name, weight in book.weights.items():
        print(f"{name:40} {counts[name]:8}  {'/'.join(str(w * counts[name]) for w in weight.values())}")
    print(f"{len(timetable)} of {len(book.talks)} talks placed:", score(book, timetable))


if __name__ == "__main__":
    main()
