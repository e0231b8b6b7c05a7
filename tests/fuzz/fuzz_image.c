/* SPDX-License-Identifier: MIT
 *
 * fuzz_image.c: the verifier's promise put to the test. Images are changed (bits of the file with the checksum made right
 * again, or operands of the code, see mutate.h); each must be refused, or run without a memory error. Build it with
 * sanitizers. Every case has a number and follows from it and the seed alone, so that a crash can be had again:
 *   fuzz_image [--seconds N] [--cases N] [--seed N] [--first N] [--no-run] IMAGE.rgc...
 * (with the same images in the same order; one case alone prints what it has to say).
 * Exit status: 0 nothing found; 1 something was; 2 it cannot run.
 *
 * A supervisor forks workers; a worker goes through cases until it ends: killed by one (found), out of a case's time or
 * memory, or left by the program; then the next worker goes on behind that case.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/fuzz/mutate.h"
#include "tests/fuzz/sandbox.h"
#include "vm/api/state.h"
#include "vm/base/mem.h"
#include "vm/code/image.h"
#include "vm/code/image_format.h"
#include "vm/code/verify.h"

/* Found by sanitizers where these are built in: a status of its own, and no memory that a program may ask for kills. */
enum { SANITIZER_STATUS = 99 };
const char *__asan_default_options(void);
const char *__ubsan_default_options(void);
__attribute__((visibility("default"))) const char *__asan_default_options(void)
{
    return "exitcode=99:detect_leaks=0:detect_stack_use_after_return=0:allocator_may_return_null=1:max_allocation_size_mb=1024";
}
__attribute__((visibility("default"))) const char *__ubsan_default_options(void)
{
    return "halt_on_error=1:exitcode=99:print_stacktrace=1";
}

enum { CASE_MILLISECONDS = 300, WORKER_MEGABYTES = 1500, WORKER_CASES = 400, FOUND_MAX = 20 };

typedef struct Image {
    const char *path;
    char *data;
    size_t size;
} Image;

typedef struct Shared { /* by supervisor and workers */
    uint64_t next;      /* case that the next worker begins with */
    uint64_t refused, accepted, spent, found;
    bool running; /* the current case is past the verifier */
} Shared;

static struct {
    Image *images;
    size_t nimages;
    uint64_t seed, cases;
    double seconds;
    bool run;
    Shared *shared;
} fuzz = {.seed = 1, .cases = UINT64_MAX, .seconds = 1e9, .run = true};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static bool read_image(Image *image, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) return false;
    fseek(f, 0, SEEK_END);
    long size = ftell(f);
    rewind(f);
    image->path = path;
    image->size = (size_t)size;
    image->data = malloc(image->size + 1);
    bool ok = image->data && size > 0 && fread(image->data, 1, image->size, f) == image->size;
    fclose(f);
    return ok;
}

/* A few bits of the file, anywhere behind the checksum. */
static RgStatus flip_bits(const Image *image, RgFuzzRandom *random, RgCodeUnit **unit)
{
    char *data = malloc(image->size);
    RgImageHeader header;
    if (!data) return ERR_NO_MEMORY;
    memcpy(data, image->data, image->size);
    for (uint32_t n = 1 + rg_fuzz_below(random, 2); n > 0; n--) {
        size_t at = RG_IMAGE_CHECKED_FROM + rg_fuzz_below(random, (uint32_t)(image->size - RG_IMAGE_CHECKED_FROM));
        data[at] = (char)(data[at] ^ 1 << rg_fuzz_below(random, 8));
    }
    RgHash128 sum = rg_hash128(data + RG_IMAGE_CHECKED_FROM, image->size - RG_IMAGE_CHECKED_FROM);
    memcpy(&header, data, sizeof header);
    header.checksum_lo = sum.lo;
    header.checksum_hi = sum.hi;
    memcpy(data, &header, sizeof header);
    RgError error;
    RgStatus status = rg_image_from_memory(data, image->size, unit, &error);
    free(data);
    return status;
}

static RgStatus change_code(const Image *image, RgFuzzRandom *random, RgCodeUnit **unit)
{
    RgError error;
    RgStatus status = rg_image_from_memory(image->data, image->size, unit, &error);
    if (status) {
        char message[300];
        rg_error_format(&error, message, sizeof message);
        fprintf(stderr, "fuzz_image: %s: %s\n", image->path, message);
        exit(2);
    }
    if (!rg_fuzz_thaw(*unit)) return ERR_NO_MEMORY;
    rg_fuzz_mutate(*unit, random);
    return rg_verify_unit(*unit, &error);
}

static void run(RgCodeUnit *unit)
{
    RegiusConfig config;
    char *argv[] = {(char *)"fuzz", NULL};
    regius_config_init(&config);
    config.ignore_environment = config.isolated = config.no_site = true;
    config.argc = 1;
    config.argv = argv;
    Regius *vm = regius_new(&config);
    if (!vm) return;
    vm->given = unit;
    regius_run_file(vm, "fuzz");
    regius_finish(vm);
    regius_free(vm);
}

