"""CoSPLib without Confab: reads its workbooks, scores solutions as its objective is defined (docs/import-benchmarks.md has the
terms), and turns Confab's timetables of imported instances into solutions.

cosplib.py score INSTANCE.xlsx SOLUTION.json        what it costs, term by term
cosplib.py solution PROBLEM.yaml TIMETABLE.json     {submission: {session, room, start_timeslot}}, slots from 0
"""
import datetime
import json
import sys
from itertools import combinations

import yaml

import workbook
from workbook import write_book  # noqa: F401, for who uses this

TERMS = {  # as the sheet "parameters" calls their weights
    "tracks_sessions": "Tracks_Sessions|Penalty:", "tracks_rooms": "Tracks_Rooms|Penalty:",
    "sessions_rooms": "Sessions_Rooms|Penalty:", "similar_tracks": "Similar Tracks:",
    "rooms_per_track": "Number of Rooms per Track:", "parallel_tracks": "Parallel Tracks:",
    "consecutive_tracks": "Consecutive Tracks:", "submissions_timezones": "Submissions_Timezones:",
    "submissions_order": "Submissions Order:", "submissions_sessions": "Submissions_Sessions|Penalty:",
    "submissions_rooms": "Submissions_Rooms|Penalty:", "presenters_conflicts": "Presenters Conflicts:",
    "attendees_conflicts": "Attendees Conflicts:", "chairs_conflicts": "Chairs Conflicts:",
    "presenters_conflicts_timeslot": "Presenters Conflicts Timeslot Level:",
    "attendees_conflicts_timeslot": "Attendees Conflicts Timeslot Level:",
}


def read_book(path):
    """{sheet: [[cell, …], …]}, cells are texts, numbers or None."""
    return {name: workbook.rows_of(cells) for name, cells in workbook.read_book(path).items()}


# ---- instances ------------------------------------------------------------------------------------------------------

def minutes(cell):
    if isinstance(cell, str):
        hours, rest = cell.split(":")
        return int(hours) * 60 + int(rest)
    return round(cell % 1 * 1440)


def names_of(cell):
    return {name for name in str(cell).split(", ") if name} if cell else set()


class Instance:
    def __init__(self, sheets):
        def at(row, column):
            return row[column] if column < len(row) else None

        def rows_of(sheet):
            return [row for row in sheets[sheet][1:] if row and row[0] not in (None, "")]

        def matrix(sheet, first=1):
            heads = sheets[sheet][0]
            return {(row[0], heads[c]): row[c] for row in rows_of(sheet) for c in range(first, min(len(row), len(heads)))
                    if row[c] and heads[c]}

        labels = {at(row, 3): at(row, 4) for row in sheets["parameters"]}
        self.weights = {term: max(0, labels[label] or 0) for term, label in TERMS.items()}
        self.rooms = [row[0] for row in rows_of("rooms")]
        self.sessions = {row[0]: row[1] for row in rows_of("sessions")}  # name → slots
        self.chairs = {row[0]: names_of(at(row, 1)) for row in rows_of("tracks")}
        self.tracks = list(self.chairs)
        self.submissions = {row[0]: {"track": row[1], "slots": row[2], "order": at(row, 3) or 0, "zone": at(row, 4),
                                     "presenters": names_of(at(row, 5)), "attendees": names_of(at(row, 6))}
                            for row in rows_of("submissions")}
        self.penalty = {"tracks_sessions": matrix("tracks_sessions|penalty"),
                        "tracks_rooms": matrix("tracks_rooms|penalty"),
                        "sessions_rooms": matrix("sessions_rooms|penalty")}
        wishes = matrix("submissions", 7)
        self.penalty["submissions_sessions"] = {k: v for k, v in wishes.items() if k[1] in self.sessions}
        self.penalty["submissions_rooms"] = {k: v for k, v in wishes.items() if k[1] in self.rooms}
        similar = rows_of("similar tracks")
        self.similar = {frozenset((a[0], similar[j][0])): at(a, j + 1) or 0
                        for i, a in enumerate(similar) for j in range(i + 1, len(similar))}
        self.penalty["submissions_timezones"] = self.read_zones(sheets) if self.weights["submissions_timezones"] else {}
        self.find_conflicts()

    def read_zones(self, sheets):
        parameters = sheets["parameters"]
        local = int(parameters[1][1][3:])
        good_from, good_to, from_, to = (minutes(parameters[row][1]) for row in (3, 4, 6, 7))
        costs = {}
        for name, submission in self.submissions.items():
            shift = 60 * (int(submission["zone"][3:]) - local)
            for row in sheets["sessions"][1:]:
                begin, end = ((minutes(time) + shift) % 1440 for time in row[3:5])
                if begin < from_ or end > to or end < from_:
                    costs[name, row[0]] = parameters[10][1]
                elif begin < good_from or end > good_to:
                    costs[name, row[0]] = parameters[8][1]
        return costs

    def find_conflicts(self):
        self.presenters, self.attendees = set(), set()
        for (a, x), (b, y) in combinations(self.submissions.items(), 2):
            foreign = x["track"] != y["track"]
            for who, pairs in (("presenters", self.presenters), ("attendees", self.attendees)):
                clash = x[who] & y[who] or foreign and (x[who] & self.chairs[y["track"]] or
                                                        y[who] & self.chairs[x["track"]])
                if who == "attendees":
                    clash = clash or x[who] & y["presenters"] or y[who] & x["presenters"]
                if clash:
                    pairs.add(frozenset((a, b)))

    # ---- the objective ----------------------------------------------------------------------------------------------

    def score(self, solution):
        """raw value of each term"""
        raw = dict.fromkeys(TERMS, 0)
        sessions, rooms = list(self.sessions), self.rooms
        cells = {}  # (session, room) → track
        for name, place in solution.items():
            cells[place["session"], place["room"]] = self.submissions[name]["track"]
        for (session, room), track in cells.items():
            raw["tracks_sessions"] += self.penalty["tracks_sessions"].get((track, session), 0)
            raw["tracks_rooms"] += self.penalty["tracks_rooms"].get((track, room), 0)
            raw["sessions_rooms"] += self.penalty["sessions_rooms"].get((session, room), 0)
        for session in sessions:
            here = [track for (s, _), track in cells.items() if s == session]
            raw["parallel_tracks"] += len(here) - len(set(here))
            for a, b in combinations(here, 2):
                raw["similar_tracks"] += self.similar.get(frozenset((a, b)), 0) if a != b else 0
                raw["chairs_conflicts"] += a != b and bool(self.chairs[a] & self.chairs[b])
        for track in self.tracks:
            used = sorted({sessions.index(s) for (s, _), t in cells.items() if t == track})
            raw["rooms_per_track"] += max(0, len({r for (_, r), t in cells.items() if t == track}) - 1)
            raw["consecutive_tracks"] += used != list(range(used[0], used[-1] + 1)) if used else 0
            self.score_order(track, solution, rooms, raw)
        for name, place in solution.items():
            slots = self.submissions[name]["slots"]
            for term in ("submissions_timezones", "submissions_sessions"):
                raw[term] += slots * self.penalty[term].get((name, place["session"]), 0)
            raw["submissions_rooms"] += slots * self.penalty["submissions_rooms"].get((name, place["room"]), 0)
        for who, pairs in (("presenters", self.presenters), ("attendees", self.attendees)):
            for a, b in pairs:
                raw[who + "_conflicts"] += self.are_apart(solution, a, b)
                raw[who + "_conflicts_timeslot"] += self.shared_slots(solution, a, b)
        return raw

    def score_order(self, track, solution, rooms, raw):
        order = {name: self.submissions[name]["order"] for name in solution if self.submissions[name]["track"] == track}
        position = {session: i for i, session in enumerate(self.sessions)}
        line = sorted(order, key=lambda name: (position[solution[name]["session"]], rooms.index(solution[name]["room"]),
                                               solution[name]["start_timeslot"]))
        raw["submissions_order"] += sum(order[name] not in (0, i) for i, name in enumerate(line, 1))
        for a, b in combinations(line, 2):
            if order[a] and order[b]:
                raw["submissions_order"] += self.shared_slots(solution, a, b)

    @staticmethod
    def are_apart(solution, a, b):
        return (a in solution and b in solution and solution[a]["session"] == solution[b]["session"]
                and solution[a]["room"] != solution[b]["room"])

    def shared_slots(self, solution, a, b):
        if a not in solution or b not in solution or solution[a]["session"] != solution[b]["session"]:
            return 0
        begin = max(solution[name]["start_timeslot"] for name in (a, b))
        return max(0, min(solution[name]["start_timeslot"] + self.submissions[name]["slots"] for name in (a, b)) - begin)

    def weighted(self, raw):
        return {term: self.weights[term] * value for term, value in raw.items()}


