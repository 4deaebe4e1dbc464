"""What must change at the Xen summit when a speaker cannot come for half a day: the fewest changes, worked out by a model
of this program's own (from the YAML and the published JSON, solved by cbc) and by confab solve --previous. Every answer
of the two is compared. Only what that summit's file uses is understood; anything else is refused."""
import datetime
import json
import math
import os
import re
import subprocess
import sys

import yaml

CONFAB, WORK = sys.argv[1:3]
PROBLEM = "problems/xen-summit-2013.yaml"
PUBLISHED = "problems/xen-summit-2013.published.json"
NOON = "12:45"
# What each --stability counts, the first level first.
LEVELS = {"people": ["told", "times", "rooms", "minutes"],
          "events": ["moved", "times", "rooms", "minutes"],
          "minutes": ["minutes", "times", "rooms"]}
USUAL_MINUTES = {"talk": 30, "bof": 45}
KEYS = {"format", "conference", "rooms", "days", "breaks", "fixed", "kinds", "talks", "bofs"}
EVENT_KEYS = {"id", "title", "kind", "duration", "speakers", "hosts", "tags", "related", "pin", "date", "time", "where",
              "plenary"}


def minutes_of(text):
    hours, minutes = text.split(":")
    return 60 * int(hours) + int(minutes)


def moment(date, clock):
    """Minutes since the year 1; the summit's two days have no change of clocks."""
    return datetime.date.fromisoformat(date).toordinal() * 1440 + minutes_of(clock)


def span(date, text):
    first, last = text.split("-")
    return moment(date, first), moment(date, last)


def overlap(a, b):
    return a[0] < b[1] and b[0] < a[1]


def without(spans, hole):
    """The spans, cut where the hole is."""
    pieces = []
    for one in spans:
        if not overlap(one, hole):
            pieces.append(one)
            continue
        pieces += [piece for piece in ((one[0], hole[0]), (hole[1], one[1])) if piece[0] < piece[1]]
    return pieces


class Event:
    def __init__(self, entry, kind, kinds):
        assert set(entry) <= EVENT_KEYS, entry
        self.title, self.kind = entry["title"], entry.get("kind", kind)
        usual = kinds.get(self.kind, {}).get("duration", USUAL_MINUTES.get(self.kind))
        self.length = int(entry.get("duration", usual or 0))
        self.people = [re.sub(r" \([^)]*\)$", "", name) for name in entry.get("speakers", []) + entry.get("hosts", [])]
        self.related = set(entry.get("related", []))
        self.id, self.pin = entry.get("id"), entry.get("pin", {})
        self.home = None


