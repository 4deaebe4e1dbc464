"""Confab on a problem: what it found, and when; and the export of its program."""
import csv
import dataclasses
import json
import os
import signal

import measure

EXIT_INTERNAL = 4  # and above: not a matter of the problem
MAX_EXPORT_BYTES = 800 * 1000 * 1000
PROVEN = ("optimal", "infeasible")


@dataclasses.dataclass
class Level:
    name: str
    value: int | None
    bound: int


@dataclasses.dataclass
class Run:
    seconds: float  # the whole process, reading and writing included
    status: str
    memory_mb: float | None
    levels: list[Level]
    talks: int | None = None
    rows: int | None = None
    columns: int | None = None
    first_s: float | None = None  # these three from the start of the solver
    best_s: float | None = None
    proof_s: float | None = None
    fault: str | None = None

    @property
    def proven(self):
        return self.status in PROVEN

    @property
    def earlier_are_closed(self):
        return all(level.value == level.bound for level in self.levels[:-1])


def read_trace(path):
    """[(seconds, values or None, bounds)] and the levels' names."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in (rows[0] if rows else {}) if name + "_bound" in rows[0]]
    points = []
    for row in rows:
        values = [int(row[name]) for name in names] if names and row[names[0]] != "" else None
        points.append((float(row["seconds"]), values, [int(row[name + "_bound"]) for name in names]))
    return points, names


def add_times(run, points):
    found = [point for point in points if point[1] is not None]
    if not found:
        return
    run.first_s = found[0][0]
    run.best_s = next(seconds for seconds, values, _ in found if values == found[-1][1])


def proof_time(run, points, solver_s):
    """When the bounds met the values; when they did not quite (no value lies between), the end."""
    met = [seconds for seconds, values, bounds in points if values is not None and values == bounds]
    if not run.proven:
        return None
    return met[0] if met else solver_s


def solve(confab, problem, limit_s, threads, stem, seed=1):
    """One run of at most limit_s; stem.csv keeps its trace, stem.json its timetable."""
    for suffix in (".csv", ".json"):
        if os.path.exists(stem + suffix):
            os.remove(stem + suffix)
    outcome = measure.run([confab, "solve", problem, "-q", "-t", f"{limit_s:g}", "-j", str(threads), "--seed", str(seed), "--timing",
                           "--log", stem + ".csv", "-o", stem + ".json"], deadline_s=2 * limit_s + 60)
    points, names = read_trace(stem + ".csv") if os.path.exists(stem + ".csv") else ([], [])
    bounds = points[-1][2] if points else []
    run = Run(outcome.seconds, "unknown", outcome.memory_mb,
              [Level(name, None, bound) for name, bound in zip(names, bounds)])
    if outcome.code is None:
        run.fault = f"ended after {outcome.seconds:.0f} s, with a limit of {limit_s:g} s"
    elif outcome.code >= EXIT_INTERNAL or outcome.code == 2:
        run.fault = f"exit code {outcome.code}: {outcome.text.strip()}"
    if not os.path.exists(stem + ".json"):
        return run
    with open(stem + ".json", encoding="utf-8") as file:
        solution = json.load(file)["schedule"]["solution"]
    run.status = solution["status"]
    run.levels = [Level(level["name"], level["value"], level["bound"]) for level in solution["levels"]]
    run.talks = len(solution["events"])
    run.rows, run.columns = solution["run"]["rows"], solution["run"]["columns"]
    add_times(run, points)
    run.proof_s = proof_time(run, points, solution["run"]["seconds"])
    return run


def export(confab, problem, limit_s, path):
    """Writes the program of the last level as MPS; why not, when it cannot be had."""
    outcome = measure.run([confab, "model", problem, "-q", "-t", f"{limit_s:g}", "-f", "mps", "-o", path],
                          deadline_s=limit_s, max_file_bytes=MAX_EXPORT_BYTES)
    if outcome.code is None:
        return f"the export takes more than {limit_s:g} s"
    if outcome.code == 0:
        return None
    if os.path.exists(path):
        os.remove(path)
    if outcome.code in (-signal.SIGXFSZ, 128 + signal.SIGXFSZ):
        return f"the export is larger than {MAX_EXPORT_BYTES // 10**6} MB"
    return "no export: " + (outcome.text.strip().splitlines() or [f"exit code {outcome.code}"])[-1]


def export_size(path):
    """(rows, columns) as the file's own comments have them."""
    size = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            if not line.startswith("*"):
                break
            words = line.split()
            if len(words) > 2 and words[1] in ("Rows:", "Columns:"):
                size[words[1]] = int(words[2])
    return size.get("Rows:"), size.get("Columns:")
