/* SPDX-License-Identifier: MIT
 *
 * signal_module.c: _signal. The C handler only marks the signal and asks the thread to poll; Python handlers run at the next safe point.
 * What the C handler reaches is the one piece of process-wide state that the system's interface forces on us: signals belong to
 * the process, so the runtime that set a handler last gets them.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include "vm/interp/interp.h"
#include "vm/module/registry.h"
#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/set.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

#define SIGNALS 65

static volatile sig_atomic_t arrived[SIGNALS];
static RgThread *volatile receiver;
static volatile sig_atomic_t wakeup_fd = -1, wakeup_warns, wakeup_error; /* signal.set_wakeup_fd; what a write there last failed with */

static void on_signal(int number)
{
    int error = errno;
    arrived[number] = 1;
    if (wakeup_fd >= 0) { /* for loops that wait in select(): the number of the signal, as a byte */
        unsigned char byte = (unsigned char)number;
        ssize_t put;
        do put = write((int)wakeup_fd, &byte, 1);
        while (put < 0 && errno == EINTR);
        if (put < 0 && (wakeup_warns || (errno != EAGAIN && errno != EWOULDBLOCK))) wakeup_error = errno;
    }
    errno = error;
    RgThread *th = receiver;
    if (th) __atomic_or_fetch(&th->poll, RG_POLL_SIGNAL, __ATOMIC_RELEASE);
}

static RgArray *handlers(RgThread *th) /* by number: a callable, 0 (SIG_DFL) or 1 (SIG_IGN), or RG_NONE: not ours */
{
    return RG_MODULE_STATE(th, signal);
}

/* Runs the Python handlers of the signals that arrived. */
static bool deliver(RgThread *th)
{
    if (wakeup_error) {
        errno = (int)wakeup_error;
        wakeup_error = 0;
        RgValue pending = rg_raised(th) ? rg_exception_take(th) : 0;
        rg_raise_errno(th, 0);
        rg_write_unraisable(th, 0, "when trying to write to the signal wakeup fd");
        if (pending) rg_exception_restore(th, pending);
    }
    for (int i = 1; i < SIGNALS; i++) {
        if (!arrived[i]) continue;
        arrived[i] = 0;
        RgValue handler = handlers(th)->items[i];
        if (rg_is_int(handler) || handler == RG_NONE) continue;
        RgValue frame = th->frame ? rg_from_ptr(rg_frame_object(th, th->frame)) : RG_NONE;
        if (!frame || !rg_call2(th, handler, rg_from_int(i), frame)) {
            th->poll |= RG_POLL_SIGNAL;
            return false;
        }
    }
    return true;
}

static bool signal_number(RgThread *th, RgValue v, int *out)
{
    int64_t i;
    if (!rg_number_as_i64(th, v, &i)) return false;
    *out = (int)i;
    if (i >= 1 && i < SIGNALS) return true;
    rg_raise(th, RG_EXC_ValueError, "signal number out of range");
    return false;
}

#define SIGNAL(NAME) static RgValue s_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

