/* SPDX-License-Identifier: MIT
 *
 * import.h: what the files of the import system share: module specs and loaders, and the search along a path.
 */
#ifndef RG_INTERP_IMPORT_H
#define RG_INTERP_IMPORT_H

#include "vm/interp/rt.h"

/* What a search found. */
typedef struct RgFound {
    enum { RG_FOUND_NOTHING, RG_FOUND_BUILTIN, RG_FOUND_FILE, RG_FOUND_NAMESPACE, RG_FOUND_SPEC } what;
    RgStr *path;       /* file */
    RgStr *cached;     /* its .pyc in __pycache__, or NULL */
    RgList *locations; /* packages: __path__ */
    RgValue spec;      /* RG_FOUND_SPEC: a finder's own */
} RgFound;

/* The runtime's private objects, a tuple in rt->import_state. */
enum { RG_IMPORT_SPEC_TYPE, RG_IMPORT_SOURCE_LOADER, RG_IMPORT_SOURCELESS_LOADER, RG_IMPORT_NAMESPACE_LOADER,
       RG_IMPORT_BUILTIN_IMPORTER, RG_IMPORT_PATH_FINDER, RG_IMPORT_STATE_COUNT };
static inline RgType *rg_import_type(RgThread *th, uint32_t which)
{
    return RG_AS(RgType, RG_TUPLE(th->rt->import_state)->items[which]);
}

bool rg_import_types_init(RgThread *th); /* import_spec.c: fills rt->import_state */
RgValue rg_import_spec_new(RgThread *th, RgStr *name, const RgFound *found);
/* Looks for the last part of name in the entries of path (sequence of str). False: raised. */
bool rg_import_search(RgThread *th, RgStr *name, RgValue path, RgFound *out);
/* sys.<name>, or 0. */
RgValue rg_import_sys(RgThread *th, const char *name);
/* Gives module its spec's attributes and runs its code. */
bool rg_import_exec_file(RgThread *th, RgModule *module, RgStr *path);
RgStr *rg_import_tail(RgThread *th, RgStr *name); /* behind the last dot */

#endif
