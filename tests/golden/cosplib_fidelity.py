"""Imported instances of CoSPLib cost in Confab what CoSPLib's objective says, term by term: its published solutions,
random ones, and an invented instance with all that is odd. cosplib_fidelity.py WORK DATA (DATA: a directory, or -)"""
import glob
import importlib.util
import json
import os
import random
import subprocess
import sys

import cosplib
from cosplib import TERMS

work, data = sys.argv[1:3]
here = os.path.dirname(os.path.abspath(__file__))
CONFAB = os.environ.get("CONFAB", "build/confab")
RELEASE = os.environ.get("CONFAB_RELEASE", CONFAB)
RANDOM = int(os.environ.get("COSPLIB_RANDOM", "3"))  # timetables for each instance and each set of weights
failed = False

RULES = {  # what one rule counts alone
    "similar-tracks": "similar_tracks", "track-one-room": "rooms_per_track", "track-parallel": "parallel_tracks",
    "track-contiguous": "consecutive_tracks", "order-in-track": "submissions_order",
    "not-parallel": "attendees_conflicts", "chair-clash": "chairs_conflicts",
}


def verdict(good, name, detail=""):
    global failed
    failed = failed or not good
    print(("ok - " if good else "not ok - ") + name)
    if not good:
        print(detail, file=sys.stderr)


def run(*arguments, program=CONFAB):
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)


def write_json(name, content):
    path = os.path.join(work, name)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False)
    return path


# ---- from Confab's findings to terms --------------------------------------------------------------------------------

def split_cell_cost(instance, problem, solution, conflict):
    """{term: cost} of a finding of cell-cost, which adds up what a track, a room or an event costs somewhere"""
    name = problem.titles[conflict["events"][0]]
    place, submission = solution[name], instance.submissions[name]
    track, session, room = submission["track"], place["session"], place["room"]
    if conflict["message"].startswith("Track '"):
        keys = {"tracks_sessions": (track, session), "tracks_rooms": (track, room)}
        times = 1
    elif conflict["message"].startswith("'"):
        keys = {"submissions_sessions": (name, session), "submissions_timezones": (name, session),
                "submissions_rooms": (name, room)}
        times = submission["slots"]
    else:
        keys = {"sessions_rooms": (session, room)}
        times = 1
    parts = {term: instance.weights[term] * times * instance.penalty[term].get(key, 0) for term, key in keys.items()}
    assert sum(parts.values()) == conflict["cost"], (parts, conflict)
    return parts


