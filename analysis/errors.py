"""What a user is told when something cannot go on."""


class InputError(Exception):
    """The input is at fault; the message names file, line, rule and remedy. Exit status 1."""


class UsageError(Exception):
    """The command was called wrongly. Exit status 2."""
