# How long users wait for an action of our image, from the lines of `act --json` with the times at
# which they came (.at): from the first line of the job to the end of the first such step in it, and
# that step alone. Medians, a line an action.

def median: sort | if length % 2 == 1 then .[length / 2 | floor] else (.[length / 2 - 1] + .[length / 2]) / 2 end;

[inputs | select(.job)] | group_by([.job, .matrix])
| map(
    sort_by(.at) as $lines
    | [$lines[] | select(.msg // "" | test("docker create image=ghcr.io/")) | .stepID] as $ours
    | first($lines[] | select(.stepResult and .stage == "Main" and ([.stepID] | inside($ours))
        and (.step | startswith("sluice-ci/"))))
    | {step, job: ((.at - $lines[0].at) * 1000), alone: (.executionTime / 1e6)})
| group_by(.step)[]
| "  \(.[0].step): \(map(.job) | median | round) ms from the start of the job, \(
  map(.alone) | median | round) ms of its own (\(length) jobs)"
