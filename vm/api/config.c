/* SPDX-License-Identifier: MIT
 *
 * config.c: what the options and the environment ask of an interpreter: its knobs, sys.path, sys.flags and their kin.
 * Always holds: with -E or -I no variable of the environment is looked at here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "vm/api/state.h"
#include "vm/base/strbuf.h"
#include "vm/module/sys.h"

#ifndef RG_STDLIB
#define RG_STDLIB "/usr/lib/python3.11"
#endif

/* ---- the environment ---- */

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value && *value;
}

/* A flag that may be given as often as -O: a number in the variable is that often, other text is once. */
static void raise_count(int *flag, const char *name)
{
    const char *value = getenv(name);
    if (!value || !*value) return;
    char *end;
    long n = strtol(value, &end, 10);
    if (*end || n < 0 || n > 100) n = 1;
    if (n > *flag) *flag = (int)n;
}

static void add_environment(RegiusConfig *c)
{
    raise_count(&c->optimize, "PYTHONOPTIMIZE");
    raise_count(&c->verbose, "PYTHONVERBOSE");
    c->unbuffered |= is_set("PYTHONUNBUFFERED");
    c->dont_write_bytecode |= is_set("PYTHONDONTWRITEBYTECODE");
    c->no_user_site |= is_set("PYTHONNOUSERSITE");
    c->safe_path |= is_set("PYTHONSAFEPATH");
    c->inspect |= is_set("PYTHONINSPECT");
}

void rg_api_read_environment(Regius *r)
{
    RegiusConfig *c = &r->config;
    if (c->isolated) c->ignore_environment = c->safe_path = c->no_user_site = true;
    rg_knobs_init(&r->knobs);
    if (!c->ignore_environment) {
        add_environment(c);
        rg_knobs_from_environment(&r->knobs);
    }
    if (c->safe_path) c->first_path = NULL;
    for (size_t i = 0; c->options && c->options[i]; i++) (void)rg_knobs_set(&r->knobs, c->options[i]);
    r->convert.opt = (int)r->knobs.opt;
    r->convert.verify_ir = r->knobs.verify;
    r->convert.pass_stop_after = (int)r->knobs.pass_stop_after;
    r->convert.ra_seed = (uint32_t)r->knobs.ra_seed;
    r->convert.ra_limit = (uint32_t)r->knobs.ra_limit;
    r->optimize = c->optimize > 2 ? 2 : c->optimize;
    uint64_t digits = r->knobs.int_max_str_digits;
    if (digits == 0 || (digits >= 640 && digits <= INT32_MAX)) r->rt->int_max_str_digits = (uint32_t)digits;
}

/* ---- sys ---- */

static bool add_text(RgThread *th, RgList *list, const char *entry, size_t len)
{
    RgStr *s = rg_str_from_fs(th, entry, len);
    return s && rg_list_append(th, list, rg_from_ptr(s));
}

static RgList *sys_list(RgThread *th, const char *name)
{
    RgValue v = rg_dict_get_cstr(th, th->rt->sys_dict, name);
    return v && rg_is_list(v) ? RG_LIST(v) : NULL;
}

static bool add_folder(RgThread *th, RgList *list, const char *folder, const char *rest)
{
    char path[4096];
    int n = snprintf(path, sizeof path, "%s%s", folder, rest);
    return n <= 0 || (size_t)n >= sizeof path || access(path, F_OK) || add_text(th, list, path, (size_t)n);
}

/* Where packages are installed, as CPython's site module adds them: the user's folder, then the system's. */
static bool add_sites(RgThread *th, RgList *list, const RegiusConfig *c)
{
    if (c->no_site) return true;
    const char *home = getenv("HOME"), *slash = strrchr(RG_STDLIB, '/');
    if (!c->no_user_site && home && *home == '/' && !add_folder(th, list, home, "/.local/lib/python3.11/site-packages"))
        return false;
    if (!strncmp(RG_STDLIB, "/usr/lib/", 9)) /* Debian's own places */
        return add_folder(th, list, "/usr/local/lib/python3.11/dist-packages", "") &&
               add_folder(th, list, "/usr/lib/python3/dist-packages", "");
    return !slash || add_folder(th, list, RG_STDLIB, "/site-packages");
}