static void one_case(uint64_t number)
{
    RgFuzzRandom random = {(fuzz.seed * 1000003 + number) * 0x9e3779b97f4a7c15ull | 1};
    for (int i = 0; i < 4; i++)
        rg_fuzz_below(&random, 1);
    const Image *image = &fuzz.images[rg_fuzz_below(&random, (uint32_t)fuzz.nimages)];
    RgCodeUnit *unit = NULL;
    rg_fuzz_limit(CASE_MILLISECONDS, WORKER_MEGABYTES);
    RgStatus status = rg_fuzz_below(&random, 8) ? change_code(image, &random, &unit) : flip_bits(image, &random, &unit);
    if (status) {
        fuzz.shared->refused++;
    } else {
        fuzz.shared->accepted++;
        fuzz.shared->running = true;
        if (fuzz.run) run(unit);
        fuzz.shared->running = false;
    }
    rg_code_unit_release(unit);
}

static void work(uint64_t end)
{
    /* What programs print is of interest only when one case is looked at; so is what a sanitizer has to say. */
    if (fuzz.cases != 1 && (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))) _exit(2);
    if (fuzz.run && !rg_fuzz_sandbox()) _exit(2);
    for (uint64_t n = 0; n < WORKER_CASES && fuzz.shared->next < end; n++) {
        one_case(fuzz.shared->next);
        fuzz.shared->next++;
    }
    fflush(stderr);
    _exit(0);
}

/* What became of a worker; false: enough was found. */
static bool settle(int status)
{
    Shared *s = fuzz.shared;
    bool was_running = s->running;
    s->running = false;
    if (WIFEXITED(status) && !was_running && WEXITSTATUS(status) == 0) return true;
    if (WIFEXITED(status) && !was_running && WEXITSTATUS(status) == 2) {
        fprintf(stderr, "fuzz_image: a worker cannot begin: no seccomp filters, or an image that is refused as it is\n");
        exit(2);
    }
    uint64_t number = s->next++;
    if (WIFEXITED(status) && WEXITSTATUS(status) == RG_FUZZ_SPENT) {
        s->spent++;
        if (was_running) return true;
        fprintf(stderr, "fuzz_image: case %llu: loading or verifying takes too long\n", (unsigned long long)number);
    } else if (WIFEXITED(status) && WEXITSTATUS(status) != SANITIZER_STATUS) {
        return true; /* the program itself left */
    } else {
        fprintf(stderr, "fuzz_image: case %llu (--seed %llu --first %llu --cases 1): %s %d %s\n", (unsigned long long)number,
                (unsigned long long)fuzz.seed, (unsigned long long)number, WIFSIGNALED(status) ? "signal" : "exit status",
                WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status), was_running ? "while running" : "before it ran");
    }
    return ++s->found < FOUND_MAX;
}

static int supervise(void)
{
    double end = now() + fuzz.seconds;
    uint64_t first = fuzz.shared->next, last = fuzz.cases > UINT64_MAX - first ? UINT64_MAX : first + fuzz.cases;
    while (fuzz.shared->next < last && now() < end) {
        pid_t pid = fork();
        int status;
        if (pid < 0) return 2;
        if (pid == 0) work(last);
        if (waitpid(pid, &status, 0) != pid || !settle(status)) break;
    }
    Shared *s = fuzz.shared;
    printf("%llu cases: %llu refused, %llu accepted (%llu of them cut short), %llu found\n",
           (unsigned long long)(s->next - first), (unsigned long long)s->refused, (unsigned long long)s->accepted,
           (unsigned long long)s->spent, (unsigned long long)s->found);
    return s->found ? 1 : 0;
}

int main(int argc, char **argv)
{
    fuzz.shared = mmap(NULL, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    fuzz.images = calloc((size_t)argc, sizeof *fuzz.images);
    if (fuzz.shared == MAP_FAILED || !fuzz.images) return 2;
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "0";
        if (!strcmp(argv[i], "--no-run")) {
            fuzz.run = false;
        } else if (!strncmp(argv[i], "--", 2)) {
            unsigned long long n = strtoull(value, NULL, 10);
            if (!strcmp(argv[i], "--seconds")) fuzz.seconds = (double)n;
            if (!strcmp(argv[i], "--cases")) fuzz.cases = n;
            if (!strcmp(argv[i], "--seed")) fuzz.seed = n;
            if (!strcmp(argv[i], "--first")) fuzz.shared->next = n;
            i++;
        } else if (!read_image(&fuzz.images[fuzz.nimages++], argv[i])) {
            fprintf(stderr, "fuzz_image: cannot read %s\n", argv[i]);
            return 2;
        }
    }
    if (!fuzz.nimages) {
        fprintf(stderr, "usage: fuzz_image [--seconds N] [--cases N] [--seed N] [--first N] [--no-run] IMAGE.rgc...\n");
        return 2;
    }
    if (!freopen("/dev/null", "r", stdin)) return 2;
    return supervise();
}
