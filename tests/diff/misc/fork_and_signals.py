# SPDX-License-Identifier: MIT
# stress: 50
# counts: no, it forks and looks at signals of other processes
# os.fork with its hooks, signal masks, the wakeup descriptor, how Ctrl-C ends a process.
import os
import random
import signal
import subprocess
import sys


def shown(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


# hooks
shown(os.register_at_fork)
shown(os.register_at_fork, before=1)
for i in range(2):
    os.register_at_fork(before=lambda i=i: print("before", i), after_in_parent=lambda i=i: print("parent", i),
                        after_in_child=lambda i=i: os.write(1, b"child %d\n" % i))
sys.stdout.flush()
r, w = os.pipe()
pid = os.fork()
if not pid:
    os.write(w, b"%r" % random.random())
    os._exit(0)
os.waitpid(pid, 0)
print(float(os.read(r, 100)) != random.random())
os.close(r)
os.close(w)
shown(subprocess.call, ["true"], cwd="/no/such/folder")
shown(subprocess.call, ["/no/such/program"])

# masks
print(signal.Sigmasks.SIG_BLOCK, signal.pthread_sigmask(signal.SIG_BLOCK, []))
got = []
signal.signal(signal.SIGUSR1, lambda number, frame: got.append(number))
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
os.kill(os.getpid(), signal.SIGUSR1)
print(got, signal.sigpending())
print(signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1]), got)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
os.kill(os.getpid(), signal.SIGUSR2)
print(signal.sigwait([signal.SIGUSR2]))
shown(signal.pthread_sigmask, signal.SIG_BLOCK, [1000])
shown(signal.pthread_sigmask, signal.SIG_BLOCK)
shown(signal.pthread_sigmask, 999, [1])

# the wakeup descriptor
r, w = os.pipe()
try:
    signal.set_wakeup_fd(w)
except ValueError as e:
    print(str(e).replace(str(w), "W"))
os.set_blocking(w, False)
print(signal.set_wakeup_fd(w), signal.set_wakeup_fd(w, warn_on_full_buffer=False) == w)
signal.raise_signal(signal.SIGUSR1)
print(os.read(r, 10) == bytes([signal.SIGUSR1]), got)
print(signal.set_wakeup_fd(-1) == w, signal.set_wakeup_fd(-1))
shown(signal.set_wakeup_fd, 12345)

# which calls a signal interrupts
signal.siginterrupt(signal.SIGUSR1, False)
shown(signal.siginterrupt, 999, True)

# Ctrl-C
p = subprocess.run([sys.executable, "-c", "raise KeyboardInterrupt"], stderr=subprocess.PIPE)
print(p.returncode, p.stderr.decode().split()[-1])
p = subprocess.run([sys.executable, "-c", "import sys; sys.exit(130)"])
print(p.returncode)
