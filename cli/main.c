/* SPDX-License-Identifier: MIT
 *
 * main.c: the table of commands. What is not a command is a program to run, as with CPython.
 */
#include "cli/cli.h"

#include <stdarg.h>

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *arguments, *summary;
} commands[] = {
    {"run", rg_cmd_run, NULL, NULL},
    {"convert", rg_cmd_convert, "[-o OUT] [-O 0|1] [-j N] [--check-roundtrip] PATH...",
     "convert .pyc files to .rgc files"},
    {"verify", rg_cmd_verify, "PATH...", "check that .rgc and .pyc files are sound"},
    {"dis", rg_cmd_dis, "[--stage=STAGE] [--function NAME] FILE", "show stack and register code side by side"},
    {"count", rg_cmd_count, "[--run] [--by=WHAT] [--format=FORM] FILE", "count stack and register instructions"},
    {"count", rg_cmd_count, "--wordcode [--format=FORM] PATH...", "measure the encoding of .pyc files"},
    {"report", rg_cmd_report, "-o OUT.html [--run] FILE", "the same as a page to read in a browser"},
    {"opcodes", rg_cmd_opcodes, "[--markdown]", "list the register instructions"},
    {"cache", rg_cmd_cache, "[--path|--stats|--clear]", "look after the cache of converted code"},
};

void rg_cli_help(FILE *out)
{
    fputs("usage: regius [options] FILE [args...]        run a .pyc, .rgc or .py file, or a folder\n"
          "       regius [options] -m MODULE [args...]   run a module\n"
          "       regius [options] -c CODE [args...]     run a line of source\n"
          "       regius [options] - [args...]           run source from standard input\n",
          out);
    for (size_t i = 1; i < RG_COUNT_OF(commands); i++)
        fprintf(out, "       regius %-8s%s\n%46s%s\n", commands[i].name, commands[i].arguments, "",
                commands[i].summary);
    fputs("\n"
          "Options are CPython's: -B -d -E -I -i -O -OO -P -q -s -S -u -v -W arg -X opt -h -V.\n"
          "Without a program, and on a terminal, there is a prompt. Options of Regius's own begin with -X: see regius(1).\n",
          out);
}

int rg_cli_usage_error(const char *command, const char *fmt, ...)
{
    va_list args;
    fprintf(stderr, "regius: %s: ", command);
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fputs(" (try 'regius --help')\n", stderr);
    return RG_EXIT_USAGE;
}

void rg_cli_print_error(const char *path, const RgError *error)
{
    char text[320];
    rg_error_format(error, text, sizeof text);
    fprintf(stderr, "regius: %s: error: %s\n", path, text);
}

int main(int argc, char **argv)
{
    if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        rg_cli_help(stdout);
        return RG_EXIT_DONE;
    }
    for (size_t i = 1; i < RG_COUNT_OF(commands); i++) {
        if (argc >= 2 && strcmp(argv[1], commands[i].name) == 0) return commands[i].run(argc - 1, argv + 1);
    }
    return rg_cmd_run(argc, argv);
}
