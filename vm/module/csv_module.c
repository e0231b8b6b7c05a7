/* SPDX-License-Identifier: MIT
 *
 * csv_module.c: _csv: dialects and their registry, and the module. A dialect never changes once it is made.
 */
#include "vm/module/csv.h"

#define C(NAME) static RgValue c_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
#define SELF RG_AS(RgCsvDialect, self)

/* ---- dialects ---- */

enum { F_DELIMITER, F_DOUBLEQUOTE, F_ESCAPECHAR, F_LINETERMINATOR, F_QUOTECHAR, F_QUOTING, F_SKIPINITIALSPACE, F_STRICT, FIELDS };
static const char *const field_names[FIELDS] = {"delimiter", "doublequote", "escapechar", "lineterminator",
                                                "quotechar", "quoting",     "skipinitialspace", "strict"};

static RgValue find_dialect(RgThread *th, RgValue name)
{
    RgValue d = rg_dict_get(th, RG_DICT(rg_csv_state(th, RG_CSV_DIALECTS)), name);
    return d == RG_UNBOUND ? rg_csv_error(th, "unknown dialect") : d;
}

/* One character, or (optional) None for none. v unbound: the default. */
static bool char_field(RgThread *th, int field, RgValue v, uint32_t absent, bool optional, uint32_t *out)
{
    const char *name = field_names[field];
    *out = v == RG_UNBOUND ? absent : RG_CSV_NO_CHAR;
    if (v == RG_UNBOUND || (optional && v == RG_NONE)) return true;
    if (!rg_is_str(v)) {
        rg_raise(th, RG_EXC_TypeError, optional ? "\"%s\" must be string or None, not %T" : "\"%s\" must be string, not %T", name, v);
        return false;
    }
    if (RG_STR(v)->length != 1) {
        rg_raise(th, RG_EXC_TypeError, "\"%s\" must be a 1-character string", name);
        return false;
    }
    *out = rg_str_at(RG_STR(v), 0);
    return true;
}

static bool flag_field(RgThread *th, RgValue v, bool absent, bool *out)
{
    int truth = v == RG_UNBOUND ? absent : rg_truth(th, v);
    *out = truth > 0;
    return truth >= 0;
}

static bool is_exact_int(RgValue v) { return rg_is_int(v) || rg_is_exact(v, RG_KIND_int); }

static bool quoting_field(RgThread *th, RgValue v, int *out)
{
    int64_t i = RG_CSV_MINIMAL;
    if (v != RG_UNBOUND && !is_exact_int(v)) {
        rg_raise(th, RG_EXC_TypeError, "\"quoting\" must be an integer");
        return false;
    }
    if (v != RG_UNBOUND && (!rg_int_as_i64(v, &i) || i != (int)i)) {
        rg_raise(th, RG_EXC_OverflowError, "Python int too large to convert to C int");
        return false;
    }
    if (i < RG_CSV_MINIMAL || i > RG_CSV_NONE) {
        rg_raise(th, RG_EXC_TypeError, "bad \"quoting\" value");
        return false;
    }
    *out = (int)i;
    return true;
}

static bool line_field(RgThread *th, RgCsvDialect *d, RgValue v)
{
    RgStr *s = v == RG_UNBOUND ? rg_str_from_cstr(th, "\r\n") : rg_is_str(v) ? RG_STR(v) : NULL;
    if (s) {
        rg_gc_store_ptr(d, &d->lineterminator, s);
        return true;
    }
    if (v == RG_NONE) rg_raise(th, RG_EXC_TypeError, "lineterminator must be set");
    else if (v != RG_UNBOUND) rg_raise(th, RG_EXC_TypeError, "\"lineterminator\" must be a string");
    return false;
}

static bool set_fields(RgThread *th, RgCsvDialect *d, const RgValue *f)
{
    if (!char_field(th, F_DELIMITER, f[F_DELIMITER], ',', false, &d->delimiter) ||
        !flag_field(th, f[F_DOUBLEQUOTE], true, &d->doublequote) ||
        !char_field(th, F_ESCAPECHAR, f[F_ESCAPECHAR], RG_CSV_NO_CHAR, true, &d->escapechar) ||
        !line_field(th, d, f[F_LINETERMINATOR]) || !char_field(th, F_QUOTECHAR, f[F_QUOTECHAR], '"', true, &d->quotechar) ||
        !quoting_field(th, f[F_QUOTING], &d->quoting) || !flag_field(th, f[F_SKIPINITIALSPACE], false, &d->skipinitialspace) ||
        !flag_field(th, f[F_STRICT], false, &d->strict))
        return false;
    if (f[F_QUOTECHAR] == RG_NONE && f[F_QUOTING] == RG_UNBOUND) d->quoting = RG_CSV_NONE;
    if (d->quoting == RG_CSV_NONE || d->quotechar != RG_CSV_NO_CHAR) return true;
    rg_raise(th, RG_EXC_TypeError, "quotechar must be set if quoting enabled");
    return false;
}

