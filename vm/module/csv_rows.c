/* SPDX-License-Identifier: MIT
 *
 * csv_rows.c: _csv.reader and _csv.writer. The reader is a state machine over the characters of the lines, each of which is
 * followed by one more, LINE_END. A record that is under way lives on the C stack: it never outlasts one call.
 */
#include "vm/module/csv.h"

#define LINE_END (UINT32_MAX - 1) /* no character, and not RG_CSV_NO_CHAR */

typedef struct Reader {
    RgObject head;
    RgValue lines; /* iterator */
    RgCsvDialect *dialect;
    int64_t line_num;
} Reader;

typedef struct Writer {
    RgObject head;
    RgValue write; /* the file's method */
    RgCsvDialect *dialect;
} Writer;

/* ---- reading ---- */

typedef enum State {
    START_RECORD, START_FIELD, ESCAPED, IN_FIELD, IN_QUOTES, ESCAPED_IN_QUOTES, QUOTE_IN_QUOTES, BEHIND_LINE, BEHIND_ESCAPED_LINE
} State;

typedef struct Record {
    RgThread *th;
    const RgCsvDialect *d;
    State state;
    bool numeric;  /* the field becomes a float */
    int64_t limit; /* characters of a field */
    RgList *fields;
    RgStrBuilder field;
} Record;

static bool is_line_end(uint32_t c) { return c == '\n' || c == '\r' || c == LINE_END; }

static bool add_run(Record *r, const RgStr *line, int64_t from, int64_t to)
{
    if (r->field.length + (to - from) > r->limit) {
        rg_csv_error(r->th, "field larger than field limit (%d)", (int)r->limit);
        return false;
    }
    rg_builder_sub(&r->field, line, from, to);
    return !r->field.failed;
}

static bool add_char(Record *r, uint32_t c)
{
    if (r->field.length + 1 > r->limit) {
        rg_csv_error(r->th, "field larger than field limit (%d)", (int)r->limit);
        return false;
    }
    rg_builder_char(&r->field, c);
    return !r->field.failed;
}

static bool end_field(Record *r)
{
    RgStr *s = rg_builder_finish(&r->field);
    RgValue v = s ? rg_from_ptr(s) : RG_ERROR;
    rg_builder_init(&r->field, r->th, 16);
    if (v && r->numeric) v = rg_number_float(r->th, v);
    r->numeric = false;
    return v && rg_list_append(r->th, r->fields, v);
}

/* The field ends with its line. */
static bool end_line(Record *r, uint32_t c)
{
    r->state = c == LINE_END ? START_RECORD : BEHIND_LINE;
    return end_field(r);
}

static bool start_field(Record *r, uint32_t c)
{
    const RgCsvDialect *d = r->d;
    if (is_line_end(c)) return end_line(r, c);
    if (c == d->quotechar && d->quoting != RG_CSV_NONE) {
        r->state = IN_QUOTES;
    } else if (c == d->escapechar) {
        r->state = ESCAPED;
    } else if (c == d->delimiter) {
        return end_field(r);
    } else if (c != ' ' || !d->skipinitialspace) {
        r->numeric = d->quoting == RG_CSV_NONNUMERIC;
        r->state = IN_FIELD;
        return add_char(r, c);
    }
    return true;
}

static bool in_field(Record *r, uint32_t c)
{
    if (is_line_end(c)) return end_line(r, c);
    if (c == r->d->delimiter) {
        r->state = START_FIELD;
        return end_field(r);
    }
    if (c != r->d->escapechar) return add_char(r, c);
    r->state = ESCAPED;
    return true;
}

static bool in_quotes(Record *r, uint32_t c)
{
    const RgCsvDialect *d = r->d;
    if (c == LINE_END) return true;
    if (c == d->escapechar)
        r->state = ESCAPED_IN_QUOTES;
    else if (c == d->quotechar && d->quoting != RG_CSV_NONE)
        r->state = d->doublequote ? QUOTE_IN_QUOTES : IN_FIELD;
    else
        return add_char(r, c);
    return true;
}

