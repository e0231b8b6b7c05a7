/* SPDX-License-Identifier: MIT
 *
 * check_main.c: runs every suite of suites.def; results in TAP when CK_TAP_LOG_FILE_NAME is "-". Arguments name the
 * suites to run (none: all).
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#define SUITE(module) Suite *suite_##module(void);
#include "tests/unit/suites.def"

static const struct {
    const char *name;
    Suite *(*make)(void);
} suites[] = {
#define SUITE(module) {#module, suite_##module},
#include "tests/unit/suites.def"
};

static int is_wanted(const char *name, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], name) == 0) return 1;
    }
    return argc < 2;
}

int main(int argc, char **argv)
{
    SRunner *runner = srunner_create(NULL);
    for (size_t i = 0; i < sizeof suites / sizeof *suites; i++) {
        if (is_wanted(suites[i].name, argc, argv)) srunner_add_suite(runner, suites[i].make());
    }
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
