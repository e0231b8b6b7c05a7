/* SPDX-License-Identifier: MIT
 *
 * target.c: what targets share: saying that something was found, and the options of the sanitizers.
 */
#include "tests/fuzz/target.h"

#include <stdio.h>
#include <stdlib.h>

#include "vm/code/verify.h"

/* What sanitizers find has an exit status of its own, and no memory that a program may ask for kills. */
const char *__asan_default_options(void);
const char *__ubsan_default_options(void);
__attribute__((visibility("default"))) const char *__asan_default_options(void)
{
    return "exitcode=99:detect_leaks=0:detect_stack_use_after_return=0:allocator_may_return_null=1:max_allocation_size_mb=1024:"
           "handle_abort=0";
}
__attribute__((visibility("default"))) const char *__ubsan_default_options(void)
{
    return "halt_on_error=1:exitcode=99:print_stacktrace=1";
}

void rg_fuzz_found(const char *what, const RgError *error)
{
    char text[400] = "";
    if (error) rg_error_format(error, text, sizeof text);
    fprintf(stderr, "found: %s: %s\n", what, text);
    fflush(stderr);
    abort();
}

bool rg_fuzz_check_converted(RgStatus status, const RgCodeUnit *unit, const RgError *error)
{
    RgError why = {0};
    if (status == ERR_IR_INVALID) rg_fuzz_found("the converter made invalid intermediate code or a wrong allocation", error);
    return status == RG_OK && unit && rg_verify_unit(unit, &why) == RG_OK;
}
