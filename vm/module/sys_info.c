/* SPDX-License-Identifier: MIT
 *
 * sys_info.c: the parts of sys that describe the machine and the implementation.
 */
#include <float.h>

#include "vm/module/sys.h"

#include "vm/object/call.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/set.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

#define VERSION_MAJOR 3
#define VERSION_MINOR 11
#define VERSION_MICRO 2
#define HEX_VERSION (VERSION_MAJOR << 24 | VERSION_MINOR << 16 | VERSION_MICRO << 8 | 0xf0)

static const char *const flag_fields[] = {
    "debug",     "inspect",  "interactive",    "optimize",     "dont_write_bytecode", "no_user_site",
    "no_site",   "ignore_environment", "verbose", "bytes_warning", "quiet",           "hash_randomization",
    "isolated",  "dev_mode", "utf8_mode",      "warn_default_encoding", "safe_path",  "int_max_str_digits",
};
static const char *const version_fields[] = {"major", "minor", "micro", "releaselevel", "serial"};
static const char *const float_fields[] = {"max", "max_exp", "max_10_exp", "min",   "min_exp", "min_10_exp",
                                           "dig", "mant_dig", "epsilon",   "radix", "rounds"};
static const char *const int_fields[] = {"bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"};
static const char *const hash_fields[] = {"width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"};
static const char *const thread_fields[] = {"name", "lock", "version"};

static const RgStructSeq flags_desc = RG_STRUCTSEQ(flag_fields, RG_COUNT_OF(flag_fields), "Command line flags.");
static const RgStructSeq version_desc = RG_STRUCTSEQ(version_fields, 5, "The language version as a tuple.");
static const RgStructSeq float_desc = RG_STRUCTSEQ(float_fields, 11, "Limits of the float type.");
static const RgStructSeq int_desc = RG_STRUCTSEQ(int_fields, 4, "How ints are stored.");
static const RgStructSeq hash_desc = RG_STRUCTSEQ(hash_fields, 9, "How hash values are made.");
static const RgStructSeq thread_desc = RG_STRUCTSEQ(thread_fields, 3, "How threads are made.");

static bool add_seq(RgThread *th, RgDict *dict, const char *name, const RgStructSeq *desc, const RgValue *values)
{
    RgType *type = rg_structseq_type(th, "sys", name, desc);
    RgValue v = type ? rg_structseq_new(th, type, values) : RG_ERROR;
    return v && rg_dict_set_cstr(th, dict, name, v);
}

bool rg_sys_set_flags(RgThread *th, const int values[RG_FLAG_COUNT])
{
    RgValue items[RG_FLAG_COUNT];
    RgDict *dict = th->rt->sys_dict;
    for (int i = 0; i < RG_FLAG_COUNT; i++) {
        bool is_bool = i == RG_FLAG_DEV_MODE || i == RG_FLAG_SAFE_PATH;
        items[i] = is_bool ? rg_from_bool(values[i]) : rg_from_int(values[i]);
    }
    return add_seq(th, dict, "flags", &flags_desc, items) &&
           rg_dict_set_cstr(th, dict, "dont_write_bytecode", rg_from_bool(values[RG_FLAG_DONT_WRITE_BYTECODE]));
}

static RgValue text(RgThread *th, const char *s)
{
    return rg_from_ptr(rg_intern_cstr(th, s));
}

static bool add_implementation(RgThread *th, RgModule *m, RgValue version)
{
    static const char *const names[] = {"name", "cache_tag", "version", "hexversion", "_multiarch"};
    RgValue keys[5], values[5] = {text(th, "regius"), text(th, "cpython-311"), version, rg_from_int(HEX_VERSION),
                                  text(th, "x86_64-linux-gnu")};
    for (size_t i = 0; i < 5; i++) keys[i] = text(th, names[i]);
    RgTuple *kwnames = rg_tuple_from(th, keys, 5);
    RgValue ns = kwnames ? rg_call(th, rg_from_ptr(RG_TYPE(th, simple_namespace)), values, 0, kwnames) : RG_ERROR;
    return ns && rg_module_set(th, m, "implementation", ns);
}

static bool add_stdlib_names(RgThread *th, RgModule *m)
{
    static const char *const names[] = {
#include "vm/module/stdlib_names.inc"
    };
    RgSet *set = rg_set_new(th, RG_KIND_frozenset);
    for (size_t i = 0; set && i < RG_COUNT_OF(names); i++) {
        if (!rg_set_add(th, set, text(th, names[i]))) return false;
    }
    return set && rg_module_set(th, m, "stdlib_module_names", rg_from_ptr(set));
}

bool rg_sys_add_info(RgThread *th, RgModule *m)
{
    static const int no_flags[RG_FLAG_COUNT] = {[RG_FLAG_HASH_RANDOMIZATION] = 1, [RG_FLAG_INT_MAX_STR_DIGITS] = -1};
    RgDict *d = m->dict;
    RgValue version[] = {rg_from_int(VERSION_MAJOR), rg_from_int(VERSION_MINOR), rg_from_int(VERSION_MICRO), text(th, "final"),
                         rg_from_int(0)};
    RgValue floats[] = {rg_from_double(DBL_MAX), rg_from_int(DBL_MAX_EXP), rg_from_int(DBL_MAX_10_EXP), rg_from_double(DBL_MIN),
                        rg_from_int(DBL_MIN_EXP), rg_from_int(DBL_MIN_10_EXP), rg_from_int(DBL_DIG), rg_from_int(DBL_MANT_DIG),
                        rg_from_double(DBL_EPSILON), rg_from_int(FLT_RADIX), rg_from_int(1)};
    RgValue ints[] = {rg_from_int(30), rg_from_int(4), rg_from_int(4300), rg_from_int(640)};
    RgValue hashes[] = {rg_from_int(64), rg_int_from_u64(th, ((uint64_t)1 << 61) - 1), rg_from_int(314159), rg_from_int(0),
                        rg_from_int(1000003), text(th, "xxh3"), rg_from_int(64), rg_from_int(64), rg_from_int(0)};
    RgValue threads[] = {text(th, "pthread"), text(th, "semaphore"), RG_NONE};
    if (!rg_sys_set_flags(th, no_flags) || !add_seq(th, d, "version_info", &version_desc, version) ||
        !add_seq(th, d, "float_info", &float_desc, floats) || !add_seq(th, d, "int_info", &int_desc, ints) ||
        !add_seq(th, d, "hash_info", &hash_desc, hashes) || !add_seq(th, d, "thread_info", &thread_desc, threads)) {
        return false;
    }
    return add_implementation(th, m, rg_dict_get_cstr(th, d, "version_info")) && add_stdlib_names(th, m) &&
           rg_module_set_int(th, m, "hexversion", HEX_VERSION) && rg_module_set_int(th, m, "api_version", 1013) &&
           rg_module_set_str(th, m, "version", "3.11.2 (Regius " RG_VERSION ") [GCC " RG_STRINGIFY(__GNUC__) "]") &&
           rg_module_set_str(th, m, "copyright", "Copyright (c) the Regius authors. MIT licence.");
}
