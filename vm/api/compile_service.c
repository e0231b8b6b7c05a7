/* SPDX-License-Identifier: MIT
 *
 * compile_service.c: a python3 process, started on first need, that compiles source text. Over a pair of pipes it gets
 * requests (a head of five 32-bit numbers, file name, source) and answers with a status byte, a length and marshalled
 * data: a code object, or one whose value is an exception's type name and arguments. The compiler's warnings come first,
 * as an answer of their own; they are issued here once everything is read, since filters and handlers are this program's.
 *
 * Regius reads source only through it: there is no other compiler here. REGIUS_PYTHON names the program.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include "vm/api/state.h"
#include "vm/base/mem.h"
#include "vm/base/strbuf.h"

#ifndef RG_PYTHON
#define RG_PYTHON "python3"
#endif

struct RgCompileService {
    pid_t pid;
    int to, from; /* pipes */
};

static const char server[] =
    "import sys,marshal,struct,warnings as g\n"
    "w=[]\n"
    "g.showwarning=lambda e,c,n,l,*a:w.append((c.__name__,str(e),n,l))\n"
    "i=sys.stdin.buffer;o=sys.stdout.buffer\n"
    "o.write(bytes(sys.version_info[:2]));o.flush()\n"
    "def t(n):\n"
    " if isinstance(n,list):return [t(x) for x in n]\n"
    " d=getattr(n,'_fields',None)\n"
    " if d is None:return ('C',n)\n"
    " r=['A',type(n).__name__]\n"
    " for k in d+n._attributes:\n"
    "  if hasattr(n,k):r+=k,t(getattr(n,k))\n"
    " return tuple(r)\n"
    "while 1:\n"
    " h=i.read(20)\n"
    " if len(h)<20:break\n"
    " m,f,z,n,s=struct.unpack('<IIiII',h)\n"
    " n=i.read(n).decode('utf-8','surrogateescape');s=i.read(s)\n"
    " g.simplefilter('error' if m&8 else 'always')\n"
    " try:\n"
    "  if not m&4:s=s.decode('utf-8','surrogatepass')\n"
    "  r=b'\\0';d=compile(s,n,('exec','eval','single','func_type')[m&3],f,True,z);d=marshal.dumps(t(d) if f&1024 else d)\n"
    " except SyntaxError as e:\n"
    "  a=(e.msg,(e.filename,e.lineno,e.offset,e.text,e.end_lineno,e.end_offset))\n"
    "  r=b'\\1';d=(type(e).__name__,a,len(e.args)<2)\n"
    " except BaseException as e:\n"
    "  r=b'\\1';d=(type(e).__name__,(str(e),))\n"
    " if r!=b'\\0':d=marshal.dumps(compile(repr(d),'','eval'))\n"
    " if w:\n"
    "  e=marshal.dumps(compile(repr(w),'','eval'));w.clear();o.write(b'\\2'+struct.pack('<I',len(e))+e)\n"
    " o.write(r+struct.pack('<I',len(d))+d);o.flush()\n";

static bool write_all(int fd, const void *data, size_t len)
{
    for (const char *p = data; len;) {
        ssize_t n = write(fd, p, len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        p += n;
        len -= (size_t)n;
    }
    return true;
}

static bool read_all(int fd, void *data, size_t len)
{
    for (char *p = data; len;) {
        ssize_t n = read(fd, p, len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        p += n;
        len -= (size_t)n;
    }
    return true;
}

static const char *program(void)
{
    const char *p = getenv("REGIUS_PYTHON");
    return p && *p ? p : RG_PYTHON;
}

static void run_server(int in, int out)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGINT, SIG_IGN);
    signal(SIGPIPE, SIG_DFL);
    if (dup2(in, 0) >= 0 && dup2(out, 1) >= 0)
        execlp(program(), "python3", "-I", "-S", "-E", "-B", "-W", "always", "-c", server, (char *)NULL);
    _exit(127);
}

static RgCompileService *start(void)
{
    int to[2], from[2];
    if (pipe2(to, O_CLOEXEC)) return NULL;
    if (pipe2(from, O_CLOEXEC)) {
        close(to[0]);
        close(to[1]);
        return NULL;
    }
    pid_t pid = fork();
    if (pid == 0) run_server(to[0], from[1]);
    close(to[0]);
    close(from[1]);
    RgCompileService *s = pid > 0 ? rg_mem_calloc(1, sizeof *s) : NULL;
    if (!s) {
        close(to[1]);
        close(from[0]);
        return NULL;
    }
    s->pid = pid;
    s->to = to[1];
    s->from = from[0];
    return s;
}

