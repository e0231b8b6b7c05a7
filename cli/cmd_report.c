/* SPDX-License-Identifier: MIT
 *
 * cmd_report.c: `regius report`: source, stack code and register code of a file on one page of HTML, with what was
 * executed when the program is run for it. The page is written beside its place and moved there: never half a file.
 */
#include <errno.h>
#include <getopt.h>
#include <unistd.h>

#include "cli/report.h"
#include "vm/base/mem.h"

#define COMMAND "report"

static int write_page(const RgStrBuf *page, const char *path)
{
    RgStrBuf temporary;
    rg_strbuf_init(&temporary);
    rg_strbuf_printf(&temporary, "%s.%ld.tmp", path, (long)getpid());
    if (page->failed || temporary.failed) {
        fputs("regius: out of memory\n", stderr);
        rg_strbuf_fini(&temporary);
        return RG_EXIT_FAILED;
    }
    FILE *f = fopen(temporary.data, "w");
    bool done = f && fwrite(page->data, 1, page->len, f) == page->len;
    if (f && fclose(f) != 0) done = false;
    if (done && rename(temporary.data, path) != 0) done = false;
    if (!done) {
        RgError error;
        rg_error_set(&error, ERR_FILE_WRITE, UINT64_MAX, "%s", strerror(errno));
        rg_cli_print_error(path, &error);
        unlink(temporary.data);
    }
    rg_strbuf_fini(&temporary);
    return done ? RG_EXIT_DONE : RG_EXIT_FAILED;
}

static int report_file(int argc, char **argv, int opt, bool run, const char *output)
{
    RgStudy study;
    int status = rg_study_load(&study, argv[0], opt, true);
    if (!status && run) status = rg_study_run(&study, argc, argv, opt);
    if (!status) {
        RgStrBuf page;
        rg_strbuf_init(&page);
        rg_report_write(&page, &study);
        status = write_page(&page, output);
        rg_strbuf_fini(&page);
        if (!status) status = study.status;
    }
    rg_study_fini(&study);
    return status;
}

int rg_cmd_report(int argc, char **argv)
{
    static const struct option longs[] = {{"output", required_argument, NULL, 'o'}, {"run", no_argument, NULL, 'r'}, {NULL, 0, NULL, 0}};
    const char *output = NULL;
    long opt = 1;
    bool run = false;
    opterr = 0;
    for (int o; (o = getopt_long(argc, argv, "+:o:O:", longs, NULL)) != -1;) {
        if (o == 'o')
            output = optarg;
        else if (o == 'r')
            run = true;
        else if (o == 'O') {
            if (!rg_cli_parse_number(COMMAND, "-O", optarg, 0, 1, &opt)) return RG_EXIT_USAGE;
        } else {
            return rg_cli_usage_error(COMMAND, o == ':' ? "%s needs a value" : "unknown option '%s'", argv[optind - 1]);
        }
    }
    if (optind == argc) return rg_cli_usage_error(COMMAND, "no file");
    if (!output) return rg_cli_usage_error(COMMAND, "no -o OUT.html");
    if (!run && optind + 1 < argc) return rg_cli_usage_error(COMMAND, "one file at a time; arguments are for --run");
    return report_file(argc - optind, argv + optind, (int)opt, run, output);
}