static bool behind_quote(Record *r, uint32_t c)
{
    const RgCsvDialect *d = r->d;
    if (d->quoting != RG_CSV_NONE && c == d->quotechar) {
        r->state = IN_QUOTES;
        return add_char(r, c);
    }
    if (c == d->delimiter) {
        r->state = START_FIELD;
        return end_field(r);
    }
    if (is_line_end(c)) return end_line(r, c);
    if (d->strict) {
        RgStr *delimiter = rg_str_from_char(r->th, d->delimiter), *quote = rg_str_from_char(r->th, d->quotechar);
        if (delimiter && quote) rg_csv_error(r->th, "'%U' expected after '%U'", delimiter, quote);
        return false;
    }
    r->state = IN_FIELD;
    return add_char(r, c);
}

static bool take(Record *r, uint32_t c)
{
    switch (r->state) {
    case START_RECORD:
        if (c == LINE_END) return true; /* an empty line is an empty record */
        if (c == '\n' || c == '\r') {
            r->state = BEHIND_LINE;
            return true;
        }
        r->state = START_FIELD;
        return start_field(r, c);
    case START_FIELD: return start_field(r, c);
    case ESCAPED:
        r->state = c == '\n' || c == '\r' ? BEHIND_ESCAPED_LINE : IN_FIELD;
        return add_char(r, c == LINE_END ? '\n' : c);
    case BEHIND_ESCAPED_LINE: return c == LINE_END || in_field(r, c);
    case IN_FIELD: return in_field(r, c);
    case IN_QUOTES: return in_quotes(r, c);
    case ESCAPED_IN_QUOTES:
        r->state = IN_QUOTES;
        return add_char(r, c == LINE_END ? '\n' : c);
    case QUOTE_IN_QUOTES: return behind_quote(r, c);
    case BEHIND_LINE:
        if (c == LINE_END) r->state = START_RECORD;
        if (is_line_end(c)) return true;
        rg_csv_error(r->th, "new-line character seen in unquoted field - do you need to open the file in universal-newline mode?");
        return false;
    }
    return false;
}

/* End of the run of characters from `from` that mean themselves in this state. */
static int64_t plain_run(const Record *r, const RgStr *line, int64_t from)
{
    const RgCsvDialect *d = r->d;
    bool quoted = r->state == IN_QUOTES;
    int64_t i = from;
    if (!quoted && r->state != IN_FIELD) return i;
    for (; i < line->length; i++) {
        uint32_t c = rg_str_at(line, i);
        if (c == d->escapechar || (quoted ? c == d->quotechar : c == d->delimiter || c == '\n' || c == '\r')) break;
    }
    return i;
}

static bool take_line(Record *r, const RgStr *line)
{
    for (int64_t i = 0; i < line->length;) {
        int64_t end = plain_run(r, line, i);
        if (end > i ? !add_run(r, line, i, end) : !take(r, rg_str_at(line, i))) return false;
        i = RG_MAX(end, i + 1);
    }
    return take(r, LINE_END);
}

static RgValue reader_next(RgThread *th, RgValue self)
{
    Reader *reader = RG_AS(Reader, self);
    Record r = {.th = th, .d = reader->dialect, .state = START_RECORD, .fields = rg_list_new(th, 0)};
    if (!r.fields || !rg_number_as_i64(th, rg_csv_state(th, RG_CSV_LIMIT), &r.limit)) return RG_ERROR;
    rg_builder_init(&r.field, th, 16);
    do {
        RgValue line = rg_iter_next(th, reader->lines);
        if (line == RG_ERROR) return RG_ERROR;
        if (line == RG_STOP) {
            if (!r.field.length && r.state != IN_QUOTES) return RG_STOP;
            if (r.d->strict) return rg_csv_error(th, "unexpected end of data");
            return end_field(&r) ? rg_from_ptr(r.fields) : RG_ERROR;
        }
        if (!rg_is_str(line))
            return rg_csv_error(th, "iterator should return strings, not %T (the file should be opened in text mode)", line);
        reader->line_num++;
        if (!take_line(&r, RG_STR(line))) return RG_ERROR;
    } while (r.state != START_RECORD);
    return rg_from_ptr(r.fields);
}

/* ---- writing ---- */

static bool has_char(const RgStr *s, uint32_t c) { return rg_chars_find_char(s->data, rg_str_width(s), s->length, c) >= 0; }