void rg_compile_service_free(RgCompileService *s)
{
    if (!s) return;
    close(s->to);
    close(s->from);
    while (waitpid(s->pid, NULL, 0) < 0 && errno == EINTR) continue;
    rg_mem_free(s);
}

static bool service_failed(RgThread *th, const char *why)
{
    Regius *r = rg_api_of(th);
    rg_compile_service_free(r->service);
    r->service = NULL;
    rg_raise(th, RG_EXC_RuntimeError,
             "compiling source needs CPython 3.11, but %s %s; the environment variable REGIUS_PYTHON names the program",
             program(), why);
    return false;
}

static bool ensure(RgThread *th)
{
    Regius *r = rg_api_of(th);
    if (r->service) return true;
    uint8_t version[2];
    r->service = start();
    if (!r->service) return service_failed(th, "could not be started");
    if (!read_all(r->service->from, version, 2)) return service_failed(th, "could not be run");
    if (version[0] == 3 && version[1] == 11) return true;
    char text[64];
    snprintf(text, sizeof text, "is version %u.%u", version[0], version[1]);
    return service_failed(th, text);
}

/* Makes a .pyc of marshalled code: header of a file without source. */
static char *with_header(const void *data, size_t len, size_t *size)
{
    static const uint8_t header[16] = {0xa7, 0x0d, 0x0d, 0x0a};
    char *out = rg_mem_alloc(len + sizeof header);
    if (!out) return NULL;
    memcpy(out, header, sizeof header);
    memcpy(out + sizeof header, data, len);
    *size = len + sizeof header;
    return out;
}

/* The value of an answer whose code is a display of constants; RG_ERROR with nothing raised perhaps. */
static RgValue value_of(RgThread *th, const char *data, size_t size)
{
    RgConvertOptions opts = {0};
    RgCodeUnit *unit = NULL;
    RgError error;
    size_t whole;
    char *pyc = with_header(data, size, &whole);
    if (!pyc) return rg_raise_memory(th);
    RgStatus status = rg_convert_pyc(pyc, whole, &opts, &unit, &error);
    rg_mem_free(pyc);
    if (status != RG_OK) return RG_ERROR;
    RgCodeObject *co = rg_api_link(th, unit);
    RgDict *globals = co ? rg_dict_new(th) : NULL;
    return globals ? rg_interp_run_code(th, co, globals, rg_from_ptr(globals), NULL) : RG_ERROR;
}

/* Raises the exception that the compiler raised: the answer's value is (name, args), for a SyntaxError with a third item:
 * whether the place is in the attributes only, not in args. */
static void raise_reply(RgThread *th, const char *data, size_t size)
{
    RgValue pair = value_of(th, data, size);
    if (!pair || !rg_is_tuple(pair)) return;
    RgStr *name = RG_STR(RG_TUPLE(pair)->items[0]);
    RgValue args = RG_TUPLE(pair)->items[1], type = rg_dict_get_str(th, th->rt->builtins, name);
    if (!type || !rg_is_type(type)) type = rg_from_ptr(RG_EXC(th, SyntaxError));
    RgValue exc = rg_call_tuple(th, type, RG_TUPLE(args), NULL);
    if (!exc) return;
    if (rg_tuple_len(RG_TUPLE(pair)) > 2 && RG_TUPLE(pair)->items[2] == RG_TRUE && rg_is_exception(exc)) {
        RgTuple *message = rg_tuple_from(th, RG_TUPLE(args)->items, 1);
        if (!message) return;
        rg_gc_store_ptr(RG_EXCEPTION(exc), &RG_EXCEPTION(exc)->args, message);
    }
    rg_raise_object(th, exc);
}

/* Issues what the compiler warned of: a list of (category, text, file name, line). *error: a filter turned one into an
 * exception, which is not kept: the compiler then has to raise its SyntaxError. False: raised. */
