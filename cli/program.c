/* SPDX-License-Identifier: MIT
 *
 * program.c: what every command that runs a program needs: a C stack of its own, big enough that deep native recursion ends
 * in a RecursionError and not in a crash; Ctrl-C; and sys.path[0].
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <ucontext.h>
#include <unistd.h>

#include "cli/cli.h"

#define STACK_SIZE ((size_t)256 << 20)

char *rg_cli_script_folder(const char *path)
{
    struct stat st;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) return NULL;
    char *real = realpath(path, NULL);
    if (!real) return NULL;
    char *slash = strrchr(real, '/');
    if (slash) slash[slash == real] = 0;
    return real;
}

/* The interpreter that Ctrl-C is for: signals belong to the process, so this cannot hang off anything else. */
static Regius *volatile interruptible;

static void on_interrupt(int number)
{
    (void)number;
    if (interruptible) regius_interrupt(interruptible);
}

void rg_cli_catch_interrupt(Regius *r)
{
    struct sigaction action;
    /* As CPython: writing to a closed pipe, or more than the allowed file size, raises. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    if (sigaction(SIGINT, NULL, &action) || action.sa_handler == SIG_IGN) return;
    interruptible = r;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_interrupt; /* not restarting: a waiting read must notice */
    sigaction(SIGINT, &action, NULL);
}

typedef struct Entry {
    void (*fn)(void *data);
    void *data;
} Entry;

static void entry(unsigned high, unsigned low)
{
    const Entry *e = (const Entry *)((uintptr_t)high << 32 | low);
    e->fn(e->data);
}

void rg_cli_find_self(RegiusConfig *config, char *path, size_t size)
{
    ssize_t len = readlink("/proc/self/exe", path, size - 1);
    if (len <= 0) return;
    path[len] = 0;
    config->executable = path;
}

void rg_cli_run_on_stack(RegiusConfig *config, void (*fn)(void *data), void *data)
{
    void *stack = MAP_FAILED;
#if !defined(__SANITIZE_ADDRESS__)
    stack = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
#endif
    if (stack == MAP_FAILED) {
        fn(data);
        return;
    }
    ucontext_t here, there;
    Entry e = {fn, data};
    getcontext(&there);
    there.uc_stack.ss_sp = stack;
    there.uc_stack.ss_size = STACK_SIZE;
    there.uc_link = &here;
    config->stack_top = (char *)stack + STACK_SIZE;
    config->stack_size = STACK_SIZE;
    uintptr_t p = (uintptr_t)&e;
    makecontext(&there, (void (*)(void))entry, 2, (unsigned)(p >> 32), (unsigned)p);
    swapcontext(&here, &there);
}
