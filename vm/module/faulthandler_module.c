/* SPDX-License-Identifier: MIT
 *
 * faulthandler_module.c: faulthandler: prints where the program is, and names the signal that ends it. A handler of a fatal signal has
 * no state to look at (there are no global variables), so it prints the signal's name to standard error, without a traceback.
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "vm/interp/interp.h"
#include "vm/module/registry.h"
#include "vm/object/call.h"
#include "vm/object/int.h"

enum { MOST_FRAMES = 100 };

static const struct {
    int number;
    const char *text;
} fatal[] = {{SIGBUS, "Fatal Python error: Bus error\n\n"},
             {SIGILL, "Fatal Python error: Illegal instruction\n\n"},
             {SIGFPE, "Fatal Python error: Floating point exception\n\n"},
             {SIGABRT, "Fatal Python error: Aborted\n\n"},
             {SIGSEGV, "Fatal Python error: Segmentation fault\n\n"}};

static void on_fatal(int number)
{
    for (size_t i = 0; i < RG_COUNT_OF(fatal); i++)
        if (fatal[i].number == number && write(STDERR_FILENO, fatal[i].text, strlen(fatal[i].text)) < 0) break;
    raise(number); /* SA_RESETHAND: this time as if there were no handler */
}

static bool enabled(int number)
{
    struct sigaction now;
    return sigaction(number, NULL, &now) == 0 && now.sa_handler == on_fatal;
}

static bool set_all(RgThread *th, bool on)
{
    struct sigaction act = {.sa_handler = on ? on_fatal : SIG_DFL, .sa_flags = on ? SA_NODEFER | (int)SA_RESETHAND : 0};
    for (size_t i = 0; i < RG_COUNT_OF(fatal); i++)
        if ((on || enabled(fatal[i].number)) && sigaction(fatal[i].number, &act, NULL) < 0) return rg_raise_errno(th, 0) != RG_ERROR;
    return true;
}

/* The descriptor of a file argument (absent: sys.stderr), flushed; -1: raised. */
static int descriptor(RgThread *th, RgValue file)
{
    int64_t fd;
    if (file == RG_UNBOUND || file == RG_NONE) {
        file = rg_dict_get_str(th, th->rt->sys_dict, RG_SYM(th, stderr));
        if (!file) (void)rg_raise(th, RG_EXC_RuntimeError, "unable to get sys.stderr");
        else if (file == RG_NONE) (void)rg_raise(th, RG_EXC_RuntimeError, "sys.stderr is None");
        if (!file || file == RG_NONE) return -1;
    } else if (rg_is_integer(file)) {
        if (!rg_number_as_i64(th, file, &fd)) return -1;
        if (fd >= 0 && fd == (int)fd) return (int)fd;
        (void)rg_raise(th, RG_EXC_ValueError, "file is not a valid file descripter");
        return -1;
    }
    RgValue number = rg_call_method0(th, file, RG_SYM(th, fileno));
    if (!number) return -1;
    if (!rg_is_integer(number) || !rg_int_as_i64(number, &fd) || fd < 0 || fd != (int)fd) {
        (void)rg_raise(th, RG_EXC_RuntimeError, "file.fileno() is not a valid file descriptor");
        return -1;
    }
    if (!rg_call_method0(th, file, RG_SYM(th, flush))) rg_exception_clear(th);
    return (int)fd;
}

static RgValue dump_traceback(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int all = args[1] == RG_UNBOUND ? 1 : rg_truth(th, args[1]), fd = all < 0 ? -1 : descriptor(th, args[0]), n = 0;
    if (fd < 0) return RG_ERROR;
    if (all) dprintf(fd, "Current thread 0x%016lx (most recent call first):\n", (unsigned long)pthread_self());
    else dprintf(fd, "Stack (most recent call first):\n");
    for (RgFrame *f = th->frame; f; f = f->prev) {
        if (!f->code) continue;
        if (n++ == MOST_FRAMES) {
            dprintf(fd, "  ...\n");
            break;
        }
        RgStr *line = rg_format(th, "  File \"%U\", line %d in %U\n", f->code->filename, rg_frame_line(f), f->code->name);
        const char *text = line ? rg_str_utf8(th, line, NULL) : NULL;
        if (!text) return RG_ERROR;
        dprintf(fd, "%s", text);
    }
    return RG_NONE;
}

static RgValue enable(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return descriptor(th, args[0]) >= 0 && set_all(th, true) ? RG_NONE : RG_ERROR;
}

static RgValue disable(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    bool was = enabled(SIGSEGV);
    return set_all(th, false) ? rg_from_bool(was) : RG_ERROR;
}

static RgValue is_enabled(RgThread *th, RgValue self, const RgValue *args, size_t nargs) { return rg_from_bool(enabled(SIGSEGV)); }

static const RgMethodDef functions[] = {
    RG_METHOD_F("dump_traceback", "($module, file=sys.stderr, all_threads=True)", "Prints the calls that are running.", dump_traceback,
                RG_MF_NO_SIGNATURE),
    RG_METHOD_F("enable", "($module, file=sys.stderr, all_threads=True)", "Fatal signals are named before they end the program.", enable,
                RG_MF_NO_SIGNATURE),
    RG_METHOD_F("disable", "($module, /)", "Ends what enable() began.", disable, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("is_enabled", "($module, /)", "Whether fatal signals are named.", is_enabled, RG_MF_NO_SIGNATURE),
    RG_METHOD_END};

bool rg_module_init_faulthandler(RgThread *th, RgModule *m)
{
    return rg_module_set_str(th, m, "__doc__", "faulthandler module.") && rg_module_add_functions(th, m, functions);
}
