# How long users wait for an action of our image, from the lines of `act --json` with the times at
# which they came (.at): how long a job takes to reach its first such step, then each action alone.
# Medians.

def median: sort | if length % 2 == 1 then .[length / 2 | floor] else (.[length / 2 - 1] + .[length / 2]) / 2 end;

[inputs | select(.job)] | group_by([.job, .matrix])
| map(
    (map(.at) | min) as $start
    | [.[] | select(.msg // "" | test("docker create image=ghcr.io/")) | .stepID] as $ours
    | [.[] | select(.stepResult and .stage == "Main" and ([.stepID] | inside($ours))
        and (.step | startswith("sluice-ci/")))
      | {step, alone: (.executionTime / 1e6), before: ((.at - $start) * 1000 - .executionTime / 1e6)}]
    | select(length > 0))
| (map(map(.before) | min) | median | round) as $before
| "  a job reaches its first action after \($before) ms (median of \(length) jobs)",
  (flatten | group_by(.step)[]
    | (map(.alone) | median | round) as $alone
    | "  \(.[0].step): \($alone) ms, \($before + $alone) ms from the start of the job (\(length) steps)")
