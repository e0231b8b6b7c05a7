/* SPDX-License-Identifier: MIT
 *
 * cmd_convert.c: `regius convert`, files and trees of .pyc to .rgc, on several threads. Threads share only the list of
 * jobs, from which each takes the next by an atomic counter, and the figures and the terminal, under one lock.
 * With --check-roundtrip nothing is converted: each file is read and written again in memory, and compared.
 * Always holds: an output file is whole or absent; one failure does not stop the others.
 */
#include <errno.h>
#include <getopt.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "convert/pyc.h"
#include "convert/pyc_write.h"
#include "vm/base/hash.h"
#include "vm/base/mem.h"
#include "vm/code/image.h"
#include "vm/code/verify.h"

#define COMMAND     "convert"
#define MAX_THREADS 256

typedef struct Job {
    const char *input;
    char *output;
} Job;

typedef struct Work {
    RG_VEC(Job) jobs;
    atomic_size_t next;
    RgConvertOptions opts;
    bool quiet, roundtrip;
    pthread_mutex_t lock; /* of everything below and of standard error */
    size_t done, failed;
    uint64_t functions, stack_instructions, register_instructions;
    struct timespec started;
    RgCliProgress progress;
} Work;

/* Set by Ctrl-C; the only thing a signal handler may touch. */
static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal)
{
    (void)signal;
    interrupted = 1;
}

/* Makes the folder of an output unless it is that of the worker's last one. */
static RgStatus make_parents(const char *output, const char **last, RgError *error)
{
    const char *slash = strrchr(output, '/');
    size_t len = slash ? (size_t)(slash - output) + 1 : 0;
    if (*last && strncmp(*last, output, len) == 0 && !strchr(*last + len, '/')) return RG_OK;
    if (!rg_cli_make_parents(output))
        return rg_error_set(error, ERR_FILE_WRITE, UINT64_MAX, "%s: %s", output, strerror(errno));
    *last = output;
    return RG_OK;
}

/* What a worker has to itself, for one file after the other. */
typedef struct Worker {
    RgConvert cx;
    RgImageWriter *writer;
    const char *last; /* output whose folder was made last */
} Worker;

/* What one file adds to the figures. */
typedef struct Figures {
    uint64_t functions, stack_instructions, register_instructions;
} Figures;

static void add_unit(Figures *f, const RgCodeUnit *unit)
{
    f->functions += unit->ncodes;
    for (uint32_t c = 0; c < unit->ncodes; c++) {
        f->stack_instructions += unit->codes[c]->stack_instructions;
        f->register_instructions += rg_cli_count_instructions(unit->codes[c]);
    }
}

static RgStatus convert_one(Work *w, Worker *self, const Job *job, Figures *figures, RgError *error)
{
    char *data;
    size_t size;
    RgCodeUnit *made = NULL, **unit = &made;
    RgStatus status = rg_cli_read_file(job->input, &data, &size, error);
    if (status) return status;
    status = rg_convert_file(&self->cx, data, size, &w->opts, unit, error);
    if (!status) {
        (*unit)->source_hash = rg_hash128(data, size);
#ifdef RG_ASSERTIONS
        status = rg_verify_unit(*unit, error); /* who loads the file verifies it anyway */
#endif
    }
    if (!status) status = make_parents(job->output, &self->last, error);
    if (!status && !self->writer) status = rg_error_set(error, ERR_NO_MEMORY, UINT64_MAX, "%s", "writing an image");
    if (!status) status = rg_image_save_with(self->writer, job->output, *unit, error);
    if (!status && !w->quiet) add_unit(figures, made);
    rg_code_unit_release(made);
    rg_mem_free(data); /* the unit pointed into it */
    return status;
}

static RgStatus check_one(const Job *job, Figures *figures, RgError *error)
{
    char *data;
    size_t size;
    RgArena arena;
    RgStrBuf out;
    RgPyModule *module;
    RgWriteFigures written = {0, 0};
    RgStatus status = rg_cli_read_file(job->input, &data, &size, error);
    if (status) return status;
    rg_arena_init(&arena);
    rg_strbuf_init(&out);
    status = rg_pyc_read(&arena, data, size, &module, error);
    if (!status) status = rg_pyc_write(module, &out, &written, error);
    if (!status && (out.len != size || memcmp(out.data, data, size) != 0))
        status = rg_error_set(error, ERR_PYC_DIFFERS, UINT64_MAX, "%s", "");
    figures->functions = written.functions;
    figures->stack_instructions = written.instructions;
    rg_strbuf_fini(&out);
    rg_arena_fini(&arena);
    rg_mem_free(data);
    return status;
}

