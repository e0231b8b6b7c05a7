/* SPDX-License-Identifier: MIT
 *
 * cmd_run.c: runs programs, with CPython's options. The interpreter works on a C stack of its own, big enough that deep
 * native recursion ends in a RecursionError and not in a crash.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/line_edit.h"
#include "convert/pass.h"
#include "vm/api/regius.h"
#include "vm/base/knobs.h"
#include "vm/base/mem.h"

#define MAX_OPTIONS 64

typedef struct Run {
    RegiusConfig config;
    const char *options[MAX_OPTIONS + 1];
    size_t noptions;
    const char *warnings[MAX_OPTIONS + 1];
    size_t nwarnings;
    const char *code, *module; /* -c, -m */
    int argc;                  /* what is left: the file and its arguments */
    char **argv;
    char *code_text, *folder;  /* malloc'd */
    bool interrupted; /* ended by Ctrl-C */
    bool prompted;
    int status;
    char executable[4096];
} Run;

static int usage(const char *fmt, const char *what)
{
    return rg_cli_usage_error("run", fmt, what);
}

/* Whether -X dump= can show it. */
static bool is_stage(const char *name)
{
    static const char *const stages[] = {"stack", "cfg", "ir", "passes", "code"};
    for (size_t i = 0; i < RG_COUNT_OF(stages); i++)
        if (!strcmp(name, stages[i])) return true;
    for (size_t i = 0; rg_pass_names[i]; i++)
        if (!strcmp(name, rg_pass_names[i])) return true;
    return false;
}

static bool add_option(Run *run, const char *option)
{
    RgKnobs probe;
    rg_knobs_init(&probe);
    if (rg_knobs_set(&probe, option) == RG_KNOB_BAD_VALUE) {
        usage("bad value in -X %s", option);
        return false;
    }
    if (probe.dump && !is_stage(probe.dump)) {
        usage("no stage or pass is called %s", probe.dump);
        return false;
    }
    if (run->noptions == MAX_OPTIONS) {
        usage("too many -X options%s", "");
        return false;
    }
    run->options[run->noptions++] = option;
    return true;
}

/* The letters of one argument; *i moves over values in the next one. 0: go on, 1: the program follows, -1: error, 2: done. */
static int parse_letters(Run *run, int argc, char **argv, int *i)
{
    RegiusConfig *c = &run->config;
    for (const char *p = argv[*i] + 1; *p; p++) {
        const char *value = NULL;
        if (strchr("cmWX", *p)) {
            value = p[1] ? p + 1 : *i + 1 < argc ? argv[++*i] : NULL;
            if (!value) {
                char letter[2] = {*p, 0};
                usage("argument expected for the -%s option", letter);
                return -1;
            }
        }
        switch (*p) {
        case 'c': run->code = value; return 1;
        case 'm': run->module = value; return 1;
        case 'W':
            if (run->nwarnings < MAX_OPTIONS) run->warnings[run->nwarnings++] = value;
            return 0;
        case 'X': return add_option(run, value) ? 0 : -1;
        case 'B': c->dont_write_bytecode = true; break;
        case 'E': c->ignore_environment = true; break;
        case 'I': c->isolated = c->ignore_environment = c->safe_path = c->no_user_site = true; break;
        case 'd': c->debug = true; break;
        case 'i': c->inspect = c->interactive = true; break;
        case 'O': c->optimize++; break;
        case 'P': c->safe_path = true; break;
        case 'q': c->quiet = true; break;
        case 's': c->no_user_site = true; break;
        case 'S': c->no_site = true; break;
        case 'u': c->unbuffered = true; break;
        case 'v': c->verbose++; break;
        case 'h': rg_cli_help(stdout); return 2;
        case 'V': printf("Regius %s\n", regius_version()); return 2;
        default: {
            char letter[2] = {*p, 0};
            usage("unknown option -%s", letter);
            return -1;
        }
        }
    }
    return 0;
}

static int parse(Run *run, int argc, char **argv)
{
    int i = 1;
    for (; i < argc; i++) {
        if (argv[i][0] != '-' || !argv[i][1]) break;
        if (!strcmp(argv[i], "--")) {
            i++;
            break;
        }
        if (!strcmp(argv[i], "--version")) {
            printf("Regius %s\n", regius_version());
            return 2;
        }
        if (argv[i][1] == '-') { /* a knob may be spelled like a long option: --dump=code */
            RgKnobs probe;
            rg_knobs_init(&probe);
            if (rg_knobs_set(&probe, argv[i] + 2) == RG_KNOB_UNKNOWN) {
                usage("unknown option %s", argv[i]);
                return -1;
            }
            if (!add_option(run, argv[i] + 2)) return -1;
            continue;
        }
        int what = parse_letters(run, argc, argv, &i);
        if (what < 0 || what == 2) return what;
        if (what == 1) {
            i++;
            break;
        }
    }
    run->argc = argc - i;
    run->argv = argv + i;
    return 0;
}

