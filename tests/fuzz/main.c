/* SPDX-License-Identifier: MIT
 *
 * main.c: drives a target without help from the compiler.
 *   fuzz_NAME [FILE|FOLDER]...                     gives it each file once: how a finding is had again
 *   fuzz_NAME --seconds N [--seed N] [--cases N] [--first N] SEED...    changes the seeds (files and folders) and gives it the results
 * An engine's program has its own main function instead of this one. Every case follows from its number, the seed and the seeds, so
 * that it can be had again. --stats prints which register opcodes the cases of `run` had (stats.h). Exit status: 0 nothing found; 1 something was; 2 it cannot run.
 *
 * A supervisor forks workers; a worker goes through cases until it ends: killed by one (found), out of a case's time or memory, or left
 * by what it ran; then the next worker goes on behind that case. What a case's input was is in memory that both see.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/fuzz/mutate.h"
#include "tests/fuzz/sandbox.h"
#include "tests/fuzz/stats.h"
#include "tests/fuzz/target.h"

enum { CASE_MILLISECONDS = 3000, WORKER_MEGABYTES = 1500, WORKER_CASES = 500, FOUND_MAX = 20, INPUT_MAX = 1 << 20, SANITIZER_STATUS = 99 };

#pragma weak LLVMFuzzerInitialize
#pragma weak LLVMFuzzerCustomMutator
#pragma weak rg_fuzz_may_be_cut_short
#pragma weak rg_fuzz_stats
#pragma weak rg_fuzz_stats_print

typedef struct Input {
    char *path;
    uint8_t *data;
    size_t size;
} Input;

typedef struct Shared { /* by supervisor and workers */
    uint64_t next;      /* case that the next worker begins with */
    uint64_t spent, found;
    RgFuzzStats stats;
    size_t size; /* of the input */
    uint8_t input[INPUT_MAX];
} Shared;

static struct {
    const char *name;
    Input *inputs;
    size_t ninputs, cap;
    uint64_t seed, cases, first;
    double seconds;
    bool stats;
    RgFuzzRandom random;
    Shared *shared;
} fuzz = {.seed = 1, .cases = UINT64_MAX};

#define PICK(n) rg_fuzz_below(&fuzz.random, (uint32_t)(n))

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ---- inputs ---- */

static bool read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) return false;
    fseek(f, 0, SEEK_END);
    long size = ftell(f);
    rewind(f);
    uint8_t *data = size >= 0 ? malloc((size_t)size + 1) : NULL;
    bool ok = data && fread(data, 1, (size_t)size, f) == (size_t)size;
    fclose(f);
    if (!ok) return false;
    if (fuzz.ninputs == fuzz.cap) {
        fuzz.cap = fuzz.cap * 2 + 64;
        Input *more = realloc(fuzz.inputs, fuzz.cap * sizeof *more);
        if (!more) return false;
        fuzz.inputs = more;
    }
    fuzz.inputs[fuzz.ninputs++] = (Input){strdup(path), data, (size_t)size};
    return true;
}

static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static bool read_any(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0) return false;
    if (!S_ISDIR(st.st_mode)) return read_file(path);
    struct dirent **entries;
    int n = scandir(path, &entries, NULL, by_name);
    bool ok = n >= 0;
    for (int i = 0; i < n; i++) {
        char full[4096];
        int len = snprintf(full, sizeof full, "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.') ok &= len < (int)sizeof full && read_any(full);
        free(entries[i]);
    }
    if (n >= 0) free(entries);
    return ok;
}

/* ---- changing bytes ---- */

static uint32_t some_number(void)
{
    static const uint32_t special[] = {0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000u, 0xffffffffu, 0xfffffffeu};
    return PICK(2) ? special[PICK(RG_COUNT_OF(special))] : PICK(300);
}

static size_t change(uint8_t *data, size_t size, size_t max)
{
    size_t at = PICK(size), n = 1 + PICK(PICK(3) ? 4 : 64);
    uint32_t number = some_number();
    switch (PICK(7)) {
    case 0: data[at] ^= (uint8_t)(1u << PICK(8)); return size;
    case 1: data[at] = (uint8_t)number; return size;
    case 2: memcpy(data + at, &number, RG_MIN(sizeof number, size - at)); return size;
    case 3: /* less */
        n = RG_MIN(n, size - at);
        memmove(data + at, data + at + n, size - at - n);
        return size - n;
    case 4: { /* some of another input */
        const Input *other = &fuzz.inputs[PICK(fuzz.ninputs)];
        if (other->size == 0 || size + n > max) return size;
        size_t from = PICK(other->size);
        n = RG_MIN(n, other->size - from);
        memmove(data + at + n, data + at, size - at);
        memcpy(data + at, other->data + from, n);
        return size + n;
    }
    case 5: { /* some of this one, again */
        size_t from = PICK(size);
        n = RG_MIN(n, size - from);
        if (size + n > max) return size;
        uint8_t copy[64];
        memcpy(copy, data + from, n);
        memmove(data + at + n, data + at, size - at);
        memcpy(data + at, copy, n);
        return size + n;
    }
    default: data[at] = (uint8_t)(data[at] + PICK(9) - 4); return size;
    }
}

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max)
{
    for (uint32_t times = 1 + PICK(3); times > 0 && size > 0; times--)
        size = change(data, size, max);
    return size;
}

