/* SPDX-License-Identifier: MIT
 *
 * time_module.c: the time module on POSIX clocks and the C library's calendar.
 */
#include <errno.h>
#include <math.h>
#include <time.h>

#include "vm/interp/interp.h"
#include "vm/module/registry.h"
#include "vm/object/call.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

#define TIME(NAME) static RgValue t_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static const char *const tm_fields[] = {"tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec",
                                        "tm_wday", "tm_yday", "tm_isdst", "tm_zone", "tm_gmtoff"};
static const RgStructSeq tm_desc = RG_STRUCTSEQ(tm_fields, 9, "A calendar time as a tuple.");

static RgValue seconds(clockid_t id)
{
    struct timespec ts;
    clock_gettime(id, &ts);
    return rg_from_double((double)ts.tv_sec + (double)ts.tv_nsec * 1e-9);
}

static RgValue nanoseconds(RgThread *th, clockid_t id)
{
    struct timespec ts;
    clock_gettime(id, &ts);
    return rg_int_from_i64(th, (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec);
}

#define CLOCK(NAME, ID)                       \
    TIME(NAME)                                \
    {                                         \
        return seconds(ID);                   \
    }                                         \
    TIME(NAME##_ns)                           \
    {                                         \
        return nanoseconds(th, ID);           \
    }
CLOCK(time, CLOCK_REALTIME)
CLOCK(monotonic, CLOCK_MONOTONIC)
CLOCK(process_time, CLOCK_PROCESS_CPUTIME_ID)
CLOCK(thread_time, CLOCK_THREAD_CPUTIME_ID)
#undef CLOCK

static bool clock_arg(RgThread *th, RgValue v, clockid_t *id, struct timespec *ts, int (*fn)(clockid_t, struct timespec *))
{
    int64_t i;
    if (!rg_number_as_i64(th, v, &i)) return false;
    *id = (clockid_t)i;
    if (fn(*id, ts) == 0) return true;
    rg_raise_errno(th, 0);
    return false;
}

TIME(clock_gettime)
{
    clockid_t id;
    struct timespec ts;
    return clock_arg(th, args[0], &id, &ts, clock_gettime) ? seconds(id) : RG_ERROR;
}

TIME(clock_gettime_ns)
{
    clockid_t id;
    struct timespec ts;
    return clock_arg(th, args[0], &id, &ts, clock_gettime) ? nanoseconds(th, id) : RG_ERROR;
}

TIME(clock_getres)
{
    clockid_t id;
    struct timespec ts;
    if (!clock_arg(th, args[0], &id, &ts, clock_getres)) return RG_ERROR;
    return rg_from_double((double)ts.tv_sec + (double)ts.tv_nsec * 1e-9);
}

TIME(sleep)
{
    double d;
    if (!rg_number_as_double(th, args[0], &d)) return RG_ERROR;
    if (isnan(d)) return rg_raise(th, RG_EXC_ValueError, "Invalid value NaN (not a number)");
    if (d < 0) return rg_raise(th, RG_EXC_ValueError, "sleep length must be non-negative");
    if (d > 9e9) return rg_raise(th, RG_EXC_OverflowError, "timestamp too large to convert to C _PyTime_t");
    if (th->poll && !rg_poll(th)) return RG_ERROR; /* a signal that arrived just before */
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)d;
    until.tv_nsec += (long)ceil((d - floor(d)) * 1e9);
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) {
        if (!rg_poll(th)) return RG_ERROR;
    }
    return RG_NONE;
}

/* ---- calendar ---- */

static RgType *tm_type(RgThread *th)
{
    return RG_MODULE_STATE(th, time);
}

static RgValue from_tm(RgThread *th, const struct tm *tm)
{
    RgStr *zone = rg_str_from_utf8(th, tm->tm_zone ? tm->tm_zone : "", tm->tm_zone ? strlen(tm->tm_zone) : 0);
    if (!zone) return RG_ERROR;
    RgValue values[11] = {rg_from_int(tm->tm_year + 1900), rg_from_int(tm->tm_mon + 1), rg_from_int(tm->tm_mday),
                          rg_from_int(tm->tm_hour), rg_from_int(tm->tm_min), rg_from_int(tm->tm_sec),
                          rg_from_int((tm->tm_wday + 6) % 7), rg_from_int(tm->tm_yday + 1), rg_from_int(tm->tm_isdst),
                          rg_from_ptr(zone), rg_from_int(tm->tm_gmtoff)};
    return rg_structseq_new(th, tm_type(th), values);
}

