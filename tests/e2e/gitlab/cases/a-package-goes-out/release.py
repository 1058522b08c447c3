import os
import sys

with open("released", "w") as file:
    file.write(f"{os.path.basename(sys.argv[2])}, {len(os.listdir(sys.argv[2]))} entries")
