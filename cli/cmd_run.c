/* SPDX-License-Identifier: MIT
 *
 * cmd_run.c: runs programs, with CPython's options. The interpreter works on a C stack of its own, big enough that deep
 * native recursion ends in a RecursionError and not in a crash.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <ucontext.h>
#include <unistd.h>

#include "cli/cli.h"
#include "vm/api/regius.h"
#include "vm/base/knobs.h"
#include "vm/base/mem.h"

#define STACK_SIZE ((size_t)256 << 20)
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
    int status;
    char *program_argv0;
} Run;

static int usage(const char *fmt, const char *what)
{
    return rg_cli_usage_error("run", fmt, what);
}

static bool add_option(Run *run, const char *option)
{
    RgKnobs probe;
    rg_knobs_init(&probe);
    if (rg_knobs_set(&probe, option) == RG_KNOB_BAD_VALUE) {
        usage("bad value in -X %s", option);
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
        case 'i': c->inspect = true; break;
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
        if (argv[i][1] == '-') {
            usage("unknown option %s", argv[i]);
            return -1;
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

/* Folder of the file that path leads to, symbolic links followed: sys.path[0] of a script. */
static char *script_folder(const char *path)
{
    struct stat st;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) return NULL;
    char *real = realpath(path, NULL);
    if (!real) return NULL;
    char *slash = strrchr(real, '/');
    if (slash) slash[slash == real] = 0;
    return real;
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
        run->folder = script_folder(run->argv[0]);
        c->first_path = c->safe_path ? NULL : run->folder;
    }
}

/* The interpreter that Ctrl-C is for: signals belong to the process, so this cannot hang off anything else. */
static Regius *volatile interruptible;

static void on_interrupt(int number)
{
    (void)number;
    if (interruptible) regius_interrupt(interruptible);
}

static void catch_interrupt(Regius *r)
{
    struct sigaction action;
    if (sigaction(SIGINT, NULL, &action) || action.sa_handler == SIG_IGN) return;
    interruptible = r;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_interrupt; /* not restarting: a waiting read must notice */
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN); /* as CPython: writing to a closed pipe raises */
}

static void run_program(Run *run)
{
    Regius *r = regius_new(&run->config);
    if (!r) {
        fputs("regius: the interpreter could not be started\n", stderr);
        run->status = RG_EXIT_FAILED;
        return;
    }
    catch_interrupt(r);
    if (run->code) {
        RgStrBuf b;
        rg_strbuf_init(&b);
        rg_strbuf_printf(&b, "%s\n", run->code);
        run->status = regius_run_source(r, b.data, "<string>");
        rg_strbuf_fini(&b);
    } else if (run->module) {
        run->status = regius_run_module(r, run->module);
    } else if (!run->argc || !strcmp(run->argv[0], "-")) {
        run->code_text = read_stdin();
        run->status = run->code_text ? regius_run_source(r, run->code_text, "<stdin>") : RG_EXIT_FAILED;
    } else {
        run->status = regius_run_file(r, run->argv[0]);
    }
    if (regius_finish(r) < 0 && run->status == 0) run->status = 120;
    if (getenv("REGIUS_FREE")) regius_free(r); /* for leak checkers; the system frees faster */
}

static void entry(unsigned high, unsigned low)
{
    run_program((Run *)((uintptr_t)high << 32 | low));
}

/* Runs on a stack of its own when there is room for one. */
static void run_on_stack(Run *run)
{
    void *stack = MAP_FAILED;
#if !defined(__SANITIZE_ADDRESS__)
    stack = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
#endif
    if (stack == MAP_FAILED) {
        run_program(run);
        return;
    }
    ucontext_t here, there;
    getcontext(&there);
    there.uc_stack.ss_sp = stack;
    there.uc_stack.ss_size = STACK_SIZE;
    there.uc_link = &here;
    run->config.stack_top = (char *)stack + STACK_SIZE;
    run->config.stack_size = STACK_SIZE;
    uintptr_t p = (uintptr_t)run;
    makecontext(&there, (void (*)(void))entry, 2, (unsigned)(p >> 32), (unsigned)p);
    swapcontext(&here, &there);
}

int rg_cmd_run(int argc, char **argv)
{
    Run run = {0};
    regius_config_init(&run.config);
    int what = parse(&run, argc, argv);
    if (what < 0) return RG_EXIT_USAGE;
    if (what == 2) return RG_EXIT_DONE;
    if (!run.code && !run.module && !run.argc && isatty(0))
        return usage("no program given%s", "");
    if (run.config.optimize > 2) run.config.optimize = 2;
    run.config.options = run.options;
    run.config.warn_options = run.warnings;
    set_program(&run);
    run_on_stack(&run);
    free(run.folder);
    rg_mem_free(run.code_text);
    if (run.config.argv != run.argv && (run.code || run.module)) free(run.config.argv);
    return run.status;
}
