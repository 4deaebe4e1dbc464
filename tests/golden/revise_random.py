"""Made-up conferences whose inputs change at random after they were announced. What `confab solve --previous` proves must
be what GLPK alone proves (--engine exact) and what cbc finds in the exported program; what is frozen stays; fewer moves
than the fewest cannot be had."""
import json
import os
import random
import re
import subprocess
import sys

CONFAB, WORK = sys.argv[1:3]
SEEDS = [int(seed) for seed in sys.argv[3:]] or list(range(1, 13))
CHANGED = ("told", "moved", "times", "rooms", "minutes")
KINDS = ["speakers", "speakers", "room", "withdrawn", "new", "lengths", "closed"]
SHAPES = [  # of conferences, by seed in turn
    "--talks 24 --rooms 3 --slots 8 --tags a:6:10 --speakers 20 --unavailable 20",
    "--talks 20 --rooms 3 --hours 6 --granularity 15 --durations 15-45 --fill 97 --rooms-differ",
    "--talks 30 --rooms 4 --hours 6 --granularity 15 --durations 20-60 --fill 90 --tracks 4 --tags a:6:10",
    "--talks 20 --rooms 4 --slots 6 --rooms-differ --tracks 3 --attendees 20 --unavailable 20",
    "--talks 40 --rooms 6 --hours 7 --granularity 15 --durations 20-60 --fill 97 --tags a:8:10",
    "--talks 36 --rooms 2 --slots 18 --speakers 12 --unavailable 30",
]
failed = False


def verdict(good, name, detail=""):
    global failed
    failed = failed or not good
    print(("ok - " if good else "not ok - ") + name + (f": {detail}" if not good else ""), flush=True)


def path(name):
    return os.path.join(WORK, name)