/* The field's characters, with quotes doubled and others escaped; *quoted: it must stand in quotes. */
static bool escape_field(RgThread *th, const RgCsvDialect *d, const RgStr *s, RgStrBuilder *out, bool *quoted)
{
    int64_t plain = 0; /* start of what means itself */
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = rg_str_at(s, i);
        bool escape = false, twice = false;
        if (c != d->delimiter && c != d->escapechar && c != d->quotechar && !has_char(d->lineterminator, c)) continue;
        if (d->quoting == RG_CSV_NONE) {
            escape = true;
        } else {
            twice = c == d->quotechar && d->doublequote;
            escape = (c == d->quotechar && !d->doublequote) || (c == d->escapechar && c != d->quotechar);
            if (!escape) *quoted = true;
        }
        if (escape && d->escapechar == RG_CSV_NO_CHAR) {
            rg_csv_error(th, "need to escape, but no escapechar set");
            return false;
        }
        if (!escape && !twice) continue;
        rg_builder_sub(out, s, plain, i);
        rg_builder_char(out, twice ? d->quotechar : d->escapechar);
        plain = i;
    }
    rg_builder_sub(out, s, plain, s->length);
    return !out->failed;
}

static bool add_field(RgThread *th, const RgCsvDialect *d, RgStr *s, bool quoted, RgStrBuilder *row)
{
    RgStrBuilder text;
    rg_builder_init(&text, th, s->length + 8);
    if (!escape_field(th, d, s, &text, &quoted)) return false;
    RgStr *escaped = rg_builder_finish(&text);
    if (!escaped) return false;
    if (quoted) rg_builder_char(row, d->quotechar);
    rg_builder_str(row, escaped);
    if (quoted) rg_builder_char(row, d->quotechar);
    return !row->failed;
}

static bool is_number(RgThread *th, RgValue v)
{
    static const char *const names[] = {"__index__", "__int__", "__float__"};
    if (rg_is_integer(v) || rg_is_double(v) || rg_is_kind(v, RG_KIND_complex)) return true;
    for (size_t i = 0; i < RG_COUNT_OF(names); i++) {
        RgStr *name = rg_intern_cstr(th, names[i]);
        if (name && rg_type_lookup_special(th, v, name)) return true;
        rg_exception_clear(th);
    }
    return false;
}

static RgStr *field_text(RgThread *th, RgValue v)
{
    return v == RG_NONE ? th->rt->empty_str : rg_is_str(v) ? RG_STR(v) : rg_str_of(th, v);
}

static RgValue write_row(RgThread *th, Writer *w, RgValue row)
{
    const RgCsvDialect *d = w->dialect;
    RgValue it = rg_iter(th, row);
    if (!it) {
        if (!rg_raised_is(th, RG_EXC_TypeError)) return RG_ERROR;
        rg_exception_clear(th);
        return rg_csv_error(th, "iterable expected, not %T", row);
    }
    RgStrBuilder b;
    rg_builder_init(&b, th, 64);
    int64_t n = 0;
    for (RgValue v; (v = rg_iter_next(th, it)) != RG_STOP; n++) {
        if (v == RG_ERROR) return RG_ERROR;
        bool quoted = d->quoting == RG_CSV_ALL || (d->quoting == RG_CSV_NONNUMERIC && !is_number(th, v));
        RgStr *s = field_text(th, v);
        if (n) rg_builder_char(&b, d->delimiter);
        if (!s || !add_field(th, d, s, quoted, &b)) return RG_ERROR;
    }
    if (n > 0 && b.length == 0) { /* one empty field would read back as no field */
        if (d->quoting == RG_CSV_NONE) return rg_csv_error(th, "single empty field record must be quoted");
        rg_builder_char(&b, d->quotechar);
        rg_builder_char(&b, d->quotechar);
    }
    rg_builder_str(&b, d->lineterminator);
    RgStr *line = rg_builder_finish(&b);
    return line ? rg_call1(th, w->write, rg_from_ptr(line)) : RG_ERROR;
}

static RgValue writer_writerow(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return write_row(th, RG_AS(Writer, self), args[0]);
}

