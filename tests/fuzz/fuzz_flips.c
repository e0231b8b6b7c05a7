/* SPDX-License-Identifier: MIT
 *
 * fuzz_flips.c: single bits of images flipped, at places spread evenly over the files: fuzz_flips COUNT IMAGE... Each must be refused
 * by the checksum (or by what is looked at before it); with the checksum repaired, refused by reader or verifier, or run without a
 * memory error. Build it with sanitizers. Exit status: 0 all were; 1 some were not; 2 it cannot run.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/fuzz/rgc.h"
#include "tests/fuzz/sandbox.h"
#include "vm/base/hash.h"
#include "vm/code/image.h"
#include "vm/code/image_format.h"

enum { FLIP_MILLISECONDS = 4000, FLIP_MEGABYTES = 1500, WORKER_FLIPS = 50 };

typedef struct Shared {
    uint64_t next, checksum, refused, ran, spent, found;
} Shared;

static struct {
    uint8_t **data;
    size_t *sizes, n, bits;
    uint64_t count;
    Shared *shared;
} flips;

/* Repairs nothing but the checksum. */
static void repair(uint8_t *data, size_t size)
{
    RgHash128 sum = rg_hash128(data + RG_IMAGE_CHECKED_FROM, size - RG_IMAGE_CHECKED_FROM);
    memcpy(data + 8, &sum.lo, 8);
    memcpy(data + 16, &sum.hi, 8);
}

static void flip(uint64_t number)
{
    uint64_t bit = (uint64_t)((unsigned __int128)number * flips.bits / flips.count);
    size_t i = 0;
    for (; bit >= 8 * flips.sizes[i]; i++)
        bit -= 8 * flips.sizes[i];
    size_t size = flips.sizes[i];
    uint8_t *data = malloc(size);
    RgCodeUnit *unit = NULL;
    RgError error;
    if (!data) exit(2);
    memcpy(data, flips.data[i], size);
    data[bit / 8] ^= (uint8_t)(1u << bit % 8);
    if (rg_image_from_memory(data, size, &unit, &error) == RG_OK) rg_fuzz_found("a flipped bit is accepted", NULL);
    flips.shared->checksum++;
    rg_fuzz_limit(FLIP_MILLISECONDS, FLIP_MEGABYTES);
    if (bit / 8 >= RG_IMAGE_CHECKED_FROM) repair(data, size);
    if (rg_image_from_memory(data, size, &unit, &error) != RG_OK) {
        flips.shared->refused++;
    } else {
        flips.shared->ran++;
        rg_fuzz_run(unit, "budget=3000", NULL);
        rg_code_unit_release(unit);
    }
    free(data);
}

static void work(void)
{
    if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr) || !rg_fuzz_sandbox()) _exit(2);
    for (int n = 0; n < WORKER_FLIPS && flips.shared->next < flips.count; n++) {
        flip(flips.shared->next);
        flips.shared->next++;
    }
    _exit(0);
}

/* Nothing else is changed. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max) { return size; }

static bool read_image(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) return false;
    fseek(f, 0, SEEK_END);
    long size = ftell(f);
    rewind(f);
    uint8_t *data = size > 0 ? malloc((size_t)size) : NULL;
    bool ok = data && fread(data, 1, (size_t)size, f) == (size_t)size;
    fclose(f);
    flips.data[flips.n] = data;
    flips.sizes[flips.n++] = ok ? (size_t)size : 0;
    flips.bits += ok ? 8 * (size_t)size : 0;
    return ok;
}

int main(int argc, char **argv)
{
    flips.count = argc > 2 ? strtoull(argv[1], NULL, 10) : 0;
    flips.data = calloc((size_t)argc, sizeof *flips.data);
    flips.sizes = calloc((size_t)argc, sizeof *flips.sizes);
    flips.shared = mmap(NULL, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (!flips.count || !flips.data || !flips.sizes || flips.shared == MAP_FAILED || !freopen("/dev/null", "r", stdin)) {
        fprintf(stderr, "usage: fuzz_flips COUNT IMAGE...\n");
        return 2;
    }
    for (int i = 2; i < argc; i++)
        if (!read_image(argv[i])) return fprintf(stderr, "fuzz_flips: cannot read %s\n", argv[i]), 2;
    Shared *s = flips.shared;
    while (s->next < flips.count) {
        pid_t pid = fork();
        int status;
        if (pid < 0) return 2;
        if (pid == 0) work();
        if (waitpid(pid, &status, 0) != pid || (WIFEXITED(status) && WEXITSTATUS(status) == 2)) return 2;
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0) continue;
        if (WIFEXITED(status) && WEXITSTATUS(status) == RG_FUZZ_SPENT) {
            s->spent++;
        } else {
            s->found++;
            fprintf(stderr, "fuzz_flips: flip %llu of %llu: %s %d\n", (unsigned long long)s->next, (unsigned long long)flips.count,
                    WIFSIGNALED(status) ? "signal" : "exit status", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
        }
        s->next++;
    }
    printf("%llu flips: %llu refused as they are; with the checksum repaired %llu refused, %llu accepted and run (%llu cut short), %llu found\n",
           (unsigned long long)flips.count, (unsigned long long)s->checksum, (unsigned long long)s->refused, (unsigned long long)s->ran,
           (unsigned long long)s->spent, (unsigned long long)s->found);
    return s->found ? 1 : 0;
}