def run(*arguments):
    done = subprocess.run([CONFAB, *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def read(name):
    with open(path(name), encoding="utf-8") as file:
        return json.load(file)["schedule"]


def events_of(schedule):
    return {event["guid"]: event for day in schedule["conference"]["days"] for events in day["rooms"].values()
            for event in events if event["type"] != "break"}


def draw_changes(rng, text, previous):
    """YAML that changes the conference in one to three ways."""
    found = {key: re.findall(rf"^  - \{{id: ({key}\d+)", text, re.MULTILINE) for key in "prt"}
    events = sorted(events_of(previous).values(), key=lambda event: event["guid"])
    people = {name: one for one, name in re.findall(r"^  - \{id: (p\d+), name: ([^,}]+)", text, re.MULTILINE)}
    entries = {"rooms": {}, "speakers": {}, "talks": {}, "breaks": {}}
    for kind in sorted(set(rng.sample(KINDS, rng.choice([1, 2, 3])))):
        some = rng.sample(found["t"], 2)
        if kind == "speakers":
            for event in rng.sample([event for event in events if event["persons"]], rng.randrange(1, 4)):
                date, clock, name = event["date"][:10], event["date"][11:16], event["persons"][0]["name"]
                half = "00:00-12:30" if clock < "12:30" else "12:30-24:00"
                entries["speakers"][people.get(name, name)] = f"unavailable+: [{date} {half}]"
        elif kind == "room":
            entries["rooms"][rng.choice(found["r"])] = "remove: true"
        elif kind == "withdrawn":
            entries["talks"][some[0]] = "remove: true"
        elif kind == "new":
            entries["talks"]["new"] = f"title: New, speakers: [{rng.choice(sorted(people.values()) or ['Nora Neu'])}]"
        elif kind == "lengths":
            entries["talks"][some[1]] = f"duration: {rng.choice([15, 30, 45])}"
        elif "slots:" not in text:
            date = rng.choice(events)["date"][:10]
            entries["breaks"]["closed"] = f"date: {date}, time: 09:00-10:00, where: x, blocks: [{rng.choice(found['r'])}]"
    lines = []
    for section, ones in entries.items():
        key = "title" if section == "breaks" else "id"
        lines += [f"{section}:"] * bool(ones) + [f"  - {{{key}: {one}, {what}}}" for one, what in ones.items()]
    return "\n".join(lines) + "\n"


def draw_options(rng, previous):
    """What must stay, now and then; whether an event of the previous timetable then must."""
    events = sorted(events_of(previous).values(), key=lambda event: event["guid"])
    one, draw = rng.choice(events), rng.randrange(4)
    if draw == 0:
        before = one["date"][:16]
        return ["--freeze-before", before.replace("T", " ")], lambda event: event["date"][:16] < before
    if draw == 1:
        return ["--freeze", "day:" + one["date"][:10]], lambda event: event["date"][:10] == one["date"][:10]
    return [], lambda event: False


def solve(name, arguments, *more):
    if os.path.exists(path(name)):
        os.remove(path(name))
    code, messages = run("solve", *arguments, *more, "--quiet", "--time-limit", "60", "--output", path(name))
    if code not in (0, 1, 3):
        return code, messages, {}
    return code, messages, {level["name"]: level for level in read(name)["solution"]["levels"]}


def difference(ours, exact):
    """Between the levels of two answers, as far as they are proven; None: there is none."""
    if list(ours) != list(exact):
        return f"{list(ours)}, {list(exact)}"
    for name, level in ours.items():
        other = exact[name]
        if level["bound"] is None or other["bound"] is None:
            return None
        if level["bound"] > other["value"] or other["bound"] > level["value"]:
            return f"{name}: {level}, {other}"
        if level["gap"] != 0 or other["gap"] != 0:
            return None
    return None


def by_cbc(arguments, level):
    """The optimum of the exported program."""
    code, messages = run("model", *arguments, "--quiet", "--level", level, "--output", path("program.lp"))
    if code != 0:
        return messages
    subprocess.run(["cbc", path("program.lp"), "seconds", "120", "ratioGap", "0", "allowableGap", "0", "solve", "solution",
                    path("answer")], stdout=subprocess.DEVNULL, check=True)
    with open(path("answer"), encoding="ascii") as file:
        head = file.readline()
    optimum = re.match(r"Optimal - objective value (\S+)", head)
    return round(float(optimum.group(1))) if optimum else head


def check_moves(name, arguments, levels):
    """At most as many moves as the fewest there are: the same; one less: no timetable."""
    fewest = levels["moved"]["value"]
    code, messages, same = solve("same.json", arguments, "--max-moves", str(fewest))
    values = [(key, level["value"]) for key, level in levels.items() if key in CHANGED]
    verdict(code == 0 and all(same[key]["value"] == value for key, value in values), f"{name}, at most {fewest} moves",
            f"code {code}, {same} {messages}")
    if fewest > 0:
        code, messages, _ = solve("same.json", arguments, "--max-moves", str(fewest - 1))
        verdict(code == 1, f"{name}, at most {fewest - 1} moves: no timetable", f"code {code} {messages}")


def check_frozen(name, previous, now, must_stay, text, changes):
    """What is frozen is where it was; what a change concerns is not looked at."""
    old, new = events_of(previous), events_of(now)
    touched = {event["guid"] for event in old.values()
               if event["guid"] in new and event["duration"] != new[event["guid"]]["duration"]}
    moved = [event["title"] for guid, event in old.items() if guid in new and guid not in touched and must_stay(event) and
             (event["date"], event["room"]) != (new[guid]["date"], new[guid]["room"])]
    gone = re.findall(r"^  - \{id: (r\d+), remove", changes, re.MULTILINE)
    verdict(not moved or gone, f"{name}: what is frozen stays", moved)


def compare(name, arguments, with_cbc):
    code, messages, levels = solve("ours.json", arguments)
    if not levels:
        verdict(False, name, f"code {code} {messages}")
        return code, levels
    other_code, messages, exact = solve("exact.json", arguments, "--engine", "exact")
    why = difference(levels, exact) if exact else messages
    verdict(why is None and (code == other_code or 3 in (code, other_code)), f"{name}: as GLPK alone",
            f"codes {code}, {other_code}; {why}")
    for level, found in levels.items():
        if with_cbc and level in CHANGED and found["gap"] == 0:
            optimum = by_cbc(arguments, level)
            verdict(optimum == found["value"], f"{name}: cbc finds as much at '{level}'", f"{found}, cbc {optimum}")
    return code, levels


def check(seed):
    rng = random.Random(seed)
    problem, changes, old = path("problem.yaml"), path("changes.yaml"), path("old.json")
    run("generate", "--seed", str(seed), *SHAPES[seed % len(SHAPES)].split(), "--output", problem)
    run("solve", problem, "--quiet", "--threads", "1", "--engine", "search", "--work-limit", "20", "--output", old)
    previous = read("old.json")
    with open(problem, encoding="utf-8") as file:
        text = file.read()
    drawn = draw_changes(rng, text, previous)
    with open(changes, "w", encoding="utf-8") as file:
        file.write(drawn)
    for stability in ("people", "events", "minutes"):
        options, must_stay = draw_options(rng, previous)
        name = f"seed {seed}, fewest {stability}{''.join(' ' + option for option in options)}"
        arguments = [problem, changes, "--previous", old, "--stability", stability, *options]
        code, levels = compare(name, arguments, with_cbc=seed % 3 == 0)
        if options and code in (0, 1):
            check_frozen(name, previous, read("ours.json"), must_stay, text, drawn)
        if stability == "events" and code == 0:
            check_moves(name, arguments, levels)


for one in SEEDS:
    check(one)
sys.exit(failed)
