# from: 3.11
"""except* in all its turns."""


def run(*errors):
    log = []
    try:
        try:
            if errors:
                raise ExceptionGroup("g", list(errors))
            log.append("none")
        except* ValueError as e:
            log.append(("value", [x.args for x in e.exceptions]))
        except* (KeyError, IndexError) as e:
            log.append(("lookup", [x.args for x in e.exceptions]))
        else:
            log.append("else")
        finally:
            log.append("finally")
    except ExceptionGroup as rest:
        log.append(("rest", [type(x).__name__ for x in rest.exceptions]))
    return log


print(run())
print(run(ValueError(1)))
print(run(ValueError(1), KeyError(2), TypeError(3)))
print(run(KeyError(1), IndexError(2)))
print(run(TypeError(1)))
