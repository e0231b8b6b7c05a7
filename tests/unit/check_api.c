/* SPDX-License-Identifier: MIT
 *
 * check_api.c: the public interface where programs cannot see it: interpreters on threads of their own share nothing, slots
 * of code objects run out in an orderly way, errors stay with their interpreter.
 */
#include <check.h>
#include <pthread.h>
#include <stdio.h>

#include "vm/api/regius.h"

static Regius *make(void)
{
    RegiusConfig config;
    regius_config_init(&config);
    config.ignore_environment = config.isolated = config.no_site = true;
    Regius *r = regius_new(&config);
    ck_assert_ptr_nonnull(r);
    return r;
}

typedef struct Job {
    int64_t number, result;
    bool ok;
} Job;

static RegiusValue add_number(Regius *r, const RegiusValue *args, size_t nargs, void *data)
{
    int64_t n;
    if (nargs != 1 || !regius_as_int(r, args[0], &n)) return REGIUS_ERROR;
    return regius_int(r, n + ((Job *)data)->number);
}

/* Lists long enough for the collector to run, names that differ between the interpreters, a module of its own. */
static void *work(void *data)
{
    Job *job = data;
    RegiusConfig config;
    regius_config_init(&config);
    config.ignore_environment = config.isolated = config.no_site = true;
    Regius *r = regius_new(&config);
    if (!r) return NULL;
    RegiusValue math = regius_import(r, "math"), main = regius_import(r, "sys");
    RegiusValue fn = regius_function(r, "add_number", add_number, job);
    bool ok = math && main && fn && regius_keep(r, fn);
    int64_t total = 0;
    for (int round = 0; ok && round < 300; round++) {
        RegiusValue items[64];
        for (int i = 0; i < 64; i++)
            items[i] = regius_int(r, ((int64_t)1 << 50) + i); /* not inline: the heap's */
        RegiusValue list = regius_list(r, items, 64), arg = regius_int(r, round), sum;
        int64_t n = 0;
        ok = list && regius_len(r, list) == 64 && (sum = regius_call(r, fn, &arg, 1)) && regius_as_int(r, sum, &n);
        total += n;
    }
    regius_release(r, fn);
    job->result = total;
    job->ok = ok && !regius_error_pending(r);
    regius_finish(r);
    regius_free(r);
    return NULL;
}

START_TEST(threads)
{
    pthread_t threads[4];
    Job jobs[4];
    for (int i = 0; i < 4; i++) {
        jobs[i] = (Job){.number = i * 1000};
        ck_assert_int_eq(pthread_create(&threads[i], NULL, work, &jobs[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        ck_assert(jobs[i].ok);
        ck_assert_int_eq(jobs[i].result, 300 * 299 / 2 + 300 * jobs[i].number);
    }
}
END_TEST

START_TEST(errors_stay)
{
    Regius *a = make(), *b = make();
    ck_assert_uint_eq(regius_raise(a, "ValueError", "here"), REGIUS_ERROR);
    ck_assert(regius_error_pending(a) && !regius_error_pending(b));
    ck_assert_uint_ne(regius_import(b, "math"), REGIUS_ERROR);
    ck_assert_str_eq(regius_as_text(a, regius_error_take(a)), "here");
    ck_assert(!regius_error_pending(a));
    ck_assert_uint_eq(regius_import(b, "no_such_module_at_all"), REGIUS_ERROR);
    ck_assert(regius_error_pending(b) && !regius_error_pending(a));
    regius_error_take(b);
    regius_free(a);
    regius_free(b);
}
END_TEST

START_TEST(slots_run_out)
{
    Regius *r = make();
    int slots = 0, slot;
    while ((slot = regius_code_slot(r)) >= 0)
        ck_assert_int_eq(slot, slots++);
    ck_assert_int_ge(slots, 1);
    ck_assert_int_eq(regius_code_slot(r), -1);
    regius_free(r);
}
END_TEST

Suite *suite_api(void);
Suite *suite_api(void)
{
    Suite *s = suite_create("api");
    TCase *t = tcase_create("api");
    tcase_set_timeout(t, 60);
    tcase_add_test(t, threads);
    tcase_add_test(t, errors_stay);
    tcase_add_test(t, slots_run_out);
    suite_add_tcase(s, t);
    return s;
}
