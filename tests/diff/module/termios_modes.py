# Terminal modes, on a pseudo-terminal.
# counts: no, it goes through the names of a module
import os
import pty
import termios
import tty


def t(f, *a):
    try:
        print(f.__name__, "->", f(*a))
    except Exception as e:
        print(f.__name__, type(e).__module__, type(e).__name__, e.args)


master, s = pty.openpty()
a = termios.tcgetattr(s)
print(a)
r, w = os.pipe()
for fd in (-1, "x", r):
    t(termios.tcgetattr, fd)
for attributes in (1, a, a[:3], a[:6] + [[1]], a[:6] + [[1.5] * 32], ["x"] + a[1:], a[:6] + [[b"x"] * 32]):
    t(termios.tcsetattr, s, termios.TCSANOW, attributes)
t(termios.tcsetattr, s, 99, a)
termios.tcsetattr(s, termios.TCSANOW, a)
for f in (termios.tcflush, termios.tcflow, termios.tcsendbreak):
    t(f, s, 0)
    t(f, r, 0)
t(termios.tcdrain, s)
for size in ((10, 20), (1,), 5, (1, "x"), (1, -1), [3, 4]):
    t(termios.tcsetwinsize, s, size)
    t(termios.tcgetwinsize, s)
tty.setcbreak(s)
b = termios.tcgetattr(s)
print(b[3], b[6][termios.VMIN], b[6][termios.VTIME])
tty.setraw(s)
print(termios.tcgetattr(s))
os.write(master, b"raw\r")
print(os.read(s, 10), os.get_terminal_size(s))
print(termios.error.__mro__, sum(isinstance(v, int) for v in vars(termios).values()))