class Summit:
    """Everything that the file says and a timetable must hold to."""

    def __init__(self):
        with open(PROBLEM, encoding="utf-8") as file:
            data = yaml.load(file, yaml.BaseLoader)  # every scalar as it is written
        assert set(data) <= KEYS, set(data) - KEYS
        self.kinds = data["kinds"]
        assert set(data["kinds"]) <= {"talk", "bof"}
        self.rooms = [room["id"] for room in data["rooms"]]
        self.names = {room["name"]: room["id"] for room in data["rooms"]}
        self.events = [Event(entry, "talk", self.kinds) for entry in data["talks"]]
        self.events += [Event(entry, "bof", self.kinds) for entry in data["bofs"]]
        self.hours = {room: [] for room in self.rooms}
        self.slots = {room: [] for room in self.rooms}
        for day in data["days"]:
            for key, spans in (("hours", self.hours), ("bof_slots", self.slots)):
                for room, times in day.get(key, {}).items():
                    spans[room] += [span(day["date"], time) for time in times]
        self.breaks = [(span(entry["date"], entry["time"]), entry.get("blocks", self.rooms)) for entry in data["breaks"]]
        self.given = []  # (span, kind, room or None, plenary)
        for entry in data["fixed"]:
            assert set(entry) <= EVENT_KEYS and "speakers" not in entry, entry
            room = entry["where"] if entry["where"] in self.rooms else None
            self.given.append((span(entry["date"], entry["time"]), entry.get("kind", "fixed"), room,
                               entry.get("plenary") == "true"))
        for room in self.rooms:
            for hole in self.slots[room] + [when for when, rooms in self.breaks if room in rooms]:
                self.hours[room] = without(self.hours[room], hole)
        self.grid = math.gcd(*[edge for room in self.rooms for one in self.hours[room] + self.slots[room] for edge in one],
                             *[event.length for event in self.events],
                             *[edge for when, _ in self.breaks for edge in when])
        self.read_homes()

    def read_homes(self):
        with open(PUBLISHED, encoding="utf-8") as file:
            days = json.load(file)["schedule"]["conference"]["days"]
        by_title = {event.title: event for event in self.events}
        assert len(by_title) == len(self.events)
        for day in days:
            for room, entries in day["rooms"].items():
                for entry in entries:
                    if entry["title"] in by_title:
                        start = datetime.datetime.fromisoformat(entry["date"])
                        by_title[entry["title"]].home = (self.names[room], moment(str(start.date()),
                                                                                  start.strftime("%H:%M")))
        assert all(event.home for event in self.events)

    def allowed(self, event, room, start, away):
        """Whether the event can be there at all; away: who is missing, and when."""
        mine = (start, start + event.length)
        day = start // 1440
        if any(person == who and overlap(mine, when) for person in event.people for who, when in away):
            return False
        for when, _, where, plenary in self.given:
            if (plenary or where == room) and overlap(mine, when):
                return False
        for kind in self.kinds.get(event.kind, {}).get("after_same_day", []):
            if any(kind == other and when[0] // 1440 == day and start < when[1] for when, other, _, _ in self.given):
                return False
        pin = event.pin
        if pin.get("room", room) != room or ("start" in pin and moment(*pin["start"].split()) != start):
            return False
        if event.kind == "bof":  # there are BoF slots: nowhere else
            return any(start == slot[0] and mine[1] <= slot[1] for slot in self.slots[room])
        return start % self.grid == 0 and any(one[0] <= start and mine[1] <= one[1] for one in self.hours[room])

    def places(self, event, away):
        starts = {room: {slot[0] for slot in self.slots[room]} |
                  {t for one in self.hours[room] for t in range(one[0], one[1], self.grid)} for room in self.rooms}
        return [(room, start) for room in self.rooms for start in sorted(starts[room])
                if self.allowed(event, room, start, away)]


class Program:
    """Binary variables x: an event is in that room from that time. People to be told: y."""

    def __init__(self, summit, away):
        self.summit = summit
        self.events = summit.events
        self.places = [summit.places(event, away) for event in self.events]
        self.people = sorted({person for event in self.events for person in event.people})
        self.rows = []

    def at(self, e, where=lambda place: True):
        return [f"x{e}_{i}" for i, place in enumerate(self.places[e]) if where(place)]

    def runs_at(self, e, moment_min):
        length = self.events[e].length
        return self.at(e, lambda place: place[1] <= moment_min < place[1] + length)

    def list_rows(self):
        rows = [" + ".join(self.at(e)) + " = 1" for e in range(len(self.events))]
        moments = sorted({start + k for e, places in enumerate(self.places) for _, start in places
                          for k in range(0, self.events[e].length, self.summit.grid)})
        for m in moments:
            sets = [[f"x{e}_{i}" for e, places in enumerate(self.places) for i, (r, start) in enumerate(places)
                     if r == room and start <= m < start + self.events[e].length] for room in self.summit.rooms]
            sets += [[x for e, event in enumerate(self.events) if person in event.people for x in self.runs_at(e, m)]
                     for person in self.people]
            for bof, event in enumerate(self.events):
                sets += [self.runs_at(bof, m) + self.runs_at(e, m) for e, other in enumerate(self.events)
                         if other.id in event.related]
            rows += [" + ".join(one) + " <= 1" for one in sets if len(one) > 1]
        for p, person in enumerate(self.people):
            for e, event in enumerate(self.events):
                if person in event.people:
                    rows.append(" + ".join([f"y{p}"] + self.at(e, lambda place: place == event.home)) + " >= 1")
        return sorted(set(rows))

    def costs(self, level):
        """The level's costs, by variable: what counts is where an event is, or who must be told."""
        if level == "told":
            return {f"y{p}": 1 for p in range(len(self.people))}
        cost_of = {"moved": lambda home, place: int(home != place), "rooms": lambda home, place: int(home[0] != place[0]),
                   "times": lambda home, place: int(home[1] != place[1]),
                   "minutes": lambda home, place: abs(home[1] - place[1])}[level]
        costs = {f"x{e}_{i}": cost_of(event.home, place)
                 for e, event in enumerate(self.events) for i, place in enumerate(self.places[e])}
        return {x: cost for x, cost in costs.items() if cost}

    def solve(self, costs, rows):
        """The best timetable, by event; None: there is none."""
        path, answer = os.path.join(WORK, "program.lp"), os.path.join(WORK, "answer.txt")
        terms = [f"{cost} {x}" for x, cost in costs.items()]
        with open(path, "w", encoding="ascii") as file:
            file.write("Minimize\n cost: " + "\n + ".join(terms or ["0 y0"]) + "\nSubject To\n")
            file.writelines(f" r{i}: " + row.replace(" + ", "\n + ") + "\n" for i, row in enumerate(rows))
            file.write("Binary\n" + "\n".join([f"y{p}" for p in range(len(self.people))] +
                                              [x for e in range(len(self.events)) for x in self.at(e)]) + "\nEnd\n")
        if os.path.exists(answer):
            os.remove(answer)
        subprocess.run(["cbc", path, "seconds", "300", "ratioGap", "0", "allowableGap", "0", "solve", "solution", answer],
                       stdout=subprocess.DEVNULL, check=True)
        with open(answer, encoding="ascii") as file:
            head, *lines = file.read().splitlines()
        if "nfeasible" in head:
            return None
        assert head.startswith("Optimal"), head
        chosen = {line.split()[1] for line in lines if float(line.split()[2]) > 0.5}
        found = [[place for i, place in enumerate(places) if f"x{e}_{i}" in chosen]
                 for e, places in enumerate(self.places)]
        assert all(len(places) == 1 for places in found), found
        return [places[0] for places in found]

    def value(self, level, timetable):
        """What the timetable costs at a level, by looking at it."""
        pairs = [(event, place) for event, place in zip(self.events, timetable) if place != event.home]
        return {"told": len({person for event, _ in pairs for person in event.people}), "moved": len(pairs),
                "times": sum(place[1] != event.home[1] for event, place in pairs),
                "rooms": sum(place[0] != event.home[0] for event, place in pairs),
                "minutes": sum(abs(place[1] - event.home[1]) for event, place in pairs)}[level]

    def least(self, levels):
        """The value of each level, each the least under those before it; None: there is no timetable. Counts, which are
        below 100, are one program; minutes are another."""
        if not all(self.places):
            return None
        rows, values = self.list_rows(), []
        for counts in (levels[0] != "minutes", levels[0] == "minutes"):
            some = [level for level in levels if (level != "minutes") == counts]
            costs = {}
            for weight, level in zip((10000, 100, 1), some):
                for x, cost in self.costs(level).items():
                    costs[x] = costs.get(x, 0) + weight * cost
            timetable = self.solve(costs, rows)
            if timetable is None:
                return None
            for level in some:
                values.append(self.value(level, timetable))
                costs = self.costs(level)
                rows += [" + ".join(f"{cost} {x}" for x, cost in costs.items()) + f" <= {values[-1]}"] if costs else []
        return values


def confab(changes, stability):
    path = os.path.join(WORK, "changes.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(changes)
    done = subprocess.run([CONFAB, "solve", PROBLEM, path, "--previous", PUBLISHED, "--stability", stability,
                           "--format", "json", "--time-limit", "300", "--quiet"],
                          capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout)["schedule"]["solution"] if done.stdout else {}, done.stderr


def fault(expected, levels, code, solution):
    """What is wrong with Confab's answer; None: nothing."""
    if expected is None:
        left_out = solution.get("unscheduled")
        return None if code == 1 and left_out else f"there is no timetable; code {code}, left out: {left_out}"
    found = {level["name"]: level for level in solution.get("levels", [])}
    if code != 0 or solution.get("status") != "optimal":
        return f"{levels} are {expected}; code {code}, status {solution.get('status')}"
    values = [found[level]["value"] if level in found else None for level in levels]
    if values != expected:
        return f"{levels}: cbc {expected}, Confab {values}"
    order = [name for name in found if name in ("told", "moved", "times", "rooms", "minutes")]
    return None if order == levels else f"the levels are {order}"


def cases(summit):
    """Who is away when: two who leave only mornings for talks that cannot both be there, as the windows are full to the
    minute; then each speaker in the half day of each of their events."""
    yield [(person, f"{date} {NOON}-24:00") for person in ("George Dunlap", "Haitao Shan")
           for date in ("2013-10-24", "2013-10-25")]
    for event in summit.events:
        for person in event.people:
            date = datetime.date.fromordinal(event.home[1] // 1440).isoformat()
            half = f"00:00-{NOON}" if event.home[1] < moment(date, NOON) else f"{NOON}-24:00"
            yield [(person, f"{date} {half}")]


def as_yaml(away):
    people = {person: [when for who, when in away if who == person] for person, _ in away}
    return "speakers:\n" + "".join(f"  - {{name: {person}, unavailable: [{', '.join(when)}]}}\n"
                                   for person, when in people.items())


def main():
    summit = Summit()
    everything = [list(case) for case in dict.fromkeys(tuple(case) for case in cases(summit))]
    step = 1 if os.environ.get("CONFAB_REVISE") == "all" else 3
    wrong, infeasible = 0, 0
    for away in everything[::step]:
        program = Program(summit, [(person, span(*when.split())) for person, when in away])
        for stability, levels in LEVELS.items():
            expected = program.least(levels)
            infeasible += expected is None
            code, solution, messages = confab(as_yaml(away), stability)
            why = fault(expected, levels, code, solution)
            wrong += why is not None
            name = "; ".join(f"{person} away {when}" for person, when in away) + f", fewest {stability}"
            print(f"not ok - {name}: {why} {messages}" if why else f"ok - {name}: {expected or 'no timetable'}",
                  flush=True)
    print(f"# {len(everything)} cases, one of {step} tried; {infeasible} without a timetable")
    return 1 if wrong else 0


sys.exit(main())