static bool time_arg(RgThread *th, RgValue v, time_t *out)
{
    if (v == RG_UNBOUND || v == RG_NONE) {
        *out = time(NULL);
        return true;
    }
    if (rg_is_float(v)) {
        double d = floor(rg_float_value(v));
        if (isnan(d)) {
            rg_raise(th, RG_EXC_ValueError, "Invalid value NaN (not a number)");
            return false;
        }
        if (fabs(d) >= 9.2e18) {
            rg_raise(th, RG_EXC_OverflowError, "timestamp out of range for platform time_t");
            return false;
        }
        *out = (time_t)d;
        return true;
    }
    int64_t i;
    RgValue n = rg_number_index(th, v);
    if (!n) return false;
    if (!rg_int_as_i64(n, &i)) {
        rg_raise(th, RG_EXC_OverflowError, "timestamp out of range for platform time_t");
        return false;
    }
    *out = (time_t)i;
    return true;
}

TIME(gmtime)
{
    time_t when;
    struct tm tm;
    if (!time_arg(th, args[0], &when)) return RG_ERROR;
    errno = 0;
    if (!gmtime_r(&when, &tm)) return rg_raise_errno(th, 0);
    tm.tm_zone = "UTC";
    return from_tm(th, &tm);
}

TIME(localtime)
{
    time_t when;
    struct tm tm;
    if (!time_arg(th, args[0], &when)) return RG_ERROR;
    if (!localtime_r(&when, &tm)) return rg_raise_errno(th, 0);
    return from_tm(th, &tm);
}

static bool to_tm(RgThread *th, RgValue v, const char *fname, struct tm *tm)
{
    memset(tm, 0, sizeof *tm);
    if (!rg_is_tuple(v)) {
        rg_raise(th, RG_EXC_TypeError, "Tuple or struct_time argument required");
        return false;
    }
    RgTuple *t = RG_TUPLE(v);
    if (rg_tuple_len(t) != 9) {
        rg_raise(th, RG_EXC_TypeError, "%s(): illegal time tuple argument", fname);
        return false;
    }
    int64_t f[9];
    for (int i = 0; i < 9; i++) {
        if (!rg_number_as_i64(th, t->items[i], &f[i])) return false;
        if (f[i] < INT32_MIN + 1900 || f[i] > INT32_MAX) {
            rg_raise(th, RG_EXC_OverflowError, i == 0 ? "year out of range" : "signed integer is greater than maximum");
            return false;
        }
    }
    *tm = (struct tm){.tm_year = (int)f[0] - 1900, .tm_mon = (int)f[1] - 1, .tm_mday = (int)f[2], .tm_hour = (int)f[3],
                      .tm_min = (int)f[4], .tm_sec = (int)f[5], .tm_wday = (int)((f[6] + 1) % 7), .tm_yday = (int)f[7] - 1,
                      .tm_isdst = (int)f[8]};
    if (rg_type_of(th->rt, v) == tm_type(th)) {
        RgValue zone = t->items[9], offset = t->items[10];
        int64_t i;
        if (rg_is_str(zone)) tm->tm_zone = rg_str_utf8(th, RG_STR(zone), NULL);
        if (rg_is_integer(offset) && rg_int_as_i64(offset, &i)) tm->tm_gmtoff = i;
    }
    return true;
}

/* Field ranges, with zero allowed where C counts from one. */
static bool check_tm(RgThread *th, struct tm *tm)
{
    const char *bad = NULL;
    if (tm->tm_mon == -1) tm->tm_mon = 0;
    else if (tm->tm_mon < 0 || tm->tm_mon > 11) bad = "month out of range";
    if (tm->tm_mday == 0) tm->tm_mday = 1;
    else if (tm->tm_mday < 0 || tm->tm_mday > 31) bad = bad ? bad : "day of month out of range";
    if (!bad && (tm->tm_hour < 0 || tm->tm_hour > 23)) bad = "hour out of range";
    if (!bad && (tm->tm_min < 0 || tm->tm_min > 59)) bad = "minute out of range";
    if (!bad && (tm->tm_sec < 0 || tm->tm_sec > 61)) bad = "seconds out of range";
    if (!bad && tm->tm_wday < 0) bad = "day of week out of range";
    if (tm->tm_yday == -1) tm->tm_yday = 0;
    else if (!bad && (tm->tm_yday < 0 || tm->tm_yday > 365)) bad = "day of year out of range";
    if (bad) rg_raise(th, RG_EXC_ValueError, "%s", bad);
    return !bad;
}

static bool now_or_tm(RgThread *th, RgValue v, const char *fname, struct tm *tm)
{
    if (v == RG_UNBOUND) {
        time_t now = time(NULL);
        localtime_r(&now, tm);
        return true;
    }
    return to_tm(th, v, fname, tm) && check_tm(th, tm);
}

