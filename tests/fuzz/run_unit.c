/* SPDX-License-Identifier: MIT
 *
 * run_unit.c: interpreters with a budget and without what would end this process; runs a verified unit as `regius FILE.rgc` would.
 */
#include "tests/fuzz/rgc.h"
#include "tests/fuzz/stats.h"
#include "vm/api/state.h"

static RegiusValue refuse(Regius *vm, const RegiusValue *args, size_t nargs, void *data)
{
    return regius_raise(vm, "RuntimeError", "not while fuzzing");
}

/* The sandbox lets a process end itself; an engine would take that for a crash. */
static void disarm(Regius *vm)
{
    static const char *const names[] = {"_exit", "abort", "kill", "killpg", "fork"};
    RegiusValue posix = regius_import(vm, "posix");
    for (size_t i = 0; posix != REGIUS_ERROR && i < RG_COUNT_OF(names); i++) {
        RegiusValue fn = regius_function(vm, names[i], refuse, NULL);
        if (fn == REGIUS_ERROR || !regius_setattr(vm, posix, names[i], fn)) break;
    }
    static const char *const raisers[] = {"raise_signal", "pthread_kill", "alarm", "setitimer", "signal", "set_wakeup_fd"};
    RegiusValue module = regius_import(vm, "_signal");
    for (size_t i = 0; module != REGIUS_ERROR && i < RG_COUNT_OF(raisers); i++) {
        RegiusValue fn = regius_function(vm, raisers[i], refuse, NULL);
        if (fn == REGIUS_ERROR || !regius_setattr(vm, module, raisers[i], fn)) break;
    }
    if (regius_error_pending(vm)) regius_error_take(vm);
}

Regius *rg_fuzz_interpreter(const char *budget, const char *option)
{
    static char *argv[] = {(char *)"fuzz", NULL};
    const char *options[] = {budget, option, NULL};
    RegiusConfig config;
    regius_config_init(&config);
    config.ignore_environment = config.isolated = config.no_site = true;
    config.argc = 1;
    config.argv = argv;
    config.options = options;
    Regius *vm = regius_new(&config);
    if (vm) disarm(vm);
    return vm;
}

void rg_fuzz_run(RgCodeUnit *unit, const char *budget, const char *option)
{
    Regius *vm = rg_fuzz_interpreter(budget, option);
    if (!vm) return;
    vm->given = unit;
    rg_fuzz_stats_begin(vm);
    regius_run_file(vm, "fuzz");
    rg_fuzz_stats_end(vm, unit);
    regius_finish(vm);
    regius_free(vm);
}
