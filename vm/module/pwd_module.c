/* SPDX-License-Identifier: MIT
 *
 * pwd_module.c: pwd and grp: the system's databases of users and groups.
 */
#include <errno.h>
#include <grp.h>
#include <pwd.h>

#include "vm/module/registry.h"
#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"

#define P(NAME) static RgValue p_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static const char *const passwd_fields[] = {"pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"};
static const char *const group_fields[] = {"gr_name", "gr_passwd", "gr_gid", "gr_mem"};
static const RgStructSeq passwd_desc = RG_STRUCTSEQ(passwd_fields, 7, "A user of the system.");
static const RgStructSeq group_desc = RG_STRUCTSEQ(group_fields, 4, "A group of users of the system.");

static RgValue text(RgThread *th, const char *s)
{
    return s ? rg_from_ptr(rg_str_from_fs(th, s, strlen(s))) : RG_NONE;
}

static RgValue make(RgThread *th, RgType *type, const RgValue *values, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!values[i]) return RG_ERROR;
    return rg_structseq_new(th, type, values);
}

static RgValue passwd_value(RgThread *th, const struct passwd *p)
{
    RgValue values[] = {text(th, p->pw_name), text(th, p->pw_passwd), rg_from_int(p->pw_uid), rg_from_int(p->pw_gid),
                        text(th, p->pw_gecos), text(th, p->pw_dir), text(th, p->pw_shell)};
    return make(th, RG_MODULE_STATE(th, pwd), values, 7);
}

static RgValue group_value(RgThread *th, const struct group *g)
{
    RgList *members = rg_list_new(th, 0);
    for (char **m = g->gr_mem; members && *m; m++) {
        RgValue name = text(th, *m);
        if (!name || !rg_list_append(th, members, name)) return RG_ERROR;
    }
    RgValue values[] = {text(th, g->gr_name), text(th, g->gr_passwd), rg_from_int(g->gr_gid), rg_from_ptr(members)};
    return make(th, RG_MODULE_STATE(th, grp), values, 4);
}

/* A user's or group's number: -1 stands for the largest. False: raised; *found false: there is none of that number. */
static bool id_argument(RgThread *th, RgValue v, const char *what, uint32_t *out, bool *found)
{
    int64_t i;
    *found = false;
    if (!rg_is_integer(v)) {
        rg_raise(th, RG_EXC_TypeError, "%s should be integer, not %T", what, v);
        return false;
    }
    if (!rg_int_as_i64(v, &i)) return true;
    *found = i >= -1 && i <= UINT32_MAX;
    *out = (uint32_t)i;
    return true;
}

static const char *name_argument(RgThread *th, const char *fname, RgValue v)
{
    if (!rg_is_str(v)) {
        rg_raise(th, RG_EXC_TypeError, "%s() argument must be str, not %T", fname, v);
        return NULL;
    }
    const char *s = rg_str_fs(th, RG_STR(v));
    if (s && rg_chars_find_char(RG_STR(v)->data, rg_str_width(RG_STR(v)), RG_STR(v)->length, 0) >= 0) {
        rg_raise(th, RG_EXC_ValueError, "embedded null byte");
        return NULL;
    }
    return s;
}

P(getpwuid)
{
    uint32_t id;
    bool found;
    if (!id_argument(th, args[0], "uid", &id, &found)) return RG_ERROR;
    struct passwd *p = found ? getpwuid(id) : NULL;
    if (p) return passwd_value(th, p);
    RgStr *n = rg_str_of(th, args[0]);
    return n ? rg_raise(th, RG_EXC_KeyError, "getpwuid(): uid not found%s%U", found ? ": " : "", found ? n : th->rt->empty_str) : RG_ERROR;
}

P(getpwnam)
{
    const char *name = name_argument(th, "getpwnam", args[0]);
    if (!name) return RG_ERROR;
    struct passwd *p = getpwnam(name);
    return p ? passwd_value(th, p) : rg_raise(th, RG_EXC_KeyError, "getpwnam(): name not found: %R", args[0]);
}

P(getpwall)
{
    RgList *all = rg_list_new(th, 0);
    setpwent();
    for (struct passwd *p; all && (p = getpwent());) {
        RgValue v = passwd_value(th, p);
        if (!v || !rg_list_append(th, all, v)) all = NULL;
    }
    endpwent();
    return rg_from_ptr(all);
}

P(getgrgid)
{
    uint32_t id;
    bool found;
    if (!id_argument(th, args[0], "gid", &id, &found)) return RG_ERROR;
    struct group *g = found ? getgrgid(id) : NULL;
    if (g) return group_value(th, g);
    RgStr *n = rg_str_of(th, args[0]);
    return n ? rg_raise(th, RG_EXC_KeyError, "getgrgid(): gid not found: %U", n) : RG_ERROR;
}

P(getgrnam)
{
    const char *name = name_argument(th, "getgrnam", args[0]);
    if (!name) return RG_ERROR;
    struct group *g = getgrnam(name);
    return g ? group_value(th, g) : rg_raise(th, RG_EXC_KeyError, "getgrnam(): name not found: %R", args[0]);
}

P(getgrall)
{
    RgList *all = rg_list_new(th, 0);
    setgrent();
    for (struct group *g; all && (g = getgrent());) {
        RgValue v = group_value(th, g);
        if (!v || !rg_list_append(th, all, v)) all = NULL;
    }
    endgrent();
    return rg_from_ptr(all);
}

static const RgMethodDef pwd_functions[] = {
    RG_METHOD("getpwuid", "($module, uidobj, /)", "The user of this number.", p_getpwuid),
    RG_METHOD("getpwnam", "($module, name, /)", "The user of this name.", p_getpwnam),
    RG_METHOD("getpwall", "($module, /)", "All users.", p_getpwall), RG_METHOD_END};
static const RgMethodDef grp_functions[] = {
    RG_METHOD("getgrgid", "($module, /, id)", "The group of this number.", p_getgrgid),
    RG_METHOD("getgrnam", "($module, /, name)", "The group of this name.", p_getgrnam),
    RG_METHOD("getgrall", "($module, /)", "All groups.", p_getgrall), RG_METHOD_END};

bool rg_module_init_pwd(RgThread *th, RgModule *m)
{
    RgType *type = rg_structseq_type(th, "pwd", "struct_passwd", &passwd_desc);
    RG_MODULE_STATE(th, pwd) = type;
    return type && rg_module_set(th, m, "struct_passwd", rg_from_ptr(type)) && rg_module_add_functions(th, m, pwd_functions) &&
           rg_module_set_str(th, m, "__doc__", "The users of the system.");
}

bool rg_module_init_grp(RgThread *th, RgModule *m)
{
    RgType *type = rg_structseq_type(th, "grp", "struct_group", &group_desc);
    RG_MODULE_STATE(th, grp) = type;
    return type && rg_module_set(th, m, "struct_group", rg_from_ptr(type)) && rg_module_add_functions(th, m, grp_functions) &&
           rg_module_set_str(th, m, "__doc__", "The groups of users of the system.");
}
