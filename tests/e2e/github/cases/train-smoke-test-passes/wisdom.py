NAME = "wisdom"
