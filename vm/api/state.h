/* SPDX-License-Identifier: MIT
 *
 * state.h: what the files of vm/api share: the state behind one public interpreter, hanging off rt->api.
 */
#ifndef RG_API_STATE_H
#define RG_API_STATE_H

#include "convert/convert.h"
#include "vm/api/regius.h"
#include "vm/base/hash.h"
#include "vm/base/knobs.h"
#include "vm/interp/import.h"
#include "vm/interp/rt.h"

typedef struct RgCompileService RgCompileService;

/* What -v and -X importtime know between the beginnings and ends of imports. */
typedef struct RgImportWatch {
    bool header_printed;
    int level;       /* imports under way */
    uint64_t inner;  /* nanoseconds spent in imports that the innermost one under way caused */
    struct { uint64_t begin, outer; } stack[64];
} RgImportWatch;

/* Where code came from, for -X stats. */
typedef struct RgApiStats {
    uint64_t started;   /* nanoseconds on the monotonic clock */
    uint64_t images;    /* .rgc files loaded as such */
    uint64_t cached;    /* taken from the cache */
    uint64_t converted; /* converted in this run */
    uint64_t compiled;  /* compiled by CPython in this run */
    uint64_t imports;   /* not found in sys.modules */
    struct RgStepTrace *steps; /* counts of executed instructions, -X stats only */
} RgApiStats;

struct Regius {
    RgRuntime *rt;
    RgThread *th;
    RgLoader loader;
    RgFrameHook hook;        /* installed when hook.eval is set */
    RegiusEvalFn eval;       /* public form of the hook */
    void *eval_data;
    RegiusConfig config;     /* the host's, with the environment's wishes added; its strings are the host's */
    RgKnobs knobs;
    RgConvertOptions convert;
    RgCodeUnit *given;       /* regius_run_file runs this instead of what the file holds (borrowed), or NULL */
    int optimize;            /* -O: 0, 1, 2 */
    RgImportWatch imports;
    RgApiStats stats;
    char *cache_dir;         /* NULL: no cache */
    bool cache_tried;
    RgCompileService *service; /* NULL until first needed */
    RgValue *kept;           /* values that the host keeps: roots */
    size_t nkept, kept_cap;
    uint32_t extra_used;     /* code objects' extra slots given out */
    RegiusReadLine read_line;
    void *read_line_data;
    bool ended_by_interrupt; /* the last program ended by a KeyboardInterrupt that nobody caught */
};
static inline Regius *rg_api_of(RgThread *th) { return th->rt->api; }

/* config.c: what options and environment ask for. */
void rg_api_read_environment(Regius *r); /* r->config (the host's) gets what the environment adds; r->knobs are set */
bool rg_api_set_sys(RgThread *th, const RegiusConfig *config) RG_CHECK_RESULT; /* sys.path, flags, warnoptions, _xoptions */

/* debug.c: -X dump, -X trace */
void rg_api_debug_init(Regius *r);
void rg_api_trace_code(const Regius *r, const char *from, const char *path, size_t len);

/* watch.c: -v, -X importtime and -X stats */
void rg_api_watch_imports(Regius *r);
void rg_api_print_stats(Regius *r);

/* run.c: deals with the pending exception as at the end of a program; its exit status. */
int rg_api_finish_status(RgThread *th);

/* load.c */
void rg_api_loader_init(Regius *r);
/* Links a unit and gives up the caller's reference to it. */
RgCodeObject *rg_api_link(RgThread *th, RgCodeUnit *unit);
/* Unit of a .pyc file's bytes: from the cache, or converted and cached. Raises ImportError. */
RgCodeUnit *rg_api_convert(RgThread *th, const char *path, const void *data, size_t size);
/* The .pyc bytes (rg_mem_free) of a source file: those in __pycache__ if they are up to date, else compiled. Raises. */
char *rg_api_source_to_pyc(RgThread *th, const char *path, size_t *size);
/* All of a file; rg_mem_free. Raises OSError. */
char *rg_api_read_file(RgThread *th, const char *path, size_t *size);

/* cache.c: register code by key, in a private folder. A cache that cannot be used never stops a program. */
bool rg_cache_load(Regius *r, RgHash128 key, RgCodeUnit **unit);
void rg_cache_store(Regius *r, RgHash128 key, const RgCodeUnit *unit);

/* compile_service.c: source to marshalled code through a python3 process. */
typedef struct RgCompileRequest {
    const char *filename; /* UTF-8 */
    size_t filename_len;
    const char *source;   /* UTF-8 text, or a file's bytes */
    size_t source_len;
    bool is_bytes;
    const char *mode;     /* "exec", "eval", "single" */
    int flags, optimize;
    bool warned;          /* set by the service: the compiler had warnings, which were issued */
} RgCompileRequest;
/* The .pyc bytes (rg_mem_free) of the compiled source; raises what the compiler raised, or that there is none. */
char *rg_compile_source(RgThread *th, RgCompileRequest *request, size_t *size);
/* The marshalled syntax tree as a bytes object (flags has PyCF_ONLY_AST). */
RgValue rg_compile_tree(RgThread *th, RgCompileRequest *request);
void rg_compile_service_free(RgCompileService *service);

#endif
