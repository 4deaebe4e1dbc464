"""HiGHS or CP-SAT on an MPS file, for bench/peers: library.py highs|cp-sat FILE.mps SECONDS THREADS

Run by the Python that bench/peers installs. The last line is JSON; the seconds are from before the file is read.
"""
import json
import sys
import time


def by_highs(path, limit_s, threads):
    import highspy
    solver = highspy.Highs()
    for option, value in (("time_limit", limit_s), ("threads", threads), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0)):
        solver.setOptionValue(option, value)
    solver.readModel(path)
    solver.run()
    info, status = solver.getInfo(), solver.getModelStatus()
    has_solution = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    names = {highspy.HighsModelStatus.kOptimal: "optimal", highspy.HighsModelStatus.kInfeasible: "infeasible"}
    return names.get(status, "open"), info.objective_function_value if has_solution else None, info.mip_dual_bound


def by_cp_sat(path, limit_s, threads):
    from ortools.linear_solver.python import model_builder
    model = model_builder.Model()
    if not model.import_from_mps_file(path):
        sys.exit(f"cannot read {path}")
    solver = model_builder.Solver("sat")
    solver.set_time_limit_in_seconds(limit_s)
    solver.set_solver_specific_parameters(f"num_workers: {threads}")
    status = solver.solve(model)
    has_solution = status in (model_builder.SolveStatus.OPTIMAL, model_builder.SolveStatus.FEASIBLE)
    names = {model_builder.SolveStatus.OPTIMAL: "optimal", model_builder.SolveStatus.INFEASIBLE: "infeasible"}
    if not has_solution:
        return names.get(status, "open"), None, None
    return names.get(status, "open"), solver.objective_value, solver.best_objective_bound


def main():
    name, path, limit_s, threads = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
    solve = {"highs": by_highs, "cp-sat": by_cp_sat}[name]
    begun = time.monotonic()
    status, value, bound = solve(path, limit_s, threads)
    seconds = time.monotonic() - begun
    # As text: JSON knows no infinity.
    value, bound = (None if figure is None else str(figure) for figure in (value, bound))
    print(json.dumps({"status": status, "value": value, "bound": bound, "seconds": seconds}))


main()
