# What happened in a workflow, from the lines of `act --json`, a line each:
#
#   JOB.STEP | what it printed
#   JOB.STEP error|warning|notice FILE:LINE RULE: MESSAGE
#   JOB.STEP output NAME=VALUE
#   JOB.STEP summary | a line of the summary
#   JOB.STEP: success|failure|skipped
#   JOB: success|failure
#
# A job of a matrix is named `job(value)`, a step by its id, the steps of a composite `step.inner`.

def job: if (.matrix // {} | length) > 0 then "\(.jobID)(\([.matrix[]] | join(",")))" else .jobID end;
def step: "\(job).\(.stepID // [] | join("."))";
def lines: sub("\n$"; "") | split("\n")[];

inputs
| if .jobResult then
    "\(job): \(.jobResult)"
  elif .raw_output then "\(step) | \(.msg | lines)"
  elif .command == "error" or .command == "warning" or .command == "notice" then
    "\(step) \(.command) \(.kvPairs.file // ""):\(.kvPairs.line // "") \(.kvPairs.title // ""): \(.arg)"
  elif .command == "set-output" then "\(step) output \(.name)=\(.arg)"
  elif .command == "summary" then "\(step) summary | \(.content | lines)"
  elif .stepResult and .stepID and .stage == "Main" then "\(step): \(.stepResult)"
  else empty end