static void make_input(uint64_t number)
{
    fuzz.random.state = (fuzz.seed * 1000003 + number) * 0x9e3779b97f4a7c15ull | 1;
    for (int i = 0; i < 4; i++)
        PICK(1);
    const Input *input = &fuzz.inputs[PICK(fuzz.ninputs)];
    Shared *s = fuzz.shared;
    s->stats.seed = input->data;
    s->stats.seed_size = input->size;
    s->size = RG_MIN(input->size, (size_t)INPUT_MAX);
    memcpy(s->input, input->data, s->size);
    size_t max = RG_MIN(s->size + 4096, (size_t)INPUT_MAX);
    for (uint32_t times = 1 + PICK(3); times > 0; times--) {
        unsigned seed = PICK(UINT32_MAX);
        s->size = LLVMFuzzerCustomMutator ? LLVMFuzzerCustomMutator(s->input, s->size, max, seed) : LLVMFuzzerMutate(s->input, s->size, max);
    }
}

/* ---- supervisor and workers ---- */

static void run_one(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1); /* of its very size, so that a sanitizer sees who reads behind it */
    if (!copy) exit(2);
    if (size) memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void work(uint64_t end)
{
    if (fuzz.cases != 1 && (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))) _exit(2);
    for (uint64_t n = 0; n < WORKER_CASES && fuzz.shared->next < end; n++) {
        make_input(fuzz.shared->next);
        rg_fuzz_limit(CASE_MILLISECONDS, WORKER_MEGABYTES);
        run_one(fuzz.shared->input, fuzz.shared->size);
        fuzz.shared->next++;
    }
    fflush(stderr);
    _exit(0);
}

static void keep(uint64_t number, const char *why, int status)
{
    char path[200];
    snprintf(path, sizeof path, "crash-%s-%llu-%llu", fuzz.name, (unsigned long long)fuzz.seed, (unsigned long long)number);
    FILE *f = fopen(path, "wb");
    if (f) {
        fwrite(fuzz.shared->input, 1, fuzz.shared->size, f);
        fclose(f);
    }
    fprintf(stderr, "fuzz_%s: case %llu: %s %d; the input is in %s\n", fuzz.name, (unsigned long long)number, why, status, path);
}

/* What became of a worker; false: enough was found. A target that runs programs may run out of time; no other may. */
static bool settle(int status)
{
    Shared *s = fuzz.shared;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 2) {
        fprintf(stderr, "fuzz_%s: a worker cannot begin\n", fuzz.name);
        exit(2);
    }
    uint64_t number = s->next++;
    if (WIFEXITED(status) && WEXITSTATUS(status) == RG_FUZZ_SPENT) {
        s->spent++;
        if (&rg_fuzz_may_be_cut_short) return true;
        keep(number, "takes too long or too much memory, exit status", RG_FUZZ_SPENT);
    } else {
        keep(number, WIFSIGNALED(status) ? "signal" : "exit status", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    }
    return ++s->found < FOUND_MAX;
}

static int supervise(void)
{
    double begin = now(), end = begin + fuzz.seconds;
    Shared *s = fuzz.shared;
    s->next = fuzz.first;
    uint64_t last = fuzz.cases > UINT64_MAX - fuzz.first ? UINT64_MAX : fuzz.first + fuzz.cases;
    while (s->next < last && (fuzz.seconds <= 0 || now() < end)) {
        pid_t pid = fork();
        int status;
        if (pid < 0) return 2;
        if (pid == 0) work(last);
        if (waitpid(pid, &status, 0) != pid || !settle(status)) break;
    }
    double executions = (double)(s->next - fuzz.first), seconds = now() - begin;
    printf("fuzz_%s: %.0f executions, %.0f/s, %llu cut short, %llu found\n", fuzz.name, executions, executions / seconds,
           (unsigned long long)s->spent, (unsigned long long)s->found);
    if (fuzz.stats && rg_fuzz_stats_print(&s->stats)) return 1;
    return s->found ? 1 : 0;
}

int main(int argc, char **argv)
{
    const char *slash = strrchr(argv[0], '/'), *name = slash ? slash + 1 : argv[0];
    bool generate = false;
    fuzz.name = !strncmp(name, "fuzz_", 5) ? name + 5 : name;
    fuzz.shared = mmap(NULL, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (fuzz.shared == MAP_FAILED) return 2;
    if (LLVMFuzzerInitialize) LLVMFuzzerInitialize(&argc, &argv);
    for (int i = 1; i < argc; i++) {
        unsigned long long n = i + 1 < argc ? strtoull(argv[i + 1], NULL, 10) : 0;
        if (!strcmp(argv[i], "--stats") && &rg_fuzz_stats) {
            rg_fuzz_stats = &fuzz.shared->stats;
            fuzz.stats = true;
        } else if (!strncmp(argv[i], "--", 2)) {
            if (!strcmp(argv[i], "--seconds")) fuzz.seconds = (double)n;
            if (!strcmp(argv[i], "--cases")) fuzz.cases = n;
            if (!strcmp(argv[i], "--seed")) fuzz.seed = n;
            if (!strcmp(argv[i], "--first")) fuzz.first = n;
            generate = true;
            i++;
        } else if (!read_any(argv[i])) {
            fprintf(stderr, "fuzz_%s: cannot read %s\n", fuzz.name, argv[i]);
            return 2;
        }
    }
    if (generate && fuzz.ninputs) return supervise();
    for (size_t i = 0; i < fuzz.ninputs; i++) {
        rg_fuzz_limit(20000, WORKER_MEGABYTES);
        run_one(fuzz.inputs[i].data, fuzz.inputs[i].size);
    }
    printf("fuzz_%s: %zu inputs, nothing found\n", fuzz.name, fuzz.ninputs);
    return 0;
}
