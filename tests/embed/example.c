/* SPDX-License-Identifier: MIT
 *
 * example.c: Regius embedded in a C program, with nothing but the public header. Also a test: each step is checked.
 * Shows: two interpreters that share nothing, calling Python from C and C from Python, exceptions, an evaluation hook that
 * counts the calls of each function in a slot of its code object.
 */
#include <regius.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                         \
    do {                                                                         \
        if (!(condition)) {                                                      \
            fprintf(stderr, "example.c:%d: failed: %s\n", __LINE__, #condition); \
            exit(1);                                                             \
        }                                                                        \
    } while (0)

/* A function for Python: the sum of its arguments, which must be ints. */
static RegiusValue host_sum(Regius *r, const RegiusValue *args, size_t nargs, void *data)
{
    int64_t total = *(int64_t *)data;
    for (size_t i = 0; i < nargs; i++) {
        int64_t n;
        if (!regius_as_int(r, args[i], &n)) return REGIUS_ERROR; /* the TypeError is pending already */
        total += n;
    }
    return regius_int(r, total);
}

struct Profile {
    int slot;
    int frames;
};

/* Runs in place of the interpreter's own evaluation of each Python frame. */
static RegiusValue count_frames(Regius *r, RegiusFrame *frame, void *data)
{
    struct Profile *profile = data;
    RegiusValue code = regius_frame_code(frame);
    profile->frames++;
    regius_code_set(code, profile->slot, (char *)regius_code_get(code, profile->slot) + 1);
    return regius_eval_frame(r, frame);
}

static Regius *make(void)
{
    RegiusConfig config;
    regius_config_init(&config);
    config.ignore_environment = true;
    Regius *r = regius_new(&config);
    CHECK(r != NULL);
    return r;
}

int main(void)
{
    Regius *first = make(), *second = make();

    /* Modules and names of one interpreter are unknown to the other. */
    CHECK(regius_exec(first, "def area(w, h=2):\n    return w * h\nshared = [1, 2]\n"));
    CHECK(regius_exec(second, "assert 'area' not in globals()\n"));

    RegiusValue module = regius_import(first, "__main__");
    RegiusValue area = regius_getattr(first, module, "area");
    RegiusValue args[2] = {regius_int(first, 6), regius_int(first, 7)};
    int64_t n;
    CHECK(regius_as_int(first, regius_call(first, area, args, 2), &n) && n == 42);
    CHECK(regius_as_int(first, regius_call(first, area, args, 1), &n) && n == 12);

    /* Text, containers, truth. */
    RegiusValue text = regius_eval(first, "'-'.join(str(i) for i in range(5))");
    CHECK(strcmp(regius_as_text(first, text), "0-1-2-3-4") == 0);
    RegiusValue list = regius_getattr(first, module, "shared");
    CHECK(regius_len(first, list) == 2 && regius_truth(first, list) == 1);
    CHECK(regius_setitem(first, list, regius_int(first, 0), regius_str(first, "replaced")));
    CHECK(strcmp(regius_as_text(first, regius_eval(first, "shared")), "['replaced', 2]") == 0);

    /* An exception comes back as a pending error. */
    CHECK(regius_eval(first, "area('x', {})") == REGIUS_ERROR && regius_error_pending(first));
    RegiusValue error = regius_error_take(first);
    CHECK(strstr(regius_as_text(first, error), "multiply") != NULL && !regius_error_pending(first));

    /* A C function as a Python callable; what it raises is an ordinary exception there. */
    int64_t start = 100;
    CHECK(regius_setattr(first, module, "host_sum", regius_function(first, "host_sum", host_sum, &start)));
    CHECK(regius_as_int(first, regius_eval(first, "host_sum(*range(10))"), &n) && n == 145);
    CHECK(regius_exec(first, "try:\n    host_sum('a')\nexcept TypeError:\n    caught = True\n"));

    /* Values stored outside local variables are kept explicitly. */
    RegiusValue *box = malloc(sizeof *box);
    *box = regius_eval(first, "[i for i in range(1000)]");
    CHECK(regius_keep(first, *box));
    CHECK(regius_exec(first, "import gc\nfor _ in range(3): gc.collect()\n"));
    CHECK(regius_len(first, *box) == 1000);
    regius_release(first, *box);
    free(box);

    /* The evaluation hook sees every frame; slots of code objects belong to the host. */
    struct Profile profile = {regius_code_slot(first), 0};
    CHECK(profile.slot >= 0);
    regius_set_eval(first, count_frames, &profile);
    CHECK(regius_as_int(first, regius_eval(first, "sum(area(i) for i in range(20))"), &n) && n == 380);
    regius_set_eval(first, NULL, NULL);
    RegiusValue code = regius_getattr(first, area, "__code__");
    CHECK((size_t)regius_code_get(code, profile.slot) == 20 && profile.frames > 20);
    CHECK(strcmp(regius_code_name(first, code), "area") == 0);

    CHECK(regius_finish(first) == 0 && regius_finish(second) == 0);
    regius_free(second);
    regius_free(first);
    puts("1 passed, 0 failed, 0 skipped");
    return 0;
}