static char *read_stdin(void)
{
    RgStrBuf b;
    char chunk[16384];
    size_t n;
    rg_strbuf_init(&b);
    while ((n = fread(chunk, 1, sizeof chunk, stdin)) > 0) rg_strbuf_add(&b, chunk, n);
    rg_strbuf_putc(&b, '\n');
    return rg_strbuf_take(&b);
}

/* sys.argv and sys.path[0] by the way the program is given. */
static void set_program(Run *run)
{
    static char dash_c[] = "-c", dash_m[] = "-m";
    RegiusConfig *c = &run->config;
    if (run->code || run->module) {
        char **argv = calloc((size_t)run->argc + 2, sizeof *argv);
        if (!argv) return;
        argv[0] = run->code ? dash_c : dash_m;
        for (int i = 0; i < run->argc; i++) argv[i + 1] = run->argv[i];
        c->argc = run->argc + 1;
        c->argv = argv;
        if (run->code) {
            c->first_path = c->safe_path ? NULL : "";
        } else {
            run->folder = getcwd(NULL, 0);
            c->first_path = c->safe_path ? NULL : run->folder;
        }
        return;
    }
    static char none[] = "", *none_argv[] = {none, NULL};
    c->argc = run->argc ? run->argc : 1;
    c->argv = run->argc ? run->argv : none_argv;
    if (!run->argc || !strcmp(run->argv[0], "-")) {
        c->first_path = c->safe_path ? NULL : "";
    } else {
        run->folder = rg_cli_script_folder(run->argv[0]);
        c->first_path = c->safe_path ? NULL : run->folder;
    }
}

/* first: there was no program before it. */
static void run_prompt(Run *run, Regius *r, bool first)
{
    run->prompted = true;
    if (first && !run->config.quiet) regius_print_banner(r);
    int exits = first ? regius_run_startup(r) : -1;
    if (exits >= 0) {
        run->status = exits;
        return;
    }
    bool edited = rg_line_edit_start(r, run->config.isolated);
    run->status = regius_run_prompt(r);
    if (edited) rg_line_edit_finish(r);
}

static void run_program(Run *run)
{
    Regius *r = regius_new(&run->config);
    if (!r) {
        fputs("regius: the interpreter could not be started\n", stderr);
        run->status = RG_EXIT_FAILED;
        return;
    }
    rg_cli_catch_interrupt(r);
    if (run->code) {
        RgStrBuf b;
        rg_strbuf_init(&b);
        rg_strbuf_printf(&b, "%s\n", run->code);
        run->status = regius_run_source(r, b.data, "<string>");
        rg_strbuf_fini(&b);
    } else if (run->module) {
        run->status = regius_run_module(r, run->module);
    } else if (run->argc && strcmp(run->argv[0], "-") != 0) {
        run->status = regius_run_file(r, run->argv[0]);
    } else if (run->config.interactive || isatty(0)) {
        run_prompt(run, r, true);
    } else {
        run->code_text = read_stdin();
        run->status = run->code_text ? regius_run_source(r, run->code_text, "<stdin>") : RG_EXIT_FAILED;
    }
    if (!run->prompted && regius_wants_prompt(r)) run_prompt(run, r, false);
    run->interrupted = run->status == 130 && regius_ended_by_interrupt(r);
    if (regius_finish(r) < 0 && run->status == 0) run->status = 120;
    if (getenv("REGIUS_FREE")) regius_free(r); /* for leak checkers; the system frees faster */
}

static void run_it(void *run) { run_program(run); }

int rg_cmd_run(int argc, char **argv)
{
    Run run = {0};
    regius_config_init(&run.config);
    int what = parse(&run, argc, argv);
    if (what < 0) return RG_EXIT_USAGE;
    if (what == 2) return RG_EXIT_DONE;
    rg_cli_find_self(&run.config, run.executable, sizeof run.executable);
    run.config.orig_argc = argc;
    run.config.orig_argv = argv;
    run.config.options = run.options;
    run.config.warn_options = run.warnings;
    set_program(&run);
    rg_cli_run_on_stack(&run.config, run_it, &run);
    free(run.folder);
    rg_mem_free(run.code_text);
    if (run.config.argv != run.argv && (run.code || run.module)) free(run.config.argv);
    if (run.interrupted) { /* whoever waits for the process shall see that Ctrl-C ended it, and end too */
        signal(SIGINT, SIG_DFL);
        kill(getpid(), SIGINT);
    }
    return run.status;
}
