import json

import net


def main():
    net.forward(json.loads("[1, 2, 3]"))


main()