/* Keyword arguments into *base and fields. */
static bool take_keywords(RgThread *th, const RgValue *values, RgTuple *kwnames, RgValue *base, RgValue *fields)
{
    for (size_t i = 0; kwnames && i < rg_tuple_len(kwnames); i++) {
        RgStr *name = RG_STR(kwnames->items[i]);
        int field = 0;
        while (field < FIELDS && !rg_str_equal_cstr(name, field_names[field])) field++;
        if (field < FIELDS) {
            fields[field] = values[i];
        } else if (rg_str_equal_cstr(name, "dialect")) {
            *base = values[i];
        } else {
            rg_raise(th, RG_EXC_TypeError, "'%U' is an invalid keyword argument for this function", name);
            return false;
        }
    }
    return true;
}

static RgValue dialect_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue base = nargs ? args[0] : RG_NONE, fields[FIELDS];
    if (nargs > FIELDS + 1)
        return rg_raise(th, RG_EXC_TypeError, "function takes at most 9 arguments (%zu given)", nargs);
    for (size_t i = 0; i < FIELDS; i++) fields[i] = i + 1 < nargs ? args[i + 1] : RG_UNBOUND;
    if (!take_keywords(th, args + nargs, kwnames, &base, fields)) return RG_ERROR;
    if (rg_is_str(base) && !(base = find_dialect(th, base))) return RG_ERROR;
    bool given = false;
    for (int i = 0; i < FIELDS; i++) {
        given |= fields[i] != RG_UNBOUND;
        if (base == RG_NONE || fields[i] != RG_UNBOUND) continue;
        RgStr *name = rg_intern_cstr(th, field_names[i]);
        fields[i] = name ? rg_attr_lookup(th, base, name) : RG_ERROR;
        if (fields[i] == RG_ERROR) return RG_ERROR;
    }
    if (!given && rg_type_of(th->rt, base) == type && type == rg_csv_type(th, RG_CSV_DIALECT)) return base;
    RgCsvDialect *d = rg_object_new_of(th, type, 0);
    return d && set_fields(th, d, fields) ? rg_from_ptr(d) : RG_ERROR;
}

static void dialect_trace(RgMarker *marker, void *cell)
{
    rg_mark_cell(marker, ((RgCsvDialect *)cell)->lineterminator);
}

static RgValue char_value(RgThread *th, uint32_t c)
{
    return c == RG_CSV_NO_CHAR ? RG_NONE : rg_from_ptr(rg_str_from_char(th, c));
}

static RgValue get_delimiter(RgThread *th, RgValue self) { return char_value(th, SELF->delimiter); }
static RgValue get_quotechar(RgThread *th, RgValue self) { return char_value(th, SELF->quotechar); }
static RgValue get_escapechar(RgThread *th, RgValue self) { return char_value(th, SELF->escapechar); }
static RgValue get_lineterminator(RgThread *th, RgValue self) { return rg_from_ptr(SELF->lineterminator); }
static RgValue get_quoting(RgThread *th, RgValue self) { return rg_from_int(SELF->quoting); }
static RgValue get_doublequote(RgThread *th, RgValue self) { return rg_from_bool(SELF->doublequote); }
static RgValue get_skipinitialspace(RgThread *th, RgValue self) { return rg_from_bool(SELF->skipinitialspace); }
static RgValue get_strict(RgThread *th, RgValue self) { return rg_from_bool(SELF->strict); }

C(refuse_pickle)
{
    return rg_raise(th, RG_EXC_TypeError, "cannot pickle 'Dialect' instances");
}

#define GET(NAME) {#NAME, get_##NAME, NULL, NULL}
static const RgGetSetDef dialect_getset[] = {GET(delimiter), GET(doublequote), GET(escapechar), GET(lineterminator), GET(quotechar),
                                             GET(quoting), GET(skipinitialspace), GET(strict), RG_GETSET_END};
static const RgMethodDef dialect_methods[] = {
    RG_METHOD("__reduce__", "($self, /)", NULL, c_refuse_pickle),
    RG_METHOD("__reduce_ex__", "($self, protocol, /)", NULL, c_refuse_pickle), RG_METHOD_END};
static const RgTypeSpec dialect_spec = {.doc = "How the fields of a row are separated and quoted.", .flags = RG_TF_BASETYPE,
                                        .basicsize = sizeof(RgCsvDialect), .cell = {"csv dialect", dialect_trace, NULL},
                                        .slots = {.new_ = dialect_new}, .methods = dialect_methods, .getset = dialect_getset};

/* ---- the registry ---- */

