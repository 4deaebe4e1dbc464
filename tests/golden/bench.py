"""What bench/ makes of other solvers' output, and of its own figures. bench.py: prints "ok - …" lines"""
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bench"))

import ours  # noqa: E402
import report  # noqa: E402
import solvers  # noqa: E402

GLPSOL_OPEN = """\
      0: obj =   0.000000000e+00 inf =   8.040e+02 (151)
*  1221: obj =   2.500000000e+01 inf =   6.162e-15 (0) 5
OPTIMAL LP SOLUTION FOUND
Integer optimization begins...
+  1221: mip =     not found yet >=              -inf        (1; 0)
"""
GLPSOL_BRANCHED = GLPSOL_OPEN + """\
+  2000: >>>>>   4.200000000e+01 >=   3.000000000e+01  28.6% (12; 0)
+ 13579: mip =   4.200000000e+01 >=   3.100000000e+01  26.2% (68; 0)
TIME LIMIT EXCEEDED; SEARCH TERMINATED
"""
CBC_OPTIMAL = """\
Continuous objective value is 2 - 0.00 seconds
Result - Optimal solution found

Objective value:                3.00000000
"""
CBC_STOPPED = """\
Continuous objective value is 2 - 0.00 seconds
Cbc0010I After 100 nodes, 12 on tree, 90 best solution, best possible 6.5 (2.01 seconds)
Result - Stopped on time limit

Objective value:                89.00000000
Lower bound:                    7.000
Gap:                            11.71
"""
CBC_NOTHING = """\
Continuous objective value is 2 - 0.00 seconds
Result - Stopped on time limit

No feasible solution found
Lower bound:                    2.500
"""
CBC_ENDED = "Cbc0010I After 0 nodes, 1 on tree, 1e+50 best solution, best possible 6.5 (2.01 seconds)\n"
LIBRARY = 'what it says\n{"status": "open", "value": "94.0", "bound": "-inf", "seconds": 5.1}\n'


def parsed(parse, log, solution=""):
    answer = parse(log, solution)
    return answer.value, answer.bound, answer.proven, answer.infeasible


def run_of(value, bound, status="feasible", seconds=2.0):
    return ours.Run(seconds, status, 8.0, [ours.Level("hard", 0, 0), ours.Level("soft", value, bound)])


def cases():
    """(name, what is got, what is expected)"""
    glpsol, cbc, library = solvers.parse_glpsol, solvers.parse_cbc, solvers.parse_library
    yield "glpsol, optimal", parsed(glpsol, "", "Status:     INTEGER OPTIMAL\nObjective:  R0 = 7 (MINimum)\n"), \
        (7, 7, True, False)
    yield "glpsol, relaxation alone", parsed(glpsol, GLPSOL_OPEN, "Status:     INTEGER UNDEFINED\n"), \
        (None, 25, False, False)
    yield "glpsol, stopped", parsed(
        glpsol, GLPSOL_BRANCHED, "Status:     INTEGER NON-OPTIMAL\nObjective:  R0 = 42 (MINimum)\n"), \
        (42, 31, False, False)
    yield "glpsol, nothing at all", parsed(glpsol, ""), (None, None, False, False)
    yield "cbc, optimal", parsed(cbc, CBC_OPTIMAL), (3, 3, True, False)
    yield "cbc, stopped", parsed(cbc, CBC_STOPPED), (89, 7, False, False)
    yield "cbc, stopped without a solution", parsed(cbc, CBC_NOTHING), (None, 2.5, False, False)
    yield "cbc, ended by force", parsed(cbc, CBC_ENDED), (None, 6.5, False, False)
    yield "cbc, infeasible", parsed(cbc, "Result - Problem proven infeasible\n"), (None, None, False, True)
    yield "a library, stopped", parsed(library, LIBRARY), (94, None, False, False)
    yield "a library that died", parsed(library, "Traceback\n"), (None, None, False, False)
    proof, limit = solvers.Answer(30.0, 5, 5, proven=True), solvers.Answer(10.5, None, 1)
    yield "ratio of two proofs", report.ratio_cell(run_of(5, 5, "optimal"), proof, 10, 60), "15"
    yield "ratio to a limit", report.ratio_cell(run_of(5, 5, "optimal"), limit, 10, 10), "≥ 5.2"
    yield "ratio of a limit", report.ratio_cell(run_of(6, 5), proof, 10, 60), "≤ 3"
    yield "ratio of two limits", report.ratio_cell(run_of(6, 5), limit, 10, 10), "–"
    yield "ratio to one that gave up", report.ratio_cell(run_of(5, 5, "optimal"), limit, 10, 60), "–"
    yield "solvers that agree", list(report.contradictions(run_of(5, 3), solvers.Answer(1.0, 6, 4))), []
    yield "a value below our bound", len(list(report.contradictions(run_of(5, 3), solvers.Answer(1.0, 2, 2)))), 1
    yield "a bound above our value", len(list(report.contradictions(run_of(5, 3), solvers.Answer(1.0, 6, 6)))), 1
    yield "levels before the last", report.our_row("x", ours.Run(
        1.0, "infeasible", None, [ours.Level("hard", 2, 1), ours.Level("soft", 4, 0)]))[4:6], ("hard 2; 4", "hard 1; 0")


failed = False
for name, got, expected in cases():
    print(("ok - " if got == expected else "not ok - ") + name)
    if got != expected:
        failed = True
        print(f"  {got}, not {expected}")
sys.exit(failed)