static void *worker(void *argument)
{
    Work *w = argument;
    Worker self = {.writer = rg_image_writer_new()};
    rg_convert_init(&self.cx);
    for (size_t i; !interrupted && (i = atomic_fetch_add(&w->next, 1)) < w->jobs.len;) {
        RgError error;
        Figures figures = {0, 0, 0};
        const Job *job = &w->jobs.data[i];
        RgStatus status =
            w->roundtrip ? check_one(job, &figures, &error) : convert_one(w, &self, job, &figures, &error);
        pthread_mutex_lock(&w->lock);
        w->done++;
        if (status) {
            w->failed++;
            rg_cli_progress_clear(&w->progress);
            rg_cli_print_error(job->input, &error);
        } else {
            w->functions += figures.functions;
            w->stack_instructions += figures.stack_instructions;
            w->register_instructions += figures.register_instructions;
        }
        rg_cli_progress_draw(&w->progress, w->done, w->jobs.len, false);
        pthread_mutex_unlock(&w->lock);
    }
    rg_convert_end(&self.cx);
    rg_image_writer_free(self.writer);
    return NULL;
}

/* Files come one after the other and need about the same: memory that one gives back serves the next instead of going
 * to the system and coming from it, zeroed, page by page. */
static void keep_memory(void)
{
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TOP_PAD, 1 << 20);
}

static void run_jobs(Work *w, long nthreads)
{
    pthread_t threads[MAX_THREADS];
    long started = 0;
    if ((size_t)nthreads > w->jobs.len) nthreads = (long)w->jobs.len;
    struct sigaction action = {.sa_handler = on_interrupt}, old;
    sigaction(SIGINT, &action, &old);
    while (started < nthreads - 1 && pthread_create(&threads[started], NULL, worker, w) == 0)
        started++;
    worker(w);
    while (started > 0)
        pthread_join(threads[--started], NULL);
    sigaction(SIGINT, &old, NULL);
}

/* "a/b.pyc" becomes "a/b.rgc"; other names get .rgc behind them. */
static void put_output_name(RgStrBuf *out, const char *name)
{
    size_t len = strlen(name);
    if (len > 4 && strcmp(name + len - 4, ".pyc") == 0) len -= 4;
    rg_strbuf_add(out, name, len);
    rg_strbuf_puts(out, ".rgc");
}

static bool is_folder(const char *path)
{
    struct stat st;
    size_t len = strlen(path);
    return (len > 0 && path[len - 1] == '/') || (stat(path, &st) == 0 && S_ISDIR(st.st_mode));
}

/* Last component of a folder's path, "" for "." and "..". */
static void put_base_name(RgStrBuf *out, const char *path)
{
    size_t end = strlen(path), start;
    while (end > 1 && path[end - 1] == '/')
        end--;
    for (start = end; start > 0 && path[start - 1] != '/';)
        start--;
    if (path[start] != '.') rg_strbuf_add(out, path + start, end - start);
}

/* Where the output of a file goes. OUT names the file itself only when one plain file is converted. */
static char *output_path(const RgCliFile *file, const char *root, const char *out, bool out_is_folder, bool several)
{
    RgStrBuf path;
    rg_strbuf_init(&path);
    if (!out) {
        put_output_name(&path, file->path);
    } else if (!out_is_folder) {
        rg_strbuf_puts(&path, out);
    } else {
        rg_strbuf_puts(&path, out);
        rg_strbuf_putc(&path, '/');
        if (file->from_tree && several) {
            put_base_name(&path, root);
            rg_strbuf_putc(&path, '/');
        }
        put_output_name(&path, file->relative);
    }
    return rg_strbuf_take(&path);
}

static bool collect_jobs(Work *w, RgCliFiles *files, char **paths, int npaths, const char *out)
{
    static const char *const suffixes[] = {".pyc", NULL};
    bool done = true, out_is_folder = out && (npaths > 1 || is_folder(out) || is_folder(paths[0]));
    for (int i = 0; i < npaths; i++) {
        size_t first = files->len;
        if (!rg_cli_find_files(files, paths[i], suffixes)) {
            w->failed++;
            done = false;
        }
        for (size_t j = first; j < files->len; j++) {
            Job job = {files->data[j].path, output_path(&files->data[j], paths[i], out, out_is_folder, npaths > 1)};
            if (!job.output || !RG_VEC_PUSH(&w->jobs, job)) {
                rg_mem_free(job.output);
                fputs("regius: out of memory\n", stderr);
                return false;
            }
        }
    }
    return done;
}