def read_instance(path):
    return Instance(read_book(path))


# ---- Confab's problems and timetables -------------------------------------------------------------------------------

class Problem:
    """What of an imported problem says which submission, session and room is which."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            problem = yaml.load(file, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
        self.slot = int(problem["conference"]["granularity"])
        self.titles = {talk["id"]: talk["title"] for talk in problem["talks"]}
        self.tracks = {talk["id"]: talk["track"] for talk in problem["talks"]}
        self.sessions = []  # (name, start)
        for window in problem["windows"]:
            hours, rest = window["time"].split("-")[0].split(":")
            start = datetime.datetime.fromisoformat(window["date"]) + datetime.timedelta(hours=int(hours), minutes=int(rest))
            self.sessions.append((window.get("tags", [window["id"]])[0], start))

    def place_of(self, event):
        """(session, slot) of an entry of a schedule"""
        start = datetime.datetime.fromisoformat(event["date"]).replace(tzinfo=None)
        session, begin = [one for one in self.sessions if one[1] <= start][-1]
        return session, int((start - begin).total_seconds()) // 60 // self.slot


def solution_of(problem_path, timetable_path):
    """{submission: {session, room, start_timeslot}} of a timetable that Confab made of an imported instance"""
    problem = Problem(problem_path)
    with open(timetable_path, encoding="utf-8") as file:
        schedule = json.load(file)["schedule"]
    ids = schedule["solution"]["events"]
    solution = {}
    for day in schedule["conference"]["days"]:
        for room, events in day["rooms"].items():
            for event in events:
                session, slot = problem.place_of(event)
                solution[problem.titles[ids[event["guid"]]]] = {"session": session, "room": room, "start_timeslot": slot}
    return solution


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in ("score", "solution"):
        sys.exit(__doc__)
    if sys.argv[1] == "solution":
        print(json.dumps(solution_of(*sys.argv[2:]), indent=1, ensure_ascii=False))
    else:
        one = read_instance(sys.argv[2])
        with open(sys.argv[3], encoding="utf-8") as given:
            values = one.score(json.load(given))
        for key, value in values.items():
            print(f"{key:30} {value:8} x {one.weights[key]:8} = {value * one.weights[key]}")
        print("objective", sum(one.weighted(values).values()))