static RgValue register_dialect(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (nargs == 0) return rg_raise(th, RG_EXC_TypeError, " expected at least 1 argument, got 0");
    if (nargs > 2) return rg_raise(th, RG_EXC_TypeError, " expected at most 2 arguments, got %zu", nargs);
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "dialect name must be a string");
    RgValue d = rg_call(th, rg_csv_state(th, RG_CSV_DIALECT), args + 1, nargs - 1, kwnames);
    return d && rg_dict_set(th, RG_DICT(rg_csv_state(th, RG_CSV_DIALECTS)), args[0], d) ? RG_NONE : RG_ERROR;
}

C(unregister_dialect)
{
    int gone = rg_dict_delete(th, RG_DICT(rg_csv_state(th, RG_CSV_DIALECTS)), args[0]);
    if (gone < 0) return RG_ERROR;
    return gone ? RG_NONE : rg_csv_error(th, "unknown dialect");
}

C(get_dialect)
{
    return find_dialect(th, args[0]);
}

C(list_dialects)
{
    return rg_from_ptr(rg_to_list(th, rg_csv_state(th, RG_CSV_DIALECTS)));
}

C(field_size_limit)
{
    RgArray *state = RG_MODULE_STATE(th, csv);
    RgValue old = state->items[RG_CSV_LIMIT];
    int64_t limit;
    if (args[0] == RG_UNBOUND) return old;
    if (!is_exact_int(args[0])) return rg_raise(th, RG_EXC_TypeError, "limit must be an integer");
    if (!rg_int_as_i64(args[0], &limit))
        return rg_raise(th, RG_EXC_OverflowError, "Python int too large to convert to C long");
    rg_gc_store(state, &state->items[RG_CSV_LIMIT], args[0]);
    return old;
}

/* ---- the module ---- */

static const RgMethodDef functions[] = {
    RG_METHOD_F("reader", "(iterable, dialect='excel', **options)", "An iterator over the rows of lines.", rg_csv_reader,
                RG_MF_RAW | RG_MF_NO_SIGNATURE),
    RG_METHOD_F("writer", "(file, dialect='excel', **options)", "Writes rows to a file.", rg_csv_writer, RG_MF_RAW | RG_MF_NO_SIGNATURE),
    RG_METHOD_F("register_dialect", "(name, dialect=None, **options)", "Give a dialect a name.", register_dialect,
                RG_MF_RAW | RG_MF_NO_SIGNATURE),
    RG_METHOD("unregister_dialect", "($module, /, name)", "Forget a dialect's name.", c_unregister_dialect),
    RG_METHOD("get_dialect", "($module, /, name)", "The dialect of this name.", c_get_dialect),
    RG_METHOD("list_dialects", "($module, /)", "Names of the known dialects.", c_list_dialects),
    RG_METHOD_F("field_size_limit", "($module, limit=<unrepresentable>, /)", "Longest field that is read; sets it.", c_field_size_limit,
                RG_MF_NO_SIGNATURE),
    RG_METHOD_END};

static bool keep(RgThread *th, RgModule *m, RgArray *state, int which, const char *name, void *cell)
{
    if (!cell) return false;
    rg_gc_store(state, &state->items[which], rg_from_ptr(cell));
    return !name || rg_module_set(th, m, name, rg_from_ptr(cell));
}

bool rg_module_init_csv(RgThread *th, RgModule *m)
{
    RgArray *state = rg_array_new(th, RG_CSV_COUNT);
    if (!state) return false;
    RG_MODULE_STATE(th, csv) = state;
    state->items[RG_CSV_LIMIT] = rg_from_int(128 * 1024);
    RgType *object = RG_TYPE(th, object);
    return keep(th, m, state, RG_CSV_ERROR, "Error", rg_module_exception(th, "_csv", "Error", RG_EXC(th, Exception))) &&
           keep(th, m, state, RG_CSV_DIALECT, "Dialect", rg_type_new_native(th, "_csv", "Dialect", object, &dialect_spec)) &&
           keep(th, m, state, RG_CSV_READER, "Reader", rg_type_new_native(th, "_csv", "reader", object, &rg_csv_reader_spec)) &&
           keep(th, m, state, RG_CSV_WRITER, "Writer", rg_type_new_native(th, "_csv", "writer", object, &rg_csv_writer_spec)) &&
           keep(th, m, state, RG_CSV_DIALECTS, "_dialects", rg_dict_new(th)) &&
           rg_module_set_int(th, m, "QUOTE_MINIMAL", RG_CSV_MINIMAL) && rg_module_set_int(th, m, "QUOTE_ALL", RG_CSV_ALL) &&
           rg_module_set_int(th, m, "QUOTE_NONNUMERIC", RG_CSV_NONNUMERIC) && rg_module_set_int(th, m, "QUOTE_NONE", RG_CSV_NONE) &&
           rg_module_set_str(th, m, "__version__", "1.0") && rg_module_add_functions(th, m, functions) &&
           rg_module_set_str(th, m, "__doc__", "Rows of comma-separated values.");
}