SIGNAL(signal)
{
    int number;
    RgValue handler = args[1];
    if (!signal_number(th, args[0], &number)) return RG_ERROR;
    void (*fn)(int) = on_signal;
    int64_t i;
    if (rg_is_integer(handler) && rg_int_as_i64(handler, &i) && (i == 0 || i == 1)) {
        fn = i ? SIG_IGN : SIG_DFL;
        handler = rg_from_int(i);
    } else if (!rg_is_callable(th, handler)) {
        return rg_raise(th, RG_EXC_TypeError, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    }
    struct sigaction act = {.sa_handler = fn};
    sigemptyset(&act.sa_mask);
    receiver = th;
    if (sigaction(number, &act, NULL) < 0) return rg_raise_errno(th, 0);
    RgValue old = handlers(th)->items[number];
    rg_gc_store(handlers(th), &handlers(th)->items[number], handler);
    return old;
}

SIGNAL(getsignal)
{
    int number;
    return signal_number(th, args[0], &number) ? handlers(th)->items[number] : RG_ERROR;
}

SIGNAL(default_int_handler)
{
    return rg_raise_call(th, RG_EXC(th, KeyboardInterrupt), NULL, 0);
}

SIGNAL(raise_signal)
{
    int number;
    if (!signal_number(th, args[0], &number)) return RG_ERROR;
    if (raise(number) != 0) return rg_raise_errno(th, 0);
    return rg_poll(th) ? RG_NONE : RG_ERROR;
}

SIGNAL(alarm)
{
    int64_t s;
    return rg_number_as_i64(th, args[0], &s) ? rg_from_int(alarm((unsigned)s)) : RG_ERROR;
}

SIGNAL(pause)
{
    if (th->poll && !rg_poll(th)) return RG_ERROR;
    pause();
    return rg_poll(th) ? RG_NONE : RG_ERROR;
}

static RgValue timer_tuple(RgThread *th, const struct itimerval *t)
{
    return rg_from_ptr(rg_tuple_pack(th, 2, rg_from_double((double)t->it_value.tv_sec + 1e-6 * (double)t->it_value.tv_usec),
                                     rg_from_double((double)t->it_interval.tv_sec + 1e-6 * (double)t->it_interval.tv_usec)));
}

static bool to_timeval(RgThread *th, RgValue v, struct timeval *out)
{
    double d = 0;
    if (v != RG_UNBOUND && !rg_number_as_double(th, v, &d)) return false;
    *out = (struct timeval){(time_t)floor(d), (suseconds_t)((d - floor(d)) * 1e6)};
    if (d > 0 && out->tv_sec == 0 && out->tv_usec == 0) out->tv_usec = 1;
    return true;
}

SIGNAL(setitimer)
{
    int64_t which;
    struct itimerval now, old;
    if (!rg_number_as_i64(th, args[0], &which) || !to_timeval(th, args[1], &now.it_value) || !to_timeval(th, args[2], &now.it_interval)) {
        return RG_ERROR;
    }
    if (setitimer((int)which, &now, &old) < 0) return rg_raise_errno(th, 0);
    return timer_tuple(th, &old);
}

SIGNAL(getitimer)
{
    int64_t which;
    struct itimerval now;
    if (!rg_number_as_i64(th, args[0], &which)) return RG_ERROR;
    return getitimer((int)which, &now) < 0 ? rg_raise_errno(th, 0) : timer_tuple(th, &now);
}

SIGNAL(strsignal)
{
    int number;
    if (!signal_number(th, args[0], &number)) return RG_ERROR;
    const char *text = strsignal(number);
    return text ? rg_from_ptr(rg_str_from_cstr(th, text)) : RG_NONE;
}

SIGNAL(valid_signals)
{
    RgSet *s = rg_set_new(th, RG_KIND_set);
    for (int i = 1; s && i < SIGNALS; i++) {
        if (i != 32 && i != 33 && !rg_set_add(th, s, rg_from_int(i))) return RG_ERROR;
    }
    return rg_from_ptr(s);
}

SIGNAL(siginterrupt)
{
    int number, flag;
    struct sigaction act;
    if (!signal_number(th, args[0], &number) || (flag = rg_truth(th, args[1])) < 0) return RG_ERROR;
    if (sigaction(number, NULL, &act) < 0) return rg_raise_errno(th, 0);
    act.sa_flags = flag ? act.sa_flags & ~SA_RESTART : act.sa_flags | SA_RESTART;
    return sigaction(number, &act, NULL) < 0 ? rg_raise_errno(th, 0) : RG_NONE;
}

SIGNAL(set_wakeup_fd)
{
    int64_t fd;
    int warns = args[1] == RG_UNBOUND ? 1 : rg_truth(th, args[1]);
    if (warns < 0 || !rg_number_as_i64(th, args[0], &fd)) return RG_ERROR;
    if (fd != -1) {
        int flags = fd < 0 || fd > INT_MAX ? (errno = EBADF, -1) : fcntl((int)fd, F_GETFL);
        if (flags < 0) return rg_raise_errno(th, 0);
        if (!(flags & O_NONBLOCK)) return rg_raise(th, RG_EXC_ValueError, "the fd %lld must be in non-blocking mode", (long long)fd);
    }
    int64_t old = wakeup_fd;
    wakeup_fd = (int)fd;
    wakeup_warns = warns;
    return rg_from_int(old);
}

static bool to_mask(RgThread *th, RgValue iterable, sigset_t *out)
{
    RgList *list = rg_to_list(th, iterable);
    if (!list) return false;
    sigemptyset(out);
    for (int64_t i = 0; i < list->length; i++) {
        int64_t n;
        if (!rg_number_as_i64(th, list->items[i], &n)) return false;
        if (n >= 1 && n < SIGNALS) {
            sigaddset(out, (int)n);
            continue;
        }
        rg_raise(th, RG_EXC_ValueError, "signal number %lld out of range [1; 64]", (long long)n);
        return false;
    }
    return true;
}

static RgValue from_mask(RgThread *th, const sigset_t *mask)
{
    RgSet *s = rg_set_new(th, RG_KIND_set);
    for (int i = 1; s && i < SIGNALS; i++)
        if (sigismember(mask, i) == 1 && !rg_set_add(th, s, rg_from_int(i))) return RG_ERROR;
    return rg_from_ptr(s);
}

SIGNAL(pthread_sigmask)
{
    int64_t how;
    sigset_t mask, old;
    if (!rg_number_as_i64(th, args[0], &how) || !to_mask(th, args[1], &mask)) return RG_ERROR;
    errno = pthread_sigmask((int)how, &mask, &old);
    if (errno) return rg_raise_errno(th, 0);
    return !th->poll || rg_poll(th) ? from_mask(th, &old) : RG_ERROR; /* what waited has arrived */
}

SIGNAL(sigpending)
{
    sigset_t mask;
    return sigpending(&mask) < 0 ? rg_raise_errno(th, 0) : from_mask(th, &mask);
}

SIGNAL(sigwait)
{
    sigset_t mask;
    int number;
    if (!to_mask(th, args[0], &mask)) return RG_ERROR;
    errno = sigwait(&mask, &number);
    return errno ? rg_raise_errno(th, 0) : rg_from_int(number);
}

static const RgMethodDef functions[] = {
    RG_METHOD("signal", "($module, signalnum, handler, /)", "Set the handler of a signal.", s_signal),
    RG_METHOD("getsignal", "($module, signalnum, /)", "The handler of a signal.", s_getsignal),
    RG_METHOD("default_int_handler", "($module, signalnum, frame, /)", "Raise KeyboardInterrupt.", s_default_int_handler),
    RG_METHOD("raise_signal", "($module, signalnum, /)", "Send a signal to the process.", s_raise_signal),
    RG_METHOD("alarm", "($module, seconds, /)", "Send SIGALRM later.", s_alarm),
    RG_METHOD("pause", "($module, /)", "Wait for a signal.", s_pause),
    RG_METHOD("setitimer", "($module, which, seconds, interval=0.0, /)", "Set a timer.", s_setitimer),
    RG_METHOD("getitimer", "($module, which, /)", "State of a timer.", s_getitimer),
    RG_METHOD("strsignal", "($module, signalnum, /)", "Description of a signal.", s_strsignal),
    RG_METHOD("valid_signals", "($module, /)", "All signal numbers.", s_valid_signals),
    RG_METHOD("siginterrupt", "($module, signalnum, flag, /)", "Whether the signal interrupts system calls.", s_siginterrupt),
    RG_METHOD("set_wakeup_fd", "($module, fd, /, *, warn_on_full_buffer=True)", "Write the numbers of signals there as they arrive.", s_set_wakeup_fd),
    RG_METHOD("pthread_sigmask", "($module, how, mask, /)", "Change which signals are blocked.", s_pthread_sigmask),
    RG_METHOD("sigpending", "($module, /)", "Blocked signals that arrived.", s_sigpending),
    RG_METHOD("sigwait", "($module, sigset, /)", "Wait for a blocked signal.", s_sigwait),
    RG_METHOD_END,
};

bool rg_module_init_signal(RgThread *th, RgModule *m)
{
    static const struct { const char *name; int number; } numbers[] = {
#define S(NAME) {#NAME, NAME},
        S(SIGHUP) S(SIGINT) S(SIGQUIT) S(SIGILL) S(SIGTRAP) S(SIGABRT) S(SIGBUS) S(SIGFPE) S(SIGKILL) S(SIGUSR1) S(SIGSEGV)
        S(SIGUSR2) S(SIGPIPE) S(SIGALRM) S(SIGTERM) S(SIGSTKFLT) S(SIGCHLD) S(SIGCONT) S(SIGSTOP) S(SIGTSTP) S(SIGTTIN) S(SIGTTOU)
        S(SIGURG) S(SIGXCPU) S(SIGXFSZ) S(SIGVTALRM) S(SIGPROF) S(SIGWINCH) S(SIGIO) S(SIGPWR) S(SIGSYS) S(ITIMER_REAL)
        S(ITIMER_VIRTUAL) S(ITIMER_PROF) S(SIG_BLOCK) S(SIG_UNBLOCK) S(SIG_SETMASK)
#undef S
        {"SIGCLD", SIGCHLD}, {"SIGPOLL", SIGIO}, {"SIGIOT", SIGABRT}, {"SIG_DFL", 0}, {"SIG_IGN", 1}, {"NSIG", SIGNALS},
        {"SIGRTMIN", 34}, {"SIGRTMAX", 64}};
    RgArray *state = rg_array_new(th, SIGNALS);
    if (!state) return false;
    RG_MODULE_STATE(th, signal) = state;
    if (!rg_module_add_functions(th, m, functions)) return false;
    for (size_t i = 0; i < RG_COUNT_OF(numbers); i++) {
        if (!rg_module_set_int(th, m, numbers[i].name, numbers[i].number)) return false;
    }
    for (int i = 1; i < SIGNALS; i++) {
        struct sigaction now;
        RgValue v = RG_NONE;
        if (sigaction(i, NULL, &now) == 0) {
            v = now.sa_handler == SIG_DFL ? rg_from_int(0) : now.sa_handler == SIG_IGN ? rg_from_int(1) : RG_NONE;
        }
        if (i == SIGINT && v != rg_from_int(1)) v = rg_dict_get_cstr(th, m->dict, "default_int_handler");
        rg_gc_store(state, &state->items[i], v);
    }
    th->rt->signal_hook = deliver;
    return rg_module_set(th, m, "ItimerError", rg_from_ptr(RG_EXC(th, OSError)));
}
