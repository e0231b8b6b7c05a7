/* SPDX-License-Identifier: MIT
 *
 * optrace.c: CPython 3.11's own opcode trace, counted in C. tests/runner/counts.py compiles it, loads it through ctypes and
 * compares the counts with those of `regius count --run`. Only code of one file is traced by opcode.
 * Always holds: counts are by code object and byte offset, and an instruction that 3.11 sends no event for (RESUME and
 * the prologue before the first one) is counted when the call event at that RESUME arrives.
 */
#include <stdlib.h>

/* The few functions of CPython's C API that are needed, so that its headers are not. */
typedef struct PyObject PyObject;
typedef int TraceFunction(PyObject *self, PyObject *frame, int what, PyObject *arg);
void PyEval_SetTrace(TraceFunction *fn, PyObject *self);
PyObject *PyFrame_GetCode(PyObject *frame);
int PyFrame_GetLasti(PyObject *frame);
PyObject *PyObject_GetAttrString(PyObject *o, const char *name);
int PyObject_SetAttrString(PyObject *o, const char *name, PyObject *value);
PyObject *PyBool_FromLong(long v);
int PyUnicode_Compare(PyObject *a, PyObject *b);
long PyBytes_Size(PyObject *bytes);
char *PyBytes_AsString(PyObject *bytes);
void Py_IncRef(PyObject *o);
void Py_DecRef(PyObject *o);

enum { EVENT_CALL = 0, EVENT_OPCODE = 7, RESUME = 151, SLOTS = 1 << 16 };

typedef struct Counts {
    PyObject *code; /* kept */
    long units;
    const unsigned char *bytes;
    int wanted;
    unsigned long long *n; /* by unit */
} Counts;

static Counts table[SLOTS];
static PyObject *wanted_file;

static Counts *counts_of(PyObject *code, int make)
{
    size_t i = ((size_t)code >> 4) * 0x9e3779b97f4a7c15u >> 48;
    while (table[i].code && table[i].code != code) i = (i + 1) % SLOTS;
    Counts *c = &table[i];
    if (c->code || !make) return c->code ? c : NULL;
    PyObject *file = PyObject_GetAttrString(code, "co_filename"), *bytes = PyObject_GetAttrString(code, "co_code");
    Py_IncRef(code);
    c->code = code;
    c->units = PyBytes_Size(bytes) / 2;
    c->bytes = (const unsigned char *)PyBytes_AsString(bytes);
    c->wanted = PyUnicode_Compare(file, wanted_file) == 0;
    c->n = calloc((size_t)c->units + 1, sizeof *c->n);
    Py_DecRef(file);
    return c;
}

static int on_event(PyObject *self, PyObject *frame, int what, PyObject *arg)
{
    (void)self;
    (void)arg;
    if (what != EVENT_CALL && what != EVENT_OPCODE) return 0;
    PyObject *code = PyFrame_GetCode(frame);
    Counts *c = counts_of(code, 1);
    Py_DecRef(code);
    if (!c->wanted) return 0;
    int at = PyFrame_GetLasti(frame) / 2;
    if (what == EVENT_OPCODE) {
        c->n[at]++;
        return 0;
    }
    PyObject *yes = PyBool_FromLong(1), *no = PyBool_FromLong(0);
    int failed = PyObject_SetAttrString(frame, "f_trace_opcodes", yes) ||
                 PyObject_SetAttrString(frame, "f_trace_lines", no);
    Py_DecRef(yes);
    Py_DecRef(no);
    if (failed) return -1;
    if (at < 0 || c->bytes[2 * at] != RESUME) return 0; /* an exception is thrown into a generator */
    c->n[at]++;
    for (int i = 0; c->bytes[2 * at + 1] == 0 && i < at; i++) c->n[i]++;
    return 0;
}

void optrace_start(PyObject *file)
{
    Py_IncRef(file);
    wanted_file = file;
    PyEval_SetTrace(on_event, NULL);
}

void optrace_stop(void)
{
    PyEval_SetTrace(NULL, NULL);
}

/* Row `row` of the table: its code object (borrowed) and counts, or NULL. */
PyObject *optrace_code(int row, unsigned long long **counts)
{
    if (row >= SLOTS) return NULL;
    *counts = table[row].n;
    return table[row].wanted ? table[row].code : PyBool_FromLong(0);
}
