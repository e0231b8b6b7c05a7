/* SPDX-License-Identifier: MIT
 *
 * cmd_verify.c: `regius verify`: images are loaded and verified; .pyc files are converted with every check of the
 * conversion switched on, and the result is verified.
 */
#include <getopt.h>

#include "cli/cli.h"

#define COMMAND "verify"

int rg_cmd_verify(int argc, char **argv)
{
    static const char *const suffixes[] = {".rgc", ".pyc", NULL};
    static const struct option longs[] = {{"quiet", no_argument, NULL, 'q'}, {NULL, 0, NULL, 0}};
    bool quiet = false;
    long opt = 1;
    opterr = 0;
    for (int c; (c = getopt_long(argc, argv, ":qO:", longs, NULL)) != -1;) {
        if (c == 'q')
            quiet = true;
        else if (c != 'O')
            return rg_cli_usage_error(COMMAND, "unknown option '%s'", argv[optind - 1]);
        else if (!rg_cli_parse_number(COMMAND, "-O", optarg, 0, 1, &opt))
            return RG_EXIT_USAGE;
    }
    if (optind == argc) return rg_cli_usage_error(COMMAND, "no file to verify");
    RgCliFiles files = {0};
    size_t failed = 0, functions = 0;
    for (int i = optind; i < argc; i++)
        failed += !rg_cli_find_files(&files, argv[i], suffixes);
    RgConvertOptions opts = {.opt = (int)opt, .verify_ir = true};
    for (size_t i = 0; i < files.len; i++) {
        RgError error;
        RgCodeUnit *unit;
        if (rg_cli_load_unit(files.data[i].path, &opts, &unit, &error)) {
            rg_cli_print_error(files.data[i].path, &error);
            failed++;
            continue;
        }
        functions += unit->ncodes;
        rg_code_unit_release(unit);
    }
    if (!quiet) {
        printf("%zu file%s, %zu functions", files.len, files.len == 1 ? "" : "s", functions);
        printf(failed ? "; %zu failed\n" : " verified\n", failed);
    }
    rg_cli_files_fini(&files);
    return failed ? RG_EXIT_FAILED : RG_EXIT_DONE;
}