def split_clash(instance, problem, conflict):
    """{term: cost} of a finding about two submissions that share slots"""
    pair = frozenset(problem.titles[event] for event in conflict["events"])
    terms = [term for term, pairs in (("presenters_conflicts_timeslot", instance.presenters),
                                      ("attendees_conflicts_timeslot", instance.attendees))
             if pair in pairs and instance.weights[term]
             and not (term[0] == "p" and not instance.weights["presenters_conflicts"])]
    total = sum(instance.weights[term] for term in terms)
    return {term: conflict["cost"] * instance.weights[term] // total for term in terms}


def terms_of(instance, problem, solution, check):
    """what each term costs, from what `confab check` found"""
    costs = dict.fromkeys(TERMS, 0)
    by_session = instance.weights["presenters_conflicts"] > 0
    for conflict in check["conflicts"]:
        rule = conflict["rule"]
        if rule == "cell-cost":
            parts = split_cell_cost(instance, problem, solution, conflict)
        elif rule == "attendee-clash":
            parts = split_clash(instance, problem, conflict)
        elif rule == "speaker-clash":
            parts = {"presenters_conflicts" if by_session else "presenters_conflicts_timeslot": conflict["cost"]}
        else:
            parts = {RULES[rule]: conflict["cost"]}
        for term, cost in parts.items():
            costs[term] += cost
    return costs


# ---- one timetable --------------------------------------------------------------------------------------------------

def oracle_score(oracle, json_path, solution):
    with open(json_path, encoding="utf-8") as file:
        instance = oracle.Instance(json.load(file))
    grid, faults = oracle.load_grid(instance, solution)
    return oracle.score(instance, grid), faults


def judge(instance, path, solution, solution_path, program, *options):
    """Problems with how a solution goes through Confab; none: ''."""
    problem, timetable = os.path.join(work, "p.yaml"), os.path.join(work, "t.json")
    made = run("import", "cosplib", path, solution_path, "-o", problem, "--published", timetable, "-q", *options,
               program=program)
    if made.returncode != 0:
        return made.stderr
    checked = run("check", problem, timetable, "--format", "json", program=program)
    if checked.returncode != 0:
        return "hard conflicts: " + checked.stdout + checked.stderr
    check = json.loads(checked.stdout)
    if cosplib.solution_of(problem, timetable) != solution:
        return "the timetable is another solution"
    wanted = instance.weighted(instance.score(solution))
    found = terms_of(instance, cosplib.Problem(problem), solution, check)
    soft = {level["name"]: level["value"] for level in check["levels"]}["soft"]
    if soft != sum(wanted.values()) or found != wanted:
        return f"costs {soft}, not {sum(wanted.values())}: " + str(
            {term: (found[term], wanted[term]) for term in TERMS if found[term] != wanted[term]})
    return ""


# ---- random solutions -----------------------------------------------------------------------------------------------

def random_solution(instance, rng):
    """A feasible one: each submission's slots side by side, one track in a cell. None: not found."""
    for attempt in range(400):
        waste = max(0, 0.5 * (1 - attempt / 40))  # how readily a track begins another cell
        free = [(session, room) for session in instance.sessions for room in instance.rooms]
        rng.shuffle(free)
        if attempt > 30 and rng.random() < 0.5:
            free.sort(key=lambda cell: instance.sessions[cell[0]])
        solution = {}
        tracks = list(instance.tracks)
        rng.shuffle(tracks)
        if attempt > 20 and rng.random() < 0.5:
            tracks.sort(key=lambda track: -max((s["slots"] for s in instance.submissions.values()
                                                if s["track"] == track), default=0))
        if all(place_track(instance, track, free, solution, waste, rng) for track in tracks):
            return {name: solution[name] for name in instance.submissions}
    return None


def place_track(instance, track, free, solution, waste, rng):
    mine = [name for name, submission in instance.submissions.items() if submission["track"] == track]
    rng.shuffle(mine)
    mine.sort(key=lambda name: -instance.submissions[name]["slots"] if waste < 0.45 else 0)
    cells = []  # [session, room, slots used]
    for name in mine:
        slots = instance.submissions[name]["slots"]
        fit = [cell for cell in cells if cell[2] + slots <= instance.sessions[cell[0]]]
        if not fit or rng.random() < waste:
            cell = next((one for one in free if instance.sessions[one[0]] >= slots), None)
            if cell is not None:
                free.remove(cell)
                cells.append([*cell, 0])
                fit = cells[-1:]
        if not fit:
            return False
        cell = rng.choice(fit)
        gap = rng.randrange(instance.sessions[cell[0]] - cell[2] - slots + 1) if waste > 0.45 else 0
        solution[name] = {"session": cell[0], "room": cell[1], "start_timeslot": cell[2] + gap}
        cell[2] += gap + slots
    return True


def shuffled(instance, solution, rng):
    """The same cells elsewhere, in sessions of the same length, and what is in them in another order: for instances that
    are full."""
    cells = {}
    for name, place in solution.items():
        cells.setdefault((place["session"], place["room"]), []).append(name)
    result = {}
    for length in set(instance.sessions.values()):
        places = [(session, room) for session, slots in instance.sessions.items() if slots == length
                  for room in instance.rooms]
        for old, (session, room) in zip(places, rng.sample(places, len(places))):
            slot = 0
            for name in rng.sample(cells.get(old, []), len(cells.get(old, []))):
                result[name] = {"session": session, "room": room, "start_timeslot": slot}
                slot += instance.submissions[name]["slots"]
    return {name: result[name] for name in instance.submissions}


def reweigh(sheets, rng):
    """The same instance with weights for all terms, some of them off, and costs where there were none."""
    sheets = {name: [list(row) for row in rows] for name, rows in sheets.items()}
    for row in sheets["parameters"][1:]:
        if len(row) > 4 and row[3] in TERMS.values():
            row[4] = rng.choice([0, 1, 3, 10, 1000])
    heads = sheets["submissions"][0]
    for row in sheets["submissions"][1:]:
        if row and row[0]:
            row.extend([None] * (len(heads) - len(row)))
            for column in range(7, len(heads)):
                if rng.random() < 0.05:
                    row[column] = rng.randrange(1, 20)
            row[3] = rng.choice([row[3], 0, rng.randrange(1, 6)])
    for row in sheets["sessions_rooms|penalty"][1:]:
        row.extend([None] * (1 + len(sheets["rooms"]) - len(row)))
        row[rng.randrange(1, len(sheets["rooms"]))] = rng.randrange(1, 9)
    return sheets


def judge_random(instance, path, name, count, seed, *options, program=RELEASE, known=None):
    rng = random.Random(seed)
    problems, n = [], 0
    for i in range(count):
        solution = random_solution(instance, rng) or known and shuffled(instance, known, rng)
        if solution is not None:
            n += 1
            detail = judge(instance, path, solution, write_json("random.json", solution), program, *options)
            problems.extend([f"{i}: {detail}"] if detail else [])
    verdict(not problems and n == count, f"{name}: {count} random solutions cost what they should",
            f"{n} found; " + "\n".join(problems[:5]))


# ---- the invented instance ------------------------------------------------------------------------------------------

def tiny():
    """Names with blanks at their ends and within, sessions out of order, time zones, all weights."""
    weights = [7, 3, 5, 11, 13, 17, 19, 2, 23, 29, 31, 37, 41, 43, 47, 53]
    left = [["Sessions"], ["Local time zone:", "GMT+1"], ["Suitable scheduling times"], ["From:", 9.5 / 24],
            ["To:", 21.5 / 24], ["Less suitable scheduling times"], ["From:", "07:00"], ["To:", 23 / 24],
            ["Penalty:", 1], ["Unsuitable scheduling times"], ["Penalty:", 10]]
    parameters = [(left[i] if i < len(left) else []) + [None] * (3 - (len(left[i]) if i < len(left) else 0))
                  for i in range(17)]
    parameters[0] += ["Weights"]
    for row, label, weight in zip(parameters[1:], TERMS.values(), weights):
        row += [label, weight]
    return {
        "parameters": parameters,
        "submissions": [
            ["Reference", "Track", "Required Timeslots", "Order", "Time Zone", "Presenters", "Attendees",
             "Mon 1", "Mon2", "2026-05-11", "Hall", "Room  2"],
            ["s1", "Arenas ", 1, 1, "GMT+0", "Ada, Bo", "Cy", 2, None, None, None, 4],
            ["s2", "Arenas ", 2, 2, "GMT+8", "Bo", None, None, 3],
            ["s3", "Arenas ", 1, 0, "GMT-5", "Cy", "Ada"],
            ["s4 & more", "Fuzzing", 1, 3, "GMT+1", "Ada", None, None, None, 1],
            ["s5", "Fuzzing", 2, 1, "GMT+12", "Di, , Di", "Bo, Cy"],
            ["s6", "Const", 1, None, "GMT+1", None, "Ed"],
            ["s6 (2)", "Const", 1, None, "GMT+1", "Ed", "Cy"]],
        "tracks": [["Tracks", "Chairs"], ["Arenas ", "Di"], ["Fuzzing", "Cy, Ed"], ["Const", "Ed"]],
        "sessions": [["Sessions", "Max Number of Timeslots", "Date", "Start Time", "End Time"],
                     ["Mon 1", 3, 46153, 10 / 24, 11 / 24], ["Mon2", 2, "2026-05-11", "10:30", 12 / 24],
                     ["2026-05-11", 4, 46153, 9 / 24, 11 / 24]],
        "rooms": [["Rooms"], ["Hall"], ["Room  2"], ["Attic"]],
        "tracks_sessions|penalty": [[None, "Mon2", "Mon 1", "2026-05-11"], ["Const", 4], ["Arenas ", None, 1, 6]],
        "tracks_rooms|penalty": [[None, "Attic", "Hall", "Room  2"], ["Fuzzing", 2, None, 8], ["Arenas ", 1]],
        "similar tracks": [[None, "Const", "Arenas ", "Fuzzing"], ["Const", 9, 2, 5], ["Arenas ", 7, None, 3],
                           ["Fuzzing", 8]],
        "sessions_rooms|penalty": [[None, "Attic", "Hall"], ["Mon2", 6], ["Mon 1", None, 2]],
    }


def change(sheets, sheet, row, column, content):
    """With another cell; `row` None: without the sheet."""
    sheets = {name: [list(cells) for cells in rows] for name, rows in sheets.items()}
    if row is None:
        del sheets[sheet]
        return sheets
    cells = sheets[sheet][row - 1]
    cells.extend([None] * (column - len(cells)))
    cells[column - 1] = content
    return sheets


BROKEN = [  # (sheet, row, column, content, what is said)
    ("rooms", None, 0, None, "broken.xlsx: there is no sheet 'rooms'"),
    ("tracks", 3, 1, "Arenas ", "sheet 'tracks', cell A3: 'Arenas ' is there twice"),
    ("submissions", 3, 2, "Arenas", "sheet 'submissions', cell B3: there is no track 'Arenas'"),
    ("submissions", 3, 3, "two", "sheet 'submissions', cell C3: 'two' is no number"),
    ("submissions", 3, 3, 1.5, "sheet 'submissions', cell C3: 1.5 is no whole number from 0 to 1000"),
    ("submissions", 3, 3, None, "sheet 'submissions', cell C3: a submission needs at least one timeslot"),
    ("submissions", 3, 5, "CET", "sheet 'submissions', cell E3: 'CET' is no time zone like GMT+2"),
    ("submissions", 3, 9, -1, "sheet 'submissions', cell I3: -1 is no whole number"),
    ("submissions", 3, 9, 9e7, "sheet 'submissions', cell I3: 90000000 times its weight, 29, for 2 timeslots is more than"),
    ("sessions", 2, 2, 0, "sheet 'sessions', cell B2: a session has at least one timeslot"),
    ("sessions", 2, 4, "noon", "sheet 'sessions', cell D2: time zones count"),
    ("parameters", 6, 4, "Rooms per Track:", "sheet 'parameters': there is no weight 'Number of Rooms per Track:'"),
    ("parameters", 6, 5, 2000000, "sheet 'parameters', cell E6: 2000000 is no whole number from 0 to 1000000"),
    ("parameters", 7, 2, "dawn", "sheet 'parameters', cell B7: a time of day belongs here"),
    ("tracks_rooms|penalty", 2, 3, "many", "sheet 'tracks_rooms|penalty', cell C2: 'many' is no number"),
]
SURVIVED = [
    ("tracks_rooms|penalty", 1, 2, "Cellar", "cell B2: there is no 'Cellar': this does not count"),
    ("sessions_rooms|penalty", 2, 1, "Tue", "cell B2: there is no 'Tue': this does not count"),
    ("tracks_rooms|penalty", 2, 6, "a note", "cell F2: there is no '': this does not count"),
    ("sessions", 2, 3, None, "times are made up"),
]
WRONG_SOLUTIONS = [
    ({"s9": {"session": "Mon2", "room": "Hall", "start_timeslot": 0}}, "the instance has no submission 's9'"),
    ({"s1": {"session": "Tue", "room": "Hall", "start_timeslot": 0}}, "the instance has no session 'Tue'"),
    ({"s1": {"session": "Mon2", "start_timeslot": 0}}, "the instance has no room ''"),
    ({"s2": {"session": "Mon2", "room": "Hall", "start_timeslot": 1}}, "its 2 timeslots from 1 on are not in"),
    ({"s2": {"session": "Mon2", "room": "Hall"}}, "its 2 timeslots from - on are not in"),
    ([], "a solution of CoSPLib is"),
]


def solution_sheet(instance, solution):
    rows = [[None, *instance.rooms]]
    filled = {(p["session"], p["room"], p["start_timeslot"] + i): name for name, p in solution.items()
              for i in range(instance.submissions[name]["slots"])}
    for session in instance.sessions:
        rows.append([session] + [next((instance.submissions[filled[session, room, slot]]["track"] for slot in range(9)
                                       if (session, room, slot) in filled), None) for room in instance.rooms])
    rows.append([])
    for session, slots in instance.sessions.items():
        rows += [[session] + [filled.get((session, room, slot)) for room in instance.rooms] for slot in range(slots)]
    return {"sol": rows, "violations": [["whatever"]]}


def test_tiny():
    sheets, path = tiny(), os.path.join(work, "tiny.xlsx")
    cosplib.write_book(path, sheets)
    instance = cosplib.read_instance(path)
    made = run("import", "cosplib", path, "--title", "Tiny")
    expected = os.path.join(here, "cosplib", "tiny.yaml")
    text = made.stdout.split("\n", 1)[-1]
    if os.environ.get("BLESS"):
        with open(expected, "w", encoding="utf-8") as file:
            file.write(text)
    with open(expected, encoding="utf-8") as file:
        verdict(file.read() == text, "the invented instance is imported", made.stderr + made.stdout)
    judge_random(instance, path, "the invented instance", 25, 1, program=CONFAB)
    judge_random(instance, path, "the same, in a time zone", 3, 2, "--timezone", "Asia/Kolkata", program=CONFAB)
    solution = random_solution(instance, random.Random(4))
    book = os.path.join(work, "solution.xlsx")
    cosplib.write_book(book, solution_sheet(instance, solution))
    detail = judge(instance, path, solution, book, CONFAB)
    verdict(not detail, "a solution's workbook is read", detail)
    problem, timetable = os.path.join(work, "p.yaml"), os.path.join(work, "solved.json")
    solved = run("solve", problem, "-o", timetable)
    costs = instance.weighted(instance.score(cosplib.solution_of(problem, timetable)))
    verdict(f"Proven optimal: hard 0, soft {sum(costs.values())}\n" in solved.stderr, "the optimum costs what it should",
            solved.stderr + str(costs))
    for weights in range(40):
        rng = random.Random(weights)
        cosplib.write_book(path, reweigh(sheets, rng))
        again = cosplib.read_instance(path)
        one = random_solution(again, rng)
        detail = detail or judge(again, path, one, write_json("random.json", one), RELEASE)
    verdict(not detail, "the invented instance with 40 sets of weights", detail)


def test_faults():
    path = os.path.join(work, "broken.xlsx")
    for broken in (BROKEN, SURVIVED):
        for sheet, row, column, content, said in broken:
            cosplib.write_book(path, change(tiny(), sheet, row, column, content))
            made = run("import", "cosplib", path, "-o", os.path.join(work, "broken.yaml"))
            code = 2 if broken is BROKEN else 0
            verdict(made.returncode == code and said in made.stderr, f"said: {said}", made.stderr)
    cosplib.write_book(path, tiny())
    for solution, said in WRONG_SOLUTIONS:
        made = run("import", "cosplib", path, write_json("wrong.json", solution), "-o", os.path.join(work, "x.yaml"))
        verdict(made.returncode == 2 and said in made.stderr, f"said: {said}", made.stderr)
    instance = cosplib.read_instance(path)
    sheets = solution_sheet(instance, random_solution(instance, random.Random(5)))
    book = os.path.join(work, "wrong.xlsx")
    for row in sheets["sol"][5:]:
        row[1:] = [None if cell == "s1" else "s1" if cell == "s3" else cell for cell in row[1:]]
    cosplib.write_book(book, change(sheets, "sol", 6, 2, "s5"))
    made = run("import", "cosplib", path, book, "-o", os.path.join(work, "x.yaml"))
    verdict(made.returncode == 0 and "'s5' needs 2 timeslots side by side" in made.stderr,
            "said: slots that are not side by side", made.stderr)
    for sheet, row, column, content, said in (("sol", 1, 2, "Cellar", "cell B1: the instance has no room 'Cellar'"),
                                              ("sol", 7, 2, "s9", "cell B7: the instance has no submission 's9'"),
                                              ("sol", 7, 1, "Tue", "cell A7: the instance has no session 'Tue'")):
        cosplib.write_book(book, change(sheets, sheet, row, column, content))
        made = run("import", "cosplib", path, book, "-o", os.path.join(work, "x.yaml"))
        verdict(made.returncode == 2 and said in made.stderr, f"said: {said}", made.stderr)


# ---- the collection -------------------------------------------------------------------------------------------------

def test_published(name, instance, path, oracle):
    solution = None
    for kind in ("exact", "extended"):
        given = os.path.join(data, "solutions", "json", f"{name}.{kind}.json")
        if not os.path.exists(given):
            continue
        with open(given, encoding="utf-8") as file:
            solution = json.load(file)
        for form in (given, os.path.join(data, "solutions", f"{kind}-model", f"{name}Solution.xlsx")):
            detail = judge(instance, path, solution, form, CONFAB)
            verdict(not detail, f"{name}: the published solution {os.path.basename(os.path.dirname(form))} {kind}", detail)
        if oracle:
            raw, faults = oracle_score(oracle, os.path.join(data, "json", name + ".json"), solution)
            verdict(raw == {**instance.score(solution), **without_weight(instance, raw)} and not faults,
                    f"{name} {kind}: both scorers agree", str(faults))
    return solution


def test_against_oracle(name, instance, oracle, known):
    rng = random.Random(name)
    for _ in range(RANDOM):
        solution = random_solution(instance, rng) or shuffled(instance, known, rng)
        raw, faults = oracle_score(oracle, os.path.join(data, "json", name + ".json"), solution)
        if faults or raw != {**instance.score(solution), **without_weight(instance, raw)}:
            verdict(False, f"{name}: both scorers agree about random solutions", f"{faults} {raw}")
            return
    verdict(True, f"{name}: both scorers agree about random solutions")


def without_weight(instance, raw):
    """Time zones are only read where they count."""
    return {} if instance.weights["submissions_timezones"] else {"submissions_timezones": raw["submissions_timezones"]}


def load_oracle():
    path = os.path.join(data, "..", "..", "oracles", "cosplib_score.py")
    if not os.path.exists(path):
        print("ok - a second scorer # SKIP there is no " + path)
        return None
    spec = importlib.util.spec_from_file_location("cosplib_score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_collection():
    oracle = load_oracle()
    for path in sorted(glob.glob(os.path.join(data, "*.xlsx"))):
        name = os.path.basename(path).removesuffix(".xlsx")
        sheets = cosplib.read_book(path)
        instance = cosplib.Instance(sheets)
        known = test_published(name, instance, path, oracle)
        judge_random(instance, path, name, RANDOM, name, known=known)
        if oracle:
            test_against_oracle(name, instance, oracle, known)
        changed = os.path.join(work, "changed.xlsx")
        cosplib.write_book(changed, reweigh(sheets, random.Random(name)))
        judge_random(cosplib.read_instance(changed), changed, name + " with other weights", RANDOM, name, known=known)


test_tiny()
test_faults()
if os.path.isdir(data):
    test_collection()
else:
    print(f"ok - CoSPLib's instances # SKIP there is no {data}")
sys.exit(failed)
