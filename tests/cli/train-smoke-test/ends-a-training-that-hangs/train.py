import time


def wait_for_data():
    time.sleep(600)


wait_for_data()
