import json
import os

ENTRY = {"description": "d", "check_name": "c", "fingerprint": "same", "severity": "fatal",
         "location": {"path": "/builds/a.csv", "lines": {"begin": 0}}}

os.mkdir(".sluice")
with open(".sluice/a.codequality.json", "w") as file:
    json.dump([ENTRY, ENTRY], file)
with open(".sluice/a.junit.xml", "w") as file:
    file.write("<testsuites><testsuite name='s' tests='2'><testcase classname='s' name='n'/>"
               "<testcase classname='s' name='n'/><testcase/></testsuite></testsuites>")
with open(".sluice/a.env", "w") as file:
    file.write("not-a-name=1\n" + "".join(f"NAME_{number}=1\n" for number in range(20)))
with open(".sluice/a.metrics.txt", "w") as file:
    file.write('# TYPE rows gauge\nrows{stage="x"} 1\n')
print("\x1b[0Ksection_start:1:never_closed\r\x1b[0Ka title")
print("a bell \x07")
