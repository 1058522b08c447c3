import os
import sys

print("::error::owned")
print("::set-output name=verdict::owned")
print("##[error]owned")
print("::add-mask::fail")
print("\r::error::owned", flush=True)
for name in "GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE", "GITHUB_STEP_SUMMARY":
    if name in os.environ:
        print("found", name)
        with open(os.environ[name], "a") as file:
            file.write("verdict=owned\n")
print("did not find the files of the step")
print("::error::owned\n::set-output name=verdict::owned", file=sys.stderr)
sys.exit("::error::owned")