static RgValue calendar_text(RgThread *th, const struct tm *tm)
{
    static const char days[] = "SunMonTueWedThuFriSat", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    return rg_from_ptr(rg_str_printf(th, "%.3s %.3s%3d %.2d:%.2d:%.2d %d", days + 3 * tm->tm_wday, months + 3 * tm->tm_mon,
                                     tm->tm_mday, tm->tm_hour, tm->tm_min, tm->tm_sec, 1900 + tm->tm_year));
}

TIME(asctime)
{
    struct tm tm;
    return now_or_tm(th, args[0], "asctime", &tm) ? calendar_text(th, &tm) : RG_ERROR;
}

TIME(ctime)
{
    time_t when;
    struct tm tm;
    if (!time_arg(th, args[0], &when)) return RG_ERROR;
    if (!localtime_r(&when, &tm)) return rg_raise_errno(th, 0);
    return calendar_text(th, &tm);
}

TIME(mktime)
{
    struct tm tm;
    if (!to_tm(th, args[0], "mktime", &tm)) return RG_ERROR;
    tm.tm_wday = -1;
    time_t when = mktime(&tm);
    if (when == (time_t)-1 && tm.tm_wday == -1) return rg_raise(th, RG_EXC_OverflowError, "mktime argument out of range");
    return rg_from_double((double)when);
}

TIME(strftime)
{
    struct tm tm;
    if (!rg_is_str(args[0])) {
        return rg_raise(th, RG_EXC_TypeError, "strftime() argument 1 must be str, not %T", args[0]);
    }
    if (!now_or_tm(th, args[1], "strftime", &tm)) return RG_ERROR;
    if (tm.tm_isdst < -1) tm.tm_isdst = -1;
    if (tm.tm_isdst > 1) tm.tm_isdst = 1;
    size_t len;
    const char *format = rg_str_utf8(th, RG_STR(args[0]), &len);
    if (!format) return RG_ERROR;
    if (len == 0) return rg_from_ptr(th->rt->empty_str);
    if (memchr(format, 0, len)) return rg_raise(th, RG_EXC_ValueError, "embedded null character");
    for (size_t cap = 256 + len; cap < len * 256 + 4096; cap *= 4) {
        RgBuffer *out = rg_buffer_new(th, cap);
        if (!out) return RG_ERROR;
        size_t n = strftime((char *)out->data, cap, format, &tm);
        if (n > 0) return rg_from_ptr(rg_str_from_utf8(th, (char *)out->data, n));
    }
    return rg_from_ptr(th->rt->empty_str);
}

TIME(strptime)
{
    RgValue module = rg_import_module(th, "_strptime");
    RgValue fn = module ? rg_attr_get_cstr(th, module, "_strptime_time") : RG_ERROR;
    if (!fn) return RG_ERROR;
    return args[1] == RG_UNBOUND ? rg_call1(th, fn, args[0]) : rg_call2(th, fn, args[0], args[1]);
}

static bool set_zone(RgThread *th, RgDict *dict)
{
    tzset();
    RgStr *a = rg_str_from_cstr(th, tzname[0]), *b = rg_str_from_cstr(th, tzname[1]);
    RgTuple *names = a && b ? rg_tuple_pack(th, 2, rg_from_ptr(a), rg_from_ptr(b)) : NULL;
    return names && rg_dict_set_cstr(th, dict, "tzname", rg_from_ptr(names)) &&
           rg_dict_set_cstr(th, dict, "timezone", rg_from_int(timezone)) &&
           rg_dict_set_cstr(th, dict, "altzone", rg_from_int(daylight ? timezone - 3600 : timezone)) &&
           rg_dict_set_cstr(th, dict, "daylight", rg_from_int(daylight));
}

TIME(tzset)
{
    return set_zone(th, RG_AS(RgModule, self)->dict) ? RG_NONE : RG_ERROR;
}