static RgValue writer_writerows(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue it = rg_iter(th, args[0]);
    if (!it) return RG_ERROR;
    for (RgValue row; (row = rg_iter_next(th, it)) != RG_STOP;)
        if (row == RG_ERROR || !write_row(th, RG_AS(Writer, self), row)) return RG_ERROR;
    return RG_NONE;
}

/* ---- types ---- */

static void reader_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((Reader *)cell)->lines);
    rg_mark_cell(marker, ((Reader *)cell)->dialect);
}

static void writer_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((Writer *)cell)->write);
    rg_mark_cell(marker, ((Writer *)cell)->dialect);
}

static RgValue reader_dialect(RgThread *th, RgValue self) { return rg_from_ptr(RG_AS(Reader, self)->dialect); }
static RgValue reader_line_num(RgThread *th, RgValue self) { return rg_int_from_i64(th, RG_AS(Reader, self)->line_num); }
static RgValue writer_dialect(RgThread *th, RgValue self) { return rg_from_ptr(RG_AS(Writer, self)->dialect); }

static const RgGetSetDef reader_getset[] = {{"dialect", reader_dialect, NULL, NULL}, {"line_num", reader_line_num, NULL, NULL}, RG_GETSET_END};
static const RgGetSetDef writer_getset[] = {{"dialect", writer_dialect, NULL, NULL}, RG_GETSET_END};
static const RgMethodDef writer_methods[] = {
    RG_METHOD_F("writerow", "($self, row, /)", "Write a row of fields.", writer_writerow, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("writerows", "($self, rows, /)", "Write rows.", writer_writerows, RG_MF_NO_SIGNATURE), RG_METHOD_END};
const RgTypeSpec rg_csv_reader_spec = {.doc = "An iterator over rows.", .flags = RG_TF_NO_NEW, .basicsize = sizeof(Reader),
                                       .cell = {"csv reader", reader_trace, NULL}, .slots = {.iter = rg_iter_self, .next = reader_next},
                                       .getset = reader_getset};
const RgTypeSpec rg_csv_writer_spec = {.doc = "Writes rows.", .flags = RG_TF_NO_NEW, .basicsize = sizeof(Writer),
                                       .cell = {"csv writer", writer_trace, NULL}, .methods = writer_methods, .getset = writer_getset};

/* The dialect of a reader or writer: of the arguments behind the first. */
static RgCsvDialect *make_dialect(RgThread *th, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (nargs < 1 || nargs > 2) {
        rg_raise(th, RG_EXC_TypeError, nargs ? " expected at most 2 arguments, got %zu" : " expected at least 1 argument, got %zu", nargs);
        return NULL;
    }
    RgValue d = rg_call(th, rg_csv_state(th, RG_CSV_DIALECT), args + 1, nargs - 1, kwnames);
    return d ? RG_AS(RgCsvDialect, d) : NULL;
}

RgValue rg_csv_reader(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue lines = nargs ? rg_iter(th, args[0]) : RG_NONE;
    RgCsvDialect *d = lines ? make_dialect(th, args, nargs, kwnames) : NULL;
    Reader *r = d ? rg_object_new_of(th, rg_csv_type(th, RG_CSV_READER), 0) : NULL;
    if (!r) return RG_ERROR;
    rg_gc_store(r, &r->lines, lines);
    rg_gc_store_ptr(r, &r->dialect, d);
    return rg_from_ptr(r);
}

RgValue rg_csv_writer(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue write = nargs ? rg_attr_lookup(th, args[0], RG_SYM(th, write)) : RG_NONE;
    if (write == RG_UNBOUND || (nargs && write && !rg_is_callable(th, write)))
        return rg_raise(th, RG_EXC_TypeError, "argument 1 must have a \"write\" method");
    RgCsvDialect *d = write ? make_dialect(th, args, nargs, kwnames) : NULL;
    Writer *w = d ? rg_object_new_of(th, rg_csv_type(th, RG_CSV_WRITER), 0) : NULL;
    if (!w) return RG_ERROR;
    rg_gc_store(w, &w->write, write);
    rg_gc_store_ptr(w, &w->dialect, d);
    return rg_from_ptr(w);
}