static bool warn_reply(RgThread *th, const char *data, size_t size, bool *error)
{
    RgValue list = value_of(th, data, size);
    if (!list || !rg_is_list(list)) return !rg_raised(th);
    RgValue module = rg_import_module(th, "warnings");
    RgValue issue = module ? rg_attr_get_cstr(th, module, "warn_explicit") : RG_ERROR;
    if (!issue) return false;
    for (int64_t i = 0; i < RG_LIST(list)->length; i++) {
        RgTuple *row = RG_TUPLE(RG_LIST(list)->items[i]);
        RgValue category = rg_dict_get_str(th, th->rt->builtins, RG_STR(row->items[0]));
        RgValue args[4] = {row->items[1], category ? category : rg_from_ptr(RG_EXC(th, Warning)), row->items[2], row->items[3]};
        if (rg_call(th, issue, args, 4, NULL)) continue;
        *error = category && rg_is_type(category) && rg_exception_matches(th, th->pending, category) > 0;
        if (*error) rg_exception_clear(th);
        return *error;
    }
    return true;
}

/* Reads one answer; NULL: the service failed. */
static char *read_answer(RgCompileService *s, uint8_t *status, size_t *size)
{
    uint8_t head[5];
    uint32_t len;
    if (!read_all(s->from, head, sizeof head)) return NULL;
    memcpy(&len, head + 1, sizeof len);
    char *data = rg_mem_alloc(len ? len : 1);
    if (data && !read_all(s->from, data, len)) {
        rg_mem_free(data);
        return NULL;
    }
    *status = head[0];
    *size = len;
    return data;
}

enum { ANSWER_CODE, ANSWER_EXCEPTION, ANSWER_WARNINGS };
enum { ASK_BYTES = 4, ASK_WARNINGS_ARE_ERRORS = 8 }; /* beside the mode */

/* One request: marshalled reply (rg_mem_free), or NULL with an exception. */
static char *ask(RgThread *th, RgCompileRequest *q, bool strict, size_t *size)
{
    if (!ensure(th)) return NULL;
    RgCompileService *s = rg_api_of(th)->service;
    uint32_t mode = !strcmp(q->mode, "exec") ? 0 : !strcmp(q->mode, "eval") ? 1 : !strcmp(q->mode, "single") ? 2 : 3;
    uint32_t ways = (q->is_bytes ? ASK_BYTES : 0) | (strict ? ASK_WARNINGS_ARE_ERRORS : 0);
    uint32_t head[5] = {mode | ways, (uint32_t)q->flags, (uint32_t)q->optimize, (uint32_t)q->filename_len,
                        (uint32_t)q->source_len};
    uint8_t status = ANSWER_CODE;
    size_t warned = 0;
    char *warnings = NULL, *data = NULL;
    void (*old)(int) = signal(SIGPIPE, SIG_IGN);
    if (write_all(s->to, head, sizeof head) && write_all(s->to, q->filename, q->filename_len) && write_all(s->to, q->source, q->source_len))
        data = read_answer(s, &status, size);
    signal(SIGPIPE, old);
    if (data && status == ANSWER_WARNINGS) {
        warnings = data;
        warned = *size;
        data = read_answer(s, &status, size);
    }
    if (!data) {
        rg_mem_free(warnings);
        service_failed(th, "ended unexpectedly");
        return NULL;
    }
    bool error = false, go_on = true;
    if (warnings) {
        q->warned = true;
        go_on = warn_reply(th, warnings, warned, &error);
        rg_mem_free(warnings);
    }
    if (go_on && !error && status == ANSWER_CODE) return data;
    if (go_on && !error) raise_reply(th, data, *size);
    rg_mem_free(data);
    if (error && !strict) return ask(th, q, true, size);
    if (!rg_raised(th)) rg_raise(th, RG_EXC_SyntaxError, "invalid syntax");
    return NULL;
}

char *rg_compile_source(RgThread *th, RgCompileRequest *q, size_t *size)
{
    char *data = ask(th, q, false, size);
    if (!data) return NULL;
    char *out = with_header(data, *size, size);
    rg_mem_free(data);
    if (!out) rg_raise_memory(th);
    return out;
}

RgValue rg_compile_tree(RgThread *th, RgCompileRequest *q)
{
    size_t size;
    char *data = ask(th, q, false, &size);
    RgBytes *b = data ? rg_bytes_new(th, data, (int64_t)size) : NULL;
    rg_mem_free(data);
    return rg_from_ptr(b);
}
