/* SPDX-License-Identifier: MIT
 *
 * sandbox.c: a seccomp filter that lets pass what computing, reading and the sanitizers need; everything else fails with
 * EPERM. Time is processor time, looked at by a profiling timer, so that a busy machine changes nothing.
 */
#include "tests/fuzz/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#define LOAD(field)         BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ALLOW               BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define REFUSE              BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
#define PASS(name)          BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), ALLOW
/* The low half of an argument; flags and file descriptors have nothing in the high one. */
#define ARGUMENT(n)         BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[n]))

#if defined(__x86_64__)
#define THIS_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCH AUDIT_ARCH_AARCH64
#endif

bool rg_fuzz_sandbox(void)
{
#ifdef THIS_ARCH
    static struct sock_filter filter[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCH, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
        /* files are opened for reading only */
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 4),
        ARGUMENT(2),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND, 0, 1),
        REFUSE,
        ALLOW,
        PASS(read), PASS(pread64), PASS(readv), PASS(write), PASS(writev), PASS(close), PASS(lseek), PASS(fstat),
        PASS(newfstatat), PASS(getdents64), PASS(readlinkat), PASS(faccessat), PASS(getcwd), PASS(dup), PASS(dup3), PASS(fcntl),
        PASS(ioctl), PASS(pipe2), PASS(ppoll), PASS(pselect6),
        PASS(mmap), PASS(munmap), PASS(mremap), PASS(mprotect), PASS(madvise), PASS(brk), PASS(futex),
        PASS(rt_sigaction), PASS(rt_sigprocmask), PASS(rt_sigreturn), PASS(sigaltstack), PASS(setitimer), PASS(getitimer),
        PASS(tgkill), PASS(gettid), PASS(getpid), PASS(getppid), PASS(getuid), PASS(geteuid), PASS(getgid), PASS(getegid),
        PASS(getpgid), PASS(getsid), PASS(getgroups), PASS(umask), PASS(uname), PASS(sysinfo), PASS(getrusage), PASS(times),
        PASS(clock_gettime), PASS(clock_getres), PASS(gettimeofday), PASS(clock_nanosleep), PASS(nanosleep), PASS(getrandom),
        PASS(sched_yield), PASS(sched_getaffinity), PASS(prlimit64), PASS(set_robust_list), PASS(rseq), PASS(restart_syscall),
        PASS(exit), PASS(exit_group),
#ifdef SYS_open /* the older calls of x86-64 */
        PASS(stat), PASS(lstat), PASS(access), PASS(readlink), PASS(getdents), PASS(poll), PASS(select), PASS(dup2), PASS(pipe),
        PASS(time), PASS(getpgrp), PASS(alarm), PASS(arch_prctl), PASS(getrlimit),
#endif
        REFUSE,
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
#else
    return false;
#endif
}

static volatile uint64_t deadline; /* microseconds of this process's time */
static volatile uint64_t most_kilobytes;

static uint64_t spent(const struct rusage *usage)
{
    return (uint64_t)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000 +
           (uint64_t)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec);
}

static void tick(int signal)
{
    (void)signal;
    int saved = errno;
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) == 0 && (spent(&usage) > deadline || (uint64_t)usage.ru_maxrss > most_kilobytes))
        _exit(RG_FUZZ_SPENT);
    errno = saved;
}

void rg_fuzz_limit(uint32_t milliseconds, uint32_t megabytes)
{
    struct rusage usage;
    struct sigaction action = {.sa_handler = tick, .sa_flags = SA_RESTART | SA_ONSTACK};
    struct itimerval every = {{0, 10000}, {0, 10000}};
    getrusage(RUSAGE_SELF, &usage);
    deadline = spent(&usage) + (uint64_t)milliseconds * 1000;
    most_kilobytes = (uint64_t)megabytes * 1024;
    sigaction(SIGPROF, &action, NULL);
    setitimer(ITIMER_PROF, &every, NULL);
}