TIME(get_clock_info)
{
    static const struct {
        const char *name, *implementation;
        clockid_t id;
        bool monotonic, adjustable;
    } clocks[] = {
        {"time", "clock_gettime(CLOCK_REALTIME)", CLOCK_REALTIME, false, true},
        {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false},
        {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false},
        {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", CLOCK_PROCESS_CPUTIME_ID, true, false},
        {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", CLOCK_THREAD_CPUTIME_ID, true, false},
    };
    if (!rg_is_str(args[0])) {
        return rg_raise(th, RG_EXC_TypeError, "get_clock_info() argument 1 must be str, not %T", args[0]);
    }
    for (size_t i = 0; i < RG_COUNT_OF(clocks); i++) {
        if (!rg_str_equal_cstr(RG_STR(args[0]), clocks[i].name)) continue;
        struct timespec ts;
        clock_getres(clocks[i].id, &ts);
        static const char *const names[] = {"implementation", "monotonic", "adjustable", "resolution"};
        RgValue keys[4], values[4] = {rg_from_ptr(rg_str_from_cstr(th, clocks[i].implementation)),
                                      rg_from_bool(clocks[i].monotonic), rg_from_bool(clocks[i].adjustable),
                                      rg_from_double((double)ts.tv_sec + (double)ts.tv_nsec * 1e-9)};
        for (int k = 0; k < 4; k++) keys[k] = rg_from_ptr(rg_intern_cstr(th, names[k]));
        RgTuple *kwnames = rg_tuple_from(th, keys, 4);
        return kwnames ? rg_call(th, rg_from_ptr(RG_TYPE(th, simple_namespace)), values, 0, kwnames) : RG_ERROR;
    }
    return rg_raise(th, RG_EXC_ValueError, "unknown clock");
}

static const RgMethodDef functions[] = {
    RG_METHOD("time", "($module, /)", "Seconds since the epoch.", t_time),
    RG_METHOD("time_ns", "($module, /)", "Nanoseconds since the epoch.", t_time_ns),
    RG_METHOD("monotonic", "($module, /)", "A clock that never goes back.", t_monotonic),
    RG_METHOD("monotonic_ns", "($module, /)", "A clock that never goes back, in nanoseconds.", t_monotonic_ns),
    RG_METHOD("perf_counter", "($module, /)", "The finest clock.", t_monotonic),
    RG_METHOD("perf_counter_ns", "($module, /)", "The finest clock, in nanoseconds.", t_monotonic_ns),
    RG_METHOD("process_time", "($module, /)", "CPU time of the process.", t_process_time),
    RG_METHOD("process_time_ns", "($module, /)", "CPU time of the process in nanoseconds.", t_process_time_ns),
    RG_METHOD("thread_time", "($module, /)", "CPU time of the thread.", t_thread_time),
    RG_METHOD("thread_time_ns", "($module, /)", "CPU time of the thread in nanoseconds.", t_thread_time_ns),
    RG_METHOD("clock_gettime", "($module, clk_id, /)", "Seconds of a clock.", t_clock_gettime),
    RG_METHOD("clock_gettime_ns", "($module, clk_id, /)", "Nanoseconds of a clock.", t_clock_gettime_ns),
    RG_METHOD("clock_getres", "($module, clk_id, /)", "Resolution of a clock.", t_clock_getres),
    RG_METHOD("sleep", "($module, secs, /)", "Wait.", t_sleep),
    RG_METHOD("gmtime", "($module, seconds=None, /)", "Calendar time in UTC.", t_gmtime),
    RG_METHOD("localtime", "($module, seconds=None, /)", "Calendar time here.", t_localtime),
    RG_METHOD("asctime", "($module, tuple=None, /)", "Calendar time as text.", t_asctime),
    RG_METHOD("ctime", "($module, seconds=None, /)", "Time as text.", t_ctime),
    RG_METHOD("mktime", "($module, tuple, /)", "Seconds of a local calendar time.", t_mktime),
    RG_METHOD("strftime", "($module, format, tuple=None, /)", "Calendar time by a format.", t_strftime),
    RG_METHOD("strptime", "($module, string, format='%a %b %d %H:%M:%S %Y', /)", "Calendar time of a text.", t_strptime),
    RG_METHOD("tzset", "($module, /)", "Read the time zone again.", t_tzset),
    RG_METHOD("get_clock_info", "($module, name, /)", "What is known of a clock.", t_get_clock_info),
    RG_METHOD_END,
};

bool rg_module_init_time(RgThread *th, RgModule *m)
{
    RgType *type = rg_structseq_type(th, "time", "struct_time", &tm_desc);
    if (!type) return false;
    RG_MODULE_STATE(th, time) = type;
    return rg_module_set_str(th, m, "__doc__", "Clocks and calendar.") && rg_module_add_functions(th, m, functions) &&
           rg_module_set(th, m, "struct_time", rg_from_ptr(type)) && set_zone(th, m->dict) &&
           rg_module_set_int(th, m, "_STRUCT_TM_ITEMS", 11) && rg_module_set_int(th, m, "CLOCK_REALTIME", CLOCK_REALTIME) &&
           rg_module_set_int(th, m, "CLOCK_MONOTONIC", CLOCK_MONOTONIC) &&
           rg_module_set_int(th, m, "CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW) &&
           rg_module_set_int(th, m, "CLOCK_BOOTTIME", CLOCK_BOOTTIME) &&
           rg_module_set_int(th, m, "CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID) &&
           rg_module_set_int(th, m, "CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID);
}
