"""Other solvers on an exported program: how they are called and what their output says."""
import dataclasses
import json
import math
import os
import re
import shutil
import subprocess

import measure
from cases import HERE, ROOT

PEERS_PYTHON = os.path.join(ROOT, os.environ.get("CONFAB_PEERS", "build/peers"), "bin", "python3")


@dataclasses.dataclass
class Answer:
    seconds: float = 0.0
    value: float | None = None
    bound: float | None = None
    proven: bool = False
    infeasible: bool = False
    note: str = ""
    memory_mb: float | None = None


def number(text):
    """None for what is no number, infinities among it."""
    try:
        value = float(text)
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) and abs(value) < 1e20 else None


def last_number(pattern, text):
    found = re.findall(pattern, text, re.MULTILINE)
    return number(found[-1]) if found else None


def parse_glpsol(log, solution):
    """Its log and the head of its solution file."""
    answer = Answer()
    status = re.search(r"^Status: *(?:INTEGER )?(\S+)", solution, re.MULTILINE)
    status = status.group(1) if status else "UNDEFINED"
    relaxed = log.partition("OPTIMAL LP SOLUTION FOUND")
    if status in ("OPTIMAL", "NON-OPTIMAL"):
        answer.value = last_number(r"^Objective: .*= (\S+)", solution)
    answer.proven = status == "OPTIMAL"
    answer.infeasible = status == "EMPTY" or "NO PRIMAL FEASIBLE SOLUTION" in log or "NO INTEGER FEASIBLE" in log
    if answer.proven:
        answer.bound = answer.value
        return answer
    answer.bound = last_number(r"^\+ *\d+: (?:mip =|>>>>>) .*>= +([-+\d.e]+) ", log)
    if answer.bound is None and relaxed[1]:
        answer.bound = last_number(r"^[* ] *\d+: obj = +(\S+)", relaxed[0])
    return answer


def parse_cbc(log, _solution):
    answer = Answer()
    result = re.findall(r"^Result - (.*)$", log, re.MULTILINE)
    answer.proven = "Optimal solution found" in result[-1:] or bool(re.search(r"^Optimal - objective value", log, re.M))
    answer.infeasible = bool(re.search(r"^Result - .*infeasible|^Problem (?:is|proven) infeasible", log, re.MULTILINE))
    if not re.search(r"^No feasible solution found", log, re.MULTILINE):
        answer.value = last_number(r"^(?:Objective value: +|Optimal - objective value )(\S+)", log)
        if answer.value is None:
            answer.value = last_number(r"^Cbc0010I .* on tree, (\S+) best solution", log)
    if answer.proven:
        answer.bound = answer.value
        return answer
    for pattern in (r"^Lower bound: +(\S+)", r"best possible (\S+?)[,) ]", r"^Continuous objective value is (\S+)"):
        if answer.bound is None:
            answer.bound = last_number(pattern, log)
    return answer


def parse_library(log, _solution):
    """The line of JSON that bench/library.py prints last."""
    answer = Answer()
    try:
        said = json.loads(log.strip().splitlines()[-1])
    except (IndexError, ValueError):
        answer.note = "no answer"
        return answer
    answer.value, answer.bound = number(said["value"]), number(said["bound"])
    answer.proven, answer.infeasible = said["status"] == "optimal", said["status"] == "infeasible"
    answer.seconds = said["seconds"]
    return answer


def glpsol_command(mps, limit_s, _threads, solution):
    return ["glpsol", "--freemps", mps, "--tmlim", str(math.ceil(limit_s)), "-o", solution]


def cbc_command(mps, limit_s, threads, solution):
    return ["cbc", mps, "-timeMode", "elapsed", "-seconds", f"{limit_s:g}", "-threads", str(threads), "-solve",
            "-solution", solution]


def library_command(name):
    def command(mps, limit_s, threads, _solution):
        return [PEERS_PYTHON, os.path.join(HERE, "library.py"), name, mps, f"{limit_s:g}", str(threads)]
    return command


def first_match(command, pattern):
    """The version that a program tells of itself."""
    try:
        said = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=9, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = re.search(pattern, said.stdout)
    return found.group(1) if found else ""


@dataclasses.dataclass(frozen=True)
class Peer:
    name: str
    program: str
    command: object
    parse: object
    version: tuple

    @property
    def present(self):
        return shutil.which(self.program) is not None

    def label(self):
        return f"{self.name} {first_match(*self.version)}".strip()


def library_peer(name, package):
    return Peer(name, PEERS_PYTHON, library_command(name), parse_library,
                ([PEERS_PYTHON, "-c", f"import importlib.metadata as m; print(m.version('{package}'))"], r"(\S+)"))


PEERS = {peer.name: peer for peer in (
    Peer("glpsol", "glpsol", glpsol_command, parse_glpsol, (["glpsol", "--version"], r"GLPK LP/MIP Solver (\S+)")),
    Peer("cbc", "cbc", cbc_command, parse_cbc, (["cbc", "-quit"], r"Version: (\S+)")),
    library_peer("highs", "highspy"),
    library_peer("cp-sat", "ortools"),
)}


def solution_head(path):
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read(4000)


def ask(peer, mps, limit_s, threads):
    """One run. It is ended when it takes much more than its limit, which some do while they read or presolve."""
    solution = mps + ".solution"
    if os.path.exists(solution):
        os.remove(solution)
    outcome = measure.run(peer.command(mps, limit_s, threads, solution), deadline_s=1.5 * limit_s + 15)
    answer = peer.parse(outcome.text, solution_head(solution))
    answer.seconds = answer.seconds or outcome.seconds
    answer.memory_mb = outcome.memory_mb
    if outcome.code is None:
        answer.note = "ended, long after its limit"
    elif outcome.code != 0:
        answer.note = f"exit code {outcome.code}"
    return answer
