# Difference: the line of an UnboundLocalError in a function that ran often.
# Cause: CPython 3.11 joins a store and the load behind it into one instruction, whose place is that of the store.
# Workaround: none needed; the exception is the same.
def f():
    c = 1
    m ^= c


for turn in range(9):
    try:
        f()
    except UnboundLocalError as e:
        print(e.__traceback__.tb_next.tb_lineno, end=" ")  # CPython: 6 seven times, then 5; Regius: always 6
print()
