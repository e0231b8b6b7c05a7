/* SPDX-License-Identifier: MIT
 *
 * suggest.c: "Did you mean" for NameError and AttributeError: the candidate with the smallest weighted edit distance, where a
 * change of case costs half of any other change, and at most a third of the characters may differ.
 */
#include <ctype.h>
#include "vm/interp/tbprint.h"

#define MAX_CANDIDATES 750
#define MAX_LENGTH 40
#define MOVE_COST 2
#define CASE_COST 1

static size_t substitution_cost(char a, char b)
{
    if (a == b) return 0;
    return tolower((unsigned char)a) == tolower((unsigned char)b) && isalpha((unsigned char)a) ? CASE_COST : MOVE_COST;
}

static size_t distance(const char *a, size_t an, const char *b, size_t bn, size_t max)
{
    while (an && bn && a[0] == b[0]) a++, an--, b++, bn--;
    while (an && bn && a[an - 1] == b[bn - 1]) an--, bn--;
    if (an == 0 || bn == 0) return (an + bn) * MOVE_COST;
    if (an > MAX_LENGTH || bn > MAX_LENGTH) return max + 1;
    if (bn < an) {
        const char *t = a;
        a = b;
        b = t;
        size_t n = an;
        an = bn;
        bn = n;
    }
    if ((bn - an) * MOVE_COST > max) return max + 1;
    size_t row[MAX_LENGTH], result = 0;
    for (size_t i = 0; i < an; i++) row[i] = (i + 1) * MOVE_COST;
    for (size_t j = 0; j < bn; j++) {
        size_t diagonal = j * MOVE_COST, minimum = SIZE_MAX;
        result = diagonal;
        for (size_t i = 0; i < an; i++) {
            size_t substitute = diagonal + substitution_cost(b[j], a[i]);
            diagonal = row[i];
            size_t insert_delete = RG_MIN(result, diagonal) + MOVE_COST;
            result = RG_MIN(insert_delete, substitute);
            row[i] = result;
            if (result < minimum) minimum = result;
        }
        if (minimum > max) return max + 1;
    }
    return result;
}

typedef struct Best {
    RgStr *name, *found;
    const char *text;
    size_t len, distance;
} Best;

static void consider(RgThread *th, Best *best, RgValue candidate)
{
    if (!rg_is_str(candidate) || rg_str_equal(RG_STR(candidate), best->name)) return;
    size_t len;
    const char *text = rg_str_utf8(th, RG_STR(candidate), &len);
    if (!text) return;
    size_t max = (best->len + len + 3) * MOVE_COST / 6;
    max = RG_MIN(max, best->distance - 1);
    size_t d = distance(best->text, best->len, text, len, max);
    if (d > max) return;
    best->found = RG_STR(candidate);
    best->distance = d;
}

static bool consider_items(RgThread *th, Best *best, const RgValue *items, size_t n)
{
    if (n >= MAX_CANDIDATES) return false;
    for (size_t i = 0; i < n; i++) consider(th, best, items[i]);
    return best->found != NULL;
}

static bool consider_dict(RgThread *th, Best *best, RgDict *d)
{
    RgList *keys = d ? rg_to_list(th, rg_from_ptr(d)) : NULL;
    return keys && consider_items(th, best, keys->items, (size_t)keys->length);
}

static void for_name_error(RgThread *th, Best *best, RgException *e)
{
    RgValue tb = e->traceback;
    if (!rg_is_kind(tb, RG_KIND_traceback)) return;
    while (rg_is_kind(RG_AS(RgTraceback, tb)->next, RG_KIND_traceback)) tb = RG_AS(RgTraceback, tb)->next;
    RgValue frame = RG_AS(RgTraceback, tb)->frame;
    if (!rg_is_kind(frame, RG_KIND_frame)) return;
    RgFrameObject *fo = RG_AS(RgFrameObject, frame);
    RgTuple *locals = fo->code->local_names;
    if (consider_items(th, best, locals->items, rg_tuple_len(locals))) return;
    if (consider_dict(th, best, fo->globals)) return;
    consider_dict(th, best, fo->builtins);
}

static void for_attribute_error(RgThread *th, Best *best, RgException *e)
{
    RgValue obj = e->fields[RG_XF_ATTR_OBJ];
    if (!obj) return;
    RgValue dir = rg_dict_get_cstr(th, th->rt->builtins, "dir");
    RgValue names = dir ? rg_call1(th, dir, obj) : 0;
    if (names && rg_is_list(names)) consider_items(th, best, RG_LIST(names)->items, (size_t)RG_LIST(names)->length);
}

RgStr *rg_tb_suggestion(RgThread *th, RgValue exc)
{
    RgValue pending = rg_exception_take(th);
    RgException *e = RG_EXCEPTION(exc);
    bool name_error = rg_exception_matches(th, exc, rg_from_ptr(RG_EXC(th, NameError)));
    bool attr_error = rg_exception_matches(th, exc, rg_from_ptr(RG_EXC(th, AttributeError)));
    Best best = {.distance = SIZE_MAX};
    if (name_error || attr_error) {
        RgValue name = e->fields[name_error ? RG_XF_NAME_NAME : RG_XF_ATTR_NAME];
        if (name && rg_is_str(name)) {
            best.name = RG_STR(name);
            best.text = rg_str_utf8(th, best.name, &best.len);
            if (best.text && name_error)
                for_name_error(th, &best, e);
            else if (best.text)
                for_attribute_error(th, &best, e);
        }
    }
    th->pending = pending;
    return best.found;
}