static void print_summary(const Work *w)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    size_t converted = w->done - RG_MIN(w->failed, w->done);
    printf("%zu file%s, %llu functions, %llu stack instructions, ", converted, converted == 1 ? "" : "s",
           (unsigned long long)w->functions, (unsigned long long)w->stack_instructions);
    if (w->roundtrip)
        printf("the same when written again, ");
    else
        printf("%llu register instructions, ", (unsigned long long)w->register_instructions);
    printf("%.2f s", rg_cli_seconds_between(&w->started, &now));
    if (w->failed) printf("; %zu failed", w->failed);
    putchar('\n');
}

/* Reads the options; returns the index of the first path, or -1. */
static int read_options(Work *w, int argc, char **argv, const char **out, long *nthreads)
{
    static const struct option longs[] = {
        {"assume", required_argument, NULL, 'a'}, {"output", required_argument, NULL, 'o'},
        {"progress", no_argument, NULL, 'p'},     {"no-progress", no_argument, NULL, 'n'},
        {"quiet", no_argument, NULL, 'q'},        {"check-roundtrip", no_argument, NULL, 'r'},
        {NULL, 0, NULL, 0}};
    long opt = 1;
    w->progress.on = isatty(STDERR_FILENO);
    opterr = 0;
    for (int c; (c = getopt_long(argc, argv, ":o:O:j:q", longs, NULL)) != -1;) {
        switch (c) {
        case 'o': *out = optarg; break;
        case 'O':
            if (!rg_cli_parse_number(COMMAND, "-O", optarg, 0, 1, &opt)) return -1;
            break;
        case 'j':
            if (!rg_cli_parse_number(COMMAND, "-j", optarg, 1, MAX_THREADS, nthreads)) return -1;
            break;
        case 'a':
            if (!rg_cli_parse_assume(COMMAND, optarg, &w->opts.assume)) return -1;
            break;
        case 'p': w->progress.on = true; break;
        case 'n': w->progress.on = false; break;
        case 'q': w->quiet = true; break;
        case 'r': w->roundtrip = true; break;
        default:
            rg_cli_usage_error(COMMAND, c == ':' ? "option '%s' needs a value" : "unknown option '%s'",
                               argv[optind - 1]);
            return -1;
        }
    }
    w->opts.opt = (int)opt;
    w->opts.lent = true;
    if (w->quiet) w->progress.on = false;
    if (optind == argc) {
        rg_cli_usage_error(COMMAND, "no file to convert");
        return -1;
    }
    if (w->roundtrip && *out) {
        rg_cli_usage_error(COMMAND, "--check-roundtrip writes no files");
        return -1;
    }
    return optind;
}

int rg_cmd_convert(int argc, char **argv)
{
    Work work = {.lock = PTHREAD_MUTEX_INITIALIZER}, *w = &work;
    const char *out = NULL;
    long nthreads = sysconf(_SC_NPROCESSORS_ONLN);
    if (nthreads < 1 || nthreads > MAX_THREADS) nthreads = nthreads < 1 ? 1 : MAX_THREADS;
    int first = read_options(w, argc, argv, &out, &nthreads);
    if (first < 0) return RG_EXIT_USAGE;
    RgCliFiles files = {0};
    clock_gettime(CLOCK_MONOTONIC, &w->started);
    keep_memory();
    bool found = collect_jobs(w, &files, argv + first, argc - first, out);
    if (w->jobs.len) run_jobs(w, nthreads);
    if (w->jobs.len && !interrupted) rg_cli_progress_draw(&w->progress, w->done, w->jobs.len, true);
    if (!w->quiet) print_summary(w);
    for (size_t i = 0; i < w->jobs.len; i++)
        rg_mem_free(w->jobs.data[i].output);
    RG_VEC_FINI(&w->jobs);
    rg_cli_files_fini(&files);
    if (interrupted) return RG_EXIT_INTERRUPTED;
    return found && w->failed == 0 ? RG_EXIT_DONE : RG_EXIT_FAILED;
}