static bool set_path(RgThread *th, const RegiusConfig *config)
{
    RgList *list = sys_list(th, "path");
    if (!list) return true;
    list->length = 0;
    if (config->first_path && !add_text(th, list, config->first_path, strlen(config->first_path))) return false;
    const char *more = config->ignore_environment ? NULL : getenv("PYTHONPATH");
    while (more && *more) {
        size_t len = strcspn(more, ":");
        if (len && !add_text(th, list, more, len)) return false;
        more += len + (more[len] == ':');
    }
    return add_text(th, list, RG_STDLIB, strlen(RG_STDLIB)) && add_sites(th, list, config);
}

static bool set_flags(RgThread *th, const RegiusConfig *c)
{
    int f[RG_FLAG_COUNT] = {0};
    const char *seed = c->ignore_environment ? NULL : getenv("PYTHONHASHSEED");
    f[RG_FLAG_DEBUG] = c->debug;
    f[RG_FLAG_INSPECT] = c->inspect;
    f[RG_FLAG_INTERACTIVE] = c->interactive;
    f[RG_FLAG_OPTIMIZE] = c->optimize;
    f[RG_FLAG_DONT_WRITE_BYTECODE] = c->dont_write_bytecode;
    f[RG_FLAG_NO_USER_SITE] = c->no_user_site;
    f[RG_FLAG_NO_SITE] = c->no_site;
    f[RG_FLAG_IGNORE_ENVIRONMENT] = c->ignore_environment;
    f[RG_FLAG_VERBOSE] = c->verbose;
    f[RG_FLAG_QUIET] = c->quiet;
    f[RG_FLAG_HASH_RANDOMIZATION] = !(seed && !strcmp(seed, "0"));
    f[RG_FLAG_ISOLATED] = c->isolated;
    f[RG_FLAG_SAFE_PATH] = c->safe_path;
    f[RG_FLAG_INT_MAX_STR_DIGITS] = rg_api_of(th)->knobs.int_max_str_digits == UINT64_MAX ? -1 : (int)th->rt->int_max_str_digits;
    return rg_sys_set_flags(th, f);
}

static bool set_warn_options(RgThread *th, const RegiusConfig *c)
{
    RgList *list = sys_list(th, "warnoptions");
    const char *env = c->ignore_environment ? NULL : getenv("PYTHONWARNINGS");
    if (!list) return true;
    while (env && *env) {
        size_t len = strcspn(env, ",");
        if (len && !add_text(th, list, env, len)) return false;
        env += len + (env[len] == ',');
    }
    for (size_t i = 0; c->warn_options && c->warn_options[i]; i++)
        if (!add_text(th, list, c->warn_options[i], strlen(c->warn_options[i]))) return false;
    return true;
}

/* sys._xoptions: "name=value" is a str, a name alone is True. */
static bool set_xoptions(RgThread *th, const RegiusConfig *c)
{
    RgValue dict = rg_dict_get_cstr(th, th->rt->sys_dict, "_xoptions");
    for (size_t i = 0; dict && rg_is_dict(dict) && c->options && c->options[i]; i++) {
        size_t len = strcspn(c->options[i], "=");
        const char *rest = c->options[i] + len;
        RgStr *key = rg_str_from_fs(th, c->options[i], len);
        RgValue value = *rest ? rg_from_ptr(rg_str_from_fs(th, rest + 1, strlen(rest + 1))) : RG_TRUE;
        if (!key || !value || !rg_dict_set(th, RG_DICT(dict), rg_from_ptr(key), value)) return false;
    }
    return true;
}

static bool set_program(RgThread *th, const RegiusConfig *c)
{
    if (c->executable) {
        RgStr *s = rg_str_from_fs(th, c->executable, strlen(c->executable));
        if (!s || !rg_dict_set_cstr(th, th->rt->sys_dict, "executable", rg_from_ptr(s)) ||
            !rg_dict_set_cstr(th, th->rt->sys_dict, "_base_executable", rg_from_ptr(s)))
            return false;
    }
    RgList *list = c->orig_argv ? sys_list(th, "orig_argv") : NULL;
    if (!list) return true;
    list->length = 0;
    for (int i = 0; i < c->orig_argc; i++)
        if (!add_text(th, list, c->orig_argv[i], strlen(c->orig_argv[i]))) return false;
    return true;
}

bool rg_api_set_sys(RgThread *th, const RegiusConfig *config)
{
    return set_path(th, config) && set_flags(th, config) && set_warn_options(th, config) && set_xoptions(th, config) &&
           set_program(th, config);
}
